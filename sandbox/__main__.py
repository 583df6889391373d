"""Command line of the sandbox: `python -m sandbox serve|reset|jobs|env`."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox import fill, pwb_folder, state
from sandbox.farm import Farm
from sandbox.install import ADMIN
from sandbox.state import SandboxError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; 0 done, 2 bad input or refused."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except SandboxError as error:
        print(f'sandbox: {error}', file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='python -m sandbox',
        description='Real MediaWiki on this machine: a scale model of Wikimedia.',
        epilog='SANDBOX_DIR names the folder of the sandbox, so that several can run side by side.',
    )
    commands = parser.add_subparsers(required=True, metavar='COMMAND')
    serve = commands.add_parser('serve', help='serve the wikis until Ctrl-C')
    serve.add_argument('world', nargs='?', help='fill the wikis with this world first')
    serve.set_defaults(run=_serve)
    reset = commands.add_parser('reset', help='make the wikis of a running sandbox a world again')
    reset.add_argument('world')
    reset.set_defaults(run=_reset)
    jobs = commands.add_parser('jobs', help='run the job queues of all wikis')
    jobs.set_defaults(run=_jobs)
    env = commands.add_parser('env', help='print what a shell needs to run pwb on the sandbox')
    env.add_argument('--user', default=None, help='the account to run as')
    env.set_defaults(run=_env)
    return parser


def _serve(options: argparse.Namespace) -> int:
    """Start a farm, say how to reach it, wait for Ctrl-C or SIGTERM."""
    # SIGINT too: a shell without job control starts what runs in the background with it ignored
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with Farm.start(state.default_directory()) as farm:
            if options.world:
                print(f'Filling the wikis with the world {options.world} …', flush=True)
                farm.reset(options.world)
            print(_how_to_reach(farm, options.world), flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print('\nThe sandbox has ended.')
    return 0


def _how_to_reach(farm: Farm, world: str | None) -> str:
    named = farm.directory != state.default_directory() or 'SANDBOX_DIR' in os.environ
    prefix = f'SANDBOX_DIR={shlex.quote(str(farm.directory))} ' if named else ''
    python = shlex.quote(sys.executable)
    here = shlex.quote(str(Path(__file__).resolve().parent.parent))
    known = ', '.join(f'{name}: {secret}' for name, secret in _passwords(farm).items())
    content = f'The world {world}' if world else 'Empty wikis'
    return f"""\
{farm.describe()}
{content}, served through the proxy {farm.proxy} (Ctrl-C ends it).

In a browser:   chromium --proxy-server={farm.proxy} http://meta.wikimedia.test/wiki/Special:AllPages
                firefox: Settings, Network Settings, Manual proxy, HTTP proxy {farm.proxy[7:]}
With curl:      curl -x {farm.proxy} http://sv.wikipedia.test/wiki/
With Pywikibot, in another terminal:
                eval "$(cd {here} && {prefix}{python} -m sandbox env || echo false)"
                pwb version
Job queues:     cd {here} && {prefix}{python} -m sandbox jobs
Accounts and their passwords: {known}"""


def _reset(options: argparse.Namespace) -> int:
    farm = Farm.attach()
    farm.reset(options.world)
    print(f'The wikis are the world {options.world} again.')
    return 0


def _jobs(_: argparse.Namespace) -> int:
    count = Farm.attach().run_jobs()
    print(f'{count} jobs run.' if count else 'No jobs were waiting.')
    return 0


def _env(options: argparse.Namespace) -> int:
    farm = Farm.attach()
    user = options.user or _usual_user(farm)
    try:
        folder = farm.pwb_directory(user)
    except ValueError as error:
        raise SandboxError(str(error)) from error
    for name, value in _exports(farm, folder).items():
        print(f'export {name}={shlex.quote(value)}')
    print(f'export PATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"')
    return 0


def _passwords(farm: Farm) -> dict[str, str]:
    world = farm.directory / 'world.json'
    known = fill.passwords(world.read_text(encoding='utf-8')) if world.is_file() else {}
    return known or {ADMIN: farm.password(ADMIN)}


def _usual_user(farm: Farm) -> str:
    return pwb_folder.OPERATOR if pwb_folder.OPERATOR in _passwords(farm) else ADMIN


def _exports(farm: Farm, folder: Path) -> dict[str, str]:
    return {
        'PYWIKIBOT_DIR': str(folder),
        'http_proxy': farm.proxy,
        'no_proxy': 'localhost,127.0.0.1',
        'SANDBOX_DIR': str(farm.directory),
    }


if __name__ == '__main__':
    sys.exit(main())
