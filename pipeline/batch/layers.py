"""Facts said in several places, the later laid over the earlier."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.errors import FactsError
from pipeline.models.facts import Facts


def bare(facts: Facts) -> dict[str, Any]:
    """Only what was said."""
    return facts.model_dump(mode="json", by_alias=True, exclude_unset=True)


def overlay(base: Facts, layers: Sequence[Mapping[str, Any]]) -> Facts:
    """Facts with later layers laid over earlier ones, key by key. Raises FactsError if that gives no facts."""
    if not layers:
        return base
    merged = bare(base)
    for layer in layers:
        merged = _laid_over(merged, layer)
    try:
        return Facts.model_validate(merged)
    except ValueError as error:
        raise FactsError(
            f"A correction kept for this case is no longer valid ({type(error).__name__})."
        ) from None


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(under)
    for key, value in over.items():
        old = result.get(key)
        result[key] = (
            _laid_over(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
        )
    return result
