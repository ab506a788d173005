"""The words of one mail where editors changed them."""

from django.db import models
from wagtail.models import PreviewableMixin, RevisionMixin

from cms.core.models import SiteSettings

from .. import mail_words


class MailText(PreviewableMixin, RevisionMixin, models.Model):
    """Subject and text of the mail ``key`` (a cms.intake.mail_words.Letter); empty ones stand for the original words.

    So a mail that nobody changed gets better with the site. Rows are made when somebody opens the list.
    """

    key = models.CharField(max_length=80, unique=True, editable=False)
    subject = models.CharField(max_length=mail_words.LONGEST_SUBJECT, blank=True)
    body = models.TextField("text", max_length=mail_words.LONGEST_BODY, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = "email that the site sends"
        verbose_name_plural = "emails that the site sends"

    def __str__(self):
        return self.letter.name if self.letter else self.key

    @classmethod
    def make_missing(cls):
        """Make a row for each registered mail that has none."""
        there = set(cls.objects.values_list("key", flat=True))
        cls.objects.bulk_create(
            (cls(key=letter.key) for letter in mail_words.every() if letter.key not in there), ignore_conflicts=True
        )

    @property
    def letter(self):
        return mail_words.get(self.key)

    @property
    def is_original(self):
        return not (self.subject or self.body)

    @property
    def words(self):
        """Subject and text in force."""
        return self.subject or self.letter.subject, self.body or self.letter.body

    def drawn(self, context):
        """Return subject, plain text and HTML of the mail for ``context``."""
        subject, body = self.words
        # Read, and never made: a mail is no moment to write a setting.
        site_name = SiteSettings.objects.values_list("site_name", flat=True).first() or SiteSettings().site_name
        return (
            mail_words.in_subject(self.letter, subject, context),
            mail_words.in_plain(self.letter, body, context, site_name),
            mail_words.in_html(self.letter, body, context, site_name),
        )

    @property
    def preview_modes(self):
        return [("", "As most people see it"), ("plain", "Without HTML")]

    def get_preview_template(self, request, mode_name):
        return "intake/admin/mail_preview.html"

    def get_preview_context(self, request, mode_name):
        subject, plain, html = self.drawn(self.letter.samples())
        # Only what stands in the body: this is shown inside of a page.
        inside = html.partition("<body>")[2].partition("</body>")[0]
        return super().get_preview_context(request, mode_name) | {
            "subject": subject,
            "plain": plain,
            "inside": inside,
            "is_plain": mode_name == "plain",
        }
