"""How a message greets its reader by name, and how that goes wrong.

`{{{reader|(your name)}}}` on the page of a message is the reader's name where it arrives: their talk page is
`User talk:Name`, and MassMessage saves it there as an edit, which fills in `{{subst:ROOTPAGENAME}}`
(https://www.mediawiki.org/wiki/Help:Substitution). On the page itself the wiki shows the words behind the
bar, saving leaves it alone, and so does a form that is filled with the page (core's Parser::getPreloadText).
`{{subst:…}}` itself is filled in whenever it is saved, so on the page it has to stand in `<includeonly>`,
which such a form removes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.visibletext import readable, section_name

FIELD = '{{{reader|(your name)}}}'
BY_NAME = '{{subst:ROOTPAGENAME}}'
READER = re.compile(r'(?<!\{)\{\{\{\s*+reader\s*+(?:\|[^{}]*+)?\}\}\}', re.IGNORECASE)
OTHER_FIELD = re.compile(r'(?<!\{)\{\{\{([^{}|\n]*+)(?=[|}])')
# the name of the reader in the text, not in an address or a link, which leads to the reader
NAME = re.compile(r'(?<![:/|=])\{\{\s*+(?:subst:)?\s*+(?:ROOT|BASE)?PAGENAME\s*+\}\}', re.IGNORECASE)
ENDS_A_GREETING = tuple(',،,、!!.。:;…-–—')
TAGS = re.compile(r'<(?:includeonly|onlyinclude)\b', re.IGNORECASE)


def by_name(text: str) -> str:
    """Return the text of a page with what becomes the name of the reader where it arrives."""
    return READER.sub(BY_NAME, text)


def greets(body: str) -> bool:
    """Return whether a text calls its reader by name."""
    return bool(NAME.search(readable(body)))


def faults(body: str, title: str) -> Iterator[tuple[bool, str]]:
    """Return what is wrong with how the text of a page names its readers, and whether that is sure."""
    for name in dict.fromkeys(one.strip() for one in OTHER_FIELD.findall(readable(body))):
        yield True, f'there is no field "{name}": {FIELD} is the name of the reader, in any language'
    page = called_as_page(body, title)
    if page:
        yield False, f'greets its readers as "{page}", as its page is called: {FIELD} is their own name'


def lost(body: str, title: str, source: str, source_title: str) -> str:
    """Return that a translation does not call its readers by name as its source does, '' where it does."""
    if not greets(source) or greets(body):
        return ''
    page = called_as_page(body, title)
    called = f'calls its readers "{page}", as its page is called,' if page else 'calls its readers by no name'
    return f'{called} where {source_title} calls them by theirs: write {FIELD} there'


def called_as_page(body: str, title: str) -> str:
    """Return the name that a text calls its readers if it is that of the page it stands on; '' if not.

    It is where a plain `{{subst:ROOTPAGENAME}}` was saved: one word and that name begin the text.
    """
    root = title.partition('/')[0]
    for name in (root, root.partition(':')[2].strip()):
        before, found, after = _first_line(body).partition(name) if name else ('', '', '')
        ends = not after.strip() or after.lstrip().startswith(ENDS_A_GREETING)
        if found and ends and len(before.split()) == 1:
            return name
    return ''


def _first_line(body: str) -> str:
    """Return the first line in which something is said."""
    lines = (section_name(line) for line in readable(body).split('\n'))
    return next((line for line in lines if re.search(r'\w', line)), '')


def tagged(page: str) -> bool:
    """Return whether a form that is filled with this page loses tags that what is sent depends on."""
    return bool(TAGS.search(page))
