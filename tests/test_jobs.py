"""The scheduled job for Toolforge."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
# https://wikitech.wikimedia.org/wiki/Help:Toolforge/Running_jobs
FIELDS = {
    'name', 'command', 'image', 'schedule', 'continuous', 'emails', 'filelog',
    'filelog-stdout', 'filelog-stderr',
    'mem', 'cpu', 'retry', 'mount', 'timeout',
}  # fmt: skip


def test_the_jobs_can_be_loaded_and_their_commands_exist() -> None:
    jobs = yaml.safe_load((ROOT / 'jobs.yaml').read_text(encoding='utf-8'))
    assert [job['name'] for job in jobs] == ['campaigns']
    needed = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['project'][
        'requires-python'
    ]
    for job in jobs:
        assert job.keys() <= FIELDS
        assert job['schedule'] == '@hourly'  # what is due by the hour of the day needs a run in each
        assert job['emails'] == 'onfailure'
        assert needed == f'>={job["image"].removeprefix("python")}'
        pwb, folder, script, *options = shlex.split(job['command'])
        assert (pwb, folder) == ('outreach/.venv/bin/pwb', '-dir:outreach')
        assert (ROOT / script.removeprefix('outreach/')).with_suffix('.py').is_file()
        assert options == []


def test_the_readme_says_every_step_to_the_first_run() -> None:
    text = (
        (ROOT / 'README.md').read_text(encoding='utf-8').partition('## On Toolforge')[2].partition('\n## ')[0]
    )
    for step in (
        'become',
        'git clone',
        'venv',
        'pip install',
        'user-config.py',
        'run_campaigns -dry',
        'jobs load',
    ):
        assert step in text, step
