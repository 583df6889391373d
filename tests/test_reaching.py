"""What the sandbox says about how to reach it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox import __main__ as command
from sandbox import fill


def told(folder: Path) -> str:
    farm: Any = SimpleNamespace(
        directory=folder,
        proxy='http://127.0.0.1:1',
        describe=lambda: 'MediaWiki',
        password=lambda name: f'secret of {name}',
    )
    return command._how_to_reach(farm, None)


def test_the_line_for_another_terminal_fails_loudly_where_no_sandbox_runs(tmp_path: Path) -> None:
    [line] = [line.strip() for line in told(tmp_path).splitlines() if 'eval' in line]
    done = subprocess.run(
        ['sh', '-c', f'{line} && echo went on'], cwd='/', capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, '')
    assert f'no sandbox is running in {tmp_path}' in done.stderr


def test_the_passwords_of_its_people_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'passwords: Admin: secret of Admin' in told(tmp_path)
    (tmp_path / 'world.json').write_text(json.dumps({}))
    monkeypatch.setattr(fill, 'passwords', lambda _text: {'Organizer': 'x1', 'Grace': 'x2'})
    assert 'passwords: Organizer: x1, Grace: x2' in told(tmp_path)
