"""What was said of the counting before the first send, and what is said now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from outreach.campaign import SIGNUPS, STAFF
from outreach.holdout import Design
from outreach.measures import preregistration
from outreach.settings import Given, from_command_line, resolve

from tests.measures.samples import START
from tests.samples.cannedwiki import canned
from tests.samples.sendwiki import SendWiki, as_wiki


def given(*args: str) -> Given:
    settings = (SIGNUPS, STAFF, *preregistration.TOPIC)
    return resolve(settings, from_command_line(args, settings)[0])


def changed(text: str, *args: str, outcome: str = 'signup') -> tuple[str, ...]:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        assert asked['rvstart'] == '2026-09-01T12:00:00Z'
        row = {'revid': 1, 'timestamp': asked['rvstart'], 'tags': [], 'slots': {'main': {'content': text}}}
        return {'query': {'pages': [{'title': 'Outreach/X', 'revisions': [row]}]}}

    return preregistration.changed(canned(answer), 'Outreach/X', START, Design(outcome), given(*args))


def test_what_is_another_than_before_the_first_send_is_named() -> None:
    """M9"""
    text = '{{Outreach campaign\n| signups = Outreach/X/People\n| staff = Our staff\n}}'
    same = ('-signups:outreach/X/People', '-staff:Our_staff')
    assert changed(text, *same) == ()
    assert changed(text, *same, '-signups:Outreach/X/More') == ('signups',)
    assert changed(text, same[0]) == ('staff',)
    assert changed('Nothing.', *same) == ('signups', 'staff')
    assert changed('{{Outreach campaign\n| page = Asthma\n}}', '-page:Cold', outcome='topicedit') == ('page',)
    assert changed(text, outcome='anyedit') == ()


def test_a_page_that_was_moved_away_since_says_what_it_said() -> None:
    """M9"""
    wiki = SendWiki()
    wiki.edit('Outreach/X', '{{Outreach campaign\n| staff = Our staff\n}}', 'Organizer')
    first = datetime.fromisoformat(wiki._time(1))
    wiki.edit('Elsewhere', 'later')
    wiki.move('Outreach/X', 'User:Mallory/X')
    wiki.edit('Outreach/X', '{{Outreach campaign}}')
    found = preregistration.changed(
        as_wiki(wiki), 'Outreach/X', first, Design('signup'), given('-staff:Our staff')
    )
    assert found == ()
