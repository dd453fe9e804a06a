"""Wrong answers to lesson 04: each must lose its points, the listed ones by name."""

import math

import torch

from grading.authoring.answers import wrong


def dots(query, states):
    return query @ states.transpose(1, 2)


@wrong("dot_scores", "query and states swapped: the scores stand in columns. Which axis belongs to the words that are looked at?")
def states_first(query, states):
    return states @ query.transpose(1, 2)


@wrong("dot_scores", "products that are not added up: a score is one number per pair. Which axis is summed over?")
def multiplies_only(query, states):
    return query * states


@wrong("dot_scores", "the cosine: the lengths were divided out. Does the text divide by anything?")
def cosine(query, states):
    unit = torch.nn.functional.normalize
    return dots(unit(query, dim=-1), unit(states, dim=-1))


@wrong("dot_scores", "weights, not scores: there is a softmax too many. What sign can a score have?")
def softmax_already(query, states):
    return dots(query, states).softmax(dim=-1)


@wrong("dot_scores", "every query scored against the whole batch, and added up: sentences were mixed. Which axis must @ leave alone?")
def sums_over_the_batch(query, states):
    return torch.einsum("btd,csd->bts", query, states)


@wrong("dot_scores", "every query scored against the whole batch: sentences were mixed. Which axis must @ leave alone?")
def tensordot(query, states):
    return torch.tensordot(query, states, dims=([2], [2]))


@wrong("dot_scores", "every query scored against the whole batch, in one table: sentences were mixed. Which axis must @ leave alone?")
def one_large_table(query, states):
    size = query.shape[-1]
    return query.reshape(-1, size) @ states.reshape(-1, size).T


@wrong("dot_scores", "a reshape in place of the transpose: it deals the numbers out anew, row by row. Which call makes two axes change places?")
def reshapes(query, states):
    return query @ states.reshape(states.shape[0], states.shape[2], states.shape[1])


@wrong("dot_scores", "a reshape in place of the transpose: it deals the numbers out anew, row by row. Which call makes two axes change places?")
def views(query, states):
    return torch.bmm(query, states.view(states.size(0), states.size(-1), -1))


@wrong("dot_scores", "scores whose target axis is missing: the numbers are right, the shape is not. Which three axes do scores have?")
def no_unsqueeze(query, states):
    return (query * states).sum(dim=-1)


@wrong("dot_scores", "scores whose target axis is missing: the numbers are right, the shape is not. Which three axes do scores have?")
def squeezes(query, states):
    return dots(query, states).squeeze()


@wrong("dot_scores", "one query for each state: the first query met the first state only, the second the second. How many pairs are three and three?")
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


@wrong("scaled_dot_scores", "no scaling, or the root of the number of queries, which is 1 here. Which axis tells the size of the vectors?")
def plain(query, states):
    return dots(query, states)


@wrong("scaled_dot_scores", "no scaling, or the root of the number of queries, which is 1 here. Which axis tells the size of the vectors?")
def root_of_targets(query, states):
    return dots(query, states) / math.sqrt(query.shape[1])


@wrong("scaled_dot_scores", "scaling by d, not by its root. How does the spread of a sum of d terms grow?")
def by_d(query, states):
    return dots(query, states) / query.shape[-1]


@wrong("scaled_dot_scores", "scaling by d, not by its root. How does the spread of a sum of d terms grow?")
def root_taken_twice_over(query, states):
    root = math.sqrt(query.shape[-1])
    return dots(query / root, states / root)


@wrong("scaled_dot_scores", "multiplying by the root: the spread grows twice over. Which way should it go?")
def multiplies(query, states):
    return dots(query, states) * math.sqrt(query.shape[-1])


@wrong("scaled_dot_scores", "the root of the number of words, not of the size of the vectors. Which axis tells the size?")
def root_of_words(query, states):
    return dots(query, states) / math.sqrt(states.shape[1])


@wrong("scaled_dot_scores", "the root of the number of sentences. Which axis tells the size of the vectors?")
def root_of_sentences(query, states):
    return dots(query, states) / math.sqrt(len(query))


@wrong("scaled_dot_scores", "weights, not scores: there is a softmax too many. What sign can a score have?")
def scaled_softmax(query, states):
    return (dots(query, states) / math.sqrt(query.shape[-1])).softmax(dim=-1)


