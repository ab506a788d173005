from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "cms.design"
    label = "design"
