"""What the wiki's answers to a letter mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest
from outreach.letters import wikimail
from outreach.letters.letter import LetterOutcome, LetterState
from outreach.problems import Ambiguous, Stopped, WikiError
from outreach.wiki import Wiki


class Answering:
    """A wiki that answers a letter in one way, and counts how often it was asked."""

    def __init__(self, answer: Mapping[str, Any] | Exception) -> None:
        self.answer, self.asked = answer, 0

    def post_once(self, action: str, **parameters: Any) -> Mapping[str, Any]:
        assert (action, parameters['ccme']) == ('emailuser', True)
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return {'emailuser': self.answer}


def sent(answer: Mapping[str, Any] | Exception) -> LetterOutcome:
    wiki = Answering(answer)
    outcome = wikimail.hand_over(cast(Wiki, wiki), 'Ada', 'Hello', 'Text')
    assert wiki.asked == 1
    return outcome


# letters: C38, T1
@pytest.mark.parametrize(
    ('answer', 'state', 'stop', 'counts'),
    [
        ({'result': 'Success'}, LetterState.SENT, False, True),
        ({'result': 'Warnings', 'warnings': [{}]}, LetterState.SENT, False, True),
        (
            {'result': 'Failure', 'errors': [{'code': 'php-mail-error-unknown'}]},
            LetterState.LATER,
            False,
            True,
        ),
        ({'result': 'Failure', 'errors': [{'code': 'hookaborted'}]}, LetterState.UNKNOWN, False, True),
        ({'result': 'Failure'}, LetterState.UNKNOWN, False, True),
        ({'result': 'Nothing we know'}, LetterState.UNKNOWN, False, True),
        (Ambiguous('h', 'no answer'), LetterState.UNKNOWN, True, True),
        *((WikiError('h', 'x', code), LetterState.REFUSED, False, False) for code in sorted(wikimail.NOBODY)),
        *(
            (WikiError('h', 'x', code), LetterState.LATER, True, False)
            for code in ('ratelimited', 'cantsend', 'badtoken', 'maxlag', 'blockedemailuser', 'readonly')
        ),
    ],
)
def test_what_an_answer_means(
    answer: Mapping[str, Any] | Exception,
    state: LetterState,
    stop: object,
    counts: object,
) -> None:
    found = sent(answer)
    assert (found.state, found.stop, found.counts) == (state, stop, counts)


def test_a_stop_is_passed_on() -> None:
    with pytest.raises(Stopped):
        sent(Stopped('the stop page'))


# letters: C6
@pytest.mark.parametrize(
    ('limits', 'ours'),
    [
        ({}, 15),
        ({'edit': {'user': {'hits': 1, 'seconds': 60}}}, 15),
        ({'sendemail': {'user-global': {'hits': 20, 'seconds': 86400}}}, 15),
        ({'emailuser': {'user': {'hits': 20, 'seconds': 86400}, 'newbie': {'hits': 5, 'seconds': 86400}}}, 3),
        ({'sendemail': {'user': {'hits': 1, 'seconds': 86400}}}, 1),
        ({'sendemail': {'user': {'hits': 2, 'seconds': 3600}}}, 36),
    ],
)
def test_our_share_is_below_the_limit_of_the_wiki(limits: Mapping[str, Any], ours: int) -> None:
    assert wikimail.share(limits) == ours


TWENTY = {'sendemail': {'user-global': {'hits': 20, 'seconds': 86400}}}
HUNDRED = {'emailuser': {'user': {'hits': 100, 'seconds': 86400}}}


# letters: C6
@pytest.mark.parametrize(
    ('told', 'ours'),
    [
        ({'ratelimits': [], 'theoreticalratelimits': TWENTY}, 15),  # as MediaWiki tells of `noratelimit`
        ({'ratelimits': [], 'theoreticalratelimits': HUNDRED}, 75),
        ({'ratelimits': HUNDRED, 'theoreticalratelimits': TWENTY}, 15),
        ({'ratelimits': [], 'theoreticalratelimits': []}, 15),
        ({'ratelimits': []}, 15),
    ],
)
def test_an_account_that_is_exempt_keeps_below_the_limit_of_others(
    told: Mapping[str, Any], ours: int
) -> None:
    class Telling:
        def call(self, **parameters: Any) -> Mapping[str, Any]:
            assert 'theoreticalratelimits' in parameters['uiprop'].split('|')
            userinfo = {'rights': ['sendemail', 'noratelimit'], 'emailauthenticated': '2026-01-02T03:04:05Z'}
            return {'query': {'userinfo': {**userinfo, **told}}}

    assert wikimail.may_send(cast(Wiki, Telling())) == ('', ours)
