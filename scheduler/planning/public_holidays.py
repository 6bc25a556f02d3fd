"""Which days are public holidays, by country."""

from collections.abc import Iterable
from datetime import date

import holidays


def public_holidays(country: str, days: Iterable[date]) -> list[date]:
    """Those of the days that are public holidays.

    Args:
        country: ISO 3166-1 alpha-2, optionally with a subdivision: `ES`, `US-NY`.

    Raises:
        NotImplementedError: nobody knows the holidays of this country or subdivision.
    """
    name, _, subdivision = country.partition("-")
    asked = sorted(days)
    known = holidays.country_holidays(name, subdiv=subdivision or None, years=sorted({day.year for day in asked}))
    return [day for day in asked if day in known]
