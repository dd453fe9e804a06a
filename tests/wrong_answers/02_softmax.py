"""Wrong answers to lesson 02: each must lose its points, the listed ones by name."""

import numpy as np

from grading.trial import values, wrong


def rightly(scores, axis=-1):
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


@wrong("softmax", named="a softmax over axis 0")
def over_axis_0(scores):
    return rightly(scores, axis=0)


@wrong("softmax", named="a softmax over axis 0")
def over_axis_0_by_default_sum(scores):
    scores = np.asarray(scores, dtype=float)
    return np.exp(scores) / sum(np.exp(scores))


@wrong("softmax", named="a softmax over all entries")
def over_all_entries(scores):
    powers = np.exp(np.asarray(scores) - np.max(scores))
    return powers / powers.sum()


@wrong("softmax", named="scores divided by their sum")
def divides_scores(scores):
    return np.asarray(scores) / np.sum(scores, axis=-1, keepdims=True)


@wrong("softmax", named="exp without dividing")
def does_not_divide(scores):
    return np.exp(scores)


@wrong("softmax", named="exp without dividing (after taking off the largest)")
def does_not_divide_stable(scores):
    return np.exp(np.asarray(scores) - np.max(scores, axis=-1, keepdims=True))


@wrong("softmax", named="no max subtraction")
def overflows(scores):
    powers = np.exp(np.asarray(scores, dtype=float))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", named="one largest score for the whole table")
def one_maximum(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.max(scores))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", named="the logarithm of the weights")
def log_softmax(scores):
    return np.log(rightly(scores))


@wrong("softmax", named="powers of 2, not of e")
def base_two(scores):
    powers = 2.0 ** np.asarray(scores)
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", named="shifted scores divided by their sum")
def shifted_without_exp(scores):
    shifted = np.asarray(scores, dtype=float) - np.max(scores, axis=-1, keepdims=True)
    return shifted / shifted.sum(axis=-1, keepdims=True)


@wrong("softmax")
def over_axis_1(scores):
    scores = np.asarray(scores, dtype=float)
    return rightly(scores, axis=1 if scores.ndim > 1 else 0)


@wrong("softmax")
def clips_large_scores(scores):
    return rightly(np.clip(scores, -50, 50))


@wrong("softmax")
def sigmoid(scores):
    return 1 / (1 + np.exp(-np.asarray(scores, dtype=float)))


@wrong("softmax")
def nan_to_zero(scores):
    powers = np.exp(np.asarray(scores, dtype=float))
    return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))


