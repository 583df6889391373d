"""One run of a script: what it was asked, and the one way in which it asks back and writes.

A run begins with everything that can go wrong early: the options, the account, its rights. What it
writes is a list of changes; what makes them doubtful is a list of doubts. All of it is shown before one
question, and saved after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from outreach import localfiles, navigation, outputs, safety, siteinfo, stops, terminal, trust, wiki
from outreach.acceptedcodes import accepted_by_operator
from outreach.campaign import TEMPLATE, read_settings, stop_pages
from outreach.doubts import OF_INPUT, Doubt
from outreach.farm import Farm, connect, identified
from outreach.pages import Outlook, Page, taken_away
from outreach.phrases import Say
from outreach.problemfile import tell_doubts
from outreach.problems import BadInput, Problem, Stopped, Troubles, WikiError, gathered, refuse
from outreach.safety import SafeSettings
from outreach.scriptsini import with_file
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, LANGUAGE, SUMMARY, Given, Setting
from outreach.statusadvice import watch_for_status
from outreach.trust import Trust
from outreach.wiki import Wiki, tell, warn
from outreach.wikitext import markers_on
from outreach.words import counted

UNVOUCHED = 'unvouched'  # the code of doubts about what nobody vouches for whom we trust
PAGE = 'campaign page'  # the step at which it is read
# how a run writes, in every script
WRITING = (LANGUAGE, ACCEPT, ALWAYS, SUMMARY)
NAVIGATION = 'run_campaigns'  # the script whose words are those of the line of links


@dataclass(frozen=True)
class Change:
    """A page to write: how it stands, what it becomes from any text of it, and the summary.

    `become` raises ValueError where the page cannot be read: our region is broken, or somebody replaced it.
    `model` is the content model of a page that is new.
    """

    before: Page
    become: Callable[[str], str]
    summary: str
    model: str = ''

    @cached_property
    def text(self) -> str:
        """Return the new text of the page as it stood when it was read; raise BadInput where it is broken."""
        return self._made_from(self.before.text)

    @property
    def changes(self) -> bool:
        """Return whether there is anything to write."""
        return self.text.rstrip() != self.before.text.rstrip()

    def transform(self, now: Page) -> str:
        """Return the new text of the page as it stands now, whoever edited it meanwhile.

        Raises BadInput where somebody blanked, moved or deleted it, or where it cannot be read any more.
        """
        if now.text == self.before.text:
            return self.text
        if reason := taken_away(self.before, now):
            raise BadInput([Problem(self.before.title, reason)])
        return self._made_from(now.text)

    def _made_from(self, text: str) -> str:
        try:
            with markers_on(self.before.title):
                return self.become(text)
        except BadInput:
            raise
        except ValueError as error:
            raise BadInput([Problem(self.before.title, str(error))]) from None


@dataclass(frozen=True)
class Run:
    """One run of a script. `rights` are those of our account, none where there is none.

    `asked_to_log_in` counts the requests that the log-in took, by what they asked. `trust` tells whose
    edits count, `unvouched` which settings of the campaign page rest on those of others; `settings` and
    `arguments` are what they were read by, `revision` is that of the campaign page (0 without one), and
    `neighbours` are the titles of all pages of the campaign, by what they are. `troubles` are what could not
    be done at the beginning, by the step, for who goes on all the same.
    """

    script: str
    farm: Farm
    given: Given
    say: Say
    now: datetime
    rights: frozenset[str]
    asked_to_log_in: Counter[str]
    trust: Trust
    unvouched: tuple[str, ...] = ()
    settings: tuple[Setting[Any], ...] = ()
    arguments: tuple[str, ...] = ()
    revision: int = 0
    neighbours: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, Stopped | WikiError] = field(default_factory=dict)

    def read_again(self) -> Run:
        """Return this run by its options and the campaign page as it stands now; BadInput as in `begin`."""
        given, revision, pages = _written(self.home, self.settings, self.arguments)
        held = _held(self.trust, given, self.settings)
        return replace(self, given=held.given, unvouched=held.doubts, revision=revision, neighbours=pages)

    @property
    def home(self) -> Wiki:
        """Return the wiki where the campaign lives."""
        return self.farm.home

    @property
    def language(self) -> str:
        """Return the language of what is written: as asked for, else that of the wiki."""
        return self.given[LANGUAGE] or self.home.info.language

    @property
    def simulating(self) -> bool:
        """Return whether `-simulate` was given: everything is read and shown, nothing is written."""
        return wiki.simulating()

    @property
    def foreign_settings(self) -> list[Doubt]:
        """Return the doubts about what is made by settings that nobody wrote whom we trust.

        A list counts as vouched for where our account wrote it, so whoever steers it by a setting would put
        names on it in our name.
        """
        page = self.given[CAMPAIGN] or ''
        return [Doubt(UNVOUCHED, page, f'{one}, whom this run does not trust') for one in self.unvouched]

    @property
    def navigation(self) -> str:
        """Return the line of links to the pages of the campaign; '' where there is no campaign page."""
        return navigation.line(self.neighbours, texts(NAVIGATION, self.language)) if self.neighbours else ''

    def requests(self) -> tuple[str, ...]:
        """Return in lines how many requests were answered; those of the log-in have one of their own."""
        kinds = ', '.join(f'{count} {kind}' for kind, count in self.farm.requests.most_common())
        to_log_in = self.asked_to_log_in.total()
        apart = [f'To log in: {counted(to_log_in, "request")}.'] if to_log_in else []
        return (*apart, f'{counted(self.farm.requests.total(), "request")}: {kinds}.')

    def may_write(self, titles: Iterable[str]) -> None:
        """Let pages be written that the command line asked for without their titles, such as all lists."""
        outputs.watch(self.home, self.given, titles)

    def write(
        self, changes: Sequence[Change], doubts: Sequence[Doubt] = (), also: Sequence[Change] = ()
    ) -> bool:
        """Save those of the changes that change anything, after one question; return whether there were any.

        The same yes covers `also`, pages that the caller writes by another way. A text that none of our
        accounts ever edited is a doubt (`not-ours`). Raises BadInput, before anything is asked, with every
        page that is broken or closed to us; Stopped without consent. What is held back is always told.
        """
        changes = [self._linked(change) for change in changes]
        found = self._checked([*changes, *also])
        todo = [change for change in changes if change.changes]
        if not (asked_for := [*todo, *also]):
            tell_doubts(doubt for doubt in doubts if doubt.held or doubt.code in OF_INPUT)
            pages = _named([change.before.title for change in changes if change.before.revid])
            tell(f'Nothing to write; up to date: {pages}.' if pages else 'Nothing to write.')
            return False
        question = f'Write {_named([change.before.title for change in asked_for])} on {self.home.host}?'
        self._save(todo, vouched=self._consented(question, [*doubts, *found], asked_for))
        return True

    def _linked(self, change: Change) -> Change:
        """Return a change with the line of links to the campaign's other pages on the page, if it has one."""
        models = {change.model, change.before.model} - {'', 'wikitext'}
        if not self.neighbours or models or not navigation.bears(change.before.title, self.neighbours):
            return change
        say = texts(NAVIGATION, self.language)
        return replace(change, become=navigation.linked(change.become, self.neighbours, say))

    def _checked(self, changes: Sequence[Change]) -> list[Doubt]:
        """Return which of the pages that would be written are not ours yet.

        Raises BadInput with every page that has broken markers, or that our account may not edit.
        """
        problems = broken(changes)
        pages = [change.before for change in changes if not broken([change]) and change.changes]
        known, protected = self._outlook(page.title for page in pages)
        refuse([*problems, *protected])
        return [
            Doubt('not-ours', title, 'was never edited by an account of ours')
            for title in dict.fromkeys(page.title for page in pages if page.text.strip())
            if title in known and not known[title].editors & self.trust.accounts
        ]

    def protected(self, titles: Iterable[str]) -> list[Problem]:
        """Return which of these pages our account may not edit, and why: 50 (or 500) per request."""
        return self._outlook(titles)[1]

    def _outlook(self, titles: Iterable[str]) -> tuple[Mapping[str, Outlook], list[Problem]]:
        """Return what an edit of pages would meet, and which of them must not or cannot be edited."""
        names, problems = list(dict.fromkeys(titles)), list[Problem]()
        for title in names:
            with gathered(problems):
                self.home.guard(title)
        known = self.home.before_edit(names) if names and self.home.user_name else {}
        problems += [
            Problem(title, f'cannot be edited: {one.refused}') for title, one in known.items() if one.refused
        ]
        return known, problems

    def accepts(self, code: str) -> bool:
        """Return whether doubts of a code are passed beforehand: by `-accept` or `_outreach_accept`."""
        return code in self._accepted()

    def _accepted(self) -> set[str]:
        return {*self.given[ACCEPT], *accepted_by_operator()}

    def consent(
        self,
        question: str,
        titles: Iterable[str],
        doubts: Sequence[Doubt] = (),
        changes: Sequence[Change] = (),
    ) -> bool:
        """Ask before pages are written by other ways than `write`, or something else is done.

        `titles` are all pages that a yes would write; raises BadInput with those that our account may not
        edit, before anything is asked; Stopped without a yes. One question covers all doubts. `changes` are
        shown on request: what stands on the pages now, and what would.
        """
        refuse(self.protected(titles))
        return self._consented(question, doubts, changes)

    def _consented(self, question: str, doubts: Sequence[Doubt], changes: Sequence[Change] = ()) -> bool:
        """Ask one question that covers all doubts; raise Stopped without a yes.

        Under `-simulate` there is nothing to consent to. On request every change is shown.
        `-always` consents beforehand, but to no doubt that was not accepted by its code. Only what nobody
        vouches for goes on then, for it reaches nobody unasked; returned is whether it was looked at.
        """
        tell_doubts(doubts)
        if self.simulating:
            try:
                self.home.check_stop_pages()
            except Stopped as error:
                warn(f'{error}; a run that writes ends there.')
            return True
        if not self.home.user_name:
            raise Stopped('Nothing was written: no account is configured (usernames in user-config.py).')
        passed = self._accepted() | {doubt.code for doubt in doubts if doubt.held}
        open_ = list(dict.fromkeys(doubt.code for doubt in doubts if doubt.code not in passed))
        if self.given[ALWAYS] and set(open_) <= {UNVOUCHED}:
            return not open_
        if not terminal.somebody_is_there():
            options = ['-always'] * (not self.given[ALWAYS]) + [
                f'-accept:{code}' for code in open_ if code != UNVOUCHED
            ]
            raise Stopped(
                f'Nothing was written: nobody can be asked here. To consent beforehand: {" ".join(options)}'
            )
        _ask(question, changes)
        return True

    def _save(self, changes: Sequence[Change], *, vouched: bool) -> None:
        """Save changes one by one; a page that is changed twice is read again.

        Where our account does not vouch for them, their summaries say so.
        """
        written: list[str] = []
        if not vouched:
            warn(f'saved with {trust.UNVOUCHED} in the summary: names that come by it wait for an approval')
        for change in changes:
            title = change.before.title
            page = None if title in written else change.before
            try:
                summary = change.summary if vouched else trust.not_vouched(change.summary)
                self.home.update(title, change.transform, summary, page=page, model=change.model)
            except BadInput as error:
                done = f'written before that: {", ".join(written)}' if written else 'nothing was written'
                raise Stopped(f'{error} (somebody has edited it since; {done})') from None
            written.append(title)


