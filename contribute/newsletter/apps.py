from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "contribute.newsletter"
    label = "newsletter"

    def ready(self):
        from cms.core import content_version, features, times_said, tools
        from cms.core.machines import sitemaps, subjects
        from cms.intake import mail, people, purge

        from . import leaving, mails, receivers  # noqa: F401
        from . import people as readers
        from .machines import IssueSection, find_issue
        from .models import Delivery, Subscriber, Subscription, Suppression
        from .sending import fill
        from .subscribing import LIFE

        mails.join()
        times_said.register("how long a link to subscribe works", lambda: LIFE)
        content_version.never_shown(Delivery, Subscriber, Subscription, Suppression)
        # Whoever is on a list can leave it, whatever is offered.
        features.register("newsletter", "newsletter:subscribe", always=("newsletter:yours", "newsletter:stop"))
        tools.register("newsletter:subscribe", "Newsletter", "newsletter:subscribe")
        tools.register(
            "newsletter:issues", "Issues of the newsletter", "newsletter:issues", title="Past issues of the newsletter"
        )
        sitemaps.register("newsletter", IssueSection)
        subjects.register("newsletter", find_issue)
        mail.register_feeder("newsletter", fill)
        purge.register("newsletter, never confirmed", leaving.purge_unconfirmed)
        purge.register("newsletter, who got what", leaving.purge_deliveries)
        people.register("newsletter", readers.export, readers.erase)
