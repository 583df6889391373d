"""Lines that name sources."""

from __future__ import annotations

import pytest
from outreach.events.eventsources import EventSourceKind, of_file, source


@pytest.mark.parametrize(
    ('line', 'kind', 'where', 'label'),
    [
        (
            'campaignevents wikis=svwiki,commonswiki allwikis=no',
            EventSourceKind.CAMPAIGN_EVENTS,
            '',
            'CampaignEvents',
        ),
        (
            'table:Wikidata:Birthday/Run an event name=1 date=2 – Birthday',
            EventSourceKind.TABLE,
            'Wikidata:Birthday/Run an event',
            'Birthday',
        ),
        ('rows:Events calendar', EventSourceKind.ROWS, 'Events calendar', 'Events calendar'),
        (
            'ics:https://c.example/basic.ics – Chapter',
            EventSourceKind.ICS,
            'https://c.example/basic.ics',
            'Chapter',
        ),
        (
            'discourse:forum.example category=7',
            EventSourceKind.DISCOURSE,
            'https://forum.example/discourse-post-event/events.json?include_details=true&category_id=7&include_subcategories=true',
            'forum.example',
        ),
        (
            'tribe:diff.example',
            EventSourceKind.TRIBE,
            'https://diff.example/wp-json/tribe/events/v1/events?per_page=50',
            'diff.example',
        ),
    ],
)
def test_lines_are_read(line: str, kind: EventSourceKind, where: str, label: str) -> None:
    """C2"""
    found = source(line)
    assert (found.kind, found.where, found.label) == (kind, where, label)


@pytest.mark.parametrize(
    ('line', 'why'),
    [
        ('https://c.example/basic.ics', 'must begin with one of'),
        ('ics:http://c.example/x', 'https'),
        ('ics:https://a@c.example/x', 'account'),
        ('table:X name=1', 'date='),
        ('table:X name=1 date=two', 'number of a column'),
        ('table:X name=1 date=2 colour=3', 'colour'),
        ('campaignevents country=Arcadia', 'two letters'),
        ('campaignevents types=party', 'no type of event: party'),
        ('campaignevents wikis=sv wiki', 'cannot|without blanks'),
        ('campaignevents:x', 'options only'),
        ('discourse:forum.example category=events', 'number of the category'),
        ('rows:A<b>', 'title'),
    ],
)
def test_what_is_wrong_is_said(line: str, why: str) -> None:
    """C4"""
    with pytest.raises(ValueError, match=why):
        source(line)


def test_columns_count_from_one_and_keys_differ() -> None:
    table = source('table:X name=1 date=3 zone=UTC')
    assert table.columns == {'name': 0, 'date': 2}
    assert table.key != source('table:X name=1 date=4 zone=UTC').key
    assert of_file('/a/b/chapter.ics').label == 'chapter.ics'
