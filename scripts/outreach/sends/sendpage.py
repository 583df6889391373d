"""Send pages: who gets what, made from which revisions, and how far the send has come.

There is one page per (wave, language) under the campaign page. It is the ledger of a send: a person
can read it, and any machine rebuilds the whole state from it and from the `send` log.

Anybody can edit it, so what stands on it is believed only in a revision that a trusted account saved
by a script: its edit summary ends with the checksum of the whole text (`signed_summary`). An edit by
hand has none, and lines of somebody else that the wiki merged into a save of ours do not match it.

The targets stand inside `<pre>`, where MediaWiki does not run them, except while the page is claimed
for sending. So a send that arrives late, twice or by mistake finds a delivery list without targets:
MassMessage expands the list when it gets the request, and a list without targets sends nothing.

Pages without a line `format` were written by version 0.1. They are read, they are never sent.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from outreach import digits, wikitext
from outreach.campaign import subpage
from outreach.lists.entries import Target
from outreach.names import LANGUAGE_CODE, normalize_user
from outreach.sends import checksums, sendfields
from outreach.sends.sendfields import JOINERS, escape_line
from outreach.sends.sendstate import NEXT, Removed, SendState, Sent, removed_in, sent_in

SEND = 'Send'
RESULTS = 'Results'
TEST_WAVE = 'test'
CORRECTION = 'correction'
FORMAT = 2
MAX_SUBJECT_BYTES = 240  # https://www.mediawiki.org/wiki/Help:Extension:MassMessage

LINE = re.compile(r'^; ([a-z ]+) :[ \t]?(.*)$', re.MULTILINE)
TARGET_LINE = re.compile(r'^\* \{\{#target:([^|{}\n]+)\|([^|{}\n]+)\}\}$', re.MULTILINE)
HELD_LINE = re.compile(r'^\* ([^|{}\n]+)\|([^|{}\n]+)$', re.MULTILINE)
WAVE = re.compile(r'(?:[1-9][0-9]{0,5}|test|correction)(?:\.[1-9][0-9]{0,5})?')
SEVERAL = ('list', 'doubt', 'withheld')  # fields of which there may be several
HASH = re.compile(r'[0-9a-f]{16}')
PERMANENT_LINK = re.compile(r'\[\[Special:PermanentLink/([1-9][0-9]{0,11})\|([^][{}<>|\n]+)\]\]')
HEADING = re.compile(r'^== (.*) \([0-9]{1,7}\) ==$', re.MULTILINE)


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

    `digest` is the hash of everything that decides what is delivered to whom (`digest_of`), `plan` that
    of all pages that were planned together, whose digests are `parts`: it is what somebody approves.
    `doubts` are what nobody whom we trust has vouched for. `claim` is the mark of the run that took the
    page, `follows` names the page whose targets this one tries again, `successor` the page that does
    so instead of this one. `removed` are targets that were planned and left off at the send, `held` those
    held out of the wave, on its first page. `withheld` counts by reason who else of the list was left out: it
    decides nothing, so no digest has it. `wrong` says why a send should not have been made, '' of others.
    `strangers` and `sends` are not on the page: who was sent to, says the log, although nobody had planned
    it, and all entries of the log that sent to anybody from the page.
    """

    title: str
    campaign: str
    wave: str
    language: str
    subject: str
    targets: tuple[Target, ...]
    lists: tuple[Pinned, ...]
    message: Pinned
    digest: str
    planned_by: str
    state: SendState = SendState.PLANNED
    settings: str = ''
    plan: str = ''
    parts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    claim: str = ''
    sent: Sent | None = None
    successor: str = ''
    follows: str = ''
    note: str = ''
    wrong: str = ''
    removed: tuple[Removed, ...] = ()
    held: tuple[Target, ...] = ()
    withheld: tuple[str, ...] = ()
    format: int = FORMAT
    strangers: tuple[Target, ...] = ()
    sends: tuple[Sent, ...] = ()

    def __post_init__(self) -> None:
        if not WAVE.fullmatch(self.wave):
            raise ValueError(f'{self.wave!r} is no wave: it is a number such as 2, 2.1 or the word test')
        if self.subject != one_line(self.subject) or not self.subject:
            raise ValueError(f'the subject {self.subject!r} is empty or not one plain line')
        for target in (*self.planned_targets, *self.held):
            if re.search(r'[|{}<>\[\]\n]', target.page + target.host):
                raise ValueError(f'{target.page!r} on {target.host!r} cannot be a target')

    @property
    def is_test(self) -> bool:
        """Return whether this is a send to the testers."""
        return self.wave.startswith(TEST_WAVE)

    @property
    def every_send(self) -> tuple[Sent, ...]:
        """Return all sends from this page that are known."""
        return self.sends or ((self.sent,) if self.sent else ())

    @property
    def kind(self) -> str:
        """Return what sort of send it is, `test`, `correction` or '': nobody gets two of the same sort."""
        return next((kind for kind in (TEST_WAVE, CORRECTION) if self.wave.startswith(kind)), '')

    @property
    def planned_targets(self) -> tuple[Target, ...]:
        """Return all targets that were planned, those that were left off since too, in order."""
        return tuple(sorted({*self.targets, *(one.target for one in self.removed)}))

    def becomes(self, state: SendState, **changes: Any) -> SendPage:
        """Return the page in another state; raise ValueError where that is no step of `NEXT`."""
        if state not in NEXT[self.state] and state is not SendState.SENT:
            raise ValueError(f'{self.title}: {self.state.value} does not become {state.value}')
        return replace(self, state=state, **changes)

    def render(self, headings: Headings | None = None) -> str:
        """Return the wikitext of the page."""
        return _render(self, headings or Headings())


