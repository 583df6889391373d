"""Which pages a plan of a send is read from."""

from __future__ import annotations

import pytest
from outreach.absent import NamedPage
from outreach.campaign import EXCLUDE, LIST, MESSAGE, TESTERS, read_settings
from outreach.sends.planpages import pages_read
from outreach.sends.wrongsends import CORRECT
from outreach.settings import CAMPAIGN, flag

APPROVE = flag('approve')
SETTINGS = (CAMPAIGN, EXCLUDE, LIST, MESSAGE, TESTERS, CORRECT, APPROVE)


@pytest.mark.parametrize(
    ('args', 'titles'),
    [
        (['-campaign:C'], ['C/Targets', 'C/Message']),
        (['-campaign:C', '-list:L'], ['L', 'C/Message']),
        (['-campaign:C', '-exclude:X', '-testers:T', '-message:M', '-list:L'], ['L', 'M', 'T', 'X']),
        (['-campaign:C', '-approve'], []),
        (['-campaign:C', '-approve', '-list:L'], ['L']),
        (['-campaign:C', '-correction'], ['C/Correction']),
        (['-campaign:C', '-correction', '-message:M'], ['M']),
        (['-list:L'], ['L']),
    ],
)
def test_a_plan_needs_a_list_and_a_message_though_nobody_named_them(
    args: list[str], titles: list[str]
) -> None:
    given = read_settings(SETTINGS, args, lambda _: '{{Outreach campaign}}')
    assert [page.title for page in pages_read(given, (APPROVE,))] == titles


def test_a_page_that_was_named_is_named_by_its_option() -> None:
    given = read_settings(SETTINGS, ['-campaign:C', '-list:L'], lambda _: '{{Outreach campaign}}')
    assert pages_read(given, (APPROVE,)) == [NamedPage('L', '-list:L'), NamedPage('C/Message')]
