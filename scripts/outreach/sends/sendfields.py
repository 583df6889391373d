"""What the fields of a send page and of its results may hold; each is matched whole, or refused."""

from __future__ import annotations

import re

from outreach import wikitext
from outreach.lists.entries import HOST, Target
from outreach.names import BIDI_MARKS, BLANK, ENGLISH, normalize_user

# the button that unfolds is a float: it stays in the box, or it would stand beside what comes next
BUTTON_INSIDE = 'style="display: flow-root;"'
# a lead that ends with it folds the fields away
FOLD = f'<div class="mw-collapsible mw-collapsed" {BUTTON_INSIDE}>'
# the lists of targets below them too
FOLD_ALL = f'<div class="mw-collapsible mw-collapsed outreach-kept" {BUTTON_INSIDE}>'
JOINERS = '\u200c\u200d\u200e\u200f'
LINK = re.compile(r'\[\[:([^][{}<>|\n]+)\]\]')
CLAIM = re.compile('(.+) [0-9a-f]{8}')


def title(text: str) -> str:
    """Return a text that can be the title of a page on some wiki; raise ValueError for any other.

    It is held to what the entries of a list are held to (`lists.entries.read`): who is planned can be read.
    """
    ENGLISH.split(text)
    if text != text.strip(BLANK) or BIDI_MARKS.search(text):
        raise ValueError(f'{text!r} is no page title: it holds blanks around it or marks that nobody sees')
    return text


def target(host: str, page: str) -> Target:
    """Return a page on a wiki; raise ValueError where the one is no title or the other no host."""
    if not HOST.fullmatch(host):
        raise ValueError(f'{host!r} is no host of a wiki')
    return Target(host, title(page))


def linked(value: str) -> str:
    """Return the title to which a field links, '' for an empty one; raise ValueError for anything else."""
    link = LINK.fullmatch(value)
    if value and not link:
        raise ValueError(f'{value!r} is no link to a page')
    return title(link[1]) if link else ''


def check_claim(claim: str) -> None:
    """Raise ValueError where a claim is not an account with the mark of a run."""
    found = CLAIM.fullmatch(claim)
    if not found:
        raise ValueError(f'the claim {claim!r} is no account with the mark of a run')
    normalize_user(found[1])


def escape_line(text: str) -> str:
    """Return wikitext that shows the line as it is, joiners and direction marks included."""
    parts = re.split(f'([{JOINERS}])', text)
    return ''.join(f'&#{ord(part)};' if part in JOINERS else _escape_part(part) for part in parts if part)


def _escape_part(text: str) -> str:
    """Escape a part of a line; the blanks around it are kept, which `escape` strips."""
    stripped = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :] if stripped else ''
    return lead + wikitext.escape(stripped) + trail
