"""A message greets each reader by their own name, and one that does not is told before it is sent."""

from __future__ import annotations

import pytest
from outreach.sends import greeting
from outreach.sends.message import Message, parse, to_all
from outreach.sends.messagelint import LintContext, MessageFinding, lint_all

TITLE = 'Outreach/Scurvy/Message'
SIGNED = '12:00, 1 May 2026 (UTC)'
TAGS = '<noinclude>(your name)</noinclude><includeonly>{{subst:ROOTPAGENAME}}</includeonly>'
BY_NAME = (
    'Hello {{{reader|(your name)}}}!', 'Hej {{{reader|(ditt namn)}}}, välkommen', '{{{reader}}}, hello',
    'مرحبا {{{reader|(اسمك)}}}!', '{{{ Reader |(your name)}}}!', f'Hello {TAGS}!', 'Hi {{PAGENAME}}!',
    '<includeonly>{{ subst:BASEPAGENAME }}</includeonly>!',
)  # fmt: skip
BY_NONE = (
    'Hej Outreach, vår läsecirkel', 'Hello!', '[[User:{{{reader|you}}}|You]] wrote', 'Hello reader!',
    '<nowiki>{{{reader|x}}}</nowiki>', '<!-- {{{reader|x}}} -->',
)  # fmt: skip


def text(body: str, code: str = '', title: str = TITLE) -> Message:
    return parse(f'== Hello ==\n{body}\n\n{SIGNED}', f'{title}/{code}' if code else title, code or 'en')


def told(source: str, translation: str) -> list[MessageFinding]:
    texts = {'en': text(source), 'sv': text(translation, 'sv')}
    return lint_all(texts, ['en', 'sv'], 'en', LintContext())


@pytest.mark.parametrize('line', ['{{{reader|(your name)}}}', '{{{reader}}}', '{{{ READER | you}}}', TAGS])
def test_the_name_of_the_reader_is_filled_in_where_the_message_arrives(line: str) -> None:
    assert text(f'Hi {line}!').body == f'Hi {{{{subst:ROOTPAGENAME}}}}!\n\n{SIGNED}'
    assert parse(f'== {line} ==\nText', 'M', 'en').subject == '{{subst:ROOTPAGENAME}}'
    assert to_all(text(f'Hi {line}! Come.').body).startswith('Hi! Come.')


@pytest.mark.parametrize('source', BY_NAME)
def test_a_translation_calls_nobody_by_name_only_where_its_original_does_not_either(source: str) -> None:
    for other in BY_NAME:
        assert not [one for one in told(source, other) if one.error]
    for other in BY_NONE:
        [error] = [one for one in told(source, other) if one.error]
        assert error.place == f'{TITLE}/sv'
        assert f'where {TITLE} calls them by theirs: write {{{{{{reader|(your name)}}}}}} there' in error.text
        assert ('"Outreach"' in error.text) == ('Outreach' in other)
        assert not [one for one in told(other, source) if one.error]


@pytest.mark.parametrize(
    ('body', 'title', 'page'),
    [
        ('Hello Outreach!', TITLE, 'Outreach'),
        ('Hello Outreach\n\nYou wrote.', TITLE, 'Outreach'),
        ("''¡Hola, Outreach!'' Has escrito.", TITLE, 'Outreach'),
        ('\n<div>\nمرحبا Outreach، كتبت', TITLE, 'Outreach'),
        ('Hi WikiProject Maps.', 'Project:WikiProject Maps/Message', 'WikiProject Maps'),
        ('Hello friends of Outreach!', TITLE, ''),
        ('Hello from Outreach!', TITLE, ''),
        ('Outreach is here.', TITLE, ''),
        ('Hello Outreach team!', TITLE, ''),
        ('Hello!\n\nJoin Outreach!', TITLE, ''),
        ('', TITLE, ''),
    ],
)
def test_a_greeting_of_the_page_itself_is_a_doubt(body: str, title: str, page: str) -> None:
    assert greeting.called_as_page(body, title) == page
    found = lint_all({'en': text(body or 'x', title=title)}, ['en'], 'en', LintContext())
    assert [(one.error, one.code) for one in found if 'is their own name' in one.text] == (
        [(False, 'message-lint')] if page else []
    )


@pytest.mark.parametrize('name', ['name', 'läsare', 'reader name', '1', ''])
def test_a_field_that_means_nothing_is_an_error_before_people_read_it(name: str) -> None:
    for end in ('}}}', '|(your name)}}}'):
        found = told(f'Hello {{{{{{{name}{end}!', 'Hej!')
        assert [one.text.partition(':')[0] for one in found if one.error] == [f'there is no field "{name}"']


def test_what_a_form_would_lose_is_known() -> None:
    assert text(f'Hi {TAGS}!').tagged
    assert text('Hi! ~~<includeonly/>~<includeonly/>~~').tagged
    assert not text('Hi {{{reader|(your name)}}}! <noinclude>Note</noinclude>').tagged
