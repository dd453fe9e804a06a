"""Right answers to lesson 02, in different styles: each must get full marks."""

import math

import numpy as np
import torch
from scipy.special import log_softmax, logsumexp

from grading.authoring.answers import right, values


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
        raise ValueError(f"{temperature} is not above 0")
    return rightly((1 / temperature) * np.array(scores))


@right("softmax_with_temperature")
def by_log_weights(scores, temperature):
    if temperature <= 0:
        raise ValueError(f"{temperature} is not above 0")
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


@right("softmax")
def as_nested_lists(scores):
    if np.ndim(scores) > 1:
        return [as_nested_lists.definitions["softmax"](row) for row in scores]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


@right("softmax")
def as_nested_tuples(scores):
    if np.ndim(scores) > 1:
        return tuple(as_nested_tuples.definitions["softmax"](row) for row in scores)
    powers = [math.exp(score - max(scores)) for score in scores]
    return tuple(power / math.fsum(powers) for power in powers)


@right("softmax")
def in_single_precision(scores):
    scores = np.asarray(scores, dtype=np.float32)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@right("softmax")
def with_torch(scores):
    return torch.softmax(torch.tensor(np.asarray(scores), dtype=torch.float32), dim=-1)


@right("softmax")
def with_a_gradient(scores):
    return torch.softmax(torch.tensor(np.asarray(scores, dtype=float), requires_grad=True), dim=-1)


@right("softmax")
def row_by_row_along_the_axis(scores):
    return np.apply_along_axis(lambda row: np.exp(row - logsumexp(row)), -1, np.asarray(scores, dtype=float))


@right("softmax")
def as_one_long_table(scores):
    scores = np.asarray(scores, dtype=float)
    table = scores.reshape(-1, scores.shape[-1])
    table = np.exp(table - table.max(axis=1)[:, None])
    return (table / table.sum(axis=1)[:, None]).reshape(scores.shape)


@right("softmax")
def with_a_masked_array(scores):
    scores = np.ma.masked_invalid(np.asarray(scores, dtype=float))
    powers = np.ma.exp(scores - scores.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).filled(0)


@right("softmax")
def by_einsum_of_rows(scores, axis=-1):
    scores = np.asarray(scores, dtype=np.longdouble)
    powers = np.exp(scores - np.maximum.reduce(scores, axis, keepdims=True))
    return np.einsum("...w,...->...w", powers, 1 / powers.sum(axis))


class TooCold(ValueError):
    def __str__(self):
        return f"too cold: {self.args[0]}"


@right("softmax_with_temperature")
def with_an_error_of_its_own(scores, temperature=1.0):
    if not 0 < temperature < math.inf:
        raise TooCold(temperature)
    return rightly(np.asarray(scores, dtype=float) / temperature)


@right("softmax_with_temperature")
def by_powers(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) ** (1 / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


@right("softmax_with_temperature")
def as_nested_lists_with_temperature(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    if np.ndim(scores) > 1:
        answer = as_nested_lists_with_temperature.definitions["softmax_with_temperature"]
        return [answer(row, temperature) for row in scores]
    powers = [math.exp((score - max(scores)) / temperature) for score in scores]
    return [power / sum(powers) for power in powers]


@right("softmax_with_temperature")
def with_torch_and_temperature(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return torch.softmax(torch.tensor(np.asarray(scores, dtype=np.float32)) / temperature, -1)


@right("softmax_with_temperature")
def by_the_logarithm(scores, temperature):
    try:
        power = -math.log(temperature)
    except ValueError as error:
        raise ValueError(f"{temperature} is too cold") from error
    return rightly(np.exp(power) * np.asarray(scores))


@right("masked_softmax")
def minus_a_billion_then_zero(scores, mask):
    return rightly(np.where(mask, scores, -1e9)) * mask


@right("masked_softmax")
def lowest_number_then_zero(scores, mask):
    return np.where(mask, rightly(np.where(mask, scores, np.finfo(float).min)), 0)


@right("masked_softmax")
def as_nested_lists_with_mask(scores, mask):
    if np.ndim(scores) > 1:
        answer = as_nested_lists_with_mask.definitions["masked_softmax"]
        return [answer(s, m) for s, m in zip(scores, mask, strict=True)]
    real = [s for s, m in zip(scores, mask, strict=True) if m]
    total = sum(math.exp(s - max(real)) for s in real)
    return [math.exp(s - max(real)) / total if m else 0 for s, m in zip(scores, mask, strict=True)]


@right("masked_softmax")
def masked_array_filled(scores, mask):
    hidden = np.ma.array(scores, mask=~mask)
    powers = np.ma.exp(hidden - hidden.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).filled(0)


@right("masked_softmax")
def with_torch_and_mask(scores, mask):
    hidden = torch.tensor(scores, dtype=torch.float32).masked_fill(~torch.tensor(mask), -torch.inf)
    return torch.nan_to_num(torch.softmax(hidden, -1))


@right("masked_softmax")
def by_the_logarithm_of_the_mask(scores, mask):
    return np.nan_to_num(rightly(np.where(mask, scores, 0) + np.log(mask)))


@right("masked_softmax")
def by_weighted_logsumexp(scores, mask):
    return np.where(mask, np.exp(scores - logsumexp(scores, axis=-1, b=mask, keepdims=True)), 0)


@right("softmax_jacobian")
def as_nested_lists_of_derivatives(weights):
    return [[w * ((i == j) - v) for j, v in enumerate(weights)] for i, w in enumerate(weights)]


@right("softmax_jacobian")
def as_a_tensor(weights):
    weights = torch.tensor(weights)
    return torch.diag(weights) - torch.outer(weights, weights)


@right("softmax_jacobian")
def by_automatic_derivatives(weights):
    return torch.autograd.functional.jacobian(lambda s: torch.softmax(s, -1), torch.log(torch.tensor(weights)))


@right("softmax_jacobian")
def table_in_single_precision(weights):
    weights = np.float32(weights)
    return np.diag(weights) - np.outer(weights, weights)


@right("softmax_jacobian")
def by_matrix_product(weights):
    table = -weights.reshape(-1, 1) @ weights.reshape(1, -1)
    table[np.diag_indices(len(weights))] += weights
    return table


SAME = {"add_ten_to_all": "same", "double_all": "sharper", "divide_all_by_three": "flatter"}


MORE_PREDICTIONS = [
    values("predictions", "to_two_decimals", ratio_after_doubling=7.39, **SAME),
    values("predictions", "from_the_napkin", ratio_after_doubling=2.718**2, **SAME),
    values("predictions", "from_numpy", ratio_after_doubling=np.float32(7.4), **{k: np.str_(v) for k, v in SAME.items()}),
    values("predictions", "in_arrays", ratio_after_doubling=np.array(7.4), **{k: np.array(v) for k, v in SAME.items()}),
]
