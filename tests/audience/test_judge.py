"""Everybody is judged by all that is known, and nobody for want of knowledge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience import judge as audience
from outreach.audience.accounts import GlobalAccount, Local
from outreach.audience.candidate import Candidate, Lists, Rules, funnel
from outreach.audience.evidence import Evidence
from outreach.audience.judge import Judge
from outreach.audience.likelywikis import FEW
from outreach.audience.optout import TalkPage
from outreach.audience.people import Account, Block, Exclusion, Person, WikiRule
from outreach.audience.significance import Contribution, PlainRule, ScoreRule
from outreach.audience.source import Source
from outreach.farm import Answers, Farm
from outreach.problems import WikiError
from outreach.sitematrix import WikiInfo

Result = TypeVar('Result')
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SV, EN, DE = 'sv.w.test', 'en.w.test', 'de.w.test'
INFOS = [WikiInfo(host.split('.')[0] + 'wiki', host, host[:2]) for host in (SV, EN, DE)]


@dataclass
class Stub:
    """A wiki of which only the name and the talk pages are needed; `read` are those that were asked for."""

    host: str
    talk: Mapping[tuple[str, str], TalkPage] = field(default_factory=dict)
    read: set[tuple[str, str]] = field(default_factory=set)
    user_name: str = 'Outreach-bot'
    limit: int = 50


def talk_pages(wiki: Stub, names: Iterable[str]) -> dict[str, TalkPage]:
    """Return what talk pages say on a wiki, which notes that they were read."""
    asked = list(names)
    wiki.read |= {(wiki.host, name) for name in asked}
    return {name: wiki.talk.get((wiki.host, name), TalkPage()) for name in asked}


class World:
    """A farm and a source in one: what is true of accounts, and which wikis are dead."""

    def __init__(self, *people: Person, many: bool = True) -> None:
        self.people = {person.name: person for person in people}
        self.many = many
        self.dead: set[str] = set()
        self.talk: dict[tuple[str, str], TalkPage] = {}
        self.read: set[tuple[str, str]] = set()
        self.alive: set[str] = set()
        self.bots_here: set[tuple[str, str]] = set()
        self.asked_whole: list[str] = []
        self.asked_here: list[str] = []
        self.asked_together: list[tuple[str, int]] = []
        self.asked_alive: list[tuple[str, list[str]]] = []
        self.home = Stub('meta.w.test')
        self.matrix = tuple(INFOS)
        self.by_host = {info.host: info for info in INFOS}
        self.by_dbname = {info.dbname: info for info in INFOS}

    def each(
        self, hosts: Iterable[str], work: Callable[[Any], Result], label: str, requests: Mapping[str, int]
    ) -> Answers[Result]:
        asked = list(hosts)
        return Answers(
            {host: work(self.wiki(host)) for host in asked if host not in self.dead},
            {host: WikiError(host, 'is dead') for host in asked if host in self.dead},
        )

    def global_accounts(self, names: Collection[str]) -> dict[str, GlobalAccount] | None:
        if not self.many:
            return None
        found = (self.people[name] for name in names if name in self.people)
        return {
            one.name: GlobalAccount(one.name, one.central_id, one.edits, one.locked, one.global_groups)
            for one in found
        }

    def whole_people(self, names: Collection[str]) -> dict[str, Person]:
        self.asked_whole += names
        return {name: self.people[name] for name in names if name in self.people}

    def local_accounts(self, wiki: Stub, names: Collection[str], now: datetime) -> dict[str, Local]:
        self.asked_here += names
        found: dict[str, Local] = {}
        for name in names:
            person = self.people.get(name)
            if person and wiki.host in person.accounts:
                account = person.accounts[wiki.host]
                groups = account.groups | ({'bot'} if (wiki.host, name) in self.bots_here else set())
                found[name] = (replace(account, groups=groups), person.central_id)
        return found

    def wiki(self, host: str) -> Stub:
        return Stub(host, self.talk, self.read)

    def people_on(
        self, wiki: Stub, names: Collection[str], now: datetime, senders: Collection[str]
    ) -> tuple[dict[str, Local], dict[str, TalkPage]]:
        self.asked_together.append((wiki.host, len(names)))
        pages = talk_pages(wiki, names)
        return self.local_accounts(wiki, names, now), pages

    def active_since(self, wiki: Stub, names: Collection[str], cutoff: str) -> set[str]:
        self.asked_alive.append((wiki.host, list(names)))
        return self.alive & set(names)


@dataclass
class Trial:
    """A judge with a world, and the answers of talk pages and of the log of renames."""

    world: World
    lists: Lists = field(default_factory=Lists)
    rule: PlainRule | ScoreRule = field(default_factory=PlainRule)
    evidence: Evidence = field(default_factory=Evidence)
    hosts: frozenset[str] = frozenset({SV, EN, DE})
    now: datetime = NOW
    named: bool = False
    wiki_of: str = 'topic'

    def judge(self, **done: list[Contribution]) -> dict[str, Candidate]:
        """Judge editors, or people whom somebody named: those need not be active."""
        some = {'active_days': 0, 'max_wikis': 0} if self.named else {}
        rules = Rules(self.rule, WikiRule(self.hosts, self.wiki_of), self.now, **some)
        judge = Judge(cast(Farm, self.world), cast(Source, self.world), self.evidence, rules, self.lists)
        return judge.judge({name.replace('_', ' '): some for name, some in done.items()})


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Let talk pages come from the world, and renames from this table."""
    renames: dict[str, str] = {}

    def read(wiki: Stub, names: Iterable[str], senders: Collection[str]) -> Mapping[str, TalkPage]:
        return talk_pages(wiki, names)

    def renamed(wiki: Stub, names: Collection[str], since: str) -> Mapping[str, str]:
        return {old: new for old, new in renames.items() if old in names}

    monkeypatch.setattr(audience, 'read_talk_pages', read)
    monkeypatch.setattr(audience, 'renames_since', renamed)
    return renames


