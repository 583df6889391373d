"""Every kind of page that the scripts write, as a function of what others may put into it.

A kind takes one text, which stands in every field that comes from outside, and returns the page. `TEXTS` take
any text, `TITLES` what can be the title of a page or the name of an account: such a name stands in a link.
`test_page_laws.py` lets MediaWiki count what becomes of them, and a module that writes wikitext and is not
named here fails `test_every_module_that_writes_wikitext_is_held_to_a_law`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from outreach import navigation, phrases
from outreach.affiliates import resultpage
from outreach.affiliates.inputs import AffiliateInputs
from outreach.affiliates.nameindex import Meaning
from outreach.affiliates.reporting import report
from outreach.affiliates.resultpage import LastRun, Remembered
from outreach.audience import audiencelist, funnel, listwords
from outreach.audience.brief import Brief
from outreach.audience.topic import Sources
from outreach.campaigns import statuspage
from outreach.campaigns.accepted import Accepted
from outreach.campaigns.campaignstate import CampaignState, Halt
from outreach.campaigns.decisions import Waits, Who
from outreach.channels import announcelist, directory, languagecoverage
from outreach.channels import figures as channelfigures
from outreach.channels.languagecoverage import Band, LanguageRow
from outreach.channels.liveness import Liveness
from outreach.channels.saidalive import Said
from outreach.checks import report as checks
from outreach.checks.lint import FIXABLE, fix, lint
from outreach.events import calendarpage, entrydata, eventmap, eventreports
from outreach.events.event import CalendarEntry, Event, Mode
from outreach.events.eventsettings import EventForm
from outreach.feeds import digest, feedpage
from outreach.letters import claimpage
from outreach.lists import deliverylist, listheadings
from outreach.lists.edits import extended
from outreach.lists.entries import Target
from outreach.lists.merge import History
from outreach.measures import measurepage, monthreport, published, reportedcriteria
from outreach.measures import results as measureresults
from outreach.measures.published import PublishedFigure
from outreach.pages import Page
from outreach.patterns import figures, library, pattern
from outreach.problems import Problem
from outreach.promotion import backfillrows, coverage, gappage, logpage, sendrows, universe
from outreach.promotion.gaps import GapState, Standing
from outreach.promotion.logpage import ScriptRow, Status
from outreach.promotion.places import Place
from outreach.sends import (
    approval,
    outcomes,
    reactions,
    results,
    sendbanner,
    sendfields,
    sendpage,
    wrongsends,
)
from outreach.sends.messagelint import MessageFinding
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import Pinned
from outreach.sends.sendstate import Removed, SendState, Sent
from outreach.sends.sendsummary import Send
from outreach.signuppage import SignUp, SignUpPage
from outreach.signups import roster
from outreach.signups.enrolment import Enrolled
from outreach.wikitext import escape

from tests.affiliates import samples as affiliatesamples
from tests.events import samples as events
from tests.feeds.test_feedpage import SEEN, item, layout
from tests.measures import samples as measures
from tests.samples.briefs import BRIEF
from tests.samples.checkedlist import HOME as LIST_HOME
from tests.samples.checkedlist import standing
from tests.samples.gaps import row as announced
from tests.samples.logs import WIKIS
from tests.samples.plans import one_page
from tests.samples.sent import send as sent_send

HOST, DAY = 'sv.wikipedia.org', date(2026, 5, 1)
Kind = Callable[[str], str]


def words(script: str) -> Callable[..., str]:
    """Return the English texts of a script."""
    english = phrases.of_script(script)['en']

    def say(key: str, **parameters: Any) -> str:
        text = english[f'{script}-{key}'] if f'{script}-{key}' in english else english[key]
        return text % parameters if parameters else text

    return say


LOG, PATTERNS, CHANNELS = words('log_promotion'), words('update_pattern'), words('map_channels')


# -- Sends ------------------------------------------------------------------------------------------


def send(field: str) -> str:
    line = sendpage.one_line(field)
    one = replace(one_page(SendState.PLANNED), subject=line, note=field, settings=field, wrong=field)
    gone = Removed(Target(HOST, 'User talk:Gone'), field)
    return replace(one, doubts=(line,), withheld=(line,), planned_by='Bot', removed=(gone,)).render()


def send_titles(title: str) -> str:
    pin = Pinned(title, 7)
    one = replace(one_page(SendState.PLANNED), lists=(pin,), message=pin, planned_by=title, successor=title)
    return replace(one, targets=(Target(HOST, f'User talk:{title}'),), follows=title).render()


def result(field: str) -> str:
    target, failed = Target(HOST, field), State.FAILED
    return results.render_results([Result(target, State.DELIVERED, field, 7), Result(target, failed, field)])


def outcome(field: str, title: str = 'User talk:Ann') -> str:
    target, failed = Target(HOST, title), State.FAILED
    # the code comes first, for what it is decides on what is to be done, and so on the links
    some = [Result(target, State.DELIVERED, field, 7), Result(target, failed, f'protectedpage {field}')]
    return outcomes.render(one_page(), some, words('check_delivery'))


def banner(field: str) -> str:
    line = sendpage.one_line(field)
    one = replace(one_page(SendState.CANCELLED), subject=line, wrong=field, withheld=(line,))
    return sendbanner.lead(one, words('send_message'))


def doubted(field: str) -> str:
    # behind a bracket it is the title of no page, and the name of no account: those are linked
    line = f'[{sendpage.one_line(field)}'
    doubts = (line, f'text of {line} by {line}', f'settings by {line}: {line}', f'text of M by {line}')
    return _doubted(*doubts, f'2 names put on the list by {line}: {line}')


def doubted_titles(title: str) -> str:
    return _doubted(f'text of {title} by Ann', f'text of M by {title}')


def _doubted(*doubts: str) -> str:
    return sendbanner.lead(replace(one_page(SendState.PLANNED), doubts=doubts), words('send_message'))


def banner_titles(title: str) -> str:
    pin = Pinned(title, 7)
    one = replace(one_page(SendState.PLANNED), lists=(pin,), message=pin, planned_by=title, successor=title)
    return sendbanner.lead(one, words('send_message'))


def wrong_sends(field: str) -> str:
    page = replace(one_page(), wrong=field, sent=Sent(measures.START, field, 7, 8))
    target = Target(HOST, field)
    known = [Result(target, State.DELIVERED, '', 7), Result(target, State.DELIVERED, f'now at {field}', 8)]
    return wrongsends.report([page], {page.title: known}, words('send_message'))


def approvals(_field: str) -> str:
    return approval.with_plans('', ['0123456789abcdef'], 'Lead.')


def letters(_field: str) -> str:
    return claimpage.render('X', '0123456789abcdef', 'fedcba9876543210', words('write_letters'))


def replies(field: str) -> str:
    did = [Result(Target(HOST, field), State.DELIVERED, '', 7, Reaction.ANSWERED)]
    return reactions.digest({'S': did}, {'S': field}, {one: one.value for one in Reaction})


# -- Lists ------------------------------------------------------------------------------------------


def list_report(field: str) -> str:
    listed = deliverylist.parse(f'* {{{{target|user=Gone|site={HOST}}}}}', LIST_HOME, title='L')
    told = lint(listed, standing(listed, without=['Gone']))
    (entry,) = listed.entries
    shown = replace(entry, written=field)
    found = tuple(replace(one, entry=shown) for one in told.findings)
    spoilt = replace(told, findings=found, predictions={shown: told.predictions[entry]})
    return checks.report_text(listed, spoilt, words('check_targets'))


def list_titles(title: str) -> str:
    listed = deliverylist.parse(f'* {{{{target|user={title}|site={HOST}}}}}', LIST_HOME, title=title)
    say, told = words('check_targets'), lint(listed, standing(listed, without=[title]))
    removed = fix(listed, told.findings, FIXABLE).removed
    return f'{checks.report_text(listed, told, say)}\n{checks.note(listed, removed, say)}'


def delivery_list(title: str) -> str:
    places = [Target(HOST, f'{space}:{title}') for space in ('User talk', 'Wikipedia')]
    rule = listwords.rule_in_words(
        cast(Brief, SimpleNamespace(from_list=title, sources=())), words('build_targets')
    )
    return announcelist.text(Page('L'), places, History(), LIST_HOME, rule)


def list_headings(field: str) -> str:
    heads = listheadings.WikiHeadings({HOST: field}, escape(field), always=True)
    hosts = (HOST, HOST, HOST, 'a.w.test', 'b.w.test')
    people = [Target(host, f'User talk:{number}') for number, host in enumerate(hosts)]
    return extended(deliverylist.parse('', LIST_HOME), people, heads).text


def list_words(title: str) -> str:
    brief = replace(BRIEF, campaign=title, list_title=title, source=HOST, sources=Sources(banner=(title,)))
    steps = funnel.Funnel((funnel.FunnelStep('active', 5),))
    say = words('build_targets')
    return f'{listwords.lead(brief, [], title, say)}\n{listwords.with_funnel("", brief, steps, say)}'


def funnel_of(_field: str) -> str:
    steps = (funnel.FunnelStep('pages', 10), funnel.FunnelStep('active', 5, {'bot': 2, 'blocked': 3}))
    return audiencelist.with_lead(funnel.render_wikitext(funnel.Funnel(steps), lambda key, **_: key), 'Lead')


def sign_ups(field: str) -> str:
    signed = Enrolled(SignUp('A', HOST, 'Sign-up', 3, roles=(field, field)), 'A', field)
    return roster.roster([signed], words('collect_signups'))


def sign_up_titles(title: str) -> str:
    one, say = SignUp(title, HOST, title, 3), words('collect_signups')
    ranking = roster.ranking_table([SignUpPage(title, (one,))], say)
    return f'{roster.roster([Enrolled(one, title, HOST)], say)}\n{ranking}'


# -- The log ----------------------------------------------------------------------------------------


def log(field: str) -> str:
    row = ScriptRow(
        'send 1', '2026-05-01', 'other', Status.SENT, field, language=field, region=field, audience=field,
        details=escape(field), feedback=escape(field), notes=escape(field), by=escape(field),
        link=escape(field),
    )  # fmt: skip
    return _logged(row)


def _logged(*rows: ScriptRow) -> str:
    return '{|\n' + ''.join(logpage.render_row(one, logpage.COLUMNS, LOG) for one in rows) + '\n|}'


def _sent(**values: Any) -> Send:
    one = sent_send(states='df')
    return replace(one, page=replace(one.page, **values))


def log_of_sends(field: str) -> str:
    one = _sent(subject=sendpage.one_line(field), wrong=field)
    return _logged(*sendrows.entries([one], LOG, region=field, audience=field))


def log_titles(title: str) -> str:
    one = _sent(planned_by=title)
    post = backfillrows.Post(Place(HOST, title), 4, 7, '2026-05-01T10:00:00Z', title, 'links')
    return _logged(*sendrows.entries([one], LOG), *backfillrows.post_entries([post], [], WIKIS, LOG))


def gaps(field: str) -> str:
    return _gaps(field, 'A')


def _gaps(label: str, user: str) -> str:
    spot = universe.Spot('a', label, universe.NOWHERE, 'sv', 5)
    claimed = Standing(spot, GapState.CLAIMED, by=user, until=DAY)
    return gappage.render([claimed, Standing(spot, GapState.OPEN)], 'G', (), {}, (), LOG)


def covered(field: str) -> str:
    found = [Standing(universe.Spot('a', field, universe.NOWHERE, 'sv', 5), GapState.OPEN)]
    sent = [announced(Status.SENT, languages=('sv',), reach=5), announced(Status.SENT, channel=field)]
    return '\n'.join(
        [
            coverage.render_matrix(sent, [one.spot for one in found], {'sv': field}, LOG),
            coverage.render_overview(found, LOG),
            coverage.render_figures(sent, found, [], [], LOG),
        ]
    )


# -- News and events --------------------------------------------------------------------------------


def feed(field: str) -> str:
    one = replace(item(1, title=field, authors=(field,), tags=(field, field)), language='')
    table = layout(feedpage.NewsForm.TABLE)
    rows = tuple(feedpage.row(one, SEEN, chosen) for chosen in (layout(), table))
    news = digest.sections(rows, [], 'Outreach/News', SEEN, words('post_feed'))
    pages = [
        feedpage.render(feedpage.Region((row,), choice='0a1b2c'), chosen)
        for row, chosen in zip(rows, (layout(), table), strict=True)
    ]
    return '\n'.join([*pages, *news])


def mentioned(title: str) -> str:
    return '\n'.join(digest.sections([], [title], title, SEEN, words('post_feed')))


def _event(field: str) -> Event:
    address = f'https://x.example/{"".join(field.split())}'
    return Event(
        field, events.days('2026-12-04', '2026-12-05'), Mode.IN_PERSON, field, field, (59.9, 10.7), ('sv',),
        links=(address, f'{address}/2'), report=address, note=field,
    )  # fmt: skip


def _entries(field: str) -> list[CalendarEntry]:
    """Return events as our page keeps them: anybody can have changed the comment that they are read from."""
    made = [events.entry(_event(field)), events.entry(replace(_event(field), mode=Mode.ONLINE), 'ce-2')]
    return [entrydata.entry(entrydata.texts(one)) for one in made]


def calendar(form: EventForm, field: str) -> str:
    shown = events.layout(form)
    return calendarpage.render(_entries(field), shown)


def event_map(field: str) -> str:
    shown, some = events.layout(names={'SE': field}), _entries(field)
    some += [events.entry(Event(field, events.days('2026-12-04'), Mode.IN_PERSON, country='SE'), 'ce-3')]
    found = eventmap.geography(some, shown)
    maps = (eventmap.picture(found, shown, 'World.svg'), eventmap.mapframe(found, shown, 'en'))
    return '\n'.join([*maps, eventmap.text_equivalent(found, shown)])


def event_reports(field: str) -> str:
    shown, some = events.layout(names={'SE': field}), _entries(field)
    titles = {one.id: eventreports.report_title('Reports/$1', one, shown.base) for one in some}
    missing = eventreports.render_missing(some, titles, 'Template:Report', shown)
    return f'{missing}\n{eventreports.render_counts(some, 2, shown, sections=False)}'


# -- Channels, affiliates, measures, patterns ---------------------------------------------------------


def channels(field: str) -> str:
    new = directory.NewRow('x', 'sv', HOST, field, Place(HOST, 'Wikipedia:X'))
    measured = channelfigures.MeasuredChannel(DAY, Liveness.ALIVE, now_at=field, instead=(field, 3))
    figures = (
        channelfigures.cells(measured, CHANNELS),
        channelfigures.off_the_wikis(CHANNELS, Said(field, DAY)),
    )
    rows = (directory.render_row(new, cells, directory.COLUMNS) for cells in figures)
    return '\n'.join(['{|', *rows, '|}'])


def languages(title: str) -> str:
    row = LanguageRow('sv', (Liveness.ALIVE,), (Place(HOST, title).link,), ((_user(title), Band.MONTH),))
    told = languagecoverage.render([row], title, CHANNELS, with_text=False, with_log=False)
    link = Place(HOST, title).link
    results = languagecoverage.render_results(
        [languagecoverage.DiscussionResult(link, title, link, title)], CHANNELS
    )
    return f'{told}\n\n{results}'


def _user(name: str) -> str:
    """Return a link to an account as `languagepage` writes it."""
    return f'[[User:{name}|{escape(name)}]]'


def affiliates(field: str) -> str:
    told = resultpage.AffiliateReport(
        (), 7, 5, (), vanished=(Remembered(field, field, '', gone=False),), problems=(Problem(field, field),),
        not_in_registry=(Meaning(field, alike=field), Meaning(field)), not_recognised=((field, (field,)),),
    )  # fmt: skip
    return resultpage.render(told, words('check_affiliates'))


def judged(field: str) -> str:
    known = affiliatesamples.read(
        affiliatesamples.entry('Fine', recognition_status=field, region=field, org_type=field)
    )
    found = list(affiliatesamples.judged(known).values())
    inputs = AffiliateInputs(affiliatesamples.evidence(known), {}, LastRun())
    return resultpage.render(report(found, inputs), words('check_affiliates'))


def patterns(field: str) -> str:
    told = {'pattern': field, 'problem': field, 'solution': field, 'status': field, 'timestamp': field}
    return library.render_index([replace(_pattern('X'), infobox=told, categories=(field,))], PATTERNS)


def pattern_titles(title: str) -> str:
    new = pattern.new_pattern(title, title, 'x', '* y', PATTERNS)
    return f'{new}\n{library.render_applying([_pattern(f"Patterns/{title}")], PATTERNS)}'


def _pattern(title: str) -> pattern.Pattern:
    return pattern.parse('{{Probox|problem=x|solution=y}}', title, {})


def status(field: str) -> str:
    wrong = (Problem(field, field),)
    state = CampaignState(
        Accepted('Outreach/X'), problems=wrong, told=(field,), text_problems=wrong,
        stopped=Halt('Outreach/X/stop', field, 'Ann'), findings=(MessageFinding(field, field),),
    )  # fmt: skip
    waits = Waits(Who.TRANSLATOR, 'translate', 'Outreach/X/Message', {'languages': field, 'count': 1})
    typed = Waits(Who.OPERATOR, 'type', 'Outreach/X', {'command': field})
    return statuspage.render(state, (waits, typed), 'Bot', words('run_campaigns'))


def pattern_figures(_field: str) -> str:
    return figures.render([figures.Figure('sends', 'Sends', 7)], 'Words.', 'X', PATTERNS)


def measured_titles(title: str) -> str:
    sends = [measures.checked(measures.page('1', range(180), range(200, 220)))]
    found = measureresults.of(
        replace(measures.measured(sends, {1: 2}), pages=(title,), campaign=title), measures.NOW
    )
    return measurepage.render_page(found, measures.say, by_wiki=True)


def month(field: str) -> str:
    told = [PublishedFigure('asked', field), PublishedFigure('wave-1', '1/2')]
    stood = reportedcriteria.Criterion(field, field, field, field, True, field)  # noqa: FBT003
    lines = reportedcriteria.lines(iter([stood]), measures.say)
    text = monthreport.render(monthreport.Month(2026, 11), told, lines, measures.say)
    corrected = monthreport.corrected(text, [PublishedFigure('wave-1', field)], DAY, measures.say)
    return f'{corrected}\n{published.table(told, "C", measures.say)}'


TEXTS: dict[str, Kind] = {
    'send page': send, 'send banner': banner, 'doubts': doubted, 'results': result, 'outcomes': outcome,
    'wrong sends': wrong_sends, 'replies': replies,
    'approvals': approvals, 'letters': letters,
    'list report': list_report, 'headings of a list': list_headings,
    'roster': sign_ups, 'log': log, 'log of sends': log_of_sends, 'gaps': gaps, 'coverage': covered,
    'feed': feed, 'calendar': partial(calendar, EventForm.LIST),
    'calendar in a table': partial(calendar, EventForm.TABLE), 'map of events': event_map,
    'reports of events': event_reports, 'channels': channels, 'affiliates': affiliates, 'judged': judged,
    'index of patterns': patterns,
    'status': status, 'month': month, 'funnel': funnel_of, 'figures': pattern_figures,
}  # fmt: skip
TITLES: dict[str, Kind] = {
    'outcomes': lambda title: outcome('protectedpage', f'User talk:{title}'),
    'send page': send_titles, 'send banner': banner_titles, 'list report': list_titles,
    'delivery list': delivery_list, 'words of a list': list_words, 'roster': sign_up_titles,
    'log': log_titles, 'doubts': doubted_titles,
    'gaps': partial(_gaps, 'Place'), 'digest': mentioned, 'languages': languages, 'patterns': pattern_titles,
    'measures': measured_titles,
    'navigation': lambda title: f'* {navigation.link(title)}',
}  # fmt: skip
# Modules that make wikitext and are held by the kind of another, or by nothing, and why.
ELSEWHERE = {
    'audience/subscriptionpages': 'is under the words of a list',
    'sharedtable': 'is under the channels and the log',
    'wikitable': 'is under every kind',
    'sends/unvouchedwords': 'is under the doubts on the send banner',
    'channels/languagepage': 'joins what `languages` renders',
    'events/eventlinks': 'is under the calendar',
    'promotion/places': 'is under the log',
    'promotion/earlierlog': 'moves what stands on the log, and adds rows that `log` makes',
    'promotion/suggestions': 'is under the log',
    'campaigns/statusfigures': 'is under the status',
}
MODULES = (
    backfillrows, calendarpage, checks, coverage, digest, directory, eventmap, eventreports, feedpage,
    figures, funnel, gappage, languagecoverage, library, logpage, measurepage, monthreport, navigation,
    pattern, reportedcriteria,
    listheadings, listwords, outcomes,
    published, reactions, resultpage, results, roster, sendbanner, sendfields, sendpage, sendrows, statuspage,
    wrongsends, channelfigures,
)  # fmt: skip
HELD = frozenset(one.__name__.removeprefix('outreach.').replace('.', '/') for one in MODULES)
