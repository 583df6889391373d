"""Messages: subject and body out of a page, languages by MediaWiki's chain, what lint finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outreach.pages import Page
from outreach.sends import message, messagelint
from outreach.sends.message import Language, Message, choose_language, text_for
from outreach.sends.messagelint import LintContext, Recent, compare, lint
from outreach.sends.messagepages import messages_of

BASE = 'Outreach/Medicine/Message'
TRANSLATED = """\
<languages/>
<noinclude>Please translate this.</noinclude>
<translate>
== Translation month == <!--T:1-->

<!--T:2-->
Come and help <tvar name="who">us</tvar> and <tvar|x>them</>. ~~~~~
</translate>
"""
# what Translate writes where a part has not been translated: around blocks, and inside a line
UNTRANSLATED = '<div lang="en" dir="ltr" class="mw-content-ltr">\n{}\n</div>'
INLINE = '<span lang="en" dir="ltr" class="mw-content-ltr">Hello</span>'
FUZZY = '<div class="mw-translate-fuzzy">\n{}\n</div>'
AROUND = LintContext(languages={'fr', 'sv', 'de'}, lists=('Outreach/Medicine/Targets',))
LEAVE = 'To leave: [[m:Outreach/Medicine/Targets]]. 12:00, 1 May 2026 (UTC)'


def note(body: str, subject: str = 'Hello', title: str = BASE) -> Message:
    return Message('en', title, 1, subject, body)


@pytest.mark.parametrize(
    ('text', 'subject', 'body'),
    [
        ('== Hello ==\nText', 'Hello', 'Text'),
        ('=Hello=\n\nText\n\n== More ==\nof it', 'Hello', 'Text\n\n== More ==\nof it'),
        ('\n\n==  Two   blanks ==  \n Text ', 'Two blanks', 'Text'),
        ('== A = B ==\nText', 'A = B', 'Text'),
        ('== שלום ==\nטקסט {{int:x}}', 'שלום', 'טקסט {{int:x}}'),
        ('== Hello == <!-- note -->\nText', 'Hello', 'Text'),
        ('<noinclude>For readers here\n== Not this ==\n</noinclude>== Hello ==\nText', 'Hello', 'Text'),
        (
            '== Hi ==\nDear {{<includeonly/>subst:X}} ~~<noinclude/>~~<noinclude>, not this</noinclude>',
            'Hi',
            'Dear {{subst:X}} ~~~~',
        ),
        (TRANSLATED, 'Translation month', 'Come and help us and them. ~~~~~'),
        (
            '== Hej ==\n<span lang="en" dir="ltr" class="mw-translate-fuzzy">Old</span> text',
            'Hej',
            'Old text',
        ),
        (f'<languages/>\n{UNTRANSLATED.format("== Hello ==")}\n\nText', 'Hello', 'Text'),
        (f'== {INLINE} ==\nText {INLINE}', 'Hello', f'Text {INLINE}'),
        (f'== Hej ==\n{UNTRANSLATED.format("Text")}', 'Hej', UNTRANSLATED.format('Text')),
    ],
)
def test_the_first_heading_is_the_subject_and_the_rest_the_body(text: str, subject: str, body: str) -> None:
    read = message.parse(text, BASE, 'en')
    assert (read.subject, read.body) == (subject, body)


def doubts(**texts: str) -> dict[str, tuple[str, ...]]:
    """Return by language what is doubtful of pages that were changed one a minute, in this order."""
    pages = [
        Page(
            BASE if code == 'base' else f'{BASE}/{code}',
            text,
            revid=number,
            timestamp=f'2026-01-01T00:0{number}:00Z',
        )
        for number, (code, text) in enumerate(texts.items(), 1)
    ]
    return {code: one.doubts for code, one in messages_of(pages, BASE, 'en').items()}


def test_a_translation_older_than_its_source_may_be_out_of_date() -> None:
    found = doubts(sv='== Hej ==\nText', base='== Hello ==\nText', de='== Hallo ==\nText')
    assert doubts(base='== Hello ==\nOld', en='== Hello ==\nNew') == {'en': ()}
    assert found == {'sv': (f'may be out of date: {BASE} was changed later',), 'en': (), 'de': ()}


def test_translate_tells_which_parts_are_out_of_date_or_not_translated() -> None:
    source = '== Translation month ==\n\nCome and help us and them. ~~~~~'
    half = '\n\n'.join((FUZZY.format('== Hej =='), UNTRANSLATED.format('Come'), FUZZY.format('Hjälp')))
    found = doubts(sv=f'<languages/>\n{half}', de='== Monat ==\nKommt', en=source, base=TRANSLATED)
    said = ('parts not translated yet: 1', 'parts translated from a text that was changed since: 2')
    assert found == {'sv': said, 'de': (), 'en': ()}
    changed = TRANSLATED.replace('Come', 'Do come')
    unmarked = f'{BASE} was changed since it was last marked for translation'
    assert doubts(base=changed, en=source)['en'] == (unmarked,)


@pytest.mark.parametrize(
    ('text', 'complaint'),
    [
        ('', 'has no heading'),
        ('Just text', 'has no heading'),
        ('Lost words\n== Hello ==\nText', "'Lost words' stands before the heading"),
        ('== Hello ==\n', 'no text below'),
        ('== \u200e ==\nText', 'no text below'),
    ],
)
def test_a_page_that_is_no_message_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=BASE) as error:
        message.parse(text, BASE, 'en')
    assert complaint in str(error.value)


LANGUAGES = {
    'ca': Language('ca', ('oc', 'es')),
    'nb': Language('nb', ('no', 'nn', 'da', 'sv')),
    'ar': Language('ar', (), 'rtl', 'العربية'),
    'en': Language('en'),
    'zh-hk': Language('zh-hk', ('zh-hant', 'zh-tw', 'zh')),
}


@pytest.mark.parametrize(
    ('spoken', 'available', 'chosen'),
    [
        ('ca', {'en', 'es'}, 'es'),
        ('ca', {'en', 'es', 'ca'}, 'ca'),
        ('nb', {'en', 'sv'}, 'sv'),
        ('zh-hk', {'en', 'zh'}, 'zh'),
        ('fi', {'en', 'sv'}, 'en'),  # a wiki that told no chain
        ('ar', {'en'}, 'en'),
    ],
)
def test_a_reader_gets_the_nearest_language(spoken: str, available: set[str], chosen: str) -> None:
    assert choose_language(spoken, LANGUAGES, available, 'en') == chosen


def test_a_text_in_another_language_says_so_to_browsers() -> None:
    arabic = Message('ar', f'{BASE}/ar', 1, 'x', 'نص')
    assert text_for(arabic, {'ar'}, LANGUAGES) == 'نص'
    assert text_for(arabic, {'ar', 'en'}, LANGUAGES).startswith('<div lang="ar" dir="rtl"')
    assert text_for(note('Text'), {'fi'}, LANGUAGES).startswith('<div lang="en" dir="ltr"')


@pytest.mark.parametrize(
    ('title', 'code'),
    [(BASE, ''), (f'{BASE}/sv', 'sv'), (f'{BASE}/pt-br', 'pt-br'), (f'{BASE}/Old', ''), (f'{BASE}/sv/x', '')],
)
def test_titles_tell_the_language(title: str, code: str) -> None:
    assert message.page_of_language(title, BASE) == code


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


@pytest.mark.parametrize('body', FINE)
def test_good_texts_pass(body: str) -> None:
    assert lint(note(body), AROUND) == []


@pytest.mark.parametrize(
    ('recent', 'says'),
    [
        (Recent('Other/List', LEAVE), 'this very text was sent from Other/List lately'),
        (Recent('Other/List'), 'sent under the same subject from Other/List lately'),
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


def test_errors_come_first() -> None:
    found = lint(note('<div> no end', 'a <b'), AROUND)
    assert [one.error for one in found] == sorted((one.error for one in found), reverse=True)
    assert str(found[0]).startswith('error: ')
    assert messagelint.MANY_PINGS < 5
