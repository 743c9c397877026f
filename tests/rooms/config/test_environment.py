"""What the outside may say, and how it is told when it says something else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kolony.config.database_url import database
from kolony.config.environment import DECLARED, WrongSetting, read
from kolony.config.mail_url import mail
from kolony.config.secret_key import secret_key

SOURCE = Path(__file__).parents[3] / "src" / "kolony"
IN_PRODUCTION = {"KOLONY_MODE": "production", "KOLONY_HOSTS": "kolony.example.org"}


def kolony(*arguments, **environment):
    """Run the command in a process of its own, with nothing of this one's settings."""
    ours = ("KOLONY_", "DJANGO_", "DATABASE_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-m", "kolony", *arguments],
        env={**clean, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_unknown_name_stops_the_start():
    with pytest.raises(WrongSetting, match="KOLONY_PROT='80': no such setting") as refused:
        read({"KOLONY_PROT": "80"})
    assert refused.value.code == "E-CONF-101"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("KOLONY_PORT", "eighty"),
        ("KOLONY_MODE", "prod"),
        ("KOLONY_DEMO", "1"),
        ("KOLONY_LANGUAGE", "fr"),
        ("KOLONY_WORKER_JOBS", "-1"),
    ],
)
def test_a_value_that_cannot_be_read_says_what_was_expected(name, text):
    with pytest.raises(WrongSetting, match=f"{name}='{text}': expected "):
        read({name: text})


def test_a_secret_comes_from_a_file_and_never_into_a_message(tmp_path):
    kept = tmp_path / "key"
    kept.write_text("long-and-random\n")
    assert read({"KOLONY_SECRET_KEY_FILE": str(kept)})["KOLONY_SECRET_KEY"] == "long-and-random"
    with pytest.raises(WrongSetting, match="not both") as refused:
        read({"KOLONY_SECRET_KEY_FILE": str(kept), "KOLONY_SECRET_KEY": "hush"})
    assert "hush" not in str(refused.value)
    with pytest.raises(WrongSetting, match="a readable file"):
        read({"KOLONY_SECRET_KEY_FILE": str(tmp_path / "gone")})


def test_what_is_not_secret_does_not_come_from_a_file():
    with pytest.raises(WrongSetting, match="no such setting"):
        read({"KOLONY_PORT_FILE": "/etc/port"})


def test_the_secret_key_is_made_once_and_kept_private(tmp_path):
    made = secret_key(tmp_path / "home")
    assert secret_key(tmp_path / "home") == made
    assert len(made) > 80
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_database_url_is_taken_apart():
    where = database("postgresql://me:p%40ss@db.example:5433/kolony?sslmode=require", None, "kolony_app")
    assert (where["HOST"], where["PORT"], where["NAME"]) == ("db.example", "5433", "kolony")
    assert (where["USER"], where["PASSWORD"]) == ("me", "p@ss")
    assert where["OPTIONS"] == {"sslmode": "require", "assume_role": "kolony_app"}


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_another_kind_of_database_is_refused_without_repeating_it(url):
    with pytest.raises(WrongSetting, match="expected|postgresql://user") as refused:
        database(url, None)
    assert url not in str(refused.value)


def test_mail_goes_to_files_until_a_server_is_named(tmp_path):
    assert mail("", tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    told = mail("smtps://lin:p%40ss@mail.example:465", tmp_path)
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"], told["EMAIL_USE_SSL"]) == ("mail.example", 465, True)
    assert told["EMAIL_HOST_PASSWORD"] == "p@ss"
    with pytest.raises(WrongSetting):
        mail("imap://mail.example", tmp_path)


def test_production_without_host_names_does_not_start(open_folder):
    done = kolony("check", KOLONY_HOME=str(open_folder), KOLONY_MODE="production")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith("production needs the host names it answers to")


def test_production_passes_the_deployment_check(open_folder):
    home = {"KOLONY_HOME": str(open_folder), **IN_PRODUCTION}
    assert kolony("db", "migrate", **home).returncode == 0
    done = kolony("check", "--deploy", **home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "System check identified no issues (0 silenced)."


def test_no_setting_is_idle():
    """A setting that is documented and read by nobody is a promise that nobody keeps."""
    code = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "environment.py"}
    settings = code.pop(SOURCE / "config" / "settings.py")
    rooms = "\n".join(code.values())
    ours = re.findall(r"^(KOLONY_\w+) =", settings, re.MULTILINE)
    idle = [name for name in ours if not re.search(rf'settings\.{name}\b|"{name}"', rooms)]
    unasked = [variable.name for variable in DECLARED if f'"{variable.name}"' not in settings + rooms]
    assert (idle, unasked) == ([], [])
