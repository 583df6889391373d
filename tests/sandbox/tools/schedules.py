"""Random schedules: operators, kills, spoilt answers and hostile editors, all from one seed.

Each schedule begins with the wikis as they were; every fourth one with a campaign that version 0.1 began.
Some steps happen in an order that the seed draws: runs of two operators, most of them spoilt or killed at
some request, or with somebody at work on a page at that very moment; edits by somebody without any right on
send pages in every state, results, approvals, the message and the campaign page; moves of any of these, of
the list and of the stop page, most of them with something written over what is left, or on the moved page;
deletions of any of these by an administrator; stops; requests to somebody else to send, and their answers;
names that the organizer or somebody else adds, and that anybody removes; jobs; checks. Every schedule has
at least one move and one deletion, of another page in another state for each seed. Then people put
the campaign page, the message and the list back, and the operator does what the output says until nothing is
left. Nobody may have got the message twice, by the wikis or by the send log; nobody who stayed on the list
may be without it, whoever was written to without being planned must be named by the check, nobody may be
written to unapproved whom only a stranger put on the list, and the check must agree with the wikis.
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
STOP, APPROVALS = f'{CAMPAIGN}/stop', f'{CAMPAIGN}/Approvals'
MESSAGE = 'Outreach/Medicine/Message'
SPOILS = ('kill before', 'kill after', 'lost before', 'lost after', '429', '502', '504', 'html')
ROUNDS = 10
STATES = tuple(state.value for state in SendState)
STRANGER = '* {{#target:Project talk:Fault target stranger|en.wikipedia.test}}'
# what people see at once when it is gone, and put back
KEPT = (CAMPAIGN, MESSAGE, TARGETS)
ON_NO_PLAN = re.compile(r'(\S[^\n]*?) was on no plan')
STATE = re.compile('^; state : ([a-z]+)', re.MULTILINE)
BROKEN = re.compile(r'(Outreach/\S+/Results), line \d+: <!-- outreach:')
HEARD = re.compile(r'-complaints:\d+')
APPROVED = re.compile(r'plan [0-9a-f]{16} is approved')
GONE = re.compile(r'(\S+): was sent, says the log, but ')
REQUESTED = re.compile(r'(\S+): is requested: its targets are open')


class Schedule:
    """One schedule on a scene; `off` are the targets that somebody removed from the list."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.chance, self.seed = scene, random.Random(seed), seed
        self.organizer = scene.farm.login(ORGANIZER)
        self.mallory = scene.farm.login(WITHOUT_RIGHT)
        self.admin = scene.farm.login(ADMIN)
        self.sender = scene.farm.login(SECOND_OPERATOR)
        self.texts = {title: self.organizer.text(title) or '' for title in KEPT}
        # what hostile edits transclude brings a stranger along
        self.mallory.edit(f'User:{WITHOUT_RIGHT}/x', STRANGER)
        self.done: list[str] = []
        self.said: list[str] = []
        self.off: set[tuple[str, str]] = set()
        self.added: set[tuple[str, str]] = set()
        self.invited: set[tuple[str, str]] = set()
        self.moved: dict[str, str] = {}
        self.deleted: dict[str, str] = {}
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
        kinds += [self.request, self.answer]
        chosen = [self.chance.choice(kinds) for _ in range(steps)]
        for kind in (self.move, self.delete):
            chosen.insert(self.chance.randint(2, len(chosen)), kind)
        for kind in chosen:
            self.done.append(kind())
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
        found |= {title: self.mallory.text(title) or '' for title in (CAMPAIGN, MESSAGE)}
        return {title: text for title, text in found.items() if text}

    def drawn(self, *but: str) -> tuple[str, str, str]:
        """Draw a page that is there: title, text, and what it is; every state of send pages is as likely."""
        texts = {title: text for title, text in self.pages().items() if title not in but}
        texts = texts or {MESSAGE: ''}  # of which people edit any, be it blank or gone
        by_kind: dict[str, list[str]] = {}
        for title, text in texts.items():
            state = STATE.search(text)
            other = title if title in (*KEPT, STOP, APPROVALS) else 'other'
            by_kind.setdefault(state[1] if state else other, []).append(title)
        kind = self.chance.choice(sorted(by_kind))
        title = self.chance.choice(sorted(by_kind[kind]))
        return title, texts[title], f'{title.removeprefix(f"{CAMPAIGN}/")} ({kind})'

    def hostile_edit(self) -> str:
        """Let somebody without any right edit one of the pages."""
        title, text, what = self.drawn(TARGETS, STOP)
        self.mallory.edit(title, self.changed(title, text))
        return f'edit of {what}'

    def changed(self, title: str, text: str) -> str:
        """Return what somebody makes of a page."""
        if title == CAMPAIGN:  # once: who gives a setting twice has it refused, and is told so
            looser = '| cooldown = 0\n| dailycap = 1000000'
            return text if looser in text else text.replace('| cooldown = 0', looser)
        if title in (TARGETS, STOP):
            return self.chance.choice(['', STRANGER])
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
        """Let somebody without any right move a page away, and perhaps write where it was and where it is."""
        title, text, what = self.drawn(*self.moved.values())
        away = f'User:{WITHOUT_RIGHT}/{len(self.done)}'
        try:
            self.mallory.call(action='move', **{'from': title, 'to': away, 'token': self.mallory.token()})
        except ApiFailure as error:
            return f'move of {what} refused: {error.code}'
        self.moved[away] = title
        said = f'move of {what}'
        for place, where in ((title, 'written over'), (away, 'written on there')):
            if self.chance.random() < 0.5 and (title, where) != (TARGETS, 'written on there'):
                self.mallory.edit(place, self.changed(title, text))
                said = f'{said}, {where}'
        return said

    def delete(self) -> str:
        """Let an administrator delete a page, whatever was done with it."""
        title, text, what = self.drawn(*self.moved.values())
        if not text:
            return 'nothing to delete'
        self.admin.call(action='delete', title=title, token=self.admin.token())
        self.deleted[title] = text
        return f'deletion of {what}'

    def request(self) -> str:
        """Let the organizer, who may not send, ask somebody else to."""
        self.said.append(self.scene.send('-request', user=ORGANIZER).stdout)
        return 'request'

    def answer(self) -> str:
        """Let somebody who may send do what was asked for, as things stand on the pages."""
        asked = {title for text in self.said for title in REQUESTED.findall(text)}
        sent = self.sender.call(action='query', list='logevents', leaction='massmessage/send', lelimit='max')
        comments = {one.get('comment', '') for one in sent['query']['logevents']}
        done = []
        for title in sorted(asked):
            subject = f'Hello {title}'
            state = STATE.search(self.sender.text(title) or '')
            try:  # who sends does not look closely, but a request that was taken back is seen
                if subject not in comments and (state is None or state[1] == 'requested'):
                    token = self.sender.token()
                    self.sender.call(
                        action='massmessage', spamlist=title, subject=subject, message='Text.', token=token
                    )
                    done.append(title)
            except ApiFailure as error:
                done.append(f'{title} ({error.code})')
        return f'answers: {", ".join(done) or "none"}'

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
        place = self.list_page()
        if not place:
            return 'nothing to add to'
        text = self.organizer.text(place) or ''
        self.organizer.edit(place, f'{text}\n* {{{{#target:Project talk:{name}|{host}}}}}')
        self.added.add((host, name))
        return f'{name} added'

    def list_page(self) -> str:
        """Return where the list is, wherever somebody moved it; '' where it was deleted."""
        there = next((away for away, title in self.moved.items() if title == TARGETS), TARGETS)
        return '' if TARGETS in self.deleted else there

    def invite(self) -> str:
        """Let somebody without any right put somebody on the list."""
        host, name = 'sv.wikipedia.test', f'Fault target invited {len(self.invited)}'
        place = self.list_page()
        if not place:
            return 'nobody to put on a list'
        text = self.mallory.text(place) or ''
        self.mallory.edit(place, f'{text}\n* {{{{#target:Project talk:{name}|{host}}}}}')
        self.added.add((host, name))
        self.invited.add((host, name))
        return f'{name} put on the list'

    def take_off(self) -> str:
        """Let the organizer, or anybody, remove somebody from the list."""
        editor = self.chance.choice((self.organizer, self.mallory))
        place = self.list_page()
        if not place:
            return 'nobody to remove'
        text = editor.text(place) or ''
        there = sorted({*self.scene.targets, *self.added} - self.off)
        host, name = self.chance.choice(there)
        kept = [line for line in text.split('\n') if f':{name}|{host}' not in line]
        editor.edit(place, '\n'.join(kept))
        self.off.add((host, name))
        return f'{name} removed'

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
        self.put_back()
        said = ''
        for number in range(1, ROUNDS + 1):
            said = self.scene.send(*sorted(self.options)).stdout
            self.said.append(said)
            if 'waits for approval' in said:
                self.said.append(self.scene.send('-approve', user=ORGANIZER).stdout)
                continue
            if self.put_right(said):
                continue
            if ' is requested' in said:
                self.answer()
            unsettled = ' is claimed' in said or ' is unknown' in said
            unknown = UNKNOWN.findall(self.scene.send('-recheck').stdout) if unsettled else []
            if unknown:
                self.said.append(self.scene.send(*(f'-resend:{title}' for title in unknown)).stdout)
            elif 'Nothing to send' in said and ' is requested' not in said:
                self.jobs()
                self.check()
                return number, ''
            elif '-replan' in said:
                self.scene.send('-replan')
            if 'check_delivery' in said or ' unknown' in said:
                self.jobs()
                self.check()
        return ROUNDS, f'not at its end after {ROUNDS} rounds: {said[-600:]}'

    def put_back(self) -> None:
        """Let people put back what they see at once: campaign page, message and list."""
        for away, title in self.moved.items():
            if title in KEPT:
                if self.organizer.text(title) is not None:
                    self.admin.call(action='delete', title=title, token=self.admin.token())
                asked = {'from': away, 'to': title, 'token': self.admin.token()}
                self.admin.call(action='move', noredirect=True, **asked)
        self.moved = {away: title for away, title in self.moved.items() if title not in KEPT}
        for title in [one for one in self.deleted if one in KEPT]:
            self.admin.call(action='undelete', title=title, token=self.admin.token())
            self.organizer.edit(title, self.deleted.pop(title))
        for title in (CAMPAIGN, MESSAGE):
            self.organizer.edit(title, self.texts[title])

    def put_right(self, said: str) -> bool:
        """Do what only people can: take back stops and deletions, and look at who was written to wrongly."""
        if 'says stop' in said:
            for text in ('x', ''):  # what is blank already cannot be blanked
                self.organizer.edit(STOP, text)
            return True
        gone = GONE.findall(said)
        for title in gone:
            if self.deleted.pop(title, None) is not None:  # what others wrote there since stays on top
                self.admin.call(action='undelete', title=title, token=self.admin.token())
        if gone:
            return True
        heard = HEARD.search(said)
        if heard and heard[0] not in self.options:
            self.options = {heard[0]}
            return True
        return False

    # -- counting

    def counted(self, runs: int, note: str) -> Count:
        """Count; who was removed may be without the message, strangers must have been named."""
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
