"""The loader of the sample site, a module for each kind of thing. ``load`` runs them in the order of their needs."""

from .everything import load

__all__ = ["load"]
