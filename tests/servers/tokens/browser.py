"""A person's browser: opens a page of consent, agrees, and goes where the page sends it.

`python browser.py URL` does the same in a process of its own.
"""

import re
import sys
from html import unescape
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

_FORM = re.compile(r'<form method="post" action="([^"]+)">')
_FIELD = re.compile(r'<input name="([^"]+)" value="([^"]*)">')


def agree(url: str) -> str:
    """What the last page says."""
    try:
        with urlopen(url, timeout=600) as answer:  # follows redirections
            page = str(answer.read().decode())
        if form := _FORM.search(page):
            fields = {name: unescape(value) for name, value in _FIELD.findall(page)}
            with urlopen(unescape(form[1]), data=urlencode(fields).encode(), timeout=600) as answer:
                page = answer.read().decode()
    except HTTPError as error:
        with error:
            return error.read().decode()
    return page


def agree_meanwhile(text: str) -> None:
    """Agree in a thread, as whoever shows the page waits for the answer. The address is the last word of a text."""
    Thread(target=agree, args=[text.split()[-1]], daemon=True).start()


if __name__ == "__main__":
    agree(sys.argv[1])
