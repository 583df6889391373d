"""Pages that name people, and the exclude pages of a campaign: whom, and which whole wikis, nobody may ask.

A page of names that cannot be read must never mean that nobody is excluded: a missing page is refused,
and every item that gives neither a person nor a wiki is named with its line. Nobody can halt a campaign
by such a line, or by a redirect or a move: what the page said when it could last be read still holds, and
so do the names that somebody removed who may not (`takenoff`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from outreach import moves
from outreach.accountlinks import Reference, Resolver, resolver_of, template_name
from outreach.audience import takenoff
from outreach.beside import BRACKETS, HOST, WORD, beside, names_one
from outreach.columns import columns_of
from outreach.columns import plain as plain_words
from outreach.farm import Farm
from outreach.linenumbers import LineNumbers
from outreach.lists.deliverylist import WIKITEXT, parse
from outreach.lists.merge import person_of
from outreach.names import spellings
from outreach.pages import Page, redirects_to
from outreach.plaintitles import PlainTitle, plain_titles
from outreach.problems import BadInput, Problem, no_page
from outreach.revisions import Revision
from outreach.trust import Trust
from outreach.visibletext import end_of_line, live, readable, struck_spans
from outreach.wikitable import find_tables
from outreach.wikitext import BULLETS

# what an item may begin with instead of a person: the host of a wiki, alone or in an address
ADDRESS = re.compile(r'\[?(?:https?:)?//', re.IGNORECASE)
PREFIX_LINK = re.compile(r'\[\[(:?[a-z-]+(?::[a-z-]+)*:)[ \t]*(?:\|[^\[\]\n]*)?\]\]')
CALL = re.compile(r'\{\{([^{}|\n]*)[|}\n]')
# what stands between several names of a line
APART = re.compile(r'[,;/،؛、·•]')
# tags and marks that are no wikitext before the text of a line
TYPED_MARK = re.compile(r'^(?:<[^<>]*+>\s*+)++|^(?:[-–•‣]|\d{1,4}[.)])\s++')
MOST_LINES = 500  # of a template
UNREAD = 'gives neither a person nor a wiki; write * [[User:Name]], or * and the host of a wiki'
BESIDE = 'names more than could be read; write each name as * [[User:Name]] on a line of its own'
OPEN = 'may be a longer name; write it as * [[User:Name]]'
PAGE = 'is the address of a page; write the host of the wiki alone, or the person as [[User:Name]]'
WIKI_WORD = 'names a wiki by {} instead of its host, such as sv.wikipedia.org'


@dataclass(frozen=True)
class Excluded:
    """Whom the exclude pages name: accounts, and wikis as a whole with the reason, by host.

    `unread` are the items that give neither, and what holds though somebody removed it; `lifted` are
    those that somebody struck out.
    """

    names: frozenset[str] = frozenset()
    wikis: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()
    lifted: tuple[Problem, ...] = ()


NOBODY = Excluded()


def read_excluded(farm: Farm, titles: Sequence[str], trust: Trust) -> Excluded:
    """Return whom the campaign's exclude pages name; raise BadInput for a page that is not there."""
    if not titles:
        return NOBODY
    pages = farm.home.read_many(titles)
    gone = [
        no_page(title, 'there is no such exclude page') for title, page in pages.items() if not page.revid
    ]
    if gone:
        raise BadInput(gone)
    return excluded(farm, pages, trust)


