"""Options of the two scripts that keep lists: what is taken, and everything that is refused at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import check_targets
import collect_signups
import pytest
from outreach.campaign import read_settings
from outreach.checks import report
from outreach.checks.lint import Kind
from outreach.pages import Page
from outreach.problems import BadInput, Problem, refuse
from outreach.settings import Given
from outreach.signuppage import SignUpPage

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


def checked(args: list[str]) -> Given:
    """Return the options of check_targets; raise BadInput with all that is wrong."""
    given = read_settings(check_targets.SETTINGS, args, read)
    refuse(check_targets.check(given, datetime(2026, 11, 26, tzinfo=UTC)))
    return given


def collected(args: list[str]) -> Given:
    """Return the options of collect_signups; raise BadInput with all that is wrong."""
    given = read_settings(collect_signups.SETTINGS, args, read)
    refuse(collect_signups.check(given))
    return given


def test_a_campaign_page_fills_in_what_the_command_line_leaves_out() -> None:
    given = checked(['-campaign:Walks', '-report'])
    wish = check_targets.wish_of(given)
    assert (check_targets.title_of(given), wish.longest, wish.report) == ('Walks/Targets', 50, True)
    wanted = collect_signups.request(collected(['-campaign:Walks', '-signups:X']))
    assert (wanted.list, wanted.signups, wanted.wikis) == (
        'Walks/Targets',
        ('X',),
        ('*.wikipedia.org',),
    )


@pytest.mark.parametrize(
    ('option', 'inactive'), [('2024-01-31', date(2024, 1, 31)), ('2 years', timedelta(days=730))]
)
def test_kinds_to_mend_and_windows(option: str, inactive: object) -> None:
    args = ['-list:L', '-fix:renamed, Duplicate', '-fix:inactive', f'-inactive:{option}']
    given = checked(args)
    assert check_targets.wish_of(given).fix == {Kind.RENAMED, Kind.DUPLICATE, Kind.INACTIVE}
    assert given[check_targets.INACTIVE] == inactive


@pytest.mark.parametrize(
    ('args', 'said'),
    [
        ([], ['-list: is needed']),
        (['-list:L', '-fix:toolong'], ["'toolong' must be of these, separated by commas"]),
        (['-list:L', '-fix:,'], ['must be of these, separated by commas']),
        (['-list:L', '-fix:inactive'], ['needs -inactive']),
        (['-list:A|B', '-perlist:0', '-inactive:soon'], ["holds '|'", 'whole number', 'a date such as']),
        (['-list:L', '-list:M'], ['more than once']),
        (['-campaign:Nope'], ['no such page']),
        (['-all', '-list:L', '-fix:inactive'], ['-all -list: cannot be combined', 'needs -inactive']),
        (['-list:L', '-inactive:2027-01-01'], ['-inactive:2027-01-01: the window begins in the future']),
    ],
)
def test_check_targets_refuses_bad_options_all_at_once(args: list[str], said: list[str]) -> None:
    with pytest.raises(BadInput) as refused:
        checked(args)
    assert len(refused.value.problems) == len(said)
    for part, problem in zip(said, refused.value.problems, strict=True):
        assert part in str(problem)


def test_collect_signups_refuses_bad_options_all_at_once(tmp_path: Path) -> None:
    taken = tmp_path / 'names.txt'
    taken.write_text('x')
    args = ['-list:L', '-signups:S', '-model:xml', f'-export:{taken}', '-wikis:**']
    with pytest.raises(BadInput) as refused:
        collected(args)
    assert sorted(problem.place.split(':')[0] for problem in refused.value.problems) == [
        '-export', '-model', '-wikis',
    ]  # fmt: skip
    with pytest.raises(BadInput) as refused:
        collected([])
    assert [problem.place for problem in refused.value.problems] == ['-signups', '-list']


def test_the_kind_that_was_meant_is_told() -> None:
    with pytest.raises(ValueError, match=r'; not renamd \(did you mean renamed\?\)$'):
        check_targets.kinds('duplicate, renamd')


@pytest.mark.parametrize('note', ['', '== Removed =='])
def test_the_note_on_the_talk_page_is_told_before_it_is_written(
    monkeypatch: pytest.MonkeyPatch, note: str
) -> None:
    told: list[str] = []
    monkeypatch.setattr(check_targets, 'tell', told.append)
    monkeypatch.setattr(report, 'terminal_lines', lambda *_: [])
    monkeypatch.setattr(report, 'note', lambda *_: note)
    fixes = SimpleNamespace(removed=['one'], changed=[])
    plan: Any = SimpleNamespace(listed=None, report=None, edits=True, fixes=fixes)
    standing: Any = SimpleNamespace(notes=())
    check_targets.show([plan], standing)
    assert told[0] == '  To fix: 1 entry to remove, 0 to change.'
    assert len(told[1:]) == bool(note)


def test_no_line_begins_with_the_title_of_a_page_that_a_campaign_page_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever edits the campaign page chooses it."""
    title = 'Saved Main Page on meta.'
    printed: list[str] = []
    monkeypatch.setattr(collect_signups, 'tell', lambda *lines: printed.extend(lines))
    page = SignUpPage(title, (), (), outside=(Problem(f'{title}, line 2', 'names Ann'),))
    inputs = SimpleNamespace(pages=(page,), problems=(), told=(), page=Page(title), enrolled=())
    merge = SimpleNamespace(added=(), removed=())
    planned = SimpleNamespace(merge=merge)
    monkeypatch.setattr(collect_signups, 'outcomes', lambda _planned: {})
    collect_signups.show(cast(Any, inputs), cast(Any, planned))
    assert len(printed) == 3
    assert not [line for line in printed if line.startswith('Saved')]
