"""Turning posts and comments into words: each template is written out once per subject and term, picked by number.

A thread keeps to one term: its title, its text, its answers and its comments speak about the same thing.
"""

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
TERMS = len(SUBJECTS[0].terms[0])


@dataclass(frozen=True)
class Shelf:
    """What one kind of template gives for every room and term, laid end to end; `first` says where a room begins."""

    sentences: pa.Array
    first: np.ndarray
    per_term: np.ndarray

    def pick(self, room: np.ndarray, term: np.ndarray, dice: np.random.Generator) -> pa.Array:
        each = self.per_term[room]
        place = self.first[room] + term * each + np.floor(dice.random(len(room)) * each).astype(np.int64)
        return self.sentences.take(pa.array(place))


@cache
def shelf(kind: str, launch: int | None = None) -> Shelf:
    rooms = []
    for subject in SUBJECTS:
        for language in (CHINESE, ENGLISH):
            title = LAUNCHES[launch].names[language] if launch is not None else ""
            rooms.append(_written_out(phrases(kind)[language], subject.terms[language], language, title))
    size = np.array([len(room) for room in rooms])
    sentences = pa.array([sentence for room in rooms for sentence in room])
    return Shelf(sentences, np.cumsum(size) - size, size // TERMS)


def _written_out(templates: tuple[str, ...], terms: tuple[str, ...], language: int, product_name: str) -> list[str]:
    """Term by term, every template as often as every other."""
    varied = any("{b}" in template for template in templates)
    situations = phrases("situations")[language] if varied else ("",)
    choices = product(terms, templates, situations)
    return [_upper(template.format(a=a, b=b, p=product_name), language) for a, template, b in choices]


def _upper(line: str, language: int) -> str:
    return line[:1].upper() + line[1:] if language == ENGLISH else line


class _Page:
    """A column being written: each `fill` writes some of its lines."""

    def __init__(self, room: np.ndarray, term: np.ndarray):
        self.room, self.term = room, term
        self.source = np.zeros(len(room), dtype=np.int64)  # 0 is the empty line
        self.written = [pa.array([""])]
        self.length = 1

    def fill(self, where: np.ndarray, kind: str, dice: np.random.Generator, launch: int | None = None) -> None:
        lines = shelf(kind, launch).pick(self.room[where], self.term[where], dice)
        self.source[where] = self.length + np.arange(len(lines))
        self.written.append(lines)
        self.length += len(lines)

    def lines(self) -> pa.Array:
        return pa.concat_arrays(self.written).take(pa.array(self.source))


def terms_of_the_threads(plan: Plan, posts: Posts) -> np.ndarray:
    """The one term each post speaks about: that of the post which opened its thread."""
    return plan.dice("terms").integers(0, TERMS, len(posts))[posts.thread]


def titles(plan: Plan, cast: Cast, posts: Posts) -> pa.Array:
    dice = plan.dice("titles")
    page = _Page(posts.room, terms_of_the_threads(plan, posts))
    page.fill(posts.kind == TOPIC, "topic_titles", dice)
    page.fill(posts.kind == QUESTION, "question_titles", dice)
    for number in range(len(LAUNCHES)):
        page.fill(posts.launch == number, "launch_titles", dice, number)
    page.fill(advertises(cast, posts), "junk_titles", dice)
    return page.lines()


def texts(plan: Plan, cast: Cast, posts: Posts) -> pa.Array:
    """One to three sentences; those who write well write a little longer."""
    dice = plan.dice("texts")
    terms = terms_of_the_threads(plan, posts)
    begin, middle, end = (_Page(posts.room, terms) for _ in range(3))
    begin.fill(posts.kind == TOPIC, "openings", dice)
    begin.fill(posts.kind == QUESTION, "question_texts", dice)
    begin.fill(~posts.opens, "answers", dice)
    for number in range(len(LAUNCHES)):
        begin.fill(posts.launch == number, "launch_texts", dice, number)
    junk = advertises(cast, posts)
    begin.fill(junk, "junk_texts", dice)
    middle.fill((posts.kind == TOPIC) & ~junk, "middles", dice)
    middle.fill((posts.kind == ANSWER) & (posts.quality > 0.2), "answers_more", dice)
    end.fill((posts.kind == TOPIC) & (posts.quality > 0.2) & ~junk, "closings", dice)
    return _glued(posts.room, begin.lines(), middle.lines(), end.lines())


def advertises(cast: Cast, posts: Posts) -> np.ndarray:
    return (cast.role[posts.author] == Role.JUNK) & posts.opens


def comment_texts(plan: Plan, posts: Posts, comments: Comments) -> pa.Array:
    dice = plan.dice("comment words")
    post = comments.acts.post
    page = _Page(posts.room[post], terms_of_the_threads(plan, posts)[post])
    for manner, kind in SHORT.items():
        page.fill(comments.manner == manner, kind, dice)
    return page.lines()


def _glued(room: np.ndarray, *parts: pa.Array) -> pa.Array:
    """Chinese sentences follow each other directly, English ones after a space."""
    english = pa.array(room % 2 == ENGLISH)
    whole = parts[0]
    for part in parts[1:]:
        space = pc.if_else(pc.and_(english, pc.not_equal(part, "")), " ", "")
        whole = pc.binary_join_element_wise(whole, space, part, "")
    return whole


def pen_names(plan: Plan, cast: Cast) -> list[str]:
    """Invented pen names, each once. Those who came first took the short ones."""
    dice = plan.dice("names")
    names = np.empty(len(cast), dtype=object)
    for language in (CHINESE, ENGLISH):
        who = np.flatnonzero(cast.language == language)
        who = who[np.argsort(cast.joined[who], kind="stable")]
        names[who] = _invented(language, len(who), dice)
    return names.tolist()


def _invented(language: int, count: int, dice: np.random.Generator) -> list[str]:
    first, middle, last = (phrases(kind)[language] for kind in ("first_names", "middle_names", "last_names"))
    space = "" if language == CHINESE else " "
    pairs = [(a, b) for a in first for b in last]
    names: list[str] = []
    for between in middle:
        shuffled = [pairs[index] for index in dice.permutation(len(pairs))]
        names.extend(space.join(part for part in (a, between, b) if part) for a, b in shuffled)
    again = -(-count // len(names))
    return [name if not turn else f"{name} {turn + 1}" for turn in range(again) for name in names][:count]
