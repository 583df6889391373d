"""What became of a send, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from outreach import phrases
from outreach.lists.entries import Target
from outreach.sends import outcomes, sendfields
from outreach.sends.results import REGION, Reaction, Result, State, parse_results, render_results
from outreach.sends.sendstate import Sent
from outreach.wikitext import BrokenMarkers, new_region

from tests.samples.plans import one_page

WORDS = phrases.of_script('check_delivery')['en']
PAGE = one_page()
SV, FR = 'sv.wikipedia.test', 'fr.wikipedia.test'


def say(key: str, **parameters: Any) -> str:
    return WORDS[key] % parameters if parameters else WORDS[key]


def got(name: str, did: Reaction = Reaction.NONE) -> Result:
    return Result(Target(SV, f'User talk:{name}'), State.DELIVERED, '', 5, did)


def missed(name: str, state: State = State.FAILED, detail: str = '') -> Result:
    return Result(Target(FR, f'User talk:{name}'), state, detail)


SOME = (got('Bo', Reaction.ANSWERED), missed('Åsa', detail='protectedpage'), got('Al'),
        missed('Cy', State.OPTED_OUT), missed('Di', State.UNKNOWN))  # fmt: skip


def with_outcomes(text: str, *results: Result) -> str:
    return outcomes.with_outcomes(text, PAGE, results, render_results(results), say)


def test_totals_come_first_then_failures_with_what_to_do_then_who_got_it() -> None:
    text = outcomes.render(PAGE, SOME, say)
    total = "'''2 of 5 {{PLURAL:5|recipient|recipients}} got the message'''"
    missed_for = [f'{say(f"missed-{reason}")}: 1' for reason in ('protected', 'unknown', 'opted-out')]
    assert f'{" · ".join([total, *missed_for, "answered: 1"])}\n</div>' in text
    order = [total, 'answered: 1', say('heading-missed'), say('missed-protected') + ' (1)',
             say('todo-protected'), say('missed-unknown') + ' (1)', say('missed-opted-out') + ' (1)',
             say('reached', count=2)]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert f'* [//{FR}/wiki/User_talk:%C3%85sa User talk:Åsa] – {FR} (<code>protectedpage</code>)' in text
    link = f'[//{SV}/w/index.php?diff=5'
    assert f'* {SV}: {link} User talk:Al], {link} User talk:Bo]\n' in text


def test_where_everybody_got_it_nobody_is_named_as_missed() -> None:
    assert say('heading-missed') not in outcomes.render(PAGE, [got('Bo')], say)


def test_where_nothing_is_known_there_is_a_sentence() -> None:
    assert outcomes.render(PAGE, [], say) == say('nobody-yet')


@pytest.mark.parametrize(
    ('one', 'reason'),
    [
        (missed('A', detail='readonly'), 'passing'),
        (missed('A', detail='protectedpage'), 'protected'),
        (missed('A', detail='blocked'), 'blocked'),
        (missed('A', detail='abusefilter-disallowed'), 'filtered'),
        (missed('A', detail='something new'), 'other'),
        *((missed('A', state), state.value.replace(' ', '-')) for state in State
          if state not in (State.DELIVERED, State.FAILED)),
    ],
)  # fmt: skip
def test_each_reason_has_words_and_what_to_do(one: Result, reason: str) -> None:
    text = outcomes.render(PAGE, [one], say)
    assert f"'''{say(f'missed-{reason}')} (1).''' {say(f'todo-{reason}')}" in text
    assert reason in outcomes.REASONS


def test_of_very_many_some_are_named() -> None:
    many = [missed(f'N{number}') for number in range(outcomes.MOST_NAMED + 3)]
    assert say('more', count=3) in outcomes.render(PAGE, many, say)


def test_the_table_that_scripts_read_is_folded_and_read_back() -> None:
    text = with_outcomes('', *SOME)
    assert parse_results(text) == SOME
    assert text.index(sendfields.FOLD) < text.index('outreach:begin results')
    assert text.count('<div') == text.count('</div>')
    assert with_outcomes(text, *SOME) == text
    later = with_outcomes(f'Mine.\n{text}\nMine too.', got('Bo'))
    assert later == f'Mine.\n{with_outcomes("", got("Bo"))}\nMine too.'


def test_a_page_of_an_earlier_version_gets_words_once_and_keeps_what_people_wrote() -> None:
    old = f'Mine.\n\n{new_region(REGION, render_results(SOME))}\n\nMine too.'
    text = with_outcomes(old, *SOME)
    assert text.startswith('Mine.\n\n<!-- outreach:begin outcomes -->')
    assert text.endswith('\n</div>\n\nMine too.')
    assert parse_results(text) == SOME
    assert with_outcomes(text, *SOME) == text


def test_broken_markers_are_refused() -> None:
    with pytest.raises(BrokenMarkers):
        with_outcomes(with_outcomes('', *SOME).replace('<!-- outreach:end outcomes -->', ''), *SOME)


def test_the_entry_of_the_log_is_linked() -> None:
    sent = replace(PAGE, sent=Sent(datetime(2026, 5, 1, tzinfo=UTC), 'Bot', 7, 30))
    assert '[[Special:Redirect/logid/30|' in outcomes.render(sent, SOME, say)
    assert 'logid' not in outcomes.render(replace(PAGE, sent=None), SOME, say)
