"""What becomes of each decision that is taken back: by what people, later runs and the clock have done since."""

from collections.abc import Mapping

from providers.event import Calendar, Interval
from providers.weeks import IsoWeek
from scheduler.agenda import agenda_url
from scheduler.hosts import written
from scheduler.ledger.record import Decision, DecisionState, Entry, Memory, State
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey
from scheduler.planning.availability import knows
from scheduler.planning.booked import booked_by_people
from scheduler.planning.demand import key_of
from scheduler.planning.existing import Key, Standing, declines, our_occurrences
from scheduler.planning.put_back import NO_ROOM, Return, against, possible_together
from scheduler.planning.reasons import DECLINED, hours_words, pair_of, why_kept
from scheduler.planning.situation import Situation

_CHANGED = "a later run changed it again"
_BROKEN_OFF = "a run that was broken off began to change it; the next one completes it"


class TakingBack:
    """What becomes of decisions one by one; `changes` then puts back at once all that can be."""

    def __init__(self, situation: Situation, calendars: Mapping[str, Calendar], memory: Memory) -> None:
        self.situation = situation
        self.calendars = calendars
        team = situation.team
        self.existing = our_occurrences(team.leader, calendars, situation.read, memory, team.rules, situation.as_of)
        self.standing = {(one.pair, one.period): one for one in self.existing.standing}
        self.entries = {(PairKey(e.leader, e.member, e.kind), IsoWeek.parse(e.period)): e for e in memory.entries}
        self.pairs = {key_of(pair): pair for pair in team.pairs}
        booked = booked_by_people(team.pairs, calendars, situation.ahead.week_of)
        self.booked = {(one.pair, one.period) for one in booked}
        self.done: dict[Key, Change] = {}
        self.returns: list[Return] = []
        self.left: list[NotPlaced] = []

    def take_back(self, decision: Decision) -> None:
        """What becomes of one decision."""
        key = PairKey(self.situation.team.leader, decision.member, decision.kind), IsoWeek.parse(decision.period)
        entry = self.entries.get(key)
        if entry is None:
            if decision.state is DecisionState.CONFIRMED:
                self._leave(key, "the ledger does not know of it any more")
        elif decision.action == Action.CREATE:
            self._uncreate(key, decision, entry)
        elif decision.action == Action.MOVE and decision.before is not None:
            self._unmove(key, decision, entry, decision.before)
        elif decision.action == Action.CANCEL and decision.before is not None:
            self._uncancel(key, decision, entry, decision.before)

    def _uncreate(self, key: Key, decision: Decision, entry: Entry) -> None:
        if entry.state is State.CANCELLED:
            return
        why = "the run that is undone had created it"
        if entry.state is State.CANCELLING:
            self.done[key] = self._rest(key, entry, why)
        elif (reason := self._untouchable(key, decision, entry)) is not None:
            self._leave(key, reason)
        else:
            standing = self.standing[key]
            self.done[key] = self._change(Action.CANCEL, standing, None, why, _holders(standing))

    def _rest(self, key: Key, entry: Entry, why: str) -> Change:
        """Completes what a run began to cancel, whatever is left of it."""
        which = (*key, entry.generation)
        rest = [one for one in self.existing.leftovers if (one.pair, one.period, one.generation) == which]
        copies = rest[0].copies if rest else ()
        span = rest[0].span if rest else entry.span
        standing = Standing(*key, span, Origin.OURS, entry.generation, copies)
        return self._change(Action.CANCEL, standing, None, why, _holders(standing))

    def _unmove(self, key: Key, decision: Decision, entry: Entry, before: Interval) -> None:
        standing = self.standing.get(key)
        begun = (entry.state, entry.generation, entry.span) == (State.WRITING, decision.generation, before)
        if entry.state is State.WRITTEN and entry.span == before and standing is not None and standing.span == before:
            return
        if (reason := self._untouchable(key, decision, entry, begun=begun)) is not None:
            self._leave(key, reason)
            return
        standing = self.standing[key]
        if standing.span == before:
            self.done[key] = self._completed(standing)
        elif decision.why.endswith(DECLINED):
            self._leave(key, "its member had declined the time where it stood")
        else:
            self._return(key, before, standing.generation, standing)

    def _uncancel(self, key: Key, decision: Decision, entry: Entry, before: Interval) -> None:
        standing = self.standing.get(key)
        if standing is not None and standing.span == before:
            if entry.state is State.WRITING:
                self.done[key] = self._completed(standing)
            return
        begun = entry.state is State.WRITING and entry.generation > decision.generation and entry.span == before
        gone = (entry.state, entry.generation) == (State.CANCELLED, decision.generation)
        if decision.origin == Origin.DELETED or key in self.existing.deleted:
            self._leave(key, "a person deleted it")
        elif standing is not None or not (begun or gone):
            self._leave(key, _CHANGED)
        elif key in self.booked:
            self._leave(key, "the two booked a 1-on-1 of their own since")
        else:
            self._return(key, before, entry.generation if begun else entry.generation + 1, None)

    def _untouchable(self, key: Key, decision: Decision, entry: Entry, *, begun: bool = False) -> str | None:
        """Why what the run created or moved is not to be touched; None: nobody but the run has.

        Args:
            begun: whether it is being moved back already, by a run that was broken off.
        """
        standing = self.standing.get(key)
        if entry.state is State.DELETED or key in self.existing.deleted:
            return "a person deleted it since"
        if standing is None:
            return "its event was not found where calendars could be read"
        if standing.origin is Origin.PINNED:
            return "a person moved it since"
        if any(declines(copy, decision.member) for copy in standing.copies):
            return "its member declined it"
        as_left = (State.WRITTEN, decision.generation, decision.after)
        if not begun and (entry.state, entry.generation, entry.span) != as_left:
            return _BROKEN_OFF if entry.state is State.WRITING else _CHANGED
        if standing.span.start <= self.situation.as_of:
            return "it has begun"
        if standing.origin is Origin.FROZEN:
            return f"it starts within {hours_words(self.situation.rules.freeze)}: frozen"
        read = [each for email, each in self.situation.availabilities.items() if email in standing.writes]
        if standing.unseen or not all(knows(each, [standing.span]) for each in read):
            return "a calendar could not be read"
        return None

    def _return(self, key: Key, span: Interval, generation: int, standing: Standing | None) -> None:
        pair = self.pairs.get(key[0])
        if pair is None:
            self._leave(key, "the two no longer meet")
            return
        one = Return(pair, key[1], span, generation, standing)
        if (reason := against(self.situation, one)) is not None:
            self._leave(key, reason)
        else:
            self.returns.append(one)

    def changes(self) -> tuple[Change, ...]:
        """All that is done, and what stays beside it: of that a guard takes its share."""
        returned = {(key_of(one.pair), one.period) for one in self.returns}
        others = [one for one in self.existing.standing if (one.pair, one.period) not in self.done.keys() | returned]
        put = possible_together(self.situation, self.returns, [*others, *self._mended()])
        for one in self.returns:
            key = key_of(one.pair), one.period
            if any(one is each for each in put):
                self.done[key] = self._put(one)
            else:
                self._leave(key, NO_ROOM)
                others += [one.standing] if one.standing is not None else []
        kept = (self._kept(one) for one in others if one.span.end > self.situation.as_of and _is_whole(one))
        return tuple(sorted((*self.done.values(), *kept), key=lambda change: change.order))

    def _mended(self) -> list[Standing]:
        return [self.standing[key] for key, change in self.done.items() if change.action is Action.KEEP]

    def _put(self, one: Return) -> Change:
        """Where it stood, once more."""
        if one.standing is not None:
            why = "the run that is undone had moved it"
            writes = (*_holders(one.standing), *one.standing.missing)
            return self._change(Action.MOVE, one.standing, one.span, why, writes)
        key = key_of(one.pair)
        again = Standing(key, one.period, one.span, Origin.OURS, one.generation)
        why = "the run that is undone had cancelled it"
        return self._change(Action.CREATE, again, one.span, why, written(self.calendars, key.leader, key.member))

    def _completed(self, standing: Standing) -> Change:
        """Stands where it stood, but for copies that a run which was broken off did not come to."""
        why = "is put back already, but for what was broken off"
        return self._change(Action.KEEP, standing, standing.span, why, (*_holders(standing), *standing.missing))

    def _kept(self, standing: Standing) -> Change:
        pair = pair_of(self.situation, standing)
        why = why_kept(standing, pair, self.situation.rules.freeze, held=False, mended=False, conflict=None)
        return self._change(Action.KEEP, standing, standing.span, why, ())

    def _change(
        self, action: Action, standing: Standing, after: Interval | None, why: str, writes: tuple[str, ...]
    ) -> Change:
        pair = self.pairs.get(standing.pair)
        return Change(
            action,
            standing.pair,
            str(standing.period),
            None if action is Action.CREATE else standing.span,
            after,
            self.situation.ahead.time_zone,
            why,
            agenda_url(pair, str(standing.period), self.situation.company) if pair else None,
            standing.origin,
            writes,
            standing.generation,
        )

    def _leave(self, key: Key, why: str) -> None:
        self.left.append(NotPlaced(key[0], str(key[1]), Outcome.LEFT_ALONE, why))


def _is_whole(standing: Standing) -> bool:
    """Whether every calendar holds it where it stands; what is not is for a run that plans to mend."""
    return not (standing.missing or standing.unseen or standing.outdated)


def _holders(standing: Standing) -> tuple[str, ...]:
    """The calendars that hold the event."""
    return tuple(copy.calendar for copy in standing.copies)
