"""Wrong answers to lesson 04: each must lose its points, the listed ones by name."""

import math

import numpy as np
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


@wrong("dot_scores", "query and state multiplied in their places: a query then meets one state, not all of them. How many pairs are three queries and three states?")
def no_unsqueeze(query, states):
    return (query * states).sum(dim=-1)


@wrong("dot_scores", "scores squeezed: an axis of length 1 is an axis, too. Which three axes do scores have?")
def squeezes(query, states):
    return dots(query, states).squeeze()


@wrong("dot_scores", "one query for each state: the first query met the first state only, the second the second. How many pairs are three and three?")
def unsqueezes_too_late(query, states):
    return (query * states).sum(dim=-1).unsqueeze(1)


@wrong("dot_scores", "a sum over the words: one number for each entry is left. Which axis do the products of a dot product lie on?")
def sums_over_the_source(query, states):
    return (query * states).sum(dim=1, keepdim=True)


@wrong("dot_scores", "the mean of the products, not their sum. What does the napkin do with 0 and 2, and with 2 and 2?")
def mean_of_products(query, states):
    return dots(query, states) / query.shape[-1]


@wrong("dot_scores", "no axes changed places: @ pairs the last axis of the left with the last but one of the right. Which axes should meet?")
def no_transpose(query, states):
    return query @ states


@wrong("dot_scores")
def capital_t(query, states):
    return query @ states.permute(*range(states.ndim - 1, -1, -1))


@wrong("dot_scores", "the batch axis was turned: transpose counts axes from 0. Which two axes of the states should change places?")
def transposes_the_batch(query, states):
    return query @ states.transpose(0, 1)


@wrong("dot_scores", "the query was turned, not the states: words met queries by their place in line. Which of the two has its size in the wrong place?")
def turns_the_query(query, states):
    return query.transpose(1, 2) @ states


@wrong("dot_scores", "the first query's scores for every query. Which axis holds the queries?")
def first_query_only(query, states):
    return dots(query[:, :1], states).expand(-1, query.shape[1], -1)


@wrong("dot_scores", "every query scored against the first sentence. Whose states belong to the second query?")
def first_sentence_only(query, states):
    return query @ states[0].T


@wrong("dot_scores", "a distance, which is small where a dot product is large. Which operation does the napkin show?")
def distance(query, states):
    return torch.cdist(query, states)


@wrong("dot_scores")
def forgets_return(query, states):
    dots(query, states)


@wrong("dot_scores", "the sign is gone: a score says with a minus that two vectors point apart. Which sign can a score have?")
def absolute_values(query, states):
    return dots(query, states).abs()


@wrong("scaled_dot_scores", "no scaling: these are the dot products as they were. What are they to be divided by?")
def plain(query, states):
    return dots(query, states)


@wrong("scaled_dot_scores", "the root of the number of queries. Which axis tells the size of the vectors?")
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


@wrong("scaled_dot_scores", "divided by the spread that these scores happen to have: the text's divisor depends on the vectors' size alone. What is it for a size of 4?")
def by_its_own_spread(query, states):
    scores = dots(query, states)
    return scores / scores.std()


@wrong("scaled_dot_scores", "scaling by d squared. How does the spread of a sum of d terms grow?")
def squared(query, states):
    return dots(query, states) / query.shape[-1] ** 2


@wrong("scaled_dot_scores", "the root of the scores themselves: a negative one has none. What is it that the root is taken of?")
def root_of_the_scores(query, states):
    return dots(query, states) ** 0.5


@wrong("scaled_dot_scores", "the root of the scores without their sign. What is it that the root is taken of?")
def root_of_their_size(query, states):
    return torch.sqrt(dots(query, states).abs())


@wrong("scaled_dot_scores", "always divided by 2: that is the root of the example's size. Where does the size stand?")
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


@wrong("bilinear_scores", "the matrix elsewhere, or twice: it stands between query and states, once. Which of the two already speaks the language of the states?")
def translates_both(query, states, matrix):
    return dots(query @ matrix, states @ matrix.T)


@wrong("bilinear_scores", "the states were not turned: @ pairs the last axis of the left with the last but one of the right. Which axes should meet?")
def no_transpose_after_all(query, states, matrix):
    return query @ matrix @ states


@wrong("bilinear_scores", "the matrix's diagonal alone: entry met entry. Which product mixes the query's entries?")
def matrix_entry_by_entry(query, states, matrix):
    return dots(query * matrix.diagonal(), states)


@wrong("bilinear_scores", "the matrix transposed: its rows belong to the query, its columns to the states. On which side of it does the query stand?")
def matrix_from_the_left(query, states, matrix):
    return dots((matrix @ query.transpose(1, 2)).transpose(1, 2), states)


@wrong("bilinear_scores", "the first query's scores for every query. Which axis holds the queries?")
def bilinear_first_query_only(query, states, matrix):
    return dots(query[:, :1] @ matrix, states).expand(-1, query.shape[1], -1)


@wrong("scaled_dot_scores", "one query for each state: the first query met the first state only, the second the second. How many pairs are three and three?")
def scaled_and_unsqueezed_too_late(query, states):
    return (query * states).sum(dim=-1).unsqueeze(1) / math.sqrt(query.shape[-1])


@wrong("bilinear_scores", "one query for each state: the pairs are missing. How many pairs are two queries and three states?")
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


@wrong("additive_scores", "no vector at the end: a whole hidden layer for each pair is left. What makes one number of it?")
def hidden_layer(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws))


@wrong("additive_scores", "products with the vector that were not added up. Which axis does the vector remove?")
def products_not_added(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)) * v


@wrong("additive_scores", "weights, not scores: there is a softmax too many. What sign can a score have?")
def additive_softmax(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v).softmax(dim=-1)


