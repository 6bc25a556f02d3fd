"""Plans made by hand, written down the way one would tell them: `10:00 30 ben create`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from providers.event import Interval
from scheduler.company import Layout
from scheduler.plan import (
    Action,
    Change,
    Fill,
    Input,
    Level,
    NotPlaced,
    Origin,
    Outcome,
    PairKey,
    Plan,
    PlannedDay,
    Status,
    Stretch,
)

LEADER = "ana@example.com"
NAMES = {
    LEADER: "Ana García Márquez",
    "ben@example.com": "Ben Okafor",
    "chloe@example.com": "Chloé Lefèvre",
    "dai@example.com": "大輔 高橋",
    "eva@example.com": "Eva-Maria von Hohenstein-Wittelsbach",
    "fred@example.com": "Fred Ng",
    "gita@example.com": "Gita Rao",
    "hana@example.com": "Hana Novák",
    "ivo@example.com": "Ivo Petrov",
}
ZONES = dict.fromkeys(NAMES, "Europe/Madrid") | {
    "dai@example.com": "Asia/Tokyo",
    "eva@example.com": "America/Argentina/Buenos_Aires",
    "fred@example.com": "America/New_York",
}
WHYS = {"create": "due every week; at the pair's usual time", "keep": "unchanged"}
SOLVED = (
    Level(1, "missed", 0, 0, proven=True),
    Level(1, "postponed", 0, 0, proven=True),
    Level(2, "layout", 0, 0, proven=True),
    Level(3, "moves", 0, 0, proven=True),
    Level(3, "evenness", 0, 0, proven=True),
    Level(4, "rhythm", 3, 3, proven=True),
    Level(5, "clusters", 8, 8, proven=True),
    Level(5, "fragments", 21, 21, proven=True),
    Level(6, "preferences", 14, 14, proven=True),
    Level(6, "fairness", 0, 0, proven=True),
)


def pair(member: str, kind: str = "report", leader: str = LEADER) -> PairKey:
    """The leader and somebody, by the part of the email before the @."""
    return PairKey(leader, f"{member}@example.com", kind)


def instant(day: date, clock: str, zone: str = "Europe/Madrid") -> datetime:
    """A wall-clock time as an instant."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def span(day: date, clock: str, minutes: int, zone: str = "Europe/Madrid") -> Interval:
    """So many minutes from a wall-clock time."""
    start = instant(day, clock, zone)
    return Interval(start, start + timedelta(minutes=minutes))


def iso(day: date) -> str:
    """The ISO week of a day."""
    return "{}-W{:02}".format(*day.isocalendar())


