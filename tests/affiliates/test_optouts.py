"""Who asked not to be written to: people and affiliates; what cannot be read is refused."""

from __future__ import annotations

import pytest
from outreach.affiliates import optouts
from outreach.affiliates.optouts import OptOuts
from outreach.names import ENGLISH
from outreach.pages import Page
from outreach.problems import BadInput

from tests.affiliates.samples import HOST, entry, judged, read

from outreach.affiliates.verdict import Verdict  # isort: skip


# contract: C10
def test_people_and_affiliates() -> None:
    exclude = Page(
        'Do not contact', '* [[User:Ada]]\n* [[Group A]], asked us\n* {{target | page = Talk:Group B }}', 1
    )
    nomail = Page('No mail', '# [[User:Bo]]\n* Cy\n* user:dee\n', 1)
    found = optouts.read([exclude], nomail, HOST, ENGLISH)
    assert {'Ada', 'Bo', 'Cy', 'Dee'} <= found.names
    assert {'group a', 'talk:group b'} <= found.titles
    every = judged(read(entry('Group A'), entry('Group B'), entry('Group C')), optouts=found)
    assert [one.verdict for one in every.values()] == [Verdict.LEAVE_OUT, Verdict.LEAVE_OUT, Verdict.WRITE]
    assert every['Group A'].reasons[0].code == 'excluded'


def test_without_a_no_mail_list_it_is_incomplete() -> None:
    assert optouts.read([], None, HOST, ENGLISH) == OptOuts(complete=False)


@pytest.mark.parametrize(
    'page', [Page('X'), Page('X', '', 1), Page('X', 'prose', 1), Page('X', '#REDIRECT [[Y]]', 1)]
)
# contract: C10
def test_a_page_that_cannot_be_read_is_refused(page: Page) -> None:
    for exclude, nomail in (([page], None), ([], page)):
        with pytest.raises(BadInput):
            optouts.read(exclude, nomail, HOST, ENGLISH)
