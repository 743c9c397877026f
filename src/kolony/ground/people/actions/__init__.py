"""What people do with dossiers. Each verb owns permission, change, history and audit in one transaction."""

from kolony.ground.people.actions.describing import add_label, describe, remove_label, take_back
from kolony.ground.people.actions.erasing import erase, rotate_keys
from kolony.ground.people.actions.merging import merge, unmerge
from kolony.ground.people.actions.nominating import add_handle, nominate, withdraw_nomination
from kolony.ground.people.actions.noting import log_contact, note_export, restore_note, withdraw_note, write_note
from kolony.ground.people.actions.placing import place
from kolony.ground.people.actions.private import find_by_private, look, save_private
from kolony.ground.people.actions.several import give_to_team, hand_over, label_several, take_back_step
from kolony.ground.people.actions.vocabulary import drop_type, name_type

__all__ = [
    "add_handle",
    "add_label",
    "describe",
    "drop_type",
    "erase",
    "find_by_private",
    "give_to_team",
    "hand_over",
    "label_several",
    "log_contact",
    "look",
    "merge",
    "name_type",
    "nominate",
    "note_export",
    "place",
    "remove_label",
    "restore_note",
    "rotate_keys",
    "save_private",
    "take_back",
    "take_back_step",
    "unmerge",
    "withdraw_nomination",
    "withdraw_note",
    "write_note",
]
