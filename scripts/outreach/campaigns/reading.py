"""Reading how a campaign stands, with the readers that the scripts themselves use; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from outreach import phrases, revisions, safety, siteinfo, stops, wiki
from outreach.acceptedcodes import accepted_by_operator
from outreach.accountlinks import resolver_of
from outreach.audience import subscriptionpages
from outreach.audience.subscriptionpages import NO_MESSAGES, REQUESTS
from outreach.audience.subscriptions import Wish
from outreach.campaign import CLOSED, EXCLUDE, SETTINGS, read_settings, subpage
from outreach.campaigns import accepted as accepting
from outreach.campaigns import measuring
from outreach.campaigns.accepted import Accepted, Work
from outreach.campaigns.campaignstate import (
    COVERAGE,
    FUNNEL,
    GAPS,
    MEASURES,
    REPLIES,
    CampaignState,
    Halt,
)
from outreach.farm import Farm
from outreach.lists import listpages, straylines
from outreach.problems import BadInput, Problem
from outreach.promotion import logpage
from outreach.promotion.logpage import Vocabulary
from outreach.sends import approval, lintcontext, messagelint, messagepages, records, vouching
from outreach.sends.sendpage import SendPage, results_title
from outreach.sends.sendpages import SendPages
from outreach.sends.vouching import LastEdit
from outreach.settings import CAMPAIGN
from outreach.trust import RIGHT, Trust
from outreach.wiki import Wiki, warn

PLACE = '_outreach_campaigns in user-config.py'


def accepted_by(home: Wiki, trust: Trust, title: str) -> tuple[Accepted, ...]:
    """Return the campaigns that the operator accepted, in `user-config.py` and on a page of JSON.

    The page is believed as a trusted account saved it last. Raises BadInput with all that is wrong.
    """
    local = accepting.read(wiki.configured('campaigns') or [], PLACE)
    mine = f'User:{home.user_name}/'
    if not title.startswith(mine) or not title.endswith('.json'):
        raise BadInput([Problem(title, f'must be a page of JSON of the account: {mine}….json')])
    newest = list(revisions.history(home, title, rvdir='older', rvlimit=50))
    believed = next((one for one in newest if one.text is not None and one.user in trust), None)
    if newest and newest[0] is not believed:
        warn(f'{title}: what {newest[0].user} saved there does not count')
    of_page = accepting.from_json(believed.text or '', title) if believed else ()
    title_of = siteinfo.titles(home)
    return tuple(replace(one, page=title_of(one.page)) for one in accepting.together(local, of_page))


def read(farm: Farm, trust: Trust, accepted: Accepted, now: datetime) -> CampaignState:
    """Return how a campaign stands: some thirty requests, whatever its size."""
    state = _settings(farm.home, trust, accepted)
    state = replace(
        state,
        stopped=_halt(trust, subpage(accepted.page, 'stop')),
        closed=_halt(trust, subpage(accepted.page, CLOSED)),
        may_send=RIGHT in farm.home.rights(),
        passed=frozenset(accepted_by_operator()),
    )
    state = _as_planned(farm.home, trust, _sends(farm, trust, state, now))
    state = replace(state, problems=(*state.problems, *measuring.problems(state)))
    if state.problems:
        return _requests(farm, trust, _edits(trust, state))
    return _texts(farm, _requests(farm, trust, _edits(trust, _list(farm, _records(trust, state)))))


def _settings(home: Wiki, trust: Trust, accepted: Accepted, pages: Sequence[SendPage] = ()) -> CampaignState:
    """Read the campaign page: the settings that count, or everything that is wrong with them.

    They are those by which the command that is due makes a plan, after these send `pages`: an approval that
    it asks for covers looser ones.
    """
    settings = (CAMPAIGN, *SETTINGS.values())
    asked = [f'-campaign:{accepted.page}']
    try:
        given = read_settings(
            settings, asked, lambda title: home.read(title).text or None, siteinfo.titles(home)
        )
    except BadInput as error:
        return CampaignState(accepted, problems=error.problems)
    known, asked_for = safety.authors(trust, accepted.page), Work.SEND not in accepted.unasked
    held = safety.hold(given, known, trust, settings, approved=asked_for)
    if not asked_for and approval.goes_on(held.given, held.doubts, pages):
        held = safety.hold(given, known, trust, settings, approved=True)
    told = (*held.told, *held.doubts)
    return CampaignState(accepted, held.given, told=told, unvouched=held.doubts)


def _as_planned(home: Wiki, trust: Trust, state: CampaignState) -> CampaignState:
    """Return the state with the settings that count after its send pages; read again where it matters."""
    asked_for = Work.SEND not in state.accepted.unasked
    if state.problems or asked_for or not any(map(approval.under_approval, state.pages)):
        return state
    again = _settings(home, trust, state.accepted, state.pages)
    return replace(state, own=again.own, problems=again.problems, told=again.told, unvouched=again.unvouched)


def _halt(trust: Trust, title: str) -> Halt | None:
    """Return what stands on a page on which any text stops: in whose words, and since when."""
    kept, _ = stops.history(trust, title)
    may_lift = trust.may_approve({one.user for one in kept}) if kept else frozenset()
    stop = stops.standing(kept, may_lift)
    if not stop.text:
        return None
    return Halt(title, stop.text, stop.by, datetime.fromisoformat(stop.since), stop.unheard)


def _sends(farm: Farm, trust: Trust, state: CampaignState, now: datetime) -> CampaignState:
    send_pages = SendPages(trust, state.title, now, state.request.cooldown)
    wanted = state.request
    subjects = {page.subject for page in send_pages.pages}
    around = lintcontext.read(farm, wanted, subjects, send_pages.sends, now) if not state.problems else None
    approvals = approval.read(trust, state.title, farm) if send_pages.pages else approval.Approvals()
    return replace(
        state,
        pages=send_pages.pages,
        results=send_pages.results(),
        granted=approvals.granted,
        not_counted=approvals.not_counted,
        approved_since=approvals.since,
        contradictions=tuple(send_pages.contradictions()),
        asking=tuple(sorted(send_pages.asking.keys() - send_pages.log.keys())),
        around=around,
    )


def _records(trust: Trust, state: CampaignState) -> CampaignState:
    """Read which sends have a row in the promotion log, and the funnel."""
    words = Vocabulary.of(phrases.of_script('log_promotion').values())
    text = trust.wiki.read(state.log_title).text
    try:
        logged = logpage.parse(text, state.log_title, words).sends if text else frozenset()
    except ValueError:  # log_promotion names what is broken
        logged = frozenset()
    funnel, told = records.funnel_of(trust, state.title)
    return replace(state, logged=logged, funnel=funnel, told=(*state.told, *map(str, told)))


def _list(farm: Farm, state: CampaignState) -> CampaignState:
    """Read the delivery list and its parts."""
    home = farm.home
    try:
        pages = listpages.read(home, state.list_title)
    except BadInput as error:
        return replace(state, list_problems=error.problems)
    listed = [listpages.delivery_list(page, home.host) for page in pages]
    targets = tuple(dict.fromkeys(target for one in listed for target in one.targets))
    spoken = Counter(farm.by_host[one.host].language for one in targets if one.host in farm.by_host)
    told = [*state.told, *(str(one) for one in straylines.told(listed, resolver_of(farm, set())))]
    newest = max(pages, key=lambda page: page.timestamp, default=None)
    return replace(
        state,
        targets=targets,
        told=tuple(told),
        list_problems=tuple(problem for one in listed for problem in one.problems),
        languages=dict(spoken),
        edits={state.list_title: LastEdit(state.list_title, newest.user, newest.timestamp)} if newest else {},
    )


def _edits(trust: Trust, state: CampaignState) -> CampaignState:
    """Read who edited the pages of the campaign last."""
    under = [subpage(state.title, name) for name in (FUNNEL, REPLIES, MEASURES, REQUESTS)]
    log = state.log_title
    records_ = (log, f'{log}/{GAPS}', f'{log}/{COVERAGE}', state.pattern_title, state.message_title)
    sends = [title for page in state.pages for title in (page.title, results_title(page.title))]
    titles = dict.fromkeys([state.title, *under, *records_, *state.own[EXCLUDE], *sends])
    found = {one.title: one for one in vouching.last_edits(trust.wiki, titles)}
    edits = {**found, **state.edits}
    strangers = frozenset(one.user for one in edits.values() if one.user and one.user not in trust)
    return replace(state, edits=edits, strangers=strangers)


def _requests(farm: Farm, trust: Trust, state: CampaignState) -> CampaignState:
    """Read who asked to leave this campaign, and what is not done, such as a request by nobody's account."""
    if not state.edited(subpage(state.title, REQUESTS)):
        return state
    asked = subscriptionpages.read(farm, trust, state.title, ())
    everywhere = f'User:{farm.home.user_name}/{NO_MESSAGES}'
    left = [one for one in asked.latest.values() if one.wish is Wish.LEAVE and one.page != everywhere]
    return replace(state, told=(*state.told, *map(str, asked.told)), leavers=len(left))


def _texts(farm: Farm, state: CampaignState) -> CampaignState:
    """Read the messages in the languages of the readers, and what is wrong with them."""
    wanted = state.request
    try:
        texts = messagepages.read_texts(farm.home, wanted.message, wanted.default_language, state.languages)
    except BadInput as error:
        return replace(state, text_problems=error.problems)
    state = replace(state, texts=texts)
    codes = sorted({wanted.default_language, *state.audience})
    if state.around is None:
        return state
    found = messagelint.lint_all(texts.messages, codes, wanted.default_language, state.around)
    return replace(state, findings=tuple(found))
