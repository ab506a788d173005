"""Services whose addresses are like one that leads nowhere."""

from cms.core import kept

from .models import Service


class NearServices:
    """Listed services, as ``cms.core.nearby`` asks of a source."""

    def slugs(self, most):
        listed = Service.objects.listed().order_by("name", "pk").values_list("pk", "slug")
        return kept.get(f"slugs of {most} services", lambda: list(listed[:most]))

    def links(self, keys, request):
        found = Service.objects.listed().only("name", "slug").in_bulk(keys)
        return {key: (service.name, service.get_absolute_url()) for key, service in found.items()}
