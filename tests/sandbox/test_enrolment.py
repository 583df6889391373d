"""Who is not put on a list although they signed up: excluded, or there by an older name."""

from __future__ import annotations

import pytest

from sandbox.farm import Farm
from tests.sandbox.tools.network_faults import Fault, faulty_proxy

SV, DE, ES, EN = (f'{code}.wikipedia.test' for code in ('sv', 'de', 'es', 'en'))
LIST, SIGNUPS, EXCLUDE = (f'Outreach/Walks/{name}' for name in ('Targets', 'Participants', 'Exclude'))
SIGNED = '10:00, 12 September 2026 (UTC)'


def sign(name: str, code: str) -> str:
    return f'# [[:{code}:User:{name}|{name}]] {SIGNED}\n'


def run(farm: Farm, script: str, *options: str, code: int) -> str:
    done = farm.pwb(script, f'-list:{LIST}', *options)
    assert done.returncode == code, done.stdout
    return done.stdout


def test_exclude_pages_keep_people_and_whole_wikis_off_the_list(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(EXCLUDE, f'No:\n* [[User:Ingrid Ek]]\n* {DE}: asked us not to\n')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', 'sv') + sign('Pilar Montes', 'es') + sign('Jürgen Groß', 'de'))
    options = (f'-signups:{SIGNUPS}', '-always')
    out = run(farm, 'collect_signups', *options, f'-exclude:{EXCLUDE}', code=1)
    listed = organizer.text(LIST) or ''
    lead, *lines = listed.splitlines()
    pilar = f'* {{{{target | user = Pilar Montes | site = {ES} }}}}'
    # Jürgen signed from the wiki where nobody is to be asked: he is asked on his next one.
    assert [line for line in lines if line] == [
        pilar,
        f'* {{{{target | user = Jürgen Groß | site = {EN} }}}}',
    ]
    assert f'{SIGNUPS}, line 1: Ingrid Ek is named on an exclude page' in out

    # Without the page they join; a check with it finds them, and removes them when asked to.
    run(farm, 'collect_signups', *options, code=0)
    out = run(farm, 'check_targets', f'-exclude:{EXCLUDE}', code=1)
    assert 'Ingrid Ek is named on an exclude page; remove the entry (-fix:excluded)' in out
    assert f'nobody on {DE} is to be asked: asked us not to; remove the entry (-fix:excluded)' in out
    out = run(farm, 'collect_signups', *options, f'-exclude:{EXCLUDE}', '-simulate', code=1)
    assert 'Ingrid Ek is named on an exclude page, and is on the list' in out
    run(farm, 'check_targets', f'-exclude:{EXCLUDE}', '-fix:excluded', '-accept:shrinks', '-always', code=0)
    assert (organizer.text(LIST) or '').splitlines() == [lead, pilar]
    assert f'nobody on {DE} is to be asked: asked us not to' in (organizer.text(f'Talk:{LIST}') or '')


def test_an_exclude_page_that_is_not_there_stops_the_run(wiki_state: Farm) -> None:
    farm = wiki_state
    farm.login('Organizer').edit(SIGNUPS, sign('Ingrid Ek', 'sv'))
    for script, options in (('check_targets', []), ('collect_signups', [f'-signups:{SIGNUPS}'])):
        out = run(farm, script, *options, '-exclude:No such page', code=2)
        assert 'No such page: there is no such' in out
    out = run(farm, 'collect_signups', '-signups:None', '-allunder:Nix/', '-exclude:Nada', code=2)
    assert [line.strip() for line in out.splitlines()[:3]] == [
        'ERROR: None: there is no such page',
        'ERROR: Nada: there is no such page',
        'ERROR: -allunder:Nix/: no page begins so',
    ]
    out = run(
        farm, 'collect_signups', f'-signups:{SIGNUPS}', f'-roster:{LIST}', f'-ranking:{SIGNUPS}', code=2
    )
    assert 'must be pages of their own' in out


@pytest.mark.parametrize(
    ('text', 'says'),
    [
        (f'#REDIRECT [[{LIST}]]', ': is a redirect'),
        ('No:\n* Ingrid Ek', ', line 2: gives neither'),
    ],
)
def test_an_exclude_page_that_cannot_be_read_excludes_nobody_in_silence(
    wiki_state: Farm, text: str, says: str
) -> None:
    organizer = wiki_state.login('Organizer')
    organizer.edit(EXCLUDE, text)
    organizer.edit(SIGNUPS, sign('Ingrid Ek', 'sv'))
    options = (f'-signups:{SIGNUPS}', f'-exclude:{EXCLUDE}', '-always')
    assert f'{EXCLUDE}{says}' in run(wiki_state, 'collect_signups', *options, code=2)
    assert organizer.text(LIST) is None


def test_odd_lines_are_named_and_hold_up_nobody(wiki_state: Farm) -> None:
    organizer = wiki_state.login('Organizer')
    organizer.edit(EXCLUDE, '* [[User:Pilar Montes]]')
    organizer.edit(SIGNUPS, f'# Help: bring food\n# [[User:Pilar Montes]]\n{sign("Ingrid Ek", "sv")}')
    out = run(wiki_state, 'collect_signups', f'-signups:{SIGNUPS}', f'-exclude:{EXCLUDE}', '-always', code=1)
    assert f'{SIGNUPS}, line 1: there is no account Help: bring food' in out
    assert f'{SIGNUPS}, line 2: Pilar Montes is named on an exclude page' in out
    assert (organizer.text(LIST) or '').count('user =') == 1


def test_a_wiki_that_does_not_answer_takes_nobody_off(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, f'# [[User:Ingrid Ek]] {SIGNED}\n{sign("Jürgen Groß", "de")}')
    run(farm, 'collect_signups', f'-signups:{SIGNUPS}', '-always', code=0)
    listed = organizer.text(LIST)
    organizer.edit(SIGNUPS, sign('Ingrid Ek', 'sv') + sign('Jürgen Groß', 'de'))

    def dead(url: str, body: str) -> Fault | None:
        return Fault.HTML_200 if SV in url else None

    with faulty_proxy(farm.proxy, dead) as proxy:
        options = (f'-list:{LIST}', f'-signups:{SIGNUPS}', '-always', '-retry_wait:0', '-max_retries:1')
        done = farm.pwb('collect_signups', *options, proxy=proxy.url)
    assert done.returncode == 1, done.stdout
    assert f'{SV}: gave no answer' in done.stdout
    assert organizer.text(LIST) == listed


def test_lists_and_rosters_under_the_same_title_are_no_sign_up_pages(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, sign('Ingrid Ek', 'sv') + sign('Pilar Montes', 'es'))
    options = ('-allunder:Outreach/Walks/', '-roster:Outreach/Walks/Roster', '-always')
    run(farm, 'collect_signups', *options, code=0)
    organizer.edit(SIGNUPS, sign('Ingrid Ek', 'sv'))
    out = run(farm, 'collect_signups', *options, '-accept:shrinks', code=0)
    assert f'User talk:Pilar Montes@{ES}: left the sign-up page' in out
    assert 'Outreach/Walks/Targets: 1 p' not in out


def test_a_section_that_is_gone_and_a_category_are_refused_as_places(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    organizer.edit(SIGNUPS, f'== A ==\n{sign("Ingrid Ek", "sv")}\n== B ==\n{sign("Pilar Montes", "es")}')
    options = (f'-signups:{SIGNUPS}', '-section:A', '-section:B', '-always')
    run(farm, 'collect_signups', *options, code=0)
    organizer.edit(SIGNUPS, (organizer.text(SIGNUPS) or '').replace('== A ==', '== Alpha =='))
    out = run(farm, 'collect_signups', *options, '-accept:shrinks', code=1)
    assert '-section:A: is on none of the pages' in out
    assert (organizer.text(LIST) or '').count('user =') == 2
    done = farm.pwb('collect_signups', f'-signups:{SIGNUPS}', '-list:Category:Walkers', '-always')
    assert (done.returncode, 'is a category' in done.stdout) == (2, True), done.stdout


def test_who_is_on_the_list_by_an_older_name_is_not_put_on_it_again(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    old = f'* {{{{target | user = Nora Oldname | site = {SV} }}}}'
    organizer.edit(LIST, old)
    organizer.edit(SIGNUPS, sign('Nora Newname', 'sv'))
    out = run(farm, 'collect_signups', f'-signups:{SIGNUPS}', '-always', code=0)
    assert 'Nora Oldname' in out
    assert 'Nothing to write' in out
    assert organizer.text(LIST) == old

    # Removed by hand under the old name, she stays off under the new one.
    organizer.edit(LIST, 'Nobody yet.')
    out = run(farm, 'collect_signups', f'-signups:{SIGNUPS}', '-always', code=0)
    assert f'Nora Newname@{SV}: was removed by somebody, stays off' in out
    assert organizer.text(LIST) == 'Nobody yet.'


def test_who_named_a_wiki_without_an_account_of_theirs_joins_with_a_word(wiki_state: Farm) -> None:
    wiki_state.login('Organizer').edit(SIGNUPS, '== Participants ==\n# [[:sv:User:Tobias Finch]]\n')
    options = (f'-signups:{SIGNUPS}', '-accept:signed-by-others', '-always')
    named = 'line 2: Tobias Finch named sv.wikipedia.test, where no account of theirs may be asked: en.'
    assert named in run(wiki_state, 'collect_signups', *options, code=0)
    assert named not in run(wiki_state, 'collect_signups', *options, code=0)
