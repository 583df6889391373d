"""What an older MediaWiki cannot tell, which tests then do not expect of it."""

from __future__ import annotations

from sandbox.farm import Farm
from sandbox.worlds.medicine import OPERATOR

META = 'meta.wikimedia.test'


def tells_of_many(farm: Farm) -> bool:
    """Return whether CentralAuth tells of many accounts at once, as that of 1.43 does not."""
    reply = farm.api(META, action='query', list='globalusers', gususers=OPERATOR)
    return 'globalusers' in reply.get('query', {})
