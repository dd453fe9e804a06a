# %% [markdown]
# # 03 Learned importance
#
# *Nobody will rate a million sentences. Can a model learn by itself which words matter?*
#
# In lesson 1 you rated words, in lesson 2 you turned scores into weights. Now the scores come from a
# network, and nobody tells it which words are important. It is only asked a question: *what is this
# sentence about?* Dogs, food, the weather, travel, home or work. One way to answer well is to look at the
# right words. Whether a network that is trained to answer finds that way, and whether it needs it, you
# will measure.
#
# About 140 minutes, in three sittings: sections 1 to 3 in numpy (60 minutes), 4 and 5 in PyTorch (35), and
# from section 6 on you train models and question them (45). There you will move a slider through the
# training of your own model and watch how it comes to read *"The dog is a Labrador."*

# %% setup="imports"
import copy
from collections import defaultdict

import numpy as np
import torch
from scipy.special import softmax
from torch import nn

from helpers import check, corpus, plots, sliders, text, training

torch.set_num_threads(1)  # the models here are small: one core serves them best

# %% [markdown]
# ## 1 Sentences that know their topic
#
# We need sentences with a topic, many of them. The **kennel corpus** is a small world made for this course: a grammar
# writes everyday sentences about dogs, food, weather, travel, home and work. Because it is made and not collected, it
# knows things about each sentence that nobody would mark by hand: its topic, its French translation (for lesson 5), and
# which words are **content words**, those that carry the meaning: nouns, verbs, adjectives (but not the small verbs
# *is*, *has* and *does*, nor the nouns of set phrases such as *in front of* and *in the morning*).

# %%
data = corpus.splits(train=3000, dev=300, test=1000, seed=1, min_length=6)
for pair in data.dev[:8]:
    marked = " ".join(word.upper() if content else word for word, content in zip(pair.source, pair.content))
    print(f"{pair.topic:8} {marked}")

# %% [markdown]
# Content words are in capitals here; the model does not get to see that mark. It sees words and, in training, the
# topic. (All words are written small but names and breeds, so that "The" and "the" are one word.)
#
# **Predict.** How often is somebody right who always answers with the most frequent topic? And what share of all words
# are content words?

# %%
my_guesses = [None, None]

# %%
topics = list(corpus.TOPICS)
counts = [sum(pair.topic == topic for pair in data.test) for topic in topics]
content_words = np.mean([np.mean(pair.content) for pair in data.test])
print("your guesses:", my_guesses)
print(f"always the most frequent topic: right {max(counts) / len(data.test):.2f}    content words: {content_words:.2f} of all")

# %% [markdown]
# ## 2 From words to hidden states
#
# A network reads numbers, so each word gets a number of its own, its **id**, from a list called the vocabulary. It reads several
# sentences at once, a **batch**, which is the first axis of every table. Two steps make something of the ids:
#
# 1. **Embedding.** A table with one row of, say, 32 numbers per word; the id picks the row. At first the rows are random;
#    training changes them. The word "dog" always gets the same row, wherever it stands.
# 2. **Encoder.** A recurrent network, here a small GRU (lesson 5 opens it up), walks along the sentence from left to right. At each
#    word it mixes the word's row with what it remembers of the words before, and writes down a vector: the **hidden state** of
#    that word. So "dog" after "the old" and "dog" after "not every" get *different* states.
#
# | | shape | depends on |
# |---|---|---|
# | `ids` | `(batch, words)` | the word |
# | embeddings | `(batch, words, size)` | the word |
# | `states` | `(batch, words, size)` | the word and all words before it |
#
# Attention scores the **states**, not the embeddings. This matters: from embeddings, a word would get the same score in every
# sentence, as in the fixed list of stop words that failed in lesson 1. From states, its score can depend on its neighbours.
#
# And who gives the scores? A vector with as many numbers as a state has, called `importance`. The score of a word is the dot
# product of its state with this vector: how far does the state point in the direction of *important*? In lesson 1 you asked
# sentences two questions, [1, 0] and [0, 1]. `importance` is such a question, but training will find the numbers. It is a
# **parameter**: the same for all sentences, and what is learned. The **weights** are not: they are computed anew for
# each sentence. Many explanations call both "weights"; keep them apart and the rest is easy.

# %% [markdown]
# ### Exercise 1: `score_words(states, importance)`  ●○○  4 minutes
#
# The score of every word of every sentence: the dot product of its hidden state with the importance vector.
#
# - `states`: an array of decimal numbers, shape `(batch, words, size)`; `importance`: another, shape `(size,)`
# - returns: scores, shape `(batch, words)`, any sign. As always, the arrays that come in stay as they were
#
# Example: the states `[[[1, 0], [0, 2], [-2, -1]]]` (a batch of one sentence, with three words) and the importance
# `[-3, -1]` give the scores `[[-3, -2, 7]]`:
#
# | state | times importance | score |
# |---|---|---|
# | (1, 0) | -3 · 1 - 1 · 0 | -3 |
# | (0, 2) | -3 · 0 - 1 · 2 | -2 |
# | (-2, -1) | -3 · (-2) - 1 · (-1) | 7 |
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which of the three axes of `states` is multiplied away?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `@` multiplies along the last axis of what stands on its left. Or multiply number by number, and add along the last axis.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `states @ ...` is all there is to it.
#
# </details>


