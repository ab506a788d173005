"""Taxonomies and their terms."""

from cms.core.models import Taxonomy, Term

from ..ledger import uuid_for
from ..reading import read


def load(ledger):
    """Make the taxonomies and terms that this site never had. Return the terms that are there by slug."""
    wanted = read("taxonomies")["taxonomy"]
    missing = [entry for entry in wanted if _key(entry) not in ledger]
    for entry in missing:
        place = wanted.index(entry)
        taxonomy, _new = Taxonomy.objects.get_or_create(
            slug=entry["slug"],
            defaults={
                "name": entry["name"],
                "help_text": entry["help_text"],
                "is_facet": entry["is_facet"],
                "is_prominent": entry.get("is_prominent", False),
                "allows_many": entry["allows_many"],
                "sort_order": place * 10,
            },
        )
        have = set(taxonomy.terms.values_list("slug", flat=True))
        Term.objects.bulk_create(
            Term(
                taxonomy=taxonomy, slug=slug, name=name, codes=codes[0] if codes else "", sort_order=number,
                uuid=uuid_for(f"term:{slug}"),
            )
            for number, (slug, name, *codes) in enumerate(entry["terms"])
            if slug not in have
        )  # fmt: skip
        ledger.add(_key(entry), taxonomy)
    return {term.slug: term for term in Term.objects.select_related("taxonomy")}


def _key(entry):
    return f"taxonomy:{entry['slug']}"
