"""build_targets on real MediaWiki: the world's truth for every rule, faults, and what people do meanwhile."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import signal
import sqlite3
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from outreach.audience import funnel
from outreach.lists.deliverylist import parse
from outreach.lists.merge import person_of

from sandbox import gateway, pwb_folder
from sandbox.farm import Farm
from sandbox.wikis import BY_DBNAME, WIKIS
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, TRUTH, build
from sandbox.worlds.medicine_articles import articles
from sandbox.worlds.medicine_meta import CAMPAIGN, DO_NOT_CONTACT, TARGETS
from sandbox.worlds.medicine_people import people
from tests.sandbox.tools.network_faults import Fault, faulty_proxy
from tests.sandbox.tools.olderwikis import tells_of_many

META = 'meta.wikimedia.test'
WIKIPEDIAS = {wiki.dbname for wiki in WIKIS if wiki.host.endswith('.wikipedia.test')}
REVERTS = {'mw-reverted', 'mw-undo', 'mw-rollback', 'mw-manual-revert'}
# A list of its own has no memory of what people did to the campaign's list.
FRESH = {
    **{name: truth.host for name, truth in TRUTH.items() if truth.host and name != 'Hanna Handmade'},
    'Tom Removed': 'nl.wikipedia.test',
}


@pytest.fixture(scope='module', autouse=True)
def as_the_world_made_it(farm: Farm, world_snapshot: Path) -> Iterator[None]:
    farm.restore(world_snapshot)
    yield
    farm.restore(world_snapshot)


def build_targets(farm: Farm, *args: str, code: int = 0, **how: Any) -> str:
    """Run the script for the campaign and return what it said."""
    done = farm.pwb('build_targets', f'-campaign:{CAMPAIGN}', *args, **how)
    assert done.returncode == code, done.stdout
    return done.stdout


def listed(farm: Farm, title: str) -> dict[str, str]:
    """Return who is on a list, with the host; nobody may be there twice."""
    targets = parse(farm.client(META).text(title) or '', META).targets
    names = [person_of(target) or str(target) for target in targets]
    assert len(names) == len(set(names))
    return {name: target.host for name, target in zip(names, targets, strict=True)}


# -- the truth, by the world's own revisions


@cache
def topic_edits() -> dict[str, list[tuple[str, str, int]]]:
    """Return (wiki, page, bytes) of every edit to the topic that counts, by person."""
    now = datetime.now(UTC)
    world = build(now)
    pages = {(page.wiki, page.title): page for page in world.pages}
    found = defaultdict(list)
    for article in articles():
        for wiki, title in article.titles.items() if article.banner else ():
            before = 0
            for revision in pages[wiki, title].revisions:
                size = len(revision.text.encode())
                recent = revision.time > now - timedelta(days=5 * 365)
                if recent and not revision.deleted and not REVERTS & {*revision.tags}:
                    found[revision.user].append((wiki, title, size - before))
                before = size
    return dict(found)


def figures(name: str) -> tuple[int, int, int]:
    """Return a person's edits, pages and bytes added."""
    by_page: dict[tuple[str, str], int] = defaultdict(int)
    edits = topic_edits().get(name, [])
    for wiki, title, size in edits:
        by_page[wiki, title] += size
    return len(edits), len(by_page), sum(max(0, size) for size in by_page.values())


RULES: dict[str, tuple[tuple[str, ...], Callable[[int, int, int], bool]]] = {
    'edits or bytes': (('-minpages:0',), lambda e, p, b: e >= 5 or b >= 2000),
    'pages alone': (('-minedits:0', '-minbytes:0'), lambda e, p, b: p >= 3),
    'all three': (
        ('-minedits:4', '-minbytes:700', '-need:all'),
        lambda e, p, b: e >= 4 and p >= 3 and b >= 700,
    ),
}


@pytest.mark.parametrize('rule', RULES)
def test_the_truth_holds_for_each_plain_rule(farm: Farm, rule: str) -> None:
    options, met = RULES[rule]
    title = f'Lists/{rule}'
    build_targets(farm, '-always', f'-list:{title}', *options)
    expected = {name: host for name, host in FRESH.items() if met(*figures(name))}
    assert listed(farm, title) == expected


