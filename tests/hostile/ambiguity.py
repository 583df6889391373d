"""Whether Python's regex engine can need more than linear time for a pattern, and on what text.

The engine backtracks: on a text that does not match it follows every path through the pattern. So a
pattern is slow where a text has many paths: exponentially many where a state comes back to itself in two
ways on the same text, quadratically many where two states do so side by side and one leads to the other on
that text (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991). A search adds a state in
front of the pattern that reads anything. Paths that have matched already do not count: they try no more.

The automaton has a state for each character of the pattern. Its edges keep how often they are there (`(a*)*`
has two from `a` to `a`), and what must stand before and after (`^`, `\\b`, `(?!x)`, the end of `[ ]*+`).
"""

from __future__ import annotations

import importlib
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

PARSER: Any = importlib.import_module('re._parser')
MORE_LETTERS = 'éßİıſ\xa0٣한\u2028\u200b\u200c\u202e–\ue000\0'
# a repeat of this many and more is a loop; what begins in one may do so at every place of a text
LOOP = 10
MOST_COPIES = 3
SEARCHES = frozenset({'search', 'finditer', 'findall', 'sub', 'subn', 'split'})

Chars = int  # a bit for each letter of the alphabet


@dataclass(frozen=True)
class Between:
    """What must stand before and after a place that takes no text."""

    before: Chars
    after: Chars
    free: bool = True  # holds everywhere, also at the end of the text

    def __and__(self, other: Between) -> Between:
        return Between(self.before & other.before, self.after & other.after, self.free and other.free)


@dataclass(frozen=True)
class State:
    """One character of the pattern: what it may be; whether it is in a loop that has an end."""

    number: int
    chars: Chars
    bounded: bool = False
    search: bool = False


