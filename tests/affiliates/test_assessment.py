"""The ten tricky cases of the contract, each by its number, and a registry that lost a character."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import wikitext
from outreach.affiliates import assessment, companions, registry, reporting, resultpage, talklist
from outreach.affiliates.clients import choose
from outreach.affiliates.contacts import Accounts, ContactState
from outreach.affiliates.inputs import AffiliateInputs
from outreach.affiliates.lookup import Titles
from outreach.affiliates.luadata import LuaError
from outreach.affiliates.nameindex import NameIndex, unmatched
from outreach.affiliates.registrychanges import compare
from outreach.affiliates.resultpage import LastRun
from outreach.affiliates.verdict import (
    RECOGNISED,
    SIGNED,
    STANDING,
    AffiliateVerdict,
    KnownFact,
    Selection,
    unknown_values,
)
from outreach.lists.entries import Target
from outreach.pages import Page
from outreach.run import Change

from tests.affiliates.samples import TODAY, entry, evidence, judged, module, read, signed_page


# contract: T1, C17
def test_case_1_a_deferred_affiliate_is_one_but_its_standing_is_asked() -> None:
    known = read(entry('Wikimedia Arcadia', recognition_status='deferred'))
    for require, outcome in (((), AffiliateVerdict.WRITE), ((STANDING,), AffiliateVerdict.ASK)):
        one = judged(known, {RECOGNISED, *require})['Wikimedia Arcadia']
        assert one.facts[RECOGNISED].answer is KnownFact.YES
        assert (one.facts[STANDING].answer, one.facts[STANDING].code) == (
            KnownFact.UNKNOWN,
            'standing-deferred',
        )
        assert one.verdict is outcome


# contract: T2, C16
def test_case_2_a_day_of_recognition_is_no_signature() -> None:
    known = read(entry('Wikimedia Arcadia', agreement_date='05/06/2019'), entry('Wikimedia Borduria'))
    signed = signed_page('* Wikimedia Borduria')
    one = judged(known, {SIGNED}, signed=signed)['Wikimedia Arcadia']
    assert (one.facts[SIGNED].answer, one.facts[SIGNED].code) == (KnownFact.UNKNOWN, 'signed-no-entry')
    assert one.verdict is AffiliateVerdict.ASK
    assert judged(known, {SIGNED}, signed=signed)['Wikimedia Borduria'].verdict is AffiliateVerdict.WRITE
    assert judged(known, {SIGNED})['Wikimedia Borduria'].verdict is AffiliateVerdict.ASK


@pytest.mark.parametrize('status', ['derecognised', 'derecognized', 'suspended'])
# contract: T3, C15, C7
def test_case_3_signed_and_gone_is_left_out_and_shown_first(status: str) -> None:
    known = read(entry('Aardvark'), entry('Wikimedia Zubrowka', recognition_status=status))
    found = AffiliateInputs(
        evidence(known, signed=signed_page('* Wikimedia Zubrowka, 2019-06-05\n* Aardvark')), {}, LastRun()
    )
    every = judged(known, {SIGNED}, signed=found.evidence.signed)
    assert every['Wikimedia Zubrowka'].verdict is AffiliateVerdict.LEAVE_OUT
    assert every['Wikimedia Zubrowka'].contradiction
    text = resultpage.render(reporting.report(list(every.values()), found), say)
    assert text.index('Wikimedia Zubrowka') < text.index('Aardvark')
    assert 'heading-contradictions' in text


# contract: T4, C17
def test_case_4_levels_of_new_affiliates_count_checks_and_exclude_only_where_asked() -> None:
    known = read(entry('New one', uptodate_reporting='Cross-N', out_of_compliance_level='5'))
    assert judged(known)['New one'].verdict is AffiliateVerdict.WRITE
    one = judged(known, {STANDING})['New one']
    assert one.verdict is AffiliateVerdict.LEAVE_OUT
    assert (one.facts[STANDING].code, one.facts[STANDING].details) == ('standing-late-new', {'level': '5'})


# contract: T5, C8
def test_case_5_a_broken_companion_makes_languages_unknown_and_nothing_else() -> None:
    broken = "return {\n\t{\n\t\tgroup_name = 'A',\n\t\tcountries = {'Cote D'ivoire'},\n\t},\n}"
    with pytest.raises(LuaError, match=r'line 4, column 24: .*ivoire'):
        companions.languages(broken)
    known = read(entry('Wikimedia Arcadia'))
    assert judged(known, languages=None)['Wikimedia Arcadia'].verdict is AffiliateVerdict.WRITE
    rule = Selection(languages=frozenset({'fr'}))
    assert judged(known, rule=rule, languages=None)['Wikimedia Arcadia'].verdict is AffiliateVerdict.ASK


# contract: T6
def test_case_6_a_lost_quote_refuses_the_registry_with_its_line() -> None:
    text = module([entry('Wikimedia Arcadia', recognition_status='suspended')])
    broken = text.replace("'Wikimedia Arcadia'", "'Wikimedia Arcadia")
    with pytest.raises(LuaError) as raised:
        registry.parse(broken)
    assert (raised.value.line, raised.value.column) == (5, 16)


# contract: T7, C20, C21, C23
def test_case_7_apostrophes_are_one_and_likeness_is_only_suggested() -> None:
    known = read(entry("Wikimédia Côte d'Ivoire"), entry('Wikimedia Community User Group Arcadia'))
    signed = signed_page('* Wikime\u0301dia_côte  d’ivoire\n* Wikimedia User Group Arcadia')
    every = judged(known, {SIGNED}, signed=signed)
    assert every["Wikimédia Côte d'Ivoire"].verdict is AffiliateVerdict.WRITE
    assert every['Wikimedia Community User Group Arcadia'].verdict is AffiliateVerdict.ASK
    index = NameIndex.of(known)
    lost = unmatched((meaning for _, meaning in signed.meanings(index)), index)
    assert [(one.written, one.alike) for one in lost] == [
        ('Wikimedia User Group Arcadia', 'Wikimedia Community User Group Arcadia')
    ]


# contract: T8, C19
def test_case_8_one_person_is_one_contact_of_one_or_three_affiliates() -> None:
    known = read(
        entry('Group A', group_contact1='User:Ada', group_contact2='[[user:Ada|me]]'),
        entry('Group B', group_contact1='User:Bo', group_contact2='User:ada'),
        entry('Group C', group_contact1='User_talk:Ada'),
    )
    seen = evidence(known, accounts=Accounts(alive=frozenset({'Ada', 'Bo'}), ids={'Ada': 5, 'Bo': 6}))
    assert [len(seen.contacts(one)) for one in known.affiliates] == [1, 2, 1]
    chosen = choose(judged(known, accounts=seen.accounts).values(), (), seen)
    assert [(one.affiliate, one.username, one.person) for one in chosen.clients] == [
        ('Group A', 'Ada', 1), ('Group B', 'Bo', 2), ('Group B', 'Ada', 1), ('Group C', 'Ada', 1)
    ]  # fmt: skip


# contract: T9
def test_case_9_a_rename_is_followed_by_the_log_and_a_redirect_alone_is_asked() -> None:
    known = read(entry('Group A', group_contact1='User:Old'), entry('Group B', group_contact1='User:Moved'))
    accounts = Accounts(missing=frozenset(), alive=frozenset({'New'}), ids={'New': 5}, renamed={'Old': 'New'})
    seen = evidence(known, accounts=accounts, unclear=frozenset({'Moved'}))
    first, second = (seen.contacts(one)[0] for one in known.affiliates)
    assert (first.user, seen.state(first.user)) == ('New', ContactState.USABLE)
    assert seen.state(second.user) is ContactState.UNKNOWN
    every = judged(known, accounts=accounts, unclear=frozenset({'Moved'}))
    assert every['Group B'].facts['contact'].answer is KnownFact.UNKNOWN
    assert [one.username for one in choose(every.values(), (), seen).clients] == ['New']


def region_of(inside: str) -> str:
    return wikitext.new_region(resultpage.REGION, inside)


# contract: T10
def test_case_10_an_entry_that_vanished_is_asked_and_stays_known() -> None:
    before = read(entry('Group A'), entry('Group B'))
    found = AffiliateInputs(evidence(before), {}, LastRun())
    page = resultpage.render(reporting.report(list(judged(before).values()), found), say)
    after = read(entry('Group A'))
    for _ in range(2):  # also when it was gone at the last check already
        later = AffiliateInputs(evidence(after), {}, resultpage.remembered(region_of(page)))
        report = reporting.report(list(judged(after).values()), later)
        assert [one.name for one in report.vanished] == ['Group B']
        assert report.counts[AffiliateVerdict.ASK] == 1
        page = resultpage.render(report, say)
    assert reporting.doubts(report, later, 90, TODAY) == []
    assert [one.name for one in compare(before, 1, after, 2).gone] == ['Group B']


def say(key: str, **parameters: object) -> str:
    return key + ''.join(f' {value}' for value in parameters.values())


ENTRIES = (
    entry('Suspended', recognition_status='suspended', dm_structure=['Board']),
    entry('Gone', recognition_status='derecognised', group_contact2='User:Bo'),
    entry('Strange', recognition_status='under review'),
    entry('Late', uptodate_reporting='Cross', out_of_compliance_level='3'),
    entry('Deferred', recognition_status='deferred'),
    entry('By hand', me_bypass_ooc_autochecks='Yes'),
    entry('Allied', org_type='Allied or other organization'),
    entry('Unsigned'),
    entry("Côte d'Or", group_contact1='', group_contact2=''),
    entry('Good', dm_structure=["D'accord", 'Vote']),
)  # fmt: skip
RULE = Selection(require=frozenset({RECOGNISED, SIGNED, STANDING}), types=frozenset({'user group'}))
MODULE = module(ENTRIES)
ENTRY_SPANS = [(found.start(), found.end()) for found in re.finditer(r'(?<=\t\{\n)(?:\t\t[^\n]*\n)+', MODULE)]
SIGNED_BY = signed_page(
    ''.join(f'* {one["group_name"]}\n' for one in ENTRIES if one['group_name'] != 'Unsigned')
)
MAY_BE_WRITTEN_TO = {'idgood', 'idctedor'}
KEYS = [found.span() for found in re.finditer(r'\w+(?= = )', MODULE)]
FIELDS = [found.span() for found in re.finditer(r'\t\t\w+ = [^\n]*\n', MODULE)]
# on these rests a fact that the rule requires
DECISIVE = frozenset(
    ('group_name', 'org_type', 'recognition_status', 'uptodate_reporting', 'me_bypass_ooc_autochecks')
)


def written_to(text: str) -> set[str] | None:
    """Return the ids of those that would be written to; None where the registry is refused."""
    try:
        known = registry.parse(text)
    except LuaError:
        return None
    every = judged(known, rule=RULE, signed=SIGNED_BY, languages={}).values()
    return {one.affiliate.key for one in every if one.verdict is AffiliateVerdict.WRITE}


def owner(at: int) -> str:
    """Return the id of the entry in which a place of the module lies."""
    found: list[str] = re.findall(r"unique_id = '(\w+)'", MODULE[: MODULE.index('\t},', at)])
    return found[-1]


def test_what_is_mutated_is_a_mixed_registry() -> None:
    assert written_to(MODULE) == MAY_BE_WRITTEN_TO


@pytest.mark.parametrize('mark', ["(?<!\\\\)'", '{', '}'])
# contract: C37
def test_one_lost_quote_or_brace_anywhere_refuses_the_registry(mark: str) -> None:
    places = [found.start() for found in re.finditer(mark, MODULE)]
    assert len(places) > 10
    assert [at for at in places if written_to(MODULE[:at] + MODULE[at + 1 :]) is not None] == []


@pytest.mark.parametrize('follows', ['accord', '90s', 'nuit', 'tard', 'élan', '195', "\\'x"])
# contract: C37
def test_one_lost_quote_inside_a_text_refuses_the_registry_or_its_entry_is_unknown(follows: str) -> None:
    for at in (found.end() - 1 for found in re.finditer(r"\\'(?=accord)", MODULE)):
        broken = MODULE[:at] + follows + MODULE[at + 1 + len('accord') :]
        assert owner(at) not in (written_to(broken) or set())


# contract: C37
def test_one_lost_key_anywhere_refuses_the_registry() -> None:
    """Both with its sign of equality, so that the value stands alone, and without."""
    for begin, end in KEYS:
        assert written_to(MODULE[:begin] + MODULE[end:]) is None
        assert written_to(MODULE[:begin] + MODULE[end + len(' = ') :]) is None


# contract: C37, C4
def test_one_lost_field_lets_nobody_in_and_makes_what_rests_on_it_unknown() -> None:
    for begin, end in FIELDS:
        left = written_to(MODULE[:begin] + MODULE[end:])
        key = MODULE[begin:end].split()[0]
        allowed = MAY_BE_WRITTEN_TO | ({'name:good', "name:côte d'or"} if key == 'unique_id' else set())
        assert left is not None
        assert left <= allowed, key
        if key in DECISIVE:
            assert owner(begin) not in left, key


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(ENTRIES) - 1), st.integers(0, 400), st.integers(1, 400))
def test_a_piece_lost_from_an_entry_lets_nobody_in(number: int, at: int, length: int) -> None:
    begin, end = ENTRY_SPANS[number]
    at = min(begin + at, end)
    broken = MODULE[:at] + MODULE[min(at + length, end) :]
    assert (written_to(broken) or set()) <= MAY_BE_WRITTEN_TO | {'name:good', "name:côte d'or"}


# contract: C22
def test_an_entry_that_stands_there_twice_is_asked() -> None:
    for other in (
        entry('Group A'),
        entry('Group B', unique_id='idgroupa'),
        entry('group_a', unique_id='other'),
    ):
        known = read(entry('Group A'), other)
        every = evidence(known)
        verdicts = {one.verdict for one in assessment.assess(every, Selection())}
        assert verdicts == {AffiliateVerdict.ASK}


# contract: C45
def test_the_page_of_a_person_is_never_an_affiliates() -> None:
    known = read(entry('User:Victim', group_contact1=''), entry('Group B', group_contact1=''))
    led_away = Titles({'User:Victim': 'User:Victim', 'Group B': 'User talk:Victim'})
    every = assessment.assess(evidence(known, titles=led_away), Selection())
    assert [(one.verdict, one.talk) for one in every] == [
        (AffiliateVerdict.ASK, ''),
        (AffiliateVerdict.ASK, ''),
    ]


def test_every_sentence_of_the_contract_is_cited() -> None:
    root = Path(__file__).parents[2]
    contract = (root / 'docs' / 'affiliates-contract.md').read_text(encoding='utf-8')
    numbers = re.findall(r'^- ([CT]\d+)\. ', contract, re.MULTILINE)
    cited = [
        number
        for path in (root / 'tests').rglob('test_*.py')
        for line in re.findall(r'^# contract: (.*)$', path.read_text(encoding='utf-8'), re.MULTILINE)
        for number in line.split(', ')
    ]
    assert len(numbers) == len(set(numbers)) > 50
    assert set(cited) == set(numbers)


ASKED_WRONGLY = [
    ({'types': 'user grop'}, ['-types:user grop: no affiliate has this value; did you mean User Group?']),
    ({'regions': 'mars'}, ['-regions:mars: no affiliate has this value; there are: ']),
    ({'countries': 'exampla'}, ['-countries:exampla: no affiliate has this value; did you mean Examplia?']),
    ({'types': 'chapter', 'regions': 'europe', 'countries': 'syldavia', 'languages': 'xx'}, []),
]


@pytest.mark.parametrize(
    ('asked', 'told', 'languages'),
    [
        *((*row, ()) for row in ASKED_WRONGLY),
        (
            {'languages': 'klingon'},
            ['-languages:klingon: no report of an affiliate names this'],
            [('sw', 'ha')],
        ),
        ({'languages': 'ha'}, [], [('sw', 'ha')]),
    ],
)
def test_what_no_affiliate_has_is_not_asked_for(
    asked: dict[str, str], told: list[str], languages: list[tuple[str, ...]]
) -> None:
    """Else a slip of the keyboard leaves out everybody, on a public page."""
    known = read(entry('Group A', group_country='Examplia; Syldavia'))
    rule = Selection(**{name: frozenset({value}) for name, value in asked.items()})
    problems = list(map(str, unknown_values(rule, known, languages)))
    assert [one[: len(start)] for one, start in zip(problems, told, strict=True)] == told


def test_a_list_does_not_begin_with_nobody_on_it() -> None:
    new, there = (Change(Page('L', '', revid), str, 's') for revid in (0, 7))
    assert talklist.begun(new, []) == []
    assert talklist.begun(new, [Target('meta.wikimedia.test', 'Talk:A')]) == [new]
    assert talklist.begun(there, []) == [there]