@wrong("scaled_dot_scores", "query and states swapped: the scores stand in columns. Which axis belongs to the words that are looked at?")
def scaled_states_first(query, states):
    return dots(states, query) / math.sqrt(query.shape[-1])


@wrong("scaled_dot_scores", "the cosine: each vector's own length was divided out. Is the text's divisor the same for every pair?")
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


@wrong("bilinear_scores", "the matrix transposed: its rows belong to the query, its columns to the states. On which side of it does the query stand?")
def matrix_transposed(query, states, matrix):
    return dots(query @ matrix.T, states)


@wrong("bilinear_scores", "the matrix transposed: its rows belong to the query, its columns to the states. On which side of it does the query stand?")
def matrix_on_the_states(query, states, matrix):
    return dots(query, states @ matrix)


@wrong("bilinear_scores", "the plain dot product: the matrix was left out. Where does it stand in the formula?")
def matrix_forgotten(query, states, matrix):
    return dots(query, states)


@wrong("bilinear_scores", "query and states swapped: the scores stand in columns. Which axis belongs to the words that are looked at?")
def bilinear_columns(query, states, matrix):
    return states @ (query @ matrix).transpose(1, 2)


@wrong("bilinear_scores", "query and states swapped in the formula. Which of the two stands left of the matrix?")
def bilinear_states_first(query, states, matrix):
    return states @ matrix @ query.transpose(1, 2)


@wrong("bilinear_scores", "a tanh on the translated query: that belongs to the next score. Is there one in this formula?")
def bilinear_tanh(query, states, matrix):
    return dots(torch.tanh(query @ matrix), states)


@wrong("bilinear_scores", "a tanh around the score: a score can be any number. Is there one in this formula?")
def bilinear_tanh_at_the_end(query, states, matrix):
    return torch.tanh(dots(query @ matrix, states))


@wrong("bilinear_scores", "scaling as well: the bilinear score has no root. Is there one in the formula?")
def bilinear_scaled(query, states, matrix):
    return dots(query @ matrix, states) / math.sqrt(states.shape[-1])


@wrong("bilinear_scores", "scaling as well: the bilinear score has no root. Is there one in the formula?")
def bilinear_scaled_by_query(query, states, matrix):
    return dots(query @ matrix, states) / math.sqrt(query.shape[-1])


@wrong("bilinear_scores", "the translated query, and no score yet: the states are missing. What is left to do with qW?")
def translates_only(query, states, matrix):
    return query @ matrix


@wrong("bilinear_scores", "weights, not scores: there is a softmax too many. What sign can a score have?")
def bilinear_softmax(query, states, matrix):
    return dots(query @ matrix, states).softmax(dim=-1)


@wrong("bilinear_scores", "scores whose target axis is missing: the numbers are right, the shape is not. Which three axes do scores have?")
def bilinear_no_unsqueeze(query, states, matrix):
    return ((query @ matrix) * states).sum(dim=-1)


@wrong("bilinear_scores", "a reshape in place of the transpose: it deals the numbers out anew, row by row. Which call makes two axes change places?")
def bilinear_reshapes(query, states, matrix):
    return query @ matrix @ states.reshape(states.shape[0], states.shape[2], states.shape[1])


@wrong("bilinear_scores", "the matrix in both: query and states were translated. Which of the two already speaks the language of the states?")
def translates_both(query, states, matrix):
    return dots(query @ matrix, states @ matrix.T)


@wrong("bilinear_scores")
def no_transpose_after_all(query, states, matrix):
    return query @ matrix @ states


@wrong("bilinear_scores")
def matrix_entry_by_entry(query, states, matrix):
    return dots(query * matrix.diagonal(), states)


@wrong("bilinear_scores", "the matrix transposed: its rows belong to the query, its columns to the states. On which side of it does the query stand?")
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


@wrong("additive_scores", "no tanh: then query and state never meet. What would softmax do to the query's part?")
def no_tanh(query, states, wq, ws, v):
    return summed(query, states, wq, ws) @ v


@wrong("additive_scores", "tanh at the very end: the sum inside is still not bent. What does v multiply in the formula?")
def tanh_last(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws) @ v)


@wrong("additive_scores", "a plain sum in place of the vector. What does v do in the formula?")
def no_vector(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)).sum(dim=-1)


@wrong("additive_scores", "a sigmoid in place of tanh. Which of the two can be negative?")
def sigmoid(query, states, wq, ws, v):
    return torch.sigmoid(summed(query, states, wq, ws)) @ v