def broken(changes: Iterable[Change]) -> list[Problem]:
    """Return what stands in the way of changes on the pages themselves: broken markers, with their lines."""
    problems: list[Problem] = []
    for change in changes:
        try:
            change.text  # noqa: B018  (made here once, and kept)
        except BadInput as error:
            problems += error.problems
    return problems


def begin(
    script: str, settings: Sequence[Setting[Any]], args: Sequence[str], now: datetime, *, go_on: bool = False
) -> Run:
    """Begin a run: connect, log in where an account is configured, read the options and the campaign page.

    The log-in comes before everything else, also under `-simulate`: it is no write, and who has a wrong
    password or a blocked account should hear so before an hour's search. Watches the stop pages.
    Raises BadInput with everything that is wrong with the options. With `go_on` what a wiki refuses is noted
    in the run's `troubles`, and the run begins without it, if the wiki answers at all.
    """
    kept, troubles = wiki.private_folder().parent, Troubles(go_on)
    ours = with_file(script, settings, wiki.arguments(args), kept.parent)
    localfiles.prepare(kept)
    farm = connect()
    home = farm.home
    rights = identified(farm, troubles, now)
    asked_to_log_in = Counter(farm.requests)
    farm.requests.clear()
    written: tuple[Given, int, dict[str, str]] | None = None
    with troubles.noted(PAGE):
        written = _written(home, settings, ours)
    given, revision, pages = written or (
        read_settings(settings, ours, lambda _: f'{{{{{TEMPLATE}}}}}'),
        0,
        {},
    )
    home.stop_pages, home.preface = stop_pages(given[CAMPAIGN], home.user_name), given[SUMMARY] or ''
    outputs.watch(home, given)
    watch_for_status(script, farm.requests, (revision and given[CAMPAIGN]) or '')
    trusted = trust.read(home)
    stops.watch(trusted)
    held = SafeSettings(given)
    with troubles.noted(PAGE):
        held = _held(trusted, given, settings)
    for line in held.told:
        warn(f'{given[CAMPAIGN]}: {line}')
    say = texts(script, given[LANGUAGE] or home.info.language)
    read_by = tuple(settings), tuple(ours), revision, pages, troubles.found
    return Run(script, farm, held.given, say, now, rights, asked_to_log_in, trusted, held.doubts, *read_by)


