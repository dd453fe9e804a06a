"""Right answers to lesson 03, in different styles: each must get full marks."""

import math

import numpy as np
import torch
from scipy.special import log_softmax, logsumexp, softmax
from torch import nn
from torch.nn import functional

from grading.authoring.answers import right


@right("score_words")
def word_by_word(states, importance):
    return [[sum(x * y for x, y in zip(h, importance, strict=True)) for h in row] for row in states]


@right("score_words")
def einsum(states, importance):
    return np.einsum("bwd,d->bw", states, importance)


@right("score_words")
def by_dot(states, importance):
    return np.dot(states, importance)


@right("score_words")
def by_product_and_sum(h, v):
    return (h * v).sum(axis=2)


@right("score_words")
def by_column(states, importance):
    return (states @ importance[:, None]).squeeze(-1)


@right("score_words")
def by_tensordot(states, importance):
    return np.tensordot(states, importance, axes=([2], [0]))


@right("score_words")
def in_torch(states, importance):
    return torch.tensor(states) @ torch.tensor(importance)


@right("score_words")
def in_a_flat_table(states, importance):
    batch, words, size = states.shape
    return np.matmul(states.reshape(-1, size), importance).reshape(batch, words)


@right("attention_pool")
def sentence_by_sentence(states, scores, mask):
    summary, weights = np.zeros((len(states), states.shape[2])), np.zeros(scores.shape)
    for i in range(len(states)):
        weights[i, mask[i]] = softmax(scores[i, mask[i]])
        for share, state in zip(weights[i], states[i], strict=True):
            summary[i] += share * state
    return summary, weights


@right("attention_pool")
def pool_by_einsum(states, scores, mask):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * mask
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return np.einsum("bw,bwd->bd", weights, states), weights


@right("attention_pool")
def pool_by_matmul(states, scores, mask):
    hidden = scores.copy()
    hidden[~mask] = -np.inf
    w = softmax(hidden, axis=1)
    return (w[:, np.newaxis, :] @ states)[:, 0, :], w


@right("attention_pool")
def minus_a_billion(states, scores, mask):
    weights = softmax(scores - 1e9 * ~mask, axis=-1)
    return [w @ h for w, h in zip(weights, states, strict=True)], weights


@right("attention_pool")
def renormalises(states, scores, mask):
    weights = softmax(scores, axis=-1) * mask
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.sum(np.expand_dims(weights, -1) * states, axis=-2), weights


@right("attention_pool")
def by_logsumexp(states, scores, mask):
    weights = mask * np.exp(scores - logsumexp(scores, axis=-1, b=mask, keepdims=True))
    return np.matmul(states.transpose(0, 2, 1), weights[..., None])[..., 0], weights


@right("attention_pool")
def pool_in_torch(states, scores, mask):
    weights = torch.tensor(scores).masked_fill(~torch.tensor(mask), -torch.inf).softmax(-1)
    return [torch.bmm(weights.unsqueeze(1), torch.tensor(states)).squeeze(1), weights]


@right("attention_pool")
def in_single_precision(states, scores, mask):
    weights = np.exp(log_softmax(np.where(mask, scores, -np.inf).astype(np.float32), axis=-1))
    return (weights[:, :, None] * states.astype(np.float32)).sum(1), weights


@right("importance_gradient")
def by_jacobian_matrix(states, importance, summary_gradient):
    w = softmax(states @ importance)
    return states.T @ (np.diag(w) - np.outer(w, w)) @ states @ summary_gradient


@right("importance_gradient")
def by_loops(states, importance, g):
    scores = [sum(h * v for h, v in zip(row, importance, strict=True)) for row in states]
    powers = [math.exp(score - max(scores)) for score in scores]
    w = [p / sum(powers) for p in powers]
    a = [sum(h * x for h, x in zip(row, g, strict=True)) for row in states]
    mean = sum(x * y for x, y in zip(w, a, strict=True))
    return [sum(w[i] * (a[i] - mean) * states[i][j] for i in range(len(w))) for j in range(len(g))]


@right("importance_gradient")
def by_covariance(states, importance, g):
    w = softmax(states @ importance)
    middle = states - w @ states
    return np.einsum("w,wd,we,e->d", w, middle, middle, g)


@right("importance_gradient")
def by_autograd(states, importance, summary_gradient):
    h, g = torch.tensor(states), torch.tensor(summary_gradient)
    v = torch.tensor(importance, requires_grad=True)
    loss = g @ ((h @ v).softmax(dim=0) @ h)
    return torch.autograd.grad(loss, v)[0]


@right("importance_gradient")
def by_central_differences(states, importance, g):
    def loss(v):
        return g @ (softmax(states @ v) @ states)

    return [(loss(importance + e) - loss(importance - e)) / 2e-5 for e in 1e-5 * np.eye(len(g))]


@right("importance_gradient")
def by_vector_first(states, importance, g):
    w, a = softmax(states @ importance), states @ g
    return (w * a) @ states - (w @ a) * (w @ states)


@right("importance_gradient")
def in_words_and_sizes(states, importance, summary_gradient):
    w = np.asarray(softmax(states.dot(importance)))[:, None]
    a = states.dot(summary_gradient)[:, None]
    return (states * (w * (a - (w * a).sum()))).sum(axis=0)