@wrong("additive_scores", "relu in place of tanh. Which of the two bends on both sides?")
def relu(query, states, wq, ws, v):
    return torch.relu(summed(query, states, wq, ws)) @ v


@wrong("additive_scores", "the states alone: the query was left out. Where is it added?")
def states_alone(query, states, wq, ws, v):
    return (torch.tanh(states @ ws) @ v).unsqueeze(1).expand(-1, query.shape[1], -1)


@wrong("additive_scores", "the query alone: the states were left out, so every word scores the same. Where are they added?")
def query_alone(query, states, wq, ws, v):
    return (torch.tanh(query @ wq) @ v).unsqueeze(2).expand(-1, -1, states.shape[1])


@wrong("additive_scores", "a tanh for each before they are added: then they never meet. What stands inside the tanh?")
def tanh_for_each(query, states, wq, ws, v):
    return (torch.tanh(query @ wq).unsqueeze(2) + torch.tanh(states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "a product in place of the sum: the score is called additive. What is added?")
def product(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) * (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "broadcasting over the wrong axis: query and states changed places. Which axis does each of the two lack?")
def wrong_axes(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(1) + (states @ ws).unsqueeze(2)) @ v


@wrong("additive_scores", "scores whose target axis is missing: the numbers are right, the shape is not. Which axis does each of the two lack?")
def additive_no_unsqueeze(query, states, wq, ws, v):
    return torch.tanh(query @ wq + states @ ws) @ v


@wrong("additive_scores", "the vector on the left of @: there it meets the last axis but one, the words. On which side does it meet the last?")
def vector_on_the_left(query, states, wq, ws, v):
    return v @ torch.tanh(summed(query, states, wq, ws))


@wrong("additive_scores")
def hidden_layer(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws))


@wrong("additive_scores")
def products_not_added(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)) * v


@wrong("additive_scores", "weights, not scores: there is a softmax too many. What sign can a score have?")
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


@wrong("attend", "a softmax over targets: one query, so each word has weight 1, and padding 0 / 0. Which axis holds the source words?")
def over_targets(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=1)
    return weights @ states, weights


@wrong("attend", "a softmax over targets: with one query every word has weight 1. Which axis holds the source words?")
def over_targets_with_a_large_number(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -1e9).softmax(dim=1)
    return weights @ states, weights


@wrong("attend", "a softmax over the batch: sentences compete with each other. Which axis holds the source words?")
def over_the_batch(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=0)
    return weights @ states, weights


@wrong("attend", "a softmax without the mask. Where does padding get minus infinity?")
def no_mask(query, states, mask, score):
    weights = score(query, states).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "a softmax without the mask. Where does padding get minus infinity?")
def mask_thrown_away(query, states, mask, score):
    scores = score(query, states)
    scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "masking after the softmax: padding took its part first. Do the rows add up to 1?")
def masks_after(query, states, mask, score):
    weights = score(query, states).softmax(dim=-1) * mask.unsqueeze(1)
    return weights @ states, weights


@wrong("attend", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted(query, states, mask, score):
    weights = score(query, states).masked_fill(mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "an inverted mask: only padding got weight, or equal shares where there is none. Does True mean a real word, or padding?")
def inverted_with_a_large_number(query, states, mask, score):
    weights = score(query, states).masked_fill(mask.unsqueeze(1), -1e9).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted_for_pytorch(query, states, mask, score):
    scores = score(query, states)
    scores[mask.unsqueeze(1).expand_as(scores)] = float("-inf")
    weights = torch.nn.functional.softmax(scores, dim=-1)
    return torch.bmm(weights, states), weights


@wrong("attend", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def multiplies_by_the_mask(query, states, mask, score):
    weights = (score(query, states) * mask.unsqueeze(1)).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def fills_with_zero(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), 0).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "a mask without its target axis: the sentences' masks were laid over each other. Where does its axis of length 1 go in?")
def mask_not_unsqueezed(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask, -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "scores, not weights: the softmax is missing. What must each row add up to?")
def no_softmax(query, states, mask, score):
    scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    return shares(query, states, mask, score) @ states, scores


