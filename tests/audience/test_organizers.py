"""Who organizes the events that are named, and why they are named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from outreach import campaignevents
from outreach.audience.organizers import choice, read
from outreach.campaignevents import TYPES, EventQuery, ListedEvent
from outreach.farm import Farm
from outreach.problems import BadInput, Unreachable

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ROWS = [
    ListedEvent(
        'https://meta.wikimedia.test/wiki/Event:A', 'A', {'days': '4 December', 'globe': 'Sweden'}, 1
    ),
    ListedEvent('https://meta.wikimedia.test/wiki/Event:B', 'B', {'days': '9 December'}, 2),
    ListedEvent('https://elsewhere.example/wiki/Event:C', 'C'),
]
PEOPLE = {1: ['Åsa', '~2026-1'], 2: ['Bo', 'åsa']}


def test_events_are_chosen_by_wikis_types_and_country() -> None:
    """C41"""
    asked = choice('wikis=svwiki,fiwiki types=contest,meetup country=se topics=women').wanted(NOW.date())
    assert asked == EventQuery(
        date(2025, 11, 26),
        date(2027, 11, 26),
        'svwiki,fiwiki',
        'women',
        'contest,meetup',
        'SE',
        all_wikis=False,
    )
    assert choice('types=contest').wanted(NOW.date()).all_wikis
    assert choice('country=SE since=2026-01-01').wanted(NOW.date()).first == date(2026, 1, 1)
    assert [choice(f'types={one}').options['types'] for one in TYPES] == list(TYPES)


@pytest.mark.parametrize(
    ('text', 'why'),
    [
        ('types=contst', 'no type of event: contst; there are editing-event'),
        ('types=contest,Meetup', 'no type of event: Meetup'),
        ('country=Sweden', 'a code of two letters'),
        ('colour=red', 'must be among wikis='),
        ('wikis=a|b', 'must be among'),
        ('since=2026-01-01', 'must choose events'),
        ('since=2026-02-30 types=contest', 'day|date|out of range'),
        ('', 'must choose events'),
    ],
)
def test_what_chooses_no_events_is_refused(text: str, why: str) -> None:
    """C41"""
    with pytest.raises(ValueError, match=why):
        choice(text)


def test_organizers_are_named_each_once_with_all_reasons(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """C41"""
    asked: list[EventQuery] = []

    def listed(_wiki: object, wanted: EventQuery, _language: str) -> list[ListedEvent]:
        asked.append(wanted)
        return ROWS

    monkeypatch.setattr(campaignevents, 'listed', listed)
    monkeypatch.setattr(campaignevents, 'organizers', lambda _wiki, number: PEOPLE[number])
    home = SimpleNamespace(info=SimpleNamespace(language='en'))
    farm = cast(Farm, SimpleNamespace(home=home, by_host={}))
    found = read(farm, choice('types=contest'), NOW, tmp_path / 'organizers.tsv')
    assert [one.types for one in asked] == ['contest']
    assert found.reasons == {
        'Åsa': ('organizes A (4 December, Sweden)', 'organizes B (9 December)'),
        'Bo': ('organizes B (9 December)',),
    }
    assert found.write_reasons().read_text(encoding='utf-8').splitlines() == [
        'Bo\torganizes B (9 December)',
        'Åsa\torganizes A (4 December, Sweden); organizes B (9 December)',
    ]
    monkeypatch.setattr(campaignevents, 'listed', lambda *_: ())
    with pytest.raises(BadInput, match='nobody: 0 events'):
        read(farm, choice('types=contest'), NOW, tmp_path / 'x')

    def silent(*_: object) -> None:
        raise Unreachable('meta.wikimedia.test', 'gave no answer')

    monkeypatch.setattr(campaignevents, 'listed', silent)
    with pytest.raises(BadInput, match='cannot be told'):
        read(farm, choice('types=contest'), NOW, tmp_path / 'x')
