"""Thousands of problems: some on the terminal, all in a private file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from outreach import problemfile
from outreach.doubts import Doubt
from outreach.exitcodes import exit_code
from outreach.problems import BadInput, Problem

RED = [Doubt('red-link', f'titles.txt, line {n}', f'there is no page X{n}') for n in range(4570)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(problemfile, 'private_folder', lambda: tmp_path / 'outreach' / 'private')
    return tmp_path / 'outreach'


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(problemfile, 'warn', lines.append)
    return lines


def test_thousands_of_doubts_of_one_code_are_a_few_lines_and_a_file(folder: Path, said: list[str]) -> None:
    problemfile.tell_doubts([*RED, Doubt('shrinks', 'L', 'would lose 3 of 9 entries')])
    assert said[0] == str(RED[0])
    assert said[20:] == [
        '  … and 4,550 more: [red-link]',
        'L: would lose 3 of 9 entries [shrinks]',
        f'Each of these lines is in {folder / "problems.tsv"}.',
    ]
    kept = folder / 'problems.tsv'
    assert kept.read_text(encoding='utf-8').splitlines()[4569] == (
        'titles.txt, line 4569\tthere is no page X4569 [red-link]'
    )
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_few_doubts_are_told_and_nothing_is_kept(folder: Path, said: list[str]) -> None:
    problemfile.tell_doubts(RED[:20])
    assert said == [str(one) for one in RED[:20]]
    assert not folder.exists()


def test_thousands_of_errors_of_one_file_are_a_few_lines_and_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [Problem(f'names.csv, line {n}', f'{n!r} is no name') for n in range(300)]

    def main() -> int:
        raise BadInput([*wrong, Problem('-list', 'is needed')])

    assert exit_code(main) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) < 30
    assert '-list: is needed' in told
    assert 'and 280 more: names.csv' in told
    assert '299' in (folder / 'problems.tsv').read_text(encoding='utf-8')
