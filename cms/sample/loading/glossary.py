"""The glossary's words; their pages may be linked once the pages are there."""

from pages.models import GlossaryTerm

from ..markup import typeset
from ..reading import read


def load(ledger, found):
    """Make the words that this site never had; one that is there is left as it is. ``found``: pages by path."""
    have = {term.word: term for term in GlossaryTerm.objects.all()}
    for entry in read("glossary")["term"]:
        key = f"glossary:{entry['word']}"
        if key in ledger:
            continue
        term = have.get(entry["word"])
        if term is None:
            page = found.get(entry.get("page"))
            term = GlossaryTerm(
                word=typeset(entry["word"]), meaning=typeset(entry["meaning"]), page_id=page.pk if page else None,
                other_forms="\n".join(typeset(form) for form in entry.get("other_forms", [])),
            )  # fmt: skip
            term.full_clean()
            term.save()
        ledger.add(key, term)
