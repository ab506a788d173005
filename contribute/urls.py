"""Addresses below ``/contribute/``."""

from django.urls import path

from .stories.form import story_form
from .views import forms, links, opinions, stories

app_name = "contribute"
urlpatterns = [
    path("", forms.hub, name="hub"),
    *story_form.addresses("story/", path("story/answer/<str:token>/", stories.answer, name="story_answer")),
    path("enquiry/", forms.enquiry, name="enquiry"),
    path("hard-copies/", forms.hard_copies, name="hard_copies"),
    path("work/", forms.work, name="work"),
    path("suggest/", forms.suggest, name="suggest"),
    path("feedback/", forms.feedback, name="feedback"),
    path("complaint/", forms.complaint, name="complaint"),
    path("useful/<int:pk>/<slug:answer>/", opinions.useful, name="useful"),
    path("useful/entry/<slug:slug>/<slug:answer>/", opinions.useful_entry, name="useful_entry"),
    path("useful/on/<slug:place>/<slug:answer>/", opinions.useful_place, name="useful_place"),
    path("useful/thanks/<str:receipt>/", opinions.useful_thanks, name="useful_thanks"),
    path("sent/<str:receipt>/", forms.sent, name="sent"),
    path("take-back/<str:sealed>/", links.take_back, name="take_back"),
    path("answer/<str:sealed>/", links.answer, name="answer"),
    path("answered/<str:receipt>/", links.answered, name="answered"),
]
