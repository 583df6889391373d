"""What a run without the options of the waves before would change, and how they are repeated."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from outreach.campaign import APPROVAL, EXCLUDE, LIST, SETTINGS, WAVES
from outreach.sends.earlierterms import RULES, advice, doubts, newest, number_of_waves, repeated, values
from outreach.sends.inputs import in_words
from outreach.sends.sendpage import CORRECTION, TEST_WAVE
from outreach.sends.sendstate import SendState
from outreach.settings import Given, from_command_line, resolve

from tests.samples.plans import one_page

TYPED = ('-waves:3,10,rest', '-exclude:Outreach/No', '-exclude:Outreach/Not at all', '-approval', '-delay:2')


def given(*typed: str) -> Given:
    return resolve(SETTINGS.values(), from_command_line(typed, SETTINGS.values())[0])


def words(*typed: str) -> str:
    return in_words(given(*typed), RULES)


SENT = replace(one_page(SendState.SENT), settings=words(*TYPED))


def found(*typed: str, page: Any = None, before: Any = (SENT,)) -> list[str]:
    stand: Any = SimpleNamespace(pages=before, campaign=SimpleNamespace(settings=words(*typed)))
    new = page or replace(SENT, wave='2', state=SendState.PLANNED)
    return [str(one) for one in doubts(stand, [new], given(*typed))]


def test_a_wave_without_the_options_of_the_last_one_is_doubtful() -> None:
    [said] = found()
    assert 'waves = 3, 10, rest is now waves = rest' in said
    assert 'exclude = Outreach/No, Outreach/Not at all is now exclude = -' in said
    assert 'delay = 2 is now delay = 0' in said
    assert said.endswith(
        "to go on as before: -approval -exclude:Outreach/No '-exclude:Outreach/Not at all' "
        '-waves:3,10,rest -delay:2 [other-settings]'
    )
    assert 'approval =' not in said


def test_what_is_repeated_is_none_and_what_is_given_anew_is_one_for_waves_alone() -> None:
    assert found(*TYPED) == []
    [said] = found(*TYPED[1:4], '-delay:1', '-waves:5,rest')
    assert 'waves = 3, 10, rest is now waves = 5, rest' in said
    assert 'delay =' not in said


@pytest.mark.parametrize('of', [{'wave': TEST_WAVE}, {'wave': CORRECTION}, {'follows': 'Another page'}])
def test_what_is_no_wave_has_its_own_settings(of: dict[str, Any]) -> None:
    page = replace(SENT, state=SendState.PLANNED, **of)
    assert found(page=page) == []
    assert found(before=(replace(SENT, **of),)) == []
    assert found(before=(replace(SENT, state=SendState.PLANNED),)) == []


def test_the_options_of_a_plan_are_read_back_from_its_words() -> None:
    for one in ((), TYPED, ('-list:A/B',), ('-testers:X', '-fallback:sv', '-cooldown:0', '-faillimit:5')):
        options = repeated(values(words(*one)), values(words())).replace("'", '')
        typed = [f'-{part}' for part in f' {options}'.split(' -')[1:]]
        for rule in (WAVES, EXCLUDE, LIST, APPROVAL):
            assert given(*typed)[rule] == given(*one)[rule]
        assert words(*typed) == words(*one)


def test_what_the_campaign_page_states_now_is_not_overruled_by_the_advice() -> None:
    before, now = values(words('-faillimit:5', '-waves:3,rest')), values(words('-faillimit:30'))
    assert '-faillimit:5' in repeated(before, now)
    assert repeated(before, now, {'faillimit', 'waves'}) == '-waves:3,rest'


def test_the_last_wave_counts_else_the_last_test() -> None:
    test = replace(SENT, wave=TEST_WAVE, title='T')
    assert newest([]) is None
    assert newest([replace(SENT, state=SendState.CANCELLED)]) is None
    assert newest([SENT, test]) is SENT
    assert newest([test]) is test


def test_only_the_next_send_repeats_them() -> None:
    line = 'Next: pwb send_message -campaign:C sends what is left'
    assert advice(line, '-campaign:C', '-waves:1,rest') == (
        'Next: pwb send_message -campaign:C -waves:1,rest sends what is left'
    )
    assert advice(line, '-campaign:C', '') == line
    other = 'pwb log_promotion -campaign:C'
    assert advice(other, '-campaign:C', '-waves:1,rest') == other


def test_waves_are_counted_as_they_were_planned() -> None:
    assert number_of_waves([SENT], given()) == 3
    assert number_of_waves([SENT], given('-waves:1,rest')) == 2
    assert number_of_waves([], given()) == 1
    assert number_of_waves([replace(SENT, settings='')], given()) == 1
