"""Pure decisions about people: which fields a dossier has and of which class, how values are compared and masked."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

KINDS = ("kol", "koc", "both", "unclear")
SOURCES = ("internal", "external")
PURPOSES = ("acquire", "activate", "convert")
TIERS = ("top", "middle", "base")
STAGES = ("early", "mid", "late")
DIMENSIONS = ("identity", "ability", "expertise", "personality")
SAID_OF_SEVERAL = ("identity", "expertise")
ABILITIES = ("strong", "medium", "weak")
PERSONALITIES = ("calm", "enthusiastic", "extreme", "careful")
NO_CONTACT = "none"
CONTACT_MODES = ("", "direct", "group", NO_CONTACT)
DIRECTIONS = ("we", "they")
LOOKS_PER_HOUR = 30
LABELS_MAX = 40
ERASED = "—"  # instead of a name or a reason, where the row has to stay


class HandleName(NamedTuple):
    """Somebody on one platform, as an event file or a candidate list names them."""

    platform: str
    external_id: str
    name: str = ""

    def clean(self) -> "HandleName":
        return HandleName(cleaned(self.platform, 80), cleaned(self.external_id, 200), one_line(self.name, 200))


@dataclass(frozen=True)
class Field:
    """One field of the dossier that operators write: in which block, of which class, how long at most."""

    name: str
    block: str
    level: str = "internal"
    length: int = 200


FIELDS = {
    field.name: field
    for field in (
        Field("display_name", "person", "partner", 120),
        Field("kind", "person"),
        Field("purpose", "person"),
        Field("highlight", "person", "internal", 2000),
        Field("owner", "person"),
        Field("team", "person"),
        Field("contact_mode", "person"),
        Field("tie_strength", "person"),
        Field("business_type", "business"),
        Field("field", "business", "internal", 200),
        Field("influence", "business", "internal", 2000),
        Field("price", "business", "restricted", 200),
        Field("fee", "business", "restricted", 30),
        Field("exclusive_to", "business", "internal", 200),
    )
}
PRIVATE = ("name", "phone", "wechat", "email", "address", "birthday", "preferences")
INDEXED = ("phone", "wechat", "email")
PRIVATE_LENGTH = 2000


def normalised(kind: str, value: str) -> str:
    """The form in which two spellings of one phone number, WeChat id or address are equal."""
    text = unicodedata.normalize("NFKC", value).strip().lower()
    if kind != "phone":
        return "".join(text.split())
    digits = re.sub(r"\D", "", text).removeprefix("00")
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def masked(kind: str, value: str) -> str:
    """What is shown before somebody asks: enough to tell two entries apart, not enough to use."""
    if not value:
        return ""
    if kind == "phone":
        return f"{value[:3]}****{value[-4:]}" if len(value) >= 10 else "****"
    if kind == "email" and "@" in value:
        return f"{value[0]}***@{value.rsplit('@', 1)[1]}"
    return "••••"


def birthday_of(text: str) -> date | None:
    """A birthday as a date; None when it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def cleaned(value: str, length: int) -> str:
    """Text as it is kept: no NUL, no space around it, not longer than its column."""
    return value.replace("\x00", "").strip()[:length]


TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that turn the direction of what follows: in a name they turn the sentence around it too."""


def one_line(value: str, length: int) -> str:
    """Text of one line; letters of every script and direction stay, signs that turn others around do not."""
    return " ".join(cleaned(value, length * 4).translate(TURNING).split())[:length]


def changed(before: dict[str, str], wanted: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Which fields differ: {name: (before, after)}."""
    return {name: (before[name], after) for name, after in wanted.items() if before[name] != after}
