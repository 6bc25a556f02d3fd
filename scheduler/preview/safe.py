"""Text that others wrote, made fit for a terminal."""

import unicodedata

JOINERS = "\u200c\u200d"
"""Zero-width, but part of how Persian or Indic names and emoji are written."""


def clean(text: str, encoding: str) -> str:
    """One line that can do nothing to a terminal: no control characters, escapes or changes of direction.

    Line breaks and tabs become spaces, other control and private characters `�`, invisible formatting goes; what the
    encoding cannot carry becomes its plain letter (`é` an `e`) or `?`.
    """
    return "".join(_carried(_harmless(character), encoding) for character in text)


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\t\n\v\f\r\x85" or category in ("Zl", "Zp"):
        return " "
    if category in ("Cc", "Cs", "Co"):
        return "\ufffd"
    if category == "Cf" and character not in JOINERS:
        return ""
    return character


def _carried(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
        return plain or "?"
    except LookupError:
        return _carried(character, "ascii")
    return character
