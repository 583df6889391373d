"""What check_targets says about a list: on the terminal, on a report page and on the list's talk page.

All words come from the script's texts (`say`); names and entries are escaped where they become wikitext.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach import wikitext
from outreach.checks.lint import FIXABLE, TAKES_OFF, Fixes, Kind, ListFinding, Report
from outreach.lists.deliverylist import JSON, DeliveryList
from outreach.lists.entries import Target, written
from outreach.names import Namespaces
from outreach.phrases import Say
from outreach.sends.results import State
from outreach.wikitable import Content, Markup, render
from outreach.words import counted

REGION = 'check'


def finding_text(finding: ListFinding, say: Say) -> str:
    """Return what was found, in one sentence without the place."""
    key = f'finding-{finding.kind.value}'
    if finding.kind is Kind.BLOCKED and not finding.details['endless']:
        key += '-for-now'
    if finding.kind is Kind.EXCLUDED and 'host' in finding.details:
        key += '-wiki'
    return say(key, **finding.details)


def fix_text(finding: ListFinding, listed: DeliveryList, say: Say) -> str:
    """Return how to fix it."""
    if finding.change and finding.entry:
        return say('fix-change', entry=as_written(finding.change, finding, listed))
    if finding.remove:
        return say('fix-remove')
    if finding.kind is Kind.UNKNOWN_HOST and finding.details['like']:
        return say('fix-unknownhost', **finding.details)
    known = {Kind.TOO_LONG, Kind.TRANSCLUDED, Kind.REMOTE, Kind.PROTECTED, Kind.UNREADABLE, Kind.BLOCKED}
    known |= {Kind.NO_ENTRY, Kind.BOARD}
    return say(f'fix-{finding.kind.value}' if finding.kind in known else 'fix-rewrite')


def as_written(target: Target, finding: ListFinding, listed: DeliveryList) -> str:
    """Return the entry as it should be written."""
    form = finding.entry.form if finding.entry else 'target'
    return str(target) if listed.model == JSON else written(target, form, listed.home_host)


def shown(text: str) -> str:
    """Return an entry on one line, with what nobody can see, or would turn the line round, written out."""
    line = ' '.join(text.split())
    return wikitext.BIDI_AND_CONTROL.sub(lambda char: f'U+{ord(char[0]):04X}', line)


def terminal_lines(listed: DeliveryList, report: Report, say: Say) -> Iterator[str]:
    """Return the lines of the report for a terminal."""
    hosts = {target.host for target in listed.targets}
    entries = counted(len(listed.entries), 'entry', 'entries')
    targets = counted(len(listed.targets), 'target', 'targets')
    yield f'List {listed.title}: {entries}, {targets} on {counted(len(hosts), "wiki", "wikis")}.'
    if listed.broken:
        yield f'  the list is broken and would be refused as a whole: {listed.broken}'
    place = ''
    for finding in report.findings:
        here = (
            f'  line {finding.entry.line}: {shown(finding.entry.written)}' if finding.entry else '  the list'
        )
        if here != place:
            yield here
            place = here
        fault = f' ({finding.details["fault"]})' if 'fault' in finding.details else ''
        yield f'    {finding_text(finding, say)}{fault}; {fix_text(finding, listed, say)}{_option(finding)}'
    predicted = ', '.join(f'{count} {state.value}' for state, count in report.counts.most_common())
    yield f'  MassMessage would do: {predicted or "nothing"}.'


def _option(finding: ListFinding) -> str:
    """Return by which option a finding is fixed, or its kind, and that it is for hands."""
    if finding.fixable:
        return f' (-fix:{finding.kind.value})'
    if finding.kind in FIXABLE:
        return f' (by hand: -fix:{finding.kind.value} cannot)'
    return f' ({finding.kind.value}: by hand)'


def report_text(listed: DeliveryList, report: Report, say: Say) -> str:
    """Return the report as wikitext: a table of findings and what is predicted."""
    rows: list[tuple[Content, ...]] = []
    for finding in report.findings:
        entry = finding.entry
        place = (entry.line, shown(entry.written)) if entry else ('', '')
        fate = Markup(say(f'state-{_key(report.predictions[entry])}') if entry else '')
        rows.append((*place, finding_text(finding, say), fix_text(finding, listed, say), fate))
    columns = [say(f'column-{name}') for name in ('line', 'entry', 'finding', 'fix', 'fate')]
    table = render(columns, rows, classes=['sortable'], named=True, wraps=True)
    counts = [f'* {say(f"state-{_key(state)}")}: {count}' for state, count in report.counts.most_common()]
    lead = say('report-lead', list=f'[[:{listed.title}]]', count=len(listed.entries))
    return '\n'.join([lead, '', *counts, '', table if report.findings else say('report-clean')])


def report_page(text: str, listed: DeliveryList, report: Report, say: Say) -> str:
    """Return the page of the report with its region renewed; raise BrokenMarkers."""
    return wikitext.put_region(text, REGION, report_text(listed, report, say))


def note(listed: DeliveryList, removed: Sequence[ListFinding], say: Say) -> str:
    """Return the section for the list's talk page that says who was removed, why, and how to come back.

    '' where nobody was: an entry that repeats another leaves its person on the list.
    """
    lines = []
    for finding in removed:
        if finding.kind in TAKES_OFF and finding.entry and finding.entry.target:
            target = wikitext.escape(str(finding.entry.target))
            lines.append(f'* {target}: {wikitext.escape(finding_text(finding, say))}')
    if not lines:
        return ''
    lead = say('note-lead', list=f'[[:{listed.title}]]', count=len(lines))
    return '\n'.join([f'== {say("note-heading")} ==', lead, *lines, say('note-back')])


def with_note(talk: str, section: str) -> str:
    """Return the talk page with the section at its end, signed, unless it stands there already."""
    if section in talk:
        return talk
    return f'{talk.rstrip()}\n\n{section} ~~~~'.lstrip()


def talk_page(title: str, namespaces: Namespaces) -> str:
    """Return the talk page of a page, as its wiki writes it."""
    number, rest = namespaces.split(title)
    prefix = namespaces.local.get(number | 1) or namespaces.canonical[number | 1]
    return f'{prefix}:{rest}'


def summary(fixes: Fixes, say: Say) -> str:
    """Return the edit summary of a fixed list."""
    return say('summary', removed=len(fixes.removed), changed=len(fixes.changed))


def _key(state: State) -> str:
    return state.value.replace(' ', '-')
