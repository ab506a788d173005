from django.apps import AppConfig


class ContributeConfig(AppConfig):
    name = "contribute"
