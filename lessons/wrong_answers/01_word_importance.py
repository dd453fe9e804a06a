"""Wrong answers to lesson 01: each must lose its points, the listed ones by name."""

import sys

import numpy as np

from grading.authoring.answers import values, wrong


def weights_of(ratings):
    ratings = np.asarray(ratings, dtype=float)
    total = ratings.sum()
    return ratings / total if total else np.full(len(ratings), 1 / len(ratings))


def guarded(divide):
    """A complete answer but for how it divides: zeros and negatives are handled rightly."""

    def answer(ratings):
        ratings = np.asarray(ratings, dtype=float)
        if (ratings < 0).any():
            raise ValueError("negative")
        if ratings.sum() == 0:
            return np.full(len(ratings), 1 / len(ratings))
        return divide(ratings)

    return answer


def kept(label, function, **options):
    function.__name__ = label
    return wrong("importance_to_weights", **options)(function)


WEIGHTS = [
    kept("by_largest", guarded(lambda r: r / r.max()), sentence="dividing by the largest rating: now the largest is 1, and the sum is not. What must add up to 1?"),
    kept("by_count", guarded(lambda r: r / len(r)), sentence="dividing by the count: that is each word's part of a mean. Which sum makes the whole?"),
    kept("softmax", guarded(lambda r: np.exp(r) / np.exp(r).sum()), sentence="a softmax: that comes in lesson 2. What does plain proportion give for 4 out of 8?"),
    kept("by_length", guarded(lambda r: r / np.linalg.norm(r)), sentence="dividing by the length of the vector: the squares add up to 1. What should?"),
    kept("min_max", guarded(lambda r: (r - r.min()) / (r.max() - r.min())), sentence="stretching from 0 to 1: the smallest became 0. Do its proportions survive?"),
    kept("floor", guarded(lambda r: r // r.sum()), sentence="whole-number division: // throws fractions away, and so does an array of whole numbers. Where are yours lost?"),
    kept("unchanged", guarded(lambda r: r)),
    kept("squares", guarded(lambda r: r**2 / (r**2).sum())),
    kept("rounded", guarded(lambda r: (r / r.sum()).round(1))),
    kept("percent", guarded(lambda r: 100 * r / r.sum())),
    kept("sorted", guarded(lambda r: np.sort(r / r.sum()))),
]


@wrong("importance_to_weights", "nan: zero was divided by zero. What do you look at before you divide?")
def nan_on_zeros(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum()


@wrong("importance_to_weights", "all zeros: these weights do not add up to 1. What is a fair share for each of four words?")
def zeros_stay_zeros(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum() if ratings.sum() else ratings


@wrong("importance_to_weights", "a 1 for every word: these weights add up to 4. What is a fair share for each of four words?")
def ones_for_zeros(ratings):
    ratings = np.asarray(ratings, dtype=float)
    return ratings / ratings.sum() if ratings.sum() else np.ones(len(ratings))


@wrong("importance_to_weights", "setting the negative rating to 0: the slip in the data went unnoticed. Who should hear of it?")
def clips_negatives(ratings):
    return weights_of(np.clip(ratings, 0, None))


@wrong("importance_to_weights", "taking the rating without its sign: the slip went unnoticed. Who should hear of it?")
def drops_the_sign(ratings):
    return weights_of(np.abs(ratings))


@wrong("importance_to_weights", says="nothing was raised")
def accepts_negatives(ratings):
    return weights_of(ratings)


@wrong("importance_to_weights")
def raises_another_error(ratings):
    assert (np.asarray(ratings) >= 0).all()
    return weights_of(ratings)


@wrong("importance_to_weights")
def returns_the_error(ratings):
    return ValueError("negative") if min(ratings) < 0 else weights_of(ratings)


@wrong("importance_to_weights", hidden_only=True)
def refuses_negative_sums_only(ratings):
    if np.asarray(ratings)[-1] < 0:
        raise ValueError("negative")
    return weights_of(ratings)


@wrong("weighted_summary", "the plain mean: every word counted the same. Where do the weights come in?")
def plain_mean(weights, vectors):
    return np.mean(vectors, axis=0)


@wrong("weighted_summary", "the plain sum: every word counted in full. Where do the weights come in?")
def plain_sum(weights, vectors):
    return np.sum(vectors, axis=0)


@wrong("weighted_summary", "dividing by the count again: the weights add up to 1 already. What is left to divide?")
def divides_again(weights, vectors):
    return np.asarray(weights) @ np.asarray(vectors) / len(weights)


@wrong("weighted_summary", "dividing by the count again: the weights add up to 1 already. What is left to divide?")
def mean_of_weighted(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).mean(axis=0)


@wrong("weighted_summary", "keeping only the heaviest word: the others have a share too. What becomes of it?")
def heaviest_only(weights, vectors):
    return np.asarray(vectors)[np.argmax(weights)]


@wrong("weighted_summary", "the heaviest word's part alone: the others have a share too. What becomes of it?")
def heaviest_part(weights, vectors):
    return np.max(weights) * np.asarray(vectors)[np.argmax(weights)]


@wrong("weighted_summary", "adding within each word: there is one number per word left. Which axis holds the words?")
def sums_within_words(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).sum(axis=1)


@wrong("weighted_summary", "weight times vector, not yet added up. Which axis holds the words?")
def not_added(weights, vectors):
    return np.asarray(weights)[:, None] * np.asarray(vectors)


@wrong("weighted_summary")
def total(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).sum()


@wrong("weighted_summary")
def first_word(weights, vectors):
    return np.asarray(vectors)[0]


@wrong("weighted_summary")
def vectors_times_weights(weights, vectors):
    return np.asarray(vectors) @ np.asarray(weights)


def summaries(ratings, vectors):
    ratings, vectors = np.asarray(ratings, dtype=float), np.asarray(vectors, dtype=float)
    full = weights_of(ratings) @ vectors
    rest = [weights_of(np.delete(ratings, i)) @ np.delete(vectors, i, axis=0) for i in range(len(ratings))]
    return full, np.array(rest)


@wrong("leave_one_out", "the word's own part: its share was lost (or its vector set to 0) instead of going to the others. Do the remaining weights still add up to 1?")
def forgets_to_reweight(ratings, vectors):
    weights, vectors = weights_of(ratings), np.asarray(vectors)
    full = weights @ vectors
    rest = [np.delete(weights, i) @ np.delete(vectors, i, axis=0) for i in range(len(weights))]
    return np.linalg.norm(full - np.array(rest), axis=1)


@wrong("leave_one_out", "the word's own part: its share was lost (or its vector set to 0) instead of going to the others. Do the remaining weights still add up to 1?")
def zeroes_the_vector(ratings, vectors):
    weights, distances = weights_of(ratings), []
    for i in range(len(weights)):
        changed = np.array(vectors, dtype=float)
        changed[i] = 0
        distances.append(np.linalg.norm(weights @ np.asarray(vectors) - weights @ changed))
    return np.array(distances)


@wrong("leave_one_out", "a signed difference of lengths: a distance has no sign. Is it the arrow's length that matters, or where it ends?")
def signed_lengths(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(rest, axis=1) - np.linalg.norm(full)


@wrong("leave_one_out", "a signed sum of differences: moves in opposite directions cancel. How long is the arrow?")
def signed_sum(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return (rest - full).sum(axis=1)


@wrong("leave_one_out", "a signed sum of differences: moves in opposite directions cancel. How long is an arrow?")
def signed_sum_reversed(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return (full - rest).sum(axis=1)


@wrong("leave_one_out", "the difference as an arrow, not its length. How does Pythagoras measure it?")
def arrows(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return rest - full


@wrong("leave_one_out", "the square of the distance. What is still to be done to it?")
def squared(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return ((rest - full) ** 2).sum(axis=1)


@wrong("leave_one_out", "the sum of the steps along each axis, not as the crow flies. What does Pythagoras say?")
def city_block(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.abs(rest - full).sum(axis=1)


@wrong("leave_one_out", "the distance from the summary to each word. What moves when the word goes?")
def distance_to_the_word(ratings, vectors):
    full, _ = summaries(ratings, vectors)
    return np.linalg.norm(np.asarray(vectors) - full, axis=1)


@wrong("leave_one_out", "equal weights for the rest: their ratings were forgotten. Which ratings are left?")
def plain_mean_of_the_rest(ratings, vectors):
    full, _ = summaries(ratings, vectors)
    rest = [np.delete(np.asarray(vectors, float), i, axis=0).mean(axis=0) for i in range(len(ratings))]
    return np.linalg.norm(full - np.array(rest), axis=1)


@wrong("leave_one_out")
def lengths_without(ratings, vectors):
    return np.linalg.norm(summaries(ratings, vectors)[1], axis=1)


@wrong("leave_one_out")
def weights_instead(ratings, vectors):
    return weights_of(ratings)


@wrong("leave_one_out")
def last_word_only(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest[-1])


def entropy_of(weights, log=np.log):
    weights = np.asarray(weights, dtype=float)
    some = weights[weights > 0]
    return -(some * log(some)).sum()


@wrong("effective_words", "the entropy: it is a logarithm still. What undoes a logarithm?")
def entropy_without_exp(weights):
    return entropy_of(weights)


@wrong("effective_words", "the entropy in bits: it is a logarithm still. What undoes a logarithm?")
def entropy_in_bits(weights):
    return entropy_of(weights, np.log2)


@wrong("effective_words", "e to the entropy in bits: log2 and exp do not undo each other. Which logarithm belongs to e?")
def bits_with_exp(weights):
    return np.exp(entropy_of(weights, np.log2))


@wrong("effective_words", "one over the answer: is a minus sign missing? What sign has the logarithm of a share?")
def sign_missing(weights):
    return np.exp(-entropy_of(weights))


@wrong("effective_words", "2 to the entropy: ln and 2 do not belong together. Which base belongs to ln?")
def two_to_nats(weights):
    return 2 ** entropy_of(weights)


@wrong("effective_words", "nan: the logarithm of 0 is minus infinity, and 0 times that is not a number. What should a word without weight add?")
def nan_at_zero_weight(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-(weights * np.log(weights)).sum())


@wrong("effective_words", "the count of words with any weight: a half and a quarter counted alike. What tells them apart?")
def counts_non_zeros(weights):
    return np.count_nonzero(weights)


@wrong("effective_words", "the count of all words. What does a word without weight add?")
def counts_words(weights):
    return len(weights)


@wrong("effective_words", "one over the sum of squares: a fair measure too (Simpson's), but not this one. Where is the entropy?")
def inverse_simpson(weights):
    return 1 / (np.asarray(weights) ** 2).sum()


@wrong("effective_words")
def adds_a_little(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-(weights * np.log(weights + 0.01)).sum())


@wrong("effective_words")
def sum_of_exponentials(weights):
    return np.exp(np.asarray(weights)).sum()


ANSWERS = {"heaviest_for_what_is_it": "dog", "heaviest_for_which_kind": "Labrador", "gains_most": "Labrador"}
OTHER = "the answer to the other question"
PREDICTIONS = [
    values("predictions", "left_empty", **dict.fromkeys(ANSWERS)),
    values("predictions", "what_is_wrong", sentence="the answer to the other question. Which column of the vectors does this one look along?", **{**ANSWERS, "heaviest_for_what_is_it": "Labrador"}),
    values("predictions", "kind_is_wrong", sentence="the answer to the other question. Which column of the vectors does this one look along?", **{**ANSWERS, "heaviest_for_which_kind": "dog"}),
    values("predictions", "the_loser", sentence="the word that loses most: from 0.46 down to 0.23. Which one goes up?", **{**ANSWERS, "gains_most": "dog"}),
    values("predictions", "by_factor", sentence="the word that grows by the largest factor. Which one grows by the largest amount?", **{**ANSWERS, "gains_most": "a"}),
    values("predictions", "the_runner_up", sentence="the word that grows second most, by 0.09. Which one grows by more?", **{**ANSWERS, "gains_most": "The"}),
    values("predictions", "not_a_word", **{**ANSWERS, "gains_most": "labrador"}),
]


MORE_WEIGHTS = [
    kept("weights_rounded_to_four", guarded(lambda r: (r / r.sum()).round(4)), says="nearly the right numbers"),
    kept("adds_a_little_to_all", guarded(lambda r: (r + 1e-5) / (r + 1e-5).sum()), says="nearly the right numbers"),
    kept("adds_one", guarded(lambda r: (r + 1) / (r + 1).sum())),
    kept("by_ten", guarded(lambda r: r / 10), says="every number is 0.8 times"),
    kept("as_a_row", guarded(lambda r: (r / r.sum())[None]), says="the right number of values in the wrong shape"),
    kept("equal_at_any_zero", guarded(lambda r: r / r.sum() if r.all() else np.full(len(r), 1 / len(r))), sentence="equal weights, though only one rating is 0. When exactly does nothing tell the words apart?"),
    kept("equal_at_first_zero", guarded(lambda r: r / r.sum() if r[0] else np.full(len(r), 1 / len(r))), sentence="equal weights, though only one rating is 0. When exactly does nothing tell the words apart?"),
    kept("as_text", guarded(lambda r: [f"{share:.3f}" for share in r / r.sum()])),
    kept("as_a_dictionary", guarded(lambda r: dict(enumerate(r / r.sum())))),
    kept("as_a_generator", guarded(lambda r: (rating / sum(r) for rating in r))),
]


@wrong("importance_to_weights", "equal weights because the sum is 0: the sum was looked at before the signs. What must be looked for first?")
def sum_before_signs(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if ratings.sum() == 0:
        return np.full(len(ratings), 1 / len(ratings))
    if (ratings < 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum()


@wrong("importance_to_weights", says="nothing was raised")
def refuses_a_negative_sum(ratings):
    if sum(ratings) < 0:
        raise ValueError("negative")
    return weights_of(ratings)


@wrong("importance_to_weights", "whole-number division: // throws fractions away, and so does an array of whole numbers. Where are yours lost?")
def zeros_like_whole_numbers(ratings):
    ratings = np.asarray(ratings)
    weights = np.zeros_like(ratings)
    for i in range(len(ratings)):
        weights[i] = ratings[i] / ratings.sum()
    return weights


@wrong("importance_to_weights")
def knows_lists_only(ratings):
    if ratings == [0] * len(ratings):
        return [1 / len(ratings)] * len(ratings)
    if min(ratings) < 0:
        raise ValueError("negative")
    return weights_of(ratings)


@wrong("importance_to_weights", "a quarter each: there are three words. What is a fair share for each of n words?")
def always_quarters(ratings):
    if min(ratings) < 0:
        raise ValueError("negative")
    return weights_of(ratings) if any(ratings) else np.full(len(ratings), 0.25)


@wrong("importance_to_weights")
def refuses_zeros_too(ratings):
    if min(ratings) <= 0:
        raise ValueError("negative")
    return weights_of(ratings)


@wrong("importance_to_weights", says="an axis is missing")
def returns_inside_the_loop(ratings):
    for rating in ratings:
        return rating / sum(ratings)


@wrong("importance_to_weights", says="nothing was raised")
def prints_the_complaint(ratings):
    if min(ratings) < 0:
        print("ValueError: a rating is negative")
        return None
    return weights_of(ratings)


@wrong("importance_to_weights", says="SystemExit: a rating is negative")
def leaves_python(ratings):
    if min(ratings) < 0:
        sys.exit("a rating is negative")
    return weights_of(ratings)


@wrong("importance_to_weights", says="NotImplementedError")
def not_implemented_for_negatives(ratings):
    if min(ratings) < 0:
        raise NotImplementedError("negative")
    return weights_of(ratings)


@wrong("weighted_summary", "the first word's part alone: did the loop end too soon? Where does return stand?")
def returns_in_the_first_turn(weights, vectors):
    total = np.zeros(len(vectors[0]))
    for weight, vector in zip(weights, vectors, strict=True):
        total += weight * np.asarray(vector)
        return total


@wrong("weighted_summary", "the last word's part alone: each turn of a loop threw the one before away. Is it = or +=?")
def overwrites_the_total(weights, vectors):
    for weight, vector in zip(weights, vectors, strict=True):
        total = weight * np.asarray(vector)
    return total


@wrong("weighted_summary", "whole numbers only: an array made of whole numbers cannot hold 0.2. How does one make zeros that can?")
def total_of_whole_numbers(weights, vectors):
    vectors = np.asarray(vectors)
    total = np.zeros_like(vectors[0])
    for weight, vector in zip(weights, vectors, strict=True):
        total[:] = total + weight * vector
    return total


@wrong("weighted_summary", says="nearly the right numbers")
def rounded_to_four(weights, vectors):
    return (np.asarray(weights) @ np.asarray(vectors)).round(4)


@wrong("weighted_summary")
def rounded_to_one(weights, vectors):
    return (np.asarray(weights) @ np.asarray(vectors)).round(1)


@wrong("weighted_summary", says="the right number of values in the wrong shape")
def as_a_column(weights, vectors):
    return np.asarray(vectors).T @ np.asarray(weights)[:, None]


@wrong("weighted_summary")
def forgets_the_last_word(weights, vectors):
    return sum(weights[i] * np.asarray(vectors[i]) for i in range(len(weights) - 1))


@wrong("weighted_summary")
def two_numbers_a_word(weights, vectors):
    return [sum(w * v[j] for w, v in zip(weights, vectors, strict=True)) for j in (0, 1)]


@wrong("weighted_summary")
def three_words(weights, vectors):
    return sum(weights[i] * np.asarray(vectors[i]) for i in range(3))


@wrong("weighted_summary")
def arguments_swapped(vectors, weights):
    return np.asarray(weights) @ np.asarray(vectors)


@wrong("weighted_summary")
def softmax_of_the_weights(weights, vectors):
    return np.exp(weights) / np.exp(weights).sum() @ np.asarray(vectors)


@wrong("weighted_summary", says="times what is expected")
def of_unit_length(weights, vectors):
    summary = np.asarray(weights) @ np.asarray(vectors)
    return summary / np.linalg.norm(summary)


@wrong("leave_one_out", says="the result contains nan")
def by_formula_alone(ratings, vectors):
    share, points = weights_of(ratings), np.asarray(vectors, dtype=float)
    return share / (1 - share) * np.linalg.norm(points - share @ points, axis=1)


@wrong("leave_one_out")
def slices_lists_only(ratings, vectors):
    full = weights_of(ratings) @ np.asarray(vectors)
    return [np.linalg.norm(full - weights_of(ratings[:i] + ratings[i + 1 :]) @ np.asarray(vectors[:i] + vectors[i + 1 :])) for i in range(len(ratings))]


@wrong("leave_one_out", says="Which axes does @ multiply?")
def deletes_without_axis(ratings, vectors):
    full = weights_of(ratings) @ np.asarray(vectors)
    return [np.linalg.norm(full - weights_of(np.delete(ratings, i)) @ np.delete(vectors, i)) for i in range(len(ratings))]


@wrong("leave_one_out", says="an axis is missing")
def one_length_for_all(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest)


@wrong("leave_one_out", says="the shape is wrong")
def lengths_over_axis_0(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest, axis=0)


@wrong("leave_one_out", says="nearly the right numbers")
def distances_rounded_to_four(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest, axis=1).round(4)


@wrong("leave_one_out")
def distance_on_the_plane(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.hypot((full - rest)[:, 0], (full - rest)[:, 1])


@wrong("leave_one_out")
def largest_step(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.abs(full - rest).max(axis=1)


@wrong("leave_one_out", says="times what is expected")
def root_of_the_mean_square(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.sqrt(((full - rest) ** 2).mean(axis=1))


@wrong("leave_one_out")
def never_puts_a_word_back(ratings, vectors):
    full, moved = summaries(ratings, vectors)[0], []
    for _ in range(len(ratings) - 1):
        ratings, vectors = np.delete(ratings, 0), np.delete(vectors, 0, axis=0)
        moved.append(np.linalg.norm(full - weights_of(ratings) @ vectors))
    return [*moved, 0]


@wrong("leave_one_out", says="the opposite sign")
def negative_distances(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return -np.linalg.norm(full - rest, axis=1)


@wrong("effective_words")
def logarithm_to_ten(weights):
    return np.exp(entropy_of(weights, np.log10))


@wrong("effective_words")
def ten_to_the_entropy(weights):
    return 10 ** entropy_of(weights)


@wrong("effective_words", says="nearly the right numbers")
def adds_a_small_number(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-(weights * np.log(weights + 1e-5)).sum())


@wrong("effective_words", says="nearly the right numbers")
def words_rounded_to_four(weights):
    return round(float(np.exp(entropy_of(weights))), 4)


@wrong("effective_words", says="the result contains nan")
def drops_one_zero_only(weights):
    weights = list(weights)
    if 0 in weights:
        weights.remove(0)
    weights = np.array(weights)
    return np.exp(-(weights * np.log(weights)).sum())


@wrong("effective_words")
def counts_zeros_of_a_list(weights):
    if weights.count(0):
        weights = [weight for weight in weights if weight]
    return np.exp(entropy_of(weights))


@wrong("effective_words")
def one_over_the_largest(weights):
    return 1 / max(weights)


@wrong("effective_words")
def mean_in_place_of_sum(weights):
    some = np.asarray(weights)[np.asarray(weights) > 0]
    return np.exp(-(some * np.log(some)).mean())


@wrong("effective_words", says="there is an axis too many")
def not_summed(weights):
    some = np.asarray(weights)[np.asarray(weights) > 0]
    return np.exp(-some * np.log(some))


@wrong("effective_words", says="the right number of values in the wrong shape")
def in_an_array_of_one(weights):
    return np.array([np.exp(entropy_of(weights))])


MORE_PREDICTIONS = [
    values("predictions", "one_left_empty", says="Not answered yet", **{**ANSWERS, "gains_most": None}),
    values("predictions", "capital_letter", says="not the same capitals or blanks", **{**ANSWERS, "heaviest_for_what_is_it": "Dog"}),
    values("predictions", "blank_at_the_end", says="not the same capitals or blanks", **{**ANSWERS, "gains_most": "Labrador "}),
    values("predictions", "place_of_the_word", **{**ANSWERS, "heaviest_for_what_is_it": 1}),
    values("predictions", "vector_of_the_word", **{**ANSWERS, "heaviest_for_what_is_it": np.array([0.95, 0.4])}),
    values("predictions", "the_whole_list", **{**ANSWERS, "gains_most": ["The", "dog", "is", "a", "Labrador"]}),
    values("predictions", "a_long_answer", **{**ANSWERS, "gains_most": "I think that it is Labrador because " * 20}),
]
