"""Wrong answers to lesson 03: each must lose its points, those with a sentence by that name."""

import numpy as np
import torch
from scipy.special import softmax
from torch import nn

from grading.authoring.answers import Answer, wrong


@wrong("score_words", "the sum of each state: the importance vector was not used. What weighs each of its numbers?")
def sums_the_states(states, importance):
    return states.sum(axis=-1)


@wrong("score_words", "weights, not scores: there is a softmax too many. What sign can a score have?")
def softmax_already(states, importance):
    return softmax(states @ importance, axis=-1)


@wrong("score_words", "weights, not scores: there is a softmax too many, and it mixes the sentences. What sign can a score have?")
def softmax_of_all_already(states, importance):
    return softmax(states @ importance)


@wrong("score_words", "products that are not added up: a score is one number per word. Which axis is summed over?")
def multiplies_only(states, importance):
    return states * importance


@wrong("score_words", "the mean of the products: a dot product adds them up. What is divided here?")
def mean_of_products(states, importance):
    return (states * importance).mean(axis=-1)


@wrong("score_words", "cosines: the lengths were divided out. Does the text divide by anything?")
def cosine(states, importance):
    return states @ importance / np.linalg.norm(states, axis=-1) / np.linalg.norm(importance)


@wrong("score_words", "scores divided by the root of the size: that comes in lesson 4. Does this text divide by anything?")
def scaled(states, importance):
    return states @ importance / np.sqrt(len(importance))


@wrong("score_words", "one score per number, not per word: the words were added up. Which axis must stay?")
def sums_the_words(states, importance):
    return (states * importance).sum(axis=1)


@wrong("score_words", "one number for a sentence, or for all: words were added up, too. How many scores does a sentence have?")
def adds_up_everything(states, importance):
    return (states * importance).sum()


@wrong("score_words", "an axis too many: each score stands in a bracket of its own. How many axes should the scores have?")
def column_of_importance(states, importance):
    return states @ importance.reshape(-1, 1)


@wrong("score_words", "sentences added up: they have nothing to do with one another. Which axis is multiplied away?")
def sums_the_batch(states, importance):
    return (states * importance).sum(axis=0)


@wrong("score_words", "importance on the left of @: there it meets the words, not the numbers of a state. Which side of @ loses its last axis?")
def importance_first(states, importance):
    return importance @ states


@wrong("score_words", says="None came back")
def forgets_return(states, importance):
    states @ importance


@wrong("score_words", "one sentence of the batch only. What becomes of the others?")
def first_sentence_only(states, importance):
    return states[0] @ importance


@wrong("score_words", "negative scores set to 0: a score may have any sign. What would softmax make of -3 and -2, and what of 0 and 0?")
def no_negative_scores(states, importance):
    return np.maximum(states @ importance, 0)


@wrong("score_words", "distances between state and importance: small where they are alike. What does a dot product do with two numbers in the same place?")
def distances(states, importance):
    return np.linalg.norm(states - importance, axis=-1)


@wrong("score_words", hidden_only=True)
def scores_by_heart(states, importance):
    return {1: [[-3, -2, 7]], 2: [[-0.5, -1, 2.5], [-1, 0.5, 2]]}.get(len(states))


@wrong("score_words", "an axis too many: each score stands in a bracket of its own. How many axes should the scores have?")
def keeps_the_axis(states, importance):
    return (states * importance).sum(axis=-1, keepdims=True)


@wrong("score_words", "an axis too many: each score stands in a bracket of its own. How many axes should the scores have?")
def importance_as_a_row(states, importance):
    return states @ importance[None].T


@wrong("score_words", "an axis too many: each score stands in a bracket of its own. How many axes should the scores have?")
def an_axis_in_front(states, importance):
    return (states @ importance)[None]


@wrong("score_words", "an axis too many: each score stands in a bracket of its own. How many axes should the scores have?")
def an_axis_between(states, importance):
    return (states @ importance)[:, None, :]


@wrong("score_words", "one number for a sentence, or for all: words were added up, too. How many scores does a sentence have?")
def one_number_a_sentence(states, importance):
    return (states * importance).sum(axis=(1, 2))


@wrong("score_words", "one number for a sentence, or for all: words were added up, too. How many scores does a sentence have?")
def the_sum_of_scores(states, importance):
    return (states @ importance).sum(axis=-1)


@wrong("score_words", "one number for a sentence, or for all: words were added up, too. How many scores does a sentence have?")
def the_mean_score(states, importance):
    return (states @ importance).mean(axis=-1)


@wrong("score_words", "one word's score for each sentence: that of the best, or of a fixed place. How many scores does a sentence have?")
def the_best_score(states, importance):
    return (states @ importance).max(axis=-1)


@wrong("score_words", "one number for a sentence, or for all: words were added up, too. How many scores does a sentence have?")
def the_mean_state(states, importance):
    return states.mean(axis=1) @ importance


@wrong("score_words", "words and sentences changed places. Which axis comes first?")
def turned_round(states, importance):
    return (states @ importance).T


@wrong("score_words", "words and sentences changed places. Which axis comes first?")
def turned_by_the_states(states, importance):
    return np.einsum("bwd,d->wb", states, importance)


@wrong("score_words", "all words in one row: which sentence a word is of has been lost. What are the two axes of the scores?")
def one_long_row(states, importance):
    return states.reshape(-1, states.shape[-1]) @ importance


@wrong("score_words", "all words in one row: which sentence a word is of has been lost. What are the two axes of the scores?")
def flattened(states, importance):
    return (states @ importance).ravel()


@wrong("score_words", "all words in one row: which sentence a word is of has been lost. What are the two axes of the scores?")
def collected_in_one_list(states, importance):
    return np.array([state @ importance for sentence in states for state in sentence])


@wrong("score_words", "all words in one row: which sentence a word is of has been lost. What are the two axes of the scores?")
def squeezed(states, importance):
    return (states @ importance).squeeze()


@wrong("score_words", "one sentence of the batch only. What becomes of the others?")
def last_sentence_only(states, importance):
    for sentence in states:
        scores = sentence @ importance
    return scores


@wrong("score_words", "one sentence of the batch only. What becomes of the others?")
def returns_too_early(states, importance):
    for sentence in states:
        return np.array([state @ importance for state in sentence])


@wrong("score_words", "one sentence of the batch only. What becomes of the others?")
def first_sentence_as_a_batch(states, importance):
    return states[:1] @ importance


@wrong("score_words", "one word's score for each sentence: that of the best, or of a fixed place. How many scores does a sentence have?")
def first_word_only(states, importance):
    return states[:, 0] @ importance


@wrong("score_words", "one word's score for each sentence: that of the best, or of a fixed place. How many scores does a sentence have?")
def last_word_only(states, importance):
    return states[:, -1] @ importance


@wrong("score_words", "absolute values: a score may have any sign. What did the minus say?")
def absolute(states, importance):
    return np.abs(states @ importance)


@wrong("score_words", "absolute values: a score may have any sign. What did the minus say?")
def adds_absolute_products(states, importance):
    return np.abs(states * importance).sum(axis=-1)


@wrong("score_words", "absolute values: a score may have any sign. What did the minus say?")
def absolute_importance(states, importance):
    return states @ np.abs(importance)


@wrong("score_words", "a bend after the dot product (tanh, a sigmoid, exp): the text asks for the product itself. Which function is too many?")
def tanh_of_scores(states, importance):
    return np.tanh(states @ importance)


@wrong("score_words", "a bend after the dot product (tanh, a sigmoid, exp): the text asks for the product itself. Which function is too many?")
def sigmoid_of_scores(states, importance):
    return 1 / (1 + np.exp(-(states @ importance)))


@wrong("score_words", "a bend after the dot product (tanh, a sigmoid, exp): the text asks for the product itself. Which function is too many?")
def exp_of_scores(states, importance):
    return np.exp(states @ importance)


@wrong("score_words", "a bend before the dot product: the states were sent through a function of their own. What is multiplied with what?")
def tanh_of_states(states, importance):
    return np.tanh(states) @ importance


@wrong("score_words", "a bend before the dot product: the states were sent through a function of their own. What is multiplied with what?")
def positive_states(states, importance):
    return np.maximum(states, 0) @ importance


@wrong("score_words", "the opposite sign: a state that points in the direction of importance should score high. Where does a minus come in?")
def turned_sign(states, importance):
    return -(states @ importance)


@wrong("score_words", "softmax of the importance vector first: it is used as it is. What sign may its numbers have?")
def softmax_of_importance(states, importance):
    return states @ softmax(importance)


@wrong("score_words", "importance scaled to length 1: does the text divide by a length?")
def importance_of_length_one(states, importance):
    return states @ (importance / np.linalg.norm(importance))


@wrong("score_words", "importance scaled to a sum of 1, as if it were weights: its numbers are parameters. Does the text divide by anything?")
def importance_with_sum_one(states, importance):
    return states @ (importance / np.abs(importance).sum())


@wrong("score_words", "importance scaled to a sum of 1, as if it were weights: its numbers are parameters. Does the text divide by anything?")
def importance_over_its_sum(states, importance):
    return states @ (importance / importance.sum())


@wrong("score_words", "states scaled to length 1: a long state may score higher than a short one. Does the text divide by anything?")
def states_of_length_one(states, importance):
    return states / np.linalg.norm(states, axis=-1, keepdims=True) @ importance


@wrong("score_words", "scores divided by the size: what was to be added up was averaged, or scaled. Does the text divide by anything?")
def divided_by_the_size(states, importance):
    return states @ importance / states.shape[-1] ** 2


@wrong("score_words", "scores divided by how many words there are: more words do not make a word less important. Does the text divide by anything?")
def divided_by_the_words(states, importance):
    return states @ importance / states.shape[1]


@wrong("score_words", "scores shared out by dividing by their sum: that is lesson 1's way to weights, and no scores. What sign can a score have?")
def divided_by_their_sum(states, importance):
    scores = states @ importance
    return scores / scores.sum(axis=-1, keepdims=True)


@wrong("score_words", "the largest score taken off: that belongs into a softmax. What is the score of the best word here?")
def largest_taken_off(states, importance):
    scores = states @ importance
    return scores - scores.max(axis=-1, keepdims=True)


@wrong("score_words", "a mean taken off: the text compares each state with importance, and with nothing else. What is subtracted here?")
def mean_state_taken_off(states, importance):
    return (states - states.mean(axis=1, keepdims=True)) @ importance


@wrong("score_words", "a mean taken off: the text compares each state with importance, and with nothing else. What is subtracted here?")
def mean_score_taken_off(states, importance):
    scores = states @ importance
    return scores - scores.mean(axis=-1, keepdims=True)


@wrong("score_words", "sums in place of products: number plus number. What does a dot product do with two numbers in the same place?")
def adds_importance(states, importance):
    return (states + importance).sum(axis=-1)


@wrong("score_words", "differences in place of products. What does a dot product do with two numbers in the same place?")
def subtracts_importance(states, importance):
    return (states - importance).sum(axis=-1)


@wrong("score_words", "distances between state and importance: small where they are alike. What does a dot product do with two numbers in the same place?")
def squared_distances(states, importance):
    return ((states - importance) ** 2).sum(axis=-1)


@wrong("score_words", "distances between state and importance: small where they are alike. What does a dot product do with two numbers in the same place?")
def negative_distances(states, importance):
    return -np.linalg.norm(states - importance, axis=-1)


@wrong("score_words", "the largest product of each state: the others count, too. What is done with all of them?")
def largest_product(states, importance):
    return (states * importance).max(axis=-1)


@wrong("score_words", "the product of the products: they are to be added. What stands between them in the table?")
def multiplies_the_products(states, importance):
    return (states * importance).prod(axis=-1)


@wrong("score_words", "one number of each state only: a loop that overwrites in place of adding, or a fixed place. How many products does a score have?")
def loop_overwrites(states, importance):
    for k in range(len(importance)):
        scores = states[:, :, k] * importance[k]
    return scores


