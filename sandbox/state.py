"""Where a sandbox keeps its files, and the keys under which finished work is cached.

A *state folder* belongs to one running sandbox (databases, logs, its port). The *cache* is shared
by all sandboxes of a user and never changed once written: installed databases, localisation and
the databases of filled worlds, each under a hash of all that it was made from.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent

STAND_INS = (
    'AntiSpoof',
    'CampaignEvents',
    'CentralAuth',
    'Echo',
    'Linter',
    'DiscussionTools',
    'MassMessage',
    'PageAssessments',
    'SiteMatrix',
    'Wikibase',
)
# the real DiscussionTools takes these too, and VisualEditor, which MediaWiki's packages bring along
NEEDS = {'DiscussionTools': ('Echo', 'Linter')}
OURS_ALWAYS = ('Wikibase', 'CampaignEvents')
_PREFIX = 'outreach-sandbox-'
_KEPT_ENTRIES = 4
_OLDEST = (1, 39)


class SandboxError(Exception):
    """The sandbox cannot do what it was asked to; the message says why and what helps."""


@dataclass(frozen=True)
class Extension:
    """An extension that the wikis load: its name, its folder, whether it is the real one."""

    name: str
    path: Path
    real: bool


@dataclass(frozen=True)
class Setup:
    """What a farm is made of: a MediaWiki tree, its version and the extensions to load."""

    mediawiki: Path
    version: str
    extensions: tuple[Extension, ...]

    def install_key(self) -> str:
        """Hash all that shapes a freshly installed database."""
        parts = [HERE / 'settings.php', HERE / 'wikis.py', HERE / 'install.py']
        for extension in self.extensions:
            parts += [extension.path / 'extension.json', *schema_files(extension, central=False)]
            parts += schema_files(extension, central=True)
        return _hash([str(self.mediawiki), self.version], parts)

    def localisation_key(self) -> str:
        """Hash all that shapes the localisation cache."""
        parts: list[Path] = [HERE / 'wikis.py']
        for extension in self.extensions:
            parts += [extension.path / 'extension.json']
            parts += sorted(extension.path.glob('**/i18n/**/*.json'))
            parts += sorted(extension.path.glob('*.php'))
        return _hash([str(self.mediawiki), self.version, 'Vector, Minerva'], parts)

    def code_key(self) -> str:
        """Hash the code that a filled world depends on, beyond what `install_key` covers."""
        parts = [HERE / 'load_world.php', HERE / 'fill.py']
        for extension in self.extensions:
            if not extension.real:
                parts += sorted(extension.path.glob('**/*.php'))
        return _hash([self.install_key()], [part for part in parts if part.exists()])


def find_setup() -> Setup:
    """Find MediaWiki and the extensions, as MEDIAWIKI_DIR and SANDBOX_EXTENSIONS say."""
    root = Path(os.environ.get('MEDIAWIKI_DIR') or '/usr/share/mediawiki')
    defines = root / 'includes' / 'Defines.php'
    if not defines.is_file():
        raise SandboxError(
            f'there is no MediaWiki at {root}: run `make setup`, or let MEDIAWIKI_DIR name the '
            'folder of a MediaWiki 1.39 or later'
        )
    match = re.search(r"'MW_VERSION',\s*'([^']+)'", defines.read_text(encoding='utf-8'))
    if match is None:
        raise SandboxError(f'{defines} does not say which version of MediaWiki this is')
    if tuple(int(part) for part in re.findall(r'\d+', match[1])[:2]) < _OLDEST:
        raise SandboxError(f'the MediaWiki at {root} is {match[1]}; the sandbox needs 1.39 or later')
    if shutil.which(php_binary()) is None:
        raise SandboxError(f'{php_binary()} is not installed: run `make setup`')
    return Setup(root, match[1], tuple(_find_extensions()))


def _find_extensions() -> Iterator[Extension]:
    """List the extensions to load: the real one where there is a checkout, else our stand-in."""
    real_root = os.environ.get('SANDBOX_EXTENSIONS')
    if real_root and not Path(real_root).is_dir():
        raise SandboxError(f'SANDBOX_EXTENSIONS names {real_root}, which is not a folder')
    for name in STAND_INS:
        needed = (name, *NEEDS.get(name, ()))
        real = (
            real_root and name not in OURS_ALWAYS and all((Path(real_root) / one).is_dir() for one in needed)
        )
        if real_root and real:
            yield Extension(name, (Path(real_root) / name).resolve(), real=True)
        elif (HERE / 'extensions' / name / 'extension.json').is_file():
            yield Extension(name, HERE / 'extensions' / name, real=False)


def schema_files(extension: Extension, *, central: bool) -> list[Path]:
    """List the SQL files with the extension's tables, for each wiki or for the central database."""
    if not extension.real:
        path = extension.path / ('central.sql' if central else 'tables.sql')
        return [path] if path.is_file() else []
    places = {
        ('AntiSpoof', False): 'sql/sqlite',
        ('AntiSpoof', True): 'sql/sqlite',
        ('CentralAuth', True): 'schema/sqlite',
        ('Echo', False): 'sql/sqlite',
        ('Linter', False): 'sql/sqlite',
        ('PageAssessments', False): 'db/sqlite',
    }
    place = places.get((extension.name, central))
    if (extension.name, central) == ('DiscussionTools', False):
        return sorted((extension.path / 'sql' / 'sqlite').glob('*.sql'))
    if place is None:
        return []
    return [extension.path / place / 'tables-generated.sql']


