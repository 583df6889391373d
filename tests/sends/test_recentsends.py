"""How many messages may still go out today, and who was asked lately."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from outreach import revisions
from outreach.audience.contacted import contacted
from outreach.lists.entries import TitleResolver
from outreach.sends import logged, recentsends
from outreach.sends.sendpages import SendPages
from outreach.sends.sendstate import SendState

from tests.samples.sendwiki import BOT, SendWiki, trust
from tests.sends.test_sendpages import CAMPAIGN, EN, NOW, page
from tests.sends.test_vouching import listed


def test_what_our_account_sent_today_counts_and_a_deleted_list_closes_the_day() -> None:
    wiki = SendWiki()
    wiki.sent('Other/List', wiki.edit('Other/List', listed('A', 'B'), BOT))
    wiki.sent('Foreign', wiki.edit('Foreign', listed('C'), 'Organizer'), user='Organizer')
    assert recentsends.allowance(SendPages(trust(wiki), CAMPAIGN, NOW), 5, NOW) == (3, ())
    wiki.delete('Foreign')
    send_pages = SendPages(trust(wiki), CAMPAIGN, NOW)
    assert recentsends.allowance(send_pages, 5, NOW) == (3, ())
    found = recentsends.asked_lately(send_pages, 30, NOW, TitleResolver())
    assert (set(found.people), [one.id for one in found.lost]) == ({'A', 'B'}, [2])
    assert recentsends.asked_lately(send_pages, 0, NOW, TitleResolver()).names == frozenset()
    wiki.delete('Other/List')
    left, (told,) = recentsends.allowance(SendPages(trust(wiki), CAMPAIGN, NOW), 5, NOW)
    assert (left, told.place) == (0, 'entry 1 of the send log')
    assert EN not in told.text


@pytest.mark.parametrize(
    ('wave', 'user', 'asked'),
    [('1', BOT, True), ('test', BOT, False), ('test', 'Mallory', True)],
)
def test_who_only_looked_at_a_test_was_not_asked(wave: str, user: str, asked: bool) -> None:  # noqa: FBT001
    wiki = SendWiki()
    other = replace(page(wave, 'en', 'Ingrid'), campaign='Other', title=f'Other/Send/{wave}/en')
    number = wiki.put(replace(other, state=SendState.CLAIMED), user)
    wiki.sent(other.title, number)
    send_pages = SendPages(trust(wiki), CAMPAIGN, NOW)
    found = recentsends.asked_lately(send_pages, 30, NOW, TitleResolver())
    assert found.names == (frozenset({'Ingrid'}) if asked else frozenset())
    (revision,) = revisions.by_number(send_pages.home, {number}).values()
    whom = contacted(send_pages.home, send_pages.sends, sent_to=partial(logged.asked_by, send_pages.trust))
    assert whom.names == found.names
    assert logged.sent_to(send_pages.trust, revision), 'it went to them all the same'


@pytest.mark.parametrize('wave', ['1', 'test'])
def test_a_test_of_somebody_whom_we_do_not_trust_excuses_its_author_alone(wave: str) -> None:
    wiki = SendWiki()
    other = replace(page(wave, 'en', 'Mallory', 'Ingrid'), campaign='Other', title=f'Other/Send/{wave}/en')
    number = wiki.put(replace(other, state=SendState.CLAIMED), 'Mallory')
    wiki.sent(other.title, number, user='Mallory')
    found = recentsends.asked_lately(SendPages(trust(wiki), CAMPAIGN, NOW), 30, NOW, TitleResolver())
    assert found.names == ({'Ingrid'} if wave == 'test' else {'Ingrid', 'Mallory'})


def asked_ever(wiki: SendWiki, *lists: str) -> tuple[set[str], list[int]]:
    """Return who was sent to by hand from lists of a campaign, and the entries of which nobody can tell."""
    names, lost = recentsends.asked_ever(SendPages(trust(wiki), CAMPAIGN, NOW), lists, TitleResolver())
    return set(names), [one.id for one in lost]


def by_hand(wiki: SendWiki, title: str, *names: str) -> int:
    """Write a list, and let somebody send to it at once; return the revision."""
    number = wiki.edit(title, listed(*names), 'Organizer')
    wiki.sent(title, number, user='Organizer')
    wiki.log[-1]['timestamp'] = wiki._time(number)
    return number


def test_who_was_sent_to_by_hand_is_known_by_list_and_campaign() -> None:
    wiki = SendWiki()
    assert asked_ever(wiki, 'L') == (set(), [])
    wiki.put(page('1', 'en', 'S'))
    wiki.sent(f'{CAMPAIGN}/Send/1/en', 1)  # no send by hand
    assert asked_ever(wiki, 'L') == (set(), [])
    for title, name in (
        ('L', 'A'),
        (f'{CAMPAIGN}/Mine', 'B'),
        ('L/sv', 'C'),
        (f'{CAMPAIGN}Y', 'D'),
        ('Lo', 'E'),
    ):
        by_hand(wiki, title, name)
    assert asked_ever(wiki, 'L') == ({'A', 'B', 'C'}, [])
    wiki.delete('L/sv')  # a part of the list that is not there any more
    assert asked_ever(wiki, 'L') == ({'A', 'B'}, [4])


@pytest.mark.parametrize('deleted', [False, True])
def test_who_was_sent_to_by_hand_before_the_list_was_moved_is_known(deleted: bool) -> None:  # noqa: FBT001
    wiki = SendWiki()
    number = by_hand(wiki, 'Old', 'A')
    wiki.edit('Old', listed('B'), 'Organizer')
    wiki.move('Old', 'Older', 'Organizer')
    wiki.move('Older', 'L', 'Organizer')
    by_hand(wiki, 'Old', 'C')  # another list by then
    wiki.rows[number - 1].deleted = deleted
    assert asked_ever(wiki, 'L') == ((set(), [1]) if deleted else ({'A'}, []))


def test_who_was_sent_to_where_somebody_moved_the_list_is_known() -> None:
    wiki = SendWiki()
    by_hand(wiki, 'User:Mallory/L', 'A')  # before the list came there
    wiki.delete('User:Mallory/L')
    wiki.edit('L', listed('B'), 'Organizer')
    wiki.move('L', 'User:Mallory/L')
    by_hand(wiki, 'User:Mallory/L', 'C')
    wiki.edit('L', listed('B', 'C'), 'Organizer')
    assert asked_ever(wiki, 'L') == ({'C'}, [])


@pytest.mark.parametrize('whole', [False, True])
def test_who_was_sent_to_before_the_campaign_was_moved_is_known(whole: bool) -> None:  # noqa: FBT001
    wiki = SendWiki()
    wiki.edit('Outreach/Old', 'The campaign.', 'Organizer')
    by_hand(wiki, 'Outreach/Old/Targets', 'A')
    by_hand(wiki, 'Outreach/Old/Others', 'B')
    old = replace(
        page('1', 'en', 'S', state=SendState.CLAIMED), title='Outreach/Old/Send/1/en', campaign='Outreach/Old'
    )
    wiki.sent(old.title, number := wiki.put(old))
    wiki.log[-1]['timestamp'] = wiki._time(number)
    wiki.move('Outreach/Old', CAMPAIGN, 'Organizer')
    if whole:
        wiki.move('Outreach/Old/Targets', f'{CAMPAIGN}/Targets', 'Organizer')
    by_hand(wiki, 'Outreach/Old/Targets', 'C')  # of the campaign that is there by then
    assert asked_ever(wiki, f'{CAMPAIGN}/Targets') == ({'A', 'B', 'S'}, [])
