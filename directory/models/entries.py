"""What a search of the directory reads: one row a listed service, and one for each place of it that may be shown.

Nothing else is in them: no draft, no closed service, no address that is kept back. ``directory.engine`` fills them. The
words stand beside, in the table ``directory_words``, which is full-text and differs by database (migration 0011).

``SearchChange`` tells each process which of them to read again, and ``SearchWord`` is what a misspelled word is compared
with. Neither says anything of a service.
"""

from django.db import models


class SearchEntry(models.Model):
    """A listed service as a search reads it: what it is filed under, and the words of its name and summary."""

    service = models.OneToOneField(
        "directory.Service", primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    # The folded name, for the alphabet; then stems between blanks, such as `` tuesday tabl ``.
    name_key = models.CharField(max_length=300)
    name_stems = models.TextField()
    summary_stems = models.TextField()
    # One letter for each choice of a facet that it meets (``directory.letters``).
    letters = models.TextField()
    # Found near every place: its coverage is not a place.
    reaches_everywhere = models.BooleanField()
    checked_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.name_key


class SearchPlace(models.Model):
    """The point of a locality where a listed service is, and where that may be shown."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="places")
    locality = models.ForeignKey("directory.Locality", on_delete=models.CASCADE, related_name="+")
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "locality"], name="one_search_place_a_locality")]

    def __str__(self):
        return f"{self.latitude}, {self.longitude}"


class SearchChange(models.Model):
    """When the rows of a service were last written or deleted (``directory.kept_census``). It stays when the service goes."""

    service = models.BigIntegerField(primary_key=True)
    stamp = models.BigIntegerField(db_index=True)
    mark = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.service}: {self.stamp}"


class SearchWord(models.Model):
    """A word that some listed service had when this row was written. One may stand twice: so nobody waits to add it."""

    word = models.CharField(max_length=30, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.word
