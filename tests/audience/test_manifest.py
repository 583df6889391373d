"""The file of a run: what a list was made from, and how a person is taken out of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from outreach.audience.brief import Brief
from outreach.audience.candidate import Candidate
from outreach.audience.funnel import Funnel, FunnelStep
from outreach.audience.gather import Pages
from outreach.audience.manifest import forget, made_from, name
from outreach.audience.people import Choice, Exclusion
from outreach.audience.topic import Article
from outreach.pages import Page

from tests.samples.briefs import BRIEF

PAGES = Pages(3, 3, (Article('sv.w.test', 7, 'P', 70, 'x'), Article('sv.w.test', 8, 'Q', 80, 'x')), ())
PEOPLE = {
    'Ann': Candidate('Ann', [], choice=Choice('sv.w.test', 'main')),
    'Bo': Candidate('Bo', [], exclusion=Exclusion.OPTED_OUT),
    'Ced': Candidate('Ced', [], exclusion=Exclusion.NO_ACCOUNT),
    'Dan': Candidate('Dan', [], choice=Choice(None, 'nowhere')),
    'Eva': Candidate('Eva', []),
}
FUNNEL = Funnel((FunnelStep('editors', 5, {}),))


def made(brief: Brief = BRIEF, pages: Pages = PAGES) -> str:
    return made_from(brief, {'No': Page('No', 'x', 9), 'Gone': Page('Gone')}, pages, PEOPLE, FUNNEL)


def test_no_title_leads_out_of_the_folder() -> None:
    assert name('Camp/Targets') == 'Camp%2FTargets.json'
    assert '/' not in name('../x')


def test_a_run_is_told_by_rule_revisions_verdicts_and_funnel() -> None:
    told = json.loads(made())
    revisions = {'sv.w.test': {'7': 70, '8': 80}}
    assert told['people'] == {'Ann': 'sv.w.test', 'Bo': 'opted-out', 'Dan': '', 'Eva': ''}
    assert (told['inputs'], told['revisions'], told['rules']) == ({'No': 9}, revisions, 1)
    assert told['evidence'] == hashlib.sha256(json.dumps(revisions, sort_keys=True).encode()).hexdigest()
    assert told['brief']['window'] == '5 days, 0:00:00'
    assert (told['brief']['rule']['min_edits'], told['brief']['source']) == (5, 'en')
    assert 'now' not in told['brief']
    assert told['funnel']


def test_the_same_evidence_makes_the_same_file_on_another_day() -> None:
    assert made(replace(BRIEF, now=datetime(2027, 1, 1, tzinfo=UTC))) == made()
    in_another_order = replace(PAGES, changed=PAGES.changed[::-1])
    assert made(pages=in_another_order) == made()
    assert made().startswith('{\n "brief": {') and made().endswith('}\n')


def test_who_is_to_be_forgotten_goes_from_every_file_that_has_them(tmp_path: Path) -> None:
    for title in ('A', 'B'):
        (tmp_path / name(title)).write_text(made(), encoding='utf-8')
    (tmp_path / name('C')).write_text('{"people": {"Zoe": ""}}', encoding='utf-8')
    (tmp_path / 'notes.txt').write_text('Ann', encoding='utf-8')
    assert forget(tmp_path, ['Ann', 'Nobody']) == 2
    assert forget(tmp_path, ['Ann']) == 0
    kept = json.loads((tmp_path / name('A')).read_text(encoding='utf-8'))
    assert list(kept['people']) == ['Bo', 'Dan', 'Eva']
    assert (tmp_path / name('C')).read_text(encoding='utf-8') == '{"people": {"Zoe": ""}}'


def test_so_go_the_lines_that_name_them_from_tables_and_nobody_else(tmp_path: Path) -> None:
    tables = {
        'organizers.tsv': 'Ann Lee\tOslo 2026\nAnnika\tBergen\nBo\tMalmö\n',
        'C%2FList.unclear.tsv': 'Sign-ups, line 3\t[[User:Ann_Lee]] signed twice\nSign-ups, line 4\tx\n',
        'C%2FOld.unresolved.tsv': '3\tno account\tAnn Lee, sv\n',
    }
    for file, text in tables.items():
        (tmp_path / file).write_text(text, encoding='utf-8')
    assert forget(tmp_path, []) == 0
    assert forget(tmp_path, ['Ann Lee', 'A.*']) == 3
    left = {file: (tmp_path / file).read_text(encoding='utf-8') for file in tables}
    assert left == {
        'organizers.tsv': 'Annika\tBergen\nBo\tMalmö\n',
        'C%2FList.unclear.tsv': 'Sign-ups, line 4\tx\n',
        'C%2FOld.unresolved.tsv': '',
    }
