"""What lasts of an event, in a comment and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.events.entrydata import comment, entries, entry, texts
from outreach.events.event import CalendarEntry, Event, EventStatus, Mode
from outreach.events.eventlinks import plain
from outreach.events.spans import Span

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
    assert [one for one, _ in entries(f'* row{comment(whole)}')] == [whole]


def test_nothing_in_a_comment_ends_it_or_is_replaced_on_saving() -> None:
    """C26"""
    made = comment(samples.entry(replace(PARIS, name=HOSTILE, place=HOSTILE)))
    assert made.count('-->') == made.count('<!--') == 1
    assert not {'~~~', '{{', '[[', '<map'} & {
        made[at : at + len(part)] for part in ('~~~', '{{', '[[', '<map') for at in range(len(made))
    }
    [(found, _)] = entries(made)
    assert found.event.name == HOSTILE


@given(
    st.text(min_size=1).map(plain).filter(bool),
    st.text().map(plain),
    st.sampled_from([days('2026-12-04', '2026-12-06'), at('2026-12-04T10:00', '', '+05:30'), TALK.span]),
    st.sampled_from(list(Mode)),
)
def test_every_text_comes_back(name: str, place: str, when: Span, mode: Mode) -> None:
    one = samples.entry(Event(name, when, mode, place))
    [(found, _)] = entries(comment(one))
    assert found == one


def test_spoilt_comments_are_no_entries() -> None:
    good = comment(samples.entry(PARIS))
    spoilt = [
        good.replace('2026-12-04', '2026-13-04'),
        good.replace('ce-1', ''),
        '<!-- event:{"id": 1} -->',
        '<!-- event:{x} -->',
        good.replace('in person', 'on foot'),
    ]
    assert [one.id for one, _ in entries('\n'.join([*spoilt, good]))] == ['ce-1']


@pytest.mark.parametrize('told', [None, 'x', [], {}, {'id': 'ce-1', 'name': 'A'}, {'id': 7}])
def test_what_is_no_entry_is_said_so(told: Any) -> None:
    with pytest.raises(ValueError, match='is no event'):
        entry(told)
