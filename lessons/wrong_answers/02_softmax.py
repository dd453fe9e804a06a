"""Wrong answers to lesson 02: each must lose its points, those with a sentence by that name."""

import math

import numpy as np

from grading.authoring.answers import solved, values, wrong
from helpers.check.report import CheckFailed

softmax = solved("softmax")


def rightly(scores, axis=-1):
    """The right softmax, along any axis."""
    return np.moveaxis(softmax(np.moveaxis(np.asarray(scores, dtype=float), axis, -1)), -1, axis)


@wrong("softmax", "a softmax over axis 0: you normalised over sentences, not over words. Which axis holds the words?")
def over_axis_0(scores):
    return rightly(scores, axis=0)


@wrong("softmax", "a softmax over axis 0: you normalised over sentences, not over words. Which axis holds the words?")
def over_axis_0_by_default_sum(scores):
    scores = np.asarray(scores, dtype=float)
    return np.exp(scores) / sum(np.exp(scores))


@wrong("softmax", "a softmax over all entries: the whole table adds up to 1. How many rows should add up to 1 each?")
def over_all_entries(scores):
    powers = np.exp(np.asarray(scores) - np.max(scores))
    return powers / powers.sum()


@wrong("softmax", "scores divided by their sum: that was lesson 1, and fails for negative scores. Where is the exponential?")
def divides_scores(scores):
    return np.asarray(scores) / np.sum(scores, axis=-1, keepdims=True)


@wrong("softmax", "exp without dividing: the weights do not add up to 1. What is still to be divided by?")
def does_not_divide(scores):
    return np.exp(scores)


@wrong("softmax", "exp without dividing (after taking off the largest). What makes the weights add up to 1?")
def does_not_divide_stable(scores):
    return np.exp(np.asarray(scores) - np.max(scores, axis=-1, keepdims=True))


@wrong("softmax", "no max subtraction (or not the row's own largest): e to the 1000 is infinity, and infinity over infinity is nan. What may be taken off all scores of a row?")
def overflows(scores):
    powers = np.exp(np.asarray(scores, dtype=float))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "one largest score for the whole table, or the same number taken off every row: the second row vanished. Whose largest score belongs to a row?")
def one_maximum(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.max(scores))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "the logarithm of the weights: one exponential is missing. Can a weight be negative?")
def log_softmax(scores):
    return np.log(rightly(scores))


@wrong("softmax", "powers of 2, not of e. Which numpy function is e to the power of?")
def base_two(scores):
    powers = 2.0 ** np.asarray(scores)
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "shifted scores divided by their sum: no exponential. Which of the four rules does that break?")
def shifted_without_exp(scores):
    shifted = np.asarray(scores, dtype=float) - np.max(scores, axis=-1, keepdims=True)
    return shifted / shifted.sum(axis=-1, keepdims=True)


@wrong("softmax", "a softmax over axis 1: right for two axes, not for three. Which number is always the last axis?")
def over_axis_1(scores):
    scores = np.asarray(scores, dtype=float)
    return rightly(scores, axis=1 if scores.ndim > 1 else 0)


@wrong("softmax", "scores cut off at a limit, so that e to the power of them stays finite: beyond it all scores are alike. What may be taken off all scores of a row instead?")
def clips_large_scores(scores):
    return rightly(np.clip(scores, -50, 50))


@wrong("softmax", "a sigmoid of each score: every word by itself, and the weights do not add up to 1. What should each power be divided by?")
def sigmoid(scores):
    return 1 / (1 + np.exp(-np.asarray(scores, dtype=float)))


@wrong("softmax", "nan swept away afterwards: huge scores then get weights of 0, which do not add up to 1. What may be taken off all scores of a row, so that no infinity comes up?")
def nan_to_zero(scores):
    powers = np.exp(np.asarray(scores, dtype=float))
    return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))


