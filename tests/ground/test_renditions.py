"""Sizes of pictures are made before a reader asks, by a task, and a page never waits for it."""

import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models, transaction
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import DraftStateMixin

from cms.core.models.pages import BasePage
from cms.media import renditions
from cms.media.models import SiteImage, SiteMedia, SiteRendition
from cms.media.shown import uses_at, uses_of
from cms.media.sizes import USES, specs_for
from cms.media.waiting import keep_waiting, let_out
from pages.models import PartnerPage, StoryPage
from tests.directory.factories import make_service
from tests.ground.test_images import make_image, page_with, png
from tests.pages.factories import EasyReadFactory, PartnerFactory, StoryFactory

pytestmark = pytest.mark.django_db
# Sizes that no template of ours asks for: Wagtail's own screens make them when they are seen.
OF_THE_ADMIN = {"max-165x165", "max-800x600"}
IN_THE_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def folder(media_folder):
    return media_folder


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done in the block is in the database at its end, and what was asked for then has been done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def sizes(image):
    return set(image.renditions.exclude(filter_spec__in=OF_THE_ADMIN).values_list("filter_spec", flat=True))


def files():
    return {path: path.stat().st_mtime_ns for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def published(page):
    page.save_revision().publish()
    return page


def idea_page(image):
    page = EasyReadFactory()
    picture = {"image": image.pk, "alt_text": "Two chairs.", "decorative": False}
    page.body = page.body.stream_block.to_python(
        [{"type": "idea", "value": {"image": picture, "text": "<p>Come.</p>"}}]
    )
    return page


# Each kind of page that shows pictures, as a function of one.
SHOWING = {
    "a text": lambda image: published(page_with(image)).url,
    "a story's card": lambda image: published(StoryFactory(teaser_image=image)).get_parent().url,
    "an Easy Read page": lambda image: published(idea_page(image)).url,
    "a partner": lambda image: published(PartnerFactory(logo=image)).url,
    "partners": lambda image: published(PartnerFactory(logo=image)).get_parent().url,
    "a service": lambda image: published_service(image).get_absolute_url(),
}


def published_service(image):
    service = make_service(photo=image, photo_alt="A hall with a ramp.")
    service.save_revision().publish()
    return service


# --- What is made, and when ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", SHOWING)
def test_a_first_visit_makes_no_size(client, committed, kind):
    with committed():
        image = make_image()
    with committed():
        url = SHOWING[kind](image)
    rows, before = SiteRendition.objects.count(), files()
    answer = client.get(url)
    assert answer.status_code == 200
    assert "<picture" in answer.content.decode()
    assert SiteRendition.objects.count() == rows
    assert files() == before


def test_an_upload_has_the_sizes_of_texts_and_cards_before_anything_shows_it(committed):
    with committed():
        image = make_image()
    assert sizes(image) == set(specs_for(["article", "card"]))


def test_a_film_has_the_picture_before_it(committed):
    with committed():
        image = make_image()
        SiteMedia.objects.create(title="A film", type="video", duration=1, file="recordings/a.mp4", poster=image)
    assert "width-960" in sizes(image)


def test_a_draft_asks_for_nothing(committed):
    image = make_image()
    with committed():
        PartnerFactory(live=False, logo=image).save_revision()
    assert sizes(image) == set()


def test_only_what_changes_the_shape_asks_for_sizes(committed, monkeypatch):
    image, asked = make_image(), []
    monkeypatch.setattr(renditions, "ask_for", lambda pk, uses=(): asked.append(pk))
    image.save(update_fields=["title"])
    assert asked == []
    image.save(update_fields=["focal_point_x"])
    assert asked == [image.pk]


@pytest.mark.django_db(transaction=True)
def test_another_focal_point_and_another_file_have_sizes_of_their_own(client, committed, member_of):
    with committed():
        image = make_image()
        published(PartnerFactory(logo=image))
    cut = image.renditions.get(filter_spec="format-webp|fill-160x160")
    with committed():
        image.set_focal_point(image.get_rect())
        image.save()
    assert image.renditions.filter(filter_spec=cut.filter_spec).exclude(pk=cut.pk).count() == 1
    client.force_login(member_of("Editors"))
    sent = {
        "title": "Chairs", "description": "Two chairs.", "collection": 1, "tags": "",
        "file": SimpleUploadedFile("red.png", png("red", (900, 900)), "image/png"),
    }  # fmt: skip
    with committed():
        assert client.post(reverse("wagtailimages:edit", args=[image.pk]), sent).status_code == 302
    # Those of the file from before are gone, and those of what shows it are among the new ones.
    assert sizes(image) == set(specs_for(["article", "card", "logo", "mark"]))
    assert image.renditions.get(filter_spec="format-png|max-104x104").width == 104
    assert all("red" in name for name in image.renditions.values_list("file", flat=True))


def test_what_waits_gets_sizes_when_it_is_let_out_and_not_before(committed, folder):
    image = SiteImage(title="Sent in", description="A kettle.")
    keep_waiting(image, png(), "kettle.png")
    with committed():
        image.save()
        renditions.make_sizes.call(image.pk, ["logo"])
    assert not image.renditions.exists()
    assert files() == {}
    with committed():
        let_out(image)
    assert sizes(image) == set(specs_for(["article", "card"]))
    assert not any(name.startswith("waiting/") for name in image.renditions.values_list("file", flat=True))


def test_once_made_nothing_is_made_again(committed):
    with committed():
        image = make_image()
    before = files()
    renditions.make_sizes.call(image.pk, ["card"])
    assert files() == before


# --- What goes wrong ----------------------------------------------------------------------------


def test_what_fails_is_tried_again_later_and_keeps_the_others(settings, monkeypatch):
    image, stock = make_image(), SiteImage.generate_rendition_file

    def no_avif(self, size, **kwargs):
        if "avif" in size.spec:
            raise MemoryError
        return stock(self, size, **kwargs)

    monkeypatch.setattr(SiteImage, "generate_rendition_file", no_avif)
    settings.TASKS = IN_THE_QUEUE
    began = timezone.now()
    renditions.make_sizes.call(image.pk)
    assert sizes(image) == {spec for spec in specs_for(["article", "card"]) if "avif" not in spec}
    [again] = DBTaskResult.objects.all()
    assert again.args_kwargs["args"] == [image.pk, [], 2]
    assert again.run_after > began
    # And not for ever.
    again.delete()
    renditions.make_sizes.call(image.pk, [], len(renditions.LATER) + 1)
    assert not DBTaskResult.objects.exists()
    monkeypatch.undo()
    renditions.make_sizes.call(image.pk)
    assert sizes(image) == set(specs_for(["article", "card"]))


def test_a_lost_file_breaks_no_task_and_is_tried_again(settings):
    image = make_image()
    image.file.storage.delete(image.file.name)
    settings.TASKS = IN_THE_QUEUE
    renditions.make_sizes.call(image.pk)
    assert DBTaskResult.objects.count() == 1


def test_one_picture_does_not_hold_the_others_up(settings, monkeypatch):
    image = make_image()
    settings.TASKS = IN_THE_QUEUE
    # As though each size took a minute.
    monkeypatch.setattr(renditions.time, "monotonic", iter(range(0, 10_000, 45)).__next__)
    renditions.make_sizes.call(image.pk)
    assert image.renditions.count() == 1
    [rest] = DBTaskResult.objects.all()
    assert rest.args_kwargs["args"] == [image.pk, [], 1]
    # At once, not later.
    assert rest.run_after == datetime(9999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("change", ["deleted", "replaced", "hidden"])
def test_no_size_of_a_picture_outlives_it(monkeypatch, change):
    image, stock = make_image(), SiteImage.generate_rendition_file

    def meanwhile(self, size, **kwargs):
        made = stock(self, size, **kwargs)
        others = SiteImage.objects.filter(pk=self.pk)
        if change == "deleted":
            others.delete()
        else:
            others.update(file="waiting/a.png" if change == "hidden" else "original_images/other.png")
        return made

    monkeypatch.setattr(SiteImage, "generate_rendition_file", meanwhile)
    before = files()
    renditions.make(image, ["format-webp|width-480"])
    assert not SiteRendition.objects.exists()
    assert set(files()) <= set(before)


def test_a_size_that_cannot_be_kept_leaves_no_file(monkeypatch):
    image = make_image()

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(SiteRendition, "_do_insert", broken)
    before = files()
    assert renditions.make(image, ["format-webp|width-480"]) == (0, ["format-webp|width-480"])
    assert files() == before


def test_in_the_queue_it_is_asked_for_if_and_only_if_the_change_holds(settings):
    settings.TASKS = IN_THE_QUEUE

    class Stop(Exception):
        pass

    image = make_image()
    DBTaskResult.objects.all().delete()
    page, during = PartnerFactory(logo=image), []

    def publish_and_fail():
        with transaction.atomic():
            published(page)
            during.extend(asked_for())
            raise Stop

    with pytest.raises(Stop):
        publish_and_fail()
    assert during == [[image.pk, ["logo", "mark"]]]
    assert asked_for() == []
    # Nothing was made by whoever pressed the button.
    assert not image.renditions.exists()


def asked_for():
    path = "cms.media.renditions.make_sizes"
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path=path)]


