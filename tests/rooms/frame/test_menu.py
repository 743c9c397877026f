"""The sidebar: the story's order, the reader's permits, the place where one is."""

import pytest
from django.test import RequestFactory

from kolony.ground.frame import menu
from kolony.ground.frame.menu import MenuEntry


@pytest.fixture(autouse=True)
def small_menu(small_house):
    for section, key, url_name in (
        ("ground", "data", "frame:style-toast"),
        ("stage", "retain", "frame:bell"),
        ("stage", "discover", "frame:style"),
        ("top", "today", "account_login"),
    ):
        entry = MenuEntry(key=key, label=key, icon="sun", url_name=url_name, section=section)
        menu.register(entry)


def lines(path="/desk/style", user=None):
    request = RequestFactory().get(path)
    request.user = user
    return menu.lines_for(request)


def test_stages_stand_in_the_order_they_are_lived(settings):
    settings.KOLONY_STAGE_ORDER = ("discover", "recruit", "retain")
    assert [line.key for line in lines()["stage"]] == ["discover", "retain"]
    settings.KOLONY_STAGE_ORDER = ("retain", "discover")
    assert [line.key for line in lines()["stage"]] == ["retain", "discover"]


def test_the_longest_address_above_the_page_is_where_one_is():
    now = [line.key for section in lines("/desk/style/toast").values() for line in section if line.current]
    assert now == ["data"]
    now = [line.key for section in lines("/desk/style").values() for line in section if line.current]
    assert now == ["discover"]


def test_nothing_is_current_elsewhere():
    assert not [line for section in lines("/elsewhere").values() for line in section if line.current]


def test_an_entry_without_a_permit_is_not_shown():
    menu.register(MenuEntry(key="secret", label="Secret", icon="lock", url_name="frame:bell", action="guard.see"))
    menu.ask_permission_with(lambda user, action: user == "owner")
    assert "secret" not in [line.key for line in lines(user="operator")["ground"]]
    assert "secret" in [line.key for line in lines(user="owner")["ground"]]


def test_what_waits_is_counted_and_zero_is_silent():
    entry = MenuEntry(key="care", label="Care", icon="heart", url_name="frame:bell", waiting=lambda u: 9, late=bool)
    menu.register(entry)
    menu.register(MenuEntry(key="calm", label="Calm", icon="heart", url_name="frame:bell", waiting=lambda u: 0))
    found = {line.key: (line.waiting, line.late) for line in lines(user="lin")["ground"]}
    assert found["care"] == (9, True)
    assert found["calm"] == (None, False)
