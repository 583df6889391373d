"""Records on real MediaWiki: a month of runs with people editing between them, and looking back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from outreach import phrases
from outreach.lists.entries import Target
from outreach.promotion import logpage
from outreach.promotion.logpage import LogRow, Vocabulary
from outreach.sends.results import REGION, Result, State, render_results, signed
from outreach.sends.sendpage import Pinned, SendPage, results_title, send_title, signed_summary, together
from outreach.sends.sendstate import SendState, Sent
from outreach.wikitext import new_region

from sandbox.client import Client
from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR, ORGANIZER
from sandbox.worlds.medicine_meta import CAMPAIGN, PATTERN, PATTERN_TEXT, PROMOTION_LOG
from tests.sandbox.tools.massmessages import DELIVERY_ACCOUNT, META

NOW = datetime.now(UTC)
GAPS, COVERAGE = f'{PROMOTION_LOG}/Gaps', f'{PROMOTION_LOG}/Coverage'
LANGUAGES, SIGN_UPS = 'Outreach/Languages', f'{CAMPAIGN}/Participants'
ANNOUNCEMENT = f'announcement {CAMPAIGN}/Message'
VILLAGE = 'suggested eo.wikipedia.test Vikipedio:Diskutejo'
WORDS = Vocabulary.of(phrases.of_script('log_promotion').values())

Log = Callable[..., str]


def day(days_ago: int) -> str:
    return (NOW - timedelta(days=days_ago)).strftime('%Y-%m-%d')


def stamp(days_ago: int) -> str:
    then = NOW - timedelta(days=days_ago)
    return f'10:00, {then.day} {then:%B %Y} (UTC)'


def targets(hosts: Sequence[str]) -> tuple[Target, ...]:
    return tuple(Target(host, f'User talk:Reader {number}') for host in hosts for number in range(4))


def put_send(
    meta: Client, wave: str, language: str, hosts: Sequence[str], state: SendState, ago: int = 0
) -> str:
    """Write a send page as send_message leaves it; give its title."""
    title = send_title(CAMPAIGN, wave, language)
    sent = Sent(datetime.fromisoformat(f'{day(ago)}T10:00:00Z'), OPERATOR)
    page = SendPage(
        title, CAMPAIGN, wave, language, 'The translation month', targets(hosts),
        (Pinned(f'{CAMPAIGN}/Targets', 1),), Pinned(f'{CAMPAIGN}/Message', 1), 'ab' * 8, OPERATOR, state,
        sent=sent if state is SendState.SENT else None,
    )  # fmt: skip
    text = together([page])[0].render()
    meta.edit(title, text, signed_summary('Plan', text))
    return title


def put_results(meta: Client, title: str, hosts: Sequence[str], failed: int) -> None:
    """Write the results of a send as check_delivery does: the first ones failed."""
    results = [
        Result(target, State.FAILED if number < failed else State.DELIVERED, '', 0 if number < failed else 9)
        for number, target in enumerate(targets(hosts))
    ]
    text = new_region(REGION, render_results(results))
    meta.edit(results_title(title), text, signed('Results', results_title(title), results))


def change(session: Client, title: str, old: str, new: str) -> None:
    """Edit as a person does: replace the first of some words."""
    text = session.text(title)
    assert text is not None
    assert old in text
    session.edit(title, text.replace(old, new, 1))


def sign_up(farm: Farm, meta: Client, people: Mapping[int, Sequence[str]]) -> None:
    """Let people have signed up so many days ago, the earliest first."""
    text = ''
    for ago, names in people.items():
        text += ''.join(f'# [[User:{name}]]\n' for name in names)
        revision = meta.edit(SIGN_UPS, text)['newrevid']
        then = (NOW - timedelta(days=ago)).strftime('%Y%m%d%H%M%S')
        farm.sql('metawiki', 'UPDATE revision SET rev_timestamp = ? WHERE rev_id = ?', then, revision)


def log_text(meta: Client) -> str:
    return meta.text(PROMOTION_LOG) or ''


def rows(meta: Client) -> dict[str, LogRow]:
    """Return the script's rows of the log by id."""
    page = logpage.parse(meta.text(PROMOTION_LOG) or '', PROMOTION_LOG, WORDS)
    return {row.id: row for row in page.rows if row.id}


def revisions(meta: Client, title: str) -> list[dict[str, str]]:
    """Return user and text of all revisions of a page, oldest first."""
    reply = meta.call(
        action='query', titles=title, prop='revisions', rvprop='content|user', rvslots='main',
        rvdir='newer', rvlimit='max',
    )  # fmt: skip
    found = reply['query']['pages'][0].get('revisions', ())
    return [{'user': one['user'], 'text': one['slots']['main']['content']} for one in found]


