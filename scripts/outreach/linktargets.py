"""Where links and web addresses lead: to which wiki of the farm, and to which page there.

The wikis themselves decide: interwiki prefixes by the map of the wiki that the link stands on, one after
the other (https://www.mediawiki.org/wiki/Help:Links), namespaces by the wiki that they lead to. Every
reader here passes over a text once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from outreach.names import BIDI_MARKS, ENGLISH, KEPT, Namespaces, blanks, decode_entities
from outreach.visibletext import cut

Look = Callable[[str], Namespaces | None]
Leads = tuple[str, str]

MOST_PREFIXES = 4
FILE = 6
MOBILE_DOTS = 2  # in m.wikidata.org
# a link on one line whose label holds no bracket; group 1 is its target
LINK = re.compile(r'\[\[:?([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]')
NO_TARGET = re.compile(r'[\[\]{}<>\n]')
ADDRESS = re.compile(r'(?:https?:)?//[^\s<>"\[\]{}|]+', re.IGNORECASE)
# as people type it, without what comes before the host
TYPED = re.compile(
    rf'{ADDRESS.pattern}|(?<![\w.@/:-])[a-z0-9-]++(?:\.[a-z0-9-]++)++/(?:wiki|w)/[^\s<>"\[\]{{}}|]+',
    re.IGNORECASE,
)
# how names end that end with a stop
ABBREVIATED = re.compile(r'(?:_|\+|%20)(?:[JSDM]r|Jun|Sen|Esq|Ph\.?D|M\.?D|Inc|Ltd|Co|\w)$')
WIDE_COLON = re.compile(r'(:?[^:：]*)：')
# /zh-tw/, /sr-el/: a page in one of its scripts ($wgVariantArticlePath)
IN_A_SCRIPT = re.compile(r'[a-z]{2,3}(?:-[a-z]{2,8}){0,2}')
# special pages that take the account as a parameter as well
ACCOUNT_PARAMETERS = ('target', 'user', 'username', 'wpTarget')


@dataclass(frozen=True)
class WrittenLink:
    """A link or a web address as it is written: its target, its span, and the words of a link."""

    target: str
    start: int
    end: int
    label: str = ''


def links(text: str) -> Iterator[WrittenLink]:
    """Return the links of a wikitext in order; labels may hold single brackets, and go over lines.

    As the parser does it, the text is parted at `[[`: what holds no `]]` up to the next one is no link,
    so of a link in the caption of a picture only the inner one is found.
    """
    start = text.find('[[')
    while start >= 0:
        following = text.find('[[', start + 2)
        closing = text.find(']]', start + 2, len(text) if following < 0 else following)
        if closing >= 0:
            target, _, label = text[start + 2 : closing].partition('|')
            if '[' in label and text[closing + 2 : closing + 3] == ']':
                label, closing = f'{label}]', closing + 1
            if target.strip() and not NO_TARGET.search(target):
                yield WrittenLink(target, start, closing + 2, label)
        start = following


def addresses(text: str) -> Iterator[WrittenLink]:
    """Return the web addresses of a wikitext in order, each with the brackets and words around it."""
    for address in TYPED.finditer(text) if '/' in text else ():
        target = _without_stop(address[0])
        start, end, label = address.start(), address.start() + len(target), ''
        if start and text[start - 1] == '[':
            line_end = text.find('\n', end)
            closing = text.find(']', end, len(text) if line_end < 0 else line_end)
            if closing >= 0:
                target = address[0]  # in brackets only a blank ends it
                start, label, end = start - 1, text[address.end() : closing].strip(), closing + 1
        yield WrittenLink(target, start, end, label)


def _without_stop(address: str) -> str:
    """Return an address without the punctuation that ends the sentence or bracket that it stands in.

    The stop of an abbreviation or an initial, as in `User:Bo_Ek_Jr.`, belongs to the name.
    """
    bare = address.rstrip(".,;:!?'،؛、。" + ('' if '(' in address else ')'))
    return f'{bare}.' if address.startswith('.', len(bare)) and ABBREVIATED.search(bare) else bare


def tidy(title: str) -> str:
    """Return a link target as MediaWiki reads it: percent codes, entities and marks resolved.

    The first wide colon is one as people type it who write Chinese or Japanese.
    """
    try:
        text = unquote(title, errors='strict')
    except UnicodeDecodeError:
        text = title
    text = BIDI_MARKS.sub('', decode_entities(text)).strip()
    wide = WIDE_COLON.match(text)
    return f'{wide[1]}:{text[wide.end() :]}' if wide else text


def host_of(host: str, known: Callable[[str], bool]) -> str:
    """Return the wiki that a host in an address means, such as that of its mobile view; '' for none.

    https://wikitech.wikimedia.org/wiki/Mobile_web: `de.m.wikipedia.org`, `m.wikidata.org`.
    """
    host = host.lower().rstrip('.')
    plain = host.removeprefix('www.').replace('.m.', '.', 1)
    if plain.count('.') == MOBILE_DOTS:
        plain = plain.removeprefix('m.')
    return next((one for one in (host, plain, f'www.{plain}') if known(one)), '')


class LinkTargets:
    """Finds where what stands on the pages of one wiki leads.

    `look` gives the namespaces of a wiki by host, always the same, None for a host that is no wiki of the
    farm, or that did not answer. `farm` are the hosts of the farm by database name, where they are known.
    Where a link or an address leads is kept: pages name the same people again and again, and are read more
    than once.
    """

    def __init__(self, home_host: str, look: Look, farm: Mapping[str, str] | None = None) -> None:
        self.home_host = home_host
        self.look = look
        self.farm = dict(farm or {})
        self._hosts = frozenset(self.farm.values())
        self._follow = lru_cache(KEPT)(self._followed)
        self._at_address = lru_cache(KEPT)(self._shown_at)

    def knows(self, host: str) -> bool:
        """Whether a host is a wiki of the farm."""
        return host in self._hosts or (not self._hosts and self.look(host) is not None)

    def follow(self, target: str, host: str = '') -> Leads | None:
        """Return the wiki (host) that a link leads to and the title behind its prefixes.

        None where it leads out of the farm, or a wiki on the way did not answer.
        """
        return self._follow(target, host or self.home_host)

    def _followed(self, target: str, host: str) -> Leads | None:
        title = tidy(target)
        for _ in range(MOST_PREFIXES):
            namespaces = self.look(host)
            if namespaces is None:
                return None
            further = namespaces.follow(title)
            if further is None:
                return host, title
            host, title = further[0], tidy(further[1])
            if not self.knows(host):
                return None
            if ENGLISH.split_prefix(title) is not None or ':' not in title:
                return host, title  # no prefix of any wiki: it need not be asked
        return None

    def host_of(self, host: str) -> str:
        """Return the wiki of the farm that a host in an address means; '' for none."""
        return host_of(host, self.knows)

    def places(self, text: str) -> Iterator[Leads]:
        """Return where the links and addresses of a text lead, as (host, title), in order.

        A link to this wiki's own pages is among them; what leads out of the farm is not.
        """
        found = [(one.start, self.follow(one.target)) for one in links(text)]
        found += [(one.start, self.at_address(one.target)) for one in addresses(text)]
        yield from (leads for _, leads in sorted(found, key=lambda one: one[0]) if leads)

    def without_pictures(self, text: str) -> str:
        """Return a text without the links of its wiki that show files; line breaks stay."""
        namespaces = self.look(self.home_host)
        if namespaces is None:
            return text
        files = (one for one in links(text) if namespaces.split_prefix(tidy(one.target)) == FILE)
        return cut(text, ((one.start, one.end) for one in files if not one.target.lstrip().startswith(':')))

    def at_address(self, address: str) -> Leads | None:
        """Return the wiki that a web address is on and the title that it shows ('' for the wiki as such).

        None for an address that is on no wiki of the farm, or that nobody could open.
        """
        return self._at_address(address)

    def _shown_at(self, address: str) -> Leads | None:
        try:
            parts = urlsplit(address if '//' in address else f'//{address}')
            host = host_of(parts.hostname or '', self.knows)
            return (host, blanks(_title(parts))) if host else None
        except ValueError:  # UnicodeDecodeError is one
            return None


def _title(parts: SplitResult) -> str:
    """Return the title in the path or the query of an address; raise ValueError for broken codes."""
    asked = parse_qs(parts.query, errors='strict')
    path = unquote(parts.path, errors='strict')
    title = asked.get('title', [''])[0]
    if not title:
        first, slash, rest = path.lstrip('/').partition('/')
        if first == 'w':
            title = rest.removeprefix('index.php').lstrip('/')
        elif slash and (first == 'wiki' or IN_A_SCRIPT.fullmatch(first)):
            title = rest
    if title.partition(':')[2] and '/' not in title:
        account = next((asked[name][0] for name in ACCOUNT_PARAMETERS if name in asked), '')
        title = f'{title}/{account}' if account else title
    return BIDI_MARKS.sub('', title)
