"""Which pages of the folder `onwiki/` are put on a wiki: those that nobody changed since they were put there.

Each page that is put on a wiki ends with a comment that says what it was like. So three texts are known: the
one that was put there, the one that stands there now, and the one of the folder. A page that people changed,
or that is theirs, is left alone and named. Where the comment is gone, the history tells whether it was there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice
from pathlib import Path

from outreach.pages import Page
from outreach.trust import Trust

FOLDER = Path(__file__).resolve().parents[2] / 'onwiki'
# `<noinclude>` keeps it out of what a template shows, and of what a form is filled with
MARK = re.compile(r'<noinclude><!-- outreach page ([0-9a-f]{16}) --></noinclude>\s*\Z')
MOST_SAVES = 20  # of a trusted account, in which the comment is looked for


class Fate(Enum):
    """What becomes of a page; the value says it on the terminal. `user` is who saved it last."""

    NEW = 'is new'
    NEWER = 'is brought up to date'
    SAME = 'is as it should be'
    KEPT = 'is kept as it is (-keep)'
    THEIRS = (
        "is the wiki's own, and is left alone: compare it with the folder by hand, for a campaign needs what "
        'stands there; -keep:… once it works'
    )
    REPLACED = (
        'was changed by people since it was put there (last by {user}), and is left alone: compare it with '
        'the folder, and undo it or give -keep:…'
    )
    CHANGED = 'was changed by people (last by {user}); the folder has nothing new for it'
    BOTH = (
        'was changed by people (last by {user}), and in the folder too: take over by hand what is new, '
        'or give -keep:…'
    )


BY_PEOPLE = frozenset({Fate.REPLACED, Fate.CHANGED, Fate.BOTH})


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

    @property
    def to_look_at(self) -> bool:
        """Return whether somebody has to compare the page with the folder."""
        return self.fate in (Fate.THEIRS, Fate.REPLACED, Fate.BOTH)

    def in_words(self) -> str:
        """Return what becomes of the page, for the terminal."""
        return f'{self.page.title}: {self.fate.value.format(user=self.page.user or "somebody hidden")}'


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


def plan(trust: Trust, texts: Mapping[str, str], keep: Collection[str]) -> list[Installation]:
    """Return what becomes of the pages; those of `keep` are left as they are.

    One request tells who edited those that have no comment of ours, and one for each of these that a trusted
    account edited tells whether it was there.
    """
    pages = trust.wiki.read_many(texts)
    found = [decide(pages[title], text) for title, text in texts.items()]
    kept = {pages[title].title for title in texts if {title, pages[title].title} & {*keep}}
    theirs = [one.page.title for one in found if one.fate is Fate.THEIRS and one.page.title not in kept]
    editors = trust.wiki.before_edit(theirs) if theirs else {}
    ours = {
        title
        for title, outlook in editors.items()
        if outlook.editors & trust.accounts and any(map(MARK.search, islice(trust.saved(title), MOST_SAVES)))
    }
    return [
        replace(one, fate=Fate.KEPT)
        if one.page.title in kept and one.page.revid
        else replace(one, fate=Fate.REPLACED)
        if one.page.title in ours
        else one
        for one in found
    ]


def texts(folder: Path) -> Mapping[str, str]:
    """Return the texts of the folder by page: `Template/X/doc.wikitext` is `Template:X/doc`.

    Raises OSError where a file cannot be read.
    """
    return dict(_texts(folder))


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob('*.wikitext')):
        namespace, _, title = path.relative_to(folder).with_suffix('').as_posix().partition('/')
        yield f'{namespace}:{title}', path.read_text(encoding='utf-8')
