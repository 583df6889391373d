"""Before the first send: how large the groups would be, what could be seen, and what measuring costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from outreach import holdout
from outreach.campaign import LIST, SIGNUPS, subpage
from outreach.run import Run
from outreach.sends import heldout, recipients
from outreach.sends.pinnedlists import read_lists
from outreach.sends.sendplan import unique
from outreach.words import counted


def lines(run: Run, campaign: str) -> Iterator[str]:
    """Return lines on what the campaign could see at all; raise BadInput where there is no list."""
    farm, design = run.farm, holdout.of(run.given)
    listed = read_lists(run.home, run.given[LIST] or subpage(campaign, 'Targets'))
    facts = recipients.gather(farm, listed.targets, run.now)
    who = unique(recipients.readers(listed.targets, facts), ())
    share = design.share if design else 0
    held = heldout.draw(who.targets, campaign, share, who.central)
    drawn = who.central.keys() & set(who.targets)
    yield f'{len(listed.targets)} on the list, {len(who.targets)} of them may be asked.'
    if len(drawn) < len(who.targets):
        yield f'  {len(who.targets) - len(drawn)} have no global account: they are asked, and in no group.'
    yield from heldout.prospect(len(drawn) - len(held), len(held), design)
    limit = run.home.limit
    per_wiki = Counter(one.host for one in drawn)
    batches = sum(-(-count // limit) for count in per_wiki.values())
    pages = len(run.given[SIGNUPS])
    people = -(-len(drawn) // limit) + batches
    cost, wikis = counted(people, 'request'), counted(len(per_wiki), 'wiki')
    yield f'Measuring takes about {cost} for accounts and talk pages, at most {limit} of them in each,'
    yield f'{batches} a wave for edits, on {wikis}, and one for 50 revisions of each page of'
    yield f'sign-ups ({pages}).'
    yield from farm.cost(people + batches + pages)
