"""The script that gathers words: nothing lost, nothing forgotten, nothing written by hand twice."""

from pathlib import Path

from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.validators import MaxLengthValidator
from django.utils.translation import override

from assets import words

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def room(folder: Path, monkeypatch, catalogue: str = "") -> Path:
    monkeypatch.setattr(words, "SOURCE", folder)
    (folder / "room/templates/room").mkdir(parents=True)
    (folder / "room/apps.py").write_text("")
    (folder / "room/views.py").write_text(
        '_("Nominate")\nngettext("%(n)s day", "%(n)s days", 2)\npgettext("stage", "Now")\n'
    )
    (folder / "room/templates/room/page.html").write_text(
        '{% trans "Rising" %}<c-x title="{% trans \'In a component\' %}" />'
        "{% blocktrans trimmed with n=3 %}\n  {{ n }} of\n  many{% endblocktrans %}"
    )
    if catalogue:
        path = folder / "room" / words.CATALOGUE
        path.parent.mkdir(parents=True)
        path.write_text(PO + catalogue)
    return folder / "room"


def test_words_are_found_in_python_and_in_templates(tmp_path, monkeypatch):
    found = words.gather(room(tmp_path, monkeypatch))
    assert sorted(found.missing) == ["%(n)s day", "%(n)s of many", "In a component", "Nominate", "Now", "Rising"]


def test_translations_stay_and_gone_sentences_leave(tmp_path, monkeypatch):
    catalogue = 'msgid "Rising"\nmsgstr "上升"\n\nmsgid "Gone"\nmsgstr "没了"\n'
    found = words.gather(room(tmp_path, monkeypatch, catalogue))
    assert 'msgid "Rising"\nmsgstr "上升"' in found.text
    assert "Gone" not in found.text
    assert found.stale


def test_gathering_twice_changes_nothing(tmp_path, monkeypatch):
    folder = room(tmp_path, monkeypatch)
    first = words.gather(folder)
    first.path.parent.mkdir(parents=True)
    first.path.write_text(first.text)
    assert not words.gather(folder).stale


def test_a_lost_placeholder_is_told(tmp_path, monkeypatch):
    folder = room(tmp_path, monkeypatch, 'msgid "%(n)s of many"\nmsgstr "很多"\n')
    assert words.gather(folder).mismatched == ["%(n)s of many"]


def test_hand_typed_spaces_between_chinese_and_digits_go(tmp_path, monkeypatch):
    folder = room(tmp_path, monkeypatch, 'msgid "Rising"\nmsgstr "还差 36 位 KOL，共 A B 两组"\n')
    assert "还差36位KOL，共A B两组" in words.gather(folder).text


def test_the_frame_s_own_words_are_complete_and_fresh():
    frame = words.gather(words.SOURCE / "ground/frame")
    assert (frame.missing, frame.mismatched, frame.stale) == ([], [], False)


def test_two_rooms_that_translate_one_sentence_differently_are_told(tmp_path, monkeypatch):
    room(tmp_path, monkeypatch, 'msgid "Rising"\nmsgstr "上升"\n')
    (tmp_path / "other").mkdir()
    (tmp_path / "other/apps.py").write_text("")
    other = tmp_path / "other" / words.CATALOGUE
    other.parent.mkdir(parents=True)
    other.write_text(PO + 'msgid "Rising"\nmsgstr "新星"\n')
    assert words.quarrels() == ["'Rising': {'other': '新星', 'room': '上升'}"]
    other.write_text(PO + 'msgctxt "list"\nmsgid "Rising"\nmsgstr "新星"\n')
    assert words.quarrels() == []


def test_what_django_says_under_a_field_is_said_in_our_words():
    with override("zh-hans"):
        assert str(forms.Field.default_error_messages["required"]) == "这里还空着。"
        assert MaxLengthValidator(5).message % {"limit_value": 5, "show_value": 9} == "最多5个字，现在有9个。"
        assert MinimumLengthValidator(12).get_error_message() == "密码太短，至少要12个字符。"