@dataclass
class Draft:
    """A plan under construction; `plan()` finishes it."""

    weeks: Sequence[str]
    zone: str = "Europe/Madrid"
    hours: tuple[str, int] = ("09:00", 480)
    """Start of work and its minutes."""
    prep: int = 5
    changes: list[Change] = field(default_factory=list)
    days: list[PlannedDay] = field(default_factory=list)

    def day(self, day: date, lines: str, note: str | None = None) -> None:
        """A 1-on-1 day: one line each, `time minutes busy|lunch` or `time minutes member mark`; the rest is free."""
        stretches: list[Stretch] = []
        now = instant(day, self.hours[0], self.zone)
        end = now + timedelta(minutes=self.hours[1])
        for line in lines.split("\n"):
            words = line.split()
            if not words:
                continue
            taken = span(day, words[0], int(words[1]), self.zone)
            planned = len(words) > 3
            start = taken.start - timedelta(minutes=self.prep if planned else 0)
            if now < start:
                stretches.append(Stretch(Fill.FREE, Interval(now, start)))
            if planned:
                who = pair(*words[2].split("/"))
                if start < taken.start:
                    stretches.append(Stretch(Fill.PREP, Interval(start, taken.start), who))
                stretches.append(Stretch(Fill.ONE_ON_ONE, taken, who, words[3]))
                self.changes.append(self._change(day, who, taken, words[3]))
            else:
                stretches.append(Stretch(Fill(words[2]), taken))
            now = taken.end
        if lines.strip() and now < end:
            stretches.append(Stretch(Fill.FREE, Interval(now, end)))
        self.days.append(PlannedDay(iso(day), day, tuple(stretches), note))

    def _change(self, day: date, who: PairKey, taken: Interval, mark: str) -> Change:
        action = Action(mark) if mark in list(Action) else Action.KEEP
        origin = Origin.OURS if mark in list(Action) else Origin(mark)
        shift = timedelta(minutes=90 if action is Action.MOVE else 0)
        before = None if action is Action.CREATE else Interval(taken.start - shift, taken.end - shift)
        why = {
            "move": "Ana García has another meeting then",
            "pinned": "a person moved it here: pinned",
            "frozen": "starts within 24 h: frozen",
            "booked": "booked by people",
        }.get(mark, WHYS.get(mark, ""))
        writes = (who.leader, who.member) if action in (Action.CREATE, Action.MOVE) else ()
        return Change(action, who, iso(day), before, taken, self.zone, why, None, origin, writes)

    def plan(
        self,
        *,
        not_placed: Sequence[NotPlaced] = (),
        levels: Sequence[Level] = SOLVED,
        warnings: Sequence[str] = (),
        inputs: Sequence[Input] = (),
        names: Mapping[str, str] = NAMES,
    ) -> Plan:
        """The plan."""
        year, week = self.weeks[0].split("-W")
        first = date.fromisocalendar(int(year), int(week), 1)
        proven = all(level.proven for level in levels)
        return Plan(
            leader=LEADER,
            leader_name=names[LEADER],
            time_zone=self.zone,
            as_of=instant(first - timedelta(days=1), "18:00", self.zone),
            weeks=tuple(self.weeks),
            window=Interval(instant(first, "00:00"), instant(first + timedelta(weeks=len(self.weeks)), "00:00")),
            layout=Layout.SPLIT,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            levels=tuple(levels),
            changes=tuple(self.changes),
            not_placed=tuple(not_placed),
            days=tuple(self.days),
            inputs=tuple(inputs),
            company="0" * 64,
            warnings=tuple(warnings),
        )


def usual() -> Plan:
    """Four weeks of a leader with eight reports, with everything that can happen in them."""
    draft = Draft(("2026-W48", "2026-W49", "2026-W50", "2026-W51"))
    for number in range(4):
        thursday = date(2026, 11, 26) + timedelta(weeks=number)
        first = number == 0
        draft.day(
            thursday,
            f"""
            09:35 30 dai {"frozen" if first else "keep"}
            10:10 30 chloe {"pinned" if number == 1 else "keep"}
            11:00 60 busy
            12:05 30 ben {"move" if number == 2 else "keep"}
            13:00 60 lunch
            14:05 30 eva keep
            15:00 60 busy
            """,
            note="Thanksgiving in the US" if first else None,
        )
        draft.day(
            thursday + timedelta(days=1),
            f"""
            09:00 45 busy
            10:05 30 gita {"booked" if number == 3 else "keep"}
            10:40 30 hana {"keep" if number else "create"}
            12:30 60 lunch
            14:00 30 ivo/skip-level create
            {"" if number == 3 else "15:05 45 fred keep"}
            """,
        )
    draft.changes.append(
        Change(
            Action.CANCEL,
            pair("jo"),
            "2026-W49",
            span(date(2026, 12, 3), "16:00", 30),
            None,
            draft.zone,
            "the two no longer meet",
            None,
            writes=(LEADER, "jo@example.com"),
        )
    )
    fred = pair("fred")
    return draft.plan(
        not_placed=(
            NotPlaced(
                fred,
                "2026-W51",
                Outcome.UNPLACED,
                "no time: Fred Ng works from 15:00 on, and Ana García has meetings on Fri 18 Dec 15:00–17:00",
                "Ana García's tentative events may be overlapped: Fri 18 Dec 15:05 would be free",
            ),
            NotPlaced(pair("gita"), "2026-W50", Outcome.LEFT_ALONE, "Gita Rao's calendar could not be read"),
            NotPlaced(pair("hana"), "2026-W51", Outcome.SKIP, "Hana Novák is away the whole week"),
        ),
        levels=tuple(
            replace(level, value=4, bound=4)
            if level.name == "missed"
            else replace(level, value=7, bound=4, proven=False)
            if level.name == "rhythm"
            else replace(level, value=2, bound=2)
            if level.name == "moves"
            else level
            for level in SOLVED
        ),
        warnings=("gita@example.com: the calendar could not be read: no permission. Ask for it, then run again.",),
    )
