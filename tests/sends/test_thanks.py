"""What is thanks and nothing else, and what somebody has to answer."""

from __future__ import annotations

import pytest
from outreach.sends.thanks import ADDED, THANKS, only_thanks

SIGNED = '[[User:Ann|Ann]] ([[User talk:Ann|talk]]) 12:00, 1 May 2026 (UTC)'

MERE_THANKS = [
    'Thanks!',
    ':Thank you very much for the invitation :-) --~~~~'.replace('~~~~', SIGNED),
    f'::Thanks. {SIGNED}\n:::Many thanks! {SIGNED}',
    "'''Thank you''' <small>{{thank you}}</small>",
    '{{Thanks|Ann}}',
    ':👍',
    'Tack så mycket! [[Användare:Åsa]] ([[Användardiskussion:Åsa|diskussion]]) 1 maj 2026 kl. 12.00 (CET)',
    'شُكرًا جزيلاً [[مستخدم:سامي|سامي]] ([[نقاش المستخدم:سامي|نقاش]]) 12:00، 1 مايو 2026 (ت ع م)',
    'ありがとうございます。--[[利用者:花|花]]（[[利用者‐会話:花|会話]]） 2026年5月1日 (金) 12:00 (UTC)',
    'MERCI BEAUCOUP POUR L’INVITATION',
    'Спасибо!',
    'Obrigada <span style="color: red">:)</span>',
]

TO_ANSWER = [
    '',
    'Count me in!',
    'for the message',
    'Thanks? No.',
    'Thanks, but please stop sending me this.',
    f'Thanks, I will come. {SIGNED}',
    f'Thanks, [[this page]] is wrong. {SIGNED}',
    f'Thanks. {SIGNED}\n:When is it {SIGNED}',
    'Thanksgiving',
    'Take me off',
    'No thanks',
    '{{help me}} thanks',
    'Thanks [[User:Ann|Ann]] 5 people will come',
    'Gracias, ¿cuándo es',
    '谢谢，但是请不要再发了',
]


@pytest.mark.parametrize('text', MERE_THANKS)
def test_thanks_need_no_answer(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize('text', TO_ANSWER)
def test_whatever_is_more_than_thanks_is_an_answer(text: str) -> None:
    assert not only_thanks(text)


def test_every_phrase_of_thanks_is_known_alone_and_what_is_added_is_not() -> None:
    phrases = [one.strip() for one in THANKS.replace('\n', ',').split(',') if one.strip()]
    assert [one for one in phrases if not only_thanks(f'* {one.upper()}!')] == []
    added = [one.strip() for one in ADDED.replace('\n', ',').split(',') if one.strip()]
    assert [one for one in added if only_thanks(one) or not only_thanks(f'Thanks {one}.')] == []
