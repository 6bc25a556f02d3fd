"""Why an occurrence has no place, and what would give it one, as a plan says it."""

from scheduler.planning.formulate import Formulation
from scheduler.planning.why.acts import Acts
from scheduler.planning.why.words import Words
from solver.explanation import Explanation


def in_words(formulation: Formulation, occurrence: int, explanation: Explanation) -> tuple[str, str | None]:
    """(why it has no place, the cheapest relaxation that would place it or None), each a sentence."""
    words = Words(formulation, occurrence)
    stays = formulation.wanted[occurrence].standing
    why = words.obstacles(explanation.obstacles)
    if stays is not None:
        why += f"; left at {words.time(formulation.axis.floor(stays.span.start))}, for people to decide"
    if explanation.start is None:
        return why, None
    if not explanation.relaxations:
        return why, f"plan fewer weeks at once (--weeks): {words.time(explanation.start)} seems to be free"
    relief = " and ".join(Acts(words).condition(each) for each in explanation.relaxations)
    return why, f"{relief}: {words.time(explanation.start)} would be free"
