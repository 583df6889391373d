"""Readers of replies of wikis, tools, archives and servers, and of tables of settings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from outreach import boards, fetching, moments, pace, pages, replyshapes, tools
from outreach.audience import accounts, contributions, replica
from outreach.campaigns import accepted
from outreach.channels import languagecoverage, listsurvey, liveness
from outreach.checks import recording
from outreach.letters import mailsettings, submission, wikimail
from outreach.names import Namespaces
from outreach.problems import BadInput, CannotTell
from outreach.promotion import backfillrows, universe
from outreach.reachable import AllowedHosts, NotAllowed, is_public
from outreach.sends import discussions

from tests.channels.test_listsurvey import MAILS, TALK, THREAD, Canned
from tests.channels.test_liveness import SV
from tests.hostile.reader import Reader
from tests.hostile.replies import answered, replied, told
from tests.samples.wikis import HOME
from tests.test_sitematrix import REPLY as MATRIX

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SINCE = '2026-01-01T00:00:00Z'
ARCHIVE = {'detail': {'description': 'Talk'}, 'threads': {'results': [THREAD]}, 'mails': MAILS}
MAIL = {'name': 'Ann', 'address': 'a@b.example', 'host': 'mail.example', 'user': 'a', 'passwordfile': 'p'}


class Redirecting(fetching.Fetcher):
    """A fetcher of which each answer leads elsewhere."""

    def __init__(self, place: str) -> None:
        super().__init__(AllowedHosts.read(['blog.example']), 'test')
        self.place = place

    def _ask(
        self, link: str, known: fetching.Validators, seconds: float
    ) -> tuple[fetching.FetchedAnswer, float]:
        return fetching.FetchedAnswer(301, link, {'location': self.place}), seconds


def _revisions(reply: Any) -> list[Any]:
    return [one for found in reply['query']['pages'] for one in found.get('revisions', ())]


def _established(info: Any) -> bool:
    return pace.is_established(info.get('editcount', 0), info.get('registration', ''), NOW)


def _survey(archive: Any) -> object:
    parts = archive if isinstance(archive, dict) else {}
    canned = Canned(parts.get('detail'), parts.get('threads'), mails=parts.get('mails'))
    return listsurvey.survey([TALK], canned, liveness.Thresholds(), NOW)


def _handed_over(text: str) -> object:
    words = text.encode('utf-8', 'replace')
    sessions = [
        SimpleNamespace(esmtp_features=size, docmd=lambda _line, code=code: (code, words), data=None)
        for code in (250, 421, 550)
        for size in ({}, {'size': text})
    ]
    refusing = [one for one in sessions if one.docmd('')[0] != 250]
    return [submission.hand_over(cast(Any, one), 'a@b.example', 'c@d.example', b'x') for one in refusing]


REPLY_READERS: dict[str, Reader] = {
    'audience/accounts:block': Reader(
        told(lambda reply: [accounts.block(one, NOW) for one in reply['query']['users']], 'users'),
        samples=('x',),
    ),
    'audience/accounts:locally': Reader(
        told(lambda reply: accounts.locally(HOME, reply['query']['users'], ['Ada'], NOW), 'users'),
        samples=('x',),
    ),
    'audience/accounts:is_locked': Reader(
        told(lambda reply: [*map(accounts.is_locked, reply['query']['globalusers'])], 'globalusers'),
        samples=('x',),
    ),
    'audience/contributions:edits_of': Reader(
        told(lambda reply: list(contributions.edits_of(_revisions(reply), SINCE)), 'revisions', 1),
        samples=('x',),
    ),
    'audience/contributions:kind': Reader(
        told(
            lambda reply: [contributions.kind(one) for one in _revisions(reply) if one.get('user')],
            'revisions',
            1,
        ),
        samples=('x',),
    ),
    'audience/replica:text': Reader(
        lambda text: [replica.text(text), replica.text(text.encode('utf-8', 'replace'))]
    ),
    'boards:has_threads': Reader(
        told(lambda reply: [*map(boards.has_threads, reply['query']['pages'])], 'pageparts', -1),
        samples=('x',),
    ),
    'boards:is_board': Reader(
        told(lambda reply: [*map(boards.is_board, reply['query']['pages'])], 'pageparts', -1), samples=('x',)
    ),
    'campaigns/accepted:read': Reader(
        replied(lambda data: accepted.read(data, 'P'), [{'page': 'Outreach/X', 'approval': 'yes'}]),
        (BadInput,),
        ('x',),
    ),
    'channels/languagecoverage:translations': Reader(
        told(lambda reply: languagecoverage.translations(reply['query']['messagegroupstats']), 'channels', 2),
        samples=('x',),
    ),
    'channels/liveness:edits_of': Reader(
        told(lambda reply: liveness.edits_of(_revisions(reply), SV), 'revisions', 1), samples=('x',)
    ),
    'channels/listsurvey:survey': Reader(replied(_survey, ARCHIVE), samples=('x',)),
    'checks/recording:fixture': Reader(
        told(lambda reply: recording.fixture('s', 'd', {}, reply, recording.Replacing()), 'users'),
        samples=('x',),
    ),
    'checks/recording:Replacing.name': Reader(lambda text: recording.Replacing().name(text)),
    'fetching:Fetcher.fetch': Reader(
        lambda text: Redirecting(text).fetch('https://blog.example/'),
        (NotAllowed, fetching.FetchFailed),
        ('https://blog.example/x', '/x'),
    ),
    'letters/mailsettings:read': Reader(
        replied(lambda given: mailsettings.read(given, lambda _path: 'secret', Path()), MAIL),
        (BadInput,),
        ('x',),
    ),
    'letters/submission:hand_over': Reader(_handed_over, samples=('5.1.1 no such user', '1000')),
    'letters/wikimail:share': Reader(
        told(
            lambda reply: wikimail.share(
                reply['query']['userinfo']['ratelimits'],
                reply['query']['userinfo'].get('theoreticalratelimits'),
            ),
            'wiki',
            6,
        ),
        samples=('x',),
    ),
    'moments:from_database': Reader(moments.from_database, samples=('20260501100000',)),
    'moments:is_moment': Reader(moments.is_moment, samples=('2026-05-01T10:00:00Z',)),
    'names:Namespaces.from_siteinfo': Reader(
        told(lambda reply: Namespaces.from_siteinfo(reply['query']), 'wiki', 2), samples=('x',)
    ),
    'pace:is_established': Reader(
        told(lambda reply: _established(reply['query']['globaluserinfo']), 'globaluserinfo'), samples=('x',)
    ),
    'pace:refusal': Reader(
        lambda text: pace.refusal(
            cast(Any, SimpleNamespace(status_code=200, headers={'MediaWiki-API-Error': text}))
        ),
        samples=('maxlag, readonly',),
    ),
    'pages:from_reply': Reader(
        told(lambda reply: [pages.from_reply(one, HOME) for one in reply['query']['pages']], 'revisions'),
        (CannotTell,),
        ('x',),
    ),
    'promotion/backfillrows:is_delivery_of': Reader(
        told(
            lambda reply: [
                backfillrows.is_delivery_of(one, 'Hello') for one in reply['query']['usercontribs']
            ],
            'usercontribs',
            1,
        ),
        samples=('x',),
    ),
    'promotion/universe:weights_of': Reader(
        told(lambda reply: list(universe.weights_of([(HOME, reply['query'])])), 'wiki', 4), samples=('x',)
    ),
    'reachable:AllowedHosts.read': Reader(
        lambda text: AllowedHosts.read([text]), (ValueError,), ('*.planet.example',)
    ),
    'reachable:is_public': Reader(is_public, samples=('64:ff9b::1', '192.0.2.7')),
    'replyshapes:sites_of': Reader(
        answered(
            lambda matrix: [replyshapes.sites_of(*one) for one in matrix.items() if one[0] != 'count'],
            'sitematrix',
            MATRIX,
            smlangprop='code|site',
            smsiteprop='dbname|url|code|lang',
        ),
        samples=('x',),
    ),
    'sends/discussions:count_replies': Reader(
        told(
            lambda reply: discussions.count_replies(
                reply['discussiontoolspageinfo']['threaditemshtml'], 'Hello', SINCE, ['Ada']
            ),
            'actions',
            8,
        ),
        samples=('x',),
    ),
    'tools:read': Reader(replied(tools.read, {'petscan': 'https://p.example/?psid={}'}), (BadInput,), ('x',)),
}
