"""How lists name a paper's authors. Whole citations are made in ``papers.citing``."""


def authors_in_short(families, how_many):
    """Return authors in short: ``White``, ``Repper and Carter``, ``White and others``; '' for nobody."""
    if not how_many or not families or not families[0]:
        return ""
    if how_many == 1:
        return families[0]
    if how_many == 2:
        return f"{families[0]} and {families[1]}"
    return f"{families[0]} and others"
