"""``manage.py import_hsds FILE``: services from an HSDS feed, as drafts that an editor looks at before anybody sees them."""

from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.log_actions import log

from directory.hsds import feed
from directory.hsds.drafts import Reading, Vocabulary
from directory.likeness import like_service
from directory.models import NotListed, Service
from directory.not_listed import asked_not_to_be_listed

MOST_SHOWN = 200
# Saved together, and asked for together: memory is held for these, and nobody who edits waits for more.
BATCH = 200
# Looking for entries that are alike costs a few queries each.
MOST_COMPARED = 100
# From so many on it is said how far it is, after each so many.
STEP = 1_000


class Command(BaseCommand):
    help = (
        "Import services from an HSDS 3 feed (JSON or ndjson, with everything that belongs to each) as drafts. "
        "Where one thing is wrong, nothing is imported. What is here already stays as it is; so where an import is "
        "broken off, the same command goes on from there. Lines (ndjson) may be of any number."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="A list of services, lines of them, or a page of an API.")
        parser.add_argument("--check", action="store_true", help="Say what would happen, and import nothing.")

    def handle(self, **options):
        """Read the file twice: once to look whether all of it is right, and once to save it, a batch at a time."""
        try:
            with open(options["file"], "rb") as file:
                self.carry_out(file, options["check"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except feed.FeedUnreadable as error:
            raise CommandError(f"Nothing was imported. {error}") from error

    def carry_out(self, file, is_check):
        look = Look(self.stdout)
        for batch in batches(feed.read(file)):
            look.at(batch)
        look.notes.show(self.stdout)
        if number := look.problems.number:
            look.problems.show(self.stderr)
            raise CommandError(f"Nothing was imported: {number} thing{'s are' if number > 1 else ' is'} wrong.")
        if not is_check:
            saved = 0
            for batch in batches(feed.read(file)):
                saved += save([service for service, _reading, kind in look.sorted_out(batch) if kind == NEW])
                if look.new >= STEP and saved % STEP < BATCH:
                    self.stdout.write(f"{saved:,} of {look.new:,} saved")
        done = "would be new drafts" if is_check else "new drafts"
        self.stdout.write(f"{look.new} {done}, {look.known} here already, {look.left_out} left out.")


NEW, KNOWN, LEFT_OUT, WRONG = "new", "known", "left out", "wrong"


class Lines:
    """What is to be said: the first MOST_SHOWN lines, and the ``number`` of all."""

    def __init__(self):
        self.first, self.number = [], 0

    def add(self, line):
        self.number += 1
        if len(self.first) < MOST_SHOWN:
            self.first.append(line)

    def show(self, out):
        for line in self.first:
            out.write(line)
        if self.number > len(self.first):
            out.write(f"… and {self.number - len(self.first)} more.")


class Look:
    """What a feed would do, looked at batch by batch. Of each entry nothing stays but its id and where it stands."""

    def __init__(self, out):
        self.out, self.vocabulary, self.asked = out, Vocabulary(), list(NotListed.objects.all())
        self.new = self.known = self.left_out = self.read = 0
        self.problems, self.notes, self.seen = Lines(), Lines(), {}

    def at(self, batch):
        """Look at a batch of entries: count them, and gather what is to be said."""
        for service, reading, kind in self.sorted_out(batch):
            label = f"{reading.where} ({service.name})" if service.name else reading.where
            before = self.seen.setdefault(service.uuid.bytes, reading.where)
            if kind != WRONG and before != reading.where:
                self.problems.add(f"{label}: id: The same id stands in {before}.")
                continue
            for path, words in reading.problems:
                self.problems.add(f"{label}: {': '.join(filter(None, [path, words]))}")
            self.known += kind == KNOWN
            if kind == LEFT_OUT:
                self.left_out += 1
                self.notes.add(f"{label}: left out: {why_not(service, self.asked)}")
            elif kind == NEW:
                self.take_note(service, reading, label)
        self.read += len(batch)
        if self.read % STEP == 0:
            self.out.write(f"{self.read:,} looked at")

    def take_note(self, service, reading, label):
        self.new += 1
        for path, words in reading.notes:
            self.notes.add(f"{label}: {': '.join(filter(None, [path, words]))}")
        if self.new > MOST_COMPARED:
            if self.new == MOST_COMPARED + 1:
                self.notes.add(f"Only the first {MOST_COMPARED} were compared with what is here.")
            return
        for one in like_service(service):
            self.notes.add(f"{label}: may be the same as “{one.service}”: {one.reasons_in_words}")

    def sorted_out(self, batch):
        """Yield (service, its Reading, what becomes of it) of a batch of entries. One query for all, beside their parts."""
        readings = []
        for entry in batch:
            reading = Reading(entry.value, self.vocabulary)
            reading.where = entry.where
            readings.append(reading)
        uuids = [reading.service.uuid for reading in readings]
        here = set(Service.everything.filter(uuid__in=uuids).values_list("uuid", flat=True))
        for reading in readings:
            service = reading.service
            if reading.problems:
                kind = WRONG
            elif service.uuid in here:
                kind = KNOWN
            else:
                kind = LEFT_OUT if why_not(service, self.asked) else NEW
            yield service, reading, kind


def batches(entries):
    """Yield the entries in lists of at most BATCH."""
    entries = iter(entries)
    while batch := list(islice(entries, BATCH)):
        yield batch


def why_not(service, asked):
    """Return why a service is not imported, or ''. ``asked`` are the entries of those who asked not to be listed."""
    if service.status == Service.Status.CLOSED:
        return "it is closed"
    phones = [phone.number for phone in service.phones.all()]
    abn = service.organisation.abn if service.organisation_id else ""
    if asked_not_to_be_listed(service.name, phones, service.website, abn, entries=asked):
        return "they asked not to be listed"
    return ""


@transaction.atomic
def save(services):
    """Save services as drafts, each with its first revision: all of them, or none. Return how many."""
    for service in services:
        # Two of one name in one batch had the same one when they were looked at.
        service.slug = service.free_slug()
        service.save()
        revision = service.save_revision(clean=False)
        log(instance=service, action="wagtail.create", revision=revision, content_changed=True)
    return len(services)
