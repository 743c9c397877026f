"""People and dossiers in the hands of Lin (owns), Mei (other team), Bo (the KOL: no account), a stranger."""

import pytest
from django.urls import reverse

from kolony.ground.guard.models import AuditEntry
from kolony.ground.people import actions, queries
from kolony.ground.people.models import Business, FieldChange, Handle, Label, Look, Merge, Note, Person, TimelineEntry

from .dossier_people import NOW, somebody

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}
ROLES = ("owner", "lead", "operator", "analyst", "auditor")


def _full(bo, lin):
    actions.write_note(actor=lin, person=bo, text="TOKENNOTE", level="restricted", remember=True, now=NOW)
    bo.refresh_from_db()
    actions.describe(actor=lin, person=bo, version=bo.version, values={"price": "TOKENPRICE"}, now=NOW)
    bo.refresh_from_db()
    actions.save_private(actor=lin, person=bo, version=bo.version, values={"phone": "13800138000"}, now=NOW)
    actions.add_label(actor=lin, person=bo, dimension="ability", value="strong", now=NOW)


def _writes(bo):
    """Every address that changes something, with a body that would be accepted."""
    return {
        "person-edit": ([bo.pk], {"display_name": "X", "kind": "koc", "version": "1"}),
        "person-private": ([bo.pk], {"phone": "1", "version": "1"}),
        "person-look": ([bo.pk, "phone"], {"reason": "ring her"}),
        "person-account": ([bo.pk], {"platform": "weibo", "external_id": "9"}),
        "person-label": ([bo.pk], {"dimension": "identity", "value": "x"}),
        "person-label-remove": ([bo.pk, 1], {}),
        "person-note": ([bo.pk], {"text": "x", "level": "internal"}),
        "person-contact": ([bo.pk], {"text": "x", "direction": "we"}),
        "person-merge": ([bo.pk], {"other": str(bo.pk), "reason": "same"}),
        "person-erase": ([bo.pk], {"reason": "asked"}),
    }


def _state():
    models = (Person, Handle, Label, Note, FieldChange, TimelineEntry, Look, Merge)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_works_here_reads_people(client, bo, role):
    client.force_login(somebody("Any", role, "south"))
    for url in (reverse("desk:people"), reverse("desk:person", args=[bo.pk])):
        assert client.get(url).status_code == 200


def test_an_unwritten_business_block_says_so_and_leads_to_the_form(as_lin, bo):
    page = as_lin.get(reverse("desk:person", args=[bo.pk]), headers=EN).content.decode()
    assert "Nothing is known yet of what they offer and ask." in page
    Business.objects.update_or_create(person=bo, defaults={"field": "maths"})
    page = as_lin.get(reverse("desk:person", args=[bo.pk]), headers=EN).content.decode()
    assert "Nothing is known yet of what they offer and ask." not in page
    assert ">maths</dd>" in page


def test_a_list_of_nobody_offers_no_export(as_lin):
    assert reverse("desk:people-export") not in as_lin.get(reverse("desk:people")).content.decode()


def test_a_list_of_somebody_offers_its_export(as_lin, bo):
    assert reverse("desk:people-export") in as_lin.get(reverse("desk:people")).content.decode()


@pytest.mark.parametrize("name", ["people", "people-export"])
def test_a_stranger_is_asked_to_sign_in(client, name):
    assert client.get(reverse(f"desk:{name}")).status_code == 302


def test_a_stranger_changes_nothing(client, bo):
    before = _state()
    for name, (args, body) in _writes(bo).items():
        assert client.post(reverse(f"desk:{name}", args=args), body).status_code == 302
    assert _state() == before