@dataclass
class Part:
    """A part of the pattern: how it is entered and left, and how it may be empty."""

    entries: list[tuple[Between, State]] = field(default_factory=list)
    exits: list[tuple[State, Between]] = field(default_factory=list)
    empties: list[Between] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """What is slow: `exponential` or `quadratic`, and the text to repeat."""

    kind: str
    prefix: str
    pump: str

    def bomb(self, length: int) -> str:
        """Return a text of about this length on which the pattern is slow."""
        return self.prefix + self.pump * (max(length - len(self.prefix), 0) // len(self.pump))

    def __str__(self) -> str:
        return f'{self.kind} on {self.prefix!r} + {self.pump!r} * n'


class Automaton:
    """The states of one pattern, and the edges between them."""

    def __init__(self, pattern: str, flags: int, *, search: bool, whole: bool = False) -> None:
        self.parsed = PARSER.parse(pattern, flags)
        self.flags: int = self.parsed.state.flags
        self.groups: dict[int, Any] = {}
        self.alphabet = ''.join(dict.fromkeys([*map(chr, range(128)), *MORE_LETTERS, *_letters(self.parsed)]))
        self.any = (1 << len(self.alphabet)) - 1
        self.everywhere = Between(self.any, self.any)
        self.states: list[State] = []
        self.edges: Counter[tuple[State, Between, State]] = Counter()
        self.cuts: set[Chars] = set()
        whole_part = self._sequence(self.parsed, self.flags, bounded=False)
        self.matched = set() if whole else {state.number for state, how in whole_part.exits if how.free}
        self.starts = [state for _, state in whole_part.entries]
        if search:
            self._search(whole_part)

    def _search(self, part: Part) -> None:
        anywhere = self._state(self.any, search=True)
        self.starts.append(anywhere)
        self.edges[anywhere, self.everywhere, anywhere] += 1
        for how, state in part.entries:
            self._edge(anywhere, how, state)

    def _state(self, chars: Chars, *, bounded: bool = False, search: bool = False) -> State:
        self.states.append(State(len(self.states), chars, bounded, search))
        return self.states[-1]

    def _sequence(self, items: Iterable[Any], flags: int, *, bounded: bool) -> Part:
        whole = Part(empties=[self.everywhere])
        for name, value in items:
            whole = self._joined(whole, self._part(str(name), value, flags, bounded=bounded))
        return whole

    def _joined(self, one: Part, two: Part) -> Part:
        for (state, left), (entered, following) in product(one.exits, two.entries):
            self._edge(state, left & entered, following)
        return Part(
            one.entries + [(empty & how, state) for empty in one.empties for how, state in two.entries],
            two.exits + [(state, how & empty) for state, how in one.exits for empty in two.empties],
            list(dict.fromkeys(left & right for left in one.empties for right in two.empties)),
        )

    def _edge(self, state: State, how: Between, following: State) -> None:
        if how.before & state.chars and how.after & following.chars:
            self.edges[state, how, following] += 1
            self.cuts |= {how.before, how.after}

    def _part(self, name: str, value: Any, flags: int, *, bounded: bool) -> Part:
        if name in ('LITERAL', 'NOT_LITERAL', 'ANY', 'IN'):
            state = self._state(self._chars(name, value, flags), bounded=bounded)
            return Part([(self.everywhere, state)], [(state, self.everywhere)])
        if name == 'BRANCH':
            branches = [self._sequence(branch, flags, bounded=bounded) for branch in value[1]]
            return Part(
                [entry for one in branches for entry in one.entries],
                [leaving for one in branches for leaving in one.exits],
                list(dict.fromkeys(empty for one in branches for empty in one.empties)),
            )
        if name == 'SUBPATTERN':
            group, added, dropped, inside = value
            self.groups[group] = inside
            return self._sequence(inside, (flags | added) & ~dropped, bounded=bounded)
        if name == 'ATOMIC_GROUP':
            return self._sequence(value, flags, bounded=bounded)
        if name == 'GROUPREF':
            return self._sequence(self.groups[value], flags, bounded=bounded)
        if name in ('MAX_REPEAT', 'MIN_REPEAT', 'POSSESSIVE_REPEAT'):
            least, most, inside = value
            return self._repeat(name, least, most, inside, flags, bounded=bounded)
        if name == 'AT':
            return Part(empties=list(self._place(str(value), flags)))
        if name in ('ASSERT', 'ASSERT_NOT'):
            direction, inside = value
            return self._look(name, direction, inside, flags)
        raise NotImplementedError(name)

    def _repeat(self, name: str, least: int, most: int, inside: Any, flags: int, *, bounded: bool) -> Part:
        endless = most is PARSER.MAXREPEAT
        loops = endless or most >= LOOP
        whole = Part(empties=[self.everywhere])
        one = whole
        for _ in range(min(least, MOST_COPIES)):
            one = self._sequence(inside, flags, bounded=bounded)
            whole = self._joined(whole, one)
        if loops:
            loop = self._sequence(inside, flags, bounded=not endless)
            for (state, left), (entered, following) in product(loop.exits, loop.entries):
                self._edge(state, left & entered, following)
            loop.empties = [self.everywhere]
        else:
            loop = Part(empties=[self.everywhere])
            for _ in range(most - least):
                loop = self._joined(self._sequence(inside, flags, bounded=bounded), loop)
                loop.empties = [self.everywhere]
        if (
            name == 'POSSESSIVE_REPEAT'
            and len(inside) == 1
            and str(inside[0][0]) in ('LITERAL', 'NOT_LITERAL', 'IN')
        ):
            chars = self._chars(str(inside[0][0]), inside[0][1], flags)
            # the end of the text may follow as well
            ends = Between(self.any, self.any & ~chars)
            loop.exits = [(state, how & ends) for state, how in loop.exits]
            loop.empties = [empty & ends for empty in loop.empties]
        return self._joined(whole, loop)

    def _place(self, name: str, flags: int) -> Iterator[Between]:
        lines = bool(flags & re.MULTILINE)
        if name in ('AT_BEGINNING', 'AT_BEGINNING_STRING'):
            yield Between(self._mask('\n') if lines and name == 'AT_BEGINNING' else 0, self.any, free=False)
        elif name in ('AT_END', 'AT_END_STRING'):
            yield Between(self.any, self._mask('\n') if name == 'AT_END' else 0, free=False)
        else:
            word = self._mask(re.findall(r'\w', self.alphabet, re.ASCII if flags & re.ASCII else 0))
            other = self.any & ~word
            sides = (
                [(word, other), (other, word)] if name == 'AT_BOUNDARY' else [(word, word), (other, other)]
            )
            yield from (Between(left, right, free=False) for left, right in sides)

    def _look(self, name: str, direction: int, inside: Any, flags: int) -> Part:
        """Read a look around: one character says what stands there; more is read, and leads nowhere."""
        single = len(inside) == 1 and str(inside[0][0]) in ('LITERAL', 'NOT_LITERAL', 'ANY', 'IN')
        if not single:
            aside = self._sequence(inside, flags, bounded=False) if direction > 0 else Part()
            return Part(aside.entries, [], [replace(self.everywhere, free=False)])
        chars = self._chars(str(inside[0][0]), inside[0][1], flags)
        allowed = chars if name == 'ASSERT' else self.any & ~chars
        if direction < 0:
            return Part(empties=[Between(allowed, self.any, free=False)])
        return Part(empties=[Between(self.any, allowed, free=False)])

    def _mask(self, letters: Iterable[str]) -> Chars:
        return sum(1 << self.alphabet.index(letter) for letter in set(letters))

    def _chars(self, name: str, value: Any, flags: int) -> Chars:
        if name == 'ANY':
            return self.any if flags & re.DOTALL else self.any & ~self._mask('\n')
        items = value if name == 'IN' else [('LITERAL', value)]
        negated = name == 'NOT_LITERAL' or (name == 'IN' and str(items[0][0]) == 'NEGATE')
        found = 0
        for place, letter in enumerate(self.alphabet):
            forms = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
            if any(_holds(item, form) for item in items for form in forms if len(form) == 1):
                found |= 1 << place
        return self.any & ~found if negated else found

    def letter(self, chars: Chars) -> str:
        """Return one of these characters, one that can be read if there is one."""
        found = [letter for place, letter in enumerate(self.alphabet) if chars >> place & 1]
        return min(found, key=lambda letter: (not letter.isalnum(), not letter.isprintable(), letter))


def _holds(item: Any, letter: str) -> bool:
    name, value = str(item[0]), item[1]
    if name == 'LITERAL':
        return bool(ord(letter) == value)
    if name == 'RANGE':
        return bool(value[0] <= ord(letter) <= value[1])
    if name == 'CATEGORY':
        kind = str(value).removeprefix('CATEGORY_')
        classes = {'DIGIT': r'\d', 'SPACE': r'\s', 'WORD': r'\w'}
        return bool(re.fullmatch(classes[kind.removeprefix('NOT_')], letter)) != kind.startswith('NOT_')
    return False


def _letters(parsed: Any) -> Iterator[str]:
    """Return the letters that a pattern speaks of, and those beside the ends of its ranges."""
    for name, value in parsed:
        if str(name) in ('LITERAL', 'NOT_LITERAL'):
            yield chr(value)
        elif str(name) == 'RANGE':
            yield from map(chr, (value[0], value[1], max(value[0] - 1, 0), min(value[1] + 1, 0x10FFFF)))
        elif isinstance(value, list | tuple) or hasattr(value, 'data'):
            yield from _letters_in(value)


def _letters_in(value: Any) -> Iterator[str]:
    for one in value:
        if isinstance(one, tuple) and len(one) == 2 and str(one[0]).isupper():
            yield from _letters([one])
        elif isinstance(one, list | tuple) or hasattr(one, 'data'):
            yield from _letters_in(one)


# A state and which of the cuts its character lies in, so that what must stand before is known.
Node = tuple[int, Chars]
Graph = Mapping[Node, Mapping[Node, int]]


def _graph(automaton: Automaton) -> dict[Node, dict[Node, int]]:
    """Return the automaton with its states split by what may follow the character that was read."""
    nodes: dict[int, list[Node]] = {}
    for state in automaton.states:
        parts = [state.chars]
        for cut in automaton.cuts:
            parts = [half for part in parts for half in (part & cut, part & ~cut) if half]
        nodes[state.number] = [(state.number, part) for part in parts]
    graph: dict[Node, dict[Node, int]] = {node: {} for parts in nodes.values() for node in parts}
    for (state, how, following), count in automaton.edges.items():
        for node in nodes[state.number]:
            if node[1] & how.before:
                for other in nodes[following.number]:
                    if other[1] & how.after:
                        known = graph[node]
                        known[other] = known.get(other, 0) + count
    return graph


def _components(graph: Graph) -> dict[Node, int]:
    """Return the number of the strongly connected component of each node that is on a cycle (Tarjan)."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    found: dict[Node, int] = {}
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in index else []
        if work:
            index[root] = low[root] = len(index)
            stack.append(root)
        while work:
            node, following = work[-1]
            for other in following:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    work.append((other, iter(graph[other])))
                    break
                if other in stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    members: list[Node] = []
                    while not members or members[-1] != node:
                        members.append(stack.pop())
                    if len(members) > 1 or node in graph[node]:
                        found |= dict.fromkeys(members, index[node])
    return found


def _path(
    graph: Graph, starts: Iterable[tuple[Node, ...]], goal: tuple[Node, ...], inside: Any
) -> list[Chars] | None:
    """Return what several nodes read together on the shortest walk from a start to the goal."""
    queue: deque[tuple[tuple[Node, ...], tuple[Chars, ...]]] = deque((start, ()) for start in starts)
    seen: set[tuple[Node, ...]] = set()
    while queue:
        at, read = queue.popleft()
        for following in product(*(graph[node] for node in at)):
            chars = following[0][1]
            for node in following[1:]:
                chars &= node[1]
            if not chars or following in seen or not inside(following):
                continue
            seen.add(following)
            if following == goal:
                return [*read, chars]
            queue.append((following, (*read, chars)))
    return None


def findings(pattern: str, flags: int = 0, *, search: bool, whole: bool = False) -> Iterator[Finding]:
    """Return what is slow in a pattern as it is used: searched for, or to match the `whole`."""
    automaton = Automaton(pattern, flags, search=search, whole=whole)
    graph = _graph(automaton)
    components = _components(graph)
    state = {node: automaton.states[node[0]] for node in graph}
    loops = [node for node in components if node[0] not in automaton.matched]

    def text(read: Iterable[Chars]) -> str:
        return ''.join(automaton.letter(chars) for chars in read)

    def prefix(goal: Node) -> str:
        starts = [(node,) for node in graph if state[node] in automaton.starts]
        for start in starts:
            if start == (goal,):
                return text([goal[1]])
        read = _path(graph, starts, (goal,), lambda at: True)
        return text([starts[0][0][1], *read]) if read else ''

    for node in loops:
        twice = _twice(graph, components, node)
        if twice:
            yield Finding('exponential', prefix(node), text(twice))
    for one, two in product(loops, loops):
        bounded = state[two].bounded and (state[one].search or state[one].bounded)
        first, last = components[one], components[two]
        if bounded or first == last or not one[1] & two[1]:
            continue
        pump = _path(
            graph,
            [(one, one, two)],
            (one, two, two),
            lambda at, first=first, last=last: (
                components.get(at[0]) == first and components.get(at[2]) == last
            ),
        )
        if pump:
            yield Finding('quadratic', prefix(one), text(pump))


def _twice(graph: Graph, components: Mapping[Node, int], node: Node) -> list[Chars] | None:
    """Return a text on which a node comes back to itself in two ways; None where there is none."""
    if graph[node].get(node, 0) > 1:
        return [node[1]]
    own = components[node]
    for other in (one for one in components if one != node and components[one] == own):
        if graph[node].get(other, 0) > 1:
            back = _path(graph, [(other,)], (node,), lambda at: components.get(at[0]) == own)
            return [other[1], *(back or [])]
        here = lambda at: all(components.get(one) == own for one in at)  # noqa: E731
        apart = _path(graph, [(node, node)], (node, other), here)
        again = apart and _path(graph, [(node, other)], (node, node), here)
        if again:
            return [*(apart or []), *again]
    return None


def loops(pattern: str, flags: int = 0, *, search: bool, whole: bool = False) -> Iterator[Finding]:
    """Return a text for each loop of a pattern that leads into it and goes round it."""
    automaton = Automaton(pattern, flags, search=search, whole=whole)
    graph = _graph(automaton)
    components = _components(graph)
    starts = [(node,) for node in graph if automaton.states[node[0]] in automaton.starts]

    def text(read: Iterable[Chars]) -> str:
        return ''.join(automaton.letter(chars) for chars in read)

    for node in components:
        if automaton.states[node[0]].search:
            continue
        lead = [node[1]] if (node,) in starts else None
        for start in starts if lead is None else ():
            rest = _path(graph, [start], (node,), lambda at: True)
            lead = [start[0][1], *rest] if rest else lead
            if lead:
                break
        round_ = _path(
            graph, [(node,)], (node,), lambda at, own=components[node]: components.get(at[0]) == own
        )
        if lead and round_:
            yield Finding('loop', text(lead), text(round_))