# --- For a site that is there already -----------------------------------------------------------


def test_the_command_makes_all_that_are_missing_and_says_what_it_could_not():
    logo, lost = make_image(), make_image(title="Lost")
    published(PartnerFactory(logo=logo))
    lost.file.storage.delete(lost.file.name)
    hidden = SiteImage(title="Sent in", description="A kettle.")
    keep_waiting(hidden, png(), "kettle.png")
    hidden.save()
    wanted = set(specs_for(["article", "card", "logo", "mark"]))

    def said(**options):
        out, err = StringIO(), StringIO()
        call_command("make_renditions", stdout=out, stderr=err, **options)
        return out.getvalue().strip(), err.getvalue().strip()

    assert said(dry_run=True)[0] == f"{len(wanted) + 15} sizes of 2 pictures are missing."
    assert not SiteRendition.objects.exists()
    made, failed = said()
    assert made == f"{len(wanted)} sizes of 2 pictures made."
    assert failed.endswith(f": {lost.pk}")
    assert sizes(logo) == wanted
    assert not hidden.renditions.exists()
    lost.delete()
    assert said() == ("0 sizes of 0 pictures made.", "")


# --- One list -----------------------------------------------------------------------------------


def test_templates_say_what_a_picture_is_for_and_never_in_which_size():
    tag = re.compile(r"{%-?\s*(?:image|picture|srcset_image|image_url)\s")
    templates = [path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "/admin/" not in str(path)]
    assert [str(path) for path in templates if tag.search(path.read_text())] == []
    used = {use for path in templates for use in re.findall(r'sized_picture \S+ "(\w+)"', path.read_text())}
    assert used == set(USES)


