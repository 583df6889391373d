"""Lists that people and scripts edit in turn: nobody's work is lost, and nobody who left comes back."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import gateway
from sandbox.client import Client
from sandbox.farm import Farm
from sandbox.wikis import WIKIS
from tests.samples.listhistory import EDITS, TEXTS, people_lose_nothing
from tests.sandbox.tools.massmessages import LIST_MODEL, SENDER
from tests.sandbox.tools.network_faults import Fault, faulty_proxy
from tests.sandbox.tools.olderwikis import tells_of_many

SV, EN, DE, FR = (f'{code}.wikipedia.test' for code in ('sv', 'en', 'de', 'fr'))
LIST, SIGNUPS = 'Outreach/Walks/Targets', 'Outreach/Walks/Participants'
FRIENDS = '== Friends ==\n<!-- asked in Umeå -->\n'
READERS = (
    'WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {1}) '
    'INSERT INTO user (user_name, user_password, user_newpassword, user_email, user_touched, user_editcount) '
    "SELECT 'Reader {0} ' || n, '', '', '', '20260101000000', 5 FROM numbers"
)
ACTORS = (
    'INSERT INTO actor (actor_user, actor_name) '
    "SELECT user_id, user_name FROM user WHERE user_name LIKE 'Reader %'"
)
SIGNED = '10:00, 12 September 2026 (UTC)'


def text(client: Client, title: str) -> str:
    found = client.text(title)
    assert found is not None, f'there is no page {title}'
    return found


def put(client: Client, title: str, before: str, after: str) -> None:
    """Edit as a person does: one thing replaced, the rest as it is."""
    old = text(client, title)
    assert before in old
    client.edit(title, old.replace(before, after, 1))


def sign(name: str, where: str = '', rest: str = '') -> str:
    return f'# [[{where}User:{name}|{name}]] {SIGNED}{rest}\n'


def collect(farm: Farm, *more: str) -> str:
    done = farm.pwb('collect_signups', f'-list:{LIST}', f'-signups:{SIGNUPS}', '-always', *more)
    assert done.returncode in (0, 1), done.stdout
    return done.stdout


def check(farm: Farm, title: str, *more: str, code: int = 0) -> str:
    done = farm.pwb('check_targets', f'-list:{title}', *more)
    assert done.returncode == code, done.stdout
    return done.stdout


def revisions(farm: Farm, title: str) -> int:
    reply = farm.api('metawiki', action='query', prop='revisions', titles=title, rvlimit='max', rvprop='ids')
    return len(reply['query']['pages'][0].get('revisions', ()))


def test_people_edit_between_all_steps_and_lose_nothing(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    signed = sign('Ingrid Ek', ':sv:') + sign('Per Dahlström', ':sv:') + sign('Grace Abara', ':en:')
    organizer.edit(SIGNUPS, f'== Participants ==\n{signed}')
    collect(farm)
    first = text(organizer, LIST)
    assert [line.count('user =') for line in first.splitlines()[1:]] == [1, 1, 1]

    # A heading, a remark, somebody put on by hand, somebody removed by hand, one line rewritten.
    put(organizer, LIST, f'* {{{{target | user = Per Dahlström | site = {SV} }}}}\n', '')
    grace = f'* {{{{#target:User_talk:grace Abara|{EN}}}}} is nice'
    put(organizer, LIST, f'* {{{{target | user = Grace Abara | site = {EN} }}}}', f'{FRIENDS}{grace}')
    organizer.edit(LIST, text(organizer, LIST) + f'\n* {{{{Target|user=Jürgen Groß|site={DE}}}}}')
    by_hand = text(organizer, LIST)
    out = collect(farm)
    assert 'User talk:Per Dahlström@sv.wikipedia.test: was removed by somebody, stays off' in out
    assert text(organizer, LIST) == by_hand

    # More people sign, one leaves, one who is on the list by hand signs and leaves again.
    put(organizer, SIGNUPS, sign('Ingrid Ek', ':sv:').rstrip('\n'), sign('Pilar Montes', ':es:').rstrip('\n'))
    organizer.edit(SIGNUPS, f'{text(organizer, SIGNUPS)}\n{sign("Jürgen Groß", ":de:")}')
    collect(farm)
    put(organizer, SIGNUPS, sign('Jürgen Groß', ':de:').rstrip('\n'), '')
    collect(farm)
    lines = text(organizer, LIST).splitlines()
    assert not any('Ingrid Ek' in line or 'Per Dahlström' in line for line in lines)
    assert sum('Jürgen Groß' in line for line in lines) == 1
    assert sum('Pilar Montes' in line for line in lines) == 1
    for line in by_hand.splitlines():
        assert 'Ingrid Ek' in line or line in lines

    # A check in between mends what is broken and leaves the rest as people wrote it.
    put(organizer, LIST, f'|user=Jürgen Groß|site={DE}', '|user=Jürgen Groß|site=https://de.wikipedia.test/')
    check(farm, LIST, '-fix:malformed', '-always')
    mended = text(organizer, LIST)
    assert f'* {{{{target | user = Jürgen Groß | site = {DE} }}}}' in mended
    count = revisions(farm, LIST)
    assert 'Nothing to write' in collect(farm)
    check(farm, LIST, '-fix:malformed,duplicate', '-always')
    assert revisions(farm, LIST) == count


def test_somebody_whom_the_script_added_after_they_left_the_sign_up_page_stays(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer, bot = farm.login('Organizer'), farm.login('Outreach-bot')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', ':sv:') + sign('Åsa Öberg', ':sv:'))
    collect(farm)
    put(organizer, SIGNUPS, sign('Ingrid Ek', ':sv:').rstrip('\n'), '')
    refused = farm.pwb('collect_signups', f'-list:{LIST}', f'-signups:{SIGNUPS}', '-always')
    assert refused.returncode == 3
    assert f'User talk:Ingrid Ek@{SV}: left the sign-up page' in refused.stdout
    assert 'would lose 1 of 2 entries [shrinks]' in refused.stdout
    assert 'To consent beforehand: -accept:shrinks' in refused.stdout
    collect(farm, '-accept:shrinks')
    listed = text(organizer, LIST)
    assert 'Ingrid Ek' not in listed
    time.sleep(1.1)  # the wiki tells times by the second
    bot.edit(LIST, f'{listed}\n* {{{{target|user=Ingrid Ek|site={SV}}}}}')
    assert 'Nothing to write' in collect(farm)


def test_people_may_edit_at_the_very_moment_of_a_save(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', ':sv:') + sign('Per Dahlström', ':sv:'))
    collect(farm)
    organizer.edit(SIGNUPS, text(organizer, SIGNUPS) + '\n' + sign('Pilar Montes', ':es:'))
    lines = [f'* {{{{target | user = {name} | site = {SV} }}}}' for name in ('Ingrid Ek', 'Per Dahlström')]
    by_hand = f'* {{{{Target|user=Jürgen Groß|site={DE}}}}}'
    edits = iter([(lines[1], by_hand), (lines[0], '')])

    def person(url: str, body: str) -> None:
        if 'action=edit' in f'{url}&{body}':
            for before, after in edits:
                put(organizer, LIST, before, after)
                break

    with faulty_proxy(farm.proxy, person) as proxy:
        done = farm.pwb('collect_signups', f'-list:{LIST}', f'-signups:{SIGNUPS}', '-always', proxy=proxy.url)
    assert done.returncode == 0, done.stdout
    assert next(edits, None) is None
    names = re.findall(r'user ?= ?([^|]*?) ?\|', text(organizer, LIST))
    assert names == ['Jürgen Groß', 'Pilar Montes']
    assert 'Nothing to write' in collect(farm)


def test_who_names_another_wiki_moves_there_but_not_by_hand_made_entries(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, f'{sign("Vera Polyglot")}{sign("Meredith Vale", ":en:")}')
    collect(farm)
    put(organizer, LIST, f'user = Meredith Vale | site = {EN}', f'user = Meredith Vale | site = {FR}')
    organizer.edit(SIGNUPS, f'{sign("Vera Polyglot", ":de:")}{sign("Meredith Vale", ":en:")}')
    assert 'moves to the wiki they named' in collect(farm)
    listed = text(organizer, LIST)
    assert f'user = Vera Polyglot | site = {DE}' in listed
    assert listed.count('Vera Polyglot') == 1
    assert f'user = Meredith Vale | site = {FR}' in listed
    assert listed.count('Meredith Vale') == 1


def test_a_new_list_is_held_against_those_that_are_there(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit('Old list', f'* {{{{target|user=Ingrid Ek|site={SV}}}}}')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', ':sv:') + sign('Grace Abara'))
    assert 'On Old list already: 1 of 2 people who signed up.' in collect(farm)
    assert 'on Old list' not in collect(farm)


def test_redirects_are_refused_and_lead_to_the_page(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(LIST, '#REDIRECT [[Other list]]')
    organizer.edit(SIGNUPS, '#OMDIRIGERING [[Other page]]')
    done = farm.pwb('collect_signups', f'-list:{LIST}', f'-signups:{SIGNUPS}', '-always')
    assert done.returncode == 2
    assert f'{LIST}: is a redirect; give Other list' in done.stdout
    assert f'{SIGNUPS}: is a redirect; give Other page' in done.stdout
    assert 'give Other list' in check(farm, LIST, code=2)


@pytest.mark.parametrize('fault', [Fault.LOST_BEFORE, Fault.HTML_200])
def test_a_wiki_that_is_down_or_answers_html_stops_the_run(farm: Farm, fault: Fault) -> None:
    with faulty_proxy(farm.proxy, lambda url, body: fault) as proxy:
        for command in (['check_targets', '-all'], ['collect_signups', '-signups:X', '-list:Y']):
            done = farm.pwb(*command, '-always', '-retry_wait:0', proxy=proxy.url)
            assert (done.returncode, 'Traceback' in done.stdout) == (3, False), done.stdout


def test_a_wiki_that_does_not_answer_is_named_and_nobody_on_it_is_judged(farm: Farm) -> None:
    def down(url: str, body: str) -> Fault | None:
        return Fault.HTML_502 if f'//{SV}/' in url else None

    with farm.undone():
        lines = [f'* {{{{target|user=Nobody At All|site={host}}}}}' for host in (SV, EN)]
        farm.login('Organizer').edit(LIST, '\n'.join(lines))
        with faulty_proxy(farm.proxy, down) as proxy:
            done = farm.pwb('check_targets', f'-list:{LIST}', '-retry_wait:0', proxy=proxy.url)
    assert done.returncode == 1
    assert 'the wiki gave no answer' in done.stdout
    assert f'there is no account Nobody At All on {EN}' in done.stdout
    assert f'there is no account Nobody At All on {SV}' not in done.stdout


def test_a_board_is_named_and_nobody_can_tell_what_becomes_of_a_message(farm: Farm) -> None:
    """As MassMessage finds it on wikis with Flow, which the sandbox has not: their answer is played."""

    def board(asked: str, reply: dict[str, Any]) -> None:
        for one in reply.get('query', {}).get('pages', ()):
            if one['title'] == 'User talk:Grace Abara' and 'contentmodel' in one:
                one['contentmodel'] = 'flow-board'

    with farm.undone():
        lines = [f'* {{{{target|user={name}|site={EN}}}}}' for name in ('Grace Abara', 'Tobias Finch')]
        farm.login('Organizer').edit(LIST, '\n'.join(lines))
        with gateway.running(farm.proxy, change=board) as proxy:
            done = farm.pwb('check_targets', f'-list:{LIST}', '-fix:missing', '-simulate', proxy=proxy.url)
    assert done.returncode == 1, done.stdout
    assert f'the page is a discussion board of {EN}' in done.stdout
    assert 'MassMessage would do: 1 unknown, 1 delivered.' in done.stdout
    assert 'To fix' not in done.stdout


@pytest.mark.parametrize('script', ['collect_signups', 'check_targets'])
def test_an_estimate_is_near_to_what_a_run_asks(farm: Farm, script: str) -> None:
    with farm.undone():
        organizer = farm.login('Organizer')
        people = [('Ingrid Ek', SV), ('Per Dahlström', SV), ('Grace Abara', EN), ('Tobias Finch', EN)]
        organizer.edit(LIST, '\n'.join(f'* {{{{target|user={name}|site={host}}}}}' for name, host in people))
        signed = ''.join(sign(name, f':{host[:2]}:') for name, host in people)
        organizer.edit(SIGNUPS, f'== Participants ==\n{signed}')
        options = [f'-list:{LIST}', *([f'-signups:{SIGNUPS}'] if script == 'collect_signups' else [])]
        told = farm.pwb(script, *options, '-estimate')
        run = farm.pwb(script, *options, '-simulate')
    assert told.returncode == 0, told.stdout
    reckoned = int(re.findall(r'about ([0-9,]+) requests\.', told.stdout)[0].replace(',', ''))
    [took] = re.findall(r'^([0-9,]+) requests:', run.stdout, re.MULTILINE)
    assert int(took) / 2 <= reckoned <= 2 * int(took), run.stdout


def test_a_roster_a_ranking_and_names_for_a_mailing_list(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    for at, people in enumerate((['Ingrid Ek', 'Grace Abara'], ['Grace Abara'], [])):
        signed = ''.join(sign(name, rest=' – translator, speaker') for name in people)
        notes = '* Ideas were many.\n** [[User:Tobias Finch]] told of maps\n'
        organizer.edit(f'Walks/Talk {at}', f'== Abstract ==\nx\n== Interested attendees ==\n{signed}{notes}')
    organizer.edit('Walks roster', 'Our people.\n\nThank you all.')
    names = farm.pwb_directory('Outreach-bot') / 'names.txt'
    names.unlink(missing_ok=True)
    more = ['-roster:Walks roster', '-ranking:Walks ranking', f'-export:{names}', '-role:translator']
    done = farm.pwb('collect_signups', f'-list:{LIST}', '-allunder:Walks/Talk', '-always', *more)
    assert 'Walks/Talk 1, line 6: names Tobias Finch in a sentence' in done.stdout
    assert names.read_text(encoding='utf-8').splitlines() == [
        'Ingrid Ek\tsv.wikipedia.test\ttranslator, speaker',
        'Grace Abara\ten.wikipedia.test\ttranslator, speaker',
    ]
    roster = text(organizer, 'Walks roster')
    assert roster.startswith('Our people.\n\nThank you all.')
    assert roster.count('[[User:Grace Abara|Grace Abara]]') == 1
    ranking = re.sub('^[|]- style=.*', '|-', text(organizer, 'Walks ranking'), flags=re.MULTILINE)
    assert '| 1\n| [[:Walks/Talk 0]]\n| 2\n|-\n| 2\n| [[:Walks/Talk 1]]\n| 1' in ranking
    organizer.edit('Walks roster', roster.replace('<!-- outreach:end roster -->', ''))
    names.unlink()
    broken = farm.pwb(
        'collect_signups', f'-list:{LIST}', '-allunder:Walks/Talk', '-always', '-roster:Walks roster'
    )
    assert (broken.returncode, 'is missing' in broken.stdout) == (2, True)


def test_a_new_list_in_json_only_where_the_account_may_make_one(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', ':sv:'))
    for user in ('Outreach-bot', SENDER):
        title = f'{LIST} of {user}'
        rights = farm.login(user).call(action='query', meta='userinfo', uiprop='rights')
        may = {'editcontentmodel', 'createwithcontentmodel'} & set(rights['query']['userinfo']['rights'])
        done = farm.pwb(
            'collect_signups', f'-list:{title}', f'-signups:{SIGNUPS}', '-model:json', '-always', user=user
        )
        page = farm.api('metawiki', action='query', titles=title, prop='info')['query']['pages'][0]
        assert page['contentmodel'] == (LIST_MODEL if may else 'wikitext')
        assert ('may not create lists' in done.stdout) is not bool(may)


def test_removed_people_are_named_on_the_talk_page(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    names = ['Ivan Blocked', 'Ingrid Ek', 'Nobody At All', 'Grace Abara', 'Per Dahlström', 'Åsa Öberg']
    organizer.edit(LIST, '\n'.join(f'* {{{{target|user={name}|site={SV}}}}}' for name in names))
    refused = check(farm, LIST, '-fix:missing', '-always', code=3)
    assert check(farm, LIST, '-inactive:2099-01-01', code=2).startswith(
        'ERROR: -inactive:2099-01-01: the window begins'
    )
    assert 'would lose 3 of 6 entries [shrinks]' in refused
    before = revisions(farm, LIST)
    shown = check(farm, LIST, '-fix:missing', '-accept:shrinks', '-simulate', code=1)
    assert f'- * {{{{target|user=Nobody At All|site={SV}}}}}' in shown
    assert revisions(farm, LIST) == before
    check(farm, LIST, '-fix:missing', '-accept:shrinks', '-always')
    note = text(organizer, f'Talk:{LIST}')
    for name in ('Ivan Blocked', 'Nobody At All', 'Grace Abara'):
        assert f'* User talk:{name}@{SV}: there is no account {name} on {SV}' in note
    assert 'To come back' in note
    assert 'Ingrid Ek' not in note


def test_a_run_cut_short_leaves_one_note_in_the_end(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    names = ['Ingrid Ek', 'Nobody At All', 'Per Dahlström', 'Åsa Öberg', 'Nora Newname']
    organizer.edit(LIST, '\n'.join(f'* {{{{target|user={name}|site={SV}}}}}' for name in names))

    def cut(url: str, body: str) -> Fault | None:
        return Fault.LOST_BEFORE if 'action=edit' in body and 'title=Outreach' in body else None

    with faulty_proxy(farm.proxy, cut) as proxy:
        more = [f'-list:{LIST}', '-fix:missing', '-always', '-retry_wait:0']
        assert farm.pwb('check_targets', *more, proxy=proxy.url).returncode == 3
    assert 'Nobody At All' in text(organizer, LIST)
    check(farm, LIST, '-fix:missing', '-always')
    assert 'Nobody At All' not in text(organizer, LIST)
    assert text(organizer, f'Talk:{LIST}').count('* User talk:Nobody At All') == 1


def test_a_protected_list_is_refused_before_anything_is_written(wiki_state: Farm) -> None:
    farm = wiki_state
    farm.login('Organizer').edit(LIST, f'* {{{{target|user=Nora Oldname|site={SV}}}}}')
    admin = farm.login(SENDER)
    admin.call(action='protect', title=LIST, protections='edit=sysop', token=admin.token())
    out = check(farm, LIST, '-fix:renamed', '-always', code=2)
    assert f'{LIST}: ' in out
    assert 'protected' in out
    assert farm.login(SENDER).text(f'Talk:{LIST}') is None


def test_a_list_in_json_is_mended_with_nothing_lost(wiki_state: Farm) -> None:
    farm = wiki_state
    admin = farm.login(SENDER)
    targets: list[dict[str, object]] = [
        {'title': 'User talk:Nora Oldname', 'site': SV, 'since': 2019},
        {'title': 'User talk:Ingrid Ek', 'site': SV},
        {'title': 'User:Ingrid Ek', 'site': SV},
    ]
    content = {'description': 'Friends', 'kept': {'a': 1}, 'targets': targets}
    admin.edit('Json list', json.dumps(content), contentmodel=LIST_MODEL)
    check(farm, 'Json list', '-fix:renamed,duplicate', '-accept:shrinks', '-accept:not-ours', '-always')
    targets[0]['title'] = 'User talk:Nora Newname'
    assert json.loads(text(admin, 'Json list')) == content | {'targets': targets[:2]}


def test_all_lists_of_a_wiki_and_their_reports(wiki_state: Farm) -> None:
    farm = wiki_state
    admin = farm.login(SENDER)
    admin.edit('One list', f'* {{{{target|user=Nobody At All|site={SV}}}}}')
    admin.edit('Two list', json.dumps({'description': '', 'targets': []}), contentmodel=LIST_MODEL)
    done = farm.pwb('check_targets', '-all', '-report', '-always')
    assert done.returncode == 1
    assert 'One list: 1 entry' in done.stdout
    assert 'Two list: 0 entries' in done.stdout
    assert 'Template:Target' not in done.stdout
    report = text(admin, 'One list/Check')
    assert 'skipped: no account there' in report
    count = revisions(farm, 'One list/Check')
    farm.pwb('check_targets', '-all', '-report', '-always')
    assert revisions(farm, 'One list/Check') == count
    assert 'One list/Check:' not in farm.pwb('check_targets', '-all').stdout


def test_a_broken_report_is_refused_before_the_list_is_written(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    names = ['Ingrid Ek', 'Ingrid Ek', 'Per Dahlström', 'Åsa Öberg', 'Nora Newname']
    organizer.edit(LIST, '\n'.join(f'* {{{{target|user={name}|site={SV}}}}}' for name in names))
    organizer.edit(f'{LIST}/Check', '<!-- outreach:begin check -->')
    before = revisions(farm, LIST)
    out = check(farm, LIST, '-fix:duplicate', '-report', '-always', code=2)
    assert f'{LIST}/Check, line 1: ' in out
    assert revisions(farm, LIST) == before


def test_targets_in_templates_are_noticed(wiki_state: Farm) -> None:
    organizer = wiki_state.login('Organizer')
    organizer.edit(
        'More names', f'{{{{target|user=Åsa Öberg|site={SV}}}}} {{{{#target:User talk:Organizer}}}}'
    )
    entries = [
        f'{{{{#target:user talk:ingrid_Ek|{SV}}}}}',
        "{{target|user=Ann''e Quotes|site=en.wikipedia.test}}",
    ]
    organizer.edit('Outer list', '\n'.join([*entries, '{{:More names}}']))
    out = check(wiki_state, 'Outer list', code=1)
    assert 'templates on the page bring more targets which the scripts do not see (2, such as ' in out
    organizer.edit('Outer list', '\n'.join(entries))
    assert 'templates on the page' not in check(wiki_state, 'Outer list')


def test_a_category_is_checked_but_never_written(wiki_state: Farm) -> None:
    farm = wiki_state
    farm.login('Organizer').edit('User talk:Organizer', '[[Category:Readers]]')
    farm.login('Organizer').edit('Just a page', '[[Category:Readers]]')
    out = check(farm, 'Category:Readers', '-fix:namespace', '-always', '-report')
    assert '2 delivered' in out
    assert revisions(farm, 'Category:Readers/Check') == 0
    assert 'there is no delivery list on' in check(farm, 'Category:Raeders', code=2)


def test_nothing_is_written_where_a_stop_page_says_stop(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', ':sv:'))
    organizer.edit('User:Outreach-bot/stop', 'Please wait.')
    done = farm.pwb('collect_signups', f'-list:{LIST}', f'-signups:{SIGNUPS}', '-always')
    assert (done.returncode, organizer.text(LIST)) == (3, None)
    assert 'Please wait.' in done.stdout


def test_the_inactive_are_silent_on_all_wikis(farm: Farm) -> None:
    lines = ['Inga Inactive|no', 'Late Lars|da', 'Commons Carl|da', 'Ingrid Ek|sv']
    with farm.undone():
        pairs = (line.split('|') for line in lines)
        entries = [f'* {{{{target|user={name}|site={code}.wikipedia.test}}}}' for name, code in pairs]
        farm.login('Organizer').edit(LIST, '\n'.join(entries))
        out = check(farm, LIST, '-inactive:1 year', code=1)
    assert out.count('has not edited any wiki') == 1
    assert 'Inga Inactive has not edited any wiki' in out


def test_three_thousand_names_cost_at_most_two_hundred_requests(farm: Farm) -> None:
    wikis = [wiki for wiki in WIKIS if wiki.project == 'wikipedia']
    share = 3000 // len(wikis) + 1
    with farm.undone():
        for wiki in wikis:
            farm.sql(wiki.dbname, READERS.format(wiki.code, share))
            farm.sql(wiki.dbname, ACTORS)
        names = [(f'Reader {wiki.code} {at}', wiki.host) for wiki in wikis for at in range(1, share + 1)]
        entries = [f'* {{{{target|user={name}|site={host}}}}}' for name, host in names]
        farm.login('Organizer').edit(LIST, '\n'.join(entries))
        many = tells_of_many(farm)
        out = check(farm, LIST, '-perlist:4000', code=0 if many else 1)
    assert f'{len(names)} delivered' in out
    # an older CentralAuth would be asked for each of them
    assert ('Locks were not looked up: that would be ' in out) is not many
    requests = int(out.split(' requests: ')[0].split()[-1])
    # 75 names on each of 40 wikis take three requests a wiki, as 101 names do.
    assert requests <= 200 - 3 * (40 - len(wikis))


@given(st.sampled_from(TEXTS), st.lists(EDITS, max_size=14))
@settings(max_examples=2200, deadline=None)
def test_the_laws_of_merging_hold_on_thousands_of_histories(text: str, edits: list[tuple[str, Any]]) -> None:
    people_lose_nothing(text, edits)