@wrong("additive_scores", "one axis put in and one forgotten: the batch slipped into its place. Which axis does each of the two lack?")
def one_unsqueeze_only(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) + states @ ws) @ v


@wrong("additive_scores", "query and states paired one by one: both got their axis at the same place, or only after they were added. Which axis does each of the two lack?")
def both_at_the_same_place(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(1) + (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "query and states paired one by one: both got their axis at the same place, or only after they were added. Which axis does each of the two lack?")
def unsqueezes_after_the_sum(query, states, wq, ws, v):
    return (torch.tanh(query @ wq + states @ ws) @ v).unsqueeze(1)


@wrong("additive_scores", "the two matrices exchanged. Which sizes does each of them join?")
def matrices_exchanged(query, states, wq, ws, v):
    return torch.tanh((query @ ws).unsqueeze(2) + (states @ wq).unsqueeze(1)) @ v


@wrong("additive_scores", "the vector inside the tanh: it bends what v should weigh. What does v multiply in the formula?")
def vector_inside(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws) * v).sum(dim=-1)


@wrong("additive_scores", "the first query's scores for every query. Which axis holds the queries?")
def additive_first_query_only(query, states, wq, ws, v):
    return (torch.tanh(summed(query[:, :1], states, wq, ws)) @ v).expand(-1, query.shape[1], -1)


@wrong("additive_scores", "the queries' scores added up. Which axis does the vector remove?")
def sums_over_the_target(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v).sum(dim=1, keepdim=True)


@wrong("additive_scores", "the mean over the hidden numbers, not their sum. What does a product with v do?")
def additive_mean(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) * v).mean(dim=-1)


def shares(query, states, mask, score):
    return score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong("attend", "a softmax over targets: the queries share out each word, where each query should share out the words. Which axis holds the source words?")
def over_targets(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=1)
    return weights @ states, weights


@wrong("attend", "a softmax over targets: the queries share out each word, where each query should share out the words. Which axis holds the source words?")
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


@wrong("attend", "one result where two are asked for. Which two things are returned, and in which order?")
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


@wrong("attend", "the mask's axis of length 1 put in at the end: whole queries are hidden, not words. Which axis do mask and scores share?")
def mask_at_the_wrong_place(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(2), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "the mask picks places in a score that has a target axis of another length. Which call stretches an axis of length 1?")
def works_for_one_query(query, states, mask, score):
    scores = score(query, states)
    scores[~mask.unsqueeze(1)] = -torch.inf
    weights = scores.softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "the first query's weights for every query. Which axis holds the queries?")
def same_weights_for_every_query(query, states, mask, score):
    weights = shares(query, states, mask, score)[:, :1].expand(-1, query.shape[1], -1)
    return weights @ states, weights


@wrong("attend", "one question made of several: the queries were averaged. How many rows of weights are asked for?")
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


@wrong("attend", "one result where two are asked for. Which two things are returned, and in which order?")
def weights_alone(query, states, mask, score):
    return shares(query, states, mask, score)


