"""What became of a send in words: totals first, then who was not reached and what to do, then who was.

It stands above the table of results, which the scripts read and which is folded away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from outreach import colours, wikitext
from outreach.lists.entries import Target
from outreach.phrases import Say
from outreach.sends.reactions import link_to
from outreach.sends.results import REGION as TABLE
from outreach.sends.results import Reaction, Result, State, may_go_better
from outreach.sends.sendfields import FOLD
from outreach.sends.sendpage import SendPage

REGION = 'outcomes'
# in this order: what somebody can do something about comes first
REASONS = (
    'passing', 'protected', 'blocked', 'filtered', 'other', 'no-such-user', 'wrong-namespace', 'dropped',
    'unknown', 'opted-out', 'duplicate',
)  # fmt: skip
# the codes of errors of the API: https://www.mediawiki.org/wiki/API:Errors_and_warnings
OF_CODE = (
    ('protected', re.compile(r'protected|cantcreate|permissiondenied|customcssjs|namespaceprotected')),
    ('blocked', re.compile(r'blocked|autoblocked')),
    ('filtered', re.compile(r'abusefilter|spamblacklist|spamdetected|titleblacklist|contenttoobig')),
)
MOST_NAMED = 200


def with_outcomes(text: str, page: SendPage, results: Sequence[Result], table: str, say: Say) -> str:
    """Return a page of results with what became of the send in words, and below it `table`.

    On a page that has no words yet they are put right above the table, which is folded from then on; what
    people wrote outside of both stays. Raises BrokenMarkers where the markers of either are not one pair.
    """
    told = render(page, results, say)
    if wikitext.region(text, REGION) is not None:
        text = wikitext.replace_region(text, REGION, told)
        return wikitext.put_region(text, TABLE, table)
    found = wikitext.region(text, TABLE)
    words = wikitext.new_region(REGION, told)
    folded = f'{words}\n\n{say("table-lead")}\n{FOLD}\n'
    if found is None:
        lead = (text.strip() and text.rstrip()) or say('lead', page=page.title)
        return f'{lead}\n\n{folded}{wikitext.new_region(TABLE, table)}\n</div>'
    start = found[0] - len(wikitext.begin_marker(TABLE))
    end = found[1] + len(wikitext.end_marker(TABLE))
    return f'{text[:start]}{folded}{wikitext.new_region(TABLE, table)}\n</div>{text[end:]}'


def render(page: SendPage, results: Sequence[Result], say: Say) -> str:
    """Return in words what became of everybody."""
    if not results:
        return say('nobody-yet')
    delivered = [one for one in results if one.state is State.DELIVERED]
    lines = [
        f'<div style="{colours.box(colours.GOOD if len(delivered) == len(results) else colours.QUIET)}">',
        ' · '.join(_totals(results, say)),
        '</div>',
        *_missed(results, say),
    ]
    if delivered:
        lines += ['', f"'''{say('reached', count=len(delivered))}'''", FOLD, *_reached(delivered), '</div>']
    if page.sent and page.sent.log_id:
        lines += ['', f'[[Special:Redirect/logid/{page.sent.log_id}|{say("log-entry")}]]']
    return '\n'.join(lines)


def _totals(results: Sequence[Result], say: Say) -> Iterator[str]:
    delivered = sum(one.state is State.DELIVERED for one in results)
    yield f"'''{say('total', delivered=delivered, count=len(results))}'''"
    reasons = Counter(_reason(one) for one in results if one.state is not State.DELIVERED)
    for reason in REASONS:
        if reasons[reason]:
            yield f'{say(f"missed-{reason}")}: {reasons[reason]}'
    did = Counter(one.reaction for one in results)
    for reaction in Reaction:
        if reaction.value and did[reaction]:
            yield f'{say(f"did-{reaction.name.lower()}")}: {did[reaction]}'


def _missed(results: Sequence[Result], say: Say) -> Iterator[str]:
    """Return who was not reached, by reason, each reason with what to do about it."""
    missed = [one for one in results if one.state is not State.DELIVERED]
    if missed:
        yield from ('', f'== {say("heading-missed")} ==')
    for reason in REASONS:
        some = [one for one in missed if _reason(one) == reason]
        if some:
            yield f"'''{say(f'missed-{reason}')} ({len(some)}).''' {say(f'todo-{reason}')}"
            yield from (f'* {_named(one)}' for one in some[:MOST_NAMED])
            if len(some) > MOST_NAMED:
                yield f'* {say("more", count=len(some) - MOST_NAMED)}'


def _named(one: Result) -> str:
    code = f' (<code>{wikitext.escape(one.detail)}</code>)' if one.detail else ''
    return f'{link_to(one.target)} – {one.target.host}{code}'


def _reason(one: Result) -> str:
    """Return the kind of reason for which somebody was not reached."""
    if one.state is not State.FAILED:
        return str(one.state.value).replace(' ', '-')
    if may_go_better(one):
        return 'passing'
    return next((name for name, code in OF_CODE if code.search(one.detail)), 'other')


def _reached(delivered: Sequence[Result]) -> Iterator[str]:
    """Return who was reached, a line for each wiki, each with a link to the message."""
    ordered = sorted(delivered, key=lambda one: one.target)
    for host, some in groupby(ordered, key=lambda one: one.target.host):
        people = ', '.join(_message(one.target, one.revision) for one in some)
        yield f'* {host}: {people}'


def _message(target: Target, revision: int) -> str:
    return f'[//{target.host}/w/index.php?diff={revision} {wikitext.escape(target.page)}]'
