from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "cms.upkeep"
    label = "upkeep"

    def ready(self):
        from django.urls import reverse, reverse_lazy
        from wagtail.contrib.search_promotions.models import SearchPromotion
        from wagtail.signals import page_published

        from cms.core import content_version, times_said
        from cms.desk import waiting
        from cms.desk.waiting import Urgency
        from cms.intake import purge

        from . import keeping, links, links_report, mails, receivers, reminders, reviews

        content_version.never_shown("upkeep")
        page_published.connect(reviews.give_first_day, dispatch_uid="first day of review")
        receivers.connect()
        mails.join()
        times_said.register("time until we write about a page again", lambda: reminders.AGAIN_AFTER)
        links.register(
            SearchPromotion, "Promoted search result", SearchPromotion.objects.all,
            lambda pk: reverse("wagtailsearchpromotions:index"), "wagtailsearchpromotions.change_searchpromotion",
        )  # fmt: skip
        purge.register("reminders of pages", reminders.purge_reminders)
        waiting.register(
            "pages-to-check", "pages to check", reviews.due_for, reverse_lazy("pages_to_review"),
            order=Urgency.UPKEEP, icon="calendar-check", one="page to check", hint="Read it, then press “It is still right”.",
        )  # fmt: skip
        waiting.register(
            "pages-of-nobody", "pages that nobody looks after", keeping.forgotten_by_all,
            lambda user: f"{reverse('pages_to_review')}?when=all&owner=nobody", order=Urgency.UPKEEP + 5, icon="user",
            one="page that nobody looks after", hint="Somebody left, or nobody was chosen: hand them over.",
        )  # fmt: skip
        waiting.register(
            "broken-links", "broken links", links_report.broken_for, reverse_lazy("broken_links"),
            order=Urgency.UPKEEP + 10, icon="link", one="broken link",
        )  # fmt: skip