def excluded(farm: Farm, pages: Mapping[str, Page], trust: Trust | None = None) -> Excluded:
    """Return whom these pages name; of a page that cannot be read whole also what it said before.

    A page that redirects to another one says what that says. With `trust` the names count that somebody
    removed who may not. Raises BadInput for a page that never named anybody who could be told.
    """
    failed: set[str] = set()
    resolver = resolver_of(farm, failed)
    places = {one for page in pages.values() if (one := redirects_to(page))} - set(pages)
    moved = farm.home.read_many(places) if places else {}
    there = {title: page for title, page in moved.items() if page.revid}
    found = []
    for title, page in {**pages, **there}.items():
        place = redirects_to(page)
        now = _redirect(title, place) if place else read_page(page.text, title, resolver, page.model)
        found.append(now)
        if now.unread:
            before = _before(farm, title, page.model, resolver)
            if before is None and not (now.names or now.wikis or place in there):
                raise BadInput(now.unread)
            found += [Excluded(before.names, before.wikis)] if before else []
        found += [held(trust, title, resolver)] if trust else []
    found.append(
        Excluded(unread=tuple(Problem(host, 'did not say how its links are read') for host in failed))
    )
    return together(found)


def _before(farm: Farm, title: str, model: str, resolver: Resolver) -> Excluded | None:
    """Return what a page said in its last revision that could be read whole; None where there was none."""
    for revision in moves.newest_first(farm.home, title):
        if revision.text is not None:
            before = read_page(revision.text, title, resolver, model)
            if not before.unread:
                return before
    return None


def _redirect(title: str, place: str) -> Excluded:
    return Excluded(unread=(Problem(title, f'is a redirect; give {place}'),))


def held(trust: Trust, title: str, resolver: Resolver) -> Excluded:
    """Return whom a page named, persons and wikis, before somebody removed them who may not.

    About two requests.
    """

    def named(one: Revision) -> frozenset[str]:
        found = read_page(one.text or '', title, resolver, one.model)
        return found.names | frozenset(found.wikis)

    still = takenoff.read(trust, title, named)
    hosts = {one.name for one in still if HOST.fullmatch(one.name)}
    names = frozenset(one.name for one in still) - hosts
    told = tuple(Problem(title, str(one)) for one in still)
    return Excluded(names, dict.fromkeys(sorted(hosts), f'see {title}'), told)


def together(found: Iterable[Excluded]) -> Excluded:
    """Return several readings as one; of two reasons for a wiki the first counts."""
    names: set[str] = set()
    wikis: dict[str, str] = {}
    unread: list[Problem] = []
    lifted: list[Problem] = []
    for one in found:
        names |= {spelling for name in one.names for spelling in spellings(name)}
        wikis = {**one.wikis, **wikis}
        unread += one.unread
        lifted += one.lifted
    return Excluded(frozenset(names), wikis, tuple(unread), tuple(lifted))


def read_page(
    text: str,
    title: str,
    resolver: Resolver,
    model: str = WIKITEXT,
    otherwise: Callable[[str], object] = lambda _item: None,
) -> Excluded:
    """Return whom one exclude page names, and which of its items could not be read.

    Items that give something else that the caller reads (`otherwise` is true of them) are not among those.
    """
    if model != WIKITEXT:
        listed = parse(text, resolver.home_host, model, title=title)
        return Excluded(frozenset(names_on_page(text, resolver, model)), {}, listed.problems)
    wikis: dict[str, str] = {}
    told: dict[int, str] = {}
    titles = dict(_plain_titles(live(text), resolver))
    bare = {one.name for some in titles.values() for one in some if one.exact}
    names = names_on_page(text, resolver) | bare
    for number, item in items(text, resolver):
        people = _people(item, resolver)
        named = None if people and people[0].start <= 1 else _wiki(item, resolver)
        wiki = named[0] if named else ''
        if named and wiki:
            wikis.setdefault(wiki, named[1] or f'see {title}')
        if people or wiki or _targets(item, resolver.home_host):
            rest = beside(item, people, wiki, resolver)
            told |= {number: f'{BESIDE}: {rest!r}'} if rest else {}
        elif not otherwise(item):
            told[number] = f'{(named[1] if named else UNREAD)}: {" ".join(item.split())[:80]!r}'
    for number, some in titles.items():
        longer = next((one for one in some if not one.exact), None)
        if longer:
            told.setdefault(number, f'{OPEN}: {longer.name!r}')
    unread = tuple(Problem(f'{title}, line {number}', text) for number, text in sorted(told.items()))
    return Excluded(frozenset(names), wikis, unread, _lifted(text, title, resolver, names))


