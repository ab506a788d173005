"""Issue B's numbers, on the sample site as it is served in production, over every kind of page.

Which pages there are is read from the site's own sitemap (places.py); what is looked at is one function for each
rule, which returns lines naming page, state and element (checks.py); the tests only say where to look.
"""
