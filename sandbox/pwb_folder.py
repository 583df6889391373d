"""The bot operator's side: a Pywikibot folder whose configuration points at a sandbox."""

from __future__ import annotations

from pathlib import Path

from sandbox.state import REPOSITORY

OPERATOR = 'Outreach-bot'

_CONFIGURATION = """\
import os as _os

_os.environ['http_proxy'] = {proxy!r}
_os.environ['no_proxy'] = 'localhost,127.0.0.1'
family = 'sandbox'
mylang = 'meta'
usernames['*']['*'] = {user!r}
password_file = 'user-password.py'
user_families_paths = [{families!r}]
user_script_paths = ['scripts']
put_throttle = 0
minthrottle = 0
max_retries = 3
retry_wait = 0
solve_captcha = False
"""


def write_configuration(folder: Path, user: str, password: str, proxy: str) -> None:
    """Write `user-config.py` and the password file into a folder, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    scripts = folder / 'scripts'
    if not scripts.exists():
        # Pywikibot looks for user_script_paths under its base folder only.
        scripts.symlink_to(REPOSITORY / 'scripts', target_is_directory=True)
    _write_private(
        folder / 'user-config.py',
        _CONFIGURATION.format(proxy=proxy, user=user, families=str(REPOSITORY / 'families')),
    )
    _write_private(folder / 'user-password.py', f'({user!r}, {password!r})\n')


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding='utf-8')
