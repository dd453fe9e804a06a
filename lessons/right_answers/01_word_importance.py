"""Right answers to lesson 01, in different styles: each must get full marks."""

import math
from fractions import Fraction

import numpy as np
import torch
from scipy.spatial.distance import cdist
from scipy.special import entr, xlogy

from grading.authoring.answers import right, values


@right("importance_to_weights")
def with_a_loop(ratings):
    total = 0.0
    for rating in ratings:
        if rating < 0:
            raise ValueError("negative rating")
        total += rating
    if total == 0:
        return [1 / len(ratings) for _ in ratings]
    return [rating / total for rating in ratings]


@right("importance_to_weights")
def in_single_precision(ratings):
    ratings = np.array(ratings, dtype=np.float32)
    if np.min(ratings) < 0:
        raise ValueError
    if not ratings.any():
        ratings = np.ones_like(ratings)
    return ratings / np.sum(ratings, dtype=np.float64)


@right("importance_to_weights")
def divides_first_with_a_warning(ratings):
    array = np.asarray(ratings, dtype=float)
    if any(rating < 0 for rating in ratings):
        raise ValueError("no negative ratings, please")
    weights = array / array.sum()
    return np.where(np.isnan(weights), 1 / array.size, weights)


def weights_of(ratings):
    ratings = np.asarray(ratings, dtype=float)
    return ratings / ratings.sum() if ratings.any() else np.full(len(ratings), 1 / len(ratings))


@right("weighted_summary")
def by_loops(weights, vectors):
    total = [0.0] * len(vectors[0])
    for weight, vector in zip(weights, vectors, strict=True):
        for i, number in enumerate(vector):
            total[i] += weight * number
    return total


@right("weighted_summary")
def by_einsum(w, v):
    return np.einsum("w,ws->s", w, v)


@right("weighted_summary")
def by_broadcasting(weights, vectors):
    return (np.reshape(weights, (-1, 1)) * np.array(vectors)).sum(axis=0)


@right("weighted_summary")
def by_average(weights, vectors):
    return np.average(vectors, axis=0, weights=weights)


@right("leave_one_out")
def by_zero_rating(ratings, vectors):
    full = weights_of(ratings) @ np.asarray(vectors)
    moved = []
    for i in range(len(ratings)):
        rest = np.array(ratings, dtype=float)
        rest[i] = 0
        if not rest.any():
            rest[:] = 1
            rest[i] = 0
        moved.append(math.dist(full, weights_of(rest) @ np.asarray(vectors)))
    return moved


@right("leave_one_out")
def by_formula_where_it_holds(ratings, vectors):
    share, points = weights_of(ratings), np.asarray(vectors, dtype=float)
    summary, distances = share @ points, []
    for i, weight in enumerate(share):
        if weight < 1:
            distances.append(weight / (1 - weight) * np.linalg.norm(points[i] - summary))
        else:
            distances.append(np.linalg.norm(np.delete(points, i, axis=0).mean(axis=0) - summary))
    return np.array(distances)


@right("leave_one_out")
def by_masks(ratings, vectors):
    ratings, vectors = np.asarray(ratings), np.asarray(vectors)
    everyone = np.arange(len(ratings))
    full = np.average(vectors, axis=0, weights=weights_of(ratings))
    return np.array([np.sqrt(((full - weights_of(ratings[everyone != i]) @ vectors[everyone != i]) ** 2).sum()) for i in everyone])


@right("effective_words")
def with_math(weights):
    return math.exp(sum(-w * math.log(w) for w in weights if w > 0))


@right("effective_words")
def in_bits(weights):
    some = np.asarray(weights)[np.asarray(weights) != 0]
    return 2.0 ** -np.sum(some * np.log2(some))


@right("effective_words")
def as_a_product(weights):
    weights = np.asarray(weights, dtype=float)
    return 1 / np.prod(weights**weights)


@right("effective_words")
def with_scipy(weights):
    return np.array(np.exp(entr(weights).sum()), dtype=np.float32)


RIGHT = {"heaviest_for_what_is_it": "dog", "heaviest_for_which_kind": "Labrador", "gains_most": "Labrador"}
PREDICTIONS = [
    values("predictions", "as_computed", **RIGHT),
    values("predictions", "as_numpy_text", **{name: np.str_(word) for name, word in RIGHT.items()}),
]


class NegativeRating(ValueError):
    pass


@right("importance_to_weights")
def with_an_error_of_its_own(ratings):
    if any(rating < 0 for rating in ratings):
        raise NegativeRating(ratings)
    total = math.fsum(ratings)
    return tuple(rating / total if total else 1 / len(ratings) for rating in ratings)


@right("importance_to_weights")
def as_fractions(ratings):
    ratings = [Fraction(float(rating)) for rating in ratings]
    if min(ratings) < 0:
        raise ValueError("negative")
    return [rating / sum(ratings) if sum(ratings) else Fraction(1, len(ratings)) for rating in ratings]


@right("importance_to_weights")
def as_a_tensor(ratings):
    ratings = torch.tensor(np.asarray(ratings, dtype=float), requires_grad=True)
    if (ratings < 0).any():
        raise ValueError("negative")
    return ratings / ratings.sum() if ratings.sum() else torch.full((len(ratings),), 1 / len(ratings))