@pytest.mark.parametrize('least', [30])
def test_the_score_leaves_nobody_in_whom_the_truth_leaves_out(farm: Farm, least: int) -> None:
    title = f'Lists/score {least}'
    build_targets(farm, '-always', f'-list:{title}', '-rule:score', f'-minscore:{least}')
    found = listed(farm, title)
    # who is below the plain rule may score; every other reason holds for any rule
    below = {name for name, truth in TRUTH.items() if truth.reason == 'below-rule'}
    assert {name: host for name, host in found.items() if name not in below}.items() <= FRESH.items()
    assert found


def by_main_wiki(name: str) -> str:
    """Return the Wikipedia with most edits where the person is not blocked."""
    person = next(one for one in people() if one.name == name)
    free = {wiki: n for wiki, n in person.counts.items() if wiki in WIKIPEDIAS and wiki not in person.blocks}
    free |= {wiki: person.counts[wiki] for wiki, kind in person.blocks.items() if kind != 'infinite'}
    return BY_DBNAME[max(free, key=lambda wiki: free[wiki])].host


def by_home_wiki(name: str) -> str:
    """Return the home wiki where it is a Wikipedia without a block, else the main one."""
    person = next(one for one in people() if one.name == name)
    blocked = person.blocks.get(person.home) == 'infinite'
    return by_main_wiki(name) if blocked or person.home not in WIKIPEDIAS else BY_DBNAME[person.home].host


@pytest.mark.parametrize(('choice', 'expected'), [('main', by_main_wiki), ('home', by_home_wiki)])
def test_the_truth_holds_for_each_choice_of_wiki(farm: Farm, choice: str, expected: object) -> None:
    title = f'Lists/{choice}'
    build_targets(farm, '-always', f'-list:{title}', f'-wikiof:{choice}')
    assert callable(expected)
    assert listed(farm, title) == {name: expected(name) for name in FRESH}


# -- sources


@pytest.mark.parametrize(
    'source',
    [
        '-category:WikiProject Medicine articles',
        '-banner:Template:WPMED',
    ],
)
def test_the_same_topic_by_another_source(farm: Farm, source: str) -> None:
    title = f'Lists/{source[1:].replace(":", " ")}'
    wikis, here = '-wikis:*.wikipedia.test', '-source:en.wikipedia.test'
    done = farm.pwb('build_targets', source, wikis, here, f'-list:{title}', '-always', '-maxwikis:30')
    assert done.returncode == 0, done.stdout
    assert '24  articles' in done.stdout
    assert listed(farm, title) == FRESH | {'Xenia Excluded': 'it.wikipedia.test'}


