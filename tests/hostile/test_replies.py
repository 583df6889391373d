"""A bomb stands in every text of a reply."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.hostile.bombs import TooSlow, guard
from tests.hostile.fuzzing import attempt, one_try
from tests.hostile.reader import Reader
from tests.hostile.readers import READERS
from tests.hostile.replies import LONG, TIMES, OfReply, bombed, grown, replied

SAMPLE = {'a': 'x', 'b': [1, {'c': 'y', 'd': None}, 'z']}
BOMB = 'b' * LONG


def texts(value: Any) -> list[str]:
    """Return the texts of a reply."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return [text for one in inside for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_every_text_of_a_reply_is_bombed_with_all_others_and_alone() -> None:
    before = copy.deepcopy(SAMPLE)
    assert [texts(one) for one in bombed(SAMPLE, BOMB)] == [
        [BOMB] * 3,
        [BOMB, 'y', 'z'],
        ['x', BOMB, 'z'],
        ['x', 'y', BOMB],
    ]
    assert before == SAMPLE


def test_a_bomb_alone_is_whole_however_many_texts_there_are() -> None:
    many = {'rows': [{'title': 'x', 'user': 'y'} for _ in range(20)]}
    bomb = BOMB * 100
    together, *alone = bombed(many, bomb)
    assert sum(map(len, texts(together))) == TIMES * len(bomb)
    assert [sum(map(len, texts(one))) for one in alone] == [len(bomb) + 39] * 40


def test_a_long_reply_has_many_rows_of_each_kind_with_names_of_their_own() -> None:
    sample = {'count': 3, '0': {'code': 'sv', 'site': [{'url': 'u'}]}, 'a': [], 'b': [{'title': 'x'}, 'y']}
    before = copy.deepcopy(sample)
    table, sites, listed = (json.loads(json.dumps(one)) for one in grown(sample, 10_000))
    assert before == sample
    assert table['count'] == 3
    assert all(table[str(number)]['code'] == 'sv' for number in range(200))
    assert len({one['url'] for one in sites['0']['site']}) > 500
    assert len({one['title'] for one in listed['b'] if one != 'y'}) > 300
    assert all(10_000 < len(json.dumps(one)) < 25_000 for one in (table, sites, listed))


def test_a_reader_that_is_slow_on_many_rows_is_found() -> None:
    def slow(reply: Any) -> None:
        while isinstance(reply, dict) and len(reply.get('b', '')) > 100:
            pass

    reader = Reader(replied(slow, SAMPLE), samples=('x',))
    with pytest.raises(TooSlow), guard(0.2):
        for read in reader.long(50_000):
            one_try(reader, read)


@pytest.mark.parametrize('name', [name for name, one in READERS.items() if isinstance(one.read, OfReply)])
def test_every_text_of_each_reply_that_we_keep_is_bombed(name: str) -> None:
    read = READERS[name].read
    assert isinstance(read, OfReply)
    everything = list(bombed(read.sample, BOMB))
    assert len(everything) == 1 + len(texts(read.sample))
    assert set(texts(everything[0])) <= {BOMB}


@pytest.mark.parametrize('place', [0, 1, 2])
def test_a_reader_that_is_slow_on_one_text_alone_is_found(place: int) -> None:
    def slow(reply: Any) -> None:
        found = texts(reply)
        while found.count(BOMB) == 1 and found[place] == BOMB:
            pass

    with pytest.raises(TooSlow), guard(0.2):
        attempt(Reader(replied(slow, SAMPLE)), BOMB)


def test_what_one_reply_is_refused_for_hides_no_other() -> None:
    def strict(reply: Any) -> None:
        if texts(reply)[:1] == [BOMB]:
            raise KeyError(BOMB)
        if texts(reply)[2:] == [BOMB]:
            raise IndexError

    with pytest.raises(IndexError):
        attempt(Reader(replied(strict, SAMPLE), (KeyError,)), BOMB)
