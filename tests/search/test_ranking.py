"""The order of results is one that readers can see the reason of."""

from cms.core.searchable import Kind, ModelSource
from cms.core.wording import wanted
from search.ranking import Candidate, ranked

KIND = Kind("Story", "Stories")
THINGS = ModelSource(key="things", kind=KIND, listed=lambda: None)


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
    shuffled = shuffled[1::2] + shuffled[::-2]
    mixed = [Candidate(THINGS, pk, None, KIND, title, summary) for pk, (title, summary) in shuffled]
    assert [row.title for row in ranked(mixed, wanted("peer support"))] == [title for title, _ in in_order]


def test_the_order_does_not_depend_on_the_order_they_came_in():
    rows = candidates(*[(f"Carer {number % 3}", "") for number in range(12)])
    expected = ranked(rows, wanted("carers"))
    for turn in range(len(rows)):
        assert ranked(rows[turn:] + rows[:turn], wanted("carers")) == expected
    assert ranked(rows[::-1], wanted("carers")) == expected
