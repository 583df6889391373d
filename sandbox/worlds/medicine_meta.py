"""Meta's pages of the world "medicine", and the templates its other wikis need."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sandbox.world import Page, Revision

CAMPAIGN = 'Outreach/Medicine'
TARGETS = f'{CAMPAIGN}/Targets'
MESSAGE = f'{CAMPAIGN}/Message'
PROMOTION_LOG = f'{CAMPAIGN}/Log'
PATTERN = 'Learning patterns/Medicine by messages'
DO_NOT_CONTACT = 'Outreach/Do not contact'

ONWIKI = Path(__file__).parents[2] / 'onwiki'
MESSAGES = Path(__file__).with_name('medicine_messages')

CAMPAIGN_TEXT = f"""\
We would like everybody who wrote about medicine in the last years to know about the translation month.

{{{{Outreach campaign
| name = Medicine
| source = en.wikipedia.test
| banner = Template:WikiProject Medicine
| wikis =
* *.wikipedia.test
| since = 5 years
| maxwikis = 30
| exclude = {DO_NOT_CONTACT}
| list = {TARGETS}
| message = {MESSAGE}
| fallback = en
| promotionlog = {PROMOTION_LOG}
| pattern = {PATTERN}
| link = https://meta.wikimedia.test/wiki/Talk:Outreach/Medicine
| audience = editors of medical articles
}}}}

Questions? Ask [[User:Organizer|Organizer]] on the talk page.
"""

HAND_MADE = """\
Add yourself or take your name off: both are fine, nobody will put you back.

== Asked by Organizer in person ==
* {{Target | user = Hanna Handmade | site = it.wikipedia.test}} <!-- met her in Milan -->
"""
OLD_NAME = '* {{Target | user = Nora Oldname | site = sv.wikipedia.test}}\n'
REMOVED = '* {{Target | user = Tom Removed | site = nl.wikipedia.test}}\n'

EXCLUDED = """\
People who asked not to get messages from campaigns, on any wiki:
* [[User:Xenia Excluded]] (asked on her talk page)
"""

LANGUAGES = ('en', 'sv', 'es', 'ar')

PATTERN_TEXT = """\
{{Probox/Learning pattern
|pattern = Medicine by messages
|problem = Most people who write about medicine never hear of the translation month
|solution = Ask each of them once, on the wiki where they edit
|creator = Organizer
|status = DRAFT
}}
== What problem does this solve? ==
Notices on village pumps reach few of the people who wrote the articles.

== What is the solution? ==
One personal message on the talk page that somebody reads.

== Things to consider ==
* Somebody once got the same message on 27 wikis. Never again.

== When to use ==

== Endorsements ==
* It worked for us in Milan. [[User:Hanna Handmade|Hanna Handmade]] 10:12, 3 March 2026 (UTC)

== See also ==

[[Category:Learning patterns]]
"""

OPTOUT_MESSAGE = 'Wikipedians who opt out of message delivery'
OTHER_WIKIS = {
    ('enwiki', 'Template:WikiProject Medicine'):
        'This article is part of WikiProject Medicine.<includeonly>'
        '[[Category:WikiProject Medicine articles]]</includeonly>',
    ('enwiki', 'Template:WPMED'): '#REDIRECT [[Template:WikiProject Medicine]]',
    ('enwiki', 'Template:WikiProject banner shell'): 'Of interest to these projects: {{{1}}}',
    ('enwiki', 'Template:No newsletters'): f'No newsletters, please.[[Category:{OPTOUT_MESSAGE}]]',
    ('enwiki', f'Category:{OPTOUT_MESSAGE}'): 'Named by MediaWiki:Massmessage-optout-category.',
    ('enwiki', 'MediaWiki:Massmessage-optout-category'): OPTOUT_MESSAGE,
    ('svwiki', 'Template:Nobots'): 'No bots here, please.',
    ('frwiki', 'Template:Bots'): 'Which bots may write here.',
}  # fmt: skip


def pages(now: datetime) -> list[Page]:
    """Return all pages of this module."""
    return [*_meta_pages(now), *_delivery_list(now), *_templates(now)]


def message(language: str, now: datetime) -> str:
    """Return the wikitext of the message page in one language, signed the day before `now`."""
    text = (MESSAGES / f'{language}.wikitext').read_text(encoding='utf-8')
    return text.replace('{date}', (now - timedelta(days=1)).strftime('%H:%M, %d %B %Y (UTC)'))


def subject(language: str) -> str:
    """Return the subject of the message in one language: its first heading."""
    heading, _, _ = (MESSAGES / f'{language}.wikitext').read_text(encoding='utf-8').partition('\n')
    return heading.strip('= ')


def _one_revision(now: datetime, title: str, text: str, wiki: str = 'metawiki') -> Page:
    author = 'Organizer' if wiki == 'metawiki' else 'Meta admin'
    return Page(wiki, title, (Revision(author, now - timedelta(days=30), text, 'New page'),))


def _meta_pages(now: datetime) -> Iterator[Page]:
    yield _one_revision(now, CAMPAIGN, CAMPAIGN_TEXT)
    yield _one_revision(now, DO_NOT_CONTACT, EXCLUDED)
    yield _one_revision(now, PATTERN, PATTERN_TEXT)
    for language in LANGUAGES:
        title = MESSAGE if language == 'en' else f'{MESSAGE}/{language}'
        yield _one_revision(now, title, message(language, now))


def _delivery_list(now: datetime) -> Iterator[Page]:
    """Give the list as people began it: one name was taken off, one account was renamed later."""
    versions = [
        (400, 'Organizer', HAND_MADE + REMOVED, 'Begin a list'),
        (390, 'Organizer', HAND_MADE + REMOVED + OLD_NAME, 'Nora too'),
        (380, 'Tom Removed', HAND_MADE + OLD_NAME, 'Not me, please'),
    ]
    revisions = [Revision(user, now - timedelta(days=days), text, comment)
                 for days, user, text, comment in versions]  # fmt: skip
    yield Page('metawiki', TARGETS, tuple(revisions))


def _templates(now: datetime) -> Iterator[Page]:
    for path in sorted(ONWIKI.rglob('*.wikitext')):
        namespace, _, title = path.relative_to(ONWIKI).with_suffix('').as_posix().partition('/')
        yield _one_revision(now, f'{namespace}:{title}', path.read_text(encoding='utf-8'))
    for (wiki, title), text in OTHER_WIKIS.items():
        yield _one_revision(now, title, text, wiki)
