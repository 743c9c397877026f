"""Names in the picture of a network: none lies over another, none leaves the picture."""

import re

from kolony.stages.discover.seedsets.network import HIGH, WIDE, Starter, drawing


def names_at(places):
    """{name: (across, down, named)} as drawn."""
    picture = {
        "x": [across for across, _down in places.values()], "y": [down for _across, down in places.values()],
        "area": list(range(len(places))), "ties": [],
    }  # fmt: skip
    starters = [Starter(at, name, name, "/") for at, name in enumerate(places)]
    svg = drawing(picture, [1.0] * len(places), [1] * len(places), starters)
    found = re.findall(r'class="(named|)" .*?<text x="([\d.]+)" y="([\d.]+)">(.*?)</text>', svg)
    return {name: (float(across), float(down), bool(named)) for named, across, down, name in found}


def test_a_name_stands_above_its_point_where_there_is_room():
    assert names_at({"Ann": (300, 200)}) == {"Ann": (300.0, 187.0, True)}


def test_the_name_of_a_neighbour_goes_below():
    found = names_at({"灯下的守门人": (200, 200), "荒原新守门人": (210, 195)})
    assert found["灯下的守门人"][1] == 187.0
    assert found["荒原新守门人"][1] == 221.0


def test_where_there_is_no_room_left_a_name_waits_until_it_is_pointed_at():
    found = names_at({f"Salt Sundial {number}": (320, 200) for number in range(6)})
    assert [named for _across, _down, named in found.values()] == [True] * 4 + [False] * 2


def test_a_long_name_at_the_edge_stays_in_the_picture():
    [(across, down, named)] = names_at({"Paper Glass Sparrow": (WIDE, HIGH)}).values()
    assert named
    assert across < WIDE - 80
    assert down < HIGH
