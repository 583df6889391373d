"""The one way in which a run asks and writes: on canned pages, without a wiki."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from outreach import localfiles, navigation, problemfile, safety, siteinfo, terminal, wiki
from outreach import run as runs
from outreach.doubts import Doubt
from outreach.exitcodes import exit_code
from outreach.farm import Farm
from outreach.pages import Outlook, Page, Saved
from outreach.problems import BadInput, Stopped, Unreachable
from outreach.run import Change, Run
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, LANGUAGE, from_command_line, resolve
from outreach.sitematrix import WikiInfo
from outreach.trust import UNVOUCHED, Trust
from outreach.wikitext import begin_marker, put_region
from pywikibot import config

SETTINGS = (CAMPAIGN, ACCEPT, ALWAYS)
SHRINKS = Doubt('shrinks', 'Camp/Targets', 'would lose 30 of 40 entries')
EVERYBODY = Doubt('everybody-out', 'the funnel', 'all 12 fell out here')


@dataclass
class Home:
    """A wiki with a few pages: what is read, refused and saved."""

    user_name: str = 'Bot'
    host: str = 'meta.wikimedia.test'
    refused: Mapping[str, str] = field(default_factory=dict)
    editors: frozenset[str] = frozenset({'Ann', 'Bot'})
    asked: list[str] = field(default_factory=list)
    saved: dict[str, str] = field(default_factory=dict)
    summaries: list[str] = field(default_factory=list)
    meanwhile: Mapping[str, str] = field(default_factory=dict)

    stop: str = ''

    def guard(self, _title: str) -> None:
        """Refuse nothing."""

    def check_stop_pages(self) -> None:
        if self.stop:
            raise Stopped(self.stop)

    def before_edit(self, titles: Sequence[str]) -> Mapping[str, Outlook]:
        self.asked += titles
        return {title: Outlook(self.refused.get(title, ''), self.editors) for title in titles}

    def update(
        self, title: str, transform: Callable[[Page], str], summary: str, *, page: Page | None, model: str
    ) -> Saved:
        stands = self.saved.get(title, '') if title not in self.meanwhile else self.meanwhile[title]
        now = page if page and title not in self.meanwhile else Page(title, stands, 9)
        self.saved[title] = transform(now)
        self.summaries.append(summary)
        return Saved(10)


@pytest.fixture
def home() -> Home:
    return Home()


def made(home: Home, *args: str) -> Run:
    given = resolve(SETTINGS, from_command_line(args, SETTINGS)[0])
    farm = Farm.__new__(Farm)
    farm.home = cast(wiki.Wiki, home)
    farm.requests = Counter({'query info': 2})
    now, trust = datetime(2026, 11, 26, tzinfo=UTC), Trust(farm.home, frozenset({'Bot'}))
    return Run('a_script', farm, given, lambda key, **_: key, now, frozenset(), Counter(), trust)


def change(title: str, text: str, before: str = 'old') -> Change:
    return Change(Page(title, before, 1), lambda _: text, 'summary')


class Terminal:
    """A standard input at which somebody sits who gives these answers."""

    closed = False

    def isatty(self) -> bool:
        return True


def sit_down(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let somebody answer; return the questions that they were asked."""
    questions: list[str] = []
    ready = list(answers)

    def choose(question: str, options: Mapping[str, str]) -> str:
        questions.append(question)
        if not ready:
            raise EOFError
        assert ready[0] in options
        return ready.pop(0)

    monkeypatch.setattr(sys, 'stdin', Terminal())
    monkeypatch.setattr(wiki, 'choose', choose)
    monkeypatch.setattr(terminal, 'forget_what_was_typed', lambda: questions.append('forgotten'))
    return questions


def nobody_there(monkeypatch: pytest.MonkeyPatch, stdin: object = None) -> None:
    monkeypatch.setattr(sys, 'stdin', stdin)


