"""Who asked not to be written to: people and affiliates; what cannot be read is refused."""

from __future__ import annotations

import pytest
from outreach.accountlinks import Resolver
from outreach.affiliates import optouts
from outreach.affiliates.optouts import OptOuts
from outreach.pages import Page
from outreach.problems import BadInput

from tests.affiliates.samples import entry, judged, read
from tests.samples.wikis import DBNAMES, HOME, NAMESPACES, RESOLVER

from outreach.affiliates.verdict import AffiliateVerdict  # isort: skip


# contract: C10
def test_people_and_affiliates() -> None:
    exclude = Page(
        'Do not contact', '* [[User:Ada]]\n* [[Group A]], asked us\n* {{target | page = Talk:Group B }}', 1
    )
    nomail = Page('No mail', '# [[User:Bo]]\n* Cy\n* user:dee\n', 1)
    found = optouts.read([exclude], nomail, RESOLVER)
    assert {'Ada', 'Bo', 'Cy', 'Dee'} <= found.names
    assert {'group a', 'talk:group b'} <= found.titles
    every = judged(read(entry('Group A'), entry('Group B'), entry('Group C')), optouts=found)
    assert [one.verdict for one in every.values()] == [
        AffiliateVerdict.LEAVE_OUT,
        AffiliateVerdict.LEAVE_OUT,
        AffiliateVerdict.WRITE,
    ]
    assert every['Group A'].reasons[0].code == 'excluded'


# contract: C10
def test_people_are_named_by_the_words_of_other_wikis_and_affiliates_by_addresses() -> None:
    text = (
        '* [[:sv:Användare:Ada]]\n* [[w:de:Benutzer Diskussion:X|x]], [[:de:Benutzer:Bo]]\n'
        '* https://fr.wikipedia.org/wiki/Utilisateur:Cy\n* {{user|Di|project=w|lang=pl}}\n'
        f'* https://{HOME}/wiki/Group_A said no\n* <s>[[Group B]]</s> [[User:Eve]]\n* sv.wikipedia.org\n'
    )
    found = optouts.read([Page('Out', text, 1)], None, RESOLVER)
    assert {'Ada', 'Bo', 'Cy', 'Di', 'Eve'} <= found.names
    assert 'group a' in found.titles
    assert 'group b' not in found.titles


@pytest.mark.parametrize(
    'item',
    ['[[Benutzer:Ada]]', '[[:sv:Byfånen]]', '{{nobody knows|Ada}}', 'see https://example.org/wiki/User:Ada'],
)
# contract: C10
def test_an_item_of_which_nobody_can_tell_whom_it_names_is_refused_with_its_line(item: str) -> None:
    for exclude, nomail in (('X', None), (None, 'X')):
        page = Page('X', f'* [[User:Bo]]\n* [[Group A]]\n* {item}', 1)
        with pytest.raises(BadInput, match='X, line 3: gives neither'):
            optouts.read([page] if exclude else [], page if nomail else None, RESOLVER)


# contract: C10
def test_a_wiki_that_does_not_answer_is_refused() -> None:
    silent = {host: known for host, known in NAMESPACES.items() if host != 'sv.wikipedia.org'}
    resolver = Resolver(HOME, silent.get, DBNAMES)
    page = Page('X', '* [[User:Bo]], and [[:sv:Användare:Ada]]', 1)
    with pytest.raises(BadInput, match=r'sv\.wikipedia\.org: did not say'):
        optouts.read([page], None, resolver, {'sv.wikipedia.org'})
    with pytest.raises(BadInput, match='did not say'):
        optouts.read([page], None, Resolver(HOME, lambda _host: None))


def test_without_a_no_mail_list_it_is_incomplete() -> None:
    assert optouts.read([], None, RESOLVER) == OptOuts(complete=False)


@pytest.mark.parametrize(
    'page', [Page('X'), Page('X', '', 1), Page('X', 'prose', 1), Page('X', '#REDIRECT [[Y]]', 1)]
)
# contract: C10
def test_a_page_that_cannot_be_read_is_refused(page: Page) -> None:
    for exclude, nomail in (([page], None), ([], page)):
        with pytest.raises(BadInput):
            optouts.read(exclude, nomail, RESOLVER)
