"""The kinds of contribution, by key: where each is sent in, and which of our lists holds it."""

from dataclasses import dataclass

from .models import (
    Complaint,
    Contribution,
    CopyRequest,
    Endorsement,
    Enquiry,
    Feedback,
    StorySent,
    Suggestion,
    Work,
)
from .models.channels import PROMISES


@dataclass(frozen=True)
class Kind:
    """``model`` is a child of Contribution; ``url_name`` finds its form."""

    model: type[Contribution]
    url_name: str

    @property
    def key(self):
        return self.model.KIND

    @property
    def label(self):
        """What one of them is called among colleagues, such as "question"."""
        return str(self.model._meta.verbose_name)

    @property
    def plural(self):
        return str(self.model._meta.verbose_name_plural)

    def permission(self, action):
        """Return the permission to ``action`` ("view" or "change") things of this kind."""
        return f"contribute.{action}_{self.model._meta.model_name}"


KINDS = {
    kind.key: kind
    for kind in (
        Kind(StorySent, "contribute:story"),
        Kind(Enquiry, "contribute:enquiry"),
        Kind(Work, "contribute:work"),
        Kind(Endorsement, "endorse"),
        Kind(CopyRequest, "contribute:hard_copies"),
        Kind(Suggestion, "contribute:suggest"),
        Kind(Feedback, "contribute:feedback"),
        Kind(Complaint, "contribute:complaint"),
    )
}

PROMISES.update({kind.key: kind.model.PROMISE for kind in KINDS.values()})


def seen_by(user):
    """Return the kinds that ``user`` may read, in the order of the menu."""
    return [kind for kind in KINDS.values() if user.has_perm(kind.permission("view"))]