def _people(text: str, resolver: Resolver) -> tuple[Reference, ...]:
    """Return whom a text names by links and the like, and by titles without brackets."""
    bare = (one for one in plain_titles(text, resolver) if one.exact)
    return tuple(sorted((*resolver.references(text), *bare), key=lambda one: (one.start, one.end, one.name)))


def _plain_titles(text: str, resolver: Resolver) -> Iterator[tuple[int, list[PlainTitle]]]:
    """Return by line the titles of user pages that stand there without brackets."""
    number, counted = 1, 0
    found: dict[int, list[PlainTitle]] = {}
    for one in plain_titles(text, resolver):
        number, counted = number + text.count('\n', counted, one.start), one.start
        found.setdefault(number, []).append(one)
    yield from found.items()


def names_on_page(text: str, resolver: Resolver, model: str = WIKITEXT) -> set[str]:
    """Return the accounts that a page names: by links, addresses, {{user}} and the like, or targets.

    Links to user pages, talk pages, their subpages and contributions count, with interwiki prefixes
    too: an account has the same name on all wikis. Who is struck out is not named.
    """
    if model != WIKITEXT:
        return _targets(text, resolver.home_host, model)
    plain = live(text)
    return _targets(plain, resolver.home_host) | {one.name for one in resolver.references(plain)}


def _targets(text: str, home_host: str, model: str = WIKITEXT) -> set[str]:
    """Return the people whom the entries of a delivery list mean, faulty ones too."""
    listed = parse(text, home_host, model) if model != WIKITEXT or '{{' in text else None
    return {person for target in (listed.named if listed else ()) if (person := person_of(target))}


def items(text: str, resolver: Resolver) -> Iterator[tuple[int, str]]:
    """Return (line, text) of every item: list items, rows of tables, and templates by themselves.

    A remark below an item (`*:`) belongs to it.
    """
    plain = live(text)
    done, number = 0, 1
    for table in find_tables(plain):
        header: list[str] = []
        asked: frozenset[int] = frozenset()
        yield from _list_items(plain[done : table.start], number, resolver)
        number += plain.count('\n', done, table.start)
        line, counted = number, table.start
        for row in table.rows:
            cells = [plain[cell.start : cell.end] for cell in row.cells]
            line, counted = line + plain.count('\n', counted, row.start), row.start
            if all(cell.header for cell in row.cells):
                if not header:
                    header, asked = cells, _columns_of_people(cells)
            elif any(WORD.search(cell) for cell in cells):
                fits = asked if len(cells) == len(header) else frozenset()
                yield line, _of_people(cells, fits, resolver)
        done = end_of_line(plain, table.close)
        number += plain.count('\n', table.start, done)
    yield from _list_items(plain[done:], number, resolver)


def _columns_of_people(header: Sequence[str]) -> frozenset[int]:
    """Return the columns of people, and that of wikis, by the header; none where it tells of no people."""
    columns = columns_of({at: plain_words(label) for at, label in enumerate(header)})
    wiki = () if columns.wiki is None else (columns.wiki,)
    return frozenset((*columns.people, *columns.of_people, *wiki) if columns.of_people else ())


def _of_people(cells: Sequence[str], asked: Collection[int], resolver: Resolver) -> str:
    """Return the cells of a row that name people or wikis: all of them where no column is `asked` for."""
    if not asked:
        return '\n'.join(cells)
    return '\n'.join(
        cell
        for at, cell in enumerate(cells)
        if at in asked or resolver.references(cell) or resolver.foreign_words(cell)
    )


