"""A night in a few sentences: whether there is something to say, and what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduler.outcome import LeaderNight, Night
from scheduler.plan import Action, NotPlaced, Outcome
from scheduler.preview.safe import clean
from scheduler.preview.view import MONTHS, counted
from scheduler.tell.summary.message import Channel, Message
from scheduler.tell.tally import TROUBLE, left_alone, tally, troubled, worth_telling
from scheduler.telling import When

MOST = 40
"""Leaders and causes that a message names; the page of the night, and `schedule runs`, have all."""
COUNTED = ((Action.CREATE, "new"), (Action.MOVE, "moved"), (Action.CANCEL, "cancelled"))


def worth_sending(night: Night, when: When) -> bool:
    """Whether this night is one after which something is said."""
    match when:
        case When.ALWAYS:
            return True
        case When.CHANGES:
            return bool(night.stopped or night.orphans or any(map(worth_telling, night.leaders)))
        case When.PROBLEMS:
            return bool(night.stopped or night.orphans or any(map(troubled, night.leaders)))


def summary(night: Night, company: str, channel: Channel, to: tuple[str, ...] = ()) -> Message:
    """What one channel says of a night."""
    return Message(
        run=night.run,
        channel=channel,
        made=night.ended,
        subject=_line(f"1-on-1s of {company}, {night.as_of.day} {MONTHS[night.as_of.month - 1]}: {_gist(night)}"),
        facts=tuple(_facts(night)),
        paragraphs=tuple(filter(str.strip, map(_line, _paragraphs(night)))),
        to=to,
    )


def _gist(night: Night) -> str:
    """What a reader of the subject alone has to know."""
    total = tally(night)
    if night.stopped:
        return "nothing was written"
    struck = sum(total.endings[ending] for ending in TROUBLE)
    parts = [f"{counted(struck, 'leader')} not done"] if struck else []
    parts += [f"{total.missed:,} missed"] if total.missed else []
    parts += [f"{counted(total.written, 'change')} written"] if total.written else []
    return ", ".join(parts) or "all as it was"


def _facts(night: Night) -> Iterator[tuple[str, str]]:
    total = tally(night)
    yield "Leaders", ", ".join(f"{number:,} {ending}" for ending, number in total.endings.items() if number) or "none"
    if total.planned:
        yield (
            "1-on-1s",
            ", ".join(
                [f"{total.placed:,} placed"]
                + [f"{total.changes[action]:,} {word}" for action, word in COUNTED if total.changes[action]]
            ),
        )
        yield "Missed", f"{total.missed:,}"
        yield "Proven best", f"{total.proven:,} of {total.planned:,} plans"
    if total.not_placed[Outcome.LEFT_ALONE]:
        yield "Left alone", f"{total.not_placed[Outcome.LEFT_ALONE]:,}"
    yield "Run", _line(night.run)


def _paragraphs(night: Night) -> Iterator[str]:
    """What stopped the night, what failed, who was missed, who left 1-on-1s behind: what counts most comes first."""
    if night.stopped:
        yield f"Nothing was written for anybody: {night.stopped}"
    else:
        yield from _failures(night)
    yield from _first(_missed(night), "more 1-on-1s without a place")
    yield from _first(night.orphans, "more who left 1-on-1s behind")


def _failures(night: Night) -> Iterator[str]:
    for ending in TROUBLE:
        causes: dict[str, list[LeaderNight]] = defaultdict(list)
        for each in night.of(ending):
            causes[each.why].append(each)
        yield from _first(
            (f"{ending.value.capitalize()}: {_names(struck)}. {why}" for why, struck in causes.items()),
            "more causes",
        )
    events = (f"Not written: {each.which}. {each.why}" for leader in night.leaders for each in leader.failures)
    yield from _first(events, "more events that were not written")


def _missed(night: Night) -> Iterator[str]:
    for each in night.leaders:
        names = {} if each.plan is None else {read.email: read.name for read in each.plan.inputs}
        for entry in (*each.missed, *left_alone(each)):
            whom = names.get(entry.pair.member) or entry.pair.member
            what = "Missed" if entry.outcome is Outcome.UNPLACED else "Left alone"
            yield f"{what}: {each.name or each.leader} and {whom}, {entry.period}. {_why(entry)}"


def _why(entry: NotPlaced) -> str:
    helps = f" Would help: {entry.relaxation}" if entry.relaxation else ""
    return f"{entry.why}{helps}"


def _names(struck: list[LeaderNight]) -> str:
    named = ", ".join(each.name or each.leader for each in struck[:MOST])
    return f"{named} and {len(struck) - MOST:,} more" if len(struck) > MOST else named


def _first(sentences: Iterable[str], more: str) -> Iterator[str]:
    """The first of them, and how many there are besides."""
    rest = 0
    for number, sentence in enumerate(sentences):
        if number < MOST:
            yield sentence
        else:
            rest += 1
    if rest:
        yield f"And {rest:,} {more}."


def _line(text: str) -> str:
    """One line without anything that a program obeys."""
    return clean(text, "utf-8")
