"""What Wagtail's comparison of two versions leaves out: the times of a place, an inline panel inside another."""

from wagtail.admin.compare import diff_text
from wagtail.admin.panels import InlinePanel


class TimesComparison:
    """The times of one location in two versions, compared as people read them."""

    is_field = True
    is_child_relation = False

    def __init__(self, obj_a, obj_b):
        self.before, self.after = (
            "; ".join(schedule.in_words for schedule in obj.schedules.all()) for obj in (obj_a, obj_b)
        )

    def field_label(self):
        return "Times"

    def has_changed(self):
        return self.before != self.after

    def htmldiff(self):
        return diff_text(self.before, self.after).to_html()


class TimesPanel(InlinePanel):
    """The times inside a place. Wagtail compares nested panels as fields without a difference to show; this one has."""

    class BoundPanel(InlinePanel.BoundPanel):
        def get_comparison(self):
            return [TimesComparison]
