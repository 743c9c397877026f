"""Which posts advertise or repeat themselves, as plain functions: signs in the words, no judgement about a person.

A post is told when it lures without any doubt (`strong` words), when it lures a little and links or asks for contact,
or when the same text was written three times. The signs are named beside each post; somebody reads them and decides.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LOOKED_AT, TOLD = 50, 5
REPEATED, LONG_ENOUGH = 3, 60
"""So often, and so long in bytes: twenty Chinese characters, or a line in Latin letters. Thanks are no junk."""

_OWN = (
    r"(?:channels?|videos?|music|pages?|(?:web)?sites?|blog|shops?|stores?|playlist|covers?|songs?|profile|instagram"
    r"|facebook)"
)
LURE = re.compile(
    rf"\b(?:(?:check(?:ing)?(?: it)?(?: out)?|visit|watch|see|like|sub|subscribe|subscribe to|look at|listen to)"
    rf" (?:my|our|me|us|out my)(?: \w+){{0,2}}? {_OWN}"
    r"|check (?:me|us) out|subscribe to (?:my|me|us|our)|(?:please|pls|plz) (?:subscribe|sub|share)|sub ?4 ?sub"
    r"|follow me (?:on|at)|(?:promo|discount|coupon) ?codes?|affiliate link|(?:buy|order|shop|sign up) now"
    r"|free shipping"
    r"|(?:make|earn|making|earning) (?:\$ ?\d+|extra money|real money|money (?:online|from home))|work (?:at|from) home"
    r"|(?:dm|pm|whatsapp|telegram|text) me (?:for|at|on)|click (?:here|the link|on the link) (?:to|and|for))\b"
    r"|加(?:我|个|一下)?(?:微信|薇信|v信|vx|威信|qq)|(?:微信|薇信|威信|vx|v信)号?\s*[:：]\s*[a-z0-9_-]{5,}"
    r"|私(?:信|聊)(?:我|领|发|获取)|扫码(?:领|进群|加|关注)|领(?:取)?(?:优惠券|红包)|优惠(?:券|码)|折扣码|淘口令"
    r"|复制(?:这段|这条|口令)|返(?:利|现)|招(?:商加盟|代理)|诚招|日(?:赚|入)\s*[0-9一二三五千百]|月入过?[0-9一二三五]*[万千]"
    r"|兼职(?:刷单|日结)|刷单|互(?:粉|关)|求(?:关注|互粉)",
    re.IGNORECASE,
)
"""Words that sell, or ask to leave for somewhere else."""

HINT = re.compile(
    r"\b(?:subscribe|my channel|cheap(?:est)? price|\d+ ?% off|giveaway|sponsored|get rich|bitcoin|casino|for sale)\b"
    r"|特价|包邮|秒杀|清仓|下单|代购|抢购|团购|直播间|关注我",
    re.IGNORECASE,
)
"""Words that sell only beside a link or a way to get in touch."""

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
TRACKED = re.compile(r"[?&](?:utm_\w+|aff(?:id|iliate)?|ref|referral|tag|invite)=", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """One post with its words."""

    object_id: str
    text: str


@dataclass(frozen=True)
class Junk:
    """What was found in the newest posts of one member."""

    posts: int
    junk: int
    found: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def share(self) -> float:
        return self.junk / self.posts if self.posts else 0.0

    def as_json(self) -> dict[str, object]:
        found = [{"object_id": object_id, "signs": list(signs)} for object_id, signs in self.found]
        return {"posts": self.posts, "junk": self.junk, "found": found}


def signs_of(text: str) -> tuple[str, ...]:
    """Why a text looks like advertising: `lure`, `linked` (a hint beside a link), `tracked` (a link that pays)."""
    signs = ["lure"] if LURE.search(text) else []
    if TRACKED.search(text):
        signs.append("tracked")
    if not signs and HINT.search(text) and LINK.search(text):
        signs.append("linked")
    return tuple(signs)


def junk_in(posts: Iterable[Written]) -> Junk:
    """Advertising and repetition in posts, the newest first; posts without words are not looked at."""
    written = [post for post in posts if post.text.strip()]
    times = Counter(_same(post.text) for post in written)
    told = [(post.object_id, _signs(post, times)) for post in written]
    found = [(object_id, signs) for object_id, signs in told if signs]
    return Junk(len(written), len(found), tuple(found[:TOLD]))


def _signs(post: Written, times: Mapping[str, int]) -> tuple[str, ...]:
    same = _same(post.text)
    again = len(same.encode()) >= LONG_ENOUGH and times[same] >= REPEATED
    return (*signs_of(post.text), *(("repeated",) if again else ()))


def _same(text: str) -> str:
    """Texts that differ in case, spaces and marks only are one."""
    return re.sub(r"[\W_]+", "", text).casefold()
