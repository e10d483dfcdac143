"""The review page: a person checks what was read, corrects it, confirms it, and takes the packet."""

from pipeline.web.app import create_app, serve

__all__ = ["create_app", "serve"]
