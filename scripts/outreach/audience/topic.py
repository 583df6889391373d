"""The topic: its articles on the source wiki, and the same articles on all wikis of the campaign.

Every source gives titles on the source wiki. Talk pages stand for their subject pages; only articles
(main namespace) belong to a topic. Sitelinks come from the Wikidata of the farm, or from language
links where there is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from outreach import siteinfo, tools
from outreach.doubts import Doubt
from outreach.farm import Farm, batches
from outreach.problems import BadInput, Problem, WikiError
from outreach.similartitles import meant
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki
from outreach.words import did_you_mean

Fetch = Callable[[str], Any]

ITEM = re.compile(r'https?://[^/]+/entity/(Q[1-9]\d*)')
REPOSITORY = 'wikidatawiki'
# of subcategories below one another: as many as -depth may ask for
ALL_LEVELS = 20


@dataclass(frozen=True)
class ListedTitle:
    """A title as a line of a file gives it, and where that line is."""

    title: str
    place: str


@dataclass(frozen=True)
class Sources:
    """Where the articles come from; each source may be given any number of times, in any mix.

    `titles` were read from files. `cat`, `catr`, `prefixindex` and `transcludes` are named as Pywikibot
    names them (https://doc.wikimedia.org/pywikibot/master/api_ref/pywikibot.pagegenerators.html).
    """

    banner: Sequence[str] = ()
    category: Sequence[str] = ()
    depth: int = 0
    links: Sequence[str] = ()
    page: Sequence[str] = ()
    prefix: Sequence[str] = ()
    petscan: Sequence[int] = ()
    pagepile: Sequence[int] = ()
    sparql: Sequence[str] = ()
    graph: str = 'main'
    titles: Sequence[ListedTitle] = ()
    cat: Sequence[str] = ()
    catr: Sequence[str] = ()
    prefixindex: Sequence[str] = ()
    transcludes: Sequence[str] = ()

    def __bool__(self) -> bool:
        return any(value for name, value in vars(self).items() if name not in ('depth', 'graph'))


@dataclass(frozen=True)
class Topic:
    """What the sources gave: titles of articles on the source wiki, and items of Wikidata.

    `doubts` are titles of a file that there is no page of.
    """

    titles: tuple[str, ...]
    items: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Reader:
    """Reads the sources of one topic; every source that gives nothing is a problem, named at the end.

    `addresses` are those of the tools, by name (`tools.ADDRESSES`).
    """

    def __init__(self, wiki: Wiki, fetch: Fetch, addresses: Mapping[str, str] = tools.ADDRESSES) -> None:
        self.wiki, self.fetch, self.addresses = wiki, fetch, addresses
        self.problems: list[Problem] = []
        self.doubts: list[Doubt] = []
        self.items: set[str] = set()
        self.namespaces = siteinfo.namespaces(wiki)

    def read(self, sources: Sources) -> Topic:
        """Return all articles that the sources name, in the order of their titles.

        Raises BadInput naming every source that does not exist, is empty or gives an error.
        """
        titles: set[str] = set()
        for place, names, read in (
            ('banner', sources.banner, self._banner),
            ('category', sources.category, lambda name: self._category(name, sources.depth)),
            ('cat', sources.cat, lambda name: self._category(name, sources.depth)),
            ('catr', sources.catr, lambda name: self._category(name, ALL_LEVELS)),
            ('links', sources.links, self._links),
            ('prefix', sources.prefix, self._prefix),
            ('prefixindex', sources.prefixindex, self._prefix),
            ('transcludes', sources.transcludes, self._banner),
            ('petscan', sources.petscan, self._petscan),
            ('pagepile', sources.pagepile, self._pagepile),
        ):
            for name in names:
                titles |= self._collected(f'-{place}:{name}', read, name)
        titles |= self._existing([ListedTitle(name, f'-page:{name}') for name in sources.page], of_file=False)
        listed = self._existing(sources.titles, of_file=True)
        if sources.titles and not listed:
            text = f'gives no article on {self.wiki.host}; a file of names of people goes into -people:…'
            self.problems.append(Problem('-file', text))
        titles |= listed
        items = self.items
        for query in sources.sparql:
            items |= self._collected(
                f'-sparql:{query}', lambda text: self._sparql(text, sources.graph), query
            )
        if self.problems:
            raise BadInput(self.problems)
        return Topic(tuple(sorted(titles)), tuple(sorted(items)), tuple(self.doubts))

    def _collected(self, place: str, read: Callable[[Any], Iterable[str]], name: object) -> set[str]:
        try:
            before = len(self.items)
            found = set(read(name))
        except ValueError as error:
            self.problems.append(Problem(place, str(error)))
            return set()
        if not found and len(self.items) == before:
            self.problems.append(Problem(place, f'gives no article on {self.wiki.host}'))
        return found

    def _subject(self, number: int, title: str) -> str | None:
        """Return the article behind a page or its talk page; None for any other kind of page."""
        if number == 0:
            return title
        return title.partition(':')[2] if number == 1 else None

    def _articles(self, pages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        for page in pages:
            title = self._subject(page['ns'], page['title'])
            if title is not None:
                yield title

    def _resolved(self, title: str) -> str:
        """Return the title of a page, behind a redirect if it is one; raise ValueError for none."""
        for reply in self.wiki.query(titles=title, redirects=True):
            for page in reply.get('pages', ()):
                if not page.get('missing') and not page.get('invalid'):
                    return str(page['title'])
        raise ValueError(f'there is no {title} on {self.wiki.host}{meant(self.wiki, title)}')

    def _in_namespace(self, name: str, number: int) -> str:
        """Return the full title of a page that may be named with or without its namespace."""
        found, rest = self.namespaces.split(name)
        return f'{self.namespaces.canonical[number]}:{rest if found == number else name}'

    def _banner(self, name: str) -> Iterator[str]:
        """Return the articles under a WikiProject's banner, by the template or by the project's name.

        PageAssessments knows a project by its name without "WikiProject"; where it does not know it,
        the talk pages that embed the template are taken (also those that do so by a redirect).
        """
        template = self._in_namespace(name, 10)
        rest = template.partition(':')[2]
        project = rest.removeprefix('WikiProject ')
        pages: list[Mapping[str, Any]] = []
        try:
            for reply in self.wiki.query(list='projectpages', wppprojects=project, wpplimit='max'):
                projects = reply.get('projects') or {}  # an empty table of PHP is a list
                for found in projects.values():
                    pages += found
        except WikiError as error:
            if error.code != 'no-module':  # most wikis have no PageAssessments
                raise
        if pages:
            yield from self._articles(pages)
            return
        template = self._resolved(template)
        for reply in self.wiki.query(list='embeddedin', eititle=template, einamespace='0|1', eilimit='max'):
            yield from self._articles(reply.get('embeddedin', ()))

    def _category(self, name: str, depth: int) -> Iterator[str]:
        """Return the articles in a category and its subcategories down to `depth`, each asked once."""
        level = [self._in_namespace(name, 14)]
        seen = set(level)
        for step in range(depth + 1):
            below: list[str] = []
            for category in level:
                kinds = 'page|subcat' if step < depth else 'page'
                empty = True
                for reply in self.wiki.query(
                    list='categorymembers', cmtitle=category, cmtype=kinds, cmlimit='max', cmprop='title'
                ):
                    members = reply.get('categorymembers', ())
                    empty = empty and not members
                    yield from self._articles(members)
                    below += [member['title'] for member in members if member['ns'] == 14]
                if empty and step == 0:
                    self._resolved(category)
            level = [category for category in dict.fromkeys(below) if category not in seen]
            seen |= set(level)

    def _links(self, name: str) -> Iterator[str]:
        for reply in self.wiki.query(titles=name, prop='links', plnamespace='0|1', pllimit='max'):
            for page in reply.get('pages', ()):
                if page.get('missing'):
                    raise ValueError(f'there is no page {name} on {self.wiki.host}{meant(self.wiki, name)}')
                yield from self._articles(page.get('links', ()))

    def _prefix(self, name: str) -> Iterator[str]:
        number, rest = self.namespaces.split(name)
        if number not in (0, 1):
            raise ValueError('must begin the titles of articles, not of other pages')
        for reply in self.wiki.query(
            list='allpages', apprefix=rest, apnamespace=number, apfilterredir='nonredirects', aplimit='max'
        ):
            yield from self._articles(reply.get('allpages', ()))

    def _existing(self, names: Sequence[ListedTitle], *, of_file: bool) -> set[str]:
        """Return the articles of these names. One that is missing is a doubt in a file, else a problem."""
        asked: dict[str, list[ListedTitle]] = defaultdict(list)
        for name in names:
            try:
                number, rest = self.namespaces.split(name.title)
            except ValueError as error:
                self.problems.append(Problem(name.place, f'{name.title!r} {error}'))
                continue
            if number in (0, 1):
                asked[rest].append(name)
            else:
                named = f'{name.title} ' * of_file  # another place than the line of a file names it already
                self.problems.append(Problem(name.place, f'{named}is not an article'))
        found: set[str] = set()
        for reply in self.wiki.query_each('titles', sorted(asked)):
            before = {one['to']: one['from'] for one in reply.get('normalized', ())}
            for page in reply.get('pages', ()):
                if not page.get('missing') and not page.get('invalid'):
                    found.add(page['title'])
                    continue
                for name in asked[before.get(page['title'], page['title'])]:
                    text = f'there is no page {name.title} on {self.wiki.host}'
                    if of_file:
                        self.doubts.append(Doubt('red-link', name.place, text))
                    else:
                        self.problems.append(Problem(name.place, text + meant(self.wiki, name.title)))
        return found

    def _petscan(self, number: int) -> Iterator[str]:
        """Return the articles of a saved PetScan query; a query about Wikidata gives items.

        The form `quick-intersection` is the one that names the wiki (petscan_rs, src/render/json.rs). In
        another form, from an address of the operator's, titles that are all items may be those of no wiki.
        """
        reply = self._fetched(tools.PETSCAN, number, 'PetScan gave no list of pages')
        wiki = reply['wiki']
        pages = [(int(row['page_namespace']), row['page_title'].replace('_', ' ')) for row in reply['pages']]
        if wiki == REPOSITORY:
            self.items |= {
                title for namespace, title in pages if namespace == 0 and tools.QID.fullmatch(title)
            }
        elif wiki != self.wiki.dbname:
            raise ValueError(f'is a query about {wiki}, not {self.wiki.dbname}: give -source:')
        else:
            yield from (title for namespace, title in pages if namespace in (0, 1))

    def _pagepile(self, number: int) -> Iterator[str]:
        """Return the articles of a pile; it must be a pile of the source wiki."""
        reply = self._fetched(tools.PAGEPILE, number, 'PagePile gave no list of pages')
        if reply['wiki'] != self.wiki.dbname:
            raise ValueError(f'is a pile of {reply["wiki"]}, not of {self.wiki.dbname}: give -source:')
        for title in reply['pages']:
            namespace, rest = self.namespaces.split(str(title))
            if namespace in (0, 1):
                yield rest

    def _sparql(self, query: str, graph: str) -> Iterator[str]:
        """Return the items that a query finds, whatever its variables are called."""
        reply = self._fetched(tools.GRAPHS[graph], quote(query), 'the query service gave no result')
        for row in reply['results']['bindings']:
            # PHP and others write a row without any value as an empty list
            for cell in row.values() if isinstance(row, Mapping) else ():
                item = ITEM.fullmatch(cell['value'])
                if item:
                    yield item[1]

    def _fetched(self, tool: str, asked: object, otherwise: str) -> Mapping[str, Any]:
        """Return the answer of a tool; raise ValueError, `otherwise`, where it is of no known shape."""
        reply = self.fetch(self.addresses[tool].format(asked))
        wrong = tools.lacking(tool, reply)
        if tool == tools.PETSCAN and tools.items_alone(reply):
            raise ValueError('PetScan gave items of Wikidata, not pages')
        if wrong:
            told = reply.get('error', '') if isinstance(reply, Mapping) else ''
            raise ValueError(f'{otherwise} ({told or wrong})')
        return dict(reply)


def chosen_wikis(matrix: Iterable[WikiInfo], patterns: Collection[str]) -> dict[str, WikiInfo]:
    """Return the wikis that a campaign may ask on, by dbname: those that are open and fit a pattern.

    No pattern at all fits every open wiki. Raises BadInput naming each pattern that fits no open wiki.
    """
    open_wikis = [info for info in matrix if info.open]
    fits = {} if patterns else {info.dbname: info for info in open_wikis}
    problems = []
    for pattern in patterns:
        form = re.compile(re.escape(pattern).replace(r'\*', '[a-z0-9-]+'))
        found = [info for info in open_wikis if form.fullmatch(info.host)]
        fits |= {info.dbname: info for info in found}
        if not found:
            meant = did_you_mean(pattern, (info.host for info in open_wikis))
            problems.append(Problem(f'-wikis:{pattern}', f'fits no open wiki of this farm{meant}'))
    if problems:
        raise BadInput(problems)
    return fits


def sitelinks(farm: Farm, source: Wiki, topic: Topic, wikis: Mapping[str, WikiInfo]) -> dict[str, set[str]]:
    """Return the titles of the topic's articles on each of the wikis, by host.

    One request for 50 titles. `topic` holds titles that exist on the source wiki, redirects resolved.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    if source.dbname in wikis:
        titles[source.host] |= set(topic.titles)
    info = farm.by_dbname.get(REPOSITORY)
    if info is None:
        if topic.items:
            raise BadInput([Problem('-sparql', 'this farm has no Wikidata that could tell its items')])
        _language_links(source, topic.titles, {info.host for info in wikis.values()}, titles)
        return titles
    repository = farm.wiki(info.host)
    farm.log_in_where([repository], batches({info.host: [*topic.titles, *topic.items]}))
    for name, values, fixed in (
        ('titles', topic.titles, {'sites': source.dbname}),
        ('ids', topic.items, {}),
    ):
        for start in range(0, len(values), repository.limit):
            reply = repository.call(
                action='wbgetentities', props='sitelinks', **fixed,
                **{name: list(values[start : start + repository.limit])},
            )  # fmt: skip
            for entity in reply.get('entities', {}).values():
                for dbname, link in entity.get('sitelinks', {}).items():
                    if dbname in wikis:
                        titles[wikis[dbname].host].add(link['title'])
    return titles


def _language_links(
    source: Wiki, articles: Sequence[str], hosts: Collection[str], titles: dict[str, set[str]]
) -> None:
    for reply in source.query_each('titles', articles, prop='langlinks', llprop='url', lllimit='max'):
        for page in reply.get('pages', ()):
            for link in page.get('langlinks', ()):
                host = urlsplit(link['url']).netloc
                if host in hosts:
                    titles[host].add(link['title'])


@dataclass(frozen=True, order=True)
class Article:
    """A page of the topic on one wiki as it is now: id, latest revision and its moment."""

    host: str
    page: int
    title: str
    revid: int
    touched: str


def latest(wiki: Wiki, titles: Collection[str]) -> list[Article]:
    """Return the articles of these titles with their latest revisions, redirects resolved, once each.

    One request for 50 titles: pages untouched inside the window need nothing more than this.
    """
    found: dict[int, Article] = {}
    for reply in wiki.query_each(
        'titles', sorted(titles), prop='revisions', rvprop='ids|timestamp', redirects=True
    ):
        for page in reply.get('pages', ()):
            if page.get('ns') != 0 or not page.get('revisions'):
                continue
            revision = page['revisions'][0]
            found[page['pageid']] = Article(
                wiki.host, page['pageid'], page['title'], revision['revid'], revision['timestamp']
            )
    return [found[number] for number in sorted(found)]
