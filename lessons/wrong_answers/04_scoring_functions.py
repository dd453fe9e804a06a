"""Wrong answers to lesson 04: each must lose its points, the listed ones by name."""

import math

import torch

from grading.authoring.answers import wrong


def dots(query, states):
    return query @ states.transpose(1, 2)


@wrong("dot_scores", named="query and states swapped")
def states_first(query, states):
    return states @ query.transpose(1, 2)


@wrong("dot_scores", named="products that are not added up")
def multiplies_only(query, states):
    return query * states


@wrong("dot_scores", named="the cosine")
def cosine(query, states):
    unit = torch.nn.functional.normalize
    return dots(unit(query, dim=-1), unit(states, dim=-1))


@wrong("dot_scores", named="weights, not scores")
def softmax_already(query, states):
    return dots(query, states).softmax(dim=-1)


@wrong("dot_scores", named="every query scored against the whole batch, and added up")
def sums_over_the_batch(query, states):
    return torch.einsum("btd,csd->bts", query, states)


@wrong("dot_scores", named="every query scored against the whole batch")
def tensordot(query, states):
    return torch.tensordot(query, states, dims=([2], [2]))


@wrong("dot_scores", named="every query scored against the whole batch, in one table")
def one_large_table(query, states):
    size = query.shape[-1]
    return query.reshape(-1, size) @ states.reshape(-1, size).T


@wrong("dot_scores", named="a reshape in place of the transpose")
def reshapes(query, states):
    return query @ states.reshape(states.shape[0], states.shape[2], states.shape[1])


@wrong("dot_scores", named="a reshape in place of the transpose")
def views(query, states):
    return torch.bmm(query, states.view(states.size(0), states.size(-1), -1))


@wrong("dot_scores", named="whose target axis is missing")
def no_unsqueeze(query, states):
    return (query * states).sum(dim=-1)


@wrong("dot_scores", named="whose target axis is missing")
def squeezes(query, states):
    return dots(query, states).squeeze()


@wrong("dot_scores", named="one query for each state")
def unsqueezes_too_late(query, states):
    return (query * states).sum(dim=-1).unsqueeze(1)


@wrong("dot_scores")
def sums_over_the_source(query, states):
    return (query * states).sum(dim=1, keepdim=True)


@wrong("dot_scores")
def mean_of_products(query, states):
    return dots(query, states) / query.shape[-1]


@wrong("dot_scores")
def no_transpose(query, states):
    return query @ states


@wrong("dot_scores")
def capital_t(query, states):
    return query @ states.permute(*range(states.ndim - 1, -1, -1))


@wrong("dot_scores")
def transposes_the_batch(query, states):
    return query @ states.transpose(0, 1)


@wrong("dot_scores")
def turns_the_query(query, states):
    return query.transpose(1, 2) @ states


@wrong("dot_scores")
def first_query_only(query, states):
    return dots(query[:, :1], states).expand(-1, query.shape[1], -1)


@wrong("dot_scores")
def first_sentence_only(query, states):
    return query @ states[0].T


@wrong("dot_scores")
def distance(query, states):
    return torch.cdist(query, states)


@wrong("dot_scores")
def forgets_return(query, states):
    dots(query, states)


@wrong("dot_scores")
def absolute_values(query, states):
    return dots(query, states).abs()


@wrong("scaled_dot_scores", named="no scaling")
def plain(query, states):
    return dots(query, states)


@wrong("scaled_dot_scores", named="no scaling, or the root of the number of queries")
def root_of_targets(query, states):
    return dots(query, states) / math.sqrt(query.shape[1])


@wrong("scaled_dot_scores", named="scaling by d, not by its root")
def by_d(query, states):
    return dots(query, states) / query.shape[-1]


@wrong("scaled_dot_scores", named="scaling by d, not by its root")
def root_taken_twice_over(query, states):
    root = math.sqrt(query.shape[-1])
    return dots(query / root, states / root)


@wrong("scaled_dot_scores", named="multiplying by the root")
def multiplies(query, states):
    return dots(query, states) * math.sqrt(query.shape[-1])


@wrong("scaled_dot_scores", named="the root of the number of words")
def root_of_words(query, states):
    return dots(query, states) / math.sqrt(states.shape[1])


