"""What every table of the configuration is, and what the section of a provider can do besides."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from providers.section.text import one_of
from providers.settings import Settings

Look = Callable[[bytes], str | None]
"""What is wrong with a file's content, in words that follow its name; None: nothing."""


class TableModel(BaseModel):
    """A table of the configuration: its keys, what they hold, and their defaults.

    A key that cannot be a name in Python, such as `break`, is the alias of a field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    stand_ins: ClassVar[Mapping[str, str]] = {}
    """By key, for required values that cannot be read, so that all others can still be checked."""
    missing: ClassVar[Mapping[str, str]] = {}
    """By key, what to do where a required one is missing."""
    instead_of_secrets: ClassVar[str | None] = None
    """What to do instead of writing a secret itself here; None: nobody would."""


class Reading(Protocol):
    """How a section was read, and where what does not fit in it is noted. Keys go by their names in Python."""

    def gives(self, key: str) -> bool:
        """Whether the file has this key."""
        ...

    def path(self, key: str) -> Path | None:
        """The path that a key names, relative to the configuration; None where it names none."""
        ...

    def secret_file(self, key: str, look: Look, *, private: bool = True) -> Path | None:
        """The same, of a file that holds a secret; what is wrong with the file is noted.

        Args:
            private: whether nobody but its owner may be able to read it.
        """
        ...

    def wrong(self, what: str, key: str | None = None, *, because: Iterable[str] = ()) -> None:
        """Note a value that does not fit; not so where it, or one `because` of which it does not, is unreadable.

        Args:
            key: None: it is about the section itself.
        """
        ...


class ProviderTable(TableModel):
    """The section of a provider."""

    @property
    def from_accounts(self) -> bool:
        """Whether zone and hours of people come from their accounts, where the configuration gives none."""
        return False

    @abstractmethod
    def settings(self, reading: Reading) -> Settings:
        """What the section says; what contradicts itself in it is noted."""

    def check_used(self, reading: Reading) -> None:
        """Note what is missing once the provider hosts somebody's calendar."""


class ZoneAndHours(StrEnum):
    """Who says when people work whose calendars a service hosts, where the configuration does not say it of them."""

    COMPANY = "company"
    ACCOUNT = "account"


class ServiceTable(ProviderTable):
    """The section of a service, where people have accounts."""

    zone_and_hours: Annotated[ZoneAndHours, one_of(ZoneAndHours, "source of zone and hours")] = ZoneAndHours.COMPANY

    @property
    def from_accounts(self) -> bool:
        """See `ProviderTable.from_accounts`."""
        return self.zone_and_hours is ZoneAndHours.ACCOUNT


def value_of(table: type[TableModel], key: str, value: object) -> object:
    """What a value means for one key (by its name in Python), judged without the others.

    Raises:
        ValueError: in words for a user.
    """
    field = table.model_fields[key]
    kind: Any = field.annotation
    for each in field.metadata:
        kind = Annotated[kind, each]
    try:
        return TypeAdapter[object](kind).validate_python(value)
    except ValidationError as error:
        raise ValueError(str(error.errors()[0]["ctx"]["error"])) from None
