"""What the loader puts on the wikis is what the world says, and the API's views of it agree."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from sandbox.farm import Farm
from sandbox.state import HERE
from sandbox.wikis import BY_DBNAME

REVISIONS = """
    SELECT page_id, rev_id, rev_parent_id, rev_timestamp, actor_name, comment_text, rev_minor_edit,
           rev_len, rev_deleted
    FROM revision
    JOIN page ON page_id = rev_page
    JOIN actor ON actor_id = rev_actor
    {comment}
    ORDER BY page_id, rev_timestamp, rev_id
"""
LOADER = HERE / 'load_world.php'
HIDDEN = {'text': 1, 'comment': 2, 'user': 4, 'suppressed': 8}


def bare(time: str) -> str:
    """Turn an ISO time into MediaWiki's digits."""
    return ''.join(character for character in time if character.isdigit())


def pages_by_wiki(farm: Farm) -> dict[str, list[dict[str, Any]]]:
    pages = defaultdict(list)
    for page in farm.world()['pages']:
        pages[page['wiki']].append(page)
    return pages


def revision_rows(farm: Farm, dbname: str) -> list[tuple[Any, ...]]:
    # Up to MediaWiki 1.39 comments are joined through a table of their own.
    tables = {name for (name,) in farm.sql(dbname, 'SELECT name FROM sqlite_master')}
    comment = 'JOIN comment ON comment_id = rev_comment_id'
    if 'revision_comment_temp' in tables:
        comment = (
            'JOIN revision_comment_temp ON revcomment_rev = rev_id '
            'JOIN comment ON comment_id = revcomment_comment_id'
        )
    return farm.sql(dbname, REVISIONS.format(comment=comment))


def test_every_revision_is_as_the_world_says(farm: Farm) -> None:
    for dbname, pages in pages_by_wiki(farm).items():
        expected = Counter(
            (
                bare(revision['time']),
                revision['user'],
                revision['comment'],
                int(revision['minor']),
                len(revision['text'].encode()),
                sum(HIDDEN[part] for part in revision['deleted']),
            )
            for page in pages
            for revision in page['revisions']
        )
        found = Counter(
            (time, user, comment, minor, size, hidden)
            for _, _, _, time, user, comment, minor, size, hidden in (
                tuple(value.decode() if isinstance(value, bytes) else value for value in row)
                for row in revision_rows(farm, dbname)
            )
        )
        assert found == expected, dbname


def test_revisions_follow_each_other_and_time(farm: Farm) -> None:
    for dbname in pages_by_wiki(farm):
        rows = revision_rows(farm, dbname)
        previous: dict[int, int] = {}
        for page, revision, parent, *_ in rows:
            assert parent == previous.get(page, 0)
            previous[page] = revision
        latest = dict(farm.sql(dbname, 'SELECT page_id, page_latest FROM page'))
        assert latest == previous
        times = [row[3] for row in sorted(rows, key=lambda row: row[1])]
        assert times == sorted(times)


def test_pages_read_as_written(farm: Farm) -> None:
    for dbname, pages in pages_by_wiki(farm).items():
        client = farm.client(BY_DBNAME[dbname].host)
        for page in pages[:3]:
            last = page['revisions'][-1]
            if not last['deleted']:
                # Trailing white space is not kept by the parser's save, but by the loader it is.
                assert client.text(page['title']) == last['text']


def test_tags_and_protection(farm: Farm) -> None:
    tagged = 0
    for dbname, pages in pages_by_wiki(farm).items():
        expected = Counter(
            tag for page in pages for revision in page['revisions'] for tag in revision['tags']
        )
        query = (
            'SELECT ctd_name, COUNT(*) FROM change_tag JOIN change_tag_def ON ctd_id = ct_tag_id '
            'WHERE ct_rev_id IS NOT NULL GROUP BY ctd_name'
        )
        assert {_text(name): count for name, count in farm.sql(dbname, query)} == expected
        tagged += sum(expected.values())
        for page in pages:
            if page['protection']:
                reply = farm.api(
                    BY_DBNAME[dbname].host,
                    action='query',
                    titles=page['title'],
                    prop='info',
                    inprop='protection',
                )
                protection = reply['query']['pages'][0]['protection']
                assert {entry['level'] for entry in protection} == {page['protection']}
                assert {entry['type'] for entry in protection} == {'edit', 'move'}
    assert tagged > 0


