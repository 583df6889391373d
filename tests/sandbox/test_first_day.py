"""What somebody tries on the first day: options alone, slips of the pen, names that Pywikibot taught them."""

from __future__ import annotations

import pytest

from sandbox.farm import Farm
from sandbox.pwb_folder import OPERATOR
from sandbox.worlds.medicine import ORGANIZER

META, EN = 'meta.wikimedia.test', 'en.wikipedia.test'
ALONE = '-under:Alone'
LEAVE = '[[m:Alone/Targets]] 12:00, 1 May 2026 (UTC)'
TOPIC = ('-source:en.wikipedia.test', '-wikis:en.wikipedia.test', '-list:Lists/first', '-cooldown:0')


def run(farm: Farm, *command: str, code: int = 0) -> str:
    done = farm.pwb(*command)
    assert done.returncode == code, done.stdout
    return done.stdout


def test_four_scripts_work_on_options_alone(wiki_state: Farm) -> None:
    organizer = wiki_state.login(ORGANIZER)
    organizer.edit('Alone/Targets', f'* {{{{#target:User talk:Grace Abara|{EN}}}}}')
    organizer.edit('Alone/Message', f'== Hello ==\nText. {LEAVE}')
    assert 'says no ground' in run(wiki_state, 'send_message', ALONE, '-cooldown:0', '-always', code=2)
    agreed = ('-consent:agreed', '-discussion:https://meta.wikimedia.test/wiki/Talk:Alone')
    said = run(wiki_state, 'send_message', ALONE, *agreed, '-cooldown:0', '-always')
    assert 'pwb check_delivery -under:Alone' in said
    wiki_state.run_jobs()
    said = run(wiki_state, 'check_delivery', ALONE, '-always')
    assert 'pwb log_promotion -under:Alone' in said
    run(wiki_state, 'log_promotion', ALONE, '-always')
    run(wiki_state, 'update_pattern', ALONE, '-always')
    assert 'User talk:Grace Abara' in (organizer.text('Alone/Send/1/en') or '')
    assert '[[Special:PrefixIndex/Alone/Send/|' in (organizer.text('Alone/Log') or '')
    assert organizer.text('Alone/Pattern')
    said = run(wiki_state, 'send_message', ALONE, '-campaign:Outreach/Medicine', code=2)
    assert 'are two places for the pages' in said


def test_a_slip_of_the_pen_is_named_and_nothing_is_decided_on_it(wiki_state: Farm) -> None:
    said = run(wiki_state, 'build_targets', '-banner:WPMED', *TOPIC, '-explain:Grace Abbara', code=2)
    assert '-explain:Grace Abbara: there is no such account' in said
    assert 'decided' not in said
    said = run(wiki_state, 'build_targets', '-banner:WPMED', *TOPIC, '-rule:scor', code=2)
    assert 'did you mean score?' in said
    said = run(wiki_state, 'log_promotion', '-campaign:Outreach/Medcine', code=2)
    assert 'did you mean Outreach/Medicine?' in said
    said = run(wiki_state, 'build_targets', '-banner:WikiProject Medicin', *TOPIC, code=2)
    assert 'did you mean Template:WikiProject Medicine?' in said


def test_options_of_pywikibot_may_stand_before_the_name_of_the_script(farm: Farm) -> None:
    for option in ('-simulate', '-lang:meta'):
        said = run(farm, option, 'log_promotion', '-simulate', '-campaign:Outreach/Medicine')
        assert 'UserWarning' not in said
        assert 'Outreach/Medicine' in said


