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


@wrong("importance_to_weights", "dividing by the largest rating: now the largest is 1, and the sum is not. What must add up to 1?")
def by_largest(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError("a rating is negative")
    if ratings.max() == 0:
        return np.full(len(ratings), 1 / len(ratings))
    return ratings / ratings.max()


WEIGHTS = [
    kept("by_count", guarded(lambda r: r / len(r)), sentence="dividing by the count: that is each word's part of a mean. Which sum makes the whole?"),
    kept("softmax", guarded(lambda r: np.exp(r) / np.exp(r).sum()), sentence="a softmax: that comes in lesson 2. What does plain proportion give for 4 out of 8?"),
    kept("by_length", guarded(lambda r: r / np.linalg.norm(r)), sentence="dividing by the length of the vector: the squares add up to 1. What should?"),
    kept("min_max", guarded(lambda r: (r - r.min()) / (r.max() - r.min())), sentence="stretching from 0 to 1: the smallest became 0. Do its proportions survive?"),
    kept("floor", guarded(lambda r: r // r.sum()), sentence="whole-number division: // throws fractions away, and so does an array of whole numbers. Where are yours lost?"),
    kept("unchanged", guarded(lambda r: r), sentence="the ratings as they came: nothing was divided. What must weights add up to?"),
    kept("squares", guarded(lambda r: r**2 / (r**2).sum()), sentence="shares of the squares: high ratings gained at the cost of low ones. What exactly is divided by what?"),
    kept("roots", guarded(lambda r: r**0.5 / (r**0.5).sum()), sentence="shares of the square roots: low ratings gained at the cost of high ones. What exactly is divided by what?"),
    kept("by_rest", guarded(lambda r: r / (r.sum() - r)), sentence="dividing by the other ratings: a word's own belongs to the whole too. Which sum makes the whole?"),
    kept("upside_down", guarded(lambda r: r.sum() / np.maximum(r, 1e-300)), sentence="the sum divided by each rating: upside down. Which of the two stands above the line?"),
    kept("by_ten", guarded(lambda r: r / 10), sentence="dividing by 10, the highest rating there is. Does 1 + 4 + 3 become 1 that way?"),
    kept("rounded", guarded(lambda r: (r / r.sum()).round(1))),
    kept("percent", guarded(lambda r: 100 * r / r.sum()), sentence="percentages: they add up to 100. What should weights add up to?"),
    kept("sorted", guarded(lambda r: np.sort(r / r.sum())), sentence="the right numbers sorted: each word got some other word's. Which step changes the order?"),
    kept("sorted_downwards", guarded(lambda r: np.sort(r / r.sum())[::-1]), sentence="the right numbers sorted: each word got some other word's. Which step changes the order?"),
    kept("sum_alone", guarded(lambda r: r.sum()), sentence="the sum alone: one number came back, not one for each word. What is divided by it?"),
    kept("reversed", guarded(lambda r: (r / r.sum())[::-1]), sentence="the right numbers from back to front. Where does the order turn?"),
    kept("largest_alone", guarded(lambda r: (r == r.max()).astype(float)), sentence="everything for the highest rating: the others have a share too. What is 1 out of 8?"),
    kept("mean_taken_off", guarded(lambda r: (r - r.mean()) / r.sum()), sentence="the mean was taken off first: these weights add up to 0. What must they add up to?"),
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


@wrong("importance_to_weights", "a 1 for every word: these weights add up to 4. What is a fair share for each of four words?")
def ones_for_zeros_and_looks_at_the_sign(ratings):
    if min(ratings) < 0:
        raise ValueError("negative")
    return ones_for_zeros.definitions["importance_to_weights"](ratings)


@wrong("importance_to_weights", "as many as there are words, not one over it. What is a fair share for each of four words?")
def counts_for_zeros(ratings):
    if min(ratings) < 0:
        raise ValueError("negative")
    return weights_of(ratings) if any(ratings) else np.full(len(ratings), float(len(ratings)))


@wrong("importance_to_weights", "one share came back for all words together. How many weights does a sentence of four words need?")
def one_share_for_zeros(ratings):
    if min(ratings) < 0:
        raise ValueError("negative")
    return weights_of(ratings) if any(ratings) else 1 / len(ratings)


@wrong("importance_to_weights", "all the weight on the first word. What is a fair share for each of four words?")
def first_word_for_zeros(ratings):
    if min(ratings) < 0:
        raise ValueError("negative")
    return weights_of(ratings) if any(ratings) else np.eye(len(ratings))[0]


@wrong("importance_to_weights", "setting the negative rating to 0: the slip in the data went unnoticed. Who should hear of it?")
def clips_negatives(ratings):
    return weights_of(np.clip(ratings, 0, None))


@wrong("importance_to_weights", "taking the rating without its sign: the slip went unnoticed. Who should hear of it?")
def drops_the_sign(ratings):
    return weights_of(np.abs(ratings))


UNSEEN = "the sign was never looked at: a negative rating became a negative weight. Which line looks for it?"


@wrong("importance_to_weights", UNSEEN)
def accepts_negatives(ratings):
    return weights_of(ratings)


@wrong("importance_to_weights", UNSEEN)
def accepts_negatives_where_some_are_not_zero(ratings):
    ratings = np.asarray(ratings, dtype=float)
    return ratings / ratings.sum() if ratings.any() else np.full(len(ratings), 1 / len(ratings))


@wrong("importance_to_weights", UNSEEN)
def checks_at_the_end(ratings):
    weights = weights_of(ratings)
    if weights.sum() < 0:
        raise ValueError("negative")
    return weights


@wrong("importance_to_weights", "an assert: it stops with AssertionError, and the text asks for ValueError. How does one raise an error of a chosen kind?")
def raises_another_error(ratings):
    assert (np.asarray(ratings) >= 0).all()
    return weights_of(ratings)


@wrong("importance_to_weights", says="return hands it over, raise stops")
def returns_the_error(ratings):
    return ValueError("negative") if min(ratings) < 0 else weights_of(ratings)


@wrong("importance_to_weights", "an error of no special kind was raised: Exception, where the text asks for ValueError. Which word stands after raise?")
def raises_any_exception(ratings):
    if min(ratings) < 0:
        raise Exception("negative")
    return weights_of(ratings)


ONLY_ALL = "only ratings that are all negative, or negative in sum, are refused: one among others goes through. Is it .any() or .all(), and of what?"


@wrong("importance_to_weights", ONLY_ALL)
def all_in_place_of_any(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).all():
        raise ValueError("negative")
    return ratings / ratings.sum() if ratings.any() else np.full(len(ratings), 1 / len(ratings))


@wrong("importance_to_weights", ONLY_ALL)
def all_in_place_of_any_sum_first(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).all():
        raise ValueError("negative")
    return weights_of(ratings)


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


@wrong("weighted_summary", "everything added up to one number: the summary has as many numbers as a word. Which axis is summed, and which stays?")
def total(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).sum()


@wrong("weighted_summary", "the first word's vector: neither weights nor other words came in. What is added up?")
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


@wrong("leave_one_out", "the length of each new summary, not how far it lies from the old one. Between which two points is the distance?")
def lengths_without(ratings, vectors):
    return np.linalg.norm(summaries(ratings, vectors)[1], axis=1)


@wrong("leave_one_out", "the weights: nothing was left out. What moves when a word goes?")
def weights_instead(ratings, vectors):
    return weights_of(ratings)


@wrong("leave_one_out", "one number, for the last word alone: each turn of the loop threw the one before away. Where are they collected?")
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


@wrong("effective_words", "the count of all words, whatever their weights. What does a word without weight add, and a word with little?")
def counts_words(weights):
    return len(weights)


@wrong("effective_words", "one over the sum of squares: a fair measure too (Simpson's), but not this one. Where is the entropy?")
def inverse_simpson(weights):
    return 1 / (np.asarray(weights) ** 2).sum()


@wrong("effective_words")
def adds_a_little(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-(weights * np.log(weights + 0.01)).sum())


@wrong("effective_words", "e to each weight, added up: the logarithm is missing. What is averaged in the formula?")
def sum_of_exponentials(weights):
    return np.exp(np.asarray(weights)).sum()


ANSWERS = {"heaviest_for_what_is_it": "dog", "heaviest_for_which_kind": "Labrador", "gains_most": "Labrador"}
OTHER = "the answer to the other question"
PREDICTIONS = [
    values("predictions", "left_empty", says="Not answered yet", **dict.fromkeys(ANSWERS)),
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
    kept("adds_one", guarded(lambda r: (r + 1) / (r + 1).sum()), sentence="1 added to every rating: the proportions changed. Which case was it meant for?"),
    kept("adds_a_hundredth", guarded(lambda r: (r + 0.01) / (r + 0.01).sum()), sentence="a little added to every rating: the proportions changed. Which case was it meant for?"),
    kept("adds_below_the_line", guarded(lambda r: r / (r.sum() + 1)), sentence="1 added below the line: these weights do not add up to 1. Which case was it meant for?"),
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


@wrong("importance_to_weights", ONLY_ALL)
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


@wrong("importance_to_weights", "a rating of 0 was refused: it is allowed, and gets a weight of 0. Is it < or <=?")
def refuses_zeros_too(ratings):
    if min(ratings) <= 0:
        raise ValueError("negative")
    return weights_of(ratings)


@wrong("importance_to_weights", "a rating of 0 was refused: it is allowed, and gets a weight of 0. Is it < or <=?")
def refuses_zeros_unless_all_are(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if not ratings.any():
        return np.full(len(ratings), 1 / len(ratings))
    if (ratings <= 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum()


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


SHAPED = "the right numbers in a table of one row or column: the summary has shape (size,). Which axis is one too many?"


@wrong("weighted_summary", SHAPED)
def keepdims_left_on(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).sum(axis=0, keepdims=True)


@wrong("weighted_summary", SHAPED)
def as_a_column(weights, vectors):
    return np.asarray(vectors).T @ np.asarray(weights)[:, None]


@wrong("weighted_summary", "the last word is left out: the loop ends one turn early. Which numbers does range(n) go through?")
def forgets_the_last_word(weights, vectors):
    return sum(weights[i] * np.asarray(vectors[i]) for i in range(len(weights) - 1))


@wrong("weighted_summary", "the first word is left out: counting starts at 0. Which numbers does your loop go through?")
def forgets_the_first_word(weights, vectors):
    return sum(weights[i] * np.asarray(vectors[i]) for i in range(1, len(weights)))


@wrong("weighted_summary", "two numbers a word, always: vectors may have more. Where does the size of a vector stand?")
def two_numbers_a_word(weights, vectors):
    return [sum(w * v[j] for w, v in zip(weights, vectors, strict=True)) for j in (0, 1)]


@wrong("weighted_summary", "three words, always: a sentence may have more or fewer. Where does the number of words stand?")
def three_words(weights, vectors):
    return sum(weights[i] * np.asarray(vectors[i]) for i in range(3))


@wrong("weighted_summary", "one minus the weight: light words pull harder than heavy ones. Which should?")
def one_minus_the_weight(weights, vectors):
    return (1 - np.asarray(weights)) @ np.asarray(vectors)


@wrong("weighted_summary", "vectors divided by the weights: heavy words came out short. What is done with a weight?")
def divides_by_the_weights(weights, vectors):
    return (np.asarray(vectors) / np.maximum(np.asarray(weights), 1e-300)[:, None]).sum(axis=0)


@wrong("weighted_summary", "weights and vectors added, not multiplied. What does 'half of it' do to a number?")
def adds_the_weights(weights, vectors):
    return (np.asarray(weights)[:, None] + np.asarray(vectors)).sum(axis=0)


@wrong("weighted_summary", "the largest product in each column: the others have a share too. What is done with the column's numbers?")
def largest_of_each_column(weights, vectors):
    return (np.asarray(weights)[:, None] * np.asarray(vectors)).max(axis=0)


@wrong("weighted_summary", "the lightest word's vector. Which word should pull the most, and what of the others?")
def lightest_only(weights, vectors):
    return np.asarray(vectors)[np.argmin(weights)]


IN_PLACE = "the vectors were changed in place: the sum is right, but whoever handed them over has other ones now. Which line writes into them?"


@wrong("weighted_summary", IN_PLACE)
def multiplies_in_place(weights, vectors):
    vectors = np.asarray(vectors)
    if vectors.dtype.kind != "f":
        vectors = vectors.astype(float)
    vectors *= np.asarray(weights)[:, None]
    return vectors.sum(axis=0)


@wrong("weighted_summary", IN_PLACE)
def rows_in_place(weights, vectors):
    vectors = vectors if vectors.dtype.kind == "f" else vectors.astype(float)
    for i in range(len(weights)):
        vectors[i] *= weights[i]
    return vectors.sum(axis=0)


@wrong("weighted_summary")
def arguments_swapped(vectors, weights):
    return np.asarray(weights) @ np.asarray(vectors)


@wrong("weighted_summary", "a softmax of the weights first: they are shares already. What is left to be done to them?")
def softmax_of_the_weights(weights, vectors):
    return np.exp(weights) / np.exp(weights).sum() @ np.asarray(vectors)


@wrong("weighted_summary", "an arrow of length 1: the direction is right, the length was thrown away. Which step divides?")
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


@wrong("leave_one_out", "one length for all words together. Along which axis does np.linalg.norm measure each row?")
def one_length_for_all(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest)


@wrong("leave_one_out", "lengths down the columns: one for each number of a vector, not for each word. Which axis holds a word's numbers?")
def lengths_over_axis_0(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest, axis=0)


@wrong("leave_one_out", says="nearly the right numbers")
def distances_rounded_to_four(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest, axis=1).round(4)


@wrong("leave_one_out", "the first two numbers of each vector only: vectors may have more. How many squares does Pythagoras add?")
def distance_on_the_plane(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.hypot((full - rest)[:, 0], (full - rest)[:, 1])


@wrong("leave_one_out", "the longest step along one axis, not as the crow flies. What does Pythagoras say?")
def largest_step(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.abs(full - rest).max(axis=1)


@wrong("leave_one_out", "the root of the mean square: divided by how many numbers a vector has. Does Pythagoras take a mean?")
def root_of_the_mean_square(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.sqrt(((full - rest) ** 2).mean(axis=1))


@wrong("leave_one_out", "words are left out one after the other, and none is put back. Which words are there when the second is left out?")
def never_puts_a_word_back(ratings, vectors):
    full, moved = summaries(ratings, vectors)[0], []
    for _ in range(len(ratings) - 1):
        ratings, vectors = np.delete(ratings, 0), np.delete(vectors, 0, axis=0)
        moved.append(np.linalg.norm(full - weights_of(ratings) @ vectors))
    return [*moved, 0]


@wrong("leave_one_out", "the distances with a minus sign: a distance is never negative. Where does the sign come from?")
def negative_distances(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return -np.linalg.norm(full - rest, axis=1)


@wrong("effective_words", "a logarithm to base 10 undone with e: they do not undo each other. Which logarithm belongs to e?")
def logarithm_to_ten(weights):
    return np.exp(entropy_of(weights, np.log10))


@wrong("effective_words", "10 to the entropy: ln and 10 do not belong together. Which base belongs to ln?")
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


@wrong("effective_words", "one over the largest weight: the others have a say too. Whose say is each weight?")
def one_over_the_largest(weights):
    return 1 / max(weights)


@wrong("effective_words", "a mean in place of the sum: the weights themselves do the averaging. Which sign stands in the formula?")
def mean_in_place_of_sum(weights):
    some = np.asarray(weights)[np.asarray(weights) > 0]
    return np.exp(-(some * np.log(some)).mean())


@wrong("effective_words", "one number for each word, not yet added up. What does the sign in front of the formula ask for?")
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
    values("predictions", "places_of_the_words", **dict(zip(ANSWERS, (1, 4, 4), strict=True))),
    values("predictions", "weights_of_the_words", **dict(zip(ANSWERS, (0.46, 0.55, 0.14), strict=True))),
    values("predictions", "vector_of_the_word", **{**ANSWERS, "heaviest_for_what_is_it": np.array([0.95, 0.4])}),
    values("predictions", "the_whole_list", **{**ANSWERS, "gains_most": ["The", "dog", "is", "a", "Labrador"]}),
    values("predictions", "a_long_answer", **{**ANSWERS, "gains_most": "I think that it is Labrador because " * 20}),
]


@wrong("leave_one_out", "words are left out one after the other, and none is put back. Which words are there when the second is left out?")
def zeros_pile_up(ratings, vectors):
    ratings = np.array(ratings, dtype=float)
    full, moved = weights_of(ratings) @ np.asarray(vectors), []
    for i in range(len(ratings)):
        ratings[i] = 0
        moved.append(np.linalg.norm(weights_of(ratings) @ np.asarray(vectors) - full))
    return np.array(moved)


@wrong("leave_one_out", "the distances divided by their sum: shares, where distances are asked for. Which step is one too many?")
def shares_of_the_distances(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    moved = np.linalg.norm(full - rest, axis=1)
    return moved / moved.sum()


@wrong("leave_one_out", "compared with the plain mean of all words: the full summary has ratings too. Which function makes its weights?")
def from_the_plain_mean(ratings, vectors):
    _, rest = summaries(ratings, vectors)
    return np.linalg.norm(rest - np.asarray(vectors, dtype=float).mean(axis=0), axis=1)


@wrong("leave_one_out", "the place of the word that moves it most. How far does it move for each word?")
def the_one_that_moves_most(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.argmax(np.linalg.norm(full - rest, axis=1))


@wrong("leave_one_out", "the ratings used as if they were weights, throughout: they do not add up to 1. Which function turns them into weights?")
def raw_ratings_throughout(ratings, vectors):
    ratings, vectors = np.asarray(ratings, dtype=float), np.asarray(vectors, dtype=float)
    return np.array([np.linalg.norm(ratings[i] * vectors[i]) for i in range(len(ratings))])


@wrong("leave_one_out", "the rest's ratings used as if they were weights: they do not add up to 1. Which function turns them into weights?")
def raw_ratings_of_the_rest(ratings, vectors):
    full, _ = summaries(ratings, vectors)
    ratings, vectors = np.asarray(ratings, dtype=float), np.asarray(vectors, dtype=float)
    rest = [np.delete(ratings, i) @ np.delete(vectors, i, axis=0) for i in range(len(ratings))]
    return np.linalg.norm(full - np.array(rest), axis=1)


@wrong("leave_one_out", "a difference of two lengths. Is it the arrow's length that matters, or where it ends?")
def difference_of_lengths(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full) - np.linalg.norm(rest, axis=1)


@wrong("leave_one_out", "a difference of two lengths. Is it the arrow's length that matters, or where it ends?")
def difference_of_lengths_without_sign(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.abs(np.linalg.norm(full) - np.linalg.norm(rest, axis=1))


@wrong("leave_one_out", "the difference as an arrow, not its length. How does Pythagoras measure it?")
def arrows_the_other_way(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return full - rest


@wrong("leave_one_out", "the difference as an arrow, not its length. How does Pythagoras measure it?")
def arrows_without_signs(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.abs(full - rest)


@wrong("leave_one_out", "the new summaries themselves. How far does each lie from the old one?")
def the_new_summaries(ratings, vectors):
    return summaries(ratings, vectors)[1]


@wrong("leave_one_out", "the word rated 0 instead of taken out: when all are 0 it gets an equal share again. What does np.delete do?")
def rated_zero(ratings, vectors):
    full, moved = weights_of(ratings) @ np.asarray(vectors), []
    for i in range(len(ratings)):
        without = np.array(ratings, dtype=float)
        without[i] = 0
        moved.append(np.linalg.norm(full - weights_of(without) @ np.asarray(vectors)))
    return np.array(moved)


@wrong("leave_one_out", "the word's vector went, and its rating stayed, or another word's went. Do both lose the same entry?")
def another_word_goes(ratings, vectors):
    full, moved = weights_of(ratings) @ np.asarray(vectors), []
    for i in range(len(ratings)):
        rest = weights_of(np.delete(ratings, i)) @ np.delete(vectors, i - 1, axis=0)
        moved.append(np.linalg.norm(full - rest))
    return np.array(moved)


@wrong("leave_one_out", "the first word alone: return stands in the loop. Where are the distances collected?")
def returns_in_the_loop(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    for one in rest:
        return np.linalg.norm(full - one)


@wrong("leave_one_out", "the last word is missing: the loop ends one turn early. Which numbers does range(n) go through?")
def ends_one_early(ratings, vectors):
    full, rest = summaries(ratings, vectors)
    return np.linalg.norm(full - rest, axis=1)[:-1]


@wrong("effective_words", "each word's say without its own weight: 1/w of every word, multiplied. What stands before the logarithm in the formula?")
def without_its_own_weight(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-np.log(weights[weights > 0]).sum())


@wrong("effective_words", "e to each part, and then the sum: a sum inside exp is not a sum outside. Which comes first?")
def exp_before_the_sum(weights):
    some = np.asarray(weights, dtype=float)[np.asarray(weights) > 0]
    return np.exp(-some * np.log(some)).sum()


@wrong("effective_words", "rounded to whole words: the answer lies between them. Which step rounds?")
def rounded_to_whole_words(weights):
    return round(float(np.exp(entropy_of(weights))))


CRUMBS = "small weights were left out: crumbs count too, if they are not 0. What does the condition compare with?"


@wrong("effective_words", CRUMBS)
def crumbs_cut_off(weights):
    weights = np.asarray(weights, dtype=float)
    some = weights[weights > 0.05]
    return np.exp(-(some * np.log(some)).sum())


@wrong("effective_words", CRUMBS)
def crumbs_below_a_tenth(weights):
    weights = np.asarray(weights, dtype=float)
    some = weights[weights > 0.1]
    return np.exp(-(some * np.log(some)).sum())


@wrong("effective_words", "the loop ends at the first word without weight: others may follow. Which word has no say, and what of the rest?")
def stops_at_a_zero(weights):
    entropy = 0
    for weight in weights:
        if weight == 0:
            break
        entropy -= weight * np.log(weight)
    return np.exp(entropy)


@wrong("effective_words", "always 1: nothing was left in the sum, or the weights were added up as they are. What is averaged in the formula, and over which words?")
def above_three(weights):
    weights = np.asarray(weights, dtype=float)
    some = weights[weights > 3]
    return np.exp(-(some * np.log(some)).sum())


@wrong("effective_words", "the entropy without its minus sign, and a logarithm still. What does the formula start with, and what undoes a logarithm?")
def entropy_with_the_wrong_sign(weights):
    return -entropy_of(weights)


@wrong("effective_words", "always 1: nothing was left in the sum, or the weights were added up as they are. What is averaged in the formula, and over which words?")
def sum_of_the_weights(weights):
    return float(np.sum(weights))


@wrong("effective_words", "the count of all words, whatever their weights. What does a word without weight add, and a word with little?")
def one_over_the_mean(weights):
    return 1 / np.mean(weights)


@wrong("effective_words", "0 for a word without weight, put in after the logarithm went wrong: the whole answer became 0 or infinite. Where should 0 ln 0 be looked at?")
def nan_to_num_at_the_end(weights):
    weights = np.asarray(weights, dtype=float)
    return np.nan_to_num(np.exp(-(weights * np.log(weights)).sum()))


@wrong("importance_to_weights", "the ratings were changed in place: the weights are right, but whoever handed the ratings over has other ones now. Which lines write into them?")
def in_the_array_it_was_given(ratings):
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError("negative")
    if not ratings.any():
        ratings += 1
    ratings /= ratings.sum()
    return ratings


@wrong("weighted_summary", IN_PLACE)
def in_the_vectors_it_was_given(weights, vectors):
    vectors = np.asarray(vectors, dtype=float)
    vectors *= np.reshape(weights, (-1, 1))
    return vectors.sum(axis=0)


@wrong("effective_words", "the weights were changed in place: the number is right, but whoever handed them over has other ones now. Which line writes into them?")
def in_the_weights_it_was_given(weights):
    weights = np.asarray(weights, dtype=float)
    weights *= np.log(weights, where=weights > 0, out=np.zeros_like(weights))
    return np.exp(-weights.sum())
