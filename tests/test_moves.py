"""Who moves a page takes its history along; what counts is what stood under the title."""

from __future__ import annotations

import pytest
from outreach import moves, revisions, safety
from outreach.campaign import APPROVAL, TESTERS
from outreach.problems import BadInput
from outreach.revisions import Revision
from outreach.settings import Given, WrittenSetting
from outreach.stops import standing
from outreach.trust import read_authorship

from tests.samples.sendwiki import BOT, SendWiki, as_wiki, trust


def names(one: Revision) -> frozenset[str]:
    return frozenset(line for line in (one.text or '').split('\n') if line and not line.startswith('#'))


def known(wiki: SendWiki, title: str = 'X') -> tuple[dict[str, str], dict[str, str]]:
    found = read_authorship(as_wiki(wiki), title, names, trust(wiki))
    return dict(found.put), dict(found.off)


def test_what_a_move_took_away_was_taken_off_by_who_moved_the_page() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann\nBo', BOT)
    wiki.move('X', 'User:Mallory/X')
    assert known(wiki) == ({}, {'Ann': 'Mallory', 'Bo': 'Mallory'})
    wiki.edit('X', 'Bo')
    assert known(wiki) == ({'Bo': 'Mallory'}, {'Ann': 'Mallory'})
    assert next(one.text for one in moves.history(as_wiki(wiki), 'X')) == 'Ann\nBo'


def test_a_page_is_found_wherever_it_went_on_to() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann', BOT)
    wiki.move('X', 'Y')
    wiki.move('Y', 'Z')
    wiki.edit('Z', 'Nobody')
    wiki.edit('Y', 'Nobody')
    wiki.edit('X', 'Eve')
    assert known(wiki) == ({'Eve': 'Mallory'}, {'Ann': 'Mallory'})
    # a second page under the title, moved away too
    wiki.edit('X', 'Eve\nBot-name', BOT)
    wiki.move('X', 'W')
    wiki.edit('X', 'Cy')
    assert known(wiki)[1] == {'Ann': 'Mallory', 'Eve': 'Mallory', 'Bot-name': 'Mallory'}


def test_a_page_that_somebody_moved_onto_a_title_is_theirs() -> None:
    wiki = SendWiki()
    wiki.edit('Other', 'Ann\nBo', BOT)
    wiki.move('Other', 'X')
    assert known(wiki) == ({'Ann': 'Mallory', 'Bo': 'Mallory'}, {})
    wiki.edit('X', 'Ann\nBo\nCy', BOT)
    assert known(wiki)[0]['Cy'] == BOT
    ours = SendWiki()
    ours.edit('Other', 'Ann', BOT)
    ours.move('Other', 'X', BOT)
    assert known(ours) == ({'Ann': BOT}, {})


def test_a_page_that_comes_back_brings_nothing_new() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann', BOT)
    wiki.move('X', 'Y')
    wiki.rows.pop()  # the redirect goes when the page comes back
    wiki.move('Y', 'X', 'Admin')
    assert known(wiki)[0] == {'Ann': BOT}


@pytest.mark.parametrize('tagged', [True, False])
def test_a_stop_stands_though_its_page_was_moved_and_the_redirect_blanked(*, tagged: bool) -> None:
    wiki = SendWiki()
    wiki.edit('X/stop', 'Please wait.', 'Organizer')
    wiki.move('X/stop', 'Y', tagged=tagged)
    wiki.edit('X/stop', '')
    stop = standing(moves.history(as_wiki(wiki), 'X/stop'))
    assert (bool(stop.text), stop.by) == (True, 'Organizer')


