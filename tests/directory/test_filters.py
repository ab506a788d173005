"""Facets: or within one, and between them, with counts that a slow count in Python agrees with."""

import datetime
import re
from html import unescape

from django.urls import reverse

from .asking import LIST, counts, find, names, search
from .factories import BALLARAT, GEELONG, WENDOUREE, make_service, make_taxonomy


def test_a_term_that_was_merged_leads_to_what_it_became(db):
    taxonomy = make_taxonomy("Type", "Group", "Circle")
    group, circle = taxonomy.terms.all()
    make_service("Has the new term", [group])
    make_service("Has the old term", [circle])
    make_service("Has both", [group, circle])
    circle.merged_into = group
    circle.save()
    for slug in (group.slug, circle.slug):
        found = find(f"term={slug}")
        assert found.total == 3
        assert counts(found, "type") == {group.slug: 3}
    assert search(f"term={circle.slug}").address() == f"term={group.slug}"


def test_terms_that_nobody_knows_or_that_are_retired_are_left_out(db, client):
    taxonomy = make_taxonomy("Type", "Group", "Choir")
    group, choir = taxonomy.terms.all()
    make_service("Singing", [choir])
    make_service("Sitting", [group])
    choir.is_retired = True
    choir.save()
    for slug in ("no-such-term", choir.slug, "%00", "a" * 300):
        response = client.get(f"{LIST}?term={slug}")
        assert response.status_code == 200
        assert b"2 services" in response.content


def test_a_term_of_a_taxonomy_that_is_no_facet_narrows_nothing(db):
    taxonomy = make_taxonomy("Notes", "Loss", is_facet=False)
    make_service("One", taxonomy.terms.all())
    make_service("Two")
    found = find("term=notes-loss")
    assert found.total == 2
    assert "notes" not in {facet.key for facet in found.facets}


def test_choices_that_lead_nowhere_are_not_offered_unless_chosen(db, client):
    make_taxonomy("Type", "Group", "Choir")
    make_service("One", [make_taxonomy("As", "Carer").terms.get()])
    content = client.get(LIST).content.decode()
    assert "Choir" not in content
    content = client.get(f"{LIST}?term=type-choir").content.decode()
    assert re.search(r'value="type-choir"[^>]* checked', content)


def test_a_hidden_address_is_counted_in_no_region(db):
    make_service("Hidden", place={"locality": BALLARAT, "address_shown": "nothing"})
    make_service("Shown", place=BALLARAT)
    assert counts(find(""), "region")["grampians"] == 1
    assert names("region=grampians") == ["Shown"]


def test_facets_that_show_at_once_come_first_and_the_rest_folds(db, client):
    as_who = make_taxonomy("Looking for support as", "Carer", is_prominent=True)
    access = make_taxonomy("Access", "Step-free", is_prominent=False)
    make_service("One", [*as_who.terms.all(), *access.terms.all()])
    content = client.get(LIST).content.decode()
    assert content.index("Looking for support as</legend>") < content.index("More filters") < content.index("Step-free")
    assert '<details class="more">' in content
    assert '<details class="more" open>' in client.get(f"{LIST}?term=access-step-free").content.decode()


def test_what_was_chosen_can_be_taken_away_one_by_one_or_all(db, client):
    taxonomy = make_taxonomy("Type", "Group", "Choir")
    make_service("One", taxonomy.terms.all(), offers_phone=True)
    content = client.get(f"{LIST}?q=one&term=type-group&how=phone&page=1").content.decode()
    tags = re.findall(r'class="tag-remove"\s+href="([^"]*)"', content)
    assert [tag.replace("&amp;", "&") for tag in tags] == [
        f"{LIST}?term=type-group&how=phone",
        f"{LIST}?q=one&how=phone",
        f"{LIST}?q=one&term=type-group",
    ]
    assert f'href="{LIST}">Clear all' in content


def test_place_distance_and_order_can_be_taken_away_too(db, client):
    make_service("One", place=BALLARAT)
    content = unescape(client.get(f"{LIST}?near=3350&within=5&sort=name").content.decode())
    tags = re.findall(r'class="tag-remove"\s+href="([^"]*)".*?<bdi>(.*?)</bdi>', content)
    assert tags == [
        (f"{LIST}?sort=name", "Within 5 km of 3350"),
        (f"{LIST}?near=3350&within=5", "By name, A to Z"),
    ]


def test_the_address_is_made_of_what_is_known_alone(db):
    make_taxonomy("Type", "Group")
    asked = search("term=type-group&term=nothing&how=phone&how=pigeon&cost=gold&utm=1&page=3&within=10")
    assert asked.address() == "term=type-group&how=phone"


def test_the_name_list_is_the_root_of_the_directory():
    assert reverse("directory:list") == LIST


def test_each_order_is_what_it_says(db):
    today = datetime.date(2026, 11, 3)
    make_service("Tea far away", place=GEELONG, assured_at=today)
    make_service("Beside", summary="Tea.", place=WENDOUREE, assured_at=today - datetime.timedelta(days=9))
    make_service("About it", description="Tea.", place=BALLARAT)
    make_service("Warm tea line", coverage="statewide", assured_at=today - datetime.timedelta(days=1))
    assert names("") == ["About it", "Beside", "Tea far away", "Warm tea line"]
    assert names("q=tea") == ["Tea far away", "Warm tea line", "Beside", "About it"]
    assert names("q=tea&sort=name") == names("sort=name") == names("")
    assert names("sort=checked") == ["Tea far away", "Warm tea line", "Beside", "About it"]
    assert names("near=3350&within=50") == ["About it", "Beside", "Warm tea line"]
    assert names("near=3350&within=50&sort=checked") == ["Beside", "About it", "Warm tea line"]
    # Nothing to measure from, no words to weigh: the order of the alphabet.
    assert names("sort=distance") == names("sort=relevance") == names("sort=x") == names("")
    assert search("sort=distance").address() == search("q=tea&sort=relevance&sort=x").address(without={"q"}) == ""
    assert search("sort=name&near=3350").address() == "near=3350&sort=name"


def test_a_wider_term_finds_what_is_filed_under_a_narrower_one(db):
    taxonomy = make_taxonomy("Type", "Music", "Choir")
    music, choir = taxonomy.terms.order_by("sort_order")
    choir.parent = music
    choir.save()
    make_service("Singing", [choir])
    make_service("Both", [music, choir])
    make_service("Neither")
    assert names("term=type-music") == ["Both", "Singing"]
    assert counts(find(""), "type") == {"type-music": 2, "type-choir": 2}


def test_a_long_question_offers_a_list_and_keeps_what_was_chosen(db, client):
    make_service("Here", place=BALLARAT)
    make_service("There", place=GEELONG)
    content = client.get(f"{LIST}?council=ballarat").content.decode()
    assert 'value="ballarat"' in content
    assert re.search(r'<option value="greater-geelong">Greater Geelong \(1\)</option>', content)
    assert "Mildura" not in content
    assert names("council=ballarat&council=greater-geelong") == ["Here", "There"]
