"""What accounts without any right try against a campaign, each on wikis that are put back before it.

An attack is *held* if nobody who is not on the list was written to, nobody twice, and what it was after
did not happen. It is *told* if it could not be prevented, and everybody concerned is named by the
scripts with exit code 1, and the next wave does not go out. Deliveries are counted on all pages of all
wikis.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outreach.sends.results import REGION, State, parse_results, render_results
from outreach.sends.sendpage import SendPage, digest_of, parse, signed_summary, together
from outreach.wikitext import put_region

from sandbox import pwb_folder
from sandbox.farm import Farm
from sandbox.wikis import WIKIS
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, WITHOUT_RIGHT
from tests.sandbox.tools.kill_points import Spoiler, spoiling_proxy
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, EN, READERS, SEND, TEXT, Stage

DELIVERIES = (
    'SELECT page_namespace, page_title, COUNT(*) FROM revision JOIN page ON rev_page = page_id '
    "JOIN actor ON rev_actor = actor_id WHERE actor_name = 'MediaWiki message delivery' "
    'GROUP BY page_id'
)
STRANGERS = ('Tobias Finch', 'Ingrid Ek')
SPAM = 'Win a prize: https://evil.example/login'
APPROVALS = f'{CAMPAIGN}/Approvals'
OLD = Path(__file__).parents[2] / 'samples' / 'sends_0_1'
TRACEBACK = 'Traceback (most recent call last)'
LISTED = frozenset('User talk:' + name.replace(' ', '_') for name in READERS)


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

    def go(self, *command: str, user: str = OPERATOR) -> str:
        """Run a script to its end, whatever it says."""
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

    def sent(self) -> None:
        """Send the campaign, let the messages arrive, and check."""
        self.readers()
        self.go()
        self.farm.run_jobs()
        self.go(*CHECK)

    def planned(self) -> None:
        """Plan the campaign, and let it wait for its approval."""
        self.readers(approval='yes')
        self.go()

    def approved(self) -> None:
        """Approve what waits, and send it."""
        self.go(*SEND, '-approve', user=ORGANIZER)
        self.go()

    def got(self) -> Counter[str]:
        """Count the messages on every page of every wiki."""
        self.farm.run_jobs()
        found: Counter[str] = Counter()
        for wiki in WIKIS:
            for number, title, count in self.farm.sql(wiki.dbname, DELIVERIES):
                name = title.decode() if isinstance(title, bytes) else title
                found[f'User talk:{name}' if number == 3 else f'{number}:{name}@{wiki.dbname}'] += count
        return found

    def text(self, title: str) -> str:
        """Return what stands on a page of the campaign's wiki."""
        return self.organizer.text(title) or ''


def void(_result: object) -> None:
    """Do nothing with a result."""


class Mallory:
    """Somebody who may edit, as everybody may."""

    def __init__(self, arena: Arena) -> None:
        self.arena, self.session = arena, arena.farm.login(WITHOUT_RIGHT)

    def edit(self, title: str, text: str) -> None:
        """Save a page."""
        assert self.session.edit(title, text)['result'] == 'Success'

    def change(self, title: str, *pairs: tuple[str, str]) -> None:
        """Change some words of a page, which must stand there."""
        text = self.arena.text(title)
        for old, new in pairs:
            assert old in text, (title, old)
            text = text.replace(old, new, 1)
        self.edit(title, text)

    def send_page(self, **values: Any) -> SendPage:
        """Make a send page as a script would, with targets of one's own; sign it as scripts do."""
        arena = self.arena
        base = parse((OLD / 'planned.wikitext').read_text(), f'{CAMPAIGN}/Send/1/en')
        targets = tuple(replace(base.targets[0], page=f'User talk:{name}') for name in STRANGERS)
        page = replace(base, format=2, targets=targets, subject=SPAM, **values)
        (page,) = together([replace(page, digest=digest_of(page, TEXT.partition('\n')[2]))])
        text = page.render()
        arena.farm.login(WITHOUT_RIGHT).edit(page.title, text, signed_summary('Plan', text))
        return page


Try = Callable[[Arena], str]


@dataclass(frozen=True)
class Attack:
    """One attack: its number in the review, what it is, how it is tried, and what must come of it."""

    number: str
    what: str
    tried: Try
    wanted: str = 'held'


