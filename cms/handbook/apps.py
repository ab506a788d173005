from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "cms.handbook"
    label = "handbook"
