"""Whom letters are for: lines of a client list, a file, a list or a sign-up page, made into people.

Who stands there twice is one person and gets one letter. What is wrong is said by the line, never by the
person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from outreach import sharedkeys
from outreach.affiliates.clientlist import Client
from outreach.affiliates.contactfile import PrivateContact
from outreach.letters import mailaddress
from outreach.letters.letter import Group, KnownFrom, Recipient
from outreach.letters.lettertext import unseen
from outreach.problems import Problem


@dataclass(frozen=True)
class PersonLine:
    """One line of the input that names somebody."""

    place: str
    user: str = ''
    address: str = ''
    name: str = ''
    role: str = ''
    group: Group | None = None
    languages: tuple[str, ...] = ()
    source: KnownFrom = KnownFrom.FILE
    page: str = ''
    ties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class People:
    """The people, and what is wrong with those who are left out, by line."""

    people: tuple[Recipient, ...] = ()
    problems: tuple[Problem, ...] = ()
    merged: tuple[Problem, ...] = field(default=())


def of_clients(clients: Iterable[Client], place: str) -> Iterator[PersonLine]:
    """Return the lines of a client list; one person has the same number on all lines."""
    for number, one in enumerate(clients, 3):
        group = Group(one.affiliate, one.code, one.type, one.region)
        # the registry names accounts; whoever has an address has it from a file
        source = KnownFrom.CONTACTS if one.email else KnownFrom.REGISTRY
        yield PersonLine(
            f'{place}, line {number}', one.username, one.email.strip(), one.name, one.role, group,
            tuple(one.language.split()), source, '', frozenset({f'number {one.person}'}),
        )  # fmt: skip


def of_contacts(contacts: Iterable[PrivateContact], place: str) -> Iterator[PersonLine]:
    """Return the lines of a private file of people: the words for a group are its name, if there is one."""
    for one in contacts:
        group = Group(one.affiliate[-1]) if one.affiliate else None
        languages = tuple(one.language.replace(',', ' ').lower().split())
        yield PersonLine(
            f'{place}, line {one.line}', one.user, one.email.strip(), one.name, one.role, group, languages
        )


def together(lines: Sequence[PersonLine], ids: Mapping[str, int]) -> People:
    """Return the people of these lines, each once; `ids` are the numbers of global accounts by name.

    Who has two addresses is left out, so that somebody decides.
    """
    people: list[Recipient] = []
    problems: list[Problem] = []
    merged: list[Problem] = []
    for some in sharedkeys.groups(lines, lambda one: identities(one, ids) | one.ties):
        places = tuple(one.place for one in some)
        addresses = {mailaddress.identity(one.address): one.address for one in some if one.address}
        wrong = _wrong(some, addresses)
        if wrong:
            problems.append(Problem(' and '.join(places), wrong))
            continue
        if len(places) > 1:
            merged.append(Problem(' and '.join(places), 'are one person, who gets one letter'))
        people.append(_person(some, addresses, ids))
    return People(tuple(people), tuple(problems), tuple(merged))


def identities(line: PersonLine, ids: Mapping[str, int]) -> set[str]:
    """Return by what a person is known: the number and the name of the account, and the address."""
    found = {f'@{mailaddress.identity(line.address)}'} if line.address else set()
    if line.user:
        found |= {f'user:{line.user}'} | ({f'#{ids[line.user]}'} if line.user in ids else set())
    return found


def _wrong(some: Sequence[PersonLine], addresses: Mapping[str, str]) -> str:
    if not any(one.user or one.address for one in some):
        return 'has neither an address nor an account'
    if len(addresses) > 1:
        return 'have two addresses for one person; keep one of them'
    for address in addresses.values():
        try:
            mailaddress.readable(address)
        except ValueError as error:
            return f'the address {error}'
    texts = [text for one in some for text in (one.name, one.role, one.user, *(_words(one.group)))]
    hidden = next((char for text in texts if (char := unseen(text))), '')
    return f'holds the invisible character {hidden} in a name' if hidden else ''


def _words(group: Group | None) -> tuple[str, ...]:
    return (group.name, group.code, group.type, group.region) if group else ()


def _person(some: Sequence[PersonLine], addresses: Mapping[str, str], ids: Mapping[str, int]) -> Recipient:
    names = {one.name.casefold(): one.name for one in some if one.name}
    return Recipient(
        identities=frozenset().union(*(identities(one, ids) for one in some)),
        user=next((one.user for one in some if one.user), ''),
        address=next(iter(addresses.values()), ''),
        # an address that several people share is greeted without a name
        name=next(iter(names.values())) if len(names) == 1 else '',
        role=next((one.role for one in some if one.role), ''),
        groups=tuple(dict.fromkeys(one.group for one in some if one.group)),
        languages=tuple(dict.fromkeys(code for one in some for code in one.languages)),
        source=_source(some),
        page=next((one.page for one in some if one.page), ''),
        places=tuple(one.place for one in some),
    )


def _source(some: Sequence[PersonLine]) -> KnownFrom:
    """Return where a person is known from; the file that gave an address comes before the registry."""
    told = [one.source for one in some]
    return KnownFrom.CONTACTS if KnownFrom.CONTACTS in told else min(told, key=list(KnownFrom).index)
