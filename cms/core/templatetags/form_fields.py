"""Filters that templates/components/field.html and error_summary.html are drawn with."""

from django import forms, template

register = template.Library()

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.filter
def field_kind(field):
    """Return how the BoundField is drawn: hidden, choices, check, group (several inputs under one legend) or input."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, _CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if field.use_fieldset:
        return "group"
    return "input"


@register.filter
def shows_optional(field):
    """Return whether "(optional)" stands after the label: not in search forms, nor where it would be half true.

    That is in each field of an optional row, and where one of several is needed or an answer makes it needed:
    ``is_of_a_row`` on the form's field. Its hint says when.
    """
    return not (
        field.field.required or getattr(field.form, "is_filter", False) or getattr(field.field, "is_of_a_row", False)
    )


@register.filter
def control(field):
    """Return the input of a BoundField with the site's class; the widget's own classes stay.

    Hint and error are named by ``aria-describedby`` as Django does: ``<id>_helptext`` and ``<id>_error``.
    """
    widget = field.field.widget
    classes = [widget.attrs.get("class", "")]
    if not isinstance(widget, forms.CheckboxInput):
        classes.append("input")
    # Django's own ten rows are more than most answers here need.
    rows = {"rows": "5"} if isinstance(widget, forms.Textarea) and str(widget.attrs.get("rows")) == "10" else {}
    attrs = {"class": " ".join(name for name in classes if name)} if any(classes) else {}
    return field.as_widget(attrs=attrs | rows)


@register.filter
def choice_hint(field, choice):
    """Return the hint of one choice of a BoundField, from ``field.choice_hints``, a dict by value; '' without one.

    The choice's input is told of it (``aria-describedby``), so ask before the input is drawn.
    """
    hints = getattr(field.field, "choice_hints", None) or {}
    value = choice.data["value"]
    hint = hints.get(value) or hints.get(str(value), "")
    if hint:
        described = {"aria-describedby": f"{choice.id_for_label}_hint"}
        choice.data["attrs"] = {**choice.data["attrs"], **described}
    return hint


def _errors_of(form):
    entries = [{"id": "", "text": error} for error in form.non_field_errors()]
    for bound in form:
        if bound.errors:
            target = bound.id_for_label or bound.auto_id
            if field_kind(bound) == "choices":
                # The first choice, so that the link takes the reader to something they can press.
                target = f"{bound.auto_id}_0"
            entries.extend({"id": target, "text": error} for error in bound.errors)
    return entries


@register.filter
def form_errors(form, forms_too=None):
    """Return ``[{"id", "text"}]`` of ``form`` and of ``forms_too`` (a list of forms and formsets) in reading order."""
    entries = []
    for each in [form, *(forms_too or [])]:
        if not each:
            continue
        if isinstance(each, forms.BaseFormSet):
            entries.extend({"id": "", "text": error} for error in each.non_form_errors())
            for row in each:
                entries.extend(_errors_of(row))
        elif each.is_bound:
            entries.extend(_errors_of(each))
    return entries
