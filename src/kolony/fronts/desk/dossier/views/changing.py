"""What operators do on a dossier. Each view reads a form and calls one verb."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kolony.fronts.desk.dossier.forms import AccountForm, ContactForm, DescribeForm, LabelForm, NoteForm
from kolony.fronts.desk.dossier.showing import Vocabulary
from kolony.fronts.desk.dossier.views.staying import stays_on_the_page
from kolony.fronts.desk.errors import FieldUnread
from kolony.ground.frame.error_words import words_for
from kolony.ground.guard import permits
from kolony.ground.guard.policy import policy
from kolony.ground.kit import clock
from kolony.ground.people import actions, queries
from kolony.ground.people.actions.describing import values_of
from kolony.ground.people.errors import FieldRefused, NoSuchPerson, PersonMoved
from kolony.ground.people.models import Person


@policy("people.change")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The fields of the dossier; who saves second sees the newer version beside their own."""
    person = queries.visible_person(request.user, person_id)
    permits.require(request.user, "people.change", person)
    stored = {**values_of(person), "version": person.version}
    form = DescribeForm(request.POST or None, initial=stored, language=get_language() or "")
    if request.method == "GET" or not form.is_valid():
        return _form(request, person, form, status=200 if request.method == "GET" else 422)
    try:
        actions.describe(
            actor=request.user, person=person, version=form.cleaned_data["version"], values=form.values(),
            reason=form.cleaned_data["reason"], now=clock.now(),
        )  # fmt: skip
    except PersonMoved:
        return _newer(request, person_id, form)
    except FieldRefused as refused:
        form.add_error(refused.at if refused.at in form.fields else None, words_for(refused).what)
        return _form(request, person, form, status=422)
    messages.success(request, _("Saved."))
    return redirect("desk:person", person_id)


@policy("people.change")
@stays_on_the_page("account")
def add_account(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One more account of the same person."""
    form, person = _checked(AccountForm(request.POST)), queries.visible_person(request.user, person_id)
    handle = (form["platform"], form["external_id"], form["name"])
    actions.add_handle(
        actor=request.user, person=person, handle=handle, url=form["url"], fans=form["fans"], now=clock.now()
    )
    return _done(request, person_id, _("Account added."))


@policy("people.change")
@stays_on_the_page("label")
def add_label(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One word in one of the four dimensions."""
    form, person = _checked(LabelForm(request.POST)), queries.visible_person(request.user, person_id)
    actions.add_label(actor=request.user, person=person, now=clock.now(), **form)
    return _done(request, person_id, _("Label added."))


@policy("people.change")
@require_POST
def remove_label(request: HttpRequest, person_id: UUID, label_id: int) -> HttpResponse:
    """Take a label away."""
    person = queries.visible_person(request.user, person_id)
    actions.remove_label(actor=request.user, person=person, label_id=label_id, now=clock.now())
    return _done(request, person_id, _("Label removed."))


@policy("people.change")
@stays_on_the_page("note")
def write_note(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Something to remember, with its information class."""
    form, person = _checked(NoteForm(request.POST)), queries.visible_person(request.user, person_id)
    actions.write_note(actor=request.user, person=person, now=clock.now(), **form)
    return _done(request, person_id, _("Note written."))


@policy("people.change")
@require_POST
def withdraw_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Take a note out of the dossier; the next page offers to undo it."""
    note = queries.note_called(note_id)
    actions.withdraw_note(actor=request.user, note=note, now=clock.now())
    response = redirect("desk:person", queries.kept_person(note.person).pk)
    response["Location"] += f"?withdrawn={note.pk}"
    return response


@policy("people.change")
@require_POST
def restore_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Undo a withdrawal."""
    note = queries.note_called(note_id)
    actions.restore_note(actor=request.user, note=note, now=clock.now())
    return _done(request, queries.kept_person(note.person).pk, _("The note is back."))


@policy("people.change")
@stays_on_the_page("contact")
def log_contact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """We talked."""
    form, person = _checked(ContactForm(request.POST)), queries.visible_person(request.user, person_id)
    actions.log_contact(actor=request.user, person=person, now=clock.now(), **form)
    return _done(request, person_id, _("Contact logged."))


@policy("people.change")
@require_POST
def take_back(request: HttpRequest, change_id: int) -> HttpResponse:
    """Undo one change of a field."""
    change = queries.change_called(change_id)
    actions.take_back(actor=request.user, change=change, now=clock.now())
    return _done(request, queries.kept_person(change.person).pk, _("The older value is back."))


@policy("people.merge")
@require_POST
def merge(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Another dossier is the same human being."""
    kept = queries.visible_person(request.user, person_id)
    merged = queries.visible_person(request.user, _id(request.POST.get("other", "")))
    reason = request.POST.get("reason", "")
    actions.merge(actor=request.user, kept=kept, merged=merged, reason=reason, now=clock.now())
    return _done(request, person_id, _("Merged. This can be undone."))


@policy("people.merge")
@require_POST
def unmerge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """They are two after all."""
    merge = queries.merge_called(merge_id)
    actions.unmerge(actor=request.user, merge=merge, now=clock.now())
    return _done(request, merge.kept_id, _("Separated again."))


@policy("people.erase")
@require_POST
def erase(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody asked to be forgotten."""
    person = queries.visible_person(request.user, person_id)
    actions.erase(actor=request.user, person=person, reason=request.POST.get("reason", ""), now=clock.now())
    return redirect("desk:person", person_id)


def _form(request: HttpRequest, person: Person, form: DescribeForm, *, status: int, newer=None) -> HttpResponse:
    sections = (
        (_("Who this is"), [form[name] for name in ("display_name", "kind", "purpose", "highlight")]),
        (_("Who looks after them"), [form[name] for name in ("owner", "team", "contact_mode", "tie_strength")]),
        (
            _("Business"),
            [form[name] for name in ("business_type", "field", "influence", "price", "fee", "exclusive_to")],
        ),
    )
    context = {"person": person, "form": form, "sections": sections, "newer": newer or []}
    return render(request, "desk/dossier/edit.html", context, status=status)


def _newer(request: HttpRequest, person_id: UUID, form: DescribeForm) -> HttpResponse:
    """409: what was typed stays in the form, what is there now stands beside it, and saving again is possible."""
    person = queries.visible_person(request.user, person_id)
    now_there, typed = values_of(person), form.values()
    words = Vocabulary()
    newer = [
        (words.field(name), words.value(name, now_there[name]), words.value(name, typed[name]))
        for name in typed
        if now_there[name] != typed[name]
    ]
    form.data = form.data.copy()
    form.data["version"] = str(person.version)
    return _form(request, person, form, status=409, newer=newer)


def _checked(form) -> dict:
    """What the form holds; else the first field that does not fit, by its name on the page, and why."""
    for name, why in form.errors.items():
        raise FieldUnread(at=name, field=form.fields[name].label, why=why[0])
    return form.cleaned_data


def _done(request: HttpRequest, person_id: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("desk:person", person_id)


def _id(text: str) -> UUID:
    """An id as typed or pasted: the bare id, or a dossier's address."""
    try:
        return UUID(text.strip().rstrip("/").rsplit("/", 1)[-1])
    except ValueError as wrong:
        raise NoSuchPerson() from wrong
