"""The wikis where many people have most of their edits: asked for many at once, one after the other.

No wiki says for many people at once where they edit most (`meta=globaluserinfo` takes one name). A few whole
accounts, from all over the alphabet, tell which wikis those are; asking one of them for everybody who is left
spares whole accounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

Someone = TypeVar('Someone')
# so many whole accounts tell where most people of a list edit most
FEW = 5


def ask_likely(
    waiting: Sequence[Someone],
    mains: Callable[[list[Someone]], Sequence[str | None]],
    ask: Callable[[str, list[Someone]], list[Someone]],
    limit: Callable[[str], int],
) -> list[Someone]:
    """Return who is still undecided after the wikis were asked where many of them edit most.

    `mains` looks up whole accounts and gives the main wiki of each; `ask` asks a wiki about people and gives
    those who are still undecided; `limit` is how many people a wiki takes at once, 0 for one that is not to
    be asked. It goes on as long as it spares requests.
    """
    left = list(waiting)
    asked: set[str] = set()
    spared = FEW
    while len(left) > FEW and spared > 0:
        spared = len(left) - FEW
        few = left[:: len(left) // FEW][:FEW]
        likely = Counter(host for host in mains(few) if host)
        left = [one for one in left if all(one is not other for other in few)]
        for host, _ in likely.most_common():
            if len(left) > FEW and host not in asked and limit(host):
                asked.add(host)
                spared -= -(-len(left) // limit(host))
                left = ask(host, left)
        spared -= len(left)
    return left
