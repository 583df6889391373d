"""What people link to: the address that is shown, and what an event is known by because of it."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from outreach import wikitext
from outreach.events.event import key, link_key, page_key
from outreach.events.meetings import leads_into_meeting, without_meetings
from outreach.htmltext import without_tags
from outreach.linktargets import LinkTargets, addresses, links
from outreach.visibletext import QUOTES
from outreach.weblinks import in_wikitext, web_link
from outreach.wikitable import Markup
from outreach.wikitext import BIDI_AND_CONTROL

MOST_NAME = 200
ADDRESS = re.compile(r'https?://\S+')
BLANK = re.compile(r'\s')
# where people sign up for an event, in English as the extension itself links to it
NUMBER = re.compile(r'/Special:(?:RegisterForEvent|EventDetails)/([1-9]\d{0,8})(?![^?#])')
AS_IN_TITLES = "!$()*,/:;@~'"


@dataclass(frozen=True)
class Linked:
    """Where something leads: the web address, and what an event is known by that has it.

    A link into a meeting leads nowhere: it has no address and no keys.
    """

    address: str
    keys: frozenset[str]

    @property
    def links(self) -> tuple[str, ...]:
        """Return the address as the links of an event; none for that of a meeting."""
        return (self.address,) if self.address else ()


@dataclass(frozen=True)
class Linker:
    """Finds where links lead. `base` is how addresses of pages of this wiki begin (`https://host/wiki/`)."""

    base: str
    targets: LinkTargets

    def page(self, title: str, host: str = '') -> Linked | None:
        """Return where a link to a title leads; None out of the farm."""
        leads = self.targets.follow(title, host)
        if not leads or not leads[1]:
            return None
        names = self.targets.look(leads[0]) if leads[0] == self.targets.home_host else None
        try:
            return self._leads(leads[0], names.local_title(leads[1]) if names else leads[1])
        except ValueError:
            return None

    def address(self, text: str) -> Linked:
        """Return where a web address leads; raise ValueError for what is none.

        Blanks in it are written as browsers send them: on a page, blanks part the links of an event.
        """
        link = BLANK.sub(lambda blank: quote(blank[0]), web_link(text))
        if leads_into_meeting(link):
            return Linked('', frozenset())
        leads = self.targets.at_address(link)
        registration = NUMBER.search(link)
        if leads and registration:
            return Linked(link, frozenset({key('ce', registration[1]), link_key(link)}))
        if leads and leads[1]:
            return Linked(link, frozenset({page_key(*leads), link_key(link)}))
        return Linked(link, frozenset({link_key(link)}))

    def typed(self, text: str) -> Linked:
        """Return where something leads that people typed: a link, a web address or a title."""
        found = self.first(text)
        if found:
            return found
        if '://' in text:
            return self.address(text)
        made = self.page(text)
        if made is None:
            raise ValueError('must be a page of a wiki, or a web address')
        return made

    def first(self, text: str) -> Linked | None:
        """Return where the first link of a wikitext leads; None where it holds none."""
        found = [(one.start, self.page(one.target)) for one in links(text)]
        for one in addresses(text):
            try:
                found.append((one.start, self.address(one.target)))
            except ValueError:
                continue
        leading = [(at, made) for at, made in found if made]
        return min(leading, key=lambda one: one[0])[1] if leading else None

    def _leads(self, host: str, title: str) -> Linked:
        address = page_address(title, f'{urlsplit(self.base).scheme}://{host}/wiki/')
        return Linked(address, frozenset({page_key(host, title), link_key(address)}))


def page_address(title: str, base: str) -> str:
    """Return the address of a page, `base` being how those of its wiki begin."""
    return base + quote(title.replace(' ', '_'), safe=AS_IN_TITLES)


def shown(address: str, label: str | Markup, base: str) -> str:
    """Return a link in wikitext, with a label that stays text; one to this wiki is a link to the page."""
    title = own_title(address, base)
    words = label.wikitext if isinstance(label, Markup) else wikitext.escape(label)
    return f'[[:{title}|{words}]]' if title else f'[{in_wikitext(address)} {words}]'


def own_title(address: str, base: str) -> str:
    """Return the title of the page of this wiki that an address shows; '' where it shows none."""
    if not address.startswith(base) or '?' in address or '#' in address:
        return ''
    title = unquote(address.removeprefix(base)).replace('_', ' ').strip()
    return '' if not title or re.search(r"[\[\]{}|<>#\n]|''|~~~|&\w+;", title) else title


def plain(text: str, most: int = MOST_NAME) -> str:
    """Return a text of strangers on one line: no control and bidi characters, no meetings, cut at a word."""
    line = without_meetings(' '.join(BIDI_AND_CONTROL.sub('', unicodedata.normalize('NFC', text)).split()))
    if len(line) <= most:
        return line
    # with its mark it is no longer than that, so that what was cut once is not cut again
    cut = line[: most - 1].rpartition(' ')[0] or line[: most - 1]
    return f'{cut}…'


def of_place(text: str, most: int = MOST_NAME) -> str:
    """Return a place as people read it: without any web address, most of which lead into a meeting."""
    return plain(ADDRESS.sub('', text), most).strip(' ,;')


def only_address(text: str) -> bool:
    """Return whether a place is no more than a web address, so that people take part online."""
    return not of_place(text) and (ADDRESS.search(text) is not None or leads_into_meeting(text))


def of_html(text: str, most: int = MOST_NAME) -> str:
    """Return the text of a piece of HTML; what only looks like it (`1 < 2`) stays."""
    return plain(html.unescape(without_tags(text)), most)


def of_cell(text: str, most: int = MOST_NAME) -> str:
    """Return the words that readers see of a cell: labels of links, no markup."""
    seen = text
    for one in sorted([*links(text), *addresses(text)], key=lambda one: -one.start):
        label = one.label.rpartition('|')[2] or one.target.lstrip(':')
        seen = seen[: one.start] + label + seen[one.end :]
    return of_html(QUOTES.sub('', seen), most)
