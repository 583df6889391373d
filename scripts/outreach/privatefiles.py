"""Private files, with contact people and addresses: only the operator may read them.

The folder lies beside the other local files of the scripts, with rights 0700; files have 0600. Nothing is
ever written under another name first, so a run that is killed leaves no copy.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from outreach import localfiles
from outreach.problems import BadInput, Problem

OTHERS = 0o077
# https://wikitech.wikimedia.org/wiki/Help:Toolforge: homes there are shared by all maintainers of a tool
TOOLFORGE = (Path('/data/project'), Path('/etc/wmcs-project'))


def make_folder(folder: Path) -> Path:
    """Return the private folder, made if need be; raise BadInput where others may look into it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    info = folder.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.getuid() or info.st_mode & OTHERS:
        raise BadInput([Problem(str(folder), 'must be a folder of yours that only you may read: chmod 700')])
    ignore = folder / '.gitignore'
    if not ignore.exists():
        write(ignore, '*\n')  # in a clone with the configuration in it, git leaves the folder alone
    return folder


def place(name: str, folder: Path, *, here: bool, toolforge: tuple[Path, ...] = TOOLFORGE) -> Path:
    """Return where a private file lies: a name alone is one in the private folder, else it is a path.

    Raises BadInput inside a git work tree (but for the private folder), in Pywikibot's folder of logs, and
    on Toolforge without `here`.
    """
    path = folder / name if Path(name).name == name else localfiles.typed(name).absolute()
    problems = []
    inside = [path.parent.resolve(), *path.parent.resolve().parents]
    if folder.resolve() not in inside and any((parent / '.git').exists() for parent in inside):
        problems.append(Problem(str(path), 'lies in a git work tree; put it where nobody commits it'))
    if folder.parent.parent.joinpath('logs').resolve() in inside:
        problems.append(Problem(str(path), 'lies among the logs of Pywikibot; put it elsewhere'))
    shared, marker = toolforge
    if not here and (shared in inside or marker.exists()):
        problems.append(
            Problem(
                str(path), 'lies in the shared home of Toolforge; work on your own machine, or give -here'
            )
        )
    if problems:
        raise BadInput(problems)
    return path


def read(path: Path) -> str:
    """Return the text of a private file; raise BadInput where it is missing, open to others or not UTF-8."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise BadInput([Problem(str(path), f'cannot be read: {error.strerror}')]) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode) or mode & OTHERS:
        os.close(handle)
        wrong = 'may be read by others than you: chmod 600' if stat.S_ISREG(mode) else 'is no file'
        raise BadInput([Problem(str(path), wrong)])
    with os.fdopen(handle, 'rb') as file:
        content = file.read()
    try:
        return content.decode('utf-8-sig')
    except UnicodeDecodeError:
        raise BadInput([Problem(str(path), 'is no UTF-8 text; save it as CSV in UTF-8')]) from None


def write(path: Path, text: str) -> None:
    """Replace a private file. It is removed first, so that no reader ever finds rights wider than 0600.

    A run that is killed in between leaves no file or one that is cut off, which its first line shows.
    """
    write_bytes(path, text.encode('utf-8'))


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a private file by bytes, as `write` does."""
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BadInput([Problem(str(path), f'cannot be written: {error.strerror}')]) from None
    with os.fdopen(handle, 'wb') as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
