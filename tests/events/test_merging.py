"""One event out of several sightings, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.events.event import Event, EventStatus, Mode, Rank, Sighting, key
from outreach.events.merging import merged, perhaps_the_same, with_ids

from tests.events.samples import CE, ICS, PARIS, ROWS, TALK, ce, days, moved, row, sighting

ORDER = {ROWS.key: 0, CE.key: 1, ICS.key: 2}


def test_an_event_in_three_sources_is_one_with_the_words_of_people() -> None:
    """T7, C12, C13"""
    page = key('page', 'meta.wikimedia.test/Event:Paris_days')
    link = key('link', 'diff.example/paris')
    [found] = merged(
        [
            sighting(
                Event(
                    'Paris on Diff',
                    days('2026-12-04'),
                    place='Paris 3e',
                    links=('https://diff.example/paris',),
                ),
                'd',
                ICS,
                Rank.SITE,
                link,
            ),
            ce(replace(PARIS, languages=()), 7, page),
            row(
                Event(
                    'Les journées de Paris',
                    days('2026-12-04', '2026-12-06'),
                    languages=('fr',),
                    links=('https://w.example/',),
                ),
                page,
                link,
            ),
        ],
        ORDER,
    )
    assert found.event.name == 'Les journées de Paris'
    assert (found.event.place, found.event.country, found.event.languages) == ('Paris', 'FR', ('fr',))
    assert found.event.links == ('https://w.example/', PARIS.links[0], 'https://diff.example/paris')
    assert (found.id, len(found.sources)) == ('ce-7', 3)


def test_two_events_in_one_minute_stay_two() -> None:
    """T18, C14"""
    found = merged(
        [sighting(replace(TALK, mode=Mode.IN_PERSON, country=code), code) for code in ('SE', 'FI')], ORDER
    )
    assert len(with_ids(found, {})) == len({one.id for one in with_ids(found, {})}) == 2
    assert perhaps_the_same(found) == []


def test_equal_names_on_one_day_are_told_and_not_merged() -> None:
    """C14"""
    found = merged([ce(PARIS, 7), sighting(replace(PARIS, name='PARIS  Days'), 'x')], ORDER)
    assert len(found) == 2
    assert [(a.id, b.event.name) for a, b in perhaps_the_same(found)] == [('ce-7', 'PARIS  Days')]


def test_a_page_of_a_whole_series_makes_nothing_one() -> None:
    """C12"""
    series = key('link', 'chapter.example/calendar')
    found = merged(
        [sighting(TALK, 'a', ICS, Rank.CALENDAR, series), sighting(PARIS, 'b', ICS, Rank.CALENDAR, series)],
        ORDER,
    )
    assert len(found) == 2


def test_a_row_speaks_of_an_event_by_its_id() -> None:
    """C8"""
    [found] = merged([ce(PARIS, 7), row(Event(status=EventStatus.CANCELLED), key('id', 'ce-7'))], ORDER)
    assert (found.event.name, found.event.status, found.id) == ('Paris days', EventStatus.CANCELLED, 'ce-7')
    [alone] = merged([row(Event(status=EventStatus.CANCELLED), key('id', 'ce-8'))], ORDER)
    assert alone.is_correction


def test_an_event_that_moved_keeps_its_id() -> None:
    """T17, C16"""
    known = {'ce:7': 'ce-7', 'page:meta/Old': 'ce-7', 'uid:u': 'ics-1'}
    [renamed] = with_ids(merged([ce(replace(PARIS, name='New'), 7, 'page:meta/New')], ORDER), known)
    assert renamed.id == 'ce-7'
    [other] = with_ids(merged([sighting(TALK, 'u')], ORDER), known)
    assert other.id == 'ics-1'


def test_no_id_is_given_twice() -> None:
    both = merged([sighting(TALK, 'a'), sighting(PARIS, 'b')], ORDER)
    found = with_ids(both, {'uid:a': 'ics-1', 'uid:b': 'ics-1'})
    assert len({one.id for one in found}) == 2


SIGHTINGS = [
    ce(PARIS, 7, 'page:meta/A'),
    ce(TALK, 8),
    sighting(PARIS, 'x', ICS, Rank.CALENDAR, 'page:meta/A'),
    sighting(replace(TALK, place='Somewhere'), 'y', ICS, Rank.CALENDAR, 'ce:8'),
    row(Event('Named by people'), 'page:meta/A'),
    row(Event('Fika', days('2026-12-10'))),
]


@given(st.permutations(SIGHTINGS))
def test_the_order_of_sightings_does_not_matter(some: list[Sighting]) -> None:
    """C15"""
    found = merged(some, ORDER)
    assert with_ids(found, {}) == with_ids(merged(SIGHTINGS, ORDER), {})


@pytest.mark.parametrize('field', ['name', 'place', 'country'])
def test_the_first_word_counts(field: str) -> None:
    """C13"""
    low, high = (moved(PARIS, **{field: word}) for word in ('low', 'high'))
    [found] = merged([sighting(low, 'x', ICS, Rank.CALENDAR, 'ce:7'), ce(high, 7)], ORDER)
    assert getattr(found.event, field) == 'high'
