"""map_channels on real wikis: pumps by people, bots and mass messages, in many languages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from outreach.channels import directory

from sandbox.farm import Farm
from sandbox.hyperkitty import Archive, site
from sandbox.news import news_server
from sandbox.wikis import BY_DBNAME
from sandbox.worlds.medicine_pumps import DIRECTORY, VERDICTS, title_of
from tests.sandbox.conftest import Pwb
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.spoilt_sends import run_spoilt
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, SEND, Stage

PUMPS = 'Outreach/Medicine/Pumps'
LANGUAGES = 'Outreach/Medicine/Languages'
KINDS = ('-kind:village pump=Q16503', '-kind:embassy=Q90000001', '-measure')


def measuring(*languages: str) -> tuple[str, ...]:
    """Return the options that measure pumps and embassies of the Wikipedias in these languages."""
    wikis = (f'-wikis:{language}.wikipedia.test' for language in languages)
    return '-campaign:Outreach/Medicine', *wikis, *KINDS


ASKED = measuring('*')


def page(farm: Farm, title: str) -> str:
    return farm.login('Organizer').text(title) or ''


def rows(text: str) -> dict[str, dict[str, str]]:
    """Return the cells of each row by its id and the name of their column."""
    found = {}
    for row in text.split('|-\n')[1:]:
        cells = [line.removeprefix('|').strip() for line in row.split('\n|}')[0].splitlines()]
        name = re.match(r'<!-- id:(.*?) -->', cells[0])
        if name:
            found[name[1]] = dict(zip(directory.SHOWN, cells, strict=True))
    return found


def pump(farm: Farm, wiki: str) -> dict[str, str]:
    """Return the row of the pump of a wiki."""
    return rows(page(farm, DIRECTORY))[f'village pump {BY_DBNAME[wiki].host}']


# contract of channels: M1, M2, M9, M12, M13, M19
def test_the_pumps_of_all_wikis_are_listed_with_their_verdicts_and_nothing_dead_is_sent_to(
    wiki_state: Farm, pwb: Pwb
) -> None:
    done = pwb('map_channels', *ASKED, f'-targets:{PUMPS}', '-always')
    assert done.returncode == 0, done.stdout
    told = {
        name: cells['verdict'].partition('<br />')[0][2:]
        for name, cells in rows(page(wiki_state, DIRECTORY)).items()
    }
    wanted = {f'village pump {BY_DBNAME[wiki].host}': verdict for wiki, verdict in VERDICTS.items()}
    assert {name: told[name] for name in wanted} == wanted
    assert told['embassy da.wikipedia.test'] == 'alive'
    listed = page(wiki_state, PUMPS)
    for wiki, verdict in VERDICTS.items():
        line = f'| page = {title_of(wiki)} | site = {BY_DBNAME[wiki].host} }}}}'
        assert (line in listed) == (verdict not in ('dead', 'not measurable') and wiki != 'dawiki'), wiki
    assert 'Wikipedia diskussion:Embassy | site = da.wikipedia.test' in listed

    before = wiki_state.sql('metawiki', 'SELECT MAX(rev_id) FROM revision')
    again = pwb('map_channels', *ASKED, f'-targets:{PUMPS}', '-always')
    assert (again.returncode, 'Saved' in again.stdout) == (0, False), again.stdout
    assert wiki_state.sql('metawiki', 'SELECT MAX(rev_id) FROM revision') == before


# contract of channels: A11, M12, M13, M14
def test_pumps_in_other_scripts_are_read_alike(wiki_state: Farm, pwb: Pwb) -> None:
    few = measuring('sv', 'ru', 'ar', 'th', 'zh')
    pwb('map_channels', *few, '-always')
    figure = re.compile(r'(?:people who posted|topics answered|by machines): (\d+(?: of \d+)?)')
    for wiki in ('svwiki', 'ruwiki', 'arwiki', 'thwiki', 'zhwiki'):
        assert figure.findall(pump(wiki_state, wiki)['verdict']) == ['2', '2 of 2', '33'], wiki
    text = page(wiki_state, DIRECTORY)
    pwb('map_channels', *few, '-window:364', '-silent:1000', '-always')
    now = page(wiki_state, DIRECTORY)
    wanted = {'Measured over 365 days': 'Measured over 364 days', 'in 1095 days': 'in 1000 days'}
    for old, new in wanted.items():
        assert (text.count(old), text.count(new), now.count(old), now.count(new)) == (1, 0, 0, 1)


# contract of channels: A6, M19
def test_announcements_reach_the_pumps_that_take_them_and_none_of_the_dead(stage: Stage) -> None:
    stage.prepare()
    list_page = f'{CAMPAIGN}/Targets'
    made = stage.farm.pwb(
        'map_channels', f'-channels:{CAMPAIGN}/Channels', f'-targets:{list_page}', *ASKED[1:], '-always'
    )
    assert made.returncode == 0, made.stdout
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    reached = {
        wiki
        for wiki in VERDICTS
        if 'Text of the message.' in (stage.farm.client(BY_DBNAME[wiki].host).text(title_of(wiki)) or '')
    }
    taken = {wiki for wiki, verdict in VERDICTS.items() if verdict not in ('dead', 'not measurable')}
    assert reached == taken - {'dawiki'}
    embassy = stage.farm.client('da.wikipedia.test').text('Wikipedia diskussion:Embassy')
    assert 'Text of the message.' in (embassy or ''), 'a text in another language goes to the embassy'


# contract of channels: M4
def test_mailing_lists_are_measured_over_https_and_nobody_in_them_is_named(
    wiki_state: Farm, pwb: Pwb
) -> None:
    archives = {
        'talk': Archive(tuple((f'Zq9 subject {n}', 3 + n, n % 2) for n in range(30))),
        'old': Archive((('Zq9 hello', 700, 4),)),
        'closed': Archive((('Zq9 new', 1, 4),), '[ARCHIVED] use the forum'),
        'board': Archive((('Zq9 secret', 1, 4),), policy='private'),
    }
    host = 'lists.example.test'
    asked = [f'-lists:{name}@{host}' for name in (*archives, 'nowhere')]
    with news_server(wiki_state.directory) as server:
        server.hosts[host] = site(host, archives, datetime.now(UTC))
        done = pwb('map_channels', '-campaign:Outreach/Medicine', '-wikis:sv.wikipedia.test', '-measure',
                   *asked, '-always')  # fmt: skip
        assert done.returncode == 0, done.stdout
        assert Counter(request.host for request in server.requests) == {host: 3 * len(asked)}
    told = rows(page(wiki_state, DIRECTORY))
    verdicts = [
        told[f'mailing list {name}@{host}']['verdict'].partition('<br />')[0][2:] for name in archives
    ]
    assert verdicts == ['alive', 'dead', 'dead', 'not measurable']
    assert 'people who posted: 2 (in the last 45 mails)' in told[f'mailing list talk@{host}']['verdict']
    assert 'topics answered: 15 of 30' in told[f'mailing list talk@{host}']['verdict']
    assert 'Zq9' not in page(wiki_state, DIRECTORY) + done.stdout


LOG = """<!-- outreach:begin log -->
{| class="wikitable"
! Date !! Channel !! Wiki !! Language !! Status !! Reach
|-
| 2026-11-01 || Village pump || sv.wikipedia.test || sv || sent || 10
|-
| 2026-11-01 || Village pump || de.wikipedia.test || de || planned ||
|}
<!-- outreach:end log -->"""
KEPT = """<!-- outreach:begin channels -->
{| class="wikitable"
! Language !! Channel !! How alive !! Survey !! Results !! Materials !! What people decided !! Owner
|-
| sv || https://chat.example.test/sv || || [https://survey.example.test/sv Svara] || \
[https://results.example.test/1 Report]: 40 people || [[Outreach/Leaflet]] || alive ~~~~ || [[User:Organizer]]
|}
<!-- outreach:end channels -->"""


# contract of channels: M5, M18, M24, M25, M28
def test_each_language_is_shown_with_its_liaisons_and_what_was_announced_in_it(
    wiki_state: Farm, pwb: Pwb
) -> None:
    meta = wiki_state.login('Organizer')
    meta.edit('Outreach/Liaisons', '* sv, xh: [[User:Organizer]]\n* [[User:Åsa Öberg]] {{#babel:ru|en-2}}')
    meta.edit('Outreach/Log', LOG)
    meta.edit(DIRECTORY, KEPT)
    few = measuring('sv', 'de', 'ru')
    done = pwb('map_channels', *few, f'-languages:{LANGUAGES}', '-liaisons:Outreach/Liaisons',
               '-promotionlog:Outreach/Log', '-always')  # fmt: skip
    assert done.returncode == 0, done.stdout
    told = {
        row.splitlines()[0].rpartition('| ')[2]: row.splitlines()[1:]
        for row in re.split(r'\|- .*\n', page(wiki_state, LANGUAGES))[2:]
    }
    assert [told[code][2] for code in ('sv', 'de', 'ru')] == ['| yes', '| no', '| no']
    assert 'User:Organizer' in told['sv'][1]
    assert 'User:Åsa Öberg' in told['ru'][1]
    assert 'no liaison' not in told['ru'][7]
    assert 'no liaison' in told['de'][7]
    leaflet = '[//meta.wikimedia.test/wiki/Outreach/Leaflet Outreach/Leaflet]'
    asked = '[//meta.wikimedia.test/wiki/User:Organizer User:Organizer]'
    ending = f'{asked} · https://survey.example.test/sv · {leaflet}'
    survey, results, materials, to_copy = (line.removeprefix('|').strip() for line in told['sv'][3:7])
    report = 'https://results.example.test/1'
    assert (survey, results, materials) == ('https://survey.example.test/sv', report, leaflet)
    assert to_copy == f'<code><nowiki>{ending}</nowiki></code>'
    assert '✓ said to be alive' in told['sv'][0]
    context = 'sv<br />https://chat.example.test/sv'
    assert f'| {report}\n| {context}\n| Report: 40 people\n' in page(wiki_state, LANGUAGES)
    assert '| ✓ said to be alive<br /><small>cannot be measured; signed by Organizer' in page(
        wiki_state, DIRECTORY
    )
    theirs = pwb('map_channels', *few, '-owner:User:Organizer', '-always').stdout
    assert '  https://chat.example.test/sv: said to be alive\n' in theirs
    assert 'Saved' not in theirs, theirs


# contract of channels: A10, M8, M10
def test_what_people_write_and_delete_in_the_directory_holds(wiki_state: Farm, pwb: Pwb) -> None:
    pwb('map_channels', *measuring('sv', 'fi'), '-always')
    text = page(wiki_state, DIRECTORY)
    swedish = next(row for row in text.split('|-\n') if 'id:village pump sv.wikipedia.test' in row)
    finnish = next(row for row in text.split('|-\n') if 'id:village pump fi.wikipedia.test' in row)
    lines = swedish.split('\n')
    lines[3] = '| Telegram, ask [[User:Organizer]]'
    edited = text.replace(swedish, '\n'.join(lines)).replace(f'|-\n{finnish}', '')
    wiki_state.login('Organizer').edit(DIRECTORY, edited)
    done = pwb('map_channels', *measuring('sv', 'fi'), f'-targets:{PUMPS}', '-always')
    assert done.returncode == 0, done.stdout
    assert page(wiki_state, DIRECTORY) == edited
    assert 'sv.wikipedia.test' not in page(wiki_state, PUMPS)


# contract of channels: A8
def test_a_moved_pump_keeps_its_row_and_is_measured_where_it_is_now(wiki_state: Farm, pwb: Pwb) -> None:
    pwb('map_channels', *measuring('sv'), '-always')
    admin = wiki_state.login('Meta admin', 'sv.wikipedia.test')
    admin.edit('Wikipedia:Bybrunnen', 'En ny plats.')
    admin.edit(title_of('svwiki'), '#OMDIRIGERING [[Wikipedia:Bybrunnen]]')
    pwb('map_channels', *measuring('sv'), '-always')
    cells = pump(wiki_state, 'svwiki')
    assert 'Village pump' in cells['channel']
    assert cells['verdict'].startswith('? not measurable')  # the new page has no history yet
    assert 'Wikipedia:Bybrunnen' in cells['verdict']


# contract of channels: M16
def test_on_a_wiki_with_discussiontools_comments_are_known_by_their_tags(wiki_state: Farm, pwb: Pwb) -> None:
    host, title = BY_DBNAME['thwiki'].host, title_of('thwiki')
    asks, answers = wiki_state.login('Organizer', host), wiki_state.login('Meta admin', host)
    asks.call(action='edit', title=title, section='new', sectiontitle='คำถามใหม่', text='ใครรู้บ้าง ~~~~',
              token=asks.token())  # fmt: skip
    for text in ('\n: I do, and will tell you. ~~~~', '\n[[Category:Pumps]]'):
        answers.call(action='edit', title=title, appendtext=text, token=answers.token())
    wiki_state.run_jobs()
    reply = answers.call(action='query', prop='revisions', titles=title, rvprop='tags', rvlimit=3)
    category, answer, topic = (one['tags'] for one in reply['query']['pages'][0]['revisions'])
    real = any(one.name == 'Echo' for one in wiki_state.setup.extensions)
    tag = 'discussiontools-added-comment'
    assert (tag in topic, tag in answer, tag in category) == (real, real, False)
    pwb('map_channels', *measuring('th'), '-always')
    people, machines = 4 + 1 + (tag in answer), 2
    share = round(100 * machines / (machines + people))
    assert f'by machines: {share} %' in pump(wiki_state, 'thwiki')['verdict']


# contract of channels: A4
def test_an_index_that_only_shows_its_subpages_is_never_dead(wiki_state: Farm, pwb: Pwb) -> None:
    wiki_state.login('Meta admin', 'eo.wikipedia.test').edit(title_of('eowiki'), '{{/2026}}')
    wiki_state.run_jobs()
    pwb('map_channels', *measuring('eo', 'ro'), '-always')
    assert pump(wiki_state, 'eowiki')['verdict'].startswith('? not measurable<br />an index of 1 subpage')
    assert pump(wiki_state, 'rowiki')['verdict'].startswith('✗ dead')


# contract of channels: M17
def test_a_wiki_that_does_not_answer_keeps_its_figures_and_its_place_on_the_list(
    wiki_state: Farm, pwb: Pwb
) -> None:
    command = ('map_channels', *measuring('sv', 'de'), f'-targets:{PUMPS}', '-always')
    assert pwb(*command).returncode == 0
    before = page(wiki_state, DIRECTORY), page(wiki_state, PUMPS)
    broken = wiki_state.data / 'svwiki.sqlite'
    broken.write_bytes(b'no database')
    done = pwb(*command)
    assert (done.returncode, 'sv.wikipedia.test: not measured today' in done.stdout) == (1, True), done.stdout
    assert (page(wiki_state, DIRECTORY), page(wiki_state, PUMPS)) == before


# contract of channels: M11
def test_a_run_that_is_killed_at_any_write_comes_to_the_same_when_it_is_run_again(wiki_state: Farm) -> None:
    titles = (DIRECTORY, LANGUAGES, PUMPS)
    command = (
        'map_channels',
        *measuring('sv', 'da', 'fi', 'eo'),
        f'-targets:{PUMPS}',
        f'-languages:{LANGUAGES}',
        '-always',
    )
    with wiki_state.undone():
        assert wiki_state.pwb(*command).returncode == 0
        wanted = [page(wiki_state, title) for title in titles]
    assert all(wanted)
    for how, number in (('kill before', 1), ('kill after', 1), ('kill after', 2), ('lost after', 3)):
        with wiki_state.undone():
            spoiler = Spoiler(how, number, 'edit')
            run_spoilt(wiki_state, spoiler, command)
            assert spoiler.hit
            assert wiki_state.pwb(*command).returncode == 0
            assert [page(wiki_state, title) for title in titles] == wanted


# contract of channels: M22
def test_requests_are_one_for_a_wiki_and_one_for_a_page_and_none_for_what_did_not_change(
    wiki_state: Farm, pwb: Pwb
) -> None:
    cache = wiki_state.pwb_directory('Outreach-bot') / 'outreach' / 'evidence.sqlite'
    cache.unlink(missing_ok=True)
    first, again = (counted(pwb('map_channels', *ASKED, '-simulate').stdout) for _ in range(2))
    pages = len(VERDICTS) + 1
    silent = 2 * sum(verdict in ('dead', 'notice board') for verdict in VERDICTS.values())
    assert first['query revisions'] - again['query revisions'] == pages
    assert first['query info'] <= len(VERDICTS) + 5
    assert sum(first.values()) <= len(VERDICTS) + pages + silent + 20


def counted(output: str) -> Counter[str]:
    """Return the requests that a run counted, by kind."""
    line = next(line for line in output.splitlines() if re.match(r'\d+ requests: ', line))
    return Counter(
        {kind: int(count) for count, kind in re.findall(r'(\d+) ([a-z ]+)[,.]', line.partition(': ')[2])}
    )


# contract of channels: M23
@pytest.mark.parametrize(
    ('options', 'errors'),
    [
        (
            ['-kind:village pump=16503', '-only:dead', '-owner:A/B'],
            ['must be a name and an item', 'must be of these', 'is no name of an account'],
        ),
        (
            ['-targets:X', '-languages:X', '-owner:Nobody', '-liaisons:No', '-translatedpage:Q',
             '-silent:30'],
            [
                'ERROR: -targets: needs -measure', 'ERROR: -languages: needs -measure',
                'ERROR: -owner: needs -measure', 'ERROR: -owner: cannot be with -targets or -languages',
                'ERROR: -owner:Nobody: takes care of no channel', 'ERROR: -translatedpage: Q is not',
                'ERROR: No: there is no such page', 'must not be shorter than -window',
            ],
        ),
    ],
)  # fmt: skip
def test_bad_input_is_refused(farm: Farm, pwb: Pwb, options: list[str], errors: list[str]) -> None:
    done = pwb('map_channels', '-campaign:Outreach/Medicine', *options, '-always')
    missing = [error for error in errors if error not in done.stdout]
    assert (done.returncode, missing) == (2, []), done.stdout


# contract of channels: M23
def test_all_bad_input_is_told_at_once_and_nothing_is_measured(wiki_state: Farm, pwb: Pwb) -> None:
    meta = wiki_state.login('Organizer')
    meta.edit(DIRECTORY, 'x\n<!-- outreach:begin channels -->\n')
    meta.edit('Outreach/Medicine/Log', 'x\n<!-- outreach:begin log -->\n')
    done = pwb('map_channels', '-campaign:Outreach/Medicine', '-kind:pump=Q424242', '-window:30', '-measure',
               '-languages:X', '-liaisons:No', '-always')  # fmt: skip
    wrong = ('must not be longer than -window', f'{DIRECTORY}, line 2', 'this item has no page on any wiki',
             'No: there is no such page', 'Outreach/Medicine/Log')  # fmt: skip
    assert done.returncode == 2
    assert [text for text in wrong if text not in done.stdout] == [], done.stdout
