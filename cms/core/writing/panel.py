"""Our checks in Wagtail's panel *Checks*, in plain words, beside those of Wagtail's own that we keep.

Wagtail asks axe in the page of the preview. Each of ours is a rule that looks for the attribute which ``marking`` wrote;
no element that has it can pass, and none without it is asked.
"""

from wagtail.admin.userbar import ContentCheckerItem

from .checks import every_rule
from .marking import MARK

# A check of axe that an element without words in an attribute fails: nothing has this one.
NEVER = "found-by-this-site"
# Ours look at what the editor wrote and not at what the site adds, such as the names of help lines.
TAKEN_OVER = {"alt-text-quality", "empty-heading", "empty-meta-description", "heading-order", "p-as-heading"}
WORDS = {
    "button-name": ("A button has no words", "Write what happens when it is pressed."),
    "empty-table-header": ("A table has a heading without words", "Write what the column or row holds."),
    "frame-title": ("A window in the page has no name", "Ask whoever looks after the site."),
    "input-button-name": ("A button has no words", "Write what happens when it is pressed."),
    "link-name": ("A link has no words", "Link words that say where it leads, or take the link out."),
}


class SiteCheckerItem(ContentCheckerItem):
    """Wagtail's checker with this site's rules and words."""

    def get_axe_run_only(self, request):
        return [*(rule for rule in self.axe_run_only if rule not in TAKEN_OVER), *every_rule()]

    def get_axe_custom_rules(self, request):
        ours = [
            {
                "id": rule,
                "impact": "moderate",
                "selector": f'[{MARK}~="{rule}"]',
                "excludeHidden": False,
                "tags": ["best-practice"],
                "any": [NEVER],
                "enabled": True,
            }
            for rule in every_rule()
        ]
        return [*(rule for rule in self.axe_custom_rules if rule["id"] not in TAKEN_OVER), *ours]

    def get_axe_custom_checks(self, request):
        never = {
            "id": NEVER,
            "evaluate": "attr-non-space-content-evaluate",
            "options": {"attribute": "data-nothing-has-this"},
        }
        return [*self.axe_custom_checks, never]

    def get_axe_messages(self, request):
        ours = {
            rule: {"error_name": name, "help_text": what_to_do} for rule, (name, what_to_do) in every_rule().items()
        }
        stock = {rule: {"error_name": name, "help_text": what_to_do} for rule, (name, what_to_do) in WORDS.items()}
        return {**self.axe_messages, **stock, **ours}


def put_in_place(request, items, page):
    """Hook ``construct_wagtail_userbar``: ours stands where Wagtail's stood."""
    for number, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[number] = SiteCheckerItem(in_editor=item.in_editor)
