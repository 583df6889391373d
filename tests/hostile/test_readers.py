"""Every reader reads what anybody can write, or says in plain words why not."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings

from tests.hostile.fuzzing import SPOILINGS, Spoiling, attempt, failures
from tests.hostile.inventory import ROOT, tree
from tests.hostile.readers import NO_READERS, READERS, Reader

PACKAGE = ROOT / 'scripts' / 'outreach'
# parameters under which text from outside comes in
OUTSIDE = frozenset({'text', 'texts', 'body', 'reply', 'comment', 'html', 'cell', 'line', 'word'})
TEXT = frozenset({'str', 'bytes', 'str | None', 'Mapping[str, str]', 'Iterable[str]'})


def functions() -> set[str]:
    """Return the public functions of the package that take a text, as `module:function`."""
    found = set()
    for path in sorted(PACKAGE.rglob('*.py')):
        name = path.relative_to(PACKAGE).with_suffix('').as_posix()
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef):
                found |= {f'{name}:{node.name}'} if _takes_text(node) else set()
            elif isinstance(node, ast.ClassDef) and not node.name.startswith('_'):
                methods = [one for one in node.body if isinstance(one, ast.FunctionDef) and _takes_text(one)]
                found |= {f'{name}:{node.name}.{one.name}' for one in methods}
    return found


def _takes_text(node: ast.FunctionDef) -> bool:
    parameters = [*node.args.args, *node.args.kwonlyargs]
    typed = {one.arg: ast.unparse(one.annotation) for one in parameters if one.annotation}
    named = any(name in OUTSIDE and kind in TEXT for name, kind in typed.items())
    # who takes a wiki asks it, and hands what it answers to a reader
    return named and not node.name.startswith('_') and not {'Wiki', 'Farm', 'Trust'} & set(typed.values())


def test_every_reader_has_a_fuzz_target() -> None:
    known = READERS.keys() | NO_READERS.keys()
    assert sorted(functions() - known) == [], 'add these to tests/hostile/readers.py'
    modules = {path.relative_to(PACKAGE).with_suffix('').as_posix() for path in PACKAGE.rglob('*.py')}
    assert {name.partition(':')[0] for name in READERS} <= modules
    assert not READERS.keys() & NO_READERS.keys()


@settings(max_examples=100, derandomize=True)
@given(SPOILINGS)
def test_readers_raise_only_what_they_declare(spoiling: Spoiling) -> None:
    for _, error in failures(spoiling):
        raise error


@pytest.mark.parametrize('name', READERS)
def test_a_whole_page_is_read(name: str) -> None:
    for sample in READERS[name].samples:
        attempt(READERS[name], sample)
    attempt(READERS[name], '')


def test_an_error_that_we_ran_into_is_not_taken_for_one_of_ours() -> None:
    with pytest.raises(ValueError, match='invalid literal'):
        attempt(Reader(int, (ValueError,)), 'x')
    with pytest.raises(ValueError, match='unpack'):
        attempt(Reader(_unpacked, (ValueError,)), 'a:b:c')
    with pytest.raises(KeyError):
        attempt(Reader(READERS.__getitem__, (ValueError,)), 'x')
    attempt(READERS['sends/sendpage:parse'], 'x')


def _unpacked(text: str) -> str:
    name, _value = text.split(':')
    return name
