"""The farm itself: every wiki answers as itself, sandboxes do not meet, and nothing outlives them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from families.sandbox_family import Family
from sandbox.client import ApiFailure
from sandbox.farm import Farm
from sandbox.wikis import WIKIS, Wiki

META = 'meta.wikimedia.test'
ROOT = Path(__file__).resolve().parents[2]


# -- Wikis -----------------------------------------------------------------------------------------


def test_the_farm_has_thirty_open_wikipedias_and_the_three_hubs() -> None:
    wikipedias = {wiki.code for wiki in WIKIS if wiki.project == 'wikipedia' and not wiki.closed}
    assert len(wikipedias) == 30
    assert wikipedias >= {'en', 'sv', 'es', 'ar', 'he', 'de', 'fr', 'ja', 'pl', 'pt'}
    assert {wiki.dbname for wiki in WIKIS} >= {'metawiki', 'wikidatawiki', 'commonswiki'}


@pytest.mark.parametrize('wiki', WIKIS, ids=lambda wiki: wiki.dbname)
def test_every_host_answers_as_its_own_wiki(empty_farm: Farm, wiki: Wiki) -> None:
    reply = empty_farm.api(wiki.host, action='query', meta='siteinfo', siprop='general|namespaces')
    general = reply['query']['general']
    assert general['wikiid'] == wiki.dbname
    assert general['server'] == f'http://{wiki.host}'
    assert general['lang'] == wiki.lang
    assert reply['query']['namespaces']['4']['name'] == wiki.project_namespace


@pytest.mark.parametrize(
    ('host', 'name', 'rtl'),
    [
        ('en.wikipedia.test', 'User talk', False),
        ('sv.wikipedia.test', 'Användardiskussion', False),
        ('es.wikipedia.test', 'Usuario discusión', False),
        ('ar.wikipedia.test', 'نقاش المستخدم', True),
        ('he.wikipedia.test', 'שיחת משתמש', True),
        ('ja.wikipedia.test', '利用者・トーク', False),
        ('no.wikipedia.test', 'Brukerdiskusjon', False),
    ],
)
def test_namespaces_speak_the_content_language(empty_farm: Farm, host: str, name: str, *, rtl: bool) -> None:
    reply = empty_farm.api(host, action='query', meta='siteinfo', siprop='general|namespaces')
    assert reply['query']['namespaces']['3']['name'] == name
    assert reply['query']['general']['rtl'] is rtl


def test_the_family_file_describes_the_same_wikis() -> None:
    assert Family.langs == {wiki.code: wiki.host for wiki in WIKIS}
    family = Family()
    assert {family.dbName(wiki.code) for wiki in WIKIS} == {wiki.dbname for wiki in WIKIS}


def test_nobody_edits_a_closed_wiki(empty_farm: Farm) -> None:
    with pytest.raises(ApiFailure, match='permissiondenied'):
        empty_farm.login('Admin', 'aa.wikipedia.test').edit('X', 'x')


# -- Proxy -----------------------------------------------------------------------------------------


def test_pages_styles_and_pictures_come_through_the_proxy(empty_farm: Farm) -> None:
    page = empty_farm.client('ar.wikipedia.test').get('/wiki/Special:Version')
    assert page.status_code == 200
    assert 'dir="rtl"' in page.text
    style = re.search(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert style is not None
    css = empty_farm.client('ar.wikipedia.test').get(style[1].replace('&amp;', '&'))
    assert css.headers['content-type'].startswith('text/css')
    assert len(css.text) > 1000
    picture = empty_farm.client(META).get('/w/resources/assets/mediawiki.png')
    assert picture.headers['content-type'] == 'image/png'


@pytest.mark.parametrize(
    'url',
    [
        'http://xx.wikipedia.test/wiki/Foo',
        'http://example.org/',
        f'http://{META}/w/LocalSettings.php',
        f'http://{META}/w/maintenance/install.php',
        f'http://{META}/w/resources/../includes/Defines.php',
        f'http://{META}/w/resources/%2e%2e/composer.json',
    ],
)
def test_nothing_else_comes_through_the_proxy(empty_farm: Farm, url: str) -> None:
    reply = requests.get(url, proxies={'http': empty_farm.proxy}, timeout=30)
    assert reply.status_code == 404
    assert reply.headers['content-type'].startswith('text/plain')


def test_wikis_reach_one_another(empty_farm: Farm) -> None:
    code = (
        'echo MediaWiki\\MediaWikiServices::getInstance()->getHttpRequestFactory()'
        "->get( 'http://sv.wikipedia.test/w/api.php?action=query&meta=siteinfo&format=json' );\n"
    )
    assert '"wikiid":"svwiki"' in empty_farm.evaluate('metawiki', code)


# -- Writing, jobs, and taking back ----------------------------------------------------------------


def test_jobs_run_only_when_asked_to(empty_farm: Farm) -> None:
    with empty_farm.undone():
        session = empty_farm.login('Admin', 'sv.wikipedia.test')
        session.edit('Mall:Hej', 'ett')
        session.edit('Hej', '{{Hej}} [[Kategori:Hej]]')
        empty_farm.run_jobs()
        session.edit('Mall:Hej', 'två')
        assert empty_farm.sql('svwiki', 'SELECT COUNT(*) FROM job')[0][0] > 0
        assert empty_farm.run_jobs() > 0
        assert empty_farm.run_jobs() == 0
    assert empty_farm.client('sv.wikipedia.test').text('Hej') is None


def test_what_is_taken_back_is_gone_at_once_for_pages_messages_and_ids(empty_farm: Farm) -> None:
    ids = []
    for _ in range(2):
        with empty_farm.undone():
            session = empty_farm.login('Admin')
            ids.append(session.edit('MediaWiki:Sidebar', '* navigation\n** x|Unmistakable')['newrevid'])
            assert 'Unmistakable' in empty_farm.client(META).get('/wiki/Special:Version').text
        assert 'Unmistakable' not in empty_farm.client(META).get('/wiki/Special:Version').text
    assert ids[0] == ids[1]


def test_edits_at_the_same_moment_all_arrive(empty_farm: Farm) -> None:
    with empty_farm.undone():
        session = empty_farm.login('Admin', 'en.wikipedia.test')
        session.token()  # the first one of a session makes its secret: two at once make two secrets
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda number: session.edit(f'Page {number}', 'x'), range(24)))
        assert {reply['result'] for reply in replies} == {'Success'}
        assert len({reply['newrevid'] for reply in replies}) == 24


def test_a_wrong_password_is_refused(empty_farm: Farm) -> None:
    with pytest.raises(ApiFailure, match='wrongpassword'):
        empty_farm.client('de.wikipedia.test').login('Admin', 'guess')


# -- Several sandboxes, and their end --------------------------------------------------------------


def test_two_sandboxes_do_not_see_each_other(empty_farm: Farm) -> None:
    with empty_farm.undone(), Farm.start() as other:
        assert other.proxy != empty_farm.proxy
        empty_farm.login('Admin').edit('Only here', 'x')
        assert other.client(META).text('Only here') is None


def _processes_with(text: str) -> list[int]:
    """Return the processes whose environment or command line names the state folder."""
    found = []
    for entry in Path('/proc').iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                known = (entry / 'environ').read_bytes() + (entry / 'cmdline').read_bytes()
            except OSError:
                continue
            if text.encode() in known:
                found.append(int(entry.name))
    return found


def _wait_for_end(text: str) -> list[int]:
    deadline = time.monotonic() + 10
    while (left := _processes_with(text)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@contextmanager
def _served(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `python -m sandbox serve` until the block ends, from when it says that it serves."""
    process = subprocess.Popen(
        [sys.executable, '-m', 'sandbox', 'serve', *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith('Job queues:'):
                break
        else:
            pytest.fail(f'the sandbox did not start:\n{"".join(lines)}')
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=str)
def test_no_process_outlives_the_sandbox(sandbox_folder: Path, number: signal.Signals) -> None:
    with _served() as process:
        assert len(_processes_with(str(sandbox_folder))) > 2
        process.send_signal(number)
        process.wait(20)
        assert _wait_for_end(str(sandbox_folder)) == []


def _run(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name[:9] != 'PYWIKIBOT'} | extra,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_env_prints_what_pwb_and_other_programs_need(sandbox_folder: Path) -> None:
    with _served():
        url = 'http://ar.wikipedia.test/w/api.php?action=query&meta=siteinfo&format=json'
        fetch = f'import urllib.request; print(urllib.request.urlopen("{url}").read().decode())'
        script = (
            f'eval "$({sys.executable} -m sandbox env)" && cd / && pwb login && '
            f"{sys.executable} -c '{fetch}'"
        )
        done = _run('sh', '-c', script)
        assert 'Logged in on sandbox:meta as Admin' in done.stdout + done.stderr
        assert '"wikiid":"arwiki"' in done.stdout
        for name in ('user-config.py', 'user-password.py'):
            files = list(sandbox_folder.glob(f'pywikibot/*/{name}'))
            assert [path.stat().st_mode & 0o777 for path in files] == [0o600]


def test_a_second_sandbox_in_the_same_folder_is_refused(sandbox_folder: Path) -> None:
    with _served():
        done = _run(sys.executable, '-m', 'sandbox', 'serve')
        assert done.returncode == 2
        assert f'a sandbox is running in {sandbox_folder} already' in done.stderr


@pytest.mark.parametrize(
    ('arguments', 'extra', 'says'),
    [
        (['jobs'], {}, 'no sandbox is running in'),
        (['env'], {}, 'no sandbox is running in'),
        (['reset', 'medicine'], {}, 'no sandbox is running in'),
        (['serve', 'no_such_world'], {}, "there is no world 'no_such_world'; there are: medicine"),
        (['serve'], {'MEDIAWIKI_DIR': '/nonexistent'}, 'there is no MediaWiki at /nonexistent'),
        (['serve'], {'SANDBOX_EXTENSIONS': '/nonexistent'}, 'names /nonexistent, which is not'),
        (['serve'], {'PHP': 'no-such-php'}, 'no-such-php is not installed'),
    ],
)
@pytest.mark.usefixtures('sandbox_folder')
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], extra: dict[str, str], says: str
) -> None:
    done = _run(sys.executable, '-m', 'sandbox', *arguments, **extra)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.startswith('sandbox: ')
    assert done.stderr.count('\n') == 1
