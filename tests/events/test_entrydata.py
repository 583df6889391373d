"""What lasts of an event, in a comment and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.events.entrydata import FIELDS, comment, entries, entry, texts
from outreach.events.event import CalendarEntry, Event, EventStatus, Mode
from outreach.events.eventlinks import plain
from outreach.events.spans import Span
from outreach.wikitext import BrokenMarkers

from tests.events import samples
from tests.events.samples import PARIS, TALK, at, days

HOSTILE = '--> {{Delete}} ~~~~ [[x]] </mapframe> "quoted" \\ <!-- event:{} --> --'


def test_an_entry_comes_back() -> None:
    whole = CalendarEntry(
        'ce-7',
        replace(
            PARIS,
            wikis=('svwiki', '*'),
            types=('meetup',),
            status=EventStatus.POSTPONED,
            registration='closed',
            report='https://x.example/',
            note='n',
        ),
        frozenset({'ce:7', 'page:m/P'}),
        ('abc', 'def'),
        datetime(2026, 11, 26, 12, 5, tzinfo=UTC),
        3,
        date(2026, 11, 20),
        stands=True,
    )
    assert entry(texts(whole)) == whole
    assert list(entries(f'* row{comment(whole)}')) == [whole]
    assert texts(whole).keys() == FIELDS - {'zone'}


def test_nothing_in_a_comment_ends_it_or_is_replaced_on_saving() -> None:
    """C26"""
    made = comment(samples.entry(replace(PARIS, name=HOSTILE, place=HOSTILE)))
    assert made.count('-->') == made.count('<!--') == 1
    assert not {'~~~', '{{', '[[', '<map'} & {
        made[at : at + len(part)] for part in ('~~~', '{{', '[[', '<map') for at in range(len(made))
    }
    [found] = entries(made)
    assert found.event.name == HOSTILE


@given(
    st.text(min_size=1).map(plain).filter(bool),
    st.text().map(plain),
    st.sampled_from([days('2026-12-04', '2026-12-06'), at('2026-12-04T10:00', '', '+05:30'), TALK.span]),
    st.sampled_from(list(Mode)),
)
def test_every_text_comes_back(name: str, place: str, when: Span, mode: Mode) -> None:
    one = samples.entry(Event(name, when, mode, place))
    [found] = entries(comment(one))
    assert found == one


GOOD = comment(samples.entry(replace(PARIS, report='https://x.example/', span=TALK.span), sequence=3))


@pytest.mark.parametrize(
    ('spoilt', 'why'),
    [
        (GOOD.replace('2026-12-01T17', '2026-13-01T17'), 'month must be'),
        (GOOD.replace('2026-12-01T18', '2026-11-01T18'), 'ends before it begins'),
        (GOOD.replace('2026-12-01T17', '20261201T17'), 'start is not written so'),
        (GOOD.replace('ce-1', '', 1), "'' is no event"),
        (GOOD.replace('in person', 'on foot'), 'Mode'),
        (GOOD.replace('UTC', 'UTC\\u003c/div\\u003e'), 'must be a time zone'),
        (GOOD.replace('12:00Z', '12:00'), 'no time in UTC'),
        (GOOD.replace('12:00Z', '12:00+05:00'), 'no time in UTC'),
        (GOOD.replace('"sequence": "3"', '"sequence": "03"'), 'sequence is not written so'),
        (GOOD.replace('"sequence": "3"', '"sequence": 3'), 'no event'),
        (GOOD.replace('"sequence"', '"sequenz"'), 'sequenz is not written so'),
        (GOOD.replace('https://x.example/', 'javascript:x'), 'no web address'),
        (GOOD.replace('"name": "Paris days", ', ''), 'no event'),
        ('<!-- event:{"id": 1} -->', 'no event'),
        ('<!-- event:{x} -->', 'no JSON'),
        ('<!--event:{x}-->', 'cut off or written in another way'),
        (GOOD.removesuffix(' -->'), 'cut off or written in another way'),
        (GOOD.replace('", "', '",\n"', 1), 'cut off or written in another way'),
    ],
)
def test_a_spoilt_comment_is_told_with_its_line(spoilt: str, why: str) -> None:
    """Nobody passes over it: no source tells of an event of the archive once more."""
    assert spoilt != GOOD
    with pytest.raises(BrokenMarkers, match=why) as told:
        list(entries(f'x\n{GOOD}\n{spoilt}\n{GOOD}'))
    assert told.value.line == 3


@pytest.mark.parametrize('told', [None, 'x', [], {}, {'id': 'ce-1', 'name': 'A'}, {'id': 7}])
def test_what_is_no_entry_is_said_so(told: Any) -> None:
    with pytest.raises(ValueError, match='is no event'):
        entry(told)
