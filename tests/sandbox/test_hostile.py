"""Hostile pages on real MediaWiki: messages arrive as previewed, and nothing printed looks like ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

import pytest

from sandbox.client import Client
from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR
from sandbox.worlds.medicine_meta import CAMPAIGN, PROMOTION_LOG
from tests.sandbox.tools import hostile_messages
from tests.sandbox.tools.network_faults import faulty_proxy

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
        assert done.returncode in (2, 3), done.stdout  # what stands there before the run is bad input
        assert 'Traceback' not in done.stdout


WALKS = 'Outreach/Walks'
PAGES = (f'{WALKS}/Targets', f'{WALKS}/Roster')
# which page, what a person does to it right before the run saves it, and what the run says then
IN_THE_MIDDLE: dict[str, tuple[str, Callable[[Client, str], object], str]] = {
    'blanked': (PAGES[0], lambda person, title: person.edit(title, ''), 'is blank or gone now'),
    'moved': (
        PAGES[0],
        lambda person, title: person.call(
            action='move', **{'from': title}, to=f'{title} of 2025', token=person.token()
        ),
        f'is only a redirect to {PAGES[0]} of 2025 now',
    ),
    'replaced': (
        PAGES[1],
        lambda person, title: person.edit(title, 'Mine.\n<!-- outreach:begin roster -->\n' + '{{a|' * 400),
        'outreach:end roster --> is missing',
    ),
}


@pytest.mark.parametrize('how', IN_THE_MIDDLE)
def test_a_page_that_is_taken_away_in_the_middle_of_a_run(wiki_state: Farm, how: str) -> None:
    title, act, said = IN_THE_MIDDLE[how]
    person = wiki_state.login('Organizer')
    command = (
        'collect_signups', f'-signups:{WALKS}/Participants', f'-list:{PAGES[0]}', f'-roster:{PAGES[1]}',
        '-always',
    )  # fmt: skip
    sign = '# [[:sv:User:{0}|{0}]] 10:00, 1 May 2026 (UTC)\n'
    person.edit(f'{WALKS}/Participants', sign.format('Ingrid Ek'))
    first = wiki_state.pwb(*command)
    assert first.returncode in (0, 1), first.stdout
    person.edit(f'{WALKS}/Participants', sign.format('Ingrid Ek') + sign.format('Per Dahlström'))
    acts = iter([act])

    def judge(url: str, body: str) -> None:
        asked = unquote_plus(f'{url}&{body}')
        if 'action=edit' in asked and title in asked:
            for one in acts:
                one(person, title)

    with faulty_proxy(wiki_state.proxy, judge) as proxy:
        done = wiki_state.pwb(*command, proxy=proxy.url)
    assert next(acts, None) is None, done.stdout
    left = person.text(title) or ''
    assert 'Traceback' not in done.stdout
    assert done.returncode == 3, done.stdout
    assert re.search(f'{re.escape(title)}.*{re.escape(said)}.*somebody has edited it since', done.stdout)
    assert 'Per Dahlström' not in left
