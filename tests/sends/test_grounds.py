"""A campaign says on which ground it writes to people, or does not write."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from outreach import phrases
from outreach.campaign import AGREED, CONSENT, DISCUSSION, SUBSCRIBERS
from outreach.lists.entries import Target
from outreach.sends import grounds
from outreach.sends.grounds import NOT_SUBSCRIBED, Consent, in_settings, missing, problems, without
from outreach.sends.inputs import RULES_OF_FOLLOWERS, Request, in_words
from outreach.sends.sendplan import Recipients
from outreach.settings import Given, WrittenSetting

from tests.samples.plans import CAMPAIGN, one_page

ADDRESS = 'https://meta.wikimedia.org/wiki/Talk:X'


def given(**values: str) -> Given:
    return Given(
        values, {name: (WrittenSetting(name, value, f'-{name}:{value}'),) for name, value in values.items()}
    )


def test_no_page_tells_of_an_agreement_that_is_nowhere() -> None:
    words = in_words(given(consent=AGREED), RULES_OF_FOLLOWERS)
    assert grounds.in_public(words, (), (), lambda key, **_: key) == ''


def test_who_says_that_a_community_agreed_says_where() -> None:
    assert [one.place for one in problems(given(consent=AGREED))] == ['-consent:agreed']
    assert not problems(given(consent=AGREED, discussion=ADDRESS))
    assert not problems(given(consent=SUBSCRIBERS))


def test_without_a_ground_nothing_is_sent() -> None:
    page = one_page()
    test = replace(page, wave='test', title='Outreach/X/Send/test/en')
    without_one, with_one = (
        replace(CAMPAIGN, settings=in_words(one, RULES_OF_FOLLOWERS))
        for one in (given(), given(consent=SUBSCRIBERS))
    )
    text = missing(without_one, [test, page])[0].text
    assert 'not sent to' in text
    assert 'or give -consent:… (with -under the only way), and -discussion:… beside agreed' in text
    assert not missing(without_one, [test])
    assert not missing(with_one, [page])


def test_the_ground_is_among_the_rules_that_the_hash_covers() -> None:
    assert {CONSENT, DISCUSSION} <= set(RULES_OF_FOLLOWERS)
    words = in_words(given(consent=AGREED, discussion=ADDRESS), RULES_OF_FOLLOWERS)
    assert in_settings(words) == Consent(AGREED, ADDRESS)
    assert in_settings(in_words(given(consent='first contact'), RULES_OF_FOLLOWERS)) == Consent(
        'first contact'
    )
    assert in_settings(in_words(given(), RULES_OF_FOLLOWERS)) is None
    assert in_settings('approval = yes') is None
    assert in_settings(f'list = X; consent = agreed; discussion = {ADDRESS}') is None


def test_a_ground_that_nobody_vouches_for_stands_over_send_pages_as_what_somebody_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = phrases.of_script('run_campaigns')['en']
    monkeypatch.setattr(grounds, 'texts', lambda *_: lambda key, **values: words[key] % values)
    settings = in_words(given(consent=AGREED, discussion=ADDRESS), RULES_OF_FOLLOWERS)
    run: Any = SimpleNamespace(language='en', navigation='', unvouched=('settings by Eve: consent, waves',))
    fact = f'A community [{ADDRESS} agreed] to these messages.'
    assert grounds.above(run, settings) == f'As <bdi>[[User:Eve|Eve]]</bdi> says: {fact}'
    run.unvouched = ('settings by Eve: waves',)
    assert grounds.above(run, settings) == fact
    assert not grounds.claimed_by('approval = yes', ('settings by Eve: consent',))


def test_a_correction_needs_no_ground() -> None:
    first = given(consent='first contact')
    assert (Request.of(first).consent, Request.of(first, correction=True).consent) == ('first contact', '')


def test_who_did_not_subscribe_is_left_out_and_counted() -> None:
    ann, bo = Target('sv.wikipedia.org', 'User talk:Ann'), Target('sv.wikipedia.org', 'User talk:Bo')
    who = Recipients((ann, bo), {'sv.wikipedia.org': 'sv'}, {ann: 'Ann', bo: 'Bo'}, {})
    left = without(who, {bo})
    assert left.targets == (ann,)
    assert left.withheld == {NOT_SUBSCRIBED: (bo,)}
    assert without(who, ()) is who
