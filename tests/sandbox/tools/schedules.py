"""Random schedules: operators, kills, spoilt answers and hostile editors, all from one seed.

Each schedule begins with the wikis as they were. Some steps happen in an order that the seed draws: runs
of two operators, most of them spoilt or killed at some request; edits by somebody without any right on
send pages in every state, results, approvals, the list and the campaign page; names that the organizer
adds and takes off; jobs; checks. Then the operator does what the output says until nothing is left.
Nobody may have got the message twice, nobody who stayed on the list may be without it, and whoever was
written to without being planned must be named by the check.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from sandbox.worlds.medicine import OPERATOR, ORGANIZER, SECOND_OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.spoilt_sends import CAMPAIGN, TARGETS, UNKNOWN, Count, Scene, run_spoilt

CHECK = ('check_delivery', f'-campaign:{CAMPAIGN}', '-always')
SPOILS = ('kill before', 'kill after', 'lost before', 'lost after', '429', '502', '504', 'html')
ROUNDS = 8
STATES = ('planned', 'sent', 'cancelled')
STRANGER = '* {{#target:Project talk:Fault target stranger|en.wikipedia.test}}'
ON_NO_PLAN = re.compile(r'(\S[^\n]*?) was on no plan')


class Schedule:
    """One schedule on a scene; `taken_off` are the targets that the organizer took off the list."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.chance, self.seed = scene, random.Random(seed), seed
        self.organizer = scene.farm.login(ORGANIZER)
        self.mallory = scene.farm.login(WITHOUT_RIGHT)
        self.done: list[str] = []
        self.said: list[str] = []
        self.taken_off: set[tuple[str, str]] = set()

    def run(self, steps: int = 6) -> Count:
        """Do some random steps, then go on until nothing is left; count what became of everybody."""
        kinds: list[Callable[[], str]] = [self.spoilt_run] * 3 + [self.hostile_edit] * 3
        kinds += [self.list_edit, self.jobs, self.check]
        for _ in range(steps):
            self.done.append(self.chance.choice(kinds)())
        runs, note = self.go_on()
        return self.counted(runs + steps, note)

    # -- what happens

    def spoilt_run(self) -> str:
        """Let an operator send, with a request spoilt or the process killed at one."""
        how, number = self.chance.choice(SPOILS), self.chance.randint(1, 6)
        kind = self.chance.choice(('edit', 'massmessage', 'query'))
        user = self.chance.choice((OPERATOR, SECOND_OPERATOR))
        self.said.append(run_spoilt(self.scene.farm, Spoiler(how, number, kind), user=user))
        return f'{how} {kind} {number} by {user}'

    def pages(self) -> list[str]:
        """Return the pages of the campaign that somebody may want to edit."""
        reply = self.mallory.call(action='query', list='allpages', apprefix=f'{CAMPAIGN}/', aplimit='max')
        return [one['title'] for one in reply['query']['allpages'] if one['title'] != TARGETS]

    def hostile_edit(self) -> str:
        """Let somebody without any right edit one of the pages."""
        title = self.chance.choice([*self.pages(), CAMPAIGN])
        text = self.mallory.text(title) or ''
        lines = text.split('\n')
        at = self.chance.randrange(len(lines))
        changed = self.chance.choice(
            [
                '',
                '\n'.join([*lines[:at], *lines[at + 1 :]]),
                '\n'.join([*lines[:at], STRANGER, *lines[at:]]),
                text.replace('* {{#target:', '*{{#target:', 1),
                re.sub('; state : [a-z]+', f'; state : {self.chance.choice(STATES)}', text),
                text.replace('<pre>', '<div>').replace('</pre>', '</div>'),
                f'{text}\n{{{{User:{WITHOUT_RIGHT}/x}}}}',
            ]
        )
        if title == CAMPAIGN:
            changed = text.replace('| cooldown = 0', '| cooldown = 0\n| dailycap = 1000000')
        self.mallory.edit(title, changed)
        return f'edit of {title}'

    def list_edit(self) -> str:
        """Let the organizer take somebody off the list."""
        text = self.organizer.text(TARGETS) or ''
        there = [one for one in self.scene.targets if f':{one[1]}|{one[0]}' in text]
        host, name = self.chance.choice(there)
        self.organizer.edit(
            TARGETS, '\n'.join(line for line in text.split('\n') if f':{name}|{host}' not in line)
        )
        self.taken_off.add((host, name))
        return f'{name} taken off'

    def jobs(self) -> str:
        """Run the job queues."""
        self.scene.farm.run_jobs()
        return 'jobs'

    def check(self) -> str:
        """Check the deliveries."""
        self.said.append(self.scene.farm.pwb(*CHECK).stdout)
        return 'check'

    # -- going on

    def go_on(self) -> tuple[int, str]:
        """Do what the output says until there is nothing more to send."""
        said = ''
        for number in range(1, ROUNDS + 1):
            said = self.scene.send().stdout
            self.said.append(said)
            if 'waits for approval' in said:
                self.said.append(self.scene.send('-approve', user=ORGANIZER).stdout)
                continue
            unknown = UNKNOWN.findall(self.scene.send('-recheck').stdout)
            if unknown:
                self.scene.send(*(f'-resend:{title}' for title in unknown))
            elif 'Nothing to send' in said:
                self.check_again()
                return number, ''
            elif '-replan' in said:
                self.scene.send('-replan')
            self.jobs()
            self.check()
        return ROUNDS, f'not at its end after {ROUNDS} rounds: {said[-600:]}'

    def check_again(self) -> None:
        """Let everything arrive, and check."""
        self.jobs()
        self.check()

    def counted(self, runs: int, note: str) -> Count:
        """Count; who was taken off may be without the message, strangers must have been named."""
        got: Counter[tuple[str, str]] = self.scene.delivered()
        known = set(self.scene.targets)
        named = {one for text in self.said for one in ON_NO_PLAN.findall(text)}
        untold = [key for key in got if key not in known and not any(key[1] in one for one in named)]
        crashed = [text[-500:] for text in self.said if 'Traceback (most recent call last)' in text]
        return Count(
            f'seed {self.seed}: {"; ".join(self.done)}',
            runs,
            hit=True,
            duplicates=[f'{name}@{host}' for (host, name), count in got.items() if count > 1],
            lost=[f'{n}@{h}' for h, n in known - self.taken_off if got[h, n] < 1],
            note=note or ''.join(crashed[:1]) or (f'untold: {untold}' if untold else ''),
        )


def schedule(scene: Scene, seed: int) -> Count:
    """Run the schedule of a seed on the wikis as they were before the send."""
    scene.put_back()
    return Schedule(scene, seed).run()
