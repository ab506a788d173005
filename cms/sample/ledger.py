"""What the sample has loaded before, kept where the site keeps all changes: in Wagtail's own audit log.

Every thing of the sample is logged once, with its key. A key in the log is never loaded again: what an editor
changed stays changed, what an editor deleted stays deleted, and text that is new in the sample still comes.
"""

import uuid

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry

# Public ids of the sample's things are made of their keys, so that two sample sites have the same.
NAMESPACE = uuid.UUID("5d1b8c4e-6f0a-5a3e-9a3b-2f6f0f4b7c11")


def uuid_for(key):
    """Return the UUID that the thing ``key`` has on every sample site."""
    return uuid.uuid5(NAMESPACE, key)


class Ledger:
    """The keys loaded so far, with the primary keys that the things had then. Reads the log once.

    ``user`` is who the log says made things, ``approver`` who published them.
    """

    def __init__(self, user=None, approver=None):
        self.user, self.approver = user, approver
        self.loaded = {}
        self.added = 0
        for model, field in ((PageLogEntry, "page_id"), (ModelLogEntry, "object_id")):
            for data, pk in model.objects.filter(data__has_key="sample").values_list("data", field):
                self.loaded[data["sample"]] = int(pk)

    def __contains__(self, key):
        return key in self.loaded

    def pk(self, key):
        """Return the primary key that the thing ``key`` got when it was loaded, or None."""
        return self.loaded.get(key)

    def find(self, model, prefix):
        """Return the rows of ``model`` that were loaded under ``prefix`` and still are there, by key without the prefix."""
        pks = {key.removeprefix(prefix): pk for key, pk in self.loaded.items() if key.startswith(prefix)}
        rows = model.objects.in_bulk(list(pks.values()))
        return {key: rows[pk] for key, pk in pks.items() if pk in rows}

    def add(self, key, instance, action="wagtail.create"):
        """Write down that ``instance`` is the thing ``key``, from now on the editors' own. Returns ``instance``."""
        data = {"sample": key}
        # Wagtail itself has logged that a page was made; one entry is enough.
        made = PageLogEntry.objects.filter(page_id=instance.pk, action=action) if isinstance(instance, Page) else None
        if not (made and made.update(data=data)):
            log(instance=instance, action=action, user=self.user, data=data, content_changed=True)
        self.loaded[key] = instance.pk
        self.added += 1
        return instance