@pytest.mark.parametrize(
    'after', ['{{Outreach campaign}}', '{{Outreach campaign\n| testers = User:Mallory/T\n}}']
)
def test_settings_hold_though_the_page_was_moved_and_written_anew(after: str) -> None:
    wiki = SendWiki()
    before = '{{Outreach campaign\n| approval = yes\n| testers = Outreach/T\n}}'
    wiki.edit('X', before, BOT)
    wiki.move('X', 'User:Mallory/X')
    wiki.edit('X', f'{{{{Outreach campaign\n{after}}}}}')
    now = {'testers': 'User:Mallory/T'} if 'testers' in after else {}
    given = Given(now, {name: (WrittenSetting(name, value, f'X: {name}'),) for name, value in now.items()})
    held = safety.read(trust(wiki), given, 'X', [APPROVAL, TESTERS])
    assert held.given[APPROVAL] is True
    assert held.given[TESTERS] == 'Outreach/T'
    assert len(held.told) == 2


def test_the_newest_come_first_or_last() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann', BOT)
    wiki.move('X', 'Y')
    wiki.edit('Y', 'Nobody')
    wiki.edit('X', 'Eve')
    texts = [one.text for one in moves.history(as_wiki(wiki), 'X')]
    assert texts == ['Ann', 'Ann', '#REDIRECT [[Y]]', 'Eve']
    assert [one.text for one in moves.newest_first(as_wiki(wiki), 'X')] == texts[::-1]
    assert list(moves.history(as_wiki(wiki), 'Z')) == []


def test_where_a_page_was_before_is_known_with_until_when() -> None:
    wiki = SendWiki()
    wiki.edit('A', 'One', BOT)
    wiki.move('A', 'B')
    wiki.edit('B', 'Two', BOT)
    wiki.move('B', 'A2')
    wiki.edit('A2', 'Two', BOT)  # no move
    wiki.move('A2', 'C')
    rows = revisions.editors(as_wiki(wiki), 'C')
    times = [one['timestamp'] for one in wiki.moves]
    assert moves.former(as_wiki(wiki), 'C', rows) == dict(zip(('A2', 'B', 'A'), times[::-1], strict=True))
    # what a move left has been nowhere else, and where a page came back to it was not before
    assert moves.former(as_wiki(wiki), 'B', revisions.editors(as_wiki(wiki), 'B')) == {}
    wiki.delete('B')
    wiki.move('C', 'B')
    assert set(moves.former(as_wiki(wiki), 'B', revisions.editors(as_wiki(wiki), 'B'))) == {'A', 'A2', 'C'}


def test_pages_are_followed_by_when_they_went_on() -> None:
    wiki = SendWiki()
    wiki.edit('Y', 'of others')
    wiki.move('Y', 'V')  # before ours came there
    wiki.rows.pop()
    wiki.edit('X', 'Ann', BOT)
    wiki.move('X', 'Y')
    wiki.move('Y', 'Z')
    assert list(moves.onward(as_wiki(wiki), 'X')) == ['Y', 'Z']


def test_who_moves_too_often_hides_nothing() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann', BOT)
    for number in range(moves.MOST + 1):
        wiki.move('X', f'Y {number}')
    for ask in (moves.away, moves.editors, moves.onward):
        with pytest.raises(BadInput, match='hides what stood there'):
            ask(as_wiki(wiki), 'X')


def test_what_was_deleted_where_it_was_moved_to_is_known() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann', BOT)
    wiki.move('X', 'Y')
    wiki.move('Y', 'Z')
    wiki.edit('X', 'Eve')
    assert moves.deletions(as_wiki(wiki), 'X') == []
    wiki.delete('Y')  # nothing but what the move left
    assert moves.deletions(as_wiki(wiki), 'X') == []
    wiki.delete('Z')
    (found,) = moves.deletions(as_wiki(wiki), 'X')
    assert (found.page, found.user, found.direct) == ('Z', 'Admin', False)
    wiki.delete('Z', back=True)
    assert moves.deletions(as_wiki(wiki), 'X') == []


def test_what_was_deleted_where_it_stood_is_told_apart_from_what_a_move_left() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'Ann', BOT)
    wiki.delete('X')
    wiki.edit('X', 'Eve')
    assert [one.direct for one in moves.deletions(as_wiki(wiki), 'X')] == [True]
    wiki.move('X', 'Y')
    wiki.delete('X')
    assert [one.direct for one in moves.deletions(as_wiki(wiki), 'X')] == [True, False]
