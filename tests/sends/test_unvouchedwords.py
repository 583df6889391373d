"""What whoever approves a plan in a browser reads of what nobody whom we trust vouches for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from outreach import phrases
from outreach.lists.entries import TitleResolver
from outreach.sends import sendbanner, sendpage, unvouchedwords
from outreach.sends.inputs import Request, vouching_of
from outreach.sends.sendpage import Pinned
from outreach.sends.sendstate import SendState

from tests.samples.plans import TEXTS, one_page, readers
from tests.samples.sendwiki import BOT, SendWiki, trust
from tests.sends.test_sendbanner import page, say

X = 'Outreach/X'


def history(title: str) -> str:
    return f'[[:Special:PageHistory/{title}|{title}]]'


TITLED, LISTED = history(X), history(f'{X}/Targets')
EVE = '<bdi>[[User:Eve|Eve]]</bdi>'


@pytest.mark.parametrize(
    ('doubt', 'line'),
    [
        (
            'text of M by No Rights',
            f'the text of {history("M")}, by <bdi>[[User:No Rights|No Rights]]</bdi>',
        ),
        (
            '2 names put on the list by Eve: A@w.test, B@w.test',
            f'{{{{PLURAL:2|one name|2 names}}}} put on {LISTED} by {EVE} (A@w.test, B@w.test)',
        ),
        (
            '1,200 names put on the list by Eve, Mallory …',
            f'{{{{PLURAL:1200|one name|1200 names}}}} put on {LISTED} by <bdi>Eve, Mallory …</bdi>',
        ),
        (
            'settings by Eve: consent, cooldown',
            f'settings of {TITLED} by {EVE}: consent, cooldown',
        ),
        (
            'settings by somebody hidden: waves',
            f'settings of {TITLED} by <bdi>somebody hidden</bdi>: waves',
        ),
        ('settings by Bot #unvouched: waves', f'settings of {TITLED} by <bdi>Bot #unvouched</bdi>: waves'),
        # which of these words name the page, and which the account, nobody can tell
        (
            'text of X by Eve by Organizer',
            '<span lang="en" dir="ltr">text of X by Eve by Organizer</span>',
        ),
        ('what is no doubt of ours', '<span lang="en" dir="ltr">what is no doubt of ours</span>'),
        ("text of ''[[X]]'' by [[Y]]", None),
    ],
)
def test_a_doubt_names_who_wrote_what_and_links_to_where_it_is_seen(doubt: str, line: str | None) -> None:
    (told,) = unvouchedwords.told(page(SendState.PLANNED, doubts=(doubt,)), say)
    if line is None:
        assert '[[X]]' not in told
        assert '[[Y]]' not in told
    else:
        assert told == line


def test_the_doubts_of_a_plan_are_read_as_they_are_made() -> None:
    """None of them is shown in English alone."""
    wiki = SendWiki()
    wiki.edit('M', '== Hello ==\nText', BOT)
    wiki.edit('M', '== Buy ==\nText', 'No Rights')
    wiki.edit('L', '{{target|user=A|site=en.wikipedia.test}}\n', 'No Rights')
    pins = (Pinned('L', 3),)
    wanted = replace(Request(X, 'L', 'M'), unvouched=('settings by No Rights: approval, consent',))
    found = vouching_of(trust(wiki), wanted, pins, TEXTS, readers('A'), [], TitleResolver())
    assert [doubt.partition(' by ')[0] for doubt in found.doubts] == [
        'settings', 'text of M', '1 name put on the list'
    ]  # fmt: skip
    lines = [*unvouchedwords.told(page(SendState.PLANNED, doubts=found.doubts), say)]
    assert all('[[User:No Rights|No Rights]]' in line for line in lines)
    assert lines[2].endswith('(User talk:A@en.wikipedia.test)')


@pytest.mark.parametrize('state', SendState)
def test_who_approves_is_told_above_the_link_by_which_they_do(state: SendState) -> None:
    doubts = ('settings by Eve: consent', 'text of M by Eve')
    one = page(state, doubts=doubts, settings='approval = yes')
    text = one.render(sendbanner.words(say).headings(one))
    assert sendpage.parse(text, one.title) == one
    there = state in (SendState.PLANNED, SendState.REQUESTED)
    lead = text.partition('; state :')[0]
    assert ('what nobody trusted stands behind' in lead) is there
    if there:
        assert lead.index('[[User:Eve|Eve]]') < lead.index(f' {say("banner-approve")}]')


def test_a_plan_that_somebody_stands_behind_says_nothing_of_it() -> None:
    one = one_page(SendState.PLANNED)
    assert not list(unvouchedwords.on_page(one, say))
    assert not unvouchedwords.of_plan([one], one.plan, say)
    assert not unvouchedwords.of_plan([replace(one, doubts=('text of M by Eve',))], '', say)


@pytest.mark.parametrize('script', ['send_message', 'run_campaigns'])
def test_both_pages_say_it_in_the_same_words(script: str) -> None:
    keys = [key for key in phrases.of_script('send_message')['en'] if key.startswith('unvouched-')]
    assert len(keys) == 4
    of_script: Any = phrases.of_script(script)
    for language, words in phrases.of_script('send_message').items():
        assert [of_script[language][key] for key in keys] == [words[key] for key in keys]