@wrong("score_words", "one number of each state only: a loop that overwrites in place of adding, or a fixed place. How many products does a score have?")
def first_number_only(states, importance):
    return states[:, :, 0] * importance[0]


@wrong("score_words", "the last number of each state left out. Where does a loop over places end?")
def one_number_short(states, importance):
    return states[:, :, :-1] @ importance[:-1]


@wrong("score_words", "the numbers of importance in reverse order. Which belongs to the first number of a state?")
def importance_reversed(states, importance):
    return states @ importance[::-1]


@wrong("score_words", "squares: a state multiplied with itself. What weighs its numbers?")
def squared_states(states, importance):
    return (states**2).sum(axis=-1)


@wrong("score_words", "squares: a state multiplied with itself. What weighs its numbers?")
def squares_weighed(states, importance):
    return states**2 @ importance


@wrong("score_words", "the mean of each state: the importance vector was not used. What weighs each of its numbers?")
def mean_of_each_state(states, importance):
    return states.mean(axis=-1)


@wrong("score_words", "the length of each state: the importance vector was not used. What weighs each of its numbers?")
def length_of_each_state(states, importance):
    return np.linalg.norm(states, axis=-1)


@wrong("score_words", "weights, not scores: there is a softmax too many, and it mixes the sentences. What sign can a score have?")
def softmax_over_the_batch_already(states, importance):
    return softmax(states @ importance, axis=0)


@wrong("score_words", "the place of the best word, not the scores. How many numbers belong to a sentence?")
def place_of_the_best(states, importance):
    return (states @ importance).argmax(axis=-1)


@wrong("score_words", "rounded to whole numbers: half a point is lost. What turns the scores into integers?")
def rounded(states, importance):
    return np.round(states @ importance)


@wrong("score_words", "rounded to whole numbers: half a point is lost. What turns the scores into integers?")
def as_integers(states, importance):
    return (states @ importance).astype(int)


@wrong("score_words", "the transpose of the states: their axes changed places before the product. Which axis of states must meet importance?")
def transposes_the_states(states, importance):
    return states.T @ importance


@wrong("score_words", says="leaves what it was given unchanged")
def multiplies_in_place(states, importance):
    states *= importance
    return states.sum(axis=-1)


@wrong("score_words", "divided by the number of sentences: they have nothing to do with one another. Does the text divide by anything?")
def divided_by_sentences(states, importance):
    return states @ importance / len(states)


@wrong("score_words", "divided by the largest score: the best word then has 1 in every sentence. Does the text divide by anything?")
def divided_by_the_largest(states, importance):
    scores = states @ importance
    return scores / scores.max(axis=-1, keepdims=True)


@wrong("score_words", "divided by the largest score: the best word then has 1 in every sentence. Does the text divide by anything?")
def divided_by_the_largest_of_either_sign(states, importance):
    scores = states @ importance
    return scores / np.abs(scores).max(axis=-1, keepdims=True)


@wrong("score_words", "negative products set to 0: a product may have any sign, and may take from the others. What is done with all of them?")
def positive_products(states, importance):
    return np.maximum(states * importance, 0).sum(axis=-1)


@wrong("score_words", "a word short: the last one of each sentence has no score. Where does a loop over places end?")
def one_word_short(states, importance):
    return states[:, :-1] @ importance


@wrong("score_words", "a word short: the first one of each sentence has no score. Where does a loop over places begin?")
def begins_at_one(states, importance):
    return states[:, 1:] @ importance


@wrong("score_words", "logarithms of weights, not scores: there is a log-softmax too many. What is the score of the best word here?")
def log_softmax_already(states, importance):
    return np.log(softmax(states @ importance, axis=-1))


@wrong("score_words", "scores added up from word to word: each word has a score of its own. Which function adds along the way?")
def added_up_on_the_way(states, importance):
    return np.cumsum(states @ importance, axis=-1)


@wrong("score_words", "the scores in the order of their size: each belongs to a word, and stays in its place. Which function sorts?")
def sorted_scores(states, importance):
    return np.sort(states @ importance, axis=-1)


@wrong("score_words", "every number times every other: a table for each word. Which numbers belong together in a dot product?")
def outer_products(states, importance):
    return np.multiply.outer(states, importance)


@wrong("score_words", "something added to the scores: a constant would not change a softmax, but it is no part of the dot product. What comes after the sum?")
def adds_one(states, importance):
    return states @ importance + 1


def weighed(states, weights):
    return (weights[:, :, None] * states).sum(axis=1)


def rightly(scores, mask):
    return softmax(np.where(mask, scores, -np.inf), axis=-1)


@wrong("attention_pool", "a softmax over the batch: the sentences compete with each other. Which axis holds the words?")
def over_the_batch(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf), axis=0)
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax over the batch: the sentences compete with each other. Which axis holds the words?")
def over_the_batch_without_mask(states, scores, mask):
    weights = softmax(scores, axis=0)
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax over all entries: the sentences share one whole between them. Which axis holds the words?")
def forgets_the_axis(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf))
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax without the mask: padding was treated as a word. Where does it get minus infinity?")
def ignores_the_mask(states, scores, mask):
    weights = softmax(scores, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "the mask added to the scores: real words rose by 1, and padding kept a share. Which score becomes exactly nothing?")
def adds_the_mask(states, scores, mask):
    weights = softmax(scores + mask, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "masking after the softmax: padding took its part first. Do the rows add up to 1?")
def masks_after(states, scores, mask):
    weights = softmax(scores, axis=-1) * mask
    return weighed(states, weights), weights


