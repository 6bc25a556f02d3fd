"""How what is to be read of one calendar is asked for, apart from who asks it."""

from collections.abc import Generator
from typing import TypeVar

from providers.google.ask import Ask, AskBusy
from providers.google.reply import Body, Refused

Told = TypeVar("Told")
Talk = Generator[list[Ask | AskBusy], list[Body | Refused], Told]
"""Yields what to ask next, all of it at once, is sent the answers in that order, and ends with what they tell."""
