"""Lines of a list that a maintainer may take for entries."""

from __future__ import annotations

import pytest
from outreach.checks.lint import Kind, lint
from outreach.lists.deliverylist import parse

from tests.samples.checkedlist import HOME, SV, TARGET, standing

STRAY = [
    ('* [[User:Tobias Finch]]', 'Tobias Finch'),
    (f'* Tobias Finch, {SV}', 'Tobias Finch'),
    ('# Tobias Finch@sv.x.org', 'Tobias Finch'),
    ('* {{u|Anna}} and [[:sv:User:Bo]]', 'Anna, Bo'),
    ('* [[Benutzer:Bo]]', 'Benutzer:Bo'),
    ('* [[Malaria]]', ''),
    (f'* Ana da Sá e Sousa, {SV}', 'Ana da Sá e Sousa'),
    (f'* six words are not a name, {SV}', ''),
    ('* Names are put here, one a line', ''),
    ('* {{target|user=Anna}} met [[User:Bo]]', ''),
    ('[[User:Anna]] keeps this list.', ''),
    ('<!-- * [[User:Anna]] -->', ''),
]


@pytest.mark.parametrize(('line', 'names'), STRAY)
def test_lines_that_name_somebody_without_an_entry_are_found(line: str, names: str) -> None:
    listed = parse(f'Lead\n{line}\n{TARGET("Cem", SV)}', HOME)
    found = [one for one in lint(listed, standing(listed)).findings if one.kind is Kind.NO_ENTRY]
    assert [one.details['name'] for one in found] == [names] * bool(names)
    assert all(one.entry and one.entry.line == 2 and not one.fixable for one in found)
    assert all(one.entry and (one.entry.start, one.entry.end) == (-1, -1) for one in found), 'no span'


def test_an_entry_that_is_struck_out_is_a_wish_to_leave() -> None:
    listed = parse(f'* <s>{TARGET("Anna", SV)}</s>\n* {TARGET("Bo", SV)}', HOME)
    assert [str(target) for target in listed.targets] == [f'User talk:Bo@{SV}']
    (found,) = lint(listed, standing(listed)).findings
    assert (found.kind, found.remove, found.entry) == (Kind.STRUCK, True, listed.entries[0])
