"""What changed in the registry between two of its revisions: new, gone, status, contacts. Names no person."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.affiliates.contacts import FIELDS
from outreach.affiliates.registry import Affiliate, Registry, fold


@dataclass(frozen=True)
class Changes:
    """The affiliates that differ, and between which revisions. `status` has the old status with each."""

    before: int
    after: int
    new: tuple[Affiliate, ...] = ()
    gone: tuple[Affiliate, ...] = ()
    status: tuple[tuple[Affiliate, str], ...] = ()
    contacts: tuple[Affiliate, ...] = ()

    @property
    def any(self) -> bool:
        """Return whether anything differs."""
        return bool(self.new or self.gone or self.status or self.contacts)


def compare(old: Registry, before: int, new: Registry, after: int) -> Changes:
    """Compare two revisions. An entry is the same by its id; one without an id by its name."""
    then, pairs = _Known(old), []
    fresh = []
    for one in new.affiliates:
        earlier = then.find(one)
        if earlier is None:
            fresh.append(one)
        else:
            pairs.append((earlier, one))
    now = _Known(new)
    return Changes(
        before,
        after,
        tuple(fresh),
        tuple(one for one in old.affiliates if now.find(one) is None),
        tuple((two, one.status) for one, two in pairs if one.status != two.status),
        tuple(two for one, two in pairs if any(one.get(key) != two.get(key) for key in FIELDS)),
    )


class _Known:
    def __init__(self, registry: Registry) -> None:
        self.by_id = {one.id: one for one in registry.affiliates if one.id}
        self.by_name = {fold(one.name): one for one in registry.affiliates if one.name}

    def find(self, one: Affiliate) -> Affiliate | None:
        return self.by_id.get(one.id) or self.by_name.get(fold(one.name))
