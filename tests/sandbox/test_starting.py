"""Every way in which people start Pywikibot scripts works, with nothing of ours installed."""

from __future__ import annotations

import os
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
    """Give a folder like a checkout of Pywikibot: the package, and the `pwb.py` that starts its wrapper.

    The source distribution of Pywikibot 11.8 and 11.9 has no `pwb.py`, so this is made from the
    installed package; `main` instead of `run` is what makes it Pywikibot's directory mode.
    """
    folder = tmp_path_factory.mktemp('pywikibot-tree')
    (folder / 'pywikibot').symlink_to(Path(pywikibot.__file__).parent, target_is_directory=True)
    (folder / 'pwb.py').write_text('from pywikibot.scripts.wrapper import main\n\nmain()\n')
    return folder


def command(way: str, name: str, folder: Path, source_tree: Path) -> tuple[list[str], Path]:
    """Give what a user types, and where."""
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
    assert '-campaign' in done.stdout
    assert done.returncode == 0, done.stdout
