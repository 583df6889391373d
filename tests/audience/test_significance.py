"""Who contributed significantly: both rules at their edges, and the published values of the score."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience.significance import (
    Contribution,
    PlainRule,
    ScoreRule,
    band,
    bytes_added,
    combined,
    experience_score,
    page_score,
    pages_score,
    recency_score,
    score,
)

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def did(
    edits: int = 1, added: int = 0, page: int = 1, host: str = 'en.w.test', days: float = 7
) -> Contribution:
    moment = (NOW - timedelta(days=days)).strftime('%Y-%m-%dT%H:%M:%SZ')
    return Contribution(host, page, f'Page {page}', edits, added, moment, moment)


# The values that https://www.mediawiki.org/wiki/Extension:CampaignEvents gives, to two decimals.
@pytest.mark.parametrize(
    ('added', 'value'),
    [(-9, 0.0), (0, 0.0), (250, 0.0), (300, 0.01), (500, 0.1), (1000, 0.21), (2000, 0.42), (5000, 0.84),
     (10000, 0.99)],
)  # fmt: skip
def test_score_of_a_page(added: int, value: float) -> None:
    assert round(page_score(added), 2) == value


@pytest.mark.parametrize(('edits', 'value'), [(10, 0.07), (100, 0.32), (500, 0.74), (1000, 0.91), (0, 0.0)])
def test_score_of_experience(edits: int, value: float) -> None:
    assert round(experience_score(edits), 2) == value


@pytest.mark.parametrize(
    ('days', 'value'), [(0, 1.0), (30, 0.91), (90, 0.62), (180, 0.40), (365, 0.23), (1095, 0.09), (-1, 1.0)]
)
def test_score_of_recency(days: float, value: float) -> None:
    assert round(recency_score(days), 2) == value


def test_an_edit_that_lies_ahead_is_one_of_today() -> None:
    assert recency_score(-1) == recency_score(-400) == recency_score(0) == 1


@pytest.mark.parametrize(
    ('added', 'days', 'edits', 'points'),
    [
        (300, 7, 1000, 16),
        (400, 7, 1000, 34),
        (1000, 7, 1000, 53),
        (5000, 7, 1000, 92),
        (5000, 365, 1000, 45),
        (5000, 7, 10, 72),
    ],
)
def test_the_whole_score(added: int, days: float, edits: int, points: int) -> None:
    assert score([did(added=added, days=days)], edits, NOW) == points


def test_no_contribution_scores_nothing() -> None:
    assert score([], 1000, NOW) == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-5000, 20000), min_size=1, max_size=8))
def test_more_pages_never_score_less_and_order_does_not_matter(added: list[int]) -> None:
    pages = [did(added=size, page=at) for at, size in enumerate(added)]
    assert 0 <= pages_score(pages[:-1]) <= pages_score(pages) + 1e-12 <= 1 + 1e-12
    assert pages_score(pages[::-1]) == pytest.approx(pages_score(pages))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_the_score_stays_between_0_and_100(one: float, two: float, three: float) -> None:
    assert 0 <= combined(one, two, three) <= 100


# rule, contributions, met
EDGES = [
    (PlainRule(5, 0, 0), [did(4)], False),
    (PlainRule(5, 0, 0), [did(2), did(3, page=2)], True),
    (PlainRule(0, 3, 0), [did(9), did(9, page=2)], False),
    (PlainRule(0, 3, 0), [did(), did(page=2), did(host='sv.w.test')], True),
    (PlainRule(0, 0, 2000), [did(added=1999)], False),
    (PlainRule(0, 0, 2000), [did(added=2000)], True),
    (PlainRule(0, 0, 2000), [did(added=2500), did(added=-1000, page=2)], True),
    (PlainRule(5, 3, 2000), [did(4, 1999), did(0, 0, 2)], False),
    (PlainRule(5, 3, 2000), [did(5)], True),
    (PlainRule(5, 3, 2000, 'all'), [did(5, 2000), did(page=2)], False),
    (PlainRule(5, 3, 2000, 'all'), [did(5, 2000), did(page=2), did(page=3)], True),
    (PlainRule(5, 0, 2000, 'all'), [did(5, 2000)], True),
]


@pytest.mark.parametrize(('rule', 'done', 'met'), EDGES)
def test_plain_rule_at_its_edges(rule: PlainRule, done: list[Contribution], *, met: bool) -> None:
    assert rule.met(done) is met


@pytest.mark.parametrize(
    ('rule', 'least'),
    [
        (PlainRule(5, 3, 2000), 1),
        (PlainRule(0, 3, 0), 3),
        (PlainRule(5, 3, 0), 1),
        (PlainRule(5, 3, 2000, 'all'), 3),
        (PlainRule(5, 0, 2000, 'all'), 1),
    ],
)
def test_the_cheap_cut_never_drops_who_could_meet_the_rule(rule: PlainRule, least: int) -> None:
    assert rule.least_pages == least
    fewest = [did(99, 99_999, page=at) for at in range(least - 1)]
    assert not fewest or not rule.met(fewest)


def test_score_rule_at_its_edge() -> None:
    done = [did(added=1000)]
    assert ScoreRule(53).met(done, 1000, NOW)
    assert not ScoreRule(54).met(done, 1000, NOW)


@pytest.mark.parametrize(
    ('make', 'text'),
    [
        (lambda: PlainRule(0, 0, 0), 'no rule'),
        (lambda: PlainRule(-1, 0, 0), 'less than 0'),
        (lambda: PlainRule(need='most'), "'most'"),
        (lambda: ScoreRule(101), '101'),
    ],
)
def test_contradictory_rules_are_refused(make: Callable[[], object], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        make()


def test_shrunk_pages_take_nothing_away() -> None:
    assert bytes_added([did(added=100), did(added=-500, page=2)]) == 100


@pytest.mark.parametrize(
    ('points', 'word'),
    [(70, 'highly recommended'), (69, 'recommended'), (25, 'recommended'), (24, 'not recommended')],
)
def test_bands(points: int, word: str) -> None:
    assert band(points) == word


def test_the_rules_that_hold_where_nobody_says_otherwise() -> None:
    plain = PlainRule()
    assert (plain.min_edits, plain.min_pages, plain.min_bytes, plain.need) == (5, 3, 2000, 'any')
    assert ScoreRule().min_score == 25
    assert [ScoreRule(score).min_score for score in (0, 100)] == [0, 100]


@pytest.mark.parametrize('rule', [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_one_condition_is_a_rule(rule: tuple[int, int, int]) -> None:
    assert PlainRule(*rule).met([did(1, 1)])


@pytest.mark.parametrize(
    ('parts', 'points'), [((1, 1, 0.5), 71), ((0.5, 1, 1), 76), ((1, 0.5, 1), 93), ((0, 1, 1), 0)]
)
def test_the_parts_of_the_score_weigh_4_1_and_5(parts: tuple[float, float, float], points: int) -> None:
    assert combined(*parts) == points
