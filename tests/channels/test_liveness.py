"""How alive a page is, from its history alone: the tricky cases of the contract among them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.channels.liveness import (
    Activity,
    Liveness,
    PageEdit,
    PageHistory,
    RevisionKind,
    Thresholds,
    Words,
    classify,
    edits_of,
    measure,
    verdict,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LIMITS = Thresholds()
SV = Words('/* $1 */ nytt avsnitt', frozenset({'Arkivbotten'}), tags_comments=True)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def topic(days: float, user: str, heading: str) -> PageEdit:
    return PageEdit(ago(days), user, RevisionKind.TOPIC, heading=heading)


def reply(days: float, user: str, heading: str) -> PageEdit:
    return PageEdit(ago(days), user, RevisionKind.REPLY, heading=heading)


def mass(days: float, heading: str) -> PageEdit:
    user = 'MediaWiki message delivery'
    return PageEdit(ago(days), user, RevisionKind.TOPIC, machine=True, mass_message=True, heading=heading)


def history(*edits: PageEdit, since: float = 1100, whole: bool = False) -> PageHistory:
    return PageHistory(edits, ago(since), whole)


def judged(*edits: PageEdit, since: float = 1100) -> Liveness:
    return verdict(history(*edits, since=since), NOW, LIMITS)


# contract of channels: M12, M16
@pytest.mark.parametrize(
    ('comment', 'tags', 'grew', 'kind'),
    [
        ('/* Fråga */ nytt avsnitt', [], 300, RevisionKind.TOPIC),
        ('', ['discussiontools-newtopic', 'discussiontools'], 300, RevisionKind.TOPIC),
        ('/* Fråga */ Svar', ['discussiontools-reply'], 80, RevisionKind.REPLY),
        ('/* Fråga */ svarar', [], 80, RevisionKind.REPLY),
        ('', ['discussiontools-added-comment'], 80, RevisionKind.REPLY),
        ('', [], 80, RevisionKind.HOUSEKEEPING),  # tags would tell a comment here
        ('/* Fråga */ rättar', [], -2, RevisionKind.HOUSEKEEPING),
        ('/* Fråga */ svarar', ['mw-reverted'], 80, RevisionKind.HOUSEKEEPING),
        ('Tog bort', ['mw-undo'], 800, RevisionKind.HOUSEKEEPING),
        ('arkiverar', [], -9000, RevisionKind.HOUSEKEEPING),
        ('/* Hej */ new section', ['massmessage-delivery'], 500, RevisionKind.TOPIC),
    ],
)
def test_what_a_revision_did_is_told_by_tags_size_and_summary(
    comment: str, tags: list[str], grew: int, kind: RevisionKind
) -> None:
    assert classify(comment=comment, tags=tags, grew=grew, words=SV)[0] is kind


# contract of channels: M12
def test_english_words_say_nothing_on_a_wiki_with_its_own() -> None:
    assert classify(comment='/* Q */ new section', tags=[], grew=9, words=SV)[0] is RevisionKind.REPLY


# contract of channels: A1
def test_40_mass_messages_a_year_and_no_person_make_a_notice_board() -> None:
    edits = [mass(9 * number + 1, f'News {number}') for number in range(40)]
    assert judged(*edits, since=360) is Liveness.NOTICE_BOARD
    found = measure(edits, ago(365), NOW)
    assert (found.posts, found.machine_posts, found.machine_share) == (0, 40, Fraction(1))


# contract of channels: M13
def test_three_years_of_mass_messages_that_nobody_answered_are_dead() -> None:
    edits = [mass(30 * number + 1, f'News {number}') for number in range(40)]
    assert judged(*edits, since=1200) is Liveness.DEAD
    assert judged(*edits[:36], since=1094) is Liveness.NOTICE_BOARD  # nobody knows what was before
    assert judged(*edits, reply(899, 'Ann', 'News 30'), since=1200) is Liveness.NOTICE_BOARD


def test_nothing_at_all_in_a_year_is_dead() -> None:
    assert judged(topic(400, 'Ann', 'Old')) is Liveness.DEAD
    assert judged(topic(364, 'Ann', 'Old')) is Liveness.NOTICE_BOARD


# contract of channels: A2
def test_a_bot_that_archives_is_no_poster_and_takes_no_thread_away() -> None:
    row = {'user': 'Arkivbotten', 'comment': 'Arkiverar 3 diskussioner', 'tags': [], 'size': 1}
    rows = [
        {**row, 'timestamp': '2026-11-25T10:00:00Z'},
        {'timestamp': '2026-11-20T10:00:00Z', 'user': 'Bo', 'comment': '/* Q */ x', 'tags': [], 'size': 9},
        {'timestamp': '2026-11-19T10:00:00Z', 'user': 'Ann', 'comment': '/* Q */ nytt avsnitt', 'tags': [],
         'size': 7},
    ]  # fmt: skip
    found = measure(edits_of(rows, SV, 0), ago(90), NOW)
    assert (found.posts, found.posters, found.topics, found.answered, found.machine_posts) == (2, 2, 1, 1, 0)


# contract of channels: A3
def test_one_admin_who_thanks_for_each_mass_message_makes_it_slow() -> None:
    edits = [mass(10 * n + 5, f'N{n}') for n in range(6)]
    edits += [reply(10 * n + 4, 'Admin', f'N{n}') for n in range(6)]
    assert judged(*edits) is Liveness.SLOW
    found = measure(edits, ago(365), NOW)
    assert (found.posters, found.mass_messages, found.mass_answered) == (1, 6, 6)


# contract of channels: A9
def test_two_people_of_a_tiny_wiki_who_talk_weekly_are_alive() -> None:
    edits = [
        one for n in range(10) for one in (topic(7 * n + 3, 'Ann', f'Q{n}'), reply(7 * n + 2, 'Bo', f'Q{n}'))
    ]
    assert judged(*edits) is Liveness.ALIVE
    assert measure(edits, ago(90), NOW).regulars == 2


# contract of channels: M13
def test_alive_needs_people_and_an_answer_in_the_last_days() -> None:
    both = [topic(5, 'Ann', 'Q'), topic(4, 'Bo', 'R')]
    assert judged(*both) is Liveness.NOTICE_BOARD
    assert judged(*both, reply(3, 'Bo', 'Q')) is Liveness.ALIVE
    assert judged(topic(95, 'Ann', 'Q'), reply(94, 'Bo', 'Q')) is Liveness.SLOW


def test_who_answers_oneself_or_too_late_answers_nobody() -> None:
    edits = [topic(60, 'Ann', 'Q'), reply(59, 'Ann', 'Q'), reply(45, 'Bo', 'Q')]
    assert measure(edits, ago(90), NOW).answered == 0
    assert measure([*edits[:2], reply(46, 'Bo', 'Q')], ago(90), NOW).answered == 1


# contract of channels: M13
def test_all_days_of_the_rule_are_settings() -> None:
    late = [topic(60, 'Ann', 'Q'), reply(45, 'Bo', 'Q')]
    assert judged(*late) is Liveness.NOTICE_BOARD
    assert verdict(history(*late), NOW, Thresholds(answer=15)) is Liveness.ALIVE
    young = PageHistory((topic(80, 'Ann', 'Q'), reply(79, 'Bo', 'Q')), ago(80), whole=True)
    assert verdict(young, NOW, Thresholds(youngest=80)) is Liveness.ALIVE
    silent = history(*(mass(30 * number + 1, f'N{number}') for number in range(20)), since=600)
    assert verdict(silent, NOW, Thresholds(silent=600)) is Liveness.DEAD
    assert verdict(silent, NOW, LIMITS) is Liveness.NOTICE_BOARD


# contract of channels: A12
def test_a_reply_without_a_heading_is_a_post_that_answers_nobody_knows_what() -> None:
    plain = Words('/* $1 */ new section')
    assert classify(comment='', tags=[], grew=50, words=plain) == (RevisionKind.REPLY, '')
    edits = [topic(9, 'Ann', 'Q'), PageEdit(ago(8), 'Bo', RevisionKind.REPLY)]
    found = measure(edits, ago(90), NOW)
    assert (found.posts, found.answered, found.unattributed) == (2, 0, 1)
    assert found.unattributed_share and round(100 * found.unattributed_share) == 50


def test_a_page_younger_than_90_days_cannot_be_measured() -> None:
    young = PageHistory((topic(80, 'Ann', 'Q'), reply(79, 'Bo', 'Q')), ago(80), whole=True)
    assert verdict(young, NOW, LIMITS) is Liveness.UNKNOWN
    older = PageHistory((topic(91, 'Ann', 'P'), *young.edits), ago(91), whole=True)
    assert verdict(older, NOW, LIMITS) is Liveness.ALIVE


# contract of channels: A11
def test_no_language_of_a_date_is_read() -> None:
    rows = [
        {'timestamp': '2026-05-07T10:00:00Z', 'user': 'Бо', 'comment': '/* Май */ новая тема', 'tags': [],
         'size': 9},
    ]  # fmt: skip
    ru = Words('/* $1 */ новая тема')
    assert measure(edits_of(rows, ru, 0), ago(365), NOW) == Activity(
        posts=1, posters=1, topics=1, last_post=datetime(2026, 5, 7, tzinfo=UTC).date()
    )


def test_hidden_users_are_posts_of_nobody() -> None:
    rows = [{'timestamp': '2026-11-07T10:00:00Z', 'userhidden': True, 'comment': '/* Q */ hm', 'size': 9}]
    found = measure(edits_of(rows, SV, 0), ago(90), NOW)
    assert (found.posts, found.posters) == (1, 0)


@pytest.mark.parametrize('name', ['Robot', 'InternetArchiveBot', 'Bot de ejemplo', 'ArchivBot2'])
def test_a_bot_is_told_by_its_name_too(name: str) -> None:
    assert SV.is_machine(name)
    assert not SV.is_machine('Botany fan')


EDITS = st.lists(
    st.builds(
        PageEdit,
        st.floats(0, 800).map(ago),
        st.sampled_from(['Ann', 'Bo', 'Cem', '']),
        st.sampled_from(RevisionKind),
        machine=st.booleans(),
        heading=st.sampled_from(['', 'P', 'Q']),
    ),
    max_size=20,
)


@given(EDITS)
def test_figures_agree_with_one_another(edits: list[PageEdit]) -> None:
    found = measure(edits, ago(365), NOW)
    assert measure(edits[::-1], ago(365), NOW).posts == found.posts
    assert found.answered <= found.topics <= found.posts
    assert found.mass_answered <= found.mass_messages <= found.machine_posts
    assert found.regulars <= found.posters <= found.posts
    assert found.unattributed <= found.posts
