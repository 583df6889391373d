"""Every reader of text that others wrote, pages, replies, files, summaries, with the errors it declares.

`READERS` names them as `module:function`. A public function of the package that takes a page, a reply, a file
or a text fails `test_every_reader_has_a_fuzz_target` where it is in neither table: add it here, with a sample
of what it reads, so that `make fuzz` and `make bombs` try it too, or say in `NO_READERS` why it need not be
tried.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from outreach import (
    accountlinks,
    beside,
    campaign,
    campaignevents,
    columns,
    digits,
    doubts,
    headings,
    holdout,
    htmltext,
    installing,
    leakgate,
    linktargets,
    names,
    navigation,
    pace,
    pagekinds,
    pages,
    plainlines,
    plaintitles,
    replyshapes,
    scriptsini,
    settings,
    settingstemplate,
    sharedtable,
    shown,
    signatures,
    signuplines,
    signuppage,
    signuproles,
    signuptable,
    sitematrix,
    stops,
    stopwords,
    timestamps,
    tools,
    trust,
    visibletext,
    weblinks,
    wikicode,
    wikitable,
    wikitext,
)  # fmt: skip
from outreach.affiliates import (
    clientlist,
    companions,
    contactfile,
    contacts,
    liaisons,
    luadata,
    nameindex,
    optouts,
    referrals,
    registry,
    resultpage,
    signedlist,
)  # fmt: skip
from outreach.audience import (
    audiencelist,
    brief,
    contributions,
    excludepages,
    funnel,
    optout,
    organizers,
    peoplecolumns,
    peoplefile,
    peoplerows,
    subscriptions,
)
from outreach.campaigns import accepted, statuspage
from outreach.channels import announcelist, channelwork, directory, liveness, mailinglists, saidalive
from outreach.channels import liaisons as languageliaisons
from outreach.checks import fixes, lint, report
from outreach.events import (
    calendarpage,
    calendarsource,
    campaignsource,
    countries,
    datewords,
    entrydata,
    event,
    eventlinks,
    eventsettings,
    eventsources,
    eventtables,
    icsreading,
    meetings,
    spans,
    typedrows,
)
from outreach.events import places as eventplaces
from outreach.events.eventsettings import EventForm
from outreach.feeds import digest, feedpage, feedsettings, items, reading
from outreach.feeds import sources as feedsources
from outreach.letters import afterwards, claimpage, lettertext, mailaddress, sending, submission, wikimail
from outreach.lists import deliverylist, entries, listjson, listpages, strayitems, straylines
from outreach.lists.merge import History, ListRevision
from outreach.measures import criteria, monthreport, published, reportedcriteria
from outreach.pages import Page
from outreach.patterns import library, pattern
from outreach.problems import BadInput, CannotTell
from outreach.promotion import (
    backfillrows,
    gappage,
    growth,
    logpage,
    mailings,
    readuniverse,
    suggestions,
    universe,
)  # fmt: skip
from outreach.reachable import AllowedHosts, NotAllowed
from outreach.revisions import Revision
from outreach.run import Change
from outreach.sends import (
    approval,
    checksums,
    greeting,
    linkblocks,
    matching,
    message,
    messagelint,
    messagepages,
    placeholders,
    preview,
    reactions,
    results,
    sendfields,
    sendpage,
    sendstate,
    thanks,
)
from outreach.sends import inputs as sendinputs
from outreach.signups import inputs as signupinputs
from outreach.wikitext import BrokenMarkers

from tests.channels.test_directory import WIKIS as CHANNEL_WIKIS
from tests.channels.test_directory import WORDS as CHANNEL_WORDS
from tests.channels.test_liveness import SV
from tests.events import samples as eventsamples
from tests.events import test_calendarsource as sitesamples
from tests.events.test_calendarchanges import planned as planned_calendar
from tests.events.test_campaignsource import TOLD
from tests.hostile import samples
from tests.hostile.askingreaders import ASKING_READERS
from tests.hostile.reader import Reader
from tests.hostile.replies import answered, replied
from tests.hostile.replyreaders import REPLY_READERS
from tests.hostile.wikireaders import WIKI_READERS
from tests.measures.samples import say as measured_say
from tests.measures.test_criteria import COLUMNS as CRITERIA_COLUMNS
from tests.measures.test_criteria import update as update_criteria
from tests.measures.test_monthreport import FIGURES as MONTH_FIGURES
from tests.samples import gaps, logs, patternpage
from tests.samples.checkedlist import HOME as LIST_HOME
from tests.samples.checkedlist import standing as standing_of
from tests.samples.sent import send
from tests.samples.wikis import HOME, RESOLVER
from tests.test_sitematrix import REPLY as MATRIX

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, tzinfo=UTC)
SV_HOST = 'sv.wikipedia.org'
SENT = send(states='df')
ORIGIN = matching.Origin('metawiki', SENT.page.every_send)
ALLOWED = AllowedHosts.read(['blog.example'])
INDEX = nameindex.NameIndex.of(registry.parse(samples.LUA))
MESSAGE = message.Message('sv', 'M/sv', 1, 'Hej', 'Text')
WORDS = gaps.GAPLOG.words('heading-claims')
ENTRY = {
    'title': '',
    'link': 'https://x.example/1',
    'id': '',
    'author': '',
    'text': '',
    'date': '',
    'tags': [],
}
SOURCE = feedsources.source('https://blog.example/feed/ – Blog')
LINKER = eventsamples.linker()
STANDINGS = gaps.GAPLOG.standings('', '', gaps.SPOTS, gaps.TODAY, 14)
COVERAGE = gaps.GAPLOG.plan_coverage('C', '', samples.LOG, STANDINGS, [], [], {}, today=gaps.TODAY)
PLACES = (entries.Target(SV_HOST, 'User talk:A'),)
GAPS_SAY = gaps.GAPLOG.say
TABLE = eventsources.source('table:Meetups name=1 date=2 place=3 language=4 zone=UTC')
NO_LIST = deliverylist.parse('', HOME, title='L')


def page(text: str, **values: Any) -> Page:
    """Return a page with this text."""
    return replace(Page('P', text, 7), **values)


def listed_on(text: str) -> deliverylist.DeliveryList:
    """Return the delivery list that a text is."""
    return deliverylist.parse(text, LIST_HOME, title='L')


def traces_of(text: str) -> matching.Traces:
    """Return what a wiki shows of deliveries, with a text wherever others wrote one."""
    title = SENT.page.targets[0].page
    edits = [
        matching.DeliveryEdit(7 + number, title, '2026-03-05T11:00:00Z', summary, text, 6, before)
        for number, (summary, before) in enumerate((('', ''), (text, text), ('/* Hej */', text[:9])))
    ]
    return matching.Traces(names.ENGLISH, tuple(edits), texts={title: text})


def _messages(text: str) -> object:
    return messagelint.lint(replace(MESSAGE, body=text or 'x'), messagelint.LintContext(languages=('sv',)))


def _pattern_lint(text: str) -> object:
    read = pattern.parse(text, 'P', patternpage.WORDS, RESOLVER)
    return library.lint(read, text, library.PatternContext())


def _directory(text: str) -> object:
    read, _ = directory.parse(text, 'P', CHANNEL_WORDS, CHANNEL_WIKIS)
    return directory.merge(read, {}, [])


def _log(text: str) -> object:
    return gaps.GAPLOG.plan(text, [], ())


def _gaps(text: str) -> object:
    found = gaps.GAPLOG.standings(samples.LOG, text, gaps.SPOTS, gaps.TODAY, 14)
    return gaps.GAPLOG.plan_gaps('G', text, found, {'sv': MESSAGE})


def _rows(text: str) -> object:
    return [list(signuptable.read_rows(text, table, RESOLVER)) for table in wikitable.find_tables(text)]


def _item(text: str) -> object:
    entry = ENTRY | dict.fromkeys(('title', 'author', 'text'), text) | {'tags': [text], 'link': text}
    return items.item(SOURCE, entry, items.Languages(frozenset({'en', 'sv'})))


def _reply(text: str) -> object:
    """Read what a wiki answered as `Wiki.read` does: its shape first."""
    try:
        reply = json.loads(text)
    except (ValueError, RecursionError):
        return None  # Pywikibot tells what is no JSON
    asked = {
        'action': 'query',
        'prop': 'revisions',
        'rvprop': 'ids|content|timestamp|user',
        'rvslots': 'main',
    }
    if (
        not isinstance(reply, dict)
        or replyshapes.lacks_module(asked, reply)
        or replyshapes.wrong(asked, reply)
    ):
        return None
    return [pages.from_reply(one, HOME) for one in reply.get('query', {}).get('pages', ())]


def _excluded(text: str) -> object:
    return [excludepages.read_page(text, 'P', RESOLVER, model) for model in ('wikitext', listjson.MODEL)]


def _delivery_list(text: str) -> object:
    listed = [deliverylist.parse(text, HOME, model) for model in ('wikitext', listjson.MODEL)]
    return [[*one.targets, *one.problems, *one.named] for one in listed]


def _saves(text: str) -> list[Revision]:
    """Return a page that somebody saved, and saved again."""
    return [Revision(number, 'P', text[:at], user='Ann') for number, at in enumerate((5, len(text)), 1)]


def _requests(text: str) -> object:
    return subscriptions.on_page(_saves(text), RESOLVER)


def _sighting(told: Any) -> object:
    """Read the details of an event as a run does: their shape first."""
    if campaignevents.lacking(campaignevents.DETAILS, told):
        return None
    return campaignsource.sighting(told, 'src', f'https://{HOME}/wiki/Event:A', LINKER)


def _calendar(text: str) -> object:
    told = icsreading.read(text.encode('utf-8', 'replace'), '', '', '2026-11-01 2027-01-31')
    return calendarsource.of_calendar(told, 'src', 'Chapter', LINKER)


READERS: dict[str, Reader] = {
    **REPLY_READERS,
    **ASKING_READERS,
    **WIKI_READERS,
    'accountlinks:written_account': Reader(accountlinks.written_account, (ValueError,)),
    'accountlinks:Resolver.at': Reader(RESOLVER.at, samples=('//sv.wikipedia.org/wiki/User:A',)),
    'accountlinks:template_name': Reader(accountlinks.template_name),
    'affiliates/nameindex:NameIndex.meaning': Reader(INDEX.meaning, most=255),
    'affiliates/optouts:read': Reader(
        lambda text: optouts.read([page(text)], None, RESOLVER), (BadInput,), (samples.EXCLUDED,)
    ),
    'affiliates/referrals:read': Reader(
        lambda text: referrals.read(page(text), INDEX, RESOLVER),
        (BadInput,),
        (samples.SIGN_UPS, '* Wikimedians of Example: [[User:Ann]] 10:12, 3 March 2026 (UTC)\n'),
    ),
    'audience/peoplefile:decoded': Reader(
        lambda text: [
            peoplefile.decoded(text.encode(code, 'surrogatepass'))
            for code in ('utf-8', 'utf-16', 'utf-16-be')
        ],
        (ValueError,),
        (samples.PEOPLE_FILE,),
    ),
    'channels/liaisons:by_language': Reader(
        lambda text: languageliaisons.by_language(page(text), RESOLVER, {'sv': 'sv', 'nb': 'nb'}),
        (BadInput,),
        (samples.SIGN_UPS, '* sv, nb: [[User:Dag/Liaison|Dag]]\n* [[User:Eva]] {{#babel:sv|en-3|nb-1}}\n'),
    ),
    'channels/liaisons:named': Reader(lambda text: languageliaisons.named([text, text], RESOLVER)),
    'columns:columns_of': Reader(lambda text: columns.columns_of(dict(enumerate(text.split('|'))))),
    'events/calendarsource:of_calendar': Reader(_calendar, samples=(samples.ICS,)),
    'events/calendarsource:of_forum': Reader(
        replied(lambda told: calendarsource.of_forum(told, 'src', 'f.example', LINKER), sitesamples.FORUM),
        (ValueError,),
        ('x',),
    ),
    'events/calendarsource:of_tribe': Reader(
        replied(
            lambda told: calendarsource.of_tribe(
                told if isinstance(told, list) else [told], 'src', 't.example', LINKER
            ),
            [sitesamples.TRIBE],
        ),
        samples=('x',),
    ),
    'events/campaignsource:sighting': Reader(replied(_sighting, TOLD), (ValueError,), ('x',)),
    'campaignevents:lacking': Reader(
        replied(lambda told: campaignevents.lacking(campaignevents.DETAILS, told), TOLD), samples=('x',)
    ),
    'digits:are_number': Reader(digits.are_number),
    'digits:number': Reader(digits.number, (ValueError,), ('7',)),
    'letters/mailaddress:mailbox': Reader(
        lambda text: mailaddress.mailbox(text, 'a@b.example'), samples=('Ann (x)',)
    ),
    'pace:retry_after': Reader(lambda text: pace.retry_after({'Retry-After': text}, 5.0), samples=('7',)),
    'reachable:AllowedHosts.check': Reader(ALLOWED.check, (NotAllowed,), ('https://blog.example/x',)),
    'shown:aligned': Reader(lambda text: shown.aligned([(text, 'a'), ('b', text)])),
    'tools:lacking': Reader(
        replied(lambda told: tools.lacking(next(iter(tools.SHAPES)), told), {'*': [{'a': {'*': []}}]}),
        samples=('x',),
    ),
    'tools:items_alone': Reader(
        replied(tools.items_alone, {'*': [{'a': {'*': [{'title': 'Q1'}]}}]}), samples=('x',)
    ),
    'events/event:link_key': Reader(event.link_key, samples=('https://c.example/t',)),
    'events/eventlinks:own_title': Reader(
        lambda text: eventlinks.own_title(text, f'https://{HOME}/wiki/'), samples=(f'https://{HOME}/wiki/A',)
    ),
    'events/spans:span': Reader(
        lambda text: spans.span(datetime(2026, 12, 4, 10), datetime(2026, 12, 4, 12), text),  # noqa: DTZ001
        (ValueError,),
        ('Europe/Paris', '+05:30'),
    ),
    'feeds/items:Languages.named': Reader(
        lambda text: items.Languages(frozenset({'en', 'sv'})).named([text, 'Svenska'])
    ),
    'holdout:in_settings': Reader(holdout.in_settings, samples=('outcome = signups, outcomewindow = 30',)),
    'letters/lettertext:unseen': Reader(lettertext.unseen),
    'letters/mailaddress:as_text': Reader(mailaddress.as_text),
    'letters/submission:word_of': Reader(
        lambda text: [
            submission.word_of(550, text),
            submission.word_of(550, text.encode('utf-8', 'replace')),
        ],
        samples=('5.1.1 no such user',),
    ),
    'letters/wikimail:meaning': Reader(
        answered(
            wikimail.meaning, 'emailuser', {'result': 'Failure', 'errors': [{'code': 'php-mail-error'}]}
        ),
        (CannotTell,),
        ('x',),
    ),
    'linktargets:LinkTargets.follow': Reader(RESOLVER.follow, samples=(':sv:User:A',)),
    'linktargets:LinkTargets.at_address': Reader(
        RESOLVER.at_address, samples=('//sv.wikipedia.org/wiki/A?uselang=x#b',)
    ),
    'lists/listpages:delivery_list': Reader(
        lambda text: listpages.delivery_list(page(text), HOME), samples=(samples.LIST,)
    ),
    'pages:redirects_to': Reader(lambda text: pages.redirects_to(page(text)), samples=('#REDIRECT [[A]]',)),
    'promotion/mailings:parse': Reader(
        lambda text: mailings.parse(text.splitlines(), 'F', {'letter': 'letter'}, {'svenska': 'sv'}),
        (BadInput,),
        ('date,channel,audience,language,region,count\n2026-05-01,letter,people,sv,Asia,7\n',),
    ),
    'promotion/places:Wikis.at_address': Reader(
        gaps.WIKIS.at_address, samples=('//sv.wikipedia.org/wiki/A?uselang=x#b',)
    ),
    'sends/reactions:said_below': Reader(reactions.said_below, samples=(samples.TALK,)),
    'signuproles:roles_in': Reader(signuproles.roles_in, samples=(' – mentor, jury',)),
    'signups/inputs:read_whole': Reader(
        lambda text: signupinputs.read_whole(page(text), 'P', RESOLVER, ('participants',)),
        samples=(samples.SIGN_UPS,),
    ),
    'sitematrix:parse': Reader(
        answered(
            lambda matrix: list(sitematrix.parse(matrix)),
            'sitematrix',
            MATRIX,
            smlangprop='code|site',
            smsiteprop='dbname|url|code|lang',
        ),
        (CannotTell,),
        ('x',),
    ),
    'stops:standing': Reader(lambda text: stops.standing(_saves(text)), samples=('Please stop.\nGo on.',)),
    'stopwords:lines': Reader(stopwords.lines, samples=('Please stop.\n\nGo on.',)),
    'stopwords:stops_alone': Reader(stopwords.stops_alone, samples=('Please stop.\n\nGo on.',)),
    'stopwords:goes_on': Reader(
        lambda text: stopwords.goes_on(text, 'Ann'), samples=('Go on. [[User:Ann|Ann]] 12:00',)
    ),
    'stopwords:said': Reader(
        lambda text: stopwords.said(text, 'Ann, Bo'), samples=('Please stop. [[User:Ann|Ann]]',)
    ),
    'stopwords:parts': Reader(stopwords.parts, samples=('Special:Contributions/Ann',)),
    'trust:not_vouched': Reader(trust.not_vouched),
    'weblinks:same_address': Reader(weblinks.same_address, samples=('https://x.example/a?b=c#d',)),
    'weblinks:in_wikitext': Reader(weblinks.in_wikitext, samples=('https://x.example/a?b=c#d',)),
    'accountlinks:Resolver.meant': Reader(RESOLVER.meant, (ValueError,), ('User:A', '[[:sv:User:A]]')),
    'accountlinks:Resolver.references': Reader(RESOLVER.references, samples=(samples.SIGN_UPS,)),
    'accountlinks:Resolver.foreign_words': Reader(RESOLVER.foreign_words, samples=(samples.SIGN_UPS,)),
    'affiliates/clientlist:read': Reader(lambda text: clientlist.read(text, 'F'), (BadInput,)),
    'affiliates/companions:languages': Reader(companions.languages, (luadata.LuaError,), (samples.LUA,)),
    'affiliates/companions:listed_names': Reader(
        lambda text: companions.listed_names(text, 'P'), (BadInput,)
    ),
    'affiliates/companions:shown_names': Reader(
        lambda text: companions.shown_names({'T': text}), (BadInput,)
    ),
    'affiliates/contactfile:unread': Reader(
        lambda text: contactfile.unread(text, 'F'), (BadInput,), (samples.CONTACT_FILE,)
    ),
    'affiliates/contactfile:read': Reader(
        lambda text: contactfile.read(text, 'F'), (BadInput,), (samples.CONTACT_FILE,)
    ),
    'affiliates/contacts:account_in': Reader(lambda text: contacts.account_in(text, names.ENGLISH)),
    'affiliates/liaisons:rows': Reader(lambda text: list(liaisons.rows(text)), (), (samples.SIGNED_LIST,)),
    'affiliates/liaisons:with_liaison': Reader(
        lambda text: liaisons.with_liaison(page(text), INDEX), (BadInput,), (samples.SIGNED_LIST,)
    ),
    'affiliates/luadata:read': Reader(luadata.read, (luadata.LuaError,), (samples.LUA,)),
    'affiliates/nameindex:NameIndex.alike': Reader(INDEX.alike, most=255),
    'affiliates/nameindex:read_same': Reader(lambda text: nameindex.read_same(text, 'P'), (BadInput,)),
    'affiliates/registry:parse': Reader(registry.parse, (luadata.LuaError, BadInput), (samples.LUA,)),
    'affiliates/registry:day': Reader(registry.day),
    'affiliates/resultpage:remembered': Reader(
        resultpage.remembered, (BrokenMarkers,), (samples.AFFILIATES,)
    ),
    'affiliates/signedlist:of_page': Reader(
        lambda text: signedlist.of_page(page(text, timestamp='2026-11-20T00:00:00Z'), None, TODAY),
        (BadInput,),
        (samples.SIGNED_LIST,),
    ),
    'affiliates/signedlist:of_file': Reader(
        lambda text: signedlist.of_file(text, 'F', TODAY, TODAY), (BadInput,), (samples.PEOPLE_FILE,)
    ),
    'audience/audiencelist:with_lead': Reader(
        lambda text: audiencelist.with_lead(text, 'Lead'), (BrokenMarkers,), (samples.LIST,)
    ),
    'audience/brief:segment': Reader(brief.segment, (ValueError,)),
    'audience/contributions:pattern': Reader(contributions.pattern, samples=('/* A */ x [[B]] 7',)),
    'plainlines:plain_lines': Reader(
        plainlines.plain_lines, samples=(samples.SIGN_UPS, samples.CAMPAIGN, '{|\n! a="b" | c\n|}')
    ),
    'plainlines:changes_in_words': Reader(
        lambda text: [
            *plainlines.changes_in_words('<b>x</b>', text),
            *plainlines.changes_in_words(text, f'{text}\n<b>x</b>', as_written=True),
        ],
        samples=(samples.SIGN_UPS, samples.CAMPAIGN),
    ),
    'plaintitles:plain_titles': Reader(
        lambda text: plaintitles.plain_titles(text, RESOLVER), samples=(samples.EXCLUDED, samples.SIGN_UPS)
    ),
    'beside:names_one': Reader(lambda text: beside.names_one(text, RESOLVER)),
    'beside:without_link': Reader(
        lambda text: beside.without_link(text, RESOLVER.references(text), RESOLVER),
        samples=(samples.SIGN_UPS,),
    ),
    'beside:beside_in_cell': Reader(
        lambda text: beside.beside_in_cell(text, RESOLVER.references(text), len(text) // 2, RESOLVER),
    ),
    'signuptable:people_named': Reader(lambda text: signuptable.people_named(text, RESOLVER)),
    'beside:before_signers': Reader(
        lambda text: beside.before_signers(text, RESOLVER.references(text), RESOLVER),
    ),
    'beside:remark_of': Reader(
        lambda text: beside.remark_of(text, len(text) // 2, RESOLVER.references(text), ()),
    ),
    'beside:beside': Reader(
        lambda text: beside.beside(text, RESOLVER.references(text), '', RESOLVER), samples=(samples.EXCLUDED,)
    ),
    'audience/excludepages:read_page': Reader(_excluded, samples=(samples.EXCLUDED, samples.JSON_LIST)),
    'audience/excludepages:items': Reader(
        lambda text: list(excludepages.items(text, RESOLVER)), samples=(samples.EXCLUDED,)
    ),
    'audience/excludepages:names_on_page': Reader(
        lambda text: excludepages.names_on_page(text, RESOLVER), samples=(samples.EXCLUDED,)
    ),
    'audience/funnel:from_wikitext': Reader(funnel.from_wikitext, (BrokenMarkers,), (samples.FUNNEL,)),
    'audience/funnel:changed_figures': Reader(
        lambda text: funnel.changed_figures(text, samples.FUNNEL), samples=(samples.FUNNEL,)
    ),
    'audience/optout:bots_allowed': Reader(
        lambda text: optout.bots_allowed(text, ['Bot']), samples=(samples.OPT_OUT,)
    ),
    'audience/subscriptions:on_page': Reader(_requests, samples=(samples.SIGN_UPS,)),
    'audience/subscriptions:on_list': Reader(
        lambda text: subscriptions.on_list(_saves(text), HOME), samples=(samples.LIST,)
    ),
    'audience/peoplefile:read': Reader(
        lambda text: peoplefile.read(text, RESOLVER), samples=(samples.PEOPLE_FILE, samples.LIST)
    ),
    'audience/peoplefile:read_pages': Reader(
        lambda text: peoplefile.read_pages({'A': text}, RESOLVER), samples=(samples.LIST,)
    ),
    'audience/peoplecolumns:accounts_in': Reader(
        lambda text: list(peoplecolumns.accounts_in(text, HOME, RESOLVER))
    ),
    'audience/peoplerows:rows': Reader(
        lambda text: list(peoplerows.rows(text, RESOLVER)), samples=(samples.PEOPLE_FILE, samples.JSON_LIST)
    ),
    'audience/peoplerows:without_mark': Reader(peoplerows.without_mark, samples=('* [[User:A]]',)),
    'audience/peoplecolumns:is_data': Reader(lambda text: peoplecolumns.is_data(text, RESOLVER)),
    'audience/peoplecolumns:is_wiki': Reader(lambda text: peoplecolumns.is_wiki(text, RESOLVER)),
    'audience/peoplecolumns:wiki_in': Reader(lambda text: peoplecolumns.wiki_in(text, RESOLVER)),
    'campaigns/accepted:from_json': Reader(
        lambda text: accepted.from_json(text, 'P'), (BadInput,), ('{"campaigns": [{"page": "Outreach/X"}]}',)
    ),
    'campaignevents:read_list': Reader(campaignevents.read_list, samples=(samples.EVENT_LIST,)),
    'campaignevents:number_on': Reader(campaignevents.number_on, samples=(samples.EVENT_LIST,)),
    'campaign:parse': Reader(lambda text: campaign.parse(text, 'P'), (BadInput,), (samples.CAMPAIGN,)),
    'campaign:title_at': Reader(
        lambda text: campaign.title_at(text, 'a.test'), samples=('https://a.test/wiki/A%20b',)
    ),
    'channels/directory:parse': Reader(_directory, (ValueError,), (samples.DIRECTORY,)),
    'channels/liveness:Words.starts_section': Reader(SV.starts_section, samples=('/* A */ nytt avsnitt',)),
    'channels/liveness:classify': Reader(
        lambda text: liveness.classify(comment=text, tags=(), grew=5, words=SV), samples=('/* A */ x',)
    ),
    'channels/saidalive:alive': Reader(
        lambda text: saidalive.alive(text, CHANNEL_WORDS.alive, CHANNEL_WIKIS, TODAY, 180),
        samples=('alive [[User:Anna]] 12:00, 1 October 2026 (UTC)',),
    ),
    'channels/saidalive:word': Reader(saidalive.word, samples=("✓ '''alive'''<br />",)),
    'channels/mailinglists:list_address': Reader(mailinglists.list_address, (ValueError,)),
    'checks/report:report_page': Reader(
        lambda text: report.report_page(text, NO_LIST, lint.Report((), {}), lambda key, **_: key),
        (BrokenMarkers,),
        (samples.CHECK,),
    ),
    'checks/report:shown': Reader(report.shown),
    'lists/strayitems:somebody': Reader(lambda text: strayitems.somebody(text, RESOLVER)),
    'lists/strayitems:like_sentence': Reader(strayitems.like_sentence),
    'lists/straylines:named_with_wiki': Reader(lambda text: straylines.named_with_wiki(text, RESOLVER)),
    'columns:is_label': Reader(columns.is_label),
    'columns:plain': Reader(columns.plain),
    'columns:wiki_named': Reader(lambda text: columns.wiki_named(text, RESOLVER)),
    'audience/organizers:choice': Reader(organizers.choice, (ValueError,), ('wikis=svwiki types=contest',)),
    'events/calendarpage:read': Reader(calendarpage.read, (BrokenMarkers,), (samples.EVENTS,)),
    'events/countries:code_of': Reader(countries.code_of),
    'events/countries:country': Reader(countries.country),
    'events/datewords:when': Reader(datewords.when, (ValueError,), ('16–18 May 2026, 17:00 UTC',)),
    'events/entrydata:entries': Reader(
        lambda text: list(entrydata.entries(text)), (BrokenMarkers,), (samples.EVENTS,)
    ),
    'events/event:coordinates': Reader(event.coordinates, (ValueError,), ('48.86, 2.35',)),
    'events/event:fold': Reader(event.fold),
    'events/event:words': Reader(event.words),
    'events/eventlinks:Linker.address': Reader(LINKER.address, (ValueError,), ('https://c.example/t',)),
    'events/eventlinks:Linker.first': Reader(LINKER.first, samples=("'''[[Event:Oslo|Oslo]]'''",)),
    'events/eventlinks:Linker.typed': Reader(LINKER.typed, (ValueError,), ('[[Event:Fika]]',)),
    'events/eventlinks:of_cell': Reader(eventlinks.of_cell, samples=("'''[[Event:Oslo|Oslo]]'''",)),
    'events/eventlinks:of_html': Reader(eventlinks.of_html, samples=('<p>a <b>b</b></p>',)),
    'events/eventlinks:of_place': Reader(eventlinks.of_place, samples=('Library, https://meet.jit.si/x',)),
    'events/eventlinks:only_address': Reader(eventlinks.only_address, samples=('https://zoom.us/j/1',)),
    'events/eventlinks:plain': Reader(eventlinks.plain),
    **{
        f'events/eventsettings:{name}': Reader(getattr(eventsettings, name), (ValueError,))
        for name in ('countries', 'modes', 'period', 'report_pattern', 'types')
    },
    'events/eventsources:source': Reader(eventsources.source, (ValueError,), ('table:A name=1 date=2 – B',)),
    'events/eventtables:read': Reader(
        lambda text: eventtables.read(text, TABLE, LINKER, timestamps.IN_ENGLISH),
        (ValueError,),
        (samples.EVENT_TABLE,),
    ),
    'events/icsreading:read': Reader(
        lambda text: icsreading.read(text.encode('utf-8', 'replace'), '', '', '2026-11-01 2027-01-31'),
        samples=(samples.ICS,),
    ),
    'events/meetings:leads_into_meeting': Reader(meetings.leads_into_meeting, samples=('zoom.us/j/1',)),
    'events/meetings:without_meetings': Reader(meetings.without_meetings, samples=('at zoom.us/j/1',)),
    'events/places:read': Reader(lambda text: eventplaces.read(text, 'P'), samples=('* Oslo = 59.9, 10.7',)),
    'events/spans:typed': Reader(spans.typed, (ValueError,), ('2026-12-04 18:00',)),
    'events/typedrows:read': Reader(
        lambda text: typedrows.read(text, 'P', 'src', LINKER), samples=(samples.EVENT_ROWS,)
    ),
    'feeds/digest:last': Reader(lambda text: digest.last(text, TODAY), samples=(samples.FEED,)),
    'feeds/digest:due': Reader(lambda text: digest.due(text, TODAY), samples=(samples.FEED,)),
    'feeds/digest:news': Reader(lambda text: digest.news((), text, TODAY), samples=(samples.FEED,)),
    'feeds/digest:outside': Reader(digest.outside, (BrokenMarkers,), (samples.FEED,)),
    'feeds/digest:with_section': Reader(
        lambda text: digest.with_section(text, '== A =='), (BrokenMarkers,), (samples.FEED,)
    ),
    'feeds/digest:is_there': Reader(lambda text: digest.is_there('== A ==', text), samples=(samples.FEED,)),
    'feeds/feedpage:read': Reader(feedpage.read, (BrokenMarkers,), (samples.FEED,)),
    'feeds/feedsettings:words': Reader(feedsettings.words, (ValueError,)),
    'feeds/feedsettings:shown': Reader(feedsettings.shown, (ValueError,)),
    'feeds/items:Languages.code': Reader(items.Languages().code),
    'feeds/items:item': Reader(_item, (ValueError,)),
    'feeds/items:plain': Reader(items.plain),
    'feeds/items:fold': Reader(items.fold),
    'feeds/items:author': Reader(items.author),
    'feeds/items:identity': Reader(lambda text: items.identity(SOURCE, text, 'https://x.example/1')),
    'feeds/reading:read': Reader(
        lambda text: reading.read(text.encode('utf-8', 'replace'), 'https://blog.example/feed/', 'text/xml'),
        (ValueError,),
        (samples.RSS,),
    ),
    'feeds/sources:source': Reader(feedsources.source, (ValueError,), ('list:a@lists.example.org – A',)),
    'headings:headings': Reader(lambda text: list(headings.headings(text, '\0')), samples=(samples.PATTERN,)),
    'htmltext:has_tags': Reader(htmltext.has_tags, samples=('<p>a <b>b</b></p>',)),
    'htmltext:pieces': Reader(lambda text: list(htmltext.pieces(text)), samples=(samples.EVENT_LIST,)),
    'htmltext:without_tags': Reader(htmltext.without_tags, samples=('<p>a <b>b</b></p>',)),
    'installing:decide': Reader(lambda text: installing.decide(page(text), 'x')),
    'leakgate:addresses': Reader(lambda text: list(leakgate.addresses(text))),
    'letters/afterwards:settled': Reader(afterwards.settled, (ValueError,), ('17=sent',)),
    'letters/afterwards:no_address': Reader(afterwards.no_address, (ValueError,)),
    'letters/claimpage:parse': Reader(
        claimpage.parse, samples=('x\n* ledger: 0123456789abcdef\n* run: 0123456789abcdef\n',)
    ),
    'letters/sending:hour': Reader(sending.hour, (ValueError,), ('18:00',)),
    'letters/lettertext:parse': Reader(lettertext.parse, (ValueError,), ('Dear {name}',)),
    'letters/mailaddress:identity': Reader(mailaddress.identity, samples=('a@b.example',)),
    'letters/mailaddress:readable': Reader(mailaddress.readable, (ValueError,), ('a@b.example',)),
    'linktargets:LinkTargets.without_pictures': Reader(
        RESOLVER.without_pictures, samples=(samples.SIGN_UPS,)
    ),
    'linktargets:links': Reader(lambda text: list(linktargets.links(text)), samples=(samples.SIGN_UPS,)),
    'linktargets:addresses': Reader(lambda text: list(linktargets.addresses(text))),
    'linktargets:LinkTargets.places': Reader(
        lambda text: list(RESOLVER.places(text)), samples=(samples.EXCLUDED,)
    ),
    'lists/deliverylist:parse': Reader(_delivery_list, samples=(samples.LIST, samples.JSON_LIST)),
    'lists/entries:scan': Reader(lambda text: list(entries.scan(text, HOME)), samples=(samples.LIST,)),
    'lists/entries:read': Reader(lambda text: entries.read(text, text, HOME), samples=('User talk:A',)),
    'lists/entries:hosts_in': Reader(lambda text: list(entries.hosts_in(text))),
    'lists/listjson:scan': Reader(
        lambda text: listjson.scan(text, HOME), (ValueError,), (samples.JSON_LIST,)
    ),
    'lists/listjson:edited': Reader(
        lambda text: listjson.edited(text, HOME, (), (entries.Target(SV_HOST, 'User talk:A'),), {}),
        (ValueError,),
        (samples.JSON_LIST,),
    ),
    'names:first_upper': Reader(names.first_upper),
    'names:blanks': Reader(names.blanks),
    'names:decode_entities': Reader(names.decode_entities),
    'names:invisible_in': Reader(names.invisible_in),
    'names:normalize_user': Reader(names.normalize_user, (ValueError,)),
    'names:Namespaces.split': Reader(names.ENGLISH.split, (ValueError,), ('User talk:A/b#c',)),
    'replyshapes:wrong': Reader(_reply, (CannotTell,), (samples.REPLY,)),
    'replyshapes:lacks_module': Reader(_reply, (CannotTell,), (samples.REPLY,)),
    'pages:check_no_redirects': Reader(
        lambda text: pages.check_no_redirects([page(text)]), (BadInput,), ('#REDIRECT [[A]]',)
    ),
    'pagekinds:page_kind': Reader(pagekinds.page_kind, (ValueError,), ('village pump=Q16503',)),
    'patterns/library:lint': Reader(_pattern_lint, samples=(samples.PATTERN,)),
    'patterns/library:links': Reader(library.links, samples=(samples.PATTERN,)),
    'patterns/pattern:parse': Reader(
        lambda text: pattern.parse(text, 'P', patternpage.WORDS, RESOLVER), samples=(samples.PATTERN,)
    ),
    'patterns/pattern:update': Reader(
        lambda text: pattern.update(text, '5', 'x'), (BrokenMarkers,), (samples.PATTERN,)
    ),
    'patterns/pattern:insert_figures': Reader(
        lambda text: pattern.insert_figures(text, patternpage.WORDS, '5'), samples=(samples.PATTERN,)
    ),
    'patterns/pattern:has_markers': Reader(pattern.has_markers),
    'promotion/backfillrows:names_campaign': Reader(
        lambda text: backfillrows.names_campaign(text, 'https://x.example', ['Outreach/X'])
    ),
    'promotion/gappage:claims': Reader(
        lambda text: gappage.claims(text, gaps.SPOTS, WORDS, ('Claim:',), gaps.WIKIS),
        (BrokenMarkers, ValueError),
        (samples.GAPS,),
    ),
    'promotion/gappage:read_claims': Reader(
        lambda text: gappage.read_claims(text, gaps.SPOTS, WORDS, ('Claim:',), gaps.WIKIS),
        (BrokenMarkers, ValueError),
        (samples.GAPS,),
    ),
    'promotion/gappage:update_texts': Reader(
        lambda text: gappage.update_texts(text, {'sv': MESSAGE}, STANDINGS, GAPS_SAY),
        (BrokenMarkers,),
        (samples.GAPS,),
    ),
    'promotion/logplan:PromotionLog.announced': Reader(gaps.GAPLOG.announced, (BadInput,), (samples.LOG,)),
    'promotion/logplan:PromotionLog.wanted': Reader(
        lambda text: gaps.GAPLOG.wanted(text, []), (BadInput,), (samples.LOG,)
    ),
    'promotion/logplan:PromotionLog.standings': Reader(
        lambda text: gaps.GAPLOG.standings(text, text, gaps.SPOTS, gaps.TODAY, 14),
        (BadInput, ValueError),
        (samples.LOG, samples.GAPS),
    ),
    'promotion/logplan:PromotionLog.plan_gaps': Reader(
        lambda text: gaps.GAPLOG.plan_gaps('G', text, STANDINGS, {'sv': MESSAGE}),
        (BadInput,),
        (samples.GAPS,),
    ),
    'promotion/logplan:PromotionLog.plan_coverage': Reader(
        lambda text: gaps.GAPLOG.plan_coverage(
            'C', text, samples.LOG, STANDINGS, [], [], {}, today=gaps.TODAY
        ),
        (BadInput,),
        (COVERAGE,),
    ),
    'sharedtable:head': Reader(
        lambda text: [sharedtable.head(text, one, {}) for one in wikitable.find_tables(text)],
        samples=(samples.LOG,),
    ),
    'run:Change.transform': Reader(
        lambda text: Change(page('before'), lambda now: pattern.update(now, '5', 'x'), 's').transform(
            page(text)
        ),
        (BadInput,),
        (samples.PATTERN,),
    ),
    'pages:taken_away': Reader(
        lambda text: [pages.taken_away(page(text), page('x')), pages.taken_away(page('x'), page(text))],
        samples=('#REDIRECT [[A]]',),
    ),
    'channels/announcelist:text': Reader(
        lambda text: [
            announcelist.text(page(text, model=model), PLACES, History(), HOME, 'lead')
            for model in ('wikitext', listjson.MODEL)
        ],
        (BrokenMarkers, ValueError),
        (samples.LIST, samples.JSON_LIST),
    ),
    'channels/channelwork:with_rules': Reader(
        lambda text: channelwork.with_rules(text, 'x'), (BrokenMarkers,), (samples.DIRECTORY,)
    ),
    'checks/report:with_note': Reader(
        lambda text: report.with_note(text, '== A =='), samples=(samples.TALK,)
    ),
    'checks/fixes:plan': Reader(
        lambda text: fixes.plan(
            page(text), listed_on(text), fixes.CheckRequest(lint.FIXABLE), standing_of(listed_on(text))
        ),
        samples=(samples.LIST,),
    ),
    'audience/audiencelist:standing': Reader(
        lambda text: audiencelist.standing(page(text), [ListRevision(text, ours=True)], HOME),
        samples=(samples.LIST,),
    ),
    'audience/audiencelist:revised': Reader(
        lambda text: audiencelist.revised(
            page(text), audiencelist.standing(page(text), [], HOME), PLACES, lambda _: False, 'lead'
        ),
        (BrokenMarkers,),
        (samples.LIST,),
    ),
    'events/calendarchanges:PlannedCalendar.plan': Reader(
        lambda text: planned_calendar('', EventForm.LIST).plan(text), (BadInput,), (samples.EVENTS,)
    ),
    'events/calendarchanges:PlannedCalendar.become': Reader(
        lambda text: planned_calendar('', EventForm.LIST).become(text), (BadInput,), (samples.EVENTS,)
    ),
    'sends/messagepages:messages_of': Reader(
        lambda text: messagepages.messages_of([page(text, title='M'), page(text, title='M/sv')], 'M', 'en'),
        (BadInput,),
        (samples.MESSAGE,),
    ),
    'sends/matching:results': Reader(
        lambda text: matching.results(SENT.page, 'metawiki', SENT.page.targets, traces_of(text), body=text),
        samples=(samples.TALK,),
    ),
    'sends/matching:wanted_edits': Reader(
        lambda text: matching.wanted_edits(traces_of(text), SENT.page.targets, [SENT.page.subject]),
        samples=('/* Hej */',),
    ),
    'sends/reactions:reaction': Reader(
        lambda text: reactions.reaction(reactions.ReplyPage('User talk:A', text), 'Hej', ORIGIN),
        samples=(samples.TALK,),
    ),
    'sends/sendstate:removed_in': Reader(sendstate.removed_in, samples=('* User talk:A|a.example|left',)),
    'sends/sendstate:sent_in': Reader(
        lambda text: sendstate.sent_in({'sent': text, 'revision': text.partition(' ')[2]}),
        (ValueError,),
        ('2026-05-01T10:00:00Z Bot',),
    ),
    'sends/inputs:settings_changed': Reader(
        lambda text: sendinputs.settings_changed(text, 'waves = 2; cooldown = 0'),
        samples=('waves = 2, rest; cooldown = 5',),
    ),
    'installing:marked': Reader(installing.marked),
    'promotion/gappage:update': Reader(_gaps, (BadInput, ValueError), (samples.GAPS,)),
    'promotion/growth:count_people': Reader(
        lambda text: growth.count_people(text, RESOLVER), samples=(samples.SIGN_UPS,)
    ),
    'sharedtable:fold': Reader(sharedtable.fold),
    'sharedtable:plain': Reader(sharedtable.plain),
    'sharedtable:ids_in': Reader(sharedtable.ids_in, samples=(samples.LOG,)),
    'promotion/logpage:parse': Reader(
        lambda text: logpage.parse(text, 'P', logs.WORDS), (ValueError,), (samples.LOG,)
    ),
    'promotion/logplan:PromotionLog.plan': Reader(_log, (BadInput,), (samples.LOG,)),
    'promotion/places:Wikis.places_in': Reader(
        lambda text: list(gaps.WIKIS.places_in(text)), samples=(samples.LOG,)
    ),
    'promotion/readuniverse:asked': Reader(readuniverse.asked, (ValueError,)),
    'promotion/suggestions:section': Reader(
        lambda text: suggestions.section(text, {'ideas'}), samples=(samples.LOG,)
    ),
    'promotion/suggestions:parse': Reader(
        lambda text: suggestions.parse(text, {'ideas'}, gaps.WIKIS), samples=(samples.LOG,)
    ),
    'promotion/universe:read_weights': Reader(
        universe.read_weights, (ValueError,), samples=(samples.WEIGHTS,)
    ),
    'measures/criteria:definition': Reader(criteria.definition, samples=('sign-ups: on our page',)),
    'measures/criteria:is_sound': Reader(
        lambda text: criteria.is_sound(text, TODAY), samples=('5 <!-- counted 2026-11 01234567 89abcdef -->',)
    ),
    'measures/criteria:reached': Reader(lambda text: criteria.reached(text, 5), samples=('100', 'at most 5')),
    'measures/criteria:written': Reader(
        lambda text: list(criteria.written(text, CRITERIA_COLUMNS)), samples=(samples.CRITERIA,)
    ),
    'measures/reportedcriteria:in_month': Reader(
        lambda text: reportedcriteria.lines(
            reportedcriteria.in_month(text, monthreport.Month(2026, 11), CRITERIA_COLUMNS), measured_say
        ),
        samples=(samples.CRITERIA, update_criteria(samples.CRITERIA).text),
    ),
    'measures/criteria:update': Reader(update_criteria, samples=(samples.CRITERIA,)),
    'measures/monthreport:corrected': Reader(
        lambda text: monthreport.corrected(text, MONTH_FIGURES, date(2026, 12, 5), measured_say),
        (BrokenMarkers,),
        (samples.MONTH_REPORT,),
    ),
    'measures/monthreport:is_written': Reader(monthreport.is_written, samples=(samples.MONTH_REPORT,)),
    'measures/monthreport:month': Reader(monthreport.month, (ValueError,), ('2026-11',)),
    'measures/monthreport:render': Reader(
        lambda text: monthreport.render(monthreport.Month(2026, 11), MONTH_FIGURES, [], measured_say, text),
        (BrokenMarkers,),
        (samples.MONTH_REPORT,),
    ),
    'measures/monthreport:stands': Reader(monthreport.stands, (BrokenMarkers,), (samples.MONTH_REPORT,)),
    'measures/published:parse': Reader(
        lambda text: published.parse(text, monthreport.REGION), (BrokenMarkers,), (samples.MONTH_REPORT,)
    ),
    'promotion/universe:channels': Reader(
        lambda text: universe.channels(text, gaps.WIKIS, {'channel'}), (ValueError,), (samples.DIRECTORY,)
    ),
    'promotion/universe:affiliates': Reader(
        lambda text: universe.affiliates(text, 'P', HOME, {}), (luadata.LuaError, BadInput), (samples.LUA,)
    ),
    'sends/approval:approvers': Reader(
        lambda text: approval.approvers(_saves(text), RESOLVER), samples=(samples.APPROVALS,)
    ),
    'sends/approval:not_counted': Reader(
        lambda text: approval.not_counted(_saves(text), RESOLVER), samples=(samples.APPROVALS,)
    ),
    'sends/approval:with_plans': Reader(
        lambda text: approval.with_plans(text, ['0123456789abcdef'], 'lead'), samples=(samples.APPROVALS,)
    ),
    'sends/linkblocks:links': Reader(linkblocks.links),
    'sends/matching:Origin.marks': Reader(ORIGIN.marks, samples=(samples.TALK,)),
    'sends/matching:last_section': Reader(
        lambda text: matching.last_section(text, 'Hej'), samples=(samples.TALK,)
    ),
    'sends/matching:tells_origin': Reader(matching.tells_origin, samples=(samples.TALK,)),
    'sends/message:parse': Reader(
        lambda text: message.parse(text, 'M', 'en'), (ValueError,), (samples.MESSAGE,)
    ),
    'sends/message:to_all': Reader(message.to_all, samples=(samples.MESSAGE,)),
    'sends/messagelint:lint': Reader(_messages, samples=(samples.MESSAGE,)),
    'sends/messagelint:with_footer': Reader(lambda text: messagelint.with_footer(text, text)),
    'sends/messagelint:compare': Reader(
        lambda text: messagelint.compare(replace(MESSAGE, body=text), MESSAGE), samples=(samples.MESSAGE,)
    ),
    'sends/greeting:by_name': Reader(greeting.by_name, samples=('Hi {{{reader|(you)}}}!',)),
    'sends/greeting:greets': Reader(greeting.greets, samples=('Hi {{subst:ROOTPAGENAME}}!',)),
    'sends/greeting:faults': Reader(
        lambda text: list(greeting.faults(text, 'M')), samples=('Hi M! {{{x|y}}} {{{z}}}',)
    ),
    'sends/greeting:lost': Reader(
        lambda text: greeting.lost(text, 'M', '{{PAGENAME}}', 'N'), samples=('Hi M!', 'Hi {{PAGENAME}}!')
    ),
    'sends/greeting:called_as_page': Reader(
        lambda text: greeting.called_as_page(text, 'M'), samples=("''Hi'' M, you", '\n\nHi M')
    ),
    'sends/greeting:tagged': Reader(greeting.tagged, samples=('<includeonly>x',)),
    'sends/placeholders:unfilled': Reader(
        lambda text: placeholders.unfilled(text, text),
        samples=(samples.MESSAGE, 'Hello, …\n\n… ~~~~~', 'X ...\n(. . .) ……'),
    ),
    'sends/placeholders:before_ellipsis': Reader(placeholders.before_ellipsis, samples=('You get …',)),
    'sends/placeholders:says_why': Reader(
        placeholders.says_why, (wikicode.TooMuch,), ('<span class="outreach-why">Because …</span>',)
    ),
    'sends/preview:section': Reader(lambda text: preview.section(text, text)),
    'sends/reactions:said_about': Reader(
        lambda text: reactions.said_about(text, 'Hej', ORIGIN, reactions.UNREAD), samples=(samples.TALK,)
    ),
    'sends/reactions:said_above': Reader(
        lambda text: reactions.said_above(text, 'Hej'), samples=(samples.TALK,)
    ),
    'sends/results:vouched': Reader(
        lambda text: results.vouched(text, text, text, unsigned=True), (ValueError,), (samples.RESULTS,)
    ),
    'sends/sendfields:title': Reader(sendfields.title, (ValueError,), ('User talk:A',)),
    'sends/sendfields:target': Reader(
        lambda text: [sendfields.target(HOME, text), sendfields.target(text, 'A')], (ValueError,), ('A',)
    ),
    'sends/sendfields:linked': Reader(sendfields.linked, (ValueError,), ('[[:Outreach/X/Send/1/en]]',)),
    'sends/sendfields:check_claim': Reader(sendfields.check_claim, (ValueError,), ('Bot 0a1b2c3d',)),
    'sends/sendfields:escape_line': Reader(sendfields.escape_line),
    'sends/results:parse_results': Reader(results.parse_results, (ValueError,), (samples.RESULTS,)),
    'sends/sendpage:one_line': Reader(sendpage.one_line),
    'sends/checksums:of': Reader(checksums.of),
    'sends/checksums:found': Reader(checksums.found, samples=('Plan (982d9e3eb996f559)',)),
    'sends/checksums:signed': Reader(lambda text: checksums.signed(text, text)),
    'sends/sendpage:checksum': Reader(sendpage.checksum),
    'sends/sendpage:says_to_be': Reader(sendpage.says_to_be, samples=(samples.SEND_PAGE,)),
    'sends/sendpage:signed_summary': Reader(lambda text: sendpage.signed_summary(text, text)),
    'sends/sendpage:vouched': Reader(
        lambda text: sendpage.vouched(text, 'Outreach/X/Send/1/en', text), samples=(samples.SEND_PAGE,)
    ),
    'sends/sendpage:parse': Reader(
        lambda text: sendpage.parse(text, 'Outreach/X/Send/1/en'), (ValueError,), (samples.SEND_PAGE,)
    ),
    'sends/thanks:only_thanks': Reader(
        thanks.only_thanks, samples=('Tack! [[User:A]] 10:12, 3 March 2026 (UTC)',)
    ),
    **{
        f'settings:{name}': Reader(getattr(settings, name), (ValueError,), (sample,))
        for name, sample in {
            'yes_or_no': 'yes',
            'own_words': 'per the talk page',
            'page_title': 'A',
            'home_title': 'A',
            'window': '2 years',
            'day': '2026-01-31',
            'link': 'https://x.example/',
            'host_name': 'a.example',
            'host_pattern': '*.example',
            'language': 'sv',
            'waves': '20, 10 %, rest',
        }.items()
    },
    'doubts:doubt_code': Reader(doubts.doubt_code, (ValueError,), ('shrinks',)),
    'navigation:written': Reader(lambda text: navigation.written('P', text), (), (samples.CAMPAIGN,)),
    'scriptsini:arguments_in': Reader(
        lambda text: scriptsini.arguments_in(text, 'x', (campaign.LIST, campaign.BANNER), []),
        (BadInput,),
        ('[x]\nlist = A\nbanner = B\n C\n[DEFAULT]\nminedits = 3\n',),
    ),
    'settingstemplate:parse': Reader(
        lambda text: settingstemplate.parse(text, 'P', campaign.TEMPLATE, campaign.SETTINGS),
        (BadInput,),
        (samples.CAMPAIGN,),
    ),
    'settingstemplate:holds': Reader(
        lambda text: settingstemplate.holds(text, campaign.TEMPLATE), (), (samples.CAMPAIGN,)
    ),
    'settingstemplate:pairs': Reader(
        lambda text: settingstemplate.pairs(text, campaign.TEMPLATE, campaign.SETTINGS),
        (),
        (samples.CAMPAIGN,),
    ),
    'shown:line': Reader(shown.line),
    'shown:remark': Reader(shown.remark),
    'shown:seen': Reader(shown.seen),
    'shown:quoted': Reader(shown.quoted),
    'shown:folded': Reader(lambda text: shown.folded(text, 80)),
    'shown:changes': Reader(
        lambda text: [
            *shown.changes(text, f'{text}\nx'),
            *shown.changes('x', text),
            *shown.changes(f'a\n{text}\nb', f'c\n{text}\nd'),
        ],
        samples=(samples.LIST, ''.join(f'line {number}\n' for number in range(100))),
    ),
    'shown:changed_lines': Reader(
        lambda text: shown.changed_lines(text, f'{text}\nx'), samples=(samples.LIST,)
    ),
    'shown:page': Reader(shown.page),
    'shown:prefaced': Reader(lambda text: shown.prefaced(text, text)),
    'shown:summary': Reader(shown.summary),
    'shown:of_pywikibot': Reader(shown.of_pywikibot),
    'signatures:signatures': Reader(
        lambda text: list(signatures.signatures(text, RESOLVER)), samples=(samples.SIGN_UPS,)
    ),
    'signatures:signature': Reader(
        lambda text: signatures.signature(text, RESOLVER), samples=(samples.SIGN_UPS,)
    ),
    'signatures:without_signature': Reader(
        lambda text: signatures.without_signature(text, RESOLVER), samples=(samples.SIGN_UPS,)
    ),
    'signatures:unsigned': Reader(signatures.unsigned, samples=(samples.SIGN_UPS,)),
    'signuplines:chosen': Reader(
        lambda text: signuplines.chosen(text, (), RESOLVER), samples=(samples.SIGN_UPS,)
    ),
    'signuppage:read_page': Reader(
        lambda text: signuppage.read_page(text, 'P', RESOLVER), samples=(samples.SIGN_UPS,)
    ),
    'signuppage:names_outside': Reader(
        lambda text: signuppage.names_outside(text, 'P', RESOLVER), samples=(samples.SIGN_UPS,)
    ),
    'signuplines:folded': Reader(signuplines.folded),
    'signuptable:read_rows': Reader(_rows, samples=(samples.SIGN_UPS,)),
    'timestamps:time_stamps': Reader(
        lambda text: list(timestamps.time_stamps(text)), samples=(samples.TALK,)
    ),
    'visibletext:hidden_spans': Reader(
        lambda text: list(visibletext.hidden_spans(text)), samples=(samples.MESSAGE,)
    ),
    'visibletext:masked': Reader(visibletext.masked, samples=(samples.MESSAGE,)),
    'visibletext:readable': Reader(visibletext.readable, samples=(samples.MESSAGE,)),
    'visibletext:live': Reader(visibletext.live, samples=(samples.LIST,)),
    'visibletext:struck_spans': Reader(visibletext.struck_spans, samples=(samples.LIST,)),
    'campaigns/statuspage:put': Reader(
        lambda text: statuspage.put(text, 'x'), (BrokenMarkers,), (samples.PATTERN,)
    ),
    'campaigns/statuspage:around': Reader(statuspage.around, (BrokenMarkers,), (samples.PATTERN,)),
    'visibletext:plain_words': Reader(visibletext.plain_words, samples=(samples.MESSAGE,)),
    'visibletext:template_spans': Reader(visibletext.template_spans, samples=(samples.MESSAGE,)),
    'visibletext:section_name': Reader(visibletext.section_name),
    'visibletext:in_summary': Reader(lambda text: visibletext.in_summary(text, text)),
    'visibletext:end_of_line': Reader(lambda text: visibletext.end_of_line(text, len(text) // 2)),
    'weblinks:links_in': Reader(weblinks.links_in, samples=('<a href="https://x.example/">a</a>',)),
    'weblinks:web_link': Reader(weblinks.web_link, (ValueError,), ('https://x.example/a?b=c',)),
    'wikicode:parse': Reader(wikicode.parse, (wikicode.TooMuch,), (samples.CAMPAIGN,)),
    'wikitable:mask': Reader(wikitable.mask, samples=(samples.LOG,)),
    'wikitable:find_table': Reader(wikitable.find_table, (ValueError,), (samples.LOG,)),
    'wikitable:find_tables': Reader(lambda text: list(wikitable.find_tables(text)), samples=(samples.LOG,)),
    'wikitext:english': Reader(wikitext.english),
    'wikitext:escape': Reader(wikitext.escape),
    'wikitext:attribute': Reader(wikitext.attribute),
    'wikitext:has_markers': Reader(lambda text: wikitext.has_markers(text, 'log')),
    'wikitext:lines_of_regions': Reader(wikitext.lines_of_regions, samples=(samples.PATTERN,)),
    'wikitext:region': Reader(
        lambda text: wikitext.region(text, 'figures'), (BrokenMarkers,), (samples.PATTERN,)
    ),
    'wikitext:replace_region': Reader(
        lambda text: wikitext.replace_region(text, 'figures', 'x'), (BrokenMarkers,), (samples.PATTERN,)
    ),
    'wikitext:put_region': Reader(
        lambda text: wikitext.put_region(text, 'figures', 'x'), (BrokenMarkers,), (samples.PATTERN,)
    ),
}

# Parameters that hold no text that others wrote freely, by what they hold instead.
NAMED_IN_ADVANCE = {
    'titles, accounts, wikis and codes, as a wiki gave them or a reader or a setting checked them': """
        name names title titles host hosts home_host campaign user users account page pages place
        places key keys code codes kind kinds dbname language languages wiki_language wiki_languages
        language_of send_page wave list_title directory operator creator owners authors people
        targets signups column columns own base default new old stated known renamed person_at
        autonyms channels consent
    """,
    'moments, numbers, checksums and ids': """
        since month date moment number token ids id_ item_id ident digest digests hashes plan ledger
        identity identities begun versions
    """,
    'what was read already, and judged': """
        results roles seen outcome reported locked rights covered removed gone finished deleted
        listed taken granted may unknown asked_lately opted_out edited uncounted contributors used
        out unvouched history followed follows planned read tries measured published figures
        settings
    """,
    'words of ours, from i18n, the code or the command line, and forms of ours': """
        question script label labels lead why heading intro preload summary sender section sections
        classes style attributes region inside form what asked asked_for unless absent flag option choices
        args task path paths folder file user_agent sizes url module extra words
        infobox trouble sentence description mounts pairs parts params wanted available audience
        footer reason note more one letter
    """,
}
# What asks a wiki and hands the texts that it gets to these readers, and looks into none itself.
READ_FOR_IT = {
    'audience/source:ApiSource.people_on': 'audience/optout:talk_pages_and_users',
    'audience/optout:read_talk_pages': 'audience/optout:talk_pages_and_users',
    'audience/borrowednames:doubts': 'lists/authors:targets_in',
    'accountlinks:resolver_of': 'names:Namespaces.from_siteinfo',
    'siteinfo:looked_up': 'names:Namespaces.from_siteinfo',
    'letters/wikimail:hand_over': 'letters/wikimail:meaning',
    'checks/lookup:collect': 'audience/accounts:block',
    'sends/approval:approve': 'sends/approval:with_plans',
    'sends/approval:as_approved': 'sends/approval:with_plans',
    'sends/sending:send': 'sends/believed:newest',
    'sends/sending:cancel': 'sends/believed:newest',
    'sends/sending:open_for_others': 'sends/believed:newest',
    'sends/requesttext:request': 'sends/believed:newest',
    'campaignevents:number_at': 'campaignevents:number_on',
    'sends/discussions:Discussions.replies': 'sends/discussions:count_replies',
    'sends/logged:sent_to': 'lists/listpages:sent_to',
    'sends/logged:asked_by': 'lists/listpages:sent_to',
    'promotion/readuniverse:spots': (
        'promotion/universe:read_weights promotion/universe:channels promotion/universe:affiliates'
    ),
}
# What asks a wiki about what it was given, and what it takes of the answer, whose shape `Wiki` has checked.
ASKS_FOR = {
    'affiliates/lookup:look_up': 'titles that lead elsewhere, accounts that are gone or locked; by flags',
    'affiliates/reporting:by_others': 'nothing: it compares who saved a page with whom we trust',
    'audience/accounts:active_since': 'the names in rows of edits',
    'audience/brief:source_wiki': 'nothing: it looks the host up in the farm',
    'audience/cachedsource:CachedSource.active_since': 'a word and a moment that it wrote into our own file',
    'audience/cachedsource:CachedSource.people_on': 'accounts as it wrote them into our own file',
    'audience/replica:ReplicaSource.active_since': 'names of a database, by `replica.text`, which is tried',
    'audience/replica:ReplicaSource.people_on': 'rows of a database, by `replica.text`, which is tried',
    'audience/source:ApiSource.active_since': 'what `accounts.active_since` does',
    'audience/source:Source.active_since': 'nothing: it is the form of the two above',
    'audience/source:Source.people_on': 'nothing: it is the form of the two above',
    'channels/channelpages:elsewhere': 'the title and the name in rows of recent changes, which it counts',
    'channels/languagepage:languages_of': 'nothing: it joins codes of languages',
    'checks/lookup:inactive': 'the wikis and edits of an account; and what `accounts.active_since` does',
    'letters/afterwards:forget': 'nothing: a word of the operator is a number or a name in our own ledger',
    'letters/afterwards:settle': 'nothing: `settled`, which is tried, read what the operator typed',
    'letters/ledger:Ledger.keep_test': 'nothing: it keeps the checksum of texts in our own ledger',
    'letters/ledger:Ledger.tested': 'whether our own ledger has such a checksum',
    'lists/listpages:members': 'the titles of members of a category',
    'measures/edits:ask': 'the names in rows of edits, and whether their titles are of the topic',
    'measures/inputs:first_edits': 'what `edits.ask` does',
    'moves:newest_first': 'revisions, which whoever asked reads, and the rows of the log of moves',
    'moves:newest_here': 'what `newest_first` does; it compares whole texts',
    'outputs:watch': 'nothing: it looks at titles that we would write to',
    'promotion/backfill:logged_sends': 'numbers and moments in the log of sends',
    'promotion/backfill:posts': 'titles that link to ours; `names_campaign` and `is_delivery_of` are tried',
    'sends/believed:save': 'the number of the revision that was saved',
    'sends/linkblocks:blocked': 'the blocked parts of addresses, which are told',
    'sends/lintcontext:read': 'prefixes; and earlier sends, by `sendpage.parse`, which is tried',
    'sends/preview:render': 'HTML that is kept for a browser, and links to other languages, which are told',
    'settingspages:refused_links': 'the blocked parts of addresses, which it looks for in our links',
    'settingspages:with_template': 'titles of pages, which `outputs` judges',
    'signups/lookup:enrol': 'accounts with their wikis, edits and blocks, by flags and numbers',
    'siteinfo:titles_under': 'titles of pages',
    'trust:Trust.saved': 'whole texts, which whoever asked for them reads',
}
# What has such a parameter and reads nothing that others wrote by itself, by the reason.
NO_READERS = {
    name: reason
    for reason, names_ in {
        'takes entries, results, items, sightings or settings, which a reader above made of a text': """
            audience/listplan:losses affiliates/nameindex:NameIndex.of affiliates/talklist:plan
            channels/survey:explained events/eventreports:report_title events/eventsettings:settings
            events/spans:local feeds/feedsettings:settings feeds/pagechanges:Edition.without
            promotion/gappage:render promotion/universe:wikipedias
            sends/tracing:open_questions sends/reactions:digest
            installing:plan settingspages:forbidden audience/topic:chosen_wikis checks/probes:tools
            channels/listsurvey:refused channels/listsurvey:rows sends/matching:led_astray
            events/eventlinks:shown signups/lookup:left_for_good audience/newnames:follow
            audience/newnames:hide checks/facts:is_nobodys affiliates/verdict:Citation.of_page words:named
            words:did_you_mean sends/telling:show scriptsini:with_file safety:is_about safety:whose
            sends/grounds:in_public
            settingspages:none_found letters/afterwards:which_letter
            sends/earlierterms:advice sends/earlierterms:repeated
        """,
        'hands its text to one reader above as it is, and reads nothing else': """
            audience/peoplecolumns:FileColumns.cell audience/peoplecolumns:FileColumns.labelled
            audience/peoplecolumns:FileColumns.people_of
            sends/outcomes:with_outcomes audience/listwords:with_funnel promotion/coverage:undated
            channels/channelwork:parsed channels/channelwork:choices channels/languagepage:change
            checks/fixes:note_change checks/fixes:report_change
            events/calendarchanges:PlannedCalendar.archive_change
            feeds/newspages:NewsPage.in_language
            leakgate:check leakgate:register
            signups/inputs:SignUpInputs.doubts_of signups/inputs:SignUpInputs.plan
        """,
        'asks a wiki or an address, and hands what it is given or answered to a reader above': """
            asking:ask_all fetching:connect pace:PacedAdapter.send
            promotion/logsubpages:Further.pages
            sends/pinnedlists:parts_of sends/pinnedlists:read_for_plan
        """,
        'writes a text of ours, or puts together what a reader took apart; it looks for nothing in it': """
            lists/listheadings:headings_of
            audience/evidence:Evidence.keep_answers audience/manifest:made_from events/exports:write
            letters/drafts:write letters/lettertext:fill letters/mail:UnfoldedIds.fold_binary
            colours:behind_text colours:box manyproblems:shortened sends/reactions:link_to
            absent:NamedPage.problem problems:no_page problems:Troubles.noted checks/setupreport:identity_rows
            checks/setupreport:grants_row checks/setupreport:replica_row checks/setupreport:trouble
            phrases:framed privatefiles:write privatefiles:write_bytes
            promotion/logplan:PromotionLog.text_or_new sends/sendpage:digest_of sharedtable:new_row
            sharedtable:head_cell sharedtable:new_table
            sharedtable:put visibletext:cut wikitable:splice wikitable:render_turned
        """,
        'takes what the operator typed, a request of ours, or a line of our own other process': """
            replies:asked_in pace:kind
            events/exports:new_place guardedreading:serve
        """,
    }.items()
    for name in names_.split()
} | {
    **{name: f'hands what it reads to {readers}' for name, readers in READ_FOR_IT.items()},
    **{name: f'takes of an answer: {what}' for name, what in ASKS_FOR.items()},
}
