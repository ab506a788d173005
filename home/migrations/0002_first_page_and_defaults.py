"""A fresh site has a home page, menus that lead to the tools, and the emergency number, without clicking."""

import json
import uuid

from django.db import migrations

WELCOME = "Welcome to your new Wagtail site!"

MAIN_MENU = [("Find support", "directory:list")]
FOOTER = [
    ("Find your way", [("Find support", "directory:list"), ("Add a service", "directory:add")]),
    ("This site", [("Get help now", "home:get_help_now"), ("Reading settings", "home:reading_settings")]),
]


def block(kind, value):
    """Return one block as a stream or a list keeps it; without an id a list takes it for something older."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def main_menu():
    """Return the first main menu as JSON."""
    return json.dumps([block("link", {"label": label, "tool": tool}) for label, tool in MAIN_MENU])


def footer():
    """Return the first footer as JSON."""
    columns = [
        {"heading": heading, "links": [block("item", {"label": label, "tool": tool}) for label, tool in links]}
        for heading, links in FOOTER
    ]
    return json.dumps([block("column", column) for column in columns])


def free_path(welcome, siblings):
    """Return the tree path (base 36, four signs a level) for the home page below the root."""
    if welcome is not None:
        return welcome.path
    numbers = [int(path[4:8], 36) for path in siblings.values_list("path", flat=True)]
    digits, number = "", max(numbers, default=0) + 1
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return "0001" + digits.rjust(4, "0")


def make_home(apps, schema_editor):
    """Make the home page the root of the default site. Wagtail's welcome page goes only where nobody touched it."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Revision = apps.get_model("wagtailcore", "Revision")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")
    root = Page.objects.filter(depth=1).order_by("path").first()
    if root is None or HomePage.objects.exists():
        return
    siblings = Page.objects.filter(depth=2, path__startswith=root.path)
    welcome = siblings.filter(title=WELCOME, numchild=0, content_type__model="page").first()
    if welcome is not None and Revision.objects.filter(object_id=str(welcome.pk)).exists():
        welcome = None
    path = free_path(welcome, siblings)
    slug = "home"
    if siblings.filter(slug=slug).exclude(pk=welcome and welcome.pk).exists():
        slug = "peer-support"
    content_type, _made = ContentType.objects.get_or_create(app_label="home", model="homepage")
    if welcome is not None:
        # The default site points at the page: hold it until the new one stands.
        waiting = list(Site.objects.filter(root_page=welcome).values_list("pk", flat=True))
        Site.objects.filter(pk__in=waiting).update(root_page=root)
        welcome.delete()
    else:
        waiting = []
        Page.objects.filter(pk=root.pk).update(numchild=root.numchild + 1)
    home = HomePage.objects.create(
        title="Home", draft_title="Home", slug=slug, content_type=content_type, path=path, depth=2, numchild=0,
        url_path=f"/{slug}/", live=True, locale=Locale.objects.order_by("pk").first() or root.locale, show_in_menus=False,
        teaser="Find peer support in Victoria, and what you need to give it well.",
        search_description="Find peer support in Victoria, and what you need to give it well.",
        hero_intro="Peer support is help between people who have been through something alike. Look for it here, learn "
        "about it, or add what you know of.",
        sections="[]",
    )  # fmt: skip
    if waiting:
        Site.objects.filter(pk__in=waiting).update(root_page_id=home.pk)
    elif not Site.objects.exists():
        Site.objects.create(hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True)


def make_defaults(apps, schema_editor):
    """Make menus that lead to the tools, and the emergency number, where there is nothing yet."""
    Navigation = apps.get_model("home", "Navigation")
    HelpLine = apps.get_model("home", "HelpLine")
    if not Navigation.objects.exists():
        Navigation.objects.create(main_menu=main_menu(), footer=footer(), legal="[]")
    HelpLine.objects.get_or_create(
        number="000",
        defaults={
            "name": "Emergency",
            "who_for": "Anyone in danger now. Ask for police, fire or ambulance.",
            "hours_text": "Any hour",
            "always_open": True,
            "cost": "Free",
            "is_emergency": True,
            "shows_in_slim": True,
            "order": 0,
            "source": "https://www.triplezero.gov.au/",
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(make_home, migrations.RunPython.noop),
        migrations.RunPython(make_defaults, migrations.RunPython.noop),
    ]
