"""No pattern of ours needs more than linear time, whatever stands on a page."""

from __future__ import annotations

import pytest

from tests.hostile.ambiguity import findings
from tests.hostile.inventory import expressions


def test_no_pattern_is_slow_on_any_text() -> None:
    """A pattern with two ways to read one text is found in it, and the text that makes it slow is named.

    Write possessive (`*+`) or atomic forms, leave out of a loop what may begin the next match, or scan.
    """
    read = {(one.pattern, one.flags, one.searches, one.method == 'fullmatch'): one for one in expressions()}
    assert len(read) > 200
    slow = {
        f'{one.place} {one.pattern}': str(found)
        for (pattern, flags, searches, whole), one in read.items()
        for found in findings(pattern, flags, search=searches, whole=whole)
    }
    assert slow == {}


@pytest.mark.parametrize(
    ('pattern', 'kind'),
    [
        (r'(a*)*b', 'exponential'),
        (r'(?:a|ab|b)*c', 'exponential'),
        (r'^(={1,6})[ ]*(.+?)[ ]*\1[ ]*(?:<!--.*?-->[ ]*)*$', 'exponential'),
        (r'^(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*(?:\0*[ \t]*)*$', 'exponential'),
        (r'a*a*b', 'quadratic'),
        (r'[ ]*(.+?)[ ]*=', 'quadratic'),
        (r'\d+(?:\.\d+)*\w*!', 'quadratic'),
        (r'(?:[a-z-]{1,63}\.?){1,20}!', 'exponential'),
    ],
)
def test_a_slow_pattern_is_found(pattern: str, kind: str) -> None:
    assert kind in {one.kind for one in findings(pattern, search=False)}


@pytest.mark.parametrize(
    'pattern', [r'<!--.*?-->', r'[ ]*x', r'\s*+x', r'<pre[^>]*>', r'x(?=[^y]*y)', r'\w+@\w+', r'^\s*+x']
)
def test_a_search_that_begins_again_and_again_is_slow(pattern: str) -> None:
    flags = 8 if pattern[0] == '^' else 0
    assert [one.kind for one in findings(pattern, flags, search=True)][:1] == ['quadratic']
    assert not any(findings(pattern, flags, search=False))


@pytest.mark.parametrize(
    'pattern',
    [
        r'<!--((?:[^-]++|(?!-->)-)*+)(?:-->)?', r'(?<![ ])[ ]*+x', r'<[^<>]*>', r'\w+', r'^[ \t]*+x',
        r'(?<![ ])[ ]*+a[ ]*+b', r'[a-z]+(?:-[a-z]+)*(?![\w-])', r'\bnames?\b', r'@[\w.-]{1,255}!',
        r'\[\[:?([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]',
    ],
)  # fmt: skip
def test_linear_patterns_are_let_through(pattern: str) -> None:
    assert [str(one) for one in findings(pattern, search=not pattern.startswith('[a-z]'))] == []
