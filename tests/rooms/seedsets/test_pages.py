"""What the four people see and may do, and what leaves the house."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from kolony.ground.facts import actions as facts
from kolony.ground.facts.models import Load, Member, Words
from kolony.ground.guard.house import HOUSE
from kolony.ground.guard.models import AuditEntry
from kolony.ground.kit.errors import NotAllowed
from kolony.ground.people import actions as people
from kolony.stages.discover.seedsets import actions, queries
from kolony.stages.discover.seedsets.errors import NameTaken, SetMoved
from kolony.stages.discover.seedsets.models import SeedMember, SeedSet, Segment

from .conftest import NOW, do_waiting_jobs, question

pytestmark = pytest.mark.django_db
PLAN = {
    "purpose": "activate", "unit": "money", "budget": "400", "currency": "CNY", "base": "100", "each": "10",
    "pool": "listed", "model": "wc", "seed": "1", "weight_everybody": "1", "source": "circles",
}  # fmt: skip


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def get(client, user, page, /, *args, query=""):
    client.force_login(user)
    return client.get(reverse(f"seedsets:{page}", args=args) + query, headers={"accept-language": "en"})


def post(client, user, page, /, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"seedsets:{page}", args=args), data, headers={"accept-language": "en"})


def test_before_there_is_anything_the_page_says_what_comes_first(client, cast):
    page = get(client, cast.lin, "sets").content.decode()
    assert "Nothing to choose from yet" in page


def test_lin_asks_on_the_form_and_waits_for_the_answer(client, cast, listed):
    assert "No seed set yet" in get(client, cast.lin, "sets").content.decode()
    answer = post(client, cast.lin, "new", **PLAN)
    made = SeedSet.objects.get()
    assert answer["Location"] == reverse("seedsets:set", args=[made.pk])
    assert "is being chosen" in get(client, cast.lin, "set", made.pk).content.decode()
    assert "HX-Refresh" not in get(client, cast.lin, "state", made.pk)
    assert do_waiting_jobs() == 1
    assert get(client, cast.lin, "state", made.pk)["HX-Refresh"] == "true"
    page = get(client, cast.mei, "set", made.pk).content.decode()
    assert "Activate for ¥400" in page
    assert "no set for ¥400 can exceed" in page
    assert page.count('class="starter"') >= 1


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_asked(client, cast, listed):
    answer = post(client, cast.lin, "new", **PLAN | {"must_in": "nobody\n", "weight_everybody": ""})
    assert answer.status_code == 422
    assert "Nobody here is called “nobody”." in answer.content.decode()
    assert SeedSet.objects.count() == 0


PEOPLE = PLAN | {"unit": "people", "budget": "3", "at_least": "2", "least_of": "kind:koc"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"unit": "money", "at_most": "1"}, "That is more than the whole set."),
        ({"least_of": ""}, "Say of which group."),
        ({"at_least": "4"}, "That is more than the whole set."),
        ({"one_topic": "2", "spread": "topic"}, "It contradicts the limit"),
        ({"one_topic": "1", "spread": "kind"}, "It contradicts the limit"),
        ({"least_of": "kind:both"}, "Select a valid choice"),
    ],
)
def test_an_at_least_that_cannot_be_is_said_at_its_field(client, cast, listed, sent, told):
    answer = post(client, cast.lin, "new", **PEOPLE | sent)
    assert (answer.status_code, SeedSet.objects.count()) == (422, 0)
    assert told in answer.content.decode()


def test_so_many_of_a_segment_are_asked_for_as_it_stands_now(client, cast, listed, source):
    tea = actions.make_segment(
        actor=cast.lin, source=source, name="Tea", conditions=[{"kind": "topic", "value": "tea"}], now=NOW
    )
    assert (
        post(client, cast.lin, "new", **PEOPLE | {"least_of": f"segment:{tea.pk}", "at_least": "1"}).status_code == 302
    )
    do_waiting_jobs()
    made = SeedSet.objects.get()
    least = made.run.parameters["at_least"]
    assert least == {"n": 1, "what": "segment", "which": str(tea.pk), "name": "Tea", "conditions": tea.conditions}
    page = get(client, cast.lin, "set", made.pk).content.decode()
    assert "At least, of Tea" in page and "do not keep the set mixed" in page
    again = get(client, cast.lin, "new", query=f"?source=circles&from={made.pk}").content.decode()
    assert f'<option value="segment:{tea.pk}" selected>Tea</option>' in again


def test_a_segment_that_everybody_outweighs_is_refused_with_the_way_out(client, cast, listed, source):
    conditions = [{"kind": "topic", "value": "tea"}]
    tea = actions.make_segment(actor=cast.lin, source=source, name="Tea", conditions=conditions, now=NOW)
    asked = PLAN | {f"weight_{tea.pk}": "1"}
    answer = post(client, cast.lin, "new", **asked)
    assert answer.status_code == 422
    assert "Lower “Everybody”, or empty it." in answer.content.decode()
    assert post(client, cast.lin, "new", **asked | {"weight_everybody": "0.5"}).status_code == 302


def test_a_segment_that_is_being_counted_looks_again_until_it_is(client, cast, listed, source):
    conditions = [{"kind": "topic", "value": "tea"}]
    tea = actions.make_segment(actor=cast.lin, source=source, name="Tea", conditions=conditions, now=NOW)
    look_again = f'hx-select="#of-{tea.pk}"'
    assert look_again in get(client, cast.lin, "segments").content.decode()
    do_waiting_jobs()
    assert look_again not in get(client, cast.lin, "segments").content.decode()


def test_a_segment_names_a_conversation_by_its_title(client, cast, listed, source):
    for topic in ("31", "tea"):
        conditions = [{"kind": "topic", "value": topic}]
        actions.make_segment(actor=cast.lin, source=source, name=f"About {topic}", conditions=conditions, now=NOW)
    Words.objects.create(source=source, load=Load.objects.get(), object_id="7", topic_id="31", title="Paper boats")
    page = get(client, cast.lin, "segments").content.decode()
    assert "interested in Paper boats" in page and "interested in tea" in page


def test_where_people_are_counted_nothing_is_said_of_money(client, cast, listed, source):
    asked = question(unit="people", budget=2)
    made = actions.plan(actor=cast.lin, source=source, question=asked, must_in=["ann"], must_out=[], now=NOW)
    do_waiting_jobs()
    page = get(client, cast.lin, "set", made.pk).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "As many people, chosen otherwise" in main and "binds this set alone" in main
    assert "same money" not in main and "more money" not in main


def test_a_cancelled_choice_says_so_and_keeps_the_question(client, cast, listed, source):
    made = actions.plan(actor=cast.lin, source=source, question=question(), must_in=[], must_out=[], now=NOW)
    assert "You may leave this page" in get(client, cast.lin, "set", made.pk).content.decode()
    run = facts.start_run(run=made.run, now=NOW)
    facts.fail_run(run=run, result={}, cancelled=True, now=NOW)
    page = get(client, cast.lin, "set", made.pk).content.decode()
    assert "Cancelled before it was chosen" in page and f"from={made.pk}" in page
    assert "You may leave this page" not in page


def test_where_somebody_counts_less_than_one_reach_is_told_by_weight(client, cast, listed, source):
    buyers = {"segment": "", "name": "Buyers", "conditions": [{"kind": "bought"}], "weight": 0.5}
    asked = question(audience=[buyers], unit="people", budget=1)
    made = actions.plan(actor=cast.lin, source=source, question=asked, must_in=[], must_out=[], now=NOW)
    do_waiting_jobs()
    assert "By their weights the 4 people wanted count as 2;" in get(client, cast.lin, "set", made.pk).content.decode()


def test_names_are_offered_as_they_are_typed(client, cast, listed, source):
    def offered(words):
        return get(client, cast.lin, "names", query=f"?source=circles&{words}").content.decode()

    Member.objects.create(source=source, actor_id="cas", name="Cassandra", load=Load.objects.get())
    assert re.findall(r'data-value="(\w+)"', offered("")) == ["dov", "ann", "cas", "ben"]
    found = offered("purpose=convert&q=cass")
    assert re.findall(r'data-value="(\w+)"', found) == ["cas"]
    assert "KOC" in found
    assert "#3" in found
    Member.objects.create(source=source, actor_id="dov", name="张三", spelled="zhangsan zs", load=Load.objects.get())
    assert re.findall(r'data-value="(\w+)"', offered("q=zhangs") + offered("q=zs")) == ["dov", "dov"]
    assert "Nobody here is called “zoe”." in offered("q=zoe")
    assert get(client, cast.ana, "names", query="?source=circles").status_code == 403


def test_where_nobody_has_a_name_ids_are_offered_and_taken(client, cast, listed, source):
    def offered(text):
        found = get(client, cast.lin, "names", query=f"?source=circles&q={text}").content.decode()
        return re.findall(r'data-value="(\w+)"', found)

    assert (offered("ben"), offered("be"), offered("zz")) == (["ben"], ["ben"], [])
    assert queries.known_names(source, "ben") == [("ben", "ben")]
    assert queries.known_names(source, "be") == []
    Member.objects.create(source=source, actor_id="cas", name="ben", load=Load.objects.get())
    assert queries.known_names(source, "ben") == [("ben", "ben")]
    assert offered("ben") == ["cas", "ben"]


def test_who_was_named_before_stands_in_the_form_by_name(client, cast, listed, source):
    made = actions.plan(actor=cast.lin, source=source, question=question(), must_in=["ann"], must_out=["ben"], now=NOW)
    page = get(client, cast.lin, "new", query=f"?source=circles&from={made.pk}").content.decode()
    assert re.findall(r'data-line="(\w+)"', page) == ["ann", "ben"]


def test_with_several_communities_every_page_says_which(client, cast, listed):
    assert 'aria-label="Community"' not in get(client, cast.lin, "sets", query="?source=circles").content.decode()
    facts.ensure_source(actor=HOUSE, name="Squares", platform="squares", recognition="discourse", now=NOW)
    for page in ("sets", "segments", "past", "compare", "new"):
        told = get(client, cast.lin, page, query="?source=circles").content.decode()
        assert re.search(r'href="\?source=circles"\s+aria-current="true"[^>]*>\s*<span[^>]*>Circles<', told)
        assert re.search(r'href="\?source=squares"[^>]*>\s*<span[^>]*>Squares<', told)


def test_the_slider_answers_with_the_part_that_changes(client, cast, chosen):
    client.force_login(cast.lin)
    address = reverse("seedsets:set", args=[chosen.pk]) + "?step=3"
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "result"}).content.decode()
    assert part.lstrip().startswith("<div")
    assert "<html" not in part
    assert 'name="step" value="3"' in part
    assert get(client, cast.lin, "set", chosen.pk, query="?step=99").status_code == 200


def test_a_page_asks_the_database_a_bounded_number_of_times(client, cast, chosen, django_assert_max_num_queries):
    client.force_login(cast.lin)
    with django_assert_max_num_queries(30):
        client.get(reverse("seedsets:set", args=[chosen.pk]))


def test_a_saved_set_opens_as_it_was(client, cast, chosen):
    before = get(client, cast.lin, "json", chosen.pk, query="?step=4").json()
    answer = post(client, cast.lin, "save", chosen.pk, name="Autumn wave", version=1, step=4)
    assert answer.status_code == 302
    chosen.refresh_from_db()
    assert (chosen.name, chosen.saved_step, chosen.version) == ("Autumn wave", 4, 2)
    after = get(client, cast.lin, "json", chosen.pk).json()
    assert after == before | {"name": "Autumn wave"}
    assert "Autumn wave" in get(client, cast.lin, "sets").content.decode()


def test_who_saves_second_is_told_and_changes_nothing(client, cast, chosen):
    actions.save(actor=cast.lin, seed_set=chosen, version=1, name="Lin's", step=4, now=NOW)
    with pytest.raises(SetMoved):
        actions.save(actor=cast.olga, seed_set=chosen, version=1, name="Olga's", step=5, now=NOW)
    answer = post(client, cast.olga, "save", chosen.pk, name="Olga's", version=1, step=5)
    assert answer.status_code == 409
    assert "your name “Olga&#x27;s” was not taken" in answer.content.decode()
    chosen.refresh_from_db()
    assert (chosen.name, chosen.saved_step) == ("Lin's", 4)


def test_two_saved_sets_cannot_share_a_name(cast, chosen, source):
    other = actions.plan(actor=cast.lin, source=source, question=question(), must_in=[], must_out=[], now=NOW)
    do_waiting_jobs()
    other.refresh_from_db()
    actions.save(actor=cast.lin, seed_set=chosen, version=1, name="Wave", step=4, now=NOW)
    with pytest.raises(NameTaken):
        actions.save(actor=cast.lin, seed_set=queries.set_with_id(other.pk), version=1, name="Wave", step=4, now=NOW)


def test_mei_of_another_team_looks_but_does_not_touch(client, cast, chosen):
    assert get(client, cast.mei, "set", chosen.pk).status_code == 200
    for verb, data in (("save", {"name": "Mine", "version": 1, "step": 4}), ("withdraw", {})):
        assert post(client, cast.mei, verb, chosen.pk, **data).status_code == 403
    chosen.refresh_from_db()
    assert (chosen.saved_at, chosen.withdrawn_at) == (None, None)


def test_the_auditor_reads_but_asks_and_exports_nothing(client, cast, chosen):
    assert get(client, cast.ana, "set", chosen.pk).status_code == 200
    assert get(client, cast.ana, "csv", chosen.pk).status_code == 403
    assert post(client, cast.ana, "new", **PLAN).status_code == 403
    with pytest.raises(NotAllowed):
        actions.ask_the_past(actor=cast.ana, source=chosen.source, now=NOW)
    assert SeedSet.objects.count() == 1


def test_a_stranger_is_asked_to_sign_in(client, chosen):
    for name, args in (("sets", []), ("set", [chosen.pk]), ("csv", [chosen.pk]), ("segments", []), ("past", [])):
        assert client.get(reverse(f"seedsets:{name}", args=args)).status_code == 302


def test_a_withdrawn_set_is_gone_for_everybody(client, cast, chosen):
    assert post(client, cast.lin, "withdraw", chosen.pk).status_code == 302
    assert get(client, cast.lin, "set", chosen.pk).status_code == 404
    actions.withdraw(actor=cast.lin, seed_set=chosen, now=NOW)
    assert AuditEntry.objects.filter(kind="seedsets.withdrawn").count() == 1


def test_a_fee_is_seen_only_by_those_who_may_look(client, cast, source, listed):
    held = people.nominate(
        actor=cast.lin, handle=("circles", "ann", "ann"), source="internal", purpose="activate", highlight="",
        evidence={}, now=NOW,
    )  # fmt: skip
    people.describe(actor=cast.lin, person=held, version=held.version, values={"fee": "123.45"}, now=NOW)
    made = actions.plan(actor=cast.lin, source=source, question=question(), must_in=["ann"], must_out=[], now=NOW)
    do_waiting_jobs()
    assert "¥123.45" in get(client, cast.lin, "set", made.pk).content.decode()
    page = get(client, cast.ana, "set", made.pk).content.decode()
    assert "123.45" not in page
    assert "restricted" in page


def test_the_csv_is_no_formula_and_is_audited(client, cast, chosen):
    row = SeedMember.objects.filter(seed_set=chosen, place__isnull=False).first()
    SeedMember.objects.filter(seed_set=chosen, place__isnull=False).exclude(pk=row.pk).update(kind="koc")
    SeedMember.objects.filter(seed_set=chosen, actor_id="ben").update(actor_id="=cmd|' /c calc'!A1")
    answer = get(client, cast.lin, "csv", chosen.pk)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:3] == ["Order", "Member", "Name"]
    assert not any(cell.startswith("=") for line in rows for cell in line)
    assert AuditEntry.objects.filter(kind="seedsets.exported").count() == 1


def test_the_json_holds_everything_needed_to_check_it(client, cast, chosen):
    told = json.loads(get(client, cast.lin, "json", chosen.pk).content)
    assert told["input_hashes"] == chosen.run.input_hashes
    assert (told["seed"], told["engine_version"]) == (1, chosen.run.engine_version)
    assert told["figures"]["lower"] <= told["figures"]["reach"] <= told["figures"]["best_possible"]
    assert len(told["curve"]) >= 8
    assert told["question"]["audience"][0]["weight"] == 1.0


def test_two_sets_are_compared_side_by_side(client, cast, chosen, source):
    actions.plan(actor=cast.lin, source=source, question=question(name="Wide"), must_in=["dov"], must_out=[], now=NOW)
    do_waiting_jobs()
    page = get(client, cast.lin, "compare", query=f"?a={chosen.pk}").content.decode()
    assert "In both" in page
    assert "Wide" in page


def test_a_segment_is_made_changed_once_and_withdrawn(client, cast, source, listed):
    asked = {"source": "circles", "name": "New", "kind_1": "newcomer", "value_1": "30"}
    made = post(client, cast.lin, "segment-new", **asked)
    assert (made.status_code, made.url) == (302, "/desk/discover/seed-sets/segments?source=circles")
    segment = Segment.objects.get()
    assert segment.conditions == [{"kind": "newcomer", "value": 30}]
    wrong = post(client, cast.lin, "segment", segment.pk, name="New", version=1, kind_1="newcomer", value_1="soon")
    assert wrong.status_code == 422
    with pytest.raises(SetMoved):
        actions.change_segment(
            actor=cast.lin, segment=segment, version=7, name="Other", conditions=[{"kind": "bought"}], now=NOW
        )
    assert post(client, cast.mei, "segment-withdraw", segment.pk).status_code == 403
    assert post(client, cast.lin, "segment-withdraw", segment.pk).status_code == 302
    assert "No segment yet" in get(client, cast.lin, "segments").content.decode()


def test_a_segment_made_on_the_way_leads_back_to_the_set_that_was_asked_for(client, cast, source, listed):
    [way] = re.findall(r'href="([^"]+then=set)"', get(client, cast.lin, "new").content.decode())
    asked = {"source": "circles", "name": "New", "kind_1": "newcomer", "value_1": "30"}
    assert client.post(way.replace("&amp;", "&"), asked).url == "/desk/discover/seed-sets/new?source=circles"


def test_the_same_page_in_chinese(client, cast, chosen):
    client.force_login(cast.lin)
    client.cookies["django_language"] = "zh-hans"
    cast.lin.language = "zh-hans"
    cast.lin.save()
    with translation.override("zh-hans"):
        page = client.get(reverse("seedsets:set", args=[chosen.pk]), headers={"accept-language": "zh-hans"})
    assert "任何组合都不会超过" in page.content.decode()
