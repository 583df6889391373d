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
    """A wiki that gives canned people, some per page, and those in private only to whom it lets see them."""

    def __init__(self, pages: dict[str, object], *, organizes: bool = True) -> None:
        self.host, self.pages, self.organizes = 'meta.wikimedia.test', pages, organizes
        self.asked: list[dict[str, str]] = []


def ask(wiki: Canned, path: str, **asked: str) -> object:
    """Answer as production does: `include_private` has to be there, and not everybody may say yes."""
    wiki.asked.append(asked)
    if path.endswith('/participants') and asked.get('include_private') not in ('true', 'false'):
        raise WikiError(wiki.host, f'{path}: status 400', '400')
    if asked.get('include_private') == 'true' and not wiki.organizes:
        raise WikiError(wiki.host, f'{path}: status 403', '403')
    after = asked.get('last_participant_id', asked.get('last_organizer_id', ''))
    rows = wiki.pages[after]
    if isinstance(rows, list) and asked.get('include_private') == 'false':
        return [row for row in rows if not row.get('private')]
    return rows


@pytest.fixture(autouse=True)
def canned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restroutes, 'ask', ask)


PEOPLE: dict[str, object] = {
    '': [
        {'participant_id': 4, 'user_name': 'Ann', 'private': False},
        {'participant_id': 9, 'hidden': True, 'private': False},
        {'participant_id': 10, 'not_found': True, 'private': False},
        {'participant_id': 11, 'user_name': 'Cy', 'private': True},
    ],
    '10': [],
    '11': [{'participant_id': 12, 'user_name': 'Bo', 'private': False}],
    '12': [],
}


def test_people_are_read_to_the_last_page() -> None:
    """C40"""
    assert registered(Canned(PEOPLE), 1) == Registered(('Ann', 'Bo'), 1)
    wiki = Canned(PEOPLE)
    assert participants(wiki, 1) == ['Ann']
    assert wiki.asked == [
        {'include_private': 'false'},
        {'include_private': 'false', 'last_participant_id': '10'},
    ]
    with pytest.raises(WikiError, match='has no'):
        participants(Canned({'': None}), 1)


def test_whoever_may_not_see_private_registrations_is_told_of_the_public_ones() -> None:
    assert registered(Canned(PEOPLE, organizes=False), 1) == Registered(('Ann',), 0)
    with pytest.raises(KeyError):  # any other refusal is none of that kind
        registered(Canned({}), 1)


@pytest.mark.parametrize(
    'rows',
    [
        [{'user_name': 'Ann', 'private': False}],
        [{'participant_id': 1, 'private': False}],
        [{'participant_id': 1, 'user_name': 'Ann'}],
        [{'participant_id': 1, 'user_name': 'Ann', 'private': 0}],
        {'x': 1},
        ['Ann'],
    ],
)
def test_a_row_without_its_name_or_its_privacy_tells_nothing(rows: object) -> None:
    with pytest.raises(CannotTell):
        registered(Canned({'': rows}), 1)


def test_a_list_that_goes_on_with_the_same_rows_is_not_read_for_ever() -> None:
    rows = [{'participant_id': 1, 'user_name': 'Ann', 'private': False}]
    with pytest.raises(CannotTell, match='participant_id again'):
        registered(Canned({'': rows, '1': rows}), 1)


def test_organizers_are_read_by_their_own_numbers() -> None:
    pages: dict[str, object] = {'': [{'organizer_id': 7, 'user_name': 'Ann', 'user_id': 3}], '7': []}
    assert campaignevents.organizers(Canned(pages), 1) == ['Ann']
    for rows in ([{'id': 7, 'user_name': 'Ann'}], [{'organizer_id': 7}]):
        with pytest.raises(CannotTell):
            campaignevents.organizers(Canned({'': rows}), 1)


def test_details_without_what_is_needed_tell_nothing() -> None:
    told: dict[str, object] = {
        'id': 1, 'name': 'X', 'event_page': 'Event:X', 'event_page_wiki': 'metawiki', 'status': 'open',
        'start_time': '20260901100000', 'end_time': '20260901120000', 'timezone': 'UTC',
        'online_meeting': False, 'inperson_meeting': True, 'is_test_event': False,
    }  # fmt: skip
    assert campaignevents.details(Canned({'': told}), 1) == told
    assert campaignevents.details(Canned({'': None}), 1) is None
    for key in told:
        lacking = {name: value for name, value in told.items() if name != key}
        with pytest.raises(CannotTell, match=key):
            campaignevents.details(Canned({'': lacking}), 1)
