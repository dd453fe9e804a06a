# %% [markdown]
# # 06 Encoder-decoder with attention
#
# *What if the decoder could look back?*
#
# Lesson 5 ended with a curve that falls to zero. Everything the decoder knew of the English sentence had to pass through one vector, and from about the tenth word on nothing was left.
# But the encoder had made a state after *every* word. In this lesson the decoder keeps them all, and at each French word it asks: which of these do I need now?
# That is the model of Bahdanau, Cho and Bengio (2015), with which attention began, and you will build it in full: the attention of lesson 4 as a module, an encoder that reads in both directions, a decoder that looks back at every step. Then you train it
# for little more than a minute, draw its curve over the one of lesson 5, and look at what it looks at.
#
# Two to two and a half hours, with two good places for a break: after section 3 and after section 5.

# %% setup="imports"
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from helpers import check, corpus, plots, sliders, text, training

torch.set_num_threads(1)  # the models here are small: one core serves them best
LENGTHS = {(3, 8): 0.3, (9, 16): 0.3, (17, 28): 0.25, (29, 45): 0.15}  # how much of the corpus is how long


def fill(module):
    """Give every parameter of a module fixed numbers between -0.9 and 0.9, so that results can be compared."""
    module.load_state_dict({
        name: 0.9 * torch.sin(2.3 * torch.arange(value.numel()) + len(name)).reshape(value.shape)
        for name, value in module.state_dict().items()
    })
    return module


# %% [markdown]
# ## 1 The same sentences
#
# These are the sentences of lesson 5, to the letter: 24,000 to learn from, 500 to be tested on, 3 to 45 words long. So whatever changes in the curve is due to the model.

# %%
COUNTS = (400, 4, 100) if training.short_run() else (24_000, 200, 500)  # few while nbgrader marks the notebook: it trains nothing then
data = corpus.splits(*COUNTS, seed=5, lengths=LENGTHS)
english = text.Vocabulary.build([pair.source for pair in data.train])
french = text.Vocabulary.build([pair.target for pair in data.train])
sources = [english.encode(pair.source) for pair in data.train]
targets = [french.encode(pair.target, start=True, end=True) for pair in data.train]
print(data.dev[1].english, "\n", data.dev[1].french)

# %% [markdown]
# ## 2 Attention as a module
#
# Say the decoder is about to write "chien". In lesson 4's words:
#
# 1. The **query** is the decoder's own state: what it has in mind before it looks.
# 2. Each English word's **state** gets a **score**: how well does it go with the query?
# 3. Softmax makes **weights** of the scores; padding gets none.
# 4. The **context** is the sum of weight times state.
#
# On a napkin: three states (2, 0), (0, 2), (1, 1), and scores 2, 0, -1. Softmax gives the weights 0.84, 0.11, 0.04. The context is 0.84 · (2, 0) + 0.11 · (0, 2) + 0.04 · (1, 1) = (1.73, 0.27):
# nearly the first state, with a little of the others.
#
# The score is the first one ever used, the additive one: $v^\top \tanh(q\,W_q + s\,W_s)$. One thing is new. The decoder asks once for each French word, ten or forty times a sentence, and **the states stay the same all the while**. So their half of the sum, $s\,W_s$,
# need not be computed forty times. We compute it once a sentence and call it `prepared`.

# %% [markdown]
# ### Exercise 1: `AdditiveAttention`  ●●○  14 minutes
#
# Its three parameters are declared, and so is `prepare`. Write the other two methods.
#
# - `score(query, prepared)`: `query` `(batch, target, query_size)` and `prepared` `(batch, source, hidden)` give scores `(batch, target, source)`
# - `forward(query, states, prepared, mask)`: with `states` `(batch, source, state_size)` and `mask` `(batch, source)`, True for a real word (every sentence has at least one); returns
#   `context` `(batch, target, state_size)` and `weights` `(batch, target, source)`
#
# Example with all sizes 1: `prepared` 0 and -3, a query of 2, query matrix `[[1]]`, vector `[10]`: the sums are 2 and -1, the scores $10 \tanh 2 = 9.64$ and $10 \tanh(-1) = -7.62$. The first state gets almost all the weight.
#
# You have written every line of this in lesson 4. What to watch: which tensor lacks which axis, and *what* the weights are multiplied with at the end.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `score` is `additive_scores` of lesson 4, with one of its two products already done. `forward` is `attend`.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Multiply the query with its matrix and put in a source axis, `unsqueeze(2)`; put a target axis into `prepared`, `unsqueeze(1)`; add, bend, multiply with the vector. In `forward`: scores, minus infinity where the mask is False, softmax along the last axis,
# and the weighted sum of the *states*.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `torch.tanh(a + b) @ self.vector` for the scores. Then `scores.masked_fill(~mask.unsqueeze(1), -torch.inf)`, `.softmax(dim=-1)`, and `weights @ states`.
#
# </details>


# %% exercise="AdditiveAttention"
class AdditiveAttention(nn.Module):
    """Scores by a small network (Bahdanau, Cho and Bengio 2015, arXiv:1409.0473), weights, context."""

    def __init__(self, query_size: int, state_size: int, hidden: int):
        super().__init__()
        self.query_matrix = nn.Parameter(torch.randn(query_size, hidden) * query_size**-0.5)
        self.state_matrix = nn.Parameter(torch.randn(state_size, hidden) * state_size**-0.5)
        self.vector = nn.Parameter(torch.randn(hidden) * hidden**-0.5)

    def prepare(self, states):
        """The states' half of the sum, the same for every query: (batch, source, hidden)."""
        return states @ self.state_matrix

    def score(self, query, prepared):
        """v tanh(q Wq + s Ws) for every pair: (batch, target, source)."""
        ### BEGIN SOLUTION
        asked = (query @ self.query_matrix).unsqueeze(2)  # (batch, target, 1, hidden)
        return torch.tanh(asked + prepared.unsqueeze(1)) @ self.vector
        ### END SOLUTION

    def forward(self, query, states, prepared, mask):
        """Context (batch, target, state_size) and weights (batch, target, source) of each query."""
        ### BEGIN SOLUTION
        scores = self.score(query, prepared).masked_fill(~mask.unsqueeze(1), -torch.inf)
        weights = scores.softmax(dim=-1)
        return weights @ states, weights
        ### END SOLUTION


# %% setup="numbers"
these_states = torch.tensor([[[1.0, 0, 2, 1], [0, 1, 1, 0], [2, 1, 0, 1]], [[0, 2, 1, 0], [1, 1, 0, -1], [2, 0, 1, 2]]])  # batch 2, source 3, size 4
this_query = torch.tensor([[[1.0, -1]], [[0.5, 2]]])  # batch 2, target 1, size 2
this_mask = torch.tensor([[True, True, True], [True, True, False]])


# %% test="AdditiveAttention" what="score" points=1
with check.exercise("AdditiveAttention") as rng:
    attention = fill(AdditiveAttention(2, 4, 5))  # query_size 2, state_size 4, hidden 5
    ready = attention.prepare(these_states)
    check.close(attention.score(this_query, ready), [[[-0.8951, 0.5647, 2.1027]], [[0.5186, 1.9165, 0.5359]]], rule="score: a number for each query and state", mistakes={
        "no tanh: then query and state never meet. What would softmax do to the query's part?": [[[-1.0524, 0.6775, 3.4471]], [[2.6222, 6.3861, 1.2431]]],
        "tanh at the very end: the sum inside is still not bent. What does v multiply in the formula?": [[[-0.7828, 0.5899, 0.998]], [[0.9895, 1, 0.8463]]],
        "a plain sum in place of the vector. What does v do in the formula?": [[[-0.4699, -0.0049, 0.312]], [[0.7911, -0.8259, 0.4823]]],
        "a sigmoid in place of tanh. Which of the two can be negative?": [[[-0.0204, 0.3923, 0.9602]], [[0.5447, 1.066, 0.4603]]],
        "the states alone: the query was left out. Where is it added?": [[[-1.2303, -0.1794, 1.599]], [[0.2152, 1.9766, -0.8744]]],
        "the query alone: the states were left out, so every word scores the same. Where are they added?": [[[0.8387] * 3], [[1.1739] * 3]],
        "a tanh for each before they are added: then they never meet. What stands inside the tanh?": [[[-0.3916, 0.6593, 2.4377]], [[1.3891, 3.1505, 0.2995]]],
        "a product in place of the sum: the score is called additive. What is added?": [[[0.345, 0.4059, -0.1779]], [[1.1915, 1.1943, -0.1922]]],
        "broadcasting over the wrong axis: query and states changed places. Which axis does each of the two lack?": [[[-0.8951], [0.5647], [2.1027]], [[0.5186], [1.9165], [0.5359]]],
        "scores whose target axis is missing: the numbers are right, the shape is not. Which axis does each of the two lack?": [[-0.8951, 0.5647, 2.1027], [0.5186, 1.9165, 0.5359]],
        "weights, not scores: there is a softmax too many. What sign can a score have?": [[[0.0395, 0.1698, 0.7907]], [[0.1649, 0.6673, 0.1678]]],
        "a relu in place of tanh. Which of the two can be negative?": [[[-0.6178, 0.6771, 2.0235]], [[2.6874, 5.0146, 1.3002]]], "a dot product of the two: the score is called additive. What is added?": [[[-3.275, -2.8196, -0.4533]], [[13.0131, 13.1311, 1.2946]]], "a dot product of the two, each bent: the score is called additive. What is added?": [[[-1.7686, -1.5872, -0.2832]], [[3.3154, 3.3602, 0.5936]]], "a difference in place of the sum. Which sign stands in the formula?": [[[-1.3071, -0.5709, 0.8067]], [[-1.4448, 1.4337, -1.7954]]], "prepared without its target axis: each sentence's query met the states of all sentences. Where does its axis of length 1 go in?": [[[-0.8951, 0.5647, 2.1027], [0.7809, 2.2812, -0.0008]], [[0.1793, 0.5375, 1.664], [0.5186, 1.9165, 0.5359]]], "products with the vector that are not added up: one number for each hidden unit is left. Over which axis does v add?": [[[[0.0761, -0.2912, -0.5573, -0.1795, 0.0567], [0.1762, 0.3993, -0.1244, -0.1853, 0.2989], [0.1829, 0.7661, 0.7413, 0.0417, 0.3707]]], [[[0.2514, 0.7965, -0.6723, -0.2944, 0.4374], [0.2513, 0.8113, 0.7043, -0.288, 0.4376], [0.2468, 0.6755, -0.5255, -0.2874, 0.4265]]]],
    })
    several = torch.cat([this_query, -this_query, this_query + 1, 0 * this_query], dim=1)  # target 4
    alone = [attention.score(several[:, i : i + 1], ready) for i in range(4)]
    check.close(attention.score(several, ready), torch.cat(alone, dim=1), rule="four queries: each gets the scores it gets alone", mistakes={"the first query's scores for all. Which axis holds the queries?": [[[-0.8951, 0.5647, 2.1027]] * 4, [[0.5186, 1.9165, 0.5359]] * 4], "the last query's scores for all. Which axis holds the queries?": [[[-1.2303, -0.1794, 1.599]] * 4, [[0.2152, 1.9766, -0.8744]] * 4], "scores of the first query alone: only one was answered. Which axis holds the queries?": [[[-0.8951, 0.5647, 2.1027]], [[0.5186, 1.9165, 0.5359]]], "one question made of four: the queries were averaged. Which axis should stay as it is?": [[[-0.7491, 0.332, 1.8587], [-0.7491, 0.332, 1.8587], [-0.7491, 0.332, 1.8587], [-0.7491, 0.332, 1.8587]], [[0.4905, 1.9685, 0.1237], [0.4905, 1.9685, 0.1237], [0.4905, 1.9685, 0.1237], [0.4905, 1.9685, 0.1237]]]})

# %% test="AdditiveAttention" what="weights" points=1
with check.exercise("AdditiveAttention") as rng:
    attention = fill(AdditiveAttention(2, 4, 5))  # the scores are those above: -0.9, 0.6, 2.1 and 0.5, 1.9, 0.5
    ready = attention.prepare(these_states)
    context, weights = attention(this_query, these_states, ready, this_mask)
    check.close(weights, [[[0.0395, 0.1698, 0.7907]], [[0.1982, 0.8018, 0]]], rule="forward, weights: a softmax over the real words", mistakes={
        "a softmax over targets: one query, so each word has weight 1, and padding 0 / 0. Which axis holds the source words?": [[[1, 1, 1]], [[1, 1, np.nan]]],
        "a softmax over targets: with one query every word has weight 1. Which axis holds the source words?": [[[1, 1, 1]], [[1, 1, 1]]],
        "a softmax over the batch: sentences compete with each other. Which axis holds the source words?": [[[0.1957, 0.2056, 1]], [[0.8043, 0.7944, 0]]],
        "the mask ignored: padding was treated as a word. Where does it get minus infinity?": [[[0.0395, 0.1698, 0.7907]], [[0.1649, 0.6673, 0.1678]]],
        "masking after the softmax: padding took its part first. Do the rows add up to 1?": [[[0.0395, 0.1698, 0.7907]], [[0.1649, 0.6673, 0]]],
        "an inverted mask: only padding got weight. Does True mean a real word, or padding?": [[[np.nan] * 3], [[0, 0, 1]]], "an inverted mask: only padding got weight, or equal shares where there is none. Does True mean a real word, or padding?": [[[1/3] * 3], [[0, 0, 1]]],
        "a score of 0 for padding: that is still a share. Which score becomes exactly nothing?": [[[0.0395, 0.1698, 0.7907]], [[0.1772, 0.7172, 0.1055]]],
        "a mask without its target axis: the sentences' masks were laid over each other. Where does its axis of length 1 go in?": [[[0.0395, 0.1698, 0.7907], [0.1885, 0.8115, 0]], [[0.1649, 0.6673, 0.1678], [0.1982, 0.8018, 0]]],
        "scores, not weights: the softmax is missing. What must each row add up to?": [[[-0.8951, 0.5647, 2.1027]], [[0.5186, 1.9165, -np.inf]]], "equal weights: a plain mean of the real words, whatever is asked. Where do the scores come in?": [[[1/3] * 3], [[0.5, 0.5, 0]]],
        "context and weights in the other order. Which is returned first?": [[[1.6209, 0.9605, 0.2487, 0.8302]], [[0.8018, 1.1982, 0.1982, -0.8018]]],
        "the context alone: its second sentence was taken for the weights. Which two things are returned?": [[0.8018, 1.1982, 0.1982, -0.8018]], "a softmax over targets, masked afterwards: with one query every word has weight 1. Which axis holds the source words?": [[[1, 1, 1]], [[1, 1, 0]]], "the mask added to the scores: True counts as 1, which makes real words only a little heavier. Which score becomes exactly nothing?": [[[0.0395, 0.1698, 0.7907]], [[0.1845, 0.7465, 0.069]]], "scores divided by the root of the size: that belongs to another score of lesson 4. What does softmax get here?": [[[0.1483, 0.2849, 0.5668]], [[0.3486, 0.6514, 0]]], "a sigmoid: each word is judged alone. What must each row add up to?": [[[0.2901, 0.6375, 0.8912]], [[0.6268, 0.8717, 0]]], "all of it to the heaviest: that is hard attention, in lesson 8. What becomes of the others' shares?": [[[0, 0, 1]], [[0, 1, 0]]], "a softmax twice: the weights went through it again. What are its inputs, scores or weights?": [[[0.2348, 0.2675, 0.4977]], [[0.3535, 0.6465, 0]]], "scores divided by their sum: no exp. What of negative scores?": [[[-0.5051, 0.3186, 1.1865]], [[0.213, 0.787, 0]]], "exp without the division. What must each row add up to?": [[[0.4086, 1.7588, 8.1886]], [[1.6796, 6.7968, 0]]], "the weights alone: their second sentence was taken for the weights. Which two things are returned?": [[0.1982, 0.8018, 0]], "weights whose target axis is missing: the numbers are right, the shape is not. Which three axes have they?": [[0.0395, 0.1698, 0.7907], [0.1982, 0.8018, 0]],
    })
    more, longer = torch.cat([these_states, these_states[:, ::2] + 3], dim=1), torch.cat([this_mask, torch.zeros(2, 2, dtype=torch.bool)], dim=1)
    check.close(attention(this_query, more, attention.prepare(more), longer)[1], [[[0.0395, 0.1698, 0.7907, 0, 0]], [[0.1982, 0.8018, 0, 0, 0]]], rule="adding padding changes nothing: it weighs 0")

