"""The site's own words are plain: the command that reports it is the measure."""

import io

from django.core.management import call_command


def test_the_site_s_own_words_are_plain(sample):
    out = io.StringIO()
    call_command("readability", fail_over=7.0, stdout=out)
    assert "0 sentences of more than 20 words" in out.getvalue(), out.getvalue()
