"""Which hosts may be asked, and which addresses are of the public Internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.reachable import AllowedHosts, NotAllowed, is_public

HOSTS = AllowedHosts.read(['Diff.wikimedia.org', '*.planet.wikimedia.org'])


@pytest.mark.parametrize('host', ['diff.wikimedia.org', 'DIFF.wikimedia.org', 'pt.planet.wikimedia.org'])
def test_allowed_hosts(host: str) -> None:
    assert host in HOSTS
    assert HOSTS.check(f'https://{host}/feed/')


@pytest.mark.parametrize(
    'host',
    [
        'wikimedia.org', 'planet.wikimedia.org', 'a.b.planet.wikimedia.org', 'evildiff.wikimedia.org',
        'diff.wikimedia.org.evil.example', 'diff.wikimedia.org.', 'ｄiff.wikimedia.org', '127.0.0.1',
    ],
)  # fmt: skip
def test_all_others_are_not_allowed(host: str) -> None:
    assert host not in HOSTS
    with pytest.raises(NotAllowed):
        HOSTS.check(f'https://{host}/feed/')


@pytest.mark.parametrize(
    'pattern', ['*', '*.org', '', 'https://x.org', 'a b.org', '1.2.3.4', '*.*.x.org', 'x.org/y']
)
def test_a_pattern_names_hosts_and_nothing_wide(pattern: str) -> None:
    with pytest.raises(ValueError, match='must be'):
        AllowedHosts.read([pattern])


@pytest.mark.parametrize(
    'address', ['198.35.26.96', '8.8.8.8', '2620:0:860:ed1a::1', '::ffff:8.8.8.8', '64:ff9b::808:808']
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    'address',
    [
        '127.0.0.1', '127.1.2.3', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1',
        '169.254.169.254',
        '100.64.0.1', '0.0.0.0', '0.1.2.3', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1',
        '203.0.113.1',
        '192.88.99.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fe80::1%eth0',
        'fc00::1', 'fd12::1', 'fec0::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::10.0.0.1',
        '64:ff9b::a00:1', '64:ff9b::7f00:1', '64:ff9b:1::808:808', '2002:808:808::1', '2001:0:a::1',
        '2001:db8::1',
        '3fff::1', '100::1', '4000::1', '2620:0:860::1%eth0', '', 'localhost', '1', '0x7f.1', '127.1',
        '010.0.0.1',
    ],
)  # fmt: skip
def test_all_others_are_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_inner_address_is_inner_in_whatever_form(address: IPv4Address) -> None:
    mapped = IPv6Address(0xFFFF_0000_0000 | int(address))
    translated = IPv6Address((0x64FF9B << 96) | int(address))
    assert is_public(str(mapped)) == is_public(str(translated)) == is_public(str(address))
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


@given(st.ip_addresses(v=6))
def test_no_private_address_is_public(address: IPv6Address) -> None:
    if is_public(str(address)):
        assert not (
            address.is_loopback or address.is_link_local or address.is_multicast or address.is_site_local
        )
