"""Addresses of the dossier."""

from django.urls import path

from kolony.fronts.desk.dossier.views import changing, page, placing, private

urlpatterns = [
    path("<uuid:person_id>", page.person, name="person"),
    path("<uuid:person_id>/edit", changing.edit, name="person-edit"),
    path("<uuid:person_id>/private", private.edit, name="person-private"),
    path("<uuid:person_id>/look/<slug:name>", private.look, name="person-look"),
    path("<uuid:person_id>/account", changing.add_account, name="person-account"),
    path("<uuid:person_id>/label", changing.add_label, name="person-label"),
    path("<uuid:person_id>/label/<int:label_id>/remove", changing.remove_label, name="person-label-remove"),
    path("<uuid:person_id>/placing", placing.place, name="person-placing"),
    path("<uuid:person_id>/note", changing.write_note, name="person-note"),
    path("<uuid:person_id>/contact", changing.log_contact, name="person-contact"),
    path("<uuid:person_id>/merge", changing.merge, name="person-merge"),
    path("<uuid:person_id>/erase", changing.erase, name="person-erase"),
    path("note/<uuid:note_id>/withdraw", changing.withdraw_note, name="note-withdraw"),
    path("note/<uuid:note_id>/restore", changing.restore_note, name="note-restore"),
    path("change/<int:change_id>/take-back", changing.take_back, name="change-take-back"),
    path("merge/<int:merge_id>/undo", changing.unmerge, name="merge-undo"),
]
