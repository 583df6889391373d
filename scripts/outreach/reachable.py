"""Where a bot may fetch from: hosts that its operator allowed, at addresses of the public Internet.

Addresses on wiki pages are written by anybody, and the machine of a bot sees networks that readers do
not: a page must not lead it there. Sources of the ranges: the registries of special-purpose addresses,
https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from outreach.weblinks import web_link

PORT = 443
PATTERN = re.compile(r'(?:\*\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}')

# what is public of IPv6, and what of that leads elsewhere: protocols and Teredo, documentation, 6to4
PUBLIC_6 = IPv6Network('2000::/3')
SPECIAL_6 = tuple(map(IPv6Network, ('2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20')))
# IPv4 behind IPv6: mapped, and as NAT64 translates it (RFC 6052)
HOLDS_4 = tuple(map(IPv6Network, ('::ffff:0:0/96', '64:ff9b::/96')))
# relays of 6to4 (RFC 7526), and what older Pythons take for global
SPECIAL_4 = tuple(map(ip_network, ('192.88.99.0/24', '192.0.0.0/24')))


class NotAllowed(ValueError):
    """The operator did not allow this address, or it leads into a network that is not public."""


@dataclass(frozen=True)
class AllowedHosts:
    """The hosts that may be asked: names, and patterns such as `*.planet.wikimedia.org` (one label)."""

    patterns: tuple[str, ...]

    @classmethod
    def read(cls, patterns: Iterable[str]) -> AllowedHosts:
        """Read the hosts as an operator writes them; raise ValueError naming what is none."""
        read = tuple(pattern.strip().lower() for pattern in patterns)
        for pattern in read:
            fixed = pattern.removeprefix('*.')
            if not PATTERN.fullmatch(pattern) or (fixed != pattern and '.' not in fixed):
                raise ValueError(f'{pattern!r} must be a host, or a pattern such as *.planet.wikimedia.org')
            if fixed.rpartition('.')[2].isdigit():
                raise ValueError(f'{pattern!r} must be a name, not a number')
        return cls(read)

    def __contains__(self, host: object) -> bool:
        if not isinstance(host, str):
            return False
        parent = host.lower().partition('.')[2]
        return host.lower() in self.patterns or f'*.{parent}' in self.patterns

    def check(self, link: str) -> str:
        """Return the address in full if it may be asked; raise NotAllowed saying why not."""
        try:
            full = web_link(link)
        except ValueError as error:
            raise NotAllowed(str(error)) from error
        parts = urlsplit(full)
        if parts.scheme != 'https':
            raise NotAllowed('is not https')
        if parts.port not in (None, PORT):
            raise NotAllowed(f'names port {parts.port}; only {PORT} is asked')
        if parts.hostname not in self:
            raise NotAllowed(f'is on {parts.hostname}, which the operator of this bot did not allow')
        return full


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public Internet, in whatever form it hides another.

    What is behind an IPv6 network's own NAT64 prefix cannot be told from outside; `64:ff9b::/96` can.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return _public_4(found)
    if any(found in network for network in HOLDS_4):
        return _public_4(IPv4Address(int(found) & 0xFFFFFFFF))
    return _public_6(found)


def _public_4(address: IPv4Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in SPECIAL_4)
    )


def _public_6(address: IPv6Address) -> bool:
    return (
        address in PUBLIC_6
        and address.scope_id is None
        and not any(address in network for network in SPECIAL_6)
    )
