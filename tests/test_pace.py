"""What the requests of a run ask for, and when the next one may go out."""

from __future__ import annotations

import pytest
from outreach.pace import kind


@pytest.mark.parametrize(
    ('url', 'body', 'word'),
    [
        ('http://x.test/w/api.php?action=query&list=users&ususers=Ada', None, 'query users'),
        ('http://x.test/w/api.php', b'action=query&meta=userinfo&prop=revisions', 'query revisions'),
        ('http://x.test/w/api.php', b'action=query&meta=userinfo', 'query userinfo'),
        ('http://x.test/w/api.php', 'action=edit&title=T', 'edit'),
        ('http://x.test/wiki/Page', b'', 'other'),
    ],
)
def test_the_kind_of_a_request(url: str, body: bytes | str | None, word: str) -> None:
    assert kind(url, body) == word
