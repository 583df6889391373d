"""The replicas give the same list as the API, from a real MariaDB server with the public views."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from outreach.audience.evidence import Evidence
from outreach.audience.replica import OF_CENTRAL, OF_WIKI
from outreach.lists.deliverylist import parse

from sandbox import replicas
from sandbox.farm import Farm
from sandbox.replicas import Replicas
from sandbox.worlds.medicine import OPERATOR
from sandbox.worlds.medicine_meta import CAMPAIGN

META = 'meta.wikimedia.test'


@pytest.fixture(scope='module')
def server(farm: Farm, world_snapshot: Path) -> Iterator[Replicas]:
    farm.restore(world_snapshot)
    with replicas.running() as running:
        running.load(farm.data)
        yield running


def run(farm: Farm, folder: Path, title: str, *args: str, port: int | None = None, code: int = 0) -> str:
    """Run build_targets with a Pywikibot folder and a cache of its own; give what it said."""
    shutil.copytree(farm.pwb_directory(OPERATOR), folder, symlinks=True)
    shutil.rmtree(folder / 'outreach', ignore_errors=True)
    if port is not None:
        with (folder / 'user-config.py').open('a') as file:
            file.write(replicas.configuration(port))
    command = [str(Path(sys.executable).with_name('pwb')), 'build_targets', f'-campaign:{CAMPAIGN}']
    env = {**os.environ, 'PYWIKIBOT_DIR': str(folder)}
    done = subprocess.run(
        [*command, f'-list:{title}', '-always', *args], env=env, cwd=folder, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.mark.parametrize('options', [(), ('-rule:score', '-wikiof:home')], ids=str)
def test_replicas_and_api_give_the_same_list_from_the_same_edits(
    farm: Farm, server: Replicas, tmp_path: Path, options: tuple[str, ...]
) -> None:
    title = f'Lists/replica {len(options)}'
    by_api = run(farm, tmp_path / 'api', f'{title} by api', *options)
    by_sql = run(farm, tmp_path / 'sql', f'{title} by sql', '-replica', *options, port=server.port)
    texts = [farm.client(META).text(f'{title} by {way}') for way in ('api', 'sql')]
    assert texts[0] == texts[1]
    assert len(parse(texts[0] or '', META).targets) > 5
    assert re.search('(?m)^.* requests: .*replica', by_sql)
    assert not re.search('(?m)^.* requests: .*replica', by_api)
    api, sql = (edits_read(tmp_path / way) for way in ('api', 'sql'))
    assert len(api) == 297
    assert [page for page in api if api[page] != sql.get(page)] == []


def edits_read(folder: Path) -> dict[tuple[str, int, int], bytes]:
    """Return the edits in the cache of a run by wiki, page and revision."""
    evidence = Evidence(folder / 'outreach' / 'evidence.sqlite')
    rows = evidence._rows('SELECT host, page, revid, edits FROM page')
    evidence.close()
    return {(host, page, revid): edits for host, page, revid, edits in rows}


def test_a_first_look_tries_the_replicas_that_are_configured(
    farm: Farm, server: Replicas, tmp_path: Path
) -> None:
    file = tmp_path / 'setup.json'
    found = {}
    for name, more in (('here', replicas.configuration(server.port)), ('gone', replicas.configuration(1))):
        farm.pwb('check_setup', f'-json:{file}', more=more)
        rows = {row['question']: row['verdict'] for row in json.loads(file.read_text(encoding='utf-8'))}
        found[name] = {row: verdict for row, verdict in rows.items() if row.startswith('replica')}
    names = [f'replica: {one}' for one in (*OF_WIKI, *OF_CENTRAL)]
    assert found == {'here': dict.fromkeys(names, 'yes'), 'gone': dict.fromkeys(names, 'no')}


def test_a_replica_out_of_reach_stops_the_run(farm: Farm, tmp_path: Path) -> None:
    said = run(farm, tmp_path / 'none', 'Lists/none', '-replica', port=1, code=3)
    assert 'its replica could not be reached' in said
    assert 'listed' not in said
    assert farm.client(META).text('Lists/none') is None
