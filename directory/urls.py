from django.urls import path

from .views import calendar, data, places, reading, reporting, saving, shortlist, updating, upkeep
from .views.submitting import entry_form, place

app_name = "directory"
urlpatterns = [
    path("", reading.service_list, name="list"),
    path("places/", places.suggest, name="places"),
    path("services.csv", data.services_csv, name="csv"),
    path("places.geojson", data.places_geojson, name="geojson"),
    path("shortlist/", shortlist.my_list, name="shortlist"),
    *entry_form.addresses(
        "add/",
        path("add/<str:key>/yours/", saving.yours, name="add_yours"),
        path("add/<str:key>/preview/", saving.preview, name="add_preview"),
        path("add/<str:key>/places/<int:number>/", place, name="add_place"),
    ),
    path("update/", updating.find, name="update_find"),
    path("update/sent/<str:receipt>/", upkeep.contact_sent, name="contact_sent"),
    path("update/<str:token>/", updating.update, name="update"),
    path("update/<str:token>/pause/", upkeep.pause, name="pause"),
    path("update/<str:token>/close/", upkeep.close, name="close"),
    path("update/<str:token>/people/", upkeep.people, name="people"),
    path("report/sent/<str:receipt>/", reporting.sent, name="report_sent"),
    path("<slug:slug>/report/", reporting.report, name="report"),
    path("<slug:slug>/calendar.ics", calendar.service_calendar, name="calendar"),
    path("<slug:slug>/<uuid:time>.ics", calendar.service_calendar, name="calendar_of_time"),
    path("<slug:slug>/update/", updating.update_request, name="update_request"),
    path("<slug:slug>/update/somebody-else/", upkeep.stranger, name="stranger"),
    # Last: a service’s slug is any word that is none of the above (RESERVED_SLUGS).
    path("<slug:slug>/", reading.service_detail, name="detail"),
]
