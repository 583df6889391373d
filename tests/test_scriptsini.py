"""Pywikibot's file of options: what of it counts, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from outreach import scriptsini
from outreach.campaign import APPROVAL, BANNER, CONSENT, LIST, MINEDITS, WAVES, WIKIS
from outreach.problems import BadInput
from outreach.scriptsini import arguments_in, with_file
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, LANGUAGE, UNDER, from_command_line, resolve

SETTINGS = (
    CAMPAIGN, UNDER, BANNER, LIST, MINEDITS, WAVES, WIKIS, APPROVAL, CONSENT, LANGUAGE, ACCEPT, ALWAYS,
)  # fmt: skip


def read(text: str, *typed: str) -> list[str]:
    return arguments_in(text, 'x', SETTINGS, typed)[0]


def wrong(text: str, *typed: str) -> dict[str, str]:
    with pytest.raises(BadInput) as found:
        read(text, *typed)
    return {one.place: one.text for one in found.value.problems}


def test_the_section_of_the_script_counts_and_what_is_typed_wins() -> None:
    text = """[add_text]
summary = Bot
[x] ; ours
campaign: Outreach/A
banner = WikiProject A
    WikiProject B
waves = 5%, rest
minedits = 3
approval = true
"""
    assert read(text) == [
        '-campaign:Outreach/A', '-banner:WikiProject A', '-banner:WikiProject B', '-waves:5%, rest',
        '-minedits:3', '-approval',
    ]  # fmt: skip
    written, problems = from_command_line([*read(text, '-minedits:9'), '-minedits:9'], SETTINGS)
    assert (resolve(SETTINGS, written)[MINEDITS], problems) == (9, [])
    assert read('[y]\nnothing = of ours\n') == []
    assert read('[x]\napproval = no\n') == [], 'a file makes a safety setting stricter only'


def test_what_consents_or_acts_is_typed_and_all_that_is_wrong_is_named_by_its_key() -> None:
    text = """[x]
always = yes
accept = shrinks
consent = subscribers
simulate = yes
minedit = 3
wikis = a.w.test, !
list = A
 B
minedits =
approval = perhaps
"""
    found = wrong(text)
    assert {place.removeprefix('scripts.ini, [x] ') for place in found} == {
        'always', 'accept', 'consent', 'simulate', 'minedit', 'wikis', 'list', 'minedits', 'approval',
    }  # fmt: skip
    for typed_only in ('always', 'accept', 'consent', 'simulate'):
        assert found[f'scripts.ini, [x] {typed_only}'].endswith(f'type -{typed_only}')
    assert found['scripts.ini, [x] minedit'] == 'is no option of this script; did you mean minedits?'
    assert list(wrong('list = A\n')) == ['scripts.ini']


def test_a_section_for_one_campaign_does_not_count_for_another() -> None:
    text = '[x]\ncampaign = Outreach/A\nlist = L\n'
    assert arguments_in(text, 'x', SETTINGS, ['-campaign:Outreach/B']) == ([], 'Outreach/A')
    assert arguments_in(text, 'x', SETTINGS, ['-under:Outreach/A']) == ([], 'Outreach/A')
    assert read(text, '-campaign:Outreach/A') == ['-list:L']
    assert read('[x]\nlist = L\n', '-campaign:Outreach/B') == ['-list:L']


def test_what_is_for_all_sections_counts_where_the_script_has_it() -> None:
    assert read('[DEFAULT]\nsummary = Bot\nlanguage = sv\n[x]\n') == ['-language:sv']


def test_a_run_says_what_it_takes_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(scriptsini, 'tell', told.append)
    assert with_file('x', SETTINGS, ['-list:M']) == ['-list:M']
    (tmp_path / 'scripts.ini').write_text('[x]\nlist = L\nminedits = 4\n', encoding='utf-8')
    assert with_file('x', SETTINGS, ['-list:M']) == ['-minedits:4', '-list:M']
    assert told == ['scripts.ini of this folder, [x]: -minedits:4']
    (tmp_path / 'scripts.ini').write_bytes(b'\xff')
    with pytest.raises(BadInput, match='cannot be read'):
        with_file('x', SETTINGS, [])


def test_a_file_beside_user_config_is_told_not_to_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    here, beside = tmp_path / 'here', tmp_path / 'scripts.ini'
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(scriptsini, 'tell', told.append)
    beside.write_text('[y]\nlist = L\n', encoding='utf-8')
    assert with_file('x', SETTINGS, [], tmp_path) == []
    beside.write_text('no file of options', encoding='utf-8')
    assert with_file('x', SETTINGS, [], tmp_path) == []
    assert told == []
    beside.write_text('[x]\nlist = L\n', encoding='utf-8')
    assert with_file('x', SETTINGS, [], tmp_path) == []
    assert told == [f'{beside} does not count: only one in the folder where the script is started does.']
