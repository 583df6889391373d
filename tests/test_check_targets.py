"""What check_targets says where a list is not fixed after all, and the report on it is written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import check_targets
import pytest
from outreach.checks.fixes import CheckRequest
from outreach.checks.lint import Kind
from outreach.problems import BadInput, Problem, Stopped

DECLINED = Stopped('Declined: nothing was written.')
NOBODY = Stopped('Nothing was written: nobody can be asked here.')
BROKEN = BadInput([Problem('L', 'cannot be edited')])


def ended(monkeypatch: pytest.MonkeyPatch, error: Exception, *, reports: bool, simulating: bool) -> Exception:
    """Return how a run ends in which the list is not fixed."""
    monkeypatch.setattr(check_targets, 'changes', lambda _home, _plans, wish, *_: wish)

    def write(wish: CheckRequest, **_: Any) -> bool:
        if wish.fix:
            raise error
        return reports

    standing: Any = None
    run: Any = SimpleNamespace(home=None, say=None, write=write, simulating=simulating)
    with pytest.raises((Stopped, BadInput)) as caught:
        check_targets.write(run, [], CheckRequest(frozenset({Kind.MISSING}), report=True), standing, [])
    return caught.value


@pytest.mark.parametrize('error', [DECLINED, NOBODY, BROKEN])
def test_where_the_report_was_written_that_is_said(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    said = ended(monkeypatch, error, reports=True, simulating=False)
    assert type(said) is type(error)
    words = said.unwritten if isinstance(said, BadInput) else str(said)
    assert 'The report alone was written, and no list was changed' in words
    assert 'othing was written' not in words


@pytest.mark.parametrize(('reports', 'simulating'), [(False, False), (True, True)])
def test_where_it_was_not_nothing_was(
    monkeypatch: pytest.MonkeyPatch, *, reports: bool, simulating: bool
) -> None:
    assert ended(monkeypatch, DECLINED, reports=reports, simulating=simulating) is DECLINED
