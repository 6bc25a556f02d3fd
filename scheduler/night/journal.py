"""What a night notes of itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from scheduler.company import Company
from scheduler.night.reading import Reading
from scheduler.night.terms import NightTerms
from scheduler.run import Setup


@dataclass
class Journal:
    run: str

    @staticmethod
    def of(setup: Setup, terms: NightTerms, run: str) -> "Journal":
        return Journal(run)

    def unchanged(self, company: Company, reading: Reading) -> frozenset[str]:
        return frozenset()

    @contextmanager
    def noting(self) -> Iterator[None]:
        yield