# %% test="AdditiveAttention" what="several" points=1
with check.exercise("AdditiveAttention") as rng:
    attention = fill(AdditiveAttention(2, 4, 5))
    ready = attention.prepare(these_states)
    many = torch.cat([this_query, -this_query, this_query + 1, 0 * this_query], dim=1)  # target 4
    context, weights = attention(many, these_states, ready, this_mask)
    one_by_one = [attention(many[:, i : i + 1], these_states, ready, this_mask) for i in range(4)]
    shares = torch.cat([alone[1] for alone in one_by_one], dim=1).detach()
    check.close(weights, shares, rule="four queries: each gets the weights it gets alone", mistakes={
        "one softmax for all queries together: they share one whole between them. What must each row add up to?": lambda: (attention.score(many, ready).detach().masked_fill(~this_mask.unsqueeze(1), -torch.inf)).flatten(1).softmax(dim=-1).reshape(2, 4, 3),
        "a softmax over targets: the queries compete for each word. Which axis holds the source words?": lambda: attention.score(many, ready).detach().masked_fill(~this_mask.unsqueeze(1), -torch.inf).softmax(dim=1),
    })
    check.close(context, shares @ these_states, rule="and the context it gets alone", mistakes={
        "the first query's context alone: the others have one too. Which axis does the weighted sum remove?": lambda: (shares @ these_states)[:, :1],
        "the contexts of all queries mixed into one. Which axis does the weighted sum remove?": lambda: (shares @ these_states).sum(dim=1, keepdim=True),
    })

