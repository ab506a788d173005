"""Addresses below ``/contribute/``."""

from django.urls import path

from .views import forms, links, opinions

app_name = "contribute"
urlpatterns = [
    path("", forms.hub, name="hub"),
    path("enquiry/", forms.enquiry, name="enquiry"),
    path("feedback/", forms.feedback, name="feedback"),
    path("complaint/", forms.complaint, name="complaint"),
    path("useful/<int:pk>/<slug:answer>/", opinions.useful, name="useful"),
    path("useful/entry/<slug:slug>/<slug:answer>/", opinions.useful_entry, name="useful_entry"),
    path("useful/thanks/<str:receipt>/", opinions.useful_thanks, name="useful_thanks"),
    path("sent/<str:receipt>/", forms.sent, name="sent"),
    path("take-back/<str:sealed>/", links.take_back, name="take_back"),
    path("answer/<str:sealed>/", links.answer, name="answer"),
    path("answered/<str:receipt>/", links.answered, name="answered"),
]
