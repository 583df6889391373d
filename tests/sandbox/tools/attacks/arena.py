"""Where attacks are tried: a campaign of four people, somebody without any right, and what came of it.

An attack is *held* if nobody who is not on the list was written to, nobody twice, and what it was after
did not happen. It is *told* if it could not be prevented, and everybody concerned is named by the
scripts with exit code 1, and the next wave does not go out. Deliveries are counted on all pages of all
wikis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outreach.sends.sendpage import SendPage, digest_of, parse, signed_summary, together

from sandbox import pwb_folder
from sandbox.farm import Farm
from sandbox.wikis import WIKIS
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, WITHOUT_RIGHT
from tests.sandbox.tools.kill_points import Spoiler, spoiling_proxy
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, DE, EN, READERS, SEND, TEXT, Stage

DELIVERIES = (
    'SELECT page_namespace, page_title, COUNT(*) FROM revision JOIN page ON rev_page = page_id '
    "JOIN actor ON rev_actor = actor_id WHERE actor_name = 'MediaWiki message delivery' "
    'GROUP BY page_id'
)
SENDER = 'Second operator'
STRANGERS = ('Tobias Finch', 'Ingrid Ek')
SPAM = 'Win a prize: https://evil.example/login'
APPROVALS, LISTED = f'{CAMPAIGN}/Approvals', f'{CAMPAIGN}/Targets'
OLD = Path(__file__).parents[3] / 'samples' / 'sends_0_1'
TRACEBACK = 'Traceback (most recent call last)'
GERMAN = 'Project talk:Anlaufstelle'
PEOPLE = frozenset('User talk:' + name.replace(' ', '_') for name in READERS)
ON_THE_LIST = PEOPLE | {'User talk:Organizer', f'5:{GERMAN.partition(":")[2]}@dewiki'}


def title(wave: str = '1') -> str:
    """Return the title of an English send page."""
    return f'{CAMPAIGN}/Send/{wave}/en'


def lines_of(*names: str) -> str:
    """Return lines of a delivery list, each with its line break."""
    return ''.join(f'* {{{{#target:User talk:{name}|{EN}}}}}\n' for name in names)


@dataclass
class Arena(Stage):
    """A campaign of four people, and somebody without any right. `said` keeps what scripts said."""

    def __init__(self, farm: Farm) -> None:
        super().__init__(farm)
        self.said: list[tuple[int, str]] = []

    @property
    def mallory(self) -> Mallory:
        """Return the account that attacks."""
        return Mallory(self)

    @property
    def last(self) -> str:
        """Return what the last script said."""
        return self.said[-1][1]

    @property
    def code(self) -> int:
        """Return the exit code of the last script."""
        return self.said[-1][0]

    def go(self, *command: str, user: str = OPERATOR) -> str:
        """Run a script to its end, whatever it says; send, where none is named."""
        done = self.farm.pwb(*(command or SEND), user=user)
        self.said.append((done.returncode, done.stdout))
        return done.stdout

    def go_with(self, at: str, edit: Callable[[], object]) -> str:
        """Send, and let something happen right before the first request of an API action."""
        spoiler = Spoiler('nothing', 1, at, lambda: void(edit()))
        with spoiling_proxy(self.farm.proxy, spoiler) as proxy:
            process = pwb_folder.start(self.farm.pwb_directory(OPERATOR, proxy=proxy.url), *SEND)
            said = process.communicate(timeout=600)[0]
        self.said.append((process.returncode, said))
        assert spoiler.hit, 'the moment of the attack never came'
        return said

    def send_by_hand(self, page: str, subject: str = 'Hello', message: str = 'Text.') -> None:
        """Let somebody else who may send do so, to whom a page names."""
        sender = self.farm.login(SENDER)
        asked = {'spamlist': page, 'subject': subject, 'message': message, 'token': sender.token()}
        sender.call(action='massmessage', **asked)

    def send_other_list(self, text: str) -> None:
        """Let them send news to a list of their own, and the wikis deliver it."""
        self.farm.login(SENDER).edit('Other list', text)
        self.send_by_hand('Other list', 'News', 'News.')
        self.farm.run_jobs()

    def got(self) -> Counter[str]:
        """Count the messages on every page of every wiki."""
        self.farm.run_jobs()
        found: Counter[str] = Counter()
        for wiki in WIKIS:
            for number, title_, count in self.farm.sql(wiki.dbname, DELIVERIES):
                name = title_.decode() if isinstance(title_, bytes) else title_
                found[f'User talk:{name}' if number == 3 else f'{number}:{name}@{wiki.dbname}'] += count
        return found

    def text(self, title_: str) -> str:
        """Return what stands on a page of the campaign's wiki."""
        return self.organizer.text(title_) or ''


def void(_result: object) -> None:
    """Do nothing with a result."""


