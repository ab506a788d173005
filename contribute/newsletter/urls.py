"""Addresses below ``/newsletter/``. The keys in them are masked in logs (cms/core/logs.py)."""

from django.urls import path

from . import views

app_name = "newsletter"
urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("asked/", views.asked, name="asked"),
    path("confirm/<str:token>/", views.confirm_it, name="confirm"),
    path("yours/<str:key>/", views.yours, name="yours"),
    path("stop/<str:key>/", views.stop, name="stop"),
    path("issues/", views.issues, name="issues"),
    path("issues/<slug:slug>/", views.issue, name="issue"),
]
