"""What the measured cells say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from outreach import phrases
from outreach.channels.channelwork import with_rules
from outreach.channels.directory import OURS
from outreach.channels.figures import MeasuredChannel, cells, off_the_wikis, rules
from outreach.channels.liveness import Activity, Liveness, Thresholds
from outreach.channels.saidalive import Said

from tests.samples.plurals import with_plurals

DAY = date(2026, 11, 26)
ENGLISH = phrases.of_script('map_channels')['en']
SEEN = Activity(
    posts=6, posters=2, topics=3, answered=2, machine_posts=2, mass_messages=2, mass_answered=1,
    unattributed=2, days_to_answer=1.25, last_post=date(2026, 11, 2),
)  # fmt: skip


def say(key: str, **values: object) -> str:
    text = with_plurals(ENGLISH[key], values)
    return text % values if values else text


# contract of channels: M14
def test_every_measured_cell_has_its_number() -> None:
    found = cells(MeasuredChannel(DAY, Liveness.ALIVE, SEEN, active_users=3), say)
    assert found == {
        'lastpost': '2026-11-02',
        'posters': '2 (3 active accounts)<br />posts that name no topic: 33 %',
        'topics': '3',
        'answered': '2 of 3<br />mass messages: 1 of 2<br />first answer after 1.2 days (median of 2)',
        'machines': '25 %',
        'verdict': '✓ alive<br /><small>people who posted: 2 (active accounts: 3); '
        'last post: <bdi>2026-11-02</bdi>; topics answered: 2 of 3; '
        'days to the first answer: 1.2 (median); mass messages answered: 1 of 2; by machines: 25 %; '
        'posts that name no topic: 33 %; measured on <bdi>2026-11-26</bdi></small>',
        'checked': '2026-11-26',
    }
    assert set(found) == set(OURS)


def test_a_page_where_nobody_ever_posted_says_so() -> None:
    found = cells(MeasuredChannel(DAY, Liveness.DEAD), say)
    assert (found['lastpost'], found['machines'], found['answered']) == ('none', '', '0 of 0')


# contract of channels: M4, M14
def test_of_a_mailing_list_nobody_says_how_many_accounts_are_active() -> None:
    found = cells(MeasuredChannel(DAY, Liveness.ALIVE, Activity(posts=9, posters=4, topics=3), mails=8), say)
    assert found['posters'] == '4 (in 8 mails)'
    assert '<small>people who posted: 4 (in the last 8 mails); ' in found['verdict']
    assert 'active accounts' not in found['verdict']


def test_what_cannot_be_measured_has_no_figures_but_a_reason() -> None:
    plain = MeasuredChannel(DAY, Liveness.UNKNOWN)
    assert cells(replace(plain, board=True), say)['verdict'].startswith(
        '? not measurable<br />a discussion board'
    )
    assert 'there is no such page' in cells(replace(plain, missing=True), say)['verdict']
    assert 'an index of 7 subpages' in cells(replace(plain, parts=7), say)['verdict']
    assert cells(plain, say)['posters'] == ''


# contract of channels: A8, M15
def test_where_a_page_went_and_where_people_talk_instead_is_named_as_text() -> None:
    found = cells(MeasuredChannel(DAY, Liveness.DEAD, now_at='X|y', instead=('Help:[[Desk]]', 12)), say)
    assert found['verdict'].startswith(
        '✗ dead<br />the page is now X&#124;y<br />12 people talk on Help:&#91;&#91;Desk&#93;&#93;<br />'
    )


# contract of channels: M13
def test_the_rule_is_printed_with_its_numbers() -> None:
    told = rules(Thresholds(100, 30, 5, answer=7, youngest=11, silent=777), say)
    assert told.startswith(
        'Measured over 100 days, and the last 30. Alive: at least 5 people posted in the last 30 days'
    )
    assert all(words in told for words in ('within 7 days', 'in 777 days', 'younger than 11 days'))


# contract of channels: M13
def test_a_directory_says_by_which_rule_it_was_measured_last_and_keeps_what_people_wrote() -> None:
    text = 'Our page.\n\n<!-- outreach:begin channels -->\n<!-- outreach:end channels -->'
    first = with_rules(text, 'Over 365 days')
    assert first == f'<!-- outreach:begin rules -->\nOver 365 days\n<!-- outreach:end rules -->\n\n{text}'
    assert with_rules(first, 'Over 90 days') == first.replace('365', '90')


# contract of channels: M26
def test_reach_and_last_use_are_told_where_the_wiki_tells_them() -> None:
    used = replace(SEEN, last_mass_message=date(2026, 11, 9))
    told = cells(MeasuredChannel(DAY, Liveness.SLOW, used, active_users=3, watchers=41), say)['verdict']
    assert '(active accounts: 3); people who watch it: 41; last post: <bdi>2026-11-02</bdi>' in told
    assert 'last mass message: <bdi>2026-11-09</bdi>' in told
    single = cells(
        MeasuredChannel(DAY, Liveness.SLOW, replace(used, regulars=2, last_answer=date(2026, 11, 3))), say
    )
    assert single['posters'].startswith('2 (0 active accounts)<br />more than once: 2<br />')
    assert single['answered'].endswith('<br />last answer: <bdi>2026-11-03</bdi>')
    assert 'watch it' not in cells(MeasuredChannel(DAY, Liveness.SLOW, used), say)['verdict']


SAID = Said('Anna [x]', date(2026, 10, 1))


# contract of channels: M25
def test_what_a_person_signed_is_told_beside_that_nothing_can_be_measured() -> None:
    words = 'cannot be measured; signed by Anna &#91;x&#93; on <bdi>2026-10-01</bdi>'
    assert off_the_wikis(say, SAID) == {'verdict': f'✓ said to be alive<br /><small>{words}</small>'}
    nobody = off_the_wikis(say, None)['verdict']
    assert nobody.startswith('? not measurable<br /><small>a place off the wikis')
    board = MeasuredChannel(DAY, Liveness.UNKNOWN, board=True)
    told = cells(board, say, SAID)['verdict']
    assert told.startswith(f'✓ said to be alive<br />{words}<br />a discussion board')
    assert cells(replace(board, missing=True), say, SAID)['verdict'].startswith('? not measurable')
    assert cells(MeasuredChannel(DAY, Liveness.DEAD), say, SAID) == cells(
        MeasuredChannel(DAY, Liveness.DEAD), say
    )


def test_number_and_word_agree() -> None:
    one = MeasuredChannel(DAY, Liveness.DEAD, instead=('Help:Desk', 1))
    assert '1 person talks on Help:Desk' in cells(one, say)['verdict']
    assert 'at least 1 person posted in the last 1 day,' in rules(Thresholds(posters=1, recent=1), say)