@right("importance_to_weights")
def as_a_list_of_tensors(ratings):
    shares = as_a_tensor.definitions["importance_to_weights"](ratings)
    return list(shares)


@right("importance_to_weights")
def as_an_array_of_objects(ratings):
    ratings = np.array(ratings, dtype=object)
    if min(ratings) < 0:
        raise ValueError("negative")
    return ratings / sum(ratings) if sum(ratings) else np.array([1 / len(ratings)] * len(ratings), dtype=object)


@right("importance_to_weights")
def as_a_masked_array(ratings):
    ratings = np.ma.masked_less(np.asarray(ratings, dtype=float), 0)
    if np.ma.is_masked(ratings):
        raise ValueError("negative")
    return ratings / ratings.sum() if ratings.sum() else np.ma.ones(len(ratings)) / len(ratings)


@right("importance_to_weights")
def by_asking_forgiveness(ratings):
    if min(ratings) < 0:
        raise ValueError("negative")
    ratings = [float(rating) for rating in ratings]
    try:
        return [rating / sum(ratings) for rating in ratings]
    except ZeroDivisionError:
        return [1 / len(ratings) for _ in ratings]


@right("weighted_summary")
def by_recursion(weights, vectors):
    head = weights[0] * np.asarray(vectors[0])
    if len(weights) == 1:
        return head
    return head + by_recursion.definitions["weighted_summary"](weights[1:], vectors[1:])


@right("weighted_summary")
def by_columns(weights, vectors):
    return tuple(math.fsum(w * x for w, x in zip(weights, c, strict=True)) for c in zip(*vectors, strict=True))


@right("weighted_summary")
def in_single_precision_summary(weights, vectors):
    return np.float32(weights) @ np.float32(vectors)


@right("weighted_summary")
def as_a_tensor_summary(weights, vectors):
    return torch.as_tensor(np.asarray(weights, dtype=float)) @ torch.as_tensor(np.asarray(vectors, dtype=float))


@right("weighted_summary")
def transposed(weights, vectors):
    return np.array(vectors).T.dot(weights)


@right("leave_one_out")
def in_plain_python(ratings, vectors):
    ratings, vectors = list(ratings), [list(map(float, vector)) for vector in vectors]

    def summary(some, points):
        return [math.fsum(w * x for w, x in zip(weights_of(some), c, strict=True)) for c in zip(*points, strict=True)]

    full = summary(ratings, vectors)
    return tuple(math.dist(full, summary(ratings[:i] + ratings[i + 1 :], vectors[:i] + vectors[i + 1 :])) for i in range(len(ratings)))


@right("leave_one_out")
def without_a_loop(ratings, vectors):
    count = len(ratings)
    table = np.tile(np.asarray(ratings, dtype=float), (count, 1))
    np.fill_diagonal(table, 0)
    empty = table.sum(axis=1) == 0
    table[empty] = 1 - np.eye(count)[empty]
    table /= table.sum(axis=1, keepdims=True)
    return np.linalg.norm(table @ vectors - weights_of(ratings) @ vectors, axis=-1)


@right("leave_one_out")
def with_scipy_distances(ratings, vectors):
    points = np.asarray(vectors, dtype=float)
    rest = [weights_of(np.delete(ratings, i)) @ np.delete(points, i, 0) for i in range(len(ratings))]
    return cdist([weights_of(ratings) @ points], rest)[0]


@right("leave_one_out")
def by_rolling(ratings, vectors):
    ratings, vectors, moved = np.array(ratings, dtype=float), np.array(vectors, dtype=float), []
    full = weights_of(ratings) @ vectors
    for _ in range(len(ratings)):
        moved.append(np.hypot.reduce(full - weights_of(ratings[1:]) @ vectors[1:]))
        ratings, vectors = np.roll(ratings, -1), np.roll(vectors, -1, axis=0)
    return moved


@right("effective_words")
def zeros_become_ones(weights):
    weights = np.array(weights, dtype=float)
    weights[weights == 0] = 1
    return np.exp(-(weights * np.log(weights)).sum())


@right("effective_words")
def nan_left_out(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-np.nansum(weights * np.log(weights)))


@right("effective_words")
def a_very_small_number_added(weights):
    weights = np.asarray(weights, dtype=float)
    return np.exp(-(weights * np.log(weights + 1e-12)).sum())


@right("effective_words")
def with_xlogy(weights):
    return np.exp(-xlogy(weights, weights).sum())


@right("effective_words")
def as_a_tensor_of_words(weights):
    return torch.special.entr(torch.tensor(np.asarray(weights, dtype=float))).sum().exp()


@right("effective_words")
def with_a_masked_array(weights):
    weights = np.ma.masked_equal(np.asarray(weights, dtype=float), 0)
    return np.exp(-(weights * np.ma.log(weights)).sum())


@right("effective_words")
def in_base_seven(weights):
    return 7 ** sum(weight * math.log(1 / weight, 7) for weight in weights if weight > 0)
