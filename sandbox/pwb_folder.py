"""The bot operator's side: a Pywikibot folder whose configuration points at a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sandbox.state import REPOSITORY

OPERATOR = 'Outreach-bot'

# Without compiled modules beside the sources every run of a script would compile all of them: half a second.
_NOT_INHERITED = ('PYTEST', 'PYWIKIBOT', 'PWB', 'PYTHONDONTWRITEBYTECODE')

_CONFIGURATION = """\
import os as _os

_os.environ['http_proxy'] = {proxy!r}
_os.environ['no_proxy'] = 'localhost,127.0.0.1'
family = 'sandbox'
mylang = 'meta'
usernames['*']['*'] = {user!r}
user_agent_description = 'outreach scripts; http://meta.wikimedia.test/wiki/User:Outreach-bot'
password_file = 'user-password.py'
user_families_paths = [{families!r}]
user_script_paths = ['led', 'scripts']
_outreach_hosts = ['*.wikimedia.test', '*.planet.wikimedia.test', '*.example.test']
put_throttle = 0
minthrottle = 0
max_retries = 3
retry_wait = 0
solve_captcha = False
_outreach_pages = ['Outreach/', 'Learning patterns/']
_outreach_trusted = ['Outreach-bot', 'Second operator', 'Organizer']
"""


def write_configuration(folder: Path, user: str, password: str, proxy: str, more: str = '') -> None:
    """Write `user-config.py` and the password file into a folder, readable by the owner only.

    `more` are lines of an operator's own below ours.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, there in (('scripts', REPOSITORY / 'scripts'), ('led', REPOSITORY / 'sandbox' / 'led')):
        if not (folder / name).exists():
            # Pywikibot looks for user_script_paths under its base folder only.
            (folder / name).symlink_to(there, target_is_directory=True)
    _write_private(
        folder / 'user-config.py',
        _CONFIGURATION.format(proxy=proxy, user=user, families=str(REPOSITORY / 'families')) + more,
    )
    _write_private(folder / 'user-password.py', f'({user!r}, {password!r})\n')


def start(folder: Path, *args: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start `pwb` in a Pywikibot folder as a user would, with both outputs together in `stdout`.

    Its process is that of the script.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    env |= {'PYWIKIBOT_DIR': str(folder), 'PYTHONIOENCODING': 'utf-8', 'PYTHONUNBUFFERED': '1'}
    return subprocess.Popen(
        [str(Path(sys.executable).with_name('pwb')), *args],
        env=env,
        cwd=folder,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding='utf-8',
        errors='replace',
    )


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding='utf-8')
