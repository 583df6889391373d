"""What a collection of sign-ups is made from: what makes it doubtful, and what it costs."""

from __future__ import annotations

import pytest
from outreach import moves
from outreach.audience.likelywikis import FEW
from outreach.pages import Page
from outreach.signuppage import SignUp, SignUpPage
from outreach.signups import inputs
from outreach.signups.inputs import BESIDE, SignUpRequest, estimate, missing_roles, nobody_left

from tests.samples.cannedwiki import EN, SV, Canned, farm_of, nothing

SIGNED = '10:00, 12 September 2026 (UTC)'


@pytest.mark.parametrize(
    ('people', 'found', 'enrolled', 'doubts'),
    [(10, 0, 0, 1), (12, 12, 0, 1), (12, 1, 0, 0), (9, 0, 0, 0), (30, 12, 12, 0)],
)
def test_a_step_at_which_all_fall_out_is_a_doubt(people: int, found: int, enrolled: int, doubts: int) -> None:
    assert len(nobody_left(people, found, enrolled)) == doubts


@pytest.mark.parametrize(
    ('stated', 'others', 'versions', 'expected'),
    [
        (0, 0, 0, 2),
        (120, 0, 0, 3 + 3 + 2),
        (0, 1, 0, 1 + 2 + 3 * (1 + 1) + 1),
        (0, 120, 0, 3 + 2 + 3 * (3 + 2) + FEW),
        (60, 60, 51, 3 + 2 + 2 + 3 * (2 + 2) + FEW + 2 + 2),
    ],
)
def test_an_estimate_counts_people_wikis_and_versions(
    monkeypatch: pytest.MonkeyPatch, stated: int, others: int, versions: int, expected: int
) -> None:
    signed = [f'# [https://{SV.host}/wiki/User:S{at} S{at}] {SIGNED}' for at in range(stated)]
    signed += [f'# [[User:O{at}]] {SIGNED}' for at in range(others)]
    text = '\n'.join(['== Participants ==', *signed])
    monkeypatch.setattr(inputs, 'read_sources', lambda _home, _wanted: ({'Walks': Page('Walks', text)}, {}))
    monkeypatch.setattr(moves, 'editors', lambda _home, _title: [None] * versions)
    told = estimate(farm_of(Canned(nothing, EN), Canned(nothing, SV)), SignUpRequest('List', ('Walks',)))
    assert told[-1] == f'in all {expected + BESIDE}'


@pytest.mark.parametrize(
    ('asked', 'told'),
    [
        (('transltor',), ['-role:transltor: nobody signed up with this role; did you mean translator?']),
        (('Translator ', 'cook'), ['-role:cook: nobody signed up with this role']),
        ((), []),
    ],
)
def test_a_role_that_nobody_has_is_told(asked: tuple[str, ...], told: list[str]) -> None:
    """Else it reads like a page on which nobody has signed up."""
    ann, jo = (
        SignUp(name, EN.host, 'P', 1, roles=roles) for name, roles in (('Ann', ('translator',)), ('Jo', ()))
    )
    wanted = SignUpRequest('L', roles=asked)
    assert [*map(str, missing_roles([SignUpPage('P', (ann, jo))], wanted))] == told
    assert missing_roles([SignUpPage('P', ())], wanted) == []
