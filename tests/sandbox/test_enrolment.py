"""Who is not put on a list although they signed up: excluded, or there by an older name."""

from __future__ import annotations

from sandbox.farm import Farm

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

    # Without the page they join; a check with it finds them, and takes them off when asked to.
    run(farm, 'collect_signups', *options, code=0)
    out = run(farm, 'check_targets', f'-exclude:{EXCLUDE}', code=1)
    assert 'Ingrid Ek is named on an exclude page; take the entry off (-fix:excluded)' in out
    assert f'nobody on {DE} is to be asked: asked us not to; take the entry off (-fix:excluded)' in out
    run(farm, 'check_targets', f'-exclude:{EXCLUDE}', '-fix:excluded', '-shrink', '-always', code=0)
    assert (organizer.text(LIST) or '').splitlines() == [lead, pilar]
    assert f'nobody on {DE} is to be asked: asked us not to' in (organizer.text(f'Talk:{LIST}') or '')


def test_an_exclude_page_that_is_not_there_stops_the_run(wiki_state: Farm) -> None:
    farm = wiki_state
    farm.login('Organizer').edit(SIGNUPS, sign('Ingrid Ek', 'sv'))
    for script, options in (('check_targets', ['-all']), ('collect_signups', [f'-signups:{SIGNUPS}'])):
        out = run(farm, script, *options, '-exclude:No such page', code=2)
        assert 'No such page: there is no such' in out
    out = run(farm, 'collect_signups', '-signups:None', '-under:Nix/', '-exclude:Nada', code=2)
    assert [line.strip() for line in out.splitlines()[:3]] == [
        'ERROR: None: there is no such page',
        'ERROR: Nada: there is no such page',
        'ERROR: -under:Nix/: no page begins so',
    ]
    out = run(
        farm, 'collect_signups', f'-signups:{SIGNUPS}', f'-roster:{LIST}', f'-ranking:{SIGNUPS}', code=2
    )
    assert out.count('must be a page of its own') == 2


def test_who_is_on_the_list_by_an_older_name_is_not_put_on_it_again(wiki_state: Farm) -> None:
    farm = wiki_state
    organizer = farm.login('Organizer')
    old = f'* {{{{target | user = Nora Oldname | site = {SV} }}}}'
    organizer.edit(LIST, old)
    organizer.edit(SIGNUPS, sign('Nora Newname', 'sv'))
    out = run(farm, 'collect_signups', f'-signups:{SIGNUPS}', '-always', code=0)
    assert 'Nora Oldname' in out
    assert 'Nothing to write.' in out
    assert organizer.text(LIST) == old

    # Taken off by hand under the old name, she stays off under the new one.
    organizer.edit(LIST, 'Nobody yet.')
    out = run(farm, 'collect_signups', f'-signups:{SIGNUPS}', '-always', code=0)
    assert f'Nora Newname@{SV}: was taken off by somebody, stays off' in out
    assert organizer.text(LIST) == 'Nobody yet.'