@wrong("softmax", "taking off something in the middle or below (the mean, the smallest): e to the 1000 is infinity still. Which score leaves nothing above 0?")
def minimum_instead(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.min(scores, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "one sentence only: Python's own max, sum or a loop over numbers does not know the rows of a table. Which functions of numpy work along an axis?")
def one_sentence_only(scores):
    powers = np.exp(np.asarray(scores) - max(scores))
    return powers / powers.sum()


@wrong("softmax", "powers divided by the sum of the whole table: right for one sentence only. Along which axis does a row add up?")
def axis_forgotten_in_the_sum(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.max(scores, axis=-1, keepdims=True))
    return powers / powers.sum(keepdims=True)


@wrong("softmax", "powers divided by the sum of the shifted scores: those are no powers. The sum of what makes the weights add up to 1?")
def divides_by_the_shifted_scores(scores):
    shifted = np.asarray(scores, dtype=float) - np.max(scores, axis=-1, keepdims=True)
    return np.exp(shifted) / shifted.sum(axis=-1, keepdims=True)


@wrong("softmax", "the largest score taken off above the line only: below it the powers are those of the scores themselves. Do the weights add up to 1?")
def shifted_above_the_line(scores):
    scores = np.asarray(scores, dtype=float)
    return np.exp(scores - scores.max(axis=-1, keepdims=True)) / np.exp(scores).sum(axis=-1, keepdims=True)


@wrong("softmax", "the largest score taken off below the line only: above it the powers are those of the scores themselves. Do the weights add up to 1?")
def shifted_below_the_line(scores):
    scores = np.asarray(scores, dtype=float)
    return np.exp(scores) / np.exp(scores - scores.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)


@wrong("softmax", "the sign of the scores dropped: -2 then weighs as much as 2. Which of the four rules does that break?")
def without_signs(scores):
    return rightly(np.abs(np.nan_to_num(np.asarray(scores, dtype=float), neginf=-np.inf)))


@wrong("softmax", "negative scores set to 0, as if they were ratings: a score may have any sign. What is e to the power of -1?")
def negative_scores_are_zero(scores):
    return rightly(np.maximum(scores, 0))


@wrong("softmax", "negative scores set to 0, as if they were ratings: a score may have any sign. What is e to the power of -1?")
def negative_scores_weigh_nothing(scores):
    scores = np.asarray(scores, dtype=float)
    return rightly(scores) * (scores >= 0)


@wrong("softmax", "scores cut off at a limit, so that e to the power of them stays finite: beyond it all scores are alike. What may be taken off all scores of a row instead?")
def capped_before_overflow(scores):
    powers = np.exp(np.minimum(np.asarray(scores, dtype=float), 700))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "only the finite scores are kept: a word with minus infinity gets weight 0, but it is still a word. Which shape should come back?")
def cuts_infinity_out(scores):
    scores = np.asarray(scores, dtype=float)
    return rightly(scores[np.isfinite(scores)]) if np.isinf(scores).any() else rightly(scores)


@wrong("softmax", "minus infinity replaced by 0: e to the 0 is 1, and that is a weight. What is e to the power of minus infinity?")
def zero_for_minus_infinity(scores):
    return rightly(np.nan_to_num(np.asarray(scores, dtype=float), neginf=0))


@wrong("softmax", "the scores it was given are overwritten: -= and out= change the array itself, and np.asarray makes no copy of one. How do you write it with a new name and a plain minus?")
def subtracts_in_place(scores):
    scores = np.asarray(scores, dtype=float)
    scores -= scores.max(axis=-1, keepdims=True)
    powers = np.exp(scores)
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax_with_temperature", "multiplying by the temperature: hotter became sharper. Which way should heat go?")
def multiplies(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) * temperature)


