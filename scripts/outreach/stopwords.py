"""What is written on a stop page: why somebody stops, and the line by which somebody lets it go on.

That line is added where emptying the page would change nothing, because somebody who may not lift the stop
has emptied it already: MediaWiki makes no revision of a save that leaves a page as it was
(https://www.mediawiki.org/wiki/Help:Null_edit). Both count by who saved them, see `stops`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from outreach.linktargets import links
from outreach.names import same_account
from outreach.timestamps import time_stamps
from outreach.visibletext import EMPTY_BRACKETS, TAG, cut, readable, section_name

# `onwiki/Template/Outreach campaign/resume.wikitext` begins with it
GO_ON = 'Go on.'
MOST_SAID = 200
# what stands before a signature, and marks of lists
BETWEEN = ' -–—*#:;'
APART = re.compile('[:/|]')
WORD = re.compile(r'\w')


def lines(text: str) -> list[str]:
    """Return the lines of a page that say anything."""
    return list(filter(None, map(str.strip, text.split('\n'))))


def stops_alone(text: str) -> str:
    """Return how a text begins that stops whoever saved it; '' where a line of it may let it go on."""
    return '' if any(line.startswith(GO_ON) for line in lines(text)) else text.strip()[:MOST_SAID]


def goes_on(line: str, user: str) -> bool:
    """Return whether an account that saved a line lets it go on by that.

    Behind the words nothing stands but its signature, in any language: what comes before the first link to
    the account. Whoever adds words of their own says something else.
    """
    if not line.startswith(GO_ON):
        return False
    rest = line.removeprefix(GO_ON)
    spans = []
    for one in links(rest):
        if any(same_account(part) == same_account(user) for part in parts(one.target)):
            rest = rest[: one.start]
            break
        spans.append((one.start, one.end))
    return not WORD.search(TAG.sub('', cut(rest, spans)))


def said(text: str, by: str) -> str:
    """Return the words of a stop: without signatures, what is not shown, and the markup around them.

    `by` are the names of those who stopped, separated by commas.
    """
    names = by.split(', ')
    found = (section_name(_unsigned(line, names)) for line in readable(text).split('\n'))
    words = ' · '.join(filter(None, (EMPTY_BRACKETS.sub('', line).strip(BETWEEN) for line in found)))
    return words if len(words) <= MOST_SAID else f'{words[:MOST_SAID]}…'


def _unsigned(line: str, names: Collection[str]) -> str:
    """Return a line without time stamps and the links to who stopped: others are what it speaks of."""
    own = [one for one in links(line) if not parts(one.target).isdisjoint(names)]
    spans = sorted((one.start, one.end) for some in (own, time_stamps(line)) for one in some)
    return cut(line, spans)


def parts(title: str) -> set[str]:
    """Return the names in a title, such as those of a user and of a special page."""
    return {part.strip() for part in APART.split(title.replace('_', ' '))}
