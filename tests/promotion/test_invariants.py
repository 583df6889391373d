"""Figures that cannot be true are not published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.promotion.invariants import broken
from outreach.promotion.logpage import ScriptRow, Status

ROW = ScriptRow(
    'Outreach/X/Send/1/sv', '2026-05-01', 'usertalk', Status.SENT, reach=3, recipients=3, sends=('meta 11',)
)
BESIDE = replace(ROW, id='sendlog meta 12', sends=('meta 12',))


def test_true_figures_are_published() -> None:
    assert broken([ROW, BESIDE, replace(ROW, id='mailing', recipients=None, reach=9, sends=())]) == []


@pytest.mark.parametrize(
    ('row', 'says'),
    [
        (replace(BESIDE, reach=16), '16 of 3 recipients'),
        (replace(BESIDE, sends=('meta 11',)), 'stands in 2 rows'),
        (replace(BESIDE, id='Outreach/X/Send/test.2/sv'), 'is a test'),
    ],
)
def test_a_false_figure_is_refused_with_its_row(row: ScriptRow, says: str) -> None:
    (problem,) = broken([ROW, row])
    assert says in problem.text
