"""The delivery list of affiliates' talk pages, merged with what people did to it: nobody is put back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from outreach.affiliates.lookup import talk_title
from outreach.affiliates.registry import fold
from outreach.affiliates.resultpage import AffiliateReport, Remembered
from outreach.affiliates.verdict import AffiliateVerdict, Judged
from outreach.audience.audiencelist import ListState, revised, standing
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listpages import revisions
from outreach.lists.merge import Merge
from outreach.names import Namespaces
from outreach.pages import Page, check_no_redirects
from outreach.phrases import Say
from outreach.run import Change
from outreach.wiki import Wiki, tell


def targets(judged: Iterable[Judged], host: str) -> list[Target]:
    """Return the talk pages of those that may be written to and have one."""
    pages = {one.talk for one in judged if one.verdict is AffiliateVerdict.WRITE and one.talk}
    return [Target(host, page) for page in sorted(pages)]


def plan(
    page: Page,
    known: ListState,
    wanted: Sequence[Target],
    vanished: Collection[Remembered],
    namespaces: Namespaces,
    lead: str,
) -> tuple[str, Merge]:
    """Return the new text of the list and what the merge did.

    Whom we put there leaves it when it may no longer be written to. An affiliate that vanished from the
    registry without a word stays: nobody said anything against it.
    """
    lost = {fold(one.talk or talk_title(one.name, namespaces)) for one in vanished}
    return revised(page, known, wanted, lambda target: fold(target.page) in lost, lead)


def change(home: Wiki, title: str, report: AffiliateReport, namespaces: Namespaces, say: Say) -> Change:
    """Return what becomes of the list of talk pages."""
    wanted = targets(report.judged, home.host)
    return kept(home, title, wanted, report.vanished, namespaces, say('list-lead'), say('list-summary'))


def kept(
    home: Wiki,
    title: str,
    wanted: Sequence[Target],
    vanished: Collection[Remembered],
    namespaces: Namespaces,
    lead: str,
    summary: str,
) -> Change:
    """Return what becomes of a list page, with what people did to it read from its history."""
    page = home.read(title)
    check_no_redirects([page])
    places = TitleResolver({home.host: namespaces})
    known = standing(page, list(revisions(home, title)) if page.revid else [], home.host, places)

    def become(text: str) -> str:
        return plan(replace(page, text=text), known, wanted, vanished, namespaces, lead)[0]

    return Change(page, become, summary)


def begun(change: Change, wanted: Sequence[Target]) -> list[Change]:
    """Return the change of a list, none where a list would begin with nobody on it: that is said."""
    if change.before.revid or wanted:
        return [change]
    tell(f'{change.before.title}: is not there, and is not begun: nobody would be on it.')
    return []
