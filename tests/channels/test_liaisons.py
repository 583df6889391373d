"""Liaisons by language, as a page names them."""

from __future__ import annotations

import pytest
from outreach.channels import liaisons
from outreach.names import ENGLISH
from outreach.pages import Page
from outreach.problems import BadInput

KNOWN = {'sv': 'sv', 'nb': 'nb', 'en': 'en', 'sv.wikipedia.org': 'sv', 'no.wikipedia.org': 'nb'}
PAGE = """\
{| class="wikitable"
! Language !! Liaison
|-
| sv || [[User:Åsa]]
|-
| no.wikipedia.org || [[User talk:Bo]] and [[User:Cy|Cy]]
|-
| all of them || [[User:Nobody of these]]
|}
* sv, nb, xh: [[User:Dag/Liaison|Dag]], since May <!-- [[User:Old]] -->
* [[User:Eva]] {{#babel:sv|en-3|nb-1}}
* [[Wikimedia Example]]: [[User:Of an affiliate]]
* en:
"""


# contract of channels: M5
def test_languages_hosts_and_babel_boxes_say_whose_liaison_somebody_is() -> None:
    found = liaisons.by_language(Page('Liaisons', PAGE, 1), ENGLISH, KNOWN)
    assert found == {'sv': ['Åsa', 'Dag', 'Eva'], 'nb': ['Bo', 'Cy', 'Dag'], 'xh': ['Dag'], 'en': ['Eva']}


# contract of channels: M23
@pytest.mark.parametrize('text', ['Nobody yet.', '* sv: Anna, by mail', '#REDIRECT [[X]]'])
def test_a_page_that_names_nobody_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        liaisons.by_language(Page('Liaisons', text, 1), ENGLISH, KNOWN)
    with pytest.raises(BadInput):
        liaisons.by_language(Page('Liaisons'), ENGLISH, KNOWN)
