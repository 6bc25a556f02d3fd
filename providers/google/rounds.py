"""Reads many calendars at once: what all of them have to ask next goes out together."""

from collections.abc import Mapping

from providers.google.ask import Ask, AskBusy
from providers.google.client import Client
from providers.google.reply import Body, Refused
from providers.google.talk import Talk, Told


def converse(client: Client, talks: Mapping[str, Talk[Told]]) -> dict[str, Told]:
    """What each talk ends with. Each round is as few calls as the service allows."""
    told: dict[str, Told] = {}
    asked: dict[str, list[Ask | AskBusy]] = {}

    def go_on(name: str, answers: list[Body | Refused] | None) -> None:
        try:
            asked[name] = next(talks[name]) if answers is None else talks[name].send(answers)
        except StopIteration as end:
            told[name] = end.value

    for name in talks:
        go_on(name, None)
    while asked:
        now, asked = asked, {}
        answers = iter(client.ask([ask for asks in now.values() for ask in asks]))
        for name, asks in now.items():
            go_on(name, [next(answers) for _ in asks])
    return {name: told[name] for name in talks}
