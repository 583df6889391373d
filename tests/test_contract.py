"""Every sentence of a contract is cited by a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent
DOCS = TESTS.parent / 'docs'


def _told_by_tests(path: Path) -> list[str]:
    """Return the docstrings of the tests of a file; a sentence that stands elsewhere in it holds nothing."""
    tree = ast.parse(path.read_text(encoding='utf-8'))
    tests = [
        one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith('test_')
    ]
    return [ast.get_docstring(one) or '' for one in tests]


def test_every_sentence_of_the_channels_is_cited() -> None:
    contract = (TESTS.parent / 'docs' / 'channels-contract.md').read_text(encoding='utf-8')
    promised = re.findall(r'^- ([MA]\d+)\. ', contract, re.MULTILINE)
    numbers = {kind: [int(one[1:]) for one in promised if one[0] == kind] for kind in 'MA'}
    assert all(sorted(some) == list(range(1, len(some) + 1)) for some in numbers.values())
    lines = [
        line
        for path in TESTS.rglob('test_*.py')
        for line in re.findall(
            r'^# contract of channels: (.*)$', path.read_text(encoding='utf-8'), re.MULTILINE
        )
    ]
    cited = {number for line in lines for number in line.split(', ')}
    assert set(promised) - cited == set(), 'no test cites these'
    assert cited - set(promised) == set(), 'there are no such sentences'


def test_every_sentence_of_the_feeds_is_cited() -> None:
    contract = (TESTS / 'feeds' / 'contract.md').read_text(encoding='utf-8')
    promised = re.findall(r'^- (C\d+) ', contract, re.MULTILINE)
    assert promised == [f'C{number}' for number in range(1, len(promised) + 1)]
    files = [
        *TESTS.joinpath('feeds').glob('test_*.py'),
        TESTS / 'test_guardedreading.py',
        TESTS / 'test_settingspages.py',
        TESTS / 'sandbox' / 'test_feed.py',
        TESTS / 'sandbox' / 'test_fetching.py',
    ]
    cited = {number for path in files for number in re.findall(r'\bC\d+\b', path.read_text(encoding='utf-8'))}
    assert set(promised) - cited == set(), 'no test cites these'
    assert cited - set(promised) == set(), 'there are no such sentences'


def test_every_sentence_of_the_events_is_cited() -> None:
    contract = (TESTS.parent / 'docs' / 'events-contract.md').read_text(encoding='utf-8')
    promised = re.findall(r'^- (C\d+) ', contract, re.MULTILINE)
    assert promised == [f'C{number}' for number in range(1, len(promised) + 1)]
    files = [
        *TESTS.joinpath('events').glob('test_*.py'),
        TESTS / 'audience' / 'test_organizers.py',
        TESTS / 'test_campaignevents.py',
        TESTS / 'sandbox' / 'test_events.py',
    ]
    cited = {
        number
        for path in files
        for told in _told_by_tests(path)
        for number in re.findall(r'\b[CT]\d{1,2}\b', told)
    }
    kept = {*promised, *(f'T{number}' for number in range(1, 19))}
    assert kept - cited == set(), 'no test cites these'
    assert cited - kept == set(), 'there are no such sentences'


def test_every_sentence_about_letters_is_cited() -> None:
    contract = (DOCS / 'letters-contract.md').read_text(encoding='utf-8')
    promised = re.findall(r'^- ([CT]\d+)\. ', contract, re.MULTILINE)
    numbers = {kind: [one for one in promised if one[0] == kind] for kind in 'CT'}
    for kind, some in numbers.items():
        assert some == [f'{kind}{number}' for number in range(1, len(some) + 1)]
    files = [*TESTS.joinpath('letters').glob('*.py'), *TESTS.joinpath('sandbox').glob('test_letters.py')]
    files += [TESTS / 'sandbox' / 'test_submission.py', TESTS / 'sandbox' / 'test_letter_faults.py']
    lines = re.findall(
        r'^# letters: (.*)$', '\n'.join(one.read_text(encoding='utf-8') for one in files), re.MULTILINE
    )
    cited = {number for line in lines for number in re.findall(r'\b[CT]\d+\b', line)}
    assert set(promised) - cited == set(), 'no test cites these'
    assert cited - set(promised) == set(), 'there are no such sentences'


def test_every_sentence_of_the_measures_is_cited() -> None:
    contract = (DOCS / 'measures-contract.md').read_text(encoding='utf-8')
    promised = re.findall(r'^- ([MB]\d+)\. ', contract, re.MULTILINE)
    assert promised == [
        *(f'M{number}' for number in range(1, 42)),
        *(f'B{number}' for number in range(1, 14)),
    ]
    cited = {
        number
        for path in TESTS.rglob('test_*.py')
        for line in re.findall(r'^    """([MB]\d+(?:, [MB]\d+)*)"""$', path.read_text('utf-8'), re.MULTILINE)
        for number in line.split(', ')
    }
    assert set(promised) - cited == set(), 'no test cites these'
    assert cited - set(promised) == set(), 'there are no such sentences'