def php_binary() -> str:
    """Name the PHP to run: $PHP or the one on the path."""
    return os.environ.get('PHP') or 'php'


def _hash(words: Iterable[str], files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b'\0')
    for path in files:
        digest.update(path.name.encode() + b'\0' + path.read_bytes() + b'\0')
    return digest.hexdigest()[:16]


def text_key(*texts: str) -> str:
    """Hash some texts into a short name for a cache entry."""
    return _hash(texts, [])


def runtime_root() -> Path:
    """Return the folder for state folders: in memory where the machine offers one."""
    for candidate in (os.environ.get('XDG_RUNTIME_DIR'), '/dev/shm'):
        if candidate and Path(candidate).is_dir() and os.access(candidate, os.W_OK):
            return Path(candidate)
    return Path(tempfile.gettempdir())


def default_directory() -> Path:
    """Return the state folder that the commands work on when none is named: $SANDBOX_DIR or ours."""
    named = os.environ.get('SANDBOX_DIR')
    return Path(named) if named else runtime_root() / f'{_PREFIX}{os.getuid()}'


def temporary_directory() -> Path:
    """Make a state folder of its own for a farm that lives as long as this process."""
    remove_orphans()
    path = Path(tempfile.mkdtemp(prefix=f'{_PREFIX}{os.getuid()}-', dir=runtime_root()))
    (path / 'owner.json').write_text(json.dumps({'pid': os.getpid()}), encoding='utf-8')
    return path


def remove_orphans() -> None:
    """Remove temporary state folders whose owner was killed before it could clean up."""
    for path in runtime_root().glob(f'{_PREFIX}{os.getuid()}-*'):
        with contextlib.suppress(OSError, ValueError, KeyError):
            owner = json.loads((path / 'owner.json').read_text(encoding='utf-8'))['pid']
            if not process_alive(owner):
                shutil.rmtree(path, ignore_errors=True)


def process_alive(pid: int) -> bool:
    """Return whether a process of that number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def cache_root() -> Path:
    """Return the folder of the shared cache: $SANDBOX_CACHE or the user's cache folder."""
    named = os.environ.get('SANDBOX_CACHE')
    base = os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache'
    root = Path(named) if named else Path(base) / 'outreach-sandbox'
    root.mkdir(parents=True, exist_ok=True)
    return root


@contextlib.contextmanager
def cache_entry(kind: str, key: str) -> Iterator[tuple[Path, bool]]:
    """Hold the cache entry (kind, key) while it is looked at or made.

    Gives its folder and whether it is there already. If it is not, the block fills the folder
    given, which becomes the entry when the block ends without an error.
    """
    entry = cache_root() / kind / key
    entry.parent.mkdir(parents=True, exist_ok=True)
    with (entry.parent / f'{key}.lock').open('w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if entry.is_dir():
            os.utime(entry)
            yield entry, True
            return
        making = Path(tempfile.mkdtemp(prefix=f'.{key}-', dir=entry.parent))
        try:
            yield making, False
            making.rename(entry)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    _forget_old_entries(entry.parent)


def _forget_old_entries(folder: Path) -> None:
    """Keep the few entries used last, and any that was used within the hour."""
    entries = [path for path in folder.iterdir() if path.is_dir() and path.name[0] != '.']
    entries.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in entries[_KEPT_ENTRIES:]:
        if time.time() - path.stat().st_mtime > 3600:
            shutil.rmtree(path, ignore_errors=True)
            (folder / f'{path.name}.lock').unlink(missing_ok=True)