@dataclass(frozen=True)
class Headings:
    """The words of a send page that people read, in the language of the wiki."""

    lead: str = 'Who gets this message, and what became of it. Please do not edit this page by hand.'
    targets: str = 'Targets'
    removed: str = 'Left off since it was planned'
    held: str = 'Held out of this wave: they are asked later'


def one_line(text: str) -> str:
    """Return the text as one line: NFC, single blanks, no control characters and no bidi overrides.

    Joiners and direction marks stay: Persian, Indic and Hebrew texts are misspelt without them.
    """
    normal = unicodedata.normalize('NFC', text)
    seen = ''.join(c for c in normal if c in JOINERS or not _unseen(c))
    return ' '.join(unicodedata.normalize('NFC', seen).split())


def _unseen(char: str) -> bool:
    return bool(wikitext.BIDI_AND_CONTROL.match(char)) and char not in '\t\n\r'


def send_title(campaign: str, wave: str, language: str) -> str:
    """Return the title of the send page of a wave in a language."""
    return subpage(campaign, SEND, wave, language)


def results_title(send_page: str) -> str:
    """Return the title of the page with the results of a send."""
    return subpage(send_page, RESULTS)


def wave_and_language(title: str, campaign: str) -> tuple[str, str] | None:
    """Return wave and language of the title of a send page of this campaign; None for other pages.

    A title may come from a text of anybody (`says_to_be`): it stands as it is in logs and pages of ours.
    """
    parts = title.removeprefix(subpage(campaign, SEND, '')).split('/')
    if not title.startswith(subpage(campaign, SEND, '')) or len(parts) != 2:
        return None
    return (parts[0], parts[1]) if WAVE.fullmatch(parts[0]) and LANGUAGE_CODE.fullmatch(parts[1]) else None


def says_to_be(text: str) -> str:
    """Return the title of the send page that a text says to be, wherever it stands; '' for other texts."""
    values = {match[1]: html.unescape(match[2]).strip() for match in LINE.finditer(text)}
    campaign, wave, language = (values.get(name, '') for name in ('campaign', 'wave', 'language'))
    if not (campaign and LANGUAGE_CODE.fullmatch(language) and WAVE.fullmatch(wave)):
        return ''
    try:
        return sendfields.title(send_title(sendfields.linked(campaign), wave, language))
    except ValueError:
        return ''


def _hash(content: object) -> str:
    return checksums.of(json.dumps(content, ensure_ascii=False, separators=(',', ':')))


def digest_of(page: SendPage, body: str) -> str:
    """Return the hash of what is sent and by which rules, if this text goes to the page's planned targets.

    Who was left off since counts as planned: people leave without changing what was approved.
    """
    return _hash(
        [
            FORMAT,
            [page.campaign, page.wave, page.language, page.subject, body],
            [[one.host, one.page] for one in page.planned_targets],
            [page.settings, page.follows, page.planned_by, *page.doubts],
            [str(page.message), *map(str, page.lists)],
            *([[[one.host, one.page] for one in page.held]] if page.held else []),
        ]
    )


