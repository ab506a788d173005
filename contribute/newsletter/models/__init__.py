"""The newsletter's lists, readers and issues."""

from .deliveries import Delivery
from .issues import Issue
from .lists import MailingList
from .subscribers import Subscriber, Subscription, Suppression
from .words import NewsletterWords

__all__ = ["Delivery", "Issue", "MailingList", "NewsletterWords", "Subscriber", "Subscription", "Suppression"]
