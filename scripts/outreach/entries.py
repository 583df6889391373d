"""The entries of a delivery list as people write them in wikitext, each with its place in the text.

A line-oriented scanner, not a parser: it reads 5,000 entries in some hundredths of a second and gives
the exact span of each, so that everything else on the page stays as it is. The tests hold it against
mwparserfromhell. Sources: https://www.mediawiki.org/wiki/Help:Extension:MassMessage (`#target`) and
https://meta.wikimedia.org/wiki/Template:Target (`page`, `user`, `site`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from outreach.names import ENGLISH, Namespaces, decode_entities, first_upper, invisible_in, user_talk

HOST = re.compile(r'[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d+)?')
# The name of the parser function in the languages that translate it; `target` works everywhere.
TARGET_WORDS = frozenset(
    ('target', 'ziel', 'destino', 'cíl', 'odbiorca', 'mål', 'هدف', '目标', '目標', '대상')
)  # fmt: skip
# What MediaWiki does not read: comments (an unclosed one hides the rest of the page) and the insides
# of these tags (an unclosed one is plain text). Source: Manual:Parser, preprocessor.
HIDDEN = re.compile(
    r'<!--.*?(?:-->|\Z)|<(nowiki|pre|includeonly|source|syntaxhighlight|math)(?:\s[^<>]*)?(?<!/)>.*?</\1\s*>',
    re.DOTALL | re.IGNORECASE,
)
COMMENTED, UNREAD = '\ue000', '\ue001'
OPENING = re.compile(r'\{\{[\s\ue000]*(?=(?:[^\s{}|:]+\s*:\s*)?[Tt][Aa][Rr][Gg][Ee][Tt][\s_\ue000|}]|#)')
BODY = re.compile(r'[^{}]*\}\}')
WRAPPER = re.compile(r'(?:(?i:template)\s*:\s*)?[Tt]arget')


@dataclass(frozen=True, order=True)
class Target:
    """A page on a wiki that gets a message: the host is always given, the page is as it was written."""

    host: str
    page: str

    def __str__(self) -> str:
        return f'{self.page}@{self.host}'


@dataclass(frozen=True)
class Entry:
    """One entry of a list: where it stands, what is written, what it names and what is wrong with it.

    `start` and `end` are the span in the page text (for the JSON model: `start` is the index in the
    array). `target` is None where the entry names nothing that could be read; an entry with a `fault`
    is no target for a message, even where it can be guessed whom it means.
    """

    start: int
    end: int
    line: int
    written: str
    form: str
    target: Target | None
    fault: str = ''
    has_host: bool = True

    @property
    def live(self) -> bool:
        """Whether the entry is a target for a message."""
        return self.target is not None and not self.fault


class Places:
    """Which page an entry means: titles of the target wiki in the one form in which they compare.

    Namespaces of a wiki that are not given are taken for the English ones, which work everywhere. As in
    MassMessage a user page stands for its talk page.
    """

    def __init__(self, namespaces: Mapping[str, Namespaces] | None = None) -> None:
        self._namespaces = dict(namespaces or {})
        self._known: dict[Target, Target] = {}

    def of(self, target: Target) -> Target:
        """Give the place that the target means; a title that no wiki could have stays as it is."""
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
        """Give the name of the account whose talk page (or a page below it) it is; None for other pages."""
        page = self.of(target).page
        if not page.startswith('User talk:'):
            return None
        return page.removeprefix('User talk:').partition('/')[0] or None


def masked(text: str) -> str:
    """Give the text with everything that MediaWiki does not read as filler of the same length."""

    def cover(match: re.Match[str]) -> str:
        filler = UNREAD if match[1] else COMMENTED
        return ''.join('\n' if char == '\n' else filler for char in match[0])

    return HIDDEN.sub(cover, text) if '<' in text else text


def scan(
    text: str, home_host: str, words: Collection[str] = TARGET_WORDS, readable: str | None = None
) -> Iterator[Entry]:
    """Give the entries of a wikitext page in order.

    `words` are the names of the parser function that count; `readable` is `masked(text)` where the
    caller has it already.
    """
    readable = masked(text) if readable is None else readable
    line, counted = 1, 0
    at = 0
    while opening := OPENING.search(readable, at):
        at = opening.end()
        line += readable.count('\n', counted, opening.start())
        counted = opening.start()
        body = BODY.match(readable, at)
        inside = readable[at : body.end() - 2] if body else readable[at : at + 80].split('\n')[0]
        read = _read_call(inside, home_host, words)
        if read is None:
            continue
        form, target, fault, has_host = read
        if body is None:
            # Nested or unclosed: what it names is not on this page, and guessing is not our business.
            target, fault = None, 'holds other templates or is not closed; write the name and the host out'
        end = body.end() if body else at + len(inside)
        yield Entry(
            opening.start(), end, line, text[opening.start() : end], form, target, fault, has_host
        )
        at = end


def _read_call(
    inside: str, home_host: str, words: Collection[str]
) -> tuple[str, Target | None, str, bool] | None:
    """Read what stands between the braces; None where it is another template or function."""
    plain = inside.replace(COMMENTED, '')
    if plain.lstrip().startswith('#'):
        name, colon, rest = plain.lstrip()[1:].partition(':')
        if not colon or name.strip().lower() not in words:
            return None
        return '#target', *_read_function(_arguments(rest), home_host)
    name, *arguments = _arguments(plain)
    wrapper = WRAPPER.fullmatch(name.replace('_', ' ').strip())
    if wrapper:
        return 'target', *_read_wrapper(arguments, home_host)
    if name.replace('_', ' ').strip().lower() == 'target':
        return 'target', None, f'{{{{{name.strip()}}}}} is another template; write {{{{target}}}}', True
    return None


def _arguments(text: str) -> list[str]:
    """Split at the pipes that do not belong to a link."""
    if '[[' not in text:
        return text.split('|')
    return re.split(r'\|(?![^\[\]]*\]\])', text)


def _read_function(arguments: list[str], home_host: str) -> tuple[Target | None, str, bool]:
    page = arguments[0].strip()
    site = arguments[1].strip() if len(arguments) > 1 else ''
    if re.match(r'site\s*=', site):
        host = site.partition('=')[2].strip()
        target, fault, _ = checked(page, host, home_host)
        return target, fault or f'`site=` is not read here; write {{{{#target:{page}|{host}}}}}', True
    return checked(page, site, home_host)


def _read_wrapper(arguments: list[str], home_host: str) -> tuple[Target | None, str, bool]:
    values: dict[str, str] = {}
    faults = []
    for argument in arguments:
        name, equals, value = argument.partition('=')
        if not equals:
            if name.strip():
                faults.append(f'{name.strip()!r} has no parameter name; write user = or page =')
        elif name.strip() not in ('page', 'user', 'site'):
            faults.append(f'the parameter {name.strip()!r} is unknown; there are page, user and site')
        else:
            values[name.strip()] = value.strip()
    user, page = values.get('user', ''), values.get('page', '')
    if user and page:
        faults.append('gives both user and page; keep one')
    if not user and not page and not faults:
        faults.append('names nobody; write user = or page =')
    title = page or (user_talk(user) if user else '')
    target, fault, has_host = checked(title, values.get('site', ''), home_host) if title else (None, '', True)
    return target, '; '.join([*faults, fault] if fault else faults), has_host


def checked(page: str, site: str, home_host: str) -> tuple[Target | None, str, bool]:
    """Give the target of a page and a host as written, what is wrong with them, and if a host was given."""
    if UNREAD in page or UNREAD in site:
        return None, 'holds nowiki or the like, which the wiki cannot read as a name', bool(site)
    host = (site or home_host).strip()
    faults = []
    if not HOST.fullmatch(host):
        guess = re.sub(r'^(?:https?:)?//|/.*$', '', host.lower())
        faults.append(f'{site!r} is no host' + (f'; write {guess}' if HOST.fullmatch(guess) else ''))
        host = guess or host
    hidden = invisible_in(page)
    if hidden:
        faults.append(f'the name holds the invisible character {hidden}')
    try:
        ENGLISH.split(page)
    except ValueError as error:
        return None, '; '.join([str(error), *faults]), bool(site)
    return Target(host, decode_entities(page).strip()), '; '.join(faults), bool(site)


def written(target: Target, form: str, home_host: str) -> str:
    """Give the entry for a target in one of the two wikitext forms; the host is left out at home."""
    local = target.host == home_host
    if form == '#target':
        return f'{{{{#target:{target.page}}}}}' if local else f'{{{{#target:{target.page}|{target.host}}}}}'
    name = re.fullmatch(r'User[ _]talk:\s*([^/|{}\[\]]+)', first_upper(target.page))
    what = f'user = {name[1]}' if name else f'page = {target.page}'
    return f'{{{{target | {what} }}}}' if local else f'{{{{target | {what} | site = {target.host} }}}}'
