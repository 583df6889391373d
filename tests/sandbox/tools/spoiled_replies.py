"""Every script of a campaign on replies that lack a key that it needs: `make spoiled`.

A first run of each script tells which keys its replies need (`replyshapes`). Then it runs once for each of
them, on the wikis as it found them, with that key renamed in every reply that has it. It must not end with
0, list nobody whom it does not list otherwise, and send nothing twice.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach import replies, replyshapes

from sandbox import gateway
from sandbox.demo import STEPS, run_step
from sandbox.farm import Farm

META = 'meta.wikimedia.test'
TARGET = re.compile(r'\{\{#target:[^}]*\}\}|\{\{target \|[^}]*\}\}')
# What Pywikibot asks for itself before a script begins; it has shapes of its own.
OF_PYWIKIBOT = ('action=login', 'action=clientlogin', 'meta=tokens')
# What became of an edit is read back from the wiki where its answer cannot be read: then 0 is the truth.
READ_BACK = 'action=edit'


@dataclass(frozen=True, order=True)
class Spoil:
    """A key that is renamed in the replies to one request form (`list=users`)."""

    form: str
    key: str


@dataclass(frozen=True)
class Outcome:
    """What a script did with spoiled replies: how many there were, its exit code and all it said."""

    hits: int
    code: int
    output: str
    listed: frozenset[str]
    sent: tuple[str, ...]


class Spoiling:
    """Notes which keys the replies need, and renames one of them where it is to."""

    def __init__(self, spoil: Spoil | None = None) -> None:
        self.spoil, self.hits = spoil, 0
        self.seen: set[Spoil] = set()

    def __call__(self, asked: str, reply: dict[str, Any]) -> None:
        """Note or rename the keys of one reply."""
        if any(own in asked for own in OF_PYWIKIBOT):
            return
        for form, one in needed(asked, reply):
            if form == READ_BACK:
                continue
            self.seen.add(Spoil(form, one.key))
            if self.spoil == Spoil(form, one.key) and isinstance(one.entry, dict):
                self.hits += 1
                one.entry[f'{one.key}x'] = one.entry.pop(one.key)


def needed(asked: str, reply: dict[str, Any]) -> Iterator[tuple[str, replies.Finding]]:
    """Return the request form, and every key of a reply that has to be there and is."""
    parts = re.split(r'(?:^| )([a-z]+)=', asked)[1:]
    parameters = dict(zip(parts[::2], parts[1::2], strict=True))
    if parameters.get('meta') == 'userinfo' and parameters.keys() & {'list', 'prop', 'titles'}:
        del parameters['meta']  # Pywikibot adds it to every question
    told = replies.asked_in(parameters)
    shape = replyshapes.shape_of(told, reply)
    form = (
        ' '.join(f'{name}={parameters[name]}' for name in ('list', 'prop', 'meta') if name in parameters)
        or f'action={parameters.get("action", "")}'
    )
    for one in list(replies.findings(shape, reply, told)):
        if not one.fault and one.key in one.entry:
            yield form, one


def steps() -> dict[str, str]:
    """Return the commands of a campaign, by script."""
    return {command.split()[1]: command for command in STEPS if command.startswith('pwb ')}


def run(farm: Farm, before: Path, script: str, spoil: Spoil | None) -> tuple[Outcome, set[Spoil]]:
    """Run a script once on the wikis as it found them; return what it did and the keys its replies need."""
    farm.restore(before)
    spoiling = Spoiling(spoil)
    with gateway.running(farm.proxy, change=spoiling) as proxy:
        done = farm.pwb(*steps()[script].split()[1:], proxy=proxy.url)
    farm.run_jobs()
    client = farm.client(META)
    log = client.call(action='query', list='logevents', leaction='massmessage/send', lelimit='max')
    sent = tuple(sorted(one['title'] for one in log['query']['logevents']))
    found = client.call(action='query', list='allpages', apprefix='Outreach/', aplimit='max')
    texts = [client.text(one['title']) or '' for one in found['query']['allpages']]
    listed = frozenset(one for text in texts for one in TARGET.findall(text))
    return Outcome(spoiling.hits, done.returncode, done.stdout, listed, sent), spoiling.seen


def wrong(sound: Outcome, spoiled: Outcome) -> str:
    """Return what a script should not have done with spoiled replies, '' for nothing."""
    if not spoiled.hits:
        return ''
    if spoiled.code == 0:
        return 'ended with 0'
    if spoiled.listed - sound.listed:
        return f'listed {len(spoiled.listed - sound.listed)} more'
    if len(set(spoiled.sent)) < len(spoiled.sent) or set(spoiled.sent) - set(sound.sent):
        return 'sent what it should not'
    return ''


def snapshots(farm: Farm) -> dict[str, Path]:
    """Run a campaign; return the wikis as each script found them."""
    before = {}
    farm.reset('medicine')
    for command in STEPS:
        if command.startswith('pwb '):
            before[command.split()[1]] = farm.snapshot()
        run_step(farm, command)
    return before


def main() -> int:
    """Print a line for each script and each key that it minded too little; 1 where there is one."""
    bad = runs = 0
    with Farm.start() as farm:
        for script, before in snapshots(farm).items():
            sound, keys = run(farm, before, script, None)
            minded = tracebacks = 0
            for spoil in sorted(keys):
                spoiled, _ = run(farm, before, script, spoil)
                said = wrong(sound, spoiled)
                minded, runs = minded + (spoiled.hits > 0), runs + 1
                tracebacks += 'Traceback' in spoiled.output
                if said:
                    bad += 1
                    print(f'{script}: {spoil.form} without {spoil.key}: {said}', flush=True)
            print(f'{script:<18}{len(keys):>4} keys{minded:>5} spoiled{tracebacks:>4} tracebacks', flush=True)
    print(f'{runs} runs; {bad} otherwise than wanted')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
