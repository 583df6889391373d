"""What tools answer, over the one HTTP session: how long it may take, and how long a question may be."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from outreach import sites
from pywikibot import config
from pywikibot.comms import http

SPARQL = 'https://query.wikidata.org/sparql?query={}'


class Session:
    """Answers each request alike, and keeps how it was made."""

    def __init__(self, status: int = 200, told: object = None, error: Exception | None = None) -> None:
        self.made: list[tuple[str, str, dict[str, Any]]] = []
        self.status, self.told, self.error = status, told, error

    def get(self, address: str, **how: Any) -> Any:
        return self._answer('GET', address, how)

    def post(self, address: str, **how: Any) -> Any:
        return self._answer('POST', address, how)

    def _answer(self, method: str, address: str, how: dict[str, Any]) -> Any:
        self.made.append((method, address, how))
        if self.error:
            raise self.error
        return SimpleNamespace(status_code=self.status, json=lambda: self.told)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    made = Session(told={'results': {'bindings': []}})
    monkeypatch.setattr(http, 'session', made)
    return made


def test_a_tool_may_take_minutes(session: Session) -> None:
    # the query service ends a query after a minute, PetScan after some (facts section 6)
    address = SPARQL.format('x')
    assert sites.fetch(address) == session.told
    [(method, asked, how)] = session.made
    assert (method, asked, 'data' in how) == ('GET', address, False)
    connect, read = how['timeout']
    assert connect < 10
    assert read >= 300
    assert how['headers']['Accept'].startswith('application/sparql-results+json')


@pytest.mark.parametrize(('letters', 'method'), [(3900, 'GET'), (4100, 'POST')])
def test_a_long_question_goes_as_a_form(session: Session, letters: int, method: str) -> None:
    address = SPARQL.format('x' * letters)
    assert sites.fetch(address) == session.told
    [(made, asked, how)] = session.made
    assert made == method
    if method == 'POST':
        assert asked == 'https://query.wikidata.org/sparql'
        assert how['data'] == f'query={"x" * letters}'
        assert how['headers']['Content-Type'] == 'application/x-www-form-urlencoded'
        assert how['timeout'] == sites.TOOL_SECONDS


@pytest.mark.parametrize(
    ('session', 'said'),
    [
        (Session(429), 'status 429'),
        (Session(error=requests.exceptions.ReadTimeout('slow')), 'ReadTimeout'),
        (Session(error=requests.exceptions.ConnectionError('gone')), 'ConnectionError'),
    ],
)
def test_what_is_no_answer_is_said(monkeypatch: pytest.MonkeyPatch, session: Session, said: str) -> None:
    monkeypatch.setattr(http, 'session', session)
    with pytest.raises(ValueError, match=said):
        sites.fetch(SPARQL.format('x'))


@pytest.mark.parametrize(
    ('said', 'contact'),
    [
        ('outreach; https://meta.wikimedia.org/wiki/User:Ada', 'https://meta.wikimedia.org/wiki/User:Ada'),
        (
            'x (https://meta.wikimedia.org/w/index.php?title=User:Ada)',
            'https://meta.wikimedia.org/w/index.php?title=User:Ada',
        ),
        ('outreach, ada@w.example', 'ada@w.example'),
        ('<mailto:ada@w.example>', 'mailto:ada@w.example'),
        ('', ''),
        ('outreach scripts', ''),
        ('User:Ada', ''),
        ('[[m:User:Ada]]', ''),
        ('https://meta.wikimedia.org/', ''),
        ('https://meta.wikimedia.org', ''),
        ('meta.wikimedia.org/wiki/User:Ada', ''),
        ('https://localhost/wiki/User:Ada', ''),
        ('ftp://w.example/x', ''),
        ('Ada@work', ''),
        ('@w.example', ''),
        ('ada@w@w.example', ''),
        ('https://[x/y', ''),
    ],
)
def test_only_an_address_or_that_of_a_page_is_a_contact(
    monkeypatch: pytest.MonkeyPatch, said: str, contact: str
) -> None:
    # facts section 4: a full URL or an e-mail surely count, whether a name does is decided elsewhere
    monkeypatch.setattr(config, 'user_agent_description', said)
    assert sites.contact_in(said) == contact
    assert sites.has_contact() is bool(contact)


def test_without_a_description_an_account_is_a_name_and_no_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, 'user_agent_description', '')
    monkeypatch.setattr(config, 'usernames', {'*': {'*': 'Ada'}})
    assert (sites.names_somebody(), sites.has_contact()) == (True, False)
    monkeypatch.setattr(config, 'usernames', {'meta': {}})
    assert not sites.names_somebody()


@pytest.mark.parametrize(
    ('line', 'way'),
    [
        ("('Ada', 'a secret')", "by the account's own password"),
        ("('Ada', BotPassword('lists', 'a secret'))", 'by a bot password'),
        ("('Bo', 'a secret')", ''),
        ('no line', ''),
        (None, ''),
    ],
)
def test_a_bot_password_is_told_from_the_own_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str | None, way: str
) -> None:
    file = tmp_path / 'passwords.py'
    if line is not None:
        file.touch(0o600)
        file.write_text(line, encoding='utf-8')
    monkeypatch.setattr(config, 'password_file', str(file))
    site = SimpleNamespace(code='meta', family=SimpleNamespace(name='meta'), username=lambda: 'Ada')
    assert sites.log_in_way(site) == way


def test_a_log_in_by_oauth_needs_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, 'authenticate', {'meta.wikimedia.test': ('a', 'b', 'c', 'd')})
    monkeypatch.setattr(config, 'password_file', None)
    assert sites.log_in_way(SimpleNamespace(username=lambda: 'Ada')) == 'by OAuth'
