"""map_channels on real wikis: pumps by people, bots and mass messages, in many languages."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sandbox.farm import Farm
from sandbox.wikis import BY_DBNAME
from sandbox.worlds.medicine_pumps import DIRECTORY, VERDICTS, title_of
from tests.sandbox.conftest import Pwb
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.spoilt_sends import run_spoilt

PUMPS = 'Outreach/Medicine/Pumps'
LANGUAGES = 'Outreach/Medicine/Languages'
ASKED = ('-campaign:Outreach/Medicine', '-wikis:*.wikipedia.test', '-kind:village pump=Q16503',
         '-kind:embassy=Q90000001', '-measure')  # fmt: skip


def page(farm: Farm, title: str) -> str:
    return farm.login('Organizer').text(title) or ''


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of each row by its id."""
    found = {}
    for row in text.split('|-\n')[1:]:
        cells = [line.removeprefix('|').strip() for line in row.split('\n|}')[0].splitlines()]
        name = re.match(r'<!-- id:(.*?) -->', cells[0])
        if name:
            found[name[1]] = cells
    return found


def test_the_pumps_of_all_wikis_are_listed_with_their_verdicts_and_nothing_dead_is_sent_to(
    wiki_state: Farm, pwb: Pwb
) -> None:
    done = pwb('map_channels', *ASKED, f'-targets:{PUMPS}', '-always')
    assert done.returncode == 0, done.stdout
    told = {
        name: cells[10].partition('<br />')[0][2:]
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


def test_what_people_write_and_delete_in_the_directory_holds(wiki_state: Farm, pwb: Pwb) -> None:
    pwb('map_channels', *ASKED, '-always')
    text = page(wiki_state, DIRECTORY)
    swedish = next(row for row in text.split('|-\n') if 'id:village pump sv.wikipedia.test' in row)
    finnish = next(row for row in text.split('|-\n') if 'id:village pump fi.wikipedia.test' in row)
    lines = swedish.split('\n')
    lines[4] = '| Telegram, ask [[User:Organizer]]'
    edited = text.replace(swedish, '\n'.join(lines)).replace(f'|-\n{finnish}', '')
    wiki_state.login('Organizer').edit(DIRECTORY, edited)
    done = pwb('map_channels', *ASKED, f'-targets:{PUMPS}', '-always')
    assert done.returncode == 0, done.stdout
    assert page(wiki_state, DIRECTORY) == edited
    assert 'sv.wikipedia.test' not in page(wiki_state, PUMPS)


def test_a_moved_pump_keeps_its_row_and_is_measured_where_it_is_now(wiki_state: Farm, pwb: Pwb) -> None:
    pwb('map_channels', *ASKED, '-always')
    admin = wiki_state.login('Meta admin', 'sv.wikipedia.test')
    admin.edit('Wikipedia:Bybrunnen', 'En ny plats.')
    admin.edit(title_of('svwiki'), '#OMDIRIGERING [[Wikipedia:Bybrunnen]]')
    pwb('map_channels', *ASKED, '-always')
    cells = rows(page(wiki_state, DIRECTORY))['village pump sv.wikipedia.test']
    assert 'Village pump' in cells[3]
    assert cells[10].startswith('? not measurable')  # the new page has no history yet
    assert 'Wikipedia:Bybrunnen' in cells[10]


def test_a_run_that_is_killed_at_any_write_comes_to_the_same_when_it_is_run_again(wiki_state: Farm) -> None:
    titles = (DIRECTORY, LANGUAGES, PUMPS)
    command = ('map_channels', *ASKED, f'-targets:{PUMPS}', f'-languages:{LANGUAGES}', '-always')
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


@pytest.mark.parametrize(
    ('options', 'error'),
    [
        (['-kind:village pump=16503'], 'must be a name and an item'),
        (['-kind:pump=Q424242'], 'this item has no page on any wiki'),
        (['-window:30', '-recent:90'], 'must not be longer than -window'),
        (['-only:dead'], 'must be of these'),
        (['-targets:X'], 'needs -measure'),
    ],
)
def test_bad_input_is_refused(farm: Farm, pwb: Pwb, options: list[str], error: str) -> None:
    done = pwb('map_channels', '-campaign:Outreach/Medicine', *options, '-always')
    assert (done.returncode, error in done.stdout) == (2, True), done.stdout


def test_a_directory_with_a_broken_marker_is_bad_input_with_its_line(wiki_state: Farm, pwb: Pwb) -> None:
    wiki_state.login('Organizer').edit(DIRECTORY, 'x\n<!-- outreach:begin channels -->\n')
    done = pwb('map_channels', '-campaign:Outreach/Medicine', '-always')
    assert (done.returncode, f'{DIRECTORY}, line 2' in done.stdout) == (2, True), done.stdout
