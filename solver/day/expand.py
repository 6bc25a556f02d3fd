"""Every course of a day, as a network: what follows what, and what it costs.

Between two things that take the leader's time, what decides how the day may go on is: whether lunch was had, the run
of 1-on-1s that a next one would join (how long it is, how long ago it ended), and whether the free time since belongs
to a piece that is long enough to be of use. That is a state; a node is a state at a tick.

A path may take a long piece for a short one, which costs more than the day does; none costs less, and one costs the
same. So whoever minimises finds what `measure` finds.
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from solver.day.frame import Frame
from solver.day.network import CLUSTER, IMPOSSIBLE, NOTHING, Arc, Network

EDGE, SHORT, LONG = 0, 1, 2
"""Something ended just now; free time that is lost; free time in a piece that is long enough."""


class Run(NamedTuple):
    """The 1-on-1s that a next one joins, unless it begins after a pause."""

    length: int
    """From the start of the first to the end of the last."""
    gap: int
    """Since the last one ended; shorter than the pause."""
    planned: bool
    """Whether one of them is not fixed: only then does the limit hold."""


class State(NamedTuple):
    """What decides how a day may go on."""

    kind: int
    """EDGE, SHORT or LONG."""
    had_lunch: bool
    """Or there is none to be had."""
    run: Run | None
    """None: a pause lies behind, or nothing."""
    touching: bool
    """Whether a 1-on-1 of the leader ended just now: one that begins now joins its cluster."""


def expand(frame: Frame) -> Network:
    """All courses of the day. Costs are clusters and fragments, see `network.CLUSTER`."""
    return _Expansion(frame).network()


class _Expansion:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._lunches = set(frame.lunches)
        self._last_lunch = max(frame.lunches, default=-1)
        self._beginning: dict[int, list[tuple[int, bool, int, int]]] = {}
        for number, label in enumerate(frame.labels):
            entry = (number, label.own, label.duration, label.prep)
            self._beginning.setdefault(label.begin, []).append(entry)
        self._forced = sorted((frame.labels[number].begin, number) for number in frame.forced)
        own = [label.duration + label.prep for label in frame.labels if label.own]
        self._least = min(own, default=0)
        self._arcs: list[list[Arc]] = []
        self._ticks: list[int] = []
        self._waiting: dict[int, dict[State, int]] = {}
        self._ends = {span.end for span in frame.standing}
        self._begins = {span.begin for span in frame.standing}
        self._end = max((room.end for room in frame.rooms), default=0)

    def network(self) -> Network:
        """All rooms of the day, one after another."""
        frame = self.frame
        offset = CLUSTER * len(frame.standing)
        self._new(-1)
        run = self._cross(None, frame.rooms[0].begin if frame.rooms else None, None)
        if not frame.rooms:
            return Network(((),), offset) if not frame.lunches else IMPOSSIBLE
        first = State(EDGE, not frame.lunches, run, frame.rooms[0].begin in self._ends)
        self._waiting = {frame.rooms[0].begin: {first: 0}}
        exits: list[tuple[int, int]] = []
        for index, room in enumerate(frame.rooms):
            after = frame.rooms[index + 1].begin if index + 1 < len(frame.rooms) else None
            events = sorted(
                {tick for tick in self._beginning if room.begin <= tick < room.end}
                | {tick for tick in frame.lunches if room.begin <= tick < room.end}
                | {room.end}
            )
            ticks = set(events)
            while self._waiting:
                tick = min(self._waiting)
                if tick >= room.end:
                    break
                for state, node in self._waiting.pop(tick).items():
                    self._leave(node, tick, state, events, tick in ticks)
            leaving = self._waiting.pop(room.end, {})
            self._waiting = {}
            for state, node in leaving.items():
                joined = -CLUSTER if state.touching and room.end in self._begins else 0
                if after is None:
                    if state.had_lunch and self._finishes(room.end, state.run):
                        exits.append((node, joined))
                    continue
                crossed = self._crossed(room.end, after, state)
                if crossed is not None:
                    target = self._node(after, crossed)
                    self._arcs[node].append((target, NOTHING, joined))
        sink = self._new(frame.rooms[-1].end + 1)
        for node, cost in exits:
            self._arcs[node].append((sink, NOTHING, cost))
        return Network(self._in_order(), offset)

    def _in_order(self) -> tuple[tuple[Arc, ...], ...]:
        """The arcs of every node, nodes by time."""
        order = sorted(range(len(self._arcs)), key=self._ticks.__getitem__)
        place = [0] * len(order)
        for position, node in enumerate(order):
            place[node] = position
        return tuple(tuple((place[to], label, cost) for to, label, cost in self._arcs[node]) for node in order)

    def _leave(self, node: int, tick: int, state: State, events: list[int], eventful: bool) -> None:
        """Everything that may come next."""
        frame = self.frame
        arcs = self._arcs[node]
        kind, had_lunch, run, touching = state
        begin, only, after_only = self._next_forced(tick)
        if eventful:
            for label, own, duration, prep in self._beginning.get(tick, ()):
                if tick + prep + duration > (after_only if label == only else begin):
                    continue
                if not own:
                    after = State(EDGE, had_lunch, self._later(run, duration), False)
                    arcs.append((self._node(tick + duration, after), label, 0))
                    continue
                length = duration if run is None else run.length + run.gap + prep + duration
                if length > frame.max_run:
                    continue
                joined = Run(length, 0, True) if frame.pause else None
                after = State(EDGE, had_lunch, self._shortened(joined), True)
                cost = 0 if touching else CLUSTER
                arcs.append((self._node(tick + prep + duration, after), label, cost))
            if not had_lunch and tick in self._lunches and tick + frame.lunch <= begin:
                after = State(EDGE, True, self._later(run, frame.lunch), False)
                arcs.append((self._node(tick + frame.lunch, after), NOTHING, 0))
        if tick == begin or (not had_lunch and tick >= self._last_lunch):
            return
        following = events[bisect_right(events, tick)]
        if kind == EDGE:
            late = bisect_left(events, tick + frame.piece)
            if following < tick + frame.piece:
                self._wait(arcs, tick, following, SHORT, state)
            if late < len(events) and events[late] <= begin:
                self._wait(arcs, tick, events[late], LONG, state)
        else:
            self._wait(arcs, tick, following, kind, state)

    def _next_forced(self, tick: int) -> tuple[int, int | None, int]:
        """Where the next certain label begins; its number, if that is here; where the one after it begins."""
        position = bisect_left(self._forced, (tick, -1))
        begins = [begin for begin, _ in self._forced[position : position + 2]] + [self._end, self._end]
        here = begins[0] == tick and position < len(self._forced)
        return begins[0], self._forced[position][1] if here else None, begins[1]

    def _wait(self, arcs: list[Arc], tick: int, until: int, kind: int, state: State) -> None:
        later = State(kind, state.had_lunch, self._later(state.run, until - tick), False)
        arcs.append((self._node(until, later), NOTHING, until - tick if kind == SHORT else 0))

    def _node(self, tick: int, state: State) -> int:
        waiting = self._waiting.setdefault(tick, {})
        node = waiting.get(state)
        if node is None:
            node = waiting[state] = self._new(tick)
        return node

    def _new(self, tick: int) -> int:
        self._arcs.append([])
        self._ticks.append(tick)
        return len(self._arcs) - 1

    def _later(self, run: Run | None, ticks: int) -> Run | None:
        if run is None or run.gap + ticks >= self.frame.pause:
            return None
        return self._shortened(Run(run.length, run.gap + ticks, run.planned))

    def _shortened(self, run: Run | None) -> Run | None:
        """Runs that nothing more can join are all alike, save where a fixed 1-on-1 may join them.

        They become one that is as long as allowed: whatever has a prep or a duration then is too long for it.
        """
        if run is None or self.frame.fixed or run.length + run.gap + self._least <= self.frame.max_run:
            return run
        return Run(self.frame.max_run, run.gap, True)

    def _crossed(self, tick: int, until: int, state: State) -> State | None:
        """The state after time that is taken; None: a fixed 1-on-1 would make a run too long."""
        run = state.run
        if run is not None and not self._holds(tick, until, run):
            return None
        return State(EDGE, state.had_lunch, self._cross(tick, until, run), until in self._ends)

    def _finishes(self, tick: int, run: Run | None) -> bool:
        return run is None or self._holds(tick, None, run)

    def _holds(self, tick: int, until: int | None, run: Run) -> bool:
        """Whether what is fixed in between leaves a run with a planned 1-on-1 short enough."""
        if not run.planned:
            return True
        end = tick - run.gap
        begin = end - run.length
        for item in self._fixed_between(tick, until):
            if item[0] - end >= self.frame.pause:
                return True
            end = max(end, item[2])
            if end - begin > self.frame.max_run:
                return False
        return True

    def _cross(self, tick: int | None, until: int | None, run: Run | None) -> Run | None:
        """The run after what is fixed between two ticks; `tick` None: from the start of the day.

        In the order and by the comparisons of `check`: by start, and a pause is measured to the begin of the prep.
        """
        known = run is not None
        planned = run is not None and run.planned
        end = tick - run.gap if run is not None and tick is not None else 0
        begin = end - run.length if run is not None else 0
        for prepares, starts, ends in self._fixed_between(tick, until):
            if known and prepares - end < self.frame.pause:
                end = max(end, ends)
            else:
                known, planned, begin, end = True, False, starts, ends
        if not known or until is None or until - end >= self.frame.pause:
            return None
        return self._shortened(Run(end - begin, until - end, planned))

    def _fixed_between(self, tick: int | None, until: int | None) -> list[tuple[int, int, int]]:
        """(begin of the prep, start, end) of each, in order."""
        return [
            (item.start - item.prep, item.start, item.start + item.duration)
            for item in self.frame.fixed
            if (tick is None or item.start >= tick) and (until is None or item.start < until)
        ]
