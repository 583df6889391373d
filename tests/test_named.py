"""One reader for each question: whoever people name is read, or the line is told, on every page."""

from __future__ import annotations

from itertools import product

import pytest
from outreach import phrases, wikitext
from outreach.audience.excludepages import names_on_page
from outreach.patterns import library, pattern
from outreach.promotion import announcements, gappage, growth, logpage, suggestions
from outreach.promotion.logpage import Vocabulary
from outreach.revisions import Revision
from outreach.sends.approval import approvers, not_counted
from outreach.signatures import signature
from outreach.signuppage import names_outside, read_page
from outreach.wikitable import Row

from tests.samples.naming import READ, SIGNATURES, STRUCK, UNREAD
from tests.samples.wikis import RESOLVER, WIKIS

WORDS = Vocabulary.of(phrases.of_script('log_promotion').values())
HEADINGS = pattern.heading_words(phrases.of_script('update_pattern').values())
STAMP = '10:12, 3 March 2026 (UTC)'
PAIRS = list(product(SIGNATURES, SIGNATURES))
# how people name a place where something was, or should be, announced
PLACES = {
    '[[w:sv:Wikipedia:{}]]': 'sv.wikipedia.org Wikipedia:{}',
    '[[:de:WP:{}|x]]': 'de.wikipedia.org WP:{}',
    '[[w:de:wikipedia:{}#Part]]': 'de.wikipedia.org Wikipedia:{}',
    '[[outreach:{}]]': 'outreach.wikimedia.org {}',
    '[[Meta:{}]]': 'meta.wikimedia.org Meta:{}',
    'https://sv.wikipedia.org/wiki/Wikipedia:{}': 'sv.wikipedia.org Wikipedia:{}',
    '[https://fa.m.wikipedia.org/wiki/{} قهوه‌خانه]': 'fa.wikipedia.org {}',
    '//m.wikidata.org/wiki/Wikidata:{}': 'www.wikidata.org Wikidata:{}',
    'https://zh.wikipedia.org/zh-tw/{}?action=edit': 'zh.wikipedia.org {}',
    'https://lists.example.org/{}': 'https://lists.example.org/{}',
}
HOSTS = {
    'ka.wikipedia.org': 'ka.wikipedia.org',
    'trwiki': 'tr.wikipedia.org',
    "'''plwiki'''": 'pl.wikipedia.org',
}


