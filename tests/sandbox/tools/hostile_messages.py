"""Generated subjects, bodies and names that try to be something else: what arrives is the preview."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from outreach.lists import deliverylist
from outreach.lists.entries import Target
from outreach.names import ENGLISH
from outreach.sends import message, messagelint, preview
from outreach.sends.sendpage import Pinned, SendPage, digest_of, together
from outreach.sends.sendstate import SendState

from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR

META, EN = 'meta.wikimedia.test', 'en.wikipedia.test'
PIECES = (
    'Hello',
    'مرحبا',
    'שלום',
    '你好',
    'می\u200cخواهم',
    '\u200f',
    "''",
    "'''",
    '[[',
    ']]',
    '{{',
    '}}',
    '|',
    '\t',
    '{{subst:x}}',
    '{{int:Hello}}',
    '[[m:X|y]]',
    '[[:fr:Z]]',
    '[https://a.test b]',
    '<br>',
    '< ',
    '>',
    '%',
    '<b>x</b>',
    '<!-- c -->',
    '<nowiki>[[x]]</nowiki>',
    '<pre>{{x}}</pre>',
    '&',
    '&amp;',
    '&#60;',
    '&lt;',
    '=',
    '==',
    '#',
    '*',
    ';',
    ':',
    '----',
    '__TOC__',
    '__NOTOC__',
    '#REDIRECT',
    '~~',
    '|}',
    '|-',
    '%20',
    '+',
    '?',
    '\\',
    '\x1f',
    '\xa0',
    '\u2028',
    'ISBN 1',
    'http://a.test',
    '"',
    '$1',
    '{{!}}',
    '🙂',
    'é',
    '{{#target:User talk:X|y}}',
    '\u202e',
    '<includeonly>x</includeonly>',
    '𝓐',
    '-{x}-',
    '</ p>',
)
OPEN = ('<b>', '</b>', '<!--', '-->', '<nowiki>', '</nowiki>', '<pre>', '{|', '<b', '</div>', '[[fr:Z]]')
NAMES = (
    'A',
    'é',
    'e\u0301',
    'ع',
    'ש',
    '医',
    '=',
    "'",
    '"',
    '&',
    '%',
    '+',
    '!',
    '?',
    '*',
    ';',
    '@',
    '~',
    '$',
    '🙂',
)
RARELY = 0.02


@dataclass(frozen=True)
class Attempt:
    """One message that may be sent: the page of its target, subject and body as previewed."""

    number: int
    page: str
    subject: str
    body: str


def attempts(count: int, seed: int = 5) -> Iterator[Attempt]:
    """Make messages of random pieces, and give those that our own checks let through."""
    chance = random.Random(seed)
    for number in range(count):
        subject = ' '.join(_pieces(chance, 5))
        body = ''.join(piece + chance.choice(('', ' ', '\n', '\n\n')) for piece in _pieces(chance, 25))
        name = ''.join(chance.choices(NAMES, k=4))
        try:
            read = message.parse(f'== {subject} ==\n{body}\n', 'Message', 'en')
            page = ENGLISH.canonical_title(f'Project talk:Hostile {number} {name}')
            send_page(read.subject, read.body, page)
        except ValueError:
            continue
        if not any(one.error for one in messagelint.lint(read, messagelint.LintContext(languages={'fr'}))):
            yield Attempt(number, page, read.subject, read.body)


def _pieces(chance: random.Random, most: int) -> list[str]:
    return [
        chance.choice(OPEN if chance.random() < RARELY else PIECES) for _ in range(chance.randint(1, most))
    ]


def send_page(subject: str, body: str, page: str) -> SendPage:
    """Make the claimed send page of a message to one page."""
    chosen = (Target(EN, page),)
    made = SendPage(
        title='Outreach/Hostile/Send/1/en',
        campaign='Outreach/Hostile',
        wave='1',
        language='en',
        subject=subject,
        targets=chosen,
        lists=(Pinned('Outreach/Hostile/Targets', 1),),
        message=Pinned('Outreach/Hostile/Message', 1),
        digest='',
        planned_by=OPERATOR,
        state=SendState.CLAIMED,
    )
    return together([replace(made, digest=digest_of(made, body))])[0]


def differences(farm: Farm, count: int) -> tuple[int, list[str]]:
    """Send what our checks let through; give how many were sent, and every one that arrived otherwise.

    The server's own transformation before a save (`{{subst:}}` and the like) is asked of the server.
    """
    sender, reader = farm.login(OPERATOR), farm.client(EN)
    expected: list[tuple[Attempt, str]] = []
    wrong: list[str] = []
    for one in attempts(count):
        page = send_page(one.subject, one.body, one.page)
        title = f'Outreach/Hostile/Send/1/en {one.number}'
        sender.edit(title, page.render())
        if deliverylist.parse(page.render(), META).targets != page.targets:
            wrong.append(f'{one}: its own page names other targets')
        reply = sender.call(
            action='massmessage', spamlist=title, subject=one.subject, message=one.body, token=sender.token()
        )
        if reply['massmessage']['count'] != 1:
            wrong.append(f'{one}: {reply["massmessage"]["count"]} targets')
        shown = reader.call(
            action='parse',
            title=one.page,
            text=preview.section(one.subject, one.body),
            contentmodel='wikitext',
            onlypst=True,
        )
        expected.append((one, shown['parse']['text'].strip()))
    farm.run_jobs()
    for one, shown_text in expected:
        text = reader.text(one.page) or ''
        arrived = text.rpartition('<!--')[0].strip()
        if arrived != shown_text:
            wrong.append(f'{one}: arrived as {text!r}')
    return len(expected), wrong
