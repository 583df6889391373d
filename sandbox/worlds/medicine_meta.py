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
AGREEMENTS = 'Outreach/Agreements'
LETTER = f'{CAMPAIGN}/Letter'
NO_MAIL = 'Wikimedia nomail list'
# how each affiliate of the registry must end where a signed agreement is asked for, with the words for why
AFFILIATES = {
    'Wikimedia Arcadia': ('Write', 'its talk page'),
    'Wikimedians of Borduria': ('Write', 'its reports are deferred'),
    'Wikimedia Community of Caledonia': ('Ask', 'not on the list'),
    "Wikimédia Côte d'Or": ('Leave out', 'suspended'),
}

ONWIKI = Path(__file__).parents[2] / 'onwiki'
TEXTS = Path(__file__).with_name('medicine_pages')


def text_of(name: str) -> str:
    """Return the wikitext that lies beside this module under that name."""
    return (TEXTS / f'{name}.wikitext').read_text(encoding='utf-8')


CAMPAIGN_TEXT = text_of('campaign')
PATTERN_TEXT = text_of('pattern')
LOG_TEXT = text_of('log')
HAND_MADE = text_of('list')

OLD_NAME = '* {{Target | user = Nora Oldname | site = sv.wikipedia.test}}\n'
REMOVED = '* {{Target | user = Tom Removed | site = nl.wikipedia.test}}\n'

LANGUAGES = ('en', 'sv', 'es', 'ar')

OPTOUT_MESSAGE = 'Wikipedians who opt out of message delivery'
TEMPLATES = {
    ('metawiki', 'Template:Probox/Learning pattern'): text_of('probox'),
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
    text = text_of(f'message.{language}')
    return text.replace('{date}', (now - timedelta(days=1)).strftime('%H:%M, %d %B %Y (UTC)'))


def subject(language: str) -> str:
    """Return the subject of the message in one language: its first heading."""
    lines = text_of(f'message.{language}').split('\n')
    return next(line for line in lines if line.startswith('==')).strip('= ')


def _one_revision(now: datetime, title: str, text: str, wiki: str = 'metawiki') -> Page:
    author = 'Organizer' if wiki == 'metawiki' else 'Meta admin'
    return Page(wiki, title, (Revision(author, now - timedelta(days=30), text, 'New page'),))


def _meta_pages(now: datetime) -> Iterator[Page]:
    yield _one_revision(now, CAMPAIGN, CAMPAIGN_TEXT)
    yield _one_revision(now, DO_NOT_CONTACT, text_of('excluded'))
    yield _one_revision(now, PATTERN, PATTERN_TEXT)
    yield _one_revision(now, PROMOTION_LOG, LOG_TEXT)
    yield _one_revision(now, AGREEMENTS, text_of('agreements'))
    yield _one_revision(now, LETTER, text_of('letter.en'))
    yield _one_revision(now, f'{LETTER}/sv', text_of('letter.sv'))
    yield _one_revision(now, 'Module:Organizational Informations', text_of('registry'))
    yield _one_revision(now, 'Module:Activities Reports', text_of('reports'))
    for name in AFFILIATES:
        yield _one_revision(now, name, 'Who we are, and what we do.')
    for language in LANGUAGES:
        title = MESSAGE if language == 'en' else f'{MESSAGE}/{language}'
        yield _one_revision(now, title, message(language, now))


def _delivery_list(now: datetime) -> Iterator[Page]:
    """Return the list as people began it: one name was taken off, one account was renamed later."""
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
        # MediaWiki saves no line break at the end of a page
        yield _one_revision(now, f'{namespace}:{title}', path.read_text(encoding='utf-8').rstrip())
    for (wiki, title), text in TEMPLATES.items():
        yield _one_revision(now, title, text, wiki)
