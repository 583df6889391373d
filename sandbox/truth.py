"""Hold what is on the wikis of a farm against what a world says must be there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.farm import Farm
from sandbox.wikis import WIKIS, Wiki
from sandbox.world import Outcome, Truth

DELIVERY_ACCOUNT = 'MediaWiki message delivery'
DELIVERY_TAG = 'massmessage-delivery'
USER_TALK = 3
SKIPS = {
    'failure': Outcome.FAILED,
    'skipoptout': Outcome.OPTED_OUT,
    'skipnouser': Outcome.NO_SUCH_USER,
}


@dataclass(frozen=True)
class Arrival:
    """What happened to one message: where, to whom, and under which subject."""

    host: str
    name: str
    outcome: Outcome
    subject: str = ''


def arrivals(farm: Farm) -> list[Arrival]:
    """Read every delivery and every skip from the wikis themselves, whoever sent the message."""
    return [arrival for wiki in WIKIS for arrival in (*_delivered(farm, wiki), *_skipped(farm, wiki))]


def compare(truth: Mapping[str, Truth], found: Iterable[Arrival]) -> list[str]:
    """Return every difference between the truth and the messages, as a sentence each."""
    counted = Counter((one.name, one.host, one.outcome) for one in found)
    wanted = Counter(
        (name, told.host, told.outcome) for name, told in truth.items() if told.host and told.outcome
    )
    missing, surplus = wanted - counted, counted - wanted
    return [
        *(f'{name} did not end as {outcome} on {host}' for name, host, outcome in sorted(missing)),
        *(
            f'{name} ended {times} times too often as {outcome} on {host}'
            + (f' (the truth: {truth[name].host or truth[name].reason})' if name in truth else '')
            for (name, host, outcome), times in sorted(surplus.items())
        ),
    ]


def fingerprint(farm: Farm) -> dict[str, tuple[object, ...]]:
    """Return what changes with any edit, null edit, log entry or job, for every wiki."""
    query = (
        'SELECT (SELECT MAX(rev_id) FROM revision), (SELECT MAX(log_id) FROM logging), '
        '(SELECT MAX(page_touched) FROM page), (SELECT COUNT(*) FROM job)'
    )
    return {wiki.dbname: tuple(farm.sql(wiki.dbname, query)[0]) for wiki in WIKIS}


def _delivered(farm: Farm, wiki: Wiki) -> Iterator[Arrival]:
    reply = farm.api(
        wiki.host,
        action='query',
        list='usercontribs',
        ucuser=DELIVERY_ACCOUNT,
        ucprop=['title', 'comment', 'tags'],
        uclimit='max',
    )
    for edit in reply['query']['usercontribs']:
        if DELIVERY_TAG not in edit['tags']:
            continue
        # the automatic summary has `/* subject */` before or after words in the wiki's language
        subject = edit['comment'].partition('/* ')[2].partition(' */')[0]
        yield Arrival(wiki.host, _owner(edit['title'], edit['ns']), Outcome.DELIVERED, subject)


def _skipped(farm: Farm, wiki: Wiki) -> Iterator[Arrival]:
    reply = farm.api(wiki.host, action='query', list='logevents', letype='massmessage', lelimit='max')
    for entry in reply['query']['logevents']:
        if entry['action'] in SKIPS:
            outcome = SKIPS[entry['action']]
            yield Arrival(wiki.host, _owner(entry['title'], entry['ns']), outcome)


def _owner(title: str, namespace: int) -> str:
    """Return whose talk page it is; any other page stands for itself."""
    return title.partition(':')[2] if namespace == USER_TALK else title
