"""From words on pages to fields with proof."""

from extractors.gather import extract

__all__ = ["extract"]
