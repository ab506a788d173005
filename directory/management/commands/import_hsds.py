"""``manage.py import_hsds FILE``: services from an HSDS feed, as drafts that an editor looks at before anybody sees them."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.log_actions import log

from directory.hsds import feed
from directory.hsds.drafts import Reading, Vocabulary
from directory.likeness import like_service
from directory.models import NotListed, Service
from directory.not_listed import asked_not_to_be_listed

MOST_SHOWN = 200


class Command(BaseCommand):
    help = (
        "Import services from an HSDS 3 feed (JSON or ndjson, with everything that belongs to each) as drafts. "
        "All or nothing: where one thing is wrong, nothing is imported. What is here already stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="A list of services, lines of them, or a page of an API.")
        parser.add_argument("--check", action="store_true", help="Say what would happen, and import nothing.")

    def handle(self, **options):
        try:
            entries = feed.read(Path(options["file"]).read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except feed.FeedUnreadable as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        new, known, left_out, problems, notes = self.read(entries)
        self.show(notes, self.stdout)
        if problems:
            self.show(problems, self.stderr)
            raise CommandError(
                f"Nothing was imported: {len(problems)} thing{'s are' if len(problems) > 1 else ' is'} wrong."
            )
        if not options["check"]:
            save(new)
        done = "would be new drafts" if options["check"] else "new drafts"
        self.stdout.write(f"{len(new)} {done}, {known} here already, {left_out} left out.")

    def read(self, entries):
        """Return the services to import, how many are known and left out, and problems and notes as lines."""
        vocabulary, asked = Vocabulary(), list(NotListed.objects.all())
        here = set(Service.everything.values_list("uuid", flat=True))
        new, known, left_out, problems, notes, seen = [], 0, 0, [], [], {}
        for entry in entries:
            reading = Reading(entry.value, vocabulary)
            service = reading.service
            label = f"{entry.where} ({service.name})" if service.name else entry.where
            found = [f"{label}: {': '.join(filter(None, [path, words]))}" for path, words in reading.problems]
            if not found and service.uuid in seen:
                found = [f"{label}: id: The same id stands in {seen[service.uuid]}."]
            seen.setdefault(service.uuid, entry.where)
            if found:
                problems += found
            elif service.uuid in here:
                known += 1
            elif reason := why_not(service, asked):
                left_out += 1
                notes.append(f"{label}: left out: {reason}")
            else:
                new.append(service)
                notes += [f"{label}: {': '.join(filter(None, [path, words]))}" for path, words in reading.notes]
                notes += [
                    f"{label}: may be the same as “{one.service}”: {one.reasons_in_words}"
                    for one in like_service(service)
                ]
        return new, known, left_out, problems, notes

    def show(self, lines, out):
        for line in lines[:MOST_SHOWN]:
            out.write(line)
        if len(lines) > MOST_SHOWN:
            out.write(f"… and {len(lines) - MOST_SHOWN} more.")


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
    """Save services as drafts, each with its first revision: all of them, or none."""
    for service in services:
        service.save()
        revision = service.save_revision(clean=False)
        log(instance=service, action="wagtail.create", revision=revision, content_changed=True)
