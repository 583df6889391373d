"""Private files: who may read them, and where they may lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from outreach import privatefiles
from outreach.problems import BadInput

NOT_TOOLFORGE = (Path('/no/such/folder'), Path('/no/such/file'))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return privatefiles.make_folder(tmp_path / 'base' / 'outreach' / 'private')


def place(name: str, folder: Path, **more: object) -> Path:
    return privatefiles.place(name, folder, here=bool(more.get('here')), toolforge=NOT_TOOLFORGE)


# contract: C27
def test_folder_and_files_are_the_operators_alone(folder: Path) -> None:
    old = os.umask(0)
    try:
        privatefiles.write(folder / 'clients.csv', 'secret\n')
    finally:
        os.umask(old)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert privatefiles.read(folder / 'clients.csv') == 'secret\n'
    assert sorted(path.name for path in folder.iterdir()) == ['.gitignore', 'clients.csv']


def test_a_file_that_others_may_read_is_refused_and_replaced_by_one_they_may_not(folder: Path) -> None:
    path = folder / 'clients.csv'
    path.write_text('secret')
    path.chmod(0o644)
    with pytest.raises(BadInput, match='chmod 600'):
        privatefiles.read(path)
    privatefiles.write(path, 'new')
    assert path.stat().st_mode & 0o777 == 0o600


def test_links_folders_and_other_texts_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / 'elsewhere').write_text('theirs')
    (folder / 'link').symlink_to(tmp_path / 'elsewhere')
    (folder / 'latin').write_bytes(b'\xe9')
    (folder / 'latin').chmod(0o600)
    for name in ('link', 'latin', 'nothing', '.'):
        with pytest.raises(BadInput):
            privatefiles.read(folder / name)
    privatefiles.write(folder / 'link', 'ours')
    assert (tmp_path / 'elsewhere').read_text() == 'theirs'


def test_a_folder_that_others_may_look_into_is_refused(folder: Path) -> None:
    folder.chmod(0o750)
    with pytest.raises(BadInput, match='chmod 700'):
        privatefiles.make_folder(folder)


def test_a_name_alone_lies_in_the_private_folder_even_in_a_clone(folder: Path) -> None:
    (folder.parents[1] / '.git').mkdir()
    assert place('clients.csv', folder) == folder / 'clients.csv'


# contract: C28
def test_no_repository_and_no_folder_of_logs(folder: Path, tmp_path: Path) -> None:
    (tmp_path / 'clone' / '.git').mkdir(parents=True)
    (tmp_path / 'clone' / 'deep').mkdir()
    (folder.parents[1] / 'logs').mkdir()
    for path, words in (
        (tmp_path / 'clone' / 'deep' / 'c.csv', 'git'),
        (folder.parents[1] / 'logs' / 'c', 'logs'),
    ):
        with pytest.raises(BadInput, match=words):
            place(str(path), folder)
    assert place(str(tmp_path / 'c.csv'), folder) == tmp_path / 'c.csv'


# contract: C13
def test_on_toolforge_only_with_here(folder: Path, tmp_path: Path) -> None:
    for toolforge in ((tmp_path, tmp_path / 'no'), (tmp_path / 'no', tmp_path)):
        with pytest.raises(BadInput, match='-here'):
            privatefiles.place('c.csv', folder, here=False, toolforge=toolforge)
        assert privatefiles.place('c.csv', folder, here=True, toolforge=toolforge)
