"""What the models of the house promise: keys look back, personal fields are classified, and can be erased."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from kolony import stages
from kolony.ground.guard import erasers
from kolony.ground.guard.classes import InformationClass

GROUND = ("frame", "guard", "people", "facts", "money")
PLACE = {label: place for place, label in enumerate((*GROUND, *stages.ORDER, "desk", "portal", "door", "api"))}
# A room inside a stage's room stands where its stage stands.
PLACE |= {
    config.label: PLACE[config.name.split(".")[2]]
    for config in apps.get_app_configs()
    if config.name.startswith("kolony.stages.") and config.label not in PLACE
}
ABOUT_KOLS = {"people", "facts", *PLACE.keys() - {*GROUND, "desk", "portal", "door", "api"}}
# A column of these names holds what somebody is called, wrote or did, whatever the table.
TELLING = {"name", "display_name", "email", "phone", "text", "note", "actor_id", "author_id", "birthday", "address"}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in PLACE]


def keys_ahead(found: list[type[models.Model]]) -> list[str]:
    """Foreign keys that point to a later room."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in _keys(model)
        if PLACE.get(field.related_model._meta.app_label, -1) > PLACE[model._meta.app_label]
    ]


def keys_with_a_way_back(found: list[type[models.Model]]) -> list[str]:
    """Foreign keys whose other end grew an attribute nobody asked for."""
    return [f"{model._meta.label}.{field.name}" for model in found for field in _keys(model) if not field._related_name]


def unclassified(found: list[type[models.Model]]) -> list[str]:
    """Models without a word on information classes, classes for fields that are none, telling fields without one."""
    wrong = []
    for model in found:
        declared = getattr(model, "INFORMATION", None)
        names = {field.name for field in model._meta.get_fields()} | {field.attname for field in model._meta.fields}
        if declared is None:
            wrong.append(model._meta.label)
            continue
        wrong += [f"{model._meta.label}.{name}: no such field" for name in declared.keys() - names]
        wrong += [f"{model._meta.label}.{name}" for name, it in declared.items() if it not in list(InformationClass)]
        if model._meta.app_label in ABOUT_KOLS and getattr(model, "ABOUT_PEOPLE", True):
            wrong += [f"{model._meta.label}.{name}" for name in (TELLING & names) - declared.keys()]
    return wrong


def without_eraser(found: list[type[models.Model]], registered: set[str]) -> list[str]:
    """Models that hold personal fields of KOLs and that nobody would empty."""
    return [
        model._meta.label
        for model in found
        if model._meta.app_label in ABOUT_KOLS
        and getattr(model, "ABOUT_PEOPLE", True)
        and getattr(model, "INFORMATION", None)
        and model._meta.label_lower not in registered
    ]


def _keys(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.get_fields() if field.concrete and field.is_relation and field.remote_field]


def test_foreign_keys_look_back():
    assert keys_ahead(our_models()) == []


def test_foreign_keys_leave_no_attribute_at_the_other_end():
    assert keys_with_a_way_back(our_models()) == []


def test_every_personal_field_has_an_information_class():
    assert unclassified(our_models()) == []


def test_every_model_with_personal_fields_has_an_eraser():
    assert without_eraser(our_models(), set(erasers.registered())) == []


@pytest.fixture
def two_rooms():
    """A frame that points ahead to the guard, and a person whose name nobody classified."""
    with isolate_apps("kolony.ground.frame", "kolony.ground.guard", "kolony.ground.people"):

        class Somebody(models.Model):
            class Meta:
                app_label = "guard"

        class Ahead(models.Model):
            who = models.ForeignKey(Somebody, on_delete=models.CASCADE)

            class Meta:
                app_label = "frame"

        class Unsaid(models.Model):
            name = models.TextField()
            INFORMATION: dict[str, str] = {}

            class Meta:
                app_label = "people"

        class Kept(models.Model):
            name = models.TextField()
            INFORMATION = {"name": InformationClass.INTERNAL, "gone": InformationClass.PUBLIC}

            class Meta:
                app_label = "people"

        yield [Somebody, Ahead, Unsaid, Kept]


def test_a_planted_key_ahead_is_caught(two_rooms):
    assert keys_ahead(two_rooms) == ["frame.Ahead.who"]
    assert keys_with_a_way_back(two_rooms) == ["frame.Ahead.who"]


def test_planted_personal_fields_without_class_or_eraser_are_caught(two_rooms):
    found = unclassified(two_rooms)
    assert found == ["guard.Somebody", "frame.Ahead", "people.Unsaid.name", "people.Kept.gone: no such field"]
    assert without_eraser(two_rooms[2:], set()) == ["people.Kept"]
    assert without_eraser(two_rooms[2:], {"people.kept"}) == []
