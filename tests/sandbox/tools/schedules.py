"""Random schedules: operators, kills, spoilt answers and hostile editors, all from one seed.

Each schedule begins with the wikis as they were; every fourth one with a campaign that version 0.1 began.
Some steps happen in an order that the seed draws: runs of two operators, most of them spoilt or killed at
some request, or with somebody at work on a page at that very moment; edits by somebody without any right on
send pages in every state, results, approvals, the message and the campaign page, moves and stops; deletions;
names that the organizer or somebody else adds, and that anybody takes off; jobs; checks. Then the operator
does what the output says until nothing is left. Nobody may have got the message twice, by the wikis or by the
send log; nobody who stayed on the list may be without it, whoever was written to without being planned must
be named by the check, nobody may be written to unapproved whom only a stranger put on the list, and the check
must agree with what is on the wikis.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from outreach.sends import results, sendpage
from outreach.sends.sendstate import SendState

from sandbox.client import ApiFailure
from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, SECOND_OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools import pages_of_0_1
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.spoilt_sends import CAMPAIGN, TARGETS, UNKNOWN, Count, Scene, run_spoilt

CHECK = ('check_delivery', f'-campaign:{CAMPAIGN}', '-always')
STOP = f'{CAMPAIGN}/stop'
MESSAGE = 'Outreach/Medicine/Message'
SPOILS = ('kill before', 'kill after', 'lost before', 'lost after', '429', '502', '504', 'html')
ROUNDS = 10
STATES = tuple(state.value for state in SendState)
STRANGER = '* {{#target:Project talk:Fault target stranger|en.wikipedia.test}}'
ON_NO_PLAN = re.compile(r'(\S[^\n]*?) was on no plan')
STATE = re.compile('^; state : ([a-z]+)', re.MULTILINE)
BROKEN = re.compile(r'(Outreach/\S+/Results), line \d+: <!-- outreach:')
HEARD = re.compile(r'-complaints:\d+')
APPROVED = re.compile(r'plan [0-9a-f]{16} is approved')


class Schedule:
    """One schedule on a scene; `off` are the targets that somebody took off the list."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.chance, self.seed = scene, random.Random(seed), seed
        self.organizer = scene.farm.login(ORGANIZER)
        self.mallory = scene.farm.login(WITHOUT_RIGHT)
        self.admin = scene.farm.login(ADMIN)
        self.message = self.organizer.text(MESSAGE) or ''
        # what hostile edits transclude brings a stranger along
        self.mallory.edit(f'User:{WITHOUT_RIGHT}/x', STRANGER)
        self.done: list[str] = []
        self.said: list[str] = []
        self.off: set[tuple[str, str]] = set()
        self.added: set[tuple[str, str]] = set()
        self.invited: set[tuple[str, str]] = set()
        self.moved: dict[str, str] = {}
        self.deleted: list[str] = []
        self.options: set[str] = set()

    def run(self, steps: int = 8) -> Count:
        """Do some random steps, then go on until nothing is left; count what became of everybody."""
        if self.seed % 4 == 0:
            self.done.append(pages_of_0_1.begin(self.scene))
        kinds: list[Callable[[], str]] = [self.spoilt_run] * 3 + [self.watched_run] * 2
        kinds += [self.hostile_edit] * 4 + [
            self.move,
            self.delete,
            self.stop,
            self.add,
            self.invite,
            self.take_off,
            self.jobs,
            self.check,
        ]
        for _ in range(steps):
            self.done.append(self.chance.choice(kinds)())
        runs, note = self.go_on()
        return self.counted(runs + steps, note)

    # -- what happens

    def spoilt_run(self) -> str:
        """Let an operator send, with a request spoilt or the process killed at one."""
        return self._send(self.chance.choice(SPOILS), lambda: '')

    def watched_run(self) -> str:
        """Let an operator send, and somebody edit a page right before one of the requests."""
        return self._send('nothing', self.hostile_edit)

    def _send(self, how: str, also: Callable[[], str]) -> str:
        kind, number = (
            self.chance.choice(('edit', 'massmessage', 'parse', 'query')),
            self.chance.randint(1, 6),
        )
        user = self.chance.choice((OPERATOR, SECOND_OPERATOR))
        happened: list[str] = []
        spoiler = Spoiler(how, number, kind, lambda: happened.append(also()))
        self.said.append(run_spoilt(self.scene.farm, spoiler, user=user))
        return ' '.join([how, kind, str(number), 'by', user, *happened])

    def pages(self) -> dict[str, str]:
        """Return the texts of the pages of the campaign that somebody may want to edit, by title."""
        reply = self.mallory.call(
            action='query', generator='allpages', gapprefix=f'{CAMPAIGN}/', gaplimit=50, prop='revisions',
            rvprop='content', rvslots='main',
        )  # fmt: skip
        found = {
            one['title']: one['revisions'][0]['slots']['main']['content']
            for one in reply.get('query', {}).get('pages', ())
        }
        return {title: text for title, text in found.items() if title not in (TARGETS, STOP)}

    def hostile_edit(self) -> str:
        """Let somebody without any right edit one of the pages; send pages of every state are as likely."""
        by_state: dict[str, list[str]] = {'campaign page': [CAMPAIGN], 'message': [MESSAGE]}
        texts = self.pages()
        for title in texts:
            state = STATE.search(texts[title])
            by_state.setdefault(state[1] if state else 'other', []).append(title)
        texts |= {title: self.mallory.text(title) or '' for title in (CAMPAIGN, MESSAGE)}
        state_ = self.chance.choice(sorted(by_state))
        title = self.chance.choice(sorted(by_state[state_]))
        self.mallory.edit(title, self.changed(title, texts[title]))
        return f'edit of {title.removeprefix(f"{CAMPAIGN}/")} ({state_})'

    def changed(self, title: str, text: str) -> str:
        """Return what somebody makes of a page."""
        if title == CAMPAIGN:  # once: who gives a setting twice has it refused, and is told so
            looser = '| cooldown = 0\n| dailycap = 1000000'
            return text if looser in text else text.replace('| cooldown = 0', looser)
        if title == MESSAGE:
            return self.chance.choice(['', f'{text}\nWin a prize! ({len(self.done)})'])
        lines = text.split('\n')
        at = self.chance.randrange(len(lines))
        return self.chance.choice(
            [
                '',
                '\n'.join([*lines[:at], *lines[at + 1 :]]),
                '\n'.join([*lines[:at], STRANGER, *lines[at:]]),
                text.replace('</div>', f'{STRANGER}\n</div>'),
                text.replace('* {{#target:', '*{{#target:', 1),
                STATE.sub(f'; state : {self.chance.choice(STATES)}', text),
                text.replace('<pre>', '<div>').replace('</pre>', '</div>'),
                f'{text}\n{{{{User:{WITHOUT_RIGHT}/x}}}}',
                f'{text}\n; wrong : says somebody',
            ]
        )

    def move(self) -> str:
        """Let somebody without any right move a send page away."""
        titles = sorted(title for title, text in self.pages().items() if STATE.search(text))
        if not titles:
            return 'nothing to move'
        title = self.chance.choice(titles)
        away = f'User:{WITHOUT_RIGHT}/{len(self.done)}'
        try:
            self.mallory.call(action='move', **{'from': title, 'to': away, 'token': self.mallory.token()})
        except ApiFailure as error:
            return f'move of {title} refused: {error.code}'
        self.moved[away] = title
        return f'move of {title}'

    def delete(self) -> str:
        """Let an administrator delete a send page, whatever was done with it."""
        titles = sorted(title for title, text in self.pages().items() if STATE.search(text))
        if not titles:
            return 'nothing to delete'
        title = self.chance.choice(titles)
        self.admin.call(action='delete', title=title, token=self.admin.token())
        self.deleted.append(title)
        return f'deletion of {title}'

    def stop(self) -> str:
        """Let somebody stop the campaign, and perhaps take it back."""
        self.mallory.edit(STOP, 'Please stop.')
        if self.chance.random() < 0.5:
            self.mallory.edit(STOP, '')
            return 'stop, and taken back'
        return 'stop'

    def add(self) -> str:
        """Let the organizer put somebody on the list."""
        host, name = 'en.wikipedia.test', f'Fault target more {len(self.added)}'
        text = self.organizer.text(TARGETS) or ''
        self.organizer.edit(TARGETS, f'{text}\n* {{{{#target:Project talk:{name}|{host}}}}}')
        self.added.add((host, name))
        return f'{name} added'

    def invite(self) -> str:
        """Let somebody without any right put somebody on the list."""
        host, name = 'sv.wikipedia.test', f'Fault target invited {len(self.invited)}'
        text = self.mallory.text(TARGETS) or ''
        self.mallory.edit(TARGETS, f'{text}\n* {{{{#target:Project talk:{name}|{host}}}}}')
        self.added.add((host, name))
        self.invited.add((host, name))
        return f'{name} put on the list'

    def take_off(self) -> str:
        """Let the organizer, or anybody, take somebody off the list."""
        editor = self.chance.choice((self.organizer, self.mallory))
        text = editor.text(TARGETS) or ''
        there = sorted({*self.scene.targets, *self.added} - self.off)
        host, name = self.chance.choice(there)
        kept = [line for line in text.split('\n') if f':{name}|{host}' not in line]
        editor.edit(TARGETS, '\n'.join(kept))
        self.off.add((host, name))
        return f'{name} taken off'

    def jobs(self) -> str:
        """Run the job queues."""
        self.scene.farm.run_jobs()
        return 'jobs'

    def check(self) -> str:
        """Check the deliveries; a page of results whose markers somebody broke is emptied first."""
        said = self.scene.farm.pwb(*CHECK).stdout
        for title in set(BROKEN.findall(said)):
            self.organizer.edit(title, '')
        self.said.append(said)
        if BROKEN.search(said):
            self.said.append(self.scene.farm.pwb(*CHECK).stdout)
        return 'check'

    # -- going on

    def go_on(self) -> tuple[int, str]:
        """Do what the output says until there is nothing more to send."""
        said = ''
        for number in range(1, ROUNDS + 1):
            said = self.scene.send(*sorted(self.options)).stdout
            self.said.append(said)
            if 'waits for approval' in said:
                self.said.append(self.scene.send('-approve', user=ORGANIZER).stdout)
                continue
            if self.put_right(said):
                continue
            unsettled = ' is claimed' in said or ' is unknown' in said
            unknown = UNKNOWN.findall(self.scene.send('-recheck').stdout) if unsettled else []
            if unknown:
                self.said.append(self.scene.send(*(f'-resend:{title}' for title in unknown)).stdout)
            elif 'Nothing to send' in said:
                self.jobs()
                self.check()
                return number, ''
            elif '-replan' in said:
                self.scene.send('-replan')
            if 'check_delivery' in said or ' unknown' in said:
                self.jobs()
                self.check()
        return ROUNDS, f'not at its end after {ROUNDS} rounds: {said[-600:]}'

    def put_right(self, said: str) -> bool:
        """Do what only people can: take back stops and moves, and look at who was written to wrongly."""
        if 'says stop' in said:
            self.organizer.edit(STOP, '')
            return True
        if not (self.organizer.text(MESSAGE) or '').strip():
            self.organizer.edit(MESSAGE, self.message)
            return True
        if 'no such page any more' in said and self.deleted:
            for title in dict.fromkeys(self.deleted):
                if self.organizer.text(title) is None:
                    self.admin.call(action='undelete', title=title, token=self.admin.token())
            self.deleted.clear()
            return True
        if 'move it back' in said and self.moved:
            for away, title in self.moved.items():
                token = self.organizer.token()
                self.organizer.call(
                    action='move', **{'from': away, 'to': title, 'token': token}, noredirect=True
                )
            self.moved.clear()
            return True
        heard = HEARD.search(said)
        if heard and heard[0] not in self.options:
            self.options = {heard[0]}
            return True
        return False

    # -- counting

    def counted(self, runs: int, note: str) -> Count:
        """Count; who was taken off may be without the message, strangers must have been named."""
        got: Counter[tuple[str, str]] = self.scene.delivered()
        accepted = self.scene.accepted()
        known = {*self.scene.targets, *self.added}
        named = {one for text in self.said for one in ON_NO_PLAN.findall(text)}
        untold = [key for key in got if key not in known and not any(key[1] in one for one in named)]
        crashed = [text[-500:] for text in self.said if 'Traceback (most recent call last)' in text]
        wrong = self.disagreements(got) if not note else []
        unasked = [key for key in self.invited if got[key] and not any(map(APPROVED.search, self.said))]
        notes = [
            *crashed[:1],
            *([f'untold: {untold}'] if untold else []),
            *([f'sent without an approval: {unasked}'] if unasked else []),
            *wrong[:3],
        ]
        return Count(
            f'seed {self.seed}: {"; ".join(self.done)}',
            runs,
            hit=True,
            duplicates=[
                f'{name}@{host}'
                for host, name in sorted({*got, *accepted})
                if max(got[host, name], accepted[host, name]) > 1
            ],
            lost=[f'{n}@{h}' for h, n in known - self.off if got[h, n] < 1],
            note=note or '; '.join(notes),
        )

    def disagreements(self, got: Counter[tuple[str, str]]) -> list[str]:
        """Return of whom the pages of results say otherwise than the wikis."""
        delivered: set[tuple[str, str]] = set()
        for title, text in self.pages().items():
            if title.endswith(f'/{sendpage.RESULTS}'):
                delivered |= {
                    (one.target.host, one.target.page.partition(':')[2])
                    for one in results.parse_results(text)
                    if one.state is results.State.DELIVERED
                }
        there = {key for key, count in got.items() if count}
        return [
            f'the check and the wikis disagree about {name}@{host}'
            for host, name in sorted(there ^ delivered)
        ]


def schedule(scene: Scene, seed: int) -> Count:
    """Run the schedule of a seed on the wikis as they were before the send."""
    scene.put_back()
    return Schedule(scene, seed).run()