def together(pages: Sequence[SendPage]) -> tuple[SendPage, ...]:
    """Return pages that are planned together under one number: the hash of all their digests."""
    parts = tuple(sorted(page.digest for page in pages))
    return tuple(replace(page, plan=_hash(parts), parts=parts) for page in pages)


def checksum(text: str) -> str:
    """Return the checksum of a text as the wiki keeps it (NFC, no blanks at the end)."""
    return _hash(unicodedata.normalize('NFC', text).rstrip())


def signed_summary(summary: str, text: str) -> str:
    """Return an edit summary that ends with the checksum of the text that is saved with it."""
    return checksums.signed(summary, checksum(text))


def vouched(text: str, title: str, summary: str) -> SendPage | None:
    """Return the send page in a revision that a trusted account saved; None unless a script wrote it so.

    A page of version 0.1 has no checksum, nor have its summaries.
    """
    signed = checksums.found(summary)
    try:
        page = parse(text, title)
    except ValueError:
        return None
    if signed:
        return page if signed == checksum(text) else None
    return page if page.format < FORMAT else None


def parse(text: str, title: str) -> SendPage:
    """Read a send page; raise ValueError saying what is missing or makes no sense, and where."""
    head, targets, below = [*text.split('\n== ', 2), '', ''][:3]
    values, several = _fields(head)
    try:
        kind = digits.number(values.get('format', '1'))
        page = SendPage(
            title=title,
            campaign=sendfields.linked(values['campaign']),
            wave=values['wave'],
            language=values['language'],
            subject=values['subject'],
            targets=tuple(Target(one[2], one[1]) for one in TARGET_LINE.finditer(targets)),
            lists=tuple(map(_pinned, several['list'])),
            message=_pinned(values['message']),
            digest=values['digest' if kind == FORMAT else 'plan'],
            planned_by=values['planned by'],
            state=SendState(values['state']),
            settings=values.get('settings', values.get('rule', '')),
            plan=values['plan'] if kind == FORMAT else '',
            parts=tuple(values['parts'].split()) if kind == FORMAT else (),
            doubts=several['doubt'],
            withheld=several['withheld'],
            claim=values.get('claim', ''),
            sent=sent_in(values),
            successor=sendfields.linked(values.get('successor', '')),
            follows=sendfields.linked(values.get('follows', '')),
            note=values.get('note', ''),
            wrong=values.get('wrong', ''),
            removed=removed_in(below) if kind == FORMAT else (),
            held=tuple(Target(one[2], one[1]) for one in HELD_LINE.finditer(below)),
            format=kind,
        )
        _check(page, text)
    except KeyError as error:
        raise ValueError(f'{title}: is no send page: the line "; {error.args[0]} :" is missing') from None
    except ValueError as error:
        raise ValueError(f'{title}: {error}') from None
    return page


