"""What is put into an address for each thing that it may name: one case for each that rights may treat differently."""

from fnmatch import fnmatchcase

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Page, Task, UploadedFile, Workflow, WorkflowState

from cms.intake.models import Upload
from cms.media.models import SiteDocument, SiteImage, SiteMedia
from cms.users.models import User
from contribute.models import StorySent
from contribute.newsletter.models import Issue, Subscriber
from directory.models import Closure, ContactRequest, Report, Service, ServiceImport
from pages.models import ResearchPage, StoryPage, StoryStop
from tests.directory.conftest import ANSWERS
from tests.pages.factories import home

TASK = {"action_name": "approve"}


def first(model, part="pk", value="pk"):
    """One case: the first of ``model``."""

    def cases(address):
        yield "", {part: getattr(model._default_manager.order_by("pk").first(), value)}

    return cases


def pages(part="page_id", more=lambda page: {}):
    """A live page, a draft of one's own, and a story that somebody sent in; ``more`` are parts that hang on the page."""

    def cases(address):
        for label, page in (
            ("live", Page.objects.get(title="About us", alias_of=None)),
            ("own draft", Page.objects.get(title="My draft")),
            ("waiting story", StorySent.objects.get().page),
        ):
            yield label, {part: page.pk} | more(page)

    return cases


def in_review(address):
    """The story whose review has begun, with its step."""
    page = StorySent.objects.get().page
    state = WorkflowState.objects.for_instance(page).get()
    yield "", TASK | {
        "page_id": page.pk, "workflow_state_id": state.pk,
        "task_id": state.current_task_state.task_id, "task_state_id": state.current_task_state.pk,
    }  # fmt: skip


def services(address):
    """One that is listed, and one that the public sent in."""
    for label, name in (("listed", "Thursday Table"), ("waiting", ANSWERS["about"]["service_name"])):
        service = Service.objects.get(name=name)
        parts = {"pk": service.pk, "revision_id": service.latest_revision_id}
        parts |= {"revision_id_a": "earliest", "revision_id_b": "latest"}
        parts["other"] = Service.objects.get(name="Wednesday Table").pk
        state = WorkflowState.objects.for_instance(service).first()
        if state:
            now = state.current_task_state
            parts |= TASK | {"workflow_state_id": state.pk, "task_id": now.task_id, "task_state_id": now.pk}
        if set(address.wants) <= set(parts):
            yield label, parts


def told(part="page_id"):
    """The story that is on the site."""

    def cases(address):
        story = StoryPage.objects.live().get()
        yield "", {part: story.pk, "destination_id": story.get_parent().pk}

    return cases


def stopped(address):
    """The story whose teller wants it gone."""
    yield "", {"pk": StoryStop.objects.get().story_id}


def types(app, model):
    """Two types of pages below their own lists."""

    def cases(address):
        for kind in (StoryPage, ResearchPage):
            parent = kind.objects.filter(depth=4).first().get_parent()
            yield kind._meta.model_name, {app: "pages", model: kind._meta.model_name, "parent_page_id": parent.pk}

    return cases


def every_setting(address):
    for model in sorted(settings_registry, key=lambda model: model._meta.label_lower):
        meta = model._meta
        parts = {"app_name": meta.app_label, "model_name": meta.model_name, "pk": model.load().pk}
        if "preview" not in address.path or hasattr(model, "is_previewable"):
            yield meta.label_lower, parts


def uploaded(model):
    def cases(address):
        row = UploadedFile.objects.get(for_content_type=ContentType.objects.get_for_model(model))
        yield "", {"uploaded_file_id": row.pk}

    return cases


def retired(model):
    """One that is switched off, so that it can be switched on."""

    def cases(address):
        row = model.objects.create(name="Rested", active=False)
        yield "", {"pk": row.pk, "task_id": row.pk}

    return cases


