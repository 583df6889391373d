"""Bad input and the plain faults: a clear message, the right exit code, and nothing written."""

from __future__ import annotations

from subprocess import CompletedProcess

import pytest

from sandbox.farm import Farm
from sandbox.truth import arrivals, fingerprint
from sandbox.worlds.medicine import OPERATOR, ORGANIZER, WITHOUT_RIGHT
from sandbox.worlds.medicine_meta import CAMPAIGN, CAMPAIGN_TEXT
from tests.sandbox.conftest import CampaignRun
from tests.sandbox.tools.network_faults import Fault, faulty_proxy, on_action

META = 'meta.wikimedia.test'
SCRIPTS = ('build_targets', 'send_message', 'check_delivery', 'log_promotion', 'update_pattern')
REFUSED, STOPPED = 2, 3
NO_WAIT = '-retry_wait:0'
TRACEBACK = 'Traceback (most recent call last)'


def run_refused(
    farm: Farm, *args: str, code: int, password: str | None = None, proxy: str | None = None
) -> CompletedProcess[str]:
    """Run a script that must be refused; nothing may change on any wiki."""
    before = fingerprint(farm)
    done = farm.pwb(*args, NO_WAIT, password=password, proxy=proxy)
    assert done.returncode == code, done.stdout
    assert TRACEBACK not in done.stdout
    assert fingerprint(farm) == before
    return done


@pytest.mark.parametrize('script', SCRIPTS)
def test_unknown_options_are_named_all_at_once(farm: Farm, script: str) -> None:
    done = run_refused(farm, script, f'-campaign:{CAMPAIGN}', '-nosuch:1', '-norsuch', code=REFUSED)
    assert '-nosuch' in done.stdout
    assert '-norsuch' in done.stdout


@pytest.mark.parametrize('script', SCRIPTS)
def test_a_campaign_page_that_is_missing_is_named(farm: Farm, script: str) -> None:
    done = run_refused(farm, script, '-campaign:Outreach/No such', '-always', code=REFUSED)
    assert 'Outreach/No such' in done.stdout


BAD_PARAMETERS = [
    ('| since = 5 years', '| since = soon', "'soon'"),
    ('| maxwikis = 30', '| maxwikis = few', "'few'"),
    ('| fallback = en', '| fallbak = en', 'fallbak'),
    ('| wikis =\n* *.wikipedia.test', '| wikis =\n* all of them', "'all of them'"),
]


def test_parameters_that_make_no_sense_are_named_all_at_once_with_their_line(wiki_state: Farm) -> None:
    text = CAMPAIGN_TEXT
    for good, bad, _ in BAD_PARAMETERS:
        assert good in text
        text = text.replace(good, bad)
    wiki_state.login(ORGANIZER).edit(CAMPAIGN, text)
    for script in SCRIPTS:
        done = run_refused(wiki_state, script, f'-campaign:{CAMPAIGN}', '-always', code=REFUSED)
        for _, bad, named in BAD_PARAMETERS:
            line = text[: text.index(bad) + len(bad)].count('\n') + 1
            (report,) = [row for row in done.stdout.splitlines() if named in row]
            assert f'line {line}' in report


@pytest.mark.parametrize(
    ('setting', 'bad'),
    [
        ('source', '-source:xx.wikipedia.test'),
        ('wikis', '-wikis:xx.wikipedia.test'),
        ('banner', '-banner:Template:WikiProject Nothing'),
    ],
)
def test_wikis_and_templates_that_do_not_exist_are_named(farm: Farm, setting: str, bad: str) -> None:
    done = run_refused(farm, 'build_targets', f'-campaign:{CAMPAIGN}', bad, '-always', code=REFUSED)
    assert bad.partition(':')[2] in done.stdout, setting