@right("AttentionPooling")
class LineByLine(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.importance = nn.Parameter(0.1 * torch.randn(size))

    def forward(self, states, mask):
        scores = torch.matmul(states, self.importance)
        scores = torch.where(mask, scores, torch.tensor(-torch.inf))
        weights = functional.softmax(scores, dim=1)
        return torch.einsum("bw,bwd->bd", weights, states), weights


@right("AttentionPooling")
class Registered(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.register_parameter("importance", nn.Parameter(torch.empty(size)))
        nn.init.normal_(self.importance, std=0.1)
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, h, m):
        w = self.softmax((h * self.importance).sum(-1).masked_fill(m.logical_not(), float("-inf")))
        return torch.bmm(w.unsqueeze(1), h).squeeze(1), w


@right("AttentionPooling")
class WithABuffer(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size
        self.importance = nn.Parameter(torch.randn(size) / 10)
        self.register_buffer("nothing", torch.tensor(-torch.inf))

    def forward(self, states, mask):
        scores = torch.einsum("bwd,d->bw", states, self.importance)
        weights = torch.where(mask, scores, self.nothing).softmax(-1)
        return (weights[:, :, None] * states).sum(1), weights


class Base(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.importance = nn.Parameter(torch.rand(size) * 0.2 - 0.1)

    def forward(self, states, mask):
        weights = self.weigh(states @ self.importance, mask)
        return (weights[:, None] @ states)[:, 0], weights

    def weigh(self, scores, mask):
        raise NotImplementedError


@right("AttentionPooling")
class BySubclass(Base):
    def weigh(self, scores, mask):
        powers = (scores - scores.amax(dim=-1, keepdim=True)).exp() * mask
        return powers / powers.sum(dim=-1, keepdim=True)


@right("AttentionPooling")
class MinusABillion(Base):
    def weigh(self, scores, mask):
        return scores.masked_fill(mask == 0, -1e9).softmax(dim=-1)


@right("AttentionPooling")
class LowestNumberInPlace(Base):
    def weigh(self, scores, mask):
        scores[~mask] = torch.finfo(scores.dtype).min
        return torch.softmax(scores, -1)


@right("AttentionPooling")
class ByLogarithm(Base):
    def weigh(self, scores, mask):
        return torch.exp(functional.log_softmax(scores + torch.log(mask.float()), dim=-1))


@right("AttentionPooling")
class Renormalises(Base):
    def weigh(self, scores, mask):
        weights = scores.softmax(dim=-1) * mask
        return weights / weights.sum(dim=-1, keepdim=True)


@right("AttentionPooling")
class BySentences(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.importance = torch.nn.parameter.Parameter(torch.normal(0.0, 0.1, (size,)))

    def forward(self, states, mask):
        summaries, rows = [], []
        for h, real in zip(states, mask, strict=True):
            share = torch.softmax(h[real] @ self.importance, dim=0)
            row = torch.zeros(len(real)).masked_scatter(real, share)
            rows.append(row)
            summaries.append(sum(w * state for w, state in zip(row, h, strict=True)))
        return torch.stack(summaries), torch.stack(rows)


@right("AttentionPooling")
class ByLinear(nn.Module):
    def __init__(self, size):
        super().__init__()
        bound = size**-0.5
        self.importance = nn.Parameter(torch.empty(size).uniform_(-bound, bound))

    def forward(self, states, mask):
        scores = functional.linear(states, self.importance.view(1, -1)).squeeze(-1)
        scores = scores.masked_fill_(~mask, -torch.inf)
        weights = scores.softmax(-1)
        return states.mT.matmul(weights.unsqueeze(-1)).squeeze(-1), weights


@right("read_topic")
def step_by_step(ids, mask, embedding, encoder, pooling, output):
    embedded = embedding(ids)
    encoded = encoder(embedded)
    states = encoded[0]
    pooled = pooling(states, mask)
    logits = output(pooled[0])
    return logits, pooled[1]


@right("read_topic")
def named_last(ids, mask, embedding, encoder, pooling, output):
    states, last = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return [output(summary), weights]


@right("read_topic")
def by_star(ids, mask, embed, gru, pool, linear):
    hidden, *_ = gru(embed(ids))
    c, w = pool(hidden, mask.bool())
    return linear(c), w


@right("read_topic")
def long_ids(ids, mask, embedding, encoder, pooling, output):
    states = encoder(embedding(ids.long()))[0]
    summary, weights = pooling(states, mask)
    logits = output(summary)
    return logits, weights


@right("content_share")
def loops(weights, content, mask):
    shares = []
    for w, c, m in zip(weights, content, mask, strict=True):
        if any(m):
            shares.append(sum(x for x, is_content in zip(w, c, strict=True) if is_content))
    return sum(shares) / len(shares)


@right("content_share")
def total_over_count(weights, content, mask):
    return (weights * content).sum() / mask.any(axis=1).sum()


@right("content_share")
def share_by_einsum(weights, content, mask):
    return np.einsum("bw,bw->", weights, content.astype(float)) / np.count_nonzero(mask.sum(-1))


@right("content_share")
def by_where(weights, content, mask):
    rows = np.where(content & mask, weights, 0).sum(axis=1)
    return rows[mask.sum(axis=1) > 0].mean()


@right("content_share")
def by_nan(weights, content, mask):
    rows = np.sum(weights, axis=1, where=content)
    return np.nanmean(np.where(mask.any(axis=1), rows, np.nan))


@right("content_share")
def divides_by_the_whole(weights, content, mask):
    rows = (weights * content).sum(axis=1) / weights.sum(axis=1)
    return np.nanmean(rows)


@right("content_share")
def by_average(weights, content, mask):
    return np.average((weights * content).sum(axis=-1), weights=mask.any(axis=-1))


@right("content_share")
def share_in_torch(weights, content, mask):
    w, c, m = (torch.as_tensor(x) for x in (weights, content, mask))
    return (w * c).sum(dim=1)[m.any(dim=1)].mean()
