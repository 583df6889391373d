"""Who signed a text, and when."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.signatures import Signature, signature, without_signature

from tests.samples.logs import SIGNED


@pytest.mark.parametrize(
    ('text', 'signed', 'rest'),
    [
        (f'Yes! {SIGNED}', Signature('Bo Ek', date(2026, 3, 3)), 'Yes!'),
        ('Yes! --[[Special:Contributions/ann|x]]', Signature('Ann', None), 'Yes!'),
        ('as [[User:Ann]] said. [[user_talk:Cy]] 09:00, 30 February 2026 (UTC)', Signature('Cy', None),
         'as  said.'),
        (f'Yes! [[w:de:X]] [[User:Bo Ek]] ([[Portal:Y|y]]) · [[Z]] {SIGNED[SIGNED.index("10:"):]}',
         Signature('Bo Ek', date(2026, 3, 3)), 'Yes! [[w:de:X]]   ·'),
        ('nobody 10:12, 3 March 2026 (UTC)', None, 'nobody'),
    ],
)  # fmt: skip
def test_signatures(text: str, signed: Signature | None, rest: str) -> None:
    assert signature(text) == signed
    assert without_signature(text) == rest
