"""Wrong answers to lesson 03: each must lose its points, the listed ones by name."""

import numpy as np
import torch
from scipy.special import softmax
from torch import nn

from grading.authoring.answers import wrong


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


@wrong("score_words", says="an axis is missing")
def adds_up_everything(states, importance):
    return (states * importance).sum()


@wrong("score_words", says="the right number of values in the wrong shape")
def column_of_importance(states, importance):
    return states @ importance.reshape(-1, 1)


@wrong("score_words", says="the shape is wrong")
def sums_the_batch(states, importance):
    return (states * importance).sum(axis=0)


@wrong("score_words", says="Which axes does @ multiply?")
def importance_first(states, importance):
    return importance @ states


@wrong("score_words", says="None came back")
def forgets_return(states, importance):
    states @ importance


@wrong("score_words")
def first_sentence_only(states, importance):
    return states[0] @ importance


@wrong("score_words")
def no_negative_scores(states, importance):
    return np.maximum(states @ importance, 0)


@wrong("score_words")
def distances(states, importance):
    return np.linalg.norm(states - importance, axis=-1)


@wrong("score_words", hidden_only=True)
def scores_by_heart(states, importance):
    return np.array([[-0.5, -1, 2.5], [-1, 0.5, 0]])


def weighed(states, weights):
    return (weights[:, :, None] * states).sum(axis=1)


def rightly(scores, mask):
    return softmax(np.where(mask, scores, -np.inf), axis=-1)


@wrong("attention_pool", "a softmax over the batch: the sentences compete with each other. Which axis holds the words?")
def over_the_batch(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf), axis=0)
    return weighed(states, weights), weights


@wrong("attention_pool")
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


@wrong("attention_pool", "the summary alone: its second sentence was taken for the weights. Which two things are returned?")
def summary_alone(states, scores, mask):
    return weighed(states, rightly(scores, mask))


@wrong("attention_pool", "the weights alone: those of the second sentence were taken for both. Which two things are returned?")
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


@wrong("attention_pool", "the heaviest word's state alone. What becomes of the others' shares?")
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