@pytest.mark.parametrize(
    "who", [("Mei", "operator", "south"), ("Le", "lead", "south"), ("Ana", "analyst", "north"), ("Ada", "auditor", "")]
)
def test_another_team_analysts_and_auditors_change_nothing(client, bo, lin, who):
    _full(bo, lin)
    client.force_login(somebody(*who))
    before = _state()
    refused = {
        name: client.post(reverse(f"desk:{name}", args=args), body).status_code
        for name, (args, body) in _writes(bo).items()
    }
    assert set(refused.values()) == {403}
    assert _state() == before


def test_an_operator_neither_merges_nor_erases_even_his_own(as_lin, bo):
    for name in ("person-merge", "person-erase"):
        args, body = _writes(bo)[name]
        assert as_lin.post(reverse(f"desk:{name}", args=args), body).status_code == 403


def test_who_may_not_look_sees_neither_restricted_notes_nor_prices_nor_numbers(client, bo, lin, mei):
    _full(bo, lin)
    client.force_login(mei)
    page = client.get(reverse("desk:person", args=[bo.pk])).content.decode()
    assert [token for token in ("TOKENNOTE", "TOKENPRICE", "13800138000") if token in page] == []
    client.force_login(lin)
    page = client.get(reverse("desk:person", args=[bo.pk])).content.decode()
    assert ("TOKENNOTE" in page, "TOKENPRICE" in page, "13800138000" in page) == (True, True, False)


def test_a_look_shows_the_value_and_is_written_down(as_lin, bo, lin):
    _full(bo, lin)
    response = as_lin.post(reverse("desk:person-look", args=[bo.pk, "phone"]), {"reason": "ring her"})
    assert "13800138000" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert Look.objects.get().reason == "ring her"


def test_a_look_without_a_reason_shows_nothing(as_lin, bo, lin):
    _full(bo, lin)
    response = as_lin.post(reverse("desk:person-look", args=[bo.pk, "phone"]), {"reason": ""})
    assert (response.status_code, "13800138000" in response.content.decode()) == (422, False)


def test_nothing_ever_changes_by_reading(as_lin, bo):
    before = _state()
    for name, (args, _) in _writes(bo).items():
        as_lin.get(reverse(f"desk:{name}", args=args))
    assert _state() == before


def _form(bo, **changes):
    values = {"display_name": bo.display_name, "kind": bo.kind, "purpose": bo.purpose, "highlight": bo.highlight,
              "owner": str(bo.owner_id), "team": str(bo.team_id), "version": str(bo.version)}  # fmt: skip
    return {**values, **changes}


def test_an_edit_is_saved_with_its_reason_and_can_be_taken_back(as_lin, bo):
    url = reverse("desk:person-edit", args=[bo.pk])
    assert as_lin.post(url, _form(bo, kind="koc", reason="dense fans")).status_code == 302
    change = FieldChange.objects.get()
    assert (change.name, change.before, change.after, change.reason) == ("kind", "kol", "koc", "dense fans")
    assert as_lin.post(reverse("desk:change-take-back", args=[change.pk])).status_code == 302
    bo.refresh_from_db()
    assert bo.kind == "kol"


def test_who_saves_second_sees_the_newer_version_beside_their_own_and_can_save_again(as_lin, bo, lin):
    url = reverse("desk:person-edit", args=[bo.pk])
    late = _form(bo, highlight="MINE")
    actions.describe(actor=lin, person=bo, version=1, values={"highlight": "THEIRS"}, now=NOW)
    told = as_lin.post(url, late, headers=EN)
    page = told.content.decode()
    assert (told.status_code, "MINE" in page, "THEIRS" in page) == (409, True, True)
    assert 'name="version" value="2"' in page
    assert as_lin.post(url, {**late, "version": "2"}).status_code == 302
    bo.refresh_from_db()
    assert bo.highlight == "MINE"


def test_a_bad_field_keeps_what_was_typed(as_lin, bo):
    response = as_lin.post(reverse("desk:person-edit", args=[bo.pk]), _form(bo, kind="king", highlight="TYPED"))
    assert (response.status_code, "TYPED" in response.content.decode()) == (422, True)


