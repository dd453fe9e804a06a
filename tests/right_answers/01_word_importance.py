"""Right answers to lesson 01, in different styles: each must get full marks."""

import math

import numpy as np
from scipy.special import entr

from grading.trial import right, values


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
    return np.array([
        np.sqrt(((full - weights_of(ratings[everyone != i]) @ vectors[everyone != i]) ** 2).sum())
        for i in everyone
    ])


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
