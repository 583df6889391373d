"""The list of CampaignEvents, by its markup, and the number on a page."""

from __future__ import annotations

import pytest
from outreach import campaignevents, restroutes
from outreach.campaignevents import Registered, number_on, participants, read_list, registered
from outreach.problems import CannotTell, WikiError
from outreach.wiki import Wiki

ROW = """<div class="ext-campaignevents-allevents-upcoming-events"><ul>
<h5 class="mw-index-pager-list-header">December</h5>
<li class="ext-campaignevents-events-list-row">
<div class="ext-campaignevents-events-list-day"><span>4</span></div>
<div class="ext-campaignevents-events-list-details">
<h4>
<a class="ext-campaignevents-events-list-link"
 href="https://meta.wikimedia.org/wiki/Event:A%26B">A &amp; <b>B</b></a></h4>
<div><strong>4–6 December</strong></div>
<div class="ext-campaignevents-textwithicon-widget">
<span class="oo-ui-iconElement-icon oo-ui-icon-mapPin"></span>
<span class="ext-campaignevents-textwithicon-widget-content">In-person</span></div>
<div class="ext-campaignevents-textwithicon-widget">
<span class="ext-campaignevents-icon ext-campaignevents-icon--globe"></span><div>Suède</div></div>
<div class="ext-campaignevents-textwithicon-widget">
<span class="ext-campaignevents-icon--user-rights"></span>
<ul><li>Ann</li><li>Bo <a href="/wiki/Special:EventDetails/512">2 more</a></li></ul></div>
</div></li>
<li class="ext-campaignevents-events-list-row">
<a class="ext-campaignevents-events-list-link" href="https://x/wiki/Event:C">C</a></li>
<li>something else <a href="https://x/">y</a></li></ul></div>"""


def test_rows_are_told_apart_by_classes() -> None:
    """C6"""
    first, second = read_list(ROW)
    assert (first.page, first.name, first.number) == (
        'https://meta.wikimedia.org/wiki/Event:A%26B',
        'A & B',
        512,
    )
    assert (first.country, first.words['mapPin'], first.words['days']) == (
        'Suède',
        'In-person',
        '4–6 December',
    )
    assert (second.name, second.number, second.country) == ('C', 0, '')
    assert first.seen != second.seen
    assert read_list('<p>nothing</p>') == []


@pytest.mark.parametrize(
    ('html', 'number'),
    [
        ('… "wgCampaignEventsEventID": 12, …', 12),
        ('<a href="/wiki/Special:RegisterForEvent/7">', 7),
        ('<a href="/wiki/Special:EventDetails/x">', 0),
    ],
)
def test_a_page_says_its_number(html: str, number: int) -> None:
    assert number_on(html) == number


class Canned(Wiki):
    """A wiki that gives canned people, some per page."""

    def __init__(self, pages: dict[str, object]) -> None:
        self.host, self.pages = 'meta.wikimedia.test', pages


def test_people_are_read_to_the_last_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """C40"""
    pages: dict[str, object] = {
        '': [
            {'participant_id': 4, 'user_name': 'Ann'},
            {'participant_id': 9},
            {'participant_id': 11, 'private': True},
        ],
        '11': [{'participant_id': 12, 'user_name': 'Bo', 'private': False}],
        '12': [],
    }
    monkeypatch.setattr(
        restroutes, 'ask', lambda wiki, path, **asked: wiki.pages[asked.get('last_participant_id', '')]
    )
    assert participants(Canned(pages), 1) == ['Ann', 'Bo']
    assert registered(Canned(pages), 1) == Registered(('Ann', 'Bo'), 1)
    for shape in (
        {'': [{'user_name': 'Ann'}]},
        {'': {'x': 1}},
        {'': [{'participant_id': 1}], '1': [{'participant_id': 1}]},
    ):
        with pytest.raises(CannotTell):
            participants(Canned(dict(shape)), 1)
    with pytest.raises(WikiError, match='has no'):
        participants(Canned({'': None}), 1)


def test_details_without_what_is_needed_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = dict.fromkeys(campaignevents.NEEDED, 'x')
    monkeypatch.setattr(restroutes, 'ask', lambda _wiki, _path: told)
    assert campaignevents.details(Canned({}), 1) == told
    del told['start_time']
    with pytest.raises(CannotTell, match='start_time'):
        campaignevents.details(Canned({}), 1)
