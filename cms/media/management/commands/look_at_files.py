"""Look at the documents and images that came before the site could: what keeps people from reading them?

    python manage.py look_at_files

Each file is looked at once; again only where it was replaced, or where the site has learnt to look in a better way.
"""

from django.core.management.base import BaseCommand

from cms.media.models import SiteDocument, SiteImage


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        looked_at = flawed = with_words = 0
        for document in SiteDocument.objects.iterator():
            if document.look():
                document.save(update_fields=["flaw_keys", "looked_at", "pages"])
                looked_at += 1
                flawed += bool(document.flaw_keys)
        self.stdout.write(f"{looked_at} documents looked at, {flawed} of them not everybody can read.")
        looked_at = 0
        for image in SiteImage.objects.filter(shows_words=None).iterator():
            image.look()
            if image.shows_words is not None:
                image.save(update_fields=["shows_words"])
                looked_at += 1
                with_words += image.shows_words
        self.stdout.write(f"{looked_at} images looked at, {with_words} of them seem to show words.")
