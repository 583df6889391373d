"""Lua data modules: one table of texts, numbers and tables, read without running anything.

A wiki keeps data as a module that returns a table (https://www.mediawiki.org/wiki/Lua/Scripting). What is
read here is that and nothing more: comments, `return`, one table. Whatever else stands there is refused with
its line and column, for what is skipped or guessed could turn *suspended* into nothing. Grammar of the
values: https://www.lua.org/manual/5.1/manual.html#2.1, the Lua that MediaWiki runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from outreach.linenumbers import LineNumbers

MOST_DEPTH = 20
MOST_BYTES = 2 * 1024 * 1024  # $wgMaxArticleSize: no page is larger
SHOWN = 40

Value: TypeAlias = 'str | float | bool | LuaTable | None'

BLANKS = re.compile(r'[ \t\n\f\v]++')
NAME = re.compile(r'[A-Za-z_][A-Za-z0-9_]*+')
NUMBER = re.compile(r'-?(?:0[xX][0-9A-Fa-f]{1,8}|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)')
LONG_OPENING = re.compile(r'\[(=*+)\[')
PLAIN = {"'": re.compile(r"[^'\\\n]++"), '"': re.compile(r'[^"\\\n]++')}
CODE_POINT = re.compile(r'[0-9]{1,3}')
ESCAPES = {
    'a': b'\a', 'b': b'\b', 'f': b'\f', 'n': b'\n', 'r': b'\r', 't': b'\t', 'v': b'\v',
    '\\': b'\\', "'": b"'", '"': b'"', '\n': b'\n',
}  # fmt: skip
CONSTANTS = {'true': True, 'false': False, 'nil': None}
KEYWORDS = frozenset(
    [
        'and',
        'break',
        'do',
        'else',
        'elseif',
        'end',
        'for',
        'function',
        'if',
        'in',
        'local',
        'not',
        'or',
        'repeat',
        'return',
        'then',
        'until',
        'while',
    ]
) | frozenset(CONSTANTS)


class LuaError(ValueError):
    """What stands there is not the data of a module. `line` and `column` count from 1."""

    def __init__(self, line: int, column: int, text: str) -> None:
        super().__init__(f'line {line}, column {column}: {text}')
        self.line, self.column = line, column


@dataclass(frozen=True)
class LuaField:
    """One `key = value` of a table, with the line where it stands."""

    key: str
    value: Value
    line: int


@dataclass(frozen=True)
class LuaTable:
    """A table: its values without a key, and its fields, both in order; a key may stand there twice."""

    line: int
    items: tuple[Value, ...] = ()
    fields: tuple[LuaField, ...] = ()
    last: dict[str, LuaField] = field(default_factory=dict, compare=False, repr=False)

    def get(self, key: str) -> Value:
        """Return the value of a key, of several the last as Lua does; None where there is none."""
        found = self.last.get(key)
        return found.value if found else None

    @property
    def doubled(self) -> dict[str, int]:
        """Return the keys that stand there more than once, each with the line of the last."""
        first: dict[str, LuaField] = {}
        return {one.key: one.line for one in self.fields if first.setdefault(one.key, one) is not one}


def read(text: str) -> LuaTable:
    """Return the table that a module returns; raise LuaError at the first thing that is anything else."""
    reader = _LuaReader(text)
    if len(text.encode('utf-8', 'surrogatepass')) > MOST_BYTES:
        raise reader.error(0, f'the module is larger than {MOST_BYTES:,} bytes')
    if '\r' in text:
        raise reader.error(text.index('\r'), 'a wiki page holds no carriage return')
    return reader.module()


class _LuaReader:
    """The text and the place in it up to which it has been read."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.line, self.line_start, self.counted = 1, 0, 0

    def error(self, at: int, problem: str) -> LuaError:
        return LuaError(LineNumbers(self.text).at(at), at - self.text.rfind('\n', 0, at), problem)

    def unexpected(self, wanted: str) -> LuaError:
        rest = self.text[self.at : self.at + SHOWN].partition('\n')[0]
        found = repr(rest) if rest else 'the end of the line' if self.at < len(self.text) else 'the end'
        return self.error(self.at, f'here should be {wanted}, not {found}')

    def line_here(self) -> int:
        self.line += self.text.count('\n', self.counted, self.at)
        self.counted = self.at
        return self.line

    def skip(self) -> None:
        """Go on to what is neither blank nor comment."""
        while True:
            blank = BLANKS.match(self.text, self.at)
            if blank:
                self.at = blank.end()
            if not self.text.startswith('--', self.at):
                return
            opening = LONG_OPENING.match(self.text, self.at + 2)
            if opening:
                self.at = self.closing(opening) + len(opening[0])
            else:
                end = self.text.find('\n', self.at)
                self.at = len(self.text) if end < 0 else end

    def closing(self, opening: re.Match[str]) -> int:
        """Return where the bracket begins that closes a long bracket."""
        end = self.text.find(f']{opening[1]}]', opening.end())
        if end < 0:
            raise self.error(opening.start(), f'{opening[0]} is never closed')
        inner = -1 if opening[1] else self.text.find('[[', opening.end(), end)
        if inner >= 0:
            raise self.error(inner, 'the Lua of wikis takes no [[ within [[ and ]]')
        return end

    def take(self, mark: str) -> bool:
        """Pass over a mark if it stands here."""
        self.skip()
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def module(self) -> LuaTable:
        self.skip()
        word = NAME.match(self.text, self.at)
        if not word or word[0] != 'return':
            raise self.unexpected('return and a table')
        self.at = word.end()
        if not self.take('{'):
            raise self.unexpected('a table in braces')
        table = self.table(1)
        self.take(';')
        self.skip()
        if self.at < len(self.text):
            raise self.unexpected('nothing more after the table')
        return table

    def table(self, depth: int) -> LuaTable:
        """Read a table whose brace has just been passed."""
        if depth > MOST_DEPTH:
            raise self.error(self.at - 1, f'tables stand in one another more than {MOST_DEPTH} deep')
        line = self.line_here()
        items: list[Value] = []
        fields: list[LuaField] = []
        while not self.take('}'):
            self.one(depth, items, fields)
            if not self.take(',') and not self.take(';') and not self.text.startswith('}', self.at):
                raise self.unexpected('a comma or the end of the table')
        return LuaTable(line, tuple(items), tuple(fields), {one.key: one for one in fields})

    def one(self, depth: int, items: list[Value], fields: list[LuaField]) -> None:
        """Read `name = value`, `['name'] = value` or a value alone."""
        if self.at >= len(self.text):
            raise self.unexpected('the end of the table: a brace is missing')
        line, word = self.line_here(), NAME.match(self.text, self.at)
        if self.text[self.at] == '[' and not LONG_OPENING.match(self.text, self.at):
            self.at += 1
            self.skip()
            key = self.value(depth)
            if not isinstance(key, str):
                raise self.unexpected('a text as key')
            if not self.take(']'):
                raise self.unexpected('the bracket that closes the key')
        elif word and word[0] not in KEYWORDS:
            key, self.at = word[0], word.end()
        else:
            items.append(self.value(depth))
            return
        self.skip()
        if self.text.startswith('==', self.at) or not self.take('='):
            raise self.unexpected(f'= and the value of {key[:SHOWN]}')
        self.skip()
        fields.append(LuaField(key, self.value(depth), line))

    def value(self, depth: int) -> Value:
        """Read a text, a number, true, false, nil or a table."""
        mark = self.text[self.at : self.at + 1]
        if mark == '{':
            self.at += 1
            return self.table(depth + 1)
        if mark in PLAIN:
            return self.quoted(mark)
        opening = LONG_OPENING.match(self.text, self.at)
        if opening:
            self.at = self.closing(opening)
            inside = self.text[opening.end() : self.at].removeprefix('\n')
            self.at += len(opening[0])
            return inside
        word = NAME.match(self.text, self.at)
        if word and word[0] in CONSTANTS:
            self.at = word.end()
            return CONSTANTS[word[0]]
        number = NUMBER.match(self.text, self.at)
        if number and not NAME.match(self.text, number.end()):
            self.at = number.end()
            return _number(number[0])
        raise self.unexpected('a value in quotes, a number or a table')

    def quoted(self, mark: str) -> str:
        """Read a text in quotes of one kind, which must end in the line where it begins."""
        begin = self.at
        self.at += 1
        parts = list(self.pieces(mark, begin))
        try:
            return b''.join(parts).decode('utf-8')
        except UnicodeDecodeError:
            raise self.error(begin, 'this text is not valid UTF-8') from None

    def pieces(self, mark: str, begin: int) -> Iterator[bytes]:
        while True:
            plain = PLAIN[mark].match(self.text, self.at)
            if plain:
                yield plain[0].encode('utf-8', 'surrogatepass')
                self.at = plain.end()
            here = self.text[self.at : self.at + 1]
            if here == mark:
                self.at += 1
                return
            if here != '\\':
                raise self.error(begin, f'the quote {mark} is not closed in its line')
            yield self.escaped()

    def escaped(self) -> bytes:
        """Read what follows a backslash; what Lua's versions read differently is refused."""
        follows = self.text[self.at + 1 : self.at + 2]
        code = CODE_POINT.match(self.text, self.at + 1)
        # a letter or digit written as a number is no data but the rest of a lost quote: \'90s
        if code and 128 <= int(code[0]) < 256:
            self.at = code.end()
            return bytes([int(code[0])])
        if follows not in ESCAPES or not follows:
            raise self.unexpected('an escape that Lua has')
        self.at += 2
        return ESCAPES[follows]


def _number(text: str) -> float:
    """Return a number as Lua holds all of them; one too large is infinite."""
    return float(int(text, 16)) if 'x' in text.lower() else float(text)
