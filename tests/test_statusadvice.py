"""What a run by hand says about the campaign page."""

from __future__ import annotations

import pytest
from outreach import sites, statusadvice
from outreach.exitcodes import exit_code
from outreach.problems import Stopped

ADVICE = 'The campaign page shows this after: pwb run_campaigns -status -only:Outreach/X'


def ended(
    capsys: pytest.CaptureFixture[str],
    edits: int = 1,
    script: str = 'build_targets',
    campaign: str = 'Outreach/X',
    *,
    stops: bool = False,
) -> str:
    """Return what a run says that writes so many pages."""

    def main() -> int:
        requests = dict[str, int]()
        statusadvice.watch_for_status(script, requests, campaign)
        requests['query'] = 1
        requests['edit'] = edits
        if stops:
            raise Stopped('The network is gone')
        return 0

    assert exit_code(main) == (3 if stops else 0)
    return ' '.join(capsys.readouterr())


def test_who_wrote_pages_of_a_campaign_hears_what_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(capsys).count(ADVICE) == 1
    assert ADVICE in ended(capsys, stops=True)
    assert '"-only:Outreach/My topic"' in ended(capsys, campaign='Outreach/My topic')


def test_nothing_is_said_where_the_page_shows_nothing_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'run_campaigns' not in ended(capsys, edits=0)
    assert 'run_campaigns' not in ended(capsys, campaign='')
    assert 'run_campaigns' not in ended(capsys, script='check_affiliates')
    monkeypatch.setenv(sites.ATTENDED, '1')
    assert 'run_campaigns' not in ended(capsys)


def test_a_run_says_nothing_of_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert ADVICE in ended(capsys)
    assert exit_code(lambda: 2) == 2
    assert 'run_campaigns' not in ' '.join(capsys.readouterr())
