"""A form that cannot be taken just now gives back what was typed; a text may hold a few web addresses."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cms.intake import guard
from cms.intake import typed as typed_module
from cms.intake.forms import PlainTextField, link_count
from cms.intake.guard import public_form
from cms.intake.typed import File, Typed, typed

WORDS = {"words": "What “I” wrote\r\nin two lines & more", "topics": ["one", "two"]}


def post(data, **headers):
    return RequestFactory().post("/somewhere/", data, **headers)


def with_file(content=b"a photo", name="garden.jpg", **more):
    return WORDS | {"photo": SimpleUploadedFile(name, content, "image/jpeg")} | more


class TestWhatWasTyped:
    def test_is_kept_where_a_file_is_among_it_and_the_file_is_not(self):
        found = typed(post(with_file()))
        assert found.pairs == (("words", WORDS["words"]), ("topics", "one"), ("topics", "two"))
        assert found.files == (File("photo", "garden.jpg"),)

    def test_does_not_put_the_file_into_memory_or_on_the_disk(self):
        request = post(with_file(b"x" * 6_000_000))
        assert len(typed(request).pairs) == 3
        assert not request.FILES

    def test_is_the_same_when_a_view_has_read_it_already(self):
        request = post(with_file())
        assert request.POST["words"]
        assert typed(request).files == (File("photo", "garden.jpg"),)

    def test_is_not_read_where_it_is_far_too_long(self, monkeypatch):
        monkeypatch.setattr(typed_module, "MOST_BYTES", 1000)
        request = post(with_file(b"x" * 2000))
        request._stream = None  # reading it would raise
        assert typed(request) == Typed()

    @pytest.mark.parametrize("length", ["many", "-", "1e9"])
    def test_is_not_read_where_its_length_is_nonsense(self, length):
        assert typed(post(WORDS, CONTENT_LENGTH=length)) == Typed()

    def test_is_nothing_where_the_parts_cannot_be_told_apart(self):
        for content_type in ("multipart/form-data", "multipart/form-data; boundary=\x00", "text/plain"):
            request = RequestFactory().generic("POST", "/", b"--x\r\nbroken", content_type=content_type)
            assert typed(request) == Typed()

    def test_a_file_name_with_a_path_or_marks_is_only_a_name(self):
        [file] = typed(post(with_file(name="../../etc/\u202egpj.exe"))).files
        assert file.name == "gpj.exe"

    @given(st.binary(max_size=400))
    def test_is_read_whatever_comes(self, body):
        request = RequestFactory().generic("POST", "/", body, content_type="multipart/form-data; boundary=x")
        assert isinstance(typed(request), Typed)


@pytest.mark.django_db
class TestARefusedForm:
    @pytest.fixture(params=["too many", "from another site"])
    def refused(self, request, monkeypatch):
        if request.param == "too many":
            monkeypatch.setattr(guard, "within_rate", lambda *args, **options: False)
            return 429, {}
        return 403, {"HTTP_ORIGIN": "https://elsewhere.example"}

    @pytest.mark.parametrize("data", [WORDS, with_file()], ids=["words", "with a file"])
    def test_gives_back_what_was_typed(self, refused, data):
        status, headers = refused
        response = public_form()(_taken)(post(data, **headers))
        assert response.status_code == status
        assert "no-store" in response["Cache-Control"]
        [form] = html.fromstring(response.content.decode()).xpath("//main//form[@method='post']")
        assert ("words", WORDS["words"].replace("\r\n", "\n")) in [
            (name, value.replace("\r\n", "\n")) for name, value in form.form_values()
        ]
        assert form.xpath("count(.//input[@type='file'])") == ("photo" in data)

    def test_shows_no_form_where_there_was_nothing(self, refused):
        status, headers = refused
        response = public_form()(_taken)(post({}, **headers))
        assert (response.status_code, b"Send it again" in response.content) == (status, False)

    def test_runs_nothing_that_was_typed(self, refused):
        _status, headers = refused
        data = {'"><script>a()</script>': "<script>b()</script>", **with_file(name='"><script>c().jpg')}
        assert b"<script>" not in public_form()(_taken)(post(data, **headers)).content.split(b"<main")[1]


def _taken(request):
    return HttpResponse("taken")


class TestWebAddresses:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("", 0),
            ("We meet at 6.30. Ask Jo at jo@example.org", 0),
            ("See https://www.example.org/a and www.example.org", 2),
            ("HTTP://A HTTPS://B [url=http://c]d[/url]", 3),
            ("awww.example", 0),
        ],
    )
    def test_are_counted(self, text, count):
        assert link_count(text) == count

    def test_are_few_in_a_text_of_several_lines_and_as_told_elsewhere(self):
        many = "http://example.org " * 6
        with pytest.raises(ValidationError, match=r"6 web addresses, and we take 5 here\. Keep those that matter most"):
            PlainTextField(lines=3, max_length=500).clean(many)
        assert PlainTextField(lines=3, max_length=500).clean("http://example.org " * 5)
        assert PlainTextField(max_length=500).clean(many)
        assert PlainTextField(lines=3, max_length=500, most_links=None).clean(many)
        with pytest.raises(ValidationError, match="Take out the web address"):
            PlainTextField(most_links=0).clean("http://example.org")

    def test_that_are_too_many_lose_nothing_that_was_typed(self):
        class Form(forms.Form):
            words = PlainTextField(lines=3, max_length=500)

        form = Form({"words": "http://example.org " * 6})
        assert not form.is_valid()
        assert str(form["words"].value()).count("http") == 6
