"""Hostile pages on real MediaWiki: messages arrive as previewed, and nothing printed looks like ours."""

from __future__ import annotations

import re

import pytest

from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR
from sandbox.worlds.medicine_meta import CAMPAIGN, PROMOTION_LOG
from tests.sandbox.tools import hostile_messages

LIST = 'Lists/hostile'
FORGED = 'Saved Main Page on meta.wikimedia.test.'
# a line break, a control sequence, a mark that turns the line around, a colour, blanks to wrap it
SPOOF = f'\n{FORGED}\x9b2J<<lightred>>\u202e{" " * 200}{FORGED}\u2028{FORGED}'


def test_hostile_messages_arrive_as_previewed_or_are_refused(wiki_state: Farm) -> None:
    sent, wrong = hostile_messages.differences(wiki_state, 40)
    assert sent > 10
    assert wrong == []


def looks_like_ours(printed: str) -> list[str]:
    """Return what a terminal would show as lines of ours, or obey."""
    lines = [line for line in printed.splitlines() if line.lstrip().startswith(FORGED)]
    return lines + re.findall(
        '[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]', printed.replace('\r', '')
    )


@pytest.mark.parametrize('script', ['check_targets', 'collect_signups'])
def test_a_list_or_sign_up_page_prints_no_line_of_ours(wiki_state: Farm, script: str) -> None:
    meta = wiki_state.login('Organizer')
    lines = [
        f'* {{{{target|user=A{SPOOF}|site=sv.wikipedia.test}}}}',
        f'* {{{{target|user=B|site={SPOOF}}}}}',
    ]
    meta.edit(LIST, '\n'.join([*lines, f'# [[User:C{SPOOF}]]', f'* {SPOOF} 10:00, 1 May 2026 (UTC)']))
    options = [f'-list:{LIST}'] if script == 'check_targets' else [f'-signups:{LIST}', '-list:Lists/other']
    done = wiki_state.pwb(script, *options, '-simulate', '-always')
    assert done.returncode in (0, 1, 2, 3), done.stdout
    assert 'Traceback' not in done.stdout
    assert looks_like_ours(done.stdout) == []


def test_a_stop_page_prints_no_line_of_ours(wiki_state: Farm) -> None:
    meta = wiki_state.login('Organizer')
    meta.edit(LIST, '* {{target|user=Ingrid Ek|site=sv.wikipedia.test}}\n' * 2)
    meta.edit(f'User:{OPERATOR}/stop', f'Please stop{SPOOF}')
    done = wiki_state.pwb('check_targets', f'-list:{LIST}', '-fix:duplicate', '-always', '-accept:shrinks')
    assert done.returncode == 3, done.stdout
    assert 'says stop: Please stop' in done.stdout
    assert looks_like_ours(done.stdout) == []


HANGING = """
== Ideas == <!-- add below this line --> new
== Ideas == {{shortcut|WP:IDEAS}} (new)
== a =={{bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb}}c
"""


@pytest.mark.parametrize(
    'added',
    [
        HANGING,
        '\n== Ideas ==\n* //℀ and http://[ and https://sv.wikipedia.test/wiki/%FF\n',
        '\n* ' + '9' * 5000 + '\n',
        '\n' + '{{a|' * 5000,
        '\n{|' * 3000,
        '\n<pre>' * 3000,
    ],
    ids=['headings', 'addresses', 'digits', 'templates', 'tables', 'tags'],
)
def test_a_hostile_log_is_read_or_refused_in_plain_words(wiki_state: Farm, added: str) -> None:
    meta = wiki_state.login('Organizer')
    meta.edit(PROMOTION_LOG, (meta.text(PROMOTION_LOG) or '') + added)
    done = wiki_state.pwb('log_promotion', f'-campaign:{CAMPAIGN}', '-simulate', '-always', timeout=240)
    assert done.returncode in (0, 1, 2, 3), done.stdout
    assert 'Traceback' not in done.stdout


def test_pages_that_were_blanked_or_replaced_are_refused_in_plain_words(wiki_state: Farm) -> None:
    meta = wiki_state.login('Organizer')
    for text in ('', '#REDIRECT [[Main Page]]', '{{Outreach campaign|' + '{{a|' * 3000):
        meta.edit(CAMPAIGN, text)
        done = wiki_state.pwb('log_promotion', f'-campaign:{CAMPAIGN}', '-simulate', '-always')
        assert done.returncode in (2, 3), done.stdout
        assert 'Traceback' not in done.stdout
