"""What stands beside the registry: languages, and lists of names made apart from it."""

from __future__ import annotations

from outreach.affiliates import companions

from tests.affiliates.samples import entry, module, read


def report(name: str, end: str, *languages: str) -> dict[str, object]:
    return {'group_name': name, 'end_date': end, 'languages_supported_by_affiliate': list(languages)}


def test_languages_come_from_the_latest_report_that_has_some_by_codes_of_languages() -> None:
    text = module(
        [
            report('Group A', '31/12/2024', 'Belarusian (old)~be-x-old', 'English~en'),
            report('Group A', '31/12/2025', 'Alsatian~als', 'Samogitian~bat-smg', 'No code', '~{{x}}'),
            report('Group_a', '30/06/2026'),
            report('Group B', 'undefined', 'French~fr'),
        ]
    )
    assert companions.languages(text) == {'group a': ('gsw', 'sgs'), 'group b': ('fr',)}


# contract: C34
def test_the_lists_of_names_show_what_the_registry_lost() -> None:
    known = read(entry('Group A'), entry('Group B')).affiliates
    names = companions.listed_names('Group A,\ngroup_c,\n')
    assert [one.name for one in companions.not_listed(known, names)] == ['Group B']
    assert companions.not_recognised(known, names) == ('group c',)
    assert companions.not_listed(known, companions.listed_names('')) == ()


def test_the_lists_that_meta_shows() -> None:
    name = '<translate><!--T:1--> Group A</translate>'
    call = '{{Affiliates/listing-logo | name = ' + name + ' | code = %s | page = X }}'
    names = companions.shown_names({'T': call % '' + call.replace('Group A', 'Y') % 'GB'})
    assert names.names == {'group a', 'x', 'y', 'gb'}
    known = read(entry('Group A'), entry('Group B'), entry('Other C')).affiliates
    assert [one.name for one in companions.not_listed(known, names)] == ['Other C']
