"""Some of the bombs that `make bombs` sets off, at a small part of their size."""

from __future__ import annotations

import ast

import pytest

from tests.hostile.bombs import (
    ASKED_LETTERS,
    ASKED_LINES,
    BOMBS,
    SHAPES,
    UNITS,
    TooSlow,
    bombs_for,
    guard,
    use,
)
from tests.hostile.fuzzing import attempt, one_try
from tests.hostile.inventory import FILES, expressions, tree
from tests.hostile.readers import READERS

LETTERS = 4_000
SECONDS = 3.0
# each reader gets each shape, and of the other bombs one in so many, another one than its neighbour
ONE_IN = 60


def test_the_guard_stops_what_is_slow_and_nothing_else() -> None:
    with pytest.raises(TooSlow), guard(0.2):
        while True:
            pass
    with guard(0.2):
        pass


@pytest.mark.parametrize('name', READERS)
def test_no_bomb_holds_a_reader_up(name: str) -> None:
    number = list(READERS).index(name)
    chosen = [*SHAPES, *list(BOMBS)[number % ONE_IN :: ONE_IN]]
    for bomb in chosen:
        with guard(SECONDS):
            attempt(READERS[name], BOMBS[bomb](READERS[name].most or LETTERS))
    with guard(SECONDS):
        for read in READERS[name].long(LETTERS):
            one_try(READERS[name], read)


@pytest.mark.parametrize('name', ASKED_LINES)
def test_the_lines_of_a_page_are_counted_once(name: str) -> None:
    unit = ASKED_LINES[name]
    with guard(SECONDS):
        attempt(READERS[name], unit * (ASKED_LETTERS // len(unit)))


def test_nothing_counts_lines_from_the_start_of_a_text() -> None:
    """That takes as long as the place is far, for each place; `LineNumbers` counts once."""
    found = [
        f'{path.name}:{node.lineno}'
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == 'count'
        and [ast.unparse(one) for one in node.args[1:2]] == ['0']
    ]
    assert found == []


def test_every_bomb_is_given_to_some_reader() -> None:
    assert len(BOMBS) == 2 * len(UNITS) + len(SHAPES)
    assert len(READERS) > ONE_IN


def test_no_pattern_is_held_up_by_a_text_made_for_it() -> None:
    count = 0
    for one in expressions():
        for bomb in bombs_for(one, LETTERS):
            count += 1
            with guard(SECONDS):
                use(one, bomb)
    assert count > 200
