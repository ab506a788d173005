"""Real papers of different kinds, and what each looks like in APA 7 and in Vancouver style.

The facts are from the papers themselves. The strings are as the two manuals ask for them.
"""

from pages.papers.record import BOOK, CHAPTER, PREPRINT, REPORT, THESIS, Name, Record


def people(*names):
    """Return Names of ``"Family, Given"``; without a comma an organisation."""
    return [Name.of(*name.split(", ")) for name in names]


def record(*authors, **parts):
    return Record.of(authors=people(*authors), **parts)


REVIEW = record(
    "White, Sarah", "Foster, Rhiannon", "Marks, Jacqueline", "Morshead, Rosaleen", "Goldsmith, Lucy", "Barlow, Sally",
    "Sin, Jacqueline", "Gillard, Steve",
    title="The effectiveness of one-to-one peer support in mental health services: a systematic review and meta-analysis",
    year=2020, container="BMC Psychiatry", volume="20", issue="1", pages="534", is_article_number=True,
    doi="10.1186/s12888-020-02923-3",
    url="https://doi.org/10.1186/s12888-020-02923-3",
)  # fmt: skip
TRIAL = record(
    "Johnson, Sonia", "Lamb, Danielle", "Marston, Louise", "Osborn, David", "Mason, Oliver", "Henderson, Claire",
    "Ambler, Gareth", "Milton, Alyssa", "Davidson, Michael", "Christoforou, Marina", "Sullivan, Sarah", "Hunter, Rachael",
    "Hindle, David", "Paterson, Beth", "Leverton, Monica", "Piotrowski, Jonathan", "Forsyth, Rebecca", "Mosse, Liberty",
    "Goater, Nicky", "Kelly, Kathleen", "Lean, Mel", "Pilling, Stephen", "Morant, Nicola", "Lloyd-Evans, Brynmor",
    title="Peer-supported self-management for people discharged from a mental health crisis team: "
    "a randomised controlled trial",
    year=2018, container="The Lancet", volume="392", issue="10145", pages="409–418", doi="10.1016/S0140-6736(18)31470-3",
)  # fmt: skip
COCHRANE = record(
    "Pitt, Veronica", "Lowe, Dianne", "Hill, Sophie", "Prictor, Megan", "Hetrick, Sarah E", "Ryan, Rebecca",
    "Berends, Lynda",
    title="Consumer-providers of care for adult clients of statutory mental health services", year=2013,
    container="Cochrane Database of Systematic Reviews", volume="2013", issue="3", pages="CD004807",
    doi="10.1002/14651858.CD004807.pub2",
)  # fmt: skip
NO_ISSUE = record(
    "Dennis, Cindy-Lee", "Hodnett, Ellen", "Kenton, Laura", "Weston, Julie", "Zupancic, John", "Stewart, Donna E",
    "Kiss, Alex",
    title="Effect of peer support on prevention of postnatal depression among high risk women: "
    "multisite randomised controlled trial",
    year=2009, container="BMJ", volume="338", pages="a3064", doi="10.1136/bmj.a3064",
)  # fmt: skip
QUESTION = record(
    "Byrne, Louise", "Happell, Brenda", "Reid-Searl, Kerry",
    title="Lived experience practitioners and the medical model: world's colliding?", year=2016,
    container="Journal of Mental Health", volume="25", issue="3", pages="217-223", doi="10.3109/09638237.2015.1101428",
)  # fmt: skip
ONE_AUTHOR = record(
    "Solomon, Phyllis",
    title="Peer support/peer provided services underlying processes, benefits, and critical ingredients", year=2004,
    container="Psychiatric Rehabilitation Journal", volume="27", issue="4", pages="392-401",
    doi="10.2975/27.2004.392.401",
)  # fmt: skip
ONLY_DOI = record(
    "Finn, Lizzie D.", "Bishop, Brian J.", "Sparrow, Neville",
    title="Capturing dynamic processes of change in GROW mutual help groups for mental health", year=2009,
    container="American Journal of Community Psychology", doi="10.1007/s10464-009-9265-5",
)  # fmt: skip
PROGRAMME = record(
    "Gillard, Steve", "Foster, Rhiannon", "White, Sarah", "Healey, Andrew", "Bremner, Stephen", "Gibson, Sarah",
    "Goldsmith, Lucy", "Lucock, Mike", "Marks, Jacqueline", "Morshead, Rosaleen", "Patel, Akshaykumar",
    "Patel, Shalini", "Repper, Julie", "Rinaldi, Miles", "Simpson, Alan", "Ussher, Michael", "Worner, Jessica",
    "Priebe, Stefan",
    title="Peer support for discharge from inpatient to community mental health care: the ENRICH research programme",
    year=2023, container="Programme Grants for Applied Research", volume="11", issue="8", doi="10.3310/LQKP9822",
)  # fmt: skip
ECONOMICS = record(
    "Trachtenberg, Marija", "Parsonage, Michael", "Shepherd, Geoff", "Boardman, Jed",
    kind=REPORT, title="Peer support in mental health care: is it good value for money?", year=2013,
    publisher="Centre for Mental Health",
    url="http://lx.iriss.org.uk/content/peer-support-mental-health-care-it-good-value-money",
)  # fmt: skip
GUIDELINES = record(
    "National Mental Health Commission",
    kind=REPORT, title="National lived experience (peer) workforce development guidelines", year=2021,
    publisher="National Mental Health Commission",
    url="https://www.mentalhealthcommission.gov.au/lived-experience",
)  # fmt: skip

