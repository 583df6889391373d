"""The audience: from the articles of a topic to people, each with one wiki or a reason why not.

What is read is asked in the order of its cost: lists that the wiki keeps, then accounts 50 at a time,
then whole accounts one by one where they can still change the answer, then talk pages. A wiki that
cannot be read withholds its people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from outreach.audience import newnames
from outreach.audience.accounts import decided, edits_elsewhere, with_accounts
from outreach.audience.candidate import Candidate, Lists, Rules
from outreach.audience.evidence import Evidence
from outreach.audience.likelywikis import ask_likely
from outreach.audience.optout import TalkPage, read_talk_pages
from outreach.audience.people import Block, Exclusion, Person, choose_wiki
from outreach.audience.significance import Contribution, PlainRule
from outreach.audience.source import OnWiki, Source, by_host
from outreach.audience.subscriptions import LEFT
from outreach.boards import BOARD
from outreach.farm import Farm, largest_first
from outreach.moments import iso
from outreach.names import is_vanished, normalize_user
from outreach.problems import WikiError
from outreach.renames import renames_since
from outreach.wiki import Wiki
from outreach.words import counted

Result = TypeVar('Result')
PEOPLE_KEPT = timedelta(days=7)
ROUNDS = 5
A_YEAR = timedelta(days=365)
OPEN = (Block.NONE, Block.PARTIAL)
STRAY = 'a line of the list names them, but it is no entry: no message goes there'


class Judge:
    """Judges candidates together, question by question, each question asked about all who are left."""

    def __init__(
        self,
        farm: Farm,
        source: Source,
        evidence: Evidence,
        rules: Rules,
        lists: Lists,
        *,
        failed: Mapping[str, WikiError] | None = None,
        explained: str | None = None,
    ) -> None:
        """Take what is known before: wikis that `failed` are not asked again, `explained` is asked more."""
        self.farm, self.source, self.evidence = farm, source, evidence
        self.rules, self.lists = rules, lists
        self.candidates: dict[str, Candidate] = {}
        self.failed = dict(failed or {})
        self.explained = explained

    def judge(self, contributions: Mapping[str, list[Contribution]]) -> dict[str, Candidate]:
        """Return everybody who reached the rule, with a choice or an exclusion, by name."""
        new = [Candidate(name, sorted(done)) for name, done in sorted(contributions.items())]
        for _ in range(ROUNDS):
            self.candidates |= {one.name: one for one in new}
            for question in (
                self._lists, self._identify, self._bots, self._score, self._complete, self._activity,
                self._choose, self._talk,
            ):  # fmt: skip
                question([one for one in new if one.exclusion is None])
            new = self._merge(new)
            if not new:
                break
        newnames.hide(self.candidates)
        return dict(sorted(self.candidates.items()))

    def _each(
        self, names: Mapping[str, list[str]], ask: Callable[[Wiki, list[str]], Result], label: str
    ) -> Mapping[str, Result]:
        """Ask each wiki about its names; a wiki that fails is not asked again."""
        asked = [
            host for host in largest_first(names) if host not in self.failed and host in self.farm.by_host
        ]
        costs = {host: -(-len(names[host]) // self.farm.wiki(host).limit) for host in asked}
        answers = self.farm.each(asked, lambda wiki: ask(wiki, names[wiki.host]), label, costs)
        self.failed |= answers.failed
        return answers.found

    # -- questions, in the order of their cost

    def _lists(self, candidates: list[Candidate]) -> None:
        """Ask the lists that were read already: they cost nothing per person."""
        for one in candidates:
            try:
                if normalize_user(one.name) != one.name:
                    one.drop(Exclusion.BAD_NAME, f'{one.name!r} is written in another way')
            except ValueError as error:
                one.drop(Exclusion.BAD_NAME, str(error))
            if is_vanished(one.name):
                one.drop(Exclusion.LOCKED, 'the person left')
            self._by_name(one, one.name)

    def _by_name(self, one: Candidate, name: str) -> None:
        if name in self.lists.excluded:
            one.drop(Exclusion.EXCLUDED, 'named on an exclude page')
        if name in self.lists.left:
            one.drop(Exclusion.LEFT, LEFT)
        if name in self.lists.moved:
            one.drop(Exclusion.MOVED, f'a person moved the entry to {self.lists.moved[name]}')
        elif name in self.lists.removed:
            one.drop(
                Exclusion.REMOVED,
                STRAY if name in self.lists.stray else 'a person removed the name from the list',
            )
        if name in self.lists.contacted and name not in self.lists.joined:
            one.drop(Exclusion.CONTACTED, self.lists.contacted[name])

    def _identify(self, candidates: list[Candidate]) -> None:
        """Find the global account of everybody, or the new name of a renamed one."""
        self._look_up(candidates)
        missing = [one for one in candidates if one.person is None]
        names = {one.name for one in missing}
        after = renames_since(self.farm.home, names, self._since()) if missing else {}
        renamed = {one.name: one for one in missing if one.name in after}
        for old, one in renamed.items():
            if newnames.follow(self.candidates, one, after[old]):
                self._by_name(one, one.name)
        today = {name: self.candidates.get(name) for name in sorted({after[old] for old in renamed})}
        self._look_up([one for one in today.values() if one and one.person is None])
        for one in candidates:
            if one.person is None and one.exclusion is None:
                one.drop(Exclusion.NO_ACCOUNT, 'no global account of this name')
            elif one.person is not None and one.person.locked:
                one.drop(Exclusion.LOCKED, 'the global account is locked or hidden')

    def _since(self) -> str:
        """Return the moment since when renames count: as long as edits are looked at, else a year."""
        handed = any(not one.contributions for one in self.candidates.values())
        return iso(self.rules.now - A_YEAR) if handed else self.evidence.oldest()

    def _look_up(self, candidates: list[Candidate]) -> None:
        names = [one.name for one in candidates]
        found = self.source.global_accounts(names) if names else {}
        if found is None:
            self._whole(candidates)
            return
        for one in candidates:
            told = found.get(one.name)
            if told is not None:
                one.person = Person(
                    told.name, told.central_id, None, {}, told.edits, told.locked, told.groups
                )
                one.notes.append(f'global account {told.central_id}, {counted(told.edits, "edit")} in all')

    def _whole(self, candidates: list[Candidate]) -> None:
        """Look up all local accounts, those read within the last week from the cache."""
        kept = self.evidence.people([one.name for one in candidates], iso(self.rules.now - PEOPLE_KEPT))
        ask = [one.name for one in candidates if one.name not in kept]
        fresh = self.source.whole_people(ask) if ask else {}
        for person in fresh.values():
            self.evidence.keep_person(person, iso(self.rules.now))
        for one in candidates:
            whole = fresh.get(one.name) or kept.get(one.name)
            if whole is None:
                continue
            before = one.person
            locked = before.locked if before else whole.locked
            one.person, one.complete = replace(whole, locked=locked), True
            if before is not None:
                known = {host: (account, None) for host, account in before.accounts.items()}
                one.person = with_accounts(one.person, known)
            one.notes.append(
                'accounts: ' + ', '.join(f'{a.host} {a.edits:,}' for a in one.person.accounts.values())
            )

    def _bots(self, candidates: list[Candidate]) -> None:
        """Leave out bots: by a global group, or by a group on a wiki where the person was seen."""
        for one in candidates:
            if one.known.bot:
                one.drop(Exclusion.BOT, 'bot by a global group')
        candidates = [one for one in candidates if one.exclusion is None]
        stated = [(self.lists.stated.get(one.name, ''), one) for one in candidates]
        stated = [(host, one) for host, one in stated if host in self.farm.by_host]
        self._ask_local(((host, one.name) for host, one in stated if not one.contributions), talk=True)
        pairs = {(host, one.name) for one in candidates for host in one.seen.last_edit}
        self._ask_local(sorted(pairs | {(host, one.name) for host, one in stated if one.contributions}))

    def _ask_local(self, pairs: Iterable[tuple[str, str]], *, talk: bool = False) -> None:
        """Ask wikis for accounts, blocks and groups where that was not asked yet, and for `talk` pages.

        Those are worth asking for where most people turn out to be asked on that wiki.
        """
        pairs = [(host, name) for host, name in pairs if host not in self.candidates[name].asked]
        sender = self.farm.home.user_name

        def ask(wiki: Wiki, names: list[str]) -> OnWiki:
            if talk:
                return self.source.people_on(wiki, names, self.rules.now, [sender])
            return self.source.local_accounts(wiki, names, self.rules.now), {}

        wanted = by_host(pairs)
        for host, (found, pages) in self._each(wanted, ask, 'Accounts by wiki').items():
            for name in wanted[host]:
                one = self.candidates[name]
                one.asked.add(host)
                one.person = with_accounts(one.known, {host: found.get(name)})
                one.talk |= {host: pages[name]} if name in pages else {}
        for host, name in pairs:
            one = self.candidates[name]
            account = one.known.accounts.get(host)
            if one.exclusion is None and one.known.bot:
                one.drop(Exclusion.BOT, 'bot by a group on a wiki')
            if one.exclusion is None and account and account.system:
                one.drop(Exclusion.LOCKED, f'a system user on {host}: nobody can log in to it')

    def _score(self, candidates: list[Candidate]) -> None:
        if isinstance(self.rules.rule, PlainRule):
            return
        for one in candidates:
            edits = sum(
                one.known.accounts[host].edits for host in one.seen.last_edit if host in one.known.accounts
            )
            if not self.rules.rule.met(one.contributions, edits, self.rules.now):
                one.drop(Exclusion.BELOW_RULE, 'the score is too low')

    def _complete(self, candidates: list[Candidate]) -> None:
        """Look up whole accounts where the known ones do not settle everything."""
        self._ask_likely(candidates)
        self._whole([one for one in candidates if not one.complete and self._undecided(one)])
        for one in candidates:
            if one.known.bot:
                one.drop(Exclusion.BOT, 'bot by a group on a wiki')
            if self._limit(one) and one.known.active_on > self._limit(one):
                one.drop(Exclusion.TOO_MANY_WIKIS, f'active on {counted(one.known.active_on, "wiki")}')

    def _ask_likely(self, candidates: list[Candidate]) -> None:
        """Ask the wikis where many people have most of their edits, for those who never edited the topic.

        See `ask_likely`; their talk pages come with the accounts.
        """
        waiting = [one for one in candidates if not one.contributions and self._undecided(one)]
        waiting = [one for one in waiting if not one.complete and one.name != self.explained]

        def mains(few: list[Candidate]) -> list[str | None]:
            self._whole(few)
            return [one.known.main for one in few]

        def ask(host: str, some: list[Candidate]) -> list[Candidate]:
            self._ask_local(((host, one.name) for one in some), talk=True)
            return [one for one in some if one.exclusion is None and self._undecided(one)]

        ask_likely(waiting, mains, ask, lambda host: 0 if host in self.failed else self.farm.wiki(host).limit)

    def _undecided(self, one: Candidate) -> bool:
        stated = one.known.accounts.get(self.lists.stated.get(one.name, ''))
        if stated and not self._limit(one) and one.name != self.explained and stated.block in OPEN:
            return stated.host not in self.rules.wikis.hosts
        if one.name == self.explained or self.rules.wikis.wiki_of != 'topic':
            return True
        share, hosts = self.rules.wikis.fair_share, self.rules.wikis.hosts
        return not decided(one.known, self._open_hosts(one), share, self._limit(one) or 10**6, hosts)

    def _limit(self, one: Candidate) -> int:
        return 0 if one.name in self.lists.keep else self.rules.max_wikis

    def _open_hosts(self, one: Candidate) -> list[str]:
        return [host for host in one.seen.last_edit if host in self.rules.wikis.hosts]

    def _activity(self, candidates: list[Candidate]) -> None:
        """Ask for recent activity where the topic gives none: on the main wiki, others known, then on all."""
        if not self.rules.active_days:
            return
        last = {one.name: max(one.seen.last_edit.values(), default='') for one in candidates}
        waiting = [one for one in candidates if last[one.name] < self.rules.cutoff]
        waiting = self._inactive(self._inactive(waiting, slice(1)), slice(1, None))
        self._whole([one for one in waiting if not one.complete and edits_elsewhere(one.known)])
        waiting = self._inactive(waiting, slice(None))
        for one in waiting:
            unknown = [host for host in self._by_edits(one) if host in self.failed]
            if unknown:
                one.drop(Exclusion.UNREADABLE, f'{unknown[0]} could not be read')
            else:
                one.drop(Exclusion.INACTIVE, f'no edit anywhere in {counted(self.rules.active_days, "day")}')

    def _inactive(self, candidates: list[Candidate], some: slice) -> list[Candidate]:
        """Return those who are active on none of these of their wikis, of which the main one is the first."""

        def ask(wiki: Wiki, names: list[str]) -> set[str]:
            return self.source.active_since(wiki, names, self.rules.cutoff)

        pairs = ((host, one.name) for one in candidates for host in self._by_edits(one)[some])
        active = set().union(*self._each(by_host(pairs), ask, 'Last edits').values())
        return [one for one in candidates if one.name not in active]

    def _by_edits(self, one: Candidate) -> list[str]:
        accounts = [a for a in one.known.accounts.values() if a.edits and a.host in self.farm.by_host]
        accounts = [a for a in accounts if self.farm.by_host[a.host].open]
        return [a.host for a in sorted(accounts, key=lambda a: (-a.edits, a.host))]

    def _choose(self, candidates: list[Candidate]) -> None:
        """Choose until every chosen wiki and every main wiki was itself asked about the account."""
        waiting = candidates
        for _ in range(ROUNDS):
            for one in waiting:
                one.choice = choose_wiki(
                    one.known, one.seen, self.rules.wikis, self.lists.stated.get(one.name)
                )
            pairs = [
                (host, one.name)
                for one in waiting
                for host in {one.choice and one.choice.host, one.known.main}
                if host and host not in one.asked and host not in self.failed
            ]
            if not pairs:
                break
            self._ask_local(pairs)
            names = {name for _, name in pairs}
            waiting = [one for one in waiting if one.name in names and one.exclusion is None]
        for one in candidates:
            self._settle(one)

    def _settle(self, one: Candidate) -> None:
        main, choice = one.known.main, one.choice
        if one.exclusion is not None or choice is None:
            return
        closed = sorted(one.looked_at & set(self.lists.wikis_out))
        for host in closed:
            one.notes.append(f'nobody is asked on {host}: {self.lists.wikis_out[host]}')
        one.notes.append(f'chosen: {choice.host or "no wiki"} ({choice.reason})')
        unread = sorted((one.looked_at | {self.lists.stated.get(one.name, '')}) & set(self.failed))
        if main and one.known.accounts[main].block is Block.INFINITE:
            one.drop(Exclusion.BLOCKED, f'blocked indefinitely on the main wiki {main}')
        elif unread:
            one.drop(Exclusion.UNREADABLE, f'{unread[0]} could not be read')
        elif choice.host is None:
            blocked = any(account.block is not Block.NONE for account in one.known.accounts.values())
            elsewhere = Exclusion.BLOCKED if blocked else Exclusion.NO_WIKI
            one.drop(Exclusion.EXCLUDED_WIKI if closed else elsewhere, choice.reason)

    def _talk(self, candidates: list[Candidate]) -> None:
        """Read the talk pages on every wiki that was looked at."""
        looked_at = {one.name: one.looked_at & set(one.known.accounts) for one in candidates}
        for one in candidates:
            one.talk = {host: page for host, page in one.talk.items() if host in looked_at[one.name]}
        wanted = by_host(
            (host, one.name) for one in candidates for host in looked_at[one.name] if host not in one.talk
        )
        sender = self.farm.home.user_name

        def ask(wiki: Wiki, names: list[str]) -> dict[str, TalkPage]:
            return read_talk_pages(wiki, names, [sender])

        for host, found in self._each(wanted, ask, 'Talk pages').items():
            for name, page in found.items():
                self.candidates[name].talk[host] = page
        for one in candidates:
            for host in sorted(looked_at[one.name]):
                talk = one.talk.get(host)
                if talk is None:
                    one.drop(Exclusion.UNREADABLE, f'opt-outs on {host} could not be read')
                elif talk.opted_out:
                    one.drop(Exclusion.OPTED_OUT, f'the talk page on {host} is in the opt-out category')
                elif talk.nobots:
                    one.drop(Exclusion.NOBOTS, f'the talk page on {host} refuses bots')
            asked_on = one.choice.host if one.choice else None
            if asked_on in one.talk and one.talk[asked_on].board:
                one.drop(Exclusion.BOARD, f'the talk page on {asked_on} is {BOARD}')

    def _merge(self, candidates: list[Candidate]) -> list[Candidate]:
        """Count people once whose talk page redirects to another account's; return those to judge anew.

        Of two accounts that redirect to one another the last by name stays.
        """
        new: dict[str, Candidate] = {}
        for one in candidates:
            moved = sorted({page.moved_to for page in one.talk.values() if page.moved_to})
            other = self.candidates.get(moved[0]) if moved else None
            if not moved or (other is not None and other.moved_to == one.name):
                continue
            one.exclusion, one.moved_to = None, moved[0]
            if is_vanished(moved[0]):
                one.drop(Exclusion.LOCKED, newnames.GONE)
                continue
            one.drop(Exclusion.SAME_PERSON, f'the talk page redirects to {moved[0]}')
            if other is None:
                known = new.setdefault(moved[0], Candidate(moved[0], []))
                known.contributions = sorted({*known.contributions, *one.contributions})
        return list(new.values())