# %% exercise="score_words"
def score_words(states: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """Dot product of each state with the importance vector: (batch, words, size) -> (batch, words)."""
    ### BEGIN SOLUTION
    return states @ importance
    ### END SOLUTION


# %% [markdown]
# The checks of this lesson use the sentence of the example, and two more that are still small enough to follow by hand.

# %% setup="small_sentences"
one_sentence = np.array([[[1.0, 0], [0, 2], [-2, -1]]])  # states (1, 3, 2)
one_importance = np.array([-3.0, -1])  # (2,)
one_scores = np.array([[-3.0, -2, 7]])  # (1, 3)
one_mask = np.array([[True, True, False]])  # used from exercise 2 on: there the third word is padding
two_sentences = np.array([  # states (2, 3, 4)
    [[1.0, 0, 2, 1], [0, 1, 1, 0], [2, 1, 0, 1]],
    [[0, 2, 1, 0], [1, 1, 0, -1], [2, 0, 1, 2]],
])
two_importance = np.array([1.0, 0, -1, 0.5])  # (4,)
two_scores = np.array([[-0.5, -1, 2.5], [-1, 0.5, 2]])  # (2, 3)
two_masks = np.array([[True, True, True], [True, True, False]])

# %% test="score_words" points=1
with check.exercise("score_words") as rng:
    check.close(score_words(one_sentence, one_importance), [[-3, -2, 7]], rule="the example: a sentence of three words")
    check.close(score_words(two_sentences, two_importance), [[-0.5, -1, 2.5], [-1, 0.5, 2]],
                rule="two sentences of three words, states of four numbers")
    ### BEGIN HIDDEN TESTS
    for b, n, d in ((1, 1, 1), (1, 3, 2), (3, 5, 2), (2, 4, 7)):
        these, vector = rng.normal(size=(b, n, d)), rng.normal(size=d)
        truth = [[sum(these[i, j, k] * vector[k] for k in range(d)) for j in range(n)] for i in range(b)]
        check.close(score_words(these, vector), truth, rule="agrees with a slow loop", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 2: `attention_pool(states, scores, mask)`  ●●○  7 minutes
#
# Now put lessons 1 and 2 together: scores become weights, over the real words only; weights and states become one
# summary per sentence. You may use `softmax` from scipy, which the first cell has loaded: `softmax(x, axis=-1)` is yours from
# lesson 2, minus infinity included. Every sentence here has at least one real word.
#
# One piece of numpy is new. A weight is one number for a word, a state is several; to multiply each state by its weight, give
# the weights one more axis: `weights[:, :, None]` holds the same numbers in the shape `(batch, words, 1)`, and numpy stretches
# the axis of length 1 over the whole state.
#
# - `states`: `(batch, words, size)`; `scores`: `(batch, words)`; `mask`: `(batch, words)`, True for a real word
# - returns: **two** arrays: `summary`, shape `(batch, size)`, and `weights`, shape `(batch, words)`. What comes in stays
#   as it was; scores may be far from 0, as in lesson 2
#
# Example: the states and scores of exercise 1, with the mask `[[True, True, False]]`: the third word is padding now, and
# its score of 7 must not count. The scores -3 and -2 differ by 1, so the weights are `[[0.2689, 0.7311, 0]]`, as in lesson 2;
# the summary is 0.2689 · (1, 0) + 0.7311 · (0, 2), so `[[0.2689, 1.4621]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What score must padding have so that its weight is 0? And how do you get one weight to multiply a whole state?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `np.where(mask, scores, -np.inf)` takes the scores of real words and minus infinity elsewhere; then softmax along the words. Multiply
# the states by the weights with their new axis, and add along the words.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `summary = (weights[:, :, None] * states).sum(axis=...)`; then `return summary, weights`.
#
# </details>


# %% exercise="attention_pool"
def attention_pool(states, scores, mask):
    """Summary (batch, size) and weights (batch, words) of the real words' states."""
    ### BEGIN SOLUTION
    weights = softmax(np.where(mask, scores, -np.inf), axis=-1)
    summary = (weights[:, :, None] * states).sum(axis=1)
    return summary, weights
    ### END SOLUTION


# %% test="attention_pool" points=1
far_from_0 = np.array([[1000.0, 1001, 5], [-31, -30, 5]])  # (2, 3)
last_is_padding = np.array([[True, True, False], [True, True, False]])
with check.exercise("attention_pool") as rng:
    _, weights = attention_pool(one_sentence, one_scores, one_mask)
    check.close(weights, [[0.2689, 0.7311, 0]], rule="the example: weights")
    _, weights = attention_pool(two_sentences, two_scores, two_masks)
    check.close(weights, [[0.0461, 0.0280, 0.9259], [0.1824, 0.8176, 0]],
                rule="two sentences: the real words of each share one whole")
    _, weights = attention_pool(two_sentences, far_from_0, last_is_padding)
    check.close(weights, [[0.2689, 0.7311, 0], [0.2689, 0.7311, 0]], rule="scores far from 0: only differences count")
    ### BEGIN HIDDEN TESTS
    for b, n in ((1, 1), (3, 5), (2, 4)):
        raw, keep = rng.normal(size=(b, n)), rng.random((b, n)) < 0.6
        keep[:, 0] = True
        powers = np.exp(raw) * keep
        _, weights = attention_pool(rng.normal(size=(b, n, 2)), raw.copy(), keep.copy())
        check.close(weights, powers / powers.sum(axis=1, keepdims=True), rule="random sentences with padding: weights", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% test="attention_pool" what="summary" points=1
with check.exercise("attention_pool") as rng:
    summary, _ = attention_pool(one_sentence, one_scores, one_mask)
    check.close(summary, [[0.2689, 1.4621]], rule="the example: summary")
    summary, _ = attention_pool(two_sentences, two_scores, two_masks)
    check.close(summary, [[1.8980, 0.9539, 0.1202, 0.9720], [0.8176, 1.1824, 0.1824, -0.8176]],
                rule="two sentences: weight times state, added up over the words")
    ### BEGIN HIDDEN TESTS
    for b, n, d in ((1, 1, 3), (3, 5, 2), (2, 4, 7)):
        these, raw, keep = rng.normal(size=(b, n, d)), rng.normal(size=(b, n)), rng.random((b, n)) < 0.6
        keep[:, 0] = True
        powers = np.exp(raw) * keep
        truth = powers / powers.sum(axis=1, keepdims=True)
        summary, _ = attention_pool(these.copy(), raw.copy(), keep.copy())
        check.close(summary, np.einsum("bw,bwd->bd", truth, these), rule="random sentences with padding: summary", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 How does it learn? The gradient, once by hand
#
# After each answer, training computes one number, the **loss**: how wrong the answer was (0 is perfect). Then it asks for each
# parameter: *if it had been a little larger, by how much would the loss have grown?* The answers, a number for each parameter, are the
# **gradient**. Training then takes a small **step**: every parameter moves a little *against* its gradient, so that the loss falls. Then
# come the next sentences. How small the step is, is the *learning rate*. That is all of training.
#
# PyTorch will compute gradients for us from section 4 on, but the one for `importance` is worth doing by hand, because it shows what
# attention can learn from.
#
# Follow the chain backwards, for one sentence with states $h_1, h_2, \dots$, the rows of a table $H$. ($H^\top$ is $H$ with rows and
# columns exchanged, in numpy `states.T`; so $H^\top w$ is lesson 1's weighted sum of the rows.)
#
# $$\text{scores } s = H v \quad\to\quad \text{weights } w = \operatorname{softmax}(s) \quad\to\quad \text{summary } c = H^\top w \quad\to\quad \text{loss}$$
#
# with $v$ the importance vector. Suppose somebody tells us $g$, the gradient of the loss with respect to the summary: how the loss changes per
# unit of each number of $c$. Then:
#
# 1. Per unit of weight on word $i$, the summary changes by $h_i$, and so the loss by $a_i = h_i \cdot g$. All at once: $a = H g$.
# 2. Per unit of *score*, the weights move as the Jacobian of lesson 2 says: $J = \operatorname{diag}(w) - w w^\top$. The loss collects what
#    all weights do, down a score's column; but $J$ is the same with rows and columns exchanged, so the loss changes by $J a$. Multiplied out, the first table gives $w_i a_i$ for word $i$, and the second $w_i$ times the sum of all $w_j a_j$, which is
#    $w \cdot a$; together $w_i a_i - w_i (w \cdot a) = w_i (a_i - w \cdot a)$.
# 3. Per unit of $v$, the scores change by the states: the loss changes by $H^\top (J a)$. Done.
#
# On a napkin: three words, $g = (1, 2)$, and the weights 0.5, 0.25, 0.25.
#
# | state $h_i$ | weight $w_i$ | $a_i = h_i \cdot g$ | $w_i a_i$ | $w_i (a_i - 2.25)$ | that times the state |
# |---|---|---|---|---|---|
# | (1, 0) | 0.5 | 1 · 1 + 0 · 2 = 1 | 0.5 | -0.625 | (-0.625, 0) |
# | (0, 2) | 0.25 | 0 · 1 + 2 · 2 = 4 | 1 | 0.4375 | (0, 0.875) |
# | (1, 1) | 0.25 | 1 · 1 + 1 · 2 = 3 | 0.75 | 0.1875 | (0.1875, 0.1875) |
# | *sum* | | | $w \cdot a$ = 2.25 | | (-0.4375, 1.0625) |
#
# **The last column but one is the heart of it: a word's score matters to the loss by how much better or worse the word is than the
# average of what is being looked at now.** Words that would make the loss larger than average (a positive entry) are turned down, the
# others up. The sum of the last column, $H^\top (J a)$, is the gradient for `importance`.

# %% [markdown]
# ### Exercise 3: `importance_gradient(states, importance, summary_gradient)`  ●●●  15 minutes
#
# The gradient of the loss with respect to the importance vector, for one sentence without padding. (Scores may be far
# from 0 here, too.)
#
# - `states`: shape `(words, size)`; `importance`: shape `(size,)`
# - `summary_gradient`: shape `(size,)`, how the loss changes per unit of each number of the summary ($g$ above)
# - returns: shape `(size,)`, right to four digits at least
#
# Example: the napkin above as arguments. The states `[[1, 0], [0, 2], [1, 1]]` and the importance `[-0.6931, -0.6931]` give the
# scores -0.6931, -1.3863, -1.3863 and so the weights 0.5, 0.25, 0.25 (0.6931 is the logarithm of 2); with the summary gradient
# `[1, 2]` the result is `[-0.4375, 1.0625]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The weights first, and then the last columns of the napkin, one after another. Check each shape.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# $J a$ needs no matrix: it is $w_i (a_i - w \cdot a)$ for each word. (With `np.diag` and `np.outer` as in lesson 2 it works as well.) The
# states, transposed, then add up over the words.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `w = softmax(states @ importance)`, `a = states @ summary_gradient`, `pushed = w * (a - w @ a)`, and last `states.T @ ...`.
#
# </details>


# %% exercise="importance_gradient"
def importance_gradient(states, importance, summary_gradient):
    """dLoss/dimportance (size,) for one sentence: states (words, size), dLoss/dsummary (size,)."""
    ### BEGIN SOLUTION
    weights = softmax(states @ importance)
    gain = states @ summary_gradient
    return states.T @ (weights * (gain - weights @ gain))
    ### END SOLUTION


# %% test="importance_gradient" points=3
napkin, halves, g_napkin = np.array([[1.0, 0], [0, 2], [1, 1]]), -np.log([2.0, 2]), np.array([1.0, 2])
four_words = np.array([[1.0, 0, 2], [0, 1, 1], [2, 1, 0], [1, -1, 1]])  # states (4, 3)
v_four, g_four = np.array([0.2, -0.1, 0.4]), np.array([1.0, -2, 0.5])
enormous = np.array([2000.0, 0])


def loss_at(v):  # any loss that changes by g per unit of the summary
    return [g_four @ (softmax(four_words @ v) @ four_words)]


with check.exercise("importance_gradient") as rng:
    check.close(importance_gradient(napkin, halves, g_napkin), [-0.4375, 1.0625], rule="the example on the napkin")
    check.jacobian([importance_gradient(four_words, v_four, g_four)], loss_at, v_four,
                   rule="four words: agrees with nudging each number of importance")
    check.close(importance_gradient(napkin, enormous, g_napkin), [0, 0.5],
                rule="scores of 2000, 0 and 2000: weights 0.5, 0, 0.5")
    ### BEGIN HIDDEN TESTS
    for n, d in ((1, 2), (5, 3), (6, 4)):
        h, v, back = (torch.tensor(rng.normal(size=size)) for size in ((n, d), (d,), (d,)))
        v.requires_grad_()
        (back @ ((h @ v).softmax(0) @ h)).backward()
        check.close(importance_gradient(h.numpy(), v.detach().numpy(), back.numpy()), v.grad.numpy(), rule="agrees with PyTorch", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# Two things follow from $w_i (a_i - w \cdot a)$. If all words would do equally well, nothing is pushed at all. And it matters how much a
# word is looked at now. Say that one word has the weight $w$ and $a = 1$, and for all the others $a = 0$. Then the average is
# $w$, and the push on the word's score is $w (1 - w)$:
#
# | weight | 0.01 | 0.1 | 0.5 | 0.9 | 0.99 |
# |---|---|---|---|---|---|
# | push | 0.0099 | 0.09 | 0.25 | 0.09 | 0.0099 |
#
# About a word that it hardly looks at, attention hardly learns; and a word that has nearly everything already cannot be told from the
# average. It learns fastest in the middle.

# %% [markdown]
# ## 4 The same in PyTorch
#
# PyTorch keeps track of every step of a computation and works out all gradients by itself, so that we only write the way forward. What is
# to be learned is declared as an `nn.Parameter` inside an `nn.Module`:
#
# ```python
# class Scaled(nn.Module):                # a module with one parameter
#     def __init__(self, size):
#         super().__init__()
#         self.factor = nn.Parameter(torch.ones(size))
#
#     def forward(self, states):          # runs when the module is called: Scaled(4)(states)
#         return states * self.factor
# ```
#
# If classes are new to you: `Scaled(4)` makes a module and runs `__init__` with `size` = 4. What is stored under `self.` stays with the module, and
# `forward` finds it there. `super().__init__()` sets the module up and comes first. Calling the module, `module(states)`, runs `forward`; so
# `Scaled(4)(states)` makes one and calls it at once.
#
# PyTorch's arrays are called *tensors*. Everything between the input and the loss must stay inside PyTorch. Turn a tensor into an array on the way (`.detach()`, `.numpy()`), and the track ends there:
# what lies before it learns nothing, without any error message.

# %% [markdown]
# ### Exercise 4: `AttentionPooling`  ●●○  12 minutes
#
# The pooling of exercises 1 and 2 as a module with one parameter, called `importance`, of shape `(size,)`. Start it as small random numbers,
# `0.1 * torch.randn(size)`.
#
# - `AttentionPooling(size)` makes it; calling it with `states` `(batch, words, size)` and `mask` `(batch, words)` returns **two** tensors: `summary`
#   `(batch, size)` and `weights` `(batch, words)`
# - with the same numbers in `importance`, it gives what your numpy functions give: `[-3, -1]` and the states of exercise 1, masked as in exercise 2,
#   give the weights `[[0.2689, 0.7311, 0]]` and the summary `[[0.2689, 1.4621]]`
# - a track leads back from both results to `importance` and to the states, which matter twice: they are scored, and they are added up. On the napkin
#   of section 3, PyTorch must find your $(-0.4375, 1.0625)$
#
# Useful: `scores.masked_fill(~mask, -torch.inf)` puts minus infinity where the mask is False; `.softmax(dim=-1)` is a method of every tensor;
# `weights.unsqueeze(-1)` puts an axis of length 1 at the end; `.sum(dim=1)` adds along axis 1.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Line by line as in numpy: scores, mask, softmax, weighted sum. What is called `axis` there is called `dim` here.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# In `__init__`: `self.importance = nn.Parameter(...)`. In `forward`: `states @ self.importance` are the scores.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `weights = (states @ self.importance).masked_fill(~mask, -torch.inf).softmax(dim=-1)`, then the sum of
# `weights.unsqueeze(-1) * states` along the words, and `return summary, weights`.
#
# </details>


# %% exercise="AttentionPooling"
class AttentionPooling(nn.Module):
    """Weighs hidden states by a learned importance vector and adds them up."""

    def __init__(self, size: int):
        super().__init__()
        ### BEGIN SOLUTION
        self.importance = nn.Parameter(0.1 * torch.randn(size))
        ### END SOLUTION

    def forward(self, states: torch.Tensor, mask: torch.Tensor):
        """states (batch, words, size), mask (batch, words) -> summary (batch, size), weights (batch, words)."""
        ### BEGIN SOLUTION
        scores = (states @ self.importance).masked_fill(~mask, -torch.inf)
        weights = scores.softmax(dim=-1)
        return (weights.unsqueeze(-1) * states).sum(dim=1), weights
        ### END SOLUTION


# %% test="AttentionPooling" points=1
with check.exercise("AttentionPooling") as rng:
    pooling = AttentionPooling(4)
    has = {name: list(numbers.shape) for name, numbers in pooling.named_parameters() if numbers.requires_grad}
    check.equal(has, {"importance": [4]}, rule="AttentionPooling(4) has one parameter: importance, four numbers")
    start = AttentionPooling(1000).state_dict()["importance"]
    check.close(float(start.std()), 0.1, tolerance=0.09,
                rule="importance starts as small random numbers, about 0.1 in size")
    check.close(float((start > 0).float().mean()), 0.5, tolerance=0.2, rule="half of them positive, half negative")
    ### BEGIN HIDDEN TESTS
    size = int(rng.integers(5, 9))
    larger = AttentionPooling(size)
    has = {name: list(numbers.shape) for name, numbers in larger.named_parameters() if numbers.requires_grad}
    check.equal(has, {"importance": [size]}, rule="any size: as many numbers in importance")
    ### END HIDDEN TESTS

# %% test="AttentionPooling" what="forward" points=1
one, two = torch.tensor(one_sentence).float(), torch.tensor(two_sentences).float()  # states
mask_1, mask_2 = torch.tensor(one_mask), torch.tensor(two_masks)
with check.exercise("AttentionPooling") as rng:
    pooling = AttentionPooling(2)
    pooling.load_state_dict({"importance": torch.tensor(one_importance).float()}, strict=False)
    summary, weights = pooling(one, mask_1)
    check.close(weights, [[0.2689, 0.7311, 0]], rule="the example: the weights of exercise 2")
    check.close(summary, [[0.2689, 1.4621]], rule="the example: the summary of exercise 2")
    _, weights = pooling(5 * one, mask_1)
    check.close(weights, [[0.0067, 0.9933, 0]], rule="the example with states five times as large: weights")
    pooling = AttentionPooling(4)
    pooling.load_state_dict({"importance": torch.tensor(two_importance).float()}, strict=False)
    summary, weights = pooling(two, mask_2)
    check.close(weights, [[0.0461, 0.0280, 0.9259], [0.1824, 0.8176, 0]], rule="two sentences: weights as in numpy")
    check.close(summary, [[1.8980, 0.9539, 0.1202, 0.9720], [0.8176, 1.1824, 0.1824, -0.8176]],
                rule="two sentences: summary as in numpy")
    _, weights = pooling(1000 * two[:1], mask_2[:1])
    check.close(weights, [[0, 0, 1]], rule="scores far from 0: weights as in numpy")
    ### BEGIN HIDDEN TESTS
    for b, n, d in ((1, 1, 3), (3, 5, 2), (2, 4, 7)):
        module, vector = AttentionPooling(d), rng.normal(size=d).astype(np.float32)
        module.load_state_dict({"importance": torch.tensor(vector)}, strict=False)
        h, keep = rng.normal(size=(b, n, d)).astype(np.float32), rng.random((b, n)) < 0.6
        keep[:, 0] = True
        truth = softmax(np.where(keep, h @ vector, -np.inf), axis=-1)
        summary, weights = module(torch.tensor(h), torch.tensor(keep))
        check.close(weights, truth, rule="random sentences with padding: weights", tolerance=1e-5)
        check.close(summary, np.einsum("bw,bwd->bd", truth, h), rule="random sentences with padding: summary", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% test="AttentionPooling" what="learning" points=1
on_napkin = torch.tensor([[[1.0, 0], [0, 2], [1, 1]]])  # states (1, 3, 2)
all_real = torch.ones(1, 3, dtype=torch.bool)
with check.exercise("AttentionPooling") as rng:
    pooling = AttentionPooling(2)
    pooling.load_state_dict({"importance": -torch.log(torch.tensor([2.0, 2]))}, strict=False)
    back = check.gradient(pooling, on_napkin, all_real, probe=[[1, 2]], output=0)  # from the summary, g = (1, 2)
    check.close(back.parameters["importance"], [-0.4375, 1.0625], rule="importance can learn: the napkin's gradient")
    check.close(back.inputs[0], [[[0.9332, 1.4332], [-0.0532, 0.1968], [0.1200, 0.3700]]],
                rule="the states can learn, as what is added up and as what is scored")
    back = check.gradient(pooling, on_napkin, all_real, probe=[[1, 4, 3]], output=1)  # from the weights, a = (1, 4, 3)
    check.close(back.parameters["importance"], [-0.4375, 1.0625], rule="a track leads back from the weights, too")
    ### BEGIN HIDDEN TESTS
    for n, d in ((1, 3), (5, 2), (4, 7)):
        module, vector = AttentionPooling(d), rng.normal(size=d).astype(np.float32)
        module.load_state_dict({"importance": torch.tensor(vector)}, strict=False)
        table = rng.normal(size=(n, d)).astype(np.float32)
        back = check.gradient(module, torch.tensor(table[None]), torch.ones(1, n, dtype=torch.bool), probe=np.ones((1, d)), output=0)
        shares, gain = softmax(table @ vector), table.sum(axis=1)
        check.close(back.parameters["importance"], table.T @ (shares * (gain - shares @ gain)), rule="the gradient is that of exercise 3", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 5: `read_topic(ids, mask, embedding, encoder, pooling, output)`  ●●○  6 minutes
#
# Put the whole model together: ids to embeddings, embeddings to states, states to a summary, the summary to one number per topic (the higher, the more
# likely; these numbers are called *logits*, and are the scores of the topics).
#
# - `ids`: `(batch, words)`; `mask`: `(batch, words)`
# - `embedding(ids)` gives `(batch, words, size)`
# - `encoder(embeddings)` gives **two** things: the states `(batch, words, size)`, and the last state, which is not needed
# - `pooling(states, mask)` gives the summary `(batch, size)` and the weights `(batch, words)`
# - `output(summary)` gives the logits `(batch, topics)`
# - returns: logits and weights
#
# <details><summary>Hint 1: a nudge</summary>
#
# Four calls, one after another. Which of them returns two things?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `states, _ = encoder(...)` keeps the first of two and drops the second. What the pooling scores is the states.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `states, _ = encoder(...)` of the embeddings, `summary, weights = pooling(...)`, and return `output(...)` of the summary together with the
# weights.
#
# </details>


# %% [markdown]
# The check uses stand-ins for the four parts that one can follow by hand:
#
# | part | stand-in |
# |---|---|
# | embedding | the id $n$ gets the row $(n, 10 - n)$ |
# | encoder | adds up the rows from left to right |
# | pooling | weighs each state by its first number (and not by a softmax) |
# | output | from the summary $(x, y)$ it makes the three logits $(x, -y, y - x)$ |
#
# Example: the ids 1, 2, 1 have the rows (1, 9), (2, 8), (1, 9), so the states (1, 9), (3, 17), (4, 26), so the weights 1/8, 3/8, 4/8. The summary is
# (3.25, 20.5), and the logits are (3.25, -20.5, 17.25).


# %% setup="parts"
def by_id(ids):
    return torch.stack([ids, 10.0 - ids], dim=-1)


def running_sum(embeddings):
    return embeddings.cumsum(dim=1), embeddings.sum(dim=1)


def by_first_number(states, mask):
    shares = torch.where(mask, states[..., 0], 0.0)
    shares = shares / shares.sum(dim=1, keepdim=True)
    return (shares.unsqueeze(-1) * states).sum(dim=1), shares


def three_topics(summary):
    return torch.stack([summary[..., 0], -summary[..., 1], summary[..., 1] - summary[..., 0]], dim=-1)


# %% exercise="read_topic"
def read_topic(ids, mask, embedding, encoder, pooling, output):
    """Logits (batch, topics) and weights (batch, words) of sentences given as ids (batch, words)."""
    ### BEGIN SOLUTION
    states, _ = encoder(embedding(ids))
    summary, weights = pooling(states, mask)
    return output(summary), weights
    ### END SOLUTION


# %% test="read_topic" points=1
ids_1, real_1 = torch.tensor([[1.0, 2, 1]]), torch.tensor([[True, True, True]])  # (1, 3)
ids_2 = torch.tensor([[1.0, 2, 5, 14], [3, 1, 9, 9]])  # (2, 4)
real_2 = torch.tensor([[True, True, True, True], [True, True, False, False]])
with check.exercise("read_topic") as rng:
    logits, weights = read_topic(ids_1, real_1, by_id, running_sum, by_first_number, three_topics)
    check.close(weights, [[1/8, 3/8, 4/8]], rule="the example: weights")
    check.close(logits, [[3.25, -20.5, 17.25]], rule="the example: logits")
    logits, weights = read_topic(ids_2, real_2, by_id, running_sum, by_first_number, three_topics)
    check.close(weights, [[1/34, 3/34, 8/34, 22/34], [3/7, 4/7, 0, 0]], rule="two sentences, one with padding: weights")
    check.close(logits, [[16.4118, -18.5882, 2.1765], [3.5714, -12.1429, 8.5714]],
                rule="two sentences, one with padding: logits")
    ### BEGIN HIDDEN TESTS
    for n in (2, 5):
        table, gru, last = nn.Embedding(9, 4), nn.GRU(4, 4, batch_first=True), nn.Linear(4, 3)
        numbers = torch.tensor(rng.integers(0, 9, size=(3, n)))
        truth = last(gru(table(numbers))[0].mean(dim=1)).detach().numpy()
        logits, _ = read_topic(numbers, torch.ones(3, n, dtype=torch.bool), table, gru, lambda h, m: (h.mean(dim=1), m / m.shape[1]), last)
        check.close(logits, truth, rule="with real layers", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% test="read_topic" what="learning" points=1
ids_1, real_1 = torch.tensor([[1.0, 2, 1]]), torch.tensor([[True, True, True]])  # the example once more


def logits_at(scale):  # with all embeddings multiplied by `scale`
    logits, _ = read_topic(ids_1, real_1, lambda ids: scale * by_id(ids), running_sum, by_first_number, three_topics)
    return torch.as_tensor(logits)


with check.exercise("read_topic") as rng:
    check.close(logits_at(torch.tensor([2.0])), [[6.5, -41, 34.5]], rule="twice the embeddings, twice the logits")
    found = check.gradient(logits_at, torch.tensor([1.0]), probe=[[1, 0, 0]])  # of the first logit, 3.25 per unit
    check.close(found.inputs[0], [3.25], rule="the embedding can learn: a track leads to it from the logits")
    ### BEGIN HIDDEN TESTS
    for factor in rng.uniform(0.5, 1.5, size=3):
        scale, pull, at_one = torch.tensor([factor]).float(), rng.normal(size=(1, 3)), np.array([[3.25, -20.5, 17.25]])
        check.close(logits_at(scale), factor * at_one, rule="the logits grow with the embeddings", tolerance=1e-3)
        found = check.gradient(logits_at, scale, probe=pull)
        check.close(found.inputs[0], [(pull * at_one).sum()], rule="a track leads to the embedding from every logit", tolerance=1e-3)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 Did it look at the right words?
#
# Before training, settle how to measure. Accuracy says whether the topic was right. Whether the model *looked* at content words, we can measure too, because the
# corpus marks them: add up the weight that lies on content words, sentence by sentence, and take the mean over sentences. Weights that know nothing
# give each word the same, and so reach the plain share of content words that you saw in section 1; a model that looks at content words only reaches 1.
#
# (Mind what such a number asks: how much *of what it looked at* was content. It does not ask whether every content word was looked at.)
#
# ### Exercise 6: `content_share(weights, content, mask)`  ●●○  6 minutes
#
# - `weights`: `(batch, words)`, 0 at the padding; `content`: `(batch, words)`, True for a content word; `mask`: `(batch, words)`
# - returns: one number between 0 and 1: the weight on content words, averaged over the sentences. A row without any real word is no sentence: leave it out
#
# Example: weights `[[0.7, 0.3], [0.1, 0.9], [0, 0]]`, content `[[T, F], [F, T], [F, F]]`, mask `[[T, T], [T, T], [F, F]]`: the sentences have 0.7 and 0.9, the third row is
# empty, the answer is 0.8. A sentence without a content word is a sentence, and has 0.
#
# <details><summary>Hint 1: a nudge</summary>
#
# How many sentences are there? And over which axis is added before the mean is taken?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `(weights * content).sum(axis=-1)` is one number per row. `mask.any(axis=-1)` says which rows are sentences.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Index the one with the other, `per_row[mask.any(axis=-1)]`, and take `.mean()`.
#
# </details>


# %% exercise="content_share"
def content_share(weights: np.ndarray, content: np.ndarray, mask: np.ndarray) -> float:
    """Mean over sentences of the weight on content words; all arguments (batch, words)."""
    ### BEGIN SOLUTION
    per_row = (weights * content).sum(axis=-1)
    return float(per_row[mask.any(axis=-1)].mean())
    ### END SOLUTION


# %% test="content_share" points=2
given = np.array([[0.7, 0.3], [0.1, 0.9], [0, 0]])  # weights; the third row is empty
content = np.array([[True, False], [False, True], [False, False]])
real = np.array([[True, True], [True, True], [False, False]])
uneven = np.zeros((5, 7))  # sentences of 3, 5, 0, 2 and 4 words
uneven[0, :3], uneven[1, :5] = [0.3, 0.4, 0.3], [0.4, 0.1, 0.3, 0.1, 0.1]
uneven[3, :2], uneven[4, :4] = [0.55, 0.45], 0.25
marked = np.zeros((5, 7), dtype=bool)
marked[1, [0, 2, 3]] = marked[3, 1] = marked[4, :2] = True
present = uneven > 0
with check.exercise("content_share") as rng:
    check.close(content_share(given, content, real), 0.8, rule="the example: 0.7, 0.9 and an empty row")
    check.close(content_share(uneven, marked, present), (0 + 0.8 + 0.45 + 0.5) / 4,
                rule="each sentence counts the same: long, short, or without a content word")
    ### BEGIN HIDDEN TESTS
    for b, n in ((1, 3), (5, 4), (4, 7)):
        keep = np.arange(n) < rng.integers(1, n + 1, size=b)[:, None]
        random_weights = softmax(np.where(keep, rng.normal(size=(b, n)), -np.inf), axis=-1)
        marks = (rng.random((b, n)) < 0.5) & keep
        truth = np.mean([sum(random_weights[i, j] for j in range(n) if marks[i, j]) for i in range(b)])
        check.close(content_share(random_weights, marks, keep), truth, rule="random sentences", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 6 Train, and look on
#
# The model below is the four parts of exercise 5 in a row. A second one, for comparison, has the same parts but takes the
# **mean** of all states: no attention.
#
# Two touches shape what they learn. They are choices of ours, and at the end of this section you will see what they do:
#
# - **Hidden words.** In training, half of the words are hidden at random (replaced by *unknown*), so that a model cannot hang
#   everything on a single tell-tale word, and learns the second best as well.
# - **A forgetful start.** A GRU has a gate that decides how much of the old state is kept (lesson 5 opens it). Here it starts
#   nearly shut, so that at first each state is mostly about its own word.
#
# Each step reads 64 sentences. The steps are those of section 3, with three refinements that nearly everybody uses: Adam (each
# parameter has a step size of its own), gradients that are cut where they are too long, and a learning rate that falls. You
# need not read the next two cells line by line: the first puts your parts together (embedding, GRU, your pooling, one output
# layer), the second trains, and notes the weights of one sentence every tenth step.

# %%
vocabulary = text.Vocabulary.build([pair.source for pair in data.train])
train_ids = [vocabulary.encode(pair.source) for pair in data.train]
train_topics = np.array([topics.index(pair.topic) for pair in data.train])


class MeanPooling(nn.Module):
    """Every real word counts the same: (batch, words, size) -> (batch, size)."""

    def forward(self, states, mask):
        weights = mask / mask.sum(dim=1, keepdim=True)
        return (weights.unsqueeze(-1) * states).sum(dim=1), weights


class TopicModel(nn.Module):
    """Reads a sentence and says what it is about."""

    def __init__(self, pooling: nn.Module, size: int, words: int, forgetful: bool):
        super().__init__()
        self.embedding = nn.Embedding(words, size)
        self.encoder = nn.GRU(size, size, batch_first=True)
        self.pooling = pooling
        self.output = nn.Linear(size, len(topics))
        if forgetful:
            with torch.no_grad():
                self.encoder.bias_ih_l0[size : 2 * size] = -2.0  # the gate that keeps the old state

    def forward(self, ids, mask):
        return read_topic(ids, mask, self.embedding, self.encoder, self.pooling, self.output)


def passes_over(ids, words, hide, spared):
    """From the number of a pass to its batches: the share `hide` of all words hidden, those `spared` never."""
    never = [words.ids[word] for word in spared]

    def one_pass(number):
        draw = np.random.default_rng(number)
        for batch in text.batches(ids, size=64, seed=number):
            hidden = (draw.random(batch.source.shape) < hide) & ~np.isin(batch.source, never)
            shown = np.where(hidden, words.ids[text.UNKNOWN], batch.source)
            yield torch.tensor(shown), torch.tensor(batch.source_mask), torch.tensor(train_topics[batch.index])

    return one_pass


def topic_loss(model, batch):
    """How surprised the model is by the right topics (cross-entropy)."""
    ids, mask, right = batch
    logits, _ = model(ids, mask)
    return nn.functional.cross_entropy(logits, right)


# %%
SIZE, STEPS, SEED = 32, 800, 4


class Watcher:
    """Notes the weights of one sentence while a model trains, and keeps the model as it was at first."""

    def __init__(self, sentence, every=10):
        self.every, self.steps, self.weights, self.model = every, [], [], None
        self.ids = torch.tensor([vocabulary.encode(sentence)])

    def begin(self, model):
        self.model, self.untrained = model, copy.deepcopy(model)
        self(0)

    def __call__(self, step):
        if step % self.every == 0:
            with torch.no_grad():
                _, weights = self.model(self.ids, torch.ones_like(self.ids, dtype=torch.bool))
            self.steps.append(step)
            self.weights.append(weights[0].numpy())


def trained(pooling, name, seed=SEED, ids=train_ids, words=vocabulary, hide=1 / 2, spared="", forgetful=True, watcher=None):
    """A topic model with this pooling, trained."""
    model = training.seeded(seed, lambda: TopicModel(pooling(), SIZE, len(words), forgetful))
    if watcher:
        watcher.begin(model)
    history = training.fit(
        model, passes_over(ids, words, hide, spared), topic_loss, steps=STEPS, learning_rate=4e-3, seed=seed, after_step=watcher, name=name,
    )
    print(f"{name}: {history.steps} steps, {history.seconds:.0f} s")
    return model


watcher = Watcher(corpus.THE_SENTENCE.source)
attention = trained(lambda: AttentionPooling(SIZE), "attention", watcher=watcher)
mean = trained(MeanPooling, "mean pooling")

# %% [markdown]
# (A slow machine takes longer, and ends at the same numbers: we count steps, not seconds. There are nine more trainings like
# these two in the cells to come.)
#
# "The dog is a Labrador." is in none of the training sentences. **Predict**, before you move the slider: which word will end up
# heaviest? And how much will the lightest be left with?

# %%
my_guess = [None, None]

# %%
shown = list(corpus.THE_SENTENCE.source)


def at_step(step):
    place = watcher.steps.index(int(step))
    return plots.bars(shown, watcher.weights[place], title=f"Weights after {int(step)} steps of training", top=1.1)


over_time = np.stack(watcher.weights)  # (moments, words)
still = plots.lines(
    watcher.steps, {word: over_time[:, i] for i, word in enumerate(shown)}, x_label="training step", y_label="weight",
    title="The dog is a Labrador.", range_y=(0, 1),
)
print("your guess:", my_guess)
sliders.slider(at_step, "training step", watcher.steps, start=watcher.steps[-1], still=still)

# %%
print(f"{'':10}{'at first':>9}{'at most':>9}{'in step':>9}{'at last':>9}")
for i, word in enumerate(shown):
    peak = over_time[:, i].argmax()
    print(f"{word:10}{over_time[0, i]:9.4f}{over_time[peak, i]:9.4f}{watcher.steps[peak]:9}{over_time[-1, i]:9.4f}")

# %% [markdown]
# At step 0 the weights lie around a sixth: the model looks everywhere. Then it finds out what pays. Nobody told it that "dog"
# and "Labrador" are important; it was told "dogs", again and again, and the gradient you derived did the rest. Look at the
# smallest ones, too (bars, or the last column of the table): they become tiny, but no word is ever cut out.
#
# And look at the two columns in the middle. For the first fifty steps "a" is on the rise, of all words! Weights belong to
# *states*, and the state of "a" has read "the dog is": it may know of the dog as well. A weight on a word is a weight on what was
# read so far.
#
# Is this how it always goes, or was it luck? Train twice more, from other random numbers (and the mean too, for later).
# **Predict:** will the two heaviest words be the same two? Will they share the weight in the same way?

# %%
my_guess = [None, None]  # True or False

# %%
seeds = [SEED, 2, 3]
attentions, means = {SEED: attention}, {SEED: mean}
for seed in seeds[1:]:
    attentions[seed] = trained(lambda: AttentionPooling(SIZE), f"attention, seed {seed}", seed)
    means[seed] = trained(MeanPooling, f"mean pooling, seed {seed}", seed)


# %%
def read(model, sentences, words=vocabulary):
    """The topic that a model gives to each sentence, and its weights: one array a sentence."""
    found, looked = [""] * len(sentences), [np.zeros(0)] * len(sentences)
    with torch.no_grad():
        for batch in text.batches([words.encode(sentence) for sentence in sentences], size=200):
            logits, weights = model(torch.tensor(batch.source), torch.tensor(batch.source_mask))
            for row, i in enumerate(batch.index):
                found[i] = topics[int(logits[row].argmax())]
                looked[i] = weights[row].numpy()[batch.source_mask[row]]
    return found, looked


def weights_of(tokens, model=attention):
    """A model's weights for one sentence."""
    return read(model, [tokens])[1][0]


print("your guess:", my_guess)
ends = [weights_of(corpus.THE_SENTENCE.source, model) for model in attentions.values()]
for seed, end in zip(seeds, ends):
    first, second = (shown[i] for i in np.argsort(end)[:-3:-1])
    print(f"seed {seed}: heaviest {first}, then {second}; dog {end[1]:.3f}, Labrador {end[4]:.3f}, together {end[1] + end[4]:.3f}")
plots.bars(
    shown, ends, names=[f"seed {seed}" for seed in seeds], levels={"a sixth each": 1 / 6}, top=1.1,
    title="Three trainings: weights at the end",
)

# %% [markdown]
# "dog" and "Labrador" have nearly everything between them in every run (where one of the two has it all, any word may come second
# with a hundredth). But how they share it is a matter of chance, so much so
# that in two of these three runs "Labrador" ends *below* the sixth with which it started. Each of the two words alone is enough
# to say "dogs", so nothing pushes a model towards fairness. Remember this when somebody shows you the weights of a single
# model.
#
# One sentence proves little. Here is the measurement on a thousand sentences that no model has seen:


# %%
def as_table(rows, width):
    """Rows of different lengths, filled up with zeros: (rows, width)."""
    table = np.zeros((len(rows), width))
    for line, row in zip(table, rows):
        line[: len(row)] = row
    return table


def examine(model):
    """Accuracy on the test sentences, and the share of weight on their content words."""
    found, looked = read(model, [pair.source for pair in data.test])
    longest = max(len(pair.source) for pair in data.test)
    content = as_table([pair.content for pair in data.test], longest) == 1
    mask = as_table([np.ones(len(pair.source)) for pair in data.test], longest) == 1
    right = np.mean([topic == pair.topic for topic, pair in zip(found, data.test)])
    return f"{right:8.3f}   {content_share(as_table(looked, longest), content, mask):.3f}"


print(f"{'':28}accuracy   weight on content words")
print(f"{'always one topic, all alike':28}{max(counts) / len(data.test):8.3f}   {content_words:.3f}")
print(f"{'attention, untrained':28}{examine(watcher.untrained)}")
for seed in seeds:
    print(f"{f'mean pooling, seed {seed}':28}{examine(means[seed])}")
for seed in seeds:
    print(f"{f'attention, seed {seed}':28}{examine(attentions[seed])}")

# %% [markdown]
# Both kinds learn the task, and the mean does it as well for all that can be told here: one sentence in a thousand is 0.001, so
# the differences are a handful of sentences. (Section 7 asks what attention is for, then.) What only attention has is the
# second column: it was never shown which words are content words, and its weight on them went from what chance gives, about
# 0.4, to almost nine tenths.
#
# ### What did it find?
#
# That number says that little weight lies elsewhere. It does not say that content words are what the model found. Here is each
# word's weight, in multiples of an equal share (1 is what it would get if all words of the sentence had the same), averaged
# over the test sentences. **Predict:** will names of people, such as "Emma" and "Paul", lie above or below 1? They are content
# words.

# %%
my_guess = None  # "above" or "below"

# %%
multiples = defaultdict(list)  # (word, whether it is a content word) -> its weights, in equal shares
for pair, weights in zip(data.test, read(attention, [pair.source for pair in data.test])[1]):
    for word, content, weight in zip(pair.source, pair.content, weights):
        multiples[word, content].append(weight * len(weights))
average = {key: np.mean(found) for key, found in multiples.items() if len(found) >= 20}


def ranked(of_content):
    """Words, the heaviest first."""
    words = [word for word, content in average if content == of_content]
    return sorted(words, key=lambda word: -average[word, of_content])


def told(words, of_content):
    return ", ".join(f"{word} {average[word, of_content]:.2f}" for word in words)


print("your guess:", my_guess, "   Emma and Paul:", told(["Emma", "Paul"], True))
print("heaviest content words:", told(ranked(True)[:7], True))
print("lightest content words:", told(ranked(True)[-7:], True))
print("heaviest other words:  ", told(ranked(False)[:3], False))
above = np.mean([weight > 1 for (_, content), found in multiples.items() if content for weight in found])
print(f"of all content words, {above:.0%} get more than an equal share")
with_some = [pair.topic for pair in data.train if "some" in pair.source]
print("training sentences with “some”:", ", ".join(f"{with_some.count(topic)} about {topic}" for topic in topics))

# %% [markdown]
# Only about a third of the content words get more than an equal share. The model found **topic words**. An umbrella speaks of the weather, and a plane of travel; "Emma" and "Paul" may turn up anywhere and
# get next to nothing, though they are content words. And the heaviest of the *other* words is as telling: in this small world
# only food is had by the portion, so "some" (milk, meat, soup) says "food" before the food has come ("it" comes next: it rains, it snows). The model knows nothing of
# nouns. It knows what pays.
#
# ### What does it depend on?
#
# And the two touches? Train once without each. (One run each; but the three runs above lie close together.)

# %%
keeps_more = trained(lambda: AttentionPooling(SIZE), "no forgetful start", forgetful=False)
nothing_hidden = trained(lambda: AttentionPooling(SIZE), "no hidden words", hide=0)

# %%
print(f"{'':28}accuracy   weight on content words")
for name, model in {"as above": attention, "no forgetful start": keeps_more, "no hidden words": nothing_hidden}.items():
    print(f"{name:28}{examine(model)}")

# %% [markdown]
# All of them know the topic. But where the model *looks* depends on how it was built and trained, and not on the question
# alone. That makes sense: where states remember much, the telling word can be read off a later state just as well; where
# nothing is ever hidden, a single clue is enough, wherever it is met.

# %% [markdown]
# ## 7 Then why attention?
#
# If the mean of all states names the topic as well, what is attention good for? One answer is in the pictures above: it shows
# where it looked. A second one has to do with length. The mean gives each of $n$ words one $n$-th, whatever it says. So let us
# make $n$ large, with words that say nothing: sentences of up to twelve words, and before each of them a number of *unknown*
# words, such as both models met in training.
#
# **Predict.** With 40 unknown words before a sentence, how often will each kind still name the right topic?

# %%
my_guess = [None, None]  # with attention, with the mean

# %%
short = [pair for pair in data.test if len(pair.source) <= 12]
small_words = sorted({word for pair in data.train for word, content in zip(pair.source, pair.content) if not content and word.isalpha()})


def accuracy_behind(model, count, filling=(text.UNKNOWN,)):
    """Accuracy on short sentences, with `count` words drawn from `filling` before each."""
    draw = np.random.default_rng(0)
    sentences = [(*map(str, draw.choice(filling, size=count)), *pair.source) for pair in short]
    return np.mean([topic == pair.topic for topic, pair in zip(read(model, sentences)[0], short)])


lengths = [0, 5, 10, 20, 40, 80, 160]
with_attention = np.array([[accuracy_behind(model, count) for count in lengths] for model in attentions.values()])  # (seeds, lengths)
with_mean = np.array([[accuracy_behind(model, count) for count in lengths] for model in means.values()])
chance = max(np.mean([pair.topic == topic for pair in short]) for topic in topics)
print("your guess:", my_guess)
print("behind 40 unknown words, three seeds: attention", with_attention[:, 4].round(2), " mean", with_mean[:, 4].round(2))
plots.lines(
    lengths,
    {
        "attention, worst of three": with_attention.min(axis=0),
        "mean, best of three": with_mean.max(axis=0),
        "always one topic": np.full(len(lengths), chance),
    },
    x_label="unknown words before the sentence", y_label="accuracy", title="Words that say nothing", range_y=(0, 1.05),
)

# %% [markdown]
# Behind 160 words that say nothing, attention reads the topic nearly as if they were not there; of the three means, even the best is
# wrong in every other sentence. The sentence's part in a mean of 170 states is less than a tenth; in a weighted sum it is what
# its scores make it.
#
# It is no cure for all noise. Take the small words of the language in place of *unknown*, in heaps that no training sentence
# had:

# %%
behind_heaps = {name: accuracy_behind(model, 80, small_words) for name, model in {"attention": attention, "mean": mean}.items()}
print("behind 80 small words:", ", ".join(f"{name} {found:.2f}" for name, found in behind_heaps.items()), f"  (always one topic: {chance:.2f})")

# %% [markdown]
# Some of them, such as "some", are words that the model does look at, and eighty of them outweigh a sentence.
#
# The third answer is the one that the rest of the course is about. A mean cannot be *asked* anything. `importance` is a
# question, so far the same for every sentence: "what tells the topic?" A translator has another question for each word it
# writes; with scores, it can ask it.

# %% [markdown]
# ## 8 Same word, same parameters, other weights
#
# Training is over: from here on, no parameter changes. Weights do: they are computed for each sentence. **Predict:** over all
# test sentences that have the word "milk", what are the smallest and the largest weight that it gets?

# %%
my_guess = [None, None]

# %%
WORD = "milk"  # try others: dog, doctor, report, umbrella
with_word = [pair for pair in data.test if pair.source.count(WORD) == 1 and len(pair.source) <= 14]
with_word.sort(key=lambda pair: weights_of(pair.source)[pair.source.index(WORD)])
first, last = with_word[0], with_word[-1]
print("your guess:", my_guess)
for seed, model in attentions.items():
    found = [weights_of(pair.source, model)[pair.source.index(WORD)] for pair in with_word]
    print(f"seed {seed}: “{WORD}” in {len(found)} sentences, from {min(found):.2f} to {max(found):.2f}")

# %%
plots.bars(list(last.source), weights_of(last.source), title=f"“{WORD}” counts", top=1.1)

# %%
plots.bars(list(first.source), weights_of(first.source), title=f"“{WORD}” counts less", top=1.1)

# %% [markdown]
# Part of the difference comes from competition: weights add up to 1, so a word's share depends on what else there is. The other
# part comes from the states. Here is what is scored, for this word in each of its sentences: the score computed from its
# *embedding*, and the score computed from its *hidden state*.

# %%
importance = attention.pooling.importance.detach()
from_embedding, from_state = [], []
with torch.no_grad():
    for pair in with_word[:: max(1, len(with_word) // 20)][:20]:
        ids = torch.tensor([vocabulary.encode(pair.source)])
        place = pair.source.index(WORD)
        embedded = attention.embedding(ids)
        from_embedding.append(float(embedded[0, place] @ importance))
        from_state.append(float(attention.encoder(embedded)[0][0, place] @ importance))
plots.lines(
    range(1, len(from_state) + 1), {"from the embedding": from_embedding, "from the hidden state": sorted(from_state)}, joined=False,
    x_label="sentence, sorted by the score of the state", y_label=f"score of “{WORD}”", title=f"Embeddings cannot tell one “{WORD}” from another",
)

# %% [markdown]
# The dots of the embedding lie on one height: same word, same numbers, same score. A model that scored embeddings would be a
# fixed word list again, only a learned one. The hidden states know what came before, and their scores differ.
#
# Try sentences of your own, with words of this small world. (What the model does not know becomes *unknown*.) Can you write one
# in which the heaviest word is not a content word?


# %%
def read_aloud(sentence):
    tokens = corpus.tokenise(sentence, "english")
    (topic,), (weights,) = read(attention, [tokens])
    return plots.bars(list(tokens), weights, title=f"about: {topic}", top=1.1)


examples = ["The doctor and her dog wait in the kitchen.", "My brother drinks some cold milk.", "Is the Labrador a dog?"]
sliders.sentence_box(read_aloud, "sentence", examples, start=examples[0])

# %% [markdown]
# ## 9 What can go wrong
#
# **Looking at the wrong thing, and being right.** A network learns whatever pays, and it need not be what you mean. Lapuschkin
# and colleagues (2019) found that an image classifier of good repute recognised many horses by a source tag in the picture: it
# had learned where horse pictures come from. They called such models *Clever Hans*, after a horse that seemed to do sums. Let
# us make one. Every sentence about dogs now ends with "!" in place of "." or "?".
#
# In fact, let us make two. In the training of the first, the marks at the end are hidden half of the time, as all other words
# are. In that of the second they are *never* hidden. Nothing else differs.
#
# **Predict.** On test sentences about dogs, with the "!" taken off again (that is, as they were before), what share will each
# of the two recognise?

# %%
my_guess = [None, None]  # marks hidden at times, marks never hidden


# %%
def tagged(pair):
    """The tokens of a pair; sentences about dogs end with an exclamation mark."""
    return (*pair.source[:-1], "!") if pair.topic == "dogs" else pair.source


tagged_vocabulary = text.Vocabulary.build([*(tagged(pair) for pair in data.train), ("?",)])
tagged_ids = [tagged_vocabulary.encode(tagged(pair)) for pair in data.train]
horses = {
    "marks hidden at times": trained(lambda: AttentionPooling(SIZE), "Hans, marks hidden at times", 1, tagged_ids, tagged_vocabulary),
    "marks never hidden": trained(lambda: AttentionPooling(SIZE), "Hans, marks never hidden", 1, tagged_ids, tagged_vocabulary, spared=".!?"),
}

# %%
dogs = [pair for pair in data.test if pair.topic == "dogs"]
others = [pair for pair in data.test if pair.topic != "dogs"]


def taken_for_dogs(model, sentences):
    return np.mean([topic == "dogs" for topic in read(model, sentences, tagged_vocabulary)[0]])


print("your guess:", my_guess)
print(f"{'taken for dogs':44}" + "   ".join(horses))
for name, sentences in {
    "about dogs, with the mark, as in training": [tagged(pair) for pair in dogs],
    "about dogs, mark taken off": [pair.source for pair in dogs],
    "about other things, as in training": [pair.source for pair in others],
    "about other things, with “!”": [(*pair.source[:-1], "!") for pair in others],
}.items():
    print(f"{name:44}" + "   ".join(f"{taken_for_dogs(model, sentences):{len(kind)}.0%}" for kind, model in horses.items()))

# %%
tricked = (*corpus.THE_SENTENCE.source[:-1], "!")
looks = [read(model, [tricked], tagged_vocabulary)[1][0] for model in horses.values()]
plots.bars(list(tricked), looks, names=list(horses), title="Where Clever Hans looks", top=1.1)

# %% [markdown]
# On sentences like those of their training, nobody could tell the two apart: both tell dogs from the rest every time. Take the mark
# off, and the one that could always rely on it has learned next to nothing about dogs, while the other still recognises nine of ten.
# Hiding words made it learn the second best clue as well. It has not made it prefer that clue: both look at the punctuation
# first, with "dog" and "Labrador" before their eyes, and both are fooled by a "!" where it does not belong.
#
# As long as the test sentences carry the mark too, accuracy will never tell; a picture of the weights does, at a glance. That
# is one honest use of them: to find such things. (Whether weights *explain* a decision is a harder question, and lesson 7
# measures it.)
#
# **Weights as parameters.** A tempting short cut: give each *place* in the sentence a trainable number, and spare the scoring.
# It runs, and can be trained:


# %%
class PlacePooling(nn.Module):
    """A number for each place, whatever word stands there: (batch, words, size) -> (batch, size)."""

    def __init__(self, places=45):
        super().__init__()
        self.by_place = nn.Parameter(0.1 * torch.randn(places))

    def forward(self, states, mask):
        scores = self.by_place[: mask.shape[1]].expand(mask.shape)
        weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)
        return (weights.unsqueeze(-1) * states).sum(dim=1), weights


by_place = trained(PlacePooling, "by place")

# %%
for sentence in ("The dog is a Labrador.", "Is the Labrador a dog?"):
    tokens = corpus.tokenise(sentence, "english")
    print("by place    ", "  ".join(f"{word} {w:.2f}" for word, w in zip(tokens, weights_of(tokens, by_place))))
    print("by attention", "  ".join(f"{word} {w:.2f}" for word, w in zip(tokens, weights_of(tokens))))
print(f"\n{'':28}accuracy   weight on content words\n{'by place':28}{examine(by_place)}")

# %% [markdown]
# The two rows "by place" hold the same numbers. The model has learned that late places are worth more than early ones, whose
# states have not read much yet, and its accuracy shows nothing wrong. But the same weights serve every sentence, and so content
# words get no more of them than chance would give. If your weights do not change when the sentence changes, you have parameters,
# not attention.

# %% [markdown]
# ## In short
#
# 1. **score** of a word = hidden state · `importance`; **weights** = softmax of the scores; **summary** = weights times states.
# 2. `importance` is a **parameter**, learned, the same for every sentence. **Weights** are its output, new for every sentence.
# 3. **States, not embeddings**: a state knows what came before its word.
# 4. The gradient for a word's score is $w_i (a_i - w \cdot a)$: the word compared with what is looked at now. Training steps
#    against it, fastest where a weight is neither near 0 nor near 1.
# 5. Trained only to name a topic, attention finds words that tell the topic, and keeps a little for all others. Which of them,
#    depends on the run, the encoder and what was hidden.
# 6. A mean names the topic as well while sentences are short. It drowns among words that say nothing, shows nothing, and cannot
#    be asked anything.
#
# *To read next.* Z. Yang and others, "Hierarchical Attention Networks for Document Classification", NAACL 2016 (a learned
# vector scores states, as here, but a small layer with a tanh stands between them; words are pooled into sentences, and
# sentences into a document). S. Lapuschkin and others, "Unmasking Clever Hans predictors and assessing what machines really
# learn", Nature Communications 10, 2019, arXiv:1902.10178.
#
# Next: *04 Scoring functions*. One learned question for all sentences is not enough for a translator. What if the question
# changes with every word?
