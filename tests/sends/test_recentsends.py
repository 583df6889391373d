"""How many messages may still go out today, and who was asked lately."""

from __future__ import annotations

from outreach.lists.entries import TitleResolver
from outreach.sends import recentsends
from outreach.sends.sendpages import SendPages

from tests.samples.sendwiki import BOT, SendWiki, trust
from tests.sends.test_sendpages import CAMPAIGN, EN, NOW
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
