"""Recordings: what is taken, captions that browsers can show, a transcript always, and pieces of a file."""

import contextlib
import io
import wave

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from cms.media import captions
from cms.media.ranges import asked_for
from cms.media.recordings import SiteMedia
from cms.urls import serve_media

VTT = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500 line:0\n<v Rowan>I was <b>tired</b> &amp; cold.\n\nNOTE by us\n\n00:04.000 --> 00:06.000\nSomebody asked.\n"
SRT = "1\r\n00:00:01,000 --> 00:00:03,500\r\nI was tired.\r\n\r\n2\r\n00:00:04,000 --> 00:00:06,000\r\nSomebody asked.\r\n"


def wav(seconds=1):
    with io.BytesIO() as file:
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(1)
            sound.setframerate(8000)
            sound.writeframes(b"\x80" * 8000 * seconds)
        return file.getvalue()


MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 200


def upload(name, data):
    return SimpleUploadedFile(name, data)


def form(**fields):
    return {"title": "A story told", "transcript": "Words.", "duration": "61", "credit": "", "tags": ""} | fields


class TestCaptions:
    def test_captions_are_read_and_written_as_browsers_want_them(self):
        cues = captions.read(VTT.encode())
        assert [(cue.starts, cue.ends, cue.spoken, cue.speaker) for cue in cues] == [
            (1.0, 3.5, "I was tired & cold.", "Rowan"),
            (4.0, 6.0, "Somebody asked.", ""),
        ]
        assert captions.read(captions.written(cues).encode()) == cues
        assert captions.written(cues).startswith("WEBVTT\n\n00:00:01.000 --> 00:00:03.500 line:0\n<v Rowan>")

    def test_subrip_becomes_webvtt(self):
        written = captions.written(captions.read(b"\xef\xbb\xbf" + SRT.encode()))
        assert written == (
            "WEBVTT\n\n00:00:01.000 --> 00:00:03.500\nI was tired.\n\n00:00:04.000 --> 00:00:06.000\nSomebody asked.\n"
        )

    def test_a_transcript_begins_anew_with_each_speaker(self):
        cues = [captions.Cue(0, 1, "<v Ann>How was it?"), captions.Cue(1, 2, "<v Bo>Cold."), captions.Cue(2, 3, "Wet.")]
        assert captions.transcript_of(cues) == "Ann: How was it?\n\nBo: Cold. Wet."

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "No captions"),
            (b"WEBVTT\n\nNOTE nothing", "No captions"),
            (b"WEBVTT\n\n00:00:05.000 --> 00:00:01.000\nBack", "ends before it begins"),
            (b"WEBVTT\n\n0:5 --> later\nHm", "cannot be read"),
            (b"Dear editor, here is my story.", "no time before them"),
            ("café".encode("latin-1"), "UTF-8"),
            (b"\x00\x00\x00\x18ftypmp42", "not a file of captions"),
            (b"x" * (captions.MOST_BYTES + 1), "too large"),
        ],
    )
    def test_what_is_wrong_is_said(self, data, says):
        with pytest.raises(captions.CaptionsError, match=says):
            captions.read(data)

    @given(st.binary(max_size=300) | st.text(alphabet="0123456789:.,->WEBVT \n<v>&ab", max_size=200).map(str.encode))
    @bounds(max_examples=50)
    def test_whatever_is_sent_is_read_or_refused_in_words(self, data):
        with contextlib.suppress(captions.CaptionsError):
            cues = captions.read(data)
            assert captions.read(captions.written(cues).encode()) == cues


class TestPieces:
    @pytest.mark.parametrize(
        ("header", "piece"),
        [
            ("bytes=0-", (0, 9)), ("bytes=2-4", (2, 4)), ("bytes=8-99", (8, 9)), ("bytes=-3", (7, 9)), ("bytes=-99", (0, 9)),
            ("", None), ("bytes=-", None), ("bytes=4-2", None), ("bytes=0-1,4-5", None), ("lines=1-2", None),
        ],
    )  # fmt: skip
    def test_one_range_is_understood_and_others_are_ignored(self, header, piece):
        assert asked_for(header, 10) == piece

    @pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0", "bytes=99-100"])
    def test_a_range_beyond_the_end_is_refused(self, header):
        with pytest.raises(ValueError, match=r"end|nothing"):
            asked_for(header, 10)

    def test_a_player_gets_the_piece_that_it_asks_for(self, rf, media_folder):
        (media_folder / "a.wav").write_bytes(b"0123456789")

        def ask(**headers):
            return serve_media(rf.get("/media/a.wav", headers=headers), "a.wav")

        whole = ask()
        assert (whole.status_code, whole["Accept-Ranges"]) == (200, "bytes")
        part = ask(range="bytes=2-5")
        assert (part.status_code, b"".join(part.streaming_content)) == (206, b"2345")
        assert (part["Content-Range"], part["Content-Length"]) == ("bytes 2-5/10", "4")
        none = ask(range="bytes=20-")
        assert (none.status_code, none["Content-Range"]) == (416, "bytes */10")
        other = ask(range="bytes=2-5", if_range="another version")
        assert (other.status_code, b"".join(other.streaming_content)) == (200, b"0123456789")