def _fields(head: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the fields of a page by name, and all values of those that may stand there several times."""
    lines = [(one[1], html.unescape(one[2]).strip()) for one in LINE.finditer(head)]
    return dict(lines), {key: tuple(value for name, value in lines if name == key) for key in SEVERAL}


def _check(page: SendPage, text: str) -> None:
    """Raise ValueError where fields of a page do not fit together, or say that it belongs elsewhere."""
    if page.title != send_title(page.campaign, page.wave, page.language):
        raise ValueError(f'is wave {page.wave} ({page.language}) of {page.campaign}, which stands elsewhere')
    hashes = (page.digest, page.plan, *page.parts) if page.format == FORMAT else (page.digest,)
    if not all(HASH.fullmatch(one) for one in hashes):
        raise ValueError('digest, plan and parts are 16 hexadecimal digits each')
    if page.format == FORMAT and (page.plan != _hash(page.parts) or page.digest not in page.parts):
        raise ValueError('the plan is not the hash of its parts')
    if page.format > FORMAT:
        raise ValueError(f'was written by a later version of the scripts (format {page.format})')
    if page.state is SendState.SENT and page.sent is None:
        raise ValueError('was sent, but the line "; sent :" is missing')
    _check_names(page)
    if page.format == FORMAT and page.render(_headings(text, page)) != text.rstrip():
        raise ValueError('is not as a script writes it')


def _check_names(page: SendPage) -> None:
    """Raise ValueError where a field that names an account, a page or a target could name none."""
    if page.claim:
        sendfields.check_claim(page.claim)
    for name in (page.planned_by, *(one.by for one in page.every_send)):
        # of an account whose name is hidden the log tells no name
        if name or name is page.planned_by:
            normalize_user(name)
    for one in (*page.planned_targets, *page.held):
        sendfields.target(one.host, one.page)
    for title in filter(None, (page.successor, page.follows)):
        if wave_and_language(title, page.campaign) is None:
            raise ValueError(f'{title!r} is no send page of {page.campaign}')


def _headings(text: str, page: SendPage) -> Headings:
    """Return the words in which a page was written."""
    told = iter(HEADING.findall(text))
    words = [next(told, '') if there else '' for there in (True, page.removed, page.held)]
    return Headings(text.partition('\n\n; ')[0], *words)


def _render(page: SendPage, headings: Headings) -> str:
    """Return the wikitext: the state line first, so that a claim is a change of that line."""
    sent = page.sent
    fields: list[tuple[str, str]] = [
        ('state', page.state.value),
        ('claim', wikitext.escape(page.claim)),
        ('sent', f'{sent.stamp} {wikitext.escape(sent.by)}' if sent else ''),
        ('revision', str((sent and sent.revision) or '')),
        ('log entry', str((sent and sent.log_id) or '')),
        ('successor', f'[[:{page.successor}]]' if page.successor else ''),
        ('follows', f'[[:{page.follows}]]' if page.follows else ''),
        ('note', escape_line(one_line(page.note))),
        ('wrong', escape_line(one_line(page.wrong))),
        ('campaign', f'[[:{page.campaign}]]'),
        ('wave', page.wave),
        ('language', page.language),
        ('subject', escape_line(page.subject)),
        ('message', _shown_pin(page.message)),
        *(('list', _shown_pin(one)) for one in page.lists),
        ('settings' if page.format == FORMAT else 'rule', escape_line(page.settings)),
        *_told(page),
        ('planned by', wikitext.escape(page.planned_by)),
        ('digest', page.digest if page.format == FORMAT else ''),
        ('plan', page.plan if page.format == FORMAT else page.digest),
        ('parts', ' '.join(page.parts)),
        ('format', str(FORMAT) if page.format == FORMAT else ''),
    ]
    head = [headings.lead, '', *(f'; {name} : {value}' for name, value in fields if value)]
    head += ['</div>'] if headings.lead.endswith(sendfields.FOLD) else []
    opening, closing = ('<div>', '</div>') if page.state.exposed else ('<pre>', '</pre>')
    lines = [f'* {{{{#target:{one.page}|{one.host}}}}}' for one in page.targets]
    text = [*head, '', f'== {headings.targets} ({len(page.targets)}) ==', opening, *lines, closing]
    if page.removed:
        told = [(one.target, wikitext.escape(one_line(one.reason))) for one in page.removed]
        left = [f'* {target.page}|{target.host}|{reason}' for target, reason in told]
        text += ['', f'== {headings.removed} ({len(page.removed)}) ==', '<pre>', *left, '</pre>']
    if page.held:
        later = [f'* {one.page}|{one.host}' for one in page.held]
        text += ['', f'== {headings.held} ({len(page.held)}) ==', '<pre>', *later, '</pre>']
    return '\n'.join([*text, '</div>'] if headings.lead.endswith(sendfields.FOLD_ALL) else text)


def _told(page: SendPage) -> list[tuple[str, str]]:
    """Return the fields that say what nobody vouches for, and how many were withheld."""
    told = [('doubt', one) for one in page.doubts] + [('withheld', one) for one in page.withheld]
    return [(name, escape_line(text)) for name, text in told]


def _shown_pin(pin: Pinned) -> str:
    """Return the link to a revision; two apostrophes in a title are no markup of its label."""
    return str(pin).replace("''", '&#39;&#39;')


def _pinned(value: str) -> Pinned:
    found = PERMANENT_LINK.fullmatch(value)
    if found is None:
        raise ValueError(f'{value!r} is no link to a revision')
    return Pinned(sendfields.title(found[2]), digits.number(found[1]))
