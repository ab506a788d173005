"""Imports run one way: what lies below knows nothing of what stands on it."""

import ast

import pytest
from django.conf import settings

# Each may import what stands left of it. What is not here (cms.urls, cms.settings) stands on everything.
LAYERS = [
