"""The figures of a campaign on its page of status: how many were written to, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach import colours, wikitable
from outreach.campaigns.campaignstate import CampaignState
from outreach.phrases import Say
from outreach.sends import sendsummary
from outreach.sends.results import Reaction, State
from outreach.sends.sendsummary import Send
from outreach.wikitable import Content, Markup

# what a check of deliveries finds out
OF_CHECKS = ('delivered', 'answered', 'optedout', 'failed')


def table(state: CampaignState, say: Say) -> str:
    """Return the figures, each with a bar as long as its share of the largest; '' where all are 0."""
    sends = [Send(page, state.results.get(page.title, ())) for page in state.pages if not page.is_test]
    figures = _counted(state, sends)
    if not any(figures.values()):
        return ''
    longest = max(figures.values())
    words = _in_place_of_0(state, sends, figures, say)
    rows: list[Sequence[Content]] = [
        (
            say(f'figure-{name}'),
            words.get(name, Markup(f'{_bar(count, longest)}{{{{formatnum:{count}}}}}')),
        )
        for name, count in figures.items()
    ]
    columns = [say('column-figure'), say('column-count')]
    style = 'inline-size: 100%; max-inline-size: 30em;'
    return wikitable.render(columns, rows, caption=say('heading-figures'), style=style, named=True)


def _counted(state: CampaignState, sends: Sequence[Send]) -> dict[str, int]:
    """Return the figures by what they count; how many are unknown is one of them once anybody looked."""
    total = sendsummary.reach(sends)
    reactions = [one.reaction for send in sends for one in send.results]
    held = len(state.held_out)
    known = sum(count for what, count in total.states.items() if what is not State.UNKNOWN)
    unknown = total.targets - known if any(send.results for send in sends) else 0
    return {
        'listed': len(state.targets),
        'sent': total.targets,
        **({'heldout': held} if held and not state.closed else {}),
        **({'open': unknown} if unknown else {}),
        'delivered': total.delivered,
        'answered': sum(one is Reaction.ANSWERED for one in reactions),
        'optedout': total.states.get(State.OPTED_OUT, 0)
        + sum(one is Reaction.OPTED_OUT for one in reactions),
        'left': state.leavers,
        'failed': total.states.get(State.FAILED, 0),
    }


def _in_place_of_0(
    state: CampaignState, sends: Sequence[Send], figures: Mapping[str, int], say: Say
) -> dict[str, str]:
    """Return the words for figures that nobody knows, which are not 0."""
    unread = bool(state.problems or (state.list_problems and not state.targets))
    words = {'listed': say('figure-unread')} if unread else {}
    if figures['sent'] and not any(send.results for send in sends):
        return words | dict.fromkeys(OF_CHECKS, say('figure-unknown'))
    none_yet = [name for name in OF_CHECKS if figures.get('open') and not figures[name]]
    return words | dict.fromkeys(none_yet, say('figure-none-yet'))


def _bar(count: int, longest: int) -> str:
    return colours.bar(100 * count / longest) if count else ''