def title(wave: str = '1') -> str:
    """Return the title of the first send page."""
    return f'{CAMPAIGN}/Send/{wave}/en'


# -- A: at most once, and only the people on the list


def line_taken_off_a_sent_page(arena: Arena) -> str:
    arena.sent()
    arena.mallory.change(title(), (f'* {{{{#target:User talk:{READERS[0]}|{EN}}}}}\n', ''))
    arena.go()
    return ''


def blank_left_out_on_a_sent_page(arena: Arena) -> str:
    arena.sent()
    arena.mallory.edit(title(), arena.text(title()).replace('* {{#target:', '*{{#target:'))
    arena.go()
    return ''


def state_changed_between_claim_and_request(arena: Arena) -> str:
    arena.readers()
    change = ('; state : claimed', '; state : planned')
    arena.go_with('massmessage', lambda: arena.mallory.change(title(), change))
    arena.go()
    return ''


def state_of_a_requested_page_changed(arena: Arena) -> str:
    arena.readers()
    arena.go(*SEND, '-request', user=ORGANIZER)
    arena.mallory.change(title(), ('; state : requested', '; state : planned'))
    sender = arena.farm.login('Second operator')
    sender.call(
        action='massmessage', spamlist=title(), subject='Hello', message='Text.', token=sender.token()
    )
    arena.go()
    arena.go()
    return ''


def transclusion_on_a_planned_page(arena: Arena) -> str:
    arena.planned()
    lines = ''.join(f'* {{{{#target:User talk:{name}|{EN}}}}}\n' for name in STRANGERS)
    arena.mallory.edit(f'User:{WITHOUT_RIGHT}/x', lines)
    arena.mallory.edit(title(), f'{arena.text(title())}\n:Fine! {{{{User:{WITHOUT_RIGHT}/x}}}}')
    arena.approved()
    return ''


def transclusion_in_a_field(arena: Arena) -> str:
    arena.planned()
    arena.mallory.edit(f'User:{WITHOUT_RIGHT}/x', f'{{{{#target:User talk:{STRANGERS[0]}|{EN}}}}}')
    arena.mallory.change(
        title(), ('; campaign :', f'; successor : {{{{User:{WITHOUT_RIGHT}/x}}}}\n; campaign :')
    )
    arena.approved()
    return ''


def transclusion_merged_into_the_claim(arena: Arena) -> str:
    arena.planned()
    arena.go(*SEND, '-approve', user=ORGANIZER)
    line = (f'* {{{{#target:User talk:{READERS[0]}|', f'* {{{{#target:User talk:{STRANGERS[0]}|')
    arena.go_with('edit', lambda: arena.mallory.change(title(), line))
    arena.go()
    return ''


def a_page_of_ones_own(arena: Arena) -> str:
    arena.readers()
    arena.mallory.send_page()
    said = arena.go()
    return '' if 'was not written by an account that this run trusts' in said else 'the page was not named'


def a_page_of_ones_own_with_an_approval(arena: Arena) -> str:
    arena.readers(approval='yes')
    page = arena.mallory.send_page()
    arena.mallory.edit(APPROVALS, f'* {page.plan} ~~~~')
    arena.go()
    return ''


def a_page_that_follows_another(arena: Arena) -> str:
    arena.sent()
    arena.mallory.send_page(title=title('1.2'), wave='1.2', follows=title())
    arena.go()
    return ''


def pins_changed_after_people_left(arena: Arena) -> str:
    arena.planned()
    arena.go(*SEND, '-approve', user=ORGANIZER)
    left = [f'User talk:{name}' for name in READERS[:2]]
    listed = f'{CAMPAIGN}/Targets'
    arena.organizer.edit(
        listed, '\n'.join(line for line in arena.text(listed).split('\n') if not any(n in line for n in left))
    )
    arena.mallory.edit(title(), re.sub(r'PermanentLink/\d+', 'PermanentLink/1', arena.text(title())))
    arena.go()
    got = arena.got()
    return 'who left was written to' if any(got[name.replace(' ', '_')] for name in left) else ''