def test_the_private_form_never_holds_a_value_and_empty_keeps_it(as_lin, bo, lin):
    _full(bo, lin)
    bo.refresh_from_db()
    url = reverse("desk:person-private", args=[bo.pk])
    assert "13800138000" not in as_lin.get(url).content.decode()
    as_lin.post(url, {"wechat": "w", "version": bo.version})
    assert set(queries.private_masks([bo.pk])) == {"phone", "wechat"}
    bo.refresh_from_db()
    as_lin.post(url, {"remove": ["phone"], "version": bo.version})
    assert set(queries.private_masks([bo.pk])) == {"wechat"}


def test_a_birthday_that_never_was_is_told_at_its_field(as_lin, bo):
    response = as_lin.post(reverse("desk:person-private", args=[bo.pk]), {"birthday": "2023-02-30", "version": 1})
    assert response.status_code == 422


def test_a_note_is_written_withdrawn_and_brought_back(as_lin, bo):
    as_lin.post(reverse("desk:person-note", args=[bo.pk]), {"text": "likes tea", "level": "internal"})
    note = Note.objects.get()
    response = as_lin.post(reverse("desk:note-withdraw", args=[note.pk]))
    assert response["Location"].endswith(f"?withdrawn={note.pk}")
    assert reverse("desk:note-restore", args=[note.pk]) in as_lin.get(response["Location"]).content.decode()
    as_lin.post(reverse("desk:note-restore", args=[note.pk]))
    assert "likes tea" in as_lin.get(reverse("desk:person", args=[bo.pk])).content.decode()


def test_labels_contacts_and_accounts_are_added_on_the_page(as_lin, bo):
    as_lin.post(reverse("desk:person-label", args=[bo.pk]), {"dimension": "identity", "value": "教师"})
    as_lin.post(reverse("desk:person-contact", args=[bo.pk]), {"text": "谈年刊", "direction": "they"})
    account = {"platform": "weibo", "external_id": "9", "name": "枝", "fans": "12000", "url": "https://example.org/9"}
    as_lin.post(reverse("desk:person-account", args=[bo.pk]), account)
    page = as_lin.get(reverse("desk:person", args=[bo.pk]), headers=EN).content.decode()
    assert [words for words in ("教师", "谈年刊", "12,000 fans") if words not in page] == []


def test_a_link_that_runs_scripts_is_no_link(as_lin, bo):
    body = {"platform": "x", "external_id": "1", "url": "javascript:alert(1)"}
    answer = as_lin.post(reverse("desk:person-account", args=[bo.pk]), body, headers=EN)
    assert (answer.status_code, "Link: Enter a valid URL." in answer.content.decode()) == (422, True)


def test_what_a_small_form_refuses_is_named_in_the_readers_language(as_lin, bo):
    answer = as_lin.post(reverse("desk:person-note", args=[bo.pk]), {"text": "  ", "level": "internal"})
    assert (answer.status_code, "「记在心上」：这里还空着。" in answer.content.decode()) == (422, True)
    assert not Note.objects.exists()


def test_a_merge_leads_from_one_dossier_to_the_other_and_back(client, bo, lin):
    owner = somebody("Ou", "owner")
    other = actions.nominate(actor=lin, handle=("weibo", "9", "枝"), source="external", now=NOW)
    client.force_login(owner)
    url = "http://testserver" + reverse("desk:person", args=[other.pk])
    client.post(reverse("desk:person-merge", args=[bo.pk]), {"other": url, "reason": "same voice"})
    assert client.get(reverse("desk:person", args=[other.pk]))["Location"] == reverse("desk:person", args=[bo.pk])
    client.post(reverse("desk:merge-undo", args=[Merge.objects.get().pk]))
    assert client.get(reverse("desk:person", args=[other.pk])).status_code == 200