@pytest.mark.django_db
class TestAnEditor:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client, member_of, media_folder):
        client.force_login(member_of("Editors"))

    def test_adds_film_with_subrip_captions_and_gets_webvtt_and_a_transcript(self, client, media_folder):
        url = reverse("wagtailmedia:add", args=["video"])
        page = client.get(url).content.decode()
        assert "Check each word by ear" in page
        data = form(
            file=upload("rowan smith.mp4", MP4), captions=upload("c.srt", SRT.encode()), transcript="", poster=""
        )
        response = client.post(url, data)
        assert response.status_code == 302, response.context["form"].errors
        recording = SiteMedia.objects.get()
        assert recording.transcript == "I was tired. Somebody asked."
        assert recording.captions.read().startswith(b"WEBVTT")
        assert "rowan" not in recording.file.name
        assert "rowan" not in recording.captions.name
        assert recording.length == "61 seconds"
        assert client.get(reverse("wagtailmedia:edit", args=[recording.pk])).status_code == 200

    @pytest.mark.parametrize(
        ("kind", "fields", "field", "says"),
        [
            ("audio", {"file": upload("a.exe", b"MZ")}, "file", "MP3, M4A, WAV, OGG"),
            ("audio", {"file": upload("a.mp3", b"<script>alert(1)</script>" * 30)}, "file", "no MP3 file"),
            ("video", {"file": upload("a.mp4", wav())}, "file", "no MP4 file"),
            ("audio", {"file": upload("a.wav", wav()), "transcript": " "}, "transcript", "Write down what is said"),
            ("video", {"file": upload("a.mp4", MP4)}, "captions", "needs captions"),
            ("video", {"file": upload("a.mp4", MP4), "captions": upload("a.vtt", b"Hello")}, "captions", "no time"),
            ("audio", {}, "file", "required"),
        ],
    )  # fmt: skip
    def test_reads_what_is_wrong_and_keeps_what_was_typed(self, client, kind, fields, field, says):
        for value in fields.values():
            if hasattr(value, "seek"):
                value.seek(0)
        response = client.post(reverse("wagtailmedia:add", args=[kind]), form(**fields))
        assert response.status_code == 200
        assert says in str(response.context["form"].errors[field])
        assert not response.context["form"].non_field_errors(), "what is wrong is said once, beside the field"
        assert "A story told" in response.content.decode()
        assert not SiteMedia.objects.exists()

    def test_is_told_that_a_file_is_too_large(self, client, settings):
        settings.RECORDING_MAX_UPLOAD_SIZE = 1000
        response = client.post(reverse("wagtailmedia:add", args=["audio"]), form(file=upload("a.wav", wav())))
        assert "The most is 1000" in str(response.context["form"].errors["file"])

    def test_finds_it_in_the_list_and_others_do_not(self, client, member_of):
        recording = make_recording()
        addresses = [reverse("wagtailmedia:index"), reverse("wagtailmedia:edit", args=[recording.pk])]
        assert all("A story told" in client.get(address).content.decode() for address in addresses)
        client.force_login(member_of("Inbox staff"))
        assert all(client.get(address).status_code == 302 for address in addresses)

    def test_replaces_captions_and_the_old_ones_go(self, client, media_folder):
        recording = make_recording(type="video", captions=True)
        before = recording.captions.path
        response = client.post(
            reverse("wagtailmedia:edit", args=[recording.pk]), form(captions=upload("new.vtt", VTT.encode()), poster="")
        )
        assert response.status_code == 302, response.context["form"].errors
        recording.refresh_from_db()
        assert b"tired" in recording.captions.read()
        assert not (media_folder / before).exists()


def make_recording(captions=False, **fields):
    fields = {"title": "A story told", "type": "audio", "transcript": "I was tired.\n\nSomebody asked."} | fields
    recording = SiteMedia(**fields)
    ending = "mp4" if recording.is_film else "wav"
    recording.file.save(f"a.{ending}", ContentFile(MP4 if recording.is_film else wav()), save=False)
    if captions:
        recording.captions.save("a.vtt", ContentFile(b"WEBVTT\n\n00:01.000 --> 00:02.000\nOld"), save=False)
    recording.save()
    return recording


@pytest.mark.django_db
def test_captions_go_with_their_recording(media_folder, django_capture_on_commit_callbacks):
    recording = make_recording(type="video", captions=True)
    with django_capture_on_commit_callbacks(execute=True):
        recording.delete()
    assert not [path for path in media_folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, ""), (1, "1 second"), (45, "45 seconds"), (89.6, "2 minutes"), (240, "4 minutes")]
)
def test_a_length_is_said_in_words(seconds, words):
    assert SiteMedia(duration=seconds, collection_id=1).length == words
