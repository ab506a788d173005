"""The people who sign in: editors and those who help them. Nobody of the public has an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    """A member of staff. The email address is unique, since notices and sign-in recovery go there."""

    email = models.EmailField(
        "email address",
        unique=True,
        error_messages={"unique": "Somebody already has an account with this email address."},
    )
    # Each session carries the number of its day: a higher one ends them all. Changing the password ends them anyway.
    session_round = models.PositiveIntegerField(default=0, editable=False)

    @property
    def known_as(self):
        """What colleagues read for this person: the full name, else the name to sign in with."""
        return self.get_full_name() or self.get_username()

    def _get_session_auth_hash(self, secret=None):
        """Return what a session must know to be this person's: Django's, and the round."""
        return salted_hmac(
            "cms.users.session", f"{self.session_round}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()
