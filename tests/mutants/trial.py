"""Trying mutants: each in a process of its own, which imports the mutant in place of the module.

Nothing is written over the code. The tests of the module's own file come first; only if they all pass,
those of its folder, then all others of the unit tier that import the module, themselves or through what
they import. The house tests look at the code as text, so they are left out.
"""

from __future__ import annotations

import ast
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest
from hypothesis import Phase, settings

from tests.mutants.choice import PACKAGE, ROOT, Mutant, Place

# What all tests import is imported once, before the processes part: first the conftest, which tells
# Pywikibot where its configuration is. The package itself never is.
for name in ('tests.conftest', 'pywikibot.data.api', 'pywikibot.comms.http', 'mwparserfromhell', 'tqdm'):
    import_module(name)
# a fault is as dead by a long example as by a short one
settings.register_profile(
    'mutants',
    settings.get_profile('untimed'),
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)

QUICK = (
    '-q',
    '-x',
    '-p',
    'no:cacheprovider',
    '-p',
    'no:xdist',
    '--no-header',
    '--tb=no',
    '--disable-warnings',
    '--hypothesis-profile=mutants',
)
LEFT_OUT = {'sandbox', 'mutants', 'house', 'test_benchmarks.py'}
# of the processor, beyond what the whole tier takes: a mutant that takes longer never ends, and that is seen
SECONDS = 40
MOST = 3600
BYTES = 4 * 1024**3


class Faulty(SourceFileLoader):
    """Loads a module with a fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(dotted(mutant.module), str(PACKAGE / f'{mutant.module}.py'))
        self.text = mutant.text

    def get_code(self, fullname: str) -> CodeType:
        """Compile the module with the fault, whatever was compiled before."""
        return compile(self.text, self.path, 'exec')


class Finder(MetaPathFinder):
    """Finds one module, and no other: the one with the fault."""

    def __init__(self, loader: Faulty) -> None:
        self.loader = loader

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return where the module with the fault comes from."""
        known = fullname == self.loader.name
        return spec_from_file_location(fullname, self.loader.path, loader=self.loader) if known else None


def dotted(module: str) -> str:
    """Return the name by which a module such as `lists/merge` is imported."""
    return 'outreach.' + module.replace('/', '.')


@cache
def reached(path: Path) -> frozenset[str]:
    """Return the dotted names of all modules of the project that a file imports, also through others."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f'{node.module}.{alias.name}' for alias in node.names)}
    for name in sorted(names):
        for folder in (ROOT / 'scripts', ROOT):
            file = folder / f'{name.replace(".", "/")}.py'
            if file.exists():
                names |= reached(file)
    return frozenset(names)


def tests_of(module: str) -> list[list[str]]:
    """Return the test files that could see the fault: that of the module, its folder, the rest."""
    folder, _, name = module.rpartition('/')
    own = ROOT / 'tests' / folder / f'test_{name}.py'
    groups: list[list[str]] = [[], [], []]
    for path in sorted((ROOT / 'tests').rglob('test_*.py')):
        if path == own:
            groups[0].append(str(path))
        elif not set(path.parts) & LEFT_OUT and dotted(module) in reached(path):
            groups[1 if path.parent == own.parent else 2].append(str(path))
    return [group for group in groups if group]


def begin(place: Place | None, tests: Sequence[str], seconds: int) -> int:
    """Start a process that runs tests, at most so long, with a fault at a place or None; return its id."""
    process = os.fork()
    if process:
        return process
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.alarm(20 * seconds)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    if place is not None:
        sys.dont_write_bytecode = True
        sys.meta_path.insert(0, Finder(Faulty(place.mutant())))
    os._exit(int(pytest.main([*QUICK, *tests])))


def passed(status: int) -> bool:
    """Whether the tests of a process all passed; a process that was killed at its limit did not."""
    code = os.waitstatus_to_exitcode(status)
    if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise RuntimeError(f'pytest could not run the tests ({code})')
    return code == pytest.ExitCode.OK


def baseline() -> int:
    """Run the whole tier without a mutant; return how many seconds of the processor that took.

    Where a test fails anyway, every mutant would seem dead.
    """
    tests = ['tests', *(f'--ignore=tests/{name}' for name in LEFT_OUT)]
    _, status, used = os.wait4(begin(None, tests, MOST), 0)
    if not passed(status):
        raise SystemExit('the unit tests fail without any mutant: fix them first (make unit)')
    return int(used.ru_utime + used.ru_stime) + 1


def survivors(
    places: Sequence[Place], cores: int, tier: int, told: Callable[[int], None]
) -> Iterator[Mutant]:
    """Yield the mutants that no test sees; `tier` is what all tests take, `told` hears how many are done."""
    waiting = [(place, tests_of(place.module)) for place in reversed(places)]
    running: dict[int, tuple[Place, list[list[str]]]] = {}
    done = 0
    while waiting or running:
        while waiting and len(running) < cores:
            place, (tests, *later) = waiting.pop()
            running[begin(place, tests, tier + SECONDS)] = place, later
        process, status = os.wait()
        place, later = running.pop(process)
        alive = passed(status)
        if alive and later:
            waiting.append((place, later))
            continue
        done += 1
        told(done)
        if alive:
            yield place.mutant()
