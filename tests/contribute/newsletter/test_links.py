"""The keys in links: ours work for ever, and no other does."""

import uuid

import pytest
from django.core.signing import Signer
from hypothesis import given
from hypothesis import strategies as st

from contribute.newsletter.links import SALT, BadKey, key_of, uuid_of
from contribute.newsletter.models import Subscriber


@given(st.uuids())
def test_a_key_leads_to_its_reader(one):
    assert uuid_of(key_of(Subscriber(uuid=one))) == one


@given(st.uuids(), st.data())
def test_a_key_that_was_altered_leads_nowhere(one, data):
    key = key_of(Subscriber(uuid=one))
    place = data.draw(st.integers(0, len(key) - 1))
    sign = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda sign: sign != key[place]))
    with pytest.raises(BadKey):
        uuid_of(key[:place] + sign + key[place + 1 :])


@given(st.text())
def test_what_anybody_types_leads_nowhere(text):
    with pytest.raises(BadKey):
        uuid_of(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_we_signed_for_something_else_leads_nowhere(text):
    for signer in (Signer(salt="something.else"), Signer(salt=SALT)):
        if signer.salt == SALT and len(text) >= 20:
            continue
        with pytest.raises(BadKey):
            uuid_of(signer.sign(text))


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["confirm", "yours", "stop"])
def test_a_link_that_is_not_ours_says_so_and_is_not_found(client, page):
    for key in ("x", "A" * 22, f"{'A' * 22}:{'b' * 43}", "%00", "مرحبا", "a" * 2000):
        answer = client.get(f"/newsletter/{page}/{key}/")
        assert answer.status_code in {400, 404}
    # Of somebody who never was here: the same as of somebody who has left.
    if page != "confirm":
        answer = client.get(f"/newsletter/{page}/{key_of(Subscriber(uuid=uuid.uuid4()))}/")
        assert answer.status_code == 200
