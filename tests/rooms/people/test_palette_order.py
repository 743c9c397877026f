"""What the palette finds first: names that begin so, then names spelled so, then whoever is found by the rest."""

import pytest

from kolony.ground.people import actions, queries
from tests.rooms.desk.dossier_people import NOW, somebody

pytestmark = pytest.mark.django_db


def test_names_that_begin_so_come_before_those_spelled_so_and_those_that_hold_it():
    lin = somebody("Lin", "operator")
    for at, name in enumerate(("小南", "南枝", "Nan", "nanny", "南北", "Ann")):
        actions.nominate(actor=lin, handle=("forum", f"u{at}", name), source="internal", now=NOW)
    assert [person.display_name for person in queries.search_people(lin, "nan")] == [
        "Nan", "nanny", "南北", "南枝", "小南",
    ]  # fmt: skip
    assert [person.display_name for person in queries.search_people(lin, "南")] == ["南北", "南枝", "小南"]
    assert [person.display_name for person in queries.search_people(lin, "南", 1)] == ["南北"]
    assert queries.search_people(lin, "zzyzx") == []