def bulk_actions(address):
    """Each action on several things, with one of each model for which there is any."""
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # reads the registry in
    for app_label, models in sorted(bulk_action_registry.actions.items()):
        for model_name, actions in sorted(models.items()):
            model = apps.get_model(app_label, model_name)
            row = StorySent.objects.get().page if model is Page else model._default_manager.order_by("pk").first()
            assert row, f"tests/roles/world.py makes no {app_label}.{model_name}"
            for action in sorted(actions):
                yield (
                    f"{model_name} {action}",
                    {"app_label": app_label, "model_name": model_name, "action": action, "?": f"id={row.pk}"},
                )


def previewed_block(address):
    block = StoryPage._meta.get_field("body").stream_block
    yield "", {"?": f"id={next(iter(block.child_blocks.values())).definition_prefix}"}


def fixed(**parts):
    def cases(address):
        yield "", parts

    return cases


# The first whose pattern fits the name or the path of an address tells its cases. What is not here is found by its model.
CASES = [
    (
        "wagtailadmin_pages:revisions_compare",
        pages("pk", lambda page: {"revision_id_a": "earliest", "revision_id_b": "latest"}),
    ),
    ("wagtailadmin_pages:revisions_*", pages(more=lambda page: {"revision_id": page.latest_revision_id})),
    ("wagtailadmin_pages:convert_alias", lambda address: [("", {"page_id": Page.objects.get(slug="as-above").pk})]),
    ("wagtailadmin_pages:unpublish", told()),
    ("wagtailadmin_pages:move*", told("page_to_move_id")),
    ("wagtailadmin_pages:set_page_position", told("page_to_move_id")),
    ("wagtailadmin_pages:add", types("content_type_app_name", "content_type_model_name")),
    ("wagtailadmin_pages:preview_on_add", types("content_type_app_name", "content_type_model_name")),
    ("wagtailadmin_pages:type_use*", types("content_type_app_name", "content_type_model_name")),
    ("wagtailadmin_pages:choose_parent", types("app_label", "model_name")),
    ("wagtailadmin_pages:add_subpage", pages("parent_page_id")),
    ("wagtailadmin_pages:workflow_history_detail", in_review),
    ("wagtailadmin_pages:*workflow_*", in_review),
    ("wagtailadmin_pages:workflow_*", in_review),
    ("wagtailadmin_pages:*", pages()),
    ("admin/pages/<int:pk>/*", pages("pk")),
    ("wagtailadmin_explore*", pages("parent_page_id")),
    ("wagtailadmin_choose_page_child", pages("parent_page_id")),
    ("wagtailadmin_api:*:find", fixed(**{"?": "html_path=/about-us/"})),
    ("wagtailadmin_api:pages:*", pages("pk", lambda page: {"action_name": "publish"})),
    ("wagtailadmin_api:images:*", first(SiteImage)),
    ("wagtailadmin_api:documents:*", first(SiteDocument)),
    ("wagtailadmin_block_preview", previewed_block),
    ("wagtail_bulk_action", bulk_actions),
    ("wagtailadmin_tag_model_autocomplete", fixed(app_name="taggit", model_name="tag")),
    (
        "wagtailadmin_collections:*",
        lambda address: [("", dict.fromkeys(("pk", "collection_id"), Collection.objects.get(name="Posters").pk))],
    ),
    ("wagtailadmin_workflows:enable", retired(Workflow)),
    ("wagtailadmin_workflows:enable_task", retired(Task)),
    ("wagtailadmin_workflows:*able_task", first(Task)),
    ("wagtailadmin_workflows:edit_task", first(Task)),
    ("wagtailadmin_workflows:task_chosen", first(Task, "task_id")),
    ("wagtailadmin_workflows:add_task", fixed(app_label="intake", model_name="reviewtask")),
    (
        "wagtailadmin_workflows:remove",
        lambda address: [("", {"page_pk": home().pk, "workflow_pk": Workflow.objects.first().pk})],
    ),
    (
        "admin/editing-sessions/ping/*",
        lambda address: [
            (
                "",
                {"app_label": "wagtailcore", "model_name": "page", "object_id": home().pk}
                | {"session_id": EditingSession.objects.first().pk},
            )
        ],
    ),
    ("wagtailadmin_editing_sessions:release", first(EditingSession, "session_id")),
    ("wagtailsettings:*", every_setting),
    ("wagtailredirects:*", first(Redirect, "redirect_id")),
    ("wagtailsearchpromotions:*", first(Query, "query_id")),
    ("wagtailimages:create_multiple_*", uploaded(SiteImage)),
    ("wagtailimages:delete_upload_*", uploaded(SiteImage)),
    ("wagtaildocs:create_multiple_*", uploaded(SiteDocument)),
    ("wagtaildocs:delete_upload_*", uploaded(SiteDocument)),
    (
        "wagtailimages:preview",
        lambda address: [("", {"image_id": SiteImage.objects.first().pk, "filter_spec": "original"})],
    ),
    ("wagtailimages*:chosen", first(SiteImage)),
    ("wagtaildocs*:chosen", first(SiteDocument)),
    ("wagtailimages*", first(SiteImage, "image_id")),
    ("wagtaildocs:*_multiple", first(SiteDocument, "doc_id")),
    ("wagtaildocs*", first(SiteDocument, "document_id")),
    ("wagtailmedia:*", lambda address: [("", {"media_id": SiteMedia.objects.get().pk, "media_type": "audio"})]),
    (
        "careful_delete_now",
        lambda address: [("", {"key": "service", "pk": Service.everything.get(name="Friday Table").pk})],
    ),
    ("admin/users/*-*/<int:pk>/", lambda address: [("", {"pk": User.objects.get(username="invited").pk})]),
    ("admin/handbook/*", fixed(name="bin", slug="sign-in")),
    ("intake_upload", first(Upload, "uuid", "uuid")),
    ("directory_import_preview", first(ServiceImport, "uuid", "uuid")),
    ("directory_report", first(Report)),
    ("directory_contact_request", first(ContactRequest)),
    ("directory_closure", first(Closure)),
    ("directory_service_*", services),
    ("wagtailsnippets_directory_service:*", services),
    ("newsletter_let_through", first(Subscriber)),
    ("newsletter_desk", first(Issue)),
    ("newsletter_send", first(Issue)),
    ("contribute_desk", first(StorySent)),
    ("contribute_story_teller", first(StorySent)),
    ("pages_record", first(ResearchPage)),
    ("story_stop_settle", stopped),
    ("story_stop", told("pk")),
    ("pages_hand_over", fixed(whose="nobody")),
    ("story_withdraw", told("pk")),
    ("story_consent_ask", told("pk")),
]


def cases_of(address):
    """Yield ``(label, values)`` for an Address: at least one, or the test that asks says what is missing."""
    for pattern, cases in CASES:
        if fnmatchcase(address.name, pattern) or fnmatchcase(address.path, pattern):
            found = list(cases(address))
            # What names nothing is one screen, whatever its neighbours name.
            yield from found if address.wants else [("", found[0][1])]
            return
    if not address.wants:
        yield "", {}
        return
    model = address.model
    if "_modeladmin_" in address.name:
        model = apps.get_model(*address.name.split("_modeladmin_")[0].split("_", 1))
    assert model, f"{address.path}: tests/roles/cases.py does not know what to put there"
    row = model._default_manager.order_by("pk").first()
    assert row, f"{address.path}: tests/roles/world.py makes no {model._meta.label}"
    yield (
        "",
        {"pk": row.pk, "instance_pk": row.pk, "revision_id_a": "live", "revision_id_b": "latest"}
        | ({"revision_id": row.latest_revision_id} if "revision_id" in address.wants else {}),
    )
