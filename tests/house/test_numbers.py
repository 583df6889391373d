"""Number and noun agree in what scripts write on pages."""

from __future__ import annotations

import re

import pytest
from outreach import phrases

from tests.house.source import ROOT

# a decimal fraction; 7 or 30; more than the most; more than are left
NEVER_ONE = {'days-to-answer', 'in-days', 'finding-toolong', 'funnel-sentence'}
PLURAL = re.compile(r'\{\{PLURAL:[^{}]*\}\}')
I18N = ROOT / 'scripts' / 'outreach' / 'i18n'
NOUNS = re.compile(
    r' (?:accounts|answers|contacts|days|deliveries|drafts|edits|entries|events|fields|'
    r'files|hosts|hours|items|languages|letters|lines|mails|messages|minutes|months|pages|people|persons|'
    r'places|recipients|requests|revisions|rows|sections|subpages|targets|templates|texts|'
    r'tokens|users|waves|weeks|wikis|years)\b'
)


@pytest.mark.parametrize('script', sorted(one.parent.name for one in I18N.glob('*/en.json')))
def test_number_and_noun_agree_in_what_pages_say(script: str) -> None:
    plain = re.compile(rf'%\(\w+\)[ds]{NOUNS.pattern}')
    texts = {key: PLURAL.sub('', text) for key, text in phrases.of_script(script)['en'].items()}
    found = [key for key, text in texts.items() if plain.search(text)]
    assert set(found) <= NEVER_ONE, '{{PLURAL:%(count)d|one|more}} writes both'
