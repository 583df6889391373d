"""The request to somebody who may send: what it names, and the look that it asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from outreach.sends.requesttext import WHERE, request
from outreach.sends.sendstate import SendState

from tests.samples.sendwiki import SendWiki, trust
from tests.sends.test_sendpages import page


def test_a_request_links_to_what_was_changed_since_we_opened_the_page() -> None:
    def say(key: str, **values: Any) -> str:
        return f'{key}: {", ".join(f"{name} {value}" for name, value in sorted(values.items()))}'

    wiki = SendWiki()
    asked = replace(page('1', 'en', 'Ann', 'Bo'), state=SendState.REQUESTED)
    ours = wiki.put(asked)
    assert wiki.edit(asked.title, 'Eve was here') == ours + 1
    assert request(trust(wiki), asked, 'Text', say).split('\n') == [
        WHERE, '', f'request-look: revision {ours}',
        f'request: campaign {asked.campaign}, count 2, page {asked.title}, subject {asked.subject}',
        '', '<pre>', 'Text', '</pre>', '',
    ]  # fmt: skip
