from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "contribute.newsletter"
    label = "newsletter"
