"""Reading what a plan of letters is made from: texts, people, accounts, and who must not be written to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from outreach import localfiles, signuppage
from outreach.accountlinks import resolver_of
from outreach.affiliates import clientlist, contactfile, lookup, optouts
from outreach.affiliates.contacts import Accounts
from outreach.affiliates.optouts import OptOuts
from outreach.audience import peoplefile
from outreach.audience.optout import read_talk_pages
from outreach.doubts import Doubt
from outreach.farm import Farm
from outreach.letters import lettertext, people
from outreach.letters.letter import KnownFrom, Letter, Recipient
from outreach.letters.letterplan import LetterTexts
from outreach.letters.people import PersonLine
from outreach.letters.willing import LetterFacts, named_out, users_of
from outreach.lists import listpages
from outreach.lists.deliverylist import WIKITEXT, parse
from outreach.lists.merge import person_of
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, Stopped, WikiError, no_page, refuse
from outreach.sends import message, messagepages
from outreach.sends.message import Message
from outreach.trust import Trust
from outreach.wiki import Wiki

OLD = timedelta(days=90)
FILES = ('.txt', '.wikitext')
HAS_ADDRESSES = re.compile(r'\be-?mail', re.IGNORECASE)


@dataclass(frozen=True)
class NamedPeople:
    """The lines that name people, and what is doubtful or wrong with where they are from.

    `unread` says which columns of a file are not read; '' for none.
    """

    lines: tuple[PersonLine, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: str = ''


def is_folder(name: str) -> bool:
    """Return whether a folder of texts is meant, not a page of the wiki."""
    return name[:1] in ('.', '/', '~')


def key_of(name: str, base: Path) -> str:
    """Return by what the ledger knows a letter: the title of its page, or where its folder lies.

    The folder is the same one however it is written. Below `base`, the folder of the configuration, it is
    told from there, so that it stays the same one where all of it moves to another machine.
    """
    if not is_folder(name):
        return name
    folder, base = localfiles.typed(name).resolve(), base.resolve()
    return f'./{folder.relative_to(base)}' if folder.is_relative_to(base) else str(folder)


def is_file(name: str) -> bool:
    """Return whether a file of people is meant, not a page."""
    return name.strip().lower().endswith(('.csv', '.tsv', '.txt', '.json')) or is_folder(name.strip())


# -- Texts -------------------------------------------------------------------------------------------


def texts(home: Wiki, name: str, default: str, spoken: Collection[str]) -> LetterTexts:
    """Read the texts of a letter, `name` being a page or a folder, for people who speak these languages.

    Raises BadInput with everything that is wrong with them.
    """
    if not is_folder(name):
        read = messagepages.read_texts(home, name, default, spoken)
        found = {code: lettertext.plain(one) for code, one in read.messages.items()}
        pins = {code: str(one.revid) for code, one in found.items()}
        return LetterTexts(found, read.languages, default, pins)
    found = _of_folder(localfiles.typed(name), default)
    languages = messagepages.read_languages(home, {*spoken, default, *found})
    return LetterTexts(found, languages, default, {code: _pin(one) for code, one in found.items()})


def _of_folder(folder: Path, default: str) -> dict[str, Message]:
    """Read `sv.txt` and the like; raise BadInput with every file that is no letter."""
    found: dict[str, Message] = {}
    problems: list[Problem] = []
    for path in sorted(one for one in folder.glob('*') if one.suffix in FILES) if folder.is_dir() else ():
        try:
            text = peoplefile.decoded(path.read_bytes())
            found[path.stem] = lettertext.plain(message.parse(text, path.name, path.stem))
        except ValueError as error:
            problems.append(Problem(str(path), str(error).removeprefix(f'{path.name}: ')))
    if not folder.is_dir():
        problems.append(Problem(str(folder), 'there is no such folder of letters'))
    if default not in found and not problems:
        problems.append(
            Problem(str(folder), f'holds no {default}.txt, the text for who has no other language')
        )
    refuse(problems)
    return found


def _pin(one: Message) -> str:
    return hashlib.sha256(f'{one.subject}\n{one.body}'.encode()).hexdigest()[:16]


def doubts_of(found: LetterTexts, used: Iterable[str]) -> list[Doubt]:
    """Return what is doubtful about the texts that somebody gets: parts not translated, or out of date."""
    return [
        Doubt('letter-outdated', found.texts[code].title, doubt)
        for code in sorted(set(used))
        for doubt in found.texts[code].doubts
    ]


# -- People ------------------------------------------------------------------------------------------


def of_clients(home: Wiki, text: str, place: str, now: datetime) -> NamedPeople:
    """Read a client list of check_affiliates; one that is old, or of another registry, is doubtful."""
    told = clientlist.read(text, place)
    doubts = []
    if now.date() - told.checked > OLD:
        doubts.append(Doubt('clients-old', place, f'is of {told.checked}; run check_affiliates again'))
    elif told.registry:
        reply = home.call(action='query', revids=told.registry, prop='info')['query']
        last = max((page.get('lastrevid', 0) for page in reply.get('pages', ())), default=0)
        if last != told.registry:
            text = 'is from a registry that was changed, or is gone, since; run check_affiliates again'
            doubts.append(Doubt('clients-old', place, text))
    return NamedPeople(tuple(people.of_clients(told.clients, place)), tuple(doubts))


def of_file(farm: Farm, text: str, place: str) -> NamedPeople:
    """Read a private file: a table with addresses, or names in any of the forms that such lists have."""
    first = next((line for line in text.splitlines() if line.strip()), '')
    if HAS_ADDRESSES.search(first):
        contacts = contactfile.read(text, place, grouped=False)
        return NamedPeople(tuple(people.of_contacts(contacts, place)), unread=contactfile.unread(text, place))
    failed: set[str] = set()
    resolver = resolver_of(farm, failed)
    told = peoplefile.read(text, resolver)
    refuse(Problem(host, 'gave no answer: pages of its people could not be read') for host in sorted(failed))
    problems = [Problem(f'{place}, line {one.line}', one.reason) for one in told.unread]
    refuse([Problem(place, 'names nobody'), *problems] if not told.people else [])
    lines = [
        PersonLine(f'{place}, line {one.line}', one.name, languages=_spoken(farm, one.host), page=place)
        for one in told.people
    ]
    return NamedPeople(tuple(lines), (), tuple(problems))


def of_page(farm: Farm, title: str) -> NamedPeople:
    """Read whom a page of the campaign's wiki names: a delivery list with its parts, or a sign-up page."""
    home = farm.home
    page = home.read(title)
    refuse([no_page(title)] if not page.revid else [])
    check_no_redirects([page])
    listed = _of_list(farm, title)
    if listed.lines:
        return listed
    signed = _of_signups(farm, page)
    refuse(
        [Problem(title, 'names nobody: neither entries of a delivery list nor people who signed up')]
        if not signed.lines
        else []
    )
    return signed


