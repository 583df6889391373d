"""Reading what a check is made from: pages, files, the registry and its history, accounts, talk pages.

In order: all pages in one request, what the registry was before, how messages are refused here, pages and
accounts of those who are affiliates now, renames, talk pages. Everything that is wrong comes together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from outreach import revisions, siteinfo
from outreach.accountlinks import resolver_of
from outreach.affiliates import companions, liaisons, lookup, optouts, registry, resultpage, signedlist
from outreach.affiliates.assessment import AffiliateEvidence
from outreach.affiliates.companions import Names
from outreach.affiliates.contactfile import PrivateContact
from outreach.affiliates.contacts import named
from outreach.affiliates.luadata import LuaError
from outreach.affiliates.nameindex import NameIndex, read_same
from outreach.affiliates.optouts import OptOuts
from outreach.affiliates.registry import STATUSES, Affiliate, Registry, is_title
from outreach.affiliates.registrychanges import Changes, compare
from outreach.affiliates.resultpage import LastRun
from outreach.affiliates.signedlist import SignedList
from outreach.affiliates.verdict import Citation
from outreach.farm import Farm
from outreach.moments import iso
from outreach.names import Namespaces
from outreach.pages import Page
from outreach.problems import BadInput, Problem, no_page
from outreach.trust import Trust
from outreach.wiki import Wiki
from outreach.wikitext import markers_on

T = TypeVar('T')

# beyond this, a lost name on the list is not looked up as a redirect
MOST_LOST_NAMES = 50
RENAMES_SINCE = timedelta(days=2 * 365)


@dataclass(frozen=True)
class AffiliateRequest:
    """What to read: titles of pages, '' for none; `signed_text` is the text of a file with that name.

    `unread` says which columns of the file of contacts are not read.
    """

    registry: str
    signed: str = ''
    signed_text: str | None = None
    as_of: date | None = None
    same: str = ''
    exclude: tuple[str, ...] = ()
    nomail: str = ''
    liaisons: str = ''
    referrals: str = ''
    result: str = ''
    contacts: tuple[PrivateContact, ...] = ()
    unread: str = ''
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class AffiliateInputs:
    """All that was read. `sizes` are those of the registry's last revisions in bytes, the newest first."""

    evidence: AffiliateEvidence
    pages: Mapping[str, Page]
    memory: LastRun
    sizes: tuple[int, ...] = ()
    changes: Changes | None = None
    names: tuple[Names, ...] = ()
    covered: frozenset[str] | None = None
    sources: tuple[Citation, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Trouble:
    """What is wrong with the input, gathered until all of it was looked at."""

    problems: list[Problem] = field(default_factory=list)

    def trying(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except BadInput as error:
            self.problems += error.problems
            return None


def read(farm: Farm, trust: Trust, request: AffiliateRequest) -> AffiliateInputs:
    """Read everything; raise BadInput with all that is wrong with registry, lists and pages."""
    home = farm.home
    pages = home.read_many(_titles(request))
    namespaces_told, category = _namespaces(home)
    trouble = _Trouble()
    known = trouble.trying(lambda: _registry(pages[request.registry]))
    signed = trouble.trying(lambda: _signed(pages, request)) if request.signed else None
    same = trouble.trying(lambda: _same(pages[request.same])) if request.same else None
    refusing = trouble.trying(lambda: _optouts(farm, trust, pages, request))
    memory = trouble.trying(lambda: _memory(pages[request.result])) if request.result else LastRun()
    further = [pages[title] for title in (request.liaisons, request.referrals) if title]
    trouble.problems += [no_page(page.title) for page in further if not page.revid]
    if known is None or refusing is None or memory is None or trouble.problems:
        raise BadInput(trouble.problems)
    index = NameIndex.of(known, same)
    covered = liaisons.with_liaison(pages[request.liaisons], index) if request.liaisons else None
    evidence, problems = _evidence(
        home, request, pages, known, index, namespaces_told, category, signed, refusing
    )
    return AffiliateInputs(
        evidence,
        pages,
        memory,
        _sizes(home, request.registry),
        _changes(home, memory, known, pages[request.registry]),
        _names(pages),
        covered,
        _sources(pages, request, evidence),
        (*known.problems, *(signed.problems if signed else ()), *refusing.told, *problems),
    )


def _titles(request: AffiliateRequest) -> list[str]:
    signed = request.signed if request.signed_text is None else ''
    named = (
        request.same,
        *request.exclude,
        request.nomail,
        request.liaisons,
        request.referrals,
        request.result,
    )
    titles = (request.registry, companions.REPORTS, companions.NAMES, *companions.SHOWN, signed, *named)
    return [title for title in dict.fromkeys(titles) if title]


def _namespaces(home: Wiki) -> tuple[Namespaces, str]:
    category, namespaces = lookup.opt_out(home)
    return namespaces or siteinfo.namespaces(home), category


def _registry(page: Page) -> Registry:
    if not page.revid:
        raise BadInput(
            [no_page(page.title, 'there is no such page: where is the registry? Give -registry:…')]
        )
    try:
        return registry.parse(page.text, page.title)
    except LuaError as error:
        raise BadInput([Problem(page.title, str(error))]) from None


def _signed(pages: Mapping[str, Page], request: AffiliateRequest) -> SignedList:
    today = request.now.date()
    if request.signed_text is None:
        return signedlist.of_page(pages[request.signed], request.as_of, today)
    return signedlist.of_file(request.signed_text, request.signed, request.as_of, today)


def _memory(page: Page) -> LastRun:
    with markers_on(page.title):
        return resultpage.remembered(page.text)


def _same(page: Page) -> dict[str, str]:
    if not page.revid:
        raise BadInput([no_page(page.title)])
    return read_same(page.text, page.title)


def _optouts(farm: Farm, trust: Trust, pages: Mapping[str, Page], request: AffiliateRequest) -> OptOuts:
    """Read who must not be asked; a no-mail list that was not named and is not there leaves that open."""
    failed: set[str] = set()
    resolver = resolver_of(farm, failed)
    nomail = pages[request.nomail] if request.nomail else None
    out = optouts.read([pages[title] for title in request.exclude], nomail, resolver, failed)
    return optouts.with_held(out, trust, request.exclude, resolver)


def _evidence(
    home: Wiki, request: AffiliateRequest, pages: Mapping[str, Page], known: Registry, index: NameIndex,
    namespaces: Namespaces, category: str, signed: SignedList | None, refusing: OptOuts,
) -> tuple[AffiliateEvidence, list[Problem]]:  # fmt: skip
    """Ask the wiki about everybody who is an affiliate now, and about names on the list that nobody has."""
    current = [one for one in known.affiliates if STATUSES.get(one.status, True)]
    lost = _lost_names(signed, index)
    people = {contact.user for one in current for contact in named(one, namespaces)}
    people |= {contact.user for contact in request.contacts}
    asked_for = {one.name for one in current if is_title(one.name)}
    guessed = {lookup.talk_title(name, namespaces) for name in asked_for} - {''}
    seen = lookup.look_up(home, asked_for | guessed | set(lost), people - {''}, request.now, category)
    titles = seen.titles
    since = iso(max(_since(current), request.now - RENAMES_SINCE))
    accounts, unclear = lookup.follow_renames(home, seen.accounts, since, request.now)
    pages_of = {one.name: titles.found[one.name] for one in current if one.name in titles.found}
    talks = {title for page in pages_of.values() if (title := lookup.talk_title(page, namespaces))}
    talk = lookup.talk_pages(home, talks, [home.user_name], category, seen) if category else None
    redirects = {name: _name_of(titles.found[name], pages_of) for name in lost if name in titles.found}
    languages, problems = _languages(pages[companions.REPORTS])
    asked = Citation(home.host, 0, request.now.date().isoformat())
    evidence = AffiliateEvidence(
        known, Citation.of_page(pages[request.registry]), replace(index, redirects=_folded(redirects)),
        namespaces, asked, Citation.of_page(pages[companions.REPORTS]), signed, languages, titles, talk,
        accounts, unclear, refusing,
    )  # fmt: skip
    return evidence, problems


def _lost_names(signed: SignedList | None, index: NameIndex) -> list[str]:
    meanings = signed.meanings(index) if signed else []
    written = (text for line, meaning in meanings if not meaning.affiliates for text in line.written)
    return [text for text in dict.fromkeys(written) if is_title(text)][:MOST_LOST_NAMES]


def _name_of(page: str, pages_of: Mapping[str, str]) -> str:
    """Return the affiliate whose page a title leads to; the title itself where it is nobody's."""
    return next((name for name, end in pages_of.items() if end == page), page)


def _folded(names: Mapping[str, str]) -> dict[str, str]:
    return {registry.fold(old): new for old, new in names.items()}


def _since(current: Iterable[Affiliate]) -> datetime:
    """Return the day of the oldest entry: who was renamed before that was entered by the new name."""
    saved = [when for one in current if (when := registry.day(one.get('dos_stamp') or ''))]
    oldest = min(saved, default=date(2001, 1, 15))
    return datetime(oldest.year, oldest.month, oldest.day, tzinfo=UTC)


def _languages(page: Page) -> tuple[Mapping[str, tuple[str, ...]] | None, list[Problem]]:
    if not page.revid:
        return None, [no_page(page.title, 'there is no such page: languages are unknown')]
    try:
        return companions.languages(page.text), []
    except LuaError as error:
        return None, [Problem(page.title, f'{error}; languages are unknown')]


def _names(pages: Mapping[str, Page]) -> tuple[Names, ...]:
    shown = {title: pages[title].text for title in companions.SHOWN if pages[title].revid}
    listed = pages[companions.NAMES]
    return (
        *((companions.listed_names(listed.text),) if listed.revid else ()),
        *((companions.shown_names(shown),) if shown else ()),
    )


def _sizes(home: Wiki, title: str) -> tuple[int, ...]:
    """Return the sizes of the registry's last revisions, the newest first."""
    reply = home.call(action='query', titles=title, prop='revisions', rvprop='ids|size', rvlimit=10)
    found = (one for page in reply['query']['pages'] for one in page.get('revisions', ()))
    return tuple(int(one['size']) for one in found if 'size' in one)


def _changes(home: Wiki, memory: LastRun, known: Registry, page: Page) -> Changes | None:
    """Compare with the revision that the last run saw; where that is this one, with the one before it."""
    before = memory.registry if memory.registry != page.revid else memory.since
    if not before or before == page.revid:
        return None
    old = revisions.by_number(home, [before]).get(before)
    if old is None or old.title != page.title or old.text is None:
        return None
    try:
        return compare(registry.parse(old.text, old.title), before, known, page.revid)
    except LuaError:
        return None


def _sources(
    pages: Mapping[str, Page], request: AffiliateRequest, evidence: AffiliateEvidence
) -> tuple[Citation, ...]:
    """Return what it was made from; the page that we write ourselves is no source."""
    read_pages = [page for title, page in pages.items() if page.revid and title != request.result]
    signed = evidence.signed
    files = [Citation('CSV', 0, signed.of.isoformat())] if signed and not signed.revid else []
    return (*(Citation.of_page(page) for page in read_pages), *files)


def shrunk(sizes: Sequence[int]) -> bool:
    """Return whether the newest revision has less than 80 % of the largest of the last ones."""
    return len(sizes) > 1 and sizes[0] < 0.8 * max(sizes[1:])