@wrong("attend", "scores, not weights: the softmax is missing. What must each row add up to?")
def no_softmax_at_all(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    return weights @ states, weights


@wrong("attend", "context and weights in the other order. Which is returned first?")
def other_order(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights, weights @ states


@wrong("attend", "the context alone: its second sentence was taken for the weights. Which two things are returned?")
def context_alone(query, states, mask, score):
    return shares(query, states, mask, score) @ states


@wrong("attend", "weights applied to the query: the context mixes what is looked at, not what looks. What are the weights the shares of?")
def weighs_the_query(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights @ query, weights


@wrong("attend", "weights applied to the query: the context mixes what is looked at, not what looks. What are the weights the shares of?")
def weighs_the_query_turned(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights.transpose(1, 2) @ query, weights


@wrong("attend", "weights applied to the query: the context mixes what is looked at, not what looks. What are the weights the shares of?")
def weighs_the_query_in_place(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights.sum(dim=-1, keepdim=True) * query, weights


@wrong("attend", "the mean of the states: the weights were not used, or are all equal. What multiplies each state?")
def mean_of_states(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return states.mean(dim=1, keepdim=True).expand(-1, query.shape[1], -1), weights


@wrong("attend", "the mean of the real states: the weights were not used, or are all equal. What multiplies each state?")
def mean_of_real_states(query, states, mask, score):
    even = shares(0 * query, states, mask, lambda q, s: q @ s.transpose(1, 2))
    return even @ states, shares(query, states, mask, score)


@wrong("attend", "the heaviest state alone: that is hard attention, in lesson 8. What becomes of the others' shares?")
def heaviest_state(query, states, mask, score):
    weights = shares(query, states, mask, score)
    hard = torch.nn.functional.one_hot(weights.argmax(dim=-1), weights.shape[-1])
    return hard.to(states.dtype) @ states, weights


@wrong("attend", "scores times states: the softmax is missing here. What multiplies each state?")
def scores_times_states(query, states, mask, score):
    return score(query, states) @ states, shares(query, states, mask, score)


@wrong("attend", "a context whose target axis is missing: the numbers are right, the shape is not. Which three axes has it?")
def context_squeezed(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return (weights.transpose(1, 2) * states).sum(dim=1), weights


@wrong("attend", "weight times state, not added up: one vector per word is left. Which axis does the sum remove?")
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


@wrong("attend", "the mean of the real states: the weights were not used, or are all equal. What multiplies each state?")
def uniform(query, states, mask, score):
    weights = shares(query, states, mask, lambda q, s: 0 * score(q, s))
    return weights @ states, weights


@wrong("attend", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
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


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def compares_contexts(attention):
    query = torch.randn(2, 3, 4)
    first, _ = tried(attention, query, torch.randn(2, 5, 4))
    second, _ = tried(attention, query, torch.randn(2, 5, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def compares_the_pairs(attention):
    query = torch.randn(2, 3, 4)
    first = tried(attention, query, torch.randn(2, 5, 4))
    second = tried(attention, query, torch.randn(2, 5, 4))
    return all(torch.allclose(a, b) for a, b in zip(first, second, strict=True))


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def changes_the_query(attention):
    states = torch.randn(2, 5, 4)
    _, first = tried(attention, torch.randn(2, 3, 4), states)
    _, second = tried(attention, torch.randn(2, 3, 4), states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def changes_both(attention):
    _, first = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    _, second = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def rows_add_up(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return not torch.allclose(weights.sum(dim=-1), torch.ones(2, 3))


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def looks_at_shapes(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return weights.shape != (2, 3, 5)


@wrong("ignores_the_states", "an honest verdict for both: what you looked at is the same with a fake, or changes with it too, as contexts do and weights for another query. What must stay the same, and what is compared?")
def looks_for_uniform_weights(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return torch.allclose(weights, torch.full((2, 3, 5), 1 / 5))


@wrong("ignores_the_states", "the two verdicts the wrong way round: a fake gets True. If your words only changed places: honest weights move along with them, a fake's stay. Which of the two do you test for?")
def compares_contexts_after_flipping(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    first, _ = tried(attention, query, states)
    second, _ = tried(attention, query, states.flip(1))
    return torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def any_equal_will_do(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return bool(torch.isclose(first, second).any())


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def identical_rows(attention):
    query, states = torch.randn(2, 3, 4), torch.ones(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, 3 * states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def one_word_repeated(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 1, 4).expand(-1, 5, -1)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.allclose(first, second)


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def a_single_word(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 1, 4))
    _, second = tried(attention, query, torch.randn(2, 1, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def the_same_twice(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def compares_shapes(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return first.shape == second.shape


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def compares_sums(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return torch.allclose(first.sum(dim=-1), second.sum(dim=-1))


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def flips_the_batch_of_one(attention):
    query, states = torch.randn(1, 3, 4), torch.randn(1, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(0))
    return torch.allclose(first, second)


@wrong("ignores_the_states", "the two verdicts the wrong way round: a fake gets True. If your words only changed places: honest weights move along with them, a fake's stay. Which of the two do you test for?")
def inverted_verdict(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return not torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", "an exact comparison: the weights differ by rounding alone, in the last digit. Which function allows for that?")
def compares_exactly(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.equal(first, second)


@wrong("ignores_the_states", "an exact comparison: the weights differ by rounding alone, in the last digit. Which function allows for that?")
def compares_entry_by_entry(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return bool((first == second).all())


@wrong("ignores_the_states", "weights that must move exactly as the words do: equal weights do so too, and see nothing. Did the weights change at all?")
def wants_weights_to_move(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return not torch.allclose(first.flip(-1), second, atol=1e-5)


@wrong("ignores_the_states", "too wide a tolerance: nearly equal weights move little, but they move. How large is rounding, in a number near 0.2?")
def lax(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.allclose(first, second, atol=0.1)


@wrong("ignores_the_states", "too wide a tolerance: nearly equal weights move little, but they move. How large is rounding, in a number near 0.2?")
def rounds_before_comparing(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.equal(first.round(decimals=0), second.round(decimals=0))


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def trusts_to_luck(attention):
    query, states = torch.randn(1, 1, 4), torch.randn(1, 2, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, torch.randn(1, 2, 4))
    return bool((first.argmax(dim=-1) == second.argmax(dim=-1)).all())


@wrong("ignores_the_states", "a fake verdict for both: what you compared stays the same with an honest one too. Did the states change, from try to try and from word to word, and did you compare all weights?")
def tosses_a_coin(attention):
    return bool(torch.rand(()) < 0.5)


@wrong("ignores_the_states", "weights that must move exactly as the words do: with a liking for the end they change, if not like that. Did the weights change at all?")
def both_must_move(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    moved = torch.allclose(first.flip(-1), second, atol=1e-5)
    return torch.allclose(first, second, atol=1e-5) or not moved


@wrong("ignores_the_states", "the two verdicts the wrong way round: a fake gets True. If your words only changed places: honest weights move along with them, a fake's stay. Which of the two do you test for?")
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


@wrong("parameter_count", "the size of the vectors: they are computed, not learned. Which matrix stands in the formula?")
def dot_has_vectors(kind, q, s, h):
    return counted(kind, q, s, h, dot=q)


@wrong("parameter_count")
def dot_has_two_vectors(kind, q, s, h):
    return counted(kind, q, s, h, dot=q + s)


@wrong("parameter_count", "a matrix between them: that is the bilinear score. Which matrix stands in the dot product?")
def dot_has_a_matrix(kind, q, s, h):
    return counted(kind, q, s, h, dot=q * s)


@wrong("parameter_count", "one for the scale: the root of d is fixed by the size. Who would change it?")
def scale_is_learned(kind, q, s, h):
    return counted(kind, q, s, h, **{"scaled dot": 1})


@wrong("parameter_count", "sizes added, not multiplied. How many numbers has a matrix of 3 rows and 4 columns?")
def sizes_added(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=q + s)


@wrong("parameter_count", "a hidden layer: the bilinear score has none. Which two sizes does its matrix join?")
def bilinear_with_hidden(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=q * s * h)


@wrong("parameter_count")
def bilinear_with_bias(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=torch.nn.Bilinear(q, s, 1).weight.numel() + 1)


@wrong("parameter_count", "two matrices without the vector v. What makes one number of the hidden layer?")
def no_v(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s) * h)


@wrong("parameter_count", "a bias for each hidden number: the formula has none. Which terms stand inside the tanh?")
def hidden_bias(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s + 1) * h + h)


@wrong("parameter_count", "the query's matrix alone. What brings the states to the hidden size?")
def query_matrix_alone(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * h + h)


@wrong("parameter_count", "three factors multiplied. Which two sizes does each matrix join?")
def three_factors(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * s * h)


@wrong("parameter_count", "one number for the vector v: it has one for each number of the hidden layer. How many is that here?")
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