def test_pages_of_every_kind_of_source_come_together(farm: Farm, tmp_path: Path) -> None:
    path = tmp_path / 'titles.txt'
    path.write_text('Malaria\nTalk:Malaria\nCholera\n', encoding='utf-8')
    done = farm.pwb(
        'build_targets', '-source:en.wikipedia.test', '-list:Lists/mixed', f'-file:{path}', '-page:Asthma',
        '-prefix:Tuber', '-prefix:Diab', '-estimate',
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert '110 pages' in done.stdout  # 22 + 18 + 30 + 24 + 16 sitelinks


SOURCES = {
    '-banner:No such thing': 'no Template:No such thing',
    '-category:No such category': 'no Category:No such category',
    '-page:No such page': 'No such page: there is no page No such page',
    '-page:User:Somebody': 'User:Somebody: is not an article',
    '-links:No such page': 'no page No such page',
    '-prefix:Zzzz': '-prefix:Zzzz: gives no article',
    '-petscan:12345': '-petscan:12345: the service gave no usable answer',
    '-pagepile:12345': '-pagepile:12345: the service gave no usable answer',
    '-sparql:SELECT ?item {}': 'the service gave no usable answer',
}
BAD = [
    ([*SOURCES], [*SOURCES.values()]),
    (['-banner:X', '-wikis:*.wikivoyage.test'], ['fits no open wiki']),
    (
        ['-banner:X', '-exclude:No such page'],
        ['-exclude:No such page: there is no such page on meta.wikimedia.test'],
    ),
]


@pytest.mark.parametrize(('args', 'texts'), BAD)
def test_all_bad_input_is_named_and_nothing_is_written(farm: Farm, args: list[str], texts: list[str]) -> None:
    done = farm.pwb('build_targets', '-source:en.wikipedia.test', '-list:Lists/bad', *args, '-always')
    assert done.returncode == 2, done.stdout
    for text in texts:
        assert text in done.stdout
    assert farm.client(META).text('Lists/bad') is None


def test_an_unknown_source_wiki(farm: Farm) -> None:
    done = farm.pwb('build_targets', '-source:xx.wikipedia.test', '-banner:X', '-list:L', '-always')
    assert done.returncode == 2
    assert 'is no wiki of this farm' in done.stdout


def test_a_protected_list_is_refused_before_anything_is_written(wiki_state: Farm) -> None:
    admin = wiki_state.login('Meta admin')
    admin.edit('Lists/protected', 'Here be people')
    admin.call(action='protect', title='Lists/protected', protections='edit=sysop', token=admin.token())
    before = wiki_state.client(META).text(f'{CAMPAIGN}/Funnel')
    said = build_targets(wiki_state, '-list:Lists/protected', '-active:30', '-always', code=2)
    assert 'Lists/protected: cannot be edited' in said
    assert wiki_state.client(META).text('Lists/protected') == 'Here be people'
    assert wiki_state.client(META).text(f'{CAMPAIGN}/Funnel') == before


# -- what people do meanwhile


def test_people_and_script_share_the_list(wiki_state: Farm) -> None:
    farm = wiki_state
    build_targets(farm, '-always')
    assert listed(farm, TARGETS) == {name: truth.host for name, truth in TRUTH.items() if truth.host}
    text = farm.client(META).text(TARGETS) or ''
    organizer = farm.login(ORGANIZER)
    line = '* {{target | user = Ingrid Ek | site = sv.wikipedia.test }}\n'
    assert line in text
    by_hand = '* {{target | user = Casual Cora | site = en.wikipedia.test}} <!-- a friend -->\n'
    organizer.edit(TARGETS, text.replace(line, '') + '\n' + by_hand)
    farm.login(ORGANIZER, 'en.wikipedia.test').edit(
        'User talk:Grace Abara', '[[Category:Wikipedians who opt out of message delivery]]'
    )
    said = build_targets(farm, '-always')
    assert '- User talk:Grace Abara@en.wikipedia.test' in said
    after = listed(farm, TARGETS)
    assert {'Ingrid Ek', 'Grace Abara'} & set(after) == set()
    assert after['Casual Cora'] == 'en.wikipedia.test'
    assert by_hand.rstrip() in (farm.client(META).text(TARGETS) or '')
    assert 'Nothing to write' in build_targets(farm, '-always')
    said = build_targets(farm, '-always', '-minedits:12', '-need:all', code=3)
    assert '[shrinks]' in said
    assert listed(farm, TARGETS) == after
    build_targets(farm, '-always', '-minedits:12', '-need:all', '-accept:shrinks')
    assert {'Hanna Handmade', 'Casual Cora'} <= set(listed(farm, TARGETS)) < set(after)


def kept_about(farm: Farm, name: str) -> list[str]:
    """Return the files of the operator that hold a name, the evidence with what it packs among them."""
    folder = farm.pwb_directory(OPERATOR)
    files = [path for path in folder.rglob('*') if path.is_file() and path.parent.name != 'logs']
    found = [path.name for path in files if name.encode() in path.read_bytes()]
    with closing(sqlite3.connect(folder / 'outreach' / 'evidence.sqlite')) as db:
        edits = [zlib.decompress(blob) for (blob,) in db.execute('SELECT edits FROM page')]
    return [*found, *('edits' for one in edits if name.encode() in one)]


def test_a_name_that_is_hidden_goes_at_the_next_run_and_whoever_asks_is_forgotten(wiki_state: Farm) -> None:
    farm, hidden, asked = wiki_state, 'Ingrid Ek', 'Grace Abara'
    # what other tests kept of lists that are not made again here
    shutil.rmtree(farm.pwb_directory(OPERATOR) / 'outreach', ignore_errors=True)
    build_targets(farm, '-always')
    assert {hidden, asked} <= set(listed(farm, TARGETS))
    assert {'edits', 'evidence.sqlite'} <= set(kept_about(farm, hidden))
    # as Special:CentralAuth hides an account: everywhere, and by a block that hides it on each wiki
    farm.sql('centralauth', 'UPDATE globaluser SET gu_hidden_level = 2 WHERE gu_name = ?', hidden)
    # the real CentralAuth keeps accounts in a cache
    central = 'MediaWiki\\Extension\\CentralAuth\\User\\CentralAuthUser'
    farm.evaluate(
        'metawiki',
        f"if ( method_exists( '{central}', 'quickInvalidateCache' ) ) "
        f"{{ {central}::getPrimaryInstanceByName( '{hidden}' )->quickInvalidateCache(); }}",
    )
    farm.evaluate(
        'svwiki',
        'MediaWiki\\MediaWikiServices::getInstance()->getBlockUserFactory()->newBlockUser('
        f"'{hidden}', User::newSystemUser( 'Hider', [ 'steal' => true ] ), 'infinity', 'hidden', "
        "[ 'isHideUser' => true ] )->placeBlockUnsafe();",
    )
    if not tells_of_many(farm):
        # what is told of one person at a time is kept for a week
        shutil.rmtree(farm.pwb_directory(OPERATOR) / 'outreach')
    assert f'- User talk:{hidden}@sv.wikipedia.test' in build_targets(farm, '-always')
    for title in (TARGETS, f'{CAMPAIGN}/Funnel'):
        assert hidden not in (farm.client(META).text(title) or '')
    assert kept_about(farm, hidden) == []
    assert kept_about(farm, asked)
    assert f'Forgot {asked}: ' in build_targets(farm, f'-forget:{asked}')
    assert kept_about(farm, asked) == []
    assert asked in listed(farm, TARGETS), 'pages are edited by people, or hidden by the wiki'


def test_nobody_is_asked_who_was_asked_lately_by_anybody(wiki_state: Farm) -> None:
    other = wiki_state.login(OPERATOR)
    other.edit('Other campaign', '{{#target:User talk:Ingrid Ek|sv.wikipedia.test}}')
    other.call(
        action='massmessage', spamlist='Other campaign', subject='Hi', message='Hello', token=other.token()
    )
    said = build_targets(wiki_state, '-always', '-explain:Ingrid Ek')
    assert 'contacted (on Other campaign, sent' in said
    assert 'Ingrid Ek' not in listed(wiki_state, TARGETS)
    build_targets(wiki_state, '-always', '-list:Lists/no cooldown', '-cooldown:0')
    assert 'Ingrid Ek' in listed(wiki_state, 'Lists/no cooldown')


def test_nobody_is_asked_on_a_wiki_that_said_no(wiki_state: Farm) -> None:
    swedish = 'sv.wikipedia.test'
    wiki_state.login(ORGANIZER).edit('Lists/no', f'* {swedish}: decided at the village pump')
    exclude = (f'-exclude:{DO_NOT_CONTACT}', '-exclude:Lists/no')
    said = build_targets(wiki_state, '-always', '-list:Lists/others', *exclude, '-explain:Ingrid Ek')
    assert f'nobody is asked on {swedish}: decided at the village pump' in said
    assert f'Nobody is asked on {swedish}: decided at the village pump\n' in said
    assert ' excluded wiki' in said.partition('  reachable ')[2].partition('\n')[0]
    found = listed(wiki_state, 'Lists/others')
    assert swedish not in found.values()
    assert {name: host for name, host in FRESH.items() if host != swedish}.items() <= found.items()
    there = {name for name, host in FRESH.items() if host == swedish}
    assert set(found) & there, 'nobody of them could be asked on another wiki'
    assert there - set(found), 'all of them could'


def test_a_wiki_that_does_not_say_how_to_opt_out_has_its_people_withheld(wiki_state: Farm) -> None:
    wiki_state.php(
        'svwiki', 'edit.php', 'MediaWiki:Massmessage-optout-category', stdin='<noinclude></noinclude> '
    )
    said = build_targets(wiki_state, '-always', code=1)
    assert 'sv.wikipedia.test could not be read' in said
    found = listed(wiki_state, TARGETS)
    there = {name for name, host in found.items() if host == 'sv.wikipedia.test'}
    assert there == {'Nora Oldname'}  # whom a person put there
    assert 'Grace Abara' in found


def test_who_would_be_asked_on_a_board_is_withheld_in_a_step_that_adds_up(wiki_state: Farm) -> None:
    """As wikis with Flow tell of one, which the sandbox has not: their answer is played."""
    name, host = next((name, host) for name, host in FRESH.items() if TRUTH[name].host == host)

    def board(asked: str, reply: dict[str, Any]) -> None:
        for one in reply.get('query', {}).get('pages', ()):
            if one['title'].endswith(f':{name}') and one['ns'] == 3 and 'contentmodel' in one:
                one['contentmodel'] = 'flow-board'

    with gateway.running(wiki_state.proxy, change=board) as proxy:
        said = build_targets(wiki_state, '-always', f'-explain:{name}', proxy=proxy.url)
    assert f'  out: board (the talk page on {host} is a discussion board' in said
    assert 'decided: board' in said
    assert name not in listed(wiki_state, TARGETS)
    made = funnel.from_wikitext(wiki_state.client(META).text(f'{CAMPAIGN}/Funnel') or '')
    chosen = [step for step in made.steps[3:] if step.name not in funnel.BY_PEOPLE]
    for before, after in itertools.pairwise(chosen):
        assert after.left == before.left - sum(after.dropped.values())
    assert {step.name: step.dropped.get('board') for step in made.steps}['reachable'] == 1


def test_a_stop_page_stops(wiki_state: Farm) -> None:
    wiki_state.login(ORGANIZER).edit(f'{CAMPAIGN}/stop', 'Please wait')
    said = build_targets(wiki_state, '-list:Lists/stopped', '-always', code=3)
    assert 'says stop: Please wait' in said
    assert wiki_state.client(META).text('Lists/stopped') is None


# -- faults


def test_a_dead_wiki_does_not_stop_the_rest(farm: Farm) -> None:
    title = 'Lists/dead wiki'
    build_targets(farm, '-list:Lists/whole', '-always')
    with faulty_proxy(
        farm.proxy, lambda url, body: Fault.HTML_502 if 'fr.wikipedia.test' in url else None
    ) as proxy:
        said = build_targets(farm, f'-list:{title}', '-always', code=1, proxy=proxy.url)
        again = build_targets(farm, '-list:Lists/whole', '-always', code=1, proxy=proxy.url)
    assert '- User talk' not in again
    assert listed(farm, 'Lists/whole') == FRESH
    assert 'fr.wikipedia.test could not be read' in said
    assert listed(farm, title) == {name: host for name, host in FRESH.items() if host != 'fr.wikipedia.test'}


def test_a_shaky_network_changes_nothing(farm: Farm) -> None:
    faults = itertools.cycle([Fault.TOO_MANY, Fault.LOST_BEFORE, Fault.HTML_502, Fault.LOST_AFTER])
    numbers = itertools.count(1)

    def choose(url: str, body: str) -> Fault | None:
        reads = 'action=query' in f'{url}{body}' and 'meta=tokens' not in f'{url}{body}'
        return next(faults) if reads and next(numbers) % 40 == 0 else None

    with faulty_proxy(farm.proxy, choose) as proxy:
        build_targets(farm, '-list:Lists/shaky', '-always', proxy=proxy.url)
        assert len(proxy.spoilt) > 3
    assert listed(farm, 'Lists/shaky') == FRESH


def read_so_far(folder: Path) -> int:
    """Count the pages that a running script has put into its cache."""
    path = folder / 'outreach' / 'evidence.sqlite'
    try:
        with closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as cache:
            return int(cache.execute('SELECT COUNT(*) FROM page').fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize('seed', range(int(os.environ.get('KILLS', '2'))))
def test_a_run_killed_at_any_moment_goes_on_and_gives_the_same_list(farm: Farm, seed: int) -> None:
    title = f'Lists/killed {seed}'
    folder = farm.pwb_directory(OPERATOR)
    for path in (folder / 'outreach').glob('evidence.sqlite*'):
        path.unlink()
    with pwb_folder.start(
        folder, 'build_targets', f'-campaign:{CAMPAIGN}', f'-list:{title}', '-always'
    ) as run:
        moment = random.Random(seed)
        pages = moment.randrange(0, 420)  # of 297: one time in three all are read and people are judged
        while run.poll() is None and read_so_far(folder) < min(pages, 297):
            time.sleep(0.02)
        time.sleep(moment.uniform(0, 2) if pages > 297 else 0)
        run.send_signal(signal.SIGKILL)
    build_targets(farm, f'-list:{title}', '-always')
    assert listed(farm, title) == FRESH


# -- cost and result


def test_the_list_does_not_depend_on_the_cache(farm: Farm) -> None:
    texts = []
    for title in ('Lists/first', 'Lists/second'):
        for path in (farm.pwb_directory(OPERATOR) / 'outreach').glob('evidence.sqlite*'):
            path.unlink()
        build_targets(farm, f'-list:{title}', '-always')
        texts.append(farm.client(META).text(title))
    assert texts[0] == texts[1]


def requests(said: str) -> int:
    [count] = re.findall(r'(?m)^([\d,]+) requests: ', said)
    return int(count.replace(',', ''))


def test_a_second_run_pays_for_changed_pages_only(wiki_state: Farm) -> None:
    farm = wiki_state
    for path in (farm.pwb_directory(OPERATOR) / 'outreach').glob('evidence.sqlite*'):
        path.unlink()
    first = build_targets(farm, '-simulate')
    second = build_targets(farm, '-simulate')
    farm.login(ORGANIZER, 'en.wikipedia.test').edit('Malaria', 'New text')
    third = build_targets(farm, '-simulate')
    assert requests(second) < requests(first) - 250
    assert requests(third) == requests(second) + 1
    assert ' · ' in first and 'This is told in words' in first
    assert 'inline-size' not in first + third


def test_an_estimate_reads_no_edits(farm: Farm) -> None:
    for path in (farm.pwb_directory(OPERATOR) / 'outreach').glob('evidence.sqlite*'):
        path.unlink()
    said = build_targets(farm, '-estimate')
    assert '297 must be read' in said
    assert 'listed' not in said


def test_a_long_list_is_split_by_language(farm: Farm) -> None:
    build_targets(farm, '-list:Lists/long', '-perlist:10', '-always')
    pages = farm.api(META, action='query', list='allpages', apprefix='Lists/long/', aplimit='max')
    titles = [page['title'] for page in pages['query']['allpages']]
    assert {'Lists/long/sv', 'Lists/long/en/1', 'Lists/long/en/2'} <= set(titles)
    found: dict[str, str] = {}
    for title in titles:
        part = listed(farm, title)
        assert len(part) <= 10
        assert not found.keys() & part.keys()
        found |= part
    assert found == FRESH
    assert 'Nothing to write' in build_targets(farm, '-list:Lists/long', '-perlist:10', '-always')


def test_the_funnel_on_the_wiki_adds_up(wiki_state: Farm) -> None:
    build_targets(wiki_state, '-always')
    made = funnel.from_wikitext(wiki_state.client(META).text(f'{CAMPAIGN}/Funnel') or '')
    steps = {step.name: step for step in made.steps}
    assert (steps['articles'].left, steps['pages'].left) == (24, 318)
    people_steps = [step for step in made.steps[3:] if step.name not in funnel.BY_PEOPLE]
    for before, after in itertools.pairwise(people_steps):
        assert after.left == before.left - sum(after.dropped.values())
    by_reason = {reason: count for step in made.steps for reason, count in step.dropped.items()}
    for reason in (
        'opted-out',
        'nobots',
        'bot',
        'locked',
        'blocked',
        'inactive',
        'too-many-wikis',
        'left',
    ):
        assert by_reason[reason] == sum(truth.reason == reason for truth in TRUTH.values()), reason
