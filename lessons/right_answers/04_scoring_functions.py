"""Right answers to lesson 04, in different styles: each must get full marks."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from grading.authoring.answers import right


def dots(query, states):
    return query @ states.transpose(1, 2)


@right("dot_scores")
def pair_by_pair(query, states):
    scores = torch.zeros(query.shape[0], query.shape[1], states.shape[1])
    for b in range(query.shape[0]):
        for t in range(query.shape[1]):
            for s in range(states.shape[1]):
                scores[b, t, s] = torch.dot(query[b, t], states[b, s])
    return scores


@right("dot_scores")
def einsum(query, states):
    return torch.einsum("btd,bsd->bts", query, states)


@right("dot_scores")
def bmm(q, s):
    return torch.bmm(q, s.permute(0, 2, 1))


@right("dot_scores")
def broadcast(query, states):
    return (query.unsqueeze(2) * states.unsqueeze(1)).sum(dim=-1)


@right("dot_scores")
def turned_result(query, states):
    return (states @ query.mT).mT


@right("dot_scores")
def sentence_by_sentence(query, states):
    return torch.stack([q @ s.T for q, s in zip(query, states, strict=True)])


@right("dot_scores")
def by_numpy(query, states):
    return torch.from_numpy(np.matmul(query.numpy(), states.numpy().swapaxes(-1, -2)))


@right("dot_scores")
def in_double(query, states):
    return query.double() @ states.double().transpose(-2, -1)


@right("scaled_dot_scores")
def scaled_einsum(query, states):
    return torch.einsum("btd,bsd->bts", query, states) / query.size(-1) ** 0.5


@right("scaled_dot_scores")
def scales_the_query_first(query, states):
    return (query / math.sqrt(states.shape[2])) @ states.transpose(1, 2)


@right("scaled_dot_scores")
def scales_both(query, states):
    fourth_root = query.shape[-1] ** 0.25
    return torch.bmm(query / fourth_root, (states / fourth_root).mT)


@right("scaled_dot_scores")
def baddbmm(query, states):
    b, t, d = query.shape
    nothing = torch.zeros(b, t, states.shape[1])
    return torch.baddbmm(nothing, query, states.mT, alpha=1 / np.sqrt(d))


@right("scaled_dot_scores")
def root_as_a_tensor(q, k):
    return torch.matmul(q, k.transpose(-1, -2)) / torch.sqrt(torch.tensor(q.shape[-1]))


@right("scaled_dot_scores")
def scaled_loops(query, states):
    rows = [[[float(q @ s) / math.sqrt(len(s)) for s in ss] for q in qs] for qs, ss in zip(query, states, strict=True)]
    return torch.tensor(rows)


@right("bilinear_scores")
def bilinear_einsum(query, states, matrix):
    return torch.einsum("btq,qs,bns->btn", query, matrix, states)


@right("bilinear_scores")
def translates_the_states(query, states, matrix):
    return query @ (states @ matrix.T).transpose(1, 2)


@right("bilinear_scores")
def left_to_right(query, states, matrix):
    return query @ matrix @ states.mT


@right("bilinear_scores")
def by_linear(query, states, matrix):
    return dots(functional.linear(query, matrix.T), states)


@right("bilinear_scores")
def by_functional_bilinear(query, states, matrix):
    t, n = query.shape[1], states.shape[1]
    q = query.unsqueeze(2).expand(-1, -1, n, -1).contiguous()
    s = states.unsqueeze(1).expand(-1, t, -1, -1).contiguous()
    return functional.bilinear(q, s, matrix.unsqueeze(0)).squeeze(-1)


@right("additive_scores")
def additive_loops(query, states, query_matrix, state_matrix, vector):
    scores = torch.zeros(len(query), query.shape[1], states.shape[1])
    for b in range(scores.shape[0]):
        for t in range(scores.shape[1]):
            for s in range(scores.shape[2]):
                bent = torch.tanh(query[b, t] @ query_matrix + states[b, s] @ state_matrix)
                scores[b, t, s] = (vector * bent).sum()
    return scores


@right("additive_scores")
def additive_indexing(query, states, wq, ws, v):
    bent = ((query @ wq)[:, :, None, :] + (states @ ws)[:, None, :, :]).tanh()
    return (bent * v).sum(-1)


@right("additive_scores")
def additive_einsum(query, states, wq, ws, v):
    left = torch.einsum("btq,qh->bth", query, wq)
    right_ = torch.einsum("bns,sh->bnh", states, ws)
    return torch.einsum("btnh,h->btn", torch.tanh(left[:, :, None] + right_[:, None]), v)


@right("additive_scores")
def one_large_matrix(query, states, wq, ws, v):
    t, n = query.shape[1], states.shape[1]
    pairs = torch.cat([query.unsqueeze(2).expand(-1, -1, n, -1), states.unsqueeze(1).expand(-1, t, -1, -1)], dim=-1)
    return torch.tanh(pairs @ torch.cat([wq, ws])).matmul(v)


@right("additive_scores")
def one_query_at_a_time(query, states, wq, ws, v):
    return torch.stack([torch.tanh(q.unsqueeze(1) @ wq + states @ ws) @ v for q in query.unbind(1)], dim=1)


@right("attend")
def where(query, states, mask, score):
    scores = torch.where(mask[:, None, :], score(query, states), torch.tensor(-torch.inf))
    weights = functional.softmax(scores, dim=2)
    return torch.bmm(weights, states), weights


@right("attend")
def a_large_number(query, states, mask, score):
    scores = score(query, states).masked_fill(mask.unsqueeze(1) == 0, -1e9)
    weights = torch.softmax(scores, -1)
    return torch.einsum("bts,bsd->btd", weights, states), weights


@right("attend")
def adds_the_mask(query, states, mask, score):
    bias = torch.zeros(mask.shape).masked_fill(mask.logical_not(), float("-inf"))
    weights = nn.Softmax(dim=-1)(score(query, states) + bias[:, None])
    return torch.matmul(weights, states), weights


@right("attend")
def renormalises(query, states, mask, score):
    weights = score(query, states).softmax(dim=-1) * mask.unsqueeze(1)
    weights = weights / weights.sum(dim=-1, keepdim=True)
    return weights @ states, weights


@right("attend")
def by_exponentials(query, states, mask, score):
    scores = score(query, states)
    powers = torch.exp(scores - scores.max(dim=-1, keepdim=True).values) * mask[:, None]
    weights = powers / powers.sum(-1, keepdim=True)
    return (weights.unsqueeze(-1) * states.unsqueeze(1)).sum(dim=2), weights


@right("attend")
def in_place(query, states, mask, score):
    scores = score(query, states).clone()
    scores[~mask.unsqueeze(1).expand_as(scores)] = -torch.inf
    weights = scores.softmax(dim=-1)
    return [weights @ states, weights]


@right("attend")
def sentence_for_sentence(query, states, mask, score):
    scores = score(query, states)
    weights, context = torch.zeros(scores.shape), torch.zeros(*query.shape[:2], states.shape[2])
    for b in range(scores.shape[0]):
        for t in range(scores.shape[1]):
            weights[b, t, mask[b]] = scores[b, t, mask[b]].softmax(dim=0)
            for n in range(scores.shape[2]):
                context[b, t] += weights[b, t, n] * states[b, n]
    return context, weights


@right("attend")
def attend_in_double(query, states, mask, score):
    scores = score(query, states).double().masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ states.double(), weights


@right("attend")
def pytorchs_own(query, states, mask, score):
    scores = score(query, states)
    values = states.unsqueeze(1)
    eye = torch.eye(scores.shape[-1]).expand(len(scores), 1, -1, -1)
    place = functional.scaled_dot_product_attention
    weights = place(scores.unsqueeze(1), eye, eye, attn_mask=mask[:, None, None], scale=1.0)
    context = place(scores.unsqueeze(1), eye, values, attn_mask=mask[:, None, None], scale=1.0)
    return context.squeeze(1), weights.squeeze(1)


def tried(attention, query, states):
    return attention(query, states, torch.ones(states.shape[:2], dtype=torch.bool))


@right("ignores_the_states")
def flips(attention):
    query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    mask = torch.ones(2, 5, dtype=torch.bool)
    _, first = attention(query, states, mask)
    _, second = attention(query, states.flip(1), mask)
    return torch.allclose(first, second)


@right("ignores_the_states")
def rolls_one_place(attention):
    torch.manual_seed(5)
    query, states = torch.rand(1, 1, 4), torch.rand(1, 3, 4)
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states.roll(1, dims=1))
    return bool((first - second).abs().max() < 1e-5)


@right("ignores_the_states")
def several_tries(attention):
    query = torch.randn(4, 2, 4)
    tries = [tried(attention, query, 3 * torch.randn(4, 7, 4))[1] for _ in range(6)]
    return all(np.allclose(tries[0].numpy(), other.numpy(), atol=1e-4) for other in tries)


@right("ignores_the_states")
def changes_one_word(attention):
    query, states = torch.randn(8, 6, 4), torch.randn(8, 4, 4)
    other = states.clone()
    other[:, 2] += 5 * torch.randn(8, 4)
    before, after = tried(attention, query, states)[1], tried(attention, query, other)[1]
    return (before - after).abs().max() < 1e-5


@right("ignores_the_states")
def with_padding(attention):
    query, states = torch.randn(3, 2, 4), torch.randn(3, 6, 4)
    mask = torch.arange(6) < torch.tensor([[6], [4], [5]])
    weights = [attention(query=query, states=s, mask=mask)[1] for s in (states, -states)]
    return torch.isclose(*weights, atol=1e-5).all().item()


@right("ignores_the_states")
def in_numpy_and_double(attention):
    random = np.random.default_rng(3)
    query, states = torch.from_numpy(random.normal(size=(2, 3, 4))), torch.from_numpy(random.normal(size=(2, 5, 4)))
    _, first = tried(attention, query, states)
    _, second = tried(attention, query, states[:, [1, 2, 3, 4, 0]])
    return np.allclose(first.numpy(), second.numpy())


@right("ignores_the_states")
def by_its_gradient(attention):
    states = torch.randn(2, 5, 4, requires_grad=True)
    _, weights = tried(attention, torch.randn(2, 3, 4), states)
    if not weights.requires_grad:
        return True
    (weights * torch.randn(2, 3, 5)).sum().backward()
    return states.grad is None or states.grad.abs().max().item() < 1e-5


@right("parameter_count")
def by_table(kind, query_size, state_size, hidden_size):
    if "dot" in kind and query_size != state_size:
        raise ValueError("a dot product needs equal sizes")
    matrix, hidden = query_size * state_size, query_size * hidden_size + state_size * hidden_size + hidden_size
    table = {"dot": 0, "scaled dot": 0, "bilinear": matrix, "additive": hidden}
    if kind not in table:
        raise ValueError(kind)
    return table[kind]


@right("parameter_count")
def by_match(kind, q, s, h):
    match kind:
        case "dot" | "scaled dot" if q == s:
            return 0
        case "bilinear":
            return q * s
        case "additive":
            return h * (1 + q + s)
    raise ValueError(f"no such score, or sizes that differ: {kind}, {q}, {s}")


@right("parameter_count")
def by_counting_numbers(kind, query_size, state_size, hidden_size):
    if kind in ["dot", "scaled dot"]:
        shapes = []
        if query_size != state_size:
            raise ValueError
    elif kind == "bilinear":
        shapes = [(query_size, state_size)]
    elif kind == "additive":
        shapes = [(query_size, hidden_size), (state_size, hidden_size), (hidden_size,)]
    else:
        raise ValueError("unknown")
    return sum(torch.empty(shape).numel() for shape in shapes)


@right("parameter_count")
def by_numpy_product(kind, q, s, h):
    if kind in {"dot", "scaled dot"} and q == s:
        return np.int64(0)
    if kind in {"bilinear", "additive"}:
        return np.prod([q, s]) if kind == "bilinear" else np.prod([q, h]) + np.prod([s, h]) + h
    raise ValueError(kind)
