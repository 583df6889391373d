"""The requests of a run: what each asks for, and at which pace they may follow one another."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def kind(url: str, body: bytes | str | None) -> str:
    """Return what a request asks for in a word or two: its action and the first module that it names."""
    text = body.decode('utf-8', 'replace') if isinstance(body, bytes) else str(body or '')
    asked = parse_qs(f'{urlsplit(url).query}&{text}')
    modules = [asked[name][0] for name in ('list', 'prop', 'meta') if name in asked]
    modules = [name for name in modules if name != 'userinfo'] or modules
    return ' '.join([asked.get('action', ['other'])[0], *modules[:1]])
