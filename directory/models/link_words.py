"""The words on the screens behind mailed links, and after something about an entry was sent, that editors may change."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.core.models.settings import KeptSetting, PreviewedSetting
from cms.core.models.word_groups import panels_of
from cms.core.times_said import SaysTimes

from .further_words import LinkScreens, ReportScreens

LONGEST = 600
PARAGRAPHS = "An empty line begins a new paragraph."
ONE_A_LINE = "One step to a line."


def words(label, default, help_text=""):
    """Return a field of a few sentences whose words today are ``default``."""
    return models.TextField(label, max_length=LONGEST, default=default, help_text=help_text)


@register_setting(icon="link", order=121)
class DirectoryLinkWords(LinkScreens, ReportScreens, SaysTimes, PreviewedSetting, KeptSetting):
    """What people read who keep an entry right: before, on and after each screen of theirs. One row for the site."""

    what_for = "What people read who look after an entry: to confirm, pause, close or list it, and who looks after it."
    GROUPS = (
        LinkScreens,
        ReportScreens,
    )

    request = words(
        "first words",
        "We send a link to the email address that looks after this entry. With it you change, confirm, pause or close the "
        "entry, without an account.",
    )
    asked = words(
        "after asking for a link",
        "If that address looks after this entry, a link is on its way. It works for "
        "{how long a link to change an entry works}.",
        "The same whether or not the address is known, so that nobody finds out who looks after an entry.",
    )
    asked_nothing = words(
        "if no email comes",
        "Nothing after ten minutes? Look in the junk folder, then check that it is the address you used when you sent the "
        "entry in.",
    )
    choices = words("first words", "Choose what you want to do. Nothing happens before you press a button.")
    about_link = words(
        "about your link",
        "It is for this entry only. You may use it more than once, until the day in the email or until you have sent a "
        "change.\n\nKeep it to yourself: whoever has it can do what you can do here.",
        f"Beside the choices. {PARAGRAPHS}",
    )
    confirmed = words(
        "after confirming",
        "Readers see that it was checked today.\n\nWe ask you again in {time until we ask again}.",
        PARAGRAPHS,
    )
    pause = words(
        "first words", "It stays listed and says that it is paused. Readers see it at once; no editor has to agree."
    )
    pause_next = words(
        "what happens then",
        "After the last day it opens again by itself. We write to everybody who looks after it.\n\n"
        "Without a day we ask you in {time until we ask again} whether it is still paused.",
        f"Beside the form. {PARAGRAPHS}",
    )
    close = words("first words", "It leaves the directory at once. For a break, pause it instead.")
    close_next = words(
        "what happens then",
        "Everybody who looks after it gets an email with a link to list it again. The link works for "
        "{how long a link to list it again works}.\n\nThe editors keep the entry, unlisted, and see what you write here.",
        f"Beside the form. {PARAGRAPHS}",
    )
    closed = words(
        "after closing",
        "It is no longer in the directory, its search or its map.\n\nWas that a mistake? The email that we have just sent "
        "has a link to list it again. It works for {how long a link to list it again works}.\n\n"
        "Thank you for what you gave to the people who came.",
        PARAGRAPHS,
    )
    reopen = words(
        "before listing it again, where they closed it",
        "It was closed by a link like this one. Press the button and it is back in the directory, as it was.",
    )
    reopen_unconfirmed = words(
        "before listing it again, where nobody confirmed it",
        "We took it off, since nobody told us for a long time that it is still right.\n\nIs everything as it was when it was "
        "last listed? Press the button and it is back in the directory, checked today. Has something changed? List it "
        "again, then ask for a link to change it.",
        PARAGRAPHS,
    )
    people_why = words(
        "why an editor looks first",
        "Whoever looks after an entry can close it. So a person at the Centre checks a new address, usually within "
        "{time to read an entry}.\n\nWe write to everybody it concerns. We never say one person’s address to another.",
        f"Beside the form. {PARAGRAPHS}",
    )
    people_next = words(
        "what happens next",
        "We have written to your email address. If nothing comes, look in the junk folder.\n"
        "A person at the Centre checks it, usually within {time to read an entry}. They may ring the public number of the "
        "service.\nWe write to everybody it concerns. Until then everything stays as it is.",
        f"After it was sent. {ONE_A_LINE}",
    )
    stranger = words(
        "“I look after it now”: first words",
        "Tell us who you are. When an editor has checked it, the links go to your address.",
    )
    stranger_check = words(
        "“I look after it now”: how we check",
        "We ring or write to the public contact of the service. If somebody looks after the entry already, we tell them "
        "too.\n\nWe never say who that is, and we don’t publish your address.",
        f"Beside the form. {PARAGRAPHS}",
    )
    check_next = words(
        "what happens next",
        "We confirm by email. A person at the Centre reads it, usually within {time to read an entry}, and tells you what "
        "they decided.",
        "Beside all answers, before they are sent.",
    )
    report_next = words(
        "what happens next",
        "A person at the Centre reads it, usually within {time to read an entry}.\n"
        "They check with the service, without saying who told us, and put right what is wrong.",
        f"After a problem was reported. {ONE_A_LINE} Whether we write to them follows by itself.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("request", help_text="On the page that asks for the email address."),
                FieldPanel("asked"),
                FieldPanel("asked_nothing", help_text="What to look at, and what to try."),
            ],
            heading="Asking for a link",
        ),
        MultiFieldPanel(
            [
                FieldPanel("choices", help_text="Say that nothing happens by opening the link."),
                FieldPanel("about_link"),
                FieldPanel("confirmed"),
            ],
            heading="What a link opens",
        ),
        MultiFieldPanel(
            [FieldPanel("pause", help_text="What readers will see, and when."), FieldPanel("pause_next")],
            heading="Pause it",
        ),
        MultiFieldPanel(
            [
                FieldPanel("close", help_text="What happens at once, and what to do for a break."),
                FieldPanel("close_next"),
                FieldPanel("closed"),
                FieldPanel("reopen", help_text="Say what the button does."),
                FieldPanel("reopen_unconfirmed"),
            ],
            heading="Close it, and list it again",
        ),
        MultiFieldPanel(
            [
                FieldPanel("people_why"),
                FieldPanel("people_next"),
                FieldPanel("stranger", help_text="What to tell, and what happens then."),
                FieldPanel("stranger_check"),
            ],
            heading="Who looks after it",
        ),
        FieldPanel("check_next", heading="Before an entry is sent: what happens next"),
        FieldPanel("report_next", heading="After a problem was reported: what happens next"),
        *panels_of(*GROUPS),
    ]
    PREVIEWS = {
        "": ("What a link opens", "directory/update/choices.html"),
        "request": ("Ask for a link", "directory/update/request.html"),
        "asked": ("After asking", "directory/update/asked.html"),
        "confirmed": ("After confirming", "directory/update/done.html"),
        "pause": ("Pause it", "directory/update/pause.html"),
        "close": ("Close it", "directory/update/close.html"),
        "closed": ("After closing", "directory/update/done.html"),
        "reopen": ("List it again", "directory/update/reopen.html"),
        "unconfirmed": ("List it again, where nobody confirmed it", "directory/update/reopen.html"),
        "people": ("Who looks after it", "directory/update/people.html"),
        "people_sent": ("After asking for a change of that", "directory/update/people_sent.html"),
        "stranger": ("“I look after it now”", "directory/update/stranger.html"),
        "check": ("Before an entry is sent", "directory/add/check.html"),
        "report": ("After a report", "directory/report/sent.html"),
    }

    class Meta:
        verbose_name = "words for who looks after an entry"

    def preview_context(self, request, mode_name):
        from ..views.previews import link_context

        return link_context(mode_name)