def _list_items(text: str, number: int, resolver: Resolver) -> Iterator[tuple[int, str]]:
    above = ''
    lines = list(_whole_lines(text))
    bare = _bare_lines(lines, resolver)
    for at, line in lines:
        found = BULLETS.match(line)
        marks = found[0] if found else ''
        item = line[len(marks) :].strip()
        if not marks:
            above = ''
            call = CALL.match(item)
            given = item.split('|')[1:]
            whole = item.count('{{') == item.count('}}') or any(
                names_one(one.strip(), resolver) for one in given
            )
            if (call and whole and template_name(call[1])) or at in bare:
                yield number + at, item
        elif WORD.search(item):
            remark = marks != above and marks.endswith(':') and above and marks.startswith(above)
            if not remark or resolver.foreign_words(item):
                above = marks
                yield number + at, item


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines with their places; a template over several lines stands on that where it begins.

    It is parted where there are list items in it.
    """
    lines = text.split('\n')
    at = 0
    while at < len(lines):
        end = _end_of_call(lines, at) if '{{' in lines[at] else at
        inside = lines[at + 1 : end + 1]
        if any(line.startswith(('*', '#', ':', ';')) for line in inside):
            end = at
        yield at, '\n'.join(lines[at : end + 1])
        at = end + 1


def _end_of_call(lines: Sequence[str], at: int) -> int:
    """Return the line where the templates end that a line opens; the line itself where they never do."""
    opened = 0
    for end in range(at, min(at + MOST_LINES, len(lines))):
        opened += lines[end].count('{{') - lines[end].count('}}')
        if opened <= 0:
            return end
    return at


def _bare_lines(lines: Iterable[tuple[int, str]], resolver: Resolver) -> set[int]:
    """Return the lines without a mark that are names or wikis by themselves, not parts of a sentence.

    All lines of a paragraph must be such, or be links to people; a link with a word for user pages that is
    not known here is told wherever it begins a line.
    """
    found: set[int] = set()
    paragraph: dict[int, bool] = {}
    for at, line in [*lines, (-1, '')]:
        item = TYPED_MARK.sub('', line.strip())
        if item and item[0] not in '*#:;=' and plain_words(item):
            known = _people(item, resolver)
            if item.startswith('[[') and resolver.foreign_words(item):
                found.add(at)
            words = BRACKETS.sub('', plain_words(item)).strip() or plain_words(item)
            parts = [part.strip(' ()') for part in APART.split(words)]
            named = all(names_one(part, resolver) for part in parts if part)
            paragraph[at] = named or bool(known and known[0].start == 0)
            continue
        if all(paragraph.values()):
            found |= set(paragraph)
        paragraph = {}
    return found


def _wiki(item: str, resolver: Resolver) -> tuple[str, str] | None:
    """Return the wiki that an item begins with and the reason behind it, or ('', what is wrong with it).

    None where it does not begin with a wiki. The address of a page of a person is that person's.
    """
    address = ADDRESS.match(item)
    begin = address.end() if address else 0
    host = HOST.match(item[begin:])
    if host:
        known = resolver.host_of(host[0])
        if known and re.match(r'/\S', item[begin + host.end() :]):
            return '', PAGE
        if known:
            reason = item[begin + host.end() :]
            reason = reason.replace(']', '', 1) if item.startswith('[') else reason
            return known, ' '.join(reason.lstrip(' \t]–—:,-').split())
        return '', f'excludes {host[0].lower()}, but there is no such wiki here'
    link = PREFIX_LINK.match(item)
    if link:
        return '', WIKI_WORD.format(f'the prefix {link[1]}')
    word = item.partition(' ')[0].strip(',;:')
    return ('', WIKI_WORD.format('its database name')) if word in resolver.farm else None


def _lifted(text: str, title: str, resolver: Resolver, still: Collection[str]) -> tuple[Problem, ...]:
    """Name the people who are struck out on the page, and are not `still` named elsewhere on it."""
    plain = readable(text)
    told, lines = [], LineNumbers(plain)
    for start, end in struck_spans(plain):
        names = {one.name for one in resolver.references(plain[start:end])}.difference(still)
        if names:
            place = f'{title}, line {lines.at(start)}'
            told.append(Problem(place, f'{", ".join(sorted(names))} is struck out: not excluded any more'))
    return tuple(told)