def _text(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def test_local_accounts_have_the_counts_groups_and_blocks_of_the_world(farm: Farm) -> None:
    world = farm.world()
    by_wiki: dict[str, dict[str, Any]] = defaultdict(dict)
    for account in world['accounts']:
        for dbname, local in account['attached'].items():
            by_wiki[dbname][account['name']] = local
    for dbname, accounts in by_wiki.items():
        names = list(accounts)[:50]
        reply = farm.api(
            BY_DBNAME[dbname].host,
            action='query',
            list='users',
            ususers=names,
            usprop='editcount|registration|groups|blockinfo',
        )
        for user in reply['query']['users']:
            local = accounts[user['name']]
            assert user['editcount'] == local['editcount']
            assert user['registration'] == local['registered']
            assert set(local['groups']) <= set(user['groups'])
            block = local['block']
            is_blocked = block is not None and not block['expiry'] < world['now']
            assert ('blockid' in user) is is_blocked
            if is_blocked:
                assert user['blockpartial'] is block['partial']
                assert user['blockreason'] == block['reason']


def test_authors_the_links_and_the_members_can_be_asked_for(farm: Farm) -> None:
    page = max(
        (page for page in farm.world()['pages'] if page['wiki'] == 'enwiki'),
        key=lambda page: len({revision['user'] for revision in page['revisions']}),
    )
    host = BY_DBNAME['enwiki'].host
    found = farm.api(host, action='query', titles=page['title'], prop='contributors', pclimit='max')
    named = {entry['name'] for entry in found['query']['pages'][0]['contributors']}
    accounts = {account['name'] for account in farm.world()['accounts']}
    seen = {r['user'] for r in page['revisions'] if not {'user', 'suppressed'} & set(r['deleted'])}
    assert named >= seen & accounts
    assert named <= seen


@pytest.mark.parametrize('title', ['Template:WikiProject Medicine'])
def test_banner_templates_are_embedded_in_talk_pages(farm: Farm, title: str) -> None:
    host = BY_DBNAME['enwiki'].host
    reply = farm.api(host, action='query', list='embeddedin', eititle=title, eilimit='max')
    found = {entry['title'] for entry in reply['query']['embeddedin'] if entry['ns'] == 1}
    written = {
        page['title']
        for page in farm.world()['pages']
        if page['wiki'] == 'enwiki' and '{{WikiProject Medicine' in page['revisions'][-1]['text']
    }
    assert written
    assert found >= {page for page in written if page.startswith('Talk:')}
    members = farm.api(
        host,
        action='query',
        list='categorymembers',
        cmtitle='Category:WikiProject Medicine articles',
        cmlimit='max',
    )
    assert found <= {entry['title'] for entry in members['query']['categorymembers']}


def _page(title: str) -> dict[str, object]:
    revision = {'user': '192.0.2.7', 'time': '2026-01-01T00:00:00Z', 'text': 'x'}
    return {'wiki': 'eowiki', 'title': title, 'revisions': [revision]}


ATTACHED = {'editcount': 0, 'registered': '2026-01-01T00:00:00Z', 'groups': [], 'block': None}


@pytest.mark.parametrize(
    ('world', 'complaint'),
    [
        ({'pages': [_page('A|B')]}, '«A|B» is no title for a new page on eowiki'),
        ({'pages': [_page('Same'), _page('same')]}, '«same» is no title for a new page on eowiki'),
        (
            {'accounts': [{'name': 'small letter', 'attached': {'eowiki': ATTACHED}}]},
            '«small letter» is no account name on eowiki',
        ),
        (
            {'assessments': [{'wiki': 'eowiki', 'project': 'P', 'page': 'Nix'}]},
            '«Nix» is assessed but not on eowiki',
        ),
    ],
)
def test_what_cannot_be_loaded_is_named(
    wiki_state: Farm, tmp_path: Path, world: dict[str, object], complaint: str
) -> None:
    path = tmp_path / 'world.json'
    path.write_text(json.dumps(world), encoding='utf-8')
    done = wiki_state.php('eowiki', str(LOADER), f'--world={path}')
    assert done.returncode != 0
    assert complaint in done.stdout + done.stderr
