"""The folder of local files, and the logs beside it: the account's own, whatever made them.

They say of people who is on a list and why, and what was read about them. Others on the same machine, such as
a bastion of Toolforge, must not read them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from outreach.problems import BadInput, Problem, refuse

OTHERS = 0o077
MOUNTS = Path('/proc/self/mounts')
# file systems that many machines share. SQLite's write-ahead log needs memory that all of its users share:
# https://www.sqlite.org/wal.html, 1. Toolforge's homes are on NFS:
# https://wikitech.wikimedia.org/wiki/Help:Toolforge
SHARED = frozenset(
    {'nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', '9p', 'afs', 'ceph', 'glusterfs', 'lustre', 'gpfs'}
)


def typed(name: str, place: str = '') -> Path:
    """Return the path that somebody typed, with `~` as their home; raise BadInput where nobody has that home.

    `place` says where it was typed, unless the path says enough.
    """
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise BadInput([Problem(place or name, 'begins with ~ and an account that is not here')]) from None


def prepare(folder: Path) -> int:
    """Make the folder of local files if need be, and it and the logs the account's own; return what changed.

    Files that are made from now on are so from the start. Raises BadInput for what belongs to another
    account, with the cure.
    """
    os.umask(OTHERS)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput([Problem(str(folder), f'cannot be made: {error.strerror}')]) from None
    changed, problems = 0, []
    for path in (*_below(folder), *_below(folder.parent / 'logs')):
        info = path.lstat()
        if stat.S_ISLNK(info.st_mode) or not info.st_mode & OTHERS:
            continue
        if info.st_uid != os.getuid():
            cure = 'belongs to another account, and others may read it: move it away, or chmod -R go= it'
            problems.append(Problem(str(path), cure))
            continue
        path.chmod(stat.S_IMODE(info.st_mode) & ~OTHERS)
        changed += 1
    refuse(problems)
    return changed


def _below(folder: Path) -> Iterator[Path]:
    if folder.is_dir():  # a link to a folder elsewhere is followed, those within are not
        yield folder.resolve()
        yield from folder.resolve().rglob('*')


def journal(folder: Path, mounts: str | None = None) -> str:
    """Return the journal mode for a database in a folder: `WAL`, or `DELETE` where machines share the folder.

    `mounts` is what stands in /proc/mounts. Where there is no such file, nobody can tell: `DELETE`.
    """
    if mounts is None:
        mounts = MOUNTS.read_text(encoding='utf-8', errors='replace') if MOUNTS.is_file() else ''
    kinds: dict[str, str] = {}
    for line in mounts.splitlines():
        fields = line.split(' ')
        if len(fields) > 2:
            # a blank in a path is written \040 (proc(5))
            kinds[fields[1].replace('\\040', ' ')] = fields[2]
    here = folder.resolve()  # what leads to a shared folder lies there
    kind = next((kinds[str(one)] for one in (here, *here.parents) if str(one) in kinds), '')
    return 'DELETE' if not kind or kind.removeprefix('fuse.') in {*SHARED, 'sshfs'} else 'WAL'
