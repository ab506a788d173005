from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "cms.upkeep"
    label = "upkeep"

    def ready(self):
        from django.urls import reverse_lazy
        from wagtail.signals import page_published

        from cms.desk import waiting
        from cms.desk.waiting import Urgency
        from cms.intake import purge

        from . import reminders, reviews

        page_published.connect(reviews.give_first_day, dispatch_uid="first day of review")
        purge.register("reminders of pages", reminders.purge_reminders)
        waiting.register(
            "pages-to-check", "pages to check", reviews.due_for, reverse_lazy("pages_to_review"),
            order=Urgency.UPKEEP, icon="calendar-check", one="page to check", hint="Read it, then press “It is still right”.",
        )  # fmt: skip
