"""What a wiki says about itself."""

from __future__ import annotations

from typing import Any

from outreach import siteinfo

REPLY = {
    'query': {
        'general': {'case': 'first-letter'},
        'namespaces': {
            '0': {'id': 0, 'case': 'first-letter', 'name': ''},
            '4': {'id': 4, 'case': 'first-letter', 'name': 'Meta', 'canonical': 'Project'},
        },
        'namespacealiases': [],
    }
}


class Asked:
    """A wiki that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def call(self, **parameters: Any) -> dict[str, Any]:
        self.asked.append(parameters['siprop'])
        return REPLY


def test_a_run_asks_each_wiki_once_what_its_namespaces_are_called() -> None:
    meta: Any = Asked()
    other: Any = Asked()
    assert siteinfo.namespace_of(meta, 'Project:X/y') == siteinfo.namespace_of(meta, 'Meta:X/y') == (4, 'X/y')
    assert siteinfo.namespace_of(other, 'Z') == (0, 'Z')
    assert meta.asked == other.asked == [siteinfo.NAMESPACES]