def test_a_section_of_scripts_ini_counts_and_consents_to_nothing(farm: Farm) -> None:
    path = farm.pwb_directory(OPERATOR) / 'scripts.ini'
    try:
        path.write_text('[log_promotion]\ncampaign = Outreach/Medicine\n', encoding='utf-8')
        said = run(farm, 'log_promotion', '-simulate')
        assert 'scripts.ini of this folder, [log_promotion]: -campaign:Outreach/Medicine\n' in said
        path.write_text('[log_promotion]\ncampaign = Outreach/Medicine\nalways = yes\n', encoding='utf-8')
        said = run(farm, 'log_promotion', code=2)
        assert 'scripts.ini, [log_promotion] always: does not count from a file' in said
    finally:
        path.unlink()


@pytest.mark.parametrize(
    ('ours', 'theirs'),
    [
        (('-category:WikiProject Medicine articles',), ('-cat:WikiProject Medicine articles',)),
        (('-category:WikiProject Medicine articles', '-depth:20'), ('-catr:WikiProject Medicine articles',)),
        (('-prefix:Diab',), ('-prefixindex:Diab',)),
        (('-banner:WPMED',), ('-transcludes:WPMED',)),
    ],
)
def test_sources_have_the_names_that_pywikibot_gives_them(
    farm: Farm, ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    first, second = (run(farm, 'build_targets', *some, *TOPIC, '-simulate') for some in (ours, theirs))
    assert 'No page of people who must not be asked is known' in first
    assert 'articles' in first
    # from the funnel on: before it stands the log-in, if cookies were not kept
    told = (said.partition(' requests')[0].rpartition('\n')[0] for said in (first, second))
    found, same = (said[said.index(' articles') :] for said in told)
    assert found.replace(ours[0], theirs[0]) == same  # the second asks less: much is kept


def test_a_list_that_names_nobody_is_not_made(wiki_state: Farm) -> None:
    few = ('-minedits:5000', '-minpages:0', '-minbytes:0', '-accept:everybody-out')
    said = run(wiki_state, 'build_targets', '-banner:WPMED', *TOPIC, *few, '-always')
    assert 'Nobody is to be asked' in said
    assert wiki_state.client(META).text('Lists/first') is None


def test_the_report_is_written_where_a_fix_is_not(wiki_state: Farm) -> None:
    organizer = wiki_state.login(ORGANIZER)
    organizer.edit('Lists/gone', '\n'.join(f'* {{{{#target:User talk:Nobody {n}|{EN}}}}}' for n in range(12)))
    said = run(wiki_state, 'check_targets', '-list:Lists/gone', '-fix:missing', '-report', '-always', code=3)
    assert '-accept:' in said
    assert 'Nobody 3' in (organizer.text('Lists/gone') or '')
    assert 'Nobody 3' in (organizer.text('Lists/gone/Check') or '')


MISSING: dict[str, tuple[str, ...]] = {
    'measure_campaign': ('-campaign:Outreach/Medicine', '-month:2026-10', '-events:Nix/E', '-signups:Nix/S',
                         '-criteria:Nix/C'),
    'build_targets': (*TOPIC, '-file:nosuch.txt', '-fromlist:Nix/F', '-exclude:Nix/X'),
    'send_message': (ALONE, '-list:Nix/L', '-message:Nix/M', '-exclude:Nix/X', '-testers:Nix/T'),
    'log_promotion': ('-campaign:Outreach/Medicine', '-mailing:nosuch.csv', '-weights:Nix/W',
                      '-signups:Nix/S', '-gaps:languages:Nix/G'),
    'check_targets': ('-list:Nix/L', '-exclude:Nix/X'),
    'write_letters': ('-campaign:Outreach/Medicine', '-letter:Nix/L', '-people:Nix/P', '-exclude:Nix/X',
                      '-nomail:Nix/N'),
}  # fmt: skip


@pytest.mark.parametrize('script', MISSING)
def test_whatever_is_not_there_is_told_at_once(wiki_state: Farm, script: str) -> None:
    said = run(wiki_state, script, *MISSING[script], code=2)
    for option in MISSING[script]:
        assert ('Nix/' not in option and 'nosuch' not in option) or f'ERROR: {option}: ' in said, said
