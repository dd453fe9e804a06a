"""Wrong answers to lesson 03: each must lose its points, the listed ones by name."""

import numpy as np
import torch
from scipy.special import softmax
from torch import nn

from grading.authoring.answers import wrong


@wrong("score_words", named="the sum of each state")
def sums_the_states(states, importance):
    return states.sum(axis=-1)


@wrong("score_words", named="weights, not scores: there is a softmax too many. What")
def softmax_already(states, importance):
    return softmax(states @ importance, axis=-1)


@wrong("score_words", named="and it mixes the sentences")
def softmax_of_all_already(states, importance):
    return softmax(states @ importance)


@wrong("score_words", named="products that are not added up")
def multiplies_only(states, importance):
    return states * importance


@wrong("score_words", named="the mean of the products")
def mean_of_products(states, importance):
    return (states * importance).mean(axis=-1)


@wrong("score_words", named="cosines")
def cosine(states, importance):
    return states @ importance / np.linalg.norm(states, axis=-1) / np.linalg.norm(importance)


@wrong("score_words", named="scores divided by the root of the size")
def scaled(states, importance):
    return states @ importance / np.sqrt(len(importance))


@wrong("score_words", named="one score per number, not per word")
def sums_the_words(states, importance):
    return (states * importance).sum(axis=1)


@wrong("score_words", named="an axis is missing")
def adds_up_everything(states, importance):
    return (states * importance).sum()


@wrong("score_words", named="the right number of values in the wrong shape")
def column_of_importance(states, importance):
    return states @ importance.reshape(-1, 1)


@wrong("score_words", named="the shape is wrong")
def sums_the_batch(states, importance):
    return (states * importance).sum(axis=0)


@wrong("score_words", named="Which axes does @ multiply?")
def importance_first(states, importance):
    return importance @ states


@wrong("score_words", named="None came back")
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


@wrong("attention_pool", named="a softmax over the batch")
def over_the_batch(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf), axis=0)
    return weighed(states, weights), weights


@wrong("attention_pool")
def over_the_batch_without_mask(states, scores, mask):
    weights = softmax(scores, axis=0)
    return weighed(states, weights), weights


@wrong("attention_pool", named="a softmax over all entries")
def forgets_the_axis(states, scores, mask):
    weights = softmax(np.where(mask, scores, -np.inf))
    return weighed(states, weights), weights


