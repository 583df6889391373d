"""What a send page says to people above the fields of the scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach import editlinks, navigation, phrases
from outreach.lists import deliverylist
from outreach.lists.entries import Target
from outreach.sends import sendbanner, sendfields, sendpage
from outreach.sends.sendstate import Removed, SendState, Sent

from tests.samples.plans import one_page

WORDS = phrases.of_script('send_message')['en']
START = datetime(2026, 5, 1, 10, tzinfo=UTC)
TARGET = Target('sv.wikipedia.test', 'User talk:Bo')


def say(key: str, **parameters: Any) -> str:
    return WORDS[key] % parameters if parameters else WORDS[key]


def page(state: SendState, **values: Any) -> sendpage.SendPage:
    sent = Sent(START, 'Bot', 7, 30) if state is SendState.SENT else None
    (one,) = sendpage.together([replace(one_page(state), sent=sent, **values)])
    return one


@pytest.mark.parametrize('state', SendState)
def test_a_page_with_its_banner_is_read_and_written_byte_for_byte(state: SendState) -> None:
    one = page(state, wrong="the ''wrong'' list", removed=(Removed(TARGET, 'left'),))
    text = one.render(sendbanner.words(say).headings(one))
    assert sendpage.parse(text, one.title) == one
    assert text.index('mw-collapsed') < text.index('\n; state : ') < text.index('\n== Targets')
    assert text.endswith('\n</div>')
    assert text.count('<div') == text.count('</div>')


@pytest.mark.parametrize('state', SendState)
def test_links_and_ground_over_a_page_leave_its_targets_and_fields_as_they_are(state: SendState) -> None:
    line = navigation.line(navigation.pages_of("X ; state : sent == ''Y''"), lambda key, **_: key)
    one = page(state)
    text = one.render(sendbanner.words(say, f'{line}\nA community agreed.').headings(one))
    assert text.startswith(f'{line}\nA community agreed.\n')
    assert sendpage.parse(text, one.title) == one
    host = 'meta.wikimedia.test'
    assert deliverylist.parse(text, host).targets == deliverylist.parse(one.render(), host).targets


def test_people_are_linked_and_the_lines_for_the_machine_are_folded() -> None:
    gone, later = Target('de.wikipedia.test', 'User talk:Ann'), Target('de.wikipedia.test', 'User talk:Cy')
    one = page(SendState.PLANNED, targets=(TARGET,), removed=(Removed(gone, 'left'),), held=(later,))
    text = one.render(sendbanner.words(say).headings(one))
    lead, _, kept = text.partition(sendfields.FOLD_ALL)
    for name in (
        'sv.wikipedia.test/wiki/User_talk:Bo',
        'de.wikipedia.test/wiki/User_talk:Ann',
        'User_talk:Cy',
    ):
        assert f'{name} User talk:' in lead
    assert '#target' not in lead
    assert f'* {{{{#target:{TARGET.page}|{TARGET.host}}}}}' in kept
    assert kept.endswith('</pre>\n</div>')
    assert sendpage.parse(text, one.title) == one
    many = tuple(Target('sv.wikipedia.test', f'User talk:Reader {n:03}') for n in range(103))
    said = sendbanner.lead(page(SendState.PLANNED, targets=many), say)
    assert said.count('[//') == 100
    assert say('banner-more', count=3) in said


def test_a_page_whose_lists_stand_open_is_read_as_it_is() -> None:
    one = page(SendState.PLANNED, removed=(Removed(TARGET, 'left'),))
    before = sendpage.Headings(f'Words.\n{sendfields.FOLD}', 'Targets', 'Left off', 'Held')
    text = one.render(before)
    assert text.endswith('</pre>')
    assert sendpage.parse(text, one.title) == one


def test_each_state_is_told_in_its_own_words_and_colour() -> None:
    told = {sendbanner.lead(page(state), say) for state in SendState}
    assert len(told) == len(SendState)
    assert set(sendbanner.COLOURS) == set(SendState)


def test_a_plan_that_waits_for_an_approval_says_so_and_has_the_form_of_it() -> None:
    plain, asked = page(SendState.PLANNED), page(SendState.PLANNED, settings='approval = yes; waves = rest')
    form = f'[{editlinks.approve(asked.campaign, asked.plan)} {say("banner-approve")}]'
    said = sendbanner.lead(asked, say)
    assert form in said
    approvals = f'{asked.campaign}/Approvals'
    there = f'{{{{#ifexist:{approvals}|[[:{approvals}|{approvals}]]|{approvals}}}}}'
    assert f'by somebody else than [[User:Bot|Bot]], on {there}.' in said
    assert sendpage.parse(asked.render(sendbanner.words(say).headings(asked)), asked.title) == asked
    assert form in sendbanner.lead(replace(asked, state=SendState.REQUESTED), say)
    # where nobody vouches for a text, an operator may look at it instead
    doubted = page(SendState.PLANNED, doubts=('text by Eve',))
    assert '|operator]] looks at it, or with an approval' in sendbanner.lead(doubted, say)
    assert f'{editlinks.approve(doubted.campaign, doubted.plan)} ' in sendbanner.lead(doubted, say)
    for other in (
        plain,
        replace(asked, state=SendState.CANCELLED),
        page(SendState.SENT, settings=asked.settings),
    ):
        assert 'approv' not in sendbanner.lead(other, say).lower()


def test_a_cancelled_page_says_why_and_where_what_is_planned_instead_stands() -> None:
    one = page(SendState.CANCELLED, note='its text was changed ([[x]])')
    said = sendbanner.lead(one, say)
    assert 'Why: <span lang="en" dir="ltr">its text was changed (&#91;&#91;x&#93;&#93;)</span>.' in said
    assert f'|[[:{one.campaign}/Status|{one.campaign}/Status]]|' in said
    assert sendpage.parse(one.render(sendbanner.words(say).headings(one)), one.title) == one
    instead = sendbanner.lead(replace(one, successor=f'{one.campaign}/Send/2/en', note=''), say)
    assert '/Status' not in instead
    assert 'Why:' not in instead
    assert 'Why:' not in sendbanner.lead(replace(one, state=SendState.PLANNED), say)


def test_a_page_says_how_many_of_the_list_were_withheld_and_why() -> None:
    said = sendbanner.lead(page(SendState.PLANNED, withheld=('14 (asked lately)', '1 ([[x]])')), say)
    assert '14 (asked lately), 1 (&#91;&#91;x&#93;&#93;)' in said
    assert 'withheld' not in sendbanner.lead(page(SendState.PLANNED), say)


def test_a_sent_page_links_who_sent_it_the_log_the_revision_and_the_results() -> None:
    one = page(SendState.SENT)
    said = sendbanner.lead(one, say)
    for link in (
        '[[User:Bot|Bot]]', '[[Special:Redirect/logid/30|', '[[Special:PermanentLink/7|',
        f'[[:{one.title}/Results|', f'[[:{one.campaign}]]', f'[[Special:PermanentLink/{one.message.revid}|',
    ):  # fmt: skip
        assert link in said, link
    assert START.strftime('%Y-%m-%d') in said


def test_a_cancelled_page_looks_cancelled_and_names_the_page_instead() -> None:
    one = page(SendState.CANCELLED, successor=sendpage.send_title(one_page().campaign, '1.2', 'en'))
    said = sendbanner.lead(one, say)
    assert '<s>' in said
    assert f'[[:{one.successor}]] is sent instead' in said
    assert '<s>' not in sendbanner.lead(page(SendState.PLANNED), say)


def test_what_should_not_have_been_sent_says_so_as_text() -> None:
    said = sendbanner.lead(page(SendState.SENT, wrong='[[the]] list'), say)
    assert '&#91;&#91;the&#93;&#93; list' in said


def test_where_no_entry_of_the_log_and_no_revision_are_known_none_is_linked() -> None:
    known, unknown = (
        sendbanner.lead(replace(page(SendState.SENT), sent=sent), say)
        for sent in (Sent(START, 'Bot', 7, 30), Sent(START, 'Bot', 0, 0))
    )
    assert 'logid/30|' in known
    assert f'[[Special:PermanentLink/7|{say("banner-revision")}]]' in known
    assert 'logid' not in unknown
    assert 'PermanentLink/0' not in unknown
    assert '/Results|' in unknown
