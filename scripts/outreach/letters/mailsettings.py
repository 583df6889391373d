"""Who writes and by which server: `_outreach_mail` in `user-config.py`, never an option.

An option stands in the list of processes and in Pywikibot's log, and these are addresses. The password is
in a file of its own that only its owner may read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach import localfiles
from outreach.letters import mailaddress
from outreach.letters.lettertext import unseen
from outreach.problems import Problem, refuse

PLACE = '_outreach_mail in user-config.py'
KEYS = ('name', 'address', 'replyto', 'host', 'port', 'security', 'user', 'passwordfile', 'cafile')
SECURITY = ('tls', 'starttls')
PORTS = {'tls': 465, 'starttls': 587}  # RFC 8314


@dataclass(frozen=True)
class MailSettings:
    """Who writes, and the server that takes letters; '' where that is not said. `password` is never shown."""

    name: str = ''
    address: str = ''
    replyto: str = ''
    host: str = ''
    port: int = 465
    security: str = 'tls'
    user: str = ''
    cafile: str = ''
    password: str = field(default='', repr=False)

    @property
    def answers_to(self) -> str:
        """Return the address that answers go to."""
        return self.replyto or self.address

    @property
    def digest_words(self) -> str:
        """Return what of it every letter shows, for what is approved."""
        return '|'.join((self.name, self.address, self.replyto))


def read(told: Any, read_private: Callable[[Path], str], base: Path) -> MailSettings:
    """Read the settings; raise BadInput with everything that is wrong, without any address.

    `read_private` reads a file that must be private, `base` is where a relative name begins.
    """
    if told is None:
        return MailSettings()
    if not isinstance(told, Mapping) or not all(isinstance(key, str) for key in told):
        refuse([Problem(PLACE, "must be a table: {'name': 'Your name', 'address': '…'}")])
    known = {key: told[key] for key in KEYS if key in told}
    problems = [
        Problem(PLACE, f'does not know {key!r}; it knows: {", ".join(KEYS)}') for key in set(told) - set(KEYS)
    ]
    problems += [
        Problem(PLACE, f'{key!r} must be a text')
        for key, value in known.items()
        if not isinstance(value, int if key == 'port' else str)
    ]
    refuse(problems)
    problems = [*_addresses(known), *_server(known)]
    password = ''
    if known.get('passwordfile') and not problems:
        password = read_private(base / _path(known, 'passwordfile')).strip('\r\n')
    refuse(problems)
    security = known.get('security', 'tls')
    values = {key: known.get(key, '') for key in ('name', 'address', 'replyto', 'host', 'user')}
    values['cafile'] = str(_path(known, 'cafile')) if known.get('cafile') else ''
    return MailSettings(
        **values, port=known.get('port', PORTS[security]), security=security, password=password
    )


def _path(known: Mapping[str, Any], key: str) -> Path:
    return localfiles.typed(known[key], f'{PLACE}, {key!r}')


def _addresses(known: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for key in ('address', 'replyto'):
        if known.get(key):
            try:
                mailaddress.readable(known[key])
            except ValueError as error:
                problems.append(Problem(PLACE, f'{key!r} {error}'))
    if known.get('replyto') and not known.get('address'):
        problems.append(Problem(PLACE, "'replyto' goes with 'address'"))
    hidden = unseen(known.get('name', ''))
    if hidden:
        problems.append(Problem(PLACE, f"'name' holds the invisible character {hidden}"))
    return problems


def _server(known: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if known.get('security', 'tls') not in SECURITY:
        text = (
            "'security' must be 'tls' or 'starttls': nothing goes out, and nobody logs in, without encryption"
        )
        problems.append(Problem(PLACE, text))
    if known.get('user') and not known.get('passwordfile'):
        problems.append(
            Problem(PLACE, "'user' goes with 'passwordfile', a file with the password (chmod 600)")
        )
    if known.get('host') and not known.get('address'):
        problems.append(Problem(PLACE, "'host' goes with 'address', who writes"))
    return problems
