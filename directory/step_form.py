"""What every step of "Add a service" is."""

from cms.intake import long_forms


class StepForm(long_forms.StepForm):
    name = "directory-add"