def _written(
    home: Wiki, settings: Sequence[Setting[Any]], ours: Sequence[str]
) -> tuple[Given, int, dict[str, str]]:
    """Return the settings as they are written, the revision of the campaign page (0: none), its pages."""
    read: list[Page] = []

    def text_of(title: str) -> str | None:
        read.append(home.read(title))
        return read[-1].text or None

    given = read_settings(settings, ours, text_of, siteinfo.titles(home), home.host)
    page = read[-1] if read else Page('')
    return given, page.revid, navigation.written(page.title, page.text) if page.revid else {}


def _held(trusted: Trust, given: Given, settings: Sequence[Setting[Any]]) -> SafeSettings:
    """Return the settings that count."""
    campaign = given[CAMPAIGN]
    return safety.read(trusted, given, campaign, settings) if campaign else SafeSettings(given)


def texts(script: str, language: str) -> Say:
    """Return the texts of a script in a language: `texts('x', 'sv')('summary', count=3)`.

    Falls back as Pywikibot's i18n does; raises TranslationError for a text that exists in no language.
    """

    def say(key: str, **parameters: Any) -> str:
        return wiki.text_in(language, f'{script}-{key}', parameters)

    return say


def _ask(question: str, changes: Sequence[Change]) -> None:
    """Ask until somebody says yes; raise Stopped for anything else."""
    answers = {'y': 'yes', 'n': 'no'} | ({'d': 'diff'} if changes else {}) | {'q': 'quit'}
    while True:
        terminal.forget_what_was_typed()
        try:
            answer = wiki.choose(question, answers)
        except EOFError:
            answer = 'n'
        if answer == 'y':
            return
        if answer != 'd':
            raise Stopped('Declined: nothing was written.')
        for change in changes:
            tell(f'Changes to {change.before.title} ({change.summary}):')
            wiki.show_diff(change.before.text, change.text)


def _named(titles: Sequence[str]) -> str:
    once = list(dict.fromkeys(titles))
    return ', '.join(once) if len(once) <= 3 else f'{once[0]} and {counted(len(once) - 1, "more page")}'
