"""What a person should mend, in the plan's order."""

from rich.text import Text

from scheduler.preview.paint import painted, wrapped
from scheduler.preview.view import View


def warnings(view: View) -> list[Text]:
    """One paragraph per warning; empty where there is none."""
    if not view.plan.warnings:
        return []
    lines = [painted((" Warnings", "heading"))]
    for warning in view.plan.warnings:
        mark = painted(("  ! ", "open"))
        lines += wrapped(painted((view.text(warning), "")), view.width, first=mark, indent=4)
    return lines
