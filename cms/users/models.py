"""The people who sign in: editors and those who help them. Nobody of the public has an account."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A member of staff. The email address is unique, since notices and sign-in recovery go there."""

    email = models.EmailField(
        "email address",
        unique=True,
        error_messages={"unique": "Somebody already has an account with this email address."},
    )
