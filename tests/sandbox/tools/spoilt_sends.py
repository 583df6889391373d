"""One case of a spoilt send: put the wikis back, send, spoil, go on as an operator would, count."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from outreach.lists.deliverylist import parse

from sandbox import pwb_folder
from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR, ORGANIZER
from tests.sandbox.tools.kill_points import Spoiler, spoiling_proxy

META = 'meta.wikimedia.test'
CAMPAIGN = 'Outreach/Faults'
TARGETS = f'{CAMPAIGN}/Targets'
HOSTS = tuple(f'{code}.wikipedia.test' for code in ('ar', 'de', 'en', 'es', 'fr', 'he', 'ja', 'sv'))
DELIVERIES = (
    'SELECT page_title, COUNT(*) FROM revision JOIN page ON rev_page = page_id '
    "JOIN actor ON rev_actor = actor_id WHERE actor_name = 'MediaWiki message delivery' "
    "AND page_title LIKE 'Fault_target_%' GROUP BY page_title"
)
# the texts say how to leave another campaign, and are sent again and again
ODD_TEXTS = ('-accept:no-way-out', '-accept:message-lint')
SEND = ('send_message', f'-campaign:{CAMPAIGN}', '-always', *ODD_TEXTS)
UNKNOWN = re.compile(r'-resend:(\S+) sends it')


@dataclass(frozen=True)
class Case:
    """Which request is spoilt (from 1), of which API action ('': any), and how."""

    how: str
    number: int
    kind: str = ''

    def __str__(self) -> str:
        return f'{self.how}, {self.kind or "request"} {self.number}'


@dataclass
class Count:
    """What a case came to: runs needed, and targets with no message or with more than one."""

    case: str
    runs: int
    hit: bool
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    note: str = ''

    @property
    def good(self) -> bool:
        """Whether every target got exactly one message, whatever was to go wrong having gone wrong."""
        return self.hit and not self.duplicates and not self.lost and not self.note


class Scene:
    """A farm with a campaign of some targets on it, that can be put back to before the send."""

    def __init__(self, farm: Farm, targets: int) -> None:
        self.farm = farm
        self.targets = [(HOSTS[n % len(HOSTS)], f'Fault target {n}') for n in range(targets)]
        admin = farm.login(ORGANIZER)
        lines = [f'* {{{{#target:Project talk:{name}|{host}}}}}' for host, name in self.targets]
        admin.edit(TARGETS, '\n'.join(lines))
        admin.edit(
            CAMPAIGN,
            '{{Outreach campaign\n| name = Faults\n| consent = agreed\n| discussion = https://meta.wikimedia.test/wiki/Talk:X\n'
            '| cooldown = 0\n| message = Outreach/Medicine/Message\n}}',
        )
        self.before = farm.snapshot()
        self.untouched = self.state()

    def state(self) -> list[tuple[object, ...]]:
        """Return what every edit and every log entry on the campaign's wiki changes."""
        return self.farm.sql(
            'metawiki', 'SELECT MAX(rev_id), (SELECT MAX(log_id) FROM logging) FROM revision'
        )

    def put_back(self) -> None:
        """Make the wikis what they were before the send."""
        self.farm.restore(self.before)

    def send(
        self, *more: str, proxy: str | None = None, user: str = OPERATOR
    ) -> subprocess.CompletedProcess[str]:
        """Run send_message to its end."""
        return self.farm.pwb(*SEND, *more, proxy=proxy, user=user)

    def go_on(self, most: int = 8, proxy: str | None = None) -> tuple[int, str]:
        """Run again and again, as an operator would, until there is nothing more to send."""
        said = ''
        for run in range(1, most + 1):
            done = self.send(proxy=proxy)
            said = done.stdout
            if 'Nothing to send' in said and 'is claimed' not in said and 'is unknown' not in said:
                return run, ''
            if done.returncode == 3:
                return run, said
            said = self.send('-recheck').stdout
            unknown = UNKNOWN.findall(said)
            if unknown:
                self.send(*(f'-resend:{title}' for title in unknown), proxy=proxy)
        return most, said

    def accepted(self) -> Counter[tuple[str, str]]:
        """Count by target how often a send to it was accepted, by the log: what no guard can hide."""
        counted: Counter[tuple[str, str]] = Counter()
        reply = self.farm.api(
            META,
            action='query',
            list='logevents',
            leaction='massmessage/send',
            lelimit='max',
            leprop='title|details',
        )
        revids = [
            str(entry['params']['revid'])
            for entry in reply['query']['logevents']
            if 'params' in entry and 'revid' in entry['params']
        ]
        for number in revids:
            read = self.farm.api(
                META, action='query', revids=number, prop='revisions', rvprop='content', rvslots='main'
            )
            for page in read['query'].get('pages', ()):  # none where the page was deleted
                text = page['revisions'][0]['slots']['main']['content']
                for target in parse(text, META).targets:
                    counted[target.host, target.page.partition(':')[2]] += 1
        return counted

    def delivered(self) -> Counter[tuple[str, str]]:
        """Run all jobs, then count by target how many messages are on the wikis."""
        self.farm.run_jobs()
        counted: Counter[tuple[str, str]] = Counter()
        for host in HOSTS:
            dbname = f'{host.partition(".")[0]}wiki'
            for title, count in self.farm.sql(dbname, DELIVERIES):
                name = title.decode() if isinstance(title, bytes) else title
                counted[host, name.replace('_', ' ')] += count
        return counted

    def count(self, case: str, runs: int, *, hit: bool = True, note: str = '') -> Count:
        """Count what became of every target."""
        tallies = [self.accepted(), self.delivered()]
        every = [f'{name}@{host}' for host, name in self.targets]
        keys = dict(zip(every, self.targets, strict=True))
        return Count(
            case,
            runs,
            hit,
            [name for name in every if any(tally[keys[name]] > 1 for tally in tallies)],
            [name for name in every if any(tally[keys[name]] < 1 for tally in tallies)],
            note,
        )