def did(host: str = SV, days: str = '2026-11-01', page: int = 1, edits: int = 5) -> Contribution:
    return Contribution(host, page, f'P{page}', edits, 3000, f'{days}T00:00:00Z', f'{days}T00:00:00Z')


def person(name: str = 'Ada', number: int = 1, **edits: int) -> Person:
    accounts = {f'{code}.w.test': Account(f'{code}.w.test', n) for code, n in (edits or {'sv': 100}).items()}
    return Person(name, number, SV, accounts, sum(a.edits for a in accounts.values()))


def verdict(one: Candidate) -> str:
    return one.exclusion.value if one.exclusion else str(one.choice and one.choice.host)


def test_a_plain_case_costs_no_request_of_its_own() -> None:
    world = World(person())
    assert verdict(Trial(world).judge(Ada=[did()])['Ada']) == SV
    assert world.asked_whole == []


def test_without_the_batch_everybody_is_asked_about_once() -> None:
    world = World(person(), many=False)
    trial = Trial(world)
    assert verdict(trial.judge(Ada=[did()])['Ada']) == SV
    assert verdict(trial.judge(Ada=[did()])['Ada']) == SV
    assert world.asked_whole == ['Ada']


@pytest.mark.parametrize(
    ('lists', 'reason'),
    [
        (Lists(excluded={'Ada'}), Exclusion.EXCLUDED),
        (Lists(removed={'Ada'}), Exclusion.REMOVED),
        (Lists(removed={'Ada'}, moved={'Ada': EN}), Exclusion.MOVED),
        (Lists(contacted={'Ada': 'on X'}), Exclusion.CONTACTED),
    ],
)
def test_lists_come_first_and_cost_nothing(lists: Lists, reason: Exclusion) -> None:
    world = World()
    assert Trial(world, lists).judge(Ada=[did()])['Ada'].exclusion is reason


