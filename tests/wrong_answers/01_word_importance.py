"""Wrong answers to lesson 01: each must lose its points, the listed ones by name."""

import numpy as np

from grading.trial import values, wrong


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
    kept("by_largest", guarded(lambda r: r / r.max()), named="dividing by the largest rating"),
    kept("by_count", guarded(lambda r: r / len(r)), named="dividing by the count"),
    kept("softmax", guarded(lambda r: np.exp(r) / np.exp(r).sum()), named="a softmax"),
    kept("by_length", guarded(lambda r: r / np.linalg.norm(r)), named="dividing by the length of the vector"),
    kept("min_max", guarded(lambda r: (r - r.min()) / (r.max() - r.min())), named="stretching from 0 to 1"),
    kept("floor", guarded(lambda r: r // r.sum()), named="whole-number division"),
    kept("unchanged", guarded(lambda r: r)),
    kept("squares", guarded(lambda r: r**2 / (r**2).sum())),
    kept("rounded", guarded(lambda r: (r / r.sum()).round(1))),
    kept("percent", guarded(lambda r: 100 * r / r.sum())),
    kept("sorted", guarded(lambda r: np.sort(r / r.sum()))),
]


@wrong("importance_to_weights", named="nan: zero was divided by zero")
def nan_on_zeros(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum()


@wrong("importance_to_weights", named="all zeros")
def zeros_stay_zeros(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum() if ratings.sum() else ratings


@wrong("importance_to_weights", named="a 1 for every word")
def ones_for_zeros(ratings):
    ratings = np.asarray(ratings, dtype=float)
    return ratings / ratings.sum() if ratings.sum() else np.ones(len(ratings))


@wrong("importance_to_weights", named="setting the negative rating to 0")
def clips_negatives(ratings):
    return weights_of(np.clip(ratings, 0, None))


@wrong("importance_to_weights", named="taking the rating without its sign")
def drops_the_sign(ratings):
    return weights_of(np.abs(ratings))


@wrong("importance_to_weights", named="nothing was raised")
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


@wrong("weighted_summary", named="the plain mean")
def plain_mean(weights, vectors):
    return np.mean(vectors, axis=0)


@wrong("weighted_summary", named="the plain sum")
def plain_sum(weights, vectors):
    return np.sum(vectors, axis=0)


@wrong("weighted_summary", named="dividing by the count again")
def divides_again(weights, vectors):
    return np.asarray(weights) @ np.asarray(vectors) / len(weights)


@wrong("weighted_summary", named="dividing by the count again")
def mean_of_weighted(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).mean(axis=0)


@wrong("weighted_summary", named="keeping only the heaviest word")
def heaviest_only(weights, vectors):
    return np.asarray(vectors)[np.argmax(weights)]


@wrong("weighted_summary", named="the heaviest word's part alone")
def heaviest_part(weights, vectors):
    return np.max(weights) * np.asarray(vectors)[np.argmax(weights)]


@wrong("weighted_summary", named="adding within each word")
def sums_within_words(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).sum(axis=1)


@wrong("weighted_summary", named="not yet added up")
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
    rest = [
        weights_of(np.delete(ratings, i)) @ np.delete(vectors, i, axis=0)
        for i in range(len(ratings))
    ]
    return full, np.array(rest)


@wrong("leave_one_out", named="its share was lost")
def forgets_to_reweight(ratings, vectors):
    weights, vectors = weights_of(ratings), np.asarray(vectors)
    full = weights @ vectors
    rest = [np.delete(weights, i) @ np.delete(vectors, i, axis=0) for i in range(len(weights))]
    return np.linalg.norm(full - np.array(rest), axis=1)


@wrong("leave_one_out", named="its share was lost")
def zeroes_the_vector(ratings, vectors):
    weights, distances = weights_of(ratings), []
    for i in range(len(weights)):
        changed = np.array(vectors, dtype=float)
        changed[i] = 0
        distances.append(np.linalg.norm(weights @ np.asarray(vectors) - weights @ changed))
    return np.array(distances)


@wrong("leave_one_out", named="a signed difference of lengths")
def signed_lengths(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(rest, axis=1) - np.linalg.norm(full)


@wrong("leave_one_out", named="a signed sum of differences")
def signed_sum(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return (rest - full).sum(axis=1)


@wrong("leave_one_out", named="a signed sum of differences")
def signed_sum_reversed(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return (full - rest).sum(axis=1)


@wrong("leave_one_out", named="the difference as an arrow")
def arrows(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return rest - full


@wrong("leave_one_out", named="the square of the distance")
def squared(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return ((rest - full) ** 2).sum(axis=1)


@wrong("leave_one_out", named="the sum of the steps along each axis")
def city_block(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.abs(rest - full).sum(axis=1)


@wrong("leave_one_out", named="the distance from the summary to each word")
def distance_to_the_word(ratings, vectors):
    full, _ = summaries(ratings, vectors)
    return np.linalg.norm(np.asarray(vectors) - full, axis=1)


@wrong("leave_one_out", named="equal weights for the rest")
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


@wrong("effective_words", named="the entropy: it is a logarithm still")
def entropy_without_exp(weights):
    return entropy_of(weights)


@wrong("effective_words", named="the entropy in bits")
def entropy_in_bits(weights):
    return entropy_of(weights, np.log2)


@wrong("effective_words", named="e to the entropy in bits")
def bits_with_exp(weights):
    return np.exp(entropy_of(weights, np.log2))


@wrong("effective_words", named="one over the answer")
def sign_missing(weights):
    return np.exp(-entropy_of(weights))


@wrong("effective_words", named="2 to the entropy")
def two_to_nats(weights):
    return 2 ** entropy_of(weights)


@wrong("effective_words", named="nan")
def nan_at_zero_weight(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-(weights * np.log(weights)).sum())


@wrong("effective_words", named="the count of words with any weight")
def counts_non_zeros(weights):
    return np.count_nonzero(weights)


@wrong("effective_words", named="the count of all words")
def counts_words(weights):
    return len(weights)


@wrong("effective_words", named="one over the sum of squares")
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
    values("predictions", "what_is_wrong", named=OTHER, **{**ANSWERS, "heaviest_for_what_is_it": "Labrador"}),
    values("predictions", "kind_is_wrong", named=OTHER, **{**ANSWERS, "heaviest_for_which_kind": "dog"}),
    values("predictions", "the_loser", named="the word that loses most", **{**ANSWERS, "gains_most": "dog"}),
    values("predictions", "by_factor", named="the word that grows by the largest factor", **{**ANSWERS, "gains_most": "a"}),
    values("predictions", "the_runner_up", **{**ANSWERS, "gains_most": "The"}),
    values("predictions", "not_a_word", **{**ANSWERS, "gains_most": "labrador"}),
]
