"""A small API client for tests and for the demo's checks, independent of Pywikibot."""

from __future__ import annotations

from typing import Any

import requests

from sandbox.wikis import Wiki

_TIMEOUT = 120.0


class ApiFailure(Exception):
    """The API answered with an error; `code` is the error's code."""

    def __init__(self, code: str, info: str) -> None:
        super().__init__(f'{code}: {info}')
        self.code = code


class Client:
    """A session with one wiki, logged out until `login`."""

    def __init__(self, wiki: Wiki, proxy: str) -> None:
        self.wiki = wiki
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.proxies = {'http': proxy}

    def call(self, **params: object) -> dict[str, Any]:
        """POST to the API; lists are joined with `|`, None and False leave the parameter out."""
        data = {'format': 'json', 'formatversion': '2'}
        for name, value in params.items():
            if isinstance(value, (list, tuple)):
                data[name] = '|'.join(str(item) for item in value)
            elif value is True:
                data[name] = '1'
            elif value is not None and value is not False:
                data[name] = str(value)
        url = f'{self.wiki.url}/w/api.php'
        response = self._session.post(url, data=data, timeout=_TIMEOUT)
        try:
            reply: dict[str, Any] = response.json()
        except requests.exceptions.JSONDecodeError as error:
            text = f'HTTP {response.status_code}: {response.text[:2000]}'
            raise ApiFailure('not-json', text) from error
        if 'error' in reply:
            raise ApiFailure(reply['error']['code'], reply['error'].get('info', ''))
        return reply

    def get(self, path: str) -> requests.Response:
        """GET a path of the wiki, such as `/wiki/Main_Page`."""
        return self._session.get(f'{self.wiki.url}{path}', timeout=_TIMEOUT)

    def token(self, kind: str = 'csrf') -> str:
        """Get a token of the session."""
        reply = self.call(action='query', meta='tokens', type=kind)
        token: str = reply['query']['tokens'][f'{kind}token']
        return token

    def login(self, user: str, password: str) -> Client:
        """Log in with the account's own password."""
        reply = self.call(
            action='clientlogin',
            username=user,
            password=password,
            loginreturnurl=self.wiki.url,
            logintoken=self.token('login'),
        )['clientlogin']
        if reply['status'] != 'PASS':
            raise ApiFailure(reply.get('messagecode', reply['status']), reply.get('message', ''))
        return self

    def edit(self, title: str, text: str, summary: str = '', **params: object) -> dict[str, Any]:
        """Save a page's whole text."""
        reply = self.call(
            action='edit', title=title, text=text, summary=summary, token=self.token(), **params
        )
        result: dict[str, Any] = reply['edit']
        return result

    def text(self, title: str) -> str | None:
        """Read a page's wikitext, None when there is no such page."""
        reply = self.call(action='query', prop='revisions', rvprop='content', rvslots='main', titles=title)
        revisions = reply['query']['pages'][0].get('revisions')
        return revisions[0]['slots']['main']['content'] if revisions else None