def test_a_list_of_names_is_settled_in_batches_wherever_people_edit_most() -> None:
    """A few whole accounts tell which wikis to ask about all the others."""
    everybody = [person(f'P{n}', n + 1, **{'sv' if n % 2 else 'en': 100, 'de': 3}) for n in range(60)]
    world = World(*everybody)
    found = Trial(world, named=True).judge(**{one.name: [] for one in everybody})
    assert {name: verdict(one) for name, one in found.items()} == {one.name: one.main for one in everybody}
    assert len(world.asked_whole) == FEW == 5


def test_who_was_asked_about_one_by_one_is_not_asked_about_in_batches_too() -> None:
    everybody = [person(f'P{n}', n + 1, **({'sv': 90} if n < 10 else {'en': 90})) for n in range(30)]
    world = World(*everybody, many=False)
    Trial(world, named=True, wiki_of='main').judge(**{one.name: [] for one in everybody})
    assert len(world.asked_whole) == 30
    assert len(world.asked_here) == 30


def test_wikis_that_few_people_edit_most_are_found_too() -> None:
    """Whoever is left after the largest wikis is asked about by a few whole accounts again."""
    mains = ['sv'] * 800 + ['en'] * 150 + ['de'] * 50
    everybody = [person(f'P{n:04}', n + 1, **{main: 100}) for n, main in enumerate(mains)]
    world = World(*everybody)
    found = Trial(world, named=True).judge(**{one.name: [] for one in everybody})
    assert all(verdict(found[one.name]) == one.main for one in everybody)
    assert len(world.asked_whole) <= 3 * FEW
    # in batches: the largest first, then about those only who are not settled
    assert sum(-(-count // 50) for _, count in world.asked_together) <= 20 + 4 + 1 + 3


def test_people_of_many_small_wikis_are_asked_about_one_by_one() -> None:
    """Asking a wiki about everybody would cost more than it settles."""
    everybody = [person(f'P{n:03}', n + 1, **{f'w{n % 60}': 100}) for n in range(300)]
    world = World(*everybody)
    for one in everybody:
        world.by_host |= dict.fromkeys(one.accounts, INFOS[0])
    hosts = frozenset(world.by_host)
    found = Trial(world, named=True, hosts=hosts).judge(**{one.name: [] for one in everybody})
    assert all(verdict(found[one.name]) == one.main for one in everybody)
    assert len(world.asked_whole) + len(world.asked_together) * 6 < 330


def test_opt_outs_are_read_with_the_accounts() -> None:
    people = [person('Ada', 1, sv=100, en=5), person('Bo', 2, sv=100, en=90)]
    world = World(*people)
    world.talk = {(EN, 'Ada'): TalkPage(opted_out=True), (SV, 'Bo'): TalkPage(moved_to='Cy')}
    lists = Lists(stated={'Ada': EN, 'Bo': EN})
    found = Trial(world, lists, named=True).judge(Ada=[], Bo=[])
    assert verdict(found['Ada']) == 'opted-out'
    assert world.asked_together == [(EN, 2)]


def test_whose_stated_wiki_does_not_answer_is_asked_nowhere() -> None:
    world = World(person('Ada', 1, sv=100, en=5))
    world.dead = {EN}
    found = Trial(world, Lists(stated={'Ada': EN}), named=True).judge(Ada=[])
    assert verdict(found['Ada']) == 'unreadable'


def test_nobody_is_behind_a_system_user() -> None:
    gone = replace(person(), accounts={SV: Account(SV, 100, system=True)})
    assert Trial(World(gone)).judge(Ada=[did()])['Ada'].exclusion is Exclusion.LOCKED
    assert Trial(World(gone), Lists(stated={'Ada': SV}), named=True).judge(Ada=[])['Ada'].exclusion is (
        Exclusion.LOCKED
    )


def test_the_wiki_that_a_list_of_names_gives_is_taken_where_it_can_be() -> None:
    world = World(person('Ada', 1, sv=100, en=5), person('Bo', 2, sv=100))
    lists = Lists(stated={'Ada': EN, 'Bo': EN})
    found = Trial(world, lists, named=True).judge(Ada=[], Bo=[])
    assert [verdict(found[name]) for name in ('Ada', 'Bo')] == [EN, SV]


def test_who_left_for_good_is_never_named_by_the_new_name(pages: dict[str, str]) -> None:
    pages['Ada'] = 'Renamed user 8f3a2c1b'
    one = Trial(World(person('Renamed user 8f3a2c1b'))).judge(Ada=[did()])['Ada']
    assert one.exclusion is Exclusion.LOCKED
    assert not any('8f3a' in note for note in one.notes)


LOCKED, SYSTEM = {'locked': True}, {'accounts': {SV: Account(SV, 100, system=True)}}


@pytest.mark.parametrize(
    ('lists', 'gone'), [(Lists(), LOCKED), (Lists(), SYSTEM), (Lists(excluded={'New'}), LOCKED)]
)
@pytest.mark.parametrize('both', [False, True])
def test_whose_account_is_nobodys_under_another_name_keeps_the_old_one(
    pages: dict[str, str], lists: Lists, gone: dict[str, Any], *, both: bool
) -> None:
    pages['Old'] = 'New'
    world = World(replace(person('New'), **gone))
    judged = Trial(world, lists).judge(Old=[did()], **({'New': [did()]} if both else {}))
    assert judged['Old'].exclusion is Exclusion.LOCKED
    assert not any('New' in note for note in judged['Old'].notes)
    assert ('New' in judged) == both


def test_an_account_that_is_not_theirs_is_never_chosen() -> None:
    stranger = Person('Ada', 1, SV, {SV: Account(SV, 5)}, 5)
    world = World(stranger)
    judged = Trial(world).judge(Ada=[did(EN)])
    assert judged['Ada'].choice is not None
    assert judged['Ada'].choice.host == SV


def test_who_was_renamed_since_the_page_was_read_counts_under_the_new_name(pages: dict[str, str]) -> None:
    pages['Old'] = 'New'
    judged = Trial(World(person('New'))).judge(Old=[did()])
    assert {name: verdict(one) for name, one in judged.items()} == {'New': SV}


def test_both_names_of_a_renamed_account_count_once(pages: dict[str, str]) -> None:
    pages['Old'] = 'New'
    judged = Trial(World(person('New'))).judge(Old=[did(page=2)], New=[did()])
    assert {name: verdict(one) for name, one in judged.items()} == {'New': SV, 'Old': 'same-person'}
    assert len(judged['New'].contributions) == 2


def test_a_new_name_may_be_excluded_too(pages: dict[str, str]) -> None:
    pages['Old'] = 'New'
    judged = Trial(World(person('New')), Lists(excluded={'New'})).judge(Old=[did()])
    assert judged['New'].exclusion is Exclusion.EXCLUDED


def test_nobody_without_an_account() -> None:
    assert Trial(World()).judge(Ada=[did()])['Ada'].exclusion is Exclusion.NO_ACCOUNT


def test_who_moved_to_another_account_is_judged_as_that_one() -> None:
    world = World(person('Alt'), person('Main', 2, en=500))
    world.talk[SV, 'Alt'] = TalkPage(moved_to='Main')
    judged = Trial(world).judge(Alt=[did()])
    assert {name: verdict(one) for name, one in judged.items()} == {'Alt': 'same-person', 'Main': EN}


def test_of_two_accounts_that_point_to_one_another_one_stays() -> None:
    world = World(person('A'), person('B', 2))
    world.talk |= {(SV, 'A'): TalkPage(moved_to='B'), (SV, 'B'): TalkPage(moved_to='A')}
    judged = Trial(world).judge(A=[did()], B=[did()])
    assert sorted(verdict(one) for one in judged.values()) == ['same-person', SV]


def test_an_opt_out_anywhere_we_looked_is_an_opt_out() -> None:
    world = World(person(sv=100, en=900))
    world.talk[SV, 'Ada'] = TalkPage(opted_out=True)
    judged = Trial(world).judge(Ada=[did(SV), did(EN)])
    assert judged['Ada'].exclusion is Exclusion.OPTED_OUT


@pytest.mark.parametrize('dead', [SV, EN])
def test_a_dead_wiki_withholds_who_edited_there_or_reads_there(dead: str) -> None:
    world = World(person(sv=100, en=900))
    world.dead = {dead}
    assert Trial(world).judge(Ada=[did(SV), did(EN)])['Ada'].exclusion is Exclusion.UNREADABLE


def test_a_dead_wiki_elsewhere_is_no_reason() -> None:
    world = World(person(sv=100))
    world.dead = {DE}
    assert verdict(Trial(world).judge(Ada=[did()])['Ada']) == SV


def test_a_sign_of_life_anywhere_will_do() -> None:
    world = World(person(sv=100, en=900))
    old = did(days='2024-01-01')
    assert Trial(world).judge(Ada=[old])['Ada'].exclusion is Exclusion.INACTIVE
    world.alive = {'Ada'}
    assert verdict(Trial(world).judge(Ada=[old])['Ada']) == SV


def test_who_is_silent_on_the_main_wiki_is_looked_for_on_all_others_at_once() -> None:
    world = World(
        person('Ada', sv=90, en=50, de=10), person('Bo', 2, en=90, de=50, sv=10), person('Cy', 3, sv=90, en=5)
    )
    world.alive = {'Cy'}
    old = [did(host, '2024-01-01') for host in (SV, EN, DE)]
    judged = Trial(world).judge(Ada=old, Bo=old, Cy=old[:2])
    assert [verdict(one) for one in judged.values()] == ['inactive', 'inactive', SV]
    on_main = [(SV, ['Ada', 'Cy']), (EN, ['Bo'])]
    elsewhere = [(DE, ['Ada', 'Bo']), (EN, ['Ada']), (SV, ['Bo'])]
    assert world.asked_alive[:5] == [*on_main, *elsewhere]


def test_before_anybody_is_inactive_all_their_wikis_are_asked_for() -> None:
    world = World(person(sv=900, en=50), person('Bo', 2, sv=100))
    old = did(days='2024-01-01')
    judged = Trial(world).judge(Ada=[old], Bo=[old])
    assert [one.exclusion for one in judged.values()] == [Exclusion.INACTIVE] * 2
    assert world.asked_whole == ['Ada']
    assert (EN, ['Ada']) in world.asked_alive


def test_inactivity_is_not_believed_of_a_dead_wiki() -> None:
    world = World(person(sv=100, en=900))
    world.dead = {EN}
    assert Trial(world).judge(Ada=[did(days='2024-01-01')])['Ada'].exclusion is Exclusion.UNREADABLE


def test_blocks_on_the_main_wiki_and_elsewhere() -> None:
    accounts = {SV: Account(SV, 900, block=Block.INFINITE), EN: Account(EN, 100)}
    on_main = Person('Ada', 1, SV, accounts, 1000)
    assert Trial(World(on_main)).judge(Ada=[did(EN)])['Ada'].exclusion is Exclusion.BLOCKED
    accounts = {SV: Account(SV, 100, block=Block.INFINITE), EN: Account(EN, 900)}
    assert verdict(Trial(World(Person('Ada', 1, SV, accounts, 1000))).judge(Ada=[did(SV)])['Ada']) == EN


def test_bots_by_any_group() -> None:
    local = Person('Ada', 1, SV, {SV: Account(SV, 5, frozenset({'bot'}))}, 5)
    other = Person('Global bot', 2, SV, {SV: Account(SV, 5)}, 5, global_groups=frozenset({'local-bot'}))
    judged = Trial(World(local, other)).judge(Ada=[did()], Global_bot=[did()])
    assert {one.exclusion for one in judged.values()} == {Exclusion.BOT}


def test_accounts_that_are_everywhere_are_left_out_unless_kept() -> None:
    many = {f'{n}.w.test': Account(f'{n}.w.test', 50) for n in range(30)}
    steward = Person('Ada', 1, SV, {**many, SV: Account(SV, 400)}, 30 * 50 + 400)
    assert Trial(World(steward)).judge(Ada=[did()])['Ada'].exclusion is Exclusion.TOO_MANY_WIKIS
    assert verdict(Trial(World(steward), Lists(keep={'Ada'})).judge(Ada=[did()])['Ada']) == SV


def test_the_score_is_settled_when_the_edits_are_known() -> None:
    beginner, expert = person('Beginner', sv=3), person('Expert', 2, sv=3000)
    judged = Trial(World(beginner, expert), rule=ScoreRule(60)).judge(Beginner=[did()], Expert=[did()])
    assert verdict(judged['Beginner']) == 'below-rule'
    assert verdict(judged['Expert']) == SV


def test_a_lock_is_always_fresh() -> None:
    trial = Trial(World(person(sv=10, en=900)))
    trial.judge(Ada=[did()])
    locked = Person('Ada', 1, SV, {}, 910, locked=True)
    trial.world.people['Ada'] = locked
    assert trial.judge(Ada=[did()])['Ada'].exclusion is Exclusion.LOCKED


BLOCKS = st.sampled_from(list(Block))
ACCOUNTS = st.dictionaries(
    st.sampled_from([SV, EN, DE]),
    st.tuples(st.integers(0, 300), BLOCKS, st.booleans(), st.booleans()),
    min_size=1,
)
PEOPLE = st.lists(
    st.tuples(ACCOUNTS, st.booleans(), st.sets(st.sampled_from([SV, EN, DE]), min_size=1), st.booleans()),
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(people=PEOPLE, dead=st.sets(st.sampled_from([SV, EN, DE]), max_size=1), many=st.booleans())
def test_nobody_is_asked_against_anything_known(people: list[Any], dead: set[str], *, many: bool) -> None:
    def judged(order: list[Any]) -> tuple[World, dict[str, Candidate]]:
        world = World(many=many)
        world.dead = set(dead)
        done = {}
        for number, (accounts, locked, topic, old) in order:
            name = f'P{number}'
            local = {
                host: Account(host, edits, frozenset({'bot'} if bot else ()), block)
                for host, (edits, block, bot, _) in accounts.items()
            }
            total = sum(account.edits for account in local.values())
            world.people[name] = Person(name, number + 1, SV, local, total, locked)
            world.talk |= {(host, name): TalkPage(opted_out=told[3]) for host, told in accounts.items()}
            done[name] = [did(host, '2020-01-01' if old else '2026-11-01') for host in sorted(topic)]
        return world, Trial(world).judge(**done)

    numbered = list(enumerate(people))
    world, found = judged(numbered)
    assert set(found) == set(world.people)
    for name, one in found.items():
        if one.exclusion is not None:
            continue
        host = (one.choice and one.choice.host) or ''
        person = world.people[name]
        assert host in person.accounts
        assert host not in dead
        assert person.accounts[host].block in (Block.NONE, Block.PARTIAL)
        assert not person.locked
        assert not person.accounts[host].groups
        assert not world.talk[host, name].opted_out
    _, turned = judged(numbered[::-1])
    assert {name: verdict(one) for name, one in turned.items()} == {
        n: verdict(one) for n, one in found.items()
    }


HOSTS = st.sampled_from([SV, EN, DE])
EDITS = st.dictionaries(HOSTS, st.integers(10, 1000), min_size=1)
READERS = st.lists(
    st.tuples(EDITS, st.sets(HOSTS), st.none() | HOSTS, st.none() | HOSTS),
    min_size=1,
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(people=READERS, wiki_of=st.sampled_from(['topic', 'main']), many=st.booleans())
def test_opt_outs_are_read_on_every_wiki_looked_at(people: list[Any], wiki_of: str, *, many: bool) -> None:
    """On those where somebody edited the topic, on the one that is chosen, and on the main one.

    Of who stated a wiki it is not asked which the main one is.
    """
    world = World(many=many)
    done: dict[str, list[Contribution]] = {}
    stated = {f'P{number}': host for number, (*_, host) in enumerate(people) if host}
    for number, (edits, topic, no, _) in enumerate(people):
        name = f'P{number}'
        accounts = {host: Account(host, count) for host, count in edits.items()}
        world.people[name] = Person(name, number + 1, SV, accounts, sum(edits.values()))
        world.talk[no, name] = TalkPage(opted_out=True)
        done[name] = [did(host) for host in sorted(topic & edits.keys())]
    found = Trial(world, Lists(stated=stated), named=True, wiki_of=wiki_of).judge(**done)
    for name, (edits, topic, no, _) in zip(found, people, strict=True):
        one = found[name]
        chosen = one.choice and one.choice.host
        looked_at = {*(topic & edits.keys()), chosen}
        looked_at |= {world.people[name].main} if stated.get(name) not in edits else set()
        assert {(host, name) for host in looked_at} <= world.read
        if no in looked_at or one.exclusion is None:
            assert one.exclusion is (Exclusion.OPTED_OUT if no in looked_at else None)


def test_who_edited_the_topic_within_the_time_is_active_without_being_asked_for() -> None:
    for day, asked in (('2025-11-21', []), ('2025-11-20', [(SV, ['Ada'])])):
        world = World(person())
        world.alive = {'Ada'}
        assert verdict(Trial(world).judge(Ada=[did(days=day)])['Ada']) == SV
        assert world.asked_alive[:1] == asked


@pytest.mark.parametrize(('wikis', 'out'), [(19, None), (20, Exclusion.TOO_MANY_WIKIS)])
def test_an_account_may_be_active_on_twenty_wikis(wikis: int, out: Exclusion | None) -> None:
    many = {f'{n}.w.test': Account(f'{n}.w.test', 50) for n in range(wikis)}
    ada = Person('Ada', 1, SV, {**many, SV: Account(SV, 400)}, wikis * 50 + 400)
    assert Trial(World(ada)).judge(Ada=[did()])['Ada'].exclusion is out


def test_what_was_read_of_a_person_holds_for_a_week() -> None:
    world = World(person(), many=False)
    trial = Trial(world)
    for later, times in ((timedelta(), 1), (timedelta(days=7), 1), (timedelta(days=7, seconds=1), 2)):
        trial.now = NOW + later
        assert verdict(trial.judge(Ada=[did()])['Ada']) == SV
        assert world.asked_whole == ['Ada'] * times


def test_what_was_just_read_counts_more_than_what_is_kept() -> None:
    world = World(person(sv=100), many=False)
    trial = Trial(world)
    trial.judge(Ada=[did()])
    trial.now = NOW + timedelta(days=30)
    world.people['Ada'] = person(sv=100, en=5000)
    assert verdict(trial.judge(Ada=[did()])['Ada']) == EN


def test_a_lock_is_seen_where_many_cannot_be_asked_at_once() -> None:
    locked = Person('Ada', 1, SV, {SV: Account(SV, 100)}, 100, locked=True)
    assert Trial(World(locked, many=False)).judge(Ada=[did()])['Ada'].exclusion is Exclusion.LOCKED


def test_the_wiki_that_somebody_stated_is_asked_with_those_of_the_topic() -> None:
    world = World(person(sv=900, de=1))
    assert verdict(Trial(world, Lists(stated={'Ada': DE})).judge(Ada=[did()])['Ada']) == DE
    assert world.asked_whole == []


def test_a_bot_is_found_on_the_wiki_that_was_asked_last() -> None:
    world = World(person(sv=10, en=900))
    world.bots_here = {(EN, 'Ada')}
    assert Trial(world).judge(Ada=[did(SV)])['Ada'].exclusion is Exclusion.BOT


def test_the_first_wiki_that_could_not_be_read_is_named() -> None:
    world = World(person(sv=100, en=900))
    world.dead = {SV, EN}
    old = Trial(world).judge(Ada=[did(DE, days='2024-01-01')])['Ada']
    assert old.notes[-1] == f'out: unreadable ({EN} could not be read)'


def test_a_talk_page_that_refuses_bots_refuses_us() -> None:
    world = World(person())
    world.talk[SV, 'Ada'] = TalkPage(nobots=True)
    assert Trial(world).judge(Ada=[did()])['Ada'].exclusion is Exclusion.NOBOTS


def test_who_would_be_asked_on_a_board_is_withheld_and_on_another_wiki_it_holds_up_nobody() -> None:
    world = World(person(sv=900, en=100), person('Bo', 2, sv=900, en=1), person('Cy', 3))
    world.talk |= {(SV, name): TalkPage(board=True) for name in ('Ada', 'Bo', 'Cy')}
    judged = Trial(world).judge(Ada=[did(EN)], Bo=[did(EN)], Cy=[did()])
    assert {name: verdict(one) for name, one in judged.items()} == {'Ada': EN, 'Bo': 'board', 'Cy': 'board'}
    assert judged['Bo'].notes[-1] == (
        f'out: board (the talk page on {SV} is a discussion board, '
        'where nobody can tell what becomes of a message)'
    )
    made = funnel({'articles': 1, 'pages': 2, 'changed-pages': 2}, {}, 0, judged)
    steps = {step.name: (step.left, dict(step.dropped)) for step in made.steps[3:]}
    assert steps['reachable'] == (1, {'board': 2})
    assert steps['listed'] == (1, {})


def test_who_opted_out_on_a_board_is_said_to_have_opted_out() -> None:
    world = World(person(sv=900, en=900))
    world.talk |= {(EN, 'Ada'): TalkPage(board=True), (SV, 'Ada'): TalkPage(opted_out=True)}
    assert verdict(Trial(world).judge(Ada=[did(EN), did()])['Ada']) == 'opted-out'


def test_of_two_accounts_that_talk_pages_redirect_to_the_first_is_judged() -> None:
    world = World(person('Old', sv=500, en=500), person('B', 2), person('C', 3))
    world.talk |= {(SV, 'Old'): TalkPage(moved_to='C'), (EN, 'Old'): TalkPage(moved_to='B')}
    judged = Trial(world).judge(Old=[did(SV), did(EN)])
    assert {name: (one.name, verdict(one)) for name, one in judged.items()} == {
        'B': ('B', SV), 'Old': ('Old', 'same-person'),
    }  # fmt: skip


@pytest.mark.parametrize(
    ('account', 'out', 'reason'),
    [
        (Account(SV, 100), {}, 'no-wiki'),
        (Account(SV, 100), {SV: 'asked us not to'}, 'excluded-wiki'),
        (Account(SV, 100, block=Block.SITEWIDE), {}, 'blocked'),
    ],
)
def test_who_has_no_wiki_of_the_campaign_is_told_why(
    account: Account, out: dict[str, str], reason: str
) -> None:
    ada = Person('Ada', 1, SV, {SV: account}, 100)
    one = Trial(World(ada), Lists(wikis_out=out), hosts=frozenset({EN})).judge(Ada=[did()])['Ada']
    assert verdict(one) == reason
    assert (f'nobody is asked on {SV}: asked us not to' in one.notes) is bool(out)
