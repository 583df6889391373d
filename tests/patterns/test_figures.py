"""The figures of a campaign in its learning pattern."""

from __future__ import annotations

from outreach.audience.funnel import Funnel, FunnelStep
from outreach.patterns import figures
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendstate import SendState
from outreach.sends.sendsummary import Send

from tests.samples.sent import say, send


def test_figures_follow_the_campaign_and_hold_no_zeros() -> None:
    steps = Funnel((FunnelStep('articles', 24), FunnelStep('editors', 412), FunnelStep('list', 80)))
    found = figures.of_campaign(steps, [send(states='df'), send(state=SendState.PLANNED)], say, str.upper)
    assert [(one.key, one.label, one.value) for one in found] == [
        ('funnel-articles', 'ARTICLES', 24), ('funnel-editors', 'EDITORS', 412), ('funnel-list', 'LIST', 80),
        ('sends', 'Sends', 1), ('targets', 'Recipients on the lists', 2), ('delivered', 'Delivered', 1),
        ('failed', 'Failed', 1), ('languages', 'Languages of the message', 1), ('wikis', 'Wikis reached', 1),
    ]  # fmt: skip
    assert '{{formatnum:412}}' in figures.narrowing(steps, say)
    assert figures.narrowing(Funnel((FunnelStep('articles', 24), FunnelStep('editors', 412))), say) == ''
    assert 'No figures yet' in figures.render([], '', 'X', say)
    chosen = (FunnelStep('editors', 297), FunnelStep('listed', 58))
    with_people = Funnel((*chosen, FunnelStep('by-people', 1), FunnelStep('on-list', 59)))
    assert figures.narrowing(with_people, say) == figures.narrowing(Funnel(chosen), say)
    assert [one.value for one in figures.of_campaign(with_people, [], say, str)] == [297, 58, 1, 59]


def test_what_went_wrong_is_told_the_most_frequent_first() -> None:
    one = send(states='dfoo', hosts='sv de')
    angry = Result(one.results[0].target, State.DELIVERED, revision=7, reaction=Reaction.REVERTED)
    text = figures.trouble([Send(one.page, (angry, *one.results[1:]))], say)
    assert [line.split('|')[2] for line in text.split('\n')] == [
        '2 people}} had opted out of such messages.',
        '1 deliveries}} failed.',
        '1 messages were}} reverted.',
    ]
    assert 'Nothing went wrong' in figures.trouble([send(states='dd')], say)


def test_what_was_measured_comes_from_its_page() -> None:
    """M31"""
    published = {'asked-counted': '180', 'asked-did': '9', 'sign-ups': '41', 'wave-1': '9', 'held-did': 'x'}
    found = figures.of_measures(published, say)
    assert [(one.key, one.value) for one in found] == [
        ('measured-asked-counted', 180),
        ('measured-asked-did', 9),
        ('measured-sign-ups', 41),
    ]
    assert figures.of_measures({}, say) == []


def test_figures_stand_in_groups_and_answers_are_one_of_them() -> None:
    one = send(states='dd')
    thanked = Result(one.results[0].target, State.DELIVERED, revision=7, reaction=Reaction.ANSWERED)
    steps = Funnel((FunnelStep('editors', 412),))
    found = figures.of_campaign(steps, [Send(one.page, (thanked, *one.results[1:]))], say, str.upper)
    found += figures.of_measures({'sign-ups': '41'}, say)
    text = figures.render(found, '', 'Outreach/X', say)
    order = [say('group-asked'), 'EDITORS', say('group-delivered'), 'Delivered', say('group-answered'),
             'data-figure="answered" data-value="1"', '{{formatnum:41}}']  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    assert text.count('scope="rowgroup"') == 3
    assert f'|+ [[:Outreach/X|{say("figures-caption")}]]\n' in text
