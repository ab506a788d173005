"""A new service and an update that wait for an approver, sent in by the same code as the public's own."""

from cms.intake.models import AccessLink, Sender
from directory import answers as answers_of
from directory import moderation
from directory.models import ListingContact, Schedule, Service

from ..ledger import uuid_for
from ..markup import plain, typeset
from ..reading import read


def load(ledger, services):
    """Send the new service and the update in, each once on this site."""
    pending = read("services/pending")
    if "submission:new" not in ledger:
        ledger.add("submission:new", moderation.submit_new(_new_answers(pending["new"]), _once("new")))
    service = services.get(pending["update"]["slug"])
    if "submission:update" not in ledger and service is not None:
        ledger.add("submission:update", _send_update(pending["update"], service))


def _once(name):
    """The one-use part of the form's token: always the same here, so that sending again is no second submission."""
    return f"sample-{uuid_for(f'submission:{name}').hex}"


def _send_update(entry, service):
    """As a person does it: their address is on file, they get a link, and they send the form back by it."""
    sender = Sender.objects.create(name=entry["sender_name"], email=entry["sender_email"])
    ListingContact.objects.create(service=service, sender=sender)
    link, _token = AccessLink.make(moderation.UPDATE, service.uuid, sender)
    answers = answers_of.of_service(Service.objects.get(pk=service.pk))
    for name, value in entry["changes"].items():
        step = next(step for step, names in answers_of.COPIED.items() if name in names)
        answers[step][name] = typeset(value)
    answers["places"]["list"][0]["times"] = [_time(row) for row in [entry["times"]]]
    answers["contact"] |= {"note": typeset(entry["note"]), "your_email": entry["sender_email"]}
    return moderation.submit_update(service, answers, _once("update"), link)


def _new_answers(entry):
    """The answers of the public form, by step, as its drafts keep them."""
    answers = {step: {name: _words(entry.get(name, "")) for name in names} for step, names in answers_of.COPIED.items()}
    answers["about"] |= {"service_name": entry["name"]}
    answers["people"] |= {
        "age_min": entry.get("age_min"), "age_max": entry.get("age_max"),
        "children_welcome": entry["children_welcome"], "support_person_welcome": entry["support_person_welcome"],
        "terms_all": entry["terms"],
    }  # fmt: skip
    answers["taking-part"] |= {
        "delivery": [field for field in Service.DELIVERY if entry.get(field)],
        "takes_newcomers": "yes" if entry["takes_newcomers"] else "no",
    }
    phone = entry["phones"][0]
    answers["contact"] |= {
        "phone": phone["number"], "phone_label": phone["label"], "phone_hours": phone["hours"],
        "your_name": entry["sender_name"], "your_email": entry["sender_email"], "your_phone": entry["sender_phone"],
        "note": typeset(entry["note"]),
    }  # fmt: skip
    answers["places"] = {
        "list": [
            {
                "place_name": place["name"],
                "locality": f"{place['locality']} {place['postcode']}",
                "street": place["street"],
                "address_shown": place["address_shown"],
                "access_note": typeset(place["access_note"]),
                "times": [_time(row) for row in place["schedules"]],
            }
            for place in entry["locations"]
        ]
    }
    return answers


def _words(value):
    return plain(value) if isinstance(value, str) else value


def _time(row):
    return {
        "weekday": str(int(Schedule.Weekday[row["weekday"].upper()])), "starts": row["starts"], "ends": row["ends"],
        "frequency": "weekly", "week_of_month": "", "from_date": "", "note": "",
    }  # fmt: skip
