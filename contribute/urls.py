"""Addresses below ``/contribute/``."""

app_name = "contribute"
urlpatterns = []
