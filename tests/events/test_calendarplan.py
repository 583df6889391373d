"""What a calendar becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.asking import SourceState
from outreach.events.calendarplan import CalendarPlan, EventReading, content, plan
from outreach.events.event import CalendarEntry, Event, EventStatus, FoundEvents, Mode, Rank, key

from tests.events.samples import (
    CE,
    ICS,
    NOW,
    PARIS,
    ROWS,
    TALK,
    at,
    ce,
    days,
    later,
    reading,
    row,
    sighting,
    wanted,
)

WANTED = wanted(period='2026-11-01..2027-02-28')
ARCHIVED = wanted(period='2026-11-01..2027-02-28', archive='Outreach/Past')


def planned(
    *readings: EventReading,
    before: Sequence[CalendarEntry] = (),
    now: datetime = NOW,
    settings: Any = WANTED,
    **more: Any,
) -> CalendarPlan:
    return plan(settings, readings, before, now, **more)


FIRST = planned(reading(CE, ce(PARIS, 1), ce(TALK, 2)))


def test_new_events_come_in_order() -> None:
    assert [one.id for one in FIRST.entries] == ['ce-2', 'ce-1']
    assert set(FIRST.new) == {'ce-1', 'ce-2'}
    assert {(one.changed, one.sequence) for one in FIRST.entries} == {(NOW, 0)}


def test_times_are_kept_by_the_minute() -> None:
    """C34: the file of the first run and that of the second are the same."""
    done = planned(reading(CE, ce(PARIS, 1)), now=NOW.replace(second=17, microsecond=5))
    assert done.entries[0].changed == NOW


def test_running_on_its_own_output_plans_nothing() -> None:
    """C25"""
    again = planned(reading(CE, ce(PARIS, 1), ce(TALK, 2)), before=FIRST.entries, now=later(NOW, hours=5))
    assert again.entries == FIRST.entries
    assert (again.new, again.changed, again.withdrawn) == ((), (), ())


def test_what_changes_has_a_higher_number_and_the_time_of_the_run() -> None:
    """C34; T17"""
    now = later(NOW, days=1)
    moved = ce(
        replace(PARIS, name='Lyon days', links=('http://meta.wikimedia.test/wiki/Event:Lyon',)),
        1,
        'page:meta/Event:Lyon',
    )
    done = planned(reading(CE, moved, ce(TALK, 2)), before=FIRST.entries, now=now)
    lyon = next(one for one in done.entries if one.id == 'ce-1')
    assert (lyon.event.name, lyon.sequence, lyon.changed) == ('Lyon days', 1, now)
    assert done.changed == ('ce-1',)


def test_a_deleted_registration_is_withdrawn_and_its_page_told() -> None:
    """T8, C22"""
    gone = reading(CE, ce(TALK, 2), gone=frozenset({'ce:1'}), standing=frozenset({'ce:1'}))
    done = planned(gone, before=FIRST.entries)
    paris = next(one for one in done.entries if one.id == 'ce-1')
    assert (paris.withdrawn, paris.stands, paris.sequence) == (NOW.date(), True, 1)
    assert done.withdrawn == ('ce-1',)
    again = planned(reading(CE, ce(TALK, 2)), before=done.entries, now=later(NOW, days=2))
    assert again.entries == done.entries
    back = planned(reading(CE, ce(PARIS, 1), ce(TALK, 2)), before=again.entries)
    assert next(one for one in back.entries if one.id == 'ce-1').withdrawn is None


def test_after_thirty_days_what_was_withdrawn_goes() -> None:
    """C22"""
    event = replace(PARIS, span=days('2027-02-01'))
    old = CalendarEntry('ce-1', event, frozenset({'ce:1'}), (CE.key,), NOW, 1, NOW.date())
    assert planned(reading(CE), before=[old], now=later(NOW, days=30)).entries == (old,)
    assert planned(reading(CE), before=[old], now=later(NOW, days=31)).entries == ()
    kept = planned(reading(CE), before=[old], now=later(NOW, days=31), settings=ARCHIVED)
    assert kept.archived == {2027: (old,)}


def test_an_event_outside_of_the_list_that_still_is_registered_only_goes() -> None:
    done = planned(reading(CE, ce(TALK, 2)), before=FIRST.entries)
    assert [one.id for one in done.entries] == ['ce-2']
    assert done.withdrawn == ()


def test_what_a_calendar_no_longer_has_is_withdrawn() -> None:
    """C22"""
    first = planned(reading(ICS, sighting(PARIS, 'a'), sighting(TALK, 'b')))
    done = planned(reading(ICS, sighting(TALK, 'b')), before=first.entries)
    assert [one.withdrawn for one in done.entries] == [None, NOW.date()]


def test_what_a_narrower_period_no_longer_asks_for_is_not_taken_back() -> None:
    """C22"""
    first = planned(reading(ICS, sighting(PARIS, 'a'), sighting(TALK, 'b')))
    narrow = wanted(period='2026-11-01..2026-12-02')
    done = planned(reading(ICS, sighting(TALK, 'b')), before=first.entries, settings=narrow)
    assert [one.event.name for one in done.entries] == ['Talk']
    assert (done.withdrawn, done.archived) == ((), {})


def test_what_a_source_has_and_cannot_be_read_stays_as_it_was() -> None:
    """T14, C22"""
    series = replace(sighting(PARIS, 'a@x'), keys=frozenset({'uid:a@x#20261204'}))
    first = planned(reading(ICS, series, sighting(TALK, 'b')))
    lost = FoundEvents(
        (sighting(TALK, 'b'),), (('Chapter', 'a@x: repeats SECONDLY'),), frozenset({'uid:a@x'})
    )
    done = planned(EventReading(ICS, SourceState.FRESH, lost), before=first.entries)
    assert (done.entries, done.withdrawn, done.changed) == (first.entries, (), ())
    alone = FoundEvents((), lost.problems, lost.unread)
    done = planned(EventReading(ICS, SourceState.FRESH, alone), before=first.entries)
    assert (done.emptied, [one.event.name for one in done.entries if one.withdrawn]) == ((), ['Talk'])


def test_a_date_that_moves_out_of_the_period_goes_without_being_struck() -> None:
    """T4, C22"""
    date_ = replace(sighting(PARIS, 'a@x'), keys=frozenset({'uid:a@x#20261204'}))
    first = planned(reading(ICS, date_, sighting(TALK, 'b')))
    later_on = replace(date_, event=replace(PARIS, span=days('2027-03-09')))
    done = planned(reading(ICS, later_on, sighting(TALK, 'b')), before=first.entries)
    assert [(one.event.name, one.withdrawn) for one in done.entries] == [('Talk', None)]
    assert (done.withdrawn, done.archived) == ((), {})


def test_a_row_that_people_take_away_goes_at_once() -> None:
    first = planned(reading(ROWS, row(PARIS)))
    assert planned(reading(ROWS), before=first.entries).entries == ()


def test_a_source_that_fails_leaves_its_events_standing() -> None:
    """C23"""
    first = planned(
        reading(CE, ce(PARIS, 1)),
        reading(
            ICS, sighting(TALK, 'b'), sighting(replace(PARIS, country=''), 'c', ICS, Rank.CALENDAR, 'ce:1')
        ),
    )
    for failing in (SourceState.FAILING, SourceState.LATER, SourceState.CLOSED, SourceState.GONE):
        done = planned(reading(CE, state=failing), reading(ICS, state=failing), before=first.entries)
        assert done.entries == first.entries
        assert done.changed == done.withdrawn == ()
    half = planned(
        reading(CE, state=SourceState.FAILING),
        reading(
            ICS, sighting(TALK, 'b'), sighting(replace(PARIS, country=''), 'c', ICS, Rank.CALENDAR, 'ce:1')
        ),
        before=first.entries,
    )
    assert half.entries == first.entries


def test_a_source_that_suddenly_has_nothing_is_held_back() -> None:
    """C23"""
    first = planned(reading(ICS, sighting(TALK, 'b', ICS)))
    held = planned(reading(ICS), before=first.entries)
    assert (held.entries, held.emptied) == (first.entries, ('Chapter',))
    taken = planned(reading(ICS), before=first.entries, emptied=True)
    assert taken.entries[0].withdrawn == NOW.date()


def test_what_is_over_goes_to_the_archive_of_its_year() -> None:
    """C33"""
    past = replace(PARIS, span=days('2026-11-10'))
    done = planned(reading(CE, ce(past, 1), ce(TALK, 2)), settings=ARCHIVED)
    assert [one.id for one in done.entries] == ['ce-2']
    assert [one.id for one in done.archived[2026]] == ['ce-1']
    again = planned(
        reading(CE, ce(TALK, 2)), before=done.everything, settings=ARCHIVED, now=later(NOW, days=90)
    )
    assert {one.id for one in again.archived[2026]} == {'ce-1', 'ce-2'}
    assert planned(reading(CE, ce(past, 1), ce(TALK, 2))).entries[-1].id == 'ce-1'


def test_what_goes_on_stands_first() -> None:
    """C27"""
    long = replace(PARIS, span=days('2026-11-01', '2026-12-31'))
    over = replace(PARIS, span=days('2026-11-02'))
    done = planned(reading(CE, ce(over, 3), ce(TALK, 2), ce(long, 1)))
    assert [one.id for one in done.entries] == ['ce-1', 'ce-2', 'ce-3']


def test_people_cancel_hide_and_correct() -> None:
    """C8, C13"""
    about = key('id', 'ce-1')
    cancelled = planned(
        reading(ROWS, row(Event(status=EventStatus.CANCELLED), about)), reading(CE, ce(PARIS, 1))
    )
    assert cancelled.entries[0].off
    hidden = planned(
        reading(ROWS, row(Event(status=EventStatus.HIDDEN), about)),
        reading(CE, ce(PARIS, 1)),
        before=FIRST.entries,
    )
    assert not [one for one in hidden.entries if one.id == 'ce-1']
    lost = planned(reading(ROWS, row(Event(note='x'), key('id', 'ce-99'))))
    assert 'no source has' in lost.problems[0][1]


def test_a_closed_registration_is_not_cancelled() -> None:
    """T9"""
    done = planned(reading(CE, ce(replace(PARIS, registration='closed'), 1)))
    assert not done.entries[0].off


def test_places_that_people_know_give_coordinates() -> None:
    """C30"""
    somewhere = replace(PARIS, coordinates=None, place='Esino Lario, Lombardy')
    done = planned(reading(CE, ce(somewhere, 1)), places={'esino lario': (46.0, 9.3)})
    assert done.entries[0].event.coordinates == (46.0, 9.3)
    assert planned(reading(CE, ce(somewhere, 1))).entries[0].event.coordinates is None


def test_online_events_are_told_in_utc() -> None:
    there = replace(TALK, span=at('2026-12-01T20:00', '2026-12-01T21:00', 'Asia/Tokyo'))
    [one] = planned(reading(CE, ce(there, 2))).entries
    assert one.span == at('2026-12-01T11:00', '2026-12-01T12:00')


def test_at_most_two_thousand() -> None:
    many = [ce(replace(PARIS, name=f'E{n}'), n) for n in range(1, 2003)]
    done = planned(reading(CE, *many))
    assert len(done.entries) == 2000
    assert any('2,002 events' in why for _, why in done.problems)


def test_what_is_over_takes_no_room_from_what_is_to_come() -> None:
    past = replace(PARIS, span=days('2026-11-02'))
    many = [ce(replace(past, name=f'E{n}'), n) for n in range(1, 2001)]
    for settings, left, kept in ((ARCHIVED, 1, 2000), (WANTED, 2000, 0)):
        done = planned(reading(CE, *many, ce(PARIS, 2001)), settings=settings)
        assert (done.entries[0].id, len(done.entries)) == ('ce-2001', left)
        assert sum(map(len, done.archived.values())) == kept
        assert len(done.problems) == (settings is WANTED)


def test_the_time_of_the_run_is_no_content() -> None:
    one = FIRST.entries[0]
    assert content(one) == content(replace(one, changed=datetime(2030, 1, 1, tzinfo=UTC), sequence=9))
    assert content(one) != content(replace(one, withdrawn=date(2026, 11, 26)))


EVENTS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(-40, 80), st.booleans(), st.sampled_from(['', 'FR', 'SE'])),
    max_size=12,
)


@given(EVENTS, EVENTS, st.booleans())
def test_whatever_happens_the_second_run_changes_nothing(first: Any, second: Any, archive: bool) -> None:  # noqa: FBT001
    """C25"""
    settings = ARCHIVED if archive else WANTED

    def read(some: Any) -> EventReading:
        made = {
            number: ce(
                Event(
                    f'E{number}',
                    days(str((NOW + timedelta(days=ahead)).date())),
                    Mode.ONLINE if online else Mode.IN_PERSON,
                    '',
                    country,
                ),
                number,
            )
            for number, ahead, online, country in some
        }
        return reading(CE, *made.values())

    before = planned(read(first), settings=settings)
    after = planned(read(second), before=before.everything, settings=settings)
    again = planned(read(second), before=after.everything, settings=settings)
    assert (again.entries, again.archived) == (after.entries, after.archived)
    assert (again.new, again.changed, again.withdrawn) == ((), (), ())


@pytest.mark.parametrize('emptied', [True, False])
def test_rows_and_sources_in_any_order_make_one_plan(emptied: bool) -> None:  # noqa: FBT001
    """C15"""
    about = row(Event(note='n'), key('id', 'ce-1'))
    some = [ce(PARIS, 1), ce(TALK, 2)]
    first = planned(reading(ROWS, about), reading(CE, *some), emptied=emptied)
    assert planned(reading(ROWS, about), reading(CE, *reversed(some)), emptied=emptied) == first
