"""Blocks whose parts say what good looks like."""

from wagtail import blocks


class ExplainedBlock(blocks.StructBlock):
    """A StructBlock with words for its own parts in ``helps`` and ``labels``, by name; what a part says itself comes first.

    Stock Wagtail would have each part say its ``help_text``. Migrations freeze that: every better word would be another
    migration of each stream that holds the block. These words are given to the parts when the block is made, and
    no migration knows them. A part is shared by all blocks of a class and of its heirs, so a class speaks of
    the parts that it declares, not of inherited ones.
    """

    helps = {}
    labels = {}

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__(local_blocks, **kwargs)
        for name, child in self.child_blocks.items():
            explain(child, self.helps.get(name, ""), self.labels.get(name, ""))


def help_of(block):
    """Return what an editor reads beside ``block`` in a form: a string, empty where there is nothing."""
    if isinstance(block, blocks.FieldBlock):
        return str(block.field.help_text or "")
    return str(getattr(block.meta, "help_text", None) or "")


def explain(block, words, label=""):
    """Give ``block`` a ``label`` in plain words, and a help text where it has none."""
    if label:
        block.label = label
    if not words:
        return
    if not isinstance(block, blocks.FieldBlock):
        block.meta.help_text = getattr(block.meta, "help_text", None) or words
    elif isinstance(block, blocks.ChooserBlock):
        block._help_text = block._help_text or words
    elif hasattr(block, "field_options"):
        # Its field is made when it is first shown: many need Wagtail's editor, which is not there yet while models load.
        block.field_options["help_text"] = block.field_options.get("help_text") or words
    else:
        block.field.help_text = block.field.help_text or words
