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
from outreach.lists.entries import Target

SEND = 'Send'
RESULTS = 'Results'
TEST_WAVE = 'test'
MAX_SUBJECT_BYTES = 240  # https://www.mediawiki.org/wiki/Help:Extension:MassMessage

JOINERS = '\u200c\u200d\u200e\u200f'
LINE = re.compile(r'^; ([a-z ]+) :[ \t]?(.*)$', re.MULTILINE)
TARGET_LINE = re.compile(r'^\* \{\{#target:([^|{}]+)\|([^|{}]+)\}\}$', re.MULTILINE)
WAVE = re.compile(r'(?:[1-9]\d*(?:\.[1-9]\d*)?|test(?:\.[1-9]\d*)?)')
PERMANENT_LINK = re.compile(r'\[\[Special:PermanentLink/(\d+)\|(.+)\]\]')


class SendState(Enum):
    """How far a send has come."""

    PLANNED = 'planned'  # may be sent
    CLAIMED = 'claimed'  # one run has taken it and is about to send
    SENT = 'sent'  # the send log holds it
    UNKNOWN = 'unknown'  # a run took it, and whether it was sent is not known
    REQUESTED = 'requested'  # waits for somebody else, who has the right, to send it
    CANCELLED = 'cancelled'  # never sent and never will be; `successor` may name a page instead


# the states in which MassMessage sees the targets
LIVE = frozenset({SendState.CLAIMED, SendState.REQUESTED})


@dataclass(frozen=True)
class Pinned:
    """A page in the revision that a send was made from."""

    title: str
    revid: int

    def __str__(self) -> str:
        return f'[[Special:PermanentLink/{self.revid}|{self.title}]]'


@dataclass(frozen=True)
class SendPage:
    """One send: (wave, language), its targets, and what it was made from.

    `plan` is the hash of everything that decides what is delivered to whom (`plan_hash`). `claim` is
    the mark of the run that took the page. `revision` and `log_id` name the entry in the send log
    once it is known. `follows` names the page whose targets this one takes up again, `successor` the
    page that does so instead of this one. `approvals` are the lines of the approval section as they stand.
    """

    title: str
    campaign: str
    wave: str
    language: str
    subject: str
    targets: tuple[Target, ...]
    lists: tuple[Pinned, ...]
    message: Pinned
    plan: str
    planned_by: str
    state: SendState = SendState.PLANNED
    rule: str = ''
    claim: str = ''
    revision: int = 0
    log_id: int = 0
    sent: str = ''
    successor: str = ''
    follows: str = ''
    note: str = ''
    approvals: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not WAVE.fullmatch(self.wave):
            raise ValueError(f'{self.wave!r} is no wave: it is a number such as 2, 2.1 or the word test')
        if self.subject != one_line(self.subject) or not self.subject:
            raise ValueError(f'the subject {self.subject!r} is empty or not one plain line')
        for target in self.targets:
            if re.search(r'[|{}<>\[\]\n]', target.page + target.host):
                raise ValueError(f'{target.page!r} on {target.host!r} cannot be a target')

    @property
    def is_test(self) -> bool:
        """Return whether this is a send to the testers."""
        return self.wave.startswith(TEST_WAVE)

    def render(self, headings: Headings | None = None) -> str:
        """Return the wikitext of the page."""
        return _render(self, headings or Headings())


@dataclass(frozen=True)
class Headings:
    """The words of a send page that people read, in the language of the wiki."""

    lead: str = 'Who gets this message, and what became of it. Please do not edit this page by hand.'
    targets: str = 'Targets'
    approval: str = 'Approval'


def one_line(text: str) -> str:
    """Return the text as one line: NFC, single blanks, no control characters and no bidi overrides.

    Joiners and direction marks stay: Persian, Indic and Hebrew texts are misspelt without them.
    """
    normal = unicodedata.normalize('NFC', text)
    return ' '.join(''.join(c for c in normal if c in JOINERS or not _unseen(c)).split())


def _unseen(char: str) -> bool:
    return bool(wikitext.BIDI_AND_CONTROL.match(char)) and char not in '\t\n\r'


