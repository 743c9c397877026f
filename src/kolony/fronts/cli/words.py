"""Words for the terminal in the reader's language, from the same catalogues as the pages, without Django.

The language is the first that `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG` names: Chinese if it begins with `zh`, else
English, which is what the source says.
"""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kolony_engine.events.codes import CODES

CATALOGUES = Path(__file__).parent / "locale"


def language() -> str:
    """`zh_Hans` or `en`."""
    wanted = next(filter(None, map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "en")
    return "zh_Hans" if wanted.casefold().startswith("zh") else "en"


def say(message: str) -> str:
    """The message in the reader's language; a test holds every message said here against the catalogue."""
    catalogue = gettext.translation("django", CATALOGUES, [language()], fallback=True)
    return catalogue.gettext(message)


def sentence(code: str, values: Mapping[str, Any], codes: Mapping[str, str] = CODES) -> str:
    """What a code of the engine means, with its values in their places."""
    plain = {
        key: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value for key, value in values.items()
    }
    return say(codes[code]) % plain if code in codes else f"{code} {plain}"
