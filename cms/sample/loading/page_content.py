"""What fills each type of page in. All take the page, its table, the ``Bodies`` and the date that dates count from."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cms.core.models import PageTerm
from pages.models import ResearchAuthor
from pages.models.charter import CharterVersion
from pages.models.courses import CourseSession, CourseTestimonial
from pages.models.stories import StoryService
from pages.models.training import ModuleFile

from ..markup import plain, typeset
from .files import LICENCE
from .links import target

MELBOURNE = ZoneInfo("Australia/Melbourne")
LONG_ENOUGH_FOR_CONTENTS = 4
MADE_UP_STORY = {
    "type": "callout",
    "tone": "sample",
    "title": "This story is made up",
    "text": "It shows how stories look on this site. The person, the places and the groups in it are not real.",
}


def page_terms(content, terms):
    """Return the rows that tie a page to the terms its table names, under ``terms`` or ``audiences``."""
    slugs = [*content.get("terms", []), *content.get("audiences", [])]
    return [PageTerm(term=terms[slug], sort_order=n) for n, slug in enumerate(dict.fromkeys(slugs)) if slug in terms]


def index(page, content, bodies, today):
    page.intro = bodies.html(content["intro"])


def research_index(page, content, bodies, today):
    index(page, content, bodies, today)
    page.certainty_page_id = getattr(bodies.found.get(content["certainty_page"]), "pk", None)


def standard(page, content, bodies, today):
    page.body = bodies.stream(_with_picture(content))
    headings = sum(table["type"] == "heading" for table in content["body"])
    page.show_contents = headings >= LONG_ENOUGH_FOR_CONTENTS


def fact_sheet(page, content, bodies, today):
    page.quick_facts = [
        ("fact", {name: typeset(text) for name, text in fact.items()}) for fact in content["quick_facts"]
    ]
    page.body = bodies.stream(_with_picture(content))
    page.references = [
        ("source", {"url": "", "doi": "", **source, "text": _ranges(typeset(source["text"]))})
        for source in content["references"]
    ]


def story(page, content, bodies, today):
    for name in ("name_shown", "role", "told_on"):
        setattr(page, name, content[name])
    page.teller_name = content["teller_name"]
    page.is_featured = content.get("is_featured", False)
    page.short_form, page.pull_quote = plain(content["short_form"]), typeset(content["pull_quote"])
    page.body = bodies.stream([*_with_picture(content), MADE_UP_STORY])
    page.recording = bodies.recordings.get(content.get("recording"))
    page.services_mentioned = [
        StoryService(service=bodies.services[slug], sort_order=number)
        for number, slug in enumerate(content["services_mentioned"])
        if slug in bodies.services
    ]


def module(page, content, bodies, today):
    for name in ("number", "duration_minutes", "level"):
        setattr(page, name, content[name])
    page.audience, page.working_title_note = typeset(content["audience"]), typeset(content["working_title_note"])
    page.outcomes = [("outcome", typeset(outcome)) for outcome in content["outcomes"]]
    page.sections = bodies.stream(content["sections"])
    page.activities = [
        ("activity", {"title": typeset(activity["title"]), "text": bodies.html(activity["text"])})
        for activity in content["activities"]
    ]
    page.files = [
        ModuleFile(
            document=bodies.documents[entry["file"]], title=typeset(entry["title"]), licence=LICENCE,
            description=typeset(entry["description"]), version=entry["version"], sort_order=number,
            accessible_alternative=bodies.documents.get(entry.get("alternative")),
        )
        for number, entry in enumerate(content["files"])
        if entry["file"] in bodies.documents
    ]  # fmt: skip


def course(page, content, bodies, today):
    for name in ("organisation_name", "audience", "duration", "cost"):
        setattr(page, name, typeset(content[name]))
    page.enrol_url, page.flyer = content["enrol_url"], bodies.documents.get(content.get("flyer"))
    page.outcomes = [("outcome", typeset(outcome)) for outcome in content["outcomes"]]
    page.body = bodies.stream(content["body"])
    page.how_to_enrol = bodies.html(content["how_to_enrol"])
    page.sessions = [
        CourseSession(
            starts_at=_moment(today, entry["starts_in"], entry["starts_at"]),
            ends_at=_moment(today, entry["ends_in"], entry["ends_at"]),
            enrol_by=today + timedelta(days=entry["enrol_by_in"]) if "enrol_by_in" in entry else None,
            times=typeset(entry["times"]), place=typeset(entry["place"]),
            is_online=entry["is_online"], state=entry["state"],
        )
        for entry in content["sessions"]
    ]  # fmt: skip
    page.testimonials = [
        CourseTestimonial(
            words=typeset(entry["words"]), named_as=typeset(entry["named_as"]), sort_order=number,
            agreed_on=today - timedelta(days=entry["agreed_days"]), consent_note="Made up for the sample site.",
        )
        for number, entry in enumerate(content.get("testimonials", []))
    ]  # fmt: skip


def resource(page, content, bodies, today):
    page.resource_type = content["resource_type"]
    page.document = bodies.documents.get(content["file"])
    page.accessible_alternative = bodies.documents.get(content.get("alternative"))
    page.licence, page.version = LICENCE, "1.0"
    page.body = bodies.stream([{"type": "text", "text": content["text"]}])


def research(page, content, bodies, today):
    for name in (
        "certainty", "study_type", "year", "journal", "volume", "issue", "doi", "open_access_url", "summary_written",
        "paper_title",
    ):  # fmt: skip
        setattr(page, name, content[name])
    for name in ("question", "certainty_reason", "limits", "study_detail", "country", "people", "pages"):
        setattr(page, name, typeset(content[name]))
    page.is_article_number = content.get("is_article_number", False)
    page.findings = [
        ("finding", finding | {"heading": typeset(finding["heading"]), "text": typeset(finding["text"])})
        for finding in content["findings"]
    ]
    page.practice_points = [("point", typeset(point)) for point in content["practice_points"]]
    page.authors = [
        ResearchAuthor(given=given, family=family, sort_order=number)
        for number, (given, family) in enumerate(content["authors"])
    ]


def charter(page, content, bodies, today):
    page.launched_on = content["launched_on"]
    page.intro = bodies.html(content["intro"])
    page.text_pending = typeset(content["text_pending"])
    page.sections = [
        (
            "section",
            {
                "kind": section.get("kind", ""),
                "anchor": section["anchor"],
                "heading": typeset(section["heading"]),
                "text": bodies.html(section["text"]),
            },
        )
        for section in content["sections"]
    ]
    page.body = bodies.stream(content["body"])
    page.plain_language = bodies.stream(content["plain_language"])
    page.versions = [
        CharterVersion(
            form=version["form"],
            label=typeset(version["label"]),
            date=version["date"],
            changes=typeset(version["changes"]),
        )
        for version in content["versions"]
    ]


def partner(page, content, bodies, today):
    page.name_then, page.name_now = typeset(content["name_then"]), typeset(content["name_now"])
    page.about, page.website = bodies.html(content["about"]), content["website"]
    page.role = "Project partner"


def audience(page, content, bodies, today):
    page.intro = bodies.html(content["intro"])
    page.closing_soon = content.get("closing_soon", False)
    page.new_title = typeset(content.get("new_title", "New for you"))
    page.new_chosen = [("page", bodies.found[path].pk) for path in content.get("new", []) if path in bodies.found]
    page.task_groups = [
        (
            "group",
            {
                "title": typeset(group["title"]),
                "intro": typeset(group["intro"]),
                "tasks": [_task(task, bodies.found) for task in group["tasks"]],
            },
        )
        for group in content["task_groups"]
    ]
    page.aside = bodies.stream([{"type": "contact", **content["aside"]}])


def journey(page, content, bodies, today):
    page.intro, page.body = bodies.html(content["intro"]), bodies.stream(content["body"])
    page.stages = [
        (
            "stage",
            {
                "title": typeset(stage["title"]),
                "intro": typeset(stage["intro"]),
                "steps": [_task(step, bodies.found) for step in stage["steps"]],
            },
        )
        for stage in content["stages"]
    ]


def questions(page, content, bodies, today):
    page.groups = [
        (
            "group",
            {
                "audience": typeset(group["audience"]),
                "questions": [
                    {"question": typeset(row["question"]), "answer": bodies.html(row["answer"])}
                    for row in group["questions"]
                ],
            },
        )
        for group in content["groups"]
    ]


def easy_read(page, content, bodies, today):
    page.original_id = bodies.found[content["original"]].pk if content["original"] in bodies.found else None
    page.body = []
    for part in content["parts"]:
        page.body.append(("heading", typeset(part["heading"])))
        for idea in part["ideas"]:
            picture = bodies.image(idea["picture"]) if "picture" in idea else None
            image = picture and picture["image"]
            if image:
                image.decorative = True
            page.body.append(("idea", {"image": image, "text": bodies.html(idea["text"])}))


def news(page, content, bodies, today):
    page.date = today - timedelta(days=content["days_ago"])
    page.body = bodies.stream([{"type": "text", "text": content["text"]}])


def opportunity(page, content, bodies, today):
    page.opportunity_type, page.is_online = content["opportunity_type"], content["is_online"]
    page.organisation_name, page.place = typeset(content["organisation_name"]), typeset(content["place"])
    page.cost, page.apply_url = typeset(content["cost"]), content["apply_url"]
    page.body = bodies.stream([{"type": "text", "text": content["text"]}])
    page.how_to_apply = bodies.html(content["how_to_apply"])
    page.suburb, page.repeats = content.get("suburb", ""), content.get("repeats", "")
    if "repeats_for" in content:
        page.repeats_until = today + timedelta(days=content["starts_in"] + content["repeats_for"])
    page.presentations = [
        ("presentation", {"title": typeset(one["title"]), "speaker": typeset(one["speaker"]), "line": typeset(one["line"]),
                          "document": bodies.documents[one["file"]], "url": ""})
        for one in content.get("presentations", [])
        if one["file"] in bodies.documents
    ]  # fmt: skip
    for name in ("starts", "ends", "closes"):
        if f"{name}_in" in content:
            setattr(page, f"{name}_at", _moment(today, content[f"{name}_in"], content[f"{name}_at"]))


def _moment(today, days, clock):
    return datetime.combine(today + timedelta(days=days), time.fromisoformat(clock), tzinfo=MELBOURNE)


def _task(task, found):
    words = {name: typeset(task.get(name, "")) for name in ("label", "line", "meta")}
    to = f"page:{task['page']}" if "page" in task else f"tool:{task['tool']}" if "tool" in task else task["url"]
    return words | target(to, found)


def _with_picture(content):
    """The tables of ``content`` with its picture after the first of them; in the middle of it where there is no other."""
    tables = list(content["body"])
    if "picture" not in content:
        return tables
    if len(tables) == 1:
        parts = tables[0]["text"].strip().split("\n\n")
        middle = (len(parts) + 1) // 2
        tables = [tables[0] | {"text": "\n\n".join(half)} for half in (parts[:middle], parts[middle:])]
    place = next(number for number, table in enumerate(tables) if table["type"] == "text") + 1
    tables.insert(place, {"type": "image", "picture": content["picture"]})
    return tables


def _ranges(text):
    """Put en dashes between the page numbers of a citation."""
    head, _comma, pages = text.rpartition(", ")
    return f"{head}, {pages.replace('-', '–')}" if pages[:1].isdigit() else text