def _escape_line(text: str) -> str:
    """Return wikitext that shows the line as it is, joiners and direction marks included."""
    parts = re.split(f'([{JOINERS}])', text)
    return ''.join(f'&#{ord(part)};' if part in JOINERS else _escape_part(part) for part in parts if part)


def _escape_part(text: str) -> str:
    """Escape a part of a line; the blanks around it are kept, which `escape` strips."""
    stripped = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :] if stripped else ''
    return lead + wikitext.escape(stripped) + trail


def so_many(count: int) -> str:
    """Return a number of targets in words for the terminal: `1 target`, `5,000 targets`."""
    return f'{count:,} target{"" if count == 1 else "s"}'


def send_title(campaign: str, wave: str, language: str) -> str:
    """Return the title of the send page of a wave in a language."""
    return subpage(campaign, SEND, wave, language)


def results_title(send_page: str) -> str:
    """Return the title of the page with the results of a send."""
    return subpage(send_page, RESULTS)


def wave_and_language(title: str, campaign: str) -> tuple[str, str] | None:
    """Return wave and language of the title of a send page of this campaign; None for other pages."""
    parts = title.removeprefix(subpage(campaign, SEND, '')).split('/')
    if not title.startswith(subpage(campaign, SEND, '')) or len(parts) != 2:
        return None
    return (parts[0], parts[1]) if WAVE.fullmatch(parts[0]) else None


def plan_hash(
    subject: str, body: str, targets: Sequence[Target], campaign: str, wave: str, language: str
) -> str:
    """Return the hash of what decides a send: 16 hex digits over subject, body, targets and place."""
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
            lists=tuple(_pinned(match[2]) for match in LINE.finditer(head) if match[1] == 'list'),
            message=_pinned(values['message']),
            plan=values['plan'],
            planned_by=values['planned by'],
            state=SendState(values['state']),
            rule=values.get('rule', ''),
            claim=values.get('claim', ''),
            revision=int(values.get('revision', 0) or 0),
            log_id=int(values.get('log entry', 0) or 0),
            sent=values.get('sent', ''),
            successor=_unlinked(values.get('successor', '')),
            follows=_unlinked(values.get('follows', '')),
            note=values.get('note', ''),
            approvals=approval_lines(rest),
        )
    except KeyError as error:
        raise ValueError(
            f'{title}: this is no send page: the line "; {error.args[0]} :" is missing'
        ) from None
    except ValueError as error:
        raise ValueError(f'{title}: {error}') from None


def approval_lines(text: str) -> tuple[str, ...]:
    """Return the lines of the last section of a send page, which is the one for approvals."""
    section = text.rpartition('\n== ')[2].partition('\n')[2]
    return tuple(line.rstrip() for line in section.split('\n') if line.strip())


def _render(page: SendPage, headings: Headings) -> str:
    """Return the wikitext: the state line first, so that a claim is a change of that line."""
    fields: list[tuple[str, str]] = [
        ('state', page.state.value),
        ('claim', page.claim),
        ('sent', page.sent),
        ('revision', str(page.revision or '')),
        ('log entry', str(page.log_id or '')),
        ('successor', f'[[:{page.successor}]]' if page.successor else ''),
        ('follows', f'[[:{page.follows}]]' if page.follows else ''),
        ('note', _escape_line(page.note)),
        ('campaign', f'[[:{page.campaign}]]'),
        ('wave', page.wave),
        ('language', page.language),
        ('subject', _escape_line(page.subject)),
        ('message', str(page.message)),
        *(('list', str(one)) for one in page.lists),
        ('rule', _escape_line(page.rule)),
        ('planned by', wikitext.escape(page.planned_by)),
        ('plan', page.plan),
    ]
    head = [headings.lead, '', *(f'; {name} : {value}' for name, value in fields if value)]
    live = page.state in LIVE
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


def _pinned(value: str) -> Pinned:
    found = PERMANENT_LINK.fullmatch(value)
    if found is None:
        raise ValueError(f'{value!r} is no link to a revision')
    return Pinned(found[2], int(found[1]))