def of_people(text: str) -> str:
    """Return what belongs to people on a log: everything but our rows, and of these all cells but ours."""
    page = logpage.parse(text, PROMOTION_LOG, WORDS)
    rest = text
    for row in (row for row in page.rows if row.id):
        rest = rest.replace(text[row.row.start : row.row.end], '')
    return rest.rstrip()


def cells_of_people(text: str) -> dict[str, dict[str, str]]:
    page = logpage.parse(text, PROMOTION_LOG, WORDS)
    return {
        row.id: {name: cell for name, cell in row.cells.items() if name not in logpage.OURS}
        for row in page.rows
        if row.id
    }


@pytest.fixture
def log(wiki_state: Farm) -> Log:
    """Return what runs log_promotion on the campaign and returns what it says; `code` is the exit code."""

    def run(*args: str, code: int = 0) -> str:
        done = wiki_state.pwb('log_promotion', f'-campaign:{CAMPAIGN}', '-always', *args)
        assert done.returncode == code, done.stdout
        return done.stdout

    return run


@pytest.fixture
def meta(wiki_state: Farm) -> Iterator[Client]:
    session = wiki_state.login(ORGANIZER)
    session.edit(
        LANGUAGES, 'Active editors:\n* en: 40,000\n* de: 18,000\n* fr: 17,000\n* ar: 3000\n* sv: 2450\n'
    )
    yield session


