"""Build an audience behind a gateway with the limits of each class: `python -m benchmarks.gateway`.

The gateway's minute has one second. Under each class the list has to be that of an unlimited run, no wiki
may be given up, and the answered requests may differ by 1 % at most.
"""

from __future__ import annotations

import re
import sys
import time

from benchmarks import ROOT
from sandbox import gateway
from sandbox.farm import Farm
from sandbox.gateway import Limits
from sandbox.worlds.medicine import OPERATOR
from sandbox.worlds.medicine_meta import CAMPAIGN

LISTED = re.compile(r'\{\{target \| user = .*?\}\}')
MINUTE = 1.0
ALLOWED = 0.01
# requests a minute of who is not logged in and says in the user agent whom to write to
CONTACT = 200
GIVEN_UP = 'gave no usable answer'


def build(farm: Farm, name: str, limits: Limits) -> tuple[int, int, float, list[str], str]:
    """Return answered and refused requests, seconds, the list and the output of a run under a class."""
    with gateway.running(farm.proxy, limits) as proxy:
        folder = farm.pwb_directory(OPERATOR, proxy=proxy.url)
        with (folder / 'user-config.py').open('a', encoding='utf-8') as file:
            file.write(f'\n_outreach_rate_class = {name!r}\n_outreach_minute = {MINUTE}\n')
        (folder / 'outreach' / 'evidence.sqlite').unlink(missing_ok=True)
        started = time.monotonic()
        done = farm.pwb('build_targets', f'-campaign:{CAMPAIGN}', '-simulate', proxy=proxy.url, timeout=1200)
        seconds = time.monotonic() - started
    if done.returncode:
        raise RuntimeError(f'{name}: build_targets ended with {done.returncode}:\n{done.stdout[-2000:]}')
    return limits.passed, limits.refused, seconds, sorted(LISTED.findall(done.stdout)), done.stdout


def strangers_of(name: str, per_minute: int | None) -> int | None:
    """Return how many requests without a log-in may pass; the gateway knows Toolforge's network."""
    return None if name == 'toolforge' else min(per_minute or CONTACT, CONTACT)


def main() -> int:
    """Print the table; 0 where every class met its targets."""
    from outreach.pace import CLASSES

    wrong = 0
    with Farm.start() as farm:
        farm.reset('medicine')
        print(f'{"class":<14}{"a minute":>10}{"answered":>10}{"refused":>9}{"seconds":>9}  list', flush=True)
        passed, _, _, unlimited, _ = build(farm, 'bot', Limits())
        for name, known in CLASSES.items():
            limits = Limits(known.per_minute, MINUTE, strangers_of(name, known.per_minute))
            answered, refused, seconds, listed, said = build(farm, name, limits)
            same = listed == unlimited and abs(answered - passed) <= passed * ALLOWED and GIVEN_UP not in said
            wrong += not same
            shown = 'no limit' if known.per_minute is None else f'{known.per_minute:,}'
            verdict = 'the same' if same else 'ANOTHER, or other requests'
            print(f'{name:<14}{shown:>10}{answered:>10,}{refused:>9,}{seconds:>9.1f}  {verdict}', flush=True)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.path.insert(0, str(ROOT / 'scripts'))
    raise SystemExit(main())
