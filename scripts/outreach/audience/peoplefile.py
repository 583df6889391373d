"""A list of people that somebody was handed: a local file in any of the forms that such lists have.

Plain names, `Name, wiki`, `Name@host`, `Name (wiki)`, tables with commas, semicolons or tabs, with a header
or without one, tables in wikitext and Markdown, web addresses of user and talk pages, links, lists for
MassMessage or EdwardsBot, JSON lists, and the two columns of sends from the server (title, database name).
What a line does not say is never guessed: it is given back with the reason. Columns that are neither names
nor wikis are not even kept.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from outreach.accountlinks import Resolver
from outreach.audience.peoplecolumns import HOST, PeopleRow, accounts_in, wiki_in
from outreach.audience.peoplerows import SECTION, rows, without_mark
from outreach.beside import beside
from outreach.columns import plain
from outreach.linktargets import addresses
from outreach.names import BIDI_MARKS, USER, USER_TALK, is_ip, is_temporary, is_vanished, normalize_user

MARKUP = re.compile(r"'{2,}|<[^<>]*>")
# the host or database name of a wiki in brackets, or behind a dash
BEHIND = re.compile(r'([a-z0-9_.-]+)\)?')
# a name in front of a host
MAIL = re.compile(r'[^@\s]{1,64}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9})', re.IGNORECASE)
# what may be a title in the words of another wiki
FOREIGN = re.compile(r'[^\W\d_][^:@/\[\]{}<>|]*:[^:]')
# The Wikipedias with most active people, in that order. A list of titles in the words of a wiki it does not
# name ("Benutzer Diskussion:Ada") can be from any wiki, and whether a word means a page of a person only the
# wiki itself says: that is always asked. This table says no more than whom to ask, and in which order: no
# request tells the sizes of all wikis (https://www.mediawiki.org/wiki/Extension:SiteMatrix has none,
# `siprop=statistics` is a request for each of some 350 wikis). A line of a wiki that is not in it is given
# back, and with the wiki in its row it is read.
LARGE = (
    'de', 'fr', 'es', 'ru', 'ja', 'it', 'zh', 'pt', 'pl', 'fa', 'uk', 'nl', 'ar', 'he', 'sv', 'vi', 'id',
    'ko', 'tr', 'cs', 'fi', 'hu', 'no', 'ca', 'ro', 'da', 'el', 'sr', 'bg', 'th', 'hr', 'sk', 'eu', 'et',
    'lt', 'sl', 'ka', 'hy', 'bn', 'hi',
)  # fmt: skip
# how alike a host must be to that of a wiki (difflib) to be a misspelt one
LIKE_A_WIKI = 0.8
# a segment that need not be a column: the language of the wiki where somebody is asked
LANGUAGE = 'language'

NO_NAME = 'names nobody'
NO_WIKI = 'names a wiki that is none of this farm'
ADDRESS = 'holds an e-mail address: a list of names has accounts; addresses need a table with a column email'
NO_PERSON = 'is the address of a page of nobody'
UNREGISTERED = 'is an IP address or a temporary account'
BAD_NAME = 'cannot be the name of an account'
GONE = 'left for good'
NO_ACCOUNT = 'has no account'
MORE = 'names more than could be read'


@dataclass(frozen=True, order=True)
class FileName:
    """Somebody whom a file names, in which line, with the wiki that it gives ('' for none)."""

    name: str
    host: str
    line: int


@dataclass(frozen=True)
class Unread:
    """A line that gives nobody, as it stands there, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class PeopleFile:
    """What a file says: people, each once, the lines that give nobody, and how many were named again.

    `left_out` counts the rows that belong to no segment that was asked for. `languages` are those asked for
    that the file does not tell: only people are meant who are asked on a wiki in one of them.
    """

    people: tuple[FileName, ...] = ()
    unread: tuple[Unread, ...] = ()
    again: int = 0
    left_out: int = 0
    languages: frozenset[str] = frozenset()

    @property
    def reasons(self) -> Counter[str]:
        """How many lines give nobody, by reason."""
        return Counter(one.reason for one in self.unread)

    @property
    def stated(self) -> dict[str, str]:
        """The wiki that the file gives, by name."""
        return {one.name: one.host for one in self.people if one.host}


Segment = tuple[str, str]


def read_file(path: Path, resolver: Resolver, segments: Sequence[Segment] = ()) -> PeopleFile:
    """Read a file of people; raise ValueError where it is no text, or has no column that is asked for."""
    return read(decoded(path.read_bytes()), resolver, segments)


