"""What became of every target of a send: one state each, on a page that people can read."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import zip_longest

from outreach import wikitext
from outreach.hostlabels import BREAK, breakable
from outreach.linenumbers import LineNumbers
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.moments import MOMENT, iso
from outreach.sends import checksums, sendfields
from outreach.wikitable import Content, Markup, find_table, render
from outreach.wikitext import escape

REGION = 'results'
COLUMNS = ('Target', 'Wiki', 'State', 'Detail', 'Revision', 'Since then')
REVISION = re.compile(r'\[//[a-z0-9.-]+/w/index\.php\?oldid=([1-9][0-9]{0,11}) [0-9]+\]')
COPIES = re.compile(r'([0-9]{1,6}) copies(?: (.*))?')
AT = 'at '  # begins the detail of a delivery on a page to which that of the target leads
NOW_AT = 'now at '  # likewise, where the page was moved away with the delivery on it
ASTRAY = 'astray '  # stands before it where somebody else had just made the page lead to another person's
FAILED_AT = re.compile(f'(.*) at ({MOMENT.pattern})')


class State(Enum):
    """What became of one target; every target ends in exactly one of these."""

    DELIVERED = 'delivered'
    OPTED_OUT = 'opted out'
    NO_SUCH_USER = 'no such user'
    WRONG_NAMESPACE = 'wrong namespace'
    FAILED = 'failed'
    DUPLICATE = 'duplicate'  # the server's silent guard against the same text twice
    DROPPED = 'dropped'  # left out by the server before it queued anything
    UNKNOWN = 'unknown'  # neither an edit nor a log entry: still waiting, or lost


class Reaction(Enum):
    """What people did about a delivery since, as far as the wiki shows it."""

    NONE = ''
    ANSWERED = 'answered'
    THANKED = 'thanked'  # and wrote nothing else: nobody has to answer
    REVERTED = 'reverted'
    REMOVED = 'removed'  # archived, or taken out otherwise
    BLANKED = 'page blanked'
    OPTED_OUT = 'opted out since'


# a no to the message, or to all messages; who empties a whole page may only be tidying it
COMPLAINTS = (Reaction.REVERTED, Reaction.OPTED_OUT)


@dataclass(frozen=True)
class Result:
    """What became of one target.

    `revision` is the delivery's on the target wiki, 0 for none, and `copies` how often the message came.
    `failed_at` is when a failure that may pass was logged.
    """

    target: Target
    state: State
    detail: str = ''
    revision: int = 0
    reaction: Reaction = Reaction.NONE
    copies: int = 1
    failed_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.state is State.DELIVERED) != bool(self.revision):
            raise ValueError(f'{self.target}: a delivery has a revision, and nothing else has one')

    @property
    def astray(self) -> bool:
        """Return whether somebody else had just made the page lead to another person's, who got it."""
        return self.detail.startswith(ASTRAY)

    @property
    def elsewhere(self) -> str:
        """Return the page where a delivery is to be found now, '' where that is the target."""
        if self.state is State.DELIVERED and self.detail.startswith(NOW_AT):
            return self.detail.removeprefix(NOW_AT)
        return self.place.page if self.place != self.target else ''

    @property
    def new_name(self) -> str:
        """Return whose page a delivery is on, where it led there from that of another account; '' else.

        It may be a page of nobody. Who was led astray to is somebody else, and no new name.
        """
        return '' if self.astray else self.shown_name

    @property
    def shown_name(self) -> str:
        """Return whose page is shown beside that of another account, led astray or not; '' for none."""
        own = person_of(self.target)
        other = self.elsewhere.partition(':')[2].partition('/')[0]
        return other if own and other != own else ''

    @property
    def place(self) -> Target:
        """Return where it arrived: the target, or another page than its own archive to which it leads."""
        detail = self.detail.removeprefix(ASTRAY)
        page = detail.removeprefix(AT)
        name = self.target.page.partition(':')[2]
        led = self.state is State.DELIVERED and page != detail
        return Target(self.target.host, page) if led and f':{name}/' not in page else self.target


# API errors that pass by themselves; all others say that the page or the text is not wanted there
PASSING = re.compile(r'readonly|editconflict|ratelimited|maxlag|internal_api_error|unknownerror|http|timeout')


def may_go_better(result: Result) -> bool:
    """Return whether a failure was for a reason that passes by itself."""
    return result.state is State.FAILED and bool(PASSING.match(result.detail))


def counts(results: Iterable[Result]) -> Counter[State]:
    """Count the results by state."""
    return Counter(result.state for result in results)


def signed(summary: str, title: str, results: Iterable[Result]) -> str:
    """Return an edit summary that ends with the checksum of the results that are saved with it on a page.

    Only results of such a save by a trusted account are believed: what else stands on a page of results
    is asked of the wikis again.
    """
    return checksums.signed(summary, _checksum(title, results))


def _checksum(title: str, results: Iterable[Result]) -> str:
    rows = [[*map(str, (one.target, one.state.value, in_words(one), one.revision))] for one in results]
    return checksums.of(json.dumps([title, *rows], ensure_ascii=False))


