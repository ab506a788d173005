"""What comes next for a story, and who does it, in the words that each of its screens and mails says."""

from cms.intake.review import is_public_submission

TURN = "It is your turn: you can publish it."
WHERE = "Press the small arrow, “More actions”, and then “Publish”."
IN_REVIEW = "It is in review: an approval publishes it."
YOU_APPROVE = "It is in review. Read it, and decide at the small arrow, “More actions”."
HAND_IN = (
    "Your role does not publish. Press the small arrow, “More actions”, and submit it: a colleague then publishes it."
)
NOBODY_ASKED = "Editors, Approvers and Administrators can publish it."
ON_SITE = "It is on the site already."

READ_AFTER = "It speaks of suicide or self-harm, so a second person reads it after you."


def whose_approval(story, user):
    """Return who approves ``story``, in one to three sentences; '' unless it was sent in, and waits for nothing else.

    ``user`` looks at it: where they may approve, it is said which button that is. The step of a second person is not meant.
    """
    # They know the story, which knows the panels that ask here.
    from .models.readings import SecondReadingTask

    task = story.current_workflow_task
    if task is None or isinstance(task, SecondReadingTask) or not is_public_submission(story):
        return ""
    if story.why_not_agreed() or story.why_not_said(of_latest=True):
        return ""
    label = next((label for name, label, *_more in task.get_actions(story, user) if name == "approve"), "")
    if label:
        more = f" {READ_AFTER}" if story.get_latest_revision_as_object().needs_second_reader else ""
        return f"It is your turn: press the small arrow, “More actions”, and then “{label}”.{more}"
    groups = " and ".join(task.groups.order_by("name").values_list("name", flat=True)) or "Administrators"
    return f"{groups} can approve it now. It stands on their first screen."


def after_recording(story, asked, user):
    """Return who does what once ``user`` has recorded the consent of ``story``: a few sentences.

    ``asked``: the colleagues who asked for it, and are told by email.
    """
    step, said = next_step(story, user), []
    for person in asked:
        name = person.known_as
        can = next_step(story, person).startswith(TURN)
        said.append(f"{name} gets an email, and can publish it now." if can else f"{name} gets an email.")
        if can and step.startswith(TURN):
            step = f"You can do it too. {WHERE}"
    return " ".join([*said, step])


def next_step(story, user, why=None):
    """Return what ``user`` can do next for ``story``, a StoryPage that is saved, as a sentence or two.

    ``why``: what ``story.why_not_published()`` says, where somebody has asked already.
    """
    if story.live and not story.has_unpublished_changes:
        return ON_SITE
    why = story.why_not_published() if why is None else why
    rights = story.permissions_for_user(user)
    if said := whose_approval(story, user):
        return said
    if story.workflow_in_progress:
        task = story.current_workflow_task
        may_approve = task and any(name == "approve" for name, *_more in task.get_actions(story, user))
        return YOU_APPROVE if may_approve else why if why and why != story.unread else IN_REVIEW
    if why:
        return why
    if rights.can_publish():
        return f"{TURN} {WHERE}"
    return HAND_IN if rights.can_submit_for_moderation() else NOBODY_ASKED
