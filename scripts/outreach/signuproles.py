"""The roles that people give themselves behind a signature, such as `# ~~~~ – translator, mentor`."""

from __future__ import annotations

import re

from outreach.accountlinks import TEMPLATE
from outreach.linktargets import links
from outreach.visibletext import MARKUP

MOST_WORDS = 5
# a dash that sets roles off from a bare name
SET_OFF = re.compile(r'\s(?:–|—|--?)\s')


def roles_in(after: str) -> tuple[str, ...]:
    """Return the role tags in the text behind a signature: short words set off from it and by commas."""
    done, parts = 0, []
    for link in links(after):
        parts += [after[done : link.start], link.label or link.target]
        done = link.end
    plain = MARKUP.sub(' ', TEMPLATE.sub(' ', ''.join([*parts, after[done:]])))
    apart = plain.lstrip()[:1] in tuple('–—-:,;(|•·./')
    plain = plain.strip(' \t–—-:,;()|•·./')
    if not plain or not apart or len(plain.split()) > MOST_WORDS * 2:
        return ()
    tags = (' '.join(tag.split()).lower() for tag in re.split(r'[,;/]|\band\b', plain))
    return tuple(tag for tag in tags if tag and len(tag.split()) <= MOST_WORDS)
