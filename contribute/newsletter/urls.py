"""Addresses below ``/newsletter/``."""

app_name = "newsletter"
urlpatterns = []
