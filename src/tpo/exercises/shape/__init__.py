"""What an answer looks like: the fields of an artefact, and how a typed one is read.

An exercise states its artefact once, as ``Fields``, ``Table``, ``Rows``, ``Groups``, ``Sheet``,
``Written``, ``OrWritten``, ``Text`` or ``Parts`` (several of these). From that one statement come
the learner's starting cell, the friendly sentence for every malformed answer, and the clean values
a judge receives. Nothing here runs learner text as code.
"""

from tpo.exercises.shape.sheet import Sheet
from tpo.exercises.shape.tables import Fields, Groups, Parts, Rows, Table
from tpo.exercises.shape.texts import OrWritten, Text, Written
from tpo.exercises.shape.values import (
    BLANK,
    BadShape,
    Choice,
    Field,
    Flag,
    Line,
    NotStarted,
    Number,
    Picks,
    kind,
    listing,
    short,
)

Shape = Fields | Table | Rows | Text | Written | OrWritten | Groups | Sheet | Parts

__all__ = [
    "BLANK",
    "BadShape",
    "Choice",
    "Field",
    "Fields",
    "Flag",
    "Groups",
    "Line",
    "NotStarted",
    "Number",
    "OrWritten",
    "Parts",
    "Picks",
    "Rows",
    "Shape",
    "Sheet",
    "Table",
    "Text",
    "Written",
    "kind",
    "listing",
    "short",
]