def vouched(text: str, title: str, summary: str, *, unsigned: bool) -> tuple[Result, ...] | None:
    """Return the results on a page that a trusted account saved; None unless check_delivery wrote them so.

    The results of another page that somebody moved here are not those of this one. Version 0.1 wrote no
    checksum: of its send pages results are believed that are `unsigned`. Raises ValueError as
    `parse_results`.
    """
    found = parse_results(text)
    good = {_checksum(title, found), *([''] if unsigned else [])}
    return found if checksums.found(summary) in good else None


def merged(targets: Sequence[Target], known: Iterable[Result], fresh: Iterable[Result]) -> tuple[Result, ...]:
    """Return one result for each target, in the order of the targets; the fresh one counts."""
    found = {one.target: one for one in known} | {one.target: one for one in fresh}
    return tuple(found.get(target) or Result(target, State.UNKNOWN) for target in targets)


def render_results(results: Sequence[Result], columns: Sequence[str] = COLUMNS) -> str:
    """Return the results as a wikitext table, one row per target in given order."""
    rows = [_row(one, Markup(breakable(one.target.host))) for one in results]
    return render(columns, rows, classes=['sortable'], named=True, wraps=True)


def _row(result: Result, host: Content) -> tuple[Content, ...]:
    number = result.revision
    link = Markup(f'[//{result.target.host}/w/index.php?oldid={number} {number}]') if number else ''
    return result.target.page, host, result.state.value, in_words(result), link, result.reaction.value


def _rendered_before(results: Sequence[Result], columns: Sequence[str]) -> Iterator[str]:
    """Return the table as earlier versions wrote it: hosts in one piece, or wider than a phone; in 0.1 with a
    row in a line.
    """
    cells = [_row(one, one.target.host) for one in results]
    yield render(columns, cells, classes=['sortable'], named=True, wraps=True)
    yield render(columns, cells, classes=['sortable'], named=True)
    rows = [[one.wikitext if isinstance(one, Markup) else escape(str(one)) for one in row] for row in cells]
    lines = [f'|-\n| {" || ".join(row)}'.rstrip() for row in rows]
    yield '\n'.join(['{| class="wikitable sortable"', f'! {" !! ".join(map(escape, columns))}', *lines, '|}'])


def in_words(result: Result) -> str:
    """Return the detail of a result as it stands in the table; `_read` reads it back."""
    if result.copies > 1:
        return f'{result.copies} copies {result.detail}'.rstrip()
    if result.failed_at:
        return f'{result.detail} at {iso(result.failed_at)}'
    return result.detail


def _read(target: Target, state: State, detail: str, revision: int, reaction: Reaction) -> Result:
    copies, failed = COPIES.fullmatch(detail), FAILED_AT.fullmatch(detail)
    if copies and state is State.DELIVERED:
        return Result(target, state, copies[2] or '', revision, reaction, copies=int(copies[1]))
    if failed and state is State.FAILED:
        when = datetime.fromisoformat(failed[2])
        return Result(target, state, failed[1], revision, reaction, failed_at=when)
    return Result(target, state, detail, revision, reaction)


def parse_results(text: str) -> tuple[Result, ...]:
    """Read the results of a page, whoever wrote its table last; a page without the region has none.

    Raises ValueError naming the line where the table is not as check_delivery writes it, or the marker that
    is missing.
    """
    found = wikitext.region(text, REGION)
    if found is None:
        return ()
    table = find_table(text, *found)
    first = found[0] + len(text[slice(*found)]) - len(text[slice(*found)].lstrip())
    stood = text[first : found[1]].rstrip()
    lines = LineNumbers(text)
    if table is None:
        if stood:
            raise ValueError(f'line {lines.at(found[0])}: the table of results is missing')
        return ()
    results: list[Result] = []
    columns: Sequence[str] = COLUMNS
    for number, row in enumerate(table.rows):
        cells = [html.unescape(text[cell.start : cell.end]) for cell in row.cells]
        if number == 0 and all(cell.header for cell in row.cells):
            columns = tuple(cells)
            continue
        at = row.cells[0].start if row.cells else row.start
        try:
            results.append(_result(cells))
        except ValueError as error:
            raise ValueError(f'line {lines.at(at)}: {error}') from None
    _check_written(stood, lines.at(first), results, columns)
    return tuple(results)


def _result(cells: Sequence[str]) -> Result:
    if len(cells) != len(COLUMNS):
        raise ValueError(f'{" | ".join(cells)!r} is no row of results')
    page, host, state, detail, link, reaction = cells
    number = REVISION.fullmatch(link)
    if link and not number:
        raise ValueError(f'{link!r} is no link to a revision')
    revision = int(number[1]) if number else 0
    return _read(
        sendfields.target(host.replace(BREAK, ''), page), State(state), detail, revision, Reaction(reaction)
    )


def _check_written(stood: str, line: int, results: Sequence[Result], columns: Sequence[str]) -> None:
    """Raise ValueError naming the first line of a table that is otherwise than check_delivery writes it."""
    written = render_results(results, columns)
    if stood == written or stood in _rendered_before(results, columns):
        return
    pairs = enumerate(zip_longest(stood.split('\n'), written.split('\n')), line)
    apart = next(number for number, (there, ours) in pairs if there != ours)
    raise ValueError(f'line {apart}: the table of results is not as a script writes it')
