"""Proof of work for a form under attack: the sender's device does a small sum, and people do nothing.

A robot that sends ten thousand forms has to do ten thousand sums. Whoever cannot do one, without JavaScript or with
an old device, is not turned away: ``state`` says "missing", and the view holds what they sent for a person to look
at. No other host is asked (docs/decisions/0029-proof-of-work.md).
"""

import base64
import json
import logging
from datetime import timedelta
from urllib.parse import parse_qs

import altcha
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from .keys import FORM_TOKEN_LIFE

logger = logging.getLogger(__name__)

FIELD = "proof"
ALGORITHM = "SHA-256"
# A phone of ten years ago tries this many in a few seconds; half of them is the average.
MOST = 50_000
# A page may be open as long as its form's token holds.
LIFE = timedelta(seconds=FORM_TOKEN_LIFE)
LONGEST = 2_000
PARTS = {"algorithm": str, "challenge": str, "salt": str, "signature": str, "number": int}

NOT_ASKED, SHOWN, MISSING = "not asked", "shown", "missing"


def key():
    """The key that our challenges are signed with: of the site's secret, and for nothing else."""
    return salted_hmac("cms.intake.proof", "key", algorithm="sha256").hexdigest()


def challenge(form_name):
    """Return a fresh challenge for the form called ``form_name``, as JSON for the browser."""
    made = altcha.create_challenge_v1(
        altcha.ChallengeOptionsV1(
            algorithm=ALGORITHM, max_number=MOST, hmac_key=key(), expires=timezone.now() + LIFE,
            params={"form": form_name},
        )
    )  # fmt: skip
    return json.dumps(made.to_dict())


def is_right(answer, form_name):
    """Return the signature of the challenge that ``answer`` (base64 of JSON, from anybody) solves for a form; or ''."""
    try:
        given = json.loads(base64.b64decode(str(answer)[:LONGEST], validate=True))
    except (ValueError, RecursionError):
        return ""
    if not isinstance(given, dict) or any(type(given.get(name)) is not kind for name, kind in PARTS.items()):
        return ""
    given = {name: given[name] for name in PARTS}
    if given["algorithm"] != ALGORITHM or not 0 <= given["number"] <= MOST:
        return ""
    try:
        signature = altcha.hmac_hex(ALGORITHM, given["challenge"].encode(), key())
        if not constant_time_compare(signature, given["signature"]):
            return ""
        is_solved, _why = altcha.verify_solution_v1(given, key())
        asked = parse_qs(given["salt"].partition("?")[2])
    except (ValueError, UnicodeError):
        return ""
    # The library takes a salt without an end as one that never ends; ours all have one.
    return signature if is_solved and asked.get("form") == [form_name] and asked.get("expires") else ""


def is_first_use(signature):
    """Whether a solved challenge was not used before. Fails open without a cache: the sum was done, after all."""
    try:
        return cache.add(f"proof:{signature}", 1, timeout=FORM_TOKEN_LIFE)
    except Exception as error:  # noqa: BLE001, RUF100 - a dead cache must not turn people away
        logger.warning("Use of a proof not counted: %s", type(error).__name__)
        return True


def state(form):
    """Return "not asked", "shown" or "missing" for a posted PublicForm. Asked again, it says the same again.

    The proof is used up by this: ask when the form is otherwise right.
    """
    if not form.asks_for_proof:
        return NOT_ASKED
    if form.proof_state is None:
        signature = is_right(form.data.get(FIELD) or "", form.name) if form.data is not None else ""
        form.proof_state = SHOWN if signature and is_first_use(signature) else MISSING
    return form.proof_state
