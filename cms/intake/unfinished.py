"""What a draft keeps beside the answers of its steps: a step left in the middle, and where its writer stopped.

It stands among the answers under names that no step has: they begin with a line.
"""

UNFINISHED, SAVED, LEFT = "_unfinished", "_saved", "_left"


def steps_only(answers, order):
    """Return the answers of the steps named in ``order``, without what the form keeps for itself."""
    return {slug: answers[slug] for slug in order if slug in answers}


def unfinished(draft, step):
    """Return what was typed in ``step`` when its writer left in the middle: a dict, empty where nothing was."""
    return draft.answers.get(UNFINISHED, {}).get(step, {})


def keep_unfinished(draft, step, form, **more):
    """Keep what was typed in ``form`` as it is, right or wrong. ValueError where it is too much."""
    typed = {}
    for name, field in form.fields.items():
        bound = form[name]
        if name == "website_address" or field.widget.needs_multipart_form:
            continue
        value = field.widget.value_from_datadict(form.data, {}, bound.html_name)
        if value not in (None, "", [], False):
            typed[name] = value
    draft.keep(UNFINISHED, draft.answers.get(UNFINISHED, {}) | {step: more | {"typed": typed}})


def forget_unfinished(draft, step):
    """Leave out what was typed in the middle of ``step``: it was finished since. Not saved here."""
    draft.answers.get(UNFINISHED, {}).pop(step, None)
    draft.answers.pop(LEFT, None)


def leave_at(draft, step, number=None):
    """Remember the page on which its writer saved to come back: a step, and the number of a part of it."""
    draft.keep(LEFT, {"step": step, "number": number})


def left_at(draft):
    """Return where its writer saved to come back: ``{"step", "number"}``, empty where they did not."""
    return draft.answers.get(LEFT, {})
