"""Uploads on their way to disk: hashed, limited, and never a bomb."""

import hashlib
import stat
import time
import zipfile

import pytest
from django.core.files.uploadhandler import StopUpload

from kolony.ground.facts import keeping
from kolony.ground.facts.errors import (
    ArchiveBomb,
    ArchiveUnreadable,
    ArchiveUnsafe,
    NothingToRead,
    OutsideImportFolder,
)
from kolony.ground.facts.keeping import Limits
from kolony.ground.facts.receiving import KeepOnDisk
from tests.rooms.facts import communities

LIMITS = Limits(upload=2_000_000, unpacked=60_000_000)


def packed(target, **entries):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target


@pytest.fixture
def receive(settings, tmp_path):
    """An upload as it comes in: files of one form, each with its name and its chunks."""
    settings.KOLONY_UPLOADS = tmp_path / "uploads"

    def files(*sent, limit=10):
        handler, kept = KeepOnDisk(None, limit=limit), []
        for name, *chunks in sent:
            handler.new_file("files", name, "text/csv", None)
            for chunk in chunks:
                handler.receive_data_chunk(chunk, 0)
            kept.append(handler.file_complete(0).kept)
        return handler.folder, kept

    return files


def test_an_upload_is_kept_with_its_hash(receive):
    folder, [kept] = receive(("a.csv", b"ab", b"c"))
    assert (kept.size, kept.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
    assert (folder / kept.path).read_bytes() == b"abc"


def test_a_name_never_leads_out_of_its_folder(receive):
    folder, [kept] = receive(("..\\..\\etc/passwd", b"x"))
    assert (kept.name, [path.name for path in folder.iterdir()]) == ("passwd", ["passwd"])


@pytest.mark.parametrize("name", ["..", ".", "", "/", "长" * 300 + ".csv"])
def test_a_name_that_no_disk_takes_is_changed(receive, name):
    folder, [kept] = receive((name, b"x"))
    assert (folder / kept.path).read_bytes() == b"x"
    assert len(kept.path.encode()) <= 255 and kept.name not in ("", ".", "..")


def test_two_files_of_one_name_do_not_meet(receive):
    _folder, kept = receive(("a.csv", b"1"), ("a.csv", b"2"))
    assert [file.path for file in kept] == ["a.csv", "2-a.csv"]


def test_over_the_limit_nothing_stays(receive, settings):
    with pytest.raises(StopUpload):
        receive(("a.csv", b"x" * 8, b"x" * 8))
    assert [path for path in settings.KOLONY_UPLOADS.rglob("*") if path.is_file()] == []


def test_the_same_files_have_the_same_fingerprint_in_any_order_and_under_any_name(receive):
    _folder, [one, two, renamed] = receive(("a", b"1"), ("b", b"2"), ("c", b"1"))
    assert keeping.fingerprint([one, two]) == keeping.fingerprint([two, renamed])
    assert keeping.fingerprint([one]) != keeping.fingerprint([one, two])


def test_a_dump_is_unpacked_without_the_folder_around_it(tmp_path):
    dump = communities.stackexchange_dump(tmp_path / "dump")
    archive = communities.zipped(dump, tmp_path / "d.zip", inside="bread/2024/")
    files = keeping.unpack(archive, tmp_path / "out", limits=LIMITS)
    folder, inside = keeping.without_wrapper(tmp_path / "out", files)
    assert folder == tmp_path / "out" / "bread" / "2024"
    assert sorted(file.path for file in inside) == ["Badges.xml", "Comments.xml", "Posts.xml", "Users.xml", "Votes.xml"]
    assert all((folder / file.path).exists() for file in inside)


def test_a_bomb_is_refused_at_once_by_what_it_announces(tmp_path):
    bomb = packed(tmp_path / "bomb.zip", **{"zeros.csv": b"\0" * 50_000_000})
    began = time.perf_counter()
    with pytest.raises(ArchiveBomb):
        keeping.unpack(bomb, tmp_path / "out", limits=LIMITS)
    assert time.perf_counter() - began < 5
    assert not (tmp_path / "out").exists()


def test_an_archive_that_lies_about_its_size_is_stopped_while_reading(tmp_path):
    liar = packed(tmp_path / "liar.zip", **{"a.csv": b"x" * 100_000})
    content = liar.read_bytes()
    size = (100_000).to_bytes(4, "little")
    liar.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises((ArchiveBomb, ArchiveUnreadable)):
        keeping.unpack(liar, tmp_path / "out", limits=LIMITS)
    assert not [path for path in tmp_path.rglob("*.csv") if path.stat().st_size > 10]


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.csv"])
def test_an_entry_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(ArchiveUnsafe):
        keeping.unpack(packed(tmp_path / "x.zip", **{name: b"1"}), tmp_path / "out", limits=LIMITS)
    assert not (tmp_path / "out.csv").exists()


def test_a_link_inside_an_archive_is_refused(tmp_path):
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "l.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ArchiveUnsafe):
        keeping.check_archive(tmp_path / "l.zip", limits=LIMITS)


def test_what_is_no_archive_is_said_to_be_none(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(ArchiveUnreadable):
        keeping.check_archive(tmp_path / "a.zip", limits=LIMITS)
    with pytest.raises(NothingToRead):
        keeping.check_archive(packed(tmp_path / "e.zip", **{"__MACOSX/x": b""}), limits=LIMITS)


def test_a_path_on_the_server_stays_inside_its_folder(tmp_path):
    allowed, outside = tmp_path / "import", tmp_path / "outside"
    allowed.mkdir(), outside.mkdir()
    (allowed / "a.csv").write_text("1")
    (outside / "b.csv").write_text("2")
    (allowed / "way-out").symlink_to(outside)
    assert [path.name for path in keeping.look_at_path(allowed / "a.csv", allowed)] == ["a.csv"]
    for path in (outside / "b.csv", allowed / ".." / "outside", allowed / "way-out" / "b.csv", allowed):
        with pytest.raises(OutsideImportFolder):
            keeping.look_at_path(path, allowed)


def test_only_uploads_are_ever_removed(tmp_path):
    uploads, other = tmp_path / "uploads", tmp_path / "other"
    for folder in (uploads / "one", other):
        folder.mkdir(parents=True)
    keeping.forget(other, uploads)
    keeping.forget(uploads, uploads)
    keeping.forget(uploads / "one", uploads)
    assert other.exists() and uploads.exists() and not (uploads / "one").exists()
