"""After a wrong send: which it was, who got it, who is to get a correction, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from outreach import phrases
from outreach.problems import BadInput
from outreach.sends import followup, sending, wrongsends
from outreach.sends.believed import PageWords
from outreach.sends.results import Result, State
from outreach.sends.sendpage import Headings, SendPage, parse
from outreach.sends.sendstate import SendState, Sent
from outreach.sends.wrongsends import Arrived

from tests.samples.sendwiki import BOT, SendWiki
from tests.sends.test_sendpages import CAMPAIGN, NOW, page, send_pages_of

S, P = SendState.SENT, SendState.PLANNED
WORDS = PageWords(lambda state: state.value, lambda _page: Headings())
WRONG = replace(page('1', 'en', 'Ann', 'Bo', 'Cy', state=S), wrong='the wrong list')
ANN, BO, CY = WRONG.targets
ARRIVED = {
    WRONG.title: (
        Result(ANN, State.DELIVERED, revision=11),
        Result(BO, State.DELIVERED, 'at User talk:Bo/2026', 12),
        Result(CY, State.UNKNOWN),
    )
}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, 'SETTLE', 0.0)


def say(key: str, **parameters: object) -> str:
    return phrases.of_script('send_message')['en'][key] % parameters


def correction(state: SendState = S, hours: int = 1) -> SendPage:
    return replace(
        page('correction', 'en', 'Ann', state=state),
        sent=Sent(NOW + timedelta(hours=hours), BOT) if state is S else None,
    )


@pytest.mark.parametrize(
    ('names', 'found'),
    [
        (['1'], ['1/en', '1/sv']),
        (['1/sv'], ['1/sv']),
        ([f'{CAMPAIGN}/Send/1/en', '1'], ['1/en', '1/sv']),
        (['10'], ['10/en']),
    ],
)
def test_a_wrong_send_is_named_by_its_wave_its_language_or_its_page(
    names: list[str], found: list[str]
) -> None:
    pages = [page(*one.split('/'), 'Ann', state=S) for one in ('1/en', '1/sv', '10/en')]
    assert [one.title.partition('/Send/')[2] for one in wrongsends.named(names, pages, CAMPAIGN)] == found


def test_all_names_that_fit_no_send_are_said_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        wrongsends.named(['2', '7', 'Elsewhere'], [page('2', 'en', 'Ann')], CAMPAIGN)
    said = [str(one) for one in caught.value.problems]
    assert said[0] == '-wrong:2: was not sent; -replan cancels it'
    assert [one.partition(':')[2].partition(':')[0] for one in said[1:]] == ['7', 'Elsewhere']


def halted(*pages: SendPage, logged: Sequence[str] = ()) -> tuple[SendWiki, dict[str, SendPage]]:
    kept, wiki = send_pages_of(*pages)
    for one in pages:
        if one.title in logged:
            wiki.sent(one.title, wiki.put(replace(one, state=SendState.CLAIMED, sent=None)))
            wiki.put(one)
    kept.refresh()
    kept.read_log()
    wrong = [one for one in kept.pages if one.title in logged]
    list(wrongsends.halt(kept, wrong, 'the wrong list', WORDS, 'marked'))
    return wiki, {one.title: one for one in kept.pages}


def test_halting_marks_what_was_sent_and_cancels_what_is_left_but_corrections() -> None:
    sent, planned = page('1', 'en', 'Ann', state=S), page('2', 'en', 'Bo')
    asked, taken = page('3', 'en', 'Cy', state=SendState.REQUESTED), page('4', 'en', 'Di')
    taken = replace(taken, state=SendState.CLAIMED, claim='Bot 0a1b2c3d')
    right = page('correction', 'en', 'Ann')
    wiki, now = halted(sent, planned, asked, taken, right, logged=[sent.title])
    assert now[sent.title].wrong == 'the wrong list'
    states = [now[one.title].state for one in (sent, planned, asked, taken, right)]
    assert states == [S, SendState.CANCELLED, SendState.CANCELLED, SendState.UNKNOWN, P]
    assert wiki.call(action='parse', page=taken.title)['parse']['text'] == ''
    newest = wiki.newest(sent.title)
    assert newest
    assert newest.comment.startswith('marked (')
    assert parse(newest.text, sent.title).wrong == 'the wrong list'


def test_a_mark_by_anybody_else_is_none() -> None:
    sent = page('1', 'en', 'Ann', state=S)
    kept, wiki = send_pages_of(sent)
    wiki.edit(sent.title, replace(sent, wrong='says Mallory').render())
    kept.refresh()
    assert wrongsends.doubts(kept.pages) == []
    wiki.put(WRONG)
    kept.refresh()
    (doubt,) = wrongsends.doubts(kept.pages)
    assert (doubt.code, doubt.text) == ('wrong-send', 'should not have been sent: the wrong list')


def test_the_correction_goes_to_exactly_those_who_got_the_message() -> None:
    assert wrongsends.uncorrected([WRONG], ARRIVED, NOW) == (ANN, BO)
    twice = replace(page('2', 'sv', 'Ann', state=S), wrong='again')
    results = {**ARRIVED, twice.title: (Result(ANN, State.DELIVERED, revision=13),)}
    assert wrongsends.uncorrected([WRONG, twice], results, NOW) == (ANN, BO)
    right = page('3', 'en', 'Di', state=S)
    results[right.title] = (Result(right.targets[0], State.DELIVERED, revision=14),)
    assert wrongsends.uncorrected([WRONG, right], results, NOW) == (ANN, BO)


@pytest.mark.parametrize(
    ('made', 'left'),
    [
        (correction(), (BO,)),
        (correction(P), (BO,)),
        (correction(SendState.UNKNOWN), (BO,)),
        (correction(SendState.CANCELLED), (ANN, BO)),
        (correction(hours=-1), (ANN, BO)),  # it corrected an earlier send
    ],
)
def test_nobody_gets_two_corrections_of_one_send(made: SendPage, left: tuple[object, ...]) -> None:
    assert wrongsends.uncorrected([WRONG, made], ARRIVED, NOW) == left


def test_a_correction_that_failed_for_a_reason_that_passes_is_made_again_when_it_is_due() -> None:
    made = correction()
    results = {**ARRIVED, made.title: (Result(ANN, State.FAILED, 'readonly'),)}
    assert wrongsends.uncorrected([WRONG, made], results, NOW) == (BO,)
    later = NOW + timedelta(hours=1) + followup.RETRIES
    assert wrongsends.uncorrected([WRONG, made], results, later) == (ANN, BO)


def test_a_correction_clashes_with_one_of_the_same_send_only() -> None:
    ours = page('correction.2', 'en', 'Ann', state=SendState.CLAIMED)
    for hours, clashes in ((1, True), (-1, False)):
        kept, _ = send_pages_of(WRONG, correction(hours=hours), ours)
        assert bool(kept.clash(ours)) is clashes


def test_the_report_gives_every_delivery_with_its_diff_and_what_is_not_known_yet() -> None:
    text = wrongsends.report([WRONG, page('2', 'en', 'Di', state=S)], ARRIVED, say)
    assert '[//en.wikipedia.test/w/index.php?diff=11 11]' in text
    assert 'User talk:Bo/2026' in text
    assert 'User talk:Cy' not in text
    assert '/Send/2/en' not in text
    assert '| the wrong list\n| 2\n| 1\n' in text
    lines = '\n'.join(wrongsends.lines([WRONG], Arrived(ARRIVED), CAMPAIGN, f'-under:{CAMPAIGN}'))
    assert f'{WRONG.title}: 3 targets: 2 delivered, 1 unknown.' in lines
    assert 'Nothing can call back' in lines
    assert '2 delivered: https://en.wikipedia.test/w/index.php?diff=11 https:' in lines
    assert not Arrived(ARRIVED).settled


def test_a_reason_is_text() -> None:
    evil = replace(WRONG, wrong='|} [[Category:Evil]] {{Evil}} ~~~~')
    for text in (wrongsends.report([evil], ARRIVED, say), evil.render()):
        assert '[[Category' not in text
        assert '{{Evil' not in text
        assert '~~~~' not in text
    assert parse(evil.render(), evil.title).wrong == evil.wrong


def test_the_report_leaves_a_page_alone_whose_markers_people_broke() -> None:
    send_pages, wiki = send_pages_of(WRONG)
    title = wrongsends.report_title(CAMPAIGN)
    told = 'What people wrote.\n<!-- outreach:begin wrong sends -->\nHalf of it.'
    wiki.edit(title, told)
    (problem,) = wrongsends.publish(send_pages, ARRIVED, say)
    assert problem.place == f'{title}, line 2'
    assert wiki.read(title).text == told
    wiki.edit(title, told.partition('<!--')[0])
    assert wrongsends.publish(send_pages, ARRIVED, say) == []
    assert wiki.read(title).text.startswith('What people wrote.\n\n<!-- outreach:begin wrong sends -->')
