"""The wikis, as the scripts see them: through Pywikibot.

A `Wiki` answers queries in batches, reads pages and saves them by compare-and-swap. Everything that
can go wrong comes out as one of the errors in `problems`; nothing is ever done twice because an answer
was lost.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pywikibot
from pywikibot import config, i18n
from pywikibot.backports import batched
from pywikibot.data import api
from pywikibot.exceptions import (
    APIError,
    Error,
    MaxlagTimeoutError,
    NoUsernameError,
    UnknownFamilyError,
    UnknownSiteError,
)

from outreach import leakgate, pages, replyshapes, shown, sites, stopwords, terminal
from outreach.pages import Outlook, Page, Saved
from outreach.problems import ENDLESS, Ambiguous, CannotTell, EditConflict, Stopped, Unreachable, WikiError
from outreach.sitematrix import WikiInfo

Reply = dict[str, Any]

TRIES = 3
CONFLICTS = frozenset({'editconflict', 'articleexists', 'pagedeleted', 'missingtitle'})
LOST_RIGHTS = frozenset(
    {'blocked', 'autoblocked', 'permissiondenied', 'assertuserfailed', 'assertnameduserfailed'}
)


class Wiki:
    """One wiki: questions in batches, pages, and the one way to save a page."""

    def __init__(self, site: Any, info: WikiInfo) -> None:
        self.site, self.info, self.host, self.dbname = site, info, info.host, info.dbname
        self.calls, self.tried_to_log_in, self.preface = 0, False, ''
        self.stop_pages: tuple[str, ...] = ()
        self.closing: tuple[str, ...] = ()  # the page that closes the campaign, where a run heeds that
        # what stands though the page is empty or has a line to go on, see `stops`; else any text stops
        self.blanked_stop: Callable[[Page], str] = lambda page: page.text.strip()
        self.guard: Callable[[str], None] = lambda _title: None  # refuses titles, see `outputs`

    @property
    def limit(self) -> int:
        """Return how many titles or names one request may hold here (API:Query, `apihighlimits`)."""
        return 500 if self.site.logged_in() and self.site.has_right('apihighlimits') else 50

    @property
    def user_name(self) -> str:
        """Return the name of the account the scripts use here; '' where none is configured."""
        return str(self.site.username() or '')

    def call(self, **parameters: Any) -> Reply:
        """Ask one question and give the whole reply. Lists are joined, True is a bare parameter.

        Raises Unreachable where no usable answer comes, CannotTell where it is not of the shape that we know,
        WikiError with the API's code otherwise (`no-module` for a list that the wiki does not know).
        """
        request = api.Request(
            site=self.site,
            use_get=True,
            max_retries=min(TRIES, config.max_retries),
            parameters={'formatversion': 2, **parameters},
        )
        self.calls += 1
        try:
            reply = dict(request.submit())
        except APIError as error:
            raise WikiError(self.host, f'{error.code}: {error.info}', error.code) from error
        except (Error, OSError) as error:
            raise Unreachable(self.host, f'gave no usable answer ({_first_line(error)})') from error
        unknown = replyshapes.lacks_module(parameters, reply)
        if unknown:
            raise WikiError(self.host, f'knows no {unknown}', 'no-module')
        wrong = replyshapes.wrong(parameters, reply)
        if wrong:
            raise CannotTell(self.host, wrong)
        return reply

    def query(self, **parameters: Any) -> Iterator[Reply]:
        """Return the `query` object of every reply, following continuation to the end.

        Each request is the original one plus the latest `continue`
        (https://www.mediawiki.org/wiki/API:Continue). A wiki that says the same `continue` again would be
        asked for ever: WikiError with the code ENDLESS.
        """
        continued: Reply = {}
        while True:
            reply = self.call(action='query', **{**parameters, **continued})
            yield reply.get('query', {})
            before, continued = continued, reply.get('continue', {})
            if not continued:
                return
            if continued == before:
                raise WikiError(self.host, 'goes on with the same answer again and again', ENDLESS)

    def query_each(self, name: str, values: Iterable[str], **parameters: Any) -> Iterator[Reply]:
        """Ask the same about many values (`titles`, `ususers` …), as many per request as allowed."""
        for batch in batched(values, self.limit):
            yield from self.query(**{**parameters, name: list(batch)})

    def read_many(self, titles: Collection[str]) -> dict[str, Page]:
        """Return the current text of many pages by the titles asked for, 50 or 500 per request."""
        answer: dict[str, Page] = {}
        for batch in batched(dict.fromkeys(titles), self.limit):
            told: dict[str, Reply] = {}
            renamed: dict[str, str] = {}
            for reply in self.query(
                titles=list(batch),
                prop='revisions',
                rvprop='ids|content|timestamp|user',
                rvslots='main',
            ):
                renamed |= {one['from']: one['to'] for one in reply.get('normalized', ())}
                for page in reply.get('pages', ()):
                    name = page.get('title', '')
                    told[name] = {**told.get(name, {}), **page}
            for title in batch:
                page = told.get(renamed.get(title, title))
                if page is None:
                    raise CannotTell(self.host, f'pages: nothing about {title}')
                answer[title] = pages.from_reply(page, self.host)
        return answer

    def read(self, title: str) -> Page:
        """Return the current text of one page."""
        return self.read_many([title])[title]

    def family_wikis(self) -> tuple[WikiInfo, ...]:
        """Return the wikis that the Pywikibot family of this one knows."""
        family = self.site.family
        return tuple(WikiInfo(str(family.dbName(code)), family.hostname(code), code) for code in family.langs)

    def sister(self, info: WikiInfo) -> Wiki:
        """Return another wiki: out of the family of this one first, then out of any other.

        A wiki in no family gets one of its own: Pywikibot would else give two such wikis of one
        domain the same Site.
        """
        site = sites.at(info.host, info.dbname, self.site)
        if site.hostname() != info.host:
            raise WikiError(info.host, f'Pywikibot takes it for {site.hostname()}')
        return Wiki(site, info)

    def may_log_in(self) -> bool:
        """Return whether our account could be logged in here; says why not where that fails.

        What is only read can be read by anybody, but whoever is logged in may ask more often and for more
        at once (`pace`, `apihighlimits`).
        """
        self.tried_to_log_in = True
        try:
            self.log_in()
        except Stopped as error:
            warn(f'{self.host} is read without logging in ({error})')
            return False
        return True

    def log_in(self) -> None:
        """Log in with the account of the user configuration; raise Stopped where that fails."""
        try:
            self.site.login()
        except (Error, EOFError, OSError) as error:
            raise Stopped(
                f'Could not log in on {self.host} as {self.user_name or "(no account configured)"}: '
                f'{_first_line(error).rstrip(".")}. Check usernames and password_file in user-config.py.'
            ) from error

    def rights(self) -> frozenset[str]:
        """Return the rights that our account has now; raise Stopped where it is blocked sitewide."""
        reply = self.call(action='query', meta='userinfo', uiprop='rights|blockinfo')
        info = reply['query']['userinfo']
        if 'blockid' in info and not info.get('blockpartial'):
            raise Stopped(f'{info["name"]} is blocked on {self.host}: {info.get("blockreason", "")}')
        return frozenset(info['rights'])

    def before_edit(self, titles: Collection[str]) -> dict[str, Outlook]:
        """Return what an edit of pages would meet, 50 (or 500) per request.

        Who edited a page comes in parts of 500 (or 5,000) accounts (API:Contributors).
        """
        found: dict[str, Outlook] = {}
        for reply in self.query_each(
            'titles',
            titles,
            prop='info|contributors',
            intestactions='edit',
            intestactionsdetail='full',
            pclimit='max',
        ):
            for page in reply.get('pages', ()):
                known = found.get(page['title'], Outlook())
                errors = page.get('actions', {}).get('edit', ())
                refused = next((error.get('text') or error['code'] for error in errors), known.refused)
                editors = known.editors | {one['name'] for one in page.get('contributors', ())}
                found[page['title']] = Outlook(refused, editors)
        return found

    def check_stop_pages(self) -> None:
        """Raise Stopped where a stop page has any text, or cannot be read."""
        try:
            pages = self.read_many([*self.stop_pages, *self.closing])
            alone = {title: stopwords.stops_alone(page.text) for title, page in pages.items()}
            alone |= dict.fromkeys(self.closing, '')
            stops = {title: alone[title] or self.blanked_stop(page) for title, page in pages.items()}
        except WikiError as error:
            raise Stopped(f'The stop page could not be read, so nothing more is written ({error})') from error
        for title, stop in stops.items():
            if stop:
                by = f' (saved last by {pages[title].user})' if alone[title] else ''
                raise Stopped(f'{title} on {self.host} says stop: {stop}{by}')

    def post_once(self, action: str, *, public: str = '', **parameters: Any) -> Reply:
        """Do something on the wiki with exactly one POST, never repeated; `public` is what stands there now.

        Raises WikiError where the wiki said no (nothing was done), Stopped where we may not go on,
        and Ambiguous where no usable answer came: look at the wiki before anything else is tried.
        """
        self.check_stop_pages()
        leakgate.check(private_folder(), parameters.values(), public)
        try:
            parameters['token'] = self.site.tokens['csrf']
            request = api.Request(
                site=self.site,
                use_get=False,
                max_retries=0,
                parameters={'action': action, 'formatversion': 2, **parameters},
            )
        except (Error, EOFError, OSError) as error:
            raise Stopped(f'{self.host}: {action} was not sent: {_first_line(error)}') from error
        try:
            reply = dict(request.submit())
        except MaxlagTimeoutError as error:
            raise WikiError(self.host, 'is too busy, nothing was done; try again later', 'maxlag') from error
        except APIError as error:
            if error.code.startswith('internal_api_error'):
                raise Ambiguous(self.host, f'{action} broke on the server: {error.code}') from error
            if error.code in LOST_RIGHTS:
                raise Stopped(f'{self.host} refused {action}: {error.code}: {error.info}') from error
            raise WikiError(self.host, f'{error.code}: {error.info}', error.code) from error
        except (Error, OSError) as error:
            refused = sites.refused()
            if refused:
                text = f'refused {action} for now ({refused}); nothing was done, try again later'
                raise WikiError(self.host, text, refused) from error
            raise Ambiguous(self.host, f'no answer to {action} ({_first_line(error)})') from error
        wrong = replyshapes.wrong({'action': action}, reply)
        if wrong:
            raise Ambiguous(self.host, f'the answer to {action} cannot be understood ({wrong})')
        return reply

    def save(self, page: Page, text: str, summary: str, *, bot: bool = True, model: str = '') -> Saved:
        """Save a new text for the page as it was read, or raise EditConflict: a compare-and-swap.

        Sends `baserevid` alone: with `basetimestamp`, which Pywikibot's `page.save` always sends,
        MediaWiki hides a conflict of one account with itself. `merged` in the result says that the
        wiki merged the lines of somebody else's edit made in between: read again.
        """
        summary = shown.prefaced(shown.summary(self.preface), shown.summary(summary))
        if config.simulate:
            leakgate.check(private_folder(), (page.title, text, summary), page.text)
            tell(f'Would save {page.title} on {self.host} ({summary}):')
            show_diff(page.text, text)
            return Saved(page.revid, changed=False)
        self.guard(page.title)
        guard: Reply = {'baserevid': page.revid, 'nocreate': True} if page.revid else {'createonly': True}
        guard |= {'bot': bot or None, 'notminor': True} | ({'contentmodel': model} if model else {})
        try:
            reply = self.post_once(
                'edit', public=page.text, title=page.title, text=text, summary=summary, **guard
            )
        except WikiError as error:
            if error.code in CONFLICTS:
                raise EditConflict(self.host, f'{page.title} was changed meanwhile', error.code) from error
            raise
        edit = reply['edit']
        if edit.get('result') != 'Success':
            raise WikiError(self.host, f'{page.title} was not saved: {edit}', edit.get('code', 'failure'))
        if edit.get('nochange'):
            return Saved(page.revid, changed=False)
        return Saved(edit['newrevid'], merged=edit['oldrevid'] != page.revid)

    def update(
        self,
        title: str,
        transform: Callable[[Page], str | None],
        summary: str,
        *,
        page: Page | None = None,
        bot: bool = True,
        model: str = '',
    ) -> Saved:
        """Change a page by a pure function of what stands there, whoever else edits it meanwhile.

        `transform` gives the new text, or None for none; it is asked again after a conflict or a lost answer.
        """
        done: Saved | None = None
        for _ in range(5):
            page = page or self.read(title)
            text = transform(page)
            if text is None or text.rstrip() == page.text.rstrip():
                return done or Saved(page.revid, changed=False)
            try:
                done = self.save(page, text, summary, bot=bot, model=model)
            except (EditConflict, Ambiguous):
                page = None
                continue
            if done.changed:
                tell(f'Saved {title} on {self.host}.')
            if not done.merged:
                return done
            page = None
        raise EditConflict(self.host, f'{title} is being edited by others all the time; run again later')


def arguments(args: Sequence[str]) -> list[str]:
    """Take Pywikibot's own options (`-simulate`, `-user` …) and return the arguments that are ours.

    Sets bounds that suit unattended runs: a dead wiki is given up after a few tries, and a captcha
    is an error, not a question. Raises Stopped where the wiki of the configuration is out of reach.
    """
    terminal.watch()
    config.max_retries = min(TRIES, config.max_retries)
    config.solve_captcha = False
    try:
        with warnings.catch_warnings():
            # `pwb -simulate SCRIPT` was read by pwb, whose log names the wiki; ours is made afterwards
            warnings.filterwarnings('ignore', 'Site objects have been created', UserWarning)
            return list(pywikibot.handle_args(list(args) or None))
    except (Error, UnknownSiteError, UnknownFamilyError, NoUsernameError, OSError) as error:
        raise Stopped(f'The wiki of user-config.py cannot be used: {_first_line(error)}') from error


def home() -> Wiki:
    """Return the wiki of the user configuration (or of `-site`), where the campaign lives."""
    try:
        site = pywikibot.Site()
        family, code = site.family, site.code
        return Wiki(site, WikiInfo(str(family.dbName(code)), family.hostname(code), site.lang))
    except (Error, OSError) as error:
        raise Stopped(f'The wiki of user-config.py cannot be used: {_first_line(error)}') from error


# what `run` and the scripts print with, and how Pywikibot says who asks
tell, tell_table, warn, complain, show_diff, choose = (
    terminal.tell, terminal.tell_table, terminal.warn, terminal.complain, terminal.show_diff, terminal.choose
)  # fmt: skip
user_agent = sites.user_agent


def private_folder() -> Path:
    """Return the folder of private files, which may not exist yet, beside the other local files."""
    return Path(config.base_dir) / 'outreach' / 'private'


def simulating() -> bool:
    """Return whether `-simulate` was given: everything is read and shown, nothing is written."""
    return bool(config.simulate)


def configured(name: str) -> Any:
    """Return what `user-config.py` says of our own: `configured('accept')` is its `_outreach_accept`.

    The last assignment of a literal counts; None where there is none. Pywikibot forgets the names that it
    does not know, and warns of those without an underscore, so the file is read again here.
    """
    path = Path(config.base_dir) / config.user_config_file
    if not path.is_file():
        return None
    values = [
        node.value
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == f'_outreach_{name}'
    ]
    return ast.literal_eval(values[-1]) if values else None


def text_in(language: str, key: str, parameters: Mapping[str, Any]) -> str:
    """Return a text of `outreach/i18n` in a language or the one that it falls back to, filled in.

    Raises TranslationError for a text that exists in no language.
    """
    i18n.set_messages_package('outreach.i18n')
    return str(i18n.twtranslate(language, key, dict(parameters) or None))


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0][:300]
