"""Who must not be asked, by what stands on pages."""

from __future__ import annotations

import pytest
from outreach.audience.optout import bots_allowed

OURS = ['Outreach-bot']

# text of a talk page, whether we may write there
PAGES = [
    ('Hello!', True),
    ('{{nobots}}', False),
    ('{{NoBots}}', False),
    ('{{Nobots|OtherBot}}', True),
    ('{{nobots|OtherBot, outreach-bot}}', False),
    ('{{nobots|all}}', False),
    ('{{bots}}', True),
    ('{{bots|allow=all}}', True),
    ('{{bots|allow=none}}', False),
    ('{{bots|allow=OtherBot}}', False),
    ('{{bots|allow=OtherBot,Outreach-bot}}', True),
    ('{{bots|deny=all}}', False),
    ('{{bots|deny=none}}', True),
    ('{{bots|deny=OtherBot}}', True),
    ('{{Bots | deny = OtherBot , Outreach-Bot }}', False),
    ('{{bots|deny=MediaWiki message delivery}}', False),
    ('{{bots|optout=all}}', False),
    ('{{bots|optout=orfud}}', False),
    ('{{bots|deny=}}', True),
    ('<nowiki>{{nobots}}</nowiki>', True),
    ('<!-- {{nobots}} -->', True),
    ('{{bots|allow=all}}{{nobots}}', False),
    ('{{robots}}', True),
]


@pytest.mark.parametrize(('text', 'allowed'), PAGES)
def test_bots_and_nobots(text: str, *, allowed: bool) -> None:
    assert bots_allowed(text, OURS) is allowed


def test_a_template_that_hides_in_another_one_refuses() -> None:
    assert not bots_allowed('{{No messages}}', OURS, somewhere=True)
    assert bots_allowed('{{bots|allow=all}}', OURS, somewhere=True)
