"""What a wiki answers outside of its Action API: REST routes, and pages as their readers see them.

https://www.mediawiki.org/wiki/API:REST_API: what is not there is told by 404, as is a route that the wiki
does not have; its `errorKey` tells them apart (core, Rest/Router).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from outreach import sites
from outreach.problems import Unreachable, WikiError
from outreach.wiki import Wiki

NO_ROUTE = 'rest-no-match'


def ask(wiki: Wiki, path: str, **parameters: str) -> Any:
    """Return the JSON of a route (`/rest.php/…`); None where the wiki has the route and not the thing.

    Raises Unreachable where no usable answer comes, WikiError where the wiki says no, or has no such route.
    """
    status, text = _get(wiki, f'{wiki.site.scriptpath()}{path}', parameters)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreachable(wiki.host, f'{path}: status {status} without JSON') from error
    unknown = isinstance(told, dict) and told.get('errorKey') == NO_ROUTE
    if status == HTTPStatus.NOT_FOUND and not unknown:
        return None
    if status != HTTPStatus.OK:
        raise WikiError(wiki.host, f'{path}: status {status}', 'no-route' if unknown else str(status))
    return told


def html(wiki: Wiki, path: str) -> str:
    """Return a page as its readers see it, by the path of its address; '' where there is no such page."""
    status, text = _get(wiki, path, {})
    return text if status == HTTPStatus.OK else ''


def _get(wiki: Wiki, path: str, parameters: dict[str, str]) -> tuple[int, str]:
    try:
        return sites.get(wiki.site, path, parameters)
    except OSError as error:  # requests' errors are OSErrors
        raise Unreachable(wiki.host, f'{path}: gave no answer ({type(error).__name__})') from error
