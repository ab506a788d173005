"""What the templates of the directory need."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

# A list of services has a hundred of them, and Django's templates take a fifth of a millisecond for each.
CHOICE = mark_safe(
    '<div class="choice"><input type="checkbox" form="finder" name="{parameter}" value="{value}" id="choose-{key}-{value}"'
    '{checked}><label for="choose-{key}-{value}">{label}<span class="visually-hidden">, {count} {results}</span></label>'
    '<span class="count" aria-hidden="true">{count}</span></div>'
)


@register.simple_tag
def choices_of(facet, choices):
    """Draw ``choices`` of a Facet as boxes to tick, which belong to the finder's form, with how many each leads to."""
    return format_html_join(
        "",
        CHOICE,
        (
            {
                "parameter": facet.parameter,
                "key": facet.key,
                "value": choice.value,
                "label": choice.label,
                "count": choice.count,
                "results": "result" if choice.count == 1 else "results",
                "checked": mark_safe(" checked") if choice.is_chosen else "",
            }
            for choice in choices
        ),
    )
