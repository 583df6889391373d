"""The hosts outside the wikis that the operator allows a run to fetch from."""

from __future__ import annotations

from outreach import wiki
from outreach.problems import BadInput, Problem
from outreach.reachable import AllowedHosts

HOSTS = (
    'diff.wikimedia.org', 'wikimediafoundation.org', 'techblog.wikimedia.org', '*.planet.wikimedia.org',
    'lists.wikimedia.org', 'meta.wikimedia.org', 'phabricator.wikimedia.org',
)  # fmt: skip


def allowed_hosts() -> AllowedHosts:
    """Return the hosts that the operator allows; raise BadInput where the setting makes no sense."""
    given = wiki.configured('hosts')
    try:
        return AllowedHosts.read(HOSTS if given is None else given)
    except (AttributeError, TypeError, ValueError) as error:
        raise BadInput([Problem('_outreach_hosts in user-config.py', f'{error}')]) from None
