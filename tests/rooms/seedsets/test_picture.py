"""Names in the picture of a network: none lies over another or over a big point, each is clearly somebody's."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kolony.stages.discover.seedsets.labels import EM, Dot, half_of, placed
from kolony.stages.discover.seedsets.network import HIGH, WIDE, Starter, drawing

NAMES = ("Ann", "灯下的守门人", "Juniper Brass Walker", "荒原新守门人", "Salt Sundial")


def names_at(places, others=()):
    """{name: (across, down, named)} as drawn; `others` are members who are not starters, with their circles."""
    points = [*places.values(), *((across, down) for across, down, _circle in others)]
    picture = {
        "x": [across for across, _down in points], "y": [down for _across, down in points],
        "area": list(range(len(points))), "ties": [],
    }  # fmt: skip
    circles = [1] * len(places) + [circle for _across, _down, circle in others]
    starters = [Starter(at, name, name, "/") for at, name in enumerate(places)]
    svg = drawing(picture, [1.0] * len(points), circles, starters)
    found = re.findall(r'class="(named|)" .*?<text x="([\d.]+)" y="([\d.]+)">(.*?)</text>', svg)
    return {name: (float(across), float(down), bool(named)) for named, across, down, name in found}


def test_a_name_stands_above_its_point_where_there_is_room():
    assert names_at({"Ann": (300, 200)}) == {"Ann": (300.0, 186.2, True)}


def test_two_neighbours_have_their_names_on_sides_that_leave_no_doubt():
    found = names_at({"灯下的守门人": (200, 200), "荒原新守门人": (210, 195)})
    assert found == {"灯下的守门人": (123.5, 207.7, True), "荒原新守门人": (286.5, 202.7, True)}


def test_a_name_gives_way_to_a_member_with_many_readers_but_not_to_a_small_one():
    assert names_at({"Ann": (300, 200)}, [(300, 180, 400)]) == {"Ann": (300.0, 229.2, True)}
    around = [(300, 180, 1), (300, 220, 1), (300, 221, 1), *((at, 200, 1) for at in (280, 282, 318, 320))]
    corners = [(at, down, 1) for at in (275, 277, 325, 327) for down in (178, 222)]
    assert names_at({"Ann": (300, 200)}, around + corners) == {"Ann": (300.0, 186.2, True)}


def test_where_there_is_no_room_left_a_name_waits_until_it_is_pointed_at():
    found = names_at({f"Salt Sundial {number}": (320, 200) for number in range(6)})
    assert [named for _across, _down, named in found.values()] == [False] * 6


def test_a_long_name_at_the_edge_stays_in_the_picture():
    [(across, down, named)] = names_at({"Paper Glass Sparrow": (WIDE, HIGH)}).values()
    assert named
    assert across < WIDE - 80
    assert down < HIGH


PLACES = st.tuples(st.floats(0, WIDE), st.floats(0, HIGH))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), PLACES), max_size=20), st.lists(PLACES, max_size=40))
def test_no_name_lies_over_another_or_over_a_point_that_matters(named, crowd):
    named = [(name, Dot(*place, 8.5, matters=True)) for name, place in named]
    others = [Dot(*place, 7.0 if number % 2 else 3.0, matters=bool(number % 2)) for number, place in enumerate(crowd)]
    found = placed(named, others, WIDE, HIGH, at_most=9)
    labels = [label for label in found if label]
    assert found == placed(named, others, WIDE, HIGH, at_most=9)
    assert len(labels) <= 9
    for number, label in enumerate(labels):
        assert label.half <= label.across <= WIDE - label.half
        assert EM / 2 <= label.down <= HIGH - EM / 2
        assert not any(label.meets(other) for other in labels[number + 1 :])
        assert all(label.away(dot) >= dot.size for dot in others if dot.matters)
    for (name, dot), label in zip(named, found, strict=True):
        assert label is None or label.half == half_of(name)
        assert label is None or min((label.away(other) for _name, other in named), default=0) == label.away(dot)
