from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self):
        from wagtail.signals import init_new_page, page_published, page_slug_changed, page_unpublished, post_page_move

        from . import (
            checks,  # noqa: F401
            content_version,
            in_front,
            searchable,
            term_field,
            typed,
        )
        from .machines import sitemaps, subjects
        from .models import ContentChange, Term
        from .page_source import PageSource
        from .spreadsheets import guard_downloads
        from .writing import starting

        # What others' apps keep for editors, for people who sign in and for themselves.
        content_version.never_shown(
            ContentChange, "account", "auth", "contenttypes", "django_tasks_database", "mfa", "sessions",
            "wagtailadmin", "wagtailembeds", "wagtailsearch", "wagtailusers",
            *models_of_editors(),
        )  # fmt: skip
        content_version.start()

        searchable.register(PageSource())
        sitemaps.register("pages", sitemaps.PageSection)
        sitemaps.register("tools", sitemaps.ToolSection)
        subjects.register("page", subjects.find_page)
        subjects.register("screen", subjects.find_tool)
        for signal in (page_published, page_unpublished):
            signal.connect(in_front.page_changed, dispatch_uid="caches in front")
        post_page_move.connect(in_front.page_moved, dispatch_uid="caches in front")
        page_slug_changed.connect(in_front.slug_changed, dispatch_uid="caches in front")
        init_new_page.connect(starting.begin, dispatch_uid="begin new pages")
        guard_downloads()
        typed.register()
        term_field.register(Term)


def models_of_editors():
    """Return the models of Wagtail's own apps in which there is only what editors do."""
    from wagtail import models as wagtail
    from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

    return [
        wagtail.APIToken, wagtail.Comment, wagtail.CommentReply, wagtail.GroupApprovalTask,
        wagtail.GroupApprovalTask.groups.through, wagtail.GroupCollectionPermission, wagtail.GroupPagePermission,
        wagtail.GroupSitePermission, wagtail.ModelLogEntry, wagtail.PageLogEntry, wagtail.PageSubscription,
        wagtail.ReferenceIndex, wagtail.Revision, wagtail.Task, wagtail.TaskState, wagtail.UploadedFile, wagtail.Workflow,
        wagtail.WorkflowContentType, wagtail.WorkflowPage, wagtail.WorkflowState, wagtail.WorkflowTask, Query, QueryDailyHits,
    ]  # fmt: skip