def targets_added_after_the_last_look(arena: Arena) -> str:
    arena.readers()
    more = ''.join(f'* {{{{#target:User talk:{name}|{EN}}}}}\n' for name in STRANGERS)
    arena.go_with('massmessage', lambda: arena.mallory.change(title(), ('</div>', f'{more}</div>')))
    return told(arena)


def told(arena: Arena) -> str:
    """Return which stranger the check does not name, whether it is no success, and whether a wave follows."""
    arena.farm.run_jobs()
    said = arena.go(*CHECK)
    if arena.said[-1][0] != 1:
        return 'the check calls it a success'
    missing = [name for name in STRANGERS if f'User talk:{name}@{EN} was on no plan' not in said]
    listed = f'{CAMPAIGN}/Targets'
    arena.organizer.edit(listed, f'{arena.text(listed)}\n* {{{{#target:User talk:Organizer}}}}')
    held_up = 'was on no plan' in arena.go()
    return f'not named: {missing}' if missing else '' if held_up else 'the next wave is not held up'


def list_and_message_of_ones_own(arena: Arena) -> str:
    arena.readers()
    lines = ''.join(f'* {{{{#target:User talk:{name}|{EN}}}}}\n' for name in STRANGERS)
    arena.mallory.edit(f'User:{WITHOUT_RIGHT}/L', lines)
    arena.mallory.edit(f'User:{WITHOUT_RIGHT}/M', f'== {SPAM} ==\nNow.')
    own = f'| list = User:{WITHOUT_RIGHT}/L\n| message = User:{WITHOUT_RIGHT}/M\n| dailycap = 1000000\n'
    arena.mallory.change(CAMPAIGN, ('| cooldown = 0\n', own))
    arena.go()
    return ''


def name_added_and_approved_by_the_same(arena: Arena) -> str:
    arena.readers(approval='yes')
    listed = f'{CAMPAIGN}/Targets'
    more = f'* {{{{#target:User talk:{STRANGERS[0]}|{EN}}}}}'
    arena.mallory.edit(listed, f'{arena.text(listed)}\n{more}')
    arena.go()
    arena.mallory.edit(APPROVALS, f'* {arena.page().plan} ~~~~')
    arena.go()
    return ''


def approval_taken_off_the_campaign_page(arena: Arena) -> str:
    arena.readers(approval='yes')
    arena.mallory.change(CAMPAIGN, ('| approval = yes\n', ''))
    arena.go()
    return 'it went without approval' if arena.sends() else ''


def text_changed(arena: Arena) -> str:
    arena.readers()
    arena.mallory.edit(f'{CAMPAIGN}/Message', f'== {SPAM} ==\nNow.')
    arena.go()
    return 'the text was sent' if arena.sends() else ''


# -- B: words under other names, results, the log


def words_in_the_plan_line(arena: Arena) -> str:
    arena.planned()
    plan = arena.page().plan
    evil = f'; plan : {plan} ok&#10;&#10;== I resign ==&#10;[[Category:Evil]]'
    arena.mallory.change(title(), (f'; plan : {plan}', evil))
    arena.approved()
    approvals = arena.text(APPROVALS)
    return 'words stand under the name of the approver' if 'resign' in approvals else ''


def forged_page_in_the_public_log(arena: Arena) -> str:
    arena.sent()
    page = arena.mallory.send_page(title=title('9'), wave='9')
    planner = 'X&#93;&#93;&#10;&#124;&#125;&#10;<div>HACKED</div>'
    arena.mallory.edit(
        page.title, page.render().replace('; planned by : Outreach-bot', f'; planned by : {planner}')
    )
    arena.go('log_promotion', f'-campaign:{CAMPAIGN}', '-always')
    log = arena.text(f'{CAMPAIGN}/Log')
    return 'the public log holds it' if 'HACKED' in log or '/Send/9/' in log or not log else ''


def results_forged(arena: Arena) -> str:
    arena.readers()
    arena.go()
    arena.go(*CHECK)
    results = f'{title()}/Results'
    known = parse_results(arena.text(results))
    forged = [replace(one, state=State.DELIVERED, revision=1) for one in known]
    arena.mallory.edit(results, put_region(arena.text(results), REGION, render_results(forged)))
    said = arena.go(*CHECK)
    return 'the check believes it' if '4 delivered' in said else ''