def test_a_month_of_runs_with_people_between_them(wiki_state: Farm, log: Log, meta: Client) -> None:
    gaps: tuple[str, ...] = ('-gaps:wikipedias', f'-weights:{LANGUAGES}')
    swedish = put_send(meta, '1', 'sv', ['sv.wikipedia.test'], SendState.PLANNED)
    english = put_send(meta, '1', 'en', ['en.wikipedia.test', 'fr.wikipedia.test'], SendState.PLANNED)
    log(*gaps)
    assert rows(meta)[ANNOUNCEMENT].value('status') == 'planned'
    assert '|-\n| 2026-03-03\n| event · Milan meetup (it)\n| [[Milan meetup 2026]]<br />' in log_text(meta)

    # the sends went out; somebody writes into our rows, and puts a row of his own between them
    put_send(meta, '1', 'sv', ['sv.wikipedia.test'], SendState.SENT, 25)
    put_send(meta, '1', 'en', ['en.wikipedia.test', 'fr.wikipedia.test'], SendState.SENT, 25)
    put_results(meta, swedish, ['sv.wikipedia.test'], 1)
    mine = '|-\n| 2026-02-01 || Telegram, our group || cheerful || sent || 300\n'
    text = meta.text(PROMOTION_LOG) or ''
    second = max(rows(meta).values(), key=lambda row: row.row.start)
    text = text[: second.row.start] + mine + text[second.row.start :]
    meta.edit(
        PROMOTION_LOG,
        text.replace('· editors of medical articles', '· editors, mostly of hearts', 1),
    )
    log(*gaps)
    there = '3 wikis, 2 languages (en, sv)'
    said = f'3<br /><small>of 12 recipients, 1 failed<br />{there}</small>'
    assert rows(meta)[ANNOUNCEMENT].value('reach') == said
    assert rows(meta)[ANNOUNCEMENT].value('date') == day(25)
    assert mine in (meta.text(PROMOTION_LOG) or '')
    assert 'mostly of hearts' in (meta.text(PROMOTION_LOG) or '')

    # suggestions in odd forms, one of them of a place that the log has already
    more = (
        f'# http://de.wikipedia.test/wiki/Wikipedia:Kurier please --[[User talk:Bo|Bo]] {stamp(20)}\n'
        '- fawiki\n* my grandmother\n** good idea\n* <s>[[w:ja:Wikipedia:X]]</s>\n* [[:w:sv:]]\n'
    )
    meta.edit(PROMOTION_LOG, (meta.text(PROMOTION_LOG) or '') + '\n' + more)
    said = log(*gaps)
    assert 'my grandmother' in said
    suggested = {name for name in rows(meta) if name.startswith('suggested ')}
    assert suggested == {
        VILLAGE,
        'suggested de.wikipedia.test Wikipedia:Kurier',
        'suggested fa.wikipedia.test',
    }
    assert more.strip() in (meta.text(PROMOTION_LOG) or '')

    # a row of ours is deleted, one of a suggestion taken up by a person, another declined
    gone = rows(meta)[VILLAGE].row
    text = meta.text(PROMOTION_LOG) or ''
    meta.edit(PROMOTION_LOG, text[: gone.start] + text[gone.end :])
    kurier = rows(meta)['suggested de.wikipedia.test Wikipedia:Kurier'].row
    text = meta.text(PROMOTION_LOG) or ''
    row = text[kurier.start : kurier.end]
    taken = row.replace('-->', f'--> {day(15)}').replace('| suggested\n', '| sent\n')
    meta.edit(PROMOTION_LOG, text.replace(row, taken))
    fa = rows(meta)['suggested fa.wikipedia.test'].row
    text = meta.text(PROMOTION_LOG) or ''
    row = text[fa.start : fa.end]
    meta.edit(PROMOTION_LOG, text.replace(row, row.replace('| suggested\n', '| declined\n')))
    put_results(meta, english, ['en.wikipedia.test', 'fr.wikipedia.test'], 0)
    assert f'deleted by people: {VILLAGE}' in log(*gaps)
    assert VILLAGE not in rows(meta)
    assert taken in (meta.text(PROMOTION_LOG) or '')

    # claims: in the cell, in a section of its own that has lapsed, in the list
    line = next(
        line for line in (meta.text(GAPS) or '').split('\n') if 'Claim%3A%20ar.wikipedia.test' in line
    )
    change(meta, GAPS, line, f'{line} I do it. [[User:Bo|Bo]] {stamp(3)}')
    change(meta, GAPS, 'You can also', f'* no.wikipedia.test: [[User:Ada|Ada]] {stamp(2)}\nYou can also')
    old = f'\n== Claim: pl.wikipedia.test ==\n[[User:Cy|Cy]] {stamp(28)}\n'
    meta.edit(GAPS, (meta.text(GAPS) or '') + old)
    log(*gaps)
    page = meta.text(GAPS) or ''
    page = re.sub('</?span[^>]*>', '', page)
    assert f'✎ claimed by [[User:Bo|Bo]] until {day(-11)}' in page
    assert f'✎ claimed by [[User:Ada|Ada]] until {day(-12)}' in page
    assert f'○ free to take; the claim of [[User:Cy|Cy]] of {day(28)} has lapsed' in page
    assert f'I do it. [[User:Bo|Bo]] {stamp(3)}' in page
    assert old.strip() in page

    # a second wave; one send of it is cancelled before it was ever in the log
    arabic = put_send(meta, '2', 'ar', ['ar.wikipedia.test'], SendState.SENT, 1)
    put_results(meta, arabic, ['ar.wikipedia.test'], 0)
    put_send(meta, '2', 'es', ['es.wikipedia.test'], SendState.CANCELLED)
    sign_up(wiki_state, meta, {40: ['Ann'], 20: ['Bo', 'Cy'], 2: ['Di']})
    gaps = (*gaps, f'-signups:{SIGN_UPS}')
    log(*gaps)
    grown = meta.text(COVERAGE) or ''
    assert '| Before\n| 0 in 7 days\n' in grown
    assert '| After\n| 2 in 7 days\n' in grown
    said = rows(meta)[ANNOUNCEMENT].value('reach')
    assert said == '15<br /><small>of 16 recipients, 1 failed<br />4 wikis, 3 languages (ar, en, sv)</small>'
    page = re.sub('</?span[^>]*>', '', meta.text(GAPS) or '')
    assert '– declined' in page
    assert f'✉ some people were written to {day(25)}' in page  # which tells no wiki
    assert '1 of 30 has' in page

    # the same again is no edit; and no edit of the script ever touched what people wrote
    counts = [len(revisions(meta, title)) for title in (PROMOTION_LOG, GAPS, COVERAGE)]
    assert 'Nothing to write' in log(*gaps)
    assert [len(revisions(meta, title)) for title in (PROMOTION_LOG, GAPS, COVERAGE)] == counts
    history = revisions(meta, PROMOTION_LOG)
    ours = [number for number, one in enumerate(history) if one['user'] == OPERATOR]
    assert len(ours) >= 4
    assert 'mostly of hearts' in history[-1]['text']
    for number in ours[1:]:  # the first brought the log into its present form
        before, after = history[number - 1]['text'], history[number]['text']
        assert of_people(after) == of_people(before)
        cells = cells_of_people(after)
        assert {name: cells[name] for name in cells_of_people(before)} == cells_of_people(before)
        ids = [name for name in cells if name in cells_of_people(before)]
        assert ids == list(cells_of_people(before)), 'the order of the rows changed'


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('<!-- outreach:begin log -->', ''),
        ('<!-- outreach:end log -->', '<!-- outreach:end log -->' * 2),
        ('|}\n<!-- outreach:end log -->', '<!-- outreach:end log -->'),
    ],
)
def test_a_broken_log_is_refused_and_left_alone(log: Log, meta: Client, old: str, new: str) -> None:
    change(meta, PROMOTION_LOG, old, new)
    before = meta.text(PROMOTION_LOG)
    assert PROMOTION_LOG in log(code=2)
    assert meta.text(PROMOTION_LOG) == before


