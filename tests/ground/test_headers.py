"""What every response says to browsers about what they may do, and keep."""

import pytest

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/get-help-now/", "/directory/", "/search/?q=peer", "/no-such-page/"]


def directives(response):
    """Return the response's content policy as a dictionary of sets."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_the_strict_content_policy(client, path):
    response = client.get(path)
    assert "Content-Security-Policy-Report-Only" not in response
    policy = directives(response)
    assert policy["default-src"] == {"'self'"}
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == {"'none'"}
    assert not any(source.startswith("'unsafe") for sources in policy.values() for source in sources)
    assert "script-src" not in policy
    assert "style-src" not in policy


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_sets_no_cookie_and_does_not_vary_by_one(client, path):
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/admin/login/"])
def test_every_page_has_the_other_security_headers(client, path):
    response = client.get(path)
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = response["Permissions-Policy"]
    assert "camera=()" in policy
    assert "microphone=()" in policy
    assert "geolocation=(self)" in policy
    # Ours alone by itself, and a warning in the console of browsers that do not know it.
    assert "web-share" not in policy


def test_the_editors_policy_is_looser_only_about_what_wagtail_writes_inline(client):
    policy = directives(client.get("/admin/login/"))
    assert policy["default-src"] == {"'self'"}
    assert policy["script-src"] == policy["style-src"] == {"'self'", "'unsafe-inline'"}
    assert policy["object-src"] == policy["base-uri"] == {"'none'"}
    assert policy["form-action"] == policy["frame-ancestors"] == {"'self'"}
