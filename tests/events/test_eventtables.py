"""Tables that people keep."""

from __future__ import annotations

import pytest
from outreach.events.event import Mode
from outreach.events.eventsources import EventSource, source
from outreach.events.eventtables import read
from outreach.timestamps import IN_ENGLISH

from tests.events.samples import at, days, linker

SOURCE = source('table:Meetups name=1 date=2 place=3 language=4 zone=UTC')
TABLE = """{| class="wikitable"
|+ Meetups
! Name !! Date !! Place !! Languages
|-
| '''[[Event:Oslo|Oslo meetup]]''' || 16–18 May 2026 || Oslo, Norway || nb
|-
| [https://c.example/t Talk] || [https://zonestamp.toolforge.org/1 1 June 2026, 17:00 UTC] || online || en, fr
|- style="color: red"
| colspan="4" | May 2026
|-
| No year || 3 May || Rome || it
|-
|
|}
"""


def test_a_table_is_read_by_its_columns() -> None:
    """C7"""
    found = read(TABLE, SOURCE, linker(), IN_ENGLISH)
    oslo, talk = found.sightings
    assert (oslo.event.name, oslo.event.span) == ('Oslo meetup', days('2026-05-16', '2026-05-18'))
    assert (oslo.event.place, oslo.event.country, oslo.event.mode) == ('Oslo, Norway', 'NO', Mode.IN_PERSON)
    assert 'page:meta.wikimedia.test/Event:Oslo' in oslo.keys
    assert (talk.event.mode, talk.event.place, talk.event.span) == (Mode.ONLINE, '', at('2026-06-01T17:00'))
    assert talk.event.languages == ('en', 'fr')
    [(place, why)] = found.problems
    assert place == 'Meetups, line 11'
    assert 'No year' in why
    assert 'lacks its year' in why


@pytest.mark.parametrize(
    ('text', 'line', 'why'),
    [
        ('no table', SOURCE, 'has 0 tables'),
        (TABLE, source('table:Meetups name=1 date=9'), 'column 9'),
        (TABLE, source('table:Meetups name=1 date=2 table=2'), 'table 2'),
    ],
)
def test_tables_that_are_not_there(text: str, line: EventSource, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(text, line, linker(), IN_ENGLISH)


def test_ids_are_those_of_the_row_wherever_it_stands() -> None:
    first = read(TABLE, SOURCE, linker(), IN_ENGLISH).sightings
    further = read(f'x\n\n{TABLE}', SOURCE, linker(), IN_ENGLISH).sightings
    assert [one.id for one in first] == [one.id for one in further]
