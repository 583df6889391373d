"""The entries of a delivery list as people write them in wikitext, each with its place in the text.

A line-oriented scanner, not a parser: it reads 5,000 entries in some hundredths of a second and gives
the exact span of each, so that everything else on the page stays as it is. The tests hold it against
mwparserfromhell. Sources: https://www.mediawiki.org/wiki/Help:Extension:MassMessage (`#target`) and
https://meta.wikimedia.org/wiki/Template:Target (`page`, `user`, `site`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from outreach.names import (
    BIDI_MARKS,
    BLANK,
    ENGLISH,
    INVISIBLE,
    KEPT,
    USER,
    USER_TALK,
    Namespaces,
    decode_entities,
    first_upper,
    user_talk,
)
from outreach.visibletext import COMMENTED, UNREAD, masked, struck_spans

BLANKS = ' \t\n\r\0\x0b'  # what PHP's trim removes; any other blank is a part of the name or the host
HOST = re.compile(r'(?!-)[a-z0-9-]++(?<!-)(?:\.(?!-)[a-z0-9-]++(?<!-))+')
HOST_LETTERS = re.compile(r'[a-z0-9.-]+')
# The name of the parser function in the languages that translate it; `target` works everywhere.
TARGET_WORDS = frozenset(
    ('target', 'ziel', 'destino', 'cíl', 'odbiorca', 'mål', 'هدف', '目标', '目標', '대상')
)  # fmt: skip
OPENING = re.compile(r'\{\{[\s\ue000]*+(?=(?:[^\s{}|:]++\s*+:\s*+)?[Tt][Aa][Rr][Gg][Ee][Tt][\s_\ue000|}]|#)')
NESTED = 'holds other templates or is not closed; write the name and the host out'
BRACE = re.compile('[{}]')
PIPES_AND_LINKS = re.compile(r'[|\[\]]')
WRAPPER = re.compile(r'(?:(?i:template)\s*:\s*)?[Tt]arget')


@dataclass(frozen=True, order=True)
class Target:
    """A page on a wiki that gets a message: the host is always given, the page is as it was written."""

    host: str
    page: str

    def __str__(self) -> str:
        return f'{self.page}@{self.host}'


@dataclass(frozen=True)
class Reading:
    """What one entry says: whom we take it for, what is wrong with it, and whom the wiki takes it for.

    `target` is None where nothing could be read; with a `fault` it is no target for a message, even
    where it can be guessed who is meant. `taken` is what MassMessage makes of the entry, None where it
    leaves the entry out without a word. `has_host` tells if a host was written.
    """

    target: Target | None
    fault: str = ''
    taken: Target | None = None
    has_host: bool = False


@dataclass(frozen=True)
class Entry:
    """One entry of a list: where it stands, what is written and how it reads.

    `start` and `end` are the span in the page text (in the JSON model: the place in the array). An entry
    that is `struck` out is a wish to leave, which MassMessage does not see.
    """

    start: int
    end: int
    line: int
    written: str
    form: str
    reading: Reading
    struck: bool = False

    @property
    def target(self) -> Target | None:
        """Whom the entry means, also where it is faulty."""
        return self.reading.target

    @property
    def fault(self) -> str:
        """What is wrong with the entry; '' where nothing is."""
        return self.reading.fault


class TitleResolver:
    """Which page an entry means: titles of the target wiki in the one form in which they compare.

    Namespaces of a wiki that are not given are taken for the English ones, which work everywhere. As in
    MassMessage a user page stands for its talk page.
    """

    def __init__(self, namespaces: Mapping[str, Namespaces] | None = None) -> None:
        self._namespaces = dict(namespaces or {})
        self._known: dict[Target, Target] = {}

    def of(self, target: Target) -> Target:
        """Return the place that the target means; a title that no wiki could have stays as it is."""
        place = self._known.get(target)
        if place is None:
            place = self._known[target] = self._place(target)
        return place

    def _place(self, target: Target) -> Target:
        host = target.host.lower()
        try:
            title = self._namespaces.get(host, ENGLISH).canonical_title(target.page)
        except ValueError:
            return Target(host, target.page)
        return Target(host, re.sub(r'^User:', 'User talk:', title))

    def person(self, target: Target) -> str | None:
        """Return the account whose talk page (or a page below it) it is; None for other pages.

        As MediaWiki does when it looks the account up, `User talk:User:Name` is taken for Name's.
        """
        place = self.of(target)
        if not place.page.startswith('User talk:'):
            return None
        root = place.page.removeprefix('User talk:').partition('/')[0]
        try:
            number, rest = self._namespaces.get(place.host, ENGLISH).split(root)
        except ValueError:
            return root or None
        return rest if number == USER else root


def scan(
    text: str, home_host: str, words: Collection[str] = TARGET_WORDS, readable: str | None = None
) -> Iterator[Entry]:
    """Return the entries of a wikitext page in order.

    `words` are the names of the parser function that count; `readable` is `masked(text)` where the
    caller has it already.
    """
    readable = masked(text) if readable is None else readable
    struck = struck_spans(readable)
    line, counted, passed = 1, 0, 0
    at = 0
    while opening := OPENING.search(readable, at):
        at = opening.end()
        line += readable.count('\n', counted, opening.start())
        counted = opening.start()
        brace = BRACE.search(readable, at)
        body = brace if brace and readable.startswith('}}', brace.start()) else None
        inside = readable[at : body.start()] if body else readable[at : at + 80].split('\n')[0]
        call = _call(inside, words)
        if call is None:
            continue
        form, arguments = call
        # Nested or unclosed: what it names is not in the text, and guessing is not our business.
        reading = _read(form, arguments, home_host) if body else Reading(None, NESTED)
        end = body.start() + 2 if body else at + len(inside)
        while passed < len(struck) and struck[passed][1] <= opening.start():
            passed += 1
        off = passed < len(struck) and struck[passed][0] <= opening.start()
        yield Entry(opening.start(), end, line, text[opening.start() : end], form, reading, off)
        at = end


def _call(inside: str, words: Collection[str]) -> tuple[str, list[str]] | None:
    """Return the form and the arguments of what stands between braces; None where it is no target."""
    plain = inside.replace(COMMENTED, '')
    if plain.lstrip().startswith('#'):
        name, colon, rest = plain.lstrip()[1:].partition(':')
        return ('#target', _arguments(rest)) if colon and name.lower() in words else None
    name, *arguments = _arguments(plain)
    template = name.replace('_', ' ').strip()
    if WRAPPER.fullmatch(template):
        return 'target', arguments
    return ('other', [template]) if template.lower() == 'target' else None


def _arguments(text: str) -> list[str]:
    """Split at the pipes that do not belong to a link."""
    if '[[' not in text:
        return text.split('|')
    parts, end, linked = [], len(text), False
    for mark in reversed(list(PIPES_AND_LINKS.finditer(text))):
        if mark[0] != '|':
            linked = text.startswith(']]', mark.start())
        elif not linked:
            parts.append(text[mark.end() : end])
            end = mark.start()
    return [text[:end], *reversed(parts)]


def _read(form: str, arguments: Sequence[str], home_host: str) -> Reading:
    if form == 'other':
        return Reading(None, f'{{{{{arguments[0]}}}}} is another template; write {{{{target}}}}')
    return _read_function(arguments, home_host) if form == '#target' else _read_wrapper(arguments, home_host)


def _read_function(arguments: Sequence[str], home_host: str) -> Reading:
    page = arguments[0].strip(BLANKS)
    site = arguments[1].strip(BLANKS) if len(arguments) > 1 else ''
    named = re.match(r'(?:site|1)\s*=\s*', site)
    if not named:
        return read(page, site, home_host)
    host = site[named.end() :]
    fault = f'{named[0].strip()} is not read here; write {{{{#target:{page}|{host}}}}}'
    return Reading(read(page, host, home_host).target, fault, has_host=True)


def _read_wrapper(arguments: Sequence[str], home_host: str) -> Reading:
    values: dict[str, str] = {}
    faults = []
    unknown = False
    for argument in arguments:
        name, equals, value = argument.partition('=')
        if not equals:
            if name.strip(BLANKS):
                faults.append(f'{name.strip(BLANKS)!r} has no parameter name; write user = or page =')
        elif name.strip(BLANKS) not in ('page', 'user', 'site'):
            faults.append(f'the parameter {name.strip(BLANKS)!r} is unknown; there are page, user and site')
            unknown = True
        else:
            values[name.strip(BLANKS)] = value.strip(BLANKS)
    user, page, site = values.get('user', ''), values.get('page', ''), values.get('site', '')
    if user and page:
        faults.append('gives both user and page; keep one')
    if not user and not page:
        return Reading(None, '; '.join(faults) or 'names nobody; write user = or page =')
    taken = read(page or user_talk(user), site, home_host)
    prefix = re.match(r'User(?:[ _]talk)?\s*:\s*', user, re.IGNORECASE)
    meant = taken
    if prefix and not page:
        faults.append(f'user holds {prefix[0].strip()}; write the name alone')
        meant = read(user_talk(user[prefix.end() :]), site, home_host)
    fault = '; '.join([*faults, meant.fault] if meant.fault else faults)
    # which of two, or which wiki, is not ours to guess
    clear = not (user and page) and not (unknown and not site)
    return Reading(meant.target if clear else None, fault, taken.taken, has_host=bool(site))


@lru_cache(maxsize=KEPT)
def read(page: str, site: str, home_host: str) -> Reading:
    """Read a page and a host as they were written (`site` '' means the wiki of the list)."""
    if UNREAD in page or UNREAD in site:
        return Reading(None, 'holds nowiki or the like, which the wiki cannot read as a name')
    host = (site or home_host).strip(BLANKS)
    faults = []
    if not HOST.fullmatch(host):
        guess = _host_in_address(host.lower())
        faults.append(f'{site!r} is no host' + (f'; write {guess}' if HOST.fullmatch(guess) else ''))
        host = guess or host
    try:
        number, _ = ENGLISH.split(page)
    except ValueError as error:
        return Reading(None, '; '.join([str(error), *faults]), has_host=bool(site))
    target = Target(host, decode_entities(page).strip(BLANK))
    taken = None if faults else target
    unseen = INVISIBLE if number in (USER, USER_TALK) else BIDI_MARKS
    hidden = unseen.search(page)
    if hidden:
        faults.append(f'the name holds the invisible character U+{ord(hidden[0][0]):04X}')
        target = Target(host, unseen.sub('', target.page))
    return Reading(target, '; '.join(faults), taken, has_host=bool(site))


def _host_in_address(text: str) -> str:
    bare = text.removeprefix('http:').removeprefix('https:').removeprefix('//')
    return re.split('[/:]', bare, maxsplit=1)[0].strip()


def hosts_in(text: str) -> Iterator[str]:
    """Return what may be hosts in a text in small letters, such as a heading."""
    for word in HOST_LETTERS.findall(text):
        if HOST.fullmatch(word.strip('.-')):
            yield word.strip('.-')


def written(target: Target, form: str, home_host: str) -> str:
    """Return the entry for a target in one of the two wikitext forms; the host is left out at home."""
    local = target.host == home_host
    if form == '#target':
        return f'{{{{#target:{target.page}}}}}' if local else f'{{{{#target:{target.page}|{target.host}}}}}'
    name = re.fullmatch(r'User[ _]talk:\s*+([^/|{}\[\]]+)', first_upper(target.page))
    what = f'user = {name[1]}' if name else f'page = {target.page}'
    return f'{{{{target | {what} }}}}' if local else f'{{{{target | {what} | site = {target.host} }}}}'
