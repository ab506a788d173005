"""The nightly purge: one kind that fails keeps no other from going, and no file stays without its row."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.intake import purge
from cms.intake.guard import line_of
from cms.intake.models import AccessLink, Draft, OutboxMessage, Sender, Upload
from cms.intake.models.uploads import private_storage

pytestmark = pytest.mark.django_db


def make_upload(**values):
    upload = Upload(content_type="image/png", extension=".png", size=3, **values)
    upload.file.save("picture.png", ContentFile(b"abc"))
    return upload


def test_what_fails_is_named_and_everything_else_goes(monkeypatch, capsys):
    def broken():
        raise RuntimeError("words that somebody told")

    monkeypatch.setitem(purge._more, "broken", broken)
    draft, _key = Draft.start("directory-add")
    Draft.objects.update(expires_at=timezone.now())
    with pytest.raises(CommandError, match="Not deleted: broken"):
        call_command("purge_expired")
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert "files without a row: 0" in capsys.readouterr().out


def test_mail_that_was_given_up_goes_as_sent_mail_does():
    old = timezone.now() - timedelta(days=31)
    given_up = OutboxMessage.objects.create(recipients=["a@example.org"], subject="x", given_up_at=old)
    sent = OutboxMessage.objects.create(recipients=["a@example.org"], subject="x", sent_at=old)
    waits = OutboxMessage.objects.create(recipients=["a@example.org"], subject="x")
    purge.purge()
    left = set(OutboxMessage.objects.values_list("pk", flat=True))
    assert left & {given_up.pk, sent.pk, waits.pk} == {waits.pk}


def test_a_file_goes_with_its_row_by_whatever_way_that_goes(django_capture_on_commit_callbacks):
    sender = Sender.objects.create(email="a@example.org")
    link, _token = AccessLink.make("x", "00000000-0000-0000-0000-000000000000", sender)
    draft, _key = Draft.start("directory-add", link=link)
    upload = make_upload(draft=draft)
    with django_capture_on_commit_callbacks(execute=True):
        sender.delete()
    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert not private_storage().exists(upload.file.name)


def test_a_file_that_no_row_knows_goes_after_a_day_and_others_stay(django_capture_on_commit_callbacks):
    storage, kept = private_storage(), make_upload()
    Upload.objects.filter(pk=kept.pk).update(created_at=timezone.now())
    names = [f"ab/{'0' * 32}.png", f"ab/{'1' * 32}.png", "ab/of-somebody-else.txt"]
    for name in names:
        storage.save(name, ContentFile(b"abc"))
    long_ago = time.time() - 3 * 24 * 60 * 60
    for name in (names[0], names[2], kept.file.name):
        os.utime(storage.path(name), (long_ago, long_ago))
    assert purge.purge_files() == 1
    assert [storage.exists(name) for name in (*names, kept.file.name)] == [False, True, True, True]
    for name in names[1:]:
        storage.delete(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("not an address", "not an address", True),
    ],
)
def test_one_line_has_one_limit_however_many_addresses_it_has(one, other, same):
    assert (line_of(one) == line_of(other)) is same
