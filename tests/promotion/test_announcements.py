"""What rows of people on a log say."""

from __future__ import annotations

import pytest
from outreach.hostlabels import breakable
from outreach.promotion import announcements, logpage
from outreach.promotion.logpage import Status
from outreach.promotion.places import Place

from tests.samples.logs import EARLIER, HOME, ROWS, WIKIS, WORDS, say


def test_what_rows_of_people_say() -> None:
    text = EARLIER.replace('|}\n</div>', f'{ROWS}|}}\n</div>')
    read = announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)
    assert [
        (row.date, row.channel, row.hosts, row.languages, row.status, row.reach, row.by) for row in read
    ] == [
        ('2026-03-01', 'villagepump', ('sv.wikipedia.org',), ('sv',), Status.SENT, 1200, 'Bo'),
        ('', 'mailinglist', (), ('sv',), Status.SUGGESTED, None, ''),
        (
            '2026-04',
            'villagepump',
            ('sv.wikipedia.org', 'de.wikipedia.org'),
            ('de', 'sv'),
            Status.SENT,
            5,
            '',
        ),
        ('2026-05-01', 'smoke signals', ('en.wikipedia.org',), ('en',), Status.SENT, None, ''),
        ('2026-06-01', 'forum', (), (), None, None, ''),
    ]
    assert read[0].pages == {Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')}
    assert announcements.unread(read) == [read[4]]


def said_in(*cells: str) -> announcements.Announcement:
    row = '|-\n| ' + ' || '.join(cells) + '\n'
    text = EARLIER.replace('|}\n</div>', f'{row}|}}\n</div>')
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
    broken = said_in('2026-05-01', 'forum', breakable('sv.wikipedia.org'), *('',) * 5, 'sent', '', '', '')
    assert (broken.hosts, broken.platform) == (('sv.wikipedia.org',), 'sv.wikipedia.org')


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


def told(
    where: str, announcement: str = '', status: str = 'sent', reach: str = ''
) -> announcements.Announcement:
    row = f'|-\n| 2026-05-01\n| {where}\n| {announcement}\n| {status}\n| {reach}\n'
    text = logpage.new_page('Outreach/Alps', say).replace('|}\n</div>', f'{row}|}}\n</div>')
    return announcements.read(logpage.parse(text, 'Log', WORDS), WORDS, WIKIS)[0]


@pytest.mark.parametrize(
    ('where', 'channel', 'platform', 'hosts', 'languages'),
    [
        (
            'village pump · sv.wikipedia.org',
            'villagepump',
            'sv.wikipedia.org',
            ('sv.wikipedia.org',),
            ('sv',),
        ),
        ('Bybrunn, [[:sv:]]', 'villagepump', '[[:sv:]]', ('sv.wikipedia.org',), ('sv',)),
        ('mailing list · a list (sv, de)', 'mailinglist', 'a list', (), ('de', 'sv')),
        ('email (sv)', 'email', '', (), ('sv',)),
        ('forum', 'forum', '', (), ()),
        ('Telegram', '', 'telegram', (), ()),
    ],
)
def test_where_it_was_announced(
    where: str, channel: str, platform: str, hosts: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    one = told(where)
    assert (one.channel, one.platform, one.hosts, one.languages) == (channel, platform, hosts, languages)


def test_what_stands_below_an_announcement_is_no_place_and_says_who_it_was() -> None:
    below = '<br /><small><span class="outreach-by">[[User:Bo|Bo]]</span> · [[:de:X]]</small>'
    one = told('forum', f'[[:sv:Y]]{below}')
    assert (one.by, one.pages, one.hosts) == (
        'Bo',
        frozenset({Place('sv.wikipedia.org', 'Y')}),
        ('sv.wikipedia.org',),
    )
    assert told('forum', f'[[:sv:Y]] [[User:Al]] 10:12, 3 May 2026 (UTC){below}').by == 'Bo'
    assert told('forum', '[[:sv:Y]] [[User:Al]] 10:12, 3 May 2026 (UTC)').by == 'Al'
    assert told('forum', '[[:sv:Y]] [[User:Al]]').by == ''


def test_how_many_recipients_there_were_is_not_how_many_were_reached() -> None:
    assert told('forum', reach='<small>of 62 recipients</small>').reach is None
    assert told('forum', reach='<!-- hosts: sv.wikipedia.org -->59<br /><small>of 62</small>').reach == 59
