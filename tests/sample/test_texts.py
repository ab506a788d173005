"""The sample's texts keep the house's rules before anything is loaded: plain, made up, safe, and true where they must be."""

import csv
import re
from collections import Counter

import pytest

from cms.core import tools
from cms.core.readability import grade, sentences, words
from cms.sample.loading.page_list import entries
from cms.sample.reading import read, read_folder, services
from directory.apps import DATA
from pages.pull_quotes import stands_in

from .texts import all_names, entries_by_key, everything, names_in, prose

# What the regulator keeps for drama: https://www.acma.gov.au/phone-numbers-use-tv-shows-films-and-creative-works
FICTION = re.compile(
    r"\(03\) (?:5550|7010) 00\d\d"
    r"|1800 (?:160 401|975 70[7-9]|975 71[01])"
    r"|1300 975 7(?:0[7-9]|1[01])"
    r"|0491 57(?:0 (?:006|110|156|157|158|159|313|737)|1 (?:266|491|804))"
)
# Real lines that texts may name, all of them among the help lines.
REAL = {"000", "13 11 14", "131 450", "1800 015 188"}
LOOKS_LIKE_A_NUMBER = re.compile(r"(?<![\d.,/$-])(?:\(0\d\) ?)?\d[\d ]{4,}\d(?![\d.,%/-]\d)|\b000\b")
EXAMPLE = re.compile(r"(?:^|[./@])example\.org(?:\.au)?$")
# Files that name real organisations and papers; their addresses were checked one by one.
REAL_WORLD = {"helplines", "partners", "research", "factsheet"}
OWN_WORDS = [
    *names_in("standard"), *names_in("training"), *names_in("audiences"), *names_in("files"), *names_in("services"),
    "factsheet", "questions", "charter", "resources", "research", "partners", "home", "indexes", "opportunities",
    "courses", "endorsements", "starting", "news", "glossary", "easy_read",
]  # fmt: skip


def all_terms():
    return [term[0] for taxonomy in read("taxonomies")["taxonomy"] for term in taxonomy["terms"]]


# --- Counts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "count", "least"),
    [
        ("stories", lambda: len(read_folder("stories")), 6),
        ("modules", lambda: len(read_folder("training")), 3),
        ("courses", lambda: len(read("courses")["course"]), 2),
        ("resources", lambda: len(read("resources")["resource"]), 10),
        ("research summaries", lambda: len(read("research")["research"]), 8),
        ("partners", lambda: len(read("partners")["partner"]), 7),
        ("pages for audiences", lambda: len(read_folder("audiences")), 4),
        ("opportunities", lambda: len(read("opportunities")["opportunity"]), 6),
        ("questions", lambda: sum(len(group["questions"]) for group in read("questions")["groups"]), 8),
        ("services", lambda: len(services()), 40),
        ("kinds of opportunity", lambda: len({o["opportunity_type"] for o in read("opportunities")["opportunity"]}), 5),
        ("kinds of resource", lambda: len({r["resource_type"] for r in read("resources")["resource"]}), 6),
    ],
)
def test_there_is_enough_of(what, count, least):
    assert count() >= least, what


def test_two_stories_are_long_with_headings_and_a_pull_quote():
    long = [story for story in read_folder("stories") if 600 <= len(words(prose(story["body"]))) <= 900]
    assert len(long) >= 2
    for story in long:
        assert sum(table["type"] == "heading" for table in story["body"]) >= 3
        assert story["pull_quote"]


def test_services_are_in_different_states():
    have = services()
    assert {service.get("status", "open") for service in have} == {"open", "waiting", "paused"}
    assert {service.get("coverage", "place") for service in have} == {"place", "statewide", "national"}
    assert {place["address_shown"] for s in have for place in s.get("locations", []) if "address_shown" in place} == {
        "street", "suburb", "nothing",
    }  # fmt: skip
    assert any(service["checked_days"] > 182 for service in have), "none is due for checking"
    ways = ("offers_in_person", "offers_phone", "offers_video", "offers_chat", "offers_outreach")
    for way in ways:
        assert any(service.get(way) for service in have), way


@pytest.mark.parametrize("service", services(), ids=lambda service: service["slug"])
def test_every_service_answers_the_four_safety_questions(service):
    for name in ("safety_run_by", "safety_facilitators", "safety_guidelines", "safety_privacy"):
        assert len(words(service[name])) >= 3, name


# --- What texts point at ----------------------------------------------------------------------------


