"""What the Charter is made of: sections that others can point at."""

from wagtail import blocks

from cms.core.blocks import ExplainedBlock, KeyChoiceBlock, TextBlock


class CharterSectionBlock(ExplainedBlock):
    """One aim or principle, with an address of its own on the page and one on a page of its own."""

    kind = KeyChoiceBlock(
        choices=[("aim", "Aim"), ("principle", "Principle")],
        required=False,
        help_text="Stands above the heading. Leave it empty for anything else, such as how the Charter came about.",
    )
    heading = blocks.CharBlock(max_length=150)
    anchor = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9\-]{0,59}$",
        error_messages={"invalid": "Use small letters, digits and hyphens, and begin with a letter."},
        label="Short name for links",
        help_text="A short name for links to this section, for example “shared-responsibility”. Do not change it later.",
    )
    text = TextBlock()

    helps = {
        "heading": "As the Charter words it, for example “Shared responsibility”.",
        "text": "The Charter’s own words. What they mean day by day belongs under “In plain words”.",
    }

    class Meta:
        icon = "tag"
        label = "Section"
        label_format = "{heading}"
        template = "pages/blocks/charter_section.html"
        description = "One aim or principle. Others can link straight to it, share it and print it alone."
        preview_value = {
            "kind": "aim",
            "anchor": "example",
            "heading": "A shared understanding",
            "text": "<p>In plain words.</p>",
        }
