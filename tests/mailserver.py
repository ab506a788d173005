"""A mail server of the tests' own on 127.0.0.1, so that what the site sends really travels."""

import asyncio
import logging
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cached_property

from aiosmtpd.controller import Controller

# It would write every address into the log, where tests look for what the site itself wrote.
logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass
class Letter:
    """One message as it arrived: from whom and to whom by its envelope, its bytes, and when."""

    sender: str
    recipients: list
    content: bytes
    at: float

    @cached_property
    def message(self):
        """The message, parsed by today's rules."""
        return message_from_bytes(self.content, policy=policy.default)

    def text(self, subtype="plain"):
        """Return the words of the part ``text/plain``, or of another."""
        return self.message.get_body(preferencelist=(subtype,)).get_content()


class Postbox:
    """What the server does with each message: keeps it, or does what the test asked of it.

    ``refused``: addresses to which it says 550 for good. ``slow``: addresses it puts off with 451, how many times
    yet. ``answers``: what it says about an address instead. ``most_on_a_line``: after how many messages it hangs up.
    ``paused``: addresses over whose messages it says nothing, until they are taken out of here or the other side hangs up.
    """

    LOOKS = 0.01  # seconds between two looks at ``paused``

    def __init__(self):
        self.letters = []
        self.refused = set()
        self.slow = {}
        self.answers = {}
        self.most_on_a_line = 0
        self.paused = set()
        self.asked = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - the name that aiosmtpd calls
        self.asked.append(address)
        if address in self.answers:
            return self.answers[address]
        if address in self.refused:
            return f"550 5.1.1 <{address}> is not known here"
        if self.slow.get(address, 0) > 0:
            self.slow[address] -= 1
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that aiosmtpd calls
        while self.paused & set(envelope.rcpt_tos):
            await asyncio.sleep(self.LOOKS)
        session.letters = getattr(session, "letters", 0) + 1
        if self.most_on_a_line and session.letters > self.most_on_a_line:
            server.transport.close()
            return "421 Enough"
        self.letters.append(Letter(envelope.mail_from, list(envelope.rcpt_tos), envelope.content, time.monotonic()))
        return "250 Kept"

    def to(self, address):
        """Return what came for ``address``."""
        return [letter for letter in self.letters if address in letter.recipients]


class _OnAFreePort(Controller):
    """A controller that asks the server which port it was given, where it was told 0."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """Start a server on a free port; ``with MailServer() as postbox`` ends it."""

    def __enter__(self):
        postbox = Postbox()
        self.controller = _OnAFreePort(postbox, hostname="127.0.0.1", port=0)
        self.controller.start()
        postbox.host, postbox.port = self.controller.hostname, self.controller.port
        return postbox

    def __exit__(self, *_error):
        self.controller.stop()
