"""Every way in which people start Pywikibot scripts works, with nothing of ours installed."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import pywikibot

from sandbox.farm import Farm

ROOT = Path(__file__).resolve().parents[2]
PWB = str(Path(sys.executable).with_name('pwb'))
SCRIPTS = sorted(path.stem for path in (ROOT / 'scripts').glob('*.py'))

WAYS = ('pwb name', 'pwb scripts/name', 'python scripts/name.py', 'from another folder', 'python pwb.py name')


@pytest.fixture(scope='module')
def source_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return Pywikibot's source distribution, unpacked, with the `pwb.py` that a checkout has.

    The source distributions of Pywikibot 11.8 and 11.9 leave `pwb.py` out. It starts the wrapper's
    `main`, which, unlike the installed `pwb` (`run`), is Pywikibot's directory mode.
    """
    folder = tmp_path_factory.mktemp('pywikibot-source')
    wanted = f'pywikibot=={pywikibot.__version__}'
    pip = [sys.executable, '-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:']
    subprocess.run([*pip, '--dest', str(folder), wanted], check=True)
    (archive,) = folder.glob('*.tar.gz')
    subprocess.run(['tar', '--extract', '--file', str(archive), '--directory', str(folder)], check=True)
    tree = folder / archive.name.removesuffix('.tar.gz')
    (tree / 'pwb.py').write_text('from pywikibot.scripts.wrapper import main\n\nmain()\n')
    return tree


def command(way: str, name: str, folder: Path, source_tree: Path) -> tuple[list[str], Path]:
    """Return what a user types, and where."""
    return {
        'pwb name': ([PWB, name], folder),
        'pwb scripts/name': ([PWB, f'scripts/{name}'], ROOT),
        'python scripts/name.py': ([sys.executable, f'scripts/{name}.py'], ROOT),
        'from another folder': ([PWB, name], Path('/')),
        'python pwb.py name': ([sys.executable, 'pwb.py', name], source_tree),
    }[way]


def start(farm: Farm, source_tree: Path, way: str, name: str, *args: str) -> subprocess.CompletedProcess[str]:
    folder = farm.pwb_directory('Admin')
    typed, cwd = command(way, name, folder, source_tree)
    env = {key: value for key, value in os.environ.items() if not key.startswith('PYTEST')}
    return subprocess.run(
        [*typed, *args],
        cwd=cwd,
        env=env | {'PYWIKIBOT_DIR': str(folder), 'PYTHONPATH': ''},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize('way', WAYS)
def test_every_way_of_starting_works(farm: Farm, source_tree: Path, way: str) -> None:
    done = start(farm, source_tree, way, 'build_targets', '-campaign:No such campaign')
    assert '-campaign:No such campaign: there is no such page' in done.stdout
    assert done.returncode == 2, done.stdout


@pytest.mark.parametrize('name', SCRIPTS)
def test_every_script_refuses_what_it_does_not_know(farm: Farm, source_tree: Path, name: str) -> None:
    done = start(farm, source_tree, 'pwb name', name, '-alwyas', 'stray')
    assert '-alwyas: unknown option' in done.stdout
    assert 'stray: unknown option' in done.stdout
    assert done.returncode == 2, done.stdout


@pytest.mark.parametrize('name', SCRIPTS)
def test_every_script_prints_its_manual(farm: Farm, source_tree: Path, name: str) -> None:
    done = start(farm, source_tree, 'pwb name', name, '-help')
    for setting in importlib.import_module(name).SETTINGS:
        assert re.search(rf'^[ |]*-{setting.name}\b', done.stdout, re.MULTILINE), setting.name
    assert 'GLOBAL OPTIONS' in done.stdout
    assert done.returncode == 0, done.stdout


def test_every_manual_is_there_before_there_is_a_configuration(tmp_path: Path) -> None:
    """As README says it: `pwb scripts/build_targets -help`, with an empty folder of Pywikibot's."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(('PYTEST', 'PYWIKIBOT'))}
    for name in SCRIPTS:
        done = subprocess.run(
            [PWB, f'scripts/{name}', '-help'],
            cwd=ROOT,
            env=env | {'PYWIKIBOT_DIR': str(tmp_path), 'PYTHONPATH': ''},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert 'Exit codes' in done.stdout, done.stdout


def test_an_installed_copy_is_found_by_pwb(farm: Farm, tmp_path: Path) -> None:
    installed, folder = tmp_path / 'installed', tmp_path / 'pywikibot'
    copy = tmp_path / 'copy'
    subprocess.run(['git', 'clone', '--quiet', '--depth', '1', f'file://{ROOT}', str(copy)], check=True)
    subprocess.run(
        [
            sys.executable,
            '-m',
            'pip',
            'install',
            '--quiet',
            '--no-deps',
            '--target',
            str(installed),
            str(copy),
        ],
        check=True,
    )
    folder.mkdir(mode=0o700)
    theirs = farm.pwb_directory('Admin')
    config = folder / 'user-config.py'
    config.touch(mode=0o600)
    config.write_text((theirs / 'user-config.py').read_text().replace("['scripts']", '[]'))
    password = folder / 'user-password.py'
    password.touch(mode=0o600)
    password.write_text((theirs / 'user-password.py').read_text())
    done = subprocess.run(
        [PWB, 'send_message', '-campaign:No such campaign'],
        cwd=tmp_path,
        env=os.environ | {'PYWIKIBOT_DIR': str(folder), 'PYTHONPATH': str(installed)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert '-campaign:No such campaign: there is no such page' in done.stdout
    assert done.returncode == 2, done.stdout
