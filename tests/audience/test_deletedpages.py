"""Exclude pages and requests to leave that were deleted, whatever stands there since."""

from __future__ import annotations

from outreach.audience.deletedpages import doubts

from tests.samples.sendwiki import BOT, SendWiki, as_wiki


def test_a_page_that_says_who_wants_nothing_is_not_lost_in_silence() -> None:
    wiki = SendWiki()
    pages = ('No', 'Outreach/X/Requests', f'User:{BOT}/No messages')
    for title in pages:
        wiki.edit(title, '* [[User:Ann]]', 'Organizer')
    assert doubts(as_wiki(wiki), ('No',), 'Outreach/X') == []
    for title in pages:
        wiki.move(title, f'User:Mallory/{title}')
        wiki.delete(f'User:Mallory/{title}')
        wiki.edit(title, '* [[User:Nobody]]')
    found = doubts(as_wiki(wiki), ('No',), 'Outreach/X')
    assert [(one.code, one.place) for one in found] == [('deleted-page', title) for title in pages]
    assert 'User:Mallory/No was deleted by Admin' in found[0].text
    assert 'entry 1 of the log' in found[0].text
    assert [one.place for one in doubts(as_wiki(wiki), (), None)] == [pages[2]]
