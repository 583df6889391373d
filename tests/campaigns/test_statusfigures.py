"""The figures on the page of status."""

from __future__ import annotations

import re
from dataclasses import replace

from outreach.campaigns import statusfigures
from outreach.sends.results import State

from tests.campaigns.test_due import PLANNED_ASKING, SENT_1, page, results, second, state
from tests.campaigns.test_statuspage import say, shown


def figures(text: str) -> dict[str, str]:
    """The rows of the table of figures, by name: a number, or words."""
    rows = re.findall(
        r'^! [^|\n]*\| ([^|\n]+)\n\| (?:.*\{\{formatnum:([0-9]+)\}\}|([^\n]+))$', text, re.MULTILINE
    )
    return {name: number or words for name, number, words in rows}


def test_what_became_of_messages_is_no_0_before_anybody_looked() -> None:
    unchecked = shown(replace(state(), pages=(page(),)))
    assert unchecked.count(say('figure-unknown')) == len(statusfigures.OF_CHECKS)
    assert say('figure-unknown') not in shown(second(results=results(SENT_1, A=State.FAILED)))
    assert say('figure-unknown') not in shown(state(pages=(PLANNED_ASKING,)))


def test_what_nobody_knows_yet_after_a_check_is_counted_and_is_no_0() -> None:
    sent = page()
    unknown = dict.fromkeys('ABC', State.UNKNOWN)
    none = figures(shown(state(pages=(sent,), results=results(sent, **unknown))))
    assert (none['Written to'], none['Not known yet']) == ('3', '3')
    assert {none[name] for name in ('Delivered', 'Answered', 'Opted out of messages', 'Failed')} == {
        'none known yet'
    }
    some = figures(shown(state(pages=(sent,), results=results(sent, A=State.UNKNOWN, B=State.FAILED))))
    assert (some['Not known yet'], some['Delivered'], some['Failed']) == ('1', '1', '1')
    assert some['Answered'] == 'none known yet'
    settled = figures(shown(state(pages=(sent,), results=results(sent))))
    assert 'Not known yet' not in settled
    assert (settled['Delivered'], settled['Failed']) == ('3', '0')