LANCET_TEAM = (
    "Johnson, S., Lamb, D., Marston, L., Osborn, D., Mason, O., Henderson, C., Ambler, G., Milton, A., Davidson, M., "
    "Christoforou, M., Sullivan, S., Hunter, R., Hindle, D., Paterson, B., Leverton, M., Piotrowski, J., Forsyth, R., "
    "Mosse, L., Goater, N., … Lloyd-Evans, B."
)
ENRICH_TEAM = (
    "Gillard, S., Foster, R., White, S., Healey, A., Bremner, S., Gibson, S., Goldsmith, L., Lucock, M., Marks, J., "
    "Morshead, R., Patel, A., Patel, S., Repper, J., Rinaldi, M., Simpson, A., Ussher, M., Worner, J., & Priebe, S."
)
# The work, in APA 7, in Vancouver. Ten real ones of different kinds.
KNOWN = {
    "systematic review": (
        REVIEW,
        "White, S., Foster, R., Marks, J., Morshead, R., Goldsmith, L., Barlow, S., Sin, J., & Gillard, S. (2020). The "
        "effectiveness of one-to-one peer support in mental health services: A systematic review and meta-analysis. BMC "
        "Psychiatry, 20(1), Article 534. https://doi.org/10.1186/s12888-020-02923-3",
        "White S, Foster R, Marks J, Morshead R, Goldsmith L, Barlow S, et al. The effectiveness of one-to-one peer support "
        "in mental health services: a systematic review and meta-analysis. BMC Psychiatry. 2020;20(1):534. "
        "doi:10.1186/s12888-020-02923-3",
    ),
    "trial by more than twenty people": (
        TRIAL,
        f"{LANCET_TEAM} (2018). Peer-supported self-management for people discharged from a mental health crisis team: A "
        "randomised controlled trial. The Lancet, 392(10145), 409–418. https://doi.org/10.1016/S0140-6736(18)31470-3",
        "Johnson S, Lamb D, Marston L, Osborn D, Mason O, Henderson C, et al. Peer-supported self-management for people "
        "discharged from a mental health crisis team: a randomised controlled trial. The Lancet. 2018;392(10145):409-18. "
        "doi:10.1016/S0140-6736(18)31470-3",
    ),
    "Cochrane review": (
        COCHRANE,
        "Pitt, V., Lowe, D., Hill, S., Prictor, M., Hetrick, S. E., Ryan, R., & Berends, L. (2013). Consumer-providers of "
        "care for adult clients of statutory mental health services. Cochrane Database of Systematic Reviews. "
        "https://doi.org/10.1002/14651858.CD004807.pub2",
        "Pitt V, Lowe D, Hill S, Prictor M, Hetrick SE, Ryan R, et al. Consumer-providers of care for adult clients of "
        "statutory mental health services. Cochrane Database of Systematic Reviews. 2013;2013(3):CD004807. "
        "doi:10.1002/14651858.CD004807.pub2",
    ),
    "article without an issue, by somebody with two given names": (
        NO_ISSUE,
        "Dennis, C.-L., Hodnett, E., Kenton, L., Weston, J., Zupancic, J., Stewart, D. E., & Kiss, A. (2009). Effect of peer "
        "support on prevention of postnatal depression among high risk women: Multisite randomised controlled trial. BMJ, "
        "338, Article a3064. https://doi.org/10.1136/bmj.a3064",
        "Dennis CL, Hodnett E, Kenton L, Weston J, Zupancic J, Stewart DE, et al. Effect of peer support on prevention of "
        "postnatal depression among high risk women: multisite randomised controlled trial. BMJ. 2009;338:a3064. "
        "doi:10.1136/bmj.a3064",
    ),
    "interviews, with a title that asks": (
        QUESTION,
        "Byrne, L., Happell, B., & Reid-Searl, K. (2016). Lived experience practitioners and the medical model: World's "
        "colliding? Journal of Mental Health, 25(3), 217–223. https://doi.org/10.3109/09638237.2015.1101428",
        "Byrne L, Happell B, Reid-Searl K. Lived experience practitioners and the medical model: world's colliding? Journal "
        "of Mental Health. 2016;25(3):217-23. doi:10.3109/09638237.2015.1101428",
    ),
    "article by one person": (
        ONE_AUTHOR,
        "Solomon, P. (2004). Peer support/peer provided services underlying processes, benefits, and critical ingredients. "
        "Psychiatric Rehabilitation Journal, 27(4), 392–401. https://doi.org/10.2975/27.2004.392.401",
        "Solomon P. Peer support/peer provided services underlying processes, benefits, and critical ingredients. "
        "Psychiatric Rehabilitation Journal. 2004;27(4):392-401. doi:10.2975/27.2004.392.401",
    ),
    "article of which no volume is known": (
        ONLY_DOI,
        "Finn, L. D., Bishop, B. J., & Sparrow, N. (2009). Capturing dynamic processes of change in GROW mutual help groups "
        "for mental health. American Journal of Community Psychology. https://doi.org/10.1007/s10464-009-9265-5",
        "Finn LD, Bishop BJ, Sparrow N. Capturing dynamic processes of change in GROW mutual help groups for mental health. "
        "American Journal of Community Psychology. 2009. doi:10.1007/s10464-009-9265-5",
    ),
    "programme of a series, without pages": (
        PROGRAMME,
        f"{ENRICH_TEAM} (2023). Peer support for discharge from inpatient to community mental health care: The ENRICH "
        "research programme. Programme Grants for Applied Research, 11(8). https://doi.org/10.3310/LQKP9822",
        "Gillard S, Foster R, White S, Healey A, Bremner S, Gibson S, et al. Peer support for discharge from inpatient to "
        "community mental health care: the ENRICH research programme. Programme Grants for Applied Research. 2023;11(8). "
        "doi:10.3310/LQKP9822",
    ),
    "report without a DOI": (
        ECONOMICS,
        "Trachtenberg, M., Parsonage, M., Shepherd, G., & Boardman, J. (2013). Peer support in mental health care: Is it "
        "good value for money? Centre for Mental Health. "
        "http://lx.iriss.org.uk/content/peer-support-mental-health-care-it-good-value-money",
        "Trachtenberg M, Parsonage M, Shepherd G, Boardman J. Peer support in mental health care: is it good value for "
        "money? [Internet]. Centre for Mental Health; 2013. Available from: "
        "http://lx.iriss.org.uk/content/peer-support-mental-health-care-it-good-value-money",
    ),
    "guidelines by an organisation that publishes them itself": (
        GUIDELINES,
        "National Mental Health Commission. (2021). National lived experience (peer) workforce development guidelines. "
        "https://www.mentalhealthcommission.gov.au/lived-experience",
        "National Mental Health Commission. National lived experience (peer) workforce development guidelines [Internet]. "
        "National Mental Health Commission; 2021. Available from: "
        "https://www.mentalhealthcommission.gov.au/lived-experience",
    ),
}
# Made up, for the kinds of which the papers above have none.
OTHER_KINDS = {
    "chapter": (
        record(
            "Example, Ada", kind=CHAPTER, title="Peers: a start", container="A handbook of tea", publisher="House",
            pages="10–20", year=2015, editors=people("Smith, Jo", "Lee, Kim"),
        ),
        "Example, A. (2015). Peers: A start. In J. Smith & K. Lee (Eds.), A handbook of tea (pp. 10–20). House.",
        "Example A. Peers: a start. In: Smith J, Lee K, editors. A handbook of tea. House; 2015. p. 10-20.",
    ),
    "book": (
        record("Example, Ada", kind=BOOK, title="On eHealth: eHealth and tea", publisher="House", year=2014),
        "Example, A. (2014). On eHealth: eHealth and tea. House.",
        "Example A. On eHealth: eHealth and tea. House; 2014.",
    ),
    "thesis": (
        record("Example, Ada", kind=THESIS, title="Peer work in Victoria", publisher="A University", year=2014, url="https://example.org/t"),
        "Example, A. (2014). Peer work in Victoria [Thesis, A University]. https://example.org/t",
        "Example A. Peer work in Victoria [Thesis] [Internet]. A University; 2014. Available from: https://example.org/t",
    ),
    "preprint": (
        record("Example, Ada", kind=PREPRINT, title="Peer work", publisher="A Server", year=2024, doi="10.1234/tea"),
        "Example, A. (2024). Peer work [Preprint]. A Server. https://doi.org/10.1234/tea",
        "Example A. Peer work [Preprint]. A Server; 2024. doi:10.1234/tea",
    ),
    "book by nobody": (
        record(kind=BOOK, title="Nobody wrote it", publisher="House", year=2014),
        "Nobody wrote it. (2014). House.",
        "Nobody wrote it. House; 2014.",
    ),
    "article by nobody": (
        record(title="Nobody wrote it", container="A Journal", year=2014),
        "Nobody wrote it. (2014). A Journal.",
        "Nobody wrote it. A Journal. 2014.",
    ),
    "names without capitals": (
        record("李, 小龙", title="On tea", container="A Journal", year=2014),
        "李 小龙. (2014). On tea. A Journal.",
        "李 小龙. On tea. A Journal. 2014.",
    ),
}  # fmt: skip
