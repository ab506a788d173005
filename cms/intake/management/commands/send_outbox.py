"""``manage.py send_outbox [--watch]``: send the mail that waits."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cms.intake.mail import send_due


class Command(BaseCommand):
    help = "Send the messages that wait in the outbox. With --watch go on until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="Go on, looking for new messages.")
        parser.add_argument("--every", type=float, default=2.0, help="Seconds between looks (with --watch).")

    def handle(self, *, watch, every, **options):
        """Send once, or until SIGTERM or SIGINT; a message being sent is finished first."""
        if not watch:
            self.stdout.write(f"Sent {send_due()}.")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                sent = send_due()
            except Exception as error:  # noqa: BLE001, RUF100 - the database may be away for a moment
                self.stderr.write(f"The outbox could not be read: {type(error).__name__}")
                sent = 0
            if sent:
                self.stdout.write(f"Sent {sent}.")
            stop.wait(every if not sent else 0)
