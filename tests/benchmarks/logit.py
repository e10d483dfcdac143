"""Weights by logistic regression (scikit-learn): how much each sign of a thing speaks for each answer."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

Signs = Mapping[str, float]


def for_yes(
    items: Sequence[Signs], yes: Sequence[bool], penalty: float, *, seen: int = 1, bias: str | None = None
) -> dict[str, float]:
    """A weight for each sign that at least `seen` items bear.

    The bias, under the name `bias`, is not penalised; without a name there is none.
    """
    names, fitted = _fitted(items, yes, penalty, seen, bias is not None)
    told = dict(zip(names, map(float, fitted.coef_[0]), strict=True))
    return told if bias is None else {bias: float(fitted.intercept_[0])} | told


def for_each(
    items: Sequence[Signs], answers: Sequence[str], order: Sequence[str], penalty: float, *, seen: int = 1
) -> dict[str, list[float]]:
    """Weights for the answers, in their `order`, sign by sign; the biases, under the empty name, are not penalised."""
    names, fitted = _fitted(items, [order.index(x) for x in answers], penalty, seen, bias=True)
    told = {name: [float(w) for w in row] for name, row in zip(names, fitted.coef_.T, strict=True)}
    return {"": [float(b) for b in fitted.intercept_]} | told


def _fitted(
    items: Sequence[Signs], answers: Sequence[int], penalty: float, seen: int, bias: bool
) -> tuple[list[str], LogisticRegression]:
    counts = Counter(name for x in items for name in x)
    cells = DictVectorizer()
    table = cells.fit_transform([{n: v for n, v in x.items() if counts[n] >= seen} for x in items])
    model = LogisticRegression(C=1 / penalty, fit_intercept=bias, max_iter=5000, tol=1e-6)
    model.fit(table, answers)
    return list(cells.get_feature_names_out()), model
