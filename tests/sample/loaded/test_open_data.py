"""The whole sample directory as open data: every answer is valid by HSDS's own schemas."""

import pytest

from directory.hsds.lists import KINDS
from directory.models import Service
from tests.directory.hsds import ask, lines_of, problems

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("full", ["", "&full=true"])
def test_every_object_of_every_list_is_valid(client, sample, kind, full):
    if full and "full" not in kind.parameters:
        return
    page, seen = 1, 0
    while True:
        answer = ask(client, f"{kind.name}?per_page=100&page={page}{full}")
        seen += answer["size"]
        assert [problem for one in answer["contents"] for problem in problems(kind.schema, one)] == []
        if answer["last_page"]:
            break
        page += 1
    assert seen == answer["total_items"] > 10
    streamed = lines_of(client.get(f"/api/hsds/v3/{kind.name}?format=ndjson{full}"))
    assert len({one["id"] for one in streamed}) == len(streamed) == seen


def test_one_of_each_kind_is_valid_in_full(client, sample):
    for kind in KINDS.values():
        for one in ask(client, f"{kind.name}?per_page=3")["contents"]:
            assert problems(kind.schema, ask(client, f"{kind.name}/{one['id']}")) == []


def test_every_listed_service_and_no_other_is_there(client, sample):
    answer = ask(client, "services?minimal=true")
    assert {one["id"] for one in answer["contents"]} == {str(one.uuid) for one in Service.objects.listed()}
