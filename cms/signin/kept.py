"""What somebody was about to save when their session had ended: kept until they signed in again, for them alone."""

from django.contrib.auth import SESSION_KEY, logout

from cms.intake.guard import is_same_origin
from cms.intake.typed import typed

KEPT = "signin_kept"


def keep(request):
    """End the session, and keep what it posted in the one that follows; return whether there was anything to keep."""
    found, who = None, request.session.get(SESSION_KEY)
    if request.method == "POST" and is_same_origin(request):
        was = typed(request)
        pairs = [pair for pair in was.pairs if pair[0] != "csrfmiddlewaretoken"]
        if pairs:
            files = [file.name for file in was.files]
            found = {"who": who, "path": request.get_full_path(), "pairs": pairs, "files": files}
    logout(request)
    if found:
        request.session[KEPT] = found
    return bool(found)


def of(request):
    """Return what is kept for the person who is signed in, as a dict with path, pairs and files; None without any."""
    found = request.session.get(KEPT)
    return found if found and found["who"] == request.session.get(SESSION_KEY) else None


def forget(request):
    """Let it go."""
    request.session.pop(KEPT, None)
