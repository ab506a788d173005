"""The sections of the home page. What changes by itself is asked of the registry of listings, by key."""

from django.utils.functional import cached_property
from wagtail import blocks

from cms.core import listings
from cms.core.blocks import ExplainedBlock, KeyChoiceBlock, QuotationBlock, TextBlock

from .links import LinkBlock, OptionalLinkBlock, PageNumberBlock, TargetBlock

# As many steps as stand side by side on one line.
STEPS = 3


class DoorBlock(TargetBlock):
    title = blocks.CharBlock(max_length=60, help_text="In the reader’s words, for example “I’m looking for support”.")
    line = blocks.CharBlock(required=False, max_length=120, help_text="What is behind this door.")

    labels = {"line": "In one sentence"}

    class Meta:
        label_format = "{title}"


class DoorsBlock(ExplainedBlock):
    """Ways in, for the different people who come."""

    title = blocks.CharBlock(max_length=80, default="Start where you are")
    intro = blocks.TextBlock(required=False, rows=2, max_length=250)
    doors = blocks.ListBlock(DoorBlock(), min_num=1, max_num=6)

    helps = {
        "title": "Stands over the links, for example “Start where you are”.",
        "intro": "One sentence under the heading, for those who are not sure where to begin. Optional.",
        "doors": "One for each kind of person who comes. Four are easy to take in.",
    }
    labels = {"title": "Heading", "intro": "Introduction", "doors": "Ways in"}

    class Meta:
        icon = "arrow-right"
        label = "Ways in"
        template = "home/blocks/doors.html"
        description = "Large links for the different people who come: one each, in their own words."
        preview_value = {
            "title": "Start where you are",
            "doors": [{"title": "I’m looking for support", "line": "What to expect and groups near you.", "url": "/"}],
        }


class StoriesValue(blocks.StructValue):
    @cached_property
    def stories(self):
        """The public ones of the stories that an editor chose; else the latest, featured ones first: a list of pages."""
        picked = [pk for pk in self.get("chosen") or [] if pk]
        return listings.chosen("stories", picked) or listings.latest("stories", self.get("count") or 4)

    @property
    def featured(self):
        return self.stories[0] if self.stories else None

    @property
    def others(self):
        return self.stories[1:]


class StoriesBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=80, default="In their own words")
    count = blocks.IntegerBlock(
        default=4, min_value=1, max_value=7, help_text="How many to show. The first, a featured one, is shown large."
    )
    chosen = blocks.ListBlock(
        PageNumberBlock(page_type="pages.StoryPage", label="Story"),
        required=False,
        default=[],
        max_num=7,
        label="Stories of your choice",
        help_text="Leave this empty to show the latest. If you choose some, these show instead, the first one large.",
    )
    link = OptionalLinkBlock(label="Link to all stories")

    helps = {
        "title": "Stands over the stories, for example “In their own words”.",
        "link": "Under the stories, for people who want to read on.",
    }
    labels = {"title": "Heading", "count": "How many"}

    class Meta:
        icon = "openquote"
        label = "Stories"
        template = "home/blocks/stories.html"
        value_class = StoriesValue
        description = "A featured story and the latest others. They change by themselves, unless you choose some."
        preview_value = {"title": "In their own words", "count": 4, "link": {"label": "All stories", "url": "/"}}


class DirectoryValue(blocks.StructValue):
    @cached_property
    def places(self):
        """Where listed services are: a list of points with lat, lon, label and count."""
        return listings.latest("places", 200)

    @cached_property
    def number_of_services(self):
        """How many services are listed, with those that are at no one place. Asked for only where no town says it."""
        return self.places[0]["listed"] if self.places else listings.count("places")


class DirectoryBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=80, default="Close to home, or from home")
    text = TextBlock(required=False)
    primary = OptionalLinkBlock(label="Main button")
    secondary = OptionalLinkBlock(label="Second button")

    helps = {
        "title": "Stands beside the map, for example “Close to home, or from home”.",
        "text": "What the directory tells about each service, in two sentences.",
        "primary": "What most people want, for example “Open the directory”.",
        "secondary": "What some want, for example “Add a service”.",
    }
    labels = {"title": "Heading"}

    class Meta:
        icon = "site"
        label = "Directory and map"
        template = "home/blocks/directory.html"
        value_class = DirectoryValue
        description = (
            "A map of where services are, how many there are, a few words and two buttons. Shows once one is listed."
        )
        preview_value = {
            "title": "Close to home, or from home",
            "text": "<p>Every listing says who runs it and what it costs.</p>",
            "primary": {"label": "Open the directory", "tool": "directory:list"},
        }


class StepsValue(blocks.StructValue):
    @cached_property
    def modules(self):
        return listings.latest("training", STEPS)

    @cached_property
    def number_of_modules(self):
        """How many modules are public, those beyond the shown ones too."""
        return self.modules[0].number_of_all if self.modules else 0

    @cached_property
    def steps(self):
        """The first public training modules in their order, at most three: dicts with title, url, text and meta."""
        modules = self.modules
        return [{"title": page.title, "url": page.url, "text": page.teaser, "meta": page.duration} for page in modules]


class StepsBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=100, default="Starting a peer support service, one step at a time")
    intro = blocks.TextBlock(required=False, rows=2, max_length=250)
    link = OptionalLinkBlock(label="Link to all modules")

    helps = {
        "title": "What people can do after the modules, in up to ten words.",
        "intro": "Whom they are for and how long they take. Optional.",
        "link": "Under the three modules, for example “All modules”.",
    }
    labels = {"title": "Heading", "intro": "Introduction"}

    class Meta:
        icon = "list-ol"
        label = "Training in steps"
        template = "home/blocks/steps.html"
        value_class = StepsValue
        description = "The first three training modules as steps along one line, and how many there are."
        preview_value = {"title": "Starting a peer support service, one step at a time"}


class ColumnValue(blocks.StructValue):
    # Not ``items``: a StructValue is a dict, and saving it calls that method.
    @cached_property
    def listed(self):
        """The latest of this column's kind: a list of at most ``count`` pages."""
        return listings.latest(self.get("listing"), self.get("count") or 3)


class ColumnBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=60)
    listing = KeyChoiceBlock(choices=listings.choices, help_text="What is listed here. It stays up to date by itself.")
    count = blocks.IntegerBlock(default=3, min_value=1, max_value=6)
    link = OptionalLinkBlock(label="Link to all of them")

    helps = {
        "title": "What the column lists, for example “Coming up”.",
        "count": "Three fit beside one another. At most six.",
        "link": "Under the column, for example “All research”.",
    }
    labels = {"title": "Heading", "listing": "What it lists", "count": "How many"}

    class Meta:
        value_class = ColumnValue
        label_format = "{title}"


class ListsValue(blocks.StructValue):
    @property
    def filled(self):
        """The columns that have something to list."""
        return [column for column in self.get("columns") or [] if column.listed]


class ListsBlock(ExplainedBlock):
    """Up to three columns, each of the latest of one kind."""

    columns = blocks.ListBlock(ColumnBlock(), min_num=1, max_num=3)

    helps = {"columns": "One kind of thing in each. A column with nothing to list leaves by itself."}

    class Meta:
        icon = "list-ul"
        label = "Latest, in columns"
        template = "home/blocks/lists.html"
        value_class = ListsValue
        description = "Up to three columns of what is newest: research, resources, opportunities."
        preview_value = {"columns": [{"title": "Coming up", "listing": "opportunities", "count": 3}]}


class WhatIsBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=80, default="What is peer support?")
    statement = blocks.TextBlock(
        required=False, rows=3, max_length=300, help_text="One sentence, set large, in our own words."
    )
    quotation = blocks.ListBlock(
        QuotationBlock(), max_num=1, default=[], help_text="Or somebody’s own words with their source, in its place."
    )
    text = TextBlock(required=False)
    link = OptionalLinkBlock()

    helps = {
        "title": "The question that a newcomer asks, for example “What is peer support?”.",
        "text": "Two or three sentences that go on from the large one.",
        "link": "Where a newcomer reads on, for example “How peer support works”.",
    }
    labels = {"title": "Heading", "statement": "Large sentence"}

    class Meta:
        icon = "help"
        label = "What is peer support?"
        template = "home/blocks/what_is.html"
        description = "The idea in one large sentence or quotation, a few words, and where to read on."
        preview_value = {
            "title": "What is peer support?",
            "statement": "People who have been through something alike, helping one another as equals.",
        }


class PartnersValue(blocks.StructValue):
    @cached_property
    def partners(self):
        """The public partners in their order: a list of pages."""
        return listings.latest("partners", 24)


class PartnersBlock(ExplainedBlock):
    title = blocks.CharBlock(max_length=80, default="Made with our partner organisations")
    link = OptionalLinkBlock(label="Link to all partners")

    helps = {
        "title": "Stands over the names, for example “Made with our partner organisations”.",
        "link": "Under the names, for example “Who they are”.",
    }
    labels = {"title": "Heading"}

    class Meta:
        icon = "group"
        label = "Partners"
        template = "home/blocks/partners.html"
        value_class = PartnersValue
        description = "The partner organisations, in the order of their pages."
        preview_value = {"title": "Made with our partners"}


class PlainSectionBlock(ExplainedBlock):
    title = blocks.CharBlock(required=False, max_length=80)
    text = TextBlock()

    helps = {
        "title": "What it is about, for example “Closed over summer”. Optional.",
        "text": "Two or three short sentences. What people need to do comes first.",
    }
    labels = {"title": "Heading"}

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "home/blocks/text.html"
        description = "A heading and a few sentences, for something that does not fit elsewhere."
        preview_value = {"title": "Closed over summer", "text": "<p>We answer the phone again on 12 January.</p>"}


class WayInBlock(LinkBlock):
    class Meta:
        label = "Link"
        template = "home/blocks/menu_link.html"
        description = "A few words and where they lead. Three fit on the first screen of a phone."
        preview_value = {"label": "List a service", "tool": "directory:add"}


class WaysIn(blocks.StreamBlock):
    """The links under the first words: what people come for besides a place near them."""

    link = WayInBlock()


class HomeSections(blocks.StreamBlock):
    """Everything the home page may hold below its first words, in the editor's order."""

    doors = DoorsBlock()
    stories = StoriesBlock()
    directory = DirectoryBlock()
    steps = StepsBlock()
    lists = ListsBlock()
    what_is = WhatIsBlock()
    partners = PartnersBlock()
    text = PlainSectionBlock()

    class Meta:
        block_counts = {"stories": {"max_num": 1}, "directory": {"max_num": 1}, "partners": {"max_num": 1}}
