"""Official forms: what they ask, the answers, and blanks of the office filled in as far as known."""

from pipeline.assemble.forms.answers import Answer, answers
from pipeline.assemble.forms.catalog import Form, for_case, form, forms

__all__ = ["Answer", "Form", "answers", "for_case", "form", "forms"]
