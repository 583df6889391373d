"""How every run begins and ends: log-in, an account or none, broken markers, and nobody to ask."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import pwb_folder
from sandbox.farm import Farm
from sandbox.worlds.medicine_meta import CAMPAIGN

META = 'meta.wikimedia.test'

LIST = 'Lists/begun'
TRACEBACK = 'Traceback (most recent call last)'


@pytest.fixture
def doubled(wiki_state: Farm) -> Farm:
    """A wiki with a list that names the same person twice, so that there is something to write."""
    line = '* {{target|user=Ingrid Ek|site=sv.wikipedia.test}}\n'
    wiki_state.login('Organizer').edit(LIST, f'{line}{line}')
    return wiki_state


def without_account(farm: Farm, tmp_path: Path) -> Path:
    """Return a Pywikibot folder in whose configuration no account is named."""
    folder = tmp_path / 'anonymous'
    shutil.copytree(farm.pwb_directory(pwb_folder.OPERATOR), folder, symlinks=True)
    settings = folder / 'user-config.py'
    lines = settings.read_text(encoding='utf-8').splitlines()
    kept = [line for line in lines if not line.startswith(('usernames', 'password_file'))]
    settings.write_text('\n'.join(kept), encoding='utf-8')
    return folder


@pytest.mark.parametrize('script', ['update_pattern', 'check_targets', 'log_promotion'])
def test_a_wrong_password_is_told_before_anything_else_also_under_simulate(farm: Farm, script: str) -> None:
    done = farm.pwb(script, '-campaign:No such page', '-simulate', password='wrong')
    assert done.returncode == 3, done.stdout
    assert 'Could not log in' in done.stdout
    assert 'No such page' not in done.stdout
    assert TRACEBACK not in done.stdout


def test_without_an_account_everything_is_read_and_nothing_written(doubled: Farm, tmp_path: Path) -> None:
    folder = without_account(doubled, tmp_path)
    before = doubled.client(META).text(LIST)

    def check(*options: str) -> tuple[int, str]:
        process = pwb_folder.start(folder, 'check_targets', f'-list:{LIST}', *options)
        return process.wait(300), process.stdout.read() if process.stdout else ''

    code, said = check('-fix:duplicate', '-simulate')
    assert code == 1, said
    assert f'Would save {LIST}' in said
    code, said = check('-fix:duplicate', '-always')
    assert code == 3, said
    assert 'no account is configured' in said
    assert doubled.client(META).text(LIST) == before


def test_requests_of_the_log_in_are_counted_apart(doubled: Farm) -> None:
    said = doubled.pwb('check_targets', f'-list:{LIST}').stdout
    log_in, counted = re.split(r' requests?\.\n', said, maxsplit=1)
    assert int(log_in.rpartition('To log in: ')[2]) > 0
    assert ' requests: ' in counted
    assert 'login' not in counted


def test_where_nobody_can_be_asked_a_run_ends_with_3(doubled: Farm) -> None:
    before = doubled.client(META).text(LIST)
    folder = doubled.pwb_directory(pwb_folder.OPERATOR)
    env = {name: value for name, value in os.environ.items() if not name.startswith(('PYTEST', 'PWB'))}
    for redirection in ('<&-', '</dev/null'):
        done = subprocess.run(
            ['sh', '-c', f'exec "$@" {redirection}', 'sh', str(Path(sys.executable).with_name('pwb')),
             'check_targets', f'-list:{LIST}', '-fix:duplicate'],
            cwd=folder,
            env=env | {'PYWIKIBOT_DIR': str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == 3, said
        assert 'nobody can be asked here' in said
        assert TRACEBACK not in said
    assert doubled.client(META).text(LIST) == before


def test_broken_markers_are_named_with_page_and_line_before_anything_is_written(wiki_state: Farm) -> None:
    organizer = wiki_state.login('Organizer')
    organizer.edit(f'{CAMPAIGN}/Funnel', 'Words.\n\n<!-- outreach:begin funnel -->\n')
    organizer.edit(LIST, 'People\n<!-- outreach:end rule -->\n')
    done = wiki_state.pwb('build_targets', f'-campaign:{CAMPAIGN}', f'-list:{LIST}', '-always')
    assert done.returncode == 2, done.stdout
    assert f'{CAMPAIGN}/Funnel, line 3: ' in done.stdout
    assert f'{LIST}, line 2: ' in done.stdout
    assert TRACEBACK not in done.stdout
    assert organizer.text(LIST) == 'People\n<!-- outreach:end rule -->'
