"""A night as a log: one line for each thing that was decided, with its run and leader.

Of an event it says who meets whom and when. No title, no agenda, not even its link, and no text of an error that is not
our own is ever given to it.
"""

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

from providers.interval import Interval
from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.plan import Action, Change, NotPlaced, Outcome, PairKey
from scheduler.preview.safe import clean
from scheduler.tell.tally import tally
from scheduler.telling import Log, LogForm, LogLevel

LEVELS = {level: number for number, level in enumerate(LogLevel)}
OF_ACTION = {Action.KEEP: LogLevel.DEBUG}
OF_OUTCOME = {Outcome.SKIP: LogLevel.INFO}
OF_ENDING = {
    Ending.PARTLY: LogLevel.ERROR,
    Ending.REFUSED: LogLevel.WARNING,
    Ending.FAILED: LogLevel.ERROR,
}


class NightLog:
    """Told how a night goes on; see `scheduler.night.watch.Watcher`.

    Args:
        stream: None: whatever standard error is when a line is written.
    """

    def __init__(self, settings: Log, stream: TextIO | None = None) -> None:
        self._least = LEVELS[settings.level]
        self._stream = stream
        self._log: Any = structlog.wrap_logger(
            _Lines(self._out),
            processors=[_stamped, self._rendering(settings.form)],
            wrapper_class=structlog.BoundLogger,
        )

    def begins(self, run: str) -> None:
        """A run has its name."""
        self._log = self._log.bind(run=run)
        self._say(LogLevel.INFO, "night begins")

    def stage(self, what: str, leaders: int) -> None:
        """What is being done now, and for how many leaders."""
        self._say(LogLevel.INFO, "stage", what=what, leaders=leaders)

    def ended(self, leader: LeaderNight) -> None:
        """A leader is done: every decision, then the ending."""
        for level, event, said in _decisions(leader):
            self._say(level, event, leader=leader.leader, **said)
        for failure in leader.failures:
            self._say(LogLevel.ERROR, "not written", leader=leader.leader, which=failure.which, why=failure.why)
        self._say(
            OF_ENDING.get(leader.ending, LogLevel.INFO),
            "leader done",
            leader=leader.leader,
            ending=leader.ending.value,
            **({"why": leader.why} if leader.why else {}),
            missed=len(leader.missed),
            proven=leader.proven,
            written=leader.written,
            seconds=round(leader.seconds, 3),
        )

    def failed(self, leader: str, error: Exception) -> None:
        """A bug showed: its kind, and where in the program; its text may quote a calendar."""
        where = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        self._say(LogLevel.ERROR, "bug", leader=leader or None, error=type(error).__name__, where=where)

    def told(self, problem: str) -> None:
        """Something could not be told, such as a summary that could not be sent."""
        self._say(LogLevel.WARNING, "not told", why=problem)

    def over(self, night: Night) -> None:
        """The night is over."""
        total = tally(night)
        for orphan in night.orphans:
            self._say(LogLevel.WARNING, "left behind", why=orphan)
        if night.stopped:
            self._say(LogLevel.ERROR, "stopped", why=night.stopped)
        self._say(
            LogLevel.INFO,
            "night over",
            leaders={ending.value: number for ending, number in total.endings.items() if number},
            missed=total.missed,
            written=total.written,
            exit_code=night.exit_code,
            seconds=round((night.ended - night.started).total_seconds(), 3),
        )

    def _say(self, level: LogLevel, event: str, **said: object) -> None:
        if LEVELS[level] >= self._least:
            self._log.msg(event, level=level.value, **said)

    def _out(self) -> TextIO:
        return self._stream or sys.stderr

    def _rendering(self, form: LogForm) -> Callable[[Any, str, MutableMapping[str, Any]], str]:
        terminal = self._out().isatty()
        if form is LogForm.JSON or (form is LogForm.AUTO and not terminal):
            return _as_json
        return lambda logger, name, said: _as_text(said, self._out().encoding or "utf-8")


class _Lines:
    """What structlog hands finished lines to."""

    def __init__(self, out: Callable[[], TextIO]) -> None:
        self._out = out

    def msg(self, line: str) -> None:
        """Write a line at once."""
        out = self._out()
        out.write(line + "\n")
        out.flush()


_stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)
_json = structlog.processors.JSONRenderer(sort_keys=True)


def _as_json(logger: Any, name: str, said: MutableMapping[str, Any]) -> str:
    return str(_json(logger, name, said))


def _as_text(said: Mapping[str, Any], encoding: str) -> str:
    """`02:00:14 warning unplaced  leader=… member=… why=…`, on one line, whatever a name holds."""
    rest = {key: value for key, value in said.items() if key not in ("timestamp", "level", "event", "run")}
    pairs = " ".join(f"{key}={_word(value)}" for key, value in rest.items() if value is not None)
    at = str(said["timestamp"])[11:19]
    return clean(f"{at} {said['level']:<7} {said['event']}  {pairs}", encoding).rstrip()


def _word(value: object) -> str:
    text = str(value)
    return f'"{text}"' if not text or any(character.isspace() for character in text) else text


def _decisions(leader: LeaderNight) -> Iterator[tuple[LogLevel, str, dict[str, object]]]:
    if leader.plan is None:
        return
    for change in leader.plan.changes:
        yield OF_ACTION.get(change.action, LogLevel.INFO), change.action.value, _change(change)
    for entry in leader.plan.not_placed:
        yield OF_OUTCOME.get(entry.outcome, LogLevel.WARNING), entry.outcome.value, _not_placed(entry)


def _change(change: Change) -> dict[str, object]:
    spans = {"before": _span(change.before), "after": _span(change.after)}
    return {
        **_pair(change.pair, change.period),
        **{key: span for key, span in spans.items() if span is not None},
        "why": change.why,
    }


def _not_placed(entry: NotPlaced) -> dict[str, object]:
    helps = {} if entry.relaxation is None else {"would_help": entry.relaxation}
    return {**_pair(entry.pair, entry.period), "why": entry.why, **helps}


def _pair(pair: PairKey, period: str) -> dict[str, object]:
    return {"member": pair.member, "kind": pair.kind, "period": period}


def _span(span: Interval | None) -> str | None:
    return None if span is None else f"{span.start.isoformat()}/{span.end.isoformat()}"
