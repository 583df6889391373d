"""How a script ends: what its `main` returns, or what stopped it, in plain words and as an exit code."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace

from outreach import statusadvice, wiki
from outreach.problemfile import tell_some
from outreach.problems import BadInput, Stopped, WikiError
from outreach.similartitles import meant
from outreach.terminal import complain, tell

# for so many pages that are not there the wiki is asked which was meant
HINTS = 10
LIBRARY = 'pywikibot'
# what Pywikibot lets through where a reply of a wiki lacks what it takes for granted
SURPRISES = (KeyError, IndexError, TypeError, AttributeError)


def exit_code(main: Callable[..., int], *args: str) -> int:
    """Run a script's `main` and return its exit code, with every known error said in plain words.

    A run by hand that wrote pages of a campaign says last how the campaign page comes to show that.
    """
    statusadvice.forget()
    code = _ended(main, *args)
    for line in statusadvice.lines():
        tell(line)
    return code


def _ended(main: Callable[..., int], *args: str) -> int:
    try:
        return main(*args)
    except BadInput as error:
        _complain_of(error)
        complain(f'{error.unwritten}.')
        return 2
    except (Stopped, WikiError) as error:
        complain(str(error))
        return 3
    except OSError as error:
        if error.filename is None:  # no file of ours: a fault that must be seen
            raise
        complain(f'{error.filename}: {error.strerror}. What was written before this stands.')
        return 3
    except SURPRISES as error:
        if not _in_library(error):  # a fault of ours must be seen
            raise
        what = f'{type(error).__name__}: {error}'
        complain(f'A wiki answered as Pywikibot does not expect it ({what}). What was written before stands.')
        return 3
    except KeyboardInterrupt:
        complain('Stopped by you. Run the same command again to go on.')
        return 3


def _complain_of(error: BadInput) -> None:
    """Tell what is wrong with the input, and which page was probably meant by one that is not there."""
    asked = [one for one in error.problems if one.absent][:HINTS]
    hints = {one.absent: meant(wiki.home(), one.absent) for one in asked}
    tell_some(
        complain, [replace(one, text=f'{one.text}{hints.get(one.absent, "")}') for one in error.problems]
    )


def _in_library(error: Exception) -> bool:
    """Return whether an error comes from within Pywikibot."""
    last = [frame.f_globals['__name__'] for frame, _ in traceback.walk_tb(error.__traceback__)][-1]
    return str(last).partition('.')[0] == LIBRARY
