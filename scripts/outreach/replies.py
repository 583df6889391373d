"""Whether a reply of a wiki has the shape that we know: what lacks a key that we need is no answer.

A `Shape` names the keys that an entry of a reply needs and those that may be absent, each with what its
absence means; `replyshapes` declares one for each request form that the scripts use. `fault` holds a
reply against them. Whoever asks a wiki gets a reply without a fault or an error that names the key: what
lacks a key that we need is never "no such account", "not blocked" or "nobody".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.moments import is_moment

Entry = Mapping[str, Any]
Asked = Mapping[str, frozenset[str]]


class Moment:
    """The kind of a text that is a moment, `2026-05-01T10:00:00Z`: what is none could not be compared."""


class Expiry:
    """The kind of a text that says when something ends: a moment, or that it never does."""


class TextList:
    """The kind of a list of texts."""


# what MediaWiki writes for no end (core's ApiResult::formatExpiry, wfIsInfinity)
ENDLESS = frozenset({'infinity', 'infinite', 'indefinite', 'never'})


@dataclass(frozen=True)
class Key:
    """A key of an entry. `asked` (`ucprop=title`) says that only that question brings it along.

    `absent` is what it means that the key is not there, '' where it has to be; `unless` are flags beside
    it each of which explains that it is not.
    """

    name: str
    kind: Kind
    asked: str = ''
    absent: str = ''
    unless: tuple[str, ...] = ()

    def wanted(self, asked: Asked) -> bool:
        """Return whether the question was one that brings this key along."""
        parameter, _, value = self.asked.partition('=')
        return not parameter or (value in asked.get(parameter, ()) if value else parameter in asked)


@dataclass(frozen=True)
class Shape:
    """What an entry looks like. `nothing` are flags that say there is nothing else to tell (`missing`).

    `contradiction` gives what in an entry cannot be true at once, '' where all can.
    """

    keys: tuple[Key, ...]
    nothing: tuple[str, ...] = ()
    contradiction: Callable[[Entry], str] = lambda _: ''


@dataclass(frozen=True)
class Many:
    """A list of entries."""

    shape: Shape | NamedEntries


@dataclass(frozen=True)
class NamedEntries:
    """Entries by a name that is no key of ours (a language, a number, a project)."""

    shape: Shape | Many | NamedEntries


Kind = type | tuple[type, ...] | Shape | Many | NamedEntries


@dataclass(frozen=True)
class WrongKey:
    """A key that an entry has to have, where it stands, and what is wrong with it ('' for nothing)."""

    entry: Entry
    key: str
    place: str
    fault: str = ''


def need(name: str, kind: Kind, asked: str = '', unless: str = '') -> Key:
    """Return a key that has to be there, if not a flag of `unless` (`userhidden suppressed`) is."""
    return Key(name, kind, asked, '', tuple(unless.split()))


def may(name: str, kind: Kind, absent: str, asked: str = '') -> Key:
    """Return a key that may be absent, and what that means."""
    return Key(name, kind, asked, absent)


def is_set(entry: Entry, flag: str) -> bool:
    """Return whether a flag is set: True in one format of the API and an empty text in the other."""
    return flag in entry and entry[flag] is not False


def fault(shape: Shape, reply: Entry, asked: Asked) -> str:
    """Return what a reply lacks, with its place and key; '' where it has the shape."""
    return next(
        (f'{one.place}{one.key}: {one.fault}' for one in findings(shape, reply, asked) if one.fault), ''
    )


def findings(shape: Shape, entry: Entry, asked: Asked, place: str = '') -> Iterator[WrongKey]:
    """Return the keys that an entry, and the entries inside it, must have; also each that is wrong."""
    if any(is_set(entry, flag) for flag in shape.nothing):
        return
    sound = True
    for key in shape.keys:
        excused = key.absent or not key.wanted(asked) or any(is_set(entry, flag) for flag in key.unless)
        if key.name not in entry:
            if not excused:
                sound = False
                yield WrongKey(entry, key.name, place, 'is absent')
            continue
        value = entry[key.name]
        wrong = '' if _fits(value, key.kind) else f'is {type(value).__name__} {str(value)[:40]!r}'
        if wrong or not excused:
            yield WrongKey(entry, key.name, place, wrong)
        sound = sound and not wrong
        if not wrong:
            yield from _inside(value, key.kind, asked, f'{place}{key.name} ')
    said = shape.contradiction(entry) if sound else ''
    if said:
        yield WrongKey(entry, said, place, 'contradicts the rest of the entry')


def _fits(value: Any, kind: Kind) -> bool:
    if isinstance(kind, Shape):
        return isinstance(value, Mapping)
    if isinstance(kind, Many):
        return isinstance(value, list) and all(_fits(one, kind.shape) for one in value)
    if isinstance(kind, NamedEntries):
        # PHP writes an empty table as an empty list
        inside = value.values() if isinstance(value, Mapping) else ()
        return (isinstance(value, Mapping) or value == []) and all(_fits(one, kind.shape) for one in inside)
    if kind is TextList:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind in (Moment, Expiry):
        return isinstance(value, str) and (is_moment(value) or (kind is Expiry and value in ENDLESS))
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)


def _inside(value: Any, kind: Kind, asked: Asked, place: str) -> Iterator[WrongKey]:
    if isinstance(kind, Shape):
        yield from findings(kind, value, asked, place)
    elif isinstance(kind, Many):
        for one in value:
            yield from _inside(one, kind.shape, asked, f'{place}{_name(one)}')
    elif isinstance(kind, NamedEntries) and value:
        for name, one in value.items():
            yield from _inside(one, kind.shape, asked, f'{place}{name} ')


def _name(entry: Any) -> str:
    """Return what tells an entry from others to a person who reads of it."""
    if not isinstance(entry, Mapping):
        return ''
    for key in ('title', 'name', 'user', 'dbname', 'prefix', 'logid', 'revid'):
        if isinstance(entry.get(key), str | int):
            return f'{str(entry[key])[:60]} '
    return ''


def asked_in(parameters: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the values of each parameter of a request, however they were written (list or `a|b`)."""
    found: dict[str, frozenset[str]] = {}
    for name, value in parameters.items():
        if value is None or value is False:
            continue
        listed = value if isinstance(value, list | tuple | set | frozenset) else re.split(r'\|', str(value))
        found[name] = frozenset(str(one) for one in listed)
    return found