def spoil(scene: Scene, case: Case, also: Callable[[], None] = lambda: None) -> Count:
    """Run one case: send with one request spoilt, go on, count."""
    scene.put_back()
    spoiler = Spoiler(case.how, case.number, case.kind, also)
    output = run_spoilt(scene.farm, spoiler)
    if 'Traceback' in output:
        return Count(str(case), 1, bool(spoiler.hit), note=output[-600:])
    if scene.state() == scene.untouched:
        # to go on from here is the same as to begin: the case of a send that nothing spoils
        return Count(f'{case}: {what(spoiler.hit)} (nothing was written yet)', 1, bool(spoiler.hit))
    runs, note = scene.go_on()
    name = f'{case}: {what(spoiler.hit)}'
    return scene.count(name, runs + 1, hit=bool(spoiler.hit), note=note)


def run_spoilt(farm: Farm, spoiler: Spoiler, command: Sequence[str] = SEND, user: str = OPERATOR) -> str:
    """Send behind a proxy that spoils a request; give what the script said before its end."""
    with spoiling_proxy(farm.proxy, spoiler) as proxy:
        process = pwb_folder.start(farm.pwb_directory(user, proxy=proxy.url), *command)
        spoiler.pid = process.pid
        return process.communicate(timeout=300)[0]


def what(request: str) -> str:
    """Say in a few words what a request is about."""
    asked = dict(re.findall(r'[?&](action|title|list|prop|meta|spamlist|summary)=([^&]*)', request))
    return ' '.join(f'{value}' for value in asked.values())[:60]


def requests_of(scene: Scene, kind: str = '') -> int:
    """Count the requests of a send that nothing spoils."""
    scene.put_back()
    spoiler = Spoiler('nothing', 0, kind)
    run_spoilt(scene.farm, spoiler)
    return len(spoiler.seen)
