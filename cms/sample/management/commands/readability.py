"""``manage.py readability``: at which year of school the site's own words read easily, and which sentences are long."""

import sys

from django.core.management.base import BaseCommand

from cms.core.readability import grade, sentences, words
from cms.sample.own_words import everything

# Below this the measure says nothing: a name such as “Anxiety Recovery Centre Victoria” decides.
FEWEST_WORDS = 60
LONG = 20


class Command(BaseCommand):
    help = "Reports the reading level of the site's own words: templates, public pages, settings, forms and mails."

    def add_arguments(self, parser):
        parser.add_argument("--fail-over", type=float, metavar="YEAR", help="end with an error where a text is above")
        parser.add_argument("--longest", type=int, default=10, metavar="N", help="how many sentences to list; 10")
        parser.add_argument("--all", action="store_true", help="list each text, not only the hardest twenty")

    def handle(self, **options):
        texts = [(name, text) for name, text in everything() if text.strip()]
        graded = sorted(
            ((grade(text), len(words(text)), name) for name, text in texts if len(words(text)) >= FEWEST_WORDS),
            reverse=True,
        )
        self.stdout.write("Year   Words  Where")
        for level, count, name in graded if options["all"] else graded[:20]:
            self.stdout.write(f"{level:4.1f}  {count:6}  {name}")
        long = sorted(
            {
                (len(words(each)), name, each)
                for name, text in texts
                for each in sentences(text)
                if len(words(each)) > LONG
            },
            reverse=True,
        )
        self.stdout.write(f"\n{len(long)} sentences of more than {LONG} words; the longest:")
        for count, name, each in long[: options["longest"]]:
            self.stdout.write(f"{count:4}  {name}: {each}")
        total = "\n".join(text for _name, text in texts)
        self.stdout.write(f"\nAll {len(texts)} texts together: year {grade(total):.1f}.")
        limit = options["fail_over"]
        above = [name for level, _count, name in graded if limit is not None and level > limit]
        if above:
            self.stderr.write(f"Above year {limit:g}: {', '.join(above)}")
            sys.exit(1)