# %% test="AdditiveAttention" what="context" points=1
with check.exercise("AdditiveAttention") as rng:
    attention = fill(AdditiveAttention(2, 4, 5))
    ready = attention.prepare(these_states)
    context, weights = attention(this_query, these_states, ready, this_mask)
    check.close(weights, [[[0.0395, 0.1698, 0.7907]], [[0.1982, 0.8018, 0]]], rule="the weights, as above")
    check.close(context, [[[1.6209, 0.9605, 0.2487, 0.8302]], [[0.8018, 1.1982, 0.1982, -0.8018]]], rule="forward, context: weight times state, added up", mistakes={
        "a mixture of prepared, not of the states: what serves the comparison was mixed. What does the context consist of?": [[[-1.305, 1.1445, -0.2201, -0.8512, 1.3543]], [[-1.9614, 2.0278, -0.7407, -1.0408, 2.1276]]],
        "weights applied to the query: the context mixes what is looked at, not what looks. What are the weights the shares of?": [[[0.0395, -0.0395], [0.1698, -0.1698], [0.7907, -0.7907]], [[0.0991, 0.3963], [0.4009, 1.6037], [0, 0]]],
        "the mean of the states: the weights were not used. What multiplies each state?": [[[1, 2/3, 1, 2/3]], [[1, 1, 2/3, 1/3]]], "the mean of the real states: the weights were not used. What multiplies each state?": [[[1, 2/3, 1, 2/3]], [[0.5, 1.5, 0.5, -0.5]]],
        "the heaviest state alone: that is hard attention, in lesson 8. What becomes of the others' shares?": [[[2, 1, 0, 1]], [[1, 1, 0, -1]]], "scores times states: the softmax is missing here. What multiplies each state?": [[[3.3104, 2.6674, -1.2256, 1.2076]], [[2.9882, 2.9536, 1.0544, -0.8447]]],
        "weight times state, not added up: one vector per word is left. Which axis does the sum remove?": [[[0.0395, 0, 0.0789, 0.0395], [0, 0.1698, 0.1698, 0], [1.5814, 0.7907, 0, 0.7907]], [[0, 0.3963, 0.1982, 0], [0.8018, 0.8018, 0, -0.8018], [0] * 4]],
        "a context whose target axis is missing: the numbers are right, the shape is not. Which three axes has it?": [[1.6209, 0.9605, 0.2487, 0.8302], [0.8018, 1.1982, 0.1982, -0.8018]],
        "the plain sum of the states: the weights were not used. What multiplies each state?": [[[3, 2, 3, 2]], [[3, 3, 2, 1]]], "the plain sum of the states that are real: the weights were not used. What multiplies each state?": [[[3, 2, 3, 2]], [[1, 3, 1, -1]]], "scores times states, padding left out: the softmax is missing here. What multiplies each state?": [[[3.3104, 2.6674, -1.2256, 1.2076]], [[1.9165, 2.9536, 0.5186, -1.9165]]], "padding mixed in: the weights used here are not those returned. Were both masked?": [[[1.6209, 0.9605, 0.2487, 0.8302]], [[1.0029, 0.9971, 0.3327, -0.3317]]], "weight times state, not added up over the source: one vector per word is left. Which axis does the sum remove?": [[[[0.0395, 0, 0.0789, 0.0395], [0, 0.1698, 0.1698, 0], [1.5814, 0.7907, 0, 0.7907]]], [[[0, 0.3963, 0.1982, 0], [0.8018, 0.8018, 0, -0.8018], [0, 0, 0, 0]]]], "a sum over the size: one number per word is left. Which axis should go, and which stay?": [[[0.1578, 0.3397, 3.1628]], [[0.5945, 0.8018, 0]]],
    })
    probe = [[[1.0, -2, 0.5, 3]], [[2, 1, -1, 0.5]]]
    check.close(attention(this_query, these_states, ready[:, [1, 0, 2]], this_mask)[1], [[[0.1698, 0.0395, 0.7907]], [[0.8018, 0.1982, 0]]], rule="the scores come from the prepared it is given: change it, and they change", mistakes={"prepared computed anew, out of the states: right numbers, but the work is done again for each French word. Which argument has it ready?": [[[0.0395, 0.1698, 0.7907]], [[0.1982, 0.8018, 0]]]})
    pulled = check.gradient(attention, this_query, these_states, ready, this_mask, probe=probe, output=0)
    check.close(pulled.inputs[0], [[[-0.5346, -0.1682]], [[-0.015, -0.0042]]], rule="training can reach the scores: the context changes with the query", mistakes={"the weights detached: the states can be trained, but never where to look. Which call cuts the track back to the scores?": [[[0, 0]], [[0, 0]]]})
    reached = {"states": pulled.inputs[1], "prepared": pulled.inputs[2], "query_matrix": pulled.parameters["query_matrix"], "vector": pulled.parameters["vector"]}
    check.equal([name for name, slope in reached.items() if not slope.any()], [], rule="what training cannot reach, because detach(), data or no_grad() cut it off: nothing")
    ### BEGIN HIDDEN TESTS
    for b, t, n, d, e, h in ((3, 2, 5, 4, 6, 7), (1, 4, 1, 2, 3, 1)):
        left, right = rng.normal(size=(b, t, d)).astype(np.float32), rng.normal(size=(b, n, e)).astype(np.float32)
        wq, ws, v = (rng.normal(size=size).astype(np.float32) for size in ((d, h), (e, h), (h,)))
        module, keep = AdditiveAttention(d, e, h), rng.random((b, n)) < 0.6
        keep[:, 0] = True
        module.load_state_dict({"query_matrix": torch.tensor(wq), "state_matrix": torch.tensor(ws), "vector": torch.tensor(v)})
        raw = np.array([[[float(v @ np.tanh(left[i, j] @ wq + right[i, k] @ ws)) if keep[i, k] else -np.inf for k in range(n)] for j in range(t)] for i in range(b)])
        shares = np.exp(raw - raw.max(axis=-1, keepdims=True))
        shares = shares / shares.sum(axis=-1, keepdims=True)
        mixed, looked = module(torch.tensor(left), torch.tensor(right), module.prepare(torch.tensor(right)), torch.tensor(keep))
        check.close(looked, shares, rule="random numbers: the weights agree with a slow loop", tolerance=1e-5)
        check.close(mixed, np.einsum("bts,bse->bte", shares, right), rule="random numbers: the context agrees with a slow loop", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 An encoder that reads both ways
#
# In lesson 5 the state of a word knew what came *before* it. To translate "old" in "an old house" one must know what comes *after*: the French form depends on the house. So the encoder reads twice, with two GRUs: one from left to right, one from right to left. Each word's state is the two put
# side by side (*concatenated*), and knows both sides of its sentence. That is a **bidirectional** encoder.
#
# For the second GRU the sentence is turned round. And here lies a trap. Turn the rows of a *padded* batch round, and the padding comes first:
#
# | | | | | |
# |---|---|---|---|---|
# | the row | the | dog | sleeps | *pad* |
# | turned round whole | *pad* | sleeps | dog | the |
# | what we want | sleeps | dog | the | *pad* |
#
# In the second row the GRU has read padding before the first real word, and its states depend on how long the *other* sentences of the batch happen to be. So only the real words are turned round.
#
# ### Exercise 2: `reverse_words(vectors, mask)`  ●●○  10 minutes
#
# - `vectors`: shape `(batch, source, size)`; `mask`: shape `(batch, source)`, True for a real word, all real words in front
# - returns: the same shape; in each sentence the real words are in the opposite order, and the padding stays at the end as it is
#
# Example: with one number per word, `[[1], [2], [3], [0]]` and mask `[T, T, T, F]` become `[[3], [2], [1], [0]]`. Doing it twice gives back what you had: we shall need that, to bring the states back into the order of the words.
#
# <details><summary>Hint 1: a nudge</summary>
#
# In a sentence of length 3: which row of `vectors` must stand at place 0, at 1, at 2? And in the padding?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# At place $i$ of a sentence of length $n$ stands the word from place $n - 1 - i$. A loop over the sentences will do (on a copy: `vectors.clone()`), turning round `[i, :n]` with `.flip(0)`. Without a loop: a table of places `(batch, source)`, and `vectors` indexed with
# it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `turned = vectors.clone()`; then for each sentence `i` with `n` real words, `mask[i].sum()`: `turned[i, :n] = vectors[i, :n].flip(0)`. Or: with `place = torch.where(mask, n - 1 - i, i)` built from `torch.arange`, pick
# `vectors[rows, place]`, where `rows` is `torch.arange(batch).unsqueeze(1)`.
#
# </details>


# %% exercise="reverse_words"
def reverse_words(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The real words of each sentence in the opposite order, padding where it was: (batch, source, size)."""
    ### BEGIN SOLUTION
    place = torch.arange(mask.shape[1])
    comes_from = torch.where(mask, mask.sum(dim=1, keepdim=True) - 1 - place, place)  # (batch, source)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]
    ### END SOLUTION


# %% test="reverse_words" points=2
row_vectors = torch.tensor([[[1.0, -1], [2, -2], [3, -3], [9, 8]], [[4, 0], [5, 1], [6, 2], [7, 3]], [[-4, 5], [-7, 7], [-6, 6], [-5, 4]]])  # batch 3, source 4, size 2
row_mask = torch.tensor([[True, True, True, False], [True] * 4, [True, False, False, False]])
with check.exercise("reverse_words") as rng:
    kept, turned = row_vectors.clone(), reverse_words(row_vectors, row_mask)
    check.close(turned, [[[3, -3], [2, -2], [1, -1], [9, 8]], [[7, 3], [6, 2], [5, 1], [4, 0]], [[-4, 5], [-7, 7], [-6, 6], [-5, 4]]], rule="real words in the opposite order, padding where it was", mistakes={
        "whole rows turned round: the padding comes first now. Which places belong to real words?": [[[9, 8], [3, -3], [2, -2], [1, -1]], [[7, 3], [6, 2], [5, 1], [4, 0]], [[-5, 4], [-6, 6], [-7, 7], [-4, 5]]],
        "the numbers of each vector turned round, not the words. Which axis is the source?": kept.flip(2), "the sentences turned round, not their words. Which axis is the batch?": kept.flip(0),
        "nothing turned round: the result of flip was not kept (it is a new tensor), or each pair changed places twice. Which of the two?": kept,
        "padding set to 0: it should stay as it is. Which places may change?": [[[3, -3], [2, -2], [1, -1], [0, 0]], [[7, 3], [6, 2], [5, 1], [4, 0]], [[-4, 5], [0, 0], [0, 0], [0, 0]]],
        "one place too far: the padding behind the last word came to the front. At which place does a sentence of length n end?": [[[9, 8], [3, -3], [2, -2], [9, 8]], [[4, 0], [7, 3], [6, 2], [5, 1]], [[-7, 7], [-7, 7], [-6, 6], [-5, 4]]],
        "every sentence taken to be as long as the first: its mask alone was used. How long is each?": [[[3, -3], [2, -2], [1, -1], [9, 8]], [[6, 2], [5, 1], [4, 0], [7, 3]], [[-6, 6], [-7, 7], [-4, 5], [-5, 4]]],
        "an inverted mask: the padding was turned round. Does True mean a real word, or padding?": [[[1, -1], [2, -2], [3, -3], [9, 8]], [[4, 0], [5, 1], [6, 2], [7, 3]], [[-4, 5], [-5, 4], [-6, 6], [-7, 7]]],
        "in the middle of it the first half was overwritten: what was to be copied had changed already. Is the tensor read from also the one written to?": [[[3, -3], [2, -2], [3, -3], [9, 8]], [[7, 3], [6, 2], [6, 2], [7, 3]], [[-4, 5], [-7, 7], [-6, 6], [-5, 4]]],
        "the numbers of each real word turned round, not the words. Which axis is the source?": [[[-1, 1], [-2, 2], [-3, 3], [9, 8]], [[0, 4], [1, 5], [2, 6], [3, 7]], [[5, -4], [-7, 7], [-6, 6], [-5, 4]]], "one place too short: the last real word stayed where it was. Which slice holds n words?": [[[2, -2], [1, -1], [3, -3], [9, 8]], [[6, 2], [5, 1], [4, 0], [7, 3]], [[-4, 5], [-7, 7], [-6, 6], [-5, 4]]], "one place too long: the first padding was taken for a word. Which slice holds n words?": [[[9, 8], [3, -3], [2, -2], [1, -1]], [[7, 3], [6, 2], [5, 1], [4, 0]], [[-7, 7], [-4, 5], [-6, 6], [-5, 4]]], "the padding turned round as well: it should stay as it is. Which places may change?": [[[3, -3], [2, -2], [1, -1], [9, 8]], [[7, 3], [6, 2], [5, 1], [4, 0]], [[-4, 5], [-5, 4], [-6, 6], [-7, 7]]], "the first number of each word for all of its numbers. Over which axes must the table of places reach?": [[[3, 3], [2, 2], [1, 1], [9, 9]], [[7, 7], [6, 6], [5, 5], [4, 4]], [[-4, -4], [-7, -7], [-6, -6], [-5, -5]]], "the words of all sentences turned round together: they left their sentences. What does vectors[mask] put in a row?": [[[-4, 5], [7, 3], [6, 2], [9, 8]], [[5, 1], [4, 0], [3, -3], [2, -2]], [[1, -1], [-7, 7], [-6, 6], [-5, 4]]],
    })
    check.close(row_vectors[0], [[1, -1], [2, -2], [3, -3], [9, 8]], rule="the tensor it was given stays as it was", mistakes={"changed in place: the caller's words are turned round too. What does clone() give?": [[3, -3], [2, -2], [1, -1], [9, 8]]})
    check.close(reverse_words(turned, row_mask), row_vectors, rule="twice gives back what one had")
    pulled = check.gradient(reverse_words, row_vectors, row_mask, probe=row_vectors.numpy()).inputs[0]
    check.close(pulled, turned, rule="training can go through it", mistakes={"a track that was cut: nothing in front of it can be learnt. Which of your calls leaves PyTorch, as numpy() and detach() do?": 0 * row_vectors})
    ### BEGIN HIDDEN TESTS
    for b, n, d in ((1, 1, 3), (4, 6, 2), (2, 5, 1)):
        many, lengths = torch.tensor(rng.normal(size=(b, n, d))), rng.integers(1, n + 1, size=b)
        wanted = torch.stack([torch.cat([many[i, :k].flip(0), many[i, k:]]) for i, k in enumerate(lengths)])
        check.close(reverse_words(many, torch.arange(n) < torch.tensor(lengths)[:, None]), wanted, rule="random sentences", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3: `BidirectionalEncoder`  ●●●  18 minutes
#
# Two things come out of the encoder: the states of all words, and a first state for the decoder. For the latter we take what each GRU knows when it has read everything: the left-to-right GRU's state at the *last real word*, the right-to-left GRU's at the *first* word. Side by side they go through a
# linear layer, the **bridge**, and a tanh (GRU states lie between -1 and 1, and the decoder's should too).
#
# - `source`: ids `(batch, source)`; `mask`: `(batch, source)`
# - returns: `states` `(batch, source, size)`: for each word, left-to-right first, then right-to-left; and `first` `(batch, size)`
# - the right-to-left states must be brought back: `states[:, i]` is about word `i`
#
# All layers are declared. `self.forwards(words)` gives a pair: all states, `(batch, source, size / 2)`, and the one in the last *column*, which need not be that of the last real word.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Read (embed) the ids once. What does the second GRU get, and what must happen to its states afterwards?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Turn the embedded words round, let `self.backwards` read them, turn its states round again: now they stand at their words. The right-to-left GRU finished at place 0. The last real word of sentence `i` is at place `mask[i].sum() - 1`; lesson 5's encoder picked it with
# `torch.arange`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `past, _ = self.forwards(words)`; `future = reverse_words(self.backwards(...)[0], mask)`; the left-to-right end is `past[torch.arange(len(past)), mask.sum(dim=1) - 1]`, the other one `future[:, 0]`; `torch.cat` them along the last axis into `ends`; the second result is `torch.tanh(self.bridge(ends))`.
#
# </details>


# %% exercise="BidirectionalEncoder"
class BidirectionalEncoder(nn.Module):
    """One GRU reads from the left, one from the right; each word's state is the two side by side."""

    def __init__(self, vocabulary: int, embedding: int = 64, size: int = 128):
        super().__init__()
        self.read = nn.Embedding(vocabulary, embedding)
        self.forwards = nn.GRU(embedding, size // 2, batch_first=True)
        self.backwards = nn.GRU(embedding, size // 2, batch_first=True)
        self.bridge = nn.Linear(size, size)

    def forward(self, source, mask):
        """ids (batch, source) -> states (batch, source, size), first state of the decoder (batch, size)."""
        ### BEGIN SOLUTION
        words = self.read(source)
        past, _ = self.forwards(words)
        future = reverse_words(self.backwards(reverse_words(words, mask))[0], mask)
        last = past[torch.arange(len(past)), mask.sum(dim=1) - 1]
        first = torch.tanh(self.bridge(torch.cat([last, future[:, 0]], dim=-1)))
        return torch.cat([past, future], dim=-1), first
        ### END SOLUTION


# %% test="BidirectionalEncoder" what="states" points=2
some_ids = torch.tensor([[5, 1, 8], [7, 2, 0]])  # the second sentence has two words
with check.exercise("BidirectionalEncoder") as rng:
    encoder = fill(BidirectionalEncoder(9, 3, 4))
    states, first = encoder(some_ids, this_mask)  # vocabulary 9, embedding 3, size 4
    check.shape(states, (2, 3, 4), rule="states: (batch, source, size)")
    check.close(states[this_mask], [[-0.6618, -0.3651, -0.8832, -0.1637], [0.641, -0.2575, -0.1906, -0.1288], [0.6678, -0.3456, -0.6291, -0.1528], [-0.308, -0.1772, -0.7196, -0.2614], [0.4873, -0.0833, 0.1851, 0.0517]], rule="a state for each of the five real words: left to right, then right to left", mistakes={
        "whole rows turned round: the right-to-left GRU has read padding before the second sentence. What does reverse_words leave alone?": [[-0.6618, -0.3651, -0.8832, -0.1637], [0.641, -0.2575, -0.1906, -0.1288], [0.6678, -0.3456, -0.6291, -0.1528], [-0.308, -0.1772, -0.7327, -0.2424], [0.4873, -0.0833, 0.1083, 0.066]],
        "right-to-left states not brought back: the last word's stands at the first. What must happen to them after reading?": [[-0.6618, -0.3651, -0.6291, -0.1528], [0.641, -0.2575, -0.1906, -0.1288], [0.6678, -0.3456, -0.8832, -0.1637], [-0.308, -0.1772, 0.1851, 0.0517], [0.4873, -0.0833, -0.7196, -0.2614]],
        "both GRUs read from left to right. What does the second one get?": [[-0.6618, -0.3651, -0.8547, -0.0729], [0.641, -0.2575, -0.3704, -0.0553], [0.6678, -0.3456, -0.76, -0.1747], [-0.308, -0.1772, -0.7637, -0.2769], [0.4873, -0.0833, -0.0977, -0.2376]],
        "both GRUs read from left to right, and the second one's states were turned round. What does the second one get?": [[-0.6618, -0.3651, -0.76, -0.1747], [0.641, -0.2575, -0.3704, -0.0553], [0.6678, -0.3456, -0.8547, -0.0729], [-0.308, -0.1772, -0.0977, -0.2376], [0.4873, -0.0833, -0.7637, -0.2769]],
        "the two directions in the other order. Which half comes first?": [[-0.8832, -0.1637, -0.6618, -0.3651], [-0.1906, -0.1288, 0.641, -0.2575], [-0.6291, -0.1528, 0.6678, -0.3456], [-0.7196, -0.2614, -0.308, -0.1772], [0.1851, 0.0517, 0.4873, -0.0833]],
        "one GRU for both directions: self.backwards was not used. Which of the two reads the sentence turned round?": [[-0.6618, -0.3651, -0.2763, -0.4176], [0.641, -0.2575, 0.7811, -0.0268], [0.6678, -0.3456, 0.1215, -0.1177], [-0.308, -0.1772, 0.0493, -0.152], [0.4873, -0.0833, 0.5354, 0.0592]],
        "whole rows turned back: the second sentence's states stand one place off. What brings only the real words back?": [[-0.6618, -0.3651, -0.8832, -0.1637], [0.641, -0.2575, -0.1906, -0.1288], [0.6678, -0.3456, -0.6291, -0.1528], [-0.308, -0.1772, -0.5405, -0.2454], [0.4873, -0.0833, -0.7196, -0.2614]], "flip to read, reverse_words to bring back: padding was read first, and the states stand at other words. What turns only the real words round?": [[-0.6618, -0.3651, -0.8832, -0.1637], [0.641, -0.2575, -0.1906, -0.1288], [0.6678, -0.3456, -0.6291, -0.1528], [-0.308, -0.1772, 0.1083, 0.066], [0.4873, -0.0833, -0.1423, 0.0216]], "the two GRUs changed places. Which of them reads the sentence turned round?": [[-0.8547, -0.0729, -0.2763, -0.4176], [-0.3704, -0.0553, 0.7811, -0.0268], [-0.76, -0.1747, 0.1215, -0.1177], [-0.7637, -0.2769, 0.0493, -0.152], [-0.0977, -0.2376, 0.5354, 0.0592]], "the bridge crossed by every state: it is for the decoder's first state only. What are a word's two halves?": [[-0.5745, 0.2332, 0.5102, -0.8552], [-0.5963, 0.4888, 0.0171, -0.4684], [-0.339, 0.1968, 0.3239, -0.6611], [-0.5845, 0.2754, 0.4543, -0.8269], [-0.6979, 0.5965, -0.1053, -0.3985]], "the numbers of the two directions interleaved. What does side by side mean for torch.cat?": [[-0.6618, -0.8832, -0.3651, -0.1637], [0.641, -0.1906, -0.2575, -0.1288], [0.6678, -0.6291, -0.3456, -0.1528], [-0.308, -0.7196, -0.1772, -0.2614], [0.4873, 0.1851, -0.0833, 0.0517]],
    })
    wider, wider_mask = torch.cat([some_ids, torch.ones(2, 2, dtype=torch.long)], dim=1), torch.cat([this_mask, torch.zeros(2, 2, dtype=torch.bool)], dim=1)
    wide = encoder(wider, wider_mask)[0]
    check.shape(wide, (2, 5, 4), rule="with two more columns of padding, states: (batch, source, size)")
    check.close(wide[:, :3][this_mask], states[this_mask].detach(), rule="two more columns of padding change no state, whatever ids stand there", mistakes={"what is real was read off the ids: 0 is padding in our batches, but it is for the mask to say. Which argument tells words from padding?": [[-0.6618, -0.3651, -0.8771, -0.1334], [0.641, -0.2575, -0.1533, -0.0852], [0.6678, -0.3456, -0.544, -0.1096], [-0.308, -0.1772, -0.7202, -0.2199], [0.4873, -0.0833, 0.1416, 0.1036]]})
    pulled = check.gradient(encoder, some_ids, this_mask, probe=1 + states.detach(), output=0).parameters
    check.equal([name for name, slope in pulled.items() if "bridge" not in name and not slope.any()], [], rule="what training cannot reach, because detach(), data or no_grad() cut it off: nothing")

# %% test="BidirectionalEncoder" what="first" points=1
some_ids = torch.tensor([[5, 1, 8], [7, 2, 0]])
with check.exercise("BidirectionalEncoder") as rng:
    encoder = fill(BidirectionalEncoder(9, 3, 4))
    states, first = encoder(some_ids, this_mask)
    check.close(first, [[-0.1435, -0.0209, 0.5059, -0.7639], [-0.323, 0.0841, 0.495, -0.7941]], rule="the first state of the decoder: both ends, bridge, tanh", mistakes={
        "the last column, not the last real word: in the second sentence that is padding. Where does it end?": [[-0.1435, -0.0209, 0.5059, -0.7639], [-0.1908, 0.0113, 0.4952, -0.7658]],
        "both states of the last word: the right-to-left GRU has read only one word there. Where has it read everything?": [[-0.339, 0.1968, 0.3239, -0.6611], [-0.6979, 0.5965, -0.1053, -0.3985]],
        "the right-to-left state of the last column: there it has hardly begun. Where has it read everything?": [[-0.339, 0.1968, 0.3239, -0.6611], [-0.4426, 0.2299, 0.3721, -0.7336]], "both states of the last column: in the second sentence that is padding. Where has each GRU read everything?": [[-0.339, 0.1968, 0.3239, -0.6611], [-0.3217, 0.1598, 0.3725, -0.6984]],
        "both states of the first word: the left-to-right GRU has read only one word there. Where has it read everything?": [[-0.5745, 0.2332, 0.5102, -0.8552], [-0.5845, 0.2754, 0.4543, -0.8269]],
        "no tanh: the numbers may leave the range of a GRU state. What follows the bridge?": [[-0.1445, -0.0209, 0.5572, -1.0056], [-0.335, 0.0843, 0.5426, -1.0824]],
        "no bridge: the ends went on as they are. Which layer comes between?": [[0.6678, -0.3456, -0.8832, -0.1637], [0.4873, -0.0833, -0.7196, -0.2614]], "a tanh, but no bridge. Which layer comes between?": [[0.5835, -0.3325, -0.708, -0.1622], [0.4521, -0.0831, -0.6167, -0.2556]], "the two ends in the other order. Which half comes first?": [[-0.9723, 0.933, -0.6491, -0.1126], [-0.941, 0.8782, -0.499, -0.2349]],
        "the mean of the states: the text asks for the two ends. Which two states are they?": [[-0.5116, 0.313, 0.2962, -0.6959], [-0.6448, 0.4504, 0.1899, -0.6641]], "the mean of all columns, padding too: the text asks for the two ends. Which two states are they?": [[-0.5116, 0.313, 0.2962, -0.6959], [-0.5525, 0.3602, 0.253, -0.6759]],
        "whole rows turned round: the right-to-left GRU has read padding before the second sentence. What does reverse_words leave alone?": [[-0.1435, -0.0209, 0.5059, -0.7639], [-0.2996, 0.06, 0.5109, -0.8004]],
        "a sigmoid: the numbers are all above 0. Which function gives what a GRU state may be?": [[0.4639, 0.4948, 0.6358, 0.2678], [0.417, 0.5211, 0.6324, 0.2531]],
        "the two wrong ends: each GRU has read only one word there. Where has each read everything?": [[-0.6976, 0.4284, 0.3291, -0.7874], [-0.8329, 0.7094, -0.1569, -0.476]], "the two wrong ends, and padding: each GRU has only begun there. Where has each read everything?": [[-0.6976, 0.4284, 0.3291, -0.7874], [-0.6695, 0.4074, 0.3261, -0.7749]], "a tanh in front of the bridge. What follows the bridge?": [[-0.3201, 0.1437, 0.4118, -0.8867], [-0.4317, 0.1791, 0.4543, -1.0051]], "a relu: nothing is below 0. Which function gives what a GRU state may be?": [[0, 0, 0.5572, 0], [0, 0.0843, 0.5426, 0]], "the last word but one, left to right: places count from 0. At which place does the last of n words stand?": [[-0.1226, -0.0627, 0.5494, -0.7937], [-0.5845, 0.2754, 0.4543, -0.8269]], "both states from behind the padding: in the second sentence each GRU has read on, and its second result is of that place. Where does each stand after the last real word?": [[-0.1435, -0.0209, 0.5059, -0.7639], [-0.3217, 0.1598, 0.3725, -0.6984]], "the right-to-left state from behind the padding: in the second sentence self.backwards has read on. Was its second result taken, or the whole row turned back?": [[-0.1435, -0.0209, 0.5059, -0.7639], [-0.4426, 0.2299, 0.3721, -0.7336]],
    })
    check.close(states[this_mask][0], [-0.6618, -0.3651, -0.8832, -0.1637], rule="and the states are there too, returned first")
    check.close(encoder(some_ids[:1], this_mask[:1])[1], first[:1].detach(), rule="a batch of one sentence works as well")
    pulled = check.gradient(encoder, some_ids, this_mask, probe=1 + first.detach(), output=1).parameters
    check.equal([name for name, slope in pulled.items() if not slope.any()], [], rule="what training cannot reach, because detach(), data or no_grad() cut it off: nothing")
    ### BEGIN HIDDEN TESTS
    for b, n, v, e, d in ((3, 5, 11, 2, 6), (1, 1, 5, 3, 2)):
        module, both = BidirectionalEncoder(v, e, d), nn.GRU(e, d // 2, batch_first=True, bidirectional=True)
        drawn = {name: torch.tensor(rng.normal(scale=0.7, size=tuple(value.shape)).astype(np.float32)) for name, value in module.state_dict().items()}
        check.equal(list(drawn["bridge.weight"].shape), [d, d], rule="random sentences: the bridge has the size it was asked for")
        module.load_state_dict(drawn)
        both.load_state_dict({name: drawn["backwards." + name[: -len("_reverse")] if name.endswith("_reverse") else "forwards." + name] for name in both.state_dict()})
        lengths = rng.integers(1, n + 1, size=b)
        ids, keep = torch.tensor(rng.integers(1, v, size=(b, n))), torch.arange(n) < torch.tensor(lengths)[:, None]
        states, first = module(ids, keep)
        for i, k in enumerate(lengths):  # PyTorch's own bidirectional GRU, one sentence at a time and without padding
            known, ends = both(drawn["read.weight"][ids[i : i + 1, :k]])
            check.close(states[i, :k], known[0].detach(), rule="random sentences: the states of PyTorch's bidirectional GRU", tolerance=1e-5)
            check.close(first[i], torch.tanh(drawn["bridge.weight"] @ torch.cat([ends[0, 0], ends[1, 0]]).detach() + drawn["bridge.bias"]), rule="random sentences: the first state", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 One step of the decoder
#
# Now the two meet. To say one French word, the decoder has: the word it said last, its own state, and the English states.
#
# 1. **Look.** Its state, as it is *before* this step, is the query. (It has not read the last word yet; that comes next.) Attention gives context and weights.
# 2. **Think.** A GRU cell makes the new state. Its input is the last word's embedding *and the context*, side by side.
# 3. **Speak.** New state, context and embedding, side by side, go through one more layer, `combine`, and a tanh. The output layer makes logits of the result.
#
# So the context is used twice: it enters the state, and so the decoder remembers what it has looked at; and it goes towards the output directly.
#
# ### Exercise 4: `AttentionDecoder`  ●●○  10 minutes
#
# Write `step`. `forward` is given: it is teacher forcing, one step after another.
#
# - `words`: ids `(batch,)`; `state`: `(batch, size)`; `states`: `(batch, source, size)`, `prepared` and `mask` as in exercise 1
# - returns **three** things: `logits` `(batch, vocabulary)`, the new state `(batch, size)`, and `weights` `(batch, source)`
# - side by side means `torch.cat([...], dim=1)`, **in this order**: word, context into the GRU; state, context, word into `combine`
#
# The attention module wants a target axis, and here there is one query per sentence: `unsqueeze(1)` on the way in, `squeeze(1)` on the way out (not `squeeze()`: a batch may hold a single sentence). `self.gru` is an `nn.GRUCell`, which you know from lesson 5 as `gru_step`: `self.gru(x, state)` is the new state, one tensor and not two.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Embed, look, think, speak: about a line each. Which state is the query, which one goes into `combine`?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `self.attention(query, states, prepared, mask)` with the old state as query, of shape `(batch, 1, size)`. Take the axis of length 1 away from both results. Then the cell; then `combine` with the *new* state, tanh, and the output layer.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `context, weights = self.attention(state.unsqueeze(1), ...)`; `context = context.squeeze(1)`; `state = self.gru(torch.cat([word, context], dim=1), state)`. What goes into the output layer is `torch.tanh(self.combine(...))`.
#
# </details>


# %% exercise="AttentionDecoder"
class AttentionDecoder(nn.Module):
    """A GRU that looks at all encoder states before each word it says."""

    def __init__(self, vocabulary: int, embedding: int = 64, size: int = 128, hidden: int = 64):
        super().__init__()
        self.speak = nn.Embedding(vocabulary, embedding)
        self.attention = AdditiveAttention(size, size, hidden)
        self.gru = nn.GRUCell(embedding + size, size)
        self.combine = nn.Linear(size + size + embedding, size)
        self.output = nn.Linear(size, vocabulary)

    def step(self, words, state, states, prepared, mask):
        """Say one word: logits (batch, vocabulary), new state (batch, size), weights (batch, source)."""
        ### BEGIN SOLUTION
        word = self.speak(words)
        context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
        context = context.squeeze(1)
        state = self.gru(torch.cat([word, context], dim=1), state)
        combined = torch.tanh(self.combine(torch.cat([state, context, word], dim=1)))
        return self.output(combined), state, weights.squeeze(1)
        ### END SOLUTION

    def forward(self, inputs, state, states, mask):
        """Teacher forcing: logits (batch, target, vocabulary) and weights (batch, target, source)."""
        prepared = self.attention.prepare(states)
        logits, looks = [], []
        for words in inputs.T:  # one column of ids, (batch,), after the other
            said, state, weights = self.step(words, state, states, prepared, mask)
            logits.append(said)
            looks.append(weights)
        return torch.stack(logits, dim=1), torch.stack(looks, dim=1)


# %% setup="state"
said_last, old_state = torch.tensor([2, 5]), torch.tensor([[0.5, -0.5, 0.25, 0], [-0.25, 0.5, 0, 0.75]])  # (batch 2), and (batch 2, size 4)


# %% test="AttentionDecoder" points=2
with check.exercise("AttentionDecoder") as rng:
    decoder = fill(AttentionDecoder(6, 3, 4, 5))  # vocabulary 6, embedding 3, size 4, hidden 5
    ready = decoder.attention.prepare(these_states)
    logits, new_state, weights = decoder.step(said_last, old_state, these_states, ready, this_mask)
    check.close(weights, [[0.0506, 0.1275, 0.822], [0.1231, 0.8769, 0]], rule="weights: the old state is the query", mistakes={
        "the encoder's own last state as query: then every step looks at the same words. Which state belongs to the decoder?": [[0.1194, 0.2319, 0.6487], [0.1475, 0.8525, 0]], "the encoder's state at the last real word as query: then every step looks at the same words. Which state belongs to the decoder?": [[0.1194, 0.2319, 0.6487], [0.233, 0.767, 0]],
        "the mean of the states as query: then every step looks at the same words. Which state belongs to the decoder?": [[0.1139, 0.2053, 0.6808], [0.2899, 0.7101, 0]],
        "the new state as query: look comes before think. Which state is there at the beginning of the step?": [[0.046, 0.1549, 0.799], [0.1063, 0.8937, 0]],
        "a query of zeros, or no query: what the decoder has in mind plays no part. Which state is there at the beginning of the step?": [[0.0582, 0.1315, 0.8104], [0.1317, 0.8683, 0]],
        "weights that kept their target axis: there is one query a sentence here. Where does squeeze(1) belong?": [[[0.0506, 0.1275, 0.822]], [[0.1231, 0.8769, 0]]],
        "the mask ignored: padding was treated as a word. What is the last argument of the attention module?": [[0.0506, 0.1275, 0.822], [0.1159, 0.8254, 0.0588]], "an inverted mask: only padding got weight. Does True mean a real word, or padding?": [[np.nan] * 3, [0, 0, 1]], "the mean of all columns as query: every step looks at the same words. Which state belongs to the decoder?": [[0.1139, 0.2053, 0.6808], [0.2613, 0.7387, 0]], "the encoder's first state as query: every step looks at the same words. Which state belongs to the decoder?": [[0.1714, 0.2234, 0.6053], [0.316, 0.684, 0]], "equal weights: a plain mean of the real words, whatever is asked. Which module answers?": [[0.3333, 0.3333, 0.3333], [0.5, 0.5, 0]], "scores, not weights: they come from the wrong method. What does self.attention(...) return?": [[-1.4727, -0.5482, 1.3156], [-1.0356, 0.9279, -1.7146]], "new state and weights in the other order. Which is returned second?": [[0.1141, -0.0793, -0.8852, 0.0014], [-0.2347, -0.1216, 0.1455, 0.1616]],
    })
    check.close(new_state, [[0.1141, -0.0793, -0.8852, 0.0014], [-0.2347, -0.1216, 0.1455, 0.1616]], rule="the new state: word and context go into the GRU", mistakes={
        "context unused: zeros went into the GRU in its place. What stands beside the word?": [[0.1161, 0.128, -0.238, -0.0166], [-0.249, 0.314, 0.0499, 0.4485]], "context first, then word. In which order do they stand side by side?": [[0.2735, 0.3788, -0.3379, -0.0028], [-0.4949, 0.5175, 0.7399, 0.6598]],
        "the old state returned: the decoder would not remember what it has said. What does self.gru give?": [[0.5, -0.5, 0.25, 0], [-0.25, 0.5, 0, 0.75]], "the GRU without its old state: it began from zeros. What is its second argument?": [[-0.1318, 0.4855, -0.7417, 0.0035], [0.0136, -0.1488, 0.2084, -0.2146]],
        "the mean of the states in place of the context: mean pooling in disguise. What did the attention module give?": [[0.243, 0.2244, -0.7292, 0.0058], [-0.2593, 0.6463, -0.042, 0.6007]], "the mean of the real states in place of the context: mean pooling in disguise. What did the attention module give?": [[0.243, 0.2244, -0.7292, 0.0058], [-0.2206, -0.3606, 0.1824, 0.0108]],
        "state and context changed places: the GRU remembers the context. Which of the two is the past?": [[1.5401, 0.9653, -0.7609, 0.8612], [0.8064, 0.1442, 0.3051, -0.7032]], "the old state in place of the context. What did the attention module give?": [[0.3044, 0.3803, -0.6609, 0.0138], [-0.263, 0.4133, 0.1328, 0.4139]], "the last state in place of the context. What did the attention module give?": [[0.0896, -0.1515, -0.9279, 0.0013], [-0.2541, 0.978, -0.4159, 0.7724]], "the last state in place of the context, padding left out. What did the attention module give?": [[0.0896, -0.1515, -0.9279, 0.0013], [-0.2384, -0.0354, 0.1301, 0.2168]], "a tanh on top of the GRU: it has bent the state already. What does self.gru give?": [[0.1136, -0.0791, -0.709, 0.0014], [-0.2305, -0.121, 0.1445, 0.1602]], "what combine makes, returned as the state: that is for the output layer. What does self.gru give?": [[-0.7963, 0.1542, -0.9121, -0.7052], [0.027, 0.9385, 0.4136, 0.8972]], "logits and new state in the other order. Which is returned first?": [[-0.9178, 0.3185, 0.6686, -1.5623, 1.9258, -1.6504], [-0.2073, -0.1249, 0.8226, -1.4192, 1.4927, -0.9491]],
    })
    check.close(decoder.step(said_last, old_state, these_states, ready[:, [1, 0, 2]], this_mask)[2], [[0.1275, 0.0506, 0.822], [0.8769, 0.1231, 0]], rule="the scores come from the prepared it is given: change it, and they change", mistakes={"prepared computed anew, out of the states: right numbers, but the work is done again for each French word. Which argument has it ready?": [[0.0506, 0.1275, 0.822], [0.1231, 0.8769, 0]]})
    check.close(decoder.step(said_last[:1], old_state[:1], these_states[:1], ready[:1], this_mask[:1])[2], [[0.0506, 0.1275, 0.822]], rule="a batch of one sentence works as well", mistakes={"squeeze() without an axis: it takes away every axis of length 1, here the batch too. Which axis should go?": [0.0506, 0.1275, 0.822]})

# %% test="AttentionDecoder" what="logits" points=1
with check.exercise("AttentionDecoder") as rng:
    decoder = fill(AttentionDecoder(6, 3, 4, 5))
    logits, new_state, weights = decoder.step(said_last, old_state, these_states, decoder.attention.prepare(these_states), this_mask)
    check.close(new_state, [[0.1141, -0.0793, -0.8852, 0.0014], [-0.2347, -0.1216, 0.1455, 0.1616]], rule="the new state, as above")
    check.close(logits, [[-0.9178, 0.3185, 0.6686, -1.5623, 1.9258, -1.6504], [-0.2073, -0.1249, 0.8226, -1.4192, 1.4927, -0.9491]], rule="logits: new state, context and word, side by side, through combine, tanh and output", mistakes={
        "the old state in combine: it does not know the word said last. Which one has the GRU just made?": [[-0.3359, -0.2142, 1.1254, -1.9201, 2.1666, -1.7621], [-0.1076, -0.2031, 0.8756, -1.4442, 1.4884, -0.9158]],
        "context, state, word: the first two changed places. In which order do they stand side by side?": [[-0.154, 0.0011, 0.5237, -0.9623, 0.9009, -0.2521], [-0.203, -0.3198, 1.1983, -1.9567, 2.165, -1.7224]],
        "word, state, context: another order. In which do they stand side by side?": [[-0.9547, 0.3695, 0.6061, -1.4915, 1.8501, -1.5736], [-0.2067, 0.0204, 0.5388, -1.0111, 0.9808, -0.3592]], "word, context, state: another order. In which do they stand side by side?": [[-0.0143, -0.2222, 0.8194, -1.3155, 1.2938, -0.665], [-0.0839, -0.3386, 1.116, -1.7773, 1.8976, -1.3805]], "state, word, context: the last two changed places. In which order do they stand side by side?": [[-1.1987, 0.6824, 0.2402, -1.0908, 1.4349, -1.1648], [-0.5277, -0.0456, 0.9885, -1.8218, 2.1117, -1.7535]],
        "no tanh: two linear layers in a row are only one. What stands between combine and output?": [[-0.6262, -0.0761, 1.1465, -2.0993, 2.4948, -2.2229], [0.4887, -0.8906, 1.6196, -2.2073, 2.2322, -1.6029]], "tanh at the very end: logits may be any number. Where does the tanh belong?": [[-0.5554, -0.076, 0.8166, -0.9704, 0.9865, -0.9768], [0.4532, -0.7117, 0.9246, -0.9761, 0.9772, -0.9221]],
        "context unused: zeros went into combine in its place. What stands in the middle?": [[0.0146, -0.3008, 0.9439, -1.4796, 1.4892, -0.8819], [-0.1077, -0.3308, 1.1245, -1.8018, 1.9367, -1.4323]],
        "probabilities, not logits: there is a softmax too many. What does cross_entropy expect?": [[0.0363, 0.1251, 0.1776, 0.0191, 0.6244, 0.0175], [0.0898, 0.0975, 0.2516, 0.0267, 0.4916, 0.0428]], "logarithms of probabilities, not logits: there is a log_softmax too many. What does cross_entropy expect?": [[-3.3146, -2.0783, -1.7282, -3.9592, -0.471, -4.0472], [-2.4101, -2.3276, -1.3801, -3.622, -0.7101, -3.1518]],
        "a second look, with the new state: the step looks once. Which context went into the GRU?": [[-0.8652, 0.2637, 0.723, -1.6135, 1.9711, -1.6876], [-0.2044, -0.1306, 0.8309, -1.4296, 1.5048, -0.9622]],
        "the state twice, no context: it should reach the output directly too. What stands in the middle?": [[-0.0164, -0.3605, 1.0911, -1.7069, 1.7853, -1.2318], [-0.1024, -0.3234, 1.1049, -1.7709, 1.8962, -1.3841]], "context, word, state: another order. In which do they stand side by side?": [[-0.0725, -0.2036, 0.8413, -1.3769, 1.3915, -0.7942], [-1.261, 0.702, 0.2643, -1.1573, 1.5405, -1.3043]], "a relu in place of tanh. What stands between combine and output?": [[-0.8445, 0.5199, 0.2027, -0.8553, 1.0133, -0.5782], [0.4887, -0.8906, 1.6196, -2.2073, 2.2322, -1.6029]], "the context twice, no state. What stands first?": [[-0.0276, -0.3548, 1.0913, -1.7131, 1.797, -1.2485], [-0.1059, -0.3368, 1.1346, -1.8154, 1.9532, -1.4508]], "combine left out: the state went to the output layer alone. What goes into combine?": [[-0.1281, -0.1704, 0.8322, -1.3923, 1.4308, -0.8552], [-1.0302, 0.7346, -0.0301, -0.6161, 0.7796, -0.3619]], "combine left out, with a tanh: the state went to the output layer alone. What goes into combine?": [[-0.2787, -0.0126, 0.6751, -1.2438, 1.2983, -0.7455], [-1.0286, 0.7335, -0.0295, -0.6161, 0.779, -0.3608]],
    })
    pulled = check.gradient(decoder.step, said_last, old_state, these_states, decoder.attention.prepare(these_states), this_mask, probe=logits.detach(), output=0).inputs
    check.close(pulled[2][:, :2].any(axis=-1), [[1, 1], [1, 1]], rule="training can reach the scores of the real words through prepared", mistakes={"a track that was cut, or prepared left unused: nothing comes back through it. Does a call leave PyTorch, as detach() does, or is prepared made anew?": [[0, 0], [0, 0]]})
    check.close(pulled[0], [[2.3659, -0.6399, -0.1453, 1.6934], [-2.4641, -0.5327, -0.3002, -0.519]], rule="training can reach the old state, through the query and through the GRU", mistakes={"a query that was cut off: what to ask for can never be learnt. Which of your calls leaves PyTorch, as detach() does?": [[1.9349, -1.1645, -0.2214, 2.1445], [-2.4306, -0.3213, -0.1294, -0.5652]], "a track that was cut: no step can learn from a later one. Which of your calls leaves PyTorch, as detach() does?": [[0] * 4, [0] * 4]})
    onwards = check.gradient(decoder.step, said_last, old_state, these_states, decoder.attention.prepare(these_states), this_mask, probe=new_state.detach(), output=1).inputs
    reached = {"the states, through the logits": pulled[1], "the old state, through the new one": onwards[0], "the states, through the new state": onwards[1], "prepared, through the new state": onwards[2]}
    check.equal([name for name, slope in reached.items() if not slope.any()], [], rule="what training cannot reach, because detach(), data or no_grad() cut it off: nothing")
    ### BEGIN HIDDEN TESTS
    for b, n, v, e, d, h in ((3, 5, 7, 2, 4, 6), (1, 1, 3, 1, 2, 2)):
        module = AttentionDecoder(v, e, d, h)
        drawn = {name: torch.tensor(rng.normal(scale=0.6, size=tuple(value.shape)).astype(np.float32)) for name, value in module.state_dict().items()}
        check.equal([list(drawn[name].shape) for name in ("attention.vector", "combine.weight", "output.weight")], [[h], [d, 2 * d + e], [v, d]], rule="random numbers: the decoder has the sizes it was asked for")
        module.load_state_dict(drawn)
        cell = nn.GRUCell(e + d, d)
        cell.load_state_dict({name[4:]: value for name, value in drawn.items() if name.startswith("gru.")})
        ids, before, known = torch.tensor(rng.integers(0, v, size=b)), torch.tensor(rng.normal(size=(b, d)).astype(np.float32)), torch.tensor(rng.normal(size=(b, n, d)).astype(np.float32))
        keep = torch.tensor(rng.random((b, n)) < 0.6)
        keep[:, 0] = True
        raw = torch.stack([torch.tanh(before @ drawn["attention.query_matrix"] + known[:, k] @ drawn["attention.state_matrix"]) @ drawn["attention.vector"] for k in range(n)], dim=1)
        shares = torch.where(keep, raw, -torch.inf).softmax(dim=1)
        seen, word = (shares.unsqueeze(2) * known).sum(dim=1), drawn["speak.weight"][ids]
        after = cell(torch.cat([word, seen], dim=1), before)
        hidden = torch.tanh(torch.cat([after, seen, word], dim=1) @ drawn["combine.weight"].T + drawn["combine.bias"])
        logits, new_state, weights = module.step(ids, before, known, module.attention.prepare(known), keep)
        check.close(weights, shares, rule="random numbers: weights", tolerance=1e-5)
        check.close(new_state, after.detach(), rule="random numbers: new state", tolerance=1e-5)
        check.close(logits, (hidden @ drawn["output.weight"].T + drawn["output.bias"]).detach(), rule="random numbers: logits", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 Train it
#
# Encoder and decoder together are the translator. The loss is the one of lesson 5: mean surprise over the real words, with the targets shifted by one. (Here no real word has the id 0, which is padding's, so `ignore_index=0` leaves out exactly the padding.)


# %% setup="translator"
class Translator(nn.Module):
    """An encoder and a decoder that looks back."""

    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, source, mask, inputs):
        """Teacher forcing: logits (batch, target, vocabulary), weights (batch, target, source)."""
        states, first = self.encoder(source, mask)
        return self.decoder(inputs, first, states, mask)


def translation_loss(model, batch):
    """The mean surprise over the real French words of a batch from text.batches."""
    source, mask, target = map(torch.tensor, (batch.source, batch.source_mask, batch.target))
    logits, _ = model(source, mask, target[:, :-1])
    return nn.functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=0)


# %% [markdown]
# Greedy decoding, as in lesson 5, with two differences: it keeps the weights, and a sentence that has said *end* leaves the batch, so that nobody computes for it any more.


# %% setup="translate"
LONGEST = 10 if training.short_run() else 60  # no translation has more words than this


def translate(model, english, french, sentences, longest=LONGEST):
    """For each English sentence, a tuple of tokens: the French tokens, and the weights (French, English)."""
    answers = [None] * len(sentences)
    for batch in text.batches([english.encode(sentence) for sentence in sentences], size=100):
        with torch.no_grad():
            said, looks = speak(model, torch.tensor(batch.source), torch.tensor(batch.source_mask), french, longest)
        for place, ids, rows in zip(batch.index, said, looks):
            weights = np.reshape(rows, (len(ids), batch.source.shape[1]))
            answers[place] = [french.words[number] for number in ids], weights[:, : len(sentences[place])]
    return answers


def speak(model, source, mask, french, longest):
    """The ids said for each sentence of one batch, each up to its own end, and a row of weights for each."""
    return speak_from(model, *model.encoder(source, mask), mask, french, longest)


def speak_from(model, states, state, mask, french, longest):
    """The same from what the encoder gave: states (batch, source, size), first state (batch, size)."""
    prepared = model.decoder.attention.prepare(states)
    words, sentence = torch.full((len(mask),), french.ids[text.START]), torch.arange(len(mask))
    said, looks = [[] for _ in mask], [[] for _ in mask]
    for _ in range(longest):
        logits, state, weights = model.decoder.step(words, state, states, prepared, mask)
        words = logits.argmax(dim=-1)
        for i, word, row in zip(sentence.tolist(), words.tolist(), weights.tolist()):
            if word != french.ids[text.END]:
                said[i].append(word)
                looks[i].append(row)
        on = words != french.ids[text.END]  # (batch,): who has not finished
        words, sentence, state, states, prepared, mask = (part[on] for part in (words, sentence, state, states, prepared, mask))
        if not len(words):
            break
    return said, looks


# %% setup="accuracy"
RANGES = [(3, 6), (7, 9), (10, 12), (13, 18), (19, 24), (25, 32), (33, 45)]  # as in lesson 5


def accuracy_by_length(model, english, french, pairs):
    """The share of pairs translated exactly, for each of RANGES."""
    answers = translate(model, english, french, [pair.source for pair in pairs])
    right = np.array([tuple(words) == pair.target for (words, _), pair in zip(answers, pairs)])
    length = np.array([len(pair.source) for pair in pairs])
    return [float(right[(length >= low) & (length <= high)].mean()) for low, high in RANGES]


def lesson_5_curve():
    """The shares measured in lesson 5 if its file lies near, else those of one run of ours."""
    for path in (Path("bottleneck.json"), Path("../05_encoder_decoder/bottleneck.json")):
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))["accuracy"], "your lesson 5: one vector"
    return [0.82, 0.49, 0.20, 0.01, 0.0, 0.0, 0.0], "lesson 5: one vector (our run)"


# %% [markdown]
# Before it is trained, where does it look? The parameters are random, so the scores mean nothing yet. **Predict:** is one row of weights then nearly equal, or does some word win by chance?

# %%
my_guess = None  # "nearly equal" or "one word wins"

# %%
torch.manual_seed(0)
model = Translator(BidirectionalEncoder(len(english)), AttentionDecoder(len(french)))
untrained = translate(model, english, french, [corpus.THE_SENTENCE.source], longest=6)[0]
print("your guess:", my_guess)
plots.heat_map(untrained[1], corpus.THE_SENTENCE.source, untrained[0], title="Before training: what it says, and where it looks")

# %% [markdown]
# Nonsense, said while looking everywhere nearly alike: the random scores are all small, and a softmax of nearly equal scores is nearly equal. Nobody will tell it where to look: it is shown sentences with their translations, nothing else. The loss will have to find the rest.

# %%
STEPS, SECONDS = 900, 85  # whichever is over first; 900 steps take about a minute on a quiet machine


def passes(number):
    return text.batches(sources, targets, size=64, seed=number)


history = training.fit(model, passes, translation_loss, steps=STEPS, seconds=SECONDS, learning_rate=4e-3, name="with attention")
print(f"{history.steps} steps in {history.seconds:.0f} s; loss {history.losses[0]:.2f} -> {np.mean(history.losses[-20:]):.2f}")
if history.steps < 0.8 * STEPS and not training.short_run():
    print("Your machine is slow or busy, and the pictures below will show it: set SECONDS to", round(SECONDS * STEPS / history.steps), "and run this cell again.")

# %% [markdown]
# **Predict** the share of exact translations at 3 to 6 words, at 13 to 18, and at 33 to 45. (Lesson 5: about 0.8, 0.01 and 0.)

# %%
my_guess = [None, None, None]

# %%
with_attention = accuracy_by_length(model, english, french, data.test)
before, name_of_before = lesson_5_curve()
middles = [(low + high) / 2 for low, high in RANGES]
print("your guess:", my_guess)
for (low, high), old, new in zip(RANGES, before, with_attention):
    print(f"{low:2} to {high:2} words: {old:4.0%} with one vector, {new:4.0%} with attention")
if not training.short_run():  # keep it: lesson 9 will draw its curve over this one
    kept = {"ranges": RANGES, "accuracy": with_attention, "seconds": history.seconds}
    Path("with_attention.json").write_text(json.dumps(kept), encoding="utf-8")
plots.lines(
    middles, {name_of_before: before, "with attention": with_attention},
    x_label="words in the English sentence", y_label="share translated exactly", title="The bottleneck, and its cure",
)

# %% [markdown]
# That is what this course has been going for. The same sentences, about the same training time, the same size of state; but the decoder may look back, at an encoder that reads from both sides. The curve no longer dives at ten words. (Was it the looking back, or the reading from both sides? The reading alone is not enough: section 7 shows why. Long sentences still fail more often, as each of their words must be right: at 99 % a word, forty words come out right in
# $0.99^{40} = 67\,\%$ of cases.)
#
# ### What does it look at?
#
# "The dog is a Labrador." was kept out of the training sentences.


# %% setup="ask"
def ask(model, english, french, sentence):
    """Translate one English sentence, and draw where the model looked: a row for each French word.

    A word the model does not know stands in brackets, and so does whatever it says while looking mainly at it.
    Raises ValueError if the sentence has no word in it, or the model nothing to say.
    """
    tokens = text.tokenise(sentence, "english")
    [(words, weights)] = translate(model, english, french, [tokens])
    if not words:
        raise ValueError(f"the model says nothing to {sentence!r}: there is no row to draw")
    known = [token in english for token in tokens]
    shown = [token if real else f"[{token}]" for token, real in zip(tokens, known)]
    words = [word if known[place] else f"[{word}?]" for word, place in zip(words, weights.argmax(axis=1))]
    said = text.detokenise(words, "french")
    if len(tokens) > 45:
        said += "   (longer than any sentence it has seen)"
    return plots.heat_map(weights, shown, words, title=f"{sentence}\n→ {said}")


# %%
ask(model, english, french, "The dog is a Labrador.")

# %% [markdown]
# Read it row by row: to write "chien" it looks at "dog", to write "labrador" at "Labrador". This is the picture promised in lesson 0, now of your own making. And nobody has ever told the model which word is whose translation.
#
# One row may surprise you. In most runs "le" looks at "dog" more than at "the". There may be a reason: French has two words for "the" here, *le* and *la*, and which one it must be depends on the noun. The model may look at what it needs to know, and that is not always the word a dictionary would give. But then the state of "the" has read "dog" as well, from the right. Section 6 comes back to this row.
#
# **Predict.** "My sister is not staying in the dirty kitchen." is "Ma sœur ne reste pas dans la cuisine sale." in French: the adjective (*dirty*, *sale*) moves behind its noun, and *not* is split into *ne* and *pas*, with the verb between them. Which English word will be the heaviest for "sale"? For "ne"? For "pas"?

# %%
my_guess = {"sale": None, "ne": None, "pas": None}

# %%
print("your guess:", my_guess)
ask(model, english, french, "My sister is not staying in the dirty kitchen.")

# %% [markdown]
# The dark squares leave the diagonal where the languages do. "cuisine" and "sale" look *crosswise* (after a short training one of them may still hesitate: see its second heaviest word), and two French words, some way apart, look back at "not". A model that merely counted along, first word to first word, second to second, could not do that.
#
# Try your own. Pick a sentence or type one (the model knows fewer than 300 words, of dogs, food, weather, travel, home and work):

# %%
some = ["The dog is a Labrador.", "Does my mother write a report for the doctor?", "The zebra is sleeping in the garden.", "She sees him."]
some += [pair.english for pair in data.test if len(pair.source) <= 14][:12]
sliders.sentence_box(lambda sentence: ask(model, english, french, sentence), "sentence", some, start=some[1])

# %% [markdown]
# In the question, look where "est-ce" and "que" look: French asks with words that English does not have. The zebra: the model has no such word, only the id for *unknown*. It translates all the same, guesses from what stands around, and the brackets mark the guess. And "She sees him.": every word is known, but no sentence it has learnt from begins with "she", and it may well talk nonsense. It has learnt the ways of this corpus, not English.

# %% [markdown]
# ## 6 The whole target at once
#
# A good part of the training time goes into the loop in `forward`: thirty French words mean thirty steps, one after another, each on small tensors. It has to be so: step 5 asks with the state of step 4, and that state was made with step 4's context.
#
# Luong, Pham and Manning (2015) changed the order. Their GRU reads only the French words, without the context; its **new** state is the query; and the context goes into the output layer only. Then, in training, where all French inputs are known beforehand:
#
# - one call of `nn.GRU` gives the states after all words, `(batch, target, size)`,
# - and these *are* the queries. One call of the attention module answers all of them.
#
# That is what the target axis in `(batch, target, source)` was for. What is given up: the decoder's state no longer knows what was looked at before. (The paper also has a version that gets this back, called *input feeding*, and with it loses the speed again.)
#
# Their score is cheaper, too. The additive one makes a tensor of `(batch, target, source, hidden)` numbers and bends every one; the **bilinear** one of lesson 4 is two matrix products. Here it is, with everything but the score inherited from your module. (Its matrix starts with small numbers, so that no word is preferred by chance.)


# %% setup="bilinear"
class BilinearAttention(AdditiveAttention):
    """Luong's "general" score, q W s (arXiv:1508.04025); masking and mixing are inherited."""

    def __init__(self, query_size: int, state_size: int):
        nn.Module.__init__(self)
        self.matrix = nn.Parameter(torch.randn(state_size, query_size) / state_size)

    def prepare(self, states):
        """The states times the matrix: (batch, source, query_size)."""
        return states @ self.matrix

    def score(self, query, prepared):
        """q W s for every pair: (batch, target, source)."""
        return query @ prepared.transpose(1, 2)


# %% [markdown]
# ### Exercise 5: `WholeTargetDecoder`  ●●○  10 minutes
#
# `step`, for decoding, is given: it says one word. Write `forward`, which gives the same for all places at once, **without a loop**.
#
# - `inputs`: ids `(batch, target)`; `state`: the first state `(batch, size)`; `states`: `(batch, source, size)`; `mask`: `(batch, source)`
# - returns: `logits` `(batch, target, vocabulary)` and `weights` `(batch, target, source)`
#
# `nn.GRU` wants its first state with an extra axis in front: `state.unsqueeze(0)`, and returns all its states and the last one.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Go through `step` line by line. Which `squeeze` and `unsqueeze` fall away, when all words are there at once?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Embed all inputs; let the GRU read them, starting from `state`; its states are the queries. The attention module wants `prepared`, which it makes itself with `self.attention.prepare(states)`. Then `combine`, tanh and output layer as in `step`, with queries and contexts side by side in the same order.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `queries, _ = self.gru(self.speak(inputs), ...)`; `context, weights = self.attention(queries, states, ..., mask)`; the side-by-side along the last axis, `dim=-1`.
#
# </details>


# %% exercise="WholeTargetDecoder"
class WholeTargetDecoder(nn.Module):
    """The context enters the output only (after Luong, Pham and Manning 2015, arXiv:1508.04025)."""

    def __init__(self, vocabulary: int, attention: nn.Module, embedding: int = 64, size: int = 128):
        super().__init__()
        self.speak = nn.Embedding(vocabulary, embedding)
        self.attention = attention
        self.gru = nn.GRU(embedding, size, batch_first=True)
        self.combine = nn.Linear(size + size, size)
        self.output = nn.Linear(size, vocabulary)

    def step(self, words, state, states, prepared, mask):
        """Say one word: logits (batch, vocabulary), new state (batch, size), weights (batch, source)."""
        query, _ = self.gru(self.speak(words).unsqueeze(1), state.unsqueeze(0))  # (batch, 1, size)
        context, weights = self.attention(query, states, prepared, mask)
        combined = torch.tanh(self.combine(torch.cat([query, context], dim=-1)))
        return self.output(combined).squeeze(1), query.squeeze(1), weights.squeeze(1)

    def forward(self, inputs, state, states, mask):
        """Teacher forcing, all places at once: logits (batch, target, vocabulary), weights (batch, target, source)."""
        ### BEGIN SOLUTION
        queries, _ = self.gru(self.speak(inputs), state.unsqueeze(0))
        context, weights = self.attention(queries, states, self.attention.prepare(states), mask)
        combined = torch.tanh(self.combine(torch.cat([queries, context], dim=-1)))
        return self.output(combined), weights
        ### END SOLUTION


# %% setup="counting"
class CountsQuestions(AdditiveAttention):
    """An attention module that counts how often it is asked."""

    def __init__(self, query_size, state_size, hidden):
        super().__init__(query_size, state_size, hidden)
        self.register_buffer("asked", torch.zeros(()))

    def forward(self, query, states, prepared, mask):
        self.asked += 1
        return super().forward(query, states, prepared, mask)


# %% test="WholeTargetDecoder" points=2
some_inputs = torch.tensor([[1, 2, 0, 2], [2, 1, 1, 0]])  # batch 2, target 4
with check.exercise("WholeTargetDecoder") as rng:
    decoder = fill(WholeTargetDecoder(3, AdditiveAttention(4, 4, 5), 2, 4))  # vocabulary 3, embedding 2, size 4
    logits, weights = decoder(some_inputs, old_state, these_states, this_mask)
    check.close(weights, [[[0.0492, 0.1027, 0.8481], [0.0426, 0.1178, 0.8395], [0.0425, 0.1106, 0.8469], [0.0416, 0.1261, 0.8323]], [[0.16, 0.84, 0], [0.1491, 0.8509, 0], [0.1286, 0.8714, 0], [0.1383, 0.8617, 0]]], rule="weights: the GRU's states are the queries, one for each target word", mistakes={
        "the GRU began from zeros: the decoder was not told the sentence. What is its second argument?": [[[0.0475, 0.1089, 0.8436], [0.0441, 0.1348, 0.8211], [0.0399, 0.1187, 0.8415], [0.0418, 0.1402, 0.8179]], [[0.1321, 0.8679, 0], [0.1343, 0.8657, 0], [0.1245, 0.8755, 0], [0.1381, 0.8619, 0]]],
        "the same weights at every step: the first state was the query each time. What does the GRU give for each word?": [[[0.0506, 0.1275, 0.822]] * 4, [[0.1231, 0.8769, 0]] * 4],
        "the same weights at every step: the last state was the query each time. What does the GRU give for each word?": [[[0.0416, 0.1261, 0.8323]] * 4, [[0.1383, 0.8617, 0]] * 4],
        "the states before each word as queries: that is the order of exercise 4. Which state is the query in step, old or new?": [[[0.0506, 0.1275, 0.822], [0.0492, 0.1027, 0.8481], [0.0426, 0.1178, 0.8395], [0.0425, 0.1106, 0.8469]], [[0.1231, 0.8769, 0], [0.16, 0.84, 0], [0.1491, 0.8509, 0], [0.1286, 0.8714, 0]]],
        "the encoder's last state as query: the same weights at every step. Whose states should ask?": [[[0.1194, 0.2319, 0.6487]] * 4, [[0.1475, 0.8525, 0]] * 4],
        "the mask ignored: padding was treated as a word. What is the last argument of the attention module?": [[[0.0492, 0.1027, 0.8481], [0.0426, 0.1178, 0.8395], [0.0425, 0.1106, 0.8469], [0.0416, 0.1261, 0.8323]], [[0.1443, 0.7571, 0.0987], [0.1341, 0.7651, 0.1008], [0.1177, 0.7979, 0.0843], [0.1251, 0.7794, 0.0955]]],
        "an inverted mask: only padding got weight. Does True mean a real word, or padding?": [[[np.nan] * 3] * 4, [[0, 0, 1]] * 4], "equal weights: nothing was asked. Which module answers the queries?": [[[1/3] * 3] * 4, [[0.5, 0.5, 0]] * 4],
        "one row of weights for the whole target: the first state asked, once. How many French words ask?": [[[0.0506, 0.1275, 0.822]], [[0.1231, 0.8769, 0]]], "one row of weights for the whole target: the last state asked, once. How many French words ask?": [[[0.0416, 0.1261, 0.8323]], [[0.1383, 0.8617, 0]]], "logits and weights in the other order. Which is returned first?": [[[-0.6845, 0.0997, 0.8619], [-0.7076, 0.1239, 0.838], [-0.6821, 0.0983, 0.8623], [-0.5826, 0.0045, 0.9457]], [[-0.2151, 0.0288, 0.5308], [-0.2482, 0.0208, 0.5795], [-0.3463, 0.0952, 0.5327], [-0.3174, 0.0226, 0.6453]]], "the logits alone: their second sentence was taken for the weights. Which two things are returned?": [[-0.2151, 0.0288, 0.5308], [-0.2482, 0.0208, 0.5795], [-0.3463, 0.0952, 0.5327], [-0.3174, 0.0226, 0.6453]],
    })
    asked = fill(WholeTargetDecoder(3, CountsQuestions(4, 4, 5), 2, 4))
    asked(some_inputs, old_state, these_states, this_mask)
    check.equal(int(asked.state_dict()["attention.asked"]), 1, rule="the attention module is asked once, for all words together", mistakes={"a loop over the target words: right, and as slow as before. What shape of query answers all of them at once?": 4, "a loop over the sentences: one question each. Which axes does the module want?": 2})

# %% test="WholeTargetDecoder" what="logits" points=1
some_inputs = torch.tensor([[1, 2, 0, 2], [2, 1, 1, 0]])
with check.exercise("WholeTargetDecoder") as rng:
    decoder = fill(WholeTargetDecoder(3, AdditiveAttention(4, 4, 5), 2, 4))
    logits, weights = decoder(some_inputs, old_state, these_states, this_mask)
    check.close(logits, [[[-0.6845, 0.0997, 0.8619], [-0.7076, 0.1239, 0.838], [-0.6821, 0.0983, 0.8623], [-0.5826, 0.0045, 0.9457]], [[-0.2151, 0.0288, 0.5308], [-0.2482, 0.0208, 0.5795], [-0.3463, 0.0952, 0.5327], [-0.3174, 0.0226, 0.6453]]], rule="logits for every place, as step gives them", mistakes={
        "context first, then query: they changed places in combine. In which order does step put them?": [[[-0.3783, -0.0009, 0.7519], [-0.3489, -0.019, 0.7578], [-0.3548, -0.0214, 0.7684], [-0.3056, -0.0923, 0.8573]], [[-1.2778, 0.8061, 0.078], [-0.8784, 0.4471, 0.3786], [-0.63, 0.2387, 0.5365], [-0.4669, 0.0686, 0.7051]]],
        "no tanh: two linear layers in a row are only one. What stands between combine and output?": [[[-0.3687, -0.2671, 1.2614], [-0.3889, -0.2516, 1.2513], [-0.3721, -0.264, 1.2588], [-0.3196, -0.3019, 1.28]], [[0.6131, -0.9867, 1.6826], [0.5169, -0.9217, 1.652], [0.5222, -0.9291, 1.6612], [0.4034, -0.8423, 1.6108]]],
        "tanh at the very end: logits may be any number. Where does the tanh belong?": [[[-0.3528, -0.261, 0.8514], [-0.3704, -0.2464, 0.8486], [-0.3558, -0.2581, 0.8507], [-0.3092, -0.293, 0.8565]], [[0.5463, -0.756, 0.9332], [0.4753, -0.7267, 0.9291], [0.4794, -0.7302, 0.9304], [0.3828, -0.687, 0.9233]]],
        "context unused: zeros went into combine in its place. What stands beside the query?": [[[-0.228, -0.0751, 0.7463], [-0.1967, -0.1135, 0.7898], [-0.2089, -0.0921, 0.7603], [-0.1997, -0.0815, 0.7304]], [[-0.2402, 0.0246, 0.5642], [-0.1704, -0.0615, 0.6623], [-0.2115, -0.028, 0.6379], [-0.1787, -0.1082, 0.7616]]],
        "the queries twice, no context. What stands beside the query?": [[[-0.1451, -0.329, 1.1585], [-0.1501, -0.3293, 1.1639], [-0.1483, -0.3296, 1.1628], [-0.1511, -0.3307, 1.1678]], [[-0.2073, -0.313, 1.1895], [-0.1725, -0.3294, 1.1865], [-0.1525, -0.3329, 1.1734], [-0.1552, -0.3302, 1.171]]], "the context twice, no query. What stands beside the context?": [[[-0.1651, -0.3354, 1.191], [-0.1666, -0.3348, 1.1913], [-0.166, -0.3351, 1.1913], [-0.1674, -0.3344, 1.1913]], [[-0.3401, -0.2061, 1.1138], [-0.3387, -0.2072, 1.1145], [-0.3362, -0.2092, 1.1159], [-0.3374, -0.2082, 1.1153]]],
        "probabilities, not logits: there is a softmax too many. What does cross_entropy expect?": [[[0.1268, 0.2778, 0.5954], [0.1252, 0.2875, 0.5873], [0.1271, 0.2774, 0.5955], [0.135, 0.2428, 0.6223]], [[0.2281, 0.2911, 0.4809], [0.2176, 0.2847, 0.4977], [0.2015, 0.3133, 0.4852], [0.1991, 0.2797, 0.5213]]], "logarithms of probabilities, not logits: there is a log_softmax too many. What does cross_entropy expect?": [[[-2.065, -1.2808, -0.5186], [-2.0778, -1.2464, -0.5323], [-2.0627, -1.2823, -0.5184], [-2.0027, -1.4156, -0.4744]], [[-1.4781, -1.2342, -0.7322], [-1.5253, -1.2563, -0.6977], [-1.6021, -1.1606, -0.7231], [-1.6142, -1.2742, -0.6515]]],
        "a relu in place of tanh. What stands between combine and output?": [[[-0.7559, 0.3878, 0.3717], [-0.7786, 0.4216, 0.3284], [-0.7632, 0.3987, 0.3577], [-0.7244, 0.3409, 0.4316]], [[0.6131, -0.9867, 1.6826], [0.5169, -0.9217, 1.652], [0.5222, -0.9291, 1.6612], [0.4134, -0.8509, 1.6174]]], "combine left out: the queries went to the output layer alone. What goes into combine?": [[[-0.3164, 0.3822, -0.0568], [-0.3411, 0.3757, -0.0195], [-0.2972, 0.3443, -0.0022], [-0.1807, 0.2166, 0.1302]], [[0.6718, -0.8338, 1.3257], [0.2189, -0.2711, 0.6816], [0.0732, -0.0345, 0.366], [-0.1997, 0.2131, 0.156]]], "combine left out, with a tanh: the queries went to the output layer alone. What goes into combine?": [[[-0.4672, 0.4781, -0.0931], [-0.4235, 0.4087, -0.0013], [-0.398, 0.393, 0.0036], [-0.2741, 0.2562, 0.1465]], [[0.4619, -0.6548, 1.1866], [0.0847, -0.1754, 0.6292], [-0.057, 0.04, 0.351], [-0.2657, 0.232, 0.1852]]], "the logits of the last word alone: there is one row for each word. Which axis was picked from?": [[-0.5826, 0.0045, 0.9457], [-0.3174, 0.0226, 0.6453]], "the mean of the states in place of the context: mean pooling in disguise. What did the attention module give?": [[[-0.1076, -0.2609, 0.9882], [-0.1083, -0.2795, 1.0251], [-0.1051, -0.2678, 0.9992], [-0.1038, -0.251, 0.9651]], [[-0.2458, -0.0636, 0.7417], [-0.113, -0.209, 0.8924], [-0.1254, -0.19, 0.8677], [-0.1325, -0.2458, 0.9837]]],
    })
    pulled = check.gradient(decoder, some_inputs, old_state, these_states, this_mask, probe=logits.detach(), output=0)
    check.equal(bool(np.abs(pulled.parameters["attention.vector"]).max() > 1e-6), True, rule="training can reach the scores", mistakes={"a track that was cut: where to look can never be learnt. Which of your calls leaves PyTorch, as detach() does?": False})
    check.close(pulled.inputs[0], [[0.0091, -0.0114, -0.0065, 0.0035], [0.0496, -0.0581, 0.1072, 0.0288]], rule="training can reach the first state, through the queries too", mistakes={"queries that were cut off: what to ask for can never be learnt. Which of your calls leaves PyTorch, as detach() does?": [[0.0102, -0.0119, 0.0041, 0.0044], [0.0493, -0.055, 0.1052, 0.0285]], "a track that was cut: nothing in front of the queries can be learnt. Which of your calls leaves PyTorch, as detach() does?": [[0] * 4, [0] * 4]})
    check.equal([name for name, slope in {"states": pulled.inputs[1], **pulled.parameters}.items() if not slope.any()], [], rule="what training cannot reach, because detach(), data or no_grad() cut it off: nothing")
    ### BEGIN HIDDEN TESTS
    for b, t, n, v, e, d, h in ((3, 6, 5, 7, 2, 4, 6), (1, 1, 1, 3, 1, 2, 2)):
        module = WholeTargetDecoder(v, AdditiveAttention(d, d, h), e, d)
        drawn = {name: torch.tensor(rng.normal(scale=0.6, size=tuple(value.shape)).astype(np.float32)) for name, value in module.state_dict().items()}
        check.equal([list(drawn[name].shape) for name in ("attention.vector", "combine.weight", "output.weight")], [[h], [d, 2 * d], [v, d]], rule="random numbers: the decoder has the sizes it was asked for")
        module.load_state_dict(drawn)
        cell = nn.GRUCell(e, d)
        cell.load_state_dict({name[4:-3]: value for name, value in drawn.items() if name.startswith("gru.")})
        ids, now, known = torch.tensor(rng.integers(0, v, size=(b, t))), torch.tensor(rng.normal(size=(b, d)).astype(np.float32)), torch.tensor(rng.normal(size=(b, n, d)).astype(np.float32))
        keep = torch.tensor(rng.random((b, n)) < 0.6)
        keep[:, 0] = True
        logits, weights = module(ids, now, known, keep)
        for j in range(t):  # one word at a time, with PyTorch's own cell
            now = cell(drawn["speak.weight"][ids[:, j]], now).detach()
            raw = torch.stack([torch.tanh(now @ drawn["attention.query_matrix"] + known[:, k] @ drawn["attention.state_matrix"]) @ drawn["attention.vector"] for k in range(n)], dim=1)
            shares = torch.where(keep, raw, -torch.inf).softmax(dim=1)
            hidden = torch.tanh(torch.cat([now, (shares.unsqueeze(2) * known).sum(dim=1)], dim=1) @ drawn["combine.weight"].T + drawn["combine.bias"])
            check.close(weights[:, j], shares, rule="random numbers: the weights of each word agree with one at a time", tolerance=1e-5)
            check.close(logits[:, j], hidden @ drawn["output.weight"].T + drawn["output.bias"], rule="random numbers: and its logits", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# Equal, then. Is it faster? We measure four decoders on the same batches, with the encoder, there and back (forward, loss, backward): (1) yours of exercise 4; (2) Luong's order, but step by step; (3) Luong's order, whole target, additive scores; (4) whole target, bilinear scores. **Predict** how many times as many words per second the fourth learns from, compared with the first.

# %%
my_guess = None


# %%
class OneByOne(WholeTargetDecoder):
    """The same decoder, its target computed word by word, as in exercise 4."""

    forward = AttentionDecoder.forward


def words_per_second(decoders, batches):
    """How many French words a second each decoder learns from, encoder included; they take turns."""
    translators = [Translator(BidirectionalEncoder(len(english)), decoder) for decoder in decoders]
    speeds = []
    for batch in batches:
        words, row = batch.target_mask[:, 1:].sum(), []
        for translator in translators:
            began = time.perf_counter()
            translation_loss(translator, batch).backward()
            row.append(words / (time.perf_counter() - began))
        speeds.append(row)
    return np.median(speeds[1:], axis=0)  # the first batch warms up


some_batches = list(text.batches(sources, targets, size=16 if training.short_run() else 128))[: 2 if training.short_run() else 12]
kinds = {
    "context fed back, step by step": AttentionDecoder(len(french)),
    "not fed back, step by step": OneByOne(len(french), AdditiveAttention(128, 128, 64)),
    "not fed back, whole target, additive": WholeTargetDecoder(len(french), AdditiveAttention(128, 128, 64)),
    "not fed back, whole target, bilinear": WholeTargetDecoder(len(french), BilinearAttention(128, 128)),
}
speeds = words_per_second(kinds.values(), some_batches)
print("your guess:", my_guess)
for kind, speed in zip(kinds, speeds):
    print(f"{kind:38} {speed / speeds[0]:4.1f} times   ({speed:,.0f} words a second)")

# %% [markdown]
# Perhaps you expected more. The encoder, the output layer and the GRU itself are the same in all four, and `nn.GRU` still goes word by word inside its one call; what is saved is the many small operations around it. (The decoder of most tutorials, which computes the states' half of the scores anew at each step, is slower than our first row. The maintainers' `make bench` has it in the same race, and there the whole target learns from about three times as many words a second.) Without a GRU there would be nothing left to wait for: that is lesson 9.
#
# Is it as good? Train it, in larger batches:

# %%
FEWER_STEPS, FEWER_SECONDS = 600, 50


def larger_passes(number):
    return text.batches(sources, targets, size=128, seed=number)


torch.manual_seed(0)
quick = Translator(BidirectionalEncoder(len(english)), WholeTargetDecoder(len(french), BilinearAttention(128, 128)))
quick_history = training.fit(
    quick, larger_passes, translation_loss, steps=FEWER_STEPS, seconds=FEWER_SECONDS, learning_rate=6e-3, name="whole target"
)
print(f"{quick_history.steps} steps in {quick_history.seconds:.0f} s")
curves = {
    name_of_before: before,
    f"context fed back, {history.seconds:.0f} s": with_attention,
    f"whole target at once, {quick_history.seconds:.0f} s": accuracy_by_length(quick, english, french, data.test),
}
plots.lines(
    middles, curves,
    x_label="words in the English sentence", y_label="share translated exactly", title="Three translators, the same sentences",
)

# %% [markdown]
# Both leave the one vector far behind. Between the two with attention this is no clean comparison: they differ in score, in batch size and learning rate, and in time. In our runs the second was a little behind on the longest sentences, where it should help to remember what one has looked at already.
#
# In training, that is. To *translate*, the decoder must still go word by word, since nobody knows its second word before the first; `step` is all it has. This bargain, training at once and speaking one by one, is the one that the Transformer later carried to the end (lesson 9).
#
# And where does this one look? The query is now the state that has *read* the last word, not the one before it. The corpus knows which words truly belong together, so the rows can be counted:

# %%
def rows_on_their_own_word(translator):
    """How many French words of The Sentence, full stop included, are heaviest on an English word they translate."""
    [(words, weights)] = translate(translator, english, french, [corpus.THE_SENTENCE.source])
    links = corpus.THE_SENTENCE.possible  # pairs (place in the English sentence, place in the French one)
    return sum((int(row.argmax()), place) in links for place, row in enumerate(weights)), len(words)


for name, translator in {"context fed back": model, "whole target": quick}.items():
    hits, count = rows_on_their_own_word(translator)
    print(f"{name:18} {hits} of {count} French words look most at the word they translate")
ask(quick, english, french, "The dog is a Labrador.")

# %% [markdown]
# In most runs the article now looks at the article. The same sentences, the same translation, another picture: so the heat map is not simply a fact about the sentence. It depends on the model as well. Lesson 7 takes that up, and measures it on hundreds of sentences.

# %% [markdown]
# ## 7 Why does it learn so well? The way back
#
# That the decoder *may* look back explains what it can do. It does not yet explain why a minute of training is enough to find it. For that, follow the error on its way back.
#
# With one vector, what the fortieth French word needs from the third English one must come back through every step of both GRUs, and shrinks on the way. With attention there is a direct road: the context is a sum of weight times state,
#
# $$c_t = \sum_i w_{ti}\, s_i,$$
#
# so if the gradient of the loss at $c_t$ is $g_t$, **the gradient that reaches state $i$ is $w_{ti}\, g_t$**: its share, and no step in between. Think of a gradient as a wish (up to its sign and the learning rate, it says how the vector should change): every French word has one, each state gets its share of each, and the shares add up.
#
# On a napkin: two French words with the gradients (1, 0) and (0, 2); the weights of one English word are 0.9 and 0.25. Its state gets 0.9 · (1, 0) + 0.25 · (0, 2) = (0.9, 0.5).
#
# ### Exercise 6: `gradient_to_states(weights, context_gradient)`  ●●○  6 minutes
#
# - `weights`: `(batch, target, source)`; `context_gradient`: `(batch, target, state_size)`, the gradient at each French word's context
# - returns: the gradient that reaches each English state, `(batch, source, state_size)`
#
# (Only the road through the sum is meant. The weights depend on the states as well, and that is a second road; in lesson 3 you went down it.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which axis is added up, and which one is left over?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# For state $i$: add $w_{ti}\, g_t$ over all $t$. A matrix product adds over the axis that two matrices share; on the left it must be the last axis, on the right the last but one.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Swap target and source in the weights, `weights.transpose(1, 2)`, and multiply with `@`.
#
# </details>


# %% exercise="gradient_to_states"
def gradient_to_states(weights: torch.Tensor, context_gradient: torch.Tensor) -> torch.Tensor:
    """What the contexts ask of each state through the weighted sum: (batch, source, state_size)."""
    ### BEGIN SOLUTION
    return weights.transpose(1, 2) @ context_gradient
    ### END SOLUTION


# %% test="gradient_to_states" points=2
shares_of = torch.tensor([[[0.5, 0.25, 0.25], [0.1, 0.9, 0], [0.2, 0.2, 0.6], [0, 0.75, 0.25]], [[0.4, 0.6, 0], [0.8, 0.2, 0], [0.5, 0.5, 0], [0.3, 0.7, 0]]])  # batch 2, target 4, source 3
wishes = torch.tensor([[[1.0, 0, 2, -1, 4], [0, 2, 0, 1, -2], [-1, 1, 0, 0, 3], [2, 0, -2, 1, 0]], [[1, 1, 0, 0, -1], [0, -2, 1, 0, 2], [3, 0, 0, -1, 0], [0, 0, 2, 2, 1]]])  # size 5
with check.exercise("gradient_to_states") as rng:
    check.close(gradient_to_states(shares_of, wishes), [[[0.3, 0.4, 1, -0.4, 2.4], [1.55, 2, -1, 1.4, -0.2], [0.15, 0.6, 0, 0, 2.8]], [[1.9, -1.2, 1.4, 0.1, 1.5], [2.1, 0.2, 1.6, 0.9, 0.5], [0] * 5]], rule="each state is asked for its share of every wish; padding for nothing", mistakes={
        "every state asked for all of it: the weights were not used. What is a state's share of a wish?": [[[2, 3, 0, 1, 5]] * 3, [[4, -1, 3, 1, 2]] * 3],
        "equal shares: the weights were not used, and padding is asked too. What is a state's share of a wish?": [[[2/3, 1, 0, 1/3, 5/3]] * 3, [[4/3, -1/3, 1, 1/3, 2/3]] * 3],
        "a mean over the target words: wishes add up. What does a derivative do with a sum?": [[[0.075, 0.1, 0.25, -0.1, 0.6], [0.3875, 0.5, -0.25, 0.35, -0.05], [0.0375, 0.15, 0, 0, 0.7]], [[0.475, -0.3, 0.35, 0.025, 0.375], [0.525, 0.05, 0.4, 0.225, 0.125], [0] * 5]],
        "lengths, not vectors: the direction of the wish is lost. What shape has a state?": [[2.6777, 3.0663, 2.8675], [3.0447, 2.8408, 0]],
        "all of it to the heaviest: the others have a share too. By how much does the context move, if a light state does?": [[[1, 0, 2, -1, 4], [2, 2, -2, 2, -2], [-1, 1, 0, 0, 3]], [[3, -2, 1, -1, 2], [1, 1, 2, 2, 0], [0] * 5]],
        "added up too early: weights and wishes were summed over the target words, each for itself. What is multiplied, before anything is added?": [[[1.6, 2.4, 0, 0.8, 4], [4.2, 6.3, 0, 2.1, 10.5], [2.2, 3.3, 0, 1.1, 5.5]], [[8, -2, 6, 2, 4], [8, -2, 6, 2, 4], [0] * 5]],
        "reshaped, not transposed: the shape fits, the weights are in the wrong places. Which of the two swaps axes?": [[[0.45, 0.75, 0.8, -0.15, 2.25], [1.1, 0.2, 1.4, -0.7, 4.2], [0.35, 0.75, 0.7, -0.35, 4.65]], [[0.4, -0.8, 2.2, 1.6, 1.6], [1.7, 0.2, 1, 0.5, 0.3], [2.1, -0.6, 0.3, -0.7, 0.6]]],
        "not added up: one wish for each pair of words is left. Over which axis do the wishes of a state add up?": shares_of.unsqueeze(3) * wishes.unsqueeze(2),
        "source in the last place: the axes of the result are swapped. Which shape do states have?": np.einsum("bts,btd->bds", shares_of, wishes),
        "the opposite sign: a wish is passed on as it is. Where does a minus come from?": [[[-0.3, -0.4, -1, 0.4, -2.4], [-1.55, -2, 1, -1.4, 0.2], [-0.15, -0.6, 0, 0, -2.8]], [[-1.9, 1.2, -1.4, -0.1, -1.5], [-2.1, -0.2, -1.6, -0.9, -0.5], [0] * 5]],
        "the last French word's wish alone: in a loop, each overwrote the one before. How do they add up?": [[[0, 0, 0, 0, 0], [1.5, 0, -1.5, 0.75, 0], [0.5, 0, -0.5, 0.25, 0]], [[0, 0, 0.6, 0.6, 0.3], [0, 0, 1.4, 1.4, 0.7], [0, 0, 0, 0, 0]]], "the first French word's wish alone: is there a return inside the loop? What of the other words?": [[[0.5, 0, 1, -0.5, 2], [0.25, 0, 0.5, -0.25, 1], [0.25, 0, 0.5, -0.25, 1]], [[0.4, 0.4, 0, 0, -0.4], [0.6, 0.6, 0, 0, -0.6], [0, 0, 0, 0, 0]]], "the weights squared: each was used twice. What is a state's share of a wish?": [[[0.21, 0.06, 0.5, -0.24, 1.1], [1.1475, 1.66, -1, 1.31, -1.25], [-0.1725, 0.36, 0, 0, 1.33]], [[0.91, -1.12, 0.82, -0.07, 1.21], [1.11, 0.28, 1.02, 0.73, 0.21], [0, 0, 0, 0, 0]]], "a softmax of the weights: they are shares already. What multiplies each wish?": [[[0.559, 0.7706, 0.3275, 0.0783, 1.9389], [0.9802, 1.364, -0.353, 0.7153, 0.9995], [0.4608, 0.8654, 0.0255, 0.2063, 2.0616]], [[1.4968, -0.6551, 1.1192, 0.235, 0.9645], [1.5733, -0.1269, 1.1976, 0.5393, 0.5884], [0.9299, -0.2179, 0.6832, 0.2256, 0.4471]]], "weights made to add up to 1 over the target: they were shares of something else. Over which axis do they add up to 1?": [[[0.375, 0.5, 1.25, -0.5, 3], [0.7381, 0.9524, -0.4762, 0.6667, -0.0952], [0.1364, 0.5455, 0, 0, 2.5455]], [[0.95, -0.6, 0.7, 0.05, 0.75], [1.05, 0.1, 0.8, 0.45, 0.25], [0, 0, 0, 0, 0]]], "added up over the batch: the sentences were mixed. Over which axis do the wishes of a state add up?": [[2.2, -0.8, 2.4, -0.3, 3.9], [3.65, 2.2, 0.6, 2.3, 0.3], [0.15, 0.6, 0, 0, 2.8]], "added up over the source as well: one vector per sentence is left. Over which axis do the wishes of a state add up?": [[2, 3, 0, 1, 5], [4, -1, 3, 1, 2]], "not added up, source before target: one wish for each pair of words is left. Over which axis do the wishes of a state add up?": [[[[0.5, 0, 1, -0.5, 2], [0, 0.2, 0, 0.1, -0.2], [-0.2, 0.2, 0, 0, 0.6], [0, 0, 0, 0, 0]], [[0.25, 0, 0.5, -0.25, 1], [0, 1.8, 0, 0.9, -1.8], [-0.2, 0.2, 0, 0, 0.6], [1.5, 0, -1.5, 0.75, 0]], [[0.25, 0, 0.5, -0.25, 1], [0, 0, 0, 0, 0], [-0.6, 0.6, 0, 0, 1.8], [0.5, 0, -0.5, 0.25, 0]]], [[[0.4, 0.4, 0, 0, -0.4], [0, -1.6, 0.8, 0, 1.6], [1.5, 0, 0, -0.5, 0], [0, 0, 0.6, 0.6, 0.3]], [[0.6, 0.6, 0, 0, -0.6], [0, -0.4, 0.2, 0, 0.4], [1.5, 0, 0, -0.5, 0], [0, 0, 1.4, 1.4, 0.7]], [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]]],
    })
    given = torch.tensor(rng.normal(size=(2, 3, 5))).float()  # any states: the road through the sum does not depend on them
    truth = check.gradient(lambda states: shares_of @ states, given, probe=wishes).inputs[0]
    check.close(gradient_to_states(shares_of, wishes), truth, rule="PyTorch finds the same on its way back")
    ### BEGIN HIDDEN TESTS
    for b, t, n, d in ((1, 1, 2, 3), (3, 5, 4, 2), (2, 3, 3, 3)):
        w, g, h = rng.random((b, t, n)), torch.tensor(rng.normal(size=(b, t, d))), torch.tensor(rng.normal(size=(b, n, d))).requires_grad_()
        ((torch.tensor(w) @ h) * g).sum().backward()
        check.close(gradient_to_states(torch.tensor(w), g), h.grad, rule="random numbers: as autograd", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# Now measure. Three translators: yours, Luong's, and as the opponent Luong's once more with an attention that sees nothing. Its context is always zero, so all it knows of the English sentence is the first state, made of what both readers have at their ends. None is trained yet; that is when it matters. (`retain_grad` tells PyTorch to keep a gradient it would throw away, and a *hook* is a function that a layer calls with its result.)

# %% setup="no_attention"
class NoAttention(nn.Module):
    """Sees nothing: a context of zeros, so that all must pass through the decoder's first state."""

    def prepare(self, states):
        """Nothing to prepare."""
        return states

    def forward(self, query, states, prepared, mask):
        """Zeros (batch, target, state_size), and equal weights (batch, target, source)."""
        weights = mask.float() / mask.sum(dim=1, keepdim=True)
        return query.new_zeros(*query.shape[:2], states.shape[2]), weights.unsqueeze(1).expand(-1, query.shape[1], -1)


# %%
def reach(translator, pairs, points=21):
    """The length of the gradient at each English word's embedding, from the first word (0) to the last (1)."""
    found, kept = [], []

    def keep(layer, given, out):  # PyTorch calls it with what the embedding gives
        out.retain_grad()
        kept.append(out)

    hook = translator.encoder.read.register_forward_hook(keep)
    for pair in pairs:
        [batch] = text.batches([english.encode(pair.source)], [french.encode(pair.target, start=True, end=True)])
        translation_loss(translator, batch).backward()
        lengths = kept.pop().grad[0].norm(dim=-1).numpy()
        found.append(np.interp(np.linspace(0, 1, points), np.linspace(0, 1, len(lengths)), lengths))
    hook.remove()
    return np.mean(found, axis=0)


long_pairs = [pair for pair in data.test if len(pair.source) >= 25][: 2 if training.short_run() else 40]
torch.manual_seed(0)
blind = Translator(BidirectionalEncoder(len(english)), WholeTargetDecoder(len(french), NoAttention()))
looking = Translator(BidirectionalEncoder(len(english)), WholeTargetDecoder(len(french), AdditiveAttention(128, 128, 64)))
feeding_back = Translator(BidirectionalEncoder(len(english)), AttentionDecoder(len(french)))
reached = {
    "no attention": reach(blind, long_pairs),
    "attention, whole target": reach(looking, long_pairs),
    "attention, context fed back": reach(feeding_back, long_pairs),
}
plots.lines(
    np.linspace(0, 1, 21), reached,
    x_label="place in the English sentence, from first word to last", y_label="length of the gradient", title="How much of the error reaches each word", log_y=True,
)

# %% [markdown]
# The scale is logarithmic: each line is ten times the one below. Through one vector, the words in the middle of a long sentence hear almost nothing of the error; only those at the ends, next to the vector, do. With attention all words hear it about alike, however far away. A network can only learn from what it hears.

# %% [markdown]
# ## 8 What can go wrong
#
# **Padding that is read first.** Turn the whole row round, instead of its real words only, and nothing crashes. Take the states of one short sentence, alone and next to a long one:


# %%
def careless(vectors, mask):
    """Turns whole rows round, padding and all."""
    return vectors.flip(1)


def states_right_to_left(turn, pairs):
    """The right-to-left states of the first pair's sentence, encoded together with the others."""
    [batch] = text.batches([english.encode(pair.source) for pair in pairs], size=len(pairs))
    place, mask = list(batch.index).index(0), torch.tensor(batch.source_mask)
    with torch.no_grad():
        words = model.encoder.read(torch.tensor(batch.source))
        states = turn(model.encoder.backwards(turn(words, mask))[0], mask)
    return states[place, : len(pairs[0].source)]


short, long = corpus.THE_SENTENCE, long_pairs[0]
for name, turn in {"only the real words": reverse_words, "whole rows": careless}.items():
    change = (states_right_to_left(turn, [short]) - states_right_to_left(turn, [short, long])).abs().max()
    print(f"{name:20} the states change by up to {change:.3f} because of the neighbour")

# %% [markdown]
# The states of a sentence then depend on who stands beside it in the batch. In training, where batches hold sentences of like length, one never notices. It shows later, when somebody translates a mixed batch.
#
# **Forgetting the mask.** The same batch, encoded properly, but the attention is told that everything in it is real:

# %%
[batch] = text.batches([english.encode(pair.source) for pair in (short, long)], size=2)
place, ids = list(batch.index).index(0), torch.tensor(batch.source)
real, everything = torch.tensor(batch.source_mask), torch.ones(ids.shape, dtype=torch.bool)
with torch.no_grad():
    states, state = model.encoder(ids, real)  # the encoder gets the right mask, only the attention is told something else
    for name, mask in {"with the mask": real, "without": everything}.items():
        said, looks = speak_from(model, states, state, mask, french, LONGEST)
        on_padding = np.sum(np.array(looks[place]) * ~batch.source_mask[place], axis=1).mean() if looks[place] else 0
        print(f"{name:14} {on_padding:4.0%} of the weight is on padding: ", " ".join(french.decode(said[place])[:25]))

# %% [markdown]
# Padding has states like any other place, and nothing in them says "do not look here". The decoder gets lost in it, and has no way to know that the sentence is over.
#
# **The fake of lesson 4** belongs here as well: an attention that never sees the states trains, and its loss falls, because a decoder with a GRU can do much without looking. A falling loss does not prove that attention works. Draw the heat map, and measure long sentences.

# %% [markdown]
# ## In short
#
# 1. The encoder keeps **all its states**, read from both sides; the decoder's own state is the **query**; scores, mask, softmax, and the **context** is a weighted sum of the states, made anew for each French word.
# 2. The context goes **into the GRU and into the output** (Bahdanau 2015). If it goes into the output only (Luong 2015), training can do **the whole target at once**.
# 3. The bottleneck is gone: on the same sentences, where one vector fails from ten words on, the curve stays up.
# 4. Where the model looks, nobody has told it. The heat map leaves the diagonal where the languages do.
# 5. Through the sum, each state gets its **weight's share of the error** directly: no long way back, so it learns quickly.
#
# *To read next.* D. Bahdanau, K. Cho, Y. Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015, arXiv:1409.0473. M.-T. Luong, H. Pham, C. D. Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015, arXiv:1508.04025. Y. Wu and others, "Google's Neural Machine Translation System", 2016, arXiv:1609.08144: this model, grown up, which translated for the world.
#
# Next: *07 Reading the alignments*. The heat map looks convincing. Is it true?
