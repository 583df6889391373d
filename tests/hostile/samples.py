"""One page of each kind as it ought to be, for the fuzzer to spoil."""

from __future__ import annotations

from outreach import wikitext
from outreach.audience.funnel import Funnel, FunnelStep, render_wikitext
from outreach.measures import monthreport
from outreach.sends import results
from outreach.sends.sendpage import together
from outreach.sends.sendstate import SendState

from tests.channels.test_directory import filled
from tests.events.test_eventtables import TABLE
from tests.events.test_icsreading import calendar, event
from tests.events.test_typedrows import GOOD
from tests.feeds.samples import DISCOURSE_RSS
from tests.measures.samples import say
from tests.measures.test_criteria import page as criteria_page
from tests.measures.test_criteria import row as criteria_row
from tests.measures.test_monthreport import FIGURES, NOVEMBER
from tests.samples import logs
from tests.samples.gaps import GAPLOG, SPOTS, TODAY
from tests.samples.patternpage import PAGE
from tests.samples.plans import one_page
from tests.samples.sent import send
from tests.test_campaignevents import ROW

LIST = """Keep it sorted.
== sv.wikipedia.org ==
* {{target | user = Anna | site = sv.wikipedia.org }}
* {{#target:User talk:Bo|de.wikipedia.org}} <!-- since May -->
* <s>{{target|page=User talk:Cy}}</s>
"""
JSON_LIST = (
    '{"description": "x", "targets": [{"title": "User talk:A", "site": "sv.wikipedia.org"}, {"title": "B"}]}'
)
SIGN_UPS = """== Participants ==
# [[User:Ann|Ann]] ([[User talk:Ann|talk]]) 10:12, 3 March 2026 (UTC)
# {{u|Bo}}, mentor – [[:sv:Användare:Cy]] 10:13, 3 March 2026 (UTC)
{| class="wikitable"
! Username !! Role !! Wiki
|-
| [[User:Di]] || mentor || sv
|}
"""
EXCLUDED = '* [[User:Ada]]\n* sv.wikipedia.org: said no\n* {{u|Bo}} [[:de:]]\n'
CAMPAIGN = (
    '{{Outreach campaign\n|list = Outreach/X/Targets\n|waves = 20, rest\n|exclude = * A\n* B\n}}\nText.\n'
)
MESSAGE = """<noinclude>{{Nav}}</noinclude><translate>
== Come & see == <!--T:1-->
<!--T:2-->
Hello <tvar name="x">[[:m:X]]</tvar>! <div lang="en" dir="ltr" class="mw-content-ltr">Untranslated</div>
<span class="mw-translate-fuzzy" lang="sv">Gammalt</span> ~~~~
</translate>"""
WEIGHTS = 'Editors:\n* en: 40,000\n# [[:sv:|sv]] – 2 450 editors\n| de || 18.000\n* eo\n'
TALK = """== Hej ==
Text 10:12, 3 March 2026 (UTC)
:Thanks! [[User:Bo|Bo]] 11:00, 3 March 2026 (UTC)
<!-- Message sent by User:Bot@metawiki using the list at https://x.org/w/index.php?oldid=7 -->
{{archive bottom}}
== Next ==
x
"""
LUA = """return { { group_name = 'Wikimedians of Example', org_type = 'User Group', group_country = 'X',
 group_contact1 = '[[User:Ann]]', recognition_status = 'recognised', agreement_date = '01/02/2015',
 dm_structure = {'Board', "De\\\\mo"}, } } -- end"""
