"""What every step of "Add a service" is."""

from cms.intake.forms import PublicForm


class StepForm(PublicForm):
    """One step. ``title`` is the question at its head; ``lead`` one line below it."""

    name = "directory-add"
    slug = title = lead = why = ""

    def subject(self):
        return self.title
