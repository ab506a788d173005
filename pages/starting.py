"""What the form of a new page opens with, for the types that have a shape of their own."""

from cms.core.writing import starting
from cms.core.writing.starting import paragraphs, prompt

from .models import FactSheetPage, NewsPage, ResearchPage, StoryPage, TrainingModulePage


def heading(words):
    return "heading", {"level": "h2", "text": words}


def text(*prompts):
    return "text", paragraphs(*prompts)


def story():
    return {
        "body": [
            text("Where does it begin? Two or three sentences, as the teller says them."),
            heading("What was hard"),
            text("What happened, and how it felt. Leave out how and where of any harm."),
            heading("What helped"),
            text("Who was there, what they did or did not do, in the teller’s own words."),
            heading("Now"),
            text("How it is today, and what they would tell somebody at the beginning."),
        ]
    }


def research():
    return {
        "question": prompt("What did they want to know? One plain sentence, for example: Does meeting a peer worker help people hope?"),
        "findings": [
            (
                "finding",
                {
                    "heading": prompt("The main result in a few words, for example: Hope rose a little"),
                    "text": prompt("Who was better off than whom, and by how much, in plain words."),
                },
            ),
            (
                "finding",
                {
                    "heading": prompt("What did not change? Say that too"),
                    "text": prompt("One or two sentences. Delete this block where there is nothing to say."),
                },
            ),
        ],
        "practice_points": [
            ("point", prompt("One thing to do because of this, for example: Offer it for hope and connection.")),
            ("point", prompt("One thing not to promise, for example: Do not promise that it lifts symptoms.")),
        ],
        "certainty_reason": prompt("How many studies, how alike, how well done? One or two sentences."),
        "limits": prompt("Who was not asked, and what was not measured?"),
    }  # fmt: skip


def module():
    return {
        "outcomes": [
            ("outcome", prompt("Begin with a verb, for example: Say what peer support is, and what it is not")),
            ("outcome", prompt("A second thing that people can do afterwards")),
            ("outcome", prompt("A third; five are the most")),
        ],
        "sections": [
            heading("Why it matters"),
            text("A moment that the reader knows from their own work, in three or four sentences."),
            heading("What it is"),
            text("The one idea of this module in plain words.", "An example of it, as it happens in a group."),
            heading("How to do it"),
            text("What to say or do, step by step."),
            heading("If you take one thing with you"),
            text("One sentence to remember."),
        ],
        "activities": [
            (
                "activity",
                {
                    "title": prompt("Begin with a verb, for example: Draw the map"),
                    "text": paragraphs("What to do, with what, for how long, and what to talk about afterwards."),
                },
            )
        ],
    }


def fact_sheet():
    return {
        "quick_facts": [
            ("fact", {"label": "What it is", "text": prompt("One sentence.")}),
            ("fact", {"label": "Who it is for", "text": prompt("One sentence, for example: Anyone who wants it.")}),
            ("fact", {"label": "What it does", "text": prompt("What is known, and how sure that is.")}),
        ],
        "body": [
            heading("What it is"),
            text("Two or three sentences for somebody who hears of it for the first time."),
            heading("What is known"),
            text("What studies found. Add each source below, and write its mark where it belongs."),
            heading("What is not known"),
            text("What nobody has studied yet, or where studies differ."),
            heading("Where to next"),
            text("What a reader can do now, with a link."),
        ],
    }


def notice():
    return {
        "body": [
            text(
                "What is new? Say it in the first sentence.",
                "Who is it for, and from when?",
                "What can a reader do now, by which day, and whom can they ask?",
            )
        ]
    }


def register():
    """Give the forms of new pages their beginnings."""
    for model, begin in (
        (StoryPage, story), (ResearchPage, research), (TrainingModulePage, module), (FactSheetPage, fact_sheet),
        (NewsPage, notice),
    ):  # fmt: skip
        starting.register(model, begin)
