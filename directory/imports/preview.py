"""What an import would do, before it does anything: which entries are new, changed, the same, wrong or doubtful.

The same is worked out again when the import is carried out, and must come to the same: ``digest`` says so.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import zip_longest

from django.contrib.contenttypes.models import ContentType
from wagtail.models import WorkflowState

from ..likeness import alike
from ..models import NotListed, Service
from ..not_listed import asked_not_to_be_listed
from .applying import Applied, Known, Problem
from .columns import PARTS, Sheet, with_everything
from .reading import entries, read, uuid_of

NEW, CHANGED, SAME, WRONG, QUESTION, LEFT_OUT = "new", "changed", "same", "wrong", "question", "left out"
# More at one time holds everybody else up while it is written.
MOST_CHANGES = 500
# Looking for entries that are alike costs a few queries each.
MOST_COMPARED = 100
MOST_SHOWN = 200
CHUNK = 300
ADD, LEAVE_OUT = "new", "skip"
UNDER_REVIEW = (
    "A change of this entry is under review. Decide on that first, then send the file again; or leave this one out"
)


@dataclass
class Outcome:
    """What becomes of one entry of the file. ``differences`` are (heading, before, after); ``touched`` the columns that
    change; ``alike`` dicts of entries that it may be; ``unwanted`` why it should not be listed; ``choice`` what the
    editor chose of that."""

    entry: object
    kind: str
    name: str
    service: object = None
    differences: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    touched: set = field(default_factory=set)
    alike: list = field(default_factory=list)
    unwanted: str = ""
    choice: str = ""
    can_be_left_out: bool = False
    fills_only: bool = False

    @property
    def number(self):
        return self.entry.number

    @property
    def numbers(self):
        """The numbers of its lines, in words: ``2``, ``2 and 3``, ``2 to 9``, ``2, 5 and 7``."""
        numbers = [line.number for line in self.entry.lines]
        if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
            return f"{numbers[0]} to {numbers[-1]}"
        *first, last = map(str, numbers)
        return f"{', '.join(first)} and {last}" if first else last

    @property
    def field_name(self):
        """The name of its question in the form."""
        return f"line-{self.number}"

    @property
    def summary(self):
        """The words of a new entry, to know it by."""
        return self.entry.cells.get("summary", ("", 0))[0] if self.kind != SAME else ""

    def facts(self):
        """What the digest is made of."""
        return (
            self.number, self.kind, self.name, self.service and self.service.pk, self.differences, self.choice,
            sorted(self.entry.cells.items()) if self.kind == NEW else (),
        )  # fmt: skip


class Preview:
    """What an import of ``content`` (bytes) would do. ``choices`` answer the questions, by line; ``resemblances`` are
    those found before (``found_alike``), or None to look for them. Raises UnreadableFile."""

    def __init__(self, content, choices=None, resemblances=None):
        self.sheet, self.known = Sheet(), Known()
        self.choices = choices or {}
        self.table = read(content, self.sheet)
        self.entries = entries(self.table, self.sheet)
        self.remarks = list(self.table.remarks)
        self.outcomes = []
        services = self._services()
        under_review = _under_review([service.pk for service in services.values()])
        self.found_alike = self._resemblances(services) if resemblances is None else resemblances
        unwanted = self._unwanted()
        chosen = self._chosen_services()
        for entry in self.entries:
            self.outcomes.append(self._outcome(entry, services, chosen, under_review, unwanted))

    # --- What is asked of the database, whatever the rows --------------------------------------------

    def _services(self):
        """Return the services that the file names, by id in lower case."""
        keys = {uuid for entry in self.entries if (uuid := uuid_of(entry.key))}
        return _by_uuid(keys)

    def _chosen_services(self):
        return _by_uuid({uuid for choice in self.choices.values() if (uuid := uuid_of(choice))})

    def _resemblances(self, services):
        """Return what new entries may be, by line: lists of dicts that JSON keeps."""
        found, compared = {}, 0
        for entry in self.entries:
            if entry.key or not entry.cells.get("name", ("",))[0]:
                continue
            compared += 1
            if compared > MOST_COMPARED:
                found["more"] = True
                break
            like = alike(**_details(entry))
            if like:
                found[str(entry.number)] = [
                    {
                        "uuid": str(one.service.uuid),
                        "name": one.service.name,
                        "provider": one.service.provider,
                        "reasons": one.reasons_in_words,
                    }
                    for one in like[:3]
                ]
        return found

    def _unwanted(self):
        remembered = list(NotListed.objects.all())
        found = {}
        for entry in self.entries if remembered else ():
            if entry.key:
                continue
            details = {key: value for key, value in _details(entry).items() if key in ("name", "phones", "website")}
            if asked := asked_not_to_be_listed(**details, entries=remembered):
                found[entry.number] = asked.name
        return found

    # --- One entry ---------------------------------------------------------------------------------

    def _outcome(self, entry, services, chosen, under_review, unwanted):
        name = entry.cells.get("name", ("", 0))[0]
        problems = [Problem(*problem) for problem in entry.problems]
        choice = str(self.choices.get(str(entry.number), ""))
        if entry.key:
            service = services.get(uuid_of(entry.key))
            if service is None:
                reason = "No entry has this id. Leave the cell empty for a new entry"
                problems.append(Problem(entry.number, "id", reason))
                return Outcome(entry, WRONG, name, problems=problems)
            return self._of_service(entry, service, problems, under_review, choice)
        like = self.found_alike.get(str(entry.number), [])
        outcome = Outcome(entry, NEW, name, alike=like, unwanted=unwanted.get(entry.number, ""))
        offered = {ADD, LEAVE_OUT, *(one["uuid"] for one in like)}
        outcome.choice = choice if (like or outcome.unwanted) and choice in offered else ""
        service = chosen.get(uuid_of(outcome.choice))
        if service is not None:
            of_service = self._of_service(entry, service, problems, _under_review([service.pk]), "", fills_only=True)
            of_service.alike, of_service.choice, of_service.unwanted = like, outcome.choice, outcome.unwanted
            return of_service
        applied = Applied(entry, Service(live=False), self.sheet, self.known)
        outcome.problems = [*problems, *applied.problems]
        if outcome.choice == LEAVE_OUT:
            outcome.kind = LEFT_OUT
        elif outcome.problems:
            outcome.kind = WRONG
        elif (like or outcome.unwanted) and not outcome.choice:
            outcome.kind = QUESTION
        return outcome

    def _of_service(self, entry, service, problems, under_review, choice, fills_only=False):
        applied = Applied(
            entry, service, self.sheet, self.known, reference=service, fills_only=fills_only
        )  # fmt: skip
        outcome = Outcome(entry, SAME, applied.before["name"], service, problems=[*problems, *applied.problems])
        outcome.fills_only = fills_only
        if applied.touched and not outcome.problems:
            outcome.differences = differences(
                self.sheet, applied.lines_before(), self.sheet.lines(service, withheld=False)
            )
            outcome.touched = applied.touched
        if outcome.problems:
            outcome.kind = WRONG
        elif outcome.differences:
            outcome.kind = CHANGED
            outcome.can_be_left_out = service.pk in under_review
            if service.pk in under_review:
                outcome.kind = WRONG
                outcome.problems.append(Problem(entry.number, "", UNDER_REVIEW))
            elif service.locked:
                outcome.kind = WRONG
                outcome.problems.append(Problem(entry.number, "", "An editor has locked this entry"))
            elif service.has_unpublished_changes and service.live:
                outcome.remarks.append("Somebody has begun a draft of this entry. The changes go on from that draft.")
        if outcome.can_be_left_out and choice == LEAVE_OUT:
            outcome.kind, outcome.choice = LEFT_OUT, choice
        if fills_only:
            outcome.remarks.append("Places, phone numbers and links stay as they are. Change them in the entry itself.")
        return outcome

    # --- What the page says ------------------------------------------------------------------------

    def of(self, *kinds):
        return [outcome for outcome in self.outcomes if outcome.kind in kinds]

    @property
    def counts(self):
        counts = dict.fromkeys(("new", "changed", "same", "wrong", "question", "left_out"), 0)
        for outcome in self.outcomes:
            counts[outcome.kind.replace(" ", "_")] += 1
        return counts

    @property
    def asks(self):
        """Whether the page has questions."""
        return any(outcome.alike or outcome.unwanted or outcome.can_be_left_out for outcome in self.outcomes)

    @property
    def hindrance(self):
        """Why this cannot be imported as it is, in words; '' where it can."""
        counts = self.counts
        if counts["wrong"]:
            return "Nothing can be imported while something is wrong. Mend the file and send it again."
        if counts["question"]:
            return "Some entries may be here already, or asked not to be listed. Answer the questions first."
        if counts["new"] + counts["changed"] > MOST_CHANGES:
            return f"At most {MOST_CHANGES} entries can be added or changed at one time. Split the file."
        if not counts["new"] + counts["changed"]:
            return "There is nothing to import: everything in the file is here already."
        return ""

    @property
    def sections(self):
        """The outcomes as the page shows them: dicts with kind, title, shown outcomes and how many more there are."""
        titles = [
            (WRONG, "Wrong: to be mended in the file"),
            (QUESTION, "To decide"),
            (CHANGED, "Changed"),
            (NEW, "New"),
            (LEFT_OUT, "Left out"),
        ]
        sections = []
        for kind, title in titles:
            found = self.of(kind)
            if found:
                rest = max(0, len(found) - MOST_SHOWN)
                sections.append(
                    {"kind": kind, "title": title, "count": len(found), "shown": found[:MOST_SHOWN], "more": rest}
                )
        return sections

    @property
    def digest(self):
        """What would be done, as a short text that is the same as long as that is."""
        digest = hashlib.sha256()
        for outcome in self.outcomes:
            digest.update(repr(outcome.facts()).encode())
        return digest.hexdigest()


def _by_uuid(keys):
    found, keys = {}, sorted(keys)
    for start in range(0, len(keys), CHUNK):
        part = with_everything(Service.objects.filter(uuid__in=keys[start : start + CHUNK]))
        found |= {service.uuid: service for service in part}
    return found


def _under_review(keys):
    """Return the primary keys of those services that are in a workflow now. One query."""
    if not keys:
        return set()
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Service), object_id__isnull=False
    )
    return {int(key) for key in active.values_list("object_id", flat=True)} & set(keys)


def _details(entry):
    """Return what of an entry is compared with others."""
    said = {key: text for key, (text, _line) in entry.cells.items()}
    return {
        "name": said.get("name", ""),
        "phones": [number for line in entry.lines if (number := line.cells.get("number"))],
        "website": said.get("website", ""),
        "email": said.get("public_email", ""),
        "provider": said.get("provider", ""),
    }


def differences(sheet, before, after):
    """Return how two versions of a service differ, both given as lines: a list of (heading, before, after)."""
    found = [
        (column.heading, before[0].get(column.key, ""), after[0].get(column.key, ""))
        for column in sheet.columns
        if not column.part and column.is_read and before[0].get(column.key, "") != after[0].get(column.key, "")
    ]
    for part in PARTS:
        columns = [column for column in sheet.columns if column.part == part]
        found += _part_differences(part, columns, before, after)
    return found


def _part_differences(part, columns, before, after):
    def rows(lines):
        cells = [{column.key: line.get(column.key, "") for column in columns} for line in lines]
        return [row for row in cells if any(row.values())]

    old, new = rows(before), rows(after)
    if part == "place":
        by_id = {row["place_uuid"]: row for row in new}
        pairs = [(row, by_id.pop(row["place_uuid"], None)) for row in old] + [(None, row) for row in by_id.values()]
    else:
        pairs = list(zip_longest(old, new))
    found = []
    for number, (was, now) in enumerate(pairs, 1):
        label = f"{part} {number}" if len(pairs) > 1 else part
        if was is None or now is None:
            found.append((label, _in_one(was, columns) or "", _in_one(now, columns) or ""))
            continue
        found += [
            (f"{label}: {column.heading}", was[column.key], now[column.key])
            for column in columns
            if was[column.key] != now[column.key] and column.key != "place_uuid"
        ]
    return found


def _in_one(row, columns):
    return row and ", ".join(row[column.key] for column in columns if row[column.key] and column.key != "place_uuid")
