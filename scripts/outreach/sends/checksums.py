"""Checksums at the end of edit summaries: whether a page still holds what a script saved on it."""

from __future__ import annotations

import hashlib
import re

AT_THE_END = re.compile(r'\(([0-9a-f]{16})\)$')


def of(text: str) -> str:
    """Return the checksum of a text: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:16]


def signed(summary: str, checksum: str) -> str:
    """Return an edit summary that ends with a checksum."""
    return f'{summary} ({checksum})'


def found(summary: str) -> str:
    """Return the checksum with which a summary ends, '' where it has none."""
    match = AT_THE_END.search(summary)
    return match[1] if match else ''
