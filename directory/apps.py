from pathlib import Path

from django.apps import AppConfig

# Reference data that the directory ships, with its licence (ATTRIBUTION.md).
DATA = Path(__file__).resolve().parent / "data"


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self):
        from cms.core import tools

        from . import receivers  # noqa: F401

        tools.register("directory:list", "Directory of services", "directory:list")
        tools.register("directory:add", "Add a service", "directory:add")