@wrong("scaled_dot_scores", named="the root of the number of sentences")
def root_of_sentences(query, states):
    return dots(query, states) / math.sqrt(len(query))


@wrong("scaled_dot_scores", named="weights, not scores")
def scaled_softmax(query, states):
    return (dots(query, states) / math.sqrt(query.shape[-1])).softmax(dim=-1)


@wrong("scaled_dot_scores", named="query and states swapped")
def scaled_states_first(query, states):
    return dots(states, query) / math.sqrt(query.shape[-1])


@wrong("scaled_dot_scores", named="the cosine")
def divides_by_lengths(query, states):
    lengths = query.norm(dim=-1).unsqueeze(2) * states.norm(dim=-1).unsqueeze(1)
    return dots(query, states) / lengths


@wrong("scaled_dot_scores")
def by_its_own_spread(query, states):
    scores = dots(query, states)
    return scores / scores.std()


@wrong("scaled_dot_scores")
def squared(query, states):
    return dots(query, states) / query.shape[-1] ** 2


@wrong("scaled_dot_scores")
def root_of_the_scores(query, states):
    return dots(query, states) ** 0.5


@wrong("scaled_dot_scores")
def root_of_their_size(query, states):
    return torch.sqrt(dots(query, states).abs())


@wrong("scaled_dot_scores")
def always_the_root_of_four(query, states):
    return dots(query, states) / 2


@wrong("bilinear_scores", named="the matrix transposed")
def matrix_transposed(query, states, matrix):
    return dots(query @ matrix.T, states)


@wrong("bilinear_scores", named="the matrix transposed")
def matrix_on_the_states(query, states, matrix):
    return dots(query, states @ matrix)


@wrong("bilinear_scores", named="the plain dot product")
def matrix_forgotten(query, states, matrix):
    return dots(query, states)


@wrong("bilinear_scores", named="query and states swapped")
def bilinear_columns(query, states, matrix):
    return states @ (query @ matrix).transpose(1, 2)


@wrong("bilinear_scores", named="query and states swapped in the formula")
def bilinear_states_first(query, states, matrix):
    return states @ matrix @ query.transpose(1, 2)


@wrong("bilinear_scores", named="a tanh on the translated query")
def bilinear_tanh(query, states, matrix):
    return dots(torch.tanh(query @ matrix), states)


@wrong("bilinear_scores", named="a tanh around the score")
def bilinear_tanh_at_the_end(query, states, matrix):
    return torch.tanh(dots(query @ matrix, states))


@wrong("bilinear_scores", named="scaling as well")
def bilinear_scaled(query, states, matrix):
    return dots(query @ matrix, states) / math.sqrt(states.shape[-1])


@wrong("bilinear_scores", named="scaling as well")
def bilinear_scaled_by_query(query, states, matrix):
    return dots(query @ matrix, states) / math.sqrt(query.shape[-1])


@wrong("bilinear_scores", named="the translated query, and no score yet")
def translates_only(query, states, matrix):
    return query @ matrix


@wrong("bilinear_scores", named="weights, not scores")
def bilinear_softmax(query, states, matrix):
    return dots(query @ matrix, states).softmax(dim=-1)


@wrong("bilinear_scores", named="whose target axis is missing")
def bilinear_no_unsqueeze(query, states, matrix):
    return ((query @ matrix) * states).sum(dim=-1)


@wrong("bilinear_scores", named="a reshape in place of the transpose")
def bilinear_reshapes(query, states, matrix):
    return query @ matrix @ states.reshape(states.shape[0], states.shape[2], states.shape[1])


@wrong("bilinear_scores", named="the matrix in both")
def translates_both(query, states, matrix):
    return dots(query @ matrix, states @ matrix.T)


@wrong("bilinear_scores")
def no_transpose_after_all(query, states, matrix):
    return query @ matrix @ states


@wrong("bilinear_scores")
def matrix_entry_by_entry(query, states, matrix):
    return dots(query * matrix.diagonal(), states)


@wrong("bilinear_scores")
def matrix_from_the_left(query, states, matrix):
    return dots((matrix @ query.transpose(1, 2)).transpose(1, 2), states)