class Mallory:
    """Somebody who may edit, as everybody may."""

    def __init__(self, arena: Arena) -> None:
        self.arena, self.session = arena, arena.farm.login(WITHOUT_RIGHT)

    def edit(self, title_: str, text: str) -> None:
        """Save a page."""
        assert self.session.edit(title_, text)['result'] == 'Success'

    def append(self, title_: str, text: str) -> None:
        """Add something at the end of a page."""
        self.edit(title_, f'{self.arena.text(title_)}\n{text}')

    def change(self, title_: str, *pairs: tuple[str, str]) -> None:
        """Change some words of a page, which must stand there."""
        text = self.arena.text(title_)
        for old, new in pairs:
            assert old in text, (title_, old)
            text = text.replace(old, new, 1)
        self.edit(title_, text)

    def move(self, title_: str, to: str) -> None:
        """Move a page."""
        asked = {'from': title_, 'to': to, 'token': self.session.token()}
        self.session.call(action='move', **asked)

    def send_page(self, **values: Any) -> SendPage:
        """Make a send page as a script would, with targets of one's own; sign it as scripts do."""
        base = parse((OLD / 'planned.wikitext').read_text(), title())
        targets = tuple(replace(base.targets[0], page=f'User talk:{name}') for name in STRANGERS)
        page = replace(base, format=2, **{'targets': targets, 'subject': SPAM, **values})
        (page,) = together([replace(page, digest=digest_of(page, TEXT.partition('\n')[2]))])
        text = page.render()
        self.session.edit(page.title, text, signed_summary('Plan', text))
        return page


Step = Callable[[Arena], None]


# -- how an attack begins


def ready(arena: Arena) -> None:
    """Set up the campaign."""
    arena.readers()


def planned(arena: Arena) -> None:
    """Plan the campaign, and let it wait for its approval."""
    arena.readers(approval='yes')
    arena.go()


def approved(arena: Arena) -> None:
    """Plan it, and approve the plan."""
    planned(arena)
    arena.go(*SEND, '-approve', user=ORGANIZER)


def sent(arena: Arena) -> None:
    """Send the campaign, let the messages arrive, and check."""
    arena.readers()
    arena.go()
    arena.farm.run_jobs()
    arena.go(*CHECK)


def german(arena: Arena) -> None:
    """Set up a campaign for a page of a wiki that takes out the hidden comment of messages."""
    arena.prepare((GERMAN, DE))


# -- how it goes on


def send(arena: Arena) -> None:
    """Send as ever."""
    arena.go()


def send_twice(arena: Arena) -> None:
    """Send as ever, and once more."""
    arena.go()
    arena.go()


def approve_and_send(arena: Arena) -> None:
    """Approve what waits, and send it."""
    arena.go(*SEND, '-approve', user=ORGANIZER)
    arena.go()


def check(arena: Arena) -> None:
    """Check what became of it."""
    arena.go(*CHECK)


def nothing(_arena: Arena) -> None:
    """Do nothing more."""


# -- what must not have come of it


def no_more(_arena: Arena) -> str:
    """Nothing but the messages shows it."""
    return ''


def not_sent(arena: Arena) -> str:
    """Return that something was sent, if it was."""
    return 'it was sent' if arena.sends() else ''


def next_wave_held(arena: Arena, words: str) -> str:
    """Return that the next wave goes out, or why it does not say what happened."""
    arena.organizer.edit(LISTED, f'{arena.text(LISTED)}\n* {{{{#target:User talk:Organizer}}}}')
    before = len(arena.sends())
    held = words in arena.go() and len(arena.sends()) == before
    return '' if held else 'the next wave is not held up'


@dataclass(frozen=True)
class Attack:
    """One attack: its number in the review, what it is, how it is tried, and what must come of it.

    `begun` is what there is before it, `then` how the operator goes on; `shown` returns what came of it
    besides messages, '' for nothing.
    """

    number: str
    what: str
    begun: Step
    tried: Step
    then: Step = send
    shown: Callable[[Arena], str] = no_more
    wanted: str = 'held'


def verdict(farm: Farm, attack: Attack) -> tuple[str, str]:
    """Try an attack; return `held`, `told` or `GOT THROUGH`, and why."""
    arena = Arena(farm)
    attack.begun(arena)
    attack.tried(arena)
    attack.then(arena)
    why = attack.shown(arena)
    got = arena.got()
    strangers = sorted(set(got) - ON_THE_LIST)
    twice = sorted(name for name, count in got.items() if count > 1)
    crashed = [said[-400:] for _, said in arena.said if TRACEBACK in said]
    if crashed:
        return 'GOT THROUGH', crashed[0]
    if attack.wanted == 'told':
        return ('GOT THROUGH', why) if why else ('told', f'{len(strangers)} strangers, {len(twice)} twice')
    # a message of somebody else's is a part of the attack with a planted comment
    if strangers:
        return 'GOT THROUGH', f'written to, and not on the list: {strangers}'
    if twice:
        return 'GOT THROUGH', f'written to twice: {twice}'
    return ('GOT THROUGH', why) if why else ('held', f'{sum(got.values())} messages')