def test_only_what_changes_is_written_after_one_question(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = sit_down(monkeypatch, 'y')
    changes = [change('A', 'new'), change('B', 'old'), change('C', 'new')]
    assert made(home).write(changes)
    assert home.saved == {'A': 'new', 'C': 'new'}
    assert home.asked == ['A', 'C']
    assert questions == ['forgotten', 'Write A, C on meta.wikimedia.test?']


def test_one_question_covers_what_is_written_by_another_way(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = sit_down(monkeypatch, 'd', 'y')
    shown: list[str] = []
    monkeypatch.setattr(wiki, 'show_diff', lambda _before, after: shown.append(after))
    assert made(home).write([change('A', 'new'), change('B', 'old')], also=[change('C', 'plan', before='')])
    assert questions == ['forgotten', 'Write A, C on meta.wikimedia.test?'] * 2
    assert shown == ['new', 'plan']
    assert home.asked == ['A', 'C']
    assert home.saved == {'A': 'new'}
    sit_down(monkeypatch, 'y')
    assert made(home).write([], also=[change('C', 'plan', before='')])
    sit_down(monkeypatch, 'n')
    with pytest.raises(Stopped, match='Declined'):
        made(home).write([], also=[change('C', 'plan', before='')])
    home.refused = {'C': 'protectedpage'}
    with pytest.raises(BadInput, match='C: cannot be edited: protectedpage'):
        made(home, '-always').write([change('A', 'newer')], also=[change('C', 'plan', before='')])
    assert home.saved == {'A': 'new'}


def test_nothing_to_write_asks_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_there(monkeypatch)
    told: list[str] = []
    doubted: list[Doubt] = []
    monkeypatch.setattr(runs, 'tell', told.append)
    monkeypatch.setattr(runs, 'tell_doubts', doubted.extend)
    assert not made(home).write([change('A', 'old \n')], doubts=[SHRINKS])
    assert not home.saved
    missing = Change(Page('B'), lambda _: '', 'summary')
    assert not made(home).write([change('A', 'old'), missing])
    assert not made(home).write([missing])
    doubts = [SHRINKS, Doubt('red-link', 'titles.txt, line 2', 'there is no such page')]
    assert not made(home).write([missing], doubts=doubts)
    assert [str(doubt) for doubt in doubted] == ['titles.txt, line 2: there is no such page [red-link]']
    assert told.pop() == 'Nothing to write.'
    assert told == ['Nothing to write; up to date: A.'] * 2 + ['Nothing to write.']


@pytest.mark.parametrize('answers', [('n',), ('q',), ('d', 'n'), ()])
def test_whoever_does_not_say_yes_declines(
    home: Home, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    sit_down(monkeypatch, *answers)
    with pytest.raises(Stopped, match='Declined'):
        made(home).write([change('A', 'new')])
    assert not home.saved


def test_every_diff_is_shown_on_request(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = sit_down(monkeypatch, 'd', 'y')
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(wiki, 'show_diff', lambda before, after: shown.append((before, after)))
    made(home).write([change('A', 'new'), change('B', 'newer')])
    assert shown == [('old', 'new'), ('old', 'newer')]
    assert questions.count('forgotten') == 2
    assert set(home.saved) == {'A', 'B'}


@pytest.mark.parametrize('stdin', [None, sys.__stdin__])
def test_where_nobody_can_be_asked_nothing_is_written(
    home: Home, monkeypatch: pytest.MonkeyPatch, stdin: object
) -> None:
    nobody_there(monkeypatch, stdin)
    with pytest.raises(Stopped, match=r'nobody can be asked here.*-always'):
        made(home).write([change('A', 'new')])
    assert exit_code(lambda: int(made(home).write([change('A', 'new')]))) == 3
    assert made(home, '-always').write([change('A', 'new')])
    assert home.saved == {'A': 'new'}


@pytest.mark.parametrize(
    ('args', 'left'),
    [
        ((), '-always -accept:shrinks -accept:everybody-out'),
        (('-always',), '-accept:shrinks -accept:everybody-out'),
        (('-always', '-accept:everybody-out'), '-accept:shrinks'),
        (('-accept:shrinks', '-accept:everybody-out'), '-always'),
        (('-always', '-accept:shrinks', '-accept:everybody-out'), None),
    ],
)
def test_unattended_each_doubt_is_accepted_by_its_code(
    home: Home, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], left: str | None
) -> None:
    nobody_there(monkeypatch)
    doubts = [SHRINKS, EVERYBODY, SHRINKS]
    if left is None:
        assert made(home, *args).write([change('A', 'new')], doubts=doubts)
        return
    with pytest.raises(Stopped) as stopped:
        made(home, *args).write([change('A', 'new')], doubts=doubts)
    assert str(stopped.value).endswith(f': {left}')
    assert not home.saved


def test_the_operator_accepts_doubts_in_the_configuration(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nobody_there(monkeypatch)
    monkeypatch.setattr(config, 'base_dir', str(tmp_path))
    settings = tmp_path / config.user_config_file
    settings.write_text("family = 'meta'\n_outreach_accept = ['shrinks']\nusernames['*']['*'] = 'Bot'\n")
    assert made(home, '-always').write([change('A', 'new')], doubts=[SHRINKS])
    settings.write_text('')
    with pytest.raises(Stopped, match='-accept:shrinks'):
        made(home, '-always').write([change('A', 'newer')], doubts=[SHRINKS])
    settings.write_text('_outreach_accept = 7')
    with pytest.raises(BadInput, match='_outreach_accept'):
        made(home, '-always').write([change('A', 'newer')], doubts=[SHRINKS])


def test_what_rests_on_settings_of_somebody_else_is_not_vouched_for_unless_somebody_looks(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_there(monkeypatch)
    foreign = ('settings by Eve: banner, minedits',)
    run = replace(made(home, '-campaign:Camp', '-always'), unvouched=foreign)
    assert run.write([change('A', 'new')], doubts=run.foreign_settings)
    with pytest.raises(Stopped, match=r'-accept:shrinks$'):
        run.write([change('A', 'newer')], doubts=[*run.foreign_settings, SHRINKS])
    assert [str(one) for one in run.foreign_settings] == [
        'Camp: settings by Eve: banner, minedits, whom this run does not trust [unvouched]'
    ]
    looked = replace(made(home, '-campaign:Camp', '-always', '-accept:unvouched'), unvouched=foreign)
    assert looked.write([change('A', 'newest')], doubts=looked.foreign_settings)
    assert [UNVOUCHED in summary for summary in home.summaries] == [True, False]
    sit_down(monkeypatch, 'y')
    asked = replace(made(home, '-campaign:Camp'), unvouched=foreign)
    assert asked.write([change('A', 'seen')], doubts=asked.foreign_settings)
    assert UNVOUCHED not in home.summaries[-1]
    assert made(home).foreign_settings == []


def test_a_simulation_tells_that_somebody_says_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr(wiki, 'simulating', lambda: True)
    monkeypatch.setattr(runs, 'warn', warned.append)
    assert made(Home(stop='X/stop says stop: Wait.')).write([change('A', 'new')])
    assert made(Home()).write([change('A', 'new')])
    assert warned == ['X/stop says stop: Wait.; a run that writes ends there.']


def test_one_question_covers_all_doubts(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = sit_down(monkeypatch, 'y')
    warned: list[str] = []
    monkeypatch.setattr(problemfile, 'warn', warned.append)
    assert made(home, '-always').write([change('A', 'new')], doubts=[SHRINKS, EVERYBODY])
    assert len(questions) == 2
    assert warned == [
        'Camp/Targets: would lose 30 of 40 entries [shrinks]',
        'the funnel: all 12 fell out here [everybody-out]',
    ]


@pytest.mark.parametrize('editors', [frozenset(), frozenset({'Ann'})])
def test_a_page_that_none_of_our_accounts_edited_is_a_doubt(
    monkeypatch: pytest.MonkeyPatch, editors: frozenset[str]
) -> None:
    nobody_there(monkeypatch)
    home = Home(editors=editors)
    changes = [change('A', 'new'), change('B', 'new', before=' \n'), change('C', 'old')]
    with pytest.raises(Stopped, match=r': -accept:not-ours$'):
        made(home, '-always').write(changes)
    warned: list[str] = []
    monkeypatch.setattr(problemfile, 'warn', warned.append)
    assert made(home, '-always', '-accept:not-ours').write(changes)
    assert warned == ['A: was never edited by an account of ours [not-ours]']
    assert set(home.saved) == {'A', 'B'}


def test_a_page_that_a_trusted_account_edited_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody_there(monkeypatch)
    home = Home(editors=frozenset({'Ann', 'Operator'}))
    run = replace(made(home, '-always'), trust=Trust(cast(wiki.Wiki, home), frozenset({'Bot', 'Operator'})))
    assert run.write([change('A', 'new')])


def test_broken_markers_and_protected_pages_are_refused_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = Home(refused={'A': 'protected'})
    questions = sit_down(monkeypatch, 'y')
    broken = f'x\n\n{begin_marker("r")}\n'
    spoilt = Change(Page('B', broken, 1), lambda text: put_region(text, 'r', 'new'), '')
    with pytest.raises(BadInput) as refused:
        made(home).write([change('A', 'new'), spoilt])
    assert [problem.place for problem in refused.value.problems] == ['B, line 3', 'A']
    assert not questions
    assert not home.saved


def test_a_page_broken_meanwhile_stops_the_run_and_says_what_was_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sit_down(monkeypatch, 'y')
    home = Home(meanwhile={'B': begin_marker('r')})
    region = Change(Page('B', '', 1), lambda text: put_region(text, 'r', 'new'), '')
    with pytest.raises(Stopped, match='written before that: A'):
        made(home).write([change('A', 'new'), region])
    assert set(home.saved) == {'A'}


def test_a_page_changed_twice_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, 'y')
    home = Home()
    second = Change(Page('A', 'as it will be', 1), lambda text: f'{text}+2', '')
    made(home).write([change('A', 'new'), second])
    assert home.saved == {'A': 'new+2'}


def test_without_an_account_nothing_is_written(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.user_name = ''
    sit_down(monkeypatch, 'y')
    with pytest.raises(Stopped, match='no account'):
        made(home, '-always').write([change('A', 'new')])
    assert not home.asked


def test_what_is_held_back_is_told_and_stops_nobody(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nobody_there(monkeypatch)
    warned: list[str] = []
    monkeypatch.setattr(problemfile, 'warn', warned.append)
    held = Doubt('emptied', 'News', 'suddenly has nothing', held=True)
    assert made(home, '-always').write([change('A', 'new')], doubts=[held])
    assert not made(home, '-always').write([change('A', 'old')], doubts=[held])
    assert warned == ['News: suddenly has nothing [emptied]'] * 2
    with pytest.raises(Stopped, match=r'-accept:shrinks$'):
        made(home, '-always').write([change('A', 'new')], doubts=[held, SHRINKS])


def test_a_code_is_accepted_by_the_command_line_or_the_operator(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config, 'base_dir', str(tmp_path))
    (tmp_path / config.user_config_file).write_text("_outreach_accept = ['emptied']\n")
    run = made(home, '-accept:shrinks')
    assert [run.accepts(code) for code in ('emptied', 'shrinks', 'red-link')] == [True, True, False]
    (tmp_path / config.user_config_file).write_text("_outreach_accept = ['emptid']\n")
    with pytest.raises(BadInput, match=r'did you mean emptied\?'):
        run.accepts('shrinks')


def test_before_consent_all_pages_are_named_that_our_account_may_not_edit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = Home(refused={'A': 'protected', 'C': 'protected too'})
    questions = sit_down(monkeypatch, 'y')
    with pytest.raises(BadInput) as refused:
        made(home).consent('Send?', ['A', 'B', 'C', 'A'])
    assert [problem.place for problem in refused.value.problems] == ['A', 'C']
    assert (questions, home.asked) == ([], ['A', 'B', 'C'])
    assert made(home).consent('Send?', ['B'])
    assert questions[-1] == 'Send?'


def test_requests_of_the_log_in_stand_apart(home: Home) -> None:
    run = made(home)
    assert run.requests() == ('2 requests: 2 query info.',)
    run.asked_to_log_in.update({'login': 1, 'query tokens': 1})
    assert run.requests() == ('To log in: 2 requests.', '2 requests: 2 query info.')


def test_pages_of_ours_lead_to_the_other_pages_of_the_campaign(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Run, 'language', 'en')
    monkeypatch.setattr(runs, 'texts', lambda script, language: lambda key, **_: f'{script}-{key}')
    run = replace(made(home, '-always'), neighbours=navigation.pages_of('Camp'))
    titles = ('Camp/Funnel', 'Camp/Replies', 'Camp/Message')
    run.write([change(titles[0], 'new'), change(titles[1], 'old'), change(titles[2], 'new')])
    assert home.saved.keys() == {'Camp/Funnel', 'Camp/Message'}
    assert '[[:Camp/Status|run_campaigns-nav-status]]' in home.saved['Camp/Funnel']
    assert home.saved['Camp/Funnel'].endswith('new')
    assert home.saved['Camp/Message'] == 'new'


@pytest.mark.parametrize('go_on', [False, True])
def test_who_goes_on_begins_without_a_campaign_page_that_cannot_be_read(
    home: Home, monkeypatch: pytest.MonkeyPatch, *, go_on: bool
) -> None:
    away = Unreachable(home.host, 'gave no usable answer')

    def read(_title: str) -> Page:
        raise away

    farm = made(home).farm
    monkeypatch.setattr(home, 'read', read, raising=False)
    monkeypatch.setattr(home, 'info', WikiInfo('metawiki', home.host, 'en'), raising=False)
    monkeypatch.setattr(runs, 'connect', lambda: farm)
    monkeypatch.setattr(runs, 'identified', lambda *_about: frozenset({'edit'}))
    monkeypatch.setattr(wiki, 'arguments', list)
    monkeypatch.setattr(localfiles, 'prepare', lambda _folder: None)
    monkeypatch.setattr(siteinfo, 'titles', lambda _home: str)
    monkeypatch.setattr(safety, 'read', lambda *_about: read(''))
    settings, args, now = (*SETTINGS, LANGUAGE), ('-campaign:Camp',), datetime(2026, 11, 26, tzinfo=UTC)
    if not go_on:
        with pytest.raises(Unreachable):
            runs.begin('a_script', settings, args, now)
        return
    run = runs.begin('a_script', settings, args, now, go_on=True)
    assert run.troubles == {runs.PAGE: away}
    assert (run.given[CAMPAIGN], run.revision, run.rights) == ('Camp', 0, frozenset({'edit'}))