def decoded(raw: bytes) -> str:
    """Return the text of a file as spreadsheets and editors save it; raise ValueError for no text."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode('utf-16')
    try:
        text = raw.decode('utf-8-sig')
    except UnicodeDecodeError as error:
        raise ValueError(f'is not saved as UTF-8 (byte {error.start + 1}): save it so') from None
    if '\0' in text:
        raise ValueError('is no text file')
    return text


def read(text: str, resolver: Resolver, segments: Sequence[Segment] = ()) -> PeopleFile:
    """Read the text of a file of people, whatever its form."""
    return read_rows(rows(text, resolver), resolver, segments)


def read_pages(texts: Mapping[str, str], resolver: Resolver, segments: Sequence[Segment] = ()) -> PeopleFile:
    """Read the pages of a delivery list, by title, as if they were one file."""
    every = [
        replace(row, written=f'{title}: {row.written}')
        for title in texts
        for row in rows(texts[title], resolver)
    ]
    return read_rows(every, resolver, segments)


def read_rows(every: Sequence[PeopleRow], resolver: Resolver, segments: Sequence[Segment] = ()) -> PeopleFile:
    """Return what rows say; raise ValueError where they have no column that a segment asks for."""
    told = _known(every, segments)
    people: list[FileName] = []
    unread: list[Unread] = []
    left_out = 0
    for row in every:
        if not _belongs(row, told):
            left_out += 1
            continue
        found = row.reason or _people(row.person, row.wiki, resolver)
        if isinstance(found, str):
            unread.append(Unread(row.line, row.written, found))
            continue
        if beside(row.person, resolver.references(row.person), wiki_in(row.wiki, resolver), resolver):
            unread.append(Unread(row.line, row.written, MORE))
        people += [FileName(name, stated, row.line) for name, stated in found]
    languages = frozenset(
        value for column, value in segments if column == LANGUAGE and (column, value) not in told
    )
    once = each_once(people)
    return PeopleFile(once, tuple(unread), len(people) - len(once), left_out, languages)


def each_once(people: Iterable[FileName]) -> tuple[FileName, ...]:
    """Return people, each where they are named first, with the first wiki that is given."""
    found: dict[str, FileName] = {}
    for one in people:
        before = found.get(one.name, one)
        found[one.name] = replace(before, host=before.host or one.host)
    return tuple(found.values())


def _belongs(row: PeopleRow, segments: Sequence[Segment]) -> bool:
    """Whether a row is in one of the segments for each column that is asked for."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for column, value in segments:
        wanted[column].add(value)
    return all(
        row.labels.get(column, '').casefold() in values
        or (column == SECTION and not values.isdisjoint(row.sections))
        for column, values in wanted.items()
    )


def _known(every: Sequence[PeopleRow], segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments that the rows can tell; raise ValueError for a column that there is not.

    A language that no column gives is that of the wiki where somebody is asked, which nobody knows yet.
    """
    there = {label: None for row in every for label in row.labels}
    missing = [column for column, _ in segments if column not in there and column != LANGUAGE]
    if missing:
        known = ', '.join(there) or 'it has neither a header nor headings'
        raise ValueError(f'has no column {missing[0]!r} ({known})')
    return [one for one in segments if one[0] in there]


def _in_other_words(text: str, resolver: Resolver) -> list[tuple[str, str]]:
    """Return the accounts whose pages a cell names in the words of another wiki, without a wiki.

    So it is with a list from another wiki. Which wiki that is nobody can tell: many share their words. The
    large Wikipedias are asked for their own words, each once in a run, until one knows them.
    """
    found = []
    titles = resolver.foreign_words(text)
    if not titles and FOREIGN.match(text):
        titles = resolver.foreign_words(f'[[{text}]]')
    for title in titles:
        for code in LARGE:
            host = resolver.farm.get(f'{code}wiki', '')
            namespaces = resolver.look(host) if host else None
            if namespaces and namespaces.split_prefix(title) in (USER, USER_TALK):
                owner = resolver.owner_on(host, title)
                found += [(owner[0], '')] if owner else []
                break
    return found


def _with_wiki_behind(text: str, resolver: Resolver) -> tuple[str, str]:
    """Return the name and the wiki of a line such as `Example (svwiki)`; ('', '') for any other."""
    for mark in ('(', ' – ', ' — ', ' - '):
        name, there, rest = text.rpartition(mark)
        wiki = BEHIND.fullmatch(rest.strip())
        host = (resolver.farm.get(wiki[1]) or resolver.host_of(wiki[1])) if wiki else ''
        if there and name.strip() and host:
            return name.strip(), host
    return '', ''


def _is_mail(text: str, resolver: Resolver) -> bool:
    """Return whether a line holds an address of mail, and no name at a host that is spelt like a wiki's."""
    found = MAIL.search(text)
    if not found:
        return False
    hosts = [host for host in resolver.farm.values() if host]
    return not get_close_matches(found[1].lower(), hosts, 1, LIKE_A_WIKI)


def _people(cell: str, wiki: str, resolver: Resolver) -> list[tuple[str, str]] | str:
    """Return whom a row names, each with the wiki that it gives, or the reason why it gives nobody."""
    text = without_mark(BIDI_MARKS.sub('', cell))
    host = wiki_in(wiki, resolver)
    if wiki.strip() and not host:
        return ADDRESS if _is_mail(text, resolver) else NO_WIKI
    if not text:
        return NO_NAME
    name, at, there = text.rpartition('@')
    typed = any(addresses(text))
    given = bool(at and name and (HOST.fullmatch(there) or there in resolver.farm)) and not typed
    known = (resolver.farm.get(there) or resolver.host_of(there)) if given else ''
    if not known and not typed:
        name, known = _with_wiki_behind(text, resolver)
    if known:
        text, host = name, known
    found = accounts_in(text, host, resolver) or _in_other_words(text, resolver)
    if not found and typed:
        return NO_PERSON if any(resolver.places(text)) else NO_WIKI
    if not found and _is_mail(text, resolver):
        return ADDRESS
    if not found and given and not known:
        return NO_WIKI
    if not found:
        try:
            bare = MARKUP.sub('', plain(text))
            found = [(normalize_user(bare, resolver.language(host or resolver.home_host, bare)), '')]
        except ValueError:
            return BAD_NAME
    if any(is_ip(one) or is_temporary(one) for one, _ in found):
        return UNREGISTERED
    if any(is_vanished(one) for one, _ in found):
        return GONE
    return [(one, host or stated) for one, stated in found]
