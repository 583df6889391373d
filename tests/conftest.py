"""Unit tests run without a network; those under tests/sandbox talk to real MediaWiki on this machine."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Pywikibot reads its configuration when it is imported, so this comes before any test module.
BASE = Path(tempfile.mkdtemp(prefix='outreach-unit-'))
CONFIG = BASE / 'user-config.py'
CONFIG.write_text(
    "family = 'meta'\nmylang = 'meta'\nusernames['*']['*'] = 'TestBot'\nput_throttle = 0\nminthrottle = 0\n"
)
CONFIG.chmod(0o600)
os.environ.update(PYWIKIBOT_DIR=str(BASE), PYWIKIBOT_NO_USER_CONFIG='2')

SANDBOX = Path(__file__).parent / 'sandbox'

# a law is not timed: how long an example takes says more about the machine than about the code
settings.register_profile('untimed', deadline=None, suppress_health_check=[HealthCheck.too_slow])
# in continuous integration the examples are the same every time: a commit is judged by what it changed,
# and chance looks for more wherever a person runs the tests, and in `make fuzz`
settings.register_profile('repeatable', settings.get_profile('untimed'), derandomize=True)
settings.load_profile('repeatable' if os.environ.get('CI') else 'untimed')

pytest.register_assert_rewrite('tests.samples')


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no unit test connect to anything."""
    if SANDBOX in request.path.parents:
        return

    def refuse(self: socket.socket, address: object) -> None:
        raise AssertionError(f'a unit test tried to connect to {address!r}')

    monkeypatch.setattr(socket.socket, 'connect', refuse)
    monkeypatch.setattr(socket.socket, 'connect_ex', refuse)
