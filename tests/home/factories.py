"""Help lines and menus for tests."""

import uuid

import factory
from factory.django import DjangoModelFactory

from home.models import HelpLine, Navigation


class HelpLineFactory(DjangoModelFactory):
    class Meta:
        model = HelpLine

    name = factory.Sequence(lambda number: f"Line {number}")
    number = "03 5550 0001"
    who_for = "Anyone"
    always_open = True
    shows_in_slim = True


def block(kind, **value):
    """Return a block as the database keeps it."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def set_menus(main_menu=(), footer=(), legal=()):
    """Put these blocks into the menus: ``set_menus([block("link", label="Stories", page=3)])``."""
    navigation = Navigation.load()
    for name, blocks in (("main_menu", main_menu), ("footer", footer), ("legal", legal)):
        stream = getattr(navigation, name).stream_block
        setattr(navigation, name, stream.to_python(list(blocks)))
    navigation.save()
    return navigation
