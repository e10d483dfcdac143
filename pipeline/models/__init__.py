"""The frozen vocabulary: everything that crosses from one stage to the next.

Import from the submodules (`document`, `fields`, `facts`, `decision`, `case`, `letter`); this package
imports nothing, so that `imrkit decide` does not pay for what it does not use.
"""
