"""Which doubts the configuration accepts."""

from __future__ import annotations

from pathlib import Path

import pytest
from outreach.acceptedcodes import accepted_by_operator
from outreach.problems import BadInput
from pywikibot import config


def test_codes_are_read_from_the_configuration_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(config, 'base_dir', str(tmp_path))
    assert list(accepted_by_operator()) == []
    settings = tmp_path / config.user_config_file
    settings.write_text("_outreach_accept = ['shrinks', 'red-link']")
    assert list(accepted_by_operator()) == ['shrinks', 'red-link']
    for wrong in ('7', "['shrink']", '[7]'):
        settings.write_text(f'_outreach_accept = {wrong}')
        with pytest.raises(BadInput, match='_outreach_accept'):
            accepted_by_operator()
