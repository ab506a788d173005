"""What is done within Django, with the settings and the data of the site that is measured: ``python -m tests.bench.inside``.

Reads ``{"do": name, …}`` as JSON and prints what the function of that name returns, as the last line, in JSON.
"""

import io
import json
import random
import sys
import time

WORD = "grief"


def about():
    """Return the address of each kind of page that is measured, and the release of the database."""
    from django.db import connection

    from directory.models import Service
    from pages.models import StoryPage

    story = StoryPage.objects.live().public().order_by("pk").first()
    if connection.vendor == "sqlite":
        release = connection.Database.sqlite_version
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            release = cursor.fetchone()[0].split()[0]
    addresses = {
        "home": "/",
        "listing": story.get_parent().get_url(),
        "detail": story.get_url(),
        "entry": Service.objects.listed().order_by("pk").first().get_absolute_url(),
        "directory": f"/directory/?q={WORD}",
        "search": "/search/?q=recovery",
        "missing": "/there-is-no-such-page/",
    }
    return {"addresses": addresses, "release": release}


def queries(addresses):
    """Return how many SQL queries a warm visit makes, by name of page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, found = Client(headers={"host": "127.0.0.1"}), {}
    for name, address in addresses.items():
        for _visit in range(3):
            client.get(address)
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found[name] = len(asked)
    return found


def grow(size):
    """Make services until there are ``size`` made-up ones; return the seconds it took and how many are listed."""
    from cms.core.models import Taxonomy
    from directory import measuring

    if not Taxonomy.objects.filter(slug="facet-0").exists():
        measuring.prepare()
    return measuring.grow_to(size)


def questions(plausible, fuzzed):
    """Return lists of addresses: what ``directory.measuring`` asks, and so many that people ask, and that may hurt.

    Of those that may hurt one half is of words that there are, the other of what nobody in their right mind types.
    """
    from directory import measuring
    from directory.models import Locality, SearchWord

    from . import questions

    chance = random.Random(measuring.SEED)  # noqa: S311
    words = sorted(SearchWord.objects.values_list("word", flat=True)[:5_000])
    places = sorted(map(str, Locality.objects.filter(is_primary=True)))
    at_random = [f"/directory/?{measuring.fuzz(chance, words, places)}" for _one in range(fuzzed // 2)]

    return {
        "measured": [address for _words, address in measuring.QUESTIONS],
        "plausible": questions.plausible(plausible),
        "fuzzed": [*at_random, *questions.fuzzed(fuzzed - len(at_random))],
    }


def stock(rounds):
    """Return the milliseconds of finding WORD among the services: rounds of ours and of stock Wagtail, and how many each found.

    Ours is all hits with what they are put in order by; stock is the first ten by relevance and how many there are.
    """
    from wagtail.search.backends.database import SearchBackend

    from cms.core import wording
    from directory import words_table
    from directory.models import SearchEntry, Service

    backend = SearchBackend({})
    index = backend.get_index_for_model(Service)
    services = Service.get_indexed_objects().order_by("pk")
    batch, last = [], 0
    while batch := list(services.filter(pk__gt=last)[:500]):
        index.add_items(Service, batch)
        last = batch[-1].pk

    def ours():
        found = SearchEntry.objects.filter(pk__in=words_table.matching(wording.wanted(WORD)))
        return len(list(found.values_list("pk", "name_key", "name_stems", "summary_stems")))

    def theirs():
        found = backend.search(WORD, Service.objects.filter(live=True))
        list(found[:10])
        return found.count()

    times = {"ours": [], "stock": []}
    counts = {"ours": ours(), "stock": 0}
    for _round in range(rounds):
        for name, find in (("ours", ours), ("stock", theirs)):
            began = time.perf_counter()
            counts[name] = find()
            times[name].append((time.perf_counter() - began) * 1000)
        if times["stock"][-1] > 20_000:
            # Once is enough.
            break
    return {"times": times, "counts": counts}


def pages_with_pictures(number):
    """Publish ``number`` pages, each with two new pictures of a good camera; return their addresses.

    What is to be done in the queue is done, as by ``db_worker``.
    """
    from django.core.files.images import ImageFile
    from django.core.management import call_command
    from PIL import Image

    from cms.media.models import SiteImage
    from pages.models import StandardPage

    beside = StandardPage.objects.live().order_by("pk").first()
    found = []
    for one in range(number):
        blocks = []
        for colour in (40, 60):
            file = io.BytesIO()
            Image.effect_noise((600, 400), colour + one).resize((3000, 2000)).convert("RGB").save(file, "JPEG")
            image = SiteImage(title=f"Made to measure {one}", description="Grey noise.")
            image.file = ImageFile(io.BytesIO(file.getvalue()), name="noise.jpg")
            image.save()
            picture = {"image": image.pk, "alt_text": "Grey noise.", "decorative": False}
            blocks.append({"type": "image", "value": {"image": picture, "caption": ""}})
        page = StandardPage(
            title=f"Made to measure {one}", slug=f"made-to-measure-{time.time_ns()}", teaser="Grey noise."
        )
        page.body = page.body.stream_block.to_python(blocks)
        beside.get_parent().add_child(instance=page)
        page.save_revision().publish()
        found.append(page.get_url())
    call_command("db_worker", batch=True, verbosity=0, interval=0)
    return found


DOES = {one.__name__: one for one in (about, queries, grow, questions, stock, pages_with_pictures)}


def main():
    import django

    given = json.loads(sys.stdin.read())
    django.setup()
    print(f"\n{json.dumps(DOES[given.pop('do')](**given))}")


if __name__ == "__main__":
    main()
