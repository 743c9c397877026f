"""The page on which the house says which business types there are."""

import pytest

from kolony.ground.people.models import BusinessType
from tests.rooms.desk.dossier_people import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_types")]
PAGE, ENGLISH = "/desk/people/types", {"accept-language": "en"}


def test_an_owner_adds_renames_and_takes_away(client):
    client.force_login(somebody("Olga", "owner", "north"))
    assert PAGE in client.get("/desk/people/", headers=ENGLISH).content.decode()
    client.post(PAGE, {"verb": "name", "name_zh": "主播型", "name_en": "Live host"})
    client.post(PAGE, {"verb": "name", "key": "creative", "name_zh": "原创型", "name_en": "Original"})
    client.post(PAGE, {"verb": "drop", "key": "resource"})
    names = list(BusinessType.objects.values_list("name_en", flat=True))
    assert names == ["Appearance", "Original", "Authority", "Live host"]


def test_a_name_that_is_taken_is_told_and_what_was_typed_stays(client):
    client.force_login(somebody("Olga", "owner", "north"))
    answer = client.post(PAGE, {"verb": "name", "name_zh": "新", "name_en": "Creative"}, headers=ENGLISH)
    assert (answer.status_code, BusinessType.objects.count()) == (422, 4)
    page = answer.content.decode()
    assert "A business type is called “Creative” already. Choose another name." in page and 'value="新"' in page


def test_an_operator_neither_sees_the_way_there_nor_goes_it(client, lin):
    client.force_login(lin)
    assert PAGE not in client.get("/desk/people/", headers=ENGLISH).content.decode()
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"verb": "drop", "key": "resource"}).status_code == 403
    assert BusinessType.objects.count() == 4
