"""What the directory needs in the database so that what the public sends in is reviewed: a system check."""

from django.core import checks
from django.db import DatabaseError


@checks.register(checks.Tags.database)
def services_have_a_review(app_configs, databases=None, **kwargs):
    """Return a Warning where no active workflow with an active step is assigned to services (``check --database default``)."""
    from .models import Service
    from .moderation import review_workflow

    try:
        if not databases or review_workflow(Service()) is not None:
            return []
    except DatabaseError:
        return []  # before the first migration
    return [
        checks.Warning(
            "Services have no active workflow with an active step: what the public sends in waits, in no review.",
            hint="Switch it on under Settings, Workflows and Workflow tasks; then start the reviews from the queue.",
            id="directory.W001",
        )
    ]