@wrong("attend", "~ of whole numbers: ~1 is -2, which counts as True too. What type must a mask have for ~ to turn it round?")
def not_of_minus_one(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.long().unsqueeze(1), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


def tried(attention, query, states):
    return attention(query, states, torch.ones(states.shape[:2], dtype=torch.bool))


CONTEXTS = "contexts compared, not weights: they are made of the states, and change with them, whoever chose the weights. Which of the two results tells who looked?"
BOTH_RESULTS = "contexts compared beside the weights: they change with the states in any case. Which of the two results tells who looked?"
NEW_QUERY = "another query the second time: weights that follow the query are no sign of looking at the states. What must stay the same from call to call?"
BOTH_NEW = "query and states both new the second time: then the query alone may have moved the weights. What must stay the same from call to call?"
HONEST = "honest, says the test, of every attention: what it looks at is the same, or right, with a fake as well. What can an honest attention do that a fake cannot?"
FAKE = "fake, says the test, of every attention: what it compares comes out equal with an honest one as well. Print both states and both weights: are there several words, did they change, and are all numbers compared?"
UNIFORM = "equal weights looked for: most fakes are not uniform, they guess. What must change for an honest attention to change its weights?"
FLIPPED_CONTEXTS = "contexts compared, of words that only changed places: an honest context is the same sum in another order. Which of the two results tells who looked?"
ANY = "one equal number is enough for this test: some weight may stay as it is by chance, or because its word stayed in its place. How many must be equal for a fake?"
ALIKE = "all words of a sentence the same: then an honest attention, too, gives them equal weights. How should the words differ?"
INVERTED = "the two verdicts the wrong way round: weights that stay the same are a fake's. What should the test return for them?"
EXACT = "an exact comparison: the weights differ by rounding alone, in the last digit. Which function allows for that?"
MOVE = "weights that must move exactly as the words do: an honest attention may like the end of a sentence, and equal weights move along with anything. Did the weights change at all?"
MOVE_OR = "weights that must move exactly as the words do: with a liking for the end they change, if not like that. Did the weights change at all?"
LAX = "too wide a tolerance: nearly equal weights move little, but they move. How large is rounding, in a number near 0.2?"
LONGER = "states that only became longer: an attention may look at directions alone, and it is honest. Which change can no honest attention overlook?"
SHIFTED = "the same number added to every word: all scores may move by the same amount, and softmax knows only differences. Which change can no honest attention overlook?"
HIDDEN = "only words that the mask hides were changed: an honest attention must overlook those. Which words should change?"


@wrong("ignores_the_states", CONTEXTS)
def compares_contexts(attention):
    query = torch.randn(2, 3, 4)
    first, _ = tried(attention, query, torch.randn(2, 5, 4))
    second, _ = tried(attention, query, torch.randn(2, 5, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", BOTH_RESULTS)
def compares_the_pairs(attention):
    query = torch.randn(2, 3, 4)
    first = tried(attention, query, torch.randn(2, 5, 4))
    second = tried(attention, query, torch.randn(2, 5, 4))
    return all(torch.allclose(a, b) for a, b in zip(first, second, strict=True))


@wrong("ignores_the_states", NEW_QUERY)
def changes_the_query(attention):
    states = torch.randn(2, 5, 4)
    _, first = tried(attention, torch.randn(2, 3, 4), states)
    _, second = tried(attention, torch.randn(2, 3, 4), states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", BOTH_NEW)
def changes_both(attention):
    _, first = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    _, second = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", HONEST)
def rows_add_up(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return not torch.allclose(weights.sum(dim=-1), torch.ones(2, 3))


@wrong("ignores_the_states", HONEST)
def looks_at_shapes(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return weights.shape != (2, 3, 5)


@wrong("ignores_the_states", UNIFORM)
def looks_for_uniform_weights(attention):
    _, weights = tried(attention, torch.randn(2, 3, 4), torch.randn(2, 5, 4))
    return torch.allclose(weights, torch.full((2, 3, 5), 1 / 5))


@wrong("ignores_the_states", FLIPPED_CONTEXTS)
def compares_contexts_after_flipping(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    first, _ = tried(attention, query, states)
    second, _ = tried(attention, query, states.flip(1))
    return torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", ANY)
def any_equal_will_do(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return bool(torch.isclose(first, second).any())


@wrong("ignores_the_states", ALIKE)
def identical_rows(attention):
    query, states = torch.randn(2, 3, 4), torch.ones(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, 3 * states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", FAKE)
def one_word_repeated(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 1, 4).expand(-1, 5, -1)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.allclose(first, second)


@wrong("ignores_the_states", FAKE)
def a_single_word(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 1, 4))
    _, second = tried(attention, query, torch.randn(2, 1, 4))
    return torch.allclose(first, second)


@wrong("ignores_the_states", FAKE)
def the_same_twice(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states)
    return torch.allclose(first, second)


@wrong("ignores_the_states", FAKE)
def compares_shapes(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return first.shape == second.shape


@wrong("ignores_the_states", FAKE)
def compares_sums(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return torch.allclose(first.sum(dim=-1), second.sum(dim=-1))


@wrong("ignores_the_states", FAKE)
def flips_the_batch_of_one(attention):
    query, states = torch.randn(1, 3, 4), torch.randn(1, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(0))
    return torch.allclose(first, second)


@wrong("ignores_the_states", INVERTED)
def inverted_verdict(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return not torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", EXACT, by_pattern=True)
def compares_exactly(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.equal(first, second)


@wrong("ignores_the_states", EXACT, by_pattern=True)
def compares_entry_by_entry(attention):
    query = torch.randn(2, 3, 4)
    _, first = tried(attention, query, torch.randn(2, 5, 4))
    _, second = tried(attention, query, torch.randn(2, 5, 4))
    return bool((first == second).all())


@wrong("ignores_the_states", MOVE)
def wants_weights_to_move(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return not torch.allclose(first.flip(-1), second, atol=1e-5)


@wrong("ignores_the_states", LAX)
def lax(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    return torch.allclose(first, second, atol=0.1)


@wrong("ignores_the_states")  # what it says depends on chance
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


@wrong("ignores_the_states", MOVE_OR)
def both_must_move(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.flip(1))
    moved = torch.allclose(first.flip(-1), second, atol=1e-5)
    return torch.allclose(first, second, atol=1e-5) or not moved


@wrong("ignores_the_states", FLIPPED_CONTEXTS)
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


@wrong("parameter_count", "the entries of both vectors: they are computed, not learned. What stands in the formula apart from q and s?")
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


@wrong("parameter_count", "a bias for the bilinear score: the formula has none. What stands between q and s?")
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


@wrong("parameter_count", "a bias for every layer: the formula has none. Which terms stand inside the tanh?")
def two_biases(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * h + h + s * h + h + h + 1)


@wrong("parameter_count", "unequal sizes let pass: two vectors of different sizes have no dot product. What does the text want for them?")
def accepts_unequal_sizes(kind, q, s, h):
    return 0 if "dot" in kind else counted(kind, q, s, h)


@wrong("parameter_count", "the scaled dot product left unguarded: it multiplies the same two vectors. Which sizes can it take?")
def guards_dot_only(kind, q, s, h):
    return 0 if kind == "scaled dot" else counted(kind, q, s, h)


@wrong("parameter_count", "unequal sizes refused for every kind: the matrices of the other two scores join different sizes. Which kinds need equal ones?")
def unequal_sizes_never(kind, q, s, h):
    if q != s:
        raise ValueError("sizes differ")
    return counted(kind, q, s, h)


@wrong("parameter_count", "a last else that takes everything: an unknown kind is counted as if it were known. What does the text want for it?")
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


CUT = "cut off from training: the numbers are right, but no gradient finds its way back. Which line leaves PyTorch, or lets go?"


@wrong("bilinear_scores", CUT)
def bilinear_detached(query, states, matrix):
    return dots(query @ matrix.detach(), states)


@wrong("bilinear_scores", CUT)
def bilinear_without_gradient(query, states, matrix):
    with torch.no_grad():
        return dots(query @ matrix, states)


@wrong("bilinear_scores", CUT)
def bilinear_by_numpy(query, states, matrix):
    return torch.from_numpy(query.detach().numpy() @ matrix.detach().numpy() @ states.detach().numpy().swapaxes(1, 2))


@wrong("bilinear_scores", CUT)
def bilinear_plain_numpy(query, states, matrix):
    return torch.tensor(query.numpy() @ matrix.numpy() @ states.numpy().swapaxes(1, 2))


@wrong("bilinear_scores", CUT)
def bilinear_numpy_in_loops(query, states, matrix):
    scores = np.zeros((query.shape[0], query.shape[1], states.shape[1]))
    for place in np.ndindex(scores.shape):
        b, t, s = place
        scores[place] = query[b, t] @ matrix @ states[b, s]
    return torch.from_numpy(scores)


@wrong("bilinear_scores", CUT)
def bilinear_items(query, states, matrix):
    scores = torch.zeros(query.shape[0], query.shape[1], states.shape[1])
    for place in np.ndindex(*scores.shape):
        b, t, s = place
        scores[place] = (query[b, t] @ matrix @ states[b, s]).item()
    return scores


@wrong("additive_scores", CUT)
def additive_by_numpy(query, states, wq, ws, v):
    return torch.tensor(np.tanh(summed(query, states, wq, ws).detach().numpy()) @ v.detach().numpy())


@wrong("additive_scores", CUT)
def additive_plain_numpy(query, states, wq, ws, v):
    query, states, wq, ws, v = (part.numpy() for part in (query, states, wq, ws, v))
    return torch.tensor(np.tanh((query @ wq)[:, :, None] + (states @ ws)[:, None]) @ v)


@wrong("additive_scores", CUT)
def additive_numpys_tanh(query, states, wq, ws, v):
    return torch.as_tensor(np.tanh(summed(query, states, wq, ws))) @ v


@wrong("additive_scores", CUT)
def additive_numpys_tanh_of_data(query, states, wq, ws, v):
    return torch.from_numpy(np.tanh(summed(query, states, wq, ws).detach().numpy())) @ v


@wrong("additive_scores", CUT)
def additive_without_gradient(query, states, wq, ws, v):
    with torch.no_grad():
        return torch.tanh(summed(query, states, wq, ws)) @ v


@wrong("additive_scores", CUT)
def additive_detached(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v).detach()


@wrong("additive_scores", CUT)
def additive_inside_detached(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)).detach() @ v


@wrong("additive_scores", CUT)
def additive_states_detached(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) + (states @ ws).unsqueeze(1).detach()) @ v


@wrong("additive_scores", CUT)
def additive_own_layers(query, states, wq, ws, v):
    query_layer = torch.nn.Linear(*wq.shape, bias=False)
    query_layer.weight.data = wq.T
    return torch.tanh(query_layer(query).unsqueeze(2) + (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", CUT)
def additive_items(query, states, wq, ws, v):
    scores = torch.zeros(query.shape[0], query.shape[1], states.shape[1])
    for b, t, s in np.ndindex(*scores.shape):
        scores[b, t, s] = float(torch.tanh(query[b, t] @ wq + states[b, s] @ ws) @ v)
    return scores


@wrong("attend", CUT)
def attend_detaches_the_weights(query, states, mask, score):
    weights = shares(query, states, mask, score).detach()
    return weights @ states, weights


@wrong("attend", CUT)
def attend_without_gradient(query, states, mask, score):
    with torch.no_grad():
        weights = shares(query, states, mask, score)
    return weights @ states, weights


@wrong("attend", CUT)
def attend_by_numpy(query, states, mask, score):
    scores = np.where(mask.numpy()[:, None], score(query, states).detach().numpy(), -np.inf)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = torch.from_numpy(powers / powers.sum(axis=-1, keepdims=True))
    return weights @ states, weights


@wrong("attend", CUT)
def attend_plain_numpy(query, states, mask, score):
    scores = np.where(mask.numpy()[:, None], score(query, states).numpy(), -np.inf)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return torch.from_numpy(weights @ states.numpy()), torch.from_numpy(weights)


@wrong("attend", "weights let go of: the context can be trained, but the weights that come back beside it cannot. Which line detaches them?")
def attend_gives_back_detached_weights(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights @ states, weights.detach()


DOTS = "dot products, whatever function was handed in. Where in your code is score called?"


@wrong("attend", DOTS)
def always_the_dot_product(query, states, mask, score):
    weights = shares(query, states, mask, dots)
    return weights @ states, weights


@wrong("attend", "scaled dot products, whatever function was handed in. Where in your code is score called?")
def always_the_scaled_dot_product(query, states, mask, score):
    weights = shares(query, states, mask, lambda q, s: dots(q, s) / math.sqrt(q.shape[-1]))
    return weights @ states, weights


@wrong("attend", "a root in attend: the scores were divided once more. Whose task is scaling?")
def attend_scales(query, states, mask, score):
    weights = shares(query, states, mask, lambda q, s: score(q, s) / math.sqrt(q.shape[-1]))
    return weights @ states, weights


@wrong("attend", "the first sentence's mask for all. Which row of the mask belongs to the second sentence?")
def first_mask_for_all(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask[0], -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "an exponential that overflows: e to the power of 400 is infinite, and infinity by infinity is nan. What does lesson 2 subtract first?")
def plain_exponentials(query, states, mask, score):
    powers = torch.exp(score(query, states)) * mask.unsqueeze(1)
    weights = powers / powers.sum(dim=-1, keepdim=True)
    return weights @ states, weights


@wrong("attend", "an exponential that overflows: e to the power of 400 is infinite, and infinity by infinity is nan. What does lesson 2 subtract first?")
def plain_exponentials_of_masked_scores(query, states, mask, score):
    powers = torch.exp(score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf))
    weights = powers / powers.sum(dim=-1, keepdim=True)
    return weights @ states, weights


LOW = "padding with a score that is low, but not low enough: real scores may be lower still. Which score lies below every other?"


@wrong("attend", LOW)
def fills_with_minus_ten(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -10.0).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", LOW)
def fills_with_minus_a_hundred(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -100.0).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", hidden_only=True)
def fills_with_minus_a_thousand(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -1000.0).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "scores divided by their sum: a negative one makes a negative share. Which function makes shares of any scores?")
def divides_by_the_sum(query, states, mask, score):
    scores = score(query, states) * mask.unsqueeze(1)
    weights = scores / scores.sum(dim=-1, keepdim=True)
    return weights @ states, weights


@wrong("attend", "the weights were turned before they met the states: words met queries by their place in line. Which axis of the weights must meet the words?")
def weights_turned(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights.transpose(1, 2) @ states, weights


@wrong("attend", "lesson 3's weighted sum: it knows one row of weights a sentence, here each query has one. Which product of matrices takes a row for each query?")
def weighted_sum_of_lesson_3(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return (weights.unsqueeze(-1) * states).sum(dim=1), weights


@wrong("attend", "lesson 3's weighted sum: it knows one row of weights a sentence, here each query has one. Which product of matrices takes a row for each query?")
def weighted_sum_of_lesson_3_by_dot(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return (weights[:, 0].unsqueeze(-1) * states).sum(dim=1), weights


@wrong("attend", "states of another sentence mixed in: the sum ran over the batch as well. Which axis does the context's sum run over?")
def mixes_sentences(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return torch.einsum("bts,cse->bte", weights, states), weights


@wrong("attend", "the query added to the context: that comes later, in other models. What is the context made of?")
def adds_the_query(query, states, mask, score):
    weights = shares(query, states, mask, score)
    context = weights @ states
    return (context + query if context.shape == query.shape else context), weights


@wrong("attend", "as many real words for all as in the longest sentence: the mask's own row was not used. Which row of the mask belongs to which sentence?")
def as_long_as_the_longest(query, states, mask, score):
    scores = score(query, states).clone()
    scores[:, :, int(mask.sum(dim=1).max()) :] = -torch.inf
    weights = scores.softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "a softmax over all words of all queries at once. Along which axis does each query have a whole to share out?")
def softmax_over_everything(query, states, mask, score):
    scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.flatten(1).softmax(dim=-1).reshape(scores.shape)
    return weights @ states, weights


@wrong("attend", "states and query handed to score in the other order. Which comes first?")
def score_with_states_first(query, states, mask, score):
    scores = score(states, query).transpose(1, 2)
    weights = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "plus infinity for padding: it takes everything. Which of the two infinities is nothing?")
def fills_with_plus_infinity(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), torch.inf).softmax(dim=-1)
    return weights @ states, weights


@wrong("dot_scores", "divided by the root of the size: that is the next exercise. Does this text divide by anything?")
def scaled_too_early(query, states):
    return dots(query, states) / math.sqrt(query.shape[-1])


@wrong("dot_scores", "negative scores cut off at 0: they say that two vectors point apart. Which sign can a score have?")
def cut_off_at_zero(query, states):
    return torch.relu(dots(query, states))


@wrong("dot_scores", "the opposite sign: a small score for vectors that point the same way. What is subtracted?")
def negative(query, states):
    return -dots(query, states)


@wrong("dot_scores", "the squared distance in place of the dot product. Which operation does the napkin show?")
def squared_distance(query, states):
    return -((query.unsqueeze(2) - states.unsqueeze(1)) ** 2).sum(dim=-1)


@wrong("dot_scores", "a loop that stops one word early: the last score stays 0. How far does range go?")
def last_word_left_out(query, states):
    scores = torch.zeros(query.shape[0], query.shape[1], states.shape[1])
    for s in range(states.shape[1] - 1):
        scores[:, :, s] = (query * states[:, s].unsqueeze(1)).sum(dim=-1)
    return scores


@wrong("dot_scores", "a loop that returns after its first round. How far in does return stand?")
def returns_in_the_loop(query, states):
    for q, s in zip(query, states, strict=True):
        return (q @ s.T).unsqueeze(0)


@wrong("dot_scores", "the batch axis turned, too: .T turns all axes round. Which call makes just two axes change places?")
def both_by_capital_t(query, states):
    return query @ states.permute(2, 1, 0)


@wrong("dot_scores", "queries and states added, not multiplied. Which operation does the napkin show?")
def adds(query, states):
    return (query.unsqueeze(2) + states.unsqueeze(1)).sum(dim=-1)


@wrong("dot_scores", "products that are not added up: a score is one number per pair. Which axis is summed over?")
def pairs_not_added_up(query, states):
    return query.unsqueeze(2) * states.unsqueeze(1)


@wrong("dot_scores", "the axis of length 1 kept after the sum: scores have three axes. What does keepdim do?")
def keeps_the_axis(query, states):
    return (query.unsqueeze(2) * states.unsqueeze(1)).sum(dim=-1, keepdim=True)



@wrong("scaled_dot_scores", "half the size in place of its root: `d ** 1 / 2` is (d ** 1) / 2. Where do brackets belong?")
def power_before_division(query, states):
    return dots(query, states) / (query.shape[-1] ** 1 / 2)


@wrong("scaled_dot_scores", "a root rounded down to a whole number. What is the root of 3?")
def whole_root(query, states):
    return dots(query, states) / int(math.sqrt(query.shape[-1]))


@wrong("scaled_dot_scores", "a root rounded down to a whole number. What is the root of 3?")
def floor_division(query, states):
    return dots(query, states) / (query.shape[-1] ** 0.5 // 1)


@wrong("scaled_dot_scores", "divided by each query's own length, not by the root of its size. Which of the two is the same for every query?")
def by_query_length(query, states):
    return dots(query, states) / query.norm(dim=-1, keepdim=True)


@wrong("scaled_dot_scores", "divided by each state's own length, not by the root of its size. Which of the two is the same for every state?")
def by_state_length(query, states):
    return dots(query, states) / states.norm(dim=-1).unsqueeze(1)


@wrong("scaled_dot_scores", "the root of all numbers in the query, sentences and queries included. Which axis tells the size of the vectors?")
def root_of_all_numbers(query, states):
    return dots(query, states) / math.sqrt(query.numel())


@wrong("scaled_dot_scores", "divided too often: each root, and each mean, divides once more, and ** 1/2 is the power 1 and then a half. How often should there be a division?")
def both_by_the_root(query, states):
    root = query.shape[-1] ** 0.5
    return dots(query / root, states / root) / root


@wrong("scaled_dot_scores", "the logarithm in place of the root. How does the spread of a sum of d terms grow?")
def by_the_logarithm(query, states):
    return dots(query, states) / math.log(query.shape[-1])


@wrong("scaled_dot_scores", "query and state multiplied in their places: a query then meets one state, not all of them. How many pairs are three queries and three states?")
def scaled_no_unsqueeze(query, states):
    return (query * states).sum(dim=-1) / math.sqrt(query.shape[-1])


@wrong("scaled_dot_scores", "a reshape in place of the transpose: it deals the numbers out anew, row by row. Which call makes two axes change places?")
def scaled_reshape(query, states):
    return query @ states.reshape(states.shape[0], states.shape[2], states.shape[1]) / math.sqrt(query.shape[-1])


@wrong("bilinear_scores", "the matrix transposed wherever that fits: its rows belong to the query, always. On which side of it does the query stand?")
def transposed_if_it_fits(query, states, matrix):
    if matrix.shape[0] == states.shape[-1]:
        matrix = matrix.T
    return dots(query @ matrix, states)


@wrong("bilinear_scores", "the matrix made shorter first: its length was divided out. What does the formula do to W?")
def matrix_of_length_one(query, states, matrix):
    return dots(query @ (matrix / matrix.norm()), states)


@wrong("bilinear_scores", "the matrix boiled down to one number. Which row and column of W belong to which entries?")
def matrix_summed(query, states, matrix):
    return query.sum(dim=-1, keepdim=True) * matrix.sum() * states.sum(dim=-1).unsqueeze(1)


@wrong("bilinear_scores", "the query added once more to its translation. What stands between q and s in the formula?")
def translation_plus_query(query, states, matrix):
    translated = query @ matrix
    if translated.shape == query.shape:
        translated = translated + query
    return dots(translated, states)


@wrong("bilinear_scores", "every query scored against the first sentence. Whose states belong to the second query?")
def bilinear_first_sentence(query, states, matrix):
    return query @ matrix @ states[0].T


@wrong("bilinear_scores", "every query scored against the whole batch, and added up: sentences were mixed. Which axis must stay apart?")
def bilinear_over_the_batch(query, states, matrix):
    return torch.einsum("btq,qs,cns->btn", query, matrix, states)


@wrong("bilinear_scores", "the mean of the products, not their sum. What does the napkin do with 2 and 3?")
def bilinear_mean(query, states, matrix):
    return dots(query @ matrix, states) / states.shape[-1]


@wrong("additive_scores", "the states subtracted from the query: the score is called additive. Which sign stands in the formula?")
def subtracts(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) - (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "scores squeezed: an axis of length 1 is an axis, too. Which three axes do scores have?")
def additive_squeezes(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v.unsqueeze(1)).squeeze()


@wrong("additive_scores", "an axis of length 1 too many at the end: the vector was made a matrix. Which axes do scores have?")
def additive_axis_too_many(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)) @ v.unsqueeze(1)


@wrong("additive_scores", "two tanh, one inside the other. How often does the formula bend?")
def bent_twice(query, states, wq, ws, v):
    return torch.tanh(torch.tanh(query @ wq).unsqueeze(2) + torch.tanh(states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "a second tanh, around the score: a score can be any number. How often does the formula bend?")
def bent_again_at_the_end(query, states, wq, ws, v):
    return torch.tanh(torch.tanh(summed(query, states, wq, ws)) @ v)


@wrong("additive_scores", "the query alone was bent. What stands inside the tanh?")
def query_alone_bent(query, states, wq, ws, v):
    return (torch.tanh(query @ wq).unsqueeze(2) + (states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "the states alone were bent. What stands inside the tanh?")
def states_alone_bent(query, states, wq, ws, v):
    return ((query @ wq).unsqueeze(2) + torch.tanh(states @ ws).unsqueeze(1)) @ v


@wrong("additive_scores", "the first sentence's states for all. Whose states belong to the second query?")
def additive_first_sentence(query, states, wq, ws, v):
    return torch.tanh((query @ wq).unsqueeze(2) + states[0] @ ws) @ v


@wrong("additive_scores", "scaled by the root of the hidden size: this score has no root. Is there one in the formula?")
def additive_scaled(query, states, wq, ws, v):
    return torch.tanh(summed(query, states, wq, ws)) @ v / math.sqrt(len(v))


@wrong("additive_scores", "the dot product of query and state, each brought to the hidden size: this score adds them. What stands between the two in the formula?")
def additive_multiplies_at_last(query, states, wq, ws, v):
    return dots(torch.tanh(query @ wq), torch.tanh(states @ ws))


@wrong("additive_scores", "an axis put in in place changes the vector that was given. What does the underscore in unsqueeze_ mean?")
def unsqueezes_in_place(query, states, wq, ws, v):
    return (torch.tanh(summed(query, states, wq, ws)) @ v.unsqueeze_(1)).squeeze(-1)


def sizes_checked(kind, q, s):
    if kind in ("dot", "scaled dot") and q != s:
        raise ValueError("sizes differ")


SCALED = "scaled dot"
ALWAYS = "always true: in `kind == \"dot\" or \"scaled dot\"` the text behind `or` is not compared with anything, and counts as True. How do you ask for either of two?"


@wrong("parameter_count", ALWAYS)
def or_is_always_true(kind, query_size, state_size, hidden_size):
    if kind == "dot" or SCALED:
        if query_size != state_size:
            raise ValueError("the sizes must be equal")
        return 0
    if kind == "bilinear":
        return query_size * state_size
    if kind == "additive":
        return query_size * hidden_size + state_size * hidden_size + hidden_size
    raise ValueError(kind)


@wrong("parameter_count", ALWAYS)
def or_is_always_true_without_sizes(kind, query_size, state_size, hidden_size):
    if kind == "dot" or SCALED:
        return 0
    return counted(kind, query_size, state_size, hidden_size)


@wrong("parameter_count", ALWAYS)
def or_is_always_true_after_a_guard(kind, query_size, state_size, hidden_size):
    sizes_checked(kind, query_size, state_size)
    if kind == "dot" or SCALED:
        return 0
    return counted(kind, query_size, state_size, hidden_size)


@wrong("parameter_count", "another name for a kind: it is \"scaled dot\", with a space. Which four words does the text name?")
def with_an_underscore(kind, q, s, h):
    if kind == "scaled dot":
        raise ValueError(kind)
    return counted(kind, q, s, h)


@wrong("parameter_count", "a matrix between them, for the scaled dot product too: that is the bilinear score. Which matrix stands in the dot product?")
def both_dots_have_a_matrix(kind, q, s, h):
    return counted(kind, q, s, h, dot=q * s, **{"scaled dot": q * s})


@wrong("parameter_count", "the size of the vectors, for both dot products: they are computed, not learned. Which matrix stands in the formula?")
def both_dots_have_vectors(kind, q, s, h):
    return counted(kind, q, s, h, dot=q, **{"scaled dot": q})


@wrong("parameter_count", "the entries of both vectors: they are computed, not learned. What stands in the formula apart from q and s?")
def both_dots_have_two_vectors(kind, q, s, h):
    return counted(kind, q, s, h, dot=q + s, **{"scaled dot": q + s})


@wrong("parameter_count", "the size, for the root: the root of d is fixed by the size. Who would change it?")
def scale_counts_as_d(kind, q, s, h):
    return counted(kind, q, s, h, **{"scaled dot": q})


@wrong("parameter_count", "a square matrix of the query's size. How many columns does W need to meet the states?")
def bilinear_square(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=q * q)


@wrong("parameter_count", "a square matrix of the states' size. How many rows does W need to meet the query?")
def bilinear_square_of_states(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=s * s)


@wrong("parameter_count", "the states' matrix and the vector alone. What brings the query to the hidden size?")
def state_matrix_alone(kind, q, s, h):
    return counted(kind, q, s, h, additive=s * h + h)


@wrong("parameter_count", "sizes added, not multiplied. How many numbers has a matrix of 3 rows and 5 columns?")
def additive_sizes_added(kind, q, s, h):
    return counted(kind, q, s, h, additive=q + s + h)


@wrong("parameter_count", "sizes added, not multiplied, in both. How many numbers has a matrix of 3 rows and 4 columns?")
def all_sizes_added(kind, q, s, h):
    return counted(kind, q, s, h, bilinear=q + s, additive=q + s + h)


@wrong("parameter_count", "a bias for the output as well: the formula has none. What stands after the tanh?")
def output_bias(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s + 1) * h + 1)


@wrong("parameter_count", "a matrix of hidden by hidden in place of the vector v. What makes one number of the hidden layer?")
def v_is_a_matrix(kind, q, s, h):
    return counted(kind, q, s, h, additive=(q + s + h) * h)


@wrong("parameter_count", "one matrix of query by states, and the vector. Which two sizes does each matrix of the additive score join?")
def additive_joins_query_and_states(kind, q, s, h):
    return counted(kind, q, s, h, additive=q * s + h)


def two_weights(attention, change):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    return tried(attention, query, states)[1], tried(attention, query, change(states))[1]


@wrong("ignores_the_states", LONGER)
def doubles_the_states(attention):
    first, second = two_weights(attention, lambda states: 2 * states)
    return torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", LONGER)
def ten_times_the_states(attention):
    first, second = two_weights(attention, lambda states: 10 * states)
    return bool((first - second).abs().max() < 1e-5)


@wrong("ignores_the_states", SHIFTED)
def adds_one_to_the_states(attention):
    first, second = two_weights(attention, lambda states: states + 1)
    return torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", FAKE)
def another_name_is_no_copy(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    other = states
    other[:, 2] = torch.randn(2, 4)
    return torch.allclose(tried(attention, query, states)[1], tried(attention, query, other)[1])


@wrong("ignores_the_states", FAKE)
def adds_in_place_to_another_name(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    other = states
    other += 1
    return torch.allclose(tried(attention, query, states)[1], tried(attention, query, other)[1], atol=1e-5)


@wrong("ignores_the_states", HIDDEN)
def changes_the_padding(attention):
    mask = torch.tensor([[True, True, True, False, False]] * 2)
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    other = states.clone()
    other[:, 3:] = torch.randn(2, 2, 4)
    return torch.allclose(attention(query, states, mask)[1], attention(query, other, mask)[1], atol=1e-5)


@wrong("ignores_the_states", HIDDEN)
def changes_the_last_padding(attention):
    mask = torch.tensor([[True] * 4 + [False]])
    query, states = torch.randn(1, 3, 4), torch.randn(1, 5, 4)
    other = states.clone()
    other[:, -1] += 7
    return torch.allclose(attention(query, states, mask)[1], attention(query, other, mask)[1], atol=1e-5)


@wrong("ignores_the_states", FAKE)
def always_true(attention):
    return True


@wrong("ignores_the_states", HONEST)
def always_false(attention):
    return False


@wrong("ignores_the_states")
def a_table_of_verdicts(attention):
    first, second = two_weights(attention, lambda states: states.flip(1))
    return torch.isclose(first, second, atol=1e-5)


@wrong("ignores_the_states", INVERTED)
def inverted_with_new_states(attention):
    first, second = two_weights(attention, torch.randn_like)
    return not torch.allclose(first, second, atol=1e-5)


@wrong("ignores_the_states", INVERTED)
def true_if_they_differ(attention):
    first, second = two_weights(attention, torch.randn_like)
    return bool((first - second).abs().max() > 1e-5)


@wrong("ignores_the_states", EXACT, by_pattern=True)
def equal_with_new_states(attention):
    first, second = two_weights(attention, torch.randn_like)
    return torch.equal(first, second)


@wrong("ignores_the_states", LAX)
def lax_with_new_states(attention):
    first, second = two_weights(attention, torch.randn_like)
    return bool((first - second).abs().max() < 0.05)


@wrong("ignores_the_states", CONTEXTS)
def compares_contexts_closely(attention):
    query, mask = torch.randn(2, 3, 4), torch.ones(2, 5, dtype=torch.bool)
    first, second = attention(query, torch.randn(2, 5, 4), mask)[0], attention(query, torch.randn(2, 5, 4), mask)[0]
    return bool((first - second).abs().max() < 1e-5)


@wrong("ignores_the_states")
def by_name(attention):
    return getattr(attention, "__name__", "") == "suspect_b"


@wrong("ignores_the_states")
def a_mask_of_numbers(attention):
    query, mask = torch.randn(2, 3, 4), torch.ones(2, 5)
    first, second = attention(query, torch.randn(2, 5, 4), mask)[1], attention(query, torch.randn(2, 5, 4), mask)[1]
    return torch.allclose(first, second)


OVER_TARGETS = "a softmax over targets: the queries share out each word, where each query should share out the words. Which axis holds the source words?"


@wrong("attend", OVER_TARGETS)
def over_targets_then_masked(query, states, mask, score):
    weights = score(query, states).softmax(dim=1) * mask.unsqueeze(1)
    return weights @ states, weights


@wrong("attend", OVER_TARGETS)
def over_targets_without_nan(query, states, mask, score):
    scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = torch.nan_to_num(scores.softmax(dim=1))
    return weights @ states, weights


@wrong("attend", OVER_TARGETS)
def over_targets_without_mask(query, states, mask, score):
    weights = score(query, states).softmax(dim=1)
    return weights @ states, weights


@wrong("attend", "the mask's axis of length 1 put in at the end: whole queries are hidden, not words. Which axis do mask and scores share?")
def mask_at_the_end(query, states, mask, score):
    weights = score(query, states).masked_fill(mask.unsqueeze(-1) == 0, -1e9).softmax(dim=-1)
    return weights @ states, weights


@wrong("attend", "a softmax over the batch: sentences compete with each other. Which axis holds the source words?")
def over_the_batch_with_a_large_number(query, states, mask, score):
    weights = score(query, states).masked_fill(~mask.unsqueeze(1), -1e9).softmax(dim=0)
    return weights @ states, weights


@wrong("dot_scores", "scores squeezed: an axis of length 1 is an axis, too. Which three axes do scores have?")
def squeezes_the_target(query, states):
    return dots(query, states).squeeze(1)


@wrong("scaled_dot_scores", "scores squeezed: an axis of length 1 is an axis, too. Which three axes do scores have?")
def scaled_squeezes(query, states):
    return (dots(query, states) / math.sqrt(query.shape[-1])).squeeze()


@wrong("scaled_dot_scores", "scores squeezed: an axis of length 1 is an axis, too. Which three axes do scores have?")
def scaled_squeezes_the_target(query, states):
    return (dots(query, states) / math.sqrt(query.shape[-1])).squeeze(1)


@wrong("bilinear_scores", "scores squeezed: an axis of length 1 is an axis, too. Which three axes do scores have?")
def bilinear_squeezes(query, states, matrix):
    return dots(query @ matrix, states).squeeze()


@wrong("scaled_dot_scores", "divided too often: each root, and each mean, divides once more, and ** 1/2 is the power 1 and then a half. How often should there be a division?")
def scaled_mean(query, states):
    return dots(query, states) / query.shape[-1] / math.sqrt(query.shape[-1])


@wrong("bilinear_scores", "the matrix elsewhere, or twice: it stands between query and states, once. Which of the two already speaks the language of the states?")
def matrix_behind_the_states(query, states, matrix):
    return dots(query, states) @ matrix


@wrong("scaled_dot_scores", "divided too often: each root, and each mean, divides once more, and ** 1/2 is the power 1 and then a half. How often should there be a division?")
def power_one_then_a_half(query, states):
    return dots(query, states) / query.shape[-1] ** 1/2  # fmt: skip


@wrong("bilinear_scores", hidden_only=True)
def bilinear_detaches_query_and_states(query, states, matrix):
    return dots(query.detach() @ matrix, states.detach())


@wrong("additive_scores", hidden_only=True)
def additive_detaches_query_and_states(query, states, wq, ws, v):
    return torch.tanh(summed(query.detach(), states.detach(), wq, ws)) @ v


@wrong("attend", hidden_only=True)
def attend_mixes_detached_states(query, states, mask, score):
    weights = shares(query, states, mask, score)
    return weights @ states.detach(), weights