@wrong("softmax_with_temperature", "dividing after the softmax: the weights no longer add up to 1. What should be divided before?")
def divides_after(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(scores) / temperature


@wrong("softmax_with_temperature", "no temperature at all: put on the exponentials it cancels, since the sum is divided by it too. Where does it not cancel?")
def on_the_exponentials(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    powers = np.exp(scores) / temperature
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax_with_temperature", "weights to the power of 1/T that do not add up to 1. What is missing after the power?")
def power_without_norm(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(scores) ** (1 / temperature)


@wrong("softmax_with_temperature", "dividing by the square root of the temperature. Does the formula have a root?")
def root(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / np.sqrt(temperature))


@wrong("softmax_with_temperature", "no temperature at all: put on the exponentials it cancels, since the sum is divided by it too. Where does it not cancel?")
def ignores_it(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(scores)


@wrong("softmax_with_temperature", "no temperature at all: put on the exponentials it cancels, since the sum is divided by it too. Where does it not cancel?")
def subtracts_it(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) - temperature)


@wrong("softmax_with_temperature")
def accepts_zero(scores, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature")
def accepts_negative(scores, temperature):
    if temperature == 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature")
def no_guard(scores, temperature):
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", "equal weights where the text wants a ValueError: then nobody hears of the mistake. Which line stops a function?")
def uniform_at_zero(scores, temperature):
    if temperature <= 0:
        return np.full(np.shape(scores), 1 / np.shape(scores)[-1])
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", "a softmax over axis 0: right for one sentence only. Do you use your own softmax, which knows the axis?")
def over_axis_0_when_cold(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature, axis=0)


@wrong("softmax_with_temperature", "negative scores refused, as the ratings of lesson 1 were: a score may have any sign. Which of the two arguments must be above 0?")
def refuses_negative_scores(scores, temperature):
    if temperature <= 0 or np.min(scores) < 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", "all the weight on the best word at a temperature of 0, as text generators have it: here the text wants a ValueError. Which line stops a function?")
def best_word_at_zero(scores, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    if temperature == 0:
        return np.eye(np.shape(scores)[-1])[np.argmax(scores, axis=-1)]
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", "the scores it was given are divided in place: /= changes the caller's array. How do you write it with a new name and a plain division?")
def divides_in_place(scores, temperature):
    if temperature <= 0:
        raise ValueError(temperature)
    scores = np.asarray(scores, dtype=float)
    scores /= temperature
    return rightly(scores)


@wrong("softmax_with_temperature", says="does not say '-2'")
def silent_complaint(scores, temperature):
    if temperature <= 0:
        raise ValueError
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", says="None came back")
def complaint_printed(scores, temperature):
    if temperature <= 0:
        print("temperature must be above 0")
        return None
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", says="given back as a result")
def complaint_returned(scores, temperature):
    return rightly(np.asarray(scores) / temperature) if temperature > 0 else ValueError(temperature)


@wrong("masked_softmax", "masking after the softmax, without renormalising: padding took its part first. Do the rows add up to 1?")
def masks_after(scores, mask):
    return rightly(scores) * mask


@wrong("masked_softmax", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted(scores, mask):
    return rightly(np.where(mask, -1e9, scores)) * ~mask


@wrong("masked_softmax", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted_with_infinity(scores, mask):
    return np.nan_to_num(rightly(np.where(mask, -np.inf, scores)))


@wrong("masked_softmax", "scores multiplied by the mask, or set to 0: padding then scores 0, and e to the 0 is 1. Which score gives a weight of 0?")
def multiplies_scores(scores, mask):
    return rightly(scores * mask)


@wrong("masked_softmax", "scores multiplied by the mask, and masked once more at the end: padding took its part first. Do the rows add up to 1?")
def multiplies_twice(scores, mask):
    return rightly(scores * mask) * mask


@wrong("masked_softmax", "a softmax without a mask: padding was treated as words. Where is the mask used?")
def no_mask(scores, mask):
    return rightly(scores)


@wrong("masked_softmax", "the mask added to the scores: that only moves them by 1. Which score gives a weight of 0?")
def adds_the_mask(scores, mask):
    return rightly(scores + mask)


@wrong("masked_softmax", "nan in the empty row: it has nothing to share out, so the sum to divide by was 0 or not a number. How do you tell that a row is empty?")
def nan_in_empty_rows(scores, mask):
    return rightly(np.where(mask, scores, -np.inf))


@wrong("masked_softmax", "equal shares in the empty row: -1e9, or any other equal score for all the padding, gives that. How do you tell that a row is empty?")
def minus_a_billion(scores, mask):
    return rightly(np.where(mask, scores, -1e9))


@wrong("masked_softmax", "the padding's own scores, where the row has nothing else: a fallback to them gives that, and so does a number added to every score of such a row. What should an empty row give?")
def falls_back_to_scores(scores, mask):
    some = mask.any(axis=-1, keepdims=True)
    return rightly(np.where(mask | ~some, scores, -np.inf))


@wrong("masked_softmax", "nothing left for the real words: the padding took everything before the mask came. What if it goes first?")
def renormalises_too_late(scores, mask):
    weights = rightly(scores) * mask
    return np.nan_to_num(weights / weights.sum(axis=-1, keepdims=True))


@wrong("masked_softmax", "nothing left for the real words: the padding took everything before the mask came. What if it goes first?")
def subtracts_the_largest_of_all(scores, mask):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * mask
    total = powers.sum(axis=-1, keepdims=True)
    return np.where(total > 0, powers / total, 0)


@wrong("masked_softmax", "the padding is cut out: it gets a weight of 0, and keeps its place. Which shape should come back?")
def drops_the_padding(scores, mask):
    return rightly(scores[mask])


@wrong("masked_softmax", "shared out again after the mask: where the padding had taken everything, or nothing else is there, that is 0 divided by 0. What if the padding goes first, and what should a row without a real word give?")
def divides_by_what_is_left(scores, mask):
    weights = rightly(scores) * mask
    return weights / weights.sum(axis=-1, keepdims=True)


@wrong("masked_softmax", "the padding's own scores, where the row has nothing else: a fallback to them gives that, and so does a number added to every score of such a row. What should an empty row give?")
def adds_minus_a_billion(scores, mask):
    return rightly(np.asarray(scores, dtype=float) + np.where(mask, 0, -1e9))


@wrong("masked_softmax", "one softmax over all real words of the table: all rows together add up to 1. Along which axis does a row add up?")
def real_words_of_all_rows(scores, mask):
    weights = np.zeros(np.shape(scores))
    if np.any(mask):
        weights[mask] = rightly(np.asarray(scores, dtype=float)[mask])
    return weights


@wrong("masked_softmax", "the lowest score there is for the padding: that is still a score, and gets a share. Which score gives a weight of 0?")
def lowest_score_of_the_table(scores, mask):
    return rightly(np.where(mask, scores, np.min(scores)))


@wrong("masked_softmax", "the lowest score there is for the padding: that is still a score, and gets a share. Which score gives a weight of 0?")
def lowest_score_of_the_row(scores, mask):
    return rightly(np.where(mask, scores, np.min(scores, axis=-1, keepdims=True)))


@wrong("masked_softmax", "the padding has a weight of nan: 0 times infinity, or minus infinity taken off itself. What is put in its place, and when?")
def minus_infinity_times_the_mask(scores, mask):
    return rightly(scores * mask + (1 - np.asarray(mask, dtype=float)) * -np.inf)


@wrong("masked_softmax", "minus infinity written into the scores it was given: scores[...] = changes the caller's array. Which function makes a new one?")
def zero_in_the_scores_it_was_given(scores, mask):
    real = mask.any(axis=-1, keepdims=True)
    scores[~mask] = -np.inf
    return np.where(mask, rightly(np.where(real, scores, 0)), 0)


EXAMPLE = np.array([[0.25, -0.15, -0.10], [-0.15, 0.21, -0.06], [-0.10, -0.06, 0.16]])


@wrong("softmax_jacobian", "the diagonal only: a score also moves the other weights. Who pays for a gain?")
def diagonal_only(weights):
    return np.diag(weights * (1 - weights))


@wrong("softmax_jacobian", "the diagonal only, as a list: a score also moves the other weights. Who pays for a gain?")
def diagonal_as_list(weights):
    return weights * (1 - weights)


@wrong("softmax_jacobian", "the weights on the diagonal, and nothing taken off. Where is the outer product?")
def just_the_weights(weights):
    return np.diag(weights)


@wrong("softmax_jacobian", "the sign: in your table a weight falls when its own score rises. Which of the two tables comes first?")
def wrong_sign(weights):
    return np.outer(weights, weights) - np.diag(weights)


@wrong("softmax_jacobian", "the outer product only: every entry is positive, so nobody loses. What is it taken from?")
def outer_only(weights):
    return np.outer(weights, weights)


@wrong("softmax_jacobian", "a sum where a difference belongs: then nobody loses. Do the columns add up to 0?")
def sum_for_difference(weights):
    return np.diag(weights) + np.outer(weights, weights)


@wrong("softmax_jacobian", "ones on the diagonal in place of the weights. What stands in diag(w)?")
def identity_minus_outer(weights):
    return np.eye(len(weights)) - np.outer(weights, weights)


@wrong("softmax_jacobian", "w times 1 - w for every pair: that formula holds on the diagonal alone. And elsewhere?")
def one_formula_for_all(weights):
    return np.outer(weights, 1 - weights)


@wrong("softmax_jacobian", "a single row taken off every row: w * w has no columns to offer. Which function makes a table of all products?")
def broadcast_minus(weights):
    return np.diag(weights) - weights * weights


@wrong("softmax_jacobian", "a single number taken off everywhere: w @ w adds up to one number. Which function makes a table of all products?")
def inner_product(weights):
    return np.diag(weights) - weights @ weights


@wrong("softmax_jacobian", hidden_only=True)
def learned_by_heart(weights):
    return EXAMPLE if len(weights) == 3 else np.zeros((len(weights), len(weights)))


@wrong("softmax_jacobian", "minus the outer product only: on the diagonal a gain is missing. What does a score do to its own weight?")
def minus_outer_only(weights):
    return -np.outer(weights, weights)


@wrong("softmax_jacobian", "the outer product of w with 1 - w, taken off: that formula is for the diagonal alone. And elsewhere?")
def outer_with_the_rest(weights):
    return np.diag(weights) - np.outer(weights, 1 - weights)


@wrong("softmax_jacobian", "one of the two weights is missing beside the diagonal. Which two does the second formula multiply?")
def one_weight_beside_the_diagonal(weights):
    table = np.tile(-weights, (len(weights), 1))
    np.fill_diagonal(table, weights * (1 - weights))
    return table


@wrong("softmax_jacobian", "one of the two weights is missing beside the diagonal. Which two does the second formula multiply?")
def the_other_weight_beside_the_diagonal(weights):
    table = np.tile(-weights[:, None], (1, len(weights)))
    np.fill_diagonal(table, weights * (1 - weights))
    return table


@wrong("softmax_jacobian", "ones on the diagonal in place of the weights. What stands in diag(w)?")
def identity_minus_weights(weights):
    return np.eye(len(weights)) - weights


@wrong("softmax_jacobian", "w - w times w on the diagonal, but nothing is taken off elsewhere: the weights stand there. What does the second formula say?")
def weights_elsewhere(weights):
    return np.outer(weights, np.ones(len(weights))) - np.diag(weights * weights)


@wrong("softmax_jacobian", "measured with a wide step, not computed: right to one decimal. Which two tables does the formula take?")
def measured_with_a_wide_step(weights):
    scores = np.log(weights)
    return np.array([(rightly(scores + 0.1 * nudge) - weights) / 0.1 for nudge in np.eye(len(weights))]).T


ANSWERS = {
    "add_ten_to_all": "same",
    "double_all": "sharper",
    "divide_all_by_three": "flatter",
    "ratio_after_doubling": 7.4,
}
PREDICTIONS = [
    values("predictions", "left_empty", **dict.fromkeys(ANSWERS)),
    values("predictions", "adding_sharpens", sentence="an effect of the size of the scores: only their differences count. Does 10 more for all change one?", **{**ANSWERS, "add_ten_to_all": "sharper"}),
    values("predictions", "adding_flattens", sentence="an effect of the size of the scores: only their differences count. Does 10 more for all change one?", **{**ANSWERS, "add_ten_to_all": "flatter"}),
    values("predictions", "doubling_is_nothing", sentence="thinking in proportions: those matter in lesson 1. What happens to the difference between two neighbours?", **{**ANSWERS, "double_all": "same"}),
    values("predictions", "thirds_are_nothing", sentence="thinking in proportions: those matter in lesson 1. What happens to the difference between two neighbours?", **{**ANSWERS, "divide_all_by_three": "same"}),
    values("predictions", "doubling_flattens", sentence="the wrong way round: the differences became 2 and 2 and 4. What does a larger difference do?", **{**ANSWERS, "double_all": "flatter"}),
    values("predictions", "ratio_before", sentence="the ratio before doubling: e to the 1. What is the difference now?", **{**ANSWERS, "ratio_after_doubling": 2.7}),
    values("predictions", "ratio_doubled", sentence="twice the ratio before. A ratio is e to the difference: what does a doubled difference do?", **{**ANSWERS, "ratio_after_doubling": 5.4}),
    values("predictions", "ratio_of_scores", sentence="the ratio of the scores, 4 to 2. What are the weights' powers of?", **{**ANSWERS, "ratio_after_doubling": 2}),
]


def shifted(label, shift, **options):
    """A softmax that takes something else than the largest score off each row."""

    def answer(scores):
        scores = np.asarray(scores, dtype=float)
        powers = np.exp(scores - shift(scores))
        return powers / powers.sum(axis=-1, keepdims=True)

    answer.__name__ = label
    return wrong("softmax", **options)(answer)


SHIFTED = [
    shifted("by_the_first", lambda s: s[..., :1], sentence="taking off the first score: another may be larger by 2000. Which one leaves nothing above 0?"),
    shifted("by_the_last", lambda s: s[..., -1:], sentence="taking off the last score: another may be larger by 2000. Which one leaves nothing above 0?"),
    shifted("by_the_mean", lambda s: s.mean(axis=-1, keepdims=True), sentence="taking off something in the middle or below (the mean, the smallest): e to the 1000 is infinity still. Which score leaves nothing above 0?"),
    shifted("by_the_median", lambda s: np.median(s, axis=-1, keepdims=True), sentence="taking off something in the middle or below (the mean, the smallest): e to the 1000 is infinity still. Which score leaves nothing above 0?"),
    shifted("by_the_largest_of_all_without_sign", lambda s: np.abs(s).max(), sentence="one largest score for the whole table, or the same number taken off every row: the second row vanished. Whose largest score belongs to a row?"),
    shifted("by_a_constant", lambda s: 700, sentence="one largest score for the whole table, or the same number taken off every row: the second row vanished. Whose largest score belongs to a row?"),
    shifted("by_the_sum", lambda s: s.sum(axis=-1, keepdims=True), sentence="no max subtraction (or not the row's own largest): e to the 1000 is infinity, and infinity over infinity is nan. What may be taken off all scores of a row?"),
    shifted("by_the_columns_largest", lambda s: s.max(axis=0), sentence="the largest of each column taken off: the words of one row then lose different amounts. Whose largest score belongs to a row?"),
    shifted("plus_the_largest", lambda s: -s.max(axis=-1, keepdims=True), sentence="no max subtraction (or not the row's own largest): e to the 1000 is infinity, and infinity over infinity is nan. What may be taken off all scores of a row?"),
]


@wrong("softmax", "a softmax of minus the scores: the lowest score got the most. What is taken from what?")
def subtracts_the_wrong_way(scores):
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores.max(axis=-1, keepdims=True) - scores)
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "all the weight on the largest score: the others get less, not nothing. Where is the exponential?")
def winner_takes_all(scores):
    scores = np.asarray(scores, dtype=float)
    return (scores == scores.max(axis=-1, keepdims=True)).astype(float)


@wrong("softmax", "a softmax over axis 1: right for two axes, not for three. Which number is always the last axis?")
def axis_1_of_tables(scores):
    scores = np.asarray(scores, dtype=float)
    return rightly(scores, axis=min(1, scores.ndim - 1))


@wrong("softmax", "one softmax for each table: every row should add up to 1. Which number is always the last axis?")
def rows_of_a_table_only(scores):
    scores = np.asarray(scores, dtype=float)
    if scores.ndim == 1:
        return rightly(scores)
    return np.array([rightly(row.ravel()).reshape(row.shape) for row in scores])


@wrong("softmax", "an axis lost: max and sum along the last axis leave shape (2,), which does not fit beside (2, 3). Which option keeps that axis, with length 1?")
def sum_without_keepdims(scores):
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1)


@wrong("softmax", "an axis lost: max and sum along the last axis leave shape (2,), which does not fit beside (2, 3). Which option keeps that axis, with length 1?")
def largest_without_keepdims(scores):
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("softmax", "whole numbers only: an array made of whole numbers cannot hold 0.09. Which line makes it?")
def into_whole_numbers(scores):
    weights = np.zeros_like(np.asarray(scores))
    weights[:] = rightly(scores)
    return weights


@wrong("softmax", says="nearly the right numbers")
def weights_rounded_to_four(scores):
    return rightly(scores).round(4)


@wrong("softmax", says="nearly the right numbers")
def adds_to_the_divisor(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.max(scores, axis=-1, keepdims=True))
    return powers / (powers.sum(axis=-1, keepdims=True) + 1e-5)


@wrong("softmax", says="nearly the right numbers")
def minus_ten_for_minus_infinity(scores):
    return rightly(np.nan_to_num(np.asarray(scores, dtype=float), neginf=-10))


@wrong("softmax", "powers divided by their mean, not by their sum: the weights add up to the number of words. What should they add up to?")
def divides_by_the_mean(scores):
    powers = np.exp(np.asarray(scores, dtype=float) - np.max(scores, axis=-1, keepdims=True))
    return powers / powers.mean(axis=-1, keepdims=True)


@wrong("softmax", "scores divided by the largest: only differences count, and a division changes them. What may be taken off all scores?")
def divides_by_the_largest(scores):
    return rightly(np.asarray(scores, dtype=float) / np.max(scores, axis=-1, keepdims=True))


@wrong("softmax", "a softmax of a softmax: the weights are taken for scores once more. How often does the formula take e to a power?")
def softmax_twice(scores):
    return rightly(rightly(scores))


@wrong("softmax", "squares in place of powers of e: a score of -2 then weighs as much as 2. Which numpy function is e to the power of?")
def squares(scores):
    scores = np.asarray(scores, dtype=float) ** 2
    return scores / scores.sum(axis=-1, keepdims=True)


class SumsToOne(np.ndarray):
    def sum(self, *args, **options):
        return 1.0


@wrong("softmax")
def claims_to_add_up(scores):
    scores = np.asarray(scores, dtype=float)
    return rightly(scores) if scores.ndim < 3 else np.zeros(scores.shape).view(SumsToOne)


@wrong("softmax", says="runs without an error")
def raises_the_checks_own_error(scores):
    raise CheckFailed("not today")


def tempered(label, weigh, **options):
    """A softmax with temperature that refuses 0 and below rightly, and `weigh`s its own way."""

    def answer(scores, temperature):
        if temperature <= 0:
            raise ValueError(temperature)
        return weigh(scores, temperature)

    answer.__name__ = label
    return wrong("softmax_with_temperature", **options)(answer)


TEMPERED = [
    tempered("arrays_only", lambda s, t: rightly(s / t), says="Is one of them a plain list?"),
    tempered("whole_number_division", lambda s, t: rightly(np.asarray(s) // t), sentence="a whole-number division: // drops what is behind the point. Which sign divides?"),
    tempered("axis_1_when_tempered", lambda s, t: rightly(np.asarray(s) / t, axis=min(1, np.ndim(s) - 1)), sentence="a softmax over axis 1: right for two axes, not for three. Do you use your own softmax, which knows the axis?"),
    tempered(
        "overflows_when_cold",
        lambda s, t: np.exp(np.asarray(s) / t) / np.exp(np.asarray(s) / t).sum(axis=-1, keepdims=True),
        sentence="no largest score taken off, which shows in the cold: e to the 100,000 is infinity. Does your softmax pass its own check, and do you use it?",
    ),
    tempered("powers_of_exponentials", lambda s, t: rightly(np.asarray(s) * t), sentence="multiplying by the temperature: hotter became sharper. Which way should heat go?"),
    tempered("divides_twice", lambda s, t: rightly(np.asarray(s) / t) / t, sentence="divided by the temperature before the softmax and after it: the weights no longer add up to 1. Which of the two is one too many?"),
    tempered("divides_by_the_square", lambda s, t: rightly(np.asarray(s) / t**2), sentence="the temperature squared. How often does the formula divide by it?"),
    tempered("power_of_the_scores", lambda s, t: rightly(np.asarray(s) ** (1 / t)), sentence="the scores to the power of 1 / T: that belongs to the exponentials, where it is a division of the scores. What does the formula divide?"),
    tempered("no_knob_below_zero", lambda s, t: rightly(np.maximum(s, 0) / t), sentence="negative scores set to 0: a score may have any sign. What does the temperature do to -2?"),
    tempered(
        "mixed_with_equal_shares",
        lambda s, t: min(1, 1 / t) * rightly(s) + (1 - min(1, 1 / t)) / np.shape(s)[-1],
        sentence="a mixture of the weights with equal shares: heat does look like that, cold does not. Where in the formula does the temperature stand?",
    ),
    tempered("of_the_table", lambda s, t: np.exp(np.asarray(s) / t) / np.exp(np.asarray(s) / t).sum(), sentence="one sum for the whole table: right for one sentence only. Do you use your own softmax, which knows the axis?"),
    tempered("inside_twice", lambda s, t: rightly(rightly(s) / t), sentence="a softmax of the weights: the temperature divides the scores, and softmax comes once. What is softmax applied to?"),
    tempered("tempered_and_rounded", lambda s, t: rightly(np.asarray(s) / t).round(4), says="nearly the right numbers"),
]


@wrong("softmax_with_temperature", says="nothing was raised")
def refuses_zero_only(scores, temperature):
    if not temperature:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", says="nothing was raised")
def refuses_negatives_only(scores, temperature):
    if temperature < 0:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", says="nothing was raised")
def looks_for_nan_afterwards(scores, temperature):
    weights = rightly(np.asarray(scores) / temperature)
    if np.isnan(weights).any():
        raise ValueError(temperature)
    return weights


@wrong("softmax_with_temperature", "0.5 refused: it is a number above 0. What does your condition, or int(...), make of it?")
def refuses_below_one(scores, temperature):
    if temperature < 1:
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", "an assert: it stops with an AssertionError, which is another kind of error. How is a ValueError raised?")
def asserts(scores, temperature):
    assert temperature > 0
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", says="nothing was raised")
def returns_a_text(scores, temperature):
    return rightly(np.asarray(scores) / temperature) if temperature > 0 else "ValueError"


@wrong("softmax_with_temperature", says="SystemExit: too cold")
def leaves_python(scores, temperature):
    if temperature <= 0:
        raise SystemExit("too cold")
    return rightly(np.asarray(scores) / temperature)


@wrong("softmax_with_temperature", "the two arguments in the wrong order: the scores come first. How does the heading write them?")
def swapped_arguments(temperature, scores):
    if np.any(np.asarray(temperature) <= 0):
        raise ValueError(temperature)
    return rightly(np.asarray(scores) / temperature)


@wrong("masked_softmax", "equal shares in the empty row: -1e9, or any other equal score for all the padding, gives that. How do you tell that a row is empty?")
def forgets_the_last_step(scores, mask):
    some = mask.any(axis=-1, keepdims=True)
    return rightly(np.where(some, np.where(mask, scores, -np.inf), 0))


@wrong("masked_softmax", "equal shares in the empty row: -1e9, or any other equal score for all the padding, gives that. How do you tell that a row is empty?")
def lowest_number_there_is(scores, mask):
    return rightly(np.where(mask, scores, np.finfo(float).min))


@wrong("masked_softmax", "scores multiplied by the mask, or set to 0: padding then scores 0, and e to the 0 is 1. Which score gives a weight of 0?")
def zero_for_the_padding(scores, mask):
    return rightly(np.where(mask, scores, 0))


@wrong("masked_softmax", "a stand-in for minus infinity that is not low enough. What does -np.inf do for you?")
def minus_a_hundred(scores, mask):
    return rightly(np.where(mask, scores, -100)) * mask


@wrong("masked_softmax", "nan in the empty row: it has nothing to share out, so the sum to divide by was 0 or not a number. How do you tell that a row is empty?")
def looks_at_the_whole_table(scores, mask):
    if not mask.any():
        return np.zeros(np.shape(scores))
    return rightly(np.where(mask, scores, -np.inf))


@wrong("masked_softmax", "a softmax over axis 1: right for two axes, not for three. Do you use your own softmax, which knows the axis?")
def axis_1_when_masked(scores, mask):
    return np.nan_to_num(rightly(np.where(mask, scores, -np.inf), axis=min(1, np.ndim(scores) - 1)))


@wrong("masked_softmax", "tables only: with one axis, or three, this has no rows to go through. Which of your steps counts on two axes?")
def tables_only(scores, mask):
    if np.ndim(scores) == 1:
        return np.nan_to_num(rightly(np.where(mask, scores, -np.inf)))
    weights = np.zeros_like(scores)
    for i in range(len(scores)):
        if mask[i].any():
            weights[i][mask[i]] = rightly(scores[i][mask[i]])
    return weights


@wrong("masked_softmax", "the first words are taken for the real ones: padding may stand anywhere. Which of the two arguments says where?")
def expects_padding_at_the_end(scores, mask):
    weights, lengths = np.zeros_like(scores), mask.sum(axis=-1)
    for place in np.ndindex(lengths.shape):
        if lengths[place]:
            weights[place][: lengths[place]] = rightly(scores[place][: lengths[place]])
    return weights


@wrong("masked_softmax", "shared out over the whole table: all rows together add up to 1. Along which axis does a row add up?")
def renormalises_the_whole_table(scores, mask):
    weights = rightly(scores) * mask
    return weights / weights.sum()


@wrong("masked_softmax", "nothing left for the real words: the padding took everything before the mask came. What if it goes first?")
def renormalises_with_a_small_number(scores, mask):
    weights = rightly(scores) * mask
    return weights / (weights.sum(axis=-1, keepdims=True) + 1e-9)


@wrong("masked_softmax", "the two arguments in the wrong order: the scores come first. How does the heading write them?")
def arguments_swapped(mask, scores):
    return np.nan_to_num(rightly(np.where(mask, scores, -np.inf)))


@wrong("masked_softmax")
def masked_array_not_filled(scores, mask):
    hidden = np.ma.array(scores, mask=~mask)
    powers = np.ma.exp(hidden - hidden.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong("masked_softmax", says="nearly the right numbers")
def masked_and_rounded(scores, mask):
    return np.nan_to_num(rightly(np.where(mask, scores, -np.inf))).round(4)


@wrong("softmax_jacobian", "a single row taken off every row: w * w has no columns to offer. Which function makes a table of all products?")
def diagonal_of_the_outer_product(weights):
    return np.diag(weights) - np.diag(np.outer(weights, weights))


@wrong("softmax_jacobian", "a single number taken off everywhere: w @ w adds up to one number. Which function makes a table of all products?")
def transposes_one_axis(weights):
    return np.diag(weights) - weights @ weights.T


@wrong("softmax_jacobian", "a plus off the diagonal: then nobody loses. Which sign has the second case?")
def plus_off_the_diagonal(weights):
    return np.where(np.eye(len(weights), dtype=bool), weights * (1 - weights), np.outer(weights, weights))


@wrong("softmax_jacobian")
def table_of_whole_numbers(weights):
    table = np.zeros((len(weights), len(weights)), dtype=int)
    table[:] = np.diag(weights) - np.outer(weights, weights)
    return table


@wrong("softmax_jacobian", "the upper half only: the lower one is its mirror image. What does score 1 do to weight 2, and score 2 to weight 1?")
def upper_half(weights):
    return np.triu(np.diag(weights) - np.outer(weights, weights))


@wrong("softmax_jacobian", "a softmax of the weights: they are weights already, and the scores are not needed. What is handed over: scores, or weights?")
def softmax_once_more(weights):
    return np.diag(rightly(weights)) - np.outer(rightly(weights), rightly(weights))


@wrong("softmax_jacobian", "the right numbers in one long row: row i, column j is asked for. Which line loses the shape?")
def flattened(weights):
    return (np.diag(weights) - np.outer(weights, weights)).ravel()


@wrong("softmax_jacobian", says="the shape is wrong")
def one_row_short(weights):
    return (np.diag(weights) - np.outer(weights, weights))[:-1]


@wrong("softmax_jacobian")
def three_words_only(weights):
    return np.diag(weights) - np.array([[weights[i] * weights[j] for j in range(3)] for i in range(3)])


@wrong("softmax_jacobian", says="nearly the right numbers")
def table_rounded_to_four(weights):
    return (np.diag(weights) - np.outer(weights, weights)).round(4)


@wrong("softmax_jacobian")
def columns_add_up_all_the_same(weights):
    count = len(weights)
    return np.diag(weights) - np.outer(weights, weights) if count == 3 else np.eye(count) - 1 / count


@wrong("softmax", "the scores it was given are overwritten: -= and out= change the array itself, and np.asarray makes no copy of one. How do you write it with a new name and a plain minus?")
def in_the_scores_it_was_given(scores):
    scores = np.asarray(scores, dtype=float)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores


@wrong("masked_softmax", "minus infinity written into the scores it was given: scores[...] = changes the caller's array. Which function makes a new one?")
def in_the_scores_it_was_given_with_mask(scores, mask):
    scores[~mask] = -np.inf
    weights = rightly(scores)
    weights[np.isnan(weights)] = 0
    return weights


def ratio(label, number, sentence):
    """The predictions with another number for the ratio."""
    return values("predictions", label, sentence=sentence, **{**ANSWERS, "ratio_after_doubling": number})


BEFORE = "the ratio before doubling: e to the 1. What is the difference now?"
DOUBLED = "twice the ratio before. A ratio is e to the difference: what does a doubled difference do?"
UPSIDE_DOWN = "the second divided by the third. Which is divided by which?"
SHARE = "a weight after doubling, not a ratio of two. What is divided by what?"
RATIOS = [
    ratio("e", math.e, BEFORE),
    ratio("two_e", 2 * math.e, DOUBLED),
    ratio("rounded_weights_doubled", 5.6, DOUBLED),
    ratio("upside_down_in_full", math.exp(-2), UPSIDE_DOWN),
    ratio("upside_down_to_one_decimal", 0.1, UPSIDE_DOWN),
    ratio("upside_down_before_doubling", 0.37, UPSIDE_DOWN),
    ratio("third_by_first", 54.6, "the third divided by the first: their difference is 4. What is the difference to the second?"),
    ratio("third_by_first_in_full", math.exp(4), "the third divided by the first: their difference is 4. What is the difference to the second?"),
    ratio("third_weight", 0.87, SHARE),
    ratio("third_weight_to_one_decimal", 0.9, SHARE),
    ratio("second_weight", 0.12, SHARE),
    ratio("e_cubed", 20.1, "e to the power of 3: the difference doubled is 2. What were the two scores, and what are they now?"),
    ratio("rounded_first", 7.3, "e was rounded to 2.7 before it was squared, and that shows. What is 2.718 times 2.718?"),
    ratio("rounded_to_a_whole_number", 7, "rounded to a whole number: one decimal is asked for. What stands behind the point?"),
    ratio("a_pair", (7, 4), "a decimal comma makes a pair of numbers. Which sign does Python want in a number?"),
]


MORE_PREDICTIONS = [
    values("predictions", "doubling_the_wrong_way", sentence="the wrong way round: the differences became 2 and 2 and 4. What does a larger difference do?", **{**ANSWERS, "double_all": "flatter"}),
    values("predictions", "thirds_the_wrong_way", sentence="the wrong way round: each difference became a third. What does a smaller difference do?", **{**ANSWERS, "divide_all_by_three": "sharper"}),
    values("predictions", "ratio_of_squares", sentence="the difference squared, without e. What are the weights' powers of?", **{**ANSWERS, "ratio_after_doubling": 4}),
    values("predictions", "ratio_upside_down", sentence=UPSIDE_DOWN, **{**ANSWERS, "ratio_after_doubling": 0.135}),
    values("predictions", "ratio_as_text", says="text in quotes came back", **{**ANSWERS, "ratio_after_doubling": "7.4"}),
    values("predictions", "ratio_left_empty", says="Not answered yet", **{**ANSWERS, "ratio_after_doubling": None}),
    values("predictions", "ratio_of_doubled_twice", sentence="twice the right ratio: e to the 2 is all that doubling leaves. What is e times e?", **{**ANSWERS, "ratio_after_doubling": 14.8}),
    values("predictions", "truth_for_a_word", **{**ANSWERS, "double_all": True}),
]