@wrong("bilinear_scores")
def bilinear_first_query_only(query, states, matrix):
    return dots(query[:, :1] @ matrix, states).expand(-1, query.shape[1], -1)


@wrong("scaled_dot_scores")
def scaled_and_unsqueezed_too_late(query, states):
    return (query * states).sum(dim=-1).unsqueeze(1) / math.sqrt(query.shape[-1])


@wrong("bilinear_scores")
def bilinear_unsqueezed_too_late(query, states, matrix):
    return ((query @ matrix) * states).sum(dim=-1).unsqueeze(1)


def summed(query, states, wq, ws):
    return (query @ wq).unsqueeze(2) + (states @ ws).unsqueeze(1)


@wrong("additive_scores", named="no tanh")
def no_tanh(query, states, wq, ws, v):
    return summed(query, states, wq, ws) @ v


@wrong("additive_scores", named="tanh at the very end")
def tanh_last(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws) @ v)


@wrong("additive_scores", named="a plain sum in place of the vector")
def no_vector(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)).sum(dim=-1)


@wrong("additive_scores", named="a sigmoid in place of tanh")
def sigmoid(query, states, wq, ws, v):
    return torch.sigmoid(summed(query, states, wq, ws)) @ v


@wrong("additive_scores", named="relu in place of tanh")
def relu(query, states, wq, ws, v):
    return torch.relu(summed(query, states, wq, ws)) @ v


@wrong("additive_scores", named="the states alone")
def states_alone(query, states, wq, ws, v):
    return (torch.tanh(states @ ws) @ v).unsqueeze(1).expand(-1, query.shape[1], -1)


@wrong("additive_scores", named="the query alone")
def query_alone(query, states, wq, ws, v):
    return (torch.tanh(query @ wq) @ v).unsqueeze(2).expand(-1, -1, states.shape[1])


@wrong("additive_scores", named="a tanh for each before they are added")
def tanh_for_each(query, states, wq, ws, v):
    return (torch.tanh(query @ wq).unsqueeze(2) + torch.tanh(states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", named="a product in place of the sum")
def product(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) * (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", named="broadcasting over the wrong axis")
def wrong_axes(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(1) + (states @ ws).unsqueeze(2)) @ v


@wrong("additive_scores", named="whose target axis is missing")
def additive_no_unsqueeze(query, states, wq, ws, v):
    return torch.tanh(query @ wq + states @ ws) @ v


@wrong("additive_scores", named="the vector on the left of @")
def vector_on_the_left(query, states, wq, ws, v):
    return v @ torch.tanh(summed(query, states, wq, ws))


@wrong("additive_scores")
def hidden_layer(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws))


@wrong("additive_scores")
def products_not_added(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)) * v


@wrong("additive_scores", named="weights, not scores")
def additive_softmax(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v).softmax(dim=-1)


@wrong("additive_scores")
def one_unsqueeze_only(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) + states @ ws) @ v


@wrong("additive_scores")
def both_at_the_same_place(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(1) + (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores")
def unsqueezes_after_the_sum(query, states, wq, ws, v):
    return (torch.tanh(query @ wq + states @ ws) @ v).unsqueeze(1)


@wrong("additive_scores")
def matrices_exchanged(query, states, wq, ws, v):
    return torch.tanh((query @ ws).unsqueeze(2) + (states @ wq).unsqueeze(1)) @ v


@wrong("additive_scores")
def vector_inside(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws) * v).sum(dim=-1)


@wrong("additive_scores")
def additive_first_query_only(query, states, wq, ws, v):
    return (torch.tanh(summed(query[:, :1], states, wq, ws)) @ v).expand(-1, query.shape[1], -1)


@wrong("additive_scores")
def sums_over_the_target(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v).sum(dim=1, keepdim=True)


@wrong("additive_scores")
def additive_mean(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) * v).mean(dim=-1)


def shares(query, states, mask, score):
    return score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong("attend", named="a softmax over targets")
def over_targets(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=1)
    return weights @ states, weights


@wrong("attend", named="a softmax over targets")
def over_targets_with_a_large_number(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -1e9).softmax(dim=1)
    return weights @ states, weights


@wrong("attend", named="a softmax over the batch")
def over_the_batch(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=0)
    return weights @ states, weights