@wrong("attention_pool", says="the shape is wrong")
def sums_over_the_size(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(axis=-1), weights


@wrong("attention_pool", says="the right number of values in the wrong shape")
def row_times_table(states, scores, mask):
    weights = rightly(scores, mask)
    return weights[:, None] @ states, weights


@wrong("attention_pool", says="Do the two shapes agree")
def no_new_axis(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights * states).sum(axis=1), weights


@wrong("attention_pool", says="NoneType")
def pool_without_return(states, scores, mask):
    weights = rightly(scores, mask)
    weighed(states, weights)


@wrong("attention_pool")
def drops_the_padding(states, scores, mask):
    weights = softmax(scores[mask])
    return weights @ states[mask], weights


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


@wrong("importance_gradient", "the opposite sign: what raises the loss and what lowers it changed places. Which comes first in the Jacobian?")
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


@wrong("importance_gradient", "zero: the weights of a Jacobian's row add up to nothing. Was g left out?")
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


@wrong("importance_gradient", says="Which axes does @ multiply?")
def forgets_the_transpose(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states @ (w * (a - w @ a))


@wrong("importance_gradient", says="Do the two shapes agree")
def forgets_the_brackets(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ w * (a - w @ a)


@wrong("importance_gradient")
def product_by_broadcast(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (np.diag(w) - w * w) @ (states @ g)


@wrong("importance_gradient")
def number_off_the_diagonal(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.diag(w) - w @ w) @ (states @ g))


@wrong("importance_gradient")
def divided_by_words(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w @ a)) / len(w)


@wrong("importance_gradient", says="nearly the right numbers")
def coarse_differences(states, importance, g):
    def loss(v):
        return g @ (softmax(states @ v) @ states)

    step = 0.0005 * np.eye(len(importance))
    return [(loss(importance + up) - loss(importance)) / 0.0005 for up in step]


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


@wrong("AttentionPooling", "another name: section 7 will look for importance. What stands after self and the dot?")
class OtherName(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.weight = nn.Parameter(0.1 * torch.randn(size))

    def scores(self, states, mask):
        return states @ self.weight


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


@wrong("AttentionPooling")
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


@wrong("AttentionPooling", "parameters for weights: each place has its own, the same in every sentence. What are the states multiplied with?")
class OneForEachPlaceOfTheSize(Pool):
    def scores(self, states, mask):
        return self.importance[: states.shape[1]].expand(mask.shape)


@wrong("AttentionPooling", "a softmax of importance itself: parameters, the same for every sentence. What are the states multiplied with?")
class ImportanceAsWeights(Pool):
    def forward(self, states, mask):
        weights = self.importance.softmax(dim=0)
        return (weights * states).sum(dim=1), weights


@wrong("AttentionPooling", "the summary alone: its second sentence was taken for the weights. Which two things are returned?")
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


@wrong("AttentionPooling")
class ScoresReturned(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[0], self.scores(states, mask)


@wrong("AttentionPooling", says="NoneType")
class ForgetsReturn(Pool):
    def forward(self, states, mask):
        super().forward(states, mask)


@wrong("AttentionPooling", says="missing 1 required positional argument: 'mask'")
class CallsItselfAmiss(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states)


@wrong("AttentionPooling", says="in line")
class DoublePrecision(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, dtype=torch.float64))


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheScores(Pool):
    def scores(self, states, mask):
        return (states @ self.importance).detach()


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class UsesData(Pool):
    def scores(self, states, mask):
        return states @ self.importance.data


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheWeights(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights.detach(), states, mask)


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheSummary(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states, mask).detach()


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class NoGrad(Pool):
    @torch.no_grad()
    def forward(self, states, mask):
        return super().forward(states, mask)


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class MakesTheWeightsAnew(Pool):
    def weigh(self, scores, mask):
        return torch.tensor(super().weigh(scores, mask).tolist())


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class ScoresOneByOne(Pool):
    def scores(self, states, mask):
        return torch.tensor([[torch.dot(h, self.importance).item() for h in row] for row in states])


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class NumpyInside(Pool):
    def weigh(self, scores, mask):
        hidden = np.where(mask.numpy(), scores.detach().numpy(), -np.inf)
        return torch.from_numpy(softmax(hidden, axis=-1)).float()


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
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


@wrong("AttentionPooling", "zero: no track leads back to the states. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class DetachesTheStates(Pool):
    def forward(self, states, mask):
        return super().forward(states.data, mask)


@wrong("AttentionPooling", says="modified by an inplace operation")
class OverwritesTheWeights(Pool):
    def weigh(self, scores, mask):
        weights = super().weigh(scores, mask)
        weights[~mask] = 0
        return weights


@wrong("AttentionPooling", "zero: the track ends between importance and the summary. Which line leaves PyTorch, by .detach(), .data, .item() or .numpy()?")
class ArraysReturned(Pool):
    def forward(self, states, mask):
        summary, weights = super().forward(states, mask)
        return summary.detach().numpy(), weights.detach().numpy()


@wrong("AttentionPooling")
class Dropout(Pool):
    def weigh(self, scores, mask):
        return nn.functional.dropout(super().weigh(scores, mask), 0.5)


@wrong("AttentionPooling")
class Cosine(Pool):
    def scores(self, states, mask):
        return nn.functional.cosine_similarity(states, self.importance, dim=-1)


@wrong("AttentionPooling")
class Scaled(Pool):
    def scores(self, states, mask):
        return states @ self.importance / states.shape[-1] ** 0.5


@wrong("read_topic", "embeddings scored in place of states: no word knows its neighbours. What comes between the embedding and the pooling?")
def scores_embeddings(ids, mask, embedding, encoder, pooling, output):
    summary, weights = pooling(embedding(ids), mask)
    return output(summary), weights


@wrong("read_topic", "a pooling without the mask: padding got weight. What does the pooling need besides states?")
def everything_is_real(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, torch.ones_like(mask))
    return output(summary), weights


@wrong("read_topic", says="Which arguments does that function want")
def forgets_the_mask(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states)
    return output(summary), weights


@wrong("read_topic", "weights and logits in the other order. Which is returned first?")
def weights_before_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return weights, output(summary)


@wrong("read_topic", "the logits alone: those of the second sentence were taken for the weights. Which two things are returned?")
def logits_alone(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(pooling(states, mask)[0])


@wrong("read_topic", "the weights alone: those of the second sentence were taken for all. Which two things are returned?")
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


@wrong("read_topic", says="there is an axis too many")
def logits_of_each_word(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states), pooling(states, mask)[1]


@wrong("read_topic", says="an axis is missing")
def the_topic_itself(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).argmax(dim=-1), weights


@wrong("read_topic", says="tuple")
def keeps_the_pair(ids, mask, embedding, encoder, pooling, output):
    states = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", says="tuple")
def pair_into_output(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    pooled = pooling(states, mask)
    return output(pooled), pooled[1]


@wrong("read_topic", says="in line")
def skips_the_embedding(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(ids)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", says="too many values to unpack")
def returns_three(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights, states


@wrong("read_topic")
def output_of_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(weights), weights


@wrong("read_topic", "zero: the track ends between the embedding and the logits. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states.detach(), mask)
    return output(summary), weights


@wrong("read_topic", "zero: the track ends between the embedding and the logits. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_embeddings(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids).data)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", "zero: the track ends between the embedding and the logits. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_summary(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(torch.tensor(summary.tolist())), weights


@wrong("read_topic", "zero: the track ends between the embedding and the logits. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def detaches_the_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).detach().numpy(), weights


@wrong("read_topic", "zero: the track ends between the embedding and the logits. Which line leaves PyTorch, by .detach(), .data, .numpy() or no_grad?")
def without_gradients(ids, mask, embedding, encoder, pooling, output):
    with torch.no_grad():
        states, _ = encoder(embedding(ids))
        summary, weights = pooling(states, mask)
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


@wrong("content_share", says="there is an axis too many")
def not_averaged(weights, content, mask):
    return (weights * content).sum(axis=-1)[mask.any(axis=-1)]


@wrong("content_share", says="None came back")
def prints_it(weights, content, mask):
    (weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", says="nan")
def divides_each_row(weights, content, mask):
    return ((weights * content).sum(axis=-1) / weights.sum(axis=-1)).mean()


@wrong("content_share", "a sum over the batch: words of different sentences were added up. Which axis holds the words of one sentence?")
def over_the_batch_axis(weights, content, mask):
    return (weights * content).sum(axis=0).mean()


@wrong("content_share")
def first_sentence(weights, content, mask):
    return (weights * content).sum(axis=-1)[0]


@wrong("content_share")
def heaviest_word(weights, content, mask):
    return content[np.arange(len(content)), weights.argmax(axis=-1)][mask.any(axis=-1)].mean()


@wrong("content_share")
def median_sentence(weights, content, mask):
    return np.median((weights * content).sum(axis=-1)[mask.any(axis=-1)])
