"""A farm: the wikis of one sandbox, running; what tests, the demo and the commands work with."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from sandbox import fill, install, php, pwb_folder, server, state
from sandbox.client import Client
from sandbox.state import HERE, SandboxError, Setup
from sandbox.wikis import BY_DBNAME, BY_HOST, WIKIS

_JOB_ROUNDS = 10
# runJobs.php has one line for the start of a job and one for its end.
_JOB_ENDED = re.compile(r' t=\d+ (?:good|error=)')


class Farm:
    """The wikis of one sandbox. Get one with `Farm.start()`, or `Farm.attach()` to a running one."""

    def __init__(self, directory: Path, setup: Setup, proxy: str, process: server.Server | None) -> None:
        self.directory = directory
        self.setup = setup
        self.proxy = proxy
        self._process = process
        self._temporary = False
        self._clients: dict[tuple[str, str | None], Client] = {}

    # -- Life ----------------------------------------------------------------------------------

    @classmethod
    def start(cls, directory: Path | None = None) -> Farm:
        """Start a farm of empty wikis in `directory`, or in a folder that goes when it stops."""
        setup = state.find_setup()
        temporary = directory is None
        directory = state.temporary_directory() if directory is None else directory.absolute()
        if server.running_port(directory) is not None:
            raise SandboxError(f'a sandbox is running in {directory} already')
        with ExitStack() as undo:
            if temporary:
                undo.callback(shutil.rmtree, directory, ignore_errors=True)
            directory.mkdir(parents=True, exist_ok=True)
            install.prepare_state(directory, setup)
            process = server.start(setup, directory)
            undo.pop_all()
        farm = cls(directory, setup, process.proxy, process)
        farm._temporary = temporary
        return farm

    @classmethod
    def attach(cls, directory: Path | None = None) -> Farm:
        """Work with the farm that another process serves from `directory`."""
        directory = (directory or state.default_directory()).absolute()
        port = server.running_port(directory)
        if port is None:
            raise SandboxError(
                f'no sandbox is running in {directory}: start one with `python -m sandbox serve`, '
                'or let SANDBOX_DIR name the folder of one that runs'
            )
        return cls(directory, state.find_setup(), f'http://127.0.0.1:{port}', None)

    def stop(self) -> None:
        """End the farm's processes and remove its files; in a named folder the logs stay."""
        if self._process is None:
            return
        self._process.stop()
        (self.directory / 'server.json').unlink(missing_ok=True)
        for name in ('data', 'cache', 'images', 'pywikibot'):
            shutil.rmtree(self.directory / name, ignore_errors=True)
        if self._temporary:
            shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Farm:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # -- Content -------------------------------------------------------------------------------

    @property
    def data(self) -> Path:
        """The folder with the SQLite files."""
        return self.directory / 'data'

    def reset(self, world: str) -> None:
        """Make the wikis what the world of that name says, as on this day."""
        text = fill.world_json(world)
        key = fill.world_key(text, self.setup.code_key())
        with state.cache_entry('worlds', key) as (folder, found):
            if not found:
                self._load(text)
                self._copy_to(folder)
        if found:
            install.copy_databases(folder, self.data)
            (self.directory / 'world.json').write_text(text, encoding='utf-8')
        self._clients.clear()

    def _load(self, world: str) -> None:
        script = HERE / 'load_world.php'
        if not script.is_file():
            raise SandboxError(f'{script} is missing: worlds cannot be loaded')
        with state.cache_entry('installed', self.setup.install_key()) as (folder, _):
            install.copy_databases(folder, self.data)
        fill.load(world, self.directory, self._run_script, script)
        self.run_jobs()

    def _run_script(self, dbname: str, script: Path, arguments: Sequence[str]) -> str:
        done = self.php(dbname, str(script), *arguments)
        if done.returncode:
            raise SandboxError(f'{script.name} failed on {dbname}:\n{done.stdout}{done.stderr}')
        return done.stdout

    def _copy_to(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(self.data.glob('*.sqlite')):
            with closing(sqlite3.connect(path, timeout=60)) as connection:
                connection.execute('PRAGMA wal_checkpoint(TRUNCATE)')
            shutil.copyfile(path, folder / path.name)

    def snapshot(self) -> Path:
        """Copy the content of all wikis aside; give the result to `restore` or remove it."""
        folder = Path(tempfile.mkdtemp(prefix='snapshot-', dir=self.directory))
        self._copy_to(folder)
        return folder

    def restore(self, folder: Path) -> None:
        """Put the content of a snapshot back; what scripts keep of the wikis as they were goes."""
        install.copy_databases(folder, self.data)
        for kept in (self.directory / 'pywikibot').glob('*/outreach/*.sqlite'):
            kept.unlink()
        self._clients.clear()

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back on leaving whatever was changed on the wikis meanwhile."""
        folder = self.snapshot()
        try:
            yield
        finally:
            self.restore(folder)
            shutil.rmtree(folder)

    # -- Jobs and scripts ----------------------------------------------------------------------

    def run_jobs(self) -> int:
        """Run the job queues of all wikis until nothing is left to do; give the number of jobs."""
        count = 0
        for _ in range(_JOB_ROUNDS):
            waiting = self._wikis_with_jobs()
            if not waiting:
                return count
            with ThreadPoolExecutor(self._job_runners) as pool:
                count += sum(pool.map(self._run_waiting_jobs, waiting))
        raise SandboxError(f'after {_JOB_ROUNDS} rounds there are still jobs on {", ".join(waiting)}')

    @property
    def _job_runners(self) -> int:
        """How many wikis run their jobs at a time.

        The real CentralAuth opens the databases of other wikis for writing while a job holds its own
        (`CentralAuthUser`): with SQLite two of them would wait for each other until both fail.
        """
        return 1 if any(one.real and one.name == 'CentralAuth' for one in self.setup.extensions) else 2

    @contextmanager
    def busy(self, dbname: str) -> Iterator[None]:
        """Let a wiki refuse all edits as too many (`ratelimited`) meanwhile: a failure that passes."""
        mark = self.directory / f'busy-{dbname}'
        mark.touch()
        try:
            yield
        finally:
            mark.unlink()

    @contextmanager
    def blocking_links(self, dbname: str) -> Iterator[None]:
        """Let a wiki block, and tell, the links that its page MediaWiki:Spam-blacklist names meanwhile."""
        mark = self.directory / f'blocks-{dbname}'
        mark.touch()
        try:
            yield
        finally:
            mark.unlink()

    def _run_waiting_jobs(self, dbname: str) -> int:
        script = self.setup.mediawiki / 'maintenance' / 'runJobs.php'
        # One failing job in fifty would else hold up all jobs of its kind for a second, in all sandboxes.
        return len(_JOB_ENDED.findall(self._run_script(dbname, script, ['--nothrottle'])))

    def _wikis_with_jobs(self) -> list[str]:
        """List the wikis where a job waits; a job that failed keeps its token and is not tried again."""
        query = "SELECT 1 FROM job WHERE job_token = '' LIMIT 1"
        return [wiki.dbname for wiki in WIKIS if self.sql(wiki.dbname, query)]

    def php(self, dbname: str, script: str, *args: str, stdin: str = '') -> subprocess.CompletedProcess[str]:
        """Run a maintenance script (a path, or a name in MediaWiki's folder) for a wiki."""
        path = Path(script)
        if not path.is_absolute():
            path = self.setup.mediawiki / 'maintenance' / script
        env = php.environment(self.setup, self.directory, proxy=self.proxy)
        env['SANDBOX_WIKI'] = dbname
        return php.run([str(path), f'--wiki={dbname}', *args], env=env, stdin=stdin)

    def evaluate(self, dbname: str, code: str) -> str:
        """Run one line of PHP inside a wiki; eval.php exits with 0 whatever was thrown."""
        done = self.php(dbname, 'eval.php', stdin=code)
        if done.returncode or 'Caught exception' in done.stderr:
            raise RuntimeError(f'{dbname}: {code}\n{done.stdout}{done.stderr}')
        return done.stdout

    def sql(self, dbname: str, query: str, *args: object) -> list[tuple[Any, ...]]:
        """Run a query on a wiki's database (or `centralauth`) and give its rows."""
        path = self.data / f'{dbname}.sqlite'
        if not path.is_file():
            raise ValueError(f'the sandbox has no database {dbname!r}')
        with closing(sqlite3.connect(path, timeout=60)) as connection, connection:
            return connection.execute(query, args).fetchall()

    def give_address(self, dbname: str, user: str, address: str, confirmed: str | None) -> None:
        """Give an account an e-mail address, confirmed at a moment (`20260101000000`) or not.

        MediaWiki does it itself, for CentralAuth keeps another copy of the address and answers with that.
        """
        person, mail, moment = json.dumps(user), json.dumps(address), json.dumps(confirmed)
        self.evaluate(
            dbname,
            '$one = MediaWiki\\MediaWikiServices::getInstance()->getUserFactory()'
            f'->newFromName( {person} ); $one->setEmail( {mail} ); '
            f'$one->setEmailAuthenticationTimestamp( {moment} ); $one->saveSettings();',
        )

    # -- Clients -------------------------------------------------------------------------------

    def login(self, user: str, host: str = 'meta.wikimedia.test') -> Client:
        """Return a session of `user` on a wiki (by host or database name)."""
        return self._client(host, user)

    def client(self, host: str) -> Client:
        """Return a session on a wiki with nobody logged in."""
        return self._client(host, None)

    def api(self, host: str, **params: object) -> dict[str, Any]:
        """Call a wiki's API with nobody logged in."""
        return self.client(host).call(**params)

    def _client(self, host: str, user: str | None) -> Client:
        wiki = BY_HOST.get(host) or BY_DBNAME.get(host)
        if wiki is None:
            raise ValueError(f'the sandbox has no wiki {host!r}')
        key = (wiki.dbname, user)
        if key not in self._clients:
            session = Client(wiki, self.proxy)
            if user is not None:
                session.login(user, self.password(user))
            self._clients[key] = session
        return self._clients[key]

    def password(self, user: str) -> str:
        """Return the password of an account of the world that the farm is filled with."""
        world = self.directory / 'world.json'
        known = {install.ADMIN: install.ADMIN_PASSWORD}
        if world.is_file():
            known |= fill.passwords(world.read_text(encoding='utf-8'))
        if user not in known:
            raise ValueError(f'no password is known for {user!r}')
        return known[user]

    def pwb_directory(
        self, user: str, password: str | None = None, proxy: str | None = None, more: str = ''
    ) -> Path:
        """Return a Pywikibot folder (PYWIKIBOT_DIR) set up for the farm and that account.

        `more` are further lines of its `user-config.py`.
        """
        secret = self.password(user) if password is None else password
        proxy = proxy or self.proxy
        folder = self.directory / 'pywikibot' / state.text_key(user, secret, proxy, more)
        pwb_folder.write_configuration(folder, user, secret, proxy, more)
        return folder

    def pwb(
        self,
        *args: str,
        user: str = pwb_folder.OPERATOR,
        password: str | None = None,
        proxy: str | None = None,
        more: str = '',
        stdin: str = '',
        timeout: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        """Run `pwb` as a user would, with standard output and error together in `stdout`.

        `password` and `proxy` stand in for the right ones, for tests of what goes wrong; `more` are further
        lines of `user-config.py`.
        """
        folder = self.pwb_directory(user, password, proxy, more)
        with pwb_folder.start(folder, *args, stdin=subprocess.PIPE) as process:
            try:
                output, _ = process.communicate(stdin, timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(process.args, process.returncode, output)

    def describe(self) -> str:
        """Return in a line which MediaWiki and which extensions the farm runs."""
        names = [
            f'{extension.name} ({"real" if extension.real else "stand-in"})'
            for extension in self.setup.extensions
        ]
        return f'MediaWiki {self.setup.version} with {", ".join(names) or "no extensions"}'

    def world(self) -> dict[str, Any]:
        """Return the data of the world that the farm is filled with."""
        text = (self.directory / 'world.json').read_text(encoding='utf-8')
        data: dict[str, Any] = json.loads(text)
        return data
