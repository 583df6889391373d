"""Columns of tables and files that name people: which one does, which one gives their wiki, and which wiki.

A column of user names goes before one of names; who stands in a column of other people is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outreach.accountlinks import Resolver
from outreach.names import decode_entities

MARKUP = re.compile(r"<[^<>]*>|'{2,}|&nbsp;")
USERS = re.compile(r'\b(?:user ?names?|users?|accounts?|signatures?|signed|sign)\b', re.IGNORECASE)
NAMES = re.compile(r'\b(?:names?|participants?|attendees?|members?|people|persons?|who)\b', re.IGNORECASE)
OTHER_NAMES = re.compile(r'\b(?:real|full|first|last|given|family|event|project|group|team)\b', re.IGNORECASE)
# somebody who has to do with the person of the row, and is another one
OTHER_PEOPLE = re.compile(
    r'\b(?:invited|invit\w*|by|mentors?|coach\w*|contacts?|hosts?|organi[sz]\w*|referr\w*|refer|added|'
    r'review\w*|partners?|buddy|approv\w*|with|comments?|notes?|remarks?)\b',
    re.IGNORECASE,
)
WIKIS = re.compile(r'\b(?:wikis?|home ?wiki|projects?|site|wikipedia)\b', re.IGNORECASE)
ROLES = re.compile(r'\broles?\b', re.IGNORECASE)
CODE = re.compile(r'[a-z]{2,}(?:-[a-z]+){0,3}')
HOST = re.compile(r'[a-z0-9-]+(?:\.[a-z0-9-]+){1,5}')


@dataclass(frozen=True)
class Columns:
    """The columns of a table by number; None for one that the header does not tell."""

    users: int | None = None
    names: int | None = None
    wiki: int | None = None
    roles: int | None = None
    others: frozenset[int] = frozenset()

    @property
    def of_people(self) -> tuple[int, ...]:
        """The columns that name the person of a row, the better one first."""
        return tuple(one for one in (self.users, self.names) if one is not None)


def columns_of(labels: Mapping[int, str]) -> Columns:
    """Return which column is which, by the words above them."""

    def first(pattern: re.Pattern[str], *, but: re.Pattern[str] | None = None) -> int | None:
        return next(
            (
                at
                for at in sorted(labels)
                if pattern.search(labels[at]) and not (but and but.search(labels[at]))
            ),
            None,
        )

    others = frozenset(at for at, label in labels.items() if OTHER_PEOPLE.search(label))
    wiki = first(WIKIS, but=USERS)
    return Columns(
        first(USERS, but=OTHER_PEOPLE),
        first(NAMES, but=re.compile(f'{OTHER_NAMES.pattern}|{OTHER_PEOPLE.pattern}', re.IGNORECASE)),
        None if wiki is not None and NAMES.search(labels[wiki]) else wiki,
        first(ROLES),
        others,
    )


def is_label(text: str) -> bool:
    """Whether a cell is one of the words that stand above a column of people."""
    return bool(USERS.fullmatch(text) or NAMES.fullmatch(text))


def plain(text: str) -> str:
    """Return the words of a cell without markup."""
    return ' '.join(MARKUP.sub(' ', decode_entities(text)).split())


def wiki_named(text: str, resolver: Resolver) -> str:
    """Return the host of the wiki that a cell or a column names: by its host, an address, a link, a database
    name or a prefix of this wiki; '' where it names none.
    """
    for place in resolver.places(text):
        return place[0]
    word = plain(text).lower().strip('[]:. ')
    if HOST.fullmatch(word):
        return resolver.host_of(word)
    if word in resolver.farm:
        return resolver.farm[word]
    namespaces = resolver.look(resolver.home_host)
    host = namespaces.interwiki.get(word, '') if namespaces and CODE.fullmatch(word) else ''
    return host if host and resolver.knows(host) else ''
