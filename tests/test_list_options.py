"""Options of the two scripts that keep lists: what is taken, and everything that is refused at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import check_targets
import collect_signups
import pytest
from outreach.checks.lint import Kind
from outreach.problems import BadInput

CAMPAIGN = """{{Outreach campaign
| name = Walks
| signups =
* Walks/Participants
* Walks/More
| wikis = *.wikipedia.org
| perlist = 50
}}"""


def read(title: str) -> str | None:
    return CAMPAIGN if title == 'Walks' else None


def test_a_campaign_page_fills_in_what_the_command_line_leaves_out() -> None:
    checked = check_targets.parse_options(['-campaign:Walks', '-report'], read)
    assert (checked.title, checked.wish.longest, checked.wish.report) == ('Walks/Targets', 50, True)
    collected = collect_signups.parse_options(['-campaign:Walks', '-signups:X'], read).wanted
    assert (collected.list, collected.signups, collected.wikis) == (
        'Walks/Targets',
        ('X',),
        ('*.wikipedia.org',),
    )


@pytest.mark.parametrize(
    ('option', 'inactive'), [('2024-01-31', date(2024, 1, 31)), ('2 years', timedelta(days=730))]
)
def test_kinds_to_mend_and_windows(option: str, inactive: object) -> None:
    args = ['-list:L', '-fix:renamed, Duplicate', '-fix:inactive', f'-inactive:{option}']
    options = check_targets.parse_options(args, read)
    assert options.wish.fix == {Kind.RENAMED, Kind.DUPLICATE, Kind.INACTIVE}
    assert options.inactive == inactive


@pytest.mark.parametrize(
    ('args', 'said'),
    [
        ([], ['-list: is needed']),
        (['-list:L', '-fix:toolong'], ["'toolong' must be of these kinds"]),
        (['-list:L', '-fix:,'], ['must be of these kinds']),
        (['-list:L', '-fix:inactive'], ['needs -inactive']),
        (['-list:A|B', '-perlist:0', '-inactive:soon'], ["holds '|'", 'whole number', 'a date such as']),
        (['-list:L', '-list:M'], ['more than once']),
        (['-campaign:Nope'], ['no such page']),
    ],
)
def test_check_targets_refuses_bad_options_all_at_once(args: list[str], said: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        check_targets.parse_options(args, read)
    assert len(refused.value.problems) == len(said)
    for part, problem in zip(said, refused.value.problems, strict=True):
        assert part in str(problem)


def test_collect_signups_refuses_bad_options_all_at_once(tmp_path: Path) -> None:
    taken = tmp_path / 'names.txt'
    taken.write_text('x')
    args = ['-list:L', '-signups:S', '-model:xml', f'-export:{taken}', '-wikis:**']
    with pytest.raises(BadInput) as refused:
        collect_signups.parse_options(args, read)
    assert sorted(problem.place.split(':')[0] for problem in refused.value.problems) == [
        '-export', '-model', '-wikis',
    ]  # fmt: skip
    with pytest.raises(BadInput) as refused:
        collect_signups.parse_options([], read)
    assert [problem.place for problem in refused.value.problems] == ['-signups', '-list']
