"""``/design/``: every part of the site's look on one page, drawn by the templates that draw the site."""

from pathlib import Path

from django.conf import settings
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from cms.core.checks import project_models
from cms.core.templatetags.companions import ICONS
from home import reading

from . import tokens
from .forms import every_state
from .samples import samples

SEEDS = ["a-seat-near-the-door", "for-carers", "what-peers-bring", "ballarat"]
DRAWINGS = ["head", "tile", "strip", "place"]
# What a switch at the top offers: the settings that change how everything looks.
SWITCHES = [("theme", "Colours"), ("text", "Text size")]


def components(request):
    """Return every file in templates/components with its own first line, its use and its drawings."""
    known = samples()
    names = sorted(
        (path.stem for path in Path(settings.BASE_DIR, "templates", "components").glob("*.html")),
        key=lambda name: (list(known).index(name) if name in known else len(known), name),
    )
    found = []
    for name in names:
        template = get_template(f"components/{name}.html")
        sample = known.get(name)
        found.append(
            {
                "name": name,
                "takes": template.template.source.splitlines()[0].strip("{# }"),
                "use": sample.use if sample else "",
                "shows": [
                    {"label": label, "html": template.render(context, request)}
                    for label, context in (sample.shows if sample else [])
                ],
            }
        )
    return found


def in_its_list(html):
    """Return a block's drawing inside the list that its page puts around it, where it is one row of a list."""
    if "<dt" in html and "<dl" not in html:
        return format_html("<dl>{}</dl>", html)
    return format_html("<ul>{}</ul>", html) if html.lstrip().startswith("<li") else html


def blocks(request):
    """Return every block that an editor can add to a page, once each, drawn from its own example.

    A block that several page types share is one entry, with the fields that offer it.
    """
    found = {}
    for model in project_models():
        for field in model._meta.get_fields():
            if not isinstance(field, StreamField) or not isinstance(field.stream_block, StreamBlock):
                continue
            for name, block in field.stream_block.child_blocks.items():
                key = f"block-{name}-{type(block).__name__.lower()}"
                if key not in found:
                    html = in_its_list(block.render(block.get_preview_value(), {"request": request}))
                    found[key] = {
                        "id": key,
                        "label": block.label,
                        "use": block.get_description(),
                        "html": html,
                        "in": [],
                    }
                found[key]["in"].append(f"{model._meta.verbose_name}: {field.verbose_name}")
    return sorted(found.values(), key=lambda entry: str(entry["label"]))


def switches(chosen):
    """Return the switches with their choices, each with the address that sets it and keeps the others."""
    return [
        {
            "label": label,
            "choices": [
                {
                    "label": words,
                    "query": "&".join(f"{k}={v}" for k, v in (chosen | {name: value}).items() if v),
                    "current": chosen.get(name, "") == value,
                }
                for value, words in reading.CHOICES[name]
            ],
        }
        for name, label in SWITCHES
    ]


@never_cache
@require_admin_access
def design(request):
    """Show the page to editors; ``?theme=`` and ``?text=`` set the look of this answer and nothing else."""
    asked = {name: request.GET.get(name, "") for name, _label in SWITCHES}
    chosen = {name: value for name, value in asked.items() if value in dict(reading.CHOICES[name])}
    # The page is drawn as it would be for a reader who chose this; nothing is kept.
    request.COOKIES = {**request.COOKIES, reading.COOKIE: reading.encode(chosen)}
    return render(
        request,
        "design/page.html",
        {
            "switches": switches(chosen),
            "components": components(request),
            "blocks": blocks(request),
            "states": every_state(),
            "measured": tokens.measured(),
            "swatches": tokens.swatches(),
            "themes": tokens.THEMES,
            "seeds": SEEDS,
            "drawings": DRAWINGS,
            "icons": ICONS,
        },
    )
