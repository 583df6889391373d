"""What nobody filled in of the form for messages is found, and an ellipsis of prose is none of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from outreach.sends.message import Message, parse
from outreach.sends.messagelint import LintContext, lint
from outreach.sends.placeholders import SUBJECT, Unfilled, says_why, unfilled

FORM = Path(__file__).parents[2] / 'onwiki/Template/Outreach campaign/message.wikitext'
STAMP = '15:52, 27 November 2026 (UTC)'

# as the form has it, and as people may have put it into their language
NOT_FILLED_IN = (
    '…', '...', '. . .', '……', '⋯', '・・・', '。。。', '᠁', '&hellip;', "''…''", ': …', '<small>…</small>',
    'Hello, …', 'Hello, ...', 'Hello,…', "'''Hello''', …", 'Hej, …!', 'مرحبا، …',
    '你好,……', '你好,……', 'こんにちは、・・・',
    'Hello,&nbsp;…', 'Hello {{subst:ROOTPAGENAME}}, …', '{{int:hello}}, …', 'Good morning, …',
    'Why you get this: …', '<span class="outreach-why">Why you get this: …</span>',
    '您收到此消息的原因:……', '* Date: …',
    f'… {STAMP}', '… ~~~~~', '… ~~~~', f'— … {STAMP}', f'… [[User:Ann|Ann]] ([[User talk:Ann|talk]]) {STAMP}',
)  # fmt: skip
PERHAPS = (
    'You get this because …',
    'Komm zu unserem …',
    'Read more ...',
    'Hello …!',
    'Hallo …,',
    '* …',
    '# ...',
)
PROSE = (
    'Come and see…', 'Come and see...', 'And then… we write.', 'The trial … was stopped.', 'Really…?',
    '来看看吧……', '因为你编辑过……', 'تعال…', 'We need articles, images, sounds…', '| …',
    'articles, images, …and more', 'It ends. 12:00.', 'At 12:00, come.', 'Hello, you.', '', '[…]',
    '<nowiki>…</nowiki>', '<!-- … -->', f'So it goes on… [[User:Ann|Ann]] {STAMP}', 'Version 1.2..', '# one', 'https://example.org/...x',
)  # fmt: skip


@pytest.mark.parametrize('line', NOT_FILLED_IN)
def test_an_ellipsis_in_place_of_words_is_not_filled_in(line: str) -> None:
    assert len(unfilled('Hello', f'Text.\n\n{line}\n\nText.').sure) == 1
    assert [one for one in lint(message(f'Text.\n\n{line}'), LintContext()) if one.error]


@pytest.mark.parametrize('line', PERHAPS)
def test_a_line_that_seems_to_lack_its_end_is_a_doubt(line: str) -> None:
    found = unfilled('Hello', f'Text.\n\n{line}')
    assert (len(found.sure), len(found.doubtful)) == (0, 1)
    [told] = [one for one in lint(message(line), LintContext()) if 'dots' in one.text]
    assert (told.error, told.code) == (False, 'message-lint')


@pytest.mark.parametrize('line', PROSE)
def test_an_ellipsis_of_prose_is_nothing(line: str) -> None:
    assert unfilled('Hello', line) == Unfilled()


@pytest.mark.parametrize(
    'subject', ['Subject of the message', '…', '...', 'Subject of the message …', 'News: …']
)
def test_a_subject_is_filled_in_too(subject: str) -> None:
    assert unfilled(subject, 'Text.').sure
    assert not unfilled('On the subject of the message', 'Text.').sure


def message(body: str) -> Message:
    return parse(f'== Hello ==\n{body}\n\n~~~~', 'M', 'en')


def saved() -> str:
    """Return the form as it is saved by who fills in nothing."""
    text = FORM.read_text(encoding='utf-8').replace('~~<noinclude/>~<noinclude/>~~', STAMP)
    return re.sub(r'\{\{<includeonly>subst:</includeonly>\w+\}\}', 'X', text)


def test_every_place_of_the_form_is_found_until_it_is_filled_in() -> None:
    text = saved()
    form = parse(text, 'M', 'en')
    assert form.subject.casefold() == SUBJECT
    lines = [line for line in form.body.split('\n') if '…' in line]
    assert len(unfilled(form.subject, form.body).sure) == 1 + len(lines) > 3
    for line in lines:
        one = parse(text.replace('Subject of the message', 'Hello').replace('Hello, …', 'Hello!'), 'M', 'en')
        only = '\n'.join(x if x == line else x.replace('…', 'words') for x in one.body.split('\n'))
        assert len(unfilled('Hello', only).sure) == (line in one.body)
    filled = parse(re.sub('Hello, …|…', 'Words', text), 'M', 'en')
    assert unfilled('Hello', filled.body) == Unfilled()


@pytest.mark.parametrize('dots', ['…', '...', '⋯', '……', '・・・', '….', '…!'])
def test_a_reason_that_is_not_written_is_none_in_any_script(dots: str) -> None:
    assert not says_why(f'<span class="outreach-why">Because {dots}</span>')
    assert says_why(f'<span class="outreach-why">Because {dots} you wrote</span>')
