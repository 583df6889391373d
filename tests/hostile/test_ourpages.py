"""Every kind of page of ours is held to the law that its fields stay text."""

from __future__ import annotations

import ast

import pytest

from tests.hostile.inventory import ROOT, tree
from tests.hostile.ourpages import ELSEWHERE, HELD, TEXTS, TITLES, Kind

PACKAGE = ROOT / 'scripts' / 'outreach'
MAKES_WIKITEXT = frozenset({'Markup', 'render_row', 'wikitable.render', 'wikitext.escape', 'escape'})


def writers() -> set[str]:
    """Return the modules that make wikitext out of values: they escape it, or render tables."""
    found = set()
    for path in sorted(PACKAGE.rglob('*.py')):
        module = tree(path)
        ours = {
            alias.asname or alias.name
            for node in module.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if (node.module, alias.name)
            in {('outreach.wikitext', 'escape'), ('outreach.wikitable', 'render')}
        }
        calls = {ast.unparse(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)}
        if calls & ((MAKES_WIKITEXT - {'escape'}) | ours):
            found.add(path.relative_to(PACKAGE).with_suffix('').as_posix())
    return found


def test_every_module_that_writes_wikitext_is_held_to_a_law() -> None:
    assert sorted(writers() - HELD - ELSEWHERE.keys()) == [], (
        'add a kind of page to tests/hostile/ourpages.py'
    )
    assert sorted((HELD | ELSEWHERE.keys()) - writers()) == []
    assert not HELD & ELSEWHERE.keys()


@pytest.mark.parametrize(
    'kind', [*TEXTS.values(), *TITLES.values()], ids=[*TEXTS, *(f'{name} with titles' for name in TITLES)]
)
def test_a_page_holds_no_open_markup_of_a_field(kind: Kind) -> None:
    """What a wiki counts in `test_page_laws.py`, as far as one can tell without a wiki."""
    plain, odd = kind('Plain words'), kind("A''b")
    assert plain.count('\n') == odd.count('\n')
    assert plain.count('[[') == odd.count('[[')
    assert plain.count('{{') == odd.count('{{')
