"""Fetching, over real TLS from a scripted server: what is asked, what is refused, and what it may cost."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from outreach.fetching import Fetcher, FetchFailed, Validators
from outreach.reachable import AllowedHosts, NotAllowed

from sandbox.tlsserver import ADDRESS, Reply, Request, TlsServer, versioned

BLOG = 'blog.example.test'
FEED = f'https://{BLOG}/feed/'
OTHER = 'other.example.test'


@pytest.fixture
def server() -> Iterator[TlsServer]:
    with TlsServer().running() as running:
        yield running


def fetcher(server: TlsServer, *, most_bytes: int = 100_000, most_seconds: float = 3) -> Fetcher:
    return Fetcher(
        AllowedHosts.read([BLOG, OTHER]),
        'tests (User:Example)',
        resolver=server.resolver,
        connector=server.connector,
        roots=server.roots,
        most_bytes=most_bytes,
        most_seconds=most_seconds,
    )


def refused(server: TlsServer, link: str = FEED) -> str:
    with pytest.raises(NotAllowed) as caught:
        fetcher(server).fetch(link)
    return str(caught.value)


def failed(server: TlsServer, *, most_bytes: int = 100_000, most_seconds: float = 3) -> str:
    with pytest.raises(FetchFailed) as caught:
        fetcher(server, most_bytes=most_bytes, most_seconds=most_seconds).fetch(FEED)
    return str(caught.value)


def test_an_answer_comes_with_its_address_and_headers(server: TlsServer) -> None:
    server.say(BLOG, '/feed/', Reply(b'<rss/>', headers={'Content-Type': 'text/xml', 'ETag': '"1"'}))
    answer = fetcher(server).fetch(FEED)
    assert (answer.status, answer.body, answer.link) == (200, b'<rss/>', FEED)
    assert (answer.headers['content-type'], answer.validators) == ('text/xml', Validators('"1"', ''))
    [request] = server.requests
    assert request.headers['user-agent'] == 'tests (User:Example)'
    assert request.host == BLOG


def test_both_validators_are_sent(server: TlsServer) -> None:
    """C17"""
    server.say(BLOG, '/feed/', versioned(b'<rss/>', '"1"', 'Tue, 24 Nov 2026 10:00:00 GMT'))
    first = fetcher(server).fetch(FEED)
    second = fetcher(server).fetch(FEED, first.validators)
    assert (first.status, second.status, second.body) == (200, 304, b'')


def test_the_connection_goes_to_the_address_that_was_checked(server: TlsServer) -> None:
    """C14"""
    server.say(BLOG, '/feed/', Reply(b'x'))
    answers = [[ADDRESS], ['127.0.0.1']]
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    led = Fetcher(
        AllowedHosts.read([BLOG]), 'x', resolver=rebinding, connector=server.connector, roots=server.roots
    )
    assert led.fetch(FEED).body == b'x'
    assert (server.connected, asked) == ([ADDRESS], [BLOG])
    with pytest.raises(NotAllowed, match=r'127\.0\.0\.1'):
        led.fetch(FEED)
    assert server.connected == [ADDRESS]


@pytest.mark.parametrize(
    'inner',
    [
        '127.0.0.1', '10.1.2.3', '172.16.0.9', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0',
        '::1', 'fe80::1', 'fd00::1', 'fec0::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1',
        '64:ff9b:1::a00:1', '2002:a00:1::', '2001::1', '::10.0.0.1', 'ff02::1', '2001:db8::1',
    ],
)  # fmt: skip
def test_no_inner_address_is_connected_to(server: TlsServer, inner: str) -> None:
    """C13"""
    server.resolved[BLOG] = [ADDRESS, inner]
    assert 'no address of the public Internet' in refused(server)
    assert server.connected == []


@pytest.mark.parametrize(
    ('link', 'why'),
    [
        ('http://blog.example.test/feed/', 'not https'),
        ('https://blog.example.test:8443/feed/', 'port 8443'),
        ('https://elsewhere.test/feed/', 'did not allow'),
        ('https://blog.example.test.evil.test/', 'did not allow'),
        ('https://me@blog.example.test/', 'account'),
        ('https://evil.test\\@blog.example.test/', 'characters'),
        ('file:///etc/passwd', 'not a web address'),
        ('https://127.0.0.1/', 'did not allow'),
        ('https://[::1]/', 'proper host'),
    ],
)
def test_what_was_not_allowed_is_never_asked(server: TlsServer, link: str, why: str) -> None:
    """C11"""
    assert why in refused(server, link)
    assert server.connected == []


@pytest.mark.parametrize(
    'target',
    [
        'http://blog.example.test/', 'https://elsewhere.test/', 'https://127.0.0.1/', 'file:///etc/passwd',
        'javascript:alert(1)', '//elsewhere.test/', 'https://blog.example.test:22/',
        'https://a@blog.example.test/',
    ],
)  # fmt: skip
def test_each_redirect_is_checked(server: TlsServer, target: str) -> None:
    """C12"""
    server.say(BLOG, '/feed/', Reply(status=302, headers={'Location': target}))
    refused(server)
    assert len(server.requests) == 1


def test_a_redirect_into_the_network_is_refused(server: TlsServer) -> None:
    server.say(BLOG, '/feed/', Reply(status=302, headers={'Location': f'https://{OTHER}/'}))
    server.resolved[OTHER] = ['10.0.0.7']
    assert '10.0.0.7' in refused(server)
    assert len(server.requests) == 1


def test_redirects_are_followed_and_lasting_ones_are_named(server: TlsServer) -> None:
    server.say(BLOG, '/feed/', Reply(status=301, headers={'Location': '/new/'}))
    server.say(BLOG, '/new/', Reply(status=302, headers={'Location': f'https://{OTHER}/x'}))
    server.say(OTHER, '/x', Reply(b'here'))
    answer = fetcher(server).fetch(FEED)
    assert (answer.body, answer.link) == (b'here', f'https://{OTHER}/x')
    assert answer.moved_to == f'https://{BLOG}/new/'


def test_endless_redirects_end(server: TlsServer) -> None:
    """C12; case 11"""

    def further(request: Request) -> Reply:
        return Reply(status=302, headers={'Location': f'{request.path}x'})

    for letters in range(400):
        server.say(BLOG, f'/feed/{"x" * letters}', further)
    assert 'redirects more than 5 times' in failed(server)
    assert len(server.requests) == 6


def test_a_certificate_for_another_name_is_refused(server: TlsServer) -> None:
    """C14"""
    server.certificate_for(BLOG, OTHER)
    assert 'certificate' in failed(server).lower()
    assert server.requests == []


def test_a_certificate_of_an_unknown_authority_is_refused(server: TlsServer) -> None:
    stranger = Fetcher(AllowedHosts.read([BLOG]), 'x', resolver=server.resolver, connector=server.connector)
    with pytest.raises(FetchFailed, match='certificate'):
        stranger.fetch(FEED)


def test_more_than_the_limit_is_not_taken(server: TlsServer) -> None:
    """C15"""
    server.say(BLOG, '/feed/', Reply(b'x' * 100_000))
    assert len(fetcher(server).fetch(FEED).body) == 100_000
    server.say(BLOG, '/feed/', Reply(b'x' * 100_001))
    assert 'larger' in failed(server)


def test_a_body_without_end_is_not_taken(server: TlsServer) -> None:
    head = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
    server.say(BLOG, '/feed/', Reply(raw=head + (b'ffff\r\n' + b'x' * 0xFFFF + b'\r\n') * 3))
    assert 'larger' in failed(server)


def test_packed_answers_are_unpacked(server: TlsServer) -> None:
    server.say(BLOG, '/feed/', Reply(gzip.compress(b'<rss/>'), headers={'Content-Encoding': 'gzip'}))
    answer = fetcher(server).fetch(FEED)
    assert answer.body == b'<rss/>'
    assert 'content-encoding' not in answer.headers


def test_a_bomb_is_not_unpacked(server: TlsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """C15; case 11"""
    bomb = gzip.compress(b'\0' * 300_000_000, compresslevel=9)
    assert len(bomb) < 400_000
    server.say(BLOG, '/feed/', Reply(bomb, headers={'Content-Encoding': 'gzip'}))
    unpacked: list[int] = []
    real = zlib.decompressobj

    class Counted:
        def __init__(self, wbits: int) -> None:
            self._real = real(wbits=wbits)
            self.eof = False

        def decompress(self, data: bytes, most: int) -> bytes:
            found = self._real.decompress(data, most)
            unpacked.append(len(found))
            return found

    monkeypatch.setattr(zlib, 'decompressobj', Counted)
    assert 'larger' in failed(server, most_bytes=500_000)
    assert sum(unpacked) == 500_001


@pytest.mark.parametrize('coding', ['br', 'deflate', 'gzip, gzip', 'zstd'])
def test_a_coding_that_was_not_asked_for_is_refused(server: TlsServer, coding: str) -> None:
    server.say(BLOG, '/feed/', Reply(b'x', headers={'Content-Encoding': coding}))
    assert 'packed' in failed(server)


def test_what_is_cut_short_is_no_answer(server: TlsServer) -> None:
    server.say(BLOG, '/feed/', Reply(b'x' * 1000, cut=500))
    assert 'cut short' in failed(server)
    packed = gzip.compress(b'abc' * 1000)
    half = packed[: len(packed) // 2]
    server.say(BLOG, '/feed/', Reply(half, headers={'Content-Encoding': 'gzip'}))
    assert 'cut short' in failed(server)
    chunked = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc'
    server.say(BLOG, '/feed/', Reply(raw=chunked))
    failed(server)


@pytest.mark.parametrize(
    'reply',
    [
        Reply(b'x', pause=20),
        Reply(b'x' * 10_000, drip=0.2),
        Reply(raw=b'HTTP/1.1 200 OK\r\nX: ' + b'y' * 1000, drip=0.2),
    ],
    ids=['silence', 'a dripping body', 'dripping headers'],
)
def test_a_slow_server_is_given_up(server: TlsServer, reply: Reply) -> None:
    """C15"""
    server.say(BLOG, '/feed/', reply)
    began = time.monotonic()
    assert 'longer than 1 seconds' in failed(server, most_seconds=1)
    assert time.monotonic() - began < 3


def test_a_redirect_wins_no_time(server: TlsServer) -> None:
    """C15"""
    for number in range(5):
        path = '/feed/' + 'x' * number
        server.say(BLOG, path, Reply(status=302, headers={'Location': f'{path}x'}, pause=0.4))
    began = time.monotonic()
    assert 'longer than 1 seconds' in failed(server, most_seconds=1)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    'raw',
    [
        b'',
        b'\x00\xff\x00',
        b'HTTP/1.1 ',
        b'HTTP/1.1 999999 X\r\n\r\n',
        b'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n',
    ],
)
def test_nonsense_is_a_failure_and_no_traceback(server: TlsServer, raw: bytes) -> None:
    server.say(BLOG, '/feed/', Reply(raw=raw))
    try:
        fetcher(server).fetch(FEED)
    except FetchFailed as error:
        assert str(error)


def test_an_unknown_name_is_a_failure(server: TlsServer) -> None:
    def unknown(host: str) -> list[str]:
        raise OSError('Name or service not known')

    def nowhere(host: str) -> list[str]:
        return []

    for resolver in (unknown, nowhere):
        lost = Fetcher(AllowedHosts.read([BLOG]), 'x', resolver=resolver, connector=server.connector)
        with pytest.raises(FetchFailed, match='no such host'):
            lost.fetch(FEED)


def test_a_host_is_asked_one_thing_at_a_time(server: TlsServer) -> None:
    """C16"""
    for number in range(4):
        server.say(BLOG, f'/{number}', Reply(b'x', pause=0.1))
        server.say(OTHER, f'/{number}', Reply(b'x', pause=0.1))
    one = fetcher(server)
    threads = [
        threading.Thread(target=one.fetch, args=(f'https://{host}/{number}',))
        for host in (BLOG, OTHER)
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.most_at_once == {BLOG: 1, OTHER: 1}
    assert one.requests == {BLOG: 4, OTHER: 4}


def test_another_address_is_tried_where_one_does_not_answer(server: TlsServer) -> None:
    server.say(BLOG, '/feed/', Reply(b'x'))
    server.resolved[BLOG] = ['2620:0:860:ed1a::1', ADDRESS]
    tried: list[str] = []

    def connector(address: str, seconds: float) -> Any:
        tried.append(address)
        if ':' in address:
            raise OSError('Network is unreachable')
        return server.connector(address, seconds)

    led = Fetcher(
        AllowedHosts.read([BLOG]),
        'x',
        resolver=server.resolver,
        connector=connector,
        roots=server.roots,
    )
    assert led.fetch(FEED).body == b'x'
    assert tried == ['2620:0:860:ed1a::1', ADDRESS]
