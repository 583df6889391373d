"""What scripts say where they find nothing to work on: what was looked for, and where."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import check_affiliates
import check_delivery
import check_targets
import map_channels
import measure_campaign
import post_events
import post_feed
import pytest
import update_pattern
import write_letters
from outreach import outputs, settingspages
from outreach.affiliates import optouts
from outreach.campaign import read_settings
from outreach.checks.lint import FIXABLE
from outreach.letters import reading
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.sends.sendstate import SendState
from outreach.settings import CAMPAIGN, Given, WrittenSetting
from outreach.sitematrix import WikiInfo

from tests.samples.plans import one_page

X = 'Outreach/X'
TYPED = {'library': (WrittenSetting('library', 'Learing/', '-library:Learing/'),)}


def stage(*states: SendState) -> Any:
    return SimpleNamespace(campaign=X, strangers={}, pages=[one_page(state) for state in states])


def check(monkeypatch: pytest.MonkeyPatch, pages: Any, **given: str) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(check_delivery, 'tell', told.append)
    run: Any = SimpleNamespace(given=Given(given))
    check_delivery.check_there(run, pages)
    return told


def test_a_check_says_that_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [f'Nothing was sent yet: no page under {X}/Send says so, nor does the send log.']
    assert check(monkeypatch, stage(), campaign=X) == said
    assert check(monkeypatch, stage(SendState.PLANNED), under=X, campaign=X) == said
    assert check(monkeypatch, stage(SendState.SENT), campaign=X) == []


def test_a_check_of_pages_that_are_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match=f'-under:{X}: no send pages lie under it') as refused:
        check(monkeypatch, stage(), under=X, campaign=X)
    assert refused.value.problems[0].absent == X


@pytest.mark.parametrize('script', [post_feed, post_events])
def test_where_no_page_asks_to_be_filled_that_is_said(monkeypatch: pytest.MonkeyPatch, script: Any) -> None:
    told: list[str] = []
    monkeypatch.setattr(script, 'tell', told.append)
    monkeypatch.setattr(settingspages, 'with_template', lambda *_: [])
    monkeypatch.setattr(outputs, 'prefixes', lambda: ())
    home = SimpleNamespace(host='meta.test', read_many=lambda _titles: {})
    run: Any = SimpleNamespace(given=Given({CAMPAIGN.name: X}), home=home)
    hosts: Any = None
    more = [] if script is post_feed else [()]
    assert script.read_pages(run, hosts, *more) == ([], [])
    where = f'was found under {X} on meta.test: nothing is filled.'
    assert told == [f'No page with {{{{{script.TEMPLATE}}}}} that may be written {where}']


@pytest.mark.parametrize(
    ('given', 'title', 'told'),
    [
        (Given({'library': 'Learing/'}, TYPED), '', '-library:Learing/: no pattern begins so'),
        (Given({}), 'Learning patterns/Missing', 'Learning patterns/Missing: there is no such pattern'),
        (Given({}), '', ''),
    ],
)
def test_a_library_that_is_not_there_is_no_clean_one(given: Given, title: str, told: str) -> None:
    found = update_pattern.none_there(given, (), title)
    assert ''.join(map(str, found)) == told
    assert update_pattern.none_there(given, ['one'], title) == []


@pytest.mark.parametrize(
    ('read', 'text', 'meant'),
    [
        (map_channels.verdicts, 'alve', 'alive'),
        (write_letters.BY.convert, 'drafts,wki', 'wiki'),
        (check_affiliates.required, 'sgned', 'signed'),
    ],
)
def test_a_misspelt_value_is_answered_with_the_right_one(read: Any, text: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f'did you mean {meant}'):
        read(text)


def test_a_folder_of_letters_that_is_not_there_is_named(tmp_path: Path) -> None:
    for folder, why in ((tmp_path / 'nosuch', 'there is no such folder'), (tmp_path, 'holds no en.txt')):
        with pytest.raises(BadInput, match=why):
            reading._of_folder(folder, 'en')


def test_a_missing_page_of_noes_to_mail_names_its_option() -> None:
    resolver: Any = None
    with pytest.raises(BadInput, match='Give -nomail') as refused:
        optouts.read([Page('Out')], Page(optouts.NOMAIL), resolver)
    assert str(refused.value.problems[0]) == 'Out: there is no such page'


def test_every_kind_that_can_be_fixed_is_in_the_manual() -> None:
    missing = [kind.value for kind in FIXABLE if kind.value not in (check_targets.__doc__ or '')]
    assert missing == []


@pytest.mark.parametrize(
    ('code', 'told'),
    [
        ('xx', ['-for:xx: is the language of no wiki here']),
        ('svv', ['-for:svv: is the language of no wiki here; did you mean sv?']),
        ('sv', []),
        ('sv-finland', []),
        ('', []),
    ],
)
def test_a_language_that_no_wiki_has_is_refused(code: str, told: list[str]) -> None:
    matrix = tuple(WikiInfo(f'{one}wiki', f'{one}.wikipedia.test', one) for one in ('en', 'sv'))
    typed = [f'-for:{code}'] if code else []
    given = read_settings(map_channels.SETTINGS, ['-channels:C', '-measure', *typed], lambda _: None)
    run: Any = SimpleNamespace(given=given, farm=SimpleNamespace(matrix=matrix))
    problems: list[Any] = []
    map_channels.work_of(run, problems)
    assert list(map(str, problems)) == told


@pytest.mark.parametrize('script', [check_delivery, measure_campaign])
def test_a_campaign_that_is_not_there_is_never_one_without_sends(script: Any) -> None:
    """An unattended job on a misspelt campaign must not end as one that had nothing to do."""
    with pytest.raises(BadInput, match='-campaign:Nope: there is no such page'):
        read_settings(script.SETTINGS, ['-campaign:Nope'], lambda _: None)