def comment_planted_on_a_talk_page(arena: Arena) -> str:
    arena.readers()
    arena.go()
    revision = arena.page().sent
    assert revision
    where = f'//x?title=x&oldid={revision.revision}'
    mark = f'<!-- Message sent by User:{OPERATOR}@metawiki using the list at {where} -->'
    page = f'User talk:{READERS[0]}'
    talk = arena.farm.login(WITHOUT_RIGHT, EN)
    talk.edit(page, f'{talk.text(page)}\n{mark}')
    arena.farm.sql('metawiki', 'DELETE FROM job')  # our messages are lost
    arena.farm.sql('enwiki', 'DELETE FROM job')
    sender = arena.farm.login('Second operator')
    sender.edit('Other list', f'{{{{#target:{page}|{EN}}}}}')
    asked = {'spamlist': 'Other list', 'subject': 'News', 'message': 'News.', 'token': sender.token()}
    sender.call(action='massmessage', **asked)
    arena.farm.run_jobs()
    said = arena.go(*CHECK)
    return 'the check counts it' if '1 delivered' in said else ''


def sent_line_spoilt(arena: Arena) -> str:
    arena.sent()
    for new in ('', '; sent : yesterday', '; sent : 2001-01-15T00:00:00Z Outreach-bot'):
        arena.mallory.edit(title(), re.sub(r'; sent : [^\n]*', new, arena.text(title())))
        arena.go(*CHECK)
    return ''


def approval_line_that_is_a_target(arena: Arena) -> str:
    arena.planned()
    line = f'* {{{{#target:User talk:{STRANGERS[0]}|{EN}}}}}'
    arena.mallory.edit(APPROVALS, line)
    arena.mallory.edit(title(), f'{arena.text(title())}\n\n== Approval ==\n{line}')
    arena.approved()
    return ''


def sent_page_blanked(arena: Arena) -> str:
    arena.readers()
    arena.go_with('massmessage', lambda: arena.mallory.edit(title(), ''))
    arena.go(*SEND, '-recheck')
    arena.go()
    return ''


def job_run_twice(arena: Arena) -> str:
    """Let the queue run each job twice, as that of a wiki may."""
    arena.readers()
    arena.go()
    kept = arena.farm.sql('metawiki', 'SELECT * FROM job')
    arena.farm.run_jobs()
    marks = ', '.join('?' * len(kept[0]))
    for row in kept:
        arena.farm.sql('metawiki', f'INSERT INTO job VALUES ({marks})', *row)
    arena.farm.run_jobs()
    doubled = [name for name, count in arena.got().items() if count > 1]
    said = arena.go(*CHECK)
    unnamed = [name for name in doubled if f'more than once: {name.replace("_", " ")}' not in said]
    if doubled and arena.said[-1][0] != 1:
        return 'the check calls it a success'
    return f'not named: {unnamed}' if unnamed else ''


def pages_of_0_1(arena: Arena) -> str:
    """Let a campaign that version 0.1 sent be edited by others, and go on."""
    arena.readers()
    operator = arena.farm.login(OPERATOR)
    claimed = (OLD / 'claimed.wikitext').read_text()
    operator.edit(title(), claimed)
    asked = {'spamlist': title(), 'subject': 'Hello', 'message': 'Text.', 'token': operator.token()}
    operator.call(action='massmessage', **asked)
    operator.edit(title(), (OLD / 'sent.wikitext').read_text())
    arena.mallory.change(title(), ('* {{#target:User talk:Grace Abara', '*{{#target:User talk:Grace Abara'))
    arena.go()
    arena.farm.run_jobs()
    arena.go(*CHECK)
    arena.go()
    got = arena.got()
    return '' if sum(got.values()) == len(READERS) else f'not each once: {dict(got)}'


def planned_page_of_0_1(arena: Arena) -> str:
    arena.readers()
    arena.farm.login(OPERATOR).edit(title(), (OLD / 'approved.wikitext').read_text())
    said = arena.go()
    return '' if not arena.sends() and '-replan' in said else 'it was sent'


