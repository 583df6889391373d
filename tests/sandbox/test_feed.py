"""Pages of news on real MediaWiki, out of feeds that a scripted TLS server says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import escape, unescape

import pytest

from sandbox.client import Client
from sandbox.farm import Farm
from sandbox.tlsserver import Reply, TlsServer, versioned
from sandbox.worlds.medicine import ORGANIZER
from tests.feeds import samples
from tests.sandbox.tools.parsedpage import parsed, shape

META = 'meta.wikimedia.test'
BLOG, OTHER = 'blog.example.test', 'other.example.test'
NEWS = 'Outreach/News'
NOW = datetime.now(UTC)
HOSTILE = (
    '<script>alert(1)</script> [[Category:X]] {{Delete}} ~~~~ &#8217;',
    '[[File:X.png]] {{Outreach feed}} <ref>x</ref>',
    "__NOTOC__ == H == <!-- outreach:end feed --> '''b''' ISBN 1234567890",
    'a || b |- |} {| c ! d !! e https://evil.example/ -{x}- </bdi></div></table>',
    '# * ; : <nowiki> <pre> <noinclude> <includeonly> &lt;b&gt; {{{1}}} [https://evil.example x]',
    'نیم\u200cفاصله \u202eevil \u2067 RFC 1234',
)


@pytest.fixture
def editor(wiki_state: Farm) -> Client:
    return wiki_state.login(ORGANIZER)


def post(number: int, title: str, *, days: float = 1, more: str = '') -> str:
    date = (NOW - timedelta(days=days)).strftime('%a, %d %b %Y %H:%M:%S +0000')
    return samples.rss_item(number, escape(title), date=date, more=more)


def say(server: TlsServer, *posts: str, host: str = BLOG) -> None:
    body = samples.rss(*posts)
    server.say(host, '/feed/', versioned(body, f'"{len(body)}"', 'Tue, 24 Nov 2026 10:00:00 GMT'))


def settings(**parameters: str) -> str:
    given = {'sources': f'\n* https://{BLOG}/feed/ – Blog', **parameters}
    return '{{Outreach feed\n' + ''.join(f'| {name} = {value}\n' for name, value in given.items()) + '}}'


def run(farm: Farm, *args: str, code: int = 0) -> str:
    done = farm.pwb('post_feed', *(args or (f'-page:{NEWS}',)), '-always')
    assert done.returncode == code, done.stdout
    return done.stdout


def rows(text: str | None) -> list[str]:
    return re.findall(r'\[https?://\S+ ([^\]]*)\]</bdi>', text or '')


def test_a_page_is_filled_kept_and_left_alone(wiki_state: Farm, editor: Client, server: TlsServer) -> None:
    """C1, C23, C24, C47; cases 1, 2 and 12"""
    before = f'Hello\n\n{settings()}\n\n== People ==\nwrite here'
    editor.edit(NEWS, before)
    say(server, post(3, 'Third', days=1), post(2, 'Second', days=2), post(1, 'First', days=3))
    run(wiki_state)
    text = editor.text(NEWS) or ''
    assert text.startswith(f'{before}\n\n<!-- outreach:begin feed -->')
    assert rows(text) == ['Third', 'Second', 'First']
    assert len(server.requests) == 1

    said = run(wiki_state)
    assert 'Nothing to write' in said
    assert 'unchanged' in said
    assert editor.text(NEWS) == text

    line = next(line for line in text.splitlines() if ' First]' in line)
    editor.edit(NEWS, text.replace(f'{line}\n', '').replace(' Second]', ' Mine]'))
    say(server, post(4, 'Fourth', days=0), post(2, 'Second', days=2), post(1, 'First', days=3))
    said = run(wiki_state)
    assert rows(editor.text(NEWS)) == ['Fourth', 'Second']
    assert 'withdrawn: ' in said
    assert 'written again as the source has it: Second' in said
    assert 'stays away, people removed it: First' in said
    assert 'Nothing to write' in run(wiki_state)


@pytest.mark.parametrize('form', ['list', 'table', 'by day', 'by source'])
def test_no_title_changes_the_page(wiki_state: Farm, editor: Client, server: TlsServer, form: str) -> None:
    """C38, C39, C41; cases 3 and 6"""
    show = 'date, source, author, tags, discussion'
    shapes = []
    for titles in (['Plain'] * len(HOSTILE), HOSTILE):
        about = [
            f'<dc:creator>{escape(one)}</dc:creator><category>{escape(one)}</category>' for one in titles
        ]
        say(server, *(post(n, one, more=about[n]) for n, one in enumerate(titles)))
        editor.edit(NEWS, f'{settings(form=form, show=show)}\n\n== After ==\n')
        run(wiki_state)
        text = editor.text(NEWS) or ''
        assert len(rows(text)) == len(HOSTILE)
        assert text.count('<!-- outreach:end feed -->') == 1
        shapes.append(shape(parsed(wiki_state, NEWS)))
    assert shapes[0] == shapes[1]
    html = unescape(parsed(wiki_state, NEWS)['text'])
    assert 'نیم\u200cفاصله evil' in html
    assert '[[Category:X]] {{Delete}} ~~~~ ’' in html


def test_a_failing_source_leaves_its_rows_and_the_others_go_on(
    wiki_state: Farm, editor: Client, server: TlsServer
) -> None:
    """C33, C34, C46; cases 8 and 11"""
    sources = f'\n* https://{BLOG}/feed/ – Blog\n* https://{OTHER}/feed/ – Other'
    editor.edit(NEWS, settings(sources=sources))
    say(server, post(1, 'Of the blog'))
    say(server, post(2, 'Of the other'), host=OTHER)
    run(wiki_state)
    for reply in (
        Reply(samples.LOGIN_PAGE, headers={'Content-Type': 'text/html'}),
        Reply(status=302, headers={'Location': 'https://127.0.0.1/'}),
        Reply(status=302, headers={'Location': 'file:///etc/passwd'}),
        Reply(samples.rss()),
    ):
        server.say(BLOG, '/feed/', reply)
        said = run(wiki_state, code=1)
        assert rows(editor.text(NEWS)) == ['Of the blog', 'Of the other'], said
    run(wiki_state, f'-page:{NEWS}', '-accept:emptied')
    assert rows(editor.text(NEWS)) == ['Of the other']


def test_only_allowed_pages_are_filled_and_a_wrong_one_stops_no_other(
    wiki_state: Farm, editor: Client, server: TlsServer
) -> None:
    """C8, C9, C10"""
    say(server, post(1, 'First'))
    editor.edit(NEWS, settings())
    editor.edit('Elsewhere', settings())
    wrong = '\n* https://evil.example/feed/\n* http://blog.example.test/\n* wordpress:x'
    editor.edit('Outreach/Wrong', settings(sources=wrong, length='1000', lenght='5'))
    wiki_state.run_jobs()
    said = run(wiki_state, '-language:en', code=1)
    assert rows(editor.text(NEWS)) == ['First']
    assert rows(editor.text('Elsewhere')) == []
    for place in (
        'line 4, parameter sources',
        'line 5, parameter sources',
        'parameter length',
        'parameter lenght',
    ):
        assert place in said
    assert {request.host for request in server.requests} == {BLOG}
    asked = len(server.requests)
    editor.edit('Outreach/Wrong', settings(sources='\n* https://evil.example/feed/'))
    assert 'did not allow' in run(wiki_state, '-page:Outreach/Wrong', code=2)
    assert len(server.requests) == asked
    run(wiki_state, '-page:Elsewhere')
    assert rows(editor.text('Elsewhere')) == ['First']


def test_each_language_has_a_page(wiki_state: Farm, editor: Client, server: TlsServer) -> None:
    """C7"""
    editor.edit(NEWS, settings(**{'page per language': 'yes'}))
    say(
        server,
        post(1, 'Hej', more='<category>Svenska</category>'),
        post(2, 'سلام', more='<category>العربية</category>'),
        post(3, 'Hello'),
    )
    run(wiki_state)
    assert sorted(rows(editor.text(NEWS))) == ['Hej', 'Hello', 'سلام']
    assert rows(editor.text(f'{NEWS}/sv')) == ['Hej']
    arabic = editor.text(f'{NEWS}/ar') or ''
    assert rows(arabic) == ['سلام']
    assert arabic.startswith('<div lang="ar" dir="rtl"')
    assert editor.text(f'{NEWS}/fr') is None
    assert f'[[{NEWS}/sv|' in (editor.text(NEWS) or '')
    assert 'Nothing to write' in run(wiki_state)


def test_the_digest_mentions_those_who_signed_up(wiki_state: Farm, editor: Client, server: TlsServer) -> None:
    """C44"""
    editor.edit(NEWS, settings(digest=f'{NEWS}/Digest'))
    signed = '== Sign up ==\n* [[User:Organizer]]\n* [[User:Meta admin]]\n'
    editor.edit(f'{NEWS}/Digest', signed)
    say(server, post(1, 'First [[x]]'))
    run(wiki_state)
    text = editor.text(f'{NEWS}/Digest') or ''
    assert text.startswith(signed.rstrip())
    assert '[[User:Organizer|Organizer]], [[User:Meta admin|Meta admin]]' in text
    assert 'Outreach-bot' in text
    assert '(UTC)' in text
    assert rows(text) == ['First &#91;&#91;x&#93;&#93;']
    say(server, post(1, 'First [[x]]'), post(2, 'Second'))
    run(wiki_state)
    assert editor.text(f'{NEWS}/Digest') == text


def test_without_the_cache_only_requests_are_spent(
    wiki_state: Farm, editor: Client, server: TlsServer
) -> None:
    """C22"""
    editor.edit(NEWS, settings())
    say(server, post(1, 'First'))
    run(wiki_state)
    [cache] = wiki_state.directory.glob('pywikibot/*/outreach/fetched.sqlite')
    cache.unlink()
    assert 'Nothing to write' in run(wiki_state)
    assert 'if-none-match' not in server.requests[-1].headers
