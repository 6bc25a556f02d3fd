"""Elements of a TOML array added and removed; every other character stays."""

import re
from collections.abc import Collection, Mapping, Sequence

from scheduler.config.problems import Key
from scheduler.roster.splices import Splices

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|$)")
_SPACE = re.compile(r"[ \t]*")


def edit_array(
    splices: Splices,
    values: Mapping[tuple[Key, ...], tuple[int, int]],
    array: tuple[Key, ...],
    dropped: Collection[int],
    added: Sequence[str],
) -> None:
    """Note what changes in the text of an array.

    Args:
        values: where every value of the document begins and ends.
        dropped: indices of elements that go.
        added: elements that come to its end, as written.
    """
    start = values[array][0]
    elements: list[tuple[int, int]] = []
    while (*array, len(elements)) in values:
        elements.append(values[(*array, len(elements))])
    commas = [_comma(splices.text, end) for _, end in elements]
    for index in dropped:
        _drop(splices, elements[index], commas[index])
    kept = [index for index in range(len(elements)) if index not in dropped]
    if added and kept:
        _add(splices, elements, commas, kept[-1], added)
    elif added:
        splices.put(start + 1, ", ".join(added))
    elif kept and kept[-1] != len(elements) - 1:
        _last_comma(splices, elements[kept[-1]], commas[kept[-1]], values[array][1], commas[-1] is not None)


def _comma(text: str, end: int) -> int | None:
    """Where the comma behind an element stands."""
    match = _BLANK.match(text, end)
    at = match.end() if match else end
    return at if text.startswith(",", at) else None


def _drop(splices: Splices, element: tuple[int, int], comma: int | None) -> None:
    """Cut an element with its comma, and its line where nothing else stands there."""
    text, (start, end) = splices.text, element
    line = splices.line_start(start)
    after = end if comma is None or "\n" in text[end:comma] or "#" in text[end:comma] else comma + 1
    if not text[line:start].strip() and _REST_OF_LINE.match(text, after) and after < len(text):
        splices.cut(line, splices.line_end(after))
    else:
        space = _SPACE.match(text, after)
        begins = start - (len(text[line:start]) - len(text[line:start].rstrip(" \t"))) if comma is None else start
        splices.cut(begins, space.end() if space and comma is not None else after)
    if comma is not None and comma >= after:
        splices.cut(comma, comma + 1)


def _last_comma(splices: Splices, last: tuple[int, int], comma: int | None, end: int, wanted: bool) -> None:
    """Cut the comma behind what is the last element now, if the array is on one line and had none at its end."""
    if comma is not None and not wanted and "\n" not in splices.text[last[1] : end]:
        space = _SPACE.match(splices.text, comma + 1)
        splices.cut(last[1], space.end() if space else comma + 1)


def _add(
    splices: Splices,
    elements: Sequence[tuple[int, int]],
    commas: Sequence[int | None],
    last: int,
    added: Sequence[str],
) -> None:
    """Put elements behind the last one that stays: each on a line of its own if that one is."""
    text, (start, end), comma = splices.text, elements[last], commas[last]
    line, behind = splices.line_start(start), end if comma is None else comma + 1
    own_line = not text[line:start].strip() and _REST_OF_LINE.match(text, behind)
    ends_in_comma = commas[-1] is not None
    if comma is None:
        splices.put(end, ",")
    if own_line:
        indent = text[line:start]
        closing = "," if ends_in_comma else ""
        lines = f",{splices.newline}".join(f"{indent}{element}" for element in added)
        splices.put(splices.line_end(behind), f"{lines}{closing}{splices.newline}")
    else:
        closing = "," if ends_in_comma and last == len(elements) - 1 else ""
        splices.put(behind, " " + ", ".join(added) + closing)
