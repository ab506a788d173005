"""Addresses below ``/contribute/``."""

from django.urls import path

from .views import forms, links

app_name = "contribute"
urlpatterns = [
    path("", forms.hub, name="hub"),
    path("enquiry/", forms.enquiry, name="enquiry"),
    path("feedback/", forms.feedback, name="feedback"),
    path("complaint/", forms.complaint, name="complaint"),
    path("sent/<str:receipt>/", forms.sent, name="sent"),
    path("take-back/<str:sealed>/", links.take_back, name="take_back"),
    path("answer/<str:sealed>/", links.answer, name="answer"),
    path("answered/<str:receipt>/", links.answered, name="answered"),
]
