"""Every reader reads what anybody can write, or says in plain words why not."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from hypothesis import given, settings

from tests.hostile.fuzzing import SPOILINGS, Spoiling, attempt, failures
from tests.hostile.inventory import ROOT, tree
from tests.hostile.reader import Reader
from tests.hostile.readers import NAMED_IN_ADVANCE, NO_READERS, READ_FOR_IT, READERS

PACKAGE = ROOT / 'scripts' / 'outreach'
# what holds a whole page, reply or file, whatever it is called
WHOLE = re.compile(r'\b(?:bytes|Page|Revision|Response|Any|object)\b')
# the keys of a mapping are names; a function that is handed over is called, and a setting is one of ours
NOT_ITS_TEXT = re.compile(r'(?<=Mapping)\[(?:str|int|Target|tuple\[[^]]*\]),|Callable\[.*\]|Setting\[[^]]*\]')
# the modules that talk to Pywikibot, whose readers are elsewhere, and what prints shows with `shown`
EDGES = frozenset({'wiki', 'sites', 'terminal'})


def functions() -> set[str]:
    """Return the public functions that take what others may have written, as `module:function`.

    That is every one with a parameter that holds a whole page, reply or file, or a text: any text, but
    those under the names in `NAMED_IN_ADVANCE`.
    """
    found = set()
    for path in sorted(PACKAGE.rglob('*.py')):
        name = path.relative_to(PACKAGE).with_suffix('').as_posix()
        for node in tree(path).body if name not in EDGES else ():
            if isinstance(node, ast.FunctionDef):
                found |= {f'{name}:{node.name}'} if _takes_text(node) else set()
            elif isinstance(node, ast.ClassDef) and not node.name.startswith('_'):
                methods = [one for one in node.body if isinstance(one, ast.FunctionDef) and _takes_text(one)]
                found |= {f'{name}:{node.name}.{one.name}' for one in methods}
    return found


def _takes_text(node: ast.FunctionDef) -> bool:
    parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    parameters += [node.args.vararg] if node.args.vararg else []
    typed = {one.arg: ast.unparse(one.annotation) for one in parameters if one.annotation}
    if node.name.startswith('_'):
        return False
    plain = {name: NOT_ITS_TEXT.sub('', kind) for name, kind in typed.items()}
    return any(
        WHOLE.search(kind) or (re.search(r'\bstr\b', kind) and name not in named_in_advance())
        for name, kind in plain.items()
    )


@cache
def named_in_advance() -> frozenset[str]:
    """Return the names of parameters that hold no text of others."""
    return frozenset(name for names in NAMED_IN_ADVANCE.values() for name in names.split())


def test_a_function_is_seen_by_what_it_takes() -> None:
    """Names of parameters prove nothing: each of these was once invisible to the test below."""
    seen = functions()
    assert seen >= {
        'affiliates/referrals:read', 'channels/liaisons:by_language', 'signups/inputs:read_whole',
        'sitematrix:parse', 'letters/wikimail:meaning', 'events/calendarsource:of_forum',
        'events/calendarsource:of_tribe', 'events/calendarsource:of_calendar',
        'events/campaignsource:sighting', 'audience/peoplefile:decoded', 'letters/reading:of_file',
        'letters/reading:of_clients', 'lists/listpages:sent_to',
    }  # fmt: skip
    assert len(seen) > 300


def test_every_reader_has_a_fuzz_target() -> None:
    found = functions()
    known = READERS.keys() | NO_READERS.keys()
    assert sorted(found - known) == [], 'add these to tests/hostile/readers.py'
    assert sorted(NO_READERS.keys() - found) == [], 'these need no reason any more'
    modules = {path.relative_to(PACKAGE).with_suffix('').as_posix() for path in PACKAGE.rglob('*.py')}
    assert {name.partition(':')[0] for name in READERS} <= modules
    assert not READERS.keys() & NO_READERS.keys()
    assert {one for some in READ_FOR_IT.values() for one in some.split()} <= READERS.keys()


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
