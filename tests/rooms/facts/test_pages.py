"""Data & imports as people meet it: empty, in five steps, refused, undone; and who may not."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kolony.ground.facts import carry, queries, rules, taking
from kolony.ground.facts.at_once import load_now
from kolony.ground.facts.models import Load, Source
from kolony.ground.facts.store import open_store
from kolony.ground.frame.models import JobProgress
from kolony.ground.guard.models import AuditEntry
from tests.rooms.facts import communities
from tests.rooms.facts.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, home):
    """Signs somebody in, in English."""

    def sign_in(user):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def work_off(*, seen: set | None = None) -> list[str]:
    """Do what the worker would do with the jobs that wait, in order."""
    done = []
    for job in JobProgress.objects.filter(state="waiting").order_by("created_at", "id"):
        params = job.params
        if job.task_name == "facts.take":
            load = taking.take(
                params["source_id"], params["actor_id"], archive=params.get("archive", ""),
                path=params.get("path", ""), steps=carry.Silent(), now=NOW,
            )  # fmt: skip
            JobProgress.objects.filter(pk=job.pk).update(result={"load_id": str(load.pk)})
        elif job.task_name in ("facts.look", "facts.undo"):
            {"facts.look": carry.look, "facts.undo": carry.undo}[job.task_name](params["load_id"], now=NOW)
        else:
            work = {"facts.dry_run": carry.dry_run, "facts.load": carry.load}[job.task_name]
            work(params["load_id"], steps=carry.Silent(), now=NOW)
        JobProgress.objects.filter(pk=job.pk).update(state="done", percent=100, finished_at=NOW)
        done.append(job.task_name)
    return done


def upload(client, *files, **fields):
    sent = [SimpleUploadedFile(file.name, file.read_bytes()) for file in files]
    return client.post(reverse("facts:file"), {"files": sent, **fields})


def test_the_first_visit_says_how_to_bring_a_community(page, lin):
    text = page(lin).get(reverse("facts:home")).content.decode()
    assert "No community yet" in text and "CSV template" in text and reverse("facts:file") in text


def test_the_template_loads_as_it_is(page, lin, source, tmp_path):
    answer = page(lin).get(reverse("facts:template"))
    file = tmp_path / "template.csv"
    file.write_bytes(answer.content)
    assert load_now(actor=lin, files=[file], source=source, now=NOW).report["accepted"] == 3


def test_a_file_goes_through_the_five_steps(page, lin, tmp_path):
    client = page(lin)
    dirty = communities.club_csv(tmp_path / "club.csv", extra=(communities.DIRTY_ROW,))
    answer = upload(client, dirty, name="Qinghe Commons")
    load = Load.objects.get()
    assert answer.url == reverse("facts:columns", args=[load.pk])
    assert work_off() == ["facts.look"]
    text = client.get(answer.url).content.decode()
    assert "Which edition to read" in text and "UTF-8" in text

    headers = Load.objects.get().outlook["headers"]
    choice = {f"column_{at}": communities.CLUB_MAPPING[header] for at, header in enumerate(headers)}
    answer = client.post(answer.url, {**choice, "constant_verb": "", "time_zone": "Asia/Shanghai"})
    assert answer.url == reverse("facts:match", args=[load.pk])
    work_off()
    text = client.get(answer.url).content.decode()
    assert "Every verb is understood" not in text and "wave" in text and "4 members seen" in text

    answer = client.post(answer.url, {"preset": "own", "weights": "like=2"})
    assert answer.url == reverse("facts:dry_run", args=[load.pk])
    assert Source.objects.get().recognition == "like=2"
    assert work_off() == ["facts.dry_run"]
    text = client.get(answer.url).content.decode()
    assert "Load 7 rows" in text and "not a day" in text and "1 row has a day but no time." in text
    assert open_store().loads() == ()

    answer = client.post(answer.url)
    assert answer.url == reverse("facts:load_page", args=[load.pk])
    assert work_off() == ["facts.load"]
    assert "7 events of Qinghe Commons are in the house." in client.get(answer.url).content.decode()
    first = open_store().events("qinghe-commons").ts.min().to_pyarrow().as_py()
    assert first.isoformat() == "2026-10-01T01:00:00"
    assert not (Load.objects.get().folder and __import__("pathlib").Path(Load.objects.get().folder).exists())


def test_the_same_file_again_is_noticed_and_the_earlier_import_linked(page, lin, club_csv, source):
    first = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    answer = upload(page(lin), club_csv, source=str(source.pk))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "These very bytes are already here" in text and reverse("facts:load_page", args=[first.pk]) in text
    assert Load.objects.count() == 1


@pytest.mark.parametrize("path", ["/etc/passwd", "no-such-file.csv"])
def test_a_refused_file_leaves_no_new_community_behind(page, olga, path):
    answer = page(olga).post(reverse("facts:file"), {"name": "Nowhere", "server_path": path})
    assert (answer.status_code, Source.objects.count(), Load.objects.count()) == (422, 0, 0)
    assert 'value="Nowhere"' in answer.content.decode()


def test_a_zipped_dump_is_unpacked_and_needs_no_columns(page, lin, stackexchange_dump, tmp_path):
    client = page(lin)
    packed = communities.zipped(stackexchange_dump, tmp_path / "bread.zip", inside="bread.stackexchange.com/")
    answer = upload(client, packed, name="Bread")
    job = JobProgress.objects.get()
    assert answer.url == reverse("facts:taking", args=[job.pk])
    assert "Unpacking bread.zip" in client.get(answer.url).content.decode()
    assert work_off() == ["facts.take"]
    answer = client.get(answer.url)
    load = Load.objects.get()
    assert answer.url == reverse("facts:columns", args=[load.pk])
    work_off()
    answer = client.get(answer.url)
    assert answer.url == reverse("facts:match", args=[load.pk])
    text = client.get(answer.url).content.decode()
    assert "Every verb is understood" in text
    assert 'value="stackexchange" id="id_preset_1"' in text.replace("required ", "") or "checked" in text
    client.post(answer.url, {"preset": "stackexchange"})
    work_off()
    client.post(reverse("facts:dry_run", args=[load.pk]))
    work_off()
    load.refresh_from_db()
    assert (load.state, load.kind) == (rules.LOADED, "stackexchange")
    assert queries.names_of(load.source, ["12"]) == {"12": "小麦"}


def test_a_zipped_discourse_export_loads_too(page, lin, discourse_export, tmp_path):
    client = page(lin)
    upload(client, communities.zipped(discourse_export, tmp_path / "forum.zip"), name="Forum")
    work_off()
    work_off()
    load = Load.objects.get()
    assert (load.state, load.kind) == (rules.MAPPED, "discourse")
    client.post(reverse("facts:match", args=[load.pk]), {"preset": "discourse"})
    work_off()
    client.post(reverse("facts:dry_run", args=[load.pk]))
    work_off()
    load.refresh_from_db()
    assert (load.state, load.report["verbs"]["topic"]) == (rules.LOADED, 2)


def test_another_encoding_is_chosen_by_looking(page, lin, source, tmp_path):
    client = page(lin)
    upload(client, communities.club_csv(tmp_path / "gbk.csv", encoding="gb18030"), source=str(source.pk))
    work_off()
    load = Load.objects.get()
    assert load.outlook["encoding"] == "gb18030"
    assert any("读第二版" in line for line in load.outlook["readings"]["gb18030"])
    client.post(reverse("facts:columns", args=[load.pk]) + "?encoding=utf-8", {})
    work_off()
    load.refresh_from_db()
    assert load.encoding == "utf-8"


def test_every_column_of_a_wide_file_can_be_named(page, lin, source, tmp_path):
    named = ["时间", "用户编号", "行为类型", "活动期间用户在各个版块累计收到的感谢次数（不含自己）", "utm" * 60]
    headers = [*named, *(f"field {at}" for at in range(len(named), 40))]
    first = ["2026-10-01 09:00", "u1", "post", "", "a", *("x" for _ in range(35))]
    again = ["2026-10-02 09:00", "u1", "like", "", "乙", *("x" for _ in range(35))]
    file = tmp_path / "wide.csv"
    file.write_text("\n".join(",".join(line) for line in (headers, first, again)), encoding="gb18030")
    upload(page(lin), file, source=str(source.pk))
    work_off()
    address = reverse("facts:columns", args=[Load.objects.get().pk])
    text = page(lin).get(address).content.decode().partition("<caption")[2]
    assert re.findall(r'<label for="id_column_\d+">(.*?)</label>', text) == headers
    told = re.findall(r'<span class="k-cut">(.*?)</span>', text)
    assert told[:3] == ["2026-10-01 09:00 · 2026-10-02 09:00", "u1", "post · like"]
    assert told[3:6] == ["empty in the first rows", "a · 乙", "x"]
    form = {"column_0": "ts", "column_1": "actor_id", "column_2": "verb", "column_39": "text", "time_zone": "UTC"}
    assert page(lin).post(address, form).url == reverse("facts:match", args=[Load.objects.get().pk])
    assert Load.objects.get().mapping["field 39"] == "text"


def test_columns_that_are_missing_are_named_in_words(page, lin, source, tmp_path):
    client = page(lin)
    file = tmp_path / "abc.csv"
    file.write_text("a,b,c\n1,2,3\n")
    upload(client, file, source=str(source.pk))
    work_off()
    answer = client.post(reverse("facts:columns", args=[Load.objects.get().pk]), {"time_zone": "UTC"})
    assert answer.status_code == 422
    assert "Without these columns a row is not an event: Time, Who did it, What was done." in answer.content.decode()


def test_another_sheet_of_a_workbook_is_chosen_and_its_columns_proposed_anew(page, lin, source, tmp_path):
    client = page(lin)
    upload(client, communities.workbook(tmp_path / "club.xlsx"), source=str(source.pk))
    work_off()
    load = Load.objects.get()
    address = reverse("facts:columns", args=[load.pk])
    assert (load.outlook["sheets"], load.outlook["headers"][0]) == (["Events", "Older"], "ts")
    assert "Which sheet is read" in client.get(address).content.decode()
    assert client.post(address, {"sheet": "Oldest"}).status_code == 400
    client.post(address, {"sheet": "Older"})
    work_off()
    load.refresh_from_db()
    assert (load.sheet, load.outlook["sheets"]) == ("Older", ["Older", "Events"])
    assert load.mapping == {"time": "ts", "user": "actor_id", "event": "verb"}
    form = {"column_0": "ts", "column_1": "actor_id", "column_2": "verb", "constant_verb": "", "time_zone": "UTC"}
    client.post(address, form)
    work_off()
    client.post(reverse("facts:dry_run", args=[load.pk]))
    work_off()
    load.refresh_from_db()
    assert (load.state, load.accepted) == (rules.LOADED, 1)


def test_refused_rows_are_named_and_downloaded_without_formulas(page, lin, source, tmp_path):
    row = "=cmd|' /C calc'!A0,u9,reply,p9,u1,t1,,lost"
    dirty = communities.club_csv(tmp_path / "dirty.csv", extra=(row,))
    load = load_now(actor=lin, files=[dirty], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    client = page(lin)
    text = client.get(reverse("facts:refused", args=[load.pk])).content.decode()
    assert "dirty.csv" in text and "when" in text
    answer = client.get(reverse("facts:refused_csv", args=[load.pk]))
    lines = io.BytesIO(b"".join(answer.streaming_content)).read().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=cmd|" in lines[1] and ",=cmd" not in lines[1]


def test_an_undo_asks_for_a_reason_and_keeps_it(page, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    client = page(lin)
    address = reverse("facts:load_page", args=[load.pk])
    assert client.post(reverse("facts:undo", args=[load.pk]), {"reason": ""}).status_code == 400
    load.refresh_from_db()
    assert load.state == rules.LOADED
    assert client.post(reverse("facts:undo", args=[load.pk]), {"reason": "wrong month"}).url == address
    work_off()
    text = client.get(address).content.decode()
    assert "Taken out" in text and "wrong month" in text


def test_an_import_can_be_given_up(page, lin, source, club_csv):
    client = page(lin)
    upload(client, club_csv, source=str(source.pk))
    load = Load.objects.get()
    client.post(reverse("facts:discard", args=[load.pk]))
    load.refresh_from_db()
    assert load.state == rules.DISCARDED
    upload(client, club_csv, source=str(source.pk))
    assert Load.objects.count() == 2


def test_what_is_too_large_is_refused_and_nothing_stays(page, lin, settings, tmp_path):
    settings.KOLONY_UPLOAD_MAX_MB = 1
    big = tmp_path / "big.csv"
    big.write_bytes(b"ts,actor_id,verb\n" + b"x" * 1_200_000)
    answer = upload(page(lin), big, name="Big")
    assert answer.status_code == 422
    assert "E-FACT-202" in answer.content.decode()
    assert not Load.objects.exists() and not Source.objects.exists()
    assert not [path for path in settings.KOLONY_UPLOADS.rglob("*") if path.is_file()]


def test_a_path_on_the_server_is_the_owners_and_stays_inside_its_folder(page, lin, olga, source, settings, client):
    inside = communities.club_csv(settings.KOLONY_IMPORT_FOLDER / "club.csv")
    page(lin)
    assert "server_path" not in client.get(reverse("facts:file")).content.decode()
    client.post(reverse("facts:file"), {"source": str(source.pk), "server_path": str(inside)})
    assert not JobProgress.objects.exists()
    page(olga)
    outside = client.post(reverse("facts:file"), {"source": str(source.pk), "server_path": "/etc/passwd"})
    assert "E-FACT-206" in outside.content.decode()
    client.post(reverse("facts:file"), {"source": str(source.pk), "server_path": str(inside)})
    assert work_off() == ["facts.take"]
    assert (Load.objects.get().ours, Load.objects.get().folder) == (False, str(settings.KOLONY_IMPORT_FOLDER))


def test_an_analyst_sees_but_does_not_touch(page, ann, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    client = page(ann)
    assert client.get(reverse("facts:home")).status_code == 200
    assert client.get(reverse("facts:load_page", args=[load.pk])).status_code == 200
    for name in ("file", "refused", "refused_csv", "undo", "columns", "match", "dry_run"):
        address = reverse(f"facts:{name}", args=[] if name == "file" else [load.pk])
        assert client.post(address, {"reason": "because"}).status_code == 403, name
    load.refresh_from_db()
    assert load.state == rules.LOADED


def test_a_stranger_is_asked_to_sign_in(client, home, lin, source, club_csv):
    load = load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    for name in ("home", "file", "template"):
        assert client.get(reverse(f"facts:{name}")).status_code == 302
    for name in ("load_page", "refused", "undo", "progress"):
        assert client.get(reverse(f"facts:{name}", args=[load.pk])).status_code == 302
    assert upload(client, club_csv, name="X").status_code == 302


def test_what_the_list_of_imports_shows_is_kept_under_a_name(page, lin, mei, source, club_csv):
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    client = page(lin)
    shown = " ".join(client.get(reverse("facts:home")).content.decode().split())
    assert re.findall(r'<a href="\?view=all" aria-current="page"> <span class="[^"]*">All imports</span> </a>', shown)
    assert re.findall(
        r'<a href="\?view=failed&amp;state=failed"> <span class="[^"]*">Failed, nothing kept</span>', shown
    )
    kept = {"page": "facts:home", "name": "Club, newest", "query": "source=qinghe&sort=-newest", "shared": "1"}
    answer = client.post(reverse("frame:view-save"), kept | {"next": reverse("facts:home")})
    view = answer.url.partition("view=")[2].partition("&")[0]
    assert answer.url.endswith(f"?view={view}&sort=-newest&source=qinghe")
    reopened = page(mei).get(answer.url).content.decode()
    assert "Club, newest" in reopened and "club.csv" in reopened


def test_the_list_of_imports_is_filtered_by_its_address(page, lin, source, club_csv, tmp_path):
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    load_now(actor=lin, files=[communities.many_rows_csv(tmp_path / "many.csv", 20)], source=source, now=NOW)
    client = page(lin)
    text = client.get(reverse("facts:home") + "?q=many").content.decode()
    assert "many.csv" in text and "club.csv" not in text
    assert "No import matches" in client.get(reverse("facts:home") + "?state=undone").content.decode()


def test_a_community_says_what_counts_and_can_be_called_something_else(page, lin, source, club_csv):
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    address, own = reverse("facts:community", args=["qinghe"]), {"preset": "own", "weights": "like=2,wave=1"}
    text = page(lin).get(address).content.decode()
    assert address in page(lin).get(reverse("facts:home")).content.decode()
    assert "does not occur here: accepted, likes_total" in text and "nothing: not in the vocabulary" in text
    assert page(lin).post(address, {"name": "Qinghe Club", **own}).status_code == 302
    source.refresh_from_db()
    assert (source.name, source.platform, source.recognition) == ("Qinghe Club", "qinghe", "like=2,wave=1")
    kinds = set(AuditEntry.objects.values_list("kind", flat=True))
    assert {"facts.source_renamed", "facts.recognition_set"} <= kinds


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"preset": "stackexchange"}, "nobody would be recognised. Here are: like, reply, topic, wave."),
        ({"preset": "own", "weights": "like"}, "Write verbs with weights, such as: like=1,accepted=5"),
        ({"preset": "discourse", "name": "Elsewhere"}, "Another community is called so, or has this key."),
        ({"preset": "discourse", "name": " "}, "This field is required."),
    ],
)
def test_a_community_where_nobody_would_be_recognised_or_known_is_refused(page, lin, source, club_csv, sent, told):
    Source.objects.create(name="Elsewhere", platform="elsewhere", created_by=lin, created_at=NOW)
    load_now(actor=lin, files=[club_csv], source=source, mapping=communities.CLUB_MAPPING, now=NOW)
    answer = page(lin).post(reverse("facts:community", args=["qinghe"]), {"name": "Qinghe Commons", **sent})
    assert answer.status_code == 422 and told in answer.content.decode()
    source.refresh_from_db()
    assert (source.name, source.recognition) == ("Qinghe Commons", "discourse")


def test_an_analyst_reads_what_counts_and_does_not_change_it(page, ann, source):
    address = reverse("facts:community", args=["qinghe"])
    text = page(ann).get(address).content.decode()
    assert "Nothing was brought in yet." in text and 'name="preset"' not in text
    assert page(ann).post(address, {"name": "Mine", "preset": "mentions"}).status_code == 403
    source.refresh_from_db()
    assert (source.name, source.recognition) == ("Qinghe Commons", "discourse")
    assert page(ann).get(reverse("facts:community", args=["nowhere"])).status_code == 404
