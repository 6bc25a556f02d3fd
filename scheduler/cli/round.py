"""`schedule round`: a day of short 1-on-1s between many people."""

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.options import PATH, Moment, format_option
from scheduler.cli.show import Paper, print_text

if TYPE_CHECKING:
    from scheduler.timetable import Timetable

_LENGTH = re.compile(r"([0-9]{1,4})\s*(m|min)?", re.ASCII)


class Minutes(click.ParamType[int]):
    """A length such as 20m."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = _LENGTH.fullmatch(str(value).strip())
        if match is None or not 1 <= int(match[1]) <= 480:
            self.fail(f"{value!r} is not a length such as 20m, of at most 8 hours", param, ctx)
        return int(match[1])


class Clock(click.ParamType[int]):
    """A time of day such as 09:00, as minutes after midnight."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from scheduler.round.request import minute

        try:
            return minute(str(value).strip())
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(name="round")
@click.option("--pairs", type=PATH, required=True, metavar="CSV", help="Who is to meet whom.")
@click.option("--day", type=Moment(), required=True, metavar="DATE", help="The day, such as 2026-12-03.")
@click.option(
    "--slot", type=Minutes(), required=True, metavar="LENGTH", help="How long each meeting takes, such as 20m."
)
@click.option("--rooms", type=click.IntRange(1, 10_000), required=True, metavar="N", help="So many meetings at a time.")
@click.option("--from", "begin", type=Clock(), default="09:00", show_default=True, metavar="TIME", help="First slot.")
@click.option("--to", "end", type=Clock(), default="17:00", show_default=True, metavar="TIME", help="End of the last.")
@click.option("--unavailable", type=PATH, metavar="CSV", help="Who cannot when.")
@click.option(
    "--fair",
    type=click.IntRange(0, 1000),
    default=2,
    show_default=True,
    metavar="N",
    help="No two people's numbers of gaps are further apart.",
)
@format_option
def round(  # noqa: A001  # the command's name
    pairs: Path,
    day: datetime,
    slot: int,
    rooms: int,
    begin: int,
    end: int,
    unavailable: Path | None,
    fair: int,
    form: str,
) -> None:
    """A day of short 1-on-1s between many people, with as few gaps between anybody's meetings as possible.

    \b
    schedule round --pairs pairs.csv --day 2026-12-03 --slot 20m --rooms 20

    It reads no calendar and writes nothing. The table of pairs has the columns person and with; besides, where wanted:
    at (a fixed time), name (of a pair), after (names of pairs that come before it, with ; between them). The table of
    --unavailable has the columns person, from and to; * as person is a pause for everybody, which makes no gap.
    """
    from scheduler.round.make import make_timetable
    from scheduler.round.request import Terms, read_request

    request = read_request(Terms(day.date(), slot, rooms, begin, end, fair), pairs, unavailable)
    timetable = make_timetable(request)
    print_text(lambda paper: _printed(timetable, form, paper))


def _printed(timetable: "Timetable", form: str, paper: Paper) -> str:
    if form == "json":
        from scheduler.document.round import round_json

        return round_json(timetable)
    from scheduler.preview.round import show_round

    return show_round(timetable, width=paper.width, colour=paper.colour, encoding=paper.encoding)