def _of_list(farm: Farm, title: str) -> NamedPeople:
    lines: list[PersonLine] = []
    problems: list[Problem] = []
    for page in listpages.read(farm.home, title):
        listed = parse(page.text, farm.home.host, page.model, title=page.title)
        problems += listed.problems
        for entry in listed.entries:
            user = person_of(entry.target) if entry.target and not (entry.fault or entry.struck) else None
            if user and entry.target:
                spoken = _spoken(farm, entry.target.host)
                lines.append(
                    PersonLine(listed.place(entry), user, languages=spoken, source=KnownFrom.LIST, page=title)
                )
    return NamedPeople(tuple(lines), (), tuple(problems))


def _of_signups(farm: Farm, page: Page) -> NamedPeople:
    failed: set[str] = set()
    if page.model != WIKITEXT:
        return NamedPeople()
    read = signuppage.read_page(page.text, page.title, resolver_of(farm, failed))
    refuse(Problem(host, 'gave no answer: links to it could not be read') for host in sorted(failed))
    lines = [
        PersonLine(
            one.place, one.name, languages=_spoken(farm, one.host), source=KnownFrom.SIGNUP, page=page.title
        )
        for one in read.signups
        if not one.bare
    ]
    return NamedPeople(tuple(lines), (), read.problems)


