"""What is wrong with a message before it is sent."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from outreach.doubts import doubt_code
from outreach.sends import messagelint
from outreach.sends.message import Message
from outreach.sends.messagelint import LintContext, Recent, compare, lint

from tests.samples.stamps import WRITTEN

BASE = 'Outreach/Medicine/Message'
AROUND = LintContext(languages={'fr', 'sv', 'de'}, lists=('Outreach/Medicine/Targets',))
FORM_OF_MESSAGES = Path(__file__).parents[2] / 'onwiki/Template/Outreach campaign/message.wikitext'
LEAVE = 'To leave: [[m:Outreach/Medicine/Targets]]. 12:00, 1 May 2026 (UTC)'


def note(body: str, subject: str = 'Hello', title: str = BASE) -> Message:
    return Message('en', title, 1, subject, body)


ERRORS = [
    ('I <3 wikis', LEAVE, 'leaves "I"'),
    ('x' * 241, LEAVE, '241 bytes'),
    ('= x =', LEAVE, 'at both ends'),
    ('ü' * 121, LEAVE, '242 bytes'),
    ('Hello', f'{LEAVE} <!-- forgotten', 'a comment is not closed'),
    ('Hello', f'<div>{LEAVE}', '<div> is not closed'),
    ('Hello', f'{LEAVE}</small>', '</small> is not closed'),
    ('Hello', f'<b><i>{LEAVE}</b></i>', '<i> is not closed'),
    ('Hello', f'{LEAVE}\n{{|\n|x', 'a table is not closed'),
    ('Hello', f'[[fr:Bonjour]] {LEAVE}', 'language link'),
    ('Hello', f'[[fr:Bonjour|un [b] c]] {LEAVE}', 'language link'),
    ('Hello', f'{LEAVE} {{{{x|}}}}\n{{|\n|x', 'a table is not closed'),
    ('Hello', LEAVE + 'x' * 100_000, '100,0'),
]
WARNINGS = [
    ('Hello', f'[[User:Ann]] {LEAVE}', 'links without interwiki prefix'),
    ('Hello', 'To leave: [[m:Outreach/Medicine/Targets]].', 'no signature'),
    ('Hello', 'Join us at 18:00 (UTC)! [[m:Outreach/Medicine/Targets]].', 'no signature'),
    ('Hello', 'By 2026-05-01: [[m:Outreach/Medicine/Targets]].', 'no signature'),
    ('Hello', 'To leave: [[m:Outreach/Medicine/Targets]]. <nowiki>~~~~</nowiki>', 'no signature'),
    ('Hello', f'[[Wikipedia:Teahouse]] {LEAVE}', 'links without interwiki prefix'),
    ('Hello', '<!-- [[m:Outreach/Medicine/Targets]] --> ~~~~', 'how to leave'),
    ('Hello', 'No way out. ~~~~~', 'how to leave'),
    ('Hello', f'{LEAVE} {{{{Foo}}}}', 'templates that may not exist'),
    ('Hello', ''.join(f'[[m:User:P{n}]]' for n in range(5)) + LEAVE, '5 people are linked'),
    ('Hello', LEAVE + 'word ' * 3000, 'a few sentences'),
    ('Hello', f'<div style="a/b">{LEAVE}</div>', 'the form of MassMessage would call </div> unclosed'),
    ('[[m:X]]', LEAVE, 'look odd'),
]
FINE = [
    f'Hi {{{{subst:ROOTPAGENAME}}}}! [[:fr:Bonjour]], [[w:sv:Hej]] {LEAVE}',
    f'[[File:A.png|20px]], [[Special:MyPage]], [[#here]] {LEAVE}',
    f'<small>x</small><br><br /><nowiki><div></div></nowiki><!-- note --> {{{{int:Hello}}}} {LEAVE}',
    f'<nowiki><!--</nowiki> <nowiki>{{|</nowiki> [[m:Outreach/Medicine/Targets#Swedish]] {LEAVE}',
    '[[m:Outreach/Medicine/Targets#Swedish]] ~~~~',
    f'<ul><li>one</li></ul> [https://example.org/?a=1 x] 2 < 3 {LEAVE}',
]


@pytest.mark.parametrize(('subject', 'body', 'says'), ERRORS)
def test_errors_stop_a_send(subject: str, body: str, says: str) -> None:
    assert [one for one in lint(note(body, subject), AROUND) if one.error and says in one.text]


@pytest.mark.parametrize(('subject', 'body', 'says'), WARNINGS)
def test_warnings_are_said(subject: str, body: str, says: str) -> None:
    found = lint(note(body, subject), AROUND)
    assert [one for one in found if not one.error and says in one.text], found
    assert not [one for one in found if one.error]


@pytest.mark.parametrize(
    ('body', 'code'),
    [
        ('Come! ~~~~', 'no-way-out'),
        (f'[[Wikipedia:Teahouse]] {LEAVE}', 'links-elsewhere'),
        (f'{LEAVE} {{{{Foo}}}}', 'message-lint'),
    ],
)
def test_a_warning_about_a_text_is_a_doubt_that_has_a_code(body: str, code: str) -> None:
    [doubt] = messagelint.doubts(lint(note(body), AROUND))
    assert (doubt.place, doubt.code, doubt_code(doubt.code)) == (BASE, code, code)
    assert str(lint(note(body), AROUND)[0]).endswith(f'[{code}]')


def test_errors_and_what_says_nothing_about_a_text_are_no_doubts() -> None:
    told = [*lint(note('<div>Come!'), AROUND), *messagelint.stale(['L'], 90)]
    assert [one.code for one in told if one.error] == ['']
    assert not messagelint.doubts(one for one in told if one.error or one.place == 'L')


def test_a_translation_that_differs_is_a_doubt() -> None:
    texts = {'en': note('On 5 May. ' + LEAVE), 'sv': replace(note(LEAVE), language='sv', title='M/sv')}
    texts['sv'] = replace(texts['sv'], doubts=('parts not translated yet: 1',))
    found = messagelint.doubts(messagelint.lint_all(texts, ['en', 'sv'], 'en', AROUND))
    assert [(one.place, one.code) for one in found] == [('M/sv', 'message-lint')] * 2


# what may stand for a signature, with MediaWiki's own time stamps, and what only looks like one
SIGNED = ('~~~~', '~~~~~', *(stamp for stamp, _ in WRITTEN))
NOT_SIGNED = (
    'at 18:00 (UTC)', 'on 2026-05-01', '12:00, 3 мая 2026 (в библиотеке)', '2026年5月3日 12:00 (東京)',
    '12:00, 3 May 2026 (room B)', '12:00, 3 Μαΐου 2026 (Αθήνα)', '<nowiki>~~~~</nowiki>',
    '<!-- 10:00, 1 May 2026 (UTC) -->', '١٢:٠٠، ٣ مايو ٢٠٢٦ (القاهرة)', '3 मई 2026, 12:00 (दिल्ली)',
)  # fmt: skip


def test_a_text_is_signed_if_any_part_of_it_is_in_every_pair_of_forms() -> None:
    for one, other in product((*SIGNED, *NOT_SIGNED), repeat=2):
        found = lint(note(f'Hello! {one}\n\n{other} [[m:Outreach/Medicine/Targets]]'), AROUND)
        warned = any('no signature' in finding.text for finding in found)
        assert warned == (one in NOT_SIGNED and other in NOT_SIGNED), (one, other)


@pytest.mark.parametrize('body', FINE)
def test_good_texts_pass(body: str) -> None:
    assert lint(note(body), AROUND) == []


@pytest.mark.parametrize(
    ('recent', 'says'),
    [
        (Recent('Other/List', LEAVE), 'this very text was sent from Other/List lately'),
        (Recent('Other/List'), 'sent under the same subject from Other/List lately'),
        (Recent(''), 'sent under the same subject from a page that the send log hides lately'),
        (Recent('Other/List', 'another text'), ''),
    ],
)
def test_a_text_that_was_sent_lately_is_explained(recent: Recent, says: str) -> None:
    found = lint(note(LEAVE), replace(AROUND, recent={'Hello': recent}))
    assert [says in one.text for one in found] == [True] * bool(says)
    assert all('put a date or a number into' in one.text and not one.error for one in found)
    assert lint(note(LEAVE, 'Another subject'), replace(AROUND, recent={'Hello': recent})) == []


def test_translations_that_differ_in_links_or_figures_are_named() -> None:
    source = note('On 12 May: [[m:A]] https://a.test/x', title=BASE)
    same = note('١٢ ماي: [[:m:A]] https://a.test/x', title=f'{BASE}/ar')
    other = note('Den 13 maj: [[m:B]] https://a.test/x', title=f'{BASE}/sv')
    assert compare(same, source) == []
    said = ' '.join(one.text for one in compare(other, source))
    assert all(word in said for word in ('"m:B"', '"m:A"', '"13"', '"12"'))
    assert not any(one.error for one in compare(other, source))


def test_the_time_of_a_signature_is_no_figure_of_the_text() -> None:
    source = note('On 12 May at 18:00, 12 May 2026 (UTC). A 15:50, 27 November 2026 (UTC)</div>', title=BASE)
    assert compare(note(source.body.replace('15:50', '15:51'), title=f'{BASE}/sv'), source) == []
    for text in (source.body.replace('18:00', '19:00'), f'{source.body} Come!'):
        assert compare(note(text, title=f'{BASE}/sv'), source) != []


def test_errors_come_first() -> None:
    found = lint(note('<div> no end', 'a <b'), AROUND)
    assert [one.error for one in found] == sorted((one.error for one in found), reverse=True)
    assert str(found[0]).startswith('error: ')
    assert messagelint.MANY_PINGS < 5


def said(body: str, subject: str = 'Hello', around: LintContext = AROUND) -> str:
    return ' '.join(one.text for one in lint(note(body, subject), around))


def test_what_is_just_short_enough_passes() -> None:
    filled = f'{LEAVE} '
    for most, words in ((10_000, 'a few sentences'), (100_000, 'nobody wants that')):
        assert words not in said(filled + 'x' * (most - len(filled)))
        assert words in said(filled + 'x' * (most + 1 - len(filled)))
    assert 'the most' not in said(LEAVE, 'x' * 240)


def test_three_people_may_be_linked() -> None:
    people = [f'[[m:User:P{number}]]' for number in range(4)]
    assert 'people are linked' not in said(''.join(people[:3]) + LEAVE)
    assert '4 people are linked' in said(''.join(people) + LEAVE)


JOINING = replace(AROUND, requests='Outreach/Medicine/Requests')
FORM = '//meta.wikimedia.org/w/index.php?title=Outreach/Medicine/Requests&action=edit'


@pytest.mark.parametrize(
    ('link', 'errors'),
    [
        ('[[m:Outreach/Medicine/Requests|More]]', 0),
        (f'[{FORM}&preload=Template%3AOutreach%20campaign%2Fjoin More]', 0),
        (f'[https:{FORM} More]', 0),
        ('[//meta.wikimedia.org/w/index.php?title=Outreach%2FMedicine%2FRequests More]', 0),
        (f'[{FORM}&preload=Template%3AOutreach%20campaign%2Fleave No more]', 1),
        (f'<!-- [https:{FORM} More] -->', 1),
        ('[[m:Outreach/Medicine|More]]', 1),
    ],
)
def test_a_first_contact_leads_to_where_one_asks_for_more(link: str, errors: int) -> None:
    found = lint(note(f'{LEAVE} {link}'), JOINING)
    assert len([one for one in found if one.error and 'asks for more' in one.text]) == errors
    assert not [one for one in lint(note(f'{LEAVE} {link}'), AROUND) if one.error]


@pytest.mark.parametrize(
    ('why', 'errors'),
    [
        ('<span class="outreach-why">You get this because you wrote about it.</span>', 0),
        ('<div class="note outreach-why">因为你编辑过</div>', 0),
        ('<span class="outreach-why">لأنك كتبت</span> <span class="outreach-why">…</span>', 0),
        ('<span class="outreach-why">Why you get this: …</span>', 1),
        ('<span class="outreach-why">Because ...</span>', 1),
        ('<span class="outreach-why"> ! </span>', 1),
        ('<!-- <span class="outreach-why">You wrote about it.</span> -->', 1),
        ('<span class="outreach-whyever">You wrote about it.</span>', 1),
        ('You get this because you wrote about it.', 1),
    ],
)
def test_a_first_contact_says_why(why: str, errors: int) -> None:
    body = f'{LEAVE} [[m:Outreach/Medicine/Requests|More]] {why}'
    assert len([one for one in lint(note(body), JOINING) if one.error]) == errors
    assert not [one for one in lint(note(body), AROUND) if one.error]


def test_the_form_of_a_message_has_the_places_that_a_first_contact_needs() -> None:
    form = FORM_OF_MESSAGES.read_text(encoding='utf-8')
    assert [one.text for one in lint(note(form), JOINING) if 'say why' in one.text]
    filled = form.replace('Why you get this: …', 'You get this because you wrote about it.')
    assert not [one.text for one in lint(note(filled), JOINING) if 'say why' in one.text]


def test_the_form_by_which_one_leaves_is_a_way_to_leave() -> None:
    around = replace(AROUND, lists=('Outreach/Medicine',))
    for address in (FORM, FORM.replace('Outreach/Medicine/', 'Outreach%2FMedicine%2F')):
        assert not lint(note(f'[{address} Take me off] ~~~~~'), around)


@pytest.mark.parametrize(
    ('title', 'leaves'),
    [('Outreach/Medicine', True), ('Outreach/Medicine/Requests', True), ('Outreach/Medicines', False)],
)
def test_an_address_of_another_page_is_no_way_to_leave(title: str, leaves: bool) -> None:  # noqa: FBT001
    around = replace(AROUND, lists=('Outreach/Medicine',))
    text = said(f'[//meta.wikimedia.org/w/index.php?title={title} More] ~~~~~', around=around)
    assert ('how to leave' not in text) == leaves


def test_without_a_list_there_is_no_way_to_leave_it() -> None:
    assert said('~~~~', around=LintContext()) == ''


def test_of_many_things_five_are_named() -> None:
    five, six = (''.join(f'[[Page {number}]]' for number in range(most)) for most in (5, 6))
    assert said(five + LEAVE).endswith('"Page 3", "Page 4"')
    assert said(six + LEAVE).endswith('"Page 3", "Page 4" and 1 more')


def test_the_form_of_massmessage_counts_tags_in_its_own_way() -> None:
    assert 'would call <b> unclosed' in said(f'<nowiki><b></nowiki> {LEAVE}')
    assert 'unclosed' not in said(f'<b>x</b> <br> {LEAVE}')


def test_figures_in_other_digits_are_the_same_figures() -> None:
    source = note('On 12 May, 1,200 people')
    assert compare(note('१२ मई, १,२०० लोग', title=f'{BASE}/hi'), source) == []
    (wrong,) = compare(note('१३ मई, १,२०० लोग 12', title=f'{BASE}/hi'), source)
    assert wrong.text == f'says "13"; {BASE} does not'
