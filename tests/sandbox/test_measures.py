"""The hold-out and what is measured by it, on real MediaWiki."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_plus

import pytest
from outreach.holdout import Design, drawn, in_settings
from outreach.measures import monthreport, published
from outreach.sends.sendpage import SendPage

from benchmarks.sends import readers
from sandbox import bulk, install, pwb_folder
from sandbox.bulk import BulkWorld
from sandbox.farm import Farm
from sandbox.wikis import BY_DBNAME
from sandbox.worlds.medicine import ADMIN, OPERATOR
from tests.sandbox.tools.heldevents import event, hold
from tests.sandbox.tools.kill_points import Spoiler
from tests.sandbox.tools.network_faults import Fault, faulty_proxy
from tests.sandbox.tools.spoilt_sends import run_spoilt
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, EN, META, READERS, SEND, Stage

NOW = datetime.now(UTC)
SIGNUPS, CRITERIA, EVENTS = (f'{CAMPAIGN}/{name}' for name in ('Sign-ups', 'Criteria', 'Events'))
PAGE = f'{CAMPAIGN}/Measures'
AGE, OLD = 40, 70
MONTH = f'{NOW - timedelta(days=AGE - 7):%Y-%m}'  # in which the window ended
MEASURE = ('measure_campaign', f'-campaign:{CAMPAIGN}', '-always')
PASSING = ('-complaints:99', '-faillimit:100')
TABLE = """
{| class="wikitable"
! Criterion !! How counted !! Target !! Previous !! Now !! Met on !! Note
|-
| People join || sign-ups: on our page || 3 ||  ||  ||  || ours
|-
| Address decided || by people || yes ||  ||  ||  || not ours
|}"""


def people(stage: Stage, most: int = 30) -> dict[str, int]:
    """Return the central ids of people with an account on one wiki, by name."""
    reply = stage.farm.api(
        EN, action='query', list='allusers', auprop='blockinfo|centralids|groups', aulimit='max'
    )
    found = {
        one['name']: int(one['centralids'].get('CentralAuth', 0))
        for one in reply['query']['allusers']
        if 'blockid' not in one and 'bot' not in one['groups'] and one['attachedlocal'].get('CentralAuth')
    }
    return dict(sorted(found.items())[:most])


def names(pages: list[SendPage], kind: str = 'targets') -> set[str]:
    return {one.page.partition(':')[2] for page in pages for one in getattr(page, kind)}


def signed(farm: Farm, title: str, joined: list[tuple[str, float]], *, by: str = '') -> None:
    """Let people sign up on a page so many days before now, each by an edit of their own, or of one other."""
    lines = ['== Participants ==']
    versions = []
    for name, days in sorted(joined, key=lambda one: -one[1]):
        moment = NOW - timedelta(days=days)
        lines.append(f'# [[User:{name}|{name}]]')
        versions.append((by or name, f'{moment:%Y%m%d%H%M%S}', '\n'.join(lines)))
    bulk.add_texts(farm.data, 'metawiki', title, versions)


def counted_again(stage: Stage) -> list[int]:
    """Count as anybody can, by the rule of the page: from pages and the log, with nothing of ours."""
    ask = stage.organizer.call
    page, send = (stage.organizer.text(one) or '' for one in (PAGE, stage.page_title()))
    fixed = dict(re.findall(r'(\w+) = (\d+)', send))
    days, share = timedelta(days=int(fixed['outcomewindow'])), int(fixed['holdout'])
    (rule,) = re.findall(r'sha256\("(.*?)<var>id</var>"\)', page)
    people = set(re.findall(r'User talk:([^|\n]+)\|', send))
    logged = ask(action='query', list='logevents', leaction='massmessage/send', letitle=stage.page_title())
    start = datetime.fromisoformat(logged['query']['logevents'][0]['timestamp'])
    history = ask(
        action='query', titles=SIGNUPS, prop='revisions', rvdir='newer', rvlimit='max', rvslots='main',
        rvprop='timestamp|content',
    )['query']['pages'][0]['revisions']  # fmt: skip
    first: dict[str, datetime] = {}
    for one in history:
        for name in re.findall(r'User:([^|\]]+)', one['slots']['main']['content']):
            first.setdefault(name, datetime.fromisoformat(one['timestamp']))
    counts = {False: [0, 0], True: [0, 0]}
    for name in people:
        central = ask(action='query', meta='globaluserinfo', guiuser=name)['query']['globaluserinfo']['id']
        held = int(hashlib.sha256(f'{rule}{central}'.encode()).hexdigest(), 16) * 100 < share << 256
        after = first[name] - start if name in first else timedelta.max
        counts[held][0] += timedelta(0) <= after < days
        counts[held][1] += after >= timedelta(0)
    return [*counts[False], *counts[True]]


HeldOut = tuple[Stage, dict[str, int], set[str]]


@pytest.fixture
def held_out(stage: Stage) -> HeldOut:
    """A campaign of some people, of whom three in ten are held out for two weeks."""
    known = people(stage)
    held = {name for name, number in known.items() if drawn(CAMPAIGN, number, 30)}
    assert 3 < len(held) < len(known) - 3
    settings = {'outcome': 'signup', 'outcomewindow': '7', 'holdout': '30', 'signups': SIGNUPS}
    stage.prepare(*((f'User talk:{name}', EN) for name in known), **settings)
    return stage, known, held


@pytest.fixture
def sent(held_out: HeldOut) -> HeldOut:
    """That campaign forty days after its wave, with people who signed up."""
    stage, known, held = held_out
    stage.organizer.edit(SIGNUPS, '== Participants ==')
    stage.organizer.edit(CRITERIA, f'What we want.\n{TABLE}')
    bulk.grow_older(stage.farm.data, 'metawiki', 30)
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    bulk.grow_older(stage.farm.data, 'metawiki', AGE)
    asked, held = sorted(names([stage.page()])), names([stage.page()], 'held')
    known = {name: known[name] for name in (*asked, *held)}
    days = {asked[0]: AGE + 2, asked[1]: AGE - 1, asked[2]: AGE - 3, asked[3]: AGE - 20, min(held): AGE - 2}
    signed(stage.farm, SIGNUPS, list(days.items()))
    return stage, known, held


def test_those_held_out_wait_for_their_day_and_nothing_fixed_is_changed(held_out: HeldOut) -> None:
    """M2, M4, M6, M8, M9, M10"""
    stage, known, held = held_out
    said = stage.run(SEND, '-simulate')
    assert re.search(r'30 % are held out, (\d+) people, until 14 days after their wave', said)
    assert 'Counted is how many sign up within 7 days: of the ' in said
    assert 'too few people for a hold-out to tell anything' in said
    said = stage.run(SEND)
    first = stage.page()
    back = names([first], 'held')
    assert f'{len(back)} are held out of this wave' in said
    assert not names([first]) & held
    assert back <= held
    assert len(names([first])) + len(back) >= len(known) - 2, 'more than the blocked are withheld'
    assert in_settings(first.settings) == Design('signup', 7, 30, 14)
    stage.farm.run_jobs()
    stage.run(CHECK)

    day = f'{datetime.now(UTC) + timedelta(days=14):%Y-%m-%d}'
    said = stage.farm.pwb('check_targets', f'-campaign:{CAMPAIGN}').stdout
    assert f'held out until {day}: User talk:' in said
    said = stage.run(SEND, *PASSING)
    assert f'{len(back)} are held out of earlier waves' in said
    assert 'Nothing to send' in said
    for change in ('-holdout:20', '-outcome:anyedit', '-outcomewindow:14'):
        assert 'fixed before the first send and cannot be changed' in stage.run(SEND, change, code=2)

    bulk.grow_older(stage.farm.data, 'metawiki', 14)
    stage.run(SEND, *PASSING)
    assert names([stage.page('2')]) == back
    assert stage.page('2').held == ()


def test_a_hold_out_set_after_the_first_send_is_refused(stage: Stage) -> None:
    """M9"""
    stage.readers()
    stage.run(SEND)
    said = stage.run(SEND, '-holdout:10', code=2)
    assert 'nothing is measured; now it is outcome = signup' in said
    said = stage.run(MEASURE, f'-signups:{SIGNUPS}', '-holdout:10', code=1)
    assert 'The hold-out was set after the first send: it is no control' in said
    assert 'there is no such page: nobody has signed up there' in said


def test_a_hold_out_of_which_nothing_could_be_counted_is_refused_and_what_was_sent_so_is_told(
    stage: Stage,
) -> None:
    """M1, M9"""
    stage.readers(holdout='50')
    said = stage.run(SEND, code=2)
    assert 'parameter holdout: would let people wait for nothing: outcome is signup' in said
    assert stage.sends() == []
    assert 'signups names no page' in stage.run(MEASURE, code=2)
    status = ('run_campaigns', '-status', f'-only:{CAMPAIGN}')
    stage.run(status)
    assert 'would let people wait for nothing' in (stage.organizer.text(f'{CAMPAIGN}/Status') or '')
    # sent with a page of sign-ups, and then without one, as it could be sent before
    bare = stage.organizer.text(CAMPAIGN) or ''
    stage.organizer.edit(CAMPAIGN, bare.replace('| holdout', f'| signups = {SIGNUPS}\n| holdout'))
    stage.run(SEND)
    stage.organizer.edit(CAMPAIGN, bare)
    stage.farm.run_jobs()
    stage.run(CHECK)
    stage.run(status)
    text = stage.organizer.text(f'{CAMPAIGN}/Status') or ''
    assert 'without it nothing of this campaign can be measured' in text
    assert 'would let people wait' not in text
    said = stage.run(MEASURE, code=1)
    assert 'signups names no page on which people sign up: nothing can be measured' in said
    assert 'Nothing can be measured: sign-ups are what is counted' in (stage.organizer.text(PAGE) or '')
    assert ' did, ' not in said


def test_a_campaign_is_measured_and_left_alone(sent: HeldOut) -> None:
    """M3, M12, M25, M26, M28, M30, M32, M33, M39, B3, B4, B7"""
    stage, known, held = sent
    private = [{'name': f'P{number}', 'private': number < 3} for number in range(5)]
    hold(stage.farm, event(601, 'Meetup', 7 - AGE, organizers=[OPERATOR], participants=private))
    shown = f'sources =\n* campaignevents\n| period = {NOW - timedelta(AGE):%Y-%m-%d}..{NOW:%Y-%m-%d}'
    stage.organizer.edit(EVENTS, f'{{{{Outreach events\n| {shown}\n}}}}')
    stage.run(('post_events', f'-page:{EVENTS}', '-always'))
    folder = stage.farm.pwb_directory(OPERATOR)
    before = {path for path in folder.rglob('*') if 'outreach' in path.parts}
    more = (f'-criteria:{CRITERIA}', f'-month:{MONTH}', f'-events:{EVENTS}')
    said = stage.run(MEASURE, *more)
    asked = len(known) - len(held)
    assert f'Wave 1, {NOW - timedelta(days=AGE):%Y-%m-%d}: {asked} asked, {len(held)} held out.' in said
    assert f'asked: 2 of {asked - 1} did, 1 had before' in said
    assert f'held out: 1 of {len(held)} did, 0 had before' in said
    assert 'Too few to say.' in said
    assert 'Newly met: People join' in said
    # two of them ask what became of stop pages that are not there
    assert int(re.findall(r'^(\d+) requests:', said, re.MULTILINE)[0]) <= 44
    text = stage.organizer.text(PAGE) or ''
    assert published.parse(text)['asked-did'] == '2'
    # but for the accounts that may sign others up, of whom it says just that (M26)
    others = re.sub(r'one of these accounts, put it there: .*', '', text)
    assert others != text
    assert not [name for name in known if name in others], 'a person is named'
    counts = ('asked-did', 'asked-counted', 'held-did', 'held-counted')
    assert counted_again(stage) == [int(published.parse(text)[key]) for key in counts]
    assert '| 5 <!-- counted' in (stage.organizer.text(CRITERIA) or '')
    report = stage.organizer.text(f'{PAGE}/{MONTH}') or ''
    assert f'data-value="2/{asked - 1}, 1/{len(held)}"' in report
    figures = {'participants': '2', 'private': '1–4'}
    assert figures.items() <= published.parse(report, monthreport.REGION).items()
    again = stage.run(MEASURE, *more)
    assert 'Nothing to write; up to date' in again
    assert {path for path in folder.rglob('*') if 'outreach' in path.parts} == before

    # somebody leaves, and a year-old figure of the month is corrected by a line
    gone = '\n'.join(
        line for line in (stage.organizer.text(SIGNUPS) or '').splitlines() if min(held) not in line
    )
    bulk.add_texts(
        stage.farm.data, 'metawiki', SIGNUPS, [(min(held), f'{NOW - timedelta(days=1):%Y%m%d%H%M%S}', gone)]
    )
    said = stage.run(MEASURE)
    assert f'held out: 1 of {len(held)} did' in said
    assert 'removed the name again' in (stage.organizer.text(PAGE) or '')


def test_a_page_that_was_moved_and_names_that_others_signed(sent: HeldOut) -> None:
    """M16, M22, B8, B11"""
    stage, known, _held = sent
    stage.run(MEASURE)
    before = published.parse(stage.organizer.text(PAGE) or '')
    admin = stage.farm.login(ADMIN, META)
    admin.call(action='move', **{'from': SIGNUPS, 'to': f'{CAMPAIGN}/People'}, token=admin.token())
    stage.run(MEASURE)
    assert published.parse(stage.organizer.text(PAGE) or '') == before
    there = re.findall(r'User:([^|]+)\|', stage.organizer.text(f'{CAMPAIGN}/People') or '')
    other = sorted(known.keys() - set(there))[0]
    lines = '\n'.join(f'# [[User:{name}|{name}]]' for name in (*there, other, OPERATOR))
    admin.edit(f'{CAMPAIGN}/People', f'== Participants ==\n{lines}')
    said = stage.run(MEASURE)
    assert 'Not counted (by-others): 2.' in said
    assert published.parse(stage.organizer.text(PAGE) or '') == before


def test_killed_at_any_write_it_ends_with_the_same_pages(sent: HeldOut) -> None:
    """M38"""
    stage, _, _ = sent
    command = (*MEASURE, f'-criteria:{CRITERIA}', f'-month:{MONTH}')
    titles = (PAGE, f'{PAGE}/{MONTH}', CRITERIA)
    untouched = stage.farm.snapshot()
    stage.run(command)
    whole = [stage.organizer.text(title) for title in titles]
    assert all(whole)
    # killed before a write is killed after the one before it
    for how, number in (('kill before', 1), ('kill after', 1), ('kill after', 2), ('lost after', 3)):
        stage.farm.restore(untouched)
        spoiler = Spoiler(how, number, 'edit')
        run_spoilt(stage.farm, spoiler, command)
        assert spoiler.hit
        stage.run(command)
        assert [stage.organizer.text(title) for title in titles] == whole, (how, number)
    assert 'Nothing to write' in stage.run(command)


def test_all_bad_input_is_told_at_once_and_nothing_is_written(stage: Stage) -> None:
    """M35"""
    stage.readers(outcome='topicedit', holdoutuntil='5')
    said = stage.run(MEASURE, f'-month:{NOW:%Y-%m}', '-plan', code=2)
    for words in (
        'is not over; -sofar shows',
        '-plan -month: cannot be combined',
        'no source says what the topic',
    ):
        assert words in said
    assert 'days end before the window of 30 days' in said
    assert 'must be a month such as 2026-11' in stage.run(MEASURE, '-month:soon', code=2)
    assert stage.organizer.text(PAGE) is None


def test_edits_are_counted_where_people_were_asked_and_a_silent_wiki_is_named(stage: Stage) -> None:
    """M11, M17, M20, M36, M37"""
    farm = stage.farm
    stage.readers()
    editor = farm.login(ADMIN, EN)
    for title in ('Of the topic', 'Something else', 'Yet another'):
        editor.edit(title, 'Text.')
    said = farm.pwb('measure_campaign', f'-campaign:{CAMPAIGN}', '-plan', '-holdout:25', '-signups:X').stdout
    assert 'That is about' in said  # and how many minutes, for the class of the account
    assert '4 on the list, 4 of them may be asked.' in said
    assert '25 % are held out' in said
    stage.run(SEND)
    farm.run_jobs()
    said = stage.run(MEASURE, '-outcome:anyedit', code=1)
    assert 'Wave 1: nobody has checked what became of it: run check_delivery.' in said
    assert '| not checked' in (stage.organizer.text(PAGE) or '')
    stage.run(CHECK)
    for dbname in ('metawiki', 'enwiki'):
        bulk.grow_older(farm.data, dbname, OLD)
    titles = ('Of the topic', 'Something else', 'Yet another')
    for title, name, day in zip(titles, READERS, (3, 3, 45), strict=False):
        moment = f'{NOW - timedelta(days=OLD - day):%Y%m%d%H%M%S}'
        bulk.add_texts(farm.data, 'enwiki', title, [(name, moment, 'More text.')])
    window = ('-outcomewindow:7',)
    assert 'asked: 2 of 4 did' in stage.run(MEASURE, '-outcome:anyedit', *window)
    kept = (stage.organizer.text(PAGE) or '').partition('Who was still there')[2].partition('|}')[0]
    assert '| 1 of 4' in kept
    topic = ('-outcome:topicedit', '-source:en.wikipedia.test', '-page:Of the topic')
    assert 'asked: 1 of 4 did' in stage.run(MEASURE, *topic, *window)
    assert 'What is counted was not fixed before' in (stage.organizer.text(PAGE) or '')
    with faulty_proxy(farm.proxy, silent) as proxy:
        folder = farm.pwb_directory(OPERATOR, proxy=proxy.url)
        said = pwb_folder.start(folder, *MEASURE, '-outcome:anyedit', *window).communicate(timeout=300)[0]
    assert 'its people are not measured today' in said
    assert 'Not measured: a wiki gave no answer.' in said


def silent(url: str, body: str) -> Fault | None:
    """Spoil the questions about edits on one wiki."""
    asked = unquote_plus(f'{url}&{body}')
    return Fault.HTML_502 if 'usercontribs' in asked and EN in asked else None


WORLD = 2000
BIG = 'Outreach/Big'


@pytest.fixture(scope='module')
def big() -> Iterator[tuple[Farm, dict[str, int]]]:
    """A campaign of 2,000 people forty days after its only wave, one in ten of them held out."""
    accounts = readers(WORLD)
    with Farm.start() as farm:
        bulk.fill(farm, f'measures {WORLD}', lambda: BulkWorld('enwiki', 'Test', accounts, [], [], []))
        admin = farm.login(install.ADMIN)
        lines = [f'* {{{{#target:User talk:{one.name}|{BY_DBNAME[one.home].host}}}}}' for one in accounts]
        admin.edit(f'{BIG}/Targets', '\n'.join(lines))
        admin.edit(f'{BIG}/Message', '== Hello ==\nText. [[m:Outreach/Big/Targets]] 12:00, 1 May 2026 (UTC)')
        fixed = '| consent = agreed\n| discussion = https://meta.wikimedia.test/wiki/Talk:X\n'
        fixed += f'| outcome = signup\n| holdout = 10\n| outcomewindow = 20\n| signups = {BIG}/Planted\n'
        admin.edit(BIG, f'{{{{Outreach campaign\n| cooldown = 0\n{fixed}}}}}')
        for title in ('Planted', 'Null'):
            admin.edit(f'{BIG}/{title}', '== Participants ==')
        bulk.grow_older(farm.data, 'metawiki', 5)
        for command in ('send_message', 'check_delivery'):
            done = farm.pwb(command, f'-campaign:{BIG}', '-always', user=install.ADMIN)
            assert done.returncode == 0, done.stdout
            farm.run_jobs()
        bulk.grow_older(farm.data, 'metawiki', AGE)
        yield farm, {one.name: one.id for one in accounts}


@pytest.mark.long
@pytest.mark.parametrize(
    ('title', 'shares', 'sentence'),
    [('Planted', (50, 10), 'More of those asked did it.'), ('Null', (20, 20), 'No difference seen')],
)
def test_an_effect_on_two_thousand_accounts_is_seen_where_there_is_one(
    big: tuple[Farm, dict[str, int]], title: str, shares: tuple[int, int], sentence: str
) -> None:
    """M3, M41"""
    farm, known = big
    held = [name for name, number in known.items() if drawn(BIG, number, 10)]
    asked = [name for name in known if name not in set(held)]
    did = [some[: len(some) * share // 1000] for some, share in zip((asked, held), shares, strict=True)]
    joined = [(name, AGE - 1 - at / 100) for at, name in enumerate([*did[0], *did[1]])]
    signed(farm, f'{BIG}/{title}', joined)
    done = farm.pwb(
        'measure_campaign', f'-campaign:{BIG}', f'-signups:{BIG}/{title}', '-always', user=install.ADMIN
    )
    assert done.returncode == 0, done.stdout
    assert f'{len(asked)} asked, {len(held)} held out.' in done.stdout
    assert f'asked: {len(did[0])} of {len(asked)} did' in done.stdout
    assert f'held out: {len(did[1])} of {len(held)} did' in done.stdout
    assert sentence in done.stdout
    again = farm.pwb(
        'measure_campaign', f'-campaign:{BIG}', f'-signups:{BIG}/{title}', '-always', user=install.ADMIN
    )
    assert 'Nothing to write' in again.stdout
