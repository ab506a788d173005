"""What the desk's own entries of the audit log say."""

from cms.intake.history import Told

ACTIONS = {
    "contribute.receive": Told("Receive", "Received from the public"),
    "contribute.read": Told("Read", "Opened and read it"),
    "contribute.reply": Told("Answer", "Answered its sender"),
    "contribute.answered": Told("Answered again", "Its sender wrote again"),
    "contribute.note": Told("Note", "Wrote a note for colleagues"),
    "contribute.assign": Told("Assign", "Said who looks after it", "to"),
    "contribute.status": Told("Status", "Changed where it stands", "status"),
    "contribute.calm": Told("No danger", "Read it, and found that it is not about danger"),
    "contribute.accepted": Told("Accept", "Made a draft page of it"),
    "contribute.declined": Told("Decline", "Did not take it"),
    "contribute.published": Told("Publish", "Published what was sent in"),
    "contribute.story.asked": Told("Ask the teller", "Asked its teller to look at it before it is published"),
    "contribute.story.yes": Told("Yes", "Its teller agreed to it as it stood"),
    "contribute.story.change": Told("Change", "Its teller asked for a change"),
    "contribute.story.no": Told("No", "Its teller does not want it published"),
    "contribute.story.services": Told("Lead", "Chose which services of the directory it leads to"),
    "contribute.story.published": Told("Publish", "It was published"),
    "contribute.drafted": Told("Draft", "Made a draft of it"),
    "contribute.posted": Told("Post", "Posted what was asked for"),
    "contribute.download": Told("Download", "Took its sender’s details away in a file"),
    "contribute.addresses": Told("Addresses", "Took its address for an envelope"),
    "contribute.deleted": Told("Delete", "Deleted what it said, which stood under Junk"),
    "contribute.taken_back": Told("Take back", "Its sender took it back: what it said was deleted"),
}
