"""Where scripts may write, whatever a campaign page says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.names import ENGLISH
from outreach.outputs import Outputs

CAMPAIGN = 'Outreach/X'
OUTPUTS = Outputs(
    'Outreach-bot', CAMPAIGN, frozenset({'Named', 'Template:Named'}), ('Outreach/Logs/',), ENGLISH
)


@pytest.mark.parametrize(
    'title',
    [
        f'{CAMPAIGN}/Targets',
        f'{CAMPAIGN}/Send/1/en',
        f'Talk:{CAMPAIGN}/Targets',
        'Outreach/Logs/2026',
        'Named',
        'Talk:Named',
        'User:Outreach-bot/Outreach',
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
        'Template talk:Foo',
        'Module:Foo',
        'MediaWiki:Common.js',
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


def test_lists_that_were_asked_for_together_are_written_to_unless_they_are_somebodys() -> None:
    found = replace(OUTPUTS, found=frozenset({'Other/List', 'User:Organizer/List', 'Template:List'}))
    titles = ('Other/List', 'Other/List/Report', 'Other/Listing', 'User:Organizer/List', 'Template:List')
    assert [title for title in titles if not found.why_not(title)] == ['Other/List', 'Other/List/Report']