SIGNED_LIST = """{| class="wikitable"
! Affiliate !! Date
|-
| [[Wikimedians of Example]] || 2026-01-31
|}
* [[Wikimedia Valley|Valley]] (2026-02-01)
* <s>Other</s> – 2026-02-02
"""
OPT_OUT = '{{bots|deny=MediaWiki message delivery}} {{nobots}} {{bots|allow=none}} {{bots|optout=all}}'
CONTACT_FILE = 'Affiliate,Contact 1 Username,Contact 1 Email\nWikimedians of Example,Ann,ann@example.org\n'
PEOPLE_FILE = (
    'Username,Wiki\n"Ek, A.",sv\nBo@sv.wikipedia.org,\nhttps://de.wikipedia.org/wiki/Benutzerin:Cy\n'
)
FEED = """Hello.
<!-- outreach:begin feed -->
* <!-- item:0123456789abcdef 2026-05-01 2026-05-01T10:00Z --> <bdi>[https://blog.example/7 Photos]</bdi> Blog
<!-- removed by people: 0123456789abcdef fedcba9876543210 -->
<!-- failing:012345 2026-05-01 --> <!-- choice:012345 -->
<!-- outreach:end feed -->
<!-- digest:2026-05-01 1/2 -->
"""
RSS = DISCOURSE_RSS.decode()
LOG = (
    GAPLOG.plan('', [], ()).text.replace('|}', logs.ROWS + '|}', 1)
    + f'\n== Ideas ==\n* [[:sv:X]] {logs.SIGNED}\n'
)
GAPS = GAPLOG.plan_gaps('G', '', GAPLOG.standings('', '', SPOTS, TODAY, 14), {})
SEND_PAGE = together([one_page(SendState.PLANNED)])[0].render()
RESULTS = wikitext.new_region(results.REGION, results.render_results(send(states='df').results))
PATTERN = f'{PAGE}\n{wikitext.new_region("figures", "5")}\n'
DIRECTORY = filled()
STEPS = (FunnelStep('pages', 10), FunnelStep('active', 5, {'bot': 2, 'quiet': 3}))
FUNNEL = render_wikitext(Funnel(STEPS), lambda key, **_: key)
AFFILIATES = """<!-- outreach:begin affiliates -->
<!-- affiliates: registry 12 since 10 -->
<!-- affiliate:wikimedians%20of%20example|Wikimedians%20of%20Example|Talk%3AX|-->
<!-- affiliate:old|Old|Talk%3AOld|gone-->
<!-- outreach:end affiliates -->
"""
CHECK = 'Mine.\n\n<!-- outreach:begin check -->\nx\n<!-- outreach:end check -->\n'
REPLY = """{"batchcomplete": true, "query": {"pages": [{"pageid": 1, "ns": 0, "title": "A", "revisions": [
{"revid": 7, "parentid": 0, "user": "B", "timestamp": "2026-05-01T10:00:00Z", "slots": {"main": {
"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": "x"}}}]},
{"ns": 0, "title": "B", "missing": true}]}}"""
EVENT_TABLE = TABLE
EVENT_ROWS = GOOD
ICS = calendar(event('DTSTART:20261204T180000Z', 'DTEND:20261204T190000Z', 'LOCATION:Oslo')).decode()
EVENTS = wikitext.new_region(
    'events',
    '* x <!-- event:{"id": "ce-1", "name": "b", "start": "2026-12-04", "end": "2026-12-04", '
    '"keys": "ce:1", "sources": "abc", "changed": "2026-11-26T12:00Z"} -->',
)
CRITERIA = criteria_page(criteria_row(), criteria_row('opted out: since the message', 'at most 5'))
MONTH_REPORT = monthreport.render(NOVEMBER, FIGURES, ['* Wave 1: Too few to say.'], say) + (
    '* Corrected on 2026-12-05: it was 12 and is 13. <!-- corrected new-sign-ups=13 -->\n'
)
EVENT_LIST = ROW
APPROVALS = """Who approves, signs here.
* 0123456789abcdef [[User:Ann|Ann]] ([[User talk:Ann|talk]]) 10:12, 3 March 2026 (UTC)
* <s>fedcba9876543210 [[User:Bo|Bo]] 10:13, 3 March 2026 (UTC)</s>
"""