def suggested(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the places, who suggests them, and the lines that are told."""
    found, notes = suggestions.parse(f'== Ideas ==\n{text}', {'ideas'}, WIKIS)
    signers = [one.signed.name if one.signed else '' for one in found]
    return [one.place.key for one in found], signers, [one.text for one in notes]


def cells(**written: str) -> announcements.Announcement:
    page = logpage.LogPage('', (), (logpage.LogRow(Row(0, 0, ()), 1, '', written),), 0)
    (one,) = announcements.read(page, WORDS, WIKIS)
    return one


def test_whoever_signs_a_suggestion_is_its_author_in_every_form() -> None:
    """Who is mentioned behind the signature is not, and neither is a place."""
    for signer, mentioned in PAIRS:
        line = f'* [[w:de:WP:Kurier]] {signer.format("Ada")} {STAMP} for {mentioned.format("Bo")}'
        assert suggested(line)[:2] == (['de.wikipedia.org WP:Kurier'], ['Ada']), line


def test_places_are_read_in_every_pair_of_forms_or_the_line_is_told() -> None:
    for (one, there), (other, too) in product(PLACES.items(), PLACES.items()):
        text = f'* {one.format("Aa")} {other.format("Bb")}\n* {other.format("Cc")}'
        keys, _, told = suggested(text)
        assert {there.format('Aa'), too.format('Bb'), too.format('Cc')} <= set(keys), text
        assert told == [], text
    for written, host in HOSTS.items():
        assert suggested(f'* {written}')[0] == [host]
    for form in UNREAD:
        keys, _, told = suggested(f'* {form.format("Kurier")}\n* {form.format("Village pump")}')
        assert len(keys) + len(told) == 2, form


def test_a_row_of_a_log_says_where_and_by_whom_in_every_pair_of_forms() -> None:
    for (one, there), (other, too) in product(PLACES.items(), PLACES.items()):
        row = cells(wiki=one.format('Aa'), link=f'{other.format("Bb")} <s>[[w:hu:Struck]]</s>')
        assert {place.key for place in row.pages} == {there.format('Aa'), too.format('Bb')}, row
        assert 'hu.wikipedia.org' not in row.hosts
        both = f'{one.format("Aa")}, {other.format("Bb")}<br />{one.format("Cc")}'
        for row in (cells(wiki=both), cells(link=both)):
            expected = {there.format('Aa'), too.format('Bb'), there.format('Cc')}
            assert {place.key for place in row.pages} == expected, both
    for (one, host), (other, too) in product(HOSTS.items(), HOSTS.items()):
        row = cells(wiki=f'{one}, {other} <s>huwiki</s> <!-- svwiki --><nowiki/>')
        assert set(row.hosts) == {host, too}, (one, other)
    for one, other in product(UNREAD, READ):
        row = cells(wiki=f'{one.format("Ada")} {other.format("Bo")}', by=one.format('Cy'))
        assert 'Ada' in row.platform or 'ada' in row.platform, row  # shown as it stands: no wiki is told
        assert 'Cy' in row.by, row
    for signer, mentioned in PAIRS:
        assert cells(by=f'{signer.format("Ada")} {STAMP}, {mentioned.format("Bo")}').by == 'Ada'
        assert cells(by=f'{mentioned.format("Bo")} <s>{signer.format("Ada")}</s>').by == 'Bo'


def endorsed(body: str) -> tuple[set[str], str]:
    """Return who endorses a pattern, and what its lint says."""
    text = f'{{{{Probox|problem=x|solution=y}}}}\n== Endorsements ==\n{body}\n'
    read = pattern.parse(text, 'P', HEADINGS, RESOLVER)
    return set(read.endorsers), '\n'.join(map(str, library.lint(read, text, library.PatternContext())))


def test_endorsements_count_in_every_pair_of_forms_or_are_told() -> None:
    for one, other in PAIRS:
        assert endorsed(f'* yes {one.format("Ada")} {STAMP}\n* {other.format("Bo")} {STAMP}')[0] == {
            'Ada',
            'Bo',
        }
        people, told = endorsed(f'* {one.format("Ada")}: me too\n* {other.format("Bo")} {STAMP}')
        assert people == {'Bo'}
        assert 'Ada' in told
    for form in STRUCK:
        people, told = endorsed(f'* {form.format("Ada")} {STAMP}')
        assert (people, 'Ada' in told) == (set(), False)


def test_sign_ups_and_growth_figures_count_the_same_people_in_every_pair_of_forms() -> None:
    for one, other in PAIRS:
        text = f'# {one.format("Ada")} {STAMP}\n# {other.format("Bo")}\n'
        found = read_page(text, 'P', RESOLVER)
        assert {'Ada', 'Bo'} <= {signup.name for signup in found.signups}, text
        assert growth.count_people(text, RESOLVER) == len(found.signups)
        found = read_page(f'# with {one.format("Bo")}: {other.format("Ada")} {STAMP}', 'P', RESOLVER)
        assert [signup.name for signup in found.signups] == ['Ada'], (one, other)


@pytest.mark.parametrize(
    'place', ['* {}', '# {}', '{{|\n! User\n|-\n| {}\n|}}', '* I am {}', ': {}', '; {}', '=== {} ===']
)
def test_a_line_that_names_an_account_joins_or_is_told(place: str) -> None:
    for form in (*READ, UNREAD[0]):
        found = read_page(place.format(form.format('Ada')), 'P', RESOLVER)
        told = ' '.join(one.text for one in (*found.problems, *found.answers))
        assert 'Ada' in {one.name for one in found.signups} or 'Ada' in told, (place, form)


@pytest.mark.parametrize('between', [' and ', ' & ', ', ', ' / '])
def test_of_two_people_in_one_line_or_cell_each_joins_or_is_told(between: str) -> None:
    for (one, other), place in product(
        product((*READ, UNREAD[0], '{}'), repeat=2), ('# {}', '{{|\n! User\n|-\n| {}\n|}}')
    ):
        if other == '{}' and between in (', ', ' / ') and one != '{}':
            continue  # a role
        text = place.format(f'{one.format("Ada")}{between}{other.format("Bo")}')
        found = read_page(text, 'P', RESOLVER)
        told = ' '.join(problem.text for problem in (*found.problems, *found.answers, *found.nobody))
        names = ' '.join(signup.name for signup in found.signups)
        for name in ('Ada', 'Bo'):
            assert name in names or name in told, text


def test_a_line_that_gives_nobody_is_told_with_its_words() -> None:
    long = 'x' * 200
    text = f"Hello!\n* Ada\n* '''Bo''' will <b>come</b>\n{{|\n| Sweden || maps\n|}}\n* {long}"
    found = read_page(text, 'P', RESOLVER)
    assert [(one.place, one.text) for one in found.nobody] == [
        ('P, line 1', "names nobody: 'Hello!'"),
        ('P, line 2', "names nobody: 'Ada'"),
        ('P, line 3', "names nobody: 'Bo will come'"),
        ('P, line 5', "names nobody: 'Sweden | maps'"),
        ('P, line 7', f"names nobody: '{long[:80]}'"),
    ]


def test_approvals_count_in_every_form_of_a_signature() -> None:
    plan = 'ab' * 8
    for one, other in PAIRS:
        line = f'* {plan} {one.format("Ada")} {STAMP} as {other.format("Bo")} asked'
        saved = [Revision(1, 'A', '', user='Bot'), Revision(2, 'A', line, user='Ada')]
        assert approvers(saved, RESOLVER) == {plan: {'Ada'}}, line


OUTSIDE = ('* {}', 'Thanks to {} for all!', ':: {}', '{{|\n! User\n|-\n| {}\n|}}', '==== {} ====')


def test_accounts_in_other_sections_are_told_with_their_line_in_every_pair_of_forms() -> None:
    forms = (*READ, UNREAD[0])
    for (one, other), place in product(product(forms, forms), OUTSIDE):
        lines = [place.format(one.format('Ada')), place.format(other.format('Bo'))]
        text = '\n'.join(['== Participants ==', '# [[User:Cy]]', '== Talk ==', *lines, '* Hello!'])
        told = {int(one.place.rpartition(' ')[2]): one.text for one in names_outside(text, 'P', RESOLVER)}
        assert len(told) == 2, text
        assert 'Ada' in told[min(told)], text
        assert 'Bo' in told[max(told)], text
        for number, said in told.items():
            assert ('Ada' if 'Ada' in said else 'Bo') in text.split('\n')[number - 1], text
        assert [one.name for one in read_page(text, 'P', RESOLVER).signups] == ['Cy'], text
    for form in STRUCK:
        assert names_outside(f'== Members ==\n== Talk ==\n* {form.format("Ada")}', 'P', RESOLVER) == ()


# how people write a line of approval: those that count, and those that do not
APPROVING = ('* {plan} {by}', '*{plan} ok, {by}', '*  {plan} – {by} {stamp}')
NO_APPROVAL = (
    '# {plan} {by}', '** {plan} {by}', "* '''{plan}''' {by}", '{plan} {by}', '* Plan {plan}: {by}',
    '* {plan} fine',
)  # fmt: skip
TAKEN_BACK = ('* <s>{plan} {by}</s>', '<!-- * {plan} {by} -->', '{{{{s|* {plan} {by}}}}}')


def test_a_line_that_names_a_plan_approves_it_or_is_told_in_every_pair_of_forms() -> None:
    plans = 'ab' * 8, 'cd' * 8
    ways = [(form, by) for form in (*APPROVING, *NO_APPROVAL, *TAKEN_BACK) for by in (*SIGNATURES, *UNREAD)]
    for one, other in zip(ways, [*ways[7:], *ways[:7]], strict=True):
        pair = list(zip((one, other), plans, ('Ada', 'Bo'), strict=True))
        lines = [form.format(plan=plan, by=by.format(who), stamp=STAMP) for (form, by), plan, who in pair]
        saved = [
            Revision(1, 'A', lines[0], user='Ada'),
            Revision(2, 'A', '\n'.join(lines), user='Bo'),
        ]
        counts = approvers(saved, RESOLVER)
        told = not_counted(saved, RESOLVER, {'Ada', 'Bo'})
        for (form, by), plan, who in pair:
            approved = form in APPROVING and by in SIGNATURES
            assert (counts.get(plan) == frozenset({who})) == approved, (lines, plan)
            assert (plan in told) == (not approved and form not in TAKEN_BACK), (lines, plan, told)
    # by somebody else, by who may not, and put back
    line = f'* {plans[0]} [[User:Ada]]'
    assert 'saved by Bo' in str(not_counted([Revision(1, 'A', line, user='Bo')], RESOLVER, {'Bo'}))
    assert 'may not approve' in str(not_counted([Revision(1, 'A', line, user='Ada')], RESOLVER))
    again = [Revision(number, 'A', text, user='Ada') for number, text in enumerate((line, '', line), 1)]
    assert 'taken back once' in str(not_counted(again, RESOLVER, {'Ada'}))


def test_the_readers_agree_on_whom_a_text_names() -> None:
    for one, other in product(READ, READ):
        text = f'{one.format("Ada")} and {other.format("Bo")}'
        named = {reference.name for reference in RESOLVER.references(text)} - {'Zoe'}
        assert named == {'Ada', 'Bo'}
        assert names_on_page(text, RESOLVER) - {'Zoe'} == named
        signed = signature(f'{text} {STAMP}', RESOLVER)
        assert signed and signed.name in {'Bo', 'Zoe'}


def test_claims_count_in_every_form_of_a_signature_or_are_told() -> None:
    for one, other in PAIRS:
        text = (
            f'== Claims ==\n* sv.wikipedia.org {one.format("Ada")} {STAMP}\n* [[:de:]] {other.format("Bo")}\n'
        )
        found, told = gappage.read_claims(text, (), {'claims'}, (), WIKIS)
        assert [claim.by for claim in found] == ['Ada'], text
        assert [problem.place for problem in told] == ['line 3'], text
    for one, other in product((*SIGNATURES, *UNREAD, *STRUCK), repeat=2):
        lines = [
            f'* sv.wikipedia.org {one.format("Ada")} {STAMP}',
            f'* [[:de:]] {other.format("Bo")} {STAMP}',
        ]
        found, told = gappage.read_claims('== Claims ==\n' + '\n'.join(lines), (), {'claims'}, (), WIKIS)
        signed = {name for form, name in ((one, 'Ada'), (other, 'Bo')) if form in SIGNATURES}
        assert {claim.by for claim in found} == signed, lines
        unsigned = [f'line {at}' for at, form in ((2, one), (3, other)) if form not in SIGNATURES]
        assert [problem.place for problem in told] == unsigned, lines
        cells = [f'me! {one.format("Ada")} {STAMP}', f'{other.format("Bo")} {STAMP}']
        rows = [f'|-\n| <!-- id:gap {key} --> {key} || {key} || 1 || open || {cell}' for key, cell in
                zip(('sv', 'de'), cells, strict=True)]  # fmt: skip
        table = '\n'.join(['{|', '! place !! language !! editors !! state !! claim', *rows, '|}'])
        found, told = gappage.read_claims(wikitext.new_region(gappage.REGION, table), (), (), (), WIKIS)
        assert {claim.by for claim in found} == signed, table
        unsigned = [
            f'the claim of {key}' for key, form in (('de', other), ('sv', one)) if form not in SIGNATURES
        ]
        assert [problem.place for problem in told] == unsigned, table
    heading = f'== Claim: sv ==\nI try.\n== Claim: de ==\n[[User:Ada]] {STAMP}\n'
    found, told = gappage.read_claims(heading, (), (), ('claim:',), WIKIS)
    assert ([claim.key for claim in found], [one.place for one in told]) == (['de'], ['the claim of sv'])
