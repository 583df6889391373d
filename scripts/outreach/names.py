"""Names of accounts and titles of pages, compared as MediaWiki compares them.

Sources: https://www.mediawiki.org/wiki/Manual:Page_title (what a title may hold, what is folded) and
https://www.mediawiki.org/wiki/API:Siteinfo (namespaces, their aliases and gender forms).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

USER, USER_TALK, PROJECT, CATEGORY = 2, 3, 4, 14
LANGUAGE_CODE = re.compile(r'[a-z]{2,}(?:-[a-z0-9]+)*')
# of names that are read again and again
KEPT = 20_000
# What MediaWiki takes for a blank in titles (MediaWikiTitleCodec): U+0085 is a letter to it, not to Python.
BLANK = ' \xa0\u1680\u180e' + ''.join(map(chr, range(0x2000, 0x200B))) + '\u2028\u2029\u202f\u205f\u3000'
BLANKS = re.compile(f'[_{BLANK}]+')
# MediaWiki drops these from titles without a word; a person cannot see them.
BIDI_MARKS = re.compile(r'[\u200e\u200f\u202a-\u202e]+')
INVISIBLE = re.compile(
    r'[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]'
)
NOT_IN_TITLES = re.compile(r'[<>\[\]{}|\x00-\x1f\x7f\ufffd]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9\x80-\U0010ffff]+;')
ENTITY = re.compile(r'&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});')
OLD_IP = re.compile(r'\d{1,3}\.\d{1,3}\.\d{1,3}\.(?:xxx|\d{1,3})')
TEMPORARY = re.compile(r'~2\d{3}-\d[\d-]*')
MAX_TITLE_BYTES = 255
# Languages in which a small i keeps its dot (core's LanguageTr, LanguageAz, LanguageKaa).
DOTTED = frozenset({'tr', 'az', 'kaa'})
# Names that an account gets when its owner leaves for good: nobody is there to be asked, and the name
# is nobody's business. https://meta.wikimedia.org/wiki/Right_to_vanish, T195888, T420848
VANISHED = re.compile(r'(?:renamed|vanished)[ _]?(?:user|account)(?![^\W\d_]).{0,200}', re.IGNORECASE)

# Canonical names work on every wiki, whatever its language (Manual:Namespace).
CANONICAL = {
    -2: 'Media',
    -1: 'Special',
    0: '',
    1: 'Talk',
    2: 'User',
    3: 'User talk',
    4: 'Project',
    5: 'Project talk',
    6: 'File',
    7: 'File talk',
    8: 'MediaWiki',
    9: 'MediaWiki talk',
    10: 'Template',
    11: 'Template talk',
    12: 'Help',
    13: 'Help talk',
    14: 'Category',
    15: 'Category talk',
}


def first_upper(text: str, language: str = '') -> str:
    """Return the text with its first letter as the titles of a wiki in that language have it.

    That is the title case of the letter where it is one letter: Georgian stays, ǆ becomes ǅ, ß stays
    (core's Language::ucfirst with PHP's MB_CASE_TITLE, T292552; Wikimedia's UcfirstOverrides.php).
    """
    if text[:1] == 'i' and language in DOTTED:
        return f'İ{text[1:]}'
    upper = text[:1].title()
    return upper + text[1:] if len(upper) == 1 else text


@lru_cache(maxsize=KEPT)
def blanks(text: str) -> str:
    """Return the text in normal form C with underscores and runs of blanks as single blanks."""
    return BLANKS.sub(' ', unicodedata.normalize('NFC', text)).strip(' ')


def decode_entities(text: str) -> str:
    """Return the text with its character references (`&amp;`, `&#61;`) as the characters they stand for."""
    return ENTITY.sub(lambda match: html.unescape(match[0]), text) if '&' in text else text


def invisible_in(text: str) -> str:
    """Name the first invisible character (bidi mark, control) as `U+200E`; '' where there is none."""
    found = INVISIBLE.search(text)
    return f'U+{ord(found[0]):04X}' if found else ''


def normalize_user(text: str, language: str = '') -> str:
    """Return the name of an account as MediaWiki stores it, on a wiki in that language.

    Raises ValueError with the offending text where no account could have that name, and where it holds
    characters that nobody can see: such a name is not what it looks like.
    """
    hidden = invisible_in(text)
    if hidden:
        raise ValueError(f'{text!r} holds the invisible character {hidden}')
    name = first_upper(blanks(text), language)
    if not name:
        raise ValueError(f'{text!r} is no name of an account: it is empty')
    forbidden = NOT_IN_TITLES.search(name) or re.search(r'[/#]', name)
    if forbidden:
        raise ValueError(f'{text!r} is no name of an account: it holds {forbidden[0]!r}')
    if len(name.encode()) > MAX_TITLE_BYTES:
        raise ValueError(f'{text!r} is no name of an account: it is longer than 255 bytes')
    return name


def same_account(name: str) -> str:
    """Return what the names of one account have in common on all wikis: compare with it, never show it.

    No two accounts differ in the case of their first letter alone, but wikis and we may write it in two
    ways, where PHP and Python know other letters (T292552).
    """
    return name[:1].casefold() + name[1:]


def spellings(name: str) -> frozenset[str]:
    """Return a name with its first letter as any MediaWiki may have it: those before 1.40 make of Georgian
    letters capitals that nobody writes (T292552).
    """
    upper = name[:1].upper()
    return frozenset({name, upper + name[1:] if len(upper) == 1 else name})


def is_ip(name: str) -> bool:
    """Whether the name is an IP address or a range: somebody without an account."""
    if OLD_IP.fullmatch(name):
        return True
    try:
        ip_network(name, strict=False) if '/' in name else ip_address(name)
    except ValueError:
        return False
    return True


def is_temporary(name: str) -> bool:
    """Whether the name is that of a temporary account, such as ~2026-12345-6.

    Source: https://www.mediawiki.org/wiki/Help:Temporary_accounts
    """
    return bool(TEMPORARY.fullmatch(name))


def is_vanished(name: str) -> bool:
    """Whether the name is one that accounts get when their owners vanish, as `Renamed user 8f3a2c1b`."""
    return bool(VANISHED.fullmatch(name))


def user_talk(name: str) -> str:
    """Return the talk page of an account, by the name that works on every wiki."""
    return f'User talk:{name}'


@lru_cache(maxsize=KEPT)
def _fold(name: str) -> str:
    return blanks(BIDI_MARKS.sub('', name)).lower()


@dataclass(frozen=True)
class Namespaces:
    """The namespaces of one wiki: numbers and all their names; and where its interwiki prefixes lead.

    `local` and `canonical` give one name per number; `names` gives the number of every name in lower
    case, aliases and gender forms included; `sensitive` are the numbers whose titles keep a small first
    letter; `interwiki` gives the host behind a prefix and `specials` the canonical name of a special page
    by any of its names in lower case, if requested. `language` is that of the wiki's content.
    """

    local: Mapping[int, str]
    canonical: Mapping[int, str]
    names: Mapping[str, int]
    sensitive: frozenset[int] = frozenset()
    interwiki: Mapping[str, str] = field(default_factory=dict)
    specials: Mapping[str, str] = field(default_factory=dict)
    language: str = ''

    @classmethod
    def from_siteinfo(cls, reply: Mapping[str, Any]) -> Namespaces:
        """Read the `query` object of siprop=namespaces|namespacealiases, formatversion 2.

        `interwikimap`, `specialpagealiases` and `general` are read where they were asked for.
        """
        local: dict[int, str] = {}
        canonical = dict(CANONICAL)
        names = {_fold(name): number for number, name in CANONICAL.items() if name}
        sensitive = set()
        for one in dict(reply['namespaces']).values():
            number = int(one['id'])
            local[number] = one['name']
            canonical[number] = one.get('canonical', '') if number else ''
            for name in (one['name'], canonical[number]):
                if name:
                    names[_fold(name)] = number
            if one.get('case') == 'case-sensitive':
                sensitive.add(number)
        for one in reply.get('namespacealiases', ()):
            names.setdefault(_fold(one['alias']), int(one['id']))
        specials = {
            _fold(alias): one['realname']
            for one in reply.get('specialpagealiases', ())
            for alias in one['aliases']
        }
        interwiki = _interwiki(reply.get('interwikimap', ()))
        language = str(reply.get('general', {}).get('lang', ''))
        return cls(local, canonical, names, frozenset(sensitive), interwiki, specials, language)

    def split(self, title: str) -> tuple[int, str]:
        """Return the namespace number and the rest of a title as MediaWiki would store it.

        Raises ValueError with the offending text where no wiki could have such a page.
        """
        text = blanks(BIDI_MARKS.sub('', decode_entities(title)))
        text = text.removeprefix(':').lstrip(' ').partition('#')[0].rstrip(' ')
        number = 0
        prefix, colon, rest = text.partition(':')
        if colon and _fold(prefix) in self.names:
            number, text = self.names[_fold(prefix)], rest.lstrip(' ')
        forbidden = NOT_IN_TITLES.search(text)
        if forbidden:
            raise ValueError(f'{title!r} is no page title: it holds {forbidden[0]!r}')
        if not text or (number == 0 and text.startswith(':')):
            raise ValueError(f'{title!r} is no page title')
        if re.search(r'(?:^|/)\.{1,2}(?:/|$)|~~~', text) or len(text.encode()) > MAX_TITLE_BYTES:
            raise ValueError(f'{title!r} is no page title')
        return number, text if number in self.sensitive else first_upper(text, self.language)

    def split_prefix(self, title: str) -> int | None:
        """Return the number of the namespace that a title names; None where it names none."""
        prefix, colon, _ = title.removeprefix(':').partition(':')
        return self.names.get(_fold(prefix)) if colon else None

    def canonical_title(self, title: str) -> str:
        """Return the title with the namespace's canonical name, which works on wikis in any language."""
        number, rest = self.split(title)
        prefix = self.canonical.get(number) or self.local.get(number, '')
        return f'{prefix}:{rest}' if prefix else rest

    def local_title(self, title: str) -> str:
        """Return the title as this wiki writes it."""
        number, rest = self.split(title)
        prefix = self.local.get(number, '')
        return f'{prefix}:{rest}' if prefix else rest

    def follow(self, title: str) -> tuple[str, str] | None:
        """Return the host behind the interwiki prefix of a title and what follows the prefix.

        None where the title stays on this wiki. The host is '' where the prefix leads to no known one.
        """
        text = blanks(BIDI_MARKS.sub('', title)).removeprefix(':').lstrip(' ')
        prefix, colon, rest = text.partition(':')
        folded = _fold(prefix)
        if not colon or folded in self.names or folded not in self.interwiki:
            return None
        return self.interwiki[folded], rest.strip(' ')


def _interwiki(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {str(row['prefix']).lower(): urlsplit(str(row['url'])).hostname or '' for row in rows}


ENGLISH = Namespaces(
    CANONICAL, CANONICAL, {_fold(name): number for number, name in CANONICAL.items() if name}
)