def test_who_may_not_send_is_told_so(wiki_state: Farm, campaign_run: CampaignRun) -> None:
    wiki_state.restore(campaign_run.before['send_message'])
    done = wiki_state.pwb('send_message', f'-campaign:{CAMPAIGN}', '-always', user=WITHOUT_RIGHT)
    assert done.returncode in (REFUSED, STOPPED), done.stdout
    assert 'massmessage' in done.stdout
    assert TRACEBACK not in done.stdout
    assert sends(wiki_state) == []


@pytest.fixture
def half_way(wiki_state: Farm, campaign_run: CampaignRun, script: str) -> Farm:
    """The wikis as the script finds them when it has something to write."""
    wiki_state.restore(campaign_run.before[script])
    wiki_state.run_jobs()
    return wiki_state


@pytest.mark.parametrize('script', SCRIPTS)
def test_a_wrong_password_is_an_error_not_a_question(half_way: Farm, script: str) -> None:
    done = run_refused(half_way, script, f'-campaign:{CAMPAIGN}', '-always', code=STOPPED, password='wrong')
    assert OPERATOR in done.stdout


@pytest.mark.parametrize('script', SCRIPTS)
def test_simulation_writes_nothing(half_way: Farm, script: str) -> None:
    before = fingerprint(half_way)
    done = half_way.pwb(script, f'-campaign:{CAMPAIGN}', '-simulate')
    assert done.returncode in (0, 1), done.stdout
    assert fingerprint(half_way) == before


@pytest.mark.parametrize('script', SCRIPTS)
def test_a_stop_page_stops_before_anything_is_written(half_way: Farm, script: str) -> None:
    half_way.login(ORGANIZER).edit(f'{CAMPAIGN}/stop', 'There is an error in the Swedish text.')
    half_way.run_jobs()
    done = run_refused(half_way, script, f'-campaign:{CAMPAIGN}', '-always', code=STOPPED)
    assert 'There is an error in the Swedish text.' in done.stdout


@pytest.mark.parametrize('fault', [Fault.LOST_BEFORE, Fault.HTML_502, Fault.HTML_200])
@pytest.mark.parametrize('script', SCRIPTS)
def test_a_wiki_that_is_down_or_answers_html_stops_the_run(farm: Farm, script: str, fault: Fault) -> None:
    with faulty_proxy(farm.proxy, lambda url, body: fault) as proxy:
        run_refused(farm, script, f'-campaign:{CAMPAIGN}', '-always', code=STOPPED, proxy=proxy.url)
    assert proxy.spoilt


@pytest.mark.parametrize('fault', [Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.HTML_502, Fault.HTML_504])
def test_no_answer_to_the_send_never_sends_twice_and_is_never_called_success(
    wiki_state: Farm, campaign_run: CampaignRun, fault: Fault
) -> None:
    wiki_state.restore(campaign_run.before['send_message'])
    with faulty_proxy(wiki_state.proxy, on_action('massmessage', fault)) as proxy:
        first = wiki_state.pwb('send_message', f'-campaign:{CAMPAIGN}', '-always', NO_WAIT, proxy=proxy.url)
    # who acted, says the log, is asked no more; where nobody did the other pages are left for later
    acted = len(proxy.spoilt) if fault is Fault.LOST_AFTER else 0
    assert (len(proxy.spoilt), len(set(sends(wiki_state)))) == (acted or 1, acted)
    if fault is not Fault.LOST_AFTER:
        assert first.returncode == 1, first.stdout
        assert 'is unknown' in first.stdout
    wiki_state.pwb('send_message', f'-campaign:{CAMPAIGN}', '-always')
    wiki_state.run_jobs()
    titles = sends(wiki_state)
    assert len(titles) == len(set(titles)), 'a page was sent twice'
    named = [one.name for one in arrivals(wiki_state)]
    assert len(named) == len(set(named)), 'somebody got two messages'


def sends(farm: Farm) -> list[str]:
    """List the pages that the send log on Meta says were sent."""
    reply = farm.api(META, action='query', list='logevents', leaction='massmessage/send', lelimit='max')
    return [entry['title'] for entry in reply['query']['logevents']]
