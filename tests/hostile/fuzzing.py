"""Spoilt pages for every reader, and what a reader may do with them: read, or raise what it declares."""

from __future__ import annotations

import ast
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType

from hypothesis import strategies as st

from tests.hostile.reader import Reader
from tests.hostile.readers import READERS

PACKAGE = Path(__file__).resolve().parents[2] / 'scripts' / 'outreach'
TOKENS = (
    '{{', '}}', '[[', ']]', '[', ']', '{|', '|}', '|-', '|', '||', '!', '!!', '|+', '=', '==', '===', '\n',
    '\n\n', ' ', '*', '#', ':', ';', '<!--', '-->', '<nowiki>', '</nowiki>', '<pre>', '</pre>', '<ref>',
    '</ref>', '<s>', '</s>', '<del>', '<br />', '<translate>', '</translate>', '<tvar name=x>', '</tvar>',
    '<noinclude>', '<div lang="sv">', "''", "'''", '~~~~', '----', '__NOTOC__', '{{{', '}}}', '{{!}}',
    '{{=}}', '{{#target:', '{{target|', 'user=', 'page=', 'site=', '[[User:', '[[User talk:', '[[:sv:',
    '[[Category:', '[[Special:PermanentLink/1|', '{{u|', '{{bots|deny=', '{{Outreach campaign',
    '//sv.wikipedia.org/wiki/', 'https://', '//℀', 'http://[', '?oldid=', 'sv.wikipedia.org', 'svwiki',
    'Talk:', 'Q42', '10:12, 3 March 2026 (UTC)', '2026-02-30', '2026-05-01T10:00:00Z', '9' * 5000, '٣', '²',
    '{' * 300, '[[' * 60, '{{a|' * 60, '<b>' * 60, '(' * 300, '&#10;', '&#93;&#93;', '&amp;', '&nbsp;',
    '&#xD800;', '%0A', '%5B', '%FF', '\0', '\x9b31m', '\u202e', '\u200d', '\u200b', '\ue000', '\ue001',
    '\ud800', '\U000e0041', 'İ', 'ß', 'ﬁ', '=>', "return {", '{"targets": [', '"title":', 'null', '1e999',
    'NaN', '\t', ',', '"', '""', '@', 'a@b.example', '<?xml version="1.0"?>',
    '<!DOCTYPE x [<!ENTITY a "b">]>', '<item>', '</item>', '<!-- outreach:begin figures -->',
    '<!-- outreach:end figures -->', '<!-- outreach:begin log -->', 'data-step="x"',
    '<!-- id:gap sv.wikipedia.org -->', '<!-- claim -->', '<!-- /claim -->', '; state : sent',
    '; sent : yesterday', '== Ideas == <!-- add below this line --> new', 'delivered', 'unknown',
    'colspan=999', 'rowspan="1000"', 'a', 'Ann',
)  # fmt: skip
PIECES = st.one_of(st.sampled_from(TOKENS), st.text(max_size=6))
PLACES = 1000


@dataclass(frozen=True)
class Spoiling:
    """What is done to a page: at places (of a thousand) some letters are cut out and others put in."""

    sample: int
    changes: tuple[tuple[int, int, str], ...]

    def of(self, reader: Reader) -> str:
        """Return a page of the kind that a reader reads, spoilt."""
        known = (*reader.samples, '')
        text = known[self.sample % len(known)]
        for place, cut, new in self.changes:
            at = len(text) * place // PLACES
            text = text[:at] + new + text[at + cut :]
        return text[: reader.most] if reader.most else text


NEW = st.lists(PIECES, max_size=8).map(''.join)
SPOILINGS = st.builds(
    Spoiling,
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(0, PLACES), st.integers(0, 30), NEW), min_size=1, max_size=5).map(tuple),
)


class Caught(AbstractContextManager['Caught']):
    """Keeps what is raised inside; nothing but errors, so that a guard or Ctrl-C still ends the trial."""

    error: Exception | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def failures(spoiling: Spoiling) -> Iterator[tuple[str, Exception]]:
    """Give a spoilt page to every reader; return what each raised that it does not declare, with its page."""
    for name, reader in READERS.items():
        text = spoiling.of(reader)
        # MediaWiki stores no half of a character; a feed may send one
        text = text if name.startswith('feeds/') else text.replace('\ud800', '')
        with Caught() as caught:
            attempt(reader, text)
        if caught.error:
            caught.error.add_note(f'{name} on {text!r}')
            yield name, caught.error


def attempt(reader: Reader, text: str) -> None:
    """Read a text, which may fail with what is declared, said in words of ours."""
    for read in reader.tries(text):
        one_try(reader, read)


def one_try(reader: Reader, read: Callable[[], object]) -> None:
    """Read one of the things that a reader reads, which may fail likewise."""
    try:
        read()
    except reader.errors as error:
        if type(error) is ValueError and not by_hand(error):
            raise


def by_hand(error: BaseException) -> bool:
    """Return whether our code raised an error with its own words, and did not run into it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    path = Path(last.filename)
    return PACKAGE in path.parents and any(start <= (last.lineno or 0) <= end for start, end in _raises(path))


@cache
def _raises(path: Path) -> tuple[tuple[int, int], ...]:
    module = ast.parse(path.read_text(encoding='utf-8'))
    return tuple(
        (node.lineno, node.end_lineno or 0) for node in ast.walk(module) if isinstance(node, ast.Raise)
    )