def test_a_slug_stands_for_one_term():
    twice = [slug for slug, count in Counter(all_terms()).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("key", ["terms", "audiences", "content_notes"])
def test_every_term_that_a_text_names_exists(key):
    known = set(all_terms())
    unknown = [
        (name, slug)
        for name, slugs in entries_by_key(key)
        if name != "taxonomies"
        for slug in slugs
        if slug not in known
    ]
    assert not unknown


@pytest.mark.django_db
def test_every_link_leads_somewhere():
    paths = {entry.path for entry in entries()} | {"/"}
    files = {entry["name"] for entry in read("files")["file"]}
    slugs = {service["slug"] for service in services()}
    broken = []
    for name, key, text in everything():
        targets = re.findall(r"\]\(([^)\s]+)\)", text)
        targets += [text] if key == "to" else []
        targets += [f"page:{text}"] if key == "page" and text.startswith("/") else []
        for target in targets:
            kind, _colon, rest = target.partition(":")
            fine = (
                (kind == "page" and rest in paths)
                or (kind == "file" and rest in files)
                or (kind == "tool" and tools.get(rest))
                or (target.startswith("/directory/"))
                or target in {tool.url for tool in tools.every()}
                or kind == "https"
            )
            if not fine:
                broken.append((name, target))
        if key in {"services", "services_mentioned"} and text not in slugs:
            broken.append((name, text))
    assert not broken


def test_every_link_to_results_names_a_term_that_exists():
    known = set(all_terms())
    for name, _key, text in everything():
        for slug in re.findall(r"/directory/\?term=([\w-]+)", text):
            assert slug in known, name


def test_every_place_is_a_locality_of_victoria():
    with (DATA / "vic-localities.csv").open(newline="", encoding="utf-8") as source:
        known = {(row["locality"], row["postcode"]) for row in csv.DictReader(source)}
    have = [*services(), read("services/pending")["new"]]
    places = {(p["locality"], p["postcode"]) for s in have for p in s.get("locations", []) if "locality" in p}
    assert places <= known
    assert len(places) >= 30


def test_a_date_of_every_second_week_is_on_its_day():
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    for service in services():
        for place in service.get("locations", []):
            for times in place.get("schedules", []):
                if times.get("frequency") == "fortnightly":
                    assert days[times["from_date"].weekday()] == times["weekday"], service["slug"]


# --- Made up where it must be, real where it must be --------------------------------------------------


def test_phone_numbers_outside_the_help_lines_are_kept_for_fiction():
    found = [
        (name, number.strip())
        for name, key, text in everything()
        if name != "helplines" and key not in {"doi", "url", "open_access_url", "website", "pages"}
        for number in LOOKS_LIKE_A_NUMBER.findall(text)
    ]
    assert found, "the pattern finds no number at all"
    wrong = [(name, number) for name, number in found if number not in REAL and not FICTION.fullmatch(number)]
    assert not wrong


def test_the_old_number_of_the_centre_is_nowhere():
    assert not [name for name, _key, text in everything() if "237199" in re.sub(r"\D", "", text)]


def test_addresses_are_at_example_domains():
    for name, key, text in everything():
        if key == "exit_url" or name in REAL_WORLD:
            continue
        for address in re.findall(r"[\w.+-]+@([\w.-]+\w)", text):
            assert EXAMPLE.search(address), (name, address)
        for host in re.findall(r"https?://([\w.-]+)", text):
            assert EXAMPLE.search(host), (name, host)


@pytest.mark.parametrize("line", read("helplines")["helpline"], ids=lambda line: line["name"])
def test_a_help_line_says_where_it_is_from_and_what_to_check(line):
    assert line["source"]
    for field in ("cost", "website", "hours_text"):
        missing = field.removesuffix("_text")
        if not line.get(field) and not line.get("is_interpreter"):
            assert "Check:" in line["source"], f"{missing} is empty, and nobody is told to check it"
    assert "last_checked" not in line, "nobody has rung it"


def test_numbers_that_nobody_confirmed_are_not_among_the_help_lines():
    numbers = {re.sub(r"\D", "", line["number"]) for line in read("helplines")["helpline"]}
    held_back = {"1300845745", "1300554660", "1300064068", "1300550236", "133677", "1300555727", "0423677767"}
    assert not numbers & held_back


def test_a_cited_paper_has_one_doi_and_named_authors():
    papers = read("research")["research"]
    dois = [paper["doi"] for paper in papers]
    assert len(set(dois)) == len(dois)
    for paper in papers:
        assert re.fullmatch(r"10\.\d{4,9}/\S+", paper["doi"])
        assert all(len(author) == 2 and author[1] for author in paper["authors"])
        assert paper["certainty_reason"]
        assert paper["limits"]


# --- Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OWN_WORDS)
def test_what_the_site_says_itself_is_plain(name):
    text = prose(read(name))
    assert grade(text) <= 8
    longest = max(sentences(text), key=lambda sentence: len(words(sentence)))
    assert len(words(longest)) <= 20, longest


@pytest.mark.parametrize("name", names_in("stories"))
def test_a_story_reads_easily(name):
    assert grade(prose(read(name))) <= 8


AVOIDED = re.compile(
    r"commit\w* suicide|suicide (?:epidemic|bid)|(?:successful|unsuccessful|failed|completed) (?:suicide|attempt)"
    r"|suffer\w* from|victims? of|schizophrenics?\b|the mentally ill|mental(?:ly)? (?:patient|institution)"
    r"|wheelchair-bound|special needs|the (?:elderly|disabled|homeless)\b|addicts?\b|alcoholics?\b|substance abuse"
    r"|attention.seeking|non-compliant|battl(?:e|ing) with|passed away|normal people|journey|safe space",
    re.IGNORECASE,
)


def test_words_that_hurt_or_say_nothing_are_not_used():
    assert not [(name, found[0]) for name, _key, text in everything() if (found := AVOIDED.search(text))]


def test_a_story_that_talks_of_suicide_says_so_first():
    for story in read_folder("stories"):
        if "suicide" in prose(story["body"]).lower():
            assert "note-suicide" in story["content_notes"]


def test_teasers_and_summaries_fit():
    for name in all_names():
        for _name, teaser in ((n, t) for n, t in entries_by_key("teaser") if n == name):
            assert len(teaser) <= 160, teaser
    assert all(len(service["summary"]) <= 200 for service in services())
    assert all(len(story["short_form"].strip()) <= 600 for story in read_folder("stories"))


def test_what_a_story_sets_large_stands_in_it():
    for name in names_in("stories"):
        story = read(name)
        told = prose({"short_form": story["short_form"], "body": story["body"]})
        assert stands_in(story["pull_quote"], told), name
