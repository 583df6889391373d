"""Fill a farm with a world: build it, load it into every wiki, keep the result for the next time."""

from __future__ import annotations

import datetime
import importlib
import importlib.util
import json
import pkgutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sandbox.worlds
from sandbox.state import SandboxError, text_key
from sandbox.wikis import BY_DBNAME


def world_names() -> list[str]:
    """List the worlds that can be built."""
    modules = [module.name for module in pkgutil.iter_modules(sandbox.worlds.__path__)]
    return [name for name in modules if hasattr(importlib.import_module(f'sandbox.worlds.{name}'), 'build')]


def world_json(name: str, now: datetime.datetime | None = None) -> str:
    """Build a world as it is at `now` (default: today at midnight UTC) and give it as JSON."""
    if now is None:
        now = datetime.datetime.now(datetime.UTC)
        now = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if importlib.util.find_spec(f'sandbox.worlds.{name}') is None:
        raise SandboxError(f'there is no world {name!r}; there are: {", ".join(world_names())}')
    text: str = importlib.import_module(f'sandbox.worlds.{name}').build(now).to_json()
    return text


def wikis_of(world: str) -> list[str]:
    """List the wikis that a world (JSON) says anything about, Meta first."""
    data = json.loads(world)
    found = {'metawiki'}
    for account in data.get('accounts', ()):
        found.update(account['attached'])
    for kind in ('pages', 'assessments', 'logs'):
        found.update(entry['wiki'] for entry in data.get(kind, ()))
    for item in data.get('items', ()):
        found.add('wikidatawiki')
        found.update(item['sitelinks'])
    unknown = sorted(found - BY_DBNAME.keys())
    if unknown:
        raise SandboxError(f'the world names wikis that the farm does not have: {unknown}')
    return sorted(found, key=lambda dbname: (dbname != 'metawiki', dbname))


def passwords(world: str) -> dict[str, str]:
    """Return the passwords of the world's accounts that can log in, by name."""
    accounts = json.loads(world).get('accounts', ())
    return {entry['name']: entry['password'] for entry in accounts if entry.get('password')}


def load(
    world: str, directory: Path, run_script: Callable[[str, Path, list[str]], str], script: Path
) -> None:
    """Load a world (JSON) with `run_script(dbname, script, arguments)`, two wikis at a time."""
    path = directory / 'world.json'
    path.write_text(world, encoding='utf-8')
    first, *others = wikis_of(world)
    run_script(first, script, [f'--world={path}'])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda dbname: run_script(dbname, script, [f'--world={path}']), others))


def world_key(world: str, code_key: str) -> str:
    """Return the name under which the databases filled with a world are kept."""
    return text_key(world, code_key)
