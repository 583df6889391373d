"""Links that open an edit form with everything filled in, so that a person only reads and saves.

The words in the form come from pages that `install_pages` puts on the wiki (`onwiki/Template/Outreach
campaign/…`). What a form takes from its address: https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php
(`preload`, `preloadparams`, `preloadtitle`, `editintro`, `summary`, `section=new`). Nothing is done by a link
alone: it is the person's own save that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from outreach.campaign import CLOSED, subpage
from outreach.weblinks import in_wikitext

FORMS = 'Template:Outreach campaign'
NEW = 'new'


def edit_link(
    page: str,
    *,
    preload: str = '',
    params: Sequence[str] = (),
    section: str = '',
    heading: str = '',
    intro: str = '',
    summary: str = '',
    base: str = '',
) -> str:
    """Return the address of the edit form of a page, to be put into `[address label]`.

    `preload` is the page whose text fills the form, `params` stand for `$1`, `$2` … in it; they are not made
    harmless here. With `section=NEW` it is added below what the page says, under `heading` if there is one;
    else an existing page is opened as it is. `intro` is a page shown above the form. Without a `base`, such
    as `https://meta.wikimedia.org`, the address is wikitext, for the wiki on which the page itself is.
    """
    asked = [('action', 'edit'), ('section', section), ('preload', preload)]
    asked += [('preloadparams[]', one) for one in params]
    asked += [('preloadtitle', heading), ('editintro', intro)]
    # a new section asks for its heading; where we want none, nobody is asked
    asked += [('nosummary', '1' if section == NEW and not heading else ''), ('summary', summary)]
    query = '&'.join(f'{_coded(name)}={_coded(value)}' for name, value in asked if value or '[' in name)
    title = _coded(page.replace(' ', '_'))
    return f'{base}/w/index.php?title={title}&{query}' if base else f'{{{{fullurl:{title}|{query}}}}}'


def _coded(text: str) -> str:
    return in_wikitext(quote(text, safe='')).replace('~', '%7E')


def approve(campaign: str, plan: str) -> str:
    """Return the link by which one approves a plan: its line on the page of approvals, with a signature."""
    form = f'{FORMS}/approve'
    page = subpage(campaign, 'Approvals')
    return edit_link(page, preload=form, params=[plan], section=NEW, intro=f'{form}/intro')


def stop(campaign: str) -> str:
    """Return the link by which anybody stops a campaign."""
    form = f'{FORMS}/stop'
    return edit_link(subpage(campaign, 'stop'), preload=form, section=NEW, intro=f'{form}/intro')


def resume(campaign: str) -> str:
    """Return the link by which who may lift a stop does it: a line, which works on an emptied page too."""
    return _go_on(subpage(campaign, 'stop'))


def close(campaign: str) -> str:
    """Return the link by which one closes a campaign: nothing more is planned or sent."""
    form = f'{FORMS}/close'
    return edit_link(subpage(campaign, CLOSED), preload=form, section=NEW, intro=f'{form}/intro')


def reopen(campaign: str) -> str:
    """Return the link by which who may lift a close does it, as a stop."""
    return _go_on(subpage(campaign, CLOSED))


def _go_on(page: str) -> str:
    form = f'{FORMS}/resume'
    return edit_link(page, preload=form, section=NEW, intro=f'{form}/intro')


def claim(page: str, heading: str) -> str:
    """Return the link by which one takes on a gap: a section under the heading that says which."""
    form = f'{FORMS}/claim'
    return edit_link(page, preload=form, section=NEW, heading=heading, intro=f'{form}/intro')


def translate(page: str, code: str, *, filled: bool) -> str:
    """Return the link by which one translates a message; `filled` with it, or empty, to copy it in whole.

    A form that is filled with a page has it as it is transcluded: without `<noinclude>`, and without the tags
    around what stands in `<includeonly>` (core's Parser::getPreloadText).
    """
    intro = f'{FORMS}/translation/intro'
    return edit_link(subpage(page, code), preload=page if filled else '', intro=intro)


def leave(page: str, base: str = '') -> str:
    """Return the link by which a person asks on a page of requests to get nothing more."""
    return _request(page, 'leave', base)


def join(page: str, host: str = '', base: str = '') -> str:
    """Return the link by which a person asks to be on the list, on a wiki or on where the rule says."""
    return _request(page, 'join', base, host)


def move(page: str, host: str = '', base: str = '') -> str:
    """Return the link by which a person asks to be written to on another wiki."""
    return _request(page, 'move', base, host)


def _request(page: str, wish: str, base: str, *params: str) -> str:
    form = f'{FORMS}/{wish}'
    return edit_link(page, preload=form, params=params, section=NEW, intro=f'{form}/intro', base=base)
