"""E-mail addresses: whether a letter can go to one, and whether two are the same.

What is wrong is said without the address: it may end up in a log.
"""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address

# RFC 5322, 3.2.3 (dot-atom) and RFC 5321, 4.5.3.1 (lengths)
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r'[a-z0-9-]{1,63}')
MOST_LOCAL, MOST_DOMAIN = 64, 253


def readable(text: str) -> str:
    """Return an address as it goes out, with its domain in ASCII; raise ValueError, without it, for none."""
    address = unicodedata.normalize('NFC', text)
    local, at, domain = address.rpartition('@')
    if not at or '@' in local or not local or not domain:
        raise ValueError('is not one e-mail address')
    if not local.isascii():
        raise ValueError('has letters before the @ that most mail servers do not take')
    if not LOCAL.fullmatch(local) or len(local) > MOST_LOCAL:
        raise ValueError('has something before the @ that cannot stand there')
    try:
        ascii_domain = domain.encode('idna').decode('ascii').lower()
    except UnicodeError:
        ascii_domain = ''
    if not _may_exist(ascii_domain):
        raise ValueError('has no domain behind the @ that could exist')
    return f'{local}@{ascii_domain}'


def _may_exist(domain: str) -> bool:
    """Return whether a domain is one of host names, with a dot in it (RFC 1123, 2.1)."""
    labels = domain.split('.')
    good = all(LABEL.fullmatch(one) and one[0] != '-' != one[-1] for one in labels)
    return good and len(labels) > 1 and len(labels[-1]) > 1 and len(domain) <= MOST_DOMAIN


def identity(text: str) -> str:
    """Return what is the same for all forms of an address; nobody has two by capitals only."""
    try:
        return readable(text).casefold()
    except ValueError:
        return unicodedata.normalize('NFKC', text).strip().casefold()


def mailbox(name: str, address: str) -> Address:
    """Return a name with an address for a header: one mailbox, whatever stands in the name."""
    return Address(display_name=as_text(name), addr_spec=readable(address))


def as_text(words: str) -> str:
    """Return words for a header so that no reader takes a part of them for an encoded word (RFC 2047, 2)."""
    return ' '.join(words.split()).replace('=?', '= ?')
