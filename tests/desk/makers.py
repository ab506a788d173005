"""Things that may wait on the dashboard, made as they really come: ``MAKERS`` by the key of their line.

Each makes one, and returns nothing. What the numbers then say, and what the ways in list, is for the tests.
"""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from cms.intake.keys import new_key
from cms.intake.models import OutboxMessage
from contribute import opinions
from contribute.newsletter.models import Subscriber
from directory import contact_requests, moderation, reports
from directory.models import Closure, ReminderSent, Service
from home.models import HomePage
from pages.models import StoryConsent
from tests.contribute.conftest import a_story
from tests.contribute.newsletter.making import reader
from tests.directory.conftest import ANSWERS, link_for, look_after
from tests.directory.factories import make_service
from tests.pages import factories as pages

numbers = count(1)
LONG_AGO = timedelta(days=400)


def new():
    return f"Service {next(numbers)}"


def sent_service():
    answers = ANSWERS | {"about": ANSWERS["about"] | {"service_name": new()}}
    return moderation.submit_new(answers, new_key())


def updated_service():
    service = make_service(new())
    service.save_revision().publish()
    answers = ANSWERS | {"about": ANSWERS["about"] | {"service_name": service.name}}
    service = Service.objects.get(pk=service.pk)
    look_after(service)
    moderation.submit_update(service, answers, new_key(), link_for(service))


def reported(topics=("times",)):
    reports.receive(make_service(new()), list(topics), "", "", new_key())


def unchecked(step):
    service = make_service(new(), reminder_step=step, assured_at=timezone.localdate() - LONG_AGO)
    for number in range(1, step + 1):
        ReminderSent.objects.create(
            service=service, step=number, since=service.assured_at, sent_on=timezone.localdate() - timedelta(days=1)
        )


def contact():
    person = {"name": "Sam", "email": "sam@example.org", "phone": ""}
    contact_requests.ask(make_service(new()), "add", person, new_key())


def closing():
    Closure.objects.create(service=make_service(new()))


def consent(days=30):
    story = pages.StoryFactory()
    StoryConsent.objects.filter(story=story).update(review_on=timezone.localdate() + timedelta(days=days))


def opportunity(days=3):
    pages.OpportunityFactory(closes_at=timezone.now() + timedelta(days=days))


def email():
    number = next(numbers)
    OutboxMessage.objects.create(
        key=f"desk:{number}", recipients=["a@example.org"], from_email="b@example.org", subject="S", attempts=5
    )


def held_reader():
    pk = reader(f"held{next(numbers)}@example.org", confirmed=False).pk
    Subscriber.objects.filter(pk=pk).update(is_held=True)


def held_answer():
    opinions.keep(new_key(), True, "", is_held=True, page=HomePage.objects.get())


MAKERS = {
    "directory-new": sent_service,
    "directory-update": updated_service,
    "directory-report": reported,
    "directory-safety": lambda: reported(("unsafe",)),
    "directory-check": lambda: unchecked(3),
    "directory-unlist": lambda: unchecked(4),
    "directory-contact": contact,
    "directory-closing": closing,
    "inbox-story": a_story,
    "consents": consent,
    "closing": opportunity,
    "mail-not-sent": email,
    "held-readers": held_reader,
    "held-answers": held_answer,
}