def test_an_erased_person_is_a_page_that_says_so(client, bo, lin):
    _full(bo, lin)
    client.force_login(somebody("Ou", "owner"))
    client.post(reverse("desk:person-erase", args=[bo.pk]), {"reason": "she asked"})
    page = client.get(reverse("desk:person", args=[bo.pk]), headers=EN).content.decode()
    assert ("was erased" in page, "南枝读书会" in page) == (True, False)


@pytest.mark.parametrize("url", ["/desk/people/00000000-0000-0000-0000-000000000000", "/desk/people/nonsense"])
def test_nobody_is_404(as_lin, url):
    assert as_lin.get(url).status_code == 404


HOSTILE = [
    "<script>alert('x')</script>",
    "'\"><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "\u202e",
    "{{ 7*7 }}",
    "%s %(x)s {0}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_stay_text(as_lin, lin, text):
    person = actions.nominate(actor=lin, handle=(text, text, text), source="external", highlight=text, now=NOW)
    actions.write_note(actor=lin, person=person, text=text, now=NOW)
    actions.log_contact(actor=lin, person=person, text=text, now=NOW)
    for url in (
        reverse("desk:people"),
        reverse("desk:person", args=[person.pk]),
        reverse("desk:person-edit", args=[person.pk]),
    ):
        page = as_lin.get(url).content.decode()
        assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
    lines = b"".join(as_lin.get(reverse("desk:people-export")).streaming_content).decode("utf-8-sig").splitlines()
    assert not lines[1].startswith(("=", '"=', "+", "-", "@"))


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%25", "kind=king", "owner=x", "sort=nonsense", "page=9999999", "view=x", "q=" + "a" * 3000]
)
def test_hostile_filters_are_harmless(as_lin, bo, query):
    assert as_lin.get(reverse("desk:people") + "?" + query).status_code == 200


def test_the_list_is_filtered_by_its_address(as_lin, bo, lin, mei):
    actions.nominate(actor=mei, handle=("forum", "u1", "王小明"), source="external", now=NOW)
    names = {
        query: _names(as_lin, query)
        for query in ("", "q=nzdsh", "q=小明", "kind=kol", f"owner={mei.pk}", "source=external", "q=zzz")
    }
    both, first, second = {"南枝读书会", "王小明"}, {"南枝读书会"}, {"王小明"}
    assert list(names.values()) == [both, first, second, first, second, second, set()]


def _names(client, query):
    response = client.get(reverse("desk:people") + "?" + query)
    return {person.display_name for person in response.context["table"].page.rows}


def test_the_export_holds_the_filtered_rows_and_is_written_down(as_lin, bo):
    response = as_lin.get(reverse("desk:people-export") + "?q=nzdsh", headers=EN)
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(",")[0], lines[1].split(",")[0]) == (2, "Person", "南枝读书会")
    assert AuditEntry.objects.get(kind="people.exported").changes == {"count": 1, "filters": ["q"]}


def test_an_auditor_exports_nothing(client, bo):
    client.force_login(somebody("Ada", "auditor"))
    assert client.get(reverse("desk:people-export")).status_code == 403


def test_the_list_asks_as_many_questions_for_fifty_people_as_for_one(as_lin, lin, bo, django_assert_max_num_queries):
    for number in range(50):
        actions.nominate(actor=lin, handle=("forum", f"n{number}", f"人{number}"), source="internal", now=NOW)
    with django_assert_max_num_queries(14):
        as_lin.get(reverse("desk:people"))


def test_the_dossier_asks_a_fixed_number_of_questions(as_lin, lin, bo, django_assert_max_num_queries):
    _full(bo, lin)
    for number in range(20):
        actions.log_contact(actor=lin, person=bo, text=f"c{number}", now=NOW)
        actions.write_note(actor=lin, person=bo, text=f"n{number}", now=NOW)
    with django_assert_max_num_queries(30):
        as_lin.get(reverse("desk:person", args=[bo.pk]))
