"""Calendars on real MediaWiki: the list of CampaignEvents, rows of people, and a scripted TLS server."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from outreach.events.icsreading import read as read_calendar
from outreach.fetching import MOST_BYTES

from sandbox.client import Client
from sandbox.farm import Farm
from sandbox.tlsserver import Reply, TlsServer
from sandbox.worlds.medicine import ORGANIZER
from tests.sandbox.tools.heldevents import NOW, event, hold
from tests.sandbox.tools.parsedpage import parsed, shape

META = 'meta.wikimedia.test'
PAGE = 'Outreach/Events'
CHAPTER, DIFF, FORUM = 'chapter.example.test', 'diff.wikimedia.test', 'forum.example.test'


@pytest.fixture
def editor(wiki_state: Farm) -> Client:
    wiki_state.sql('centralauth', 'DELETE FROM campaign_events')  # those of the world
    return wiki_state.login(ORGANIZER)


def day(ahead: int) -> str:
    return str((NOW + timedelta(days=ahead)).date())


def settings(**parameters: str) -> str:
    given = {'sources': '\n* campaignevents', 'period': '90 days', **parameters}
    return (
        '{{Outreach events\n'
        + ''.join(f'| {name.replace("_", " ")} = {value}\n' for name, value in given.items())
        + '}}'
    )


def run(farm: Farm, *args: str, code: int = 0, page: str = PAGE) -> str:
    done = farm.pwb('post_events', f'-page:{page}', *args, '-always')
    assert done.returncode == code, done.stdout
    return done.stdout


def rows(text: str | None) -> list[str]:
    return re.findall(r'<!-- event:\{"id": "([^"]+)"', text or '')


def test_a_calendar_is_filled_kept_and_left_alone(wiki_state: Farm, editor: Client, tmp_path: Path) -> None:
    """C1, C6, C24, C25, C34, C37, C38, C39; T10, T17"""
    farm, ics = wiki_state, tmp_path / 'x.ics'
    hold(
        farm,
        event(512, 'Cairo day', 20),
        event(513, 'For testing', 21, is_test_event=True),
        event(514, 'Everywhere', 30, wikis=['*'], online_meeting=True, inperson_meeting=False),
    )
    row = (
        f'* {{{{Outreach event | name = Fika | start = {day(10)} 18:00 | zone = Europe/Stockholm '
        '| place = Malmö | country = Sweden }}'
    )
    before = f'Hello\n\n{settings()}\n\n== People ==\n{row}\nwrite here'
    editor.edit(PAGE, before)
    said = run(farm, f'-ics:{ics}', f'-json:{tmp_path / "x.json"}')
    text = editor.text(PAGE) or ''
    assert text.startswith(f'{before}\n\n<!-- outreach:begin events -->')
    assert rows(text)[1:] == ['ce-512', 'ce-514']
    assert rows(text)[0].startswith('row-')
    assert 'For testing' not in text
    assert '3 events' in said
    body = ics.read_bytes()
    uids = re.findall(r'^UID:([^@]+)@', body.decode(), re.MULTILINE)
    assert sorted(uids) == sorted(rows(text))
    assert [one['id'] for one in json.loads((tmp_path / 'x.json').read_text())['events']] == rows(text)
    assert len(read_calendar(body, '', '', '2020-01-01 2030-01-01')['events']) == 3

    said = run(farm, f'-ics:{ics}')
    assert 'Nothing to write' in said
    assert 'unchanged' in said
    assert (editor.text(PAGE), ics.read_bytes()) == (text, body)

    moved = event(512, 'Alexandria day', 20)
    hold(farm, moved)
    said = run(farm, f'-ics:{ics}')
    text = editor.text(PAGE) or ''
    assert rows(text)[1:] == ['ce-512', 'ce-514']
    assert '[[:Event:Alexandria day|Alexandria day]]' in text
    assert 'Cairo day' not in text
    assert 'SEQUENCE:1' in ics.read_text()
    assert 'changed: Alexandria day' in said


def test_only_what_is_new_or_near_is_asked_for_again(wiki_state: Farm, editor: Client) -> None:
    """C6"""
    hold(wiki_state, *(event(number, f'Event {number}', 20 + number) for number in range(1, 6)))
    editor.edit(PAGE, settings())
    run(wiki_state)
    text = editor.text(PAGE)
    change = 'UPDATE campaign_events SET event_data = replace(event_data, ?, ?) WHERE event_id = 2'
    wiki_state.sql('centralauth', change, '"Cairo"', '"Giza"')
    assert 'Nothing to write' in run(wiki_state)
    assert editor.text(PAGE) == text
    hold(wiki_state, event(2, 'Event 2', 23, meeting_address='Giza'), pages=False)
    assert 'changed: Event 2' in run(wiki_state)


def test_a_deleted_registration_is_struck_and_its_page_told(wiki_state: Farm, editor: Client) -> None:
    """T8, T9, C22, C35"""
    hold(wiki_state, event(512, 'Cairo day', 20), event(513, 'Closed', 25, status='closed'))
    editor.edit(PAGE, settings())
    run(wiki_state)
    wiki_state.sql('centralauth', 'DELETE FROM campaign_events WHERE event_id = 512')
    said = run(wiki_state)
    text = editor.text(PAGE) or ''
    assert 'withdrawn: Cairo day' in said
    assert '<s><bdi>[[:Event:Cairo day|Cairo day]]</bdi></s>' in text
    assert 'its page is still there' in text
    closed = next(line for line in text.splitlines() if 'ce-513' in line)
    assert 'registration closed' in closed
    assert '<s>' not in closed
    assert 'Nothing to write' in run(wiki_state)


def test_all_sources_make_one_event_once(wiki_state: Farm, editor: Client, server: TlsServer) -> None:
    """T7, C2, C7, C10, C11, C12, C13, C18, C23"""
    farm = wiki_state
    hold(farm, event(512, 'Cairo day', 20))
    link = f'http://{META}/wiki/Event:Cairo_day'
    calendar = (
        'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:one@chapter.example\r\n'
        'SUMMARY:Chapter night\r\n'
        f'DTSTART;TZID=Europe/Rome:{day(12).replace("-", "")}T190000\r\nLOCATION:Roma\\, Italy\r\n'
        'END:VEVENT\r\nEND:VCALENDAR\r\n'
    )  # fmt: skip
    tribe = {
        'id': 1,
        'global_id': 'd?id=1',
        'title': 'Cairo',
        'url': link,
        'start_date': f'{day(20)} 10:00:00',
        'timezone': 'Africa/Cairo',
        'venue': [],
    }
    forum = {
        'name': 'Call',
        'starts_at': f'{day(14)}T17:00:00Z',
        'timezone': 'UTC',
        'post': {'url': '/t/call/7', 'topic': {'id': 7}},
    }
    server.say(CHAPTER, '/basic.ics', Reply(calendar.encode()))
    asked = f'/wp-json/tribe/events/v1/events?per_page=50&start_date={day(0)}&end_date={day(90)}'
    following = f'https://{DIFF}/wp-json/tribe/events/v1/events?page=2'
    server.say(DIFF, asked, Reply(json.dumps({'events': [tribe], 'next_rest_url': following}).encode()))
    server.say(
        DIFF,
        '/wp-json/tribe/events/v1/events?page=2',
        Reply(
            json.dumps(
                {
                    'events': [
                        {
                            **tribe,
                            'id': 2,
                            'global_id': 'd?id=2',
                            'title': 'Second page',
                            'url': f'https://{DIFF}/event/2/',
                        }
                    ]
                }
            ).encode()
        ),
    )
    server.say(
        FORUM,
        '/discourse-post-event/events.json?include_details=true',
        Reply(json.dumps({'events': [forum]}).encode()),
    )
    table = '{| class="wikitable"\n! Name !! When\n|-\n'
    table += f'| [[Event:Cairo day|يوم القاهرة]] || {day(20)}\n|-\n| Lost || 3 May\n|}}'
    editor.edit('Meetups', table)
    sources = '\n* campaignevents\n* table:Meetups name=1 date=2'
    sources += f'\n* ics:https://{CHAPTER}/basic.ics – Chapter\n* tribe:{DIFF}\n* discourse:{FORUM}'
    editor.edit(PAGE, settings(sources=sources))
    said = run(farm, code=1)
    text = editor.text(PAGE) or ''
    for name in ('Chapter night', 'Call', 'Second page', 'يوم القاهرة'):
        assert name in text
    assert (len(rows(text)), rows(text).count('ce-512')) == (4, 1)
    assert '[[:Event:Cairo day|يوم القاهرة]]' in text
    assert 'Meetups, line 6' in said
    assert 'lacks its year' in said

    server.say(CHAPTER, '/basic.ics', Reply(b'<html>Log in</html>'))
    server.say(FORUM, '/discourse-post-event/events.json?include_details=true', Reply(status=503))
    said = run(farm, code=1)
    assert 'cannot be read as a calendar' in said
    assert 'busy' in said
    assert editor.text(PAGE) == text

    server.say(
        CHAPTER, '/basic.ics', Reply(b'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n')
    )
    assert '[emptied]' in run(farm, code=1)
    assert editor.text(PAGE) == text
    run(farm, '-accept:emptied', code=1)
    assert 'taken back' in next(
        line for line in (editor.text(PAGE) or '').splitlines() if 'Chapter night' in line
    )


HOSTILE = (
    "</mapframe> [[Category:X]] {{Delete}} ~~~~ '''b''' __NOTOC__ <b>x</b> <!-- outreach:end events --> "
    '[https://evil.example x] || |- -{x}-'
)


@pytest.mark.parametrize('form', ['list', 'table'])
def test_no_name_changes_the_page(wiki_state: Farm, editor: Client, form: str, tmp_path: Path) -> None:
    """T15, C26"""
    shapes = []
    for name in ('Plain', HOSTILE):
        lines = (
            'BEGIN:VCALENDAR',
            'VERSION:2.0',
            'PRODID:x',
            'BEGIN:VEVENT',
            'UID:hostile-one@x.example',
            f'SUMMARY:{name}',
            f'LOCATION:{name}',
            f'DTSTART;VALUE=DATE:{day(9).replace("-", "")}',
            'GEO:1;1',
            'END:VEVENT',
            'END:VCALENDAR',
        )
        file = tmp_path / 'hostile.ics'
        file.write_text('\r\n'.join(lines) + '\r\n')
        editor.edit(PAGE, f'{settings(sources="", form=form, map="mapframe", counts="yes")}\n\n== After ==\n')
        run(wiki_state, f'-icsin:{file}')
        text = editor.text(PAGE) or ''
        assert len(rows(text)) == 1
        assert text.count('<!-- outreach:end events -->') == 1
        shapes.append(shape(parsed(wiki_state, PAGE)))
    assert shapes[0] == shapes[1]
    assert '[[Category:X]] {{Delete}} ~~~~' in unescape(parsed(wiki_state, PAGE)['text'])


def test_reports_and_the_archive(wiki_state: Farm, editor: Client) -> None:
    """T16, C31, C32, C33"""
    old, reported, fresh = day(-60), day(-50), day(-20)
    line = '* {{Outreach event | name = %s | start = %s | place = Rome | country = IT }}\n'
    lines = ''.join(
        line % pair for pair in (('Old', old), ('Reported', reported), ('Fresh', fresh), ('Next', day(5)))
    )
    first = str((NOW - timedelta(days=90)).date())
    wanted = settings(
        sources='',
        period=f'{first}..{day(60)}',
        reports='Outreach/Reports',
        archive='Outreach/Past',
        counts='yes',
    )
    editor.edit(PAGE, f'{wanted}\n{lines}')
    editor.edit('Outreach/Reports/Reported', 'It was good.')
    run(wiki_state)
    text = editor.text(PAGE) or ''
    calendar, _, rest = text.partition('<!-- outreach:end events -->')
    assert len(rows(calendar)) == 1
    assert 'Reports missing: 1' in rest
    missing = rest.partition('<!-- outreach:begin eventreports -->')[2].partition('<!-- outreach:end')[0]
    assert 'Old' in missing
    assert 'Fresh' not in missing
    past = [editor.text(f'Outreach/Past/{year}') or '' for year in {old[:4], fresh[:4]}]
    assert sum(len(rows(one)) for one in past) == 3
    titles = [PAGE, *(f'Outreach/Past/{year}' for year in {old[:4], fresh[:4]})]
    told = editor.call(action='query', prop='revisions', rvprop='ids', titles='|'.join(titles))
    numbers = {one['title']: one['revisions'][0]['revid'] for one in told['query']['pages']}
    assert all(numbers[title] < numbers[PAGE] for title in titles[1:])
    assert any('[[:Outreach/Reports/Reported|report]]' in one for one in past)
    address = re.search(r'\[(http://\S+) write the report\]', missing)
    assert address is not None
    opened = editor.get(address[1].removeprefix(f'http://{META}')).text
    assert '== What happened ==' in unescape(opened)
    assert f"'''Old''' took place on {old} in Rome." in unescape(opened)
    assert 'Nothing to write' in run(wiki_state)
    # killed after the archive was written: the calendar is as it was, and nothing is lost or there twice
    editor.edit(PAGE, f'{wanted}\n{lines}')
    run(wiki_state)
    assert rows(editor.text(PAGE)) == rows(text)
    assert [editor.text(f'Outreach/Past/{year}') or '' for year in {old[:4], fresh[:4]}] == past
    assert '>4<' in parsed(wiki_state, PAGE)['text'].replace('\n', '')


def test_what_is_wrong_is_said_at_once_and_nothing_is_written(
    wiki_state: Farm, editor: Client, tmp_path: Path
) -> None:
    """C4, C42"""
    editor.edit(
        PAGE,
        settings(sources='\n* ics:https://evil.example/x.ics\n* rss:x', period='soon', archive='Main Page'),
    )
    said = run(wiki_state, code=2)
    for part in ('rss', 'soon', 'line 4'):
        assert part in said
    editor.edit(PAGE, settings(sources='\n* ics:https://evil.example/x.ics', archive='Main Page'))
    large = tmp_path / 'large.ics'
    large.write_bytes(b'x' * (MOST_BYTES + 1))
    said = run(wiki_state, f'-icsin:{large}', f'-icsin:{tmp_path}/none.ics', code=2)
    assert f'{large}: is larger than 5 MiB' in said
    assert 'none.ics: cannot be read' in said
    assert 'evil.example, which the operator of this bot did not allow' in said
    assert 'Main Page' in said
    said = run(wiki_state, '-page:Outreach/Other', f'-ics:{tmp_path / "x.ics"}', code=2)
    assert 'exactly one -page' in said
    assert '<!-- outreach' not in (editor.text(PAGE) or '')


def test_only_pages_that_may_be_filled_are(wiki_state: Farm, editor: Client) -> None:
    """C5"""
    row = f'{{{{Outreach event | name = Fika | start = {day(3)} }}}}'
    for title in ('Outreach/A', 'Outreach/Broken', 'Elsewhere/B'):
        text = settings(sources='', period='soon' if title.endswith('Broken') else '90 days')
        editor.edit(title, f'{text}\n{row}')
    wiki_state.run_jobs()
    done = wiki_state.pwb('post_events', '-always')
    assert done.returncode == 1, done.stdout
    assert rows(editor.text('Outreach/A'))
    assert not rows(editor.text('Elsewhere/B'))
    assert 'Outreach/Broken, line' in done.stdout


def test_simulation_and_a_stop_write_nothing(wiki_state: Farm, editor: Client, tmp_path: Path) -> None:
    """C42, C39"""
    editor.edit(PAGE, f'{settings(sources="")}\n{{{{Outreach event | name = Fika | start = {day(3)} }}}}')
    said = run(wiki_state, f'-ics:{tmp_path / "x.ics"}', '-simulate')
    assert 'Would write' in said
    editor.edit('User:Outreach-bot/stop', 'Please wait')
    run(wiki_state, f'-ics:{tmp_path / "x.ics"}', code=3)
    assert not rows(editor.text(PAGE))
    assert list(tmp_path.iterdir()) == []


def test_a_picture_map_without_its_picture_is_a_list(wiki_state: Farm, editor: Client) -> None:
    """C28, C30; T11"""
    line = f'{{{{Outreach event | name = Fika | start = {day(3)} | country = Sweden | mode = in person }}}}'
    editor.edit(PAGE, f'{settings(sources="", map="picture")}\n{line}')
    said = run(wiki_state)
    text = editor.text(PAGE) or ''
    assert 'there is no File:' in said
    assert 'place not known' in text.partition('outreach:begin eventmap')[2]
    assert '[[File' not in text


def test_a_row_takes_an_event_off_and_cancels_another(wiki_state: Farm, editor: Client) -> None:
    """C8, C35"""
    hold(wiki_state, event(512, 'Cairo day', 20), event(513, 'Giza day', 21))
    text = (
        f'{settings()}\n{{{{Outreach event | id = ce-512 | status = hidden }}}}\n'
        f'{{{{Outreach event | same as = Event:Giza day | status = cancelled | note = No venue }}}}'
    )
    editor.edit(PAGE, text)
    run(wiki_state)
    now = editor.text(PAGE) or ''
    assert now.startswith(text)
    assert rows(now) == ['ce-513']
    assert 'cancelled · <bdi>No venue</bdi>' in now


def test_words_in_arabic_with_countries_as_the_wiki_names_them(wiki_state: Farm, editor: Client) -> None:
    hold(wiki_state, event(512, 'Cairo day', 20))
    editor.edit(PAGE, settings(page_language='ar', form='table'))
    run(wiki_state)
    text = editor.text(PAGE) or ''
    assert '<div lang="ar" dir="rtl" class="mw-content-rtl">' in text
    assert 'مصر' in text


def test_who_takes_part_in_public_signs_up(wiki_state: Farm, editor: Client) -> None:
    """C40"""
    names = sorted(
        {account['name'] for account in wiki_state.world()['accounts'] if 'svwiki' in account['attached']}
    )[:25]
    people = [{'name': name, 'private': number == 3} for number, name in enumerate(names)]
    hold(wiki_state, event(512, 'Cairo day', 20, participants=people))
    done = wiki_state.pwb('collect_signups', '-event:512', '-list:Outreach/List', '-always')
    assert done.returncode in (0, 1), done.stdout
    text = editor.text('Outreach/List') or ''
    listed = re.findall(r'user = ([^|}]+?) *[|}]', text)
    assert len(listed) > 10
    assert set(listed) <= set(names) - {names[3]}
    refused = wiki_state.pwb('collect_signups', '-event:999', '-list:Outreach/List', '-always')
    assert refused.returncode == 2
    assert 'there is no such event' in refused.stdout


def test_organizers_are_named_with_the_reason(wiki_state: Farm, editor: Client) -> None:
    """C41"""
    names = [account['name'] for account in wiki_state.world()['accounts'] if 'svwiki' in account['attached']]
    swedish = event(
        512, 'Malmö night', 20, wikis=['svwiki'], meeting_country_code='SE', organizers=names[10:22]
    )
    hold(
        wiki_state,
        swedish,
        event(513, 'Cairo day', 21, organizers=names[30:31]),
        event(514, 'Lund contest', 22, wikis=['svwiki'], types=['contest'], organizers=names[31:33]),
    )
    done = wiki_state.pwb(
        'build_targets', '-organizers:wikis=svwiki types=meetup', '-list:Outreach/List', '-always'
    )
    assert done.returncode in (0, 1), done.stdout
    [reasons] = wiki_state.directory.glob('pywikibot/*/outreach/organizers.tsv')
    lines = reasons.read_text(encoding='utf-8').splitlines()
    assert {line.partition('\t')[0] for line in lines} == set(names[10:22])
    assert all('organizes Malmö night (' in line for line in lines)
    listed = re.findall(r'user = ([^|}]+?) *[|}]', editor.text('Outreach/List') or '')
    assert listed
    assert set(listed) <= set(names[10:22])
    wrong = wiki_state.pwb('build_targets', '-organizers:colour=red', '-people:x', '-list:Outreach/List')
    assert wrong.returncode == 2
    assert 'must be among wikis=' in wrong.stdout
