"""Extractors: a Document in, Fields with proof out."""
