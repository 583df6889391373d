"""Send pages: who gets what, made from which revisions, and how far the send has come.

There is one page per (wave, language) under the campaign page. It is the ledger of a send: a person
can read it, and any machine rebuilds the whole state from it and from the `send` log.

The targets stand inside `<pre>`, where MediaWiki does not run them, except while the page is claimed
for sending. So a send that arrives late, twice or by mistake finds a delivery list without targets:
MassMessage expands the list when it gets the request, and a list without targets sends nothing.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from outreach import wikitext
from outreach.campaign import subpage
from outreach.targets import Target

SEND = 'Send'
RESULTS = 'Results'
TEST_WAVE = 'test'
MAX_SUBJECT_BYTES = 240  # https://www.mediawiki.org/wiki/Help:Extension:MassMessage

LINE = re.compile(r'^; ([a-z ]+) :[ \t]?(.*)$', re.MULTILINE)
TARGET_LINE = re.compile(r'^\* \{\{#target:([^|{}]+)\|([^|{}]+)\}\}$', re.MULTILINE)
WAVE = re.compile(r'(?:[1-9]\d*(?:\.[1-9]\d*)?|test(?:\.[1-9]\d*)?)')
FIRST_HEADING = re.compile(r'^== *(.*?) *==$', re.MULTILINE)


class SendState(Enum):
    """How far a send has come."""

    PLANNED = 'planned'  # may be sent
    CLAIMED = 'claimed'  # one run has taken it and is about to send
    SENT = 'sent'  # the send log holds it
    UNKNOWN = 'unknown'  # a run took it, and whether it was sent is not known
    CANCELLED = 'cancelled'  # never sent and never will be; `successor` may name a page instead


@dataclass(frozen=True)
class SendPage:
    """One send: (wave, language), its targets, and what it was made from.

    `plan` is the hash of everything that decides what is delivered to whom (`plan_hash`). `claim` is
    the mark of the run that took the page. `revision` and `log_id` name the entry in the send log
    once it is known. `approvals` are the lines of the approval section as they stand.
    """

    title: str
    campaign: str
    wave: str
    language: str
    subject: str
    targets: tuple[Target, ...]
    list_title: str
    list_revision: int
    message_title: str
    message_revision: int
    plan: str
    planned_by: str
    state: SendState = SendState.PLANNED
    rule: str = ''
    claim: str = ''
    revision: int = 0
    log_id: int = 0
    sent: str = ''
    successor: str = ''
    note: str = ''
    approvals: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not WAVE.fullmatch(self.wave):
            raise ValueError(
                f'{self.wave!r} is no wave: it is a number such as 2, 2.1 or the word test'
            )
        if self.subject != one_line(self.subject) or not self.subject:
            raise ValueError(f'the subject {self.subject!r} is empty or not one plain line')
        for target in self.targets:
            if re.search(r'[|{}<>\[\]\n]', target.page + target.host):
                raise ValueError(f'{target.page!r} on {target.host!r} cannot be a target')

    @property
    def is_test(self) -> bool:
        """Tell whether this is a send to the testers."""
        return self.wave.startswith(TEST_WAVE)

    def render(self, headings: Headings | None = None) -> str:
        """Give the wikitext of the page."""
        return _render(self, headings or Headings())


@dataclass(frozen=True)
class Headings:
    """The words of a send page that people read, in the language of the wiki."""

    lead: str = (
        'Who gets this message, and what became of it. Please do not edit this page by hand.'
    )
    targets: str = 'Targets'
    approval: str = 'Approval'


def one_line(text: str) -> str:
    """Give the text as one line: NFC, single blanks, no control or bidi characters."""
    return ' '.join(wikitext.BIDI_AND_CONTROL.sub('', unicodedata.normalize('NFC', text)).split())


def send_title(campaign: str, wave: str, language: str) -> str:
    """Give the title of the send page of a wave in a language."""
    return subpage(campaign, SEND, wave, language)


def results_title(send_page: str) -> str:
    """Give the title of the page with the results of a send."""
    return subpage(send_page, RESULTS)


def wave_and_language(title: str, campaign: str) -> tuple[str, str] | None:
    """Give wave and language of the title of a send page of this campaign; None for other pages."""
    parts = title.removeprefix(subpage(campaign, SEND, '')).split('/')
    if not title.startswith(subpage(campaign, SEND, '')) or len(parts) != 2:
        return None
    return (parts[0], parts[1]) if WAVE.fullmatch(parts[0]) else None


def plan_hash(
    subject: str, body: str, targets: Sequence[Target], campaign: str, wave: str, language: str
) -> str:
    """Give the hash of what decides a send: 16 hex digits over subject, body, targets and place."""
    content = [campaign, wave, language, subject, body, [[one.host, one.page] for one in targets]]
    packed = json.dumps(content, ensure_ascii=False, separators=(',', ':'))
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


def parse(text: str, title: str) -> SendPage:
    """Read a send page; raise ValueError saying what is missing or makes no sense, and where."""
    head, _, rest = text.partition('\n== ')
    values = {match[1]: html.unescape(match[2]).strip() for match in LINE.finditer(head)}
    try:
        return SendPage(
            title=title,
            campaign=_unlinked(values['campaign']),
            wave=values['wave'],
            language=values['language'],
            subject=values['subject'],
            targets=tuple(Target(match[2], match[1]) for match in TARGET_LINE.finditer(rest)),
            list_title=_unlinked(values['list']),
            list_revision=int(values['list revision']),
            message_title=_unlinked(values['message']),
            message_revision=int(values['message revision']),
            plan=values['plan'],
            planned_by=values['planned by'],
            state=SendState(values['state']),
            rule=values.get('rule', ''),
            claim=values.get('claim', ''),
            revision=int(values.get('revision', 0) or 0),
            log_id=int(values.get('log entry', 0) or 0),
            sent=values.get('sent', ''),
            successor=_unlinked(values.get('successor', '')),
            note=values.get('note', ''),
            approvals=_approvals(rest),
        )
    except KeyError as error:
        raise ValueError(
            f'{title}: this is no send page: the line "; {error.args[0]} :" is missing'
        ) from None
    except ValueError as error:
        raise ValueError(f'{title}: {error}') from None


def _approvals(rest: str) -> tuple[str, ...]:
    """Give the lines of the last section, which is the one for approvals."""
    section = rest.rpartition('\n== ')[2].partition('\n')[2]
    return tuple(line.rstrip() for line in section.split('\n') if line.strip())


def _render(page: SendPage, headings: Headings) -> str:
    """Give the wikitext: the state line first, so that a claim is a change of that line."""
    link = {
        'campaign': page.campaign,
        'list': page.list_title,
        'message': page.message_title,
        'successor': page.successor,
    }
    lines: dict[str, str] = {
        'state': page.state.value,
        'claim': page.claim,
        'sent': page.sent,
        'revision': str(page.revision or ''),
        'log entry': str(page.log_id or ''),
        'successor': page.successor,
        'note': page.note,
        'campaign': page.campaign,
        'wave': page.wave,
        'language': page.language,
        'subject': page.subject,
        'message': page.message_title,
        'message revision': str(page.message_revision),
        'list': page.list_title,
        'list revision': str(page.list_revision),
        'rule': page.rule,
        'planned by': page.planned_by,
        'plan': page.plan,
    }
    head = [headings.lead, '']
    for name, value in lines.items():
        shown = f'[[:{value}]]' if name in link and value else wikitext.escape(value)
        if value:
            head.append(f'; {name} : {shown}')
    live = page.state is SendState.CLAIMED
    targets = [f'* {{{{#target:{one.page}|{one.host}}}}}' for one in page.targets]
    opening, closing = ('<div>', '</div>') if live else ('<pre>', '</pre>')
    return '\n'.join(
        [
            *head,
            '',
            f'== {headings.targets} ({len(page.targets)}) ==',
            opening,
            *targets,
            closing,
            '',
            f'== {headings.approval} ==',
            *page.approvals,
        ]
    ).rstrip()


def _unlinked(value: str) -> str:
    return value.removeprefix('[[:').removesuffix(']]')
