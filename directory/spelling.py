"""What somebody may have meant who typed a word that no listed service has: another spelling, of words that are public now.

``SearchWord`` has every word that a service was ever listed with, and only says where to look. What is suggested is read
from what is listed at this moment: a word that was taken down since is in no suggestion.
"""

import re

from django.db.models.functions import Length

from cms.core import wording
from cms.core.words import folded_words, stem

from . import engine, facets, words_table
from .letters import letter_of_term
from .models import SearchWord, Service

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
# More misspelled words than this in one search are no slip, and of a longer search no word is looked at.
MOST_WRONG, MOST_WORDS = 3, 6
# Of so many stems that are alike, the likeliest, so many services are read each.
MOST_ALIKE, MOST_READ = 4, 5
TEXTS = ("name", "summary", "description", "who_for", "first_visit", "provider_name", "organisation__name")


def suggestion(search):
    """Return the text that a Search without results may have meant, and how many results it has: (str, int), or ('', 0).

    Only where one of its words is in no listed service, and where the other spelling finds something with all else that
    was asked. At most four queries.
    """
    if len(search.wanted.words) > MOST_WORDS:
        return "", 0
    words = [word for word in search.wanted.words if len(word) >= engine.SHORTEST]
    known = words_table.known({stem(word) for word in search.wanted.words})
    unknown = [word for word in search.wanted.words if stem(word) not in known]
    if not unknown or len(unknown) > MOST_WRONG or not set(unknown) <= set(words):
        return "", 0
    alike = {word: near for word, near in likest(unknown).items() if near}
    if len(alike) < len(unknown):
        return "", 0
    public = public_words(search.census, {stem(one) for near in alike.values() for one in near})
    instead = {}
    for word in unknown:
        choices = [(away, one) for one in public if (away := distance(word, one)) <= allowed(word)]
        if not choices:
            return "", 0
        instead[word] = min(choices)[1]
    text = WORD.sub(lambda match: instead.get("".join(folded_words(match.group())), match.group()), search.wanted.text)
    sets = engine.standing(search.census, wording.wanted(text), is_ranked=False)
    bits = search.before_facets(words=False, around=search.around)
    number = facets.narrowed(search.census, bits & sets[0], search.facets).bit_count()
    return (text, number) if number else ("", 0)


def allowed(word):
    """Return how many slips a word may have: a short one that differs in two is another word."""
    return 1 if len(word) < 6 else 2


def likest(words):
    """Return {word: at most MOST_ALIKE words that a service was listed with and that are spelled like it}. One query."""
    found = {word: {} for word in words}
    lengths = {length for word in words for length in range(len(word) - allowed(word), len(word) + allowed(word) + 1)}
    letters = {word: (frozenset(word), allowed(word)) for word in words}
    rows = SearchWord.objects.annotate(length=Length("word")).filter(length__in=lengths).values_list("word", flat=True)
    for one in rows:
        for word, (own, most) in letters.items():
            # Most are not alike at all: that shows in the letters they are made of.
            if (
                abs(len(one) - len(word)) <= most
                and len(own.symmetric_difference(one)) <= 2 * most
                and (away := distance(word, one)) <= most
            ):
                found[word][one] = away
    return {word: sorted(near, key=lambda one: (near[one], one))[:MOST_ALIKE] for word, near in found.items()}


def public_words(census, stems):
    """Return the words with one of ``stems`` that what is listed has now: a set. One query, of a few services each."""
    rows = Service.objects.listed().filter(pk__in=words_table.some_with(stems, MOST_READ)).order_by()
    texts = [text for row in rows.values_list(*TEXTS) for text in row if text]
    # What stands in no text of a service: names of its places and its terms, and the ways to take part.
    texts += [f"{place.name} {place.postcode}" for place in census.places.values()]
    by_pk = facets.every_term().by_pk
    texts += [term.name for pk, term in by_pk.items() if letter_of_term(pk) in census.letters]
    texts += [label for _slug, label in Service.DELIVERY.values()]
    return {word for text in texts for word in folded_words(text) if stem(word) in stems}


def distance(one, other):
    """Return how many slips lead from one word to another: letters left out, put in, taken for another, or changed round."""
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, beside in enumerate(other, 1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != beside))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == beside:
                least = min(least, before[column - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]
