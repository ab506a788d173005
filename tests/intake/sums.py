"""The small sum of a form under attack, done as a browser does it."""

import base64
import json

import altcha

from cms.intake import proof


def answer(made, **changed):
    """Return what a browser sends that has done the sum of the challenge ``made``."""
    asked = json.loads(made)
    solved = altcha.solve_challenge_v1(asked["challenge"], asked["salt"], asked["algorithm"], asked["maxNumber"])
    given = {name: asked[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": solved.number}
    return base64.b64encode(json.dumps(given | changed).encode()).decode()


def sum_done(form_name):
    """Return what a browser sends that has done a fresh sum for the form of that name."""
    return answer(proof.challenge(form_name))
