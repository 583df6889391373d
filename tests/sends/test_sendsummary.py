"""Send pages with their results, in the order of their waves."""

from __future__ import annotations

import pytest
from outreach.problems import BadInput
from outreach.sends import sendsummary
from outreach.sends.results import REGION, State, render_results
from outreach.wikitext import new_region

from tests.samples.sent import send


def test_send_pages_are_put_in_the_order_of_their_waves() -> None:
    titles = [
        'A/Send/10/sv',
        'A/Send/2/sv',
        'A/Send/2/sv/Results',
        'A/Send/2/en',
        'A/Send/2.1/en',
        'A/Sending',
    ]
    assert sendsummary.send_titles(titles, 'A') == (
        'A/Send/2/en',
        'A/Send/2/sv',
        'A/Send/2.1/en',
        'A/Send/10/sv',
    )


def test_broken_send_pages_are_all_named_and_tests_left_out() -> None:
    good, test = send(states='dd'), send('test')
    texts = {
        good.page.title: good.page.render(),
        f'{good.page.title}/Results': new_region(REGION, render_results(good.results)),
        test.page.title: test.page.render(),
    }
    assert [one.states for one in sendsummary.read_sends(texts, [good.page.title, test.page.title])] == [
        {State.DELIVERED: 2}
    ]
    with pytest.raises(BadInput) as error:
        sendsummary.read_sends({'A/Send/1/sv': 'nothing', 'A/Send/1/en': ''}, ['A/Send/1/sv', 'A/Send/1/en'])
    assert [problem.place for problem in error.value.problems] == ['A/Send/1/sv', 'A/Send/1/en']


def test_a_target_that_was_sent_to_again_counts_once() -> None:
    total = sendsummary.reach([send('1', states='df', hosts='sv'), send('1.1', states='dd', hosts='sv')])
    assert (total.sends, total.targets, total.delivered, dict(total.states)) == (
        2,
        2,
        2,
        {State.DELIVERED: 2},
    )
    assert (total.languages, total.wikis) == (('sv',), ('sv.wikipedia.org',))
