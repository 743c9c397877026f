"""Rows drawn by sort look exactly as a template would have drawn each of them."""

from dataclasses import dataclass

import pytest
from django.template import Context, engines
from hypothesis import given
from hypothesis import strategies as some

from kolony.ground.frame.alike import draw_rows

ROW = "frame/row.html"
MARKUP = (
    '<li{% if row.chosen %} aria-current="true"{% endif %} style="width:100%">{{ row.name }} {{ place }}'
    '{% if row.note %} <i title="{{ row.note }}">{{ row.note }}</i>{% else %} –{% endif %}</li>\n'
)
WORDS = some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=12) | some.sampled_from(
    ["", "<b>", "{{ name }}", "%s", '"', "&amp;", "name"]
)


@dataclass(frozen=True)
class Row:
    name: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Numbered:
    number: int


@pytest.fixture(scope="module")
def page():
    """A page of an engine of its own, with one template."""
    source = [("django.template.loaders.locmem.Loader", {ROW: MARKUP})]
    engine = type(engines["django"].engine)(loaders=source)
    context = Context({"place": "<here>"})
    context.template = engine.get_template(ROW)
    return context


@given(some.lists(some.builds(Row, WORDS, WORDS, some.booleans()), max_size=8))
def test_rows_look_as_if_each_had_been_drawn(page, rows):
    template = page.template.engine.get_template(ROW)
    each = [template.render(Context({"place": "<here>", "row": row})) for row in rows]
    assert draw_rows(page, ROW, rows) == "".join(each)


def test_a_row_of_numbers_is_refused_for_the_first_would_stand_everywhere(page):
    with pytest.raises(TypeError, match="number"):
        draw_rows(page, ROW, [Numbered(1)])
