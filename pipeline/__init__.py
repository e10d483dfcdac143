"""IMRKit: from a denial letter to a request that is ready to file."""

__version__ = "0.1.0"
