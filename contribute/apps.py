from django.apps import AppConfig


class ContributeConfig(AppConfig):
    name = "contribute"

    def ready(self):
        from cms.careful import bin as the_bin
        from cms.core import content_version, features, times_said, tools
        from cms.intake import keeping, purge
        from cms.media.waiting import purge_waiting
        from pages.panels import stand_beside_stories

        from . import drafting, endorsing, mails, mails_of_work, posting, sharing, waits  # noqa: F401 - their acts join the desk
        from .bin import JunkInTheBin
        from .keeping import rows
        from .models import (
            Complaint,
            Contribution,
            CopyLine,
            CopyRequest,
            Endorsement,
            Enquiry,
            Feedback,
            Message,
            PageOpinion,
            StoryAsk,
            StoryReviewTask,
            StorySent,
            Suggestion,
            Work,
        )
        from .models.contributions import purge_afterthoughts
        from .models.opinions import COMMENTS_LIFE, purge_comments
        from .stories import decisions, services  # noqa: F401 - receivers that hear of decisions, an act of the desk
        from .stories.asking import ASKED_FOR
        from .stories.panel import beside

        stand_beside_stories(beside)
        the_bin.register(JunkInTheBin())
        mails.join()
        mails_of_work.join()
        times_said.register("how long a link to a story works", lambda: ASKED_FOR)
        times_said.register("how long we keep a comment", lambda: COMMENTS_LIFE)
        times_said.register("how long we keep junk", lambda: Contribution.JUNK_LIFE)
        keeping.register(rows)
        content_version.never_shown(
            Complaint, Contribution, CopyLine, CopyRequest, Endorsement, Enquiry, Feedback, Message, PageOpinion, StoryAsk,
            StoryReviewTask, StorySent, Suggestion, Work,
        )  # fmt: skip
        features.register("printed_copies", "contribute:hard_copies")
        waits.join()

        purge.register("messages to what is gone", purge_afterthoughts)
        purge.register("comments on pages", purge_comments)
        purge.register("pictures of nothing", purge_waiting)
        tools.register("contribute:hub", "Contribute", "contribute:hub")
        tools.register("contribute:story", "Share your story", "contribute:story")
        tools.register("contribute:enquiry", "Ask the Centre", "contribute:enquiry")
        tools.register("contribute:work", "Share your work", "contribute:work")
        tools.register("contribute:endorse", "Endorse the Charter", "endorse")
        tools.register("contribute:hard_copies", "Ask for printed copies", "contribute:hard_copies")
        tools.register("contribute:suggest", "Suggest something for this site", "contribute:suggest")
        tools.register("contribute:feedback", "Feedback on this site", "contribute:feedback")
        tools.register("contribute:complaint", "Make a complaint", "contribute:complaint")
