"""Candidates and the funnel that they leave through."""

from __future__ import annotations

from outreach.audience.candidate import Candidate, funnel
from outreach.audience.contributions import EditKind
from outreach.audience.people import Exclusion
from outreach.audience.significance import Contribution

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
