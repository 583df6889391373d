"""Every kind of page of ours that a script reads back, and what reading it and writing it again gives.

`LAWS` has a line for each kind: a page that is made of a hostile text, the same page read and written again,
and how much of it was read. A module that reads text is named by a law, or in `OF_OTHERS`: what others
write, who have no grammar of ours. One that is in neither fails `test_every_reader_of_our_pages_has_a_law`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import unescape

from outreach import installing, wikitext
from outreach.accountlinks import PLAIN
from outreach.affiliates import resultpage
from outreach.affiliates.inputs import AffiliateInputs
from outreach.affiliates.reporting import report
from outreach.audience import audiencelist, funnel, listwords
from outreach.campaigns import statuspage
from outreach.channels import announcelist, directory
from outreach.checks import report as checks
from outreach.events import calendarpage
from outreach.events.eventsettings import EventForm
from outreach.feeds import digest, feedpage
from outreach.installing import Fate
from outreach.letters import claimpage
from outreach.lists import deliverylist
from outreach.lists.entries import Target
from outreach.lists.listjson import MODEL
from outreach.lists.merge import History
from outreach.measures import monthreport, published
from outreach.measures.published import PublishedFigure
from outreach.pages import Page
from outreach.patterns import pattern
from outreach.promotion import gappage, universe
from outreach.promotion.gaps import GapState, Standing
from outreach.promotion.logpage import ScriptRow, Status
from outreach.revisions import Revision
from outreach.sends import approval, results, sendpage
from outreach.sends.results import Result, State

from tests.affiliates import samples as affiliates
from tests.channels.test_directory import FIGURES as MEASURED
from tests.channels.test_directory import NEW, PUMP, WORDS
from tests.channels.test_directory import WIKIS as CHANNEL_WIKIS
from tests.channels.test_directory import page as channels_page
from tests.events import samples as events
from tests.feeds.test_feedpage import SEEN, item, layout
from tests.hostile import ourpages, samples
from tests.measures.samples import say as measured
from tests.measures.test_criteria import page as criteria_page
from tests.measures.test_criteria import row as criteria_row
from tests.measures.test_criteria import update as criteria
from tests.measures.test_monthreport import NOVEMBER
from tests.samples import gaps
from tests.samples.briefs import BRIEF
from tests.samples.plans import one_page
from tests.samples.wikis import HOME

DAY = date(2026, 5, 1)
CLAIMED = '{{done}} [[User:Bo|Bo]] 10:12, 3 March 2026 (UTC)'
PLAN, LEDGER = '0123456789abcdef', 'fedcba9876543210'
PLACES = tuple(Target('sv.wikipedia.org', f'Wikipedia:{name}') for name in ('Bybrunnen', "L'été (x)", 'Ä'))


@dataclass(frozen=True)
class Law:
    """A kind of page: made of a hostile text; read and written again; how many of `many` things were read.

    `readers` are the modules that read it. What writes it again is told the text as well: on pages that are
    people's too, the same plan must find nothing to do.
    """

    make: Callable[[str], str]
    again: Callable[[str, str], str]
    count: Callable[[str], int]
    many: int
    readers: tuple[str, ...]


# -- Pages that only scripts write ------------------------------------------------------------------


def _send_again(text: str, _field: str) -> str:
    return sendpage.parse(text, one_page().title).render()


def _told(detail: str) -> str:
    some = (State.DELIVERED, 7), (State.FAILED, 0)
    return results.render_results([Result(PLACES[0], state, detail, number) for state, number in some])


def _results(text: str) -> str:
    return wikitext.new_region(results.REGION, text)


def _feed(form: feedpage.NewsForm, field: str) -> str:
    chosen = _feed_layout(form)
    some = [replace(item(n, field, authors=(field,), tags=(field,)), language='') for n in (1, 2)]
    rows = tuple(feedpage.row(one, SEEN, chosen) for one in some)
    key = next(iter(chosen.sources))
    told = feedpage.Region(rows, frozenset({'0' * 16}), {key: ('failing', SEEN)}, choice='0a1b2c')
    return wikitext.new_region(feedpage.REGION, feedpage.render(told, chosen))


def _feed_layout(form: feedpage.NewsForm) -> feedpage.NewsLayout:
    chosen = layout(form)
    return replace(chosen, sources={key: replace(one, label=HOSTILE) for key, one in chosen.sources.items()})


HOSTILE = "]] {{Evil}} <!-- x --> == '' [https://evil.example x"


def _feed_again(form: feedpage.NewsForm, text: str, _field: str) -> str:
    return wikitext.new_region(feedpage.REGION, feedpage.render(feedpage.read(text), _feed_layout(form)))


def _calendar(form: EventForm, field: str) -> str:
    return wikitext.new_region(calendarpage.REGION, ourpages.calendar(form, f'{field} x'))


def _calendar_again(form: EventForm, text: str, _field: str) -> str:
    inside = calendarpage.render(calendarpage.read(text), events.layout(form))
    return wikitext.new_region(calendarpage.REGION, inside)


def _figures(field: str) -> Iterator[PublishedFigure]:
    # a value is kept as it is shown: on one line
    value = unescape(wikitext.escape(field))
    return (PublishedFigure(key, value) for key in ('new-sign-ups', 'wave-1', 'wave-2'))


def _measures(figures: Iterator[PublishedFigure] | Sequence[PublishedFigure]) -> str:
    return wikitext.new_region(published.REGION, published.table(list(figures), 'C', measured))


def _measures_again(text: str, _field: str) -> str:
    return _measures([PublishedFigure(key, unescape(value)) for key, value in published.parse(text).items()])


def _month(field: str) -> str:
    return monthreport.render(NOVEMBER, list(_figures(field)), (), measured)


def _month_again(text: str, _field: str) -> str:
    stood = [PublishedFigure(key, value) for key, value in monthreport.stands(text).items()]
    return monthreport.render(NOVEMBER, stood, (), measured)


def _corrected(field: str) -> str:
    stood = monthreport.render(NOVEMBER, [PublishedFigure('new-sign-ups', 'of before')], (), measured)
    return monthreport.corrected(stood, list(_figures(f'{field} now')), DAY, measured)


def _corrected_again(text: str, field: str) -> str:
    return monthreport.corrected(text, list(_figures(f'{field} now')), DAY, measured)


def _funnel(field: str, text: str = '') -> str:
    """Return the page of a funnel: made, or made anew with the figures that stand there."""
    found = wikitext.region(text, funnel.REGION)
    stood = funnel.from_wikitext(text[slice(*found)]) if found else _steps(field)
    brief = replace(BRIEF, campaign='Outreach/X', list_title='Outreach/X/Targets')
    return listwords.with_funnel(text or _theirs(field), brief, stood, ourpages.words('build_targets'))


def _steps(field: str) -> funnel.Funnel:
    """Return a funnel whose numbers depend on a text."""
    dropped = {'bot': len(field), 'blocked': field.count(' ')}
    return funnel.Funnel(
        (funnel.FunnelStep('people', 7 + len(field)), funnel.FunnelStep('active', 7, dropped))
    )


def _affiliates(known: Sequence[resultpage.Remembered]) -> str:
    told = resultpage.AffiliateReport((), 7, 5, (), vanished=tuple(known))
    return wikitext.new_region(resultpage.REGION, resultpage.render(told, lambda key, **_: key))


def _affiliate(field: str) -> str:
    return _affiliates(
        [resultpage.Remembered(f'{field} {n}'[-50:], ' '.join(field[:50].split()), gone=True) for n in (1, 2)]
    )


def _affiliate_again(text: str, _field: str) -> str:
    return _affiliates(resultpage.remembered(text).affiliates)


def _registry(field: str, text: str = '') -> str:
    """Return the page that a run leaves, of affiliates with hostile names; two that were there are gone."""
    name = ' '.join(field.split())[:60]
    told = dict.fromkeys(('recognition_status', 'region', 'org_type'), field)
    known = affiliates.read(
        affiliates.entry(f'Members of {name}', unique_id='a'), affiliates.entry('Fine', unique_id='b', **told)
    )
    memory = resultpage.remembered(text or _affiliate(field))
    inputs = AffiliateInputs(affiliates.evidence(known), {}, memory)
    found = report(list(affiliates.judged(known).values()), inputs)
    inside = resultpage.render(found, ourpages.words('check_affiliates'))
    return wikitext.put_region(text or _theirs(field), resultpage.REGION, inside)


def _run_twice(field: str) -> str:
    return _registry(field, _registry(field))


def _claim_again(text: str, _field: str) -> str:
    claim = claimpage.parse(text)
    return claimpage.render('X', claim.ledger, claim.token, lambda key, **_: key)


# -- Pages that people write too: the same plan finds nothing to do ---------------------------------


def _theirs(field: str) -> str:
    """Return what people wrote on a page of theirs: anything but our markers."""
    return field.replace('outreach:', 'outreach ').replace('\r', '')


def _approvals(field: str) -> str:
    # the line of a list below is a line only where nothing above is left open
    return approval.with_plans(wikitext.escape(field), [PLAN, LEDGER], 'lead')


def _approved(text: str) -> int:
    saved = text.replace('~~~~', '[[User:Ann|Ann]] 10:12, 3 March 2026 (UTC)')
    return len(approval.approvers([Revision(1, 'A', saved, user='Ann')], PLAIN))


def _log(field: str, text: str = '') -> str:
    row = ScriptRow(
        'send 1', '2026-05-01', 'other', Status.SENT, field, language=field, region=field, audience=field,
        details=wikitext.escape(field), feedback=wikitext.escape(field), notes=wikitext.escape(field),
    )  # fmt: skip
    return gaps.GAPLOG.plan(text, [row], ()).text


def _gap_rows(field: str) -> list[Standing]:
    spots = [universe.Spot(key, field, universe.NOWHERE, 'sv', 5) for key in ('a', 'b')]
    return [Standing(spots[0], GapState.CLAIMED, by='Ann', until=DAY), Standing(spots[1], GapState.OPEN)]


def _gaps(field: str, text: str = '') -> str:
    if text:
        return gaps.GAPLOG.plan_gaps('G', text, _gap_rows(field), {})
    made = gaps.GAPLOG.plan_gaps('G', f'{_theirs(field)}\n{samples.GAPS}', _gap_rows(field), {})
    claimed = made.replace(gappage.CLAIM_END, f'{gappage.CLAIM_END} {CLAIMED}')
    return gaps.GAPLOG.plan_gaps('G', claimed, _gap_rows(field), {})


def _gap_count(text: str) -> int:
    return text.count('<!-- id:gap ') + text.count(CLAIMED)


def _channels(field: str, text: str = '') -> str:
    new = replace(NEW, language=field, community=field, kind=field)
    figures = MEASURED | {'posters': wikitext.escape(field)}
    return directory.merge(channels_page(text), {PUMP.key: figures}, [new]).text


def _criteria(field: str) -> str:
    note = wikitext.escape(field)
    return criteria(criteria_page(criteria_row(note=note), criteria_row(target='5', note=note))).text


def _figures_on(field: str, text: str = '') -> str:
    stood = text or f'{wikitext.escape(field)}\n{samples.PATTERN}{_theirs(field)}'
    return pattern.update(stood, wikitext.escape(field) or '5', wikitext.escape(field))


def _announcements(model: str, field: str, text: str = '') -> str:
    before = text or (wikitext.escape(field) if model == 'wikitext' else '')
    return announcelist.text(Page('P', before, 7, model), PLACES, History(), HOME, wikitext.escape(field))


def _listed(model: str, text: str) -> int:
    return len(set(deliverylist.parse(text, HOME, model).targets) & set(PLACES))


def _digest(field: str, text: str = '') -> str:
    news = [feedpage.row(replace(item(1, field), language=''), SEEN, layout())]
    [section] = digest.sections(news, ['Ann'], 'Outreach/News', DAY, lambda key, **_: key)
    return digest.with_section(text or _theirs(field), section)


def _lead(field: str, text: str = '') -> str:
    return audiencelist.with_lead(text or f'{_theirs(field)}\n{samples.LIST}', wikitext.escape(field))


def _checked(field: str, text: str = '') -> str:
    region = wikitext.new_region(checks.REGION, wikitext.escape(field))
    return wikitext.put_region(text or f'{_theirs(field)}\n{region}', checks.REGION, wikitext.escape(field))


def _status(field: str, text: str = '') -> str:
    return statuspage.put(text or f'{statuspage.SHOWN}{_theirs(field)}', wikitext.escape(field))


def _installed(field: str, text: str = '') -> str:
    return installing.decide(Page('P', text or installing.marked(field), 7), field).text


def _same(plan: Callable[[str, str], str]) -> Callable[[str, str], str]:
    return lambda text, field: plan(field, text)


FEED = ('feeds/feedpage',)
EVENTS = ('events/calendarpage', 'events/entrydata', 'events/calendarpages', 'events/calendarchanges')
MONTH = ('measures/monthreport', 'measures/published')
LISTS = ('channels/announcelist', 'lists/deliverylist', 'lists/entries', 'lists/listjson')
LOG = ('promotion/logpage', 'promotion/logplan', 'sharedtable', 'wikitable', 'wikitext')
LAWS: dict[str, Law] = {
    'send page': Law(
        lambda field: ourpages.send(sendpage.one_line(f'{field} x')),
        _send_again,
        lambda text: len(sendpage.parse(text, one_page().title).targets),
        1,
        ('sends/sendpage', 'sends/sendfields', 'sends/sendstate', 'sends/checksums'),
    ),
    'results': Law(
        lambda field: _results(_told(field)),
        lambda text, _: _results(results.render_results(results.parse_results(text))),
        lambda text: len(results.parse_results(text)),
        2,
        # `outcomes` looks for both regions, and reads nothing out of its own
        ('sends/results', 'sends/outcomes'),
    ),
    'funnel': Law(
        _funnel,
        _same(_funnel),
        lambda text: len(funnel.from_wikitext(text).steps),
        2,
        ('audience/funnel', 'audience/listwords', 'sends/records'),
    ),
    **{
        f'news {form}': Law(
            partial(_feed, form),
            partial(_feed_again, form),
            lambda text: len(feedpage.read(text).rows),
            2,
            FEED,
        )
        for form in feedpage.NewsForm
    },
    **{
        f'events {form}': Law(
            partial(_calendar, form),
            partial(_calendar_again, form),
            lambda text: len(calendarpage.read(text)),
            2,
            (*EVENTS, 'measures/eventfigures'),
        )
        for form in EventForm
    },
    'measures': Law(
        lambda field: _measures(_figures(field)),
        _measures_again,
        lambda text: len(published.parse(text)),
        3,
        ('measures/published',),
    ),
    'month': Law(_month, _month_again, lambda text: len(monthreport.stands(text)), 3, MONTH),
    'corrected month': Law(
        _corrected, _corrected_again, lambda text: len(monthreport.stands(text)), 1, MONTH
    ),
    'affiliates': Law(
        _affiliate,
        _affiliate_again,
        lambda text: len(resultpage.remembered(text).affiliates),
        2,
        ('affiliates/resultpage',),
    ),
    'affiliates of a registry': Law(
        _run_twice,
        _same(_registry),
        lambda text: len(resultpage.remembered(text).affiliates),
        4,
        ('affiliates/resultpage',),
    ),
    'letters': Law(
        lambda _: claimpage.render('X', LEDGER, PLAN, lambda key, **_: key),
        _claim_again,
        lambda text: int(claimpage.parse(text) == claimpage.LettersClaim(LEDGER, PLAN)),
        1,
        ('letters/claimpage',),
    ),
    'approvals': Law(
        _approvals, lambda text, _: approval.with_plans(text, (), ''), _approved, 2, ('sends/approval',)
    ),
    'log': Law(_log, _same(_log), lambda text: text.count('<!-- id:send 1 -->'), 1, LOG),
    'gaps': Law(_gaps, _same(_gaps), _gap_count, 3, ('promotion/gappage',)),
    'channels': Law(
        _channels,
        _same(_channels),
        lambda text: len(directory.parse(text, 'P', WORDS, CHANNEL_WIKIS)[0].rows),
        1,
        ('channels/directory', 'channels/channelwork'),
    ),
    'criteria': Law(
        _criteria,
        lambda text, _: criteria(text).text,
        lambda text: text.count('<!-- counted '),
        2,
        ('measures/criteria', 'measures/reportedcriteria'),
    ),
    'pattern': Law(
        _figures_on,
        _same(_figures_on),
        lambda text: int(pattern.has_markers(text)),
        1,
        ('patterns/pattern', 'patterns/library'),
    ),
    **{
        f'delivery list, {model}': Law(
            partial(_announcements, model),
            _same(partial(_announcements, model)),
            partial(_listed, model),
            len(PLACES),
            LISTS,
        )
        for model in ('wikitext', MODEL)
    },
    'digest': Law(
        _digest, _same(_digest), lambda text: int(digest.last(text, DAY) == DAY), 1, ('feeds/digest',)
    ),
    'rule of a list': Law(
        _lead,
        _same(_lead),
        lambda text: len(deliverylist.parse(text[text.index('Keep it') :], HOME).entries),
        3,
        ('audience/audiencelist', 'audience/listwords'),
    ),
    'report of a check': Law(
        _checked, _same(_checked), lambda text: text.count(checks.REGION), 2, ('checks/report',)
    ),
    'page of status': Law(
        _status, _same(_status), lambda text: text.count(statuspage.SHOWN), 1, ('campaigns/statuspage',)
    ),
    'page of the folder': Law(
        installing.marked,
        _same(_installed),
        lambda text: int(
            installing.decide(Page('P', text, 7), text[: text.rindex('<noinclude>')]).fate is Fate.SAME
        ),
        1,
        ('installing',),
    ),
}  # fmt: skip
# Modules that read what others write, pages of people, replies, files, options: there is no writing it again.
OF_OTHERS = frozenset(
    (
        'asking', 'affiliates/lookup', 'audience/subscriptionpages', 'feeds/pagechanges', 'sends/tracing',
        'sends/vouching', 'stopwords', 'sends/greeting',
        'audience/accounts', 'audience/replica', 'channels/languagecoverage', 'channels/listsurvey',
        'checks/fixes', 'checks/recording', 'fetching', 'letters/mailsettings', 'moments',
        'navigation', 'run', 'sends/discussions', 'sends/inputs', 'sends/messagepages',
        'affiliates/optouts', 'affiliates/referrals', 'channels/liaisons', 'digits', 'events/calendarsource',
        'events/campaignsource', 'holdout', 'letters/submission', 'letters/wikimail', 'lists/listpages',
        'pace', 'promotion/mailings', 'reachable', 'signups/inputs', 'sitematrix', 'stops', 'tools', 'trust',
        'accountlinks', 'affiliates/clientlist', 'affiliates/companions', 'affiliates/contactfile',
        'affiliates/contacts', 'affiliates/liaisons', 'affiliates/luadata', 'affiliates/nameindex',
        'affiliates/registry', 'affiliates/signedlist', 'audience/brief', 'audience/contributions',
        'audience/excludepages', 'audience/optout', 'audience/organizers', 'audience/peoplefile',
        'audience/peoplecolumns', 'audience/peoplerows', 'audience/subscriptions', 'beside', 'campaign',
        'boards', 'campaignevents', 'navigation', 'campaigns/accepted',
        'channels/liveness', 'channels/mailinglists', 'channels/saidalive', 'columns', 'doubts',
        'events/countries',
        'events/datewords', 'events/event', 'events/eventlinks', 'events/eventsettings',
        'events/eventsources', 'events/eventtables', 'events/icsreading', 'events/meetings', 'events/places',
        'events/spans', 'events/typedrows', 'feeds/feedsettings', 'feeds/items', 'feeds/reading',
        'feeds/sources', 'headings', 'htmltext', 'leakgate', 'letters/afterwards', 'letters/lettertext',
        'letters/mailaddress', 'letters/planning', 'letters/sending', 'linktargets', 'lists/straylines',
        'lists/strayitems', 'names', 'pagekinds', 'plainlines', 'plaintitles', 'scriptsini',
        'pages', 'promotion/backfillrows', 'promotion/growth', 'promotion/places', 'promotion/readuniverse',
        'promotion/suggestions', 'promotion/universe', 'replyshapes', 'sends/linkblocks', 'sends/matching',
        'sends/message', 'sends/messagelint', 'sends/placeholders', 'sends/preview', 'sends/reactions',
        'sends/thanks', 'settings', 'settingstemplate', 'shown', 'signatures', 'signuplines', 'signuppage',
        'signuproles', 'signuptable', 'timestamps', 'visibletext', 'weblinks', 'wikicode', 'feeds/newspages',
        'letters/reading', 'lists/authors', 'patterns/patternpages', 'promotion/earlierlog', 'sends/believed',
        'settingspages',
    )
)  # fmt: skip
