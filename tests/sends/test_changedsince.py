"""What was changed since a plan was made."""

from __future__ import annotations

from dataclasses import replace

from outreach.sends.changedsince import why_anew
from outreach.sends.inputs import Request
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState

from tests.samples.plans import one_page
from tests.samples.sendwiki import SendWiki, as_wiki


def test_what_is_planned_anew_says_what_was_changed_since() -> None:
    one = one_page(SendState.PLANNED)
    wanted = Request('Outreach/X', 'L', 'M', settings=one.settings)
    home = SendWiki()
    for title in (one.message.title, *(pin.title for pin in one.lists)):
        home.edit(title, 'x')
    pins = {row.title: row.id for row in home.rows}
    page = replace(
        one,
        message=replace(one.message, revid=pins[one.message.title]),
        lists=tuple(replace(pin, revid=pins[pin.title]) for pin in one.lists),
    )

    def why(planned: SendPage = page, wish: Request = wanted) -> str:
        return why_anew(as_wiki(home), wish, [planned])[planned]

    assert why() == 'somebody had it planned anew'
    other = replace(wanted, settings=f'{page.settings}; cooldown = 9')
    assert why(wish=other) == 'settings were changed (- is now cooldown = 9)'
    home.edit(page.message.title, 'y')
    home.edit(page.lists[0].title, 'y')
    text, listed = (
        f'its text was changed ({page.message.title})',
        f'its list was changed ({page.lists[0].title})',
    )
    assert why() == f'{text}; {listed}'
