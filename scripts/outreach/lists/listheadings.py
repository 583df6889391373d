"""Which part of a delivery list stands for which wiki, and what the headings of new parts say.

Headings are for readers only: MassMessage sends to every entry, under whatever heading. So they may say more
than the host, and wikis with few people may stand together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from outreach import wikitext
from outreach.headings import headings
from outreach.lists.deliverylist import DeliveryList
from outreach.lists.entries import hosts_in
from outreach.sitematrix import WikiInfo
from outreach.visibletext import COMMENTED, masked

# behind a heading that people may translate or write anew
TOGETHER = '<!-- outreach:together -->'
# that many people of a wiki are worth a heading
ENOUGH = 3
LEVEL = re.compile('=++')


@dataclass(frozen=True)
class WikiHeadings:
    """How headings of wikis are written: `languages` are their languages' own names, by host.

    `together` heads the wikis with few people ('': each of them has its own heading). `always` makes
    headings on a page that has none.
    """

    languages: Mapping[str, str] = field(default_factory=dict)
    together: str = ''
    always: bool = False

    def of(self, host: str) -> str:
        """Return the words of a wiki's heading."""
        name = wikitext.escape(self.languages.get(host, ''))
        return f'{host} ({name})' if name else host


def headings_of(wikis: Iterable[WikiInfo], together: str = '', *, always: bool = False) -> WikiHeadings:
    """Return how headings of these wikis are written."""
    return WikiHeadings({info.host: info.autonym for info in wikis}, together, always)


@dataclass(frozen=True)
class ListSection:
    """A part of a list: its heading, the line of that, where it begins and ends, the wikis of its entries."""

    heading: str
    line: str
    begin: int
    end: int
    hosts: frozenset[str]

    @property
    def together(self) -> bool:
        """Whether wikis with few people stand here."""
        return TOGETHER in self.line

    @property
    def start(self) -> int:
        """Where the line of the heading begins."""
        return self.begin - len(self.line)


@dataclass(frozen=True)
class ListParts:
    """The sections of a page that stand for a wiki, by host, and the one for wikis with few people."""

    by_host: Mapping[str, ListSection]
    together: ListSection | None = None

    @property
    def level(self) -> str:
        """The mark of the headings."""
        some = [*self.by_host.values(), *([self.together] if self.together else [])]
        return next((mark[0] for one in some if (mark := LEVEL.match(one.line))), '==')

    def joins(self, counts: Mapping[str, int], words: str) -> set[str]:
        """Return the wikis, of so many new people each, that stand together with others.

        A wiki stays where it is. Without words for a heading nothing new is put together.
        """
        known = self.together.hosts if self.together else frozenset()
        new = {host: count for host, count in counts.items() if host not in self.by_host}
        few = {host for host, count in new.items() if count < ENOUGH or host in known}
        return few if self.together or (words and len(few) > 1) else set()


def parts(current: DeliveryList) -> ListParts:
    """Return the sections that stand for a wiki.

    A heading that holds a host stands for it, if no other wiki's entries are under it. Other headings do
    where every section with entries has those of one wiki only and there are two wikis at least: then
    that is how the page is ordered.
    """
    found = _sections(current)
    together = next((one for one in found if one.together), None)
    sections = [one for one in found if not one.together]
    return ListParts(_named(sections) or _guessed(sections), together)


def _sections(current: DeliveryList) -> list[ListSection]:
    text = current.text
    found = list(headings(masked(text), COMMENTED))
    ends = [heading.start for heading in found[1:]] + [len(text)]
    starts = [entry.start for entry in current.entries]
    sections = []
    for heading, end in zip(found, ends, strict=False):
        under = current.entries[bisect_left(starts, heading.end) : bisect_left(starts, end)]
        hosts = frozenset(entry.target.host for entry in under if entry.target)
        line = text[heading.start : heading.end]
        sections.append(ListSection(heading.title.lower(), line, heading.end, end, hosts))
    return sections


def _named(sections: Iterable[ListSection]) -> dict[str, ListSection]:
    named: dict[str, ListSection] = {}
    for one in sections:
        found = next(hosts_in(one.heading), '')
        if found and one.hosts <= {found} and (one.hosts or found.count('.') > 1):
            named.setdefault(found, one)
    return named


def _guessed(sections: Iterable[ListSection]) -> dict[str, ListSection]:
    guessed: dict[str, ListSection] = {}
    for one in sections:
        if len(one.hosts) > 1 or not guessed.keys().isdisjoint(one.hosts):
            return {}
        guessed |= dict.fromkeys(one.hosts, one)
    return guessed if len(guessed) > 1 else {}


def section_names(heading: str, host: str) -> Collection[str]:
    """Return the names of the section in which an entry stands: its heading, and the host of its wiki.

    That is the host in the heading, and where there is none that of the entry ('' where it has none).
    """
    folded = heading.casefold()
    named = next((one for one in hosts_in(folded) if one.count('.') > 1), host)
    return {folded, named or folded}
