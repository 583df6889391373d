"""What rows of people on a log say."""

from __future__ import annotations

import pytest
from outreach.promotion import announcements, logpage
from outreach.promotion.logpage import Status
from outreach.promotion.places import Place

from tests.samples.logs import HOME, ROWS, WIKIS, WORDS, say


def test_what_rows_of_people_say() -> None:
    text = logpage.new_page('Outreach/Alps', say).replace('|}\n</div>', f'{ROWS}|}}\n</div>')
    read = announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)
    assert [
        (row.date, row.channel, row.hosts, row.language, row.status, row.reach, row.by) for row in read
    ] == [
        ('2026-03-01', 'villagepump', ('sv.wikipedia.org',), 'sv', Status.SENT, 1200, 'Bo'),
        ('', 'mailinglist', (), 'sv', Status.SUGGESTED, None, ''),
        ('2026-04', 'villagepump', ('sv.wikipedia.org', 'de.wikipedia.org'), '', Status.SENT, 5, ''),
        ('2026-05-01', 'smoke signals', ('en.wikipedia.org',), 'en', Status.SENT, None, ''),
        ('2026-06-01', 'forum', (), '', None, None, ''),
    ]
    assert read[0].pages == {Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')}
    assert announcements.unread(read) == [read[4]]


def said_in(*cells: str) -> announcements.Announcement:
    row = '|-\n| ' + ' || '.join(cells) + '\n'
    text = logpage.new_page('Outreach/Alps', say).replace('|}\n</div>', f'{row}|}}\n</div>')
    return announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)[0]


def test_what_is_struck_in_a_row_is_no_figure() -> None:
    row = said_in(
        '<s>2026-04-01</s> 2026-05-01', 'forum', '', '', '', '', '', '', 'sent', '<s>1200</s> 300', '', ''
    )
    assert (row.date, row.reach) == ('2026-05-01', 300)


def test_a_wiki_is_told_from_the_link_where_the_row_names_none() -> None:
    by_link = said_in('2026-05-01', 'forum', '', '', '', '', '[[:sv:X]]', '', 'sent', '', '', '')
    at_home = said_in('2026-05-01', 'forum', '', '', '', '', '[[Talk:X]]', '', 'sent', '', '', '')
    named = said_in('2026-05-01', 'forum', HOME, '', '', '', '[[Talk:X]]', '', 'sent', '', '', '')
    assert [one.hosts for one in (by_link, at_home, named)] == [('sv.wikipedia.org',), (), (HOME,)]


@pytest.mark.parametrize(
    ('date', 'status', 'known'),
    [
        ('', '{{done}}', Status.SENT),
        ('', '{{Yes|ok}}', Status.SENT),
        ('2026-05-01', '', Status.SENT),
        ('', '', Status.SUGGESTED),
        ('2026-05-01', 'perhaps', None),
        ('', 'perhaps', None),
    ],
)
def test_how_people_say_that_it_was_done(date: str, status: str, known: Status | None) -> None:
    one = said_in(date, 'forum', 'X', '', '', '', '', '', status, '', '', '')
    assert one.status is known


def test_a_special_page_is_no_place_that_was_told() -> None:
    link = '[[Special:Diff/5]] [[Talk:X]]'
    one = said_in('2026-05-01', 'forum', '', '', '', '', link, '', 'sent', '', '', '')
    assert [place.page for place in one.pages] == ['Talk:X']
