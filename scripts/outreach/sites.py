"""Pywikibot's sites, and the one HTTP session through which all requests of a run go.

The session counts what is asked and keeps the pace of the run (`pace`): below Pywikibot, so that nothing
goes out at another one.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pywikibot
import requests
from pywikibot import config, login
from pywikibot.comms import http
from pywikibot.exceptions import UnknownFamilyError
from pywikibot.family import Family, WikimediaFamily
from pywikibot.site import APISite

from outreach.pace import Pace, PacedAdapter, kind

# how often a wiki that lags is asked again before a request is given up
LAG_TRIES = 5
# to connect, and to wait for a tool's answer
TOOL_SECONDS = (6.05, 300)
LONGEST_ADDRESS = 4000
# set for what `run_campaigns` runs
ATTENDED = 'OUTREACH_ATTENDED'


class QuietSite(APISite):
    """A wiki that is only read: it does not ask who we are as soon as it is constructed."""

    def login(self, *args: Any, cookie_only: bool = False, **kwargs: Any) -> None:
        """Log in when somebody asks for it, not at construction (`cookie_only`)."""
        if not cookie_only:
            super().login(*args, **kwargs)

    def has_extension(self, name: str) -> bool:
        """Spare two requests a wiki: before any `prop`, Pywikibot asks if there is ProofreadPage."""
        return name != 'ProofreadPage' and bool(super().has_extension(name))


def at(host: str, dbname: str, home: Any) -> Any:
    """Return the site at a host: out of the family of another site first, then out of any other.

    A wiki in no family gets one of its own: Pywikibot would else give two such wikis of one domain the
    same Site.
    """
    for name in dict.fromkeys([home.family.name, *sorted(config.family_files)]):
        try:
            family = Family.load(name)
        except UnknownFamilyError:
            continue
        for code in getattr(family, 'langs', {}):
            if family.hostname(code) == host:
                return pywikibot.Site(code, family, interface=QuietSite)
    name = re.sub('[^a-z0-9]', '', dbname)
    config.family_files[name] = f'{home.protocol()}://{host}/w/api.php'
    return pywikibot.Site(name, name, interface=QuietSite)


def count_requests() -> Counter[str]:
    """Return a counter that from now on counts the answered requests of this process by what they asked."""
    counter: Counter[str] = Counter()

    def count(response: requests.Response, *_args: Any, **_kwargs: Any) -> None:
        counter[kind(response.request.url or '', response.request.body)] += 1

    http.session.hooks['response'].append(count)
    return counter


def paced() -> Pace:
    """Return the pace that all requests of this process keep from now on."""
    pace = Pace()
    adapter = PacedAdapter(pace, float(config.retry_wait), LAG_TRIES)
    for prefix in ('http://', 'https://'):
        http.session.mount(prefix, adapter)
    return pace


def refused() -> str:
    """Return why a wiki did nothing at the last request of this thread, '' where it may have done it."""
    adapter = http.session.get_adapter('https://')
    return adapter.refused if isinstance(adapter, PacedAdapter) else ''


def fetch(address: str) -> object:
    """Return the JSON of a tool's web service; raise ValueError where it gives anything else.

    A query of Wikidata may run a minute, one of PetScan for some. Long addresses go as a form.
    """
    headers = {'User-Agent': user_agent(), 'Accept': 'application/sparql-results+json, application/json'}
    bare, _, asked = address.partition('?')
    try:
        if len(address) > LONGEST_ADDRESS:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
            reply = http.session.post(bare, data=asked, headers=headers, timeout=TOOL_SECONDS)
        else:
            reply = http.session.get(address, headers=headers, timeout=TOOL_SECONDS)
        if reply.status_code != HTTPStatus.OK:
            raise ValueError(f'the service answered with status {reply.status_code}')
        return reply.json()
    except OSError as error:  # requests' errors and Python's ConnectionError are OSErrors
        raise ValueError(f'the service gave no usable answer ({type(error).__name__})') from error


def get(site: Any, path: str, parameters: dict[str, str]) -> tuple[int, str]:
    """Return status and text of an address of a wiki that is not its Action API; raise OSError for none."""
    address = f'{site.protocol()}://{site.hostname()}{path}'
    headers = {'User-Agent': user_agent(site)}
    reply = http.session.get(address, params=parameters, headers=headers, timeout=config.socket_timeout)
    return reply.status_code, reply.text


def log_in_way(site: Any) -> str:
    """Return how our account logs in on a site: by OAuth, by a bot password, or by its own password.

    As Pywikibot reads it in its file of passwords, which is not shown; '' where it reads none, as when
    the session comes from a cookie or the password was typed.
    """
    if config.authenticate:
        return 'by OAuth'
    try:
        manager = login.ClientLoginManager(site=site, user=site.username())
    except (ValueError, OSError):  # the file cannot be read
        return ''
    if not manager.password:
        return ''
    of_a_bot = manager.login_name != manager.username
    return 'by a bot password' if of_a_bot else "by the account's own password"


def behind_gateway(site: Any) -> bool:
    """Return whether a site is one of Wikimedia's, where the gateway counts requests."""
    return isinstance(site.family, WikimediaFamily)


def on_toolforge() -> bool:
    """Return whether we run on Wikimedia Cloud Services (https://wikitech.wikimedia.org/wiki/Portal:Toolforge)."""
    return Path('/etc/wmcs-project').is_file() or 'TOOL_DATA_DIR' in os.environ


def attended() -> bool:
    """Return whether `run_campaigns` runs us: it writes the page of status when we are done."""
    return ATTENDED in os.environ


def replicas_configured() -> bool:
    """Return whether user-config.py names a database server: with Pywikibot's own settings none is reached.

    Those are a server on this machine and nobody's name (pywikibot/config.py, `db_…`); the file of a
    password alone names none.
    """
    return config.db_hostname_format not in ('', 'localhost') or bool(config.db_username)


def replica_settings() -> tuple[str, str, int, str | None, str, str]:
    """Return how user-config.py says that replicas are reached: `replica.Server` takes them."""
    return (
        config.db_hostname_format,
        config.db_name_format,
        config.db_port or 3306,
        config.db_connect_file,
        config.db_username,
        config.db_password,
    )


def contact_in(description: str) -> str:
    """Return the first e-mail address, or address of a page, in a description of who asks; '' for neither.

    Those surely count as contact at Wikimedia's gateway, a bare name may not (policy of user agents,
    https://foundation.wikimedia.org/wiki/Policy:User-Agent_policy). A site's front page is nobody's.
    """
    for word in re.split(r'[\s;,()<>]', description):
        local, _, host = word.removeprefix('mailto:').partition('@')
        if local and '.' in host.strip('.') and '@' not in host and '/' not in word:
            return word
        try:
            parts = urlsplit(word)
        except ValueError:  # such as `https://[x`
            continue
        page = f'{parts.path}{parts.query}'.strip('/')
        if parts.scheme in ('http', 'https') and '.' in parts.netloc.strip('.') and page:
            return word
    return ''


def has_contact() -> bool:
    """Return whether the user agent surely tells whom to write to: by an address, or that of a page."""
    return bool(contact_in(config.user_agent_description or ''))


def names_somebody() -> bool:
    """Return whether the user agent tells who asks at all."""
    return bool(config.user_agent_description or any(config.usernames.values()))


def user_agent(site: Any = None) -> str:
    """Return the user agent of our requests (to a site), as Pywikibot writes it."""
    return str(http.user_agent(site))
