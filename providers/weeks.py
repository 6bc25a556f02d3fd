"""ISO weeks: the name of a period, and arithmetic that is right over the turn of a year."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_PATTERN = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    """A week from Monday to Sunday after ISO 8601; `str()` of it is its name, such as `2026-W48`.

    Raises:
        ValueError: the year has no such week.
    """

    year: int
    """The ISO year: the one in which the week's Thursday lies."""
    week: int
    """1 to 52 or 53."""

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.week, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The week that `text` names.

        Raises:
            ValueError: it does not look like `2026-W48`, or the year has no such week.
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not an ISO week such as 2026-W48")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The week in which a day lies."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @classmethod
    def numbered(cls, number: int) -> Self:
        """The week with this `number`."""
        return cls.of(date.fromordinal(7 * number + 1))

    @property
    def number(self) -> int:
        """Whole weeks since 0001-W01; successive weeks have successive numbers."""
        return (self.monday().toordinal() - 1) // 7

    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.week, 1)

    def thursday(self) -> date:
        """Its middle day, which decides to which year and month it belongs."""
        return self.monday() + timedelta(days=3)

    def plus(self, weeks: int) -> "IsoWeek":
        """The week so many weeks later, or earlier if negative."""
        return IsoWeek.numbered(self.number + weeks)
