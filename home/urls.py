from django.urls import path

from . import views

app_name = "home"
urlpatterns = [
    path("get-help-now/", views.get_help_now, name="get_help_now"),
    path("reading-settings/", views.reading_settings, name="reading_settings"),
]
