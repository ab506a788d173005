"""The words of Wagtail's that are said otherwise here are still Wagtail's, and stand in both files."""

import ast
import gettext
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.utils import translation

OURS = settings.BASE_DIR / "cms" / "locale" / "en_AU" / "LC_MESSAGES" / "django.po"
pytestmark = pytest.mark.sqlite_only


def words_of(path):
    """Return what a .po file says: {msgid: msgstr}, without its head. Plurals have another shape and are left out."""
    found, part, words = {}, None, {}
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        name, _space, rest = line.partition(" ")
        if name in {"msgid", "msgstr"}:
            part = name
            words[part] = ast.literal_eval(rest)
        elif line.startswith('"') and part:
            words[part] += ast.literal_eval(line)
        else:
            part = None
            if not line and "msgid" in words:
                found[words["msgid"]] = words.get("msgstr", "")
                words = {}
    found.pop("", None)
    return found


def test_each_of_them_is_said_by_the_wagtail_that_is_installed():
    root = Path(wagtail.__file__).parent
    theirs = {}
    for catalogue in ("locale", "admin/locale"):
        theirs |= words_of(root / catalogue / "en" / "LC_MESSAGES" / "django.po")
    assert [words for words in words_of(OURS) if words not in theirs] == []


def test_what_people_read_is_what_the_file_of_words_says():
    with (OURS.with_suffix(".mo")).open("rb") as compiled:
        said = gettext.GNUTranslations(compiled)
    assert {words: said.gettext(words) for words in words_of(OURS)} == words_of(OURS)
    with translation.override(settings.LANGUAGE_CODE):
        assert {words: translation.gettext(words) for words in words_of(OURS)} == words_of(OURS)
