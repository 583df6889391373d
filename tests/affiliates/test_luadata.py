"""The reader of Lua data modules: what it reads is what Lua reads, and what it refuses has a place."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import lupa.lua51
import pytest
import tree_sitter
import tree_sitter_lua
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.affiliates import luadata
from outreach.affiliates.luadata import LuaError, LuaTable

from tests.affiliates.lua import Plain, as_lua, plain

KEYWORDS = sorted(luadata.KEYWORDS)
NAMES = st.from_regex(r'[a-z_][a-z0-9_]{0,8}', fullmatch=True).filter(lambda name: name not in KEYWORDS)
TEXTS = st.text(st.characters(exclude_categories=['Cs'], exclude_characters='\r\0'), max_size=30)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9).map(float), st.floats(allow_nan=False, allow_infinity=False, width=32)
)
SCALARS = st.one_of(TEXTS, NUMBERS, st.booleans())
TABLES = st.recursive(
    st.one_of(SCALARS, st.dictionaries(NAMES, SCALARS, max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(NAMES, TEXTS), inner, max_size=4)
    ),
    max_leaves=12,
).filter(lambda value: isinstance(value, list | dict))
FRAGMENTS = st.lists(
    st.sampled_from(
        ['return', '{', '}', "'", '"', '[[', ']]', '[=[', ']=]', '[', ']', '=', ',', ';', '\n', ' ', '--',
         '\\', 'name', 'nil', 'true', '1', '-2.5', '0x1F', '..', '(', ')', 'é', "'text'", 'k = ',
         "['k'] = ", '\\195']
    ),
    max_size=14,
)  # fmt: skip


WITHOUT_GLOBALS = 'local all, next = _G, next; for key in next, all do all[key] = nil end'


def lua_of(text: str) -> Any:
    """Return what Lua 5.1 itself makes of a module without any globals, as plain data."""
    runtime = lupa.lua51.LuaRuntime(unpack_returned_tuples=True)
    runtime.execute(WITHOUT_GLOBALS)
    return of_lua(runtime.execute(text))


def of_lua(value: Any) -> Any:
    if lupa.lua51.lua_type(value) == 'table':
        return frozenset((_key(key), of_lua(inner)) for key, inner in value.items())
    return _scalar(value)


def _scalar(value: Any) -> Any:
    return value if isinstance(value, bool | str) or value is None else float(value)


def _key(key: Any) -> Any:
    return key if isinstance(key, str) else float(key)


def of_table(value: Any) -> Any:
    """Return what our reader found in the same form: Lua keeps no key whose value is nil."""
    if not isinstance(value, LuaTable):
        return _scalar(value)
    pairs = {float(number): inner for number, inner in enumerate(value.items, 1)} | {
        one.key: one.value for one in value.last.values()
    }
    return frozenset((key, of_table(inner)) for key, inner in pairs.items() if inner is not None)


@settings(max_examples=100, deadline=None)
@given(TABLES, st.sampled_from(("'", '"', '[[')), st.sampled_from(('', '\n\t')))
# contract: C31
def test_what_is_read_is_what_lua_reads(value: Plain, quote: str, between: str) -> None:
    text = 'return ' + as_lua(value, quote, between)
    assert of_table(luadata.read(text)) == lua_of(text)


@settings(max_examples=150, deadline=None)
@given(FRAGMENTS)
def test_whatever_is_accepted_lua_accepts_with_the_same_values(parts: list[str]) -> None:
    text = 'return {' + ' '.join(parts) + '}'
    try:
        table = luadata.read(text)
    except LuaError as error:
        assert 1 <= error.line <= text.count('\n') + 1
        assert 1 <= error.column <= len(text) + 1
        return
    assert of_table(table) == lua_of(text)
    language = tree_sitter.Language(tree_sitter_lua.language())
    assert not tree_sitter.Parser(language).parse(text.encode()).root_node.has_error


@given(st.text(max_size=60))
def test_no_text_brings_anything_but_a_table_or_a_place(text: str) -> None:
    for module in (text, f'return {{{text}}}', f"return {{ a = '{text}' }}"):
        try:
            luadata.read(module)
        except LuaError as error:
            assert str(error).startswith(f'line {error.line}, column {error.column}: ')


READ = {
    "return {}": [],
    "return { 'a', \"b\", 'c' };": ['a', 'b', 'c'],
    "-- data\nreturn --[[ of\nmany ]] { a = 'b', } -- end": {'a': 'b'},
    "return { ['two words'] = 'b'; c = 'd' }": {'two words': 'b', 'c': 'd'},
    r"return { 'Cote d\'Or', 'back\\slash', 'two\nlines' }": ["Cote d'Or", 'back\\slash', 'two\nlines'],
    r"return { '\195\169' }": ['é'],
    'return { [==[x]]y]==], [[\nbegins on its line]] }': ['x]]y', 'begins on its line'],
    'return { -5, 0x1F, 2.5e2, true, false }': [-5.0, 31.0, 250.0, True, False],
    "return { dm = { 'Board', 'Vote' } }": {'dm': ['Board', 'Vote']},
}  # fmt: skip


@pytest.mark.parametrize('text', READ)
def test_what_data_modules_hold(text: str) -> None:
    assert plain(luadata.read(text)) == READ[text]


REFUSED = {
    "os.execute('x')": (1, 1, 'return'),
    "local x = {}\nreturn x": (1, 1, 'return'),
    'return mw.loadData("X")': (1, 8, 'a table'),
    "return { a = 'x' .. 'y' }": (1, 18, '..'),
    "return { a = f('x') }": (1, 14, 'a value'),
    "return { group_name = 'A, recognition_status = 'suspended' }": (1, 49, 'suspended'),
    "return {\n\tname = 'A,\n\tstatus = 'suspended'\n}": (2, 9, 'not closed'),
    "return { countries = {'Cote D'ivoire'} }": (1, 31, 'ivoire'),
    "return { a = 'b' } and more": (1, 20, 'nothing more'),
    "return { a = 'b'": (1, 17, 'the end'),
    "return { {a = 'b' }": (1, 20, 'the end'),
    "return { a = 'b' c = 'd' }": (1, 18, 'a comma'),
    "return { a 'b' }": (1, 12, '= and the value of a'),
    "return { [1] = 'b' }": (1, 12, 'a text as key'),
    "return { and = 'b' }": (1, 10, 'a value'),
    r"return { 'a\qb' }": (1, 12, 'escape'),
    r"return { '\x41' }": (1, 11, 'escape'),
    r"return { '\255' }": (1, 10, 'UTF-8'),
    'return { [[a [[ b]] }': (1, 14, '[['),
    'return { [[a ]=] }': (1, 10, 'never closed'),
    "return { 'a'\r\n}": (1, 13, 'carriage return'),
    '\ufeffreturn {}': (1, 1, 'return'),
    'return ' + '{' * 21 + '}' * 21: (1, 28, '20 deep'),
}  # fmt: skip


@pytest.mark.parametrize('text', REFUSED)
# contract: C31
def test_what_is_no_data_is_refused_with_its_place(text: str) -> None:
    line, column, words = REFUSED[text]
    with pytest.raises(LuaError) as raised:
        luadata.read(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert words in str(raised.value)


def test_a_module_larger_than_any_page_is_refused() -> None:
    with pytest.raises(LuaError, match='larger than 2,097,152 bytes'):
        luadata.read("return { '" + 'é' * 1024 * 1024 + "' }")


def test_keys_that_stand_twice_are_kept_and_reported() -> None:
    table = luadata.read("return { a = 'x', b = 'y',\n a = 'z' }")
    assert table.get('a') == 'z'
    assert table.doubled == {'a': 2}
    assert [one.value for one in table.fields] == ['x', 'y', 'z']


UNITS = (
    "{ a = 'b' },\n", "'", "\\'", '[=', '--[[', "x = 'é\\195', ", '[[', "['", '-', '1', '. ', '{', '}',
    '\n', 'a',
)  # fmt: skip


@pytest.mark.parametrize('unit', UNITS)
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text, begun = 'return {' + unit * (size // len(unit)) + '}', time.process_time()
        with contextlib.suppress(LuaError):
            luadata.read(text)
        return time.process_time() - begun

    assert min(seconds(160_000) for _ in range(2)) < 20 * max(min(seconds(20_000) for _ in range(3)), 0.01)


def test_json_of_the_same_data_agrees() -> None:
    value = {'name': 'Côte d’Ivoire', 'list': ['a', "b'c"], 'number': 3.0}
    assert plain(luadata.read('return ' + as_lua(value, "'"))) == json.loads(json.dumps(value))
