"""Which pages of the folder `onwiki/` are put on a wiki: those that nobody changed since they were put there.

Each page that is put on a wiki ends with a comment that says what it was like. So three texts are known: the
one that was put there, the one that stands there now, and the one of the folder. A page that people changed,
or that is theirs, is left alone and named.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from outreach.pages import Page

FOLDER = Path(__file__).resolve().parents[2] / 'onwiki'
# `<noinclude>` keeps it out of what a template shows, and of what a form is filled with
MARK = re.compile(r'<noinclude><!-- outreach page ([0-9a-f]{16}) --></noinclude>\s*\Z')


class Fate(Enum):
    """What becomes of a page; the value says it on the terminal."""

    NEW = 'is new'
    NEWER = 'is brought up to date'
    SAME = 'is as it should be'
    THEIRS = 'was not put there by this script, and is left alone'
    CHANGED = 'was changed by people; the folder has nothing new for it'
    BOTH = 'was changed by people, and in the folder too: take over by hand what is new'


@dataclass(frozen=True)
class Installation:
    """One page: as it stands, the text of the folder, and what becomes of it."""

    page: Page
    text: str
    fate: Fate

    @property
    def writes(self) -> bool:
        """Return whether the page is saved."""
        return self.fate in (Fate.NEW, Fate.NEWER)


def marked(text: str) -> str:
    """Return the text of a page with the comment that says what it was like."""
    return f'{text.rstrip()}<noinclude><!-- outreach page {_digest(text)} --></noinclude>'


def _digest(text: str) -> str:
    return hashlib.sha256(text.rstrip().encode()).hexdigest()[:16]


def decide(page: Page, text: str) -> Installation:
    """Return what becomes of a page, `text` being that of the folder."""
    mark = MARK.search(page.text)
    body = page.text[: mark.start()] if mark else page.text
    if not page.revid:
        fate = Fate.NEW
    elif _digest(body) == _digest(text):
        fate = Fate.SAME
    elif mark is None:
        fate = Fate.THEIRS
    elif _digest(body) == mark[1]:
        fate = Fate.NEWER
    else:
        fate = Fate.CHANGED if _digest(text) == mark[1] else Fate.BOTH
    return Installation(page, marked(text), fate)


def texts(folder: Path) -> Mapping[str, str]:
    """Return the texts of the folder by page: `Template/X/doc.wikitext` is `Template:X/doc`.

    Raises OSError where a file cannot be read.
    """
    return dict(_texts(folder))


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob('*.wikitext')):
        namespace, _, title = path.relative_to(folder).with_suffix('').as_posix().partition('/')
        yield f'{namespace}:{title}', path.read_text(encoding='utf-8')
