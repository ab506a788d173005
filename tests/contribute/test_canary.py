"""What was told stands in its own tables and nowhere else; and after its time nowhere at all."""

import logging

import pytest
from django.apps import apps
from django.test import Client

from cms.intake.purge import forget
from contribute import desk
from contribute.kinds import KINDS
from contribute.models import Contribution

from .filled import EMAIL, TOLD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
# Where each may stand while it is needed.
WORDS_IN = {"contribute.contribution", "contribute.message"}
DETAILS_IN = {"intake.sender", "intake.outboxmessage"}


def tables_with(word):
    """Return the labels of the models in any of whose rows ``word`` stands, however deep."""
    found = set()
    for model in apps.get_models():
        names = [field.attname for field in model._meta.local_concrete_fields]
        for row in model._base_manager.values_list(*names):
            values = (bytes(value) if isinstance(value, memoryview) else value for value in row)
            text = " ".join(
                value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in values
            )
            if word.lower() in text.lower():
                found.add(model._meta.label_lower)
    return found


def test_what_is_told_stands_in_its_own_tables_only_and_in_no_log(sent, kind, caplog, member_of):
    caplog.set_level(logging.DEBUG, "cms")
    contribution = sent(kind)
    desk.reply(contribution, "Thank you", user=member_of("Administrators"))
    own = {KINDS[kind].model._meta.label_lower}
    assert tables_with(TOLD) <= WORDS_IN | own
    assert tables_with(TOLD)
    assert tables_with(EMAIL) <= DETAILS_IN
    assert TOLD not in caplog.text
    assert EMAIL not in caplog.text


def test_after_its_time_what_was_told_stands_nowhere(sent, kind, media_folder, member_of):
    contribution = sent(kind)
    user = member_of("Administrators")
    desk.reply(contribution, f"About the {TOLD}", user=user)
    desk.write_note(contribution, f"About the {TOLD} again", user=user)
    apps.get_model("intake", "OutboxMessage").objects.all().delete()  # mail is deleted thirty days after it was sent
    forget(KINDS[kind].model, [contribution.pk])
    assert tables_with(TOLD) == set()
    assert tables_with(EMAIL) == set()
    assert not [path for path in media_folder.rglob("*") if path.is_file()]


PUBLIC = [
    "/", "/contribute/", f"/search/?q={TOLD}", f"/directory/?q={TOLD}", "/sitemap.xml", "/charter/endorsements/",
    "/feeds/stories/", "/api/hsds/v3/services",
]  # fmt: skip


def test_no_page_feed_search_or_list_changes_by_what_was_sent(sent, kind):
    reader = Client()

    def read():
        return [reader.get(address, follow=True).content for address in PUBLIC]

    read()
    before = read()
    sent(kind)
    assert read() == before


def test_the_string_of_a_contribution_is_its_reference_alone(sent, kind):
    contribution = sent(kind)
    assert str(contribution) == str(Contribution.objects.get()) == contribution.reference
