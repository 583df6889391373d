"""One piece of news: what a source said about it, as plain text, and by what it is known again."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from outreach.feeds.sources import KEY_LETTERS, FeedKind, FeedSource
from outreach.htmltext import has_tags, without_tags
from outreach.weblinks import same_address, web_link

MOST_LETTERS = 200
ID_LETTERS = 10

REFERENCE = re.compile(r'&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});', re.IGNORECASE)
# invisible, and able to turn around what stands beside them; joiners stay: Persian and emoji need them
UNWANTED = re.compile(
    '[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]'
)
REPLY = re.compile(r'(?:re|aw|sv|fwd?|wg|antw|tr|rv|odp)\s?:\s?', re.IGNORECASE)
LIST_NAME = re.compile(r'\[[^\[\]]{1,60}\]\s?')
FORUM_TOPIC = re.compile(r'/t/[^/]{1,300}/\d{1,9}/?')


@dataclass(frozen=True)
class Languages:
    """Languages as a wiki knows them: their codes, their names (folded) and autonyms, direction."""

    codes: frozenset[str] = frozenset()
    by_name: Mapping[str, str] = field(default_factory=dict)
    rtl: frozenset[str] = frozenset()
    autonyms: Mapping[str, str] = field(default_factory=dict)

    def code(self, text: str) -> str:
        """Return the code that a source's own (`en-US`) stands for; '' where there is none."""
        wanted = text.strip().lower().replace('_', '-')
        primary = wanted.partition('-')[0]
        return wanted if wanted in self.codes else primary if primary in self.codes else ''

    def named(self, words: Iterable[str]) -> str:
        """Return the language that one of the words is the name of; '' where none or several are named."""
        found = {self.by_name[fold(word)] for word in words if fold(word) in self.by_name}
        return found.pop() if len(found) == 1 else ''


@dataclass(frozen=True)
class Item:
    """One piece of news. `id` names source and item; `moment` is None where the source gives no date.

    `site_language` is what the feed claims for all of it, the weakest word on the matter.
    `text` is only searched in, `mentions` are the addresses that its text links to, made comparable;
    `discussion` is the address of a forum's topic about it ('': none).
    """

    source: FeedSource
    id: str
    link: str
    title: str
    moment: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ''
    site_language: str = ''
    text: str = ''
    mentions: frozenset[str] = frozenset()
    discussion: str = ''

    @property
    def is_topic(self) -> bool:
        """Return whether this is a topic of a forum."""
        return self.source.kind is FeedKind.DISCOURSE or bool(FORUM_TOPIC.fullmatch(urlsplit(self.link).path))


def item(source: FeedSource, entry: Mapping[str, Any], languages: Languages, claimed: str = '') -> Item:
    """Return what an entry of a source says, as `reading.read` gives it; `claimed` is the feed's language.

    Raises ValueError saying why where its link may not stand on a page.
    """
    link = web_link(entry['link'] or _address(entry['id']))
    title = plain(entry['title'])
    if source.kind is FeedKind.LIST:
        title = _subject(title)
    tags = tuple(dict.fromkeys(tag for tag in (plain(one) for one in entry['tags']) if tag))
    text = plain(entry['text'], most=1000)
    moment = datetime.fromisoformat(entry['date']).replace(second=0) if entry['date'] else None
    return Item(
        source,
        identity(source, title if source.kind is FeedKind.LIST else entry['id'], link),
        link,
        title or _cut(text, 80) or _untitled(link, moment),
        moment,
        tuple(name for name in map(author, entry['authors']) if name),
        tags,
        languages.code(entry['language']) or languages.named(tags),
        languages.code(claimed),
        text,
        frozenset(map(_comparable, entry['links'])) - {same_address(link), ''},
    )


def identity(source: FeedSource, given: str, link: str) -> str:
    """Return the letters by which an item is known: of its source, then of what the source calls it.

    An address as name counts without its scheme: sites move from http to https, and their items with them.
    """
    name = fold(given) if source.kind is FeedKind.LIST else given
    name = _comparable(name) or name or same_address(link)
    return source.key + hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:ID_LETTERS]


def source_key(item_id: str) -> str:
    """Return the key of the source that an item's id names."""
    return item_id[:KEY_LETTERS]


def plain(text: str, most: int = MOST_LETTERS) -> str:
    """Return a title or a name as people read it, on one line, cut at a word.

    It is decoded once more where it holds tags or references: feeds escape twice, and not all of them.
    """
    if has_tags(text) or REFERENCE.search(text):
        text = html.unescape(without_tags(text))
    text = unicodedata.normalize('NFC', UNWANTED.sub('', text.replace('\n', ' ').replace('\t', ' ')))
    return _cut(' '.join(text.split()), most)


def fold(text: str) -> str:
    """Return a text for comparing: case, accents and blanks do not count."""
    apart = unicodedata.normalize('NFKD', text.casefold())
    return ' '.join(''.join(char for char in apart if not unicodedata.combining(char)).split())


def author(text: str) -> str:
    """Return a name without any e-mail address in it; '' where nothing else is left."""
    words = [word for word in plain(text, 80).split() if not set(word) & set('@＠')]
    return ' '.join(words).strip(' ()<>"')


def threads(items: Iterable[Item]) -> list[Item]:
    """Return the messages of a mailing list as its threads: the first message of each."""
    first: dict[str, Item] = {}
    for one in items:
        known = first.get(one.id)
        if known is None or (one.moment and known.moment and one.moment < known.moment):
            first[one.id] = one
    return list(first.values())


def merged(items: Iterable[Item]) -> list[Item]:
    """Return each piece of news once: what several sources carry belongs to the one that comes first."""
    seen: set[str] = set()
    found: list[Item] = []
    for one in items:
        address = same_address(one.link)
        if not {one.id, address} & seen:
            found.append(one)
        seen |= {one.id, address}
    return found


def with_discussions(items: Collection[Item]) -> list[Item]:
    """Return the items, topics of forums that link to one of them as its discussion instead."""
    posts = {same_address(one.link): one for one in items if not one.is_topic}
    about: dict[str, str] = {}
    taken: set[str] = set()
    for one in items:
        posts_named = sorted(one.mentions & posts.keys()) if one.is_topic else []
        if posts_named and posts_named[0] not in about:
            about[posts_named[0]] = one.link
            taken.add(one.id)
    return [
        replace(one, discussion=about.get(same_address(one.link), '')) for one in items if one.id not in taken
    ]


def _address(text: str) -> str:
    return text if text.startswith(('https://', 'http://')) else ''


def _comparable(link: str) -> str:
    """Return an address for comparing; '' for what is none."""
    try:
        return same_address(web_link(link))
    except ValueError:
        return ''


def _subject(title: str) -> str:
    """Return the subject of a message without the list's name and the marks of replies."""
    while mark := REPLY.match(title) or LIST_NAME.match(title):
        title = title[mark.end() :]
    return title


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    whole = text[: most - 1]
    return f'{(whole.rpartition(" ")[0] or whole).rstrip()}…'


def _untitled(link: str, moment: datetime | None) -> str:
    host = urlsplit(link).hostname or ''
    return f'{host}, {moment.date().isoformat()}' if moment else host
