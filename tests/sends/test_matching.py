"""What became of targets, told from the traces that MassMessage leaves on a wiki."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from outreach.lists.entries import Target
from outreach.names import Namespaces
from outreach.revisions import Revision
from outreach.sends.matching import (
    DeliveryEdit,
    Origin,
    Skip,
    Traces,
    led_astray,
    results,
    wanted_edits,
    without_gone,
    without_renamed,
)
from outreach.sends.results import Result, State
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import SendState, Sent

SV = Namespaces.from_siteinfo(
    {
        'namespaces': {
            '0': {'id': 0, 'name': ''},
            '2': {'id': 2, 'name': 'Användare', 'canonical': 'User'},
            '3': {'id': 3, 'name': 'Användardiskussion', 'canonical': 'User talk'},
            '4': {'id': 4, 'name': 'Wikipedia', 'canonical': 'Project'},
        },
        'namespacealiases': [{'id': 3, 'alias': 'Diskussion användare'}],
    }
)
HOST = 'sv.wikipedia.test'
ANN, BO = Target(HOST, 'User talk:Ann'), Target(HOST, 'User:bo')
PAGE = SendPage(
    title='Outreach/X/Send/1/sv',
    campaign='Outreach/X',
    wave='1',
    language='sv',
    subject='Hej',
    targets=(ANN, BO),
    lists=(Pinned('L', 1),),
    message=Pinned('M', 2),
    digest='aa',
    planned_by='Bot One',
    state=SendState.SENT,
    sent=Sent(datetime(2026, 5, 1, 10, tzinfo=UTC), 'Bot One', 77),
)
LIST = 'https://meta.wikimedia.test/w/index.php?title=Outreach/X/Send/1/sv&oldid=77'
COMMENTS = [
    f'<!-- Message sent by User:Bot One@metawiki using the list at {LIST} -->',
    f'<!-- Meddelande skickades av User:Bot_One@metawiki med hjälp av listan på {LIST} -->',
    f'<!-- {LIST} のリストを使用して User:Bot One@metawiki が送信したメッセージ -->',
    f'<!-- Bot One@metawiki님이 {LIST} 의 명단을 사용하여 보냄 -->',
    f'<!-- "{LIST}" Bot One@metawiki, -->',
]
OTHERS = [
    COMMENTS[0].replace('oldid=77', 'oldid=770'),
    COMMENTS[0].replace('Bot One', 'Bot Two'),
    COMMENTS[0].replace('metawiki', 'enwiki'),
    COMMENTS[0].strip('<!->'),
    '<!-- oldid=77 -->',
]


def edit(revision: int, title: str, text: str) -> DeliveryEdit:
    return DeliveryEdit(revision, title, '2026-05-01T10:01:00Z', '/* Hej */ nytt avsnitt', text)


def states(traces: Traces, body: str = '') -> dict[str, tuple[State, str]]:
    found = results(PAGE, 'metawiki', PAGE.targets, traces, body=body)
    return {one.target.page: (one.state, one.detail) for one in found}


@pytest.mark.parametrize('comment', COMMENTS)
def test_the_hidden_comment_is_known_in_any_language_and_order(comment: str) -> None:
    assert Origin('metawiki', PAGE.every_send).marks(f'== Hej ==\nText\n{comment}\n') == 1


@pytest.mark.parametrize('comment', OTHERS)
def test_comments_of_other_sends_are_not_ours(comment: str) -> None:
    assert Origin('metawiki', PAGE.every_send).marks(comment) == 0


def test_the_first_edit_with_our_comment_is_the_delivery() -> None:
    later = f'{COMMENTS[1]}\n== Annat ==\n{OTHERS[0]}'
    traces = Traces(
        SV,
        (
            edit(12, 'Användardiskussion:Ann', later),
            edit(11, 'Användardiskussion:Ann', COMMENTS[1]),
            edit(13, 'Användardiskussion:Bo', COMMENTS[1]),
        ),
    )
    found = results(PAGE, 'metawiki', PAGE.targets, traces)
    assert [(one.state, one.revision) for one in found] == [(State.DELIVERED, 11), (State.DELIVERED, 13)]


UNMARKED = [
    ('== Hej ==\n\nText', State.DELIVERED),
    ('== Hej ==\nold\n== Annat ==\nx\n\n== Hej ==\n\nText', State.DELIVERED),
    ('== Hej ==\n\nText <!-- a note -->', State.DELIVERED),
    (f'== Hej ==\n\nText\n{OTHERS[0]}', State.UNKNOWN),
    ('== Annat ==\n\nText', State.UNKNOWN),
    ('', State.UNKNOWN),
]


@pytest.mark.parametrize(('text', 'state'), UNMARKED)
def test_a_delivery_without_its_comment_is_known_by_its_section(text: str, state: State) -> None:
    traces = Traces(SV, (edit(11, 'Användardiskussion:Ann', text),))
    assert states(traces)['User talk:Ann'] == (state, '')


def test_an_edit_before_the_send_is_no_delivery_of_it() -> None:
    early = DeliveryEdit(
        11, 'Användardiskussion:Ann', '2026-05-01T09:59:59Z', '/* Hej */', '== Hej ==\n\nText'
    )
    assert states(Traces(SV, (early,)))['User talk:Ann'][0] is State.UNKNOWN


@pytest.mark.parametrize(
    ('action', 'state'),
    [
        ('skipoptout', State.OPTED_OUT),
        ('skipnouser', State.NO_SUCH_USER),
        ('skipbadns', State.WRONG_NAMESPACE),
        ('failure', State.FAILED),
    ],
)
def test_skips_are_read_from_the_log_under_the_local_title(action: str, state: State) -> None:
    skip = Skip(action, 'Användardiskussion:Ann', '2026-05-01T10:01:00Z', 'Hej', 'protectedpage')
    other = Skip(action, 'Användardiskussion:Bo', '2026-05-01T10:01:00Z', 'Another subject')
    assert states(Traces(SV, skips=(skip, other))) == {
        'User talk:Ann': (state, 'protectedpage'),
        'User:bo': (State.UNKNOWN, ''),
    }


def test_a_failure_of_an_earlier_send_is_not_this_ones() -> None:
    skip = Skip('failure', 'Användardiskussion:Ann', '2026-05-01T09:59:59Z', 'Hej', 'readonly')
    assert states(Traces(SV, skips=(skip,)))['User talk:Ann'] == (State.UNKNOWN, '')


def test_a_delivery_after_a_failure_counts() -> None:
    skip = Skip('failure', 'Användardiskussion:Ann', '2026-05-01T10:01:00Z', 'Hej', 'readonly')
    traces = Traces(SV, (edit(11, 'Användardiskussion:Ann', COMMENTS[0]),), (skip,))
    assert states(traces)['User talk:Ann'] == (State.DELIVERED, '')


def test_redirects_are_followed_and_said() -> None:
    traces = Traces(
        SV,
        (edit(11, 'Användardiskussion:Ny', COMMENTS[0]),),
        moved={'Användardiskussion:Ann': 'Användardiskussion:Ny'},
    )
    assert states(traces)['User talk:Ann'] == (State.DELIVERED, 'at Användardiskussion:Ny')


def test_the_last_delivery_left_belongs_to_the_last_target_left() -> None:
    moved = edit(12, 'Användardiskussion:Helt annan', COMMENTS[0])
    traces = Traces(SV, (edit(11, 'Användardiskussion:Ann', COMMENTS[0]), moved))
    assert states(traces)['User:bo'] == (State.DELIVERED, 'now at Användardiskussion:Helt annan')
    assert states(Traces(SV, (moved,)))['User:bo'] == (State.UNKNOWN, '')
    # asked again about Bo alone: what came to Ann, or went away with her page, is not his
    for title in ('Användardiskussion:Ann', 'Användardiskussion:Ann, förr'):
        traces = Traces(SV, (edit(11, title, COMMENTS[0]),))
        (bo,) = results(PAGE, 'metawiki', [BO], traces, settled={11})
        assert bo.state is State.UNKNOWN


def test_where_the_page_of_somebody_who_vanished_is_now_is_shown_nowhere() -> None:
    moved = edit(12, 'Användardiskussion:Renamed user 8f3a2c1b', COMMENTS[0])
    traces = Traces(SV, (edit(11, 'Användardiskussion:Ann', COMMENTS[0]), moved))
    assert states(traces)['User:bo'] == (State.DELIVERED, '')


def test_a_page_that_was_moved_below_itself_is_an_archive() -> None:
    names = ('Användardiskussion:Ann/Arkiv 1', 'Användardiskussion:Bo/2026')
    traces = Traces(SV, tuple(edit(11 + n, name, COMMENTS[0]) for n, name in enumerate(names)))
    assert {state for state, _ in states(traces).values()} == {State.DELIVERED}


def test_what_is_said_a_month_later_under_the_same_subject_is_of_another_send() -> None:
    skip = Skip('skipoptout', 'Användardiskussion:Ann', '2026-06-01T10:01:00Z', 'Hej')
    bare = DeliveryEdit(
        11, 'Användardiskussion:Bo', '2026-06-01T10:01:00Z', '/* Hej */ x', '== Hej ==\nText\n'
    )
    assert {state for state, _ in states(Traces(SV, (bare,), (skip,))).values()} == {State.UNKNOWN}


def test_the_guard_against_duplicates_is_seen_only_when_all_is_quiet() -> None:
    traces = Traces(SV, texts={'Användardiskussion:Ann': f'== Hej ==\nText\n{OTHERS[0]}\n\n== Annat =='})
    assert states(traces)['User talk:Ann'][0] is State.UNKNOWN
    assert states(traces, 'Text')['User talk:Ann'][0] is State.DUPLICATE
    assert states(traces, 'Other text')['User talk:Ann'][0] is State.UNKNOWN
    assert states(traces, 'Text')['User:bo'][0] is State.UNKNOWN


def copies(*edits: DeliveryEdit) -> int:
    return results(PAGE, 'metawiki', [ANN], Traces(SV, edits))[0].copies


def on_ann(*texts: str) -> list[DeliveryEdit]:
    """Return edits of one page, each with the text of the one before."""
    return [
        replace(edit(11 + n, 'Användardiskussion:Ann', text), before=before)
        for n, (before, text) in enumerate(zip(('', *texts), texts, strict=False))
    ]


def test_two_copies_are_counted() -> None:
    assert copies(*on_ann(COMMENTS[0] * 2)) == 2
    other = f'{COMMENTS[0]}\n{OTHERS[0]}'
    assert copies(*on_ann(COMMENTS[0], other)) == 1
    assert copies(*on_ann(COMMENTS[0], other, f'{other}\n{COMMENTS[0]}')) == 2
    assert copies(*on_ann('== Hej ==\nText\n', '== Hej ==\nText\n== Hej ==\nText\n')) == 2


def test_a_comment_that_somebody_planted_before_another_delivery_is_none_of_ours() -> None:
    planted = f'== Old ==\n{COMMENTS[0]}'
    other = replace(
        edit(11, 'Användardiskussion:Ann', f'{planted}\n\n== News ==\nx\n{OTHERS[0]}'),
        before=planted,
        summary='/* News */',
    )
    assert states(Traces(SV, (other,)))['User talk:Ann'][0] is State.UNKNOWN


def test_a_delivery_without_its_comment_belongs_to_one_send_only() -> None:
    late = edit(11, 'Användardiskussion:Ann', '== Hej ==\n\nText')
    follower = replace(PAGE, sent=Sent(datetime(2026, 5, 1, 10, 0, 30, tzinfo=UTC), 'Bot One', 78))
    traces = Traces(SV, (late,))
    later = {ANN: '2026-05-01T10:00:30Z'}
    first = results(PAGE, 'metawiki', [ANN], traces, later=later)
    second = results(follower, 'metawiki', [ANN], traces)
    assert [one.state for one in (*first, *second)] == [State.UNKNOWN, State.DELIVERED]
    early = replace(late, time='2026-05-01T10:00:10Z')
    first = results(PAGE, 'metawiki', [ANN], Traces(SV, (early,)), later=later)
    assert first[0].state is State.DELIVERED
    assert results(follower, 'metawiki', [ANN], Traces(SV, (early,)))[0].state is State.UNKNOWN


def test_only_edits_that_can_be_ours_are_read() -> None:
    edits = (
        edit(1, 'Användardiskussion:Ann', ''),
        DeliveryEdit(2, 'Användardiskussion:Cy', '', '/* Nyhetsbrev */ nytt avsnitt'),
        DeliveryEdit(3, 'Användardiskussion:Cy', '', 'nytt avsnitt: /* Hej */'),
    )
    assert wanted_edits(Traces(SV, edits), PAGE.targets, {'Hej'}) == [1, 3]


@pytest.mark.parametrize(
    ('time', 'inside'),
    [
        ('2026-05-01T09:59:59Z', False),
        ('2026-05-01T10:00:00Z', True),
        ('2026-05-08T10:00:00Z', True),
        ('2026-05-08T10:00:01Z', False),
    ],
)
def test_what_comes_within_a_week_can_be_of_a_send(time: str, *, inside: bool) -> None:
    unmarked = DeliveryEdit(11, 'Användardiskussion:Ann', time, '/* Hej */', '== Hej ==\n\nText')
    skip = Skip('skipoptout', 'Användardiskussion:Bo', time, 'Hej')
    found = states(Traces(SV, (unmarked,), (skip,)))
    assert (found['User talk:Ann'][0] is State.DELIVERED) is inside
    assert (found['User:bo'][0] is State.OPTED_OUT) is inside


def test_the_last_entry_of_the_log_counts() -> None:
    skips = [
        Skip('failure', 'Användardiskussion:Ann', f'2026-05-01T1{hour}:00:00Z', 'Hej', why)
        for hour, why in ((3, 'readonly'), (2, 'protectedpage'))
    ]
    (last,) = results(PAGE, 'metawiki', [ANN], Traces(SV, skips=tuple(skips)))
    at = datetime(2026, 5, 1, 13, tzinfo=UTC)
    assert (last.state, last.detail, last.failed_at) == (State.FAILED, 'readonly', at)


def test_the_section_that_the_guard_saw_is_named_by_its_own_list() -> None:
    older, newer = (COMMENTS[0].replace('oldid=77', f'oldid={number}') for number in (50, 60))
    section = f'== Hej ==\n\nText\n{older} {newer}\n'
    traces = Traces(SV, texts={'Användardiskussion:Ann': f'{section}== Hej ==\n\nText\n{older}'})
    assert states(traces, body='Text')['User talk:Ann'] == (
        State.DUPLICATE, 'the page has this message already (list revision 60)',
    )  # fmt: skip


def test_titles_that_no_wiki_could_have_stay_as_they_are() -> None:
    traces = Traces(SV)
    assert traces.title('User talk:A|b') == 'User talk:A|b'
    assert traces.title('User:ann') == 'Användardiskussion:Ann'
    assert traces.title('Project:ann') == 'Wikipedia:Ann'


OWN, EVE = 'Användardiskussion:Ann', 'Användardiskussion:Eve'
SINCE = '2026-04-30T10:00:00Z'


@pytest.mark.parametrize(
    ('title', 'place', 'user', 'time', 'astray'),
    [
        (OWN, EVE, 'Eve', SINCE, True),
        (OWN, EVE, '', '2026-05-02T10:00:00Z', True),
        (OWN, 'Wikipedia:Bybrunnen', 'Eve', SINCE, True),
        ('Wikipedia:Bybrunnen', EVE, 'Eve', SINCE, True),
        (OWN, EVE, 'Ann', SINCE, False),  # one's other account
        (OWN, EVE, 'Eve', '2026-04-30T09:59:59Z', False),  # so for long
        (OWN, f'{OWN}/Arkiv', 'Eve', SINCE, False),
        ('Wikipedia:Bybrunnen', 'Wikipedia:Bybrunnen/Nytt', 'Eve', SINCE, False),
    ],
)
def test_what_somebody_else_has_just_led_to_another_person_is_astray(
    title: str, place: str, user: str, time: str, *, astray: bool
) -> None:
    assert led_astray(SV, title, place, Revision(1, title, '', user=user, time=time), SINCE) is astray
    assert not led_astray(SV, title, place, None, SINCE)


def test_who_was_renamed_is_not_astray() -> None:
    one = Result(ANN, State.DELIVERED, f'astray at {EVE}', 7)
    assert one.astray
    assert one.place == Target(HOST, EVE)
    for detail in (f'at {EVE}', f'now at {EVE}', one.detail):
        assert replace(one, detail=detail).elsewhere == EVE
    assert replace(one, detail='').elsewhere == ''
    for renamed, detail in (({'Ann': 'Eve'}, f'at {EVE}'), ({'Ann': 'Bo'}, one.detail), ({}, one.detail)):
        assert without_renamed({'P': [one]}, renamed) == {'P': [replace(one, detail=detail)]}


def test_the_page_of_an_account_that_nobody_can_use_is_shown_nowhere() -> None:
    details = [f'at {EVE}', f'now at {EVE}', f'astray at {EVE}', 'at Wikipedia:Torg', f'at {OWN}/Arkiv', '']
    some = [Result(ANN, State.DELIVERED, detail, 7) for detail in details]
    assert [one.new_name for one in some] == ['Eve', 'Eve', '', 'Torg', '', '']
    gone = {(HOST, 'Eve'), ('de.wikipedia.test', 'Torg')}
    assert [one.detail for one in without_gone(some, gone)] == [
        '',
        '',
        'astray at User talk:Ann',
        *details[3:],
    ]
    page = Result(Target(HOST, 'Project:A'), State.DELIVERED, 'at Wikipedia:B', 7)
    assert page.new_name == ''
