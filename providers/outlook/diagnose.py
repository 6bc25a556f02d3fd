"""What refusals of many mailboxes together say about how an application was let in."""

from collections.abc import Mapping, Sequence

from providers.outlook.sign_in.scopes import OWN_EVENTS

_DENIED = "ErrorAccessDenied"
_SEE = "`schedule init --provider outlook --sign-in application` writes down how"


def diagnose(granted: Sequence[str], unread: Mapping[str, str], people: int) -> list[str]:
    """Sentences about the application itself; empty where there is nothing to say.

    Args:
        granted: what its token says it was granted in the whole directory; what Exchange grants is not in it.
        unread: why calendars could not be read, by email.
        people: of how many people calendars were asked for.
    """
    said = []
    denied = [email for email, why in unread.items() if _DENIED in why]
    if OWN_EVENTS in granted:
        said.append(f"the application may use every mailbox of the directory; to limit it to a group, {_SEE}")
    elif "Calendars.Read" in granted:
        said.append(f"the application may only read; to write 1-on-1s it needs {OWN_EVENTS}: {_SEE}")
    if denied and len(denied) == people and OWN_EVENTS not in granted:
        said.append(
            f"consent is missing: {OWN_EVENTS} was granted neither in the directory nor as a role in Exchange Online "
            f"(RBAC for Applications), or the role is newer than two hours; {_SEE}"
        )
    elif denied and len(denied) < people:
        mailboxes, who = "1 mailbox lies", "its owner a direct member"
        if len(denied) > 1:
            mailboxes, who = f"{len(denied)} mailboxes lie", "their owners direct members"
        said.append(
            f"{mailboxes} outside the RBAC scope of the application's role in Exchange Online: make {who} of its "
            f"group; {_SEE}"
        )
    return said
