"""Web addresses that strangers wrote: which may stand on a page, which are the same, how to write them.

A browser and Python do not read every address alike (`https://e.org\\@evil.org/` is evil.org to one and
e.org to the other), so what could be read in two ways is refused. What ends an external link in
wikitext was tried on MediaWiki 1.39 (core Parser.php, EXT_LINK_URL_CLASS).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

MOST_LETTERS = 2000
SAFE = frozenset('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&()*+,=%')
# an address within wikitext, as far as MediaWiki takes it for one
ADDRESS = re.compile(r'https?://[^\s<>"\[\]{}|]+')
HOST = re.compile(r'(?!-)[\w-]{1,63}(?:\.(?!-)[\w-]{1,63})+')
TRACKING = re.compile(r'utm_\w+|fbclid|gclid|mc_\w+|ref')
DEFAULT_PORTS = {'http': 80, 'https': 443}


def web_link(text: str, base: str = '') -> str:
    """Return the address in its full form, relative ones resolved against `base`.

    Raises ValueError, saying why, for anything that is not a plain http(s) address with a host: other
    schemes, names and passwords, backslashes, control characters.
    """
    address = text.strip()
    if len(address) > MOST_LETTERS:
        raise ValueError('is too long for a web address')
    if '\\' in address or any(unicodedata.category(char) in ('Cc', 'Cs') for char in address):
        raise ValueError('holds characters that no web address has')
    full, parts = _parts(address, base)
    if parts.scheme not in DEFAULT_PORTS:
        raise ValueError('is not a web address beginning with https:// or http://')
    if parts.username is not None or parts.password is not None or '@' in parts.netloc:
        raise ValueError('names an account before the host')
    if not parts.hostname or not HOST.fullmatch(parts.hostname):
        raise ValueError('has no proper host')
    if _port(parts) == 0:
        raise ValueError('has no proper port')
    return full


def _parts(address: str, base: str) -> tuple[str, SplitResult]:
    try:
        full = urljoin(base, address) if base else address
        return full, urlsplit(full)
    except ValueError:  # such as `//℀`, whose compatible form holds a slash
        raise ValueError('is no web address') from None


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return 0


def same_address(link: str) -> str:
    """Return what two addresses of one page have in common: compare with it, never show or fetch it.

    Scheme, default port, fragment, a slash at the end and parameters that only track readers do not
    count; other parameters count, in their order. What is no address has nothing in common with any other.
    """
    try:
        parts = urlsplit(link)
        host = _host(parts)
    except ValueError:
        return link
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(name) and (name, value) != ('source', 'rss')
    ]
    query = f'?{urlencode(kept)}' if kept else ''
    return f'{host}{parts.path.rstrip("/")}{query}'


def in_wikitext(link: str) -> str:
    """Return the address as it stands in `[address label]`: nothing in it ends the link or is markup.

    Letters of any script stay as they are; everything else but plain address characters becomes
    percent codes: blanks of any kind, quotes, semicolons (`&lt;` would end the link), and what the wiki
    would replace even inside an address, signatures and magic words.
    """
    written = ''.join(
        char
        if char in SAFE or (ord(char) > 127 and char.isalnum())
        else ''.join(f'%{byte:02X}' for byte in char.encode())
        for char in link
    )
    return written.replace('~~', '%7E%7E').replace('__', '%5F%5F')


def links_in(html: str, most: int = 100) -> tuple[str, ...]:
    """Return the first addresses that a piece of HTML links to, each once, without judging them."""
    found: Iterable[str] = re.findall(r'\bhref\s?=\s?["\']([^"\'<>\s]{1,2000})', html)
    return tuple(dict.fromkeys(found))[:most]


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ''
    port = parts.port
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f'{host}:{port}'
