"""What is told of an affiliate, each fact with where it is from, and what makes a plan doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.affiliates import inputs, optouts, reporting
from outreach.affiliates.inputs import AffiliateInputs
from outreach.affiliates.resultpage import LastRun
from outreach.affiliates.verdict import RECOGNISED, SIGNED, Selection
from outreach.pages import Page

from tests.affiliates.samples import HOST, REPORTS, TODAY, entry, evidence, judged, read, signed_page
from tests.samples.wikis import RESOLVER

EXCLUDED = Page('Do not contact', '* [[Group A]]', 31, timestamp='2026-11-10T08:00:00Z')
NOMAIL = Page('No mail', '* [[User:Bo]]', 32, timestamp='2026-11-12T08:00:00Z')


def say(key: str, **_parameters: object) -> str:
    return key


def facts(name: str, languages: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return what -explain tells of an affiliate, by the fact."""
    known = read(entry('Group A'), entry('Group B'))
    out = optouts.read([EXCLUDED], NOMAIL, RESOLVER)
    rule = Selection(frozenset(), frozenset(), frozenset(), languages, frozenset({RECOGNISED, SIGNED}))
    one = judged(
        known, rule=rule, optouts=out, signed=signed_page('* Group A'), languages={'group b': ('fr',)}
    )[name]
    told = list(reporting.explanation(one, REPORTS, say))[1:]
    return dict(line.strip().split(': ', 1) for line in told)


# contract: C3, C14
def test_every_fact_is_told_with_its_source_and_revision() -> None:
    registry = '[Module:Organizational Informations, revision 7, 2026-11-20]'
    reports = '[Module:Activities Reports, revision 8, 2026-11-21]'
    excluded = 'Do not contact, revision 31, 2026-11-10'
    first, second = facts('Group A', frozenset({'sw'})), facts('Group B', frozenset({'sw'}))
    assert registry in first['recognised']
    assert registry in first['standing']
    assert '[Outreach/Agreements, revision 9, 2026-11-05]' in first['signed']
    assert first['willing'] == f'no, reason-excluded [{excluded}] (decided)'
    assert second['willing'] == f'yes, reason-willing [{excluded}; No mail, revision 32, 2026-11-12]'
    assert first['wanted'] == f'unknown, reason-not-said {reports}'
    assert second['wanted'] == f'no, reason-not-wanted {reports} (decided)'
    assert f'{registry[:-1]}; {reports[1:]}' in facts('Group B', frozenset({'fr'}))['wanted']
    assert registry in facts('Group B')['wanted']
    assert (first['languages'], second['languages']) == (f'unknown {reports}', f'fr {reports}')
    assert f'[{HOST}, {TODAY}]' in first['page']


# contract: C32
@pytest.mark.parametrize(
    ('sizes', 'shrunk'),
    [
        ((79, 100), True),
        ((80, 100), False),
        ((79, 80, 81, 82, 83, 84, 85, 86, 87, 100), True),  # small steps, each of them less than a fifth
        ((100, 79), False),
        ((1,), False),
        ((), False),
    ],
)
def test_a_registry_is_held_against_the_largest_of_its_last_ten_revisions(
    sizes: tuple[int, ...], shrunk: object
) -> None:
    found = AffiliateInputs(evidence(read(entry('Group A'))), {}, LastRun(), sizes)
    report = reporting.report(list(judged(found.evidence.registry).values()), found)
    codes = [one.code for one in reporting.doubts(report, found, 90, TODAY)]
    assert codes == (['registry-shrunk'] if shrunk else [])
    assert inputs.shrunk(sizes) is shrunk


# contract: C11
@pytest.mark.parametrize(('max_age', 'codes'), [(21, []), (20, ['signed-list-old'])])
def test_a_list_older_than_is_allowed_is_a_doubt(max_age: int, codes: list[str]) -> None:
    known = read(entry('Group A'))
    signed = signed_page('* Group A')  # of three weeks ago
    found = AffiliateInputs(evidence(known, signed=signed), {}, LastRun())
    report = reporting.report(list(judged(known, signed=signed).values()), found)
    assert [one.code for one in reporting.doubts(report, found, max_age, TODAY)] == codes
    renewed = replace(found, evidence=replace(found.evidence, signed=replace(signed, of=TODAY)))
    assert reporting.doubts(report, renewed, max_age, TODAY) == []


# contract: C8
@pytest.mark.parametrize(
    ('rule', 'verdicts'),
    [
        (Selection(regions=frozenset({'europe'})), ['write', 'leave-out', 'ask']),
        (Selection(countries=frozenset({'arcadia'})), ['write', 'write', 'ask']),
        (Selection(countries=frozenset({'borduria'})), ['leave-out', 'write', 'ask']),
        (Selection(types=frozenset({'chapter'})), ['leave-out', 'leave-out', 'leave-out']),
    ],
)
def test_regions_countries_and_types_choose_and_who_does_not_say_is_asked(
    rule: Selection, verdicts: list[str]
) -> None:
    known = read(
        entry('Group A', region='Europe', group_country='Arcadia'),
        entry('Group B', region='Africa', group_country='Borduria; Arcadia'),
        entry('Group C', region='', group_country=''),
    )
    assert [one.verdict.value for one in judged(known, rule=rule).values()] == verdicts
