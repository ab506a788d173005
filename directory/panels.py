"""What an editor sees when editing a service: tabs in the order in which people read an entry."""

from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from cms.core.term_field import ServiceTermsField
from cms.intake.models import Received

# The newest ones; the rest is on their own screen.
NOTES_IN_SIGHT = 2


class DeskPanel(Panel):
    """What stands in no field of an entry: its status, when it was checked, who looks after it, colleagues' notes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/desk_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            user, service = self.request.user, self.instance
            context = super().get_context_data(parent_context) | {"service": service}
            context["assignment"] = getattr(service, "assignment", None)
            if user.has_perm("directory.publish_service"):
                context["status_url"] = reverse("directory_service_status", args=[service.pk])
            if user.has_perm("directory.view_note"):
                context["desk_url"] = reverse("directory_service_desk", args=[service.pk])
                context["notes"] = service.notes.select_related("author")[:NOTES_IN_SIGHT]
            if user.has_perm("directory.view_report"):
                context["reports"] = service.reports.undecided()
            return context


class SubmissionPanel(Panel):
    """What an editor needs beside the words that were sent in: the note, the photo, who sent it, what would change,
    what it resembles."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/submission_panel.html"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.submission = None
            if self.instance.pk:
                newest = self.instance.submissions.select_related("upload", "decided_by", "set_aside__user")
                newest = newest.defer("set_aside__content").order_by("-received_at")
                self.submission = newest.in_workflow().first()
                if self.submission is None and not self.instance.live:
                    # A colleague's refusal must be seen before somebody publishes what it refused.
                    self.submission = newest.filter(decision=Received.Decision.DECLINED).first()

        def is_shown(self):
            return self.submission is not None

        def get_context_data(self, parent_context=None):
            # They know services, which are made of this module's panels.
            from . import likeness, not_listed

            user, service, submission = self.request.user, self.instance, self.submission
            context = super().get_context_data(parent_context) | {"submission": submission}
            if user.has_perm("directory.view_submission"):
                context["inspect_url"] = reverse("directory_submission_modeladmin_inspect", args=[submission.pk])
            if submission.upload_id and user.has_perm("intake.read_upload"):
                context["photo_url"] = reverse("intake_upload", args=[submission.upload.uuid])
            if submission.set_aside and not submission.decision:
                context["history_url"] = reverse("wagtailsnippets_directory_service:history", args=[service.pk])
            if service.live:
                compare = "wagtailsnippets_directory_service:revisions_compare"
                context["compare_url"] = reverse(compare, args=[service.pk, "live", "latest"])
            if not submission.decision:
                context["held"] = service.submissions.held().count()
                context["not_listed"] = not_listed.asked_of(service)
                context["alike"] = likeness.like_service(service)
                context |= self.rights(service, user)
                context["may_merge"] = user.has_perm("directory.publish_service")
            return context

        @staticmethod
        def rights(service, user):
            """Return whether ``user`` may decide now, and whether the review keeps them from changing anything."""
            lock, task = service.get_lock(), service.current_workflow_task
            actions = task.get_actions(service, user) if task else []
            return {
                "may_decide": any(name == "approve" for name, *_more in actions),
                "is_locked": bool(lock and lock.for_user(user)),
            }


class ServiceForm(WagtailAdminModelForm):
    """The form of a service. What readers narrow the directory by stands under the questions that it answers."""

    class Meta(WagtailAdminModelForm.Meta):
        field_classes = {"terms": ServiceTermsField}


def service_edit_handler():
    """Return the edit handler of Service. Status and last checked stand in no panel: they change by actions only."""
    about = [
        DeskPanel(),
        SubmissionPanel(),
        FieldPanel("name"),
        MultiFieldPanel([FieldPanel("organisation"), FieldPanel("provider_name")], heading="Who provides it"),
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("first_visit"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "photo", help_text="The room, the front door or the people who greet: with their consent. Optional."
                ),
                FieldPanel("photo_alt", help_text="For people who cannot see it: “A blue door with a ramp beside it”."),
            ],
            heading="Photo",
        ),
    ]
    people = [
        FieldPanel("who_for", help_text="In the service’s own words, for example “Anyone over 18 who hears voices”."),
        FieldPanel("not_for"),
        FieldRowPanel(
            [
                FieldPanel("age_min", help_text="For example 18. Leave empty where there is no lowest age."),
                FieldPanel("age_max", help_text="For example 25. Leave empty where there is no highest age."),
            ],
            heading="Ages",
        ),
        FieldRowPanel(
            [
                FieldPanel("children_welcome", help_text="Whether somebody may bring their children along."),
                FieldPanel(
                    "support_person_welcome", help_text="Whether somebody may bring a friend, relative or worker."
                ),
            ]
        ),
        FieldPanel(
            "terms",
            heading="Filters and topics",
            help_text="Tick what the service says of itself. Readers narrow the directory by these.",
        ),
    ]
    taking_part = [
        MultiFieldPanel(
            [
                FieldPanel("offers_in_person", help_text="People meet face to face, at one of the places below."), FieldPanel("offers_phone", help_text="Support is given by phone. A number to ask questions alone is not enough."), FieldPanel("offers_video", help_text="On a screen at a set time, for example by Zoom."),
                FieldPanel("offers_chat", help_text="People write to one another, at a set time or at any time."), FieldPanel("offers_outreach", help_text="They meet people at home or wherever they are."),
            ],
            heading="Ways to take part",
        ),
        FieldPanel("coverage", heading="Who it reaches", help_text="Choose all of Victoria or Australia for phone and online. Such a service is found from everywhere."),
        InlinePanel("locations", heading="Places and times", label="Place, or a way without a place"),
        MultiFieldPanel([FieldPanel("cost_kind", help_text="What a person pays. Choose “Free” only where nothing is asked for."), FieldPanel("cost_note", help_text="For example “$5 for tea, if you can”. Optional.")], heading="Cost"),
        MultiFieldPanel(
            [FieldPanel("joining", help_text="What must happen before somebody can come."), FieldPanel("how_to_join"), FieldPanel("takes_newcomers", help_text="Take the tick away while a group takes nobody new.")], heading="Joining"
        ),
    ]  # fmt: skip
    contact = [
        HelpPanel(content="<p>Everything here is public. Whoever sent the entry in is kept apart, under Inbox.</p>"),
        InlinePanel("phones", heading="Phone numbers", label="Phone number"),
        FieldPanel("public_email"),
        FieldPanel("website", help_text="Its own page, with https://. Optional."),
        InlinePanel("links", heading="Other links", label="Link"),
        FieldPanel("contact_note"),
    ]
    safety = [
        HelpPanel(content="<p>The four questions to ask of any group. Use the service’s own answers.</p>"),
        FieldPanel("safety_run_by", help_text="For example “Two peer workers employed by the service”."), FieldPanel("safety_facilitators", help_text="What training they had, and whom they can talk to."),
        FieldPanel("safety_guidelines", help_text="What people agree on, for example “What is said here stays here”."), FieldPanel("safety_privacy", help_text="What is written down, who sees it, and when it is shared."),
    ]  # fmt: skip
    return TabbedInterface(
        [
            ObjectList(about, heading="About"),
            ObjectList(people, heading="Who it is for"),
            ObjectList(taking_part, heading="Where and when"),
            ObjectList(contact, heading="Contact"),
            ObjectList(safety, heading="Safety"),
        ],
        base_form_class=ServiceForm,
    )
