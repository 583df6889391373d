"""Messages: subject, body, language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from outreach.sends import message
from outreach.sends.message import Language, Message, choose_language, text_for, to_all

ROOT = Path(__file__).parents[2]
MESSAGES = sorted((ROOT / 'sandbox' / 'worlds' / 'medicine_pages').glob('message.*.wikitext'))
DOCS = [ROOT / 'docs' / name for name in ('delivery.md', 'limits.md')]
MANUALS = [*sorted((ROOT / 'onwiki').rglob('*.wikitext')), *DOCS]


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
        (f'{UNTRANSLATED.format("== Hello ==")}\n\nText', 'Hello', 'Text'),
        (f'== {INLINE} ==\nText {INLINE}', 'Hello', f'Text {INLINE}'),
        (f'== Hej ==\n{UNTRANSLATED.format("Text")}', 'Hej', UNTRANSLATED.format('Text')),
    ],
)
def test_the_first_heading_is_the_subject_and_the_rest_the_body(text: str, subject: str, body: str) -> None:
    read = message.parse(text, BASE, 'en')
    assert (read.subject, read.body) == (subject, body)


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


def test_a_message_that_stands_in_no_revision_has_the_number_0() -> None:
    assert message.parse('== Hello ==\nText', BASE, 'en').revid == 0
    assert message.parse('== Hello ==\nText', BASE, 'en', 9).revid == 9


@pytest.mark.parametrize(
    ('base', 'doubts'),
    [
        (note('Two  words\n'), ()),
        (note('Two words more'), (f'{BASE} was changed since it was last marked for translation',)),
        (note('A word'), (f'{BASE} was changed since it was last marked for translation',)),
        (note('Two words', 'Hullo'), (f'{BASE} was changed since it was last marked for translation',)),
    ],
)
def test_a_base_page_that_says_more_than_its_translations_is_doubtful(
    base: Message, doubts: tuple[str, ...]
) -> None:
    source = Message('en', f'{BASE}/en', 5, 'Hello', 'Two words', ('old',))
    assert message.doubtful_source(base, source) == replace(source, doubts=('old', *doubts))


def test_languages_that_may_be_wanted_are_asked_for_once() -> None:
    assert message.languages_needed(['nb', 'ca', 'es'], LANGUAGES) == [
        'ca', 'oc', 'es', 'nb', 'no', 'nn', 'da', 'sv',
    ]  # fmt: skip


def test_each_kind_of_doubt_is_counted() -> None:
    fuzzy = '<span lang="sv" class="mw-translate-fuzzy">Gammal</span>'
    read = message.parse(f'== Hej ==\n{fuzzy} {fuzzy} {INLINE}', BASE, 'sv')
    assert read.doubts == (
        'parts not translated yet: 1', 'parts translated from a text that was changed since: 2',
    )  # fmt: skip


def test_who_looks_at_the_page_sees_words_and_the_reader_their_own_name() -> None:
    wished = '<noinclude>(your name)</noinclude><includeonly>{{subst:ROOTPAGENAME}}</includeonly>'
    row = '{{Outreach campaign/navigation|Outreach/X}}'
    for shown in (
        f'<noinclude>{row}</noinclude>',
        row,
        row.replace('{{O', '{{ Template:o').replace('h c', 'h_c'),
    ):
        found = message.parse(f'{shown}\n== Hello ==\n{shown}\nHi {wished}!', 'M', 'en')
        assert found.body == 'Hi {{subst:ROOTPAGENAME}}!'
    with pytest.raises(ValueError, match='before the heading'):
        message.parse('{{Outreach campaign}}\n== Hello ==\nHi!', 'M', 'en')


@pytest.mark.parametrize('path', [*MESSAGES, *MANUALS], ids=lambda one: one.name)
def test_no_page_greets_by_a_name_that_is_shown_as_markup(path: Path) -> None:
    text = path.read_text(encoding='utf-8')
    for before in text.split('{{subst:ROOTPAGENAME}}')[:-1]:
        assert before.endswith('</noinclude><includeonly>')
    if path in MESSAGES:
        assert text.startswith('<noinclude>{{Outreach campaign/navigation|')


@pytest.mark.parametrize(
    ('said', 'to_everybody'),
    [
        ('Hello {{subst:ROOTPAGENAME}}! You wrote.', 'Hello! You wrote.'),
        ('¡Hola, {{subst:ROOTPAGENAME}}! {{PAGENAME}}', '¡Hola!'),
        ('مرحبا، {{Subst:RootPageName}}!', 'مرحبا!'),
        ('Hi\n[[User:{{subst:ROOTPAGENAME}}|you]]\nBye', 'Hi\nBye'),
        ('Nobody, {{subst:FULLPAGENAME}} {{x}}', 'Nobody, {{subst:FULLPAGENAME}} {{x}}'),
    ],
)
def test_what_is_said_to_all_calls_nobody_by_name(said: str, to_everybody: str) -> None:
    assert to_all(said) == to_everybody