@wrong("attention_pool", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def multiplies_the_scores(states, scores, mask):
    weights = softmax(scores * mask, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def hides_the_states_only(states, scores, mask):
    weights = softmax(np.where(mask, scores, 0), axis=-1)
    return weighed(states * mask[:, :, None], weights), weights


@wrong("attention_pool", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted(states, scores, mask):
    weights = softmax(np.where(mask, -np.inf, scores), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "an inverted mask: only padding got weight, or equal shares where there is none. Does True mean a real word, or padding?")
def inverted_with_a_billion(states, scores, mask):
    weights = softmax(np.where(mask, -1e9, scores), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "a sigmoid: each word was judged on its own. What must a row add up to?")
def sigmoid(states, scores, mask):
    weights = mask / (1 + np.exp(-scores))
    return weighed(states, weights), weights


@wrong("attention_pool", "scores, not weights: the softmax is missing. What must a row add up to?")
def no_softmax(states, scores, mask):
    weights = np.where(mask, scores, -np.inf)
    return weighed(states, weights), weights


@wrong("attention_pool", "the same weight for every word: mean pooling in disguise. Where do the scores come in?")
def mean_pooling(states, scores, mask):
    weights = mask / mask.sum(axis=1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "summary and weights in the other order. Which is returned first?")
def weights_first(states, scores, mask):
    weights = rightly(scores, mask)
    return weights, weighed(states, weights)


@wrong("attention_pool", "one result in place of two. Which two things are returned, and in which order?")
def summary_alone(states, scores, mask):
    return weighed(states, rightly(scores, mask))


@wrong("attention_pool", "one result in place of two. Which two things are returned, and in which order?")
def weights_alone(states, scores, mask):
    return rightly(scores, mask)


@wrong("attention_pool", "mean pooling in disguise: the weights are not used, or are all equal. What multiplies each state?")
def mean_with_right_weights(states, scores, mask):
    return weighed(states, mask / mask.sum(axis=1, keepdims=True)), rightly(scores, mask)


@wrong("attention_pool", "the mean over all places, padding too. What multiplies each state?")
def mean_over_all_places(states, scores, mask):
    return states.mean(axis=1), rightly(scores, mask)


@wrong("attention_pool", "the plain sum of the states: the weights are not used. What multiplies each state?")
def sum_of_real_states(states, scores, mask):
    return weighed(states, mask), rightly(scores, mask)


@wrong("attention_pool", "the plain sum of all states, padding too: the weights are not used. What multiplies each state?")
def sum_of_all_states(states, scores, mask):
    return states.sum(axis=1), rightly(scores, mask)


@wrong("attention_pool", "the mean of the weighted states: the weights add up to 1 already. What is left to divide?")
def mean_of_weighted(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).mean(axis=1), weights


@wrong("attention_pool", "scores times states: the softmax is missing here. What multiplies each state?")
def scores_times_states(states, scores, mask):
    return weighed(states, scores), rightly(scores, mask)


@wrong("attention_pool", "the state of one place alone: the heaviest word's, the last one's or the first one's. What becomes of the others' shares?")
def hard(states, scores, mask):
    weights = rightly(scores, mask)
    return states[np.arange(len(states)), weights.argmax(axis=1)], weights


@wrong("attention_pool", "weight times state, not added up: one vector per word is left. Which axis does the sum remove?")
def not_added_up(states, scores, mask):
    weights = rightly(scores, mask)
    return weights[:, :, None] * states, weights


@wrong("attention_pool", "every sentence's weights on every sentence's states: a product too many. Which weights belong to which states?")
def weights_at_states(states, scores, mask):
    weights = rightly(scores, mask)
    return weights @ states, weights


@wrong("attention_pool", "added up over the numbers of a state: one number a word is left. Which axis holds the words?")
def sums_over_the_size(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(axis=-1), weights


@wrong("attention_pool", "an axis of length 1 left over in the summary. Which axes should it have?")
def row_times_table(states, scores, mask):
    weights = rightly(scores, mask)
    return weights[:, None] @ states, weights


@wrong("attention_pool", "weights times states as they are: (batch, words) does not fit (batch, words, size). Where do the weights need one more axis?")
def no_new_axis(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights * states).sum(axis=1), weights


@wrong("attention_pool", "nothing came back: the function ends without return. Which two things are returned?")
def pool_without_return(states, scores, mask):
    weights = rightly(scores, mask)
    weighed(states, weights)


@wrong("attention_pool", "all real words in one row: which sentence a word is of has been lost. What are the axes of the weights?")
def drops_the_padding(states, scores, mask):
    weights = softmax(scores[mask])
    return weights @ states[mask], weights


@wrong("attention_pool", "one result in place of two. Which two things are returned, and in which order?")
def stacked_by_hand(states, scores, mask):
    weights = rightly(scores, mask)
    return np.concatenate([weighed(states, weights), weights], axis=1)


@wrong("attention_pool", "a dictionary came back: two arrays are asked for. How does one return two things, with a comma between them?")
def by_name(states, scores, mask):
    weights = rightly(scores, mask)
    return {"summary": weighed(states, weights), "weights": weights}


@wrong("attention_pool", "three results in place of two. Which two things are returned?")
def three_results(states, scores, mask):
    weights = rightly(scores, mask)
    return weighed(states, weights), weights, scores


@wrong("attention_pool", "summary and weights in the other order. Which is returned first?")
def weights_first_without_mask(states, scores, mask):
    weights = softmax(scores, axis=-1)
    return weights, weighed(states, weights)


@wrong("attention_pool", "scores divided by their sum: that was lesson 1, and negative scores make nonsense of it. Which function turns scores into weights?")
def divides_the_scores(states, scores, mask):
    kept = np.where(mask, scores, 0)
    weights = kept / kept.sum(axis=-1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "scores divided by their sum: that was lesson 1, and negative scores make nonsense of it. Which function turns scores into weights?")
def divides_all_scores(states, scores, mask):
    weights = scores / scores.sum(axis=-1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "scores divided by their sum: that was lesson 1, and negative scores make nonsense of it. Which function turns scores into weights?")
def divides_absolute_scores(states, scores, mask):
    kept = np.abs(scores) * mask
    weights = kept / kept.sum(axis=-1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "the powers are not divided: they do not add up to 1. What is each of them to be divided by?")
def does_not_divide(states, scores, mask):
    weights = np.exp(scores) * mask
    return weighed(states, weights), weights


@wrong("attention_pool", "divided by the sum of the whole batch: the sentences share one whole between them. Whose powers belong to a row?")
def divides_by_the_whole_batch(states, scores, mask):
    powers = np.exp(scores) * mask
    weights = powers / powers.sum()
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax without the mask: padding was treated as a word. Where does it get minus infinity?")
def fills_and_forgets(states, scores, mask):
    np.where(mask, scores, -np.inf)
    weights = softmax(scores, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax without the mask: padding was treated as a word. Where does it get minus infinity?")
def hides_states_only(states, scores, mask):
    weights = softmax(scores, axis=-1)
    return weighed(states * mask[:, :, None], weights), weights


@wrong("attention_pool", "a softmax over the batch: the sentences compete with each other. Which axis holds the words?")
def turned_before_the_softmax(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf).T, axis=-1).T
    return weighed(states, weights), weights


@wrong("attention_pool", "masking after the softmax: padding took its part first. Do the rows add up to 1?")
def zeros_after(states, scores, mask):
    weights = np.where(mask, softmax(scores, axis=-1), 0)
    return weighed(states, weights), weights


@wrong("attention_pool", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def a_tiny_score(states, scores, mask):
    weights = softmax(np.where(mask, scores, 1e-9), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "a score of 0 for padding, taken away afterwards: it had its share first. Do the rows add up to 1?")
def zero_then_taken_away(states, scores, mask):
    weights = softmax(scores * mask, axis=-1) * mask
    return weighed(states, weights), weights


@wrong("attention_pool", "a score of -1 for padding: that is still a share. Which score becomes exactly nothing?")
def minus_one_for_padding(states, scores, mask):
    weights = softmax(np.where(mask, scores, -1), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "some negative number as the score of padding: where real words score as low, it still gets a share. Which score becomes exactly nothing?")
def minus_ten_for_padding(states, scores, mask):
    weights = softmax(np.where(mask, scores, -10), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "some negative number as the score of padding: where real words score as low, it still gets a share. Which score becomes exactly nothing?")
def ten_taken_off_padding(states, scores, mask):
    weights = softmax(scores - 20 * ~mask, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "some negative number as the score of padding: where real words score as low, it still gets a share. Which score becomes exactly nothing?")
def lowest_score_for_padding(states, scores, mask):
    weights = softmax(np.where(mask, scores, scores.min(axis=-1, keepdims=True)), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "infinity, nan, or something very large for padding: it takes everything, or makes nan of it. Which score becomes exactly nothing?")
def plus_infinity(states, scores, mask):
    weights = softmax(np.where(mask, scores, np.inf), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "minus infinity times the mask: infinity times 0 is nan. Which function of numpy chooses between two values?")
def infinity_times_mask(states, scores, mask):
    weights = softmax(scores + (1 - mask) * -np.inf, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "an inverted mask: only padding got weight, or equal shares where there is none. Does True mean a real word, or padding?")
def inverted_and_multiplied(states, scores, mask):
    weights = softmax(scores * ~mask - 1e9 * mask, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted_sum(states, scores, mask):
    powers = np.exp(scores) * ~mask
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "an inverted mask after the softmax: what real words had was set to 0. Does True mean a real word, or padding?")
def inverted_after(states, scores, mask):
    weights = softmax(scores, axis=-1) * ~mask
    return weighed(states, weights), weights


@wrong("attention_pool", "the opposite sign: the word with the lowest score got most. What is taken from what?")
def turned_sign_of_scores(states, scores, mask):
    weights = rightly(-scores, mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax twice: the second one shares out weights as if they were scores. Where is the first?")
def softmax_twice(states, scores, mask):
    weights = rightly(rightly(scores, mask), mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "a softmax twice: the second one shares out weights as if they were scores. Where is the first?")
def softmax_then_masked_softmax(states, scores, mask):
    weights = rightly(softmax(scores, axis=-1), mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "logarithms of the weights: one exponential is missing. Can a weight be negative?")
def logarithms(states, scores, mask):
    weights = np.log(rightly(scores, mask))
    return weighed(states, weights), weights


@wrong("attention_pool", "negative scores set to 0: a score may have any sign. What is e to the power of -1?")
def no_negative_scores_in_the_pool(states, scores, mask):
    weights = rightly(np.maximum(scores, 0), mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "scores divided by the root of the size: that comes in lesson 4. Does this text divide by anything?")
def scaled_in_the_pool(states, scores, mask):
    weights = rightly(scores / np.sqrt(states.shape[-1]), mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "all the weight on the best word: a softmax turns the others down, and does not remove them. What becomes of their shares?")
def all_on_the_best(states, scores, mask):
    weights = np.eye(scores.shape[1])[np.where(mask, scores, -np.inf).argmax(axis=-1)]
    return weighed(states, weights), weights


@wrong("attention_pool", "an exponential of its own that overflows, or leaves nothing: e to the 1000 is infinity. What did lesson 2 take off all scores of a row first?")
def overflows(states, scores, mask):
    powers = np.exp(scores) * mask
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "an exponential of its own that overflows, or leaves nothing: e to the 1000 is infinity. What did lesson 2 take off all scores of a row first?")
def overflows_behind_the_mask(states, scores, mask):
    powers = np.exp(np.where(mask, scores, -np.inf))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "scores cut off at a limit: beyond it all are alike. What did lesson 2 take off all scores of a row instead?")
def clips_the_scores(states, scores, mask):
    weights = rightly(np.clip(scores, -20, 20), mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "the padding's place taken from the first sentence: each sentence has its own. What does the mask's second row say?")
def first_mask_for_all(states, scores, mask):
    weights = rightly(scores, np.broadcast_to(mask[0], mask.shape))
    return weighed(states, weights), weights


@wrong("attention_pool", "one weight for each place, averaged over the sentences: each sentence has its own. Which axis was averaged away?")
def mean_over_the_batch(states, scores, mask):
    weights = np.broadcast_to(rightly(scores, mask).mean(axis=0), scores.shape)
    return weighed(states, weights), weights


@wrong("attention_pool", "the weights of the first sentence only. What becomes of the others?")
def first_sentence_s_weights(states, scores, mask):
    weights = rightly(scores, mask)[0]
    return weights @ states, weights


@wrong("attention_pool", "the weights are a column: an axis of length 1 was left behind. What shape should they have?")
def weights_as_a_column(states, scores, mask):
    weights = rightly(scores, mask)[:, :, None]
    return (weights * states).sum(axis=1), weights


@wrong("attention_pool", "the weights without their mask in the sum: padding has a part in the summary. Which weights multiply the states?")
def sums_with_unmasked_weights(states, scores, mask):
    return weighed(states, softmax(scores, axis=-1)), rightly(scores, mask)


@wrong("attention_pool", "the first sentence's states for all sentences. Which states belong to the second row of weights?")
def first_states_for_all(states, scores, mask):
    weights = rightly(scores, mask)
    return weights @ states[0], weights


@wrong("attention_pool", "added up over the batch, too: each sentence has a summary of its own. Which axis does the sum remove?")
def sums_the_batch_too(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(axis=(0, 1)), weights


@wrong("attention_pool", "added up over the batch, and not over the words. Which axis does the sum remove?")
def sums_the_batch_in_place_of_words(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(axis=0), weights


@wrong("attention_pool", "one number for all: the sum went over every axis. Which axis does it remove?")
def sums_everything(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(), weights


@wrong("attention_pool", "an axis of length 1 left over in the summary. Which axes should it have?")
def keeps_the_axis_in_the_summary(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(axis=1, keepdims=True), weights


@wrong("attention_pool", "the state of one place alone: the heaviest word's, the last one's or the first one's. What becomes of the others' shares?")
def last_state_in_the_pool(states, scores, mask):
    return states[:, -1], rightly(scores, mask)


@wrong("attention_pool", "the state of one place alone: the heaviest word's, the last one's or the first one's. What becomes of the others' shares?")
def last_real_state(states, scores, mask):
    last = mask.sum(axis=1) - 1
    return states[np.arange(len(states)), last], rightly(scores, mask)


@wrong("attention_pool", "the state of one place alone: the heaviest word's, the last one's or the first one's. What becomes of the others' shares?")
def first_state(states, scores, mask):
    return states[:, 0], rightly(scores, mask)


@wrong("attention_pool", "the largest of the weighted states, number by number: they are to be added up. What does a weighted sum do with the others?")
def largest_weighted(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).max(axis=1), weights


@wrong("attention_pool", "states plus weights: a weight says how much of a state goes in. What stands between the two in the example?")
def adds_weights(states, scores, mask):
    weights = rightly(scores, mask)
    return (states + weights[:, :, None]).sum(axis=1), weights


@wrong("attention_pool", "weighted twice: each weight went in as its square. How often does the example multiply?")
def weighted_twice(states, scores, mask):
    weights = rightly(scores, mask)
    return weighed(states, weights**2), weights


@wrong("attention_pool", "scores times states: the softmax is missing here. What multiplies each state?")
def masked_scores_times_states(states, scores, mask):
    return weighed(states, scores * mask), rightly(scores, mask)


@wrong("attention_pool", "all real words in one row: which sentence a word is of has been lost. What are the axes of the weights?")
def each_real_word(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf), axis=-1)
    return weighed(states, weights), weights[mask]


@wrong("attention_pool", "rounded weights: the shares no longer fit. Which line rounds?")
def rounds_the_weights(states, scores, mask):
    weights = rightly(scores, mask).round(2)
    return weighed(states, weights), weights


@wrong("attention_pool", says="leaves what it was given unchanged")
def overwrites_the_scores(states, scores, mask):
    scores[~mask] = -np.inf
    weights = softmax(scores, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", says="leaves what it was given unchanged")
def overwrites_the_states(states, scores, mask):
    weights = rightly(scores, mask)
    states *= weights[:, :, None]
    return states.sum(axis=1), weights


@wrong("attention_pool", "infinity, nan, or something very large for padding: it takes everything, or makes nan of it. Which score becomes exactly nothing?")
def plus_a_billion(states, scores, mask):
    weights = softmax(np.where(mask, scores, 1e9), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "infinity, nan, or something very large for padding: it takes everything, or makes nan of it. Which score becomes exactly nothing?")
def nan_for_padding(states, scores, mask):
    weights = softmax(np.where(mask, scores, np.nan), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "the scores halved, as by a temperature of 2: the weights came out too flat. Does the text divide by anything?")
def halves_the_scores(states, scores, mask):
    weights = rightly(scores / 2, mask)
    return weighed(states, weights), weights


@wrong("attention_pool", "the weights divided once more: they add up to 1 already. What is left to divide?")
def weights_over_words(states, scores, mask):
    weights = rightly(scores, mask) / scores.shape[1]
    return weighed(states, weights), weights


@wrong("attention_pool", "the weights divided once more: they add up to 1 already. What is left to divide?")
def weights_over_real_words(states, scores, mask):
    weights = rightly(scores, mask) / mask.sum(axis=1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", "the weights added up: one number a sentence is left, and it is always 1. What shape should they have?")
def weights_added_up(states, scores, mask):
    weights = rightly(scores, mask)
    return weighed(states, weights), weights.sum(axis=-1)


@wrong("attention_pool", "a softmax of the states: the scores were not used. What are the weights made of?")
def softmax_of_states(states, scores, mask):
    weights = softmax(states, axis=1).mean(axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", "scores, not weights: the softmax is missing. What must a row add up to?")
def scores_times_mask_as_weights(states, scores, mask):
    weights = scores * mask
    return weighed(states, weights), weights


@wrong("attention_pool", "the same weight for every word of the whole batch: mean pooling in disguise. Where do the scores come in?")
def shares_of_the_batch(states, scores, mask):
    weights = mask / mask.sum()
    return weighed(states, weights), weights


@wrong("attention_pool", "mean pooling in disguise: the weights are not used, or are all equal. What multiplies each state?")
def mean_with_zeros(states, scores, mask):
    return (states * mask[:, :, None]).mean(axis=1), rightly(scores, mask)


@wrong("attention_pool", "a rounded summary: shares of states are no whole numbers. Which line rounds?")
def rounds_the_summary(states, scores, mask):
    weights = rightly(scores, mask)
    return weighed(states, weights).round(), weights


@wrong("importance_gradient", "no Jacobian: the weights were taken for the change of the weights. Who pays when one weight rises?")
def no_jacobian(states, importance, g):
    return states.T @ (softmax(states @ importance) * (states @ g))


@wrong("importance_gradient", "the Jacobian's diagonal only: a score moves the other weights too. What about w times w?")
def diagonal_only(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (w * (1 - w) * (states @ g))


@wrong("importance_gradient", "the Jacobian's diagonal only: a score moves the other weights too. What about w times w?")
def elementwise_in_the_bracket(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w * a))


@wrong("importance_gradient", "the states once, not twice: this is per score, not per number of importance. What is still to be multiplied?")
def stops_at_the_scores(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return w * (a - w @ a)


@wrong("importance_gradient", "the opposite sign: the gradient says how the loss grows, and the step against it comes later. Is there a minus too many, or a difference the wrong way round?")
def wrong_sign(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (w @ a - a))


@wrong("importance_gradient", "the summary: that is the way forward. What was asked is the way back: where does g come in?")
def the_summary(states, importance, g):
    return softmax(states @ importance) @ states


@wrong("importance_gradient", "the plain mean of a in place of its weighted mean. Whose average is compared with?")
def plain_mean(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - a.mean()))


@wrong("importance_gradient", "a sum where a difference belongs, in the Jacobian. Who pays when one weight rises?")
def sum_for_difference(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.diag(w) + np.outer(w, w)) @ (states @ g))


@wrong("importance_gradient", "no softmax on the way back: the weights do not occur. What does one unit of score do to a weight?")
def no_softmax_back(states, importance, g):
    return states.T @ (states @ g)


@wrong("importance_gradient", "g is not used: each row of the Jacobian adds up to 0. On the napkin, where does g come in?")
def forgets_g(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (np.diag(w) - np.outer(w, w)).sum(axis=1)


@wrong("importance_gradient", "scores where weights belong: the softmax is missing. What stands in the Jacobian?")
def scores_for_weights(states, importance, g):
    w, a = states @ importance, states @ g
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "importance in place of g: a asks what the loss gains, not what the score is. What is each state multiplied with first?")
def importance_for_g(states, importance, g):
    w, a = softmax(states @ importance), states @ importance
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "a less its mean, not weighted by w. What stands before the bracket?")
def bracket_alone(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (a - w @ a)


@wrong("importance_gradient", "equal weights: importance was not used. Which word does it look at most?")
def equal_weights(states, importance, g):
    a = states @ g
    return states.T @ (a - a.mean()) / len(a)


@wrong("importance_gradient", "the summary times g, number by number: that is no chain. What does one unit of score do to a weight?")
def summary_times_g(states, importance, g):
    return states.T @ softmax(states @ importance) * g


@wrong("importance_gradient", "states where their transpose belongs: at the end the words are added up. Which axis of states holds them?")
def forgets_the_transpose(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states @ (w * (a - w @ a))


@wrong("importance_gradient", says="Do the two shapes agree")
def forgets_the_brackets(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ w * (a - w @ a)


@wrong("importance_gradient", "w times w, number by number, where the outer product belongs. What stands in row i, column j of the Jacobian?")
def product_by_broadcast(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (np.diag(w) - w * w) @ (states @ g)


@wrong("importance_gradient", "one number, w @ w, where the outer product belongs. What stands in row i, column j of the Jacobian?")
def number_off_the_diagonal(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.diag(w) - w @ w) @ (states @ g))


@wrong("importance_gradient", "divided by the number of words: the weights share out already. What is left to divide?")
def divided_by_words(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w @ a)) / len(w)


@wrong("importance_gradient", says="nearly the right numbers")
def coarse_differences(states, importance, g):
    def loss(v):
        return g @ (softmax(states @ v) @ states)

    step = 0.0005 * np.eye(len(importance))
    return [(loss(importance + up) - loss(importance)) / 0.0005 for up in step]


@wrong("importance_gradient", "the opposite sign: the gradient says how the loss grows, and the step against it comes later. Is there a minus too many, or a difference the wrong way round?")
def the_step(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return -states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "the opposite sign: the gradient says how the loss grows, and the step against it comes later. Is there a minus too many, or a difference the wrong way round?")
def jacobian_turned(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.outer(w, w) - np.diag(w)) @ (states @ g))


@wrong("importance_gradient", "the average taken off after the weighing, whole: in w (a - average) the average is weighed, too. What stands before the bracket?")
def brackets_missing(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * a - w @ a)


@wrong("importance_gradient", "w times w, number by number, where the outer product belongs. What stands in row i, column j of the Jacobian?")
def w_times_its_transpose(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.diag(w) - w * w.T) @ (states @ g))


@wrong("importance_gradient", "w times w, number by number, where the outer product belongs. What stands in row i, column j of the Jacobian?")
def squares_as_a_column(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.diag(w) - (w * w)[:, None]) @ (states @ g))


@wrong("importance_gradient", "a plain array of weights where the diagonal table belongs. What does np.diag make of three numbers?")
def no_diagonal_table(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((w - np.outer(w, w)) @ (states @ g))


@wrong("importance_gradient", "a plain array of weights where the diagonal table belongs. What does np.diag make of three numbers?")
def no_diagonal_table_by_rows(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((w[:, None] - np.outer(w, w)) @ (states @ g))


@wrong("importance_gradient", "the outer product alone, without the diagonal: a word's own score moves its own weight most. What is the first table of the Jacobian?")
def outer_only(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (np.outer(w, w) @ (states @ g))


@wrong("importance_gradient", "the outer product alone, without the diagonal: a word's own score moves its own weight most. What is the first table of the Jacobian?")
def minus_outer_only(states, importance, g):
    w = softmax(states @ importance)
    return -states.T @ (np.outer(w, w) @ (states @ g))


@wrong("importance_gradient", "1 on the diagonal where the weights belong. What does lesson 2 put there?")
def ones_on_the_diagonal(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.eye(len(w)) - np.outer(w, w)) @ (states @ g))


@wrong("importance_gradient", "a sum where a difference belongs, in the Jacobian. Who pays when one weight rises?")
def adds_the_average(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a + w @ a))


@wrong("importance_gradient", "the plain mean of a in place of its weighted mean. Whose average is compared with?")
def mean_of_weighted_a(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - (w * a).mean()))


@wrong("importance_gradient", "the plain sum of a in place of its weighted mean. Whose average is compared with?")
def sum_of_a(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - a.sum()))


@wrong("importance_gradient", "the sum of the weights, which is 1, in place of the weighted mean of a. What is compared with what?")
def one_taken_off(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w.sum()))


@wrong("importance_gradient", "the largest a in place of its weighted mean. Whose average is compared with?")
def largest_a(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - a.max()))


@wrong("importance_gradient", "weighted twice: w stands before the bracket once. How often does w come in on the napkin?")
def weights_twice(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * w * (a - w @ a))


@wrong("importance_gradient", "the Jacobian twice: the softmax is passed once on the way back. How many steps has the chain?")
def jacobian_twice(states, importance, g):
    w = softmax(states @ importance)
    jacobian = np.diag(w) - np.outer(w, w)
    return states.T @ (jacobian @ (jacobian @ (states @ g)))


@wrong("importance_gradient", "the states once, not twice: this is per score, not per number of importance. What is still to be multiplied?")
def per_score_by_matrix(states, importance, g):
    w = softmax(states @ importance)
    return (np.diag(w) - np.outer(w, w)) @ (states @ g)


@wrong("importance_gradient", "the gain of each word, a: the first of three steps. What comes back from a unit of weight, and what of a unit of score?")
def stops_at_the_weights(states, importance, g):
    return states @ g


@wrong("importance_gradient", "the weights: that is the way forward. What was asked is the way back: where does g come in?")
def the_weights(states, importance, g):
    return softmax(states @ importance)


@wrong("importance_gradient", "the loss, or its share by words: one number was asked for each number of importance. Which axis is added up last?")
def the_loss(states, importance, g):
    return softmax(states @ importance) @ states @ g


@wrong("importance_gradient", "g itself: nothing of the chain was followed. What does one unit of importance do to the scores?")
def g_handed_back(states, importance, g):
    return g


@wrong("importance_gradient", "importance after a step: the gradient alone was asked for. Who takes the step?")
def takes_the_step(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return importance - states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "importance after a step: the gradient alone was asked for. Who takes the step?")
def takes_a_small_step(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return importance - 0.1 * states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "the gradient scaled to length 1: its length counts, too. Does the text divide by anything?")
def of_length_one(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    gradient = states.T @ (w * (a - w @ a))
    return gradient / np.linalg.norm(gradient)


@wrong("importance_gradient", "divided by the number of words: the weights share out already. What is left to divide?")
def mean_over_words(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return ((w * (a - w @ a))[:, None] * states).mean(axis=0)


@wrong("importance_gradient", "a column: an axis of length 1 was left behind. What shape does importance have?")
def as_a_column(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w @ a))[:, None]


@wrong("importance_gradient", "not added up over the words: a number for each word and each number of importance. Which axis does the last product remove?")
def not_added_over_words(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return (w * (a - w @ a))[:, None] * states


@wrong("importance_gradient", "added up over the size, not over the words. Which axis does the last product remove?")
def added_over_the_size(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return ((w * (a - w @ a))[:, None] * states).sum(axis=1)


@wrong("importance_gradient", "the weights of the napkin, for any sentence: they follow from states and importance. Which line computes them?")
def weights_by_heart(states, importance, g):
    w, a = np.resize([0.5, 0.25, 0.25], len(states)), states @ g
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "g where importance belongs: the weights come from the scores, and g comes in on the way back. What is softmax taken of?")
def g_for_importance(states, importance, g):
    w, a = softmax(states @ g), states @ g
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "g and importance changed places: the weights come from the scores. What is softmax taken of, and what is each state multiplied with on the way back?")
def swapped_arguments(states, importance, g):
    w, a = softmax(states @ g), states @ importance
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "an exponential of its own that overflows: e to the 2000 is infinity, and infinity over infinity is nan. What did lesson 2 take off all scores first?")
def own_softmax_overflows(states, importance, g):
    powers, a = np.exp(states @ importance), states @ g
    w = powers / powers.sum()
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "powers that are not divided by their sum: no weights yet. What do the weights add up to?")
def powers_for_weights(states, importance, g):
    w, a = np.exp(states @ importance), states @ g
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", says="leaves what it was given unchanged")
def gradient_in_place(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    states *= (w * (a - w @ a))[:, None]
    return states.sum(axis=0)


@wrong("importance_gradient", "twice the gradient: nothing on the way back counts double. Which factor is too many?")
def twice(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return 2 * states.T @ (w * (a - w @ a))


@wrong("importance_gradient", "the Jacobian itself, or the table it makes between the numbers of importance: g comes in as well. What is each state multiplied with first?")
def the_jacobian(states, importance, g):
    w = softmax(states @ importance)
    return np.diag(w) - np.outer(w, w)


@wrong("importance_gradient", "the Jacobian itself, or the table it makes between the numbers of importance: g comes in as well. What is each state multiplied with first?")
def the_table_without_g(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (np.diag(w) - np.outer(w, w)) @ states


@wrong("importance_gradient", "not added up over the words: a number for each word and each number of importance. Which axis does the last product remove?")
def not_added_and_turned(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T * (w * (a - w @ a))


@wrong("importance_gradient", "the scores in place of the weighted mean of a. Whose average is compared with?")
def scores_for_the_average(states, importance, g):
    scores = states @ importance
    w, a = softmax(scores), states @ g
    return states.T @ (w * (a - scores))


@wrong("importance_gradient", "the largest score taken off in place of the weighted mean of a. Whose average is compared with?")
def importance_average(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w @ (states @ importance)))


@wrong("importance_gradient", "measured with a coarse step: right to a digit or two. How small must a nudge be, or which formula needs none?")
def coarser_differences(states, importance, g):
    def loss(v):
        return g @ (softmax(states @ v) @ states)

    return np.array([(loss(importance + e) - loss(importance)) / 0.1 for e in 0.1 * np.eye(len(g))])


@wrong("importance_gradient", "measured with a coarse step: right to a digit or two. How small must a nudge be, or which formula needs none?")
def differences_of_a_hundredth(states, importance, g):
    def loss(v):
        return g @ (softmax(states @ v) @ states)

    step = 0.01 * np.eye(len(g))
    return np.array([(loss(importance + e) - loss(importance)) / 0.01 for e in step])


@wrong("importance_gradient", "the summary times g, number by number: that is no chain. What does one unit of score do to a weight?")
def diagonal_times_g(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (w * (1 - w)) * g


class Pool(nn.Module):
    """A right answer, taken apart so that each mistake is one line."""

    def __init__(self, size):
        super().__init__()
        self.importance = nn.Parameter(0.1 * torch.randn(size))

    def scores(self, states, mask):
        return states @ self.importance

    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)

    def pool(self, weights, states, mask):
        return (weights.unsqueeze(-1) * states).sum(dim=1)

    def forward(self, states, mask):
        weights = self.weigh(self.scores(states, mask), mask)
        return self.pool(weights, states, mask), weights


@wrong("AttentionPooling", "all of its numbers start positive: rand draws between 0 and 1. Which function draws numbers of either sign?", by_pattern=True)
class AllPositive(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.importance = nn.Parameter(0.1 * torch.rand(size))


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class PlainTensor(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = 0.1 * torch.randn(size)


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class PlainTensorWithGradient(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = (0.1 * torch.randn(size)).requires_grad_()


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class Buffer(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.register_buffer("importance", 0.1 * torch.randn(size))


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class NoGradientWanted(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size), requires_grad=False)


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class MadeOnTheWay(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)

    def scores(self, states, mask):
        self.importance = nn.Parameter(0.1 * torch.randn(states.shape[-1]))
        return states @ self.importance


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class InAList(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.parts = [nn.Parameter(0.1 * torch.randn(size))]

    def scores(self, states, mask):
        return states @ self.parts[0]


@wrong("AttentionPooling", "a Linear layer: its numbers have other names and another shape. How is a plain vector of numbers declared?")
class Linear(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Linear(size, 1)

    def scores(self, states, mask):
        return self.importance(states).squeeze(-1)


@wrong("AttentionPooling", "a Linear layer: its numbers have other names and another shape. How is a plain vector of numbers declared?")
class LinearWithoutBias(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Linear(size, 1, bias=False)

    def scores(self, states, mask):
        return self.importance(states).squeeze(-1)


@wrong("AttentionPooling", "a parameter too many: importance is all that is to be learned here. Who needs the others?")
class LinearBefore(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.project = nn.Linear(size, size)

    def scores(self, states, mask):
        return self.project(states) @ self.importance


@wrong("AttentionPooling", "a parameter too many: importance is all that is to be learned here. Who needs the others?")
class WithBias(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.bias = nn.Parameter(torch.zeros(1))

    def scores(self, states, mask):
        return states @ self.importance + self.bias


@wrong("AttentionPooling", "another name: later cells look for importance. What stands after self and the dot?")
class OtherName(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.weight = nn.Parameter(0.1 * torch.randn(size))

    def scores(self, states, mask):
        return states @ self.weight


def called(name: str, *, column: bool = False) -> Answer:
    """The right pooling, but for the name of its parameter, or for that and its shape."""

    class Renamed(Pool):
        def __init__(self, size):
            nn.Module.__init__(self)
            numbers = 0.1 * torch.randn(size)
            setattr(self, name, nn.Parameter(numbers[:, None] if column else numbers))

        def scores(self, states, mask):
            scores = states @ getattr(self, name)
            return scores.squeeze(-1) if column else scores

    Renamed.__name__ = f"Called_{name}" + "_column" * column
    sentence = "another name: later cells look for importance. What stands after self and the dot?"
    if column:
        sentence = (
            "another name and another shape: the text says both. What is the shape of"
            " torch.randn(size), and what stands after self and the dot?"
        )
    return wrong("AttentionPooling", sentence)(Renamed)


NAMES = (
    "weights w v q query queries vector importances importance_vector imp param parameter p"
    " attention attention_vector attention_weights scorer scores score u vec Importance"
)
other_names = [called(name) for name in NAMES.split()]
other_names_and_shapes = [called(name, column=True) for name in "weight w query vector".split()]


@wrong("AttentionPooling", "another shape: one number is needed for each number of a state, in one row. What is the shape of torch.randn(size)?")
class Column(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, 1))

    def scores(self, states, mask):
        return (states @ self.importance).squeeze(-1)


@wrong("AttentionPooling", "another shape: one number is needed for each number of a state, in one row. What is the shape of torch.randn(size)?")
class Row(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(1, size))

    def scores(self, states, mask):
        return (states * self.importance).sum(dim=-1)


@wrong("AttentionPooling", "another shape: one number is needed for each number of a state, in one row. What is the shape of torch.randn(size)?")
class Matrix(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, size))

    def scores(self, states, mask):
        return (states @ self.importance).sum(dim=-1)


@wrong("AttentionPooling", "another shape: one number is needed for each number of a state, in one row. What is the shape of torch.randn(size)?")
class OneForEachPlace(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(50))

    def scores(self, states, mask):
        return self.importance[: states.shape[1]].expand(mask.shape)


@wrong("AttentionPooling", "another name and another shape: the text says both. What is the shape of torch.randn(size), and what stands after self and the dot?")
class OtherNameAndShape(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.v = nn.Parameter(0.1 * torch.randn(size, 1))

    def scores(self, states, mask):
        return (states @ self.v).squeeze(-1)


@wrong("AttentionPooling", "the same number in every place: the text asks for random ones. Which function of torch draws them?")
class Zeros(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.zeros(size))


@wrong("AttentionPooling", "the same number in every place: the text asks for random ones. Which function of torch draws them?")
class Tenths(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.full((size,), 0.1))


@wrong("AttentionPooling", "large random numbers: the weights would be uneven before anything is learned. Was 0.1 left out?")
class Large(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.randn(size))


@wrong("AttentionPooling", "a softmax over the batch: the sentences compete with each other. Which dim holds the words?")
class OverTheBatch(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf).softmax(dim=0)


@wrong("AttentionPooling", "a softmax without the mask: padding was treated as a word. Where does it get minus infinity?")
class IgnoresTheMask(Pool):
    def weigh(self, scores, mask):
        return scores.softmax(dim=-1)


@wrong("AttentionPooling", "a softmax without the mask: padding was treated as a word. Where does it get minus infinity?")
class FillIsThrownAway(Pool):
    def weigh(self, scores, mask):
        scores.masked_fill(~mask, -torch.inf)
        return scores.softmax(dim=-1)


@wrong("AttentionPooling", "masking after the softmax: padding took its part first. Do the rows add up to 1?")
class MasksAfter(Pool):
    def weigh(self, scores, mask):
        return scores.softmax(dim=-1) * mask


@wrong("AttentionPooling", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
class Inverted(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(mask, -torch.inf).softmax(dim=-1)


@wrong("AttentionPooling", "a sigmoid: each word was judged on its own. What must a row add up to?")
class Sigmoid(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf).sigmoid()


@wrong("AttentionPooling", "the same weight for every word: mean pooling in disguise. Where do the scores come in?")
class MeanPooling(Pool):
    def weigh(self, scores, mask):
        return mask / mask.sum(dim=1, keepdim=True)


@wrong("AttentionPooling", "a parameter for each place, in place of a score for each state: it serves every sentence alike. What is importance multiplied with?")
class OneForEachPlaceOfTheSize(Pool):
    def scores(self, states, mask):
        return self.importance[: states.shape[1]].expand(mask.shape)


@wrong("AttentionPooling", "a softmax of importance itself: parameters, the same for every sentence. What is importance multiplied with, before the softmax?")
class ImportanceAsWeights(Pool):
    def forward(self, states, mask):
        weights = self.importance.softmax(dim=0)
        return (weights * states).sum(dim=1), weights


@wrong("AttentionPooling", "one result in place of two. Which two things are returned, and in which order?")
class SummaryAlone(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[0]


@wrong("AttentionPooling", "mean pooling in disguise: the weights are right, but not used. What multiplies each state?")
class MeanWithRightWeights(Pool):
    def pool(self, weights, states, mask):
        shares = mask / mask.sum(dim=1, keepdim=True)
        return (shares.unsqueeze(-1) * states).sum(dim=1)


@wrong("AttentionPooling", "summary and weights in the other order. Which is returned first?")
class WeightsFirst(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[::-1]


@wrong("AttentionPooling", "scores, not weights, beside the right summary. What must a row add up to?")
class ScoresReturned(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[0], self.scores(states, mask)


@wrong("AttentionPooling", "nothing came back: forward ends without return. Which two things are returned?")
class ForgetsReturn(Pool):
    def forward(self, states, mask):
        super().forward(states, mask)


@wrong("AttentionPooling", says="missing 1 required positional argument: 'mask'")
class CallsItselfAmiss(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states)


@wrong("AttentionPooling", "numbers in double precision, as numpy makes them: the states come in single precision, and PyTorch does not multiply the two. Which function of torch draws the numbers?")
class DoublePrecision(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, dtype=torch.float64))


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheScores(Pool):
    def scores(self, states, mask):
        return (states @ self.importance).detach()


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class UsesData(Pool):
    def scores(self, states, mask):
        return states @ self.importance.data


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheWeights(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights.detach(), states, mask)


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheSummary(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states, mask).detach()


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class NoGrad(Pool):
    @torch.no_grad()
    def forward(self, states, mask):
        return super().forward(states, mask)


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class MakesTheWeightsAnew(Pool):
    def weigh(self, scores, mask):
        return torch.tensor(super().weigh(scores, mask).tolist())


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class ScoresOneByOne(Pool):
    def scores(self, states, mask):
        return torch.tensor([[torch.dot(h, self.importance).item() for h in row] for row in states])


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class NumpyInside(Pool):
    def weigh(self, scores, mask):
        hidden = np.where(mask.numpy(), scores.detach().numpy(), -np.inf)
        return torch.from_numpy(softmax(hidden, axis=-1)).float()


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class NumpyThroughout(Pool):
    def forward(self, states, mask):
        h, v = states.detach().numpy(), self.importance.detach().numpy()
        weights = softmax(np.where(mask, h @ v, -np.inf), axis=-1)
        return torch.tensor((weights[:, :, None] * h).sum(axis=1)), torch.tensor(weights)


@wrong("AttentionPooling", says="Can't call numpy() on Tensor that requires grad")
class NumpyWithoutDetach(Pool):
    def forward(self, states, mask):
        weights = softmax(np.where(mask, states.numpy() @ self.importance.numpy(), -np.inf), axis=-1)
        return torch.tensor((weights[:, :, None] * states.numpy()).sum(axis=1)), torch.tensor(weights)


@wrong("AttentionPooling", "only what is added up: the scores do not lead back to the states. Which line leaves PyTorch on the way to the scores?")
class DetachesTheStatesInTheScores(Pool):
    def scores(self, states, mask):
        return states.detach() @ self.importance


@wrong("AttentionPooling", "only what is scored: the sum does not lead back to the states. Which line leaves PyTorch on the way from them to the sum?")
class DetachesTheStatesInTheSum(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states.detach(), mask)


@wrong("AttentionPooling", "no track leads back to the states: their gradient is 0, and the encoder learns nothing. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheStates(Pool):
    def forward(self, states, mask):
        return super().forward(states.data, mask)


@wrong("AttentionPooling", says="modified by an inplace operation")
class OverwritesTheWeights(Pool):
    def weigh(self, scores, mask):
        weights = super().weigh(scores, mask)
        weights[~mask] = 0
        return weights


@wrong("AttentionPooling", "the track ends between importance and the summary: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class ArraysReturned(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary.detach().numpy(), weights.detach().numpy()


@wrong("AttentionPooling")
class Dropout(Pool):
    def weigh(self, scores, mask):
        return nn.functional.dropout(super().weigh(scores, mask), 0.5)


@wrong("AttentionPooling", "cosines in place of scores: the lengths were divided out. What did score_words compute?")
class Cosine(Pool):
    def scores(self, states, mask):
        return nn.functional.cosine_similarity(states, self.importance, dim=-1)


@wrong("AttentionPooling", "scores divided by the root of the size: that comes in lesson 4. Does this text divide by anything?")
class Scaled(Pool):
    def scores(self, states, mask):
        return states @ self.importance / states.shape[-1] ** 0.5


@wrong("AttentionPooling", "super().__init__() is missing, or comes too late: a module must be set up before it is given a parameter. What is the first line of __init__?")
class SuperForgotten(Pool):
    def __init__(self, size):
        self.importance = nn.Parameter(0.1 * torch.randn(size))


@wrong("AttentionPooling", "importance is an argument of forward here: it is made once, in __init__. What is forward called with?")
class ImportanceAsArgument(Pool):
    def forward(self, states, mask, importance):
        return super().forward(states, mask)


@wrong("AttentionPooling", says="Does it want self. in front?")
class WithoutSelf(Pool):
    def __init__(self, size):
        super().__init__(size)
        importance = nn.Parameter(0.1 * torch.randn(size))
        del importance

    def scores(self, states, mask):
        return states @ importance  # noqa: F821


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class AnArray(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = 0.1 * np.random.default_rng(0).normal(size=size)

    def scores(self, states, mask):
        return states @ torch.tensor(self.importance).float()


@wrong("AttentionPooling", "nothing to learn: what is no nn.Parameter, or one without a gradient, stays as it is in training. How is a parameter declared in __init__?")
class LocalOnly(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.size = size

    def scores(self, states, mask):
        return states @ (0.1 * torch.randn(self.size))


@wrong("AttentionPooling", "a Linear layer: its numbers have other names and another shape. How is a plain vector of numbers declared?")
class LinearCalledScore(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.score = nn.Linear(size, 1)

    def scores(self, states, mask):
        return self.score(states).squeeze(-1)


@wrong("AttentionPooling", "a Linear layer: its numbers have other names and another shape. How is a plain vector of numbers declared?")
class LinearCalledLinear(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.linear = nn.Linear(size, 1, bias=False)

    def scores(self, states, mask):
        return self.linear(states).squeeze(-1)


@wrong("AttentionPooling", "a Linear layer: its numbers have other names and another shape. How is a plain vector of numbers declared?")
class LinearOfTheSameSize(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Linear(size, size)

    def scores(self, states, mask):
        return self.importance(states).sum(dim=-1)


@wrong("AttentionPooling", "a parameter too many: importance is all that is to be learned here. Who needs the others?")
class WithTemperature(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.temperature = nn.Parameter(torch.ones(1))

    def scores(self, states, mask):
        return states @ self.importance / self.temperature


@wrong("AttentionPooling", "a parameter too many: importance is all that is to be learned here. Who needs the others?")
class WithBiasNumber(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.bias = nn.Parameter(torch.tensor(0.0))

    def scores(self, states, mask):
        return states @ self.importance + self.bias


@wrong("AttentionPooling", "another shape: one number is needed for each number of a state, in one row. What is the shape of torch.randn(size)?")
class OneNumber(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(1))

    def scores(self, states, mask):
        return (states * self.importance).sum(dim=-1)


@wrong("AttentionPooling", "another shape: one number is needed for each number of a state, in one row. What is the shape of torch.randn(size)?")
class ThreeAxes(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(1, 1, size))

    def scores(self, states, mask):
        return (states * self.importance).sum(dim=-1)


@wrong("AttentionPooling", "the same number in every place: the text asks for random ones. Which function of torch draws them?")
class Ones(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.ones(size))


@wrong("AttentionPooling", "the same number in every place: the text asks for random ones. Which function of torch draws them?")
class OneNumberForAll(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(1).repeat(size))


@wrong("AttentionPooling", "large random numbers: the weights would be uneven before anything is learned. Was 0.1 left out?")
class LargeBetweenZeroAndOne(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.rand(size))


@wrong("AttentionPooling", "large random numbers: the weights would be uneven before anything is learned. Was 0.1 left out?")
class DividedByATenth(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.randn(size) / 0.1)


@wrong("AttentionPooling", "numbers counted up, not drawn: the text asks for small random ones. Which function of torch draws them?")
class CountedUp(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.arange(size, dtype=torch.float32))


@wrong("AttentionPooling", "a softmax over the batch: the sentences compete with each other. Which dim holds the words?")
class OverTheBatchWithoutMask(Pool):
    def weigh(self, scores, mask):
        return scores.softmax(dim=0)


@wrong("AttentionPooling", "a softmax over all entries: the sentences share one whole between them. Which dim holds the words?")
class OverAllEntries(Pool):
    def weigh(self, scores, mask):
        hidden = scores.masked_fill(~mask, -torch.inf)
        return hidden.flatten().softmax(dim=0).view_as(scores)


@wrong("AttentionPooling", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
class ZeroForPadding(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, 0).softmax(dim=-1)


@wrong("AttentionPooling", "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
class TinyForPadding(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, 1e-9).softmax(dim=-1)


@wrong("AttentionPooling", "the mask added to the scores: real words rose by 1, and padding kept a share. Which score becomes exactly nothing?")
class AddsTheMask(Pool):
    def weigh(self, scores, mask):
        return (scores + mask).softmax(dim=-1)


@wrong("AttentionPooling", "minus infinity times the mask: infinity times 0 is nan. Which method of a tensor fills in where the mask is False?")
class InfinityTimesMask(Pool):
    def weigh(self, scores, mask):
        return (scores + (~mask).float() * -torch.inf).softmax(dim=-1)


@wrong("AttentionPooling", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
class InvertedWithABillion(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(mask, -1e9).softmax(dim=-1)


@wrong("AttentionPooling", "scores, not weights: the softmax is missing. What must a row add up to?")
class NoSoftmax(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, 0)


@wrong("AttentionPooling", "scores, not weights: the softmax is missing. What must a row add up to?")
class NoSoftmaxAndInfinity(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf)


@wrong("AttentionPooling", "logarithms of the weights: one exponential is missing. Can a weight be negative?")
class LogSoftmax(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf).log_softmax(dim=-1)


@wrong("AttentionPooling", "the powers are not divided, or by a sum over the whole batch: a row does not add up to 1. What is each power to be divided by?")
class NotDivided(Pool):
    def weigh(self, scores, mask):
        return scores.exp() * mask


@wrong("AttentionPooling", "the powers are not divided, or by a sum over the whole batch: a row does not add up to 1. What is each power to be divided by?")
class DividedByAll(Pool):
    def weigh(self, scores, mask):
        powers = scores.exp() * mask
        return powers / powers.sum()


@wrong("AttentionPooling", "an exponential of its own that overflows: e to the 2500 is infinity, and infinity over infinity is nan. What did lesson 2 take off all scores of a row first?")
class Overflows(Pool):
    def weigh(self, scores, mask):
        powers = scores.exp() * mask
        return powers / powers.sum(dim=-1, keepdim=True)


@wrong("AttentionPooling", "negative scores set to 0: a score may have any sign. What would softmax make of -3 and -2, and what of 0 and 0?")
class NoNegativeScores(Pool):
    def scores(self, states, mask):
        return super().scores(states, mask).relu()


@wrong("AttentionPooling", "a bend after the dot product (tanh): the scores are the product itself. Which function is too many?")
class TanhOfScores(Pool):
    def scores(self, states, mask):
        return super().scores(states, mask).tanh()


@wrong("AttentionPooling", "a bend before the dot product: the states were sent through tanh. What is multiplied with what?")
class TanhOfStates(Pool):
    def scores(self, states, mask):
        return states.tanh() @ self.importance


@wrong("AttentionPooling", "the opposite sign: the word with the lowest score got most. What is taken from what?")
class TurnedSign(Pool):
    def scores(self, states, mask):
        return -super().scores(states, mask)


@wrong("AttentionPooling", "the sum of each state as its score: importance was not used. What weighs each number of a state?")
class SumsTheStates(Pool):
    def scores(self, states, mask):
        return states.sum(dim=-1)


@wrong("AttentionPooling", "the mean of the products, where a dot product adds them up. What is divided here?")
class MeanOfProducts(Pool):
    def scores(self, states, mask):
        return (states * self.importance).mean(dim=-1)


@wrong("AttentionPooling", "all the weight on the best word: a softmax turns the others down, and does not remove them. What becomes of their shares?")
class AllOnTheBest(Pool):
    def weigh(self, scores, mask):
        best = scores.masked_fill(~mask, -torch.inf).argmax(dim=-1)
        return nn.functional.one_hot(best, scores.shape[1]).float()


@wrong("AttentionPooling", "a softmax twice: the second one shares out weights as if they were scores. Where is the first?")
class SoftmaxTwice(Pool):
    def weigh(self, scores, mask):
        once = super().weigh(scores, mask)
        return super().weigh(once, mask)


@wrong("AttentionPooling", "one result in place of two. Which two things are returned, and in which order?")
class WeightsAlone(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[1]


@wrong("AttentionPooling", "a dictionary came back: two tensors are asked for. How does one return two things, with a comma between them?")
class ADictionary(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return {"summary": summary, "weights": weights}


@wrong("AttentionPooling", "three results in place of two. Which two things are returned?")
class ThreeResults(Pool):
    def forward(self, states, mask):
        return (*super().forward(states, mask), self.importance)


@wrong("AttentionPooling", "the weights are a column: an axis of length 1 was left behind. What shape should they have?")
class WeightsAsAColumn(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary, weights.unsqueeze(-1)


@wrong("AttentionPooling", "the sum of the states: the weights are right, but not used. What multiplies each state?")
class SumOfStates(Pool):
    def pool(self, weights, states, mask):
        return states.sum(dim=1)


@wrong("AttentionPooling", "mean pooling in disguise: the weights are right, but not used. What multiplies each state?")
class MeanOfAllPlaces(Pool):
    def pool(self, weights, states, mask):
        return states.mean(dim=1)


@wrong("AttentionPooling", "the state of one place alone: the heaviest word's, the last one's or the first one's. What becomes of the others' shares?")
class LastPlace(Pool):
    def pool(self, weights, states, mask):
        return states[:, -1]


@wrong("AttentionPooling", "the mean of the weighted states: the weights add up to 1 already. What is left to divide?")
class MeanOfWeighted(Pool):
    def pool(self, weights, states, mask):
        return (weights.unsqueeze(-1) * states).mean(dim=1)


@wrong("AttentionPooling", "weight times state, not added up: one vector per word is left. Which dim does the sum remove?")
class NotAddedUp(Pool):
    def pool(self, weights, states, mask):
        return weights.unsqueeze(-1) * states


@wrong("AttentionPooling", "added up over the numbers of a state: one number a word is left. Which dim holds the words?")
class AddedOverTheSize(Pool):
    def pool(self, weights, states, mask):
        return (weights.unsqueeze(-1) * states).sum(dim=-1)


@wrong("AttentionPooling", "added up over the batch, and not over the words. Which dim does the sum remove?")
class AddedOverTheBatch(Pool):
    def pool(self, weights, states, mask):
        return (weights.unsqueeze(-1) * states).sum(dim=0)


@wrong("AttentionPooling", "one number for all: the sum went over every dim. Which dim does it remove?")
class AddedUpAltogether(Pool):
    def pool(self, weights, states, mask):
        return (weights.unsqueeze(-1) * states).sum()


@wrong("AttentionPooling", "an axis of length 1 left over in the summary. Which axes should it have?")
class KeepsTheAxis(Pool):
    def pool(self, weights, states, mask):
        return weights.unsqueeze(1) @ states


@wrong("AttentionPooling", "every sentence's weights on every sentence's states: a product too many. Which weights belong to which states?")
class Crossed(Pool):
    def pool(self, weights, states, mask):
        return weights @ states


@wrong("AttentionPooling", "scores times states in the sum: the softmax is missing there. What multiplies each state?")
class ScoresTimesStates(Pool):
    def pool(self, weights, states, mask):
        return (self.scores(states, mask).unsqueeze(-1) * states).sum(dim=1)


@wrong("AttentionPooling", "the weights without their mask in the sum: padding has a part in the summary. Which weights multiply the states?")
class UnmaskedInTheSum(Pool):
    def pool(self, weights, states, mask):
        return super().pool(self.scores(states, mask).softmax(dim=-1), states, mask)


@wrong("AttentionPooling", "the weights that are returned have lost their track, though the summary has not: training may ask something of the weights, too. Which line cuts them off?")
class ReturnsDetachedWeights(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary, weights.detach()


@wrong("AttentionPooling", "the weights that are returned have lost their track, though the summary has not: training may ask something of the weights, too. Which line cuts them off?")
class ReturnsWeightsAsAnArray(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary, weights.detach().numpy()


@wrong("AttentionPooling", "the weights that are returned have lost their track, though the summary has not: training may ask something of the weights, too. Which line cuts them off?")
class ReturnsWeightsAsAList(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary, weights.tolist()


@wrong("AttentionPooling", "some negative number as the score of padding: where real words score as low, it still gets a share. Which score becomes exactly nothing?")
class MinusTenForPadding(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -10.0).softmax(dim=-1)


@wrong("AttentionPooling", "some negative number as the score of padding: where real words score as low, it still gets a share. Which score becomes exactly nothing?")
class MinusOneForPadding(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -1.0).softmax(dim=-1)


@wrong("AttentionPooling", "plus infinity, or something very large, for padding: it takes everything, or makes nan. Which score becomes exactly nothing?")
class PlusInfinity(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, torch.inf).softmax(dim=-1)


@wrong("AttentionPooling", "plus infinity, or something very large, for padding: it takes everything, or makes nan. Which score becomes exactly nothing?")
class PlusABillion(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, 1e9).softmax(dim=-1)


@wrong("AttentionPooling", "a softmax over a new axis of length 1: each word is the only one there, and gets 1. Which dim holds the words?")
class SoftmaxOverTheNewAxis(Pool):
    def weigh(self, scores, mask):
        hidden = scores.masked_fill(~mask, -torch.inf).unsqueeze(-1)
        return hidden.softmax(dim=-1).squeeze(-1)


@wrong("AttentionPooling", "squeeze() drops every axis of length 1: with a batch of one sentence, that of the batch, too. Which axis is to go?")
class SqueezesTheBatch(Pool):
    def pool(self, weights, states, mask):
        return (weights.unsqueeze(1) @ states).squeeze()


@wrong("AttentionPooling", "squeeze() drops every axis of length 1: with a batch of one sentence, that of the batch, too. Which axis is to go?")
class SqueezesTheScores(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary.squeeze(), weights.squeeze()


@wrong("AttentionPooling", "the states of all sentences added up before the weights came in: each sentence has its own. Which weights belong to which states?")
class StatesOfAllSentences(Pool):
    def pool(self, weights, states, mask):
        return weights @ states.sum(dim=0)


@wrong("AttentionPooling", "the states of all sentences added up before the weights came in: each sentence has its own. Which weights belong to which states?")
class StatesOfTheFirstSentence(Pool):
    def pool(self, weights, states, mask):
        return weights @ states[0]


@wrong("AttentionPooling", "weighted twice: each weight went in as its square. How often does the example multiply?")
class WeightedTwice(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights**2, states, mask)


@wrong("read_topic", "embeddings scored in place of states: no word knows its neighbours. What comes between the embedding and the pooling?")
def scores_embeddings(ids, mask, embedding, encoder, pooling, output):
    summary, weights = pooling(embedding(ids), mask)
    return output(summary), weights


@wrong("read_topic", "a pooling without the mask: padding got weight. What does the pooling need besides states?")
def everything_is_real(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, torch.ones_like(mask))
    return output(summary), weights


@wrong("read_topic", "the pooling without its mask: it needs to know what is padding. What does the text call it with?")
def forgets_the_mask(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states)
    return output(summary), weights


@wrong("read_topic", "weights and logits in the other order. Which is returned first?")
def weights_before_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return weights, output(summary)


@wrong("read_topic", "one result in place of two. Which two things are returned, and in which order?")
def logits_alone(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(pooling(states, mask)[0])


@wrong("read_topic", "one result in place of two. Which two things are returned, and in which order?")
def topic_weights_alone(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return pooling(states, mask)[1]


@wrong("read_topic", "the summary itself: the last part was left out. What turns a summary into one number per topic?")
def no_output(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return pooling(states, mask)


@wrong("read_topic", "the last state in place of the summary: the pooling was not used. Which of its two results goes on?")
def last_state(ids, mask, embedding, encoder, pooling, output):
    states, last = encoder(embedding(ids))
    _, weights = pooling(states, mask)
    return output(last), weights


@wrong("read_topic", "the last state in place of the summary: the pooling was not used. Which of its two results goes on?")
def state_of_the_last_place(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states[:, -1]), pooling(states, mask)[1]


@wrong("read_topic", "the mean of the states in place of the summary: mean pooling in disguise. Which of the pooling's two results goes on?")
def mean_state(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states.mean(dim=1)), pooling(states, mask)[1]


@wrong("read_topic", "the mean of the real states in place of the summary: mean pooling in disguise. Which of the pooling's two results goes on?")
def mean_real_state(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    total = (states * mask.unsqueeze(-1)).sum(dim=1)
    return output(total / mask.sum(dim=1, keepdim=True)), pooling(states, mask)[1]


@wrong("read_topic", "a summary of embeddings: the weights are right, but no word knows its neighbours. What do the weights multiply?")
def weighs_embeddings(ids, mask, embedding, encoder, pooling, output):
    rows = embedding(ids)
    _, weights = pooling(encoder(rows)[0], mask)
    return output((weights.unsqueeze(-1) * rows).sum(dim=1)), weights


@wrong("read_topic", "weights, not logits: there is a softmax too many. What sign can a logit have?")
def softmax_of_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).softmax(dim=-1), weights


@wrong("read_topic", "logits for each word, not for each sentence: output was given the states. What is one per sentence?")
def logits_of_each_word(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states), pooling(states, mask)[1]


@wrong("read_topic", "the topic itself, not the logits: who has the largest is decided later. What does output give?")
def the_topic_itself(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).argmax(dim=-1), weights


@wrong("read_topic", "both things that a part gives went on together: the encoder gives two, and so does the pooling. Which of the two is needed next?")
def keeps_the_pair(ids, mask, embedding, encoder, pooling, output):
    states = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "both things that a part gives went on together: the encoder gives two, and so does the pooling. Which of the two is needed next?")
def pair_into_output(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    pooled = pooling(states, mask)
    return output(pooled), pooled[1]


@wrong("read_topic", "the bare ids went into the encoder: a number for a word says nothing of it. Which part turns ids into rows?")
def skips_the_embedding(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(ids)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "three results in place of two. Which two things are returned?")
def returns_three(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights, states


@wrong("read_topic", "output was given the weights. Which of the pooling's two results is the summary?")
def output_of_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(weights), weights


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states.detach(), mask)
    return output(summary), weights


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_embeddings(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids).data)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_summary(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(torch.tensor(summary.tolist())), weights


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).detach().numpy(), weights


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def without_gradients(ids, mask, embedding, encoder, pooling, output):
    with torch.no_grad():
        states, _ = encoder(embedding(ids))
        summary, weights = pooling(states, mask)
        return output(summary), weights


@wrong("read_topic", "output was given the weights. Which of the pooling's two results is the summary?")
def pooling_the_other_way_round(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    weights, summary = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "the second thing that the encoder gives is its last state: one vector a sentence, where the pooling wants one a word. Which of the two holds the states?")
def second_of_the_encoder(ids, mask, embedding, encoder, pooling, output):
    _, states = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "the second thing that the encoder gives is its last state: one vector a sentence, where the pooling wants one a word. Which of the two holds the states?")
def second_with_a_new_axis(ids, mask, embedding, encoder, pooling, output):
    states = encoder(embedding(ids))[1].unsqueeze(1)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "the pooling got something else in the mask's place, or its arguments in the other order. What does the text call it with?")
def mask_before_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(mask, states)
    return output(summary), weights


@wrong("read_topic", "the pooling got something else in the mask's place, or its arguments in the other order. What does the text call it with?")
def ids_for_the_mask(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, ids)
    return output(summary), weights


@wrong("read_topic", "an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverts_the_mask(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, ~mask)
    return output(summary), weights


@wrong("read_topic", "the mask went to the encoder: it takes the embeddings alone. Which of the parts wants a mask?")
def mask_to_the_encoder(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids), mask)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "the bare ids went into the encoder: a number for a word says nothing of it. Which part turns ids into rows?")
def ids_as_a_column(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(ids.unsqueeze(-1).float())
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "ids times the mask before the embedding: padding got the row of another word, and is a word now. Which part wants the mask?")
def ids_times_mask(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids * mask))
    summary, weights = pooling(states, torch.ones_like(mask))
    return output(summary), weights


@wrong("read_topic", "encoded twice: the states went through the encoder once more. What does the encoder get?")
def encodes_twice(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    states, _ = encoder(states)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "read from right to left: the words were turned round before the encoder. In which order does it read?")
def reads_backwards(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids.flip(dims=[1])))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "read from right to left: the words were turned round before the encoder. In which order does it read?")
def reads_embeddings_backwards(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids).flip(dims=[1]))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "states and embeddings added together: the pooling gets the states alone. What does it score?")
def adds_the_embeddings(ids, mask, embedding, encoder, pooling, output):
    rows = embedding(ids)
    states, _ = encoder(rows)
    summary, weights = pooling(states + rows, mask)
    return output(summary), weights


@wrong("read_topic", "summary and last state added together: output gets the summary alone. What is the last state needed for?")
def adds_the_last_state(ids, mask, embedding, encoder, pooling, output):
    states, last = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary + last), weights


@wrong("read_topic", "logarithms of probabilities, not logits: there is a log-softmax too many. What does output give?")
def log_softmax_of_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).log_softmax(dim=-1), weights


@wrong("read_topic", "a bend after output (a sigmoid, tanh, relu): logits may have any sign and size. What does output give?")
def sigmoid_of_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).sigmoid(), weights


@wrong("read_topic", "a bend after output (a sigmoid, tanh, relu): logits may have any sign and size. What does output give?")
def tanh_of_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).tanh(), weights


@wrong("read_topic", "a bend after output (a sigmoid, tanh, relu): logits may have any sign and size. What does output give?")
def relu_of_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).relu(), weights


@wrong("read_topic", "a bend before output: the summary goes on as it is. What does output get?")
def relu_of_the_summary(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary.tanh()), weights


@wrong("read_topic", "the summary in place of the weights. Which of the pooling's results is returned beside the logits?")
def summary_for_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, _ = pooling(states, mask)
    return output(summary), summary


@wrong("read_topic", "states in place of the weights. Which of the pooling's results is returned beside the logits?")
def states_for_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, _ = pooling(states, mask)
    return output(summary), states


@wrong("read_topic", "a softmax of the weights: they are shares already. Which function is too many?")
def softmax_of_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights.softmax(dim=-1)


@wrong("read_topic", "a dictionary came back: two tensors are asked for. How does one return two things, with a comma between them?")
def a_dictionary(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return {"logits": output(summary), "weights": weights}


@wrong("read_topic", "nothing came back: the function ends without return, or prints. Which two things are returned?")
def prints_both(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    print(output(summary), weights)


@wrong("read_topic", "the sum of the states in place of the summary: the pooling was not used. Which of its two results goes on?")
def sum_of_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states.sum(dim=1)), pooling(states, mask)[1]


@wrong("read_topic", "the first state in place of the summary: the pooling was not used. Which of its two results goes on?")
def first_state_goes_on(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states[:, 0]), pooling(states, mask)[1]


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def logits_as_a_list(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).tolist(), weights


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def arrays_returned(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).detach().numpy(), weights.detach().numpy()


@wrong("read_topic", "the track ends between the embedding and the logits: the gradient is 0, and nothing is learned. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_after_embedding(ids, mask, embedding, encoder, pooling, output):
    with torch.no_grad():
        rows = embedding(ids)
    states, _ = encoder(rows)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", says="leaves what it was given unchanged")
def empties_the_padding(ids, mask, embedding, encoder, pooling, output):
    ids[~mask] = 0
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "the largest of the states, number by number, in place of the summary: the pooling was not used. Which of its two results goes on?")
def largest_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states.max(dim=1).values), pooling(states, mask)[1]


@wrong("read_topic", "the opposite sign of the logits: the higher, the more likely. Where does a minus come in?")
def negative_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return -output(summary), weights


@wrong("read_topic", "one weight for each place, averaged or added up over the sentences: each sentence has its own. Which axis went?")
def mean_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights.mean(dim=0)


@wrong("read_topic", "one number a sentence in place of its logits: the topics were added up or averaged. How many logits has a sentence?")
def adds_the_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).sum(dim=-1), weights


@wrong("read_topic", "logits for each word, not for each sentence: output was given the states. What is one per sentence?")
def output_of_weighted_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    _, weights = pooling(states, mask)
    return output(weights.unsqueeze(-1) * states), weights


@wrong("read_topic", "ids or mask in place of the weights. Which of the pooling's results is returned beside the logits?")
def ids_for_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(pooling(states, mask)[0]), ids


@wrong("read_topic", "ids or mask in place of the weights. Which of the pooling's results is returned beside the logits?")
def mask_for_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(pooling(states, mask)[0]), mask


@wrong("read_topic", "pooled twice: the summary went through the pooling again, or states were weighed before they were pooled. How often is the pooling called?")
def pools_weighted_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    _, weights = pooling(states, mask)
    summary, weights = pooling(weights.unsqueeze(-1) * states, mask)
    return output(summary), weights


@wrong("content_share", "a mean over all rows: one of them is empty. How many sentences are there?")
def mean_over_rows(weights, content, mask):
    return (weights * content).sum(axis=-1).mean()


@wrong("content_share", "a sum: it grows with the number of sentences. What is still to be divided by?")
def total(weights, content, mask):
    return (weights * content).sum()


@wrong("content_share", "a mean over all places: most of them are no content words. Over which axis is added first?")
def mean_over_places(weights, content, mask):
    return (weights * content).mean()


@wrong("content_share", "a mean over the real places: a sentence's weights should be added up, not averaged. Over which axis is added first?")
def mean_over_real_places(weights, content, mask):
    return (weights * content)[mask].mean()


@wrong("content_share", "a mean over the content words: a sentence's weights should be added up, not averaged. Over which axis is added first?")
def mean_over_content_words(weights, content, mask):
    return weights[content].mean()


@wrong("content_share", "the share of content words, without their weights. Which argument is not used?")
def unweighted(weights, content, mask):
    return content[mask].mean()


@wrong("content_share", "the weight on the other words. What is True in content?")
def inverted_content(weights, content, mask):
    return (weights * ~content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "all the weight, 1 in each sentence: content was not used. Which weights are to be added up?")
def mask_for_content(weights, content, mask):
    return (weights * mask).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "a mean without the sentence that has no content word: its share is 0. Which rows are no sentences?")
def leaves_out_by_content(weights, content, mask):
    return (weights * content).sum(axis=-1)[content.any(axis=-1)].mean()


@wrong("content_share", "a mean without the sentence that has no content word: its share is 0. Which rows are no sentences?")
def leaves_out_zeros(weights, content, mask):
    per_row = (weights * content).sum(axis=-1)
    return per_row[per_row > 0].mean()


@wrong("content_share", "long sentences counting more than short ones. What is averaged, words or sentences?")
def weighted_by_length(weights, content, mask):
    return np.average((weights * content).sum(axis=-1), weights=mask.sum(axis=-1))


@wrong("content_share", "a number for each sentence, or each row: their mean is still to be taken. How many numbers come back?")
def not_averaged(weights, content, mask):
    return (weights * content).sum(axis=-1)[mask.any(axis=-1)]


@wrong("content_share", says="None came back")
def prints_it(weights, content, mask):
    (weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "each row divided by its own sum: the empty row gives 0 / 0, which is nan. What is to become of an empty row?")
def divides_each_row(weights, content, mask):
    return ((weights * content).sum(axis=-1) / weights.sum(axis=-1)).mean()


@wrong("content_share", "a sum over the batch: words of different sentences were added up. Which axis holds the words of one sentence?")
def over_the_batch_axis(weights, content, mask):
    return (weights * content).sum(axis=0).mean()


@wrong("content_share", "one sentence only. What becomes of the others?")
def first_sentence(weights, content, mask):
    return (weights * content).sum(axis=-1)[0]


@wrong("content_share", "how often the heaviest word is a content word: the other weights count, too. What is added up?")
def heaviest_word(weights, content, mask):
    return content[np.arange(len(content)), weights.argmax(axis=-1)][mask.any(axis=-1)].mean()


@wrong("content_share", "the median: the text asks for the mean. Which function averages?")
def median_sentence(weights, content, mask):
    return np.median((weights * content).sum(axis=-1)[mask.any(axis=-1)])


@wrong("content_share", "a mean over all rows: one of them is empty. How many sentences are there?")
def nan_swept_to_zero(weights, content, mask):
    shares = (weights * content).sum(axis=-1) / weights.sum(axis=-1)
    return np.nan_to_num(shares).mean()


@wrong("content_share", "the share of content words, without their weights. Which argument is not used?")
def share_in_each_sentence(weights, content, mask):
    real = mask.any(axis=-1)
    return (content.sum(axis=-1)[real] / mask.sum(axis=-1)[real]).mean()


@wrong("content_share", "the share of content words, without their weights. Which argument is not used?")
def content_words_a_sentence(weights, content, mask):
    return content.sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "the share of content words, without their weights. Which argument is not used?")
def share_of_all_places(weights, content, mask):
    return content.mean()


@wrong("content_share", "the mean weight of a content word: a sentence's weights should be added up, not averaged. Over which axis is added first?")
def mean_of_row_means(weights, content, mask):
    rows = [w[c].mean() if c.any() else 0.0 for w, c in zip(weights, content, strict=True)]
    return np.mean(np.array(rows)[mask.any(axis=-1)])


@wrong("content_share", "divided by the number of content words, or of real words, in each sentence: the weights are shares already. What is averaged?")
def divided_by_real_words(weights, content, mask):
    real = mask.any(axis=-1)
    return ((weights * content).sum(axis=-1)[real] / mask.sum(axis=-1)[real]).mean()


@wrong("content_share", "a mean over all rows: one of them is empty. How many sentences are there?")
def divides_by_the_batch(weights, content, mask):
    return (weights * content).sum() / len(weights)


@wrong("content_share", "a number for each sentence, or each row: their mean is still to be taken. How many numbers come back?")
def a_number_for_each_row(weights, content, mask):
    return (weights * content).sum(axis=-1)


@wrong("content_share", "in percent: a number between 0 and 1 is asked for. What was multiplied?")
def in_percent(weights, content, mask):
    return 100 * (weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "a sum over the batch: words of different sentences were added up. Which axis holds the words of one sentence?")
def over_the_real_places(weights, content, mask):
    return (weights * content).sum(axis=0)[mask.any(axis=0)].mean()


@wrong("content_share", "one sentence only. What becomes of the others?")
def last_sentence(weights, content, mask):
    return (weights * content).sum(axis=-1)[mask.any(axis=-1)][-1]


@wrong("content_share", "one sentence only. What becomes of the others?")
def returns_in_the_loop(weights, content, mask):
    for w, c, m in zip(weights, content, mask, strict=True):
        if m.any():
            return (w * c).sum()


@wrong("content_share", "the last row left out, wherever the empty one stands: the mask says which rows are sentences. How does one find a row without a True?")
def last_row_left_out(weights, content, mask):
    return (weights * content).sum(axis=-1)[:-1].mean()


@wrong("content_share", "divided by 2, as in the example: how many sentences there are, the mask says. How does one count the rows with a True?")
def divided_by_two(weights, content, mask):
    return (weights * content).sum() / 2


@wrong("content_share", "only the rows without padding: a short sentence is a sentence, too. Which rows have no real word at all?")
def full_rows_only(weights, content, mask):
    return (weights * content).sum(axis=-1)[mask.all(axis=-1)].mean()


@wrong("content_share", "only the rows with padding. Which rows have no real word at all?")
def rows_with_padding(weights, content, mask):
    rows = (weights * content).sum(axis=-1)[~mask.all(axis=-1)]
    return rows.mean() if len(rows) else 0.0


@wrong("content_share", "only the empty rows. Which rows are left out?")
def empty_rows_only(weights, content, mask):
    return (weights * content).sum(axis=-1)[~mask.any(axis=-1)].mean()


@wrong("content_share", "all the weight, 1 in each sentence: content was not used. Which weights are to be added up?")
def all_the_weight(weights, content, mask):
    return weights.sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "the weight on the other words. What is True in content?")
def one_minus(weights, content, mask):
    return 1 - (weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "the heaviest content word alone: the others count, too. What is added up?")
def heaviest_content_word(weights, content, mask):
    return (weights * content).max(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "content words by their weight against the others', or against chance: a plain share is asked for. What is divided by what?")
def ratio_to_the_others(weights, content, mask):
    real = mask.any(axis=-1)
    on = (weights * content).sum(axis=-1)[real].mean()
    return on / (weights * ~content).sum(axis=-1)[real].mean()


@wrong("content_share", "content words by their weight against the others', or against chance: a plain share is asked for. What is divided by what?")
def ratio_to_chance(weights, content, mask):
    on = (weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()
    return on / content[mask].mean()


@wrong("content_share", "a mean over the real places: a sentence's weights should be added up, not averaged. Over which axis is added first?")
def all_weight_over_real_places(weights, content, mask):
    return (weights * content).sum() / mask.sum()


@wrong("content_share", says="leaves what it was given unchanged")
def multiplies_the_weights(weights, content, mask):
    weights *= content
    return weights.sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "rounded: three quarters are no whole tenth. Which line rounds?")
def rounded_share(weights, content, mask):
    return round(float((weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()), 1)


@wrong("content_share", "a mean over all places: most of them are no content words. Over which axis is added first?")
def mean_over_places_of_sentences(weights, content, mask):
    return (weights * content).mean(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "the heaviest content word alone: the others count, too. What is added up?")
def heaviest_over_all_rows(weights, content, mask):
    return (weights * content).max(axis=-1).mean()


@wrong("content_share", "a yes or no for each sentence: its weights were compared with a limit, and not added up. What does 0.3 on a content word count?")
def above_a_half(weights, content, mask):
    return ((weights > 0.5) & content).any(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", "a yes or no for each sentence: its weights were compared with a limit, and not added up. What does 0.3 on a content word count?")
def share_above_a_half(weights, content, mask):
    return ((weights * content).sum(axis=-1)[mask.any(axis=-1)] > 0.5).mean()
