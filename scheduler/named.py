"""Who is meant by what a user typed."""

import re
from collections.abc import Mapping


def named(wanted: str, names: Mapping[str, str]) -> list[str]:
    """Emails of those who are meant by an email, a name, or a beginning of one or of a word of the name.

    Whoever is meant exactly comes before everybody who is meant by a beginning.

    Args:
        names: by email.
    """
    wanted = wanted.strip()
    exact = [email for email, name in names.items() if wanted.casefold() in (email.casefold(), name.casefold())]
    part = re.compile(rf"\b{re.escape(wanted)}", re.IGNORECASE)
    return exact or [email for email, name in names.items() if wanted and (part.search(name) or part.match(email))]
