"""The hosts that an operator allows a run to fetch from."""

from __future__ import annotations

import pytest
from outreach import hosts, wiki
from outreach.problems import BadInput


def test_without_a_setting_the_hosts_of_the_movement_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiki, 'configured', lambda name: None)
    assert 'lists.wikimedia.org' in hosts.allowed_hosts()
    assert 'example.org' not in hosts.allowed_hosts()


def test_the_setting_counts_alone_and_an_empty_one_allows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiki, 'configured', lambda name: {'hosts': ['forum.example.org']}[name])
    assert 'forum.example.org' in hosts.allowed_hosts()
    assert 'lists.wikimedia.org' not in hosts.allowed_hosts()
    monkeypatch.setattr(wiki, 'configured', lambda name: ())
    assert 'lists.wikimedia.org' not in hosts.allowed_hosts()


@pytest.mark.parametrize('given', [5, [7], ['*'], ['127.0.0.1']])
def test_a_setting_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, given: object) -> None:
    monkeypatch.setattr(wiki, 'configured', lambda name: given)
    with pytest.raises(BadInput, match=r'_outreach_hosts in user-config\.py'):
        hosts.allowed_hosts()