def test_a_use_that_is_not_on_the_list_is_found_when_the_template_is_read():
    with pytest.raises(TemplateSyntaxError, match="poster"):
        Template('{% load pictures %}{% sized_picture page.logo "banner" %}')
    assert Template('{% load pictures %}{% sized_picture none "card" alt="" %}').render(Context()) == ""


def test_what_can_show_a_picture_says_for_what():
    image, fields, blocks = get_image_model(), set(), set()
    for model in apps.get_models():
        if model._meta.app_label.startswith("wagtail") or model is SiteRendition:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is image and not inherited(model, field):
                fields.add((model._meta.label, field.name))
                # A recording has no drafts; of what has, the publication is heard.
                assert model is SiteMedia or issubclass(model, DraftStateMixin)
            elif isinstance(field, StreamField):
                blocks |= {(model, f"{field.name}.{path}") for path in image_paths(field.stream_block)}
    assert ("pages.PartnerPage", "logo") in fields
    assert all(uses_at(apps.get_model(label), name) for label, name in fields)
    assert uses_at(StoryPage, "teaser_image") == ("card",)
    assert blocks
    assert [(model, path) for model, path in blocks if not uses_at(model, path)] == []


def inherited(model, field):
    return field.name == "teaser_image" and issubclass(model, BasePage)


def image_paths(block, path=()):
    if isinstance(block, ImageBlock | ImageChooserBlock):
        yield ".".join(path)
        return
    children = getattr(block, "child_blocks", None) or (
        {"item": block.child_block} if hasattr(block, "child_block") else {}
    )
    for name, child in children.items():
        yield from image_paths(child, (*path, name))


def test_what_a_picture_is_shown_for_is_read_off_the_index_of_references():
    image = make_image()
    assert uses_of(image) == set()
    published(PartnerFactory(logo=image))
    published(page_with(image))
    assert uses_of(image) == {"logo", "mark", "article"}
    assert uses_at(PartnerPage, "gone") == ()
