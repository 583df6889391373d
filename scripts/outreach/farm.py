"""The farm: all wikis that belong together, and work done on many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from tqdm import tqdm

from outreach import pace, sitematrix, sites, wiki
from outreach.pace import RateClass
from outreach.problems import CannotTell, Stopped, Troubles, WikiError
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki
from outreach.words import counted

Result = TypeVar('Result')

# https://www.mediawiki.org/wiki/API:Etiquette asks for few requests at a time
WIKIS_AT_ONCE = 3
SECONDS_A_REQUEST = 0.3
# API:Query: names or titles a request without the right `apihighlimits`
NAMES_A_REQUEST = 50
# a log-in takes about four requests
WORTH_A_LOG_IN = 20
# what a run begins with, by the names of its troubles
LOG_IN, RIGHTS, PACE = 'log-in', 'rights', 'pace'
BOT_GROUPS = frozenset({'global-bot', 'local-bot'})


@dataclass(frozen=True)
class Answers(Generic[Result]):
    """What many wikis answered, and the error of each that failed; by host, in the order asked."""

    found: Mapping[str, Result]
    failed: Mapping[str, WikiError]


class Farm:
    """All wikis that belong together, seen from the wiki where the campaign lives."""

    def __init__(self, home: Wiki) -> None:
        self.home = home
        self.requests = sites.count_requests()
        self.pace = sites.paced()
        self._wikis = {home.host: home}

    def find_pace(self, now: datetime) -> None:
        """Find out, after the log-in, how many requests a minute our account may make, and keep to that.

        Where that cannot be found out the pace stays at the least that it may be.
        `_outreach_minute` in user-config.py says how many seconds the gateway's minute has, for trials.
        """
        self.pace.minute = float(wiki.configured('minute') or 60)
        self.pace.known = least(self.home)
        self.pace.known = rate_class(self.home, now)

    def cost(self, requests: int) -> list[str]:
        """Return in two sentences how long so many requests take, and what would make it faster."""
        minutes = max(1, round(self.pace.minutes(requests, SECONDS_A_REQUEST / WIKIS_AT_ONCE)))
        counts = 'No gateway before these wikis counts our requests: there is no limit.'
        return [
            f'That is about {counted(requests, "request")} and {counted(minutes, "minute")}.',
            counts if self.pace.known is pace.UNLIMITED else f'Our requests count as {self.pace.words()}.',
        ]

    def log_in_where(self, wikis: Iterable[Wiki], requests: Mapping[str, int]) -> None:
        """Log in on each wiki from which many reads follow, where a gateway asks who we are.

        A plain account gains too: what it asks without a log-in counts as a stranger's, ten a minute where
        the user agent has no contact. Requests made so far count, and those to come, by host; log-ins count
        nothing at the gateway.
        """
        if self.pace.known in pace.OF_STRANGERS or not self.home.site.logged_in():
            return
        for one in wikis:
            many = one.calls + requests.get(one.host, 0) >= WORTH_A_LOG_IN
            if many and not one.tried_to_log_in and not one.site.logged_in():
                one.may_log_in()

    @cached_property
    def matrix(self) -> tuple[WikiInfo, ...]:
        """Return all wikis of the farm, from the site matrix of the campaign's wiki (one request).

        Where that wiki has no site matrix, the wikis are those that its Pywikibot family knows.
        """
        try:
            reply = self.home.call(
                action='sitematrix', smlangprop='code|name|site', smsiteprop='dbname|url|code|lang'
            )
        except WikiError as error:
            if error.code != 'badvalue':
                raise
            return self.home.family_wikis()
        return tuple(sitematrix.parse(reply['sitematrix']))

    @cached_property
    def by_host(self) -> Mapping[str, WikiInfo]:
        """Return the wikis of the farm by host."""
        return {info.host: info for info in self.matrix} | {self.home.host: self.home.info}

    @cached_property
    def by_dbname(self) -> Mapping[str, WikiInfo]:
        """Return the wikis of the farm by database name (`enwiki`)."""
        return {info.dbname: info for info in self.by_host.values()}

    def wiki(self, host: str) -> Wiki:
        """Return the wiki at a host; raise KeyError for a host that is no wiki of this farm.

        Before the first wiki beside the home wiki the pace is told that the run keeps from there on.
        """
        if host not in self._wikis:
            info = self.by_host[host]
            if len(self._wikis) == 1:
                wiki.tell(self.pace.row())
            self._wikis[host] = self.home.sister(info)
        return self._wikis[host]

    def each(
        self,
        hosts: Iterable[str],
        work: Callable[[Wiki], Result],
        label: str,
        requests: Mapping[str, int] | None = None,
    ) -> Answers[Result]:
        """Do some work on many wikis, three at a time, and return what came of it by host.

        A wiki that fails is named with its error; the others go on. Progress is shown on a terminal.
        The order is that of the hosts, whatever came back first. `requests` says how many it takes on each,
        where that is known (`batches`): we log in first where they are many.
        """
        wikis = [self.wiki(host) for host in dict.fromkeys(hosts)]
        self.log_in_where(wikis, requests or {})
        found: dict[str, Result] = {}
        failed: dict[str, WikiError] = {}
        with ThreadPoolExecutor(WIKIS_AT_ONCE) as pool:
            running = {pool.submit(work, wiki): wiki.host for wiki in wikis}
            try:
                for done in tqdm(as_completed(running), label, len(running), disable=None, leave=False):
                    try:
                        found[running[done]] = done.result()
                    except WikiError as error:
                        failed[running[done]] = error
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        hosts = [wiki.host for wiki in wikis]
        return Answers(
            {host: found[host] for host in hosts if host in found},
            {host: failed[host] for host in hosts if host in failed},
        )


def rate_class(home: Wiki, now: datetime) -> RateClass:
    """Return the class that the requests of our account count in at Wikimedia's gateway, after the log-in.

    `_outreach_rate_class` in user-config.py wins: the gateway's rules may have changed.
    """
    named = wiki.configured('rate_class')
    if named is not None:
        if named not in pace.CLASSES:
            known = ', '.join(pace.CLASSES)
            raise Stopped(f'_outreach_rate_class in user-config.py is {named!r}; it may be {known}.')
        return pace.CLASSES[named]
    if not sites.behind_gateway(home.site):
        return pace.UNLIMITED
    toolforge, logged_in = sites.on_toolforge(), bool(home.site.logged_in())
    bot, established = logged_in and bool(home.site.has_right('bot')), False
    if logged_in and not bot and not toolforge:
        bot, established = standing(home, now)
    return pace.rate_class(
        toolforge=toolforge,
        bot=bot,
        logged_in=logged_in,
        contact=sites.has_contact(),
        established=established,
    )


def least(home: Wiki) -> RateClass:
    """Return the class that our requests count in at least, without asking any wiki."""
    if not sites.behind_gateway(home.site):
        return pace.UNLIMITED
    logged_in = bool(home.site.logged_in())
    return pace.rate_class(toolforge=False, bot=False, logged_in=logged_in, contact=sites.has_contact())


def standing(home: Wiki, now: datetime) -> tuple[bool, bool]:
    """Return whether our account is a bot somewhere, and whether it is established (one request).

    An account with the bot flag on any wiki is in a global group (mediawiki-config CommonSettings.php,
    `local-bot`).
    """
    reply = home.call(
        action='query', meta='globaluserinfo', guiuser=home.user_name, guiprop='merged|groups|editcount'
    )
    info = reply['query']['globaluserinfo']
    established = pace.is_established(info.get('editcount', 0), info.get('registration', ''), now)
    return bool(BOT_GROUPS & set(info.get('groups', ()))), established


def largest_first(shares: Mapping[str, Sized]) -> list[str]:
    """Return the hosts in the order of how much each is to be asked: begun last, the largest ends alone."""
    return sorted(shares, key=lambda host: (-len(shares[host]), host))


def batches(shares: Mapping[str, Sized]) -> dict[str, int]:
    """Return how many requests each wiki is asked at least, for so many titles or names by host."""
    return {host: -(-len(share) // NAMES_A_REQUEST) for host, share in shares.items()}


def connect() -> Farm:
    """Return the farm seen from the wiki of the user configuration (or of `-site`)."""
    return Farm(wiki.home())


def identified(farm: Farm, troubles: Troubles, now: datetime) -> frozenset[str]:
    """Log in where an account is configured, and find the pace; return the rights of our account.

    Raises Unreachable where one of it failed and the wiki does not answer the simplest question either.
    """
    home = farm.home
    rights: frozenset[str] = frozenset()
    with troubles.noted(LOG_IN):
        if home.user_name:
            home.log_in()
            with troubles.noted(RIGHTS):
                rights = home.rights()
    if troubles.found:
        with suppress(CannotTell):  # it answers
            home.call(action='query', meta='siteinfo', siprop='general')
    with troubles.noted(PACE):
        farm.find_pace(now)
    return rights