@wrong("softmax")
def minimum_instead(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.min(scores, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax")
def one_sentence_only(scores):
    powers = np.exp(np.asarray(scores) - max(scores))
    return powers / powers.sum()


@wrong("softmax_with_temperature", named="multiplying by the temperature")
def multiplies(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(np.asarray(scores) * temperature)


@wrong("softmax_with_temperature", named="dividing after the softmax")
def divides_after(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(scores) / temperature


@wrong("softmax_with_temperature", named="put on the exponentials it cancels")
def on_the_exponentials(scores, temperature):
    if temperature <= 0:
        raise ValueError
    powers = np.exp(scores) / temperature
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax_with_temperature", named="weights to the power of 1/T that do not add up to 1")
def power_without_norm(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(scores) ** (1 / temperature)


@wrong("softmax_with_temperature", named="dividing by the square root of the temperature")
def root(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(np.asarray(scores) / np.sqrt(temperature))


@wrong("softmax_with_temperature", named="no temperature at all")
def ignores_it(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(scores)


@wrong("softmax_with_temperature", named="no temperature at all")
def subtracts_it(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(np.asarray(scores) - temperature)


@wrong("softmax_with_temperature")
def accepts_zero(scores, temperature):
    if temperature < 0:
        raise ValueError
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature")
def accepts_negative(scores, temperature):
    if temperature == 0:
        raise ValueError
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature")
def no_guard(scores, temperature):
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature")
def uniform_at_zero(scores, temperature):
    if temperature <= 0:
        return np.full(np.shape(scores), 1 / np.shape(scores)[-1])
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature")
def over_axis_0_when_cold(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(np.asarray(scores) / temperature, axis=0)


@wrong("masked_softmax", named="masking after the softmax, without renormalising")
def masks_after(scores, mask):
    return rightly(scores) * mask


@wrong("masked_softmax", named="an inverted mask")
def inverted(scores, mask):
    return rightly(np.where(mask, -1e9, scores)) * ~mask


@wrong("masked_softmax", named="an inverted mask")
def inverted_with_infinity(scores, mask):
    return np.nan_to_num(rightly(np.where(mask, -np.inf, scores)))


@wrong("masked_softmax", named="scores multiplied by the mask")
def multiplies_scores(scores, mask):
    return rightly(scores * mask)


@wrong("masked_softmax", named="scores multiplied by the mask, and masked once more at the end")
def multiplies_twice(scores, mask):
    return rightly(scores * mask) * mask


@wrong("masked_softmax", named="a softmax without a mask")
def no_mask(scores, mask):
    return rightly(scores)


@wrong("masked_softmax", named="the mask added to the scores")
def adds_the_mask(scores, mask):
    return rightly(scores + mask)


@wrong("masked_softmax", named="nan in the empty row")
def nan_in_empty_rows(scores, mask):
    return rightly(np.where(mask, scores, -np.inf))


@wrong("masked_softmax", named="equal shares in the empty row")
def minus_a_billion(scores, mask):
    return rightly(np.where(mask, scores, -1e9))


@wrong("masked_softmax", named="the padding's own scores")
def falls_back_to_scores(scores, mask):
    some = mask.any(axis=-1, keepdims=True)
    return rightly(np.where(mask | ~some, scores, -np.inf))


@wrong("masked_softmax")
def renormalises_too_late(scores, mask):
    weights = rightly(scores) * mask
    return np.nan_to_num(weights / weights.sum(axis=-1, keepdims=True))


@wrong("masked_softmax")
def subtracts_the_largest_of_all(scores, mask):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * mask
    total = powers.sum(axis=-1, keepdims=True)
    return np.where(total > 0, powers / total, 0)


@wrong("masked_softmax")
def drops_the_padding(scores, mask):
    return rightly(scores[mask])


@wrong("masked_softmax", hidden_only=True)
def minus_a_billion_then_zero(scores, mask):
    return rightly(np.where(mask, scores, -1e9)) * mask


EXAMPLE = np.array([[0.25, -0.15, -0.10], [-0.15, 0.21, -0.06], [-0.10, -0.06, 0.16]])


@wrong("softmax_jacobian", named="the diagonal only")
def diagonal_only(weights):
    return np.diag(weights * (1 - weights))


@wrong("softmax_jacobian", named="the diagonal only, as a list")
def diagonal_as_list(weights):
    return weights * (1 - weights)


@wrong("softmax_jacobian", named="the weights on the diagonal, and nothing taken off")
def just_the_weights(weights):
    return np.diag(weights)


@wrong("softmax_jacobian", named="the sign")
def wrong_sign(weights):
    return np.outer(weights, weights) - np.diag(weights)


@wrong("softmax_jacobian", named="the outer product only")
def outer_only(weights):
    return np.outer(weights, weights)


@wrong("softmax_jacobian", named="a sum where a difference belongs")
def sum_for_difference(weights):
    return np.diag(weights) + np.outer(weights, weights)


@wrong("softmax_jacobian", named="ones on the diagonal")
def identity_minus_outer(weights):
    return np.eye(len(weights)) - np.outer(weights, weights)


@wrong("softmax_jacobian", named="w times 1 - w for every pair")
def one_formula_for_all(weights):
    return np.outer(weights, 1 - weights)


@wrong("softmax_jacobian")
def broadcast_minus(weights):
    return np.diag(weights) - weights * weights


@wrong("softmax_jacobian")
def inner_product(weights):
    return np.diag(weights) - weights @ weights


@wrong("softmax_jacobian", hidden_only=True)
def learned_by_heart(weights):
    return EXAMPLE if len(weights) == 3 else np.zeros((len(weights), len(weights)))


ANSWERS = {
    "add_ten_to_all": "same",
    "double_all": "sharper",
    "divide_all_by_three": "flatter",
    "ratio_after_doubling": 7.4,
}
PREDICTIONS = [
    values("predictions", "left_empty", **dict.fromkeys(ANSWERS)),
    values("predictions", "adding_sharpens", named="only their differences count", **{**ANSWERS, "add_ten_to_all": "sharper"}),
    values("predictions", "adding_flattens", named="only their differences count", **{**ANSWERS, "add_ten_to_all": "flatter"}),
    values("predictions", "doubling_is_nothing", named="thinking in proportions", **{**ANSWERS, "double_all": "same"}),
    values("predictions", "thirds_are_nothing", named="thinking in proportions", **{**ANSWERS, "divide_all_by_three": "same"}),
    values("predictions", "doubling_flattens", **{**ANSWERS, "double_all": "flatter"}),
    values("predictions", "ratio_before", named="the ratio before doubling", **{**ANSWERS, "ratio_after_doubling": 2.7}),
    values("predictions", "ratio_doubled", named="twice the ratio before", **{**ANSWERS, "ratio_after_doubling": 5.4}),
    values("predictions", "ratio_of_scores", named="the ratio of the scores", **{**ANSWERS, "ratio_after_doubling": 2}),
]
