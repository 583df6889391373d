"""What is known of the sends of a campaign once its wikis were asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from outreach.lists.entries import Target
from outreach.problems import WikiError
from outreach.sends import tracing
from outreach.sends.results import Result, State, render_results
from outreach.sends.wrongsends import report

from tests.samples.cannedwiki import EN, SV, Canned, accounts_of, farm_of
from tests.samples.sent import send

NOW = datetime(2026, 11, 1, tzinfo=UTC)
NEW = {'Ada': 'Aa', 'Bo': 'Bb', 'Cy': 'Cc'}
TARGETS = tuple(Target(SV.host, f'User talk:{name}') for name in NEW)
FOUND = tuple(
    Result(one, State.DELIVERED, f'at Användardiskussion:{name}', 7)
    for one, name in zip(TARGETS, NEW.values(), strict=True)
)
PAGE = replace(send().page, targets=TARGETS, wrong='the wrong list')


def known(*, dead: bool = False) -> str:
    """Return all that is written of the send on wikis: its results, and the report of wrong sends."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if dead and 'ususers' in asked:
            raise WikiError(SV.host, 'is tired')
        return {'query': accounts_of(asked, locked=['Bb'], system=['Cc'])}

    farm = farm_of(Canned(answer, EN), Canned(answer, SV))
    found, failed = tracing.follow(farm, [PAGE], {PAGE.title: FOUND}, {}, NOW)
    assert failed == []
    assert [one.state for one in found[PAGE.title]] == [State.DELIVERED] * 3
    return render_results(found[PAGE.title]) + report([PAGE], found, lambda key, **_: key)


def test_the_page_of_an_account_that_nobody_can_use_is_written_nowhere() -> None:
    written = known()
    assert written.count('Användardiskussion:Aa') == 2
    assert 'Bb' not in written
    assert 'Cc' not in written
    assert 'User talk:Bo' in written


def test_where_the_wiki_does_not_tell_no_new_name_is_shown() -> None:
    assert 'Användardiskussion' not in known(dead=True)


def test_who_is_hidden_or_locked_is_shown_nowhere_and_what_went_astray_stays_so() -> None:
    """A page that is no user's is shown; what a renamed account's page leads to is not."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {'query': accounts_of(asked, locked=['Bb'], missing=['Aa', 'Torg', 'Dd'])}

    details = [
        'at User talk:Aa',
        'astray at User talk:Bb',
        'at Wikipedia:Torg',
        'now at User talk:Dd',
        'astray at User talk:Ee',
    ]
    targets = [Target(SV.host, f'User talk:{name}') for name in ('Ada', 'Bo', 'Cy', 'Di', 'Eva')]
    results = tuple(Result(one, State.DELIVERED, said, 7) for one, said in zip(targets, details, strict=True))
    farm = farm_of(Canned(answer, EN), Canned(answer, SV))
    page = replace(PAGE, targets=tuple(targets))
    found, _ = tracing.follow(farm, [page], {page.title: results}, {}, NOW)
    said = [one.detail for one in found[page.title]]
    assert said == ['', 'astray at User talk:Bo', details[2], '', details[4]]
    assert [one.astray for one in found[page.title]] == [False, True, False, False, True]
