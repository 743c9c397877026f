"""Turning posts and comments into words: every template is written out once per subject, then picked by number."""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .attention import AUTHOR, PLAIN, PRAISE, THANKS, TRUST, Comments
from .cast import Cast, Role
from .market import LAUNCHES
from .phrases import phrases
from .plan import Plan
from .posting import ANSWER, QUESTION, TOPIC, Posts
from .subjects import CHINESE, ENGLISH, SUBJECTS

SHORT = {
    PLAIN: "comments",
    TRUST: "trust_comments",
    THANKS: "thanks_comments",
    AUTHOR: "author_comments",
    PRAISE: "praise_comments",
}


@dataclass(frozen=True)
class Shelf:
    """All sentences a set of templates gives in every room, laid end to end; `first` says where a room begins."""

    sentences: pa.Array
    first: np.ndarray
    size: np.ndarray

    def pick(self, room: np.ndarray, dice: np.random.Generator) -> pa.Array:
        place = self.first[room] + np.floor(dice.random(len(room)) * self.size[room]).astype(np.int64)
        return self.sentences.take(pa.array(place))


@cache
def shelf(kind: str, launch: int | None = None) -> Shelf:
    templates = phrases(kind)
    rooms = []
    for subject in SUBJECTS:
        for language in (CHINESE, ENGLISH):
            title = LAUNCHES[launch].names[language] if launch is not None else ""
            rooms.append(_written_out(templates[language], subject.terms[language], language, title))
    size = np.array([len(room) for room in rooms])
    first = np.cumsum(size) - size
    return Shelf(pa.array([sentence for room in rooms for sentence in room]), first, size)


def _written_out(templates: tuple[str, ...], terms: tuple[str, ...], language: int, product_name: str) -> list[str]:
    lines = []
    for template in templates:
        situations = phrases("situations")[language] if "{b}" in template else ("",)
        choices = terms if "{a}" in template else ("",)
        lines.extend(
            _upper(template.format(a=a, b=b, p=product_name), language) for a, b in product(choices, situations)
        )
    return lines


def _upper(line: str, language: int) -> str:
    return line[:1].upper() + line[1:] if language == ENGLISH else line


def titles_and_texts(plan: Plan, cast: Cast, posts: Posts) -> tuple[pa.Array, pa.Array]:
    """A title for each opening post; a text of two or three sentences for each post."""
    dice = plan.dice("words")
    junk = (cast.role[posts.author] == Role.JUNK) & posts.opens
    title, text = _Page(posts.room), _Page(posts.room)
    title.fill(posts.kind == TOPIC, "topic_titles", dice)
    title.fill(posts.kind == QUESTION, "question_titles", dice)
    text.fill(posts.opens, "sentences", dice)
    text.fill(~posts.opens, "answers", dice)
    for number in range(len(LAUNCHES)):
        speaks = (posts.launch == number) & ~junk
        title.fill(speaks, "launch_titles", dice, number)
        text.fill(speaks, "launch_texts", dice, number)
    title.fill(junk, "junk_titles", dice)
    text.fill(junk, "junk_texts", dice)
    second, third = _Page(posts.room), _Page(posts.room)
    longer = ~junk & (posts.opens | ((posts.kind == ANSWER) & (posts.quality > 0.3)))
    second.fill(longer, "sentences", dice)
    third.fill(longer & (posts.quality > 0.2), "sentences", dice)
    return title.lines(), _glued(posts.room, text.lines(), second.lines(), third.lines())


def comment_texts(plan: Plan, posts: Posts, comments: Comments) -> pa.Array:
    dice = plan.dice("comment words")
    page = _Page(posts.room[comments.acts.post])
    for manner, kind in SHORT.items():
        page.fill(comments.manner == manner, kind, dice)
    return page.lines()


class _Page:
    """A column being written: each `fill` writes some of its lines."""

    def __init__(self, room: np.ndarray):
        self.room = room
        self.source = np.zeros(len(room), dtype=np.int64)  # 0 is the empty line
        self.written = [pa.array([""])]
        self.length = 1

    def fill(self, where: np.ndarray, kind: str, dice: np.random.Generator, launch: int | None = None) -> None:
        lines = shelf(kind, launch).pick(self.room[where], dice)
        self.source[where] = self.length + np.arange(len(lines))
        self.written.append(lines)
        self.length += len(lines)

    def lines(self) -> pa.Array:
        return pa.concat_arrays(self.written).take(pa.array(self.source))


def _glued(room: np.ndarray, *parts: pa.Array) -> pa.Array:
    """Chinese sentences follow each other directly, English ones after a space."""
    english = pa.array(room % 2 == ENGLISH)
    whole = parts[0]
    for part in parts[1:]:
        space = pc.if_else(pc.and_(english, pc.not_equal(part, "")), " ", "")
        whole = pc.binary_join_element_wise(whole, space, part, "")
    return whole


def pen_names(plan: Plan, cast: Cast) -> list[str]:
    """Invented pen names, each once: a second bearer of the same name gets a number."""
    dice = plan.dice("names")
    firsts, lasts = phrases("first_names"), phrases("last_names")
    first = dice.integers(0, len(firsts[0]), len(cast))
    last = dice.integers(0, len(lasts[0]), len(cast))
    seen: dict[str, int] = {}
    names = []
    for language, a, b in zip(cast.language.tolist(), first.tolist(), last.tolist(), strict=True):
        name = firsts[language][a] + ("" if language == CHINESE else " ") + lasts[language][b]
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
