"""The order of results is one that readers can see the reason of."""

import random

from cms.core.searchable import Kind, Source
from search.ranking import Candidate, ranked
from search.wording import wanted

KIND = Kind("Story", "Stories")


class Things(Source):
    key = "things"


THINGS = Things()


def candidates(*pairs):
    return [Candidate(THINGS, pk, None, KIND, title, summary) for pk, (title, summary) in enumerate(pairs)]


def test_title_comes_before_summary_and_summary_before_the_rest():
    in_order = [
        ("Peer support", ""),
        ("Peer support for carers", ""),
        ("What peer support is", ""),
        ("Finding support from a peer", ""),
        ("Peers at the table", ""),
        ("A table of support", "for peers"),
        ("A warm room", "with support for peers"),
        ("A kettle", "some support"),
        ("A door", ""),
    ]
    shuffled = list(enumerate(in_order))
    random.Random(4).shuffle(shuffled)
    mixed = [Candidate(THINGS, pk, None, KIND, title, summary) for pk, (title, summary) in shuffled]
    assert [row.title for row in ranked(mixed, wanted("peer support"))] == [title for title, _ in in_order]


def test_the_order_does_not_depend_on_the_order_they_came_in():
    rows = candidates(*[(f"Carer {number % 3}", "") for number in range(12)])
    expected = ranked(rows, wanted("carers"))
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert ranked(rows, wanted("carers")) == expected
