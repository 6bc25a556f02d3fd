"""The characters that the page is drawn with: box characters, and ASCII for a stream that carries no others."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass

from scheduler.plan import Fill


@dataclass(frozen=True)
class Glyphs:
    """All are one column wide, but for `ellipsis` in ASCII."""

    bars: Mapping[Fill, str]
    """Drawn at the left of a stretch, over its whole length."""
    marks: Mapping[str, str]
    """By `Stretch.mark`, and `cancel`, `skip`, `unplaced`, `left-alone`."""
    rule: str
    dash: str
    dot: str
    arrow: str
    ellipsis: str


BOX = Glyphs(
    bars={Fill.ONE_ON_ONE: "┃", Fill.PREP: "╷", Fill.BUSY: "▒", Fill.LUNCH: "┊", Fill.FREE: " "},
    marks={
        "create": "+",
        "move": "→",
        "keep": "·",
        "pinned": "◆",
        "frozen": "■",
        "booked": "○",
        "cancel": "×",
        "unplaced": "!",
        "left-alone": "?",
        "skip": "–",
    },
    rule="─",
    dash="–",
    dot="·",
    arrow="→",
    ellipsis="…",
)

ASCII = Glyphs(
    bars={Fill.ONE_ON_ONE: "|", Fill.PREP: "'", Fill.BUSY: ":", Fill.LUNCH: "~", Fill.FREE: " "},
    marks={
        "create": "+",
        "move": ">",
        "keep": ".",
        "pinned": "*",
        "frozen": "#",
        "booked": "o",
        "cancel": "x",
        "unplaced": "!",
        "left-alone": "?",
        "skip": "-",
    },
    rule="-",
    dash="-",
    dot="-",
    arrow="->",
    ellipsis="...",
)


def glyphs_for(encoding: str) -> Glyphs:
    """The richest set that the encoding can carry; an unknown encoding carries ASCII."""
    characters = "".join(
        character for part in astuple(BOX) for character in (part.values() if isinstance(part, dict) else part)
    )
    try:
        characters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BOX
