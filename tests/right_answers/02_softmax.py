"""Right answers to lesson 02, in different styles: each must get full marks."""

import math

import numpy as np
from scipy.special import log_softmax, logsumexp

from grading.trial import right, values


def rightly(scores):
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@right("softmax")
def by_recursion_over_axes(scores):
    scores = np.asarray(scores, dtype=float)
    if scores.ndim > 1:
        return np.array([by_recursion_over_axes.definitions["softmax"](row) for row in scores])
    powers = [math.exp(score - max(scores)) for score in scores]
    return np.array([power / math.fsum(powers) for power in powers])


@right("softmax")
def by_logarithms(x):
    x = np.asarray(x, dtype=float)
    return np.exp(x - logsumexp(x, axis=-1, keepdims=True))


@right("softmax")
def by_moving_the_axis(scores):
    table = np.moveaxis(np.array(scores, dtype=float), -1, 0)
    table = np.exp(table - table.max(axis=0))
    return np.moveaxis(table / table.sum(axis=0), 0, -1)


@right("softmax")
def in_place(scores):
    table = np.array(scores, dtype=np.float64)
    table -= table.max(-1)[..., None]
    np.exp(table, out=table)
    table /= table.sum(-1)[..., None]
    return table


@right("softmax")
def with_scipy(scores):
    return np.exp(log_softmax(np.asarray(scores, dtype=float), axis=-1))


@right("softmax_with_temperature")
def written_out(scores, temperature):
    if not temperature > 0:
        raise ValueError(f"temperature {temperature}")
    scores = np.divide(scores, temperature)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


@right("softmax_with_temperature")
def times_the_inverse(scores, temperature):
    if temperature <= 0:
        raise ValueError("must be positive")
    return rightly((1 / temperature) * np.array(scores))


@right("softmax_with_temperature")
def by_log_weights(scores, temperature):
    if temperature <= 0:
        raise ValueError("must be positive")
    return rightly(log_softmax(np.asarray(scores, dtype=float), axis=-1) / temperature)


@right("masked_softmax")
def row_by_row(scores, mask):
    scores, mask = np.asarray(scores, dtype=float), np.asarray(mask)
    weights = np.zeros(scores.shape)
    for place in np.ndindex(scores.shape[:-1]):
        keep = mask[place]
        if keep.any():
            powers = np.exp(scores[place][keep] - scores[place][keep].max())
            weights[place][keep] = powers / powers.sum()
    return weights


@right("masked_softmax")
def nan_to_zero(scores, mask):
    hidden = np.where(mask, scores, -np.inf)
    powers = np.exp(hidden - hidden.max(axis=-1, keepdims=True))
    return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))


@right("masked_softmax")
def careful_division(scores, mask):
    largest = np.max(scores, axis=-1, keepdims=True, where=mask, initial=-np.inf)
    powers = np.exp(scores - largest, where=mask, out=np.zeros(np.shape(scores)))
    total = powers.sum(axis=-1, keepdims=True)
    return np.divide(powers, total, out=np.zeros_like(powers), where=total > 0)


@right("masked_softmax")
def changes_its_own_copy(scores, mask):
    scores = np.array(scores, dtype=float)
    scores[~mask] = -np.inf
    weights = rightly(scores)
    weights[~mask] = 0
    return weights


@right("softmax_jacobian")
def by_two_cases(weights):
    count = len(weights)
    table = np.zeros((count, count))
    for i in range(count):
        for j in range(count):
            table[i, j] = weights[i] * (1 - weights[i]) if i == j else -weights[i] * weights[j]
    return table


@right("softmax_jacobian")
def by_identity(w):
    return w[:, None] * (np.eye(len(w)) - w[None, :])


@right("softmax_jacobian")
def by_einsum(w):
    return np.diagflat(w) - np.einsum("i,j->ij", w, w)


PREDICTIONS = [
    values("predictions", "to_one_decimal", add_ten_to_all="same", double_all="sharper", divide_all_by_three="flatter", ratio_after_doubling=7.4),
    values("predictions", "exactly", add_ten_to_all="same", double_all="sharper", divide_all_by_three="flatter", ratio_after_doubling=math.e**2),
]
