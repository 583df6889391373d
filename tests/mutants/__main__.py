"""Put small faults into the pure modules, one at a time, and tell which ones no unit test sees.

`make mutants` runs this: `[tool.mutants]` in pyproject.toml names the modules, how many mutants and the
seed; `survivors.toml` gives the reason why a mutant may survive. Arguments choose other modules
(`lists/merge`). It fails if fewer than 95 % die, if one survives without a reason, or if there is a reason
for one that does not survive.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.mutants import trial
from tests.mutants.choice import ROOT, Mutant, choose

REASONS = Path(__file__).with_name('survivors.toml')
CORES = 2
ENOUGH = 0.95


def reasons() -> dict[Mutant, str]:
    """Return why mutants may survive."""
    known: list[dict[str, Any]] = tomllib.loads(REASONS.read_text(encoding='utf-8')).get('survivor', [])
    return {
        Mutant(one['module'], one['function'], one['line'], one['becomes'], ''): one['reason']
        for one in known
    }


def stub(mutant: Mutant) -> str:
    """Return a survivor as an entry for the file of reasons."""
    values = {
        'module': mutant.module,
        'function': mutant.function,
        'line': mutant.line,
        'becomes': mutant.becomes,
        'reason': '',
    }
    lines = (f'{key} = {json.dumps(value, ensure_ascii=False)}' for key, value in values.items())
    return '\n'.join(['[[survivor]]', *lines])


def main(modules: Sequence[str]) -> int:
    """Try the mutants of these modules, else of those in pyproject.toml; print what survives."""
    settings = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['tool']['mutants']
    known = reasons()
    started = time.monotonic()
    places = choose(modules or settings['modules'], settings['number'], settings['seed'])
    tier = trial.baseline()

    def told(done: int) -> None:
        if sys.stderr.isatty() or done % 50 == 0:
            print(f'{done} of {len(places)}', file=sys.stderr, end='\r' if sys.stderr.isatty() else '\n')

    alive = []
    for mutant in trial.survivors(places, CORES, tier, told):
        alive.append(mutant)
        print(f'survives: {known[mutant]}\n{mutant}' if mutant in known else stub(mutant), flush=True)
    killed, new = len(places) - len(alive), [mutant for mutant in alive if mutant not in known]
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    print(
        f'{killed} of {len(places)} mutants die ({killed / len(places):.1%}), {len(alive)} survive, '
        f'{len(new)} of them without a reason; {time.monotonic() - started:.0f} seconds, '
        f'{used:.0f} of the processor in {CORES} processes, load {os.getloadavg()[1]:.1f}'
    )
    stale = set() if modules else known.keys() - set(alive)
    for mutant in sorted(stale, key=str):
        print(f'dies or is not drawn any more, take its reason out: {mutant}')
    return 1 if new or stale or killed < ENOUGH * len(places) else 0


if __name__ == '__main__':
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = os.environ['TMPDIR'] = folder
        raise SystemExit(main(sys.argv[1:]))
