"""Where scripts may write, whatever a campaign page says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from outreach import outputs
from outreach.names import ENGLISH
from outreach.outputs import Outputs

CAMPAIGN = 'Outreach/X'
NAMED = frozenset({'Named', 'Template:Named', 'User:Outreach-bot/Named', 'User:Somebody/Named'})
PREFIXES = ('Outreach/Logs/', 'User:Outreach-bot/Outreach/', 'User:Organizer')
OUTPUTS = Outputs('Outreach-bot', CAMPAIGN, NAMED, PREFIXES, ENGLISH)


@pytest.mark.parametrize(
    'title',
    [
        f'{CAMPAIGN}/Targets',
        f'{CAMPAIGN}/Send/1/en',
        f'Talk:{CAMPAIGN}/Targets',
        'Outreach/Logs/2026',
        'Named',
        'Talk:Named',
        'User:Outreach-bot/Outreach/Log',
        'User:Outreach-bot/Named',
    ],
)
def test_pages_of_the_campaign_and_of_the_operator_are_written_to(title: str) -> None:
    assert OUTPUTS.why_not(title) == ''


@pytest.mark.parametrize(
    'title',
    [
        'Main Page',
        'Talk:Main Page',
        CAMPAIGN,
        'Outreach/Xylophone',
        'Outreach/Logs',
        'Template:Foo',
        'Template:Named',
        'User:Somebody/Named',
        'User talk:Somebody/Named',
        'Template talk:Foo',
        'Module:Foo',
        'MediaWiki:Common.js',
        'User:Outreach-bot/Outreach',
        'User:Outreach-bot/No messages',
        'User talk:Outreach-bot/Named elsewhere',
        'User:Outreach-bot/common.js',
        'User:Outreach-bot/outreach.json',
        'User:Outreach-bot/stop',
        'User:Organizer',
        'User talk:Organizer',
        f'{CAMPAIGN}/stop',
        f'{CAMPAIGN}/x.css',
    ],
)
def test_no_other_page_is(title: str) -> None:
    assert OUTPUTS.why_not(title)


def test_a_campaign_may_lie_under_our_own_account() -> None:
    own = replace(OUTPUTS, campaign='User:Outreach-bot/X')
    titles = ('User:Outreach-bot/X/Log', 'User talk:Outreach-bot/X/Log', 'User:Outreach-bot/Y/Log')
    assert [title for title in titles if not own.why_not(title)] == [*titles[:2]]


def test_lists_that_were_asked_for_together_are_written_to_unless_they_are_somebodys() -> None:
    found = replace(OUTPUTS, found=frozenset({'Other/List', 'User:Organizer/List', 'Template:List'}))
    titles = ('Other/List', 'Other/List/Report', 'Other/Listing', 'User:Organizer/List', 'Template:List')
    assert [title for title in titles if not found.why_not(title)] == ['Other/List', 'Other/List/Report']


# each kind of page that the manual says is never written to, with one of it
NEVER = {
    'code': 'User:Outreach-bot/common.js',
    'templates': 'Template:Named',
    'messages of the interface': 'MediaWiki:Named',
    "other people's user pages": 'User:Somebody/Named',
    'stop pages': 'Named/stop',
}


@pytest.mark.parametrize('title', NEVER.values())
def test_what_is_never_written_to_is_so_by_whatever_it_was_named(title: str) -> None:
    said = ' '.join((Path(__file__).parents[1] / 'docs' / 'security.md').read_text().split())
    *kinds, last = NEVER
    assert f'never {", ".join(kinds)} or {last}.' in said
    assert 'Whatever a title was given by, it is never' in ' '.join((outputs.__doc__ or '').split())
    named = replace(OUTPUTS, named=frozenset({title, title.partition('/')[0]}))
    found = replace(OUTPUTS, found=frozenset({title}))
    prefixed = replace(OUTPUTS, prefixes=(title, title.partition(':')[0]))
    under = replace(OUTPUTS, campaign=title.partition('/')[0])
    assert all(one.why_not(title) for one in (named, found, prefixed, under))
