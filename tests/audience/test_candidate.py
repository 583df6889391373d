"""Candidates and the funnel that they leave through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from outreach.audience.candidate import Candidate, Rules, cut_to_languages, funnel, reaches
from outreach.audience.contributions import EditKind
from outreach.audience.people import Account, Choice, Exclusion, Person, WikiRule
from outreach.audience.significance import (
    Contribution,
    PlainRule,
    ScoreRule,
    combined,
    pages_score,
    recency_score,
)

META, SV, EN = 'meta.w.test', 'sv.w.test', 'en.w.test'


def test_everybody_is_in_the_funnel_once() -> None:
    done = [Contribution(SV, 1, 'P', 5, 0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')]
    candidates = {}
    for number, reason in enumerate([*Exclusion, None]):
        if reason and reason.value in {kind.value for kind in EditKind}:
            continue
        candidates[str(number)] = Candidate(str(number), done, exclusion=reason)
    counts = {'articles': 3, 'pages': 9, 'changed-pages': 6}
    made = funnel(counts, {'Rita': EditKind.REVERTED}, 4, candidates)
    editors = made.left('editors')
    assert editors == 4 + len(candidates)
    later = [step for step in made.steps if step.name not in (*counts, 'editors')]
    assert sum(sum(step.dropped.values()) for step in later) == editors - 1
    assert made.left('listed') == 1


def test_activity_and_wikis_where_nobody_says_otherwise() -> None:
    rules = Rules(PlainRule(), WikiRule([SV]), datetime(2026, 11, 21, tzinfo=UTC))
    assert (rules.cutoff, rules.max_wikis) == ('2025-11-21T00:00:00Z', 20)


def test_whoever_could_still_reach_the_score_is_a_candidate() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    done = [
        Contribution(SV, page, 'P', 1, 1000, '2026-01-01T00:00:00Z', last)
        for page, last in enumerate(('2026-10-01T00:00:00Z', '2026-10-22T00:00:00Z'))
    ]
    best = combined(pages_score(done), 1.0, recency_score(30))
    assert 25 < best < 100
    assert reaches(ScoreRule(best), done, now)
    assert not reaches(ScoreRule(best + 1), done, now)
    assert reaches(PlainRule(2, 0, 0), done, now)
    assert not reaches(PlainRule(3, 0, 0), done, now)


def test_the_first_reason_counts_and_the_others_are_noted() -> None:
    one = Candidate('Ada', [])
    one.drop(Exclusion.BOT, 'by a group')
    one.drop(Exclusion.LOCKED, 'by a steward')
    assert one.exclusion is Exclusion.BOT
    assert one.notes == ['out: bot (by a group)', 'out: locked (by a steward)']


def test_people_are_looked_at_where_they_edited_and_where_they_are_to_be_asked() -> None:
    def edit(host: str, last: str) -> Contribution:
        return Contribution(host, 1, 'P', 1, 0, last, last)

    one = Candidate('Ada', [edit(SV, '2026-01-02T00:00:00Z'), edit(SV, '2026-01-01T00:00:00Z')])
    with pytest.raises(LookupError):
        _ = one.known
    one.person = Person('Ada', 1, None, {EN: Account(EN, 5)}, 5)
    assert one.seen.last_edit == {SV: '2026-01-02T00:00:00Z'}
    assert one.looked_at == {SV, EN}
    one.choice = Choice(META, 'stated')
    assert one.looked_at == {SV, EN, META}


def test_a_list_is_cut_to_the_languages_of_the_wikis_where_people_are_asked() -> None:
    def chosen() -> list[Candidate]:
        some = [Candidate(name, [], choice=Choice(host, '')) for name, host in (('Ada', SV), ('Bo', EN))]
        return [*some, Candidate('Cy', [], exclusion=Exclusion.BOT, choice=Choice(EN, ''))]

    languages = {SV: 'sv', EN: 'en'}
    for wanted, reasons in (
        ({'sv'}, [None, Exclusion.SEGMENT]),
        ({'sv', 'en'}, [None, None]),
        ((), [None, None]),
    ):
        everybody = chosen()
        cut_to_languages(everybody, wanted, languages)
        assert [one.exclusion for one in everybody] == [*reasons, Exclusion.BOT]
