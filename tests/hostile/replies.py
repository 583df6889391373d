"""Replies and other data, spoilt: of them a value becomes another one, where of a page letters do.

A short text chooses which value becomes something else. A long one, such as a bomb, stands in every text of
the reply: in each alone as it is, and in all at once, shorter where they are many. An ordinary reply that is
long has many rows.
"""

from __future__ import annotations

import copy
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from outreach import replyshapes

from tests.samples.recorded import recorded

GONE = object()
Place = tuple[Any, Any]
Read = Callable[[Any], object]
# a text of so many letters stands in every text of a reply; all of them together are so many times as long
LONG, TIMES = 1000, 4
# what rows of replies are told apart by: many rows with one name might be taken for one
NAMES = frozenset({'title', 'name', 'user', 'subject', 'url', 'id', 'dbname'})


@dataclass(frozen=True)
class OfReply:
    """A reader of a reply, and the reply as it ought to be."""

    read: Read
    sample: Any

    def __call__(self, text: str) -> object:
        return self.read(spoilt(self.sample, text) if text else copy.deepcopy(self.sample))

    def tries(self, text: str) -> Iterator[Callable[[], object]]:
        """Return what is to be read of a text: each reply that it spoils."""
        yield partial(self, text)
        if len(text) >= LONG:
            yield from (partial(self.read, one) for one in bombed(self.sample, text))

    def long(self, letters: int) -> Iterator[Callable[[], object]]:
        """Return what is to be read of long replies, of each list and of each table with rows of it."""
        yield from (partial(self.read, one) for one in grown(self.sample, letters))


def replied(read: Read, sample: Any) -> OfReply:
    """Return a reader of a text that chooses which value of a reply becomes something else, and what."""
    return OfReply(read, sample)


def answered(read: Read, module: str, sample: Any, **asked: str) -> OfReply:
    """Return such a reader of what a module of the API answers, once its shape was checked as in a run."""
    whole = {'action': module, **asked}
    return OfReply(_of_shape(lambda reply: read(reply[module]), whole), {module: sample})


def told(read: Read, form: str, number: int = 0) -> OfReply:
    """Return such a reader of a reply that is on file, once its shape was checked as in a run."""
    one = recorded(form)[number]
    return OfReply(_of_shape(read, dict(one.request)), one.reply)


def _of_shape(read: Read, asked: dict[str, Any]) -> Read:
    def checked(reply: Any) -> object:
        wrong = (
            not isinstance(reply, dict)
            or replyshapes.lacks_module(asked, reply)
            or replyshapes.wrong(asked, reply)
        )
        return None if wrong else read(reply)

    return checked


def spoilt(sample: Any, text: str) -> Any:
    """Return a copy of a reply in which one value is another, or is gone; the text decides."""
    whole = {'': copy.deepcopy(sample)}
    number = zlib.crc32(text.encode('utf-8', 'surrogatepass'))
    values: tuple[Any, ...] = (
        text, None, True, -1, 10**30, 1e308, float('inf'), '', [], {}, [text], {'x': text}, [None], [[]],
        '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '99991231235959', GONE,
    )  # fmt: skip
    places = list(_places(whole))
    holder, key = places[number % len(places)]
    new = values[number // len(places) % len(values)]
    if new is GONE and key != '':
        del holder[key]
    elif new is not GONE:
        holder[key] = new
    return whole['']


def bombed(sample: Any, text: str) -> Iterator[Any]:
    """Return copies of a reply: a part of a text in every text of it; the whole text in each alone."""
    count = len(_texts({'': sample}))
    part = text[: max(LONG, TIMES * len(text) // max(1, count))]
    for chosen, put in ((range(count), part), *(((number,), text) for number in range(count))):
        whole = {'': copy.deepcopy(sample)}
        places = _texts(whole)
        for number in chosen:
            holder, key = places[number]
            holder[key] = put
        yield whole['']


def grown(sample: Any, letters: int) -> Iterator[Any]:
    """Return copies of a reply, each with one list or table of so many letters: its rows again."""
    for number, (holder, key) in enumerate(_places({'': sample})):
        rows = _rows(holder[key])
        if rows:
            times = 1 + letters // len(json.dumps(rows, default=str))
            whole = {'': copy.deepcopy(sample)}
            holder, key = list(_places(whole))[number]
            many = [_numbered(row, time) for time in range(times) for row in rows]
            if isinstance(holder[key], list):
                holder[key] = many
            else:
                holder[key] |= {str(at): row for at, row in enumerate(many)}
            yield whole['']


def _rows(value: Any) -> list[Any]:
    """Return the rows of a list, or of a table with numbers for keys."""
    if isinstance(value, dict):
        return [row for key, row in value.items() if str(key).isdecimal()]
    return value if isinstance(value, list) else []


def _numbered(row: Any, time: int) -> Any:
    """Return a copy of a row that has another name each time."""
    if not isinstance(row, dict):
        return copy.deepcopy(row)
    return {
        key: f'{value} {time}' if time and key in NAMES and isinstance(value, str) else copy.deepcopy(value)
        for key, value in row.items()
    }


def _texts(whole: Any) -> list[Place]:
    return [(holder, key) for holder, key in _places(whole) if isinstance(holder[key], str)]


def _places(value: Any) -> Iterator[Place]:
    """Return where each value of a reply stands, as what holds it and its key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