def _spoken(farm: Farm, host: str) -> tuple[str, ...]:
    """Return the language of a wiki that somebody reads; the campaign's own wiki tells nothing."""
    info = farm.by_host.get(host)
    return (info.language,) if info and info.language and host != farm.home.host else ()


# -- Who must not be written to ------------------------------------------------------------------------


def opted_out(farm: Farm, trust: Trust, exclude: Sequence[str], nomail: str) -> OptOuts:
    """Read who asked not to be written to; raise BadInput where a page is missing, empty or unreadable."""
    failed: set[str] = set()
    resolver = resolver_of(farm, failed)
    pages = farm.home.read_many([*exclude, nomail])
    out = optouts.read([pages[title] for title in exclude], pages[nomail], resolver, failed)
    return optouts.with_held(out, trust, exclude, resolver)


def accounts(home: Wiki, lines: Iterable[PersonLine], now: datetime) -> Accounts:
    """Ask about the accounts of these lines: 50 per request."""
    return lookup.look_up(home, (), sorted({one.user for one in lines if one.user}), now).accounts


def known(home: Wiki, some: Iterable[Recipient], found: Accounts, out: OptOuts) -> LetterFacts:
    """Ask what the talk pages of people say, and return all that is known of them."""
    users = sorted({user for one in some for user in users_of(one)})
    talk = read_talk_pages(home, users, {home.user_name}) if users else {}
    return LetterFacts(out, found, talk)


# -- Once more before each letter ------------------------------------------------------------------------


@dataclass(frozen=True)
class Watch:
    """What is read again before each letter: the texts, and the pages of those who must not be written to.

    `left` reads who asked themselves to be left alone. Who was removed from a page meanwhile is in no letter.
    """

    farm: Farm
    name: str
    texts: LetterTexts
    exclude: tuple[str, ...]
    nomail: str
    left: Callable[[], frozenset[str]]

    def check(self, letter: Letter) -> str:
        """Return why this person must not get the letter any more, or ''.

        Raises Stopped where the stop page says so, where a text was changed since it was approved, and where
        a page of those who must not be written to cannot be read.
        """
        home, failed = self.farm.home, set[str]()
        home.check_stop_pages()
        try:
            pages = home.read_many([*self._pinned(), *self.exclude, self.nomail])
            excluding = [pages[title] for title in self.exclude]
            resolver = resolver_of(self.farm, failed)
            out = optouts.read(excluding, pages[self.nomail], resolver, failed).also(self.left())
        except (BadInput, WikiError) as error:
            raise Stopped(f'Who must not be written to cannot be told any more: {error}') from None
        changed = [title for title, revid in self._pinned().items() if pages[title].revid != revid]
        if changed or not self._files_same():
            where = ', '.join(changed) or self.name
            raise Stopped(
                f'{where} was edited since the letters were approved; look at them and approve them again.'
            )
        return named_out(letter.recipient, out)

    def _pinned(self) -> Mapping[str, int]:
        pages = {one.title: one.revid for one in self.texts.texts.values() if one.revid}
        return {} if is_folder(self.name) else pages

    def _files_same(self) -> bool:
        if not is_folder(self.name):
            return True
        try:
            now = _of_folder(localfiles.typed(self.name), self.texts.default)
        except BadInput:
            return False
        return {code: _pin(one) for code, one in now.items()} == dict(self.texts.pins)
