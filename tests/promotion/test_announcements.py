"""What rows of people on a log say."""

from __future__ import annotations

from outreach.promotion import announcements, logpage
from outreach.promotion.logpage import Status
from outreach.promotion.places import Place

from tests.samples.logs import ROWS, WIKIS, WORDS, say


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
