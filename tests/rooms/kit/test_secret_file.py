"""A secret in a file: made once, private, and the same for all who start together."""

from kolony.ground.kit import secret_file


def test_it_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "door.key"
    assert secret_file.kept(path, lambda: "sesame") == "sesame"
    assert secret_file.kept(path, lambda: "another") == "sesame"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_whoever_was_slower_takes_the_secret_of_the_faster_and_leaves_nothing_behind(tmp_path):
    path = tmp_path / "door.key"

    def slow() -> str:
        assert secret_file.kept(path, lambda: "the faster") == "the faster"
        return "the slower"

    assert secret_file.kept(path, slow) == "the faster"
    assert list(tmp_path.iterdir()) == [path]