@wrong("attend", named="a softmax without the mask")
def no_mask(query, states, mask, score):
    weights = score(query, states).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="a softmax without the mask")
def mask_thrown_away(query, states, mask, score):
    scores = score(query, states)
    scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="masking after the softmax")
def masks_after(query, states, mask, score):
    weights = score(query, states).softmax(dim=-1) * mask.unsqueeze(1)
    return weights @ states, weights


@wrong("attend", named="an inverted mask")
def inverted(query, states, mask, score):
    weights = score(query, states).masked_fill(mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="an inverted mask")
def inverted_with_a_large_number(query, states, mask, score):
    weights = score(query, states).masked_fill(mask.unsqueeze(1), -1e9).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="an inverted mask")
def inverted_for_pytorch(query, states, mask, score):
    scores = score(query, states)
    scores[mask.unsqueeze(1).expand_as(scores)] = float("-inf")
    weights = torch.nn.functional.softmax(scores, dim=-1)
    return torch.bmm(weights, states), weights


@wrong("attend", named="a score of 0 for padding")
def multiplies_by_the_mask(query, states, mask, score):
    weights = (score(query, states) * mask.unsqueeze(1)).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="a score of 0 for padding")
def fills_with_zero(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), 0).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="a mask without its target axis")
def mask_not_unsqueezed(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask, -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", named="scores, not weights")
def no_softmax(query, states, mask, score):
    scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    return shares(query, states, mask, score) @ states, scores


@wrong("attend", named="scores, not weights")
def no_softmax_at_all(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    return weights @ states, weights


@wrong("attend", named="context and weights in the other order")
def other_order(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights, weights @ states


@wrong("attend", named="the context alone")
def context_alone(query, states, mask, score):
    return shares(query, states, mask, score) @ states


@wrong("attend", named="weights applied to the query")
def weighs_the_query(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights @ query, weights


@wrong("attend", named="weights applied to the query")
def weighs_the_query_turned(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights.transpose(1, 2) @ query, weights


@wrong("attend", named="weights applied to the query")
def weighs_the_query_in_place(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights.sum(dim=-1, keepdim=True) * query, weights


@wrong("attend", named="the mean of the states")
def mean_of_states(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return states.mean(dim=1, keepdim=True).expand(-1, query.shape[1], -1), weights


@wrong("attend", named="the mean of the real states")
def mean_of_real_states(query, states, mask, score):
    even = shares(0 * query, states, mask, lambda q, s: q @ s.transpose(1, 2))
    return even @ states, shares(query, states, mask, score)


@wrong("attend", named="the heaviest state alone")
def heaviest_state(query, states, mask, score):
    weights = shares(query, states, mask, score)
    hard = torch.nn.functional.one_hot(weights.argmax(dim=-1), weights.shape[-1])
    return hard.to(states.dtype) @ states, weights


@wrong("attend", named="scores times states")
def scores_times_states(query, states, mask, score):
    return score(query, states) @ states, shares(query, states, mask, score)


@wrong("attend", named="whose target axis is missing")
def context_squeezed(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return (weights.transpose(1, 2) * states).sum(dim=1), weights


@wrong("attend", named="weight times state, not added up")
def not_added_up(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights.transpose(1, 2) * states, weights


@wrong("attend")
def mask_at_the_wrong_place(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(2), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend")
def works_for_one_query(query, states, mask, score):
    scores = score(query, states)
    scores[~mask.unsqueeze(1)] = -torch.inf
    weights = scores.softmax(dim=-1)
    return weights @ states, weights


@wrong("attend")
def same_weights_for_every_query(query, states, mask, score):
    weights = shares(query, states, mask, score)[:, :1].expand(-1, query.shape[1], -1)
    return weights @ states, weights


@wrong("attend")
def one_weight_vector_for_all_queries(query, states, mask, score):
    weights = shares(query.mean(dim=1, keepdim=True), states, mask, score)
    weights = weights.expand(-1, query.shape[1], -1)
    return weights @ states, weights


@wrong("attend")
def uniform(query, states, mask, score):
    weights = shares(query, states, mask, lambda q, s: 0 * score(q, s))
    return weights @ states, weights


@wrong("attend")
def zeroes_the_padding(query, states, mask, score):
    states = states * mask.unsqueeze(2)
    weights = score(query, states).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend")
def weights_alone(query, states, mask, score):
    return shares(query, states, mask, score)


@wrong("attend")
def not_of_minus_one(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.long().unsqueeze(1), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", hidden_only=True)
def always_the_dot_product(query, states, mask, score):
    weights = shares(query, states, mask, lambda q, s: q @ s.transpose(1, 2))
    return weights @ states, weights


def tried(attention, query, states):
    return attention(query, states, torch.ones(states.shape[:2], dtype=torch.bool))


@wrong("ignores_the_states", named="an honest verdict for both")
def compares_contexts(attention):
    query = torch.randn(2, 3, 4)
    first, _ = tried(attention, query, torch.randn(2, 5, 4))
    second, _ = tried(attention, query, torch.randn(2, 5, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="an honest verdict for both")
def compares_the_pairs(attention):
    query = torch.randn(2, 3, 4)
    first = tried(attention, query, torch.randn(2, 5, 4))
    second = tried(attention, query, torch.randn(2, 5, 4))
    return all(torch.allclose(a, b) for a, b in zip(first, second, strict=True))


@wrong("ignores_the_states", named="an honest verdict for both")
def changes_the_query(attention):
    states = torch.randn(2, 5, 4)
    _, first = tried(attention, torch.randn(2, 3, 4), states)
    _, second = tried(attention, torch.randn(2, 3, 4), states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="an honest verdict for both")
def changes_both(attention):
    _, first = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    _, second = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="an honest verdict for both")
def rows_add_up(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return not torch.allclose(weights.sum(dim=-1), torch.ones(2, 3))


@wrong("ignores_the_states", named="an honest verdict for both")
def looks_at_shapes(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return weights.shape != (2, 3, 5)


@wrong("ignores_the_states", named="an honest verdict for both")
def looks_for_uniform_weights(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return torch.allclose(weights, torch.full((2, 3, 5), 1 / 5))


@wrong("ignores_the_states", named="the two verdicts the wrong way round")
def compares_contexts_after_flipping(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    first, _ = tried(attention, query, states)
    second, _ = tried(attention, query, states.flip(1))
    return torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", named="a fake verdict for both")
def any_equal_will_do(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return bool(torch.isclose(first, second).any())


@wrong("ignores_the_states", named="a fake verdict for both")
def identical_rows(attention):
    query, states = torch.randn(2, 3, 4), torch.ones(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, 3 * states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="a fake verdict for both")
def one_word_repeated(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 1, 4).expand(-1, 5, -1)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="a fake verdict for both")
def a_single_word(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 1, 4))
    _, second = tried(attention, query, torch.randn(2, 1, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="a fake verdict for both")
def the_same_twice(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="a fake verdict for both")
def compares_shapes(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return first.shape == second.shape


@wrong("ignores_the_states", named="a fake verdict for both")
def compares_sums(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return torch.allclose(first.sum(dim=-1), second.sum(dim=-1))


@wrong("ignores_the_states", named="a fake verdict for both")
def flips_the_batch_of_one(attention):
    query, states = torch.randn(1, 3, 4), torch.randn(1, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(0))
    return torch.allclose(first, second)


@wrong("ignores_the_states", named="the two verdicts the wrong way round")
def inverted_verdict(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return not torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", named="an exact comparison")
def compares_exactly(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.equal(first, second)


@wrong("ignores_the_states", named="an exact comparison")
def compares_entry_by_entry(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return bool((first == second).all())


@wrong("ignores_the_states", named="weights that must move exactly as the words do")
def wants_weights_to_move(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return not torch.allclose(first.flip(-1), second, atol=1e-5)


@wrong("ignores_the_states", named="too wide a tolerance")
def lax(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.allclose(first, second, atol=0.1)


@wrong("ignores_the_states")
def rounds_before_comparing(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.equal(first.round(decimals=0), second.round(decimals=0))


@wrong("ignores_the_states")
def trusts_to_luck(attention):
    query, states = torch.randn(1, 1, 4), torch.randn(1, 2, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, torch.randn(1, 2, 4))
    return bool((first.argmax(dim=-1) == second.argmax(dim=-1)).all())


@wrong("ignores_the_states")
def tosses_a_coin(attention):
    return bool(torch.rand(()) < 0.5)


@wrong("ignores_the_states", named="weights that must move exactly as the words do")
def both_must_move(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    moved = torch.allclose(first.flip(-1), second, atol=1e-5)
    return torch.allclose(first, second, atol=1e-5) or not moved


@wrong("ignores_the_states")
def reads_the_weights_first(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    first, _ = tried(attention, query, states)
    second, _ = tried(attention, query, states.flip(1))
    return torch.allclose(first.softmax(dim=-1), second.softmax(dim=-1))


@wrong("ignores_the_states")
def answers_in_words(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return "fake" if torch.allclose(first, second, atol=1e-5) else "honest"


def counted(kind, query_size, state_size, hidden_size, **other):
    if kind in ("dot", "scaled dot"):
        if query_size != state_size:
            raise ValueError("sizes differ")
        return other.get(kind, 0)
    if kind not in ("bilinear", "additive"):
        raise ValueError(kind)
    right = {"bilinear": query_size * state_size, "additive": (query_size + state_size + 1) * hidden_size}
    return other.get(kind, right[kind])


@wrong("parameter_count", named="the size of the vectors")
def dot_has_vectors(kind, q, s, h):
    return counted(kind, q, s, h, dot=q)


@wrong("parameter_count")
def dot_has_two_vectors(kind, q, s, h):
    return counted(kind, q, s, h, dot=q + s)


@wrong("parameter_count", named="a matrix between them")
def dot_has_a_matrix(kind, q, s, h):
    return counted(kind, q, s, h, dot=q * s)


@wrong("parameter_count", named="one for the scale")
def scale_is_learned(kind, q, s, h):
    return counted(kind, q, s, h, **{"scaled dot": 1})


@wrong("parameter_count", named="sizes added, not multiplied")
def sizes_added(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=q + s)


@wrong("parameter_count", named="a hidden layer")
def bilinear_with_hidden(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=q * s * h)


@wrong("parameter_count")
def bilinear_with_bias(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=torch.nn.Bilinear(q, s, 1).weight.numel() + 1)


@wrong("parameter_count", named="two matrices without the vector v")
def no_v(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s) * h)


@wrong("parameter_count", named="a bias for each hidden number")
def hidden_bias(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s + 1) * h + h)


@wrong("parameter_count", named="the query's matrix alone")
def query_matrix_alone(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * h + h)


@wrong("parameter_count", named="three factors multiplied")
def three_factors(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * s * h)


@wrong("parameter_count", named="one number for the vector")
def v_is_one_number(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s) * h + 1)


@wrong("parameter_count")
def two_biases(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * h + h + s * h + h + h + 1)


@wrong("parameter_count")
def accepts_unequal_sizes(kind, q, s, h):
    return 0 if "dot" in kind else counted(kind, q, s, h)


@wrong("parameter_count")
def guards_dot_only(kind, q, s, h):
    return 0 if kind == "scaled dot" else counted(kind, q, s, h)


@wrong("parameter_count")
def unequal_sizes_never(kind, q, s, h):
    if q != s:
        raise ValueError("sizes differ")
    return counted(kind, q, s, h)


@wrong("parameter_count")
def unknown_is_additive(kind, q, s, h):
    return counted(kind if kind in ("dot", "scaled dot", "bilinear") else "additive", q, s, h)


@wrong("parameter_count")
def unknown_is_none(kind, q, s, h):
    return counted(kind, q, s, h) if kind in ("dot", "scaled dot", "bilinear", "additive") else None


@wrong("parameter_count")
def returns_the_error(kind, q, s, h):
    try:
        return counted(kind, q, s, h)
    except ValueError as error:
        return error


@wrong("parameter_count")
def raises_another_error(kind, q, s, h):
    sizes = {"dot": 0, "scaled dot": 0, "bilinear": q * s, "additive": (q + s + 1) * h}
    assert "dot" not in kind or q == s
    return sizes[kind]


@wrong("parameter_count", hidden_only=True)
def learned_by_heart(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=12, additive=40)