def test_gaps_and_coverage_go_between_markers_on_the_log_where_it_has_them(log: Log, meta: Client) -> None:
    names = ('gaps', 'figures')
    regions = ''.join(f'<!-- outreach:begin {name} --><!-- outreach:end {name} -->\n' for name in names)
    meta.edit(PROMOTION_LOG, f'{regions}{meta.text(PROMOTION_LOG)}')
    log('-gaps:wikipedias', f'-weights:{LANGUAGES}')
    text = meta.text(PROMOTION_LOG) or ''
    assert 'id:gap sv.wikipedia.test' in text.partition('outreach:end gaps')[0]
    assert 'people reached' in text.partition('outreach:end figures')[0]
    assert 'id:suggested eo.wikipedia.test' in text
    assert meta.text(GAPS) is None
    assert meta.text(COVERAGE) is None
    assert 'Nothing to write' in log('-gaps:wikipedias', f'-weights:{LANGUAGES}')


def test_simulate_and_stop_write_nothing(wiki_state: Farm, meta: Client, log: Log) -> None:
    before = meta.text(PROMOTION_LOG)
    log('-simulate')
    assert meta.text(PROMOTION_LOG) == before
    meta.edit(f'{CAMPAIGN}/stop', 'Please wait.')
    assert 'Please wait.' in log(code=3)
    assert meta.text(PROMOTION_LOG) == before


def test_the_pattern_keeps_its_figures_and_nothing_else(wiki_state: Farm, meta: Client) -> None:
    def run(*args: str) -> tuple[int, str]:
        done = wiki_state.pwb('update_pattern', f'-campaign:{CAMPAIGN}', '-always', *args)
        return done.returncode, done.stdout

    title = put_send(meta, '1', 'sv', ['sv.wikipedia.test'], SendState.SENT, 5)
    put_results(meta, title, ['sv.wikipedia.test'], 1)
    assert run()[0] == 0
    text = meta.text(PATTERN) or ''
    figures = re.search(
        r'<!-- outreach:begin figures -->.*<!-- outreach:end figures -->\n\n', text, re.DOTALL
    )
    assert figures is not None
    assert text.replace(figures[0], '') == PATTERN_TEXT.rstrip()
    assert 'data-figure="delivered" data-value="3"' in text

    # people translate and endorse; the results change; only the figure does
    change(meta, PATTERN, '== When to use ==', '<translate>\n== When to use == <!--T:7-->\n</translate>')
    marked = meta.text(PATTERN) or ''
    put_results(meta, title, ['sv.wikipedia.test'], 2)
    assert run()[0] == 0
    changed = meta.text(PATTERN) or ''
    assert changed == marked.replace('data-value="3"', 'data-value="2"').replace(
        '{{formatnum:3}}', '{{formatnum:2}}'
    ).replace('data-figure="failed" data-value="1"', 'data-figure="failed" data-value="2"').replace(
        '| {{formatnum:1}}\n|- data-figure="languages"', '| {{formatnum:2}}\n|- data-figure="languages"'
    )
    assert 'Nothing to write' in run()[1]

    # somebody takes the figures away: they are not put back
    meta.edit(PATTERN, PATTERN_TEXT)
    code, said = run()
    assert code == 2
    assert 'removed from this page' in said
    assert meta.text(PATTERN) == PATTERN_TEXT.rstrip()


LIST, OTHER_LIST = 'Old campaign/Targets', 'Somebody else/Targets'
ADDRESS = 'https://meta.wikimedia.test/wiki/Talk:Outreach/Medicine'
HOSTS = ('sv.wikipedia.test', 'de.wikipedia.test', 'es.wikipedia.test')


def send_as_of_old(farm: Farm, title: str, names: Sequence[tuple[str, str]], subject: str) -> None:
    """Send as people did without us."""
    operator = farm.login(OPERATOR)
    operator.edit(title, '\n'.join(f'{{{{#target:User talk:{name}|{host}}}}}' for name, host in names))
    operator.call(
        action='massmessage', spamlist=title, subject=subject, message='Hello! ~~~~', token=operator.token()
    )


