"""Drafts as files: whole or not there, private, and such as mail programs read."""

from __future__ import annotations

import mailbox
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from outreach.letters import drafting, drafts
from outreach.letters.ledger import Ledger
from outreach.letters.letter import LetterChannel, LetterState
from outreach.problems import BadInput

from tests.letters.samples import NOW, SETTINGS, ledger, letters


def left(folder: Path, count: int = 2) -> tuple[Ledger, Path]:
    book = ledger(folder)
    return book, drafting.leave(book, letters(count, LetterChannel.DRAFTS), SETTINGS, folder, NOW)


# letters: C2, C35, C43
def test_a_file_for_each_letter_and_a_mailbox_of_all(tmp_path: Path) -> None:
    book, folder = left(tmp_path)
    assert {path.name for path in folder.iterdir()} == {
        '.gitignore',
        '001-WA.eml',
        '002-WA.eml',
        'letters.mbox',
    }
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    one = message_from_bytes((folder / '001-WA.eml').read_bytes(), policy=policy.default)
    assert (one['To'], one['X-Unsent']) == ('Ann <p1@example.org>', '1')
    box = mailbox.mbox(folder / 'letters.mbox', create=False)
    assert [message['To'] for message in box] == ['Ann <p1@example.org>', 'Ann <p2@example.org>']
    assert [entry.state for entry in book.entries()] == [LetterState.DRAFTED] * 2
    book.close()


# letters: C29, C35
def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    book, folder = left(tmp_path)
    (folder.parent / f'{drafts.PARTIAL}x').mkdir()
    assert folder.name in drafts.finished(tmp_path)
    assert not (folder.parent / f'{drafts.PARTIAL}x').exists()
    assert drafts.finished(tmp_path / 'nothing') == frozenset()
    book.close()


def test_a_folder_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    book, folder = left(tmp_path)
    with pytest.raises(BadInput, match='is there already'):
        drafts.write(tmp_path, folder.name, [], NOW)
    book.close()


# letters: C33
def test_forgetting_somebody_takes_the_draft_out_of_folder_and_mailbox(tmp_path: Path) -> None:
    book, folder = left(tmp_path, 3)
    drafting.forget(book, [2], tmp_path, NOW)
    assert {path.name for path in folder.glob('*.eml')} == {'001-WA.eml', '003-WA.eml'}
    assert b'p2@example.org' not in (folder / 'letters.mbox').read_bytes()
    assert [entry.label for entry in book.entries()] == ['WA', '', 'WA']
    drafting.forget(book, book.numbers(), tmp_path, NOW)
    assert not folder.exists()
    book.close()


def test_names_of_folders_and_files() -> None:
    assert drafts.name_of('Outreach/Ünit 1', 'ab') == 'Outreach-Ünit-1-ab'
    assert drafts.file_name(7, 'WA') == '007-WA.eml'
