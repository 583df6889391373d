"""Sends as rows and figures; mailings; what is found when looking back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach import phrases
from outreach.audience.funnel import Funnel, Step
from outreach.lists.entries import Target
from outreach.patterns import figures
from outreach.problems import BadInput
from outreach.promotion import backfillrows, growth, mailings, sendrows
from outreach.promotion.announcements import Announcement
from outreach.promotion.backfillrows import LoggedSend, Post
from outreach.promotion.logpage import ScriptRow, Status, Vocabulary
from outreach.promotion.places import Place, Wikis
from outreach.sends import sendsummary
from outreach.sends.results import Reaction, Result, State, render_results
from outreach.sends.sendpage import Pinned, SendPage, SendState
from outreach.sends.sendsummary import Send
from outreach.sitematrix import WikiInfo

WORDS = {script: phrases.of_script(script)['en'] for script in ('log_promotion', 'update_pattern')}
CHANNELS = Vocabulary.of(phrases.of_script('log_promotion').values()).channels
WIKIS = Wikis((WikiInfo('svwiki', 'sv.wikipedia.org', 'sv', 'wiki'),), 'meta.wikimedia.org')


def say(key: str, **parameters: Any) -> str:
    text = WORDS['log_promotion'].get(key) or WORDS['update_pattern'][key]
    return text % parameters if parameters else text


OF_TWO = 'of {{PLURAL:2|one recipient|2 recipients}}'


def send(
    wave: str = '1', state: SendState = SendState.SENT, states: str = '', hosts: str = 'sv', **values: Any
) -> Send:
    """Make a send to targets on `hosts`, with a result per letter: d(elivered), f(ailed), o(pted out)."""
    targets = tuple(
        Target(f'{host}.wikipedia.org', f'User talk:Reader {number}')
        for host in hosts.split()
        for number in range(2)
    )
    ends = {'d': State.DELIVERED, 'f': State.FAILED, 'o': State.OPTED_OUT}
    results = tuple(
        Result(target, ends[letter], revision=7 if letter == 'd' else 0)
        for target, letter in zip(targets, states, strict=False)
    )
    page = SendPage(
        f'Outreach/Alps/Send/{wave}/sv', 'Outreach/Alps', wave, 'sv', "''Hej'' [[du]]", targets,
        (Pinned('Outreach/Alps/Targets', 10),), Pinned('Outreach/Alps/Message/sv', 12), 'abc', 'Bo_t', state,
        **{'sent': '2026-03-05T10:00:00Z' if state is SendState.SENT else ''} | values,
    )  # fmt: skip
    return Send(page, results)


@pytest.mark.parametrize(
    ('one', 'status', 'day', 'reach', 'details'),
    [
        (send(states='df'), Status.SENT, '2026-03-05', 1, f'{OF_TWO}, 1 failed'),
        (send(states='d'), Status.SENT, '2026-03-05', 1,
         f'{OF_TWO}, 1 not known yet'),
        (send(states='fo'), Status.FAILED, '2026-03-05', 0,
         f'{OF_TWO}, 1 failed, 1 opted out'),
        (send(), Status.SENT, '2026-03-05', None, OF_TWO),
        (send(state=SendState.PLANNED), Status.PLANNED, '', None, OF_TWO),
        (send(state=SendState.REQUESTED), Status.PLANNED, '', None,
         OF_TWO),
        (send(state=SendState.UNKNOWN), Status.PLANNED, '', None,
         f'{OF_TWO}; not known whether it was sent'),
        (send(state=SendState.CANCELLED), Status.CANCELLED, '', None,
         OF_TWO),
    ],
)  # fmt: skip
def test_the_row_of_a_send(one: Send, status: Status, day: str, reach: int | None, details: str) -> None:
    entry = sendrows.entry(one, say, audience='skiers')
    assert (entry.status, entry.date, entry.reach, entry.details) == (status, day, reach, details)
    planned = sendrows.entry(one, say, planned='2026-12-01').date
    assert planned == ('2026-12-01' if status is Status.PLANNED else day)
    assert entry.id == 'Outreach/Alps/Send/1/sv'
    assert entry.link == '[[:Outreach/Alps/Send/1/sv|&#39;&#39;Hej&#39;&#39; &#91;&#91;du&#93;&#93;]]'
    assert (entry.wiki, entry.audience, entry.since) == ('sv.wikipedia.org', 'skiers', 12)


def test_send_pages_are_put_in_the_order_of_their_waves() -> None:
    titles = [
        'A/Send/10/sv',
        'A/Send/2/sv',
        'A/Send/2/sv/Results',
        'A/Send/2/en',
        'A/Send/2.1/en',
        'A/Sending',
    ]
    assert sendsummary.send_titles(titles, 'A') == (
        'A/Send/2/en',
        'A/Send/2/sv',
        'A/Send/2.1/en',
        'A/Send/10/sv',
    )


def test_broken_send_pages_are_all_named_and_tests_left_out() -> None:
    good, test = send(states='dd'), send('test')
    texts = {
        good.page.title: good.page.render(),
        f'{good.page.title}/Results': render_results(good.results),
        test.page.title: test.page.render(),
    }
    assert [one.states for one in sendsummary.read_sends(texts, [good.page.title, test.page.title])] == [
        {State.DELIVERED: 2}
    ]
    with pytest.raises(BadInput) as error:
        sendsummary.read_sends({'A/Send/1/sv': 'nothing', 'A/Send/1/en': ''}, ['A/Send/1/sv', 'A/Send/1/en'])
    assert [problem.place for problem in error.value.problems] == ['A/Send/1/sv', 'A/Send/1/en']


def test_a_target_that_was_sent_to_again_counts_once() -> None:
    total = sendsummary.reach([send('1', states='df', hosts='sv'), send('1.1', states='dd', hosts='sv')])
    assert (total.sends, total.targets, total.delivered, dict(total.states)) == (
        2,
        2,
        2,
        {State.DELIVERED: 2},
    )
    assert (total.languages, total.wikis) == (('sv',), ('sv.wikipedia.org',))


def test_figures_follow_the_campaign_and_hold_no_zeros() -> None:
    steps = Funnel((Step('articles', 24), Step('editors', 412), Step('list', 80)))
    found = figures.of_campaign(steps, [send(states='df'), send(state=SendState.PLANNED)], say, str.upper)
    assert [(one.key, one.label, one.value) for one in found] == [
        ('funnel-articles', 'ARTICLES', 24), ('funnel-editors', 'EDITORS', 412), ('funnel-list', 'LIST', 80),
        ('sends', 'Sends', 1), ('targets', 'Recipients on the lists', 2), ('delivered', 'Delivered', 1),
        ('failed', 'Failed', 1), ('languages', 'Languages of the message', 1), ('wikis', 'Wikis reached', 1),
    ]  # fmt: skip
    assert '{{formatnum:412}}' in figures.narrowing(steps, say)
    assert figures.narrowing(Funnel((Step('articles', 24), Step('editors', 412))), say) == ''
    assert 'No figures yet' in figures.render([], '', say)


def test_what_went_wrong_is_told_the_most_frequent_first() -> None:
    one = send(states='dfoo', hosts='sv de')
    angry = Result(one.results[0].target, State.DELIVERED, revision=7, reaction=Reaction.REVERTED)
    text = figures.trouble([Send(one.page, (angry, *one.results[1:]))], say)
    assert [line.split('|')[2] for line in text.split('\n')] == [
        '2 people}} had opted out of such messages.',
        '1 deliveries}} failed.',
        '1 messages were}} reverted.',
    ]
    assert 'Nothing went wrong' in figures.trouble([send(states='dd')], say)


CSV = """\
date,channel,audience,name,email,language,count
2026-03-01,email,affiliate contacts,Ann Example,ann@example.org,en,
2026-03-01,Email,affiliate  contacts,Bo Example,bo@example.org,en,
2026-03-01,e-post,affiliate contacts,,,en,50
2026-09-01,mailing list,chapters,,,,1
"""


def test_mailings_become_numbers_without_a_name() -> None:
    entries = mailings.entries(mailings.parse(CSV.splitlines(), 'x.csv', CHANNELS), date(2026, 5, 1))
    assert [(one.date, one.channel, one.audience, one.reach, one.status) for one in entries] == [
        ('2026-03-01', 'email', 'affiliate contacts', 52, Status.SENT),
        ('2026-09-01', 'mailinglist', 'chapters', 1, Status.PLANNED),
    ]
    assert 'xample' not in repr(entries)


def test_all_bad_lines_of_mailings_are_named_without_their_content() -> None:
    bad = (
        'date,channel,audience,language,count\n1 March,pigeon,ann@example.org,,\n2026-03-01,email,x,EN!,-1\n'
    )
    with pytest.raises(BadInput) as error:
        mailings.parse(bad.splitlines(), 'x.csv', CHANNELS)
    places = [problem.place for problem in error.value.problems]
    assert places == ['x.csv, line 2'] * 3 + ['x.csv, line 3'] * 2
    assert 'ann@' not in str(error.value)
    with pytest.raises(BadInput, match='no column channel or audience'):
        mailings.parse(['date,name'], 'x.csv', CHANNELS)


EVENT = {'logid': 5, 'timestamp': '2026-01-02T03:04:05Z', 'user': 'Bo', 'title': 'L', 'comment': 'Hej'}


@pytest.mark.parametrize('params', [{'revid': 9}, {'4::revid': '9'}, {'0': 9}])
def test_log_entries_of_all_ages_are_read(params: dict[str, Any]) -> None:
    found = backfillrows.from_event('meta.wikimedia.org', {**EVENT, 'params': params})
    assert found == LoggedSend('meta.wikimedia.org', 5, EVENT['timestamp'], 'Bo', 'L', 9, 'Hej')  # type: ignore[arg-type]  # a text


def told(page: str, day: str = '2026-01-02', mark: str = '') -> Announcement:
    places = frozenset({Place('meta.wikimedia.org', page), Place('sv.wikipedia.org', page)})
    return Announcement(mark, 1, day, 'usertalk', (), '', Status.SENT, None, places, '', '')


def test_sends_that_the_log_has_are_not_found_again() -> None:
    one = backfillrows.from_event('meta.wikimedia.org', {**EVENT, 'params': {'revid': 9}})
    assert backfillrows.not_ours([one], []) == [one]
    assert backfillrows.not_ours([one], [told('Other'), told('L', '2026-01-03')]) == [one]
    assert backfillrows.not_ours([one], [told('L')]) == []
    assert backfillrows.not_ours([one], [told('x', mark='L')]) == []
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


@pytest.mark.parametrize(('ago', 'days'), [(0, 0), (7, 0), (8, 7), (30, 7), (31, 30), (400, 30)])
def test_only_whole_spans_are_compared(ago: int, days: int) -> None:
    today = date(2026, 5, 31)
    assert growth.span(date.fromordinal(today.toordinal() - ago), today) == days


def test_sign_ups_are_people_and_each_counts_once() -> None:
    text = (
        '# [[User:Ann]]\n* [[User talk:ann|x]] 1\n# [[User:Bo_T]]\nProse [[User:Cy]]\n| [[User:Di]]\n* nobody'
    )
    assert growth.count_people(text) == 3
    sends = [send('1'), send('1.1', sent='2026-03-01T00:00:00Z'), send('2', SendState.PLANNED)]
    days = {wave: [one.date for one in some] for wave, some in sendsummary.waves(sends).items()}
    assert days == {'1': ['2026-03-01', '2026-03-05']}