def let_it_be_long_ago(farm: Farm, subject: str, days: int) -> None:
    """Move a send and its deliveries back in time."""
    then = (NOW - timedelta(days=days)).strftime('%Y%m%d%H%M%S')
    meta = farm.client(META)
    events = meta.call(action='query', list='logevents', leaction='massmessage/send', lelimit='max')
    for event in events['query']['logevents']:
        if event['comment'] == subject:
            farm.sql(
                'metawiki', 'UPDATE logging SET log_timestamp = ? WHERE log_id = ?', then, event['logid']
            )
    for host in HOSTS:
        reply = farm.api(host, action='query', list='usercontribs', ucuser=DELIVERY_ACCOUNT, uclimit='max')
        for edit in reply['query']['usercontribs']:
            if subject in edit['comment']:
                dbname = f'{host.partition(".")[0]}wiki'
                farm.sql(
                    dbname, 'UPDATE revision SET rev_timestamp = ? WHERE rev_id = ?', then, edit['revid']
                )


def test_looking_back_finds_all_earlier_sends_and_posts_and_nothing_else(
    wiki_state: Farm, log: Log, meta: Client
) -> None:
    farm = wiki_state
    readers = [('Organizer', host) for host in HOSTS]
    for month in range(6):
        names = [*readers[: 1 + month % 3], ('There is no such reader', HOSTS[0])]
        send_as_of_old(farm, LIST, names, f'Letter {month}')
    send_as_of_old(farm, OTHER_LIST, readers, 'Something else')
    farm.run_jobs()
    for month in range(6):
        let_it_be_long_ago(farm, f'Letter {month}', 30 * month + 3)
    posts = {
        'sv.wikipedia.test': ('Wikipedia:Bybrunnen', f'Hej! Se [{ADDRESS} detta].'),
        'de.wikipedia.test': ('Wikipedia:Kurier', f'Neu: [[m:{CAMPAIGN}]]'),
        'es.wikipedia.test': ('Wikipedia:Café', f'Véase {CAMPAIGN} en Meta, o [[:meta:{CAMPAIGN}|aquí]]'),
    }
    for host, (title, text) in posts.items():
        person = farm.login(ORGANIZER, host)
        for number in range(4):
            person.edit(title, f'== Older {number} ==\nNothing about it.\n')
        person.edit(title, f'== Older ==\n\n== News ==\n{text}\n')
        person.edit(title, f'== Older ==\n\n== News ==\n{text}\n\n== Newer ==\nTea?\n')
        person.edit('An article', f'[{ADDRESS} an advertisement]')
        person.edit(
            'Wikipedia:Unrelated', 'https://meta.wikimedia.test/wiki/Talk:Outreach/Chess and Medicine'
        )
    farm.run_jobs()

    back = ('-backfill:sendlog', f'-sentlist:{LIST}', '-backfill:links', f'-link:{ADDRESS}',
            '-wikis:sv.wikipedia.test', '-wikis:de.wikipedia.test', '-wikis:es.wikipedia.test')  # fmt: skip
    log(*back)
    found = rows(meta)
    sends = [row for name, row in found.items() if name.startswith('sendlog ')]
    assert [row.value('date') for row in sends] == [day(30 * month + 3) for month in reversed(range(6))]
    reach = [str(1 + month % 3) for month in reversed(range(6))]
    assert [row.value('reach').partition('<')[0] for row in sends] == reach
    assert all('send log of meta' in row.value('announcement') for row in sends)
    assert all('Letter' in row.value('announcement') for row in sends)
    assert {name for name in found if name.startswith('post ')} == {
        f'post {host} {title}' for host, (title, _) in posts.items()
    }
    for host, (title, _) in posts.items():
        assert 'Found by' in found[f'post {host} {title}'].value('announcement')
        revision = re.search(r'diff=(\d+)', found[f'post {host} {title}'].value('announcement'))
        assert revision is not None
        reply = farm.api(host, action='query', titles=title, prop='revisions', rvlimit=2, rvprop='ids')
        assert int(revision[1]) == reply['query']['pages'][0]['revisions'][1]['revid']

    # people own what was found: their changes stay, what they delete stays away
    first = found['post sv.wikipedia.test Wikipedia:Bybrunnen'].row
    text = meta.text(PROMOTION_LOG) or ''
    meta.edit(PROMOTION_LOG, text[: first.start] + text[first.end :])
    before = meta.text(PROMOTION_LOG)
    assert 'Nothing to write' in log(*back)
    assert meta.text(PROMOTION_LOG) == before
