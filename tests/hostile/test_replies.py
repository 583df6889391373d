"""A bomb stands in every text of a reply."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.hostile.bombs import TooSlow, guard
from tests.hostile.fuzzing import attempt
from tests.hostile.reader import Reader
from tests.hostile.readers import READERS
from tests.hostile.replies import LONG, OfReply, bombed, replied

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
