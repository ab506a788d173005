"""Localities as other apps find them: by what somebody typed, as the forms of the directory do."""

from cms.core.gazetteer import Place

from .place_form import localities_like


def places_called(typed):
    """Return the Places that ``typed`` names, places before other names: a list. One query."""
    return [
        Place(found.name, found.postcode, found.latitude, found.longitude)
        for found in localities_like(typed)
        if found.latitude is not None and found.longitude is not None
    ]