@wrong("attention_pool", named="a softmax without the mask")
def ignores_the_mask(states, scores, mask):
    weights = softmax(scores, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", named="the mask added to the scores")
def adds_the_mask(states, scores, mask):
    weights = softmax(scores + mask, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", named="masking after the softmax")
def masks_after(states, scores, mask):
    weights = softmax(scores, axis=-1) * mask
    return weighed(states, weights), weights


@wrong("attention_pool", named="a score of 0 for padding")
def multiplies_the_scores(states, scores, mask):
    weights = softmax(scores * mask, axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", named="a score of 0 for padding")
def hides_the_states_only(states, scores, mask):
    weights = softmax(np.where(mask, scores, 0), axis=-1)
    return weighed(states * mask[:, :, None], weights), weights


@wrong("attention_pool", named="an inverted mask")
def inverted(states, scores, mask):
    weights = softmax(np.where(mask, -np.inf, scores), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", named="an inverted mask")
def inverted_with_a_billion(states, scores, mask):
    weights = softmax(np.where(mask, -1e9, scores), axis=-1)
    return weighed(states, weights), weights


@wrong("attention_pool", named="a sigmoid")
def sigmoid(states, scores, mask):
    weights = mask / (1 + np.exp(-scores))
    return weighed(states, weights), weights


@wrong("attention_pool", named="scores, not weights")
def no_softmax(states, scores, mask):
    weights = np.where(mask, scores, -np.inf)
    return weighed(states, weights), weights


@wrong("attention_pool", named="the same weight for every word: mean pooling in disguise")
def mean_pooling(states, scores, mask):
    weights = mask / mask.sum(axis=1, keepdims=True)
    return weighed(states, weights), weights


@wrong("attention_pool", named="summary and weights in the other order")
def weights_first(states, scores, mask):
    weights = rightly(scores, mask)
    return weights, weighed(states, weights)


@wrong("attention_pool", named="the summary alone")
def summary_alone(states, scores, mask):
    return weighed(states, rightly(scores, mask))


@wrong("attention_pool", named="the weights alone")
def weights_alone(states, scores, mask):
    return rightly(scores, mask)


@wrong("attention_pool", named="mean pooling in disguise: the weights are not used")
def mean_with_right_weights(states, scores, mask):
    return weighed(states, mask / mask.sum(axis=1, keepdims=True)), rightly(scores, mask)


@wrong("attention_pool", named="the mean over all places, padding too")
def mean_over_all_places(states, scores, mask):
    return states.mean(axis=1), rightly(scores, mask)


@wrong("attention_pool", named="the plain sum of the states")
def sum_of_real_states(states, scores, mask):
    return weighed(states, mask), rightly(scores, mask)


@wrong("attention_pool", named="the plain sum of all states, padding too")
def sum_of_all_states(states, scores, mask):
    return states.sum(axis=1), rightly(scores, mask)


@wrong("attention_pool", named="the mean of the weighted states")
def mean_of_weighted(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).mean(axis=1), weights


@wrong("attention_pool", named="scores times states")
def scores_times_states(states, scores, mask):
    return weighed(states, scores), rightly(scores, mask)


@wrong("attention_pool", named="the heaviest word's state alone")
def hard(states, scores, mask):
    weights = rightly(scores, mask)
    return states[np.arange(len(states)), weights.argmax(axis=1)], weights


@wrong("attention_pool", named="weight times state, not added up")
def not_added_up(states, scores, mask):
    weights = rightly(scores, mask)
    return weights[:, :, None] * states, weights


@wrong("attention_pool", named="every sentence's weights on every sentence's states")
def weights_at_states(states, scores, mask):
    weights = rightly(scores, mask)
    return weights @ states, weights


@wrong("attention_pool", named="the shape is wrong")
def sums_over_the_size(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights[:, :, None] * states).sum(axis=-1), weights


@wrong("attention_pool", named="the right number of values in the wrong shape")
def row_times_table(states, scores, mask):
    weights = rightly(scores, mask)
    return weights[:, None] @ states, weights


@wrong("attention_pool", named="Do the two shapes agree")
def no_new_axis(states, scores, mask):
    weights = rightly(scores, mask)
    return (weights * states).sum(axis=1), weights


@wrong("attention_pool", named="NoneType")
def pool_without_return(states, scores, mask):
    weights = rightly(scores, mask)
    weighed(states, weights)


@wrong("attention_pool")
def drops_the_padding(states, scores, mask):
    weights = softmax(scores[mask])
    return weights @ states[mask], weights


@wrong("importance_gradient", named="no Jacobian")
def no_jacobian(states, importance, g):
    return states.T @ (softmax(states @ importance) * (states @ g))


@wrong("importance_gradient", named="the Jacobian's diagonal only")
def diagonal_only(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (w * (1 - w) * (states @ g))


@wrong("importance_gradient", named="the Jacobian's diagonal only")
def elementwise_in_the_bracket(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - w * a))


@wrong("importance_gradient", named="the states once, not twice")
def stops_at_the_scores(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return w * (a - w @ a)


@wrong("importance_gradient", named="the opposite sign")
def wrong_sign(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (w @ a - a))


@wrong("importance_gradient", named="the summary: that is the way forward")
def the_summary(states, importance, g):
    return softmax(states @ importance) @ states


@wrong("importance_gradient", named="the plain mean of a")
def plain_mean(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (w * (a - a.mean()))


@wrong("importance_gradient", named="a sum where a difference belongs")
def sum_for_difference(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ ((np.diag(w) + np.outer(w, w)) @ (states @ g))


@wrong("importance_gradient", named="no softmax on the way back")
def no_softmax_back(states, importance, g):
    return states.T @ (states @ g)


@wrong("importance_gradient", named="zero: the weights")
def forgets_g(states, importance, g):
    w = softmax(states @ importance)
    return states.T @ (np.diag(w) - np.outer(w, w)).sum(axis=1)


@wrong("importance_gradient", named="scores where weights belong")
def scores_for_weights(states, importance, g):
    w, a = states @ importance, states @ g
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", named="importance in place of g")
def importance_for_g(states, importance, g):
    w, a = softmax(states @ importance), states @ importance
    return states.T @ (w * (a - w @ a))


@wrong("importance_gradient", named="a less its mean, not weighted by w")
def bracket_alone(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states.T @ (a - w @ a)


@wrong("importance_gradient", named="equal weights")
def equal_weights(states, importance, g):
    a = states @ g
    return states.T @ (a - a.mean()) / len(a)


@wrong("importance_gradient", named="the summary times g")
def summary_times_g(states, importance, g):
    return states.T @ softmax(states @ importance) * g


@wrong("importance_gradient", named="Which axes does @ multiply?")
def forgets_the_transpose(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return states @ (w * (a - w @ a))


@wrong("importance_gradient", named="Do the two shapes agree")
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


@wrong("importance_gradient", named="nearly the right numbers")
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


@wrong("AttentionPooling", named="nothing to learn")
class PlainTensor(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = 0.1 * torch.randn(size)


@wrong("AttentionPooling", named="nothing to learn")
class PlainTensorWithGradient(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = (0.1 * torch.randn(size)).requires_grad_()


@wrong("AttentionPooling", named="nothing to learn")
class Buffer(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.register_buffer("importance", 0.1 * torch.randn(size))


@wrong("AttentionPooling", named="nothing to learn")
class NoGradientWanted(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size), requires_grad=False)


@wrong("AttentionPooling", named="nothing to learn")
class MadeOnTheWay(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)

    def scores(self, states, mask):
        self.importance = nn.Parameter(0.1 * torch.randn(states.shape[-1]))
        return states @ self.importance


@wrong("AttentionPooling", named="nothing to learn")
class InAList(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.parts = [nn.Parameter(0.1 * torch.randn(size))]

    def scores(self, states, mask):
        return states @ self.parts[0]


@wrong("AttentionPooling", named="a Linear layer")
class Linear(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Linear(size, 1)

    def scores(self, states, mask):
        return self.importance(states).squeeze(-1)


@wrong("AttentionPooling", named="a Linear layer")
class LinearWithoutBias(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Linear(size, 1, bias=False)

    def scores(self, states, mask):
        return self.importance(states).squeeze(-1)


@wrong("AttentionPooling", named="a parameter too many")
class LinearBefore(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.project = nn.Linear(size, size)

    def scores(self, states, mask):
        return self.project(states) @ self.importance


@wrong("AttentionPooling", named="a parameter too many")
class WithBias(Pool):
    def __init__(self, size):
        super().__init__(size)
        self.bias = nn.Parameter(torch.zeros(1))

    def scores(self, states, mask):
        return states @ self.importance + self.bias


@wrong("AttentionPooling", named="another name")
class OtherName(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.weight = nn.Parameter(0.1 * torch.randn(size))

    def scores(self, states, mask):
        return states @ self.weight


@wrong("AttentionPooling", named="another shape")
class Column(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, 1))

    def scores(self, states, mask):
        return (states @ self.importance).squeeze(-1)


@wrong("AttentionPooling", named="another shape")
class Row(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(1, size))

    def scores(self, states, mask):
        return (states * self.importance).sum(dim=-1)


@wrong("AttentionPooling", named="another shape")
class Matrix(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, size))

    def scores(self, states, mask):
        return (states @ self.importance).sum(dim=-1)


@wrong("AttentionPooling", named="another shape")
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


@wrong("AttentionPooling", named="the same number in every place")
class Zeros(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.zeros(size))


@wrong("AttentionPooling", named="the same number in every place")
class Tenths(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.full((size,), 0.1))


@wrong("AttentionPooling", named="large random numbers")
class Large(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(torch.randn(size))


@wrong("AttentionPooling", named="a softmax over the batch")
class OverTheBatch(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf).softmax(dim=0)


@wrong("AttentionPooling", named="a softmax without the mask")
class IgnoresTheMask(Pool):
    def weigh(self, scores, mask):
        return scores.softmax(dim=-1)


@wrong("AttentionPooling", named="a softmax without the mask")
class FillIsThrownAway(Pool):
    def weigh(self, scores, mask):
        scores.masked_fill(~mask, -torch.inf)
        return scores.softmax(dim=-1)


@wrong("AttentionPooling", named="masking after the softmax")
class MasksAfter(Pool):
    def weigh(self, scores, mask):
        return scores.softmax(dim=-1) * mask


@wrong("AttentionPooling", named="an inverted mask")
class Inverted(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(mask, -torch.inf).softmax(dim=-1)


@wrong("AttentionPooling", named="a sigmoid")
class Sigmoid(Pool):
    def weigh(self, scores, mask):
        return scores.masked_fill(~mask, -torch.inf).sigmoid()


@wrong("AttentionPooling", named="mean pooling in disguise")
class MeanPooling(Pool):
    def weigh(self, scores, mask):
        return mask / mask.sum(dim=1, keepdim=True)


@wrong("AttentionPooling", named="parameters for weights")
class OneForEachPlaceOfTheSize(Pool):
    def scores(self, states, mask):
        return self.importance[: states.shape[1]].expand(mask.shape)


@wrong("AttentionPooling", named="a softmax of importance itself")
class ImportanceAsWeights(Pool):
    def forward(self, states, mask):
        weights = self.importance.softmax(dim=0)
        return (weights * states).sum(dim=1), weights


@wrong("AttentionPooling", named="the summary alone")
class SummaryAlone(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[0]


@wrong("AttentionPooling", named="mean pooling in disguise: the weights are right")
class MeanWithRightWeights(Pool):
    def pool(self, weights, states, mask):
        shares = mask / mask.sum(dim=1, keepdim=True)
        return (shares.unsqueeze(-1) * states).sum(dim=1)


@wrong("AttentionPooling", named="summary and weights in the other order")
class WeightsFirst(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[::-1]


@wrong("AttentionPooling")
class ScoresReturned(Pool):
    def forward(self, states, mask):
        return super().forward(states, mask)[0], self.scores(states, mask)


@wrong("AttentionPooling", named="NoneType")
class ForgetsReturn(Pool):
    def forward(self, states, mask):
        super().forward(states, mask)


@wrong("AttentionPooling", named="missing 1 required positional argument: 'mask'")
class CallsItselfAmiss(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states)


@wrong("AttentionPooling", named="in line")
class DoublePrecision(Pool):
    def __init__(self, size):
        nn.Module.__init__(self)
        self.importance = nn.Parameter(0.1 * torch.randn(size, dtype=torch.float64))


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class DetachesTheScores(Pool):
    def scores(self, states, mask):
        return (states @ self.importance).detach()


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class UsesData(Pool):
    def scores(self, states, mask):
        return states @ self.importance.data


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class DetachesTheWeights(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights.detach(), states, mask)


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class DetachesTheSummary(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states, mask).detach()


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class NoGrad(Pool):
    @torch.no_grad()
    def forward(self, states, mask):
        return super().forward(states, mask)


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class MakesTheWeightsAnew(Pool):
    def weigh(self, scores, mask):
        return torch.tensor(super().weigh(scores, mask).tolist())


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class ScoresOneByOne(Pool):
    def scores(self, states, mask):
        return torch.tensor([[torch.dot(h, self.importance).item() for h in row] for row in states])


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class NumpyInside(Pool):
    def weigh(self, scores, mask):
        hidden = np.where(mask.numpy(), scores.detach().numpy(), -np.inf)
        return torch.from_numpy(softmax(hidden, axis=-1)).float()


@wrong("AttentionPooling", named="zero: the track ends between importance and the summary")
class NumpyThroughout(Pool):
    def forward(self, states, mask):
        h, v = states.detach().numpy(), self.importance.detach().numpy()
        weights = softmax(np.where(mask, h @ v, -np.inf), axis=-1)
        return torch.tensor((weights[:, :, None] * h).sum(axis=1)), torch.tensor(weights)


@wrong("AttentionPooling", named="Can't call numpy() on Tensor that requires grad")
class NumpyWithoutDetach(Pool):
    def forward(self, states, mask):
        weights = softmax(np.where(mask, states.numpy() @ self.importance.numpy(), -np.inf), axis=-1)
        return torch.tensor((weights[:, :, None] * states.numpy()).sum(axis=1)), torch.tensor(weights)


@wrong("AttentionPooling", named="only what is added up")
class DetachesTheStatesInTheScores(Pool):
    def scores(self, states, mask):
        return states.detach() @ self.importance


@wrong("AttentionPooling", named="only what is scored")
class DetachesTheStatesInTheSum(Pool):
    def pool(self, weights, states, mask):
        return super().pool(weights, states.detach(), mask)


@wrong("AttentionPooling", named="zero: no track leads back to the states")
class DetachesTheStates(Pool):
    def forward(self, states, mask):
        return super().forward(states.data, mask)


@wrong("AttentionPooling", named="modified by an inplace operation")
class OverwritesTheWeights(Pool):
    def weigh(self, scores, mask):
        weights = super().weigh(scores, mask)
        weights[~mask] = 0
        return weights


@wrong("AttentionPooling")
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


@wrong("read_topic", named="embeddings scored in place of states")
def scores_embeddings(ids, mask, embedding, encoder, pooling, output):
    summary, weights = pooling(embedding(ids), mask)
    return output(summary), weights


@wrong("read_topic", named="a pooling without the mask")
def everything_is_real(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, torch.ones_like(mask))
    return output(summary), weights


@wrong("read_topic", named="Which arguments does that function want")
def forgets_the_mask(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states)
    return output(summary), weights


@wrong("read_topic", named="weights and logits in the other order")
def weights_before_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return weights, output(summary)


@wrong("read_topic", named="the logits alone")
def logits_alone(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(pooling(states, mask)[0])


@wrong("read_topic", named="the weights alone")
def topic_weights_alone(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return pooling(states, mask)[1]


@wrong("read_topic", named="the summary itself")
def no_output(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return pooling(states, mask)


@wrong("read_topic", named="the last state in place of the summary")
def last_state(ids, mask, embedding, encoder, pooling, output):
    states, last = encoder(embedding(ids))
    _, weights = pooling(states, mask)
    return output(last), weights


@wrong("read_topic", named="the last state in place of the summary")
def state_of_the_last_place(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states[:, -1]), pooling(states, mask)[1]


@wrong("read_topic", named="the mean of the states in place of the summary")
def mean_state(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states.mean(dim=1)), pooling(states, mask)[1]


@wrong("read_topic", named="the mean of the real states in place of the summary")
def mean_real_state(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    total = (states * mask.unsqueeze(-1)).sum(dim=1)
    return output(total / mask.sum(dim=1, keepdim=True)), pooling(states, mask)[1]


@wrong("read_topic", named="a summary of embeddings")
def weighs_embeddings(ids, mask, embedding, encoder, pooling, output):
    rows = embedding(ids)
    _, weights = pooling(encoder(rows)[0], mask)
    return output((weights.unsqueeze(-1) * rows).sum(dim=1)), weights


@wrong("read_topic", named="weights, not logits")
def softmax_of_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).softmax(dim=-1), weights


@wrong("read_topic", named="there is an axis too many")
def logits_of_each_word(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    return output(states), pooling(states, mask)[1]


@wrong("read_topic", named="an axis is missing")
def the_topic_itself(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).argmax(dim=-1), weights


@wrong("read_topic", named="tuple")
def keeps_the_pair(ids, mask, embedding, encoder, pooling, output):
    states = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", named="tuple")
def pair_into_output(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    pooled = pooling(states, mask)
    return output(pooled), pooled[1]


@wrong("read_topic", named="in line")
def skips_the_embedding(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(ids)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", named="too many values to unpack")
def returns_three(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights, states


@wrong("read_topic")
def output_of_weights(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(weights), weights


@wrong("read_topic", named="zero: the track ends")
def detaches_the_states(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states.detach(), mask)
    return output(summary), weights


@wrong("read_topic", named="zero: the track ends")
def detaches_the_embeddings(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids).data)
    summary, weights = pooling(states, mask)
    return output(summary), weights


@wrong("read_topic", named="zero: the track ends")
def detaches_the_summary(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(torch.tensor(summary.tolist())), weights


@wrong("read_topic", named="zero: the track ends")
def detaches_the_logits(ids, mask, embedding, encoder, pooling, output):
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary).detach().numpy(), weights


@wrong("read_topic", named="zero: the track ends")
def without_gradients(ids, mask, embedding, encoder, pooling, output):
    with torch.no_grad():
        states, _ = encoder(embedding(ids))
        summary, weights = pooling(states, mask)
        return output(summary), weights


@wrong("content_share", named="a mean over all rows")
def mean_over_rows(weights, content, mask):
    return (weights * content).sum(axis=-1).mean()


@wrong("content_share", named="a sum: it grows")
def total(weights, content, mask):
    return (weights * content).sum()


@wrong("content_share", named="a mean over all places")
def mean_over_places(weights, content, mask):
    return (weights * content).mean()


@wrong("content_share", named="a mean over the real places")
def mean_over_real_places(weights, content, mask):
    return (weights * content)[mask].mean()


@wrong("content_share", named="a mean over the content words")
def mean_over_content_words(weights, content, mask):
    return weights[content].mean()


@wrong("content_share", named="the share of content words, without their weights")
def unweighted(weights, content, mask):
    return content[mask].mean()


@wrong("content_share", named="the weight on the other words")
def inverted_content(weights, content, mask):
    return (weights * ~content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", named="all the weight, 1 in each sentence")
def mask_for_content(weights, content, mask):
    return (weights * mask).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", named="a mean without the sentence that has no content word")
def leaves_out_by_content(weights, content, mask):
    return (weights * content).sum(axis=-1)[content.any(axis=-1)].mean()


@wrong("content_share", named="a mean without the sentence that has no content word")
def leaves_out_zeros(weights, content, mask):
    per_row = (weights * content).sum(axis=-1)
    return per_row[per_row > 0].mean()


@wrong("content_share", named="long sentences counting more")
def weighted_by_length(weights, content, mask):
    return np.average((weights * content).sum(axis=-1), weights=mask.sum(axis=-1))


@wrong("content_share", named="there is an axis too many")
def not_averaged(weights, content, mask):
    return (weights * content).sum(axis=-1)[mask.any(axis=-1)]


@wrong("content_share", named="None came back")
def prints_it(weights, content, mask):
    (weights * content).sum(axis=-1)[mask.any(axis=-1)].mean()


@wrong("content_share", named="nan")
def divides_each_row(weights, content, mask):
    return ((weights * content).sum(axis=-1) / weights.sum(axis=-1)).mean()


@wrong("content_share", named="a sum over the batch")
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
