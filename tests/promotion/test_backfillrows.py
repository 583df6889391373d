"""What is found when looking back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.lists.entries import Target
from outreach.names import Namespaces
from outreach.promotion import backfillrows
from outreach.promotion.announcements import Announcement
from outreach.promotion.backfillrows import FoundSend, Post
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.places import Place, Wikis
from outreach.sendlog import LogEntry
from outreach.sitematrix import WikiInfo

from tests.samples.sent import say
from tests.samples.wikis import look_of

MATRIX = (WikiInfo('svwiki', 'sv.wikipedia.org', 'sv', 'wiki'),)
WIKIS = Wikis(MATRIX, 'meta.wikimedia.org', look_of(MATRIX))


def told(page: str, day: str = '2026-01-02', mark: str = '') -> Announcement:
    places = frozenset({Place('meta.wikimedia.org', page), Place('sv.wikipedia.org', page)})
    return Announcement(mark, 1, day, 'usertalk', (), (), Status.SENT, None, places, '', '')


def test_sends_that_the_log_has_are_not_found_again() -> None:
    one = FoundSend('meta.wikimedia.org', LogEntry(5, 'L', 9, 'Bo', '2026-01-02T03:04:05Z', 'Hej'))
    assert backfillrows.not_ours([one], [], 'Outreach/X') == [one]
    assert backfillrows.not_ours([one], [told('Other'), told('L', '2026-01-03')], 'Outreach/X') == [one]
    assert backfillrows.not_ours([one], [told('L')], 'Outreach/X') == []
    assert backfillrows.not_ours([one], [told('x', mark='L')], 'Outreach/X') == []
    assert backfillrows.not_ours([one], [], 'Outreach/X', ['L']) == []
    test = replace(one, entry=replace(one.entry, title='Outreach/X/Send/test/en'))
    assert backfillrows.not_ours([test], [], 'Outreach/X') == []
    of_another = replace(one, entry=replace(one.entry, title='Outreach/Y/Send/1.2/en'))
    assert backfillrows.not_ours([of_another], [], 'Outreach/X') == []
    assert backfillrows.not_ours([of_another], [], 'Outreach/Y') == [of_another]
    entry = backfillrows.send_entries([one], say)[0]
    assert (entry.id, entry.date, entry.once) == ('sendlog meta.wikimedia.org 5', '2026-01-02', True)
    assert 'send log of meta' in entry.notes


def posts(*pages: tuple[str, int]) -> list[Post]:
    return [
        Post(Place('sv.wikipedia.org', title), namespace, 5, '2026-01-02T03:04:05Z', 'Bo', 'links')
        for title, namespace in pages
    ]


def ids(entries: list[ScriptRow]) -> list[str]:
    return [entry.id.removeprefix('post sv.wikipedia.org ') for entry in entries]


def test_posts_are_found_once_where_announcements_are_made() -> None:
    found = posts(
        ('Wikipedia:A', 4), ('Wikipedia:A/Archive 1', 4), ('Article', 0), ('User talk:Bo', 3), ('Talk:B', 1)
    )
    entries = backfillrows.post_entries(found, [], WIKIS, say)
    assert ids(entries) == ['Talk:B', 'Wikipedia:A']
    assert [entry.channel for entry in entries] == ['projectpage', 'villagepump']
    assert entries[1].link == '[//sv.wikipedia.org/w/index.php?diff=5 Wikipedia:A]'
    assert ids(backfillrows.post_entries(found, [told('Wikipedia:A')], WIKIS, say)) == ['Talk:B']
    assert ids(backfillrows.post_entries(found, [told('Talk:B', mark='suggested x')], WIKIS, say)) == [
        'Talk:B',
        'Wikipedia:A',
    ]


@pytest.mark.parametrize(
    ('text', 'names'),
    [
        ('[https://m.org/wiki/A this]', True), ('see //m.org/wiki/A', True), ('[[m:Outreach/Alps|x]]', True),
        ('[[:meta:Outreach_Alps]]', False), ('[[m:Outreach/Alps/Targets]]', False), ('Outreach/Alps', False),
    ],
)  # fmt: skip
def test_what_names_a_campaign(text: str, names: bool) -> None:  # noqa: FBT001  # a table
    assert backfillrows.names_campaign(text, 'https://m.org/wiki/A', ['Outreach/Alps']) == names


@given(st.integers(1, 300), st.data())
def test_the_first_revision_is_found_with_few_questions(count: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, count - 1))
    asked: list[int] = []

    def holds(number: int) -> bool:
        asked.append(number)
        return number <= first

    assert backfillrows.first_holding(count, holds) == first
    assert len(asked) <= 2 * count.bit_length() + 2


def test_a_found_send_says_what_could_be_found_out() -> None:
    entry = LogEntry(5, 'L', 9, 'Bo_T', '2026-01-02T03:04:05Z', 'Hej [[du]]')
    bare = FoundSend('meta.wikimedia.org', entry)
    full = replace(bare, hosts=('sv.wikipedia.org',), listed=3, delivered=2)
    one, two, several = backfillrows.send_entries([bare, full, replace(full, hosts=('a.org', 'b.org'))], say)
    assert (one.details, one.reach, two.reach) == ('', None, 2)
    assert '3 recipients' in two.details
    assert (two.wiki, two.hosts) == ('sv.wikipedia.org', ('sv.wikipedia.org',))
    assert '2' in several.wiki
    assert two.by == '[[User:Bo_T|Bo_T]]'
    assert two.link == '[[Special:PermanentLink/9|Hej &#91;&#91;du&#93;&#93;]]'
    (pumps,) = backfillrows.send_entries([replace(full, people=False)], say)
    assert (two.channel, pumps.channel) == ('usertalk', 'projectpage')
    nobody = backfillrows.send_entries([replace(bare, entry=replace(entry, user=''))], say)
    assert nobody[0].by == ''


def test_a_list_of_village_pumps_alone_is_not_sent_to_people() -> None:
    local = {3: 'Användardiskussion', 4: 'Wikipedia'}
    names = {name.lower(): number for number, name in local.items()}
    swedish = Namespaces(local, {3: 'User talk', 4: 'Project'}, names)
    looked: list[str] = []

    def look(host: str) -> Namespaces | None:
        looked.append(host)
        return swedish if host == 'sv.x.org' else None

    pump, person = Target('sv.x.org', 'Wikipedia:Bybrunnen'), Target('sv.x.org', 'Användardiskussion:Bo')
    assert not backfillrows.to_people([pump, Target('de.x.org', 'Project:Kurier')], look)
    assert backfillrows.to_people([pump, person], look)
    del looked[:]
    assert backfillrows.to_people([pump, Target('de.x.org', 'User talk:Bo')], look)
    assert backfillrows.to_people([], look)
    assert looked == []


def test_announcements_are_made_in_projects_portals_and_on_talk_pages() -> None:
    announced = [
        number
        for number in (*range(16), 100, 101, 828, 829, 1198, 1199)
        if backfillrows.post_entries(posts(('X', number)), [], WIKIS, say)
    ]
    assert announced == [1, 4, 5, 11, 12, 13, 15, 100, 101]


def test_a_post_is_dated_and_signed_by_who_made_it() -> None:
    (entry,) = backfillrows.post_entries(posts(('Wikipedia:A', 4)), [], WIKIS, say)
    assert (entry.date, entry.by, entry.language) == ('2026-01-02', '[[User:Bo|Bo]]', 'sv')


@pytest.mark.parametrize(
    ('comment', 'subject', 'delivery'),
    [
        ('/* Hej du */ nytt avsnitt', 'Hej du', True),
        ('/*  Hej du*/', 'Hej du', True),
        ('Hej du', 'Hej du', True),
        ('/* Hej */', 'Hej du', False),
        ('/* Hej */', '', False),
        ('/* Tech News */ new section', 'News', False),
        ('/* Feminism & Folklore */ new section', "'''Feminism''' & Folklore", True),
    ],
)
def test_a_copy_of_a_message_is_known_by_its_subject(comment: str, subject: str, *, delivery: bool) -> None:
    assert backfillrows.is_delivery_of({'comment': comment}, subject) is delivery


def test_a_campaign_without_an_address_is_known_by_its_title() -> None:
    assert backfillrows.names_campaign('[[Outreach/Alps]]', '', ['Outreach/Alps'])
    assert not backfillrows.names_campaign('https://m.org', '', ['Outreach/Alps'])
