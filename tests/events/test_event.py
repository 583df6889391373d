"""Coordinates, names and keys of events."""

from __future__ import annotations

import pytest
from outreach.events.event import Mode, coordinates, fold, key, link_key, made_id, mode_of, page_key, words


@pytest.mark.parametrize(
    ('text', 'result'),
    [('48.86, 2.35', (48.86, 2.35)), ('-13.8;-172.1', (-13.8, -172.1)), (' 1 / 2 ', (1.0, 2.0))],
)
def test_coordinates_are_read(text: str, result: tuple[float, float]) -> None:
    assert coordinates(text) == result


@pytest.mark.parametrize(
    ('text', 'why'), [('120.5, 30', 'swapped?'), ('200, 300', 'no place'), ('x', 'latitude')]
)
def test_places_that_are_none_are_told(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace('?', r'\?')):
        coordinates(text)


def test_names_compare_without_accents_and_marks() -> None:
    assert fold('  Édit-a-thon:  PARIS! ') == 'edit a thon paris'
    assert fold('القاهرة') == 'القاهرة'


def test_keys_are_one_word_and_addresses_compare() -> None:
    assert key('uid', ' a b ') == 'uid:a_b'
    assert page_key('m', 'event:X') == 'page:m/Event:X'
    assert link_key('http://A.example/x/?utm_source=y#z') == link_key('https://a.example/x')


def test_ids_are_the_same_in_every_run() -> None:
    assert made_id('ics', 'a', 'b') == made_id('ics', 'a', 'b') != made_id('ics', 'ab', '')


def test_modes() -> None:
    assert [mode_of(*pair) for pair in ((True, True), (True, None), (False, True), (None, None))] == [
        Mode.HYBRID,
        Mode.ONLINE,
        Mode.IN_PERSON,
        Mode.UNKNOWN,
    ]
    assert words('sv, ar،en') == ('sv', 'ar', 'en')
