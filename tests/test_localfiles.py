"""The folder of local files is the account's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from outreach.localfiles import journal, prepare, typed
from outreach.problems import BadInput


@pytest.fixture(autouse=True)
def same_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_what_others_could_read_is_the_accounts_own_afterwards(tmp_path: Path) -> None:
    folder, logs = tmp_path / 'outreach', tmp_path / 'logs'
    (folder / 'private').mkdir(parents=True)
    logs.mkdir()
    files = [folder / 'evidence.sqlite', folder / 'private' / 'x', logs / 'build_targets.log']
    for file in files:
        file.write_text('x')
        file.chmod(0o644)
    assert prepare(folder) == 6
    assert {rights(path) for path in (folder, logs, folder / 'private')} == {0o700}
    assert {rights(file) for file in files} == {0o600}
    assert prepare(folder) == 0


def test_what_is_made_from_now_on_is_so_from_the_start(tmp_path: Path) -> None:
    prepare(tmp_path / 'outreach')
    made = tmp_path / 'outreach' / 'new.json'
    made.write_text('x')
    assert rights(made) == 0o600
    assert rights(tmp_path / 'outreach') == 0o700


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / 'elsewhere'
    elsewhere.write_text('x')
    elsewhere.chmod(0o644)
    (tmp_path / 'outreach').mkdir()
    (tmp_path / 'outreach' / 'link').symlink_to(elsewhere)
    prepare(tmp_path / 'outreach')
    assert rights(elsewhere) == 0o644


def test_what_belongs_to_somebody_else_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / 'outreach'
    folder.mkdir(mode=0o755)
    monkeypatch.setattr(os, 'getuid', lambda: os.geteuid() + 1)
    with pytest.raises(BadInput, match='belongs to another account'):
        prepare(folder)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('x')
    with pytest.raises(BadInput, match='cannot be made'):
        prepare(tmp_path / 'file' / 'outreach')


def test_a_path_below_the_home_of_nobody_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv('HOME', str(tmp_path))
    assert typed('~/x') == tmp_path / 'x'
    assert typed('x/y') == Path('x/y')
    with pytest.raises(BadInput) as raised:
        typed('~nobody-of-that-name/x', '-icsin')
    assert str(raised.value) == '-icsin: begins with ~ and an account that is not here'
    with pytest.raises(BadInput, match='nobody-of-that-name/x: begins'):
        typed('~nobody-of-that-name/x')


MOUNTS = """\
overlay / overlay rw 0 0
tools:/home /data/project nfs4 rw,vers=4.2 0 0
/dev/sda1 /srv/my\\040disk ext4 rw 0 0
me@host:/x /mnt fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ('folder', 'mode'),
    [
        ('/data/project/tool/outreach', 'DELETE'),
        ('/srv/my disk/outreach', 'WAL'),
        ('/somewhere/else', 'WAL'),
        ('/mnt/outreach', 'DELETE'),
        ('/mntx/outreach', 'WAL'),
    ],
)
def test_a_log_that_needs_shared_memory_is_kept_off_shared_folders(folder: str, mode: str) -> None:
    assert journal(Path(folder), MOUNTS) == mode


def test_where_nobody_can_tell_the_careful_mode_is_taken() -> None:
    assert journal(Path('/x'), '') == 'DELETE'


def test_a_link_to_a_shared_folder_is_one(tmp_path: Path) -> None:
    (tmp_path / 'real').mkdir()
    (tmp_path / 'data').symlink_to(tmp_path / 'real')
    mounts = f'overlay / overlay rw 0 0\ntools:/home {tmp_path}/real nfs4 rw 0 0\n'
    assert journal(tmp_path / 'data' / 'outreach', mounts) == 'DELETE'
    assert journal(tmp_path / 'other', mounts) == 'WAL'
