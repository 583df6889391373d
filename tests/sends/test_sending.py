"""The send path, as a table: state of the page, send log, answer of the wiki → state, and how many POSTs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from outreach import sendlog
from outreach.problems import Ambiguous, WikiError
from outreach.sends import believed, logged, sending
from outreach.sends.believed import PageWords
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpage import Headings, SendPage, digest_of, together
from outreach.sends.sendstate import Removed, SendState

from tests.samples.sendwiki import SendWiki, trust
from tests.sends.test_sendpages import page

WORDS = PageWords(lambda state: state.value, lambda _page: Headings())
BODY = 'Text'
(MADE,) = together([replace(one, digest=digest_of(one, BODY)) for one in [page('1', 'en', 'Ann', 'Bo')]])
TITLE = MADE.title
Answer = Callable[[SendWiki, str, str], dict[str, Any]]


def queued(wiki: SendWiki, title: str, subject: str) -> dict[str, Any]:
    """Answer as the server does: it logs, and says how many it queued."""
    row = wiki.newest(title)
    assert row
    wiki.sent(title, row.id, subject)
    return {'massmessage': {'count': wiki.call(action='parse', page=title)['parse']['text'].count('<a ')}}


def lost_after(wiki: SendWiki, title: str, subject: str) -> dict[str, Any]:
    queued(wiki, title, subject)
    raise Ambiguous(wiki.host, 'no answer')


def raises(error: Exception) -> Answer:
    def answer(_wiki: SendWiki, _title: str, _subject: str) -> dict[str, Any]:
        raise error

    return answer


LOST = raises(Ambiguous('meta', 'no answer'))
REFUSED = raises(WikiError('meta', 'is too busy', 'maxlag'))


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, 'SETTLE', 0.0)


def made(state: SendState, *, logged: bool = False) -> SendWiki:
    """Return a wiki on which the page stands in a state, with or without an entry of the log."""
    wiki = SendWiki()
    wiki.put(MADE)
    revid = wiki.put(replace(MADE, state=SendState.CLAIMED, claim='Bot 0a1b2c3d')) if logged else 0
    if state is not SendState.PLANNED or logged:
        sent = page('1', 'en', 'Ann', state=SendState.SENT).sent if state is SendState.SENT else None
        wiki.put(replace(MADE, state=state, claim='Bot 0a1b2c3d', sent=sent))
    if logged:
        wiki.sent(TITLE, revid)
    return wiki


def send(wiki: SendWiki, *removed: Removed, objection: str = '', body: str = BODY) -> SendOutcome:
    return sending.send(trust(wiki), TITLE, body, removed, 'Bot 0a1b2c3e', WORDS, lambda _page: objection)


def state_of(wiki: SendWiki) -> SendPage:
    now = believed.read(trust(wiki), TITLE)
    assert now
    return now.page


P, C, S, U, R, X = (
    SendState.PLANNED, SendState.CLAIMED, SendState.SENT, SendState.UNKNOWN, SendState.REQUESTED,
    SendState.CANCELLED,
)  # fmt: skip


ANSWERS: dict[Answer, SendState] = {queued: S, lost_after: S, LOST: U, REFUSED: P}


def posted(state: SendState, answer: Answer, *, logged: bool) -> tuple[SendState, int]:
    """Return what must become of a page, and after how many POSTs: only a plan that no log holds is sent."""
    if state is not P:
        return state, 0
    return (S, 0) if logged else (ANSWERS[answer], 1)  # logged: somebody put the page back


def test_what_others_write_on_a_page_that_waits_for_a_sender_is_taken_off() -> None:
    wiki = made(R)
    ours = wiki.newest(TITLE)
    assert ours
    assert 'removed' not in sending.from_log(trust(wiki), state_of(wiki), WORDS).text
    assert wiki.newest(TITLE) is ours
    wiki.edit(TITLE, ours.text.replace('Ann', 'Eve'))
    said = sending.from_log(trust(wiki), state_of(wiki), WORDS)
    assert said.text == 'is requested: nobody has sent it yet; what Mallory wrote on it was removed'
    now = wiki.newest(TITLE)
    assert now
    assert (now.text, now.user, said.state) == (ours.text, 'Outreach-bot', R)


@pytest.mark.parametrize(
    ('state', 'logged', 'answer', 'after', 'posts'),
    [
        (state, logged, answer, *posted(state, answer, logged=logged))
        for state in SendState
        for logged in (False, True)
        for answer in ANSWERS
    ],
)
def test_state_log_and_answer_give_state_and_posts(
    state: SendState,
    logged: bool,  # noqa: FBT001
    answer: Answer,
    after: SendState,
    posts: int,
) -> None:
    wiki = made(state, logged=logged)
    wiki.post = answer
    send(wiki)
    assert (state_of(wiki).state, wiki.posts) == (after, posts)
    wiki.post = queued
    send(wiki)
    assert wiki.posts == posts + (after is P)


@pytest.mark.parametrize(
    ('state', 'logged', 'after'),
    [
        (P, False, P),
        (P, True, S),
        (C, False, U),
        (C, True, S),
        (U, False, U),
        (U, True, S),
        (X, True, S),
        (S, True, S),
    ],
)
def test_a_recheck_lets_the_log_decide_and_hides_the_targets(
    state: SendState,
    logged: bool,  # noqa: FBT001
    after: SendState,
) -> None:
    wiki = made(state, logged=logged)
    sending.recheck(trust(wiki), TITLE, WORDS)
    assert state_of(wiki).state is after
    assert wiki.posts == 0
    if after is U:
        assert wiki.call(action='parse', page=TITLE)['parse']['text'] == ''


@pytest.mark.parametrize(
    ('state', 'logged', 'after'),
    [(P, False, X), (R, False, X), (R, True, S), (C, False, C), (U, False, X), (S, True, S)],
)
def test_what_may_be_cancelled(
    state: SendState,
    logged: bool,  # noqa: FBT001
    after: SendState,
) -> None:
    wiki = made(state, logged=logged)
    assert sending.cancel(trust(wiki), TITLE, WORDS).state is after
    assert state_of(wiki).state is after


def edit_at(number: int, change: Callable[[str], str]) -> Callable[[SendWiki, str], None]:
    """Let somebody edit the page right before the save or POST with this number."""
    at = 0

    def meanwhile(wiki: SendWiki, _what: str) -> None:
        nonlocal at
        at += 1
        row = wiki.newest(TITLE)
        if at == number and row:
            wiki.edit(TITLE, change(row.text))

    return meanwhile


def with_eve(text: str) -> str:
    return text.replace('User talk:Ann|', 'User talk:Eve|')


@pytest.mark.parametrize('change', [with_eve, lambda text: text.replace('Hello', 'Buy'), lambda text: ''])
def test_what_others_wrote_on_a_planned_page_is_not_sent(change: Callable[[str], str]) -> None:
    wiki = made(P)
    wiki.edit(TITLE, change(MADE.render()))
    wiki.post = queued
    assert send(wiki).state is S
    assert (state_of(wiki).targets, wiki.log[0]['comment']) == (MADE.targets, 'Hello')
    assert 'Eve' not in wiki.rows[wiki.log[0]['params']['revid'] - 1].text


def test_an_edit_at_the_claim_stops_the_send() -> None:
    wiki = made(P)
    wiki.meanwhile = edit_at(1, with_eve)
    assert send(wiki).state is C
    assert wiki.posts == 0


def test_an_edit_after_the_claim_is_seen_before_the_post() -> None:
    wiki = made(P)
    wiki.post = queued

    def objection(_page: SendPage) -> str:
        row = wiki.newest(TITLE)
        assert row
        wiki.edit(TITLE, with_eve(row.text))
        return ''

    said = sending.send(trust(wiki), TITLE, BODY, (), 'Bot 0a1b2c3e', WORDS, objection)
    assert said.refused
    assert 'edited the page after it was claimed' in said.text
    assert (state_of(wiki).state, wiki.posts) == (P, 0)
    assert 'Eve' not in wiki.rows[-1].text


def test_an_edit_at_the_post_is_told_with_the_names() -> None:
    wiki = made(P)
    wiki.post, wiki.meanwhile = queued, edit_at(2, with_eve)
    said = send(wiki)
    assert said.refused
    assert (
        '1 (User talk:Eve@en.wikipedia.test) more and 1 (User talk:Ann@en.wikipedia.test) fewer' in said.text
    )
    assert wiki.posts == 1
    assert send(wiki).state is S
    assert wiki.posts == 1


def test_a_word_changed_at_the_post_does_not_make_it_unsent() -> None:
    wiki = made(P)
    wiki.post, wiki.meanwhile = (
        queued,
        edit_at(2, lambda text: text.replace('; state : claimed', '; state : planned')),
    )
    assert send(wiki).state is S
    assert send(wiki).state is S
    assert wiki.posts == 1


def test_a_page_blanked_at_the_post_is_written_again() -> None:
    wiki = made(P)
    wiki.post, wiki.meanwhile = queued, edit_at(3, lambda text: '')
    assert send(wiki).state is S
    assert state_of(wiki).state is S


def test_who_left_is_left_off_and_named_on_the_page() -> None:
    wiki = made(P)
    wiki.post = queued
    off = Removed(MADE.targets[0], 'asked to be left out')
    assert send(wiki, off).targets == 1
    assert (state_of(wiki).targets, state_of(wiki).removed) == (MADE.targets[1:], (off,))


def test_a_page_whose_people_have_all_left_is_cancelled() -> None:
    wiki = made(P)
    assert send(wiki, *(Removed(one, 'left') for one in MADE.targets)).state is X
    assert wiki.posts == 0


def test_another_text_an_objection_and_a_page_of_0_1_are_not_sent() -> None:
    wiki = made(P)
    assert 'does not hold what was planned' in send(wiki, body='Other').text
    assert 'too late' in send(wiki, objection='too late').text
    assert state_of(wiki).state is P
    old = replace(MADE, format=1, plan='', parts=())
    wiki.edit(TITLE, old.render(), 'Outreach-bot', 'Plan')
    assert 'version 0.1' in send(wiki).text
    assert wiki.posts == 0


def test_a_page_that_no_trusted_account_wrote_is_not_sent() -> None:
    wiki = SendWiki()
    wiki.put(MADE, user='Mallory')
    assert send(wiki).refused
    assert wiki.posts == 0


def test_a_send_that_the_log_has_under_another_title_is_settled_by_it() -> None:
    wiki = made(SendState.PLANNED)
    revid = wiki.put(replace(MADE, state=SendState.REQUESTED))
    wiki.sent('User:Mallory/x', revid)
    entries = logged.with_targets(trust(wiki), list(sendlog.entries(trust(wiki).wiki)))
    outcome = sending.as_logged(trust(wiki), TITLE, entries, WORDS)
    assert (outcome.state, outcome.targets, outcome.refused) == (SendState.SENT, 2, False)
    assert state_of(wiki).state is SendState.SENT
    assert wiki.posts == 0


def test_a_page_that_was_moved_away_at_the_post_is_found_by_a_recheck() -> None:
    wiki = made(SendState.CLAIMED)
    wiki.move(TITLE, 'User:Mallory/x')
    wiki.sent('User:Mallory/x', wiki.edit('User:Mallory/x', MADE.render().replace('pre>', 'div>')))
    outcome = sending.recheck(trust(wiki), TITLE, WORDS)
    assert (outcome.state, state_of(wiki).state) == (SendState.SENT, SendState.SENT)


def test_a_planned_page_that_was_moved_away_is_sent_from_where_it_was() -> None:
    wiki = made(SendState.PLANNED)
    wiki.move(TITLE, 'User:Mallory/x')
    wiki.post = queued
    assert send(wiki).state is SendState.SENT
    assert (wiki.log[-1]['title'], wiki.posts) == (TITLE, 1)


def test_a_plan_in_place_of_a_page_that_was_sent_and_deleted_does_not_pass_for_it() -> None:
    wiki = made(SendState.CLAIMED)
    wiki.sent(TITLE, 1)
    wiki.delete(TITLE)
    wiki.put(MADE)
    before = len(wiki.rows)
    wiki.post = queued
    outcomes = [
        sending.recheck(trust(wiki), TITLE, WORDS),
        sending.from_log(trust(wiki), MADE, WORDS),
        sending.as_logged(trust(wiki), TITLE, logged.of_page(trust(wiki), TITLE), WORDS),
    ]
    assert all(one.refused and 'the revision that was sent is deleted' in one.text for one in outcomes)
    assert len(wiki.rows) == before
    assert send(wiki).refused
    assert wiki.posts == 0
