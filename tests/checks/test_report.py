"""The report and the note about a list."""

from __future__ import annotations

import re

from outreach.checks.facts import Landing
from outreach.checks.lint import FIXABLE, Kind, fix, lint
from outreach.checks.report import note, report_page, talk_page, terminal_lines, with_note
from outreach.lists.deliverylist import parse
from outreach.names import ENGLISH

from tests.samples.checkedlist import HOME, SV, TARGET, standing


def said(key: str, **parameters: object) -> str:
    return f'{key}({", ".join(f"{name}={value}" for name, value in parameters.items())})'


def test_reports_hold_hostile_names_as_text() -> None:
    name = "''x'' <b> & __NOTOC__"
    listed = parse(TARGET(name, SV).replace('<b>', '&lt;b&gt;'), HOME, title='L')
    report = lint(listed, standing(listed))
    page = report_page('Mine.', listed, report, said)
    assert page.startswith('Mine.\n\n<!-- outreach:begin check -->')
    assert report_page(page, listed, report, said) == page
    row = re.split(r'\|-.*\n', page)[2]
    assert row.startswith('! scope="row" style="text-align: start;" | 1\n')
    assert row.count('\n| ') == 4
    assert "''" not in row
    assert '{{' not in row
    assert '<b' not in row
    (head, place, line, *_) = terminal_lines(listed, report, said)
    assert head == 'List L: 1 entry, 0 targets on 0 wikis.'
    assert place.startswith('  line 1: {{target')
    assert line.startswith('    finding-malformed(')


def test_what_no_option_mends_is_said_to_be_for_hands() -> None:
    """Who asks for -fix:malformed sees why the finding stays, and what to write."""
    lines = ('{{Target|User talk:A|sv.x.org}}', TARGET('B', 'sv.x.ogr'), TARGET('Gone', SV), TARGET('C', SV))
    listed = parse('\n'.join(lines), HOME, title='L')
    facts = standing(
        listed, without=['Gone'], landings={'User talk:C': Landing('User talk:C', protected=True)}
    )
    told = list(terminal_lines(listed, lint(listed, facts), said))
    ends = [line.rsplit(' (', 1)[-1] for line in told if line.startswith('    ')]
    assert ends == [
        'by hand: -fix:malformed cannot)', 'by hand: -fix:unknownhost cannot)', '-fix:missing)',
        'protected: by hand)',
    ]  # fmt: skip


def test_the_note_names_only_who_is_no_longer_on_the_list() -> None:
    listed = parse('\n'.join(TARGET(name, SV) for name in ('Gone', 'Anna', 'anna')), HOME, title='L')
    fixes = fix(listed, lint(listed, standing(listed, without=['Gone'])).findings, FIXABLE)
    section = note(listed, fixes.removed, said)
    assert section.count('\n* ') == 1
    assert 'User talk:Gone@sv.x.org: finding-missing(' in section
    talk = with_note('Hello.\n', section)
    assert talk == f'Hello.\n\n{section} ~~~~'
    there = talk.replace('~~~~', 'Bot 10:00')
    assert with_note(there, section) == there
    assert note(listed, [one for one in fixes.removed if one.kind is Kind.DUPLICATE], said) == ''


def test_the_talk_page_of_a_list() -> None:
    assert talk_page('Global/X', ENGLISH) == 'Talk:Global/X'
    assert talk_page('user:A/X', ENGLISH) == 'User talk:A/X'