ATTACKS = (
    Attack('A1', 'a line taken off a page that was sent', line_taken_off_a_sent_page),
    Attack('A1', 'a blank left out on a page that was sent', blank_left_out_on_a_sent_page),
    Attack('A2', 'the state changed between claim and request', state_changed_between_claim_and_request),
    Attack('A2', 'the state of a requested page changed', state_of_a_requested_page_changed),
    Attack('A3', 'a transclusion at the end of a planned page', transclusion_on_a_planned_page),
    Attack('A3', 'a transclusion in a field of it', transclusion_in_a_field),
    Attack('A3', 'a target changed at the moment of the claim', transclusion_merged_into_the_claim),
    Attack('A4', 'a send page of their own', a_page_of_ones_own),
    Attack('A4', 'one with an approval of their own', a_page_of_ones_own_with_an_approval),
    Attack('A4', 'one that follows a page that was sent', a_page_that_follows_another),
    Attack('A5', 'the pins changed after people left', pins_changed_after_people_left),
    Attack('A6', 'targets added after the last look', targets_added_after_the_last_look, 'told'),
    Attack('A7', 'list and message of their own', list_and_message_of_ones_own),
    Attack('A7', 'a name added and approved by the same', name_added_and_approved_by_the_same),
    Attack('A7', 'the approval taken off the campaign page', approval_taken_off_the_campaign_page),
    Attack('A7', 'the text of the message changed', text_changed),
    Attack('B2', 'words in the line of the plan', words_in_the_plan_line),
    Attack('B3', 'a forged page in the public log', forged_page_in_the_public_log),
    Attack('B5', 'results forged', results_forged),
    Attack('B5', 'a hidden comment planted', comment_planted_on_a_talk_page),
    Attack('B7', 'the time of the send spoilt', sent_line_spoilt),
    Attack('C2', 'the page blanked while it is sent', sent_page_blanked),
    Attack('C7', 'a job run twice by the queue', job_run_twice, 'told'),
    Attack('C9', 'an approval that is a target', approval_line_that_is_a_target),
    Attack('0.1', 'a page that version 0.1 sent, edited', pages_of_0_1),
    Attack('0.1', 'a page that version 0.1 planned', planned_page_of_0_1),
)


def verdict(farm: Farm, attack: Attack) -> tuple[str, str]:
    """Try an attack; return `held`, `told` or `GOT THROUGH`, and why."""
    arena = Arena(farm)
    why = attack.tried(arena)
    got = arena.got()
    strangers = sorted(set(got) - LISTED)
    twice = sorted(name for name, count in got.items() if count > 1)
    crashed = [said[-400:] for _, said in arena.said if TRACEBACK in said]
    if crashed:
        return 'GOT THROUGH', crashed[0]
    if attack.wanted == 'told':
        return ('GOT THROUGH', why) if why else ('told', f'{len(strangers)} strangers, {len(twice)} twice')
    if strangers and not (attack.number == 'B5' and not twice):
        return 'GOT THROUGH', f'written to, and not on the list: {strangers}'
    if twice and attack.number != 'B5':
        return 'GOT THROUGH', f'written to twice: {twice}'
    return ('GOT THROUGH', why) if why else ('held', f'{sum(got.values())} messages')


def table(rows: Sequence[tuple[Attack, str, str]]) -> str:
    """Return the verdicts as text."""
    lines = [f'{one.number:4} {one.what:52} {said:12} {why}' for one, said, why in rows]
    wrong = sum(said != one.wanted for one, said, _ in rows)
    return '\n'.join([*lines, f'{len(rows)} attacks, otherwise than wanted: {wrong}'])


def main() -> int:
    """Try all attacks, or those whose numbers are given, on a farm of its own and print the table."""
    rows = []
    chosen = [one for one in ATTACKS if one.number in sys.argv[1:]] or ATTACKS
    with Farm.start() as farm:
        farm.reset('medicine')
        before = farm.snapshot()
        print(farm.describe(), flush=True)
        for attack in chosen:
            rows.append((attack, *verdict(farm, attack)))
            print(table(rows[-1:]).splitlines()[0], flush=True)
            farm.restore(before)
    print(table(rows).splitlines()[-1])
    return 0 if all(said == one.wanted for one, said, _ in rows) else 1


if __name__ == '__main__':
    raise SystemExit(main())
