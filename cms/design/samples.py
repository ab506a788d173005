"""What each component is for, and values to draw it with. A test fails when a component has no entry here."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe


@dataclass(frozen=True)
class Sample:
    """A component: ``use`` says when it is right; ``shows`` are (label, context) pairs to draw it with.

    Without ``shows`` it is not drawn by itself, because this page has it already or a bigger part draws it.
    """

    use: str
    shows: list = field(default_factory=list)


def thing(**values):
    return SimpleNamespace(**values)


CHECKED = date(2026, 9, 14)
LINES = [
    thing(name="Emergency", number="000", is_emergency=True),
    thing(
        name="A line at any hour", number="13 11 14", who_for="Anyone in crisis", hours_text="Any hour",
        cost="Free from mobiles", text_number="0477 13 11 14", is_open_now=True,
    ),
    thing(
        name="A line with hours", number="1800 595 212", who_for="Eating and body image", hours_text="Weekdays, 9 am to 6 pm",
        cost="Free", is_open_now=False,
    ),
]  # fmt: skip
INTERPRETER = thing(name="TIS National", number="131 450")
STORY = thing(
    title="A seat near the door", slug="a-seat-near-the-door", url="#card_story", pull_quote="Nobody asked me to explain.",
    teaser="The first time I only drank the tea. The second time I said my name.", by_line="Told by Marg, 54",
    reading_minutes=4, notes_line="Mentions hospital", teaser_image=None,
)  # fmt: skip
SERVICE = {
    "name": "Tuesday tea", "get_absolute_url": "#card_result", "org_name": "Ballarat Neighbours",
    "summary": "A table, a pot of tea, and people who have been there.",
    "status_chip": {"label": "Open to new people", "tone": "open"},
    "card_facts": [("When", "Tuesdays, 10 am"), ("Where", "Ballarat"), ("Cost", "Free")],
    "card_chips": ["Drop in", "Step-free"], "assured_at": CHECKED,
}  # fmt: skip
LINKS = [
    {"title": "Find support near you", "url": "#index_list", "line": "Groups, lines and people in Victoria."},
    {"title": "Read what others did", "url": "#index_list", "line": "Stories told by the people who lived them."},
]
TASKS = [
    {"label": "Start a group where you live", "url": "#task_list", "line": "A checklist and what it costs.", "meta": "12 minutes"},
    {"label": "Ask your service for a peer worker", "url": "#task_list"},
]  # fmt: skip
DOCUMENT = thing(
    title="Room checklist",
    url="#file_link",
    format_label="PDF",
    pages=2,
    content_disposition="inline",
    get_file_size=lambda: 96_256,
)
COLUMNS = [{"heading": "About us", "links": [{"label": "Who we are", "url": "#footer_columns"}]}]
SITE = thing(phone="03 9000 0000", email="hello@example.org", office_hours="Weekdays, 9 am to 5 pm", sample_notice="")
PAGES = Paginator(range(60), 20)


def samples():
    """Return ``{component: Sample}`` in the order in which the page shows them; names are those of the files."""
    from .forms import every_state

    refused = every_state()[2][1]
    return {
        "wordmark": Sample("The mark with the site’s name, top left on every page.", [("", {"name": "Centre of Excellence in Peer Support"})]),
        "breadcrumbs": Sample("Where a page stands. Every page below the first has it.", [("", {"ancestors": [("Home", "#breadcrumbs"), ("Stories", "#breadcrumbs")]})]),
        "page_head": Sample(
            "The head of a screen that is no page. Pages get theirs from their title and teaser.",
            [("", {"title": "A head with companions", "lead": "One or two sentences that say what is here.", "chips": ["For carers", "4 minutes"], "seed": "design"})],
        ),
        "error_head": Sample("The head of an error page: what happened, kindly.", [("", {"title": "This page is not here", "lead": "It may have moved."})]),
        "button": Sample(
            "One main step on a page is filled. What stands beside it is an outline or plain text.",
            [
                ("First", {"label": "Show my results", "icon": "arrow-short"}),
                ("Second", {"label": "Save for later", "style": "second"}),
                ("Small", {"label": "Add to my list", "style": "small", "url": "#button"}),
                ("Second, small", {"label": "Print", "style": "second-small"}),
                ("Text", {"label": "Put everything back", "style": "text"}),
                ("Before a search", {"label": "Search", "icon": "search"}),
            ],
        ),
        "button_words": Sample("The inside of a button: its words and icon."),
        "chip": Sample(
            "A short fact about a service or a story. A status has a shape and a word, never colour alone.",
            [(tone or "Plain", {"label": label, "tone": tone}) for tone, label in [
                ("", "Step-free"), ("note", "Mentions hospital"), ("open", "Open to new people"),
                ("waiting", "Waiting list"), ("paused", "Paused until March"), ("closed", "Closed"),
            ]] + [("A link", {"label": "For carers", "url": "#chip"})],
        ),
        "chips": Sample("Several chips in a row.", [("", {"chips": ["Drop in", "Free", {"label": "Waiting list", "tone": "waiting"}], "label": "Facts"})]),
        "tag_remove": Sample("A chosen filter. One press takes it away.", [("", {"label": "Near Ballarat", "url": "#tag_remove"})]),
        "notice": Sample(
            "A word beforehand: a content note, or something that changed.",
            [
                ("Content note", {"title": "Before you read", "text": "This story mentions a stay in hospital.", "links": [{"label": "Go on to the story", "url": "#notice"}, {"label": "Choose another", "url": "#notice"}]}),
                ("Tint", {"title": "Saved", "text": "This page shows your settings.", "tone": "tint", "level": 3}),
                ("Sample", {"text": "This story was made up for the sample site.", "tone": "sample"}),
            ],
        ),
        "key_facts": Sample("Three to six facts that people look for first.", [("", {"title": "In short", "facts": [("When", "Tuesdays, 10 am"), ("Where", "Library, Ballarat"), ("Cost", "Free")]})]),
        "summary_list": Sample("Check your answers before sending.", [("", {"rows": [{"label": "Name", "value": "Tuesday tea", "change_url": "#summary_list"}, {"label": "Cost", "value": ""}]})]),
        "card_result": Sample("A service in a list.", [("", {"service": SERVICE, "list_id": "AAAAAAAAAAAAAAAAAAAAAA"})]),
        "card_story": Sample("A story in a list. The picture comes from its address, so no two are alike.", [("", {"page": STORY}), ("Short", {"page": STORY, "short": True})]),
        "card_story_featured": Sample("The one story that may be large.", [("", {"page": STORY})]),
        "meaning": Sample("What a word of the text means, folded below its paragraph.", [("", {"meaning": thing(word="lived experience", meaning="What a person knows because it happened to them.", url="#meaning")})]),
        "pull_quote": Sample("A sentence of the story that should be heard twice.", [("", {"quote": "Nobody asked me to explain.", "attribution": "Marg"})]),
        "index_list": Sample("A few big ways on.", [("", {"items": LINKS}), ("Plain", {"items": LINKS, "plain": True})]),
        "task_list": Sample("Links that say what a person wants to do.", [("", {"tasks": TASKS})]),
        "short_list": Sample("The newest of a kind, with a link to all.", [("", {"title": "Newest research", "items": LINKS, "more_url": "#short_list", "more_label": "All research"})]),
        "steps": Sample("Up to three modules in their order.", [("", {"steps": [
            {"title": "What peers bring", "url": "#steps", "text": "Being there, without fixing.", "meta": "25 minutes"},
            {"title": "Listening together", "url": "#steps", "text": "What to say, and when not to.", "meta": "30 minutes"},
            {"title": "Looking after yourself", "url": "#steps", "meta": "20 minutes"},
        ]})]),
        "partner": Sample("A partner with a logo, or with initials.", [("", {"partner": {"name_now": "Ballarat Neighbours", "initials": "BN", "url": "#partner"}})]),
        "file_link": Sample("A file with its kind, pages and size.", [("", {"document": DOCUMENT, "description": "Two pages to take along.", "version": "2"})]),
        "progress": Sample("How far a form is, or how sure a study is. The words always stand beside it.", [
            ("", {"done": 2, "total": 5, "label": "Question 2 of 5"}), ("Big", {"done": 3, "total": 4, "label": "Somewhat sure", "big": True}),
        ]),
        "last_checked": Sample("When somebody last rang a service to check its entry.", [("", {"date": CHECKED}), ("Big", {"date": CHECKED, "big": True, "how_url": "#last_checked"})]),
        "empty": Sample("Nothing found: say what to try next. A place is kept.", [("", {"title": "No group by that name yet", "text": "Try a shorter word.", "url": "#empty", "label": "Show all groups"})]),
        "pagination": Sample("Lists of more than twenty.", [("", {"page_obj": PAGES.page(2)})]),
        "useful": Sample("“Was this page useful?” at the end of a page.", [("", {"yes": "#yes", "no": "#no", "problem": "#problem", "path": "/design/"})]),
        "error_summary": Sample("Above a form that was refused: what to mend, with links.", [("", {"form": refused})]),
        "field": Sample("One field with its label, hint and error. All states stand under “Form fields”."),
        "field_error": Sample("The error of one field. “Form fields” shows it."),
        "help_line": Sample("One help line. The blocks below draw it."),
        "help_slim": Sample("A few help lines above the footer of every page. Plum means help and nothing else.", [("", {"lines": LINES, "interpreter": INTERPRETER})]),
        "help_full": Sample("All of a help line, after stories and where help is asked for.", [("", {"lines": LINES, "interpreter": INTERPRETER, "uid": "-design", "title": "Help lines in full"})]),
        "main_menu": Sample("The menu at the top of this page. Editors change it under Settings, Navigation."),
        "footer_columns": Sample("The link columns of the footer. Editors change them under Settings, Navigation.", [("", {"columns": COLUMNS, "site": SITE})]),
        "contents": Sample("The headings of a long page. Pages draw it by themselves.", [("", {"entries": [("contents", "What happens there"), ("series", "What it costs")]})]),
        "series": Sample("The part before and the part after.", [("", {"previous": thing(title="What peers bring", url="#series"), "next": thing(title="Listening together", url="#series"), "name": "Modules", "before": "The module before", "after": "The next module"})]),
        "reviewed": Sample("When a page was last checked, at its end.", [("", {"page": thing(last_reviewed=CHECKED, next_review_due=date(2027, 9, 14), review_is_due=False)})]),
        "cite": Sample("How to cite a paper, in the styles that journals ask for, and its record as files.", [("", {"citations": [(thing(key="design-style", label="APA 7"), mark_safe("Example, A. (2024). What peers do. <cite>A Journal</cite>, <i>1</i>(2), 3–4."))], "url": ""})]),
        "certainty_scale": Sample("What each step of certainty means, where a rating is shown.", [("", {"certainties": [thing(key="not_sure", label="Not sure", meaning="The studies are few, weak or do not agree.")], "certainty": "not_sure"})]),
        "recording": Sample("A recording with its words below it.", [("", {"title": "Listen to this story", "recording": thing(is_film=False, length="4 minutes", sources=[], transcript="I was tired. Somebody asked.", credit="")})]),
        "sources": Sample("Numbered sources, each with the way back to the text.", [("", {"sources": [{"number": 1, "key": "design-1", "text": "Example, A. (2024). What peers do.", "url": "", "doi": "10.1000/182", "doi_url": "https://doi.org/10.1000/182", "cite_ids": ["sources"]}]})]),
        "feed_link": Sample("A list that feed readers can follow.", [("", {"feed": {"label": "New stories", "url": "#feed_link"}})]),
        "reading_panel": Sample("Reading settings from any page."),
        "read_aloud": Sample("Reads an article aloud, where the device can."),
        "share": Sample("Copy the address, print, or send it by email.", [("", {"title": "Tuesday tea", "url": "https://example.org/", "mailto": "mailto:?subject=Tuesday", "thing": "story"})]),
        "notes_script": Sample("Hides stories by their content note. It draws nothing."),
        "head_meta": Sample("What machines read of a page. It draws nothing."),
        "styles": Sample("The style sheets. It draws nothing."),
    }  # fmt: skip
