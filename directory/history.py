"""What the directory's own entries of the audit log say, in an entry's history and in the site's."""

from cms.careful.bin import LIFE
from cms.core.times_said import in_words
from cms.intake.history import Told

from .currency import UNLIST_AFTER

ACTIONS = {
    "directory.receive": Told("Receive", "Received from the public"),
    "directory.propose": Told("Propose", "An update was sent in"),
    "directory.hold": Told("Hold", "An update was sent in and waits behind another one"),
    "directory.decline": Told("Decline", "Declined what was sent in", "reference"),
    "directory.draft_back": Told("Draft back", "Brought back the unpublished draft that was there before"),
    "directory.status": Told("Status", "Changed the status", "status"),
    "directory.import": Told("Import", "Imported from a spreadsheet", "file"),
    "directory.check": Told("Check", "Confirmed that the entry is right"),
    "directory.check_by_link": Told("Confirm by link", "The service confirmed by its link that everything is right"),
    "directory.status_by_link": Told("Status by link", "The service changed its status by its link", "status"),
    "directory.status_over": Told(
        "Status over", "The day was over until which its pause, waiting list or notice stood"
    ),
    "directory.unlist": Told("Unlist", f"Unlisted it: nobody confirmed it for {in_words(UNLIST_AFTER)}"),
    "directory.list_again": Told(
        "List again", "The service confirmed by a link that everything is right, and is listed again"
    ),
    "directory.closing_seen": Told("See a closing", "Saw that the service closed its entry"),
    "directory.contact_asked": Told("Ask for a contact", "Somebody asked to change who looks after it", "reference"),
    "directory.contact_decided": Told("Decide on a contact", "Decided who looks after it", "outcome"),
    "directory.report": Told("Report", "A reader reported a problem", "reference"),
    "directory.report_decided": Told("Decide a report", "Dealt with a report", "outcome"),
    "directory.note": Told("Note", "Wrote a note for colleagues"),
    "directory.assign": Told("Assign", "Said who looks after it", "to"),
    "directory.not_listed": Told("Not listed", "Remembered that they asked not to be listed"),
    "directory.bin": Told(
        "Put in the bin", f"Put it in the bin: readers do not see it, and it can be restored for {in_words(LIFE)}"
    ),
    "directory.bin_restored": Told("Restore", "Restored it from the bin"),
    "directory.merge": Told("Merge", "Took another entry in", "other"),
    "directory.merged": Told("Merged", "Became part of another entry", "other"),
}
