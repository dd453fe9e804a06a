# %% [markdown]
# # 04 Scoring functions
#
# *A different question needs different words. How is a question compared with a word?*
#
# In lesson 3 a single learned vector asked every sentence the same thing: *which words tell me the topic?*
# A translator cannot live on one question. Having written "Le chien", it needs to know what the dog *is*;
# a moment later, which kind. So the question must become a **query**: a vector that is different at each step,
# computed by the network itself. This lesson is about the one operation in the middle of all attention:
# given a query and a word's hidden state, **how well do they go together?** The answer is a score, and there are
# four classic ways to compute it.
#
# About 100 minutes, in PyTorch; section 4 is a good place for a break. This is the picture you will draw, for four ways to
# compare: two questions, five words, and who looks where. Here is the first of the four.

# %% setup="imports"
import math

import numpy as np
import torch

from helpers import check, plots

words = ["The", "dog", "is", "a", "Labrador"]
questions = ["what is it?", "which kind?"]
# As in lesson 1: how animal-like, how specific; times 3, so that the weights differ clearly, and with a batch axis.
states = 3 * torch.tensor([[[0.08, 0.22], [0.95, 0.40], [0.15, 0.03], [0.02, 0.12], [0.85, 0.95]]])
query = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])

# %%
print("states", tuple(states.shape), " query", tuple(query.shape))
promised = [[0.04, 0.51, 0.05, 0.03, 0.38], [0.08, 0.13, 0.04, 0.06, 0.69]]  # typed in here; you will compute it
plots.heat_map(promised, words, questions, title="Dot product: the same words, two questions", axes_named=("words", "questions"))

# %% [markdown]
# ## 1 Three axes, and who has which
#
# From here on everything comes in batches, and three axes decide whether code is right, batch, target and source:
#
# | name | shape | what it is |
# |---|---|---|
# | `states` | `(batch, source, state_size)` | one hidden state per source word |
# | `query` | `(batch, target, query_size)` | one query per target word: what is looking |
# | `scores` | `(batch, target, source)` | one number per (query, state) pair, any sign |
# | `weights` | `(batch, target, source)` | softmax of the scores: each row adds up to 1 |
# | `context` | `(batch, target, state_size)` | for each query, the weighted sum of the states |
# | `mask` | `(batch, source)` | True for a real word |
#
# *Source* is the sentence that is looked at, *target* the one that looks: in translation, English and French.
# Above, one sentence (batch 1) of five words (source 5) is asked two questions (target 2). The source axis
# comes last in the scores because that is the axis along which the shares are handed out: for each query, over
# the words.
#
# On a napkin, with one query (1, 2) and three states:
#
# | word | state | query times state, added up |
# |---|---|---|
# | The | (0, 1) | 1 · 0 + 2 · 1 = 2 |
# | dog | (2, 1) | 1 · 2 + 2 · 1 = 4 |
# | Labrador | (1, 3) | 1 · 1 + 2 · 3 = 7 |
#
# This is the **dot product**, the score of lesson 3, and the first of the four: large when query and state
# point the same way, negative when they point apart. Two vectors can only be multiplied like this if they
# have the same size.
#
# PyTorch multiplies whole batches of matrices with `@`. It pairs the *last* axis of the left with the *last but one* of
# the right, and leaves the batch axis alone:
#
# ```python
# a = torch.zeros(2, 1, 4)      # (batch, target, size)
# b = torch.zeros(2, 3, 4)      # (batch, source, size)
# b.transpose(1, 2).shape       # (2, 4, 3): axes 1 and 2 change places (.T would turn the batch axis too)
# (a @ b.transpose(1, 2)).shape # (2, 1, 3): (batch, target, source)
# ```
#
# Two tiny sentences will go with us through the exercises, so that you can follow every check with a pencil. In the first, the
# query (1, 0, 2, -1) and the states (1, 0, 1, 0), (0, 2, 0, 1), (1, 1, 1, 1) give the scores 3, -1 and 2.

# %% setup="numbers"
this_query = torch.tensor([[[1.0, 0, 2, -1]], [[0, 1, 1, 1]]])  # (batch 2, target 1, size 4)
these_states = torch.tensor([  # (batch 2, source 3, size 4)
    [[1.0, 0, 1, 0], [0, 2, 0, 1], [1, 1, 1, 1]],
    [[2, 0, 0, 1], [0, 1, 1, 0], [-1, 0, 1, 2]],
])
this_mask = torch.tensor([[True, True, False], [True, True, True]])  # the first sentence has two words, and padding

# %% [markdown]
# ### Exercise 1: `dot_scores(query, states)`  ●○○  5 minutes
#
# Score every query against every state of the same sentence by their dot product. Try it without loops: a translator does
# this for thousands of pairs at once, and section 9 measures what a loop costs.
#
# - `query`: shape `(batch, target, size)`; `states`: shape `(batch, source, size)`
# - returns: scores, shape `(batch, target, source)`
#
# Example: the query `[[[1, 2]]]` and the states `[[[0, 1], [2, 1], [1, 3]]]` give `[[[2, 4, 7]]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which of the two has to be turned before the matrix product has the right shape?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `(batch, target, size) @ (batch, size, source)` is `(batch, target, source)`. The states have their last two axes
# the other way round.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# One line with `@` and `.transpose(1, 2)`; the example in the text has it, with other letters.
#
# </details>


# %% exercise="dot_scores"
def dot_scores(query: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
    """Dot products: (batch, target, size), (batch, source, size) -> (batch, target, source)."""
    ### BEGIN SOLUTION
    return query @ states.transpose(1, 2)
    ### END SOLUTION


# %% test="dot_scores" points=1
napkin_query, napkin_states = torch.tensor([[[1.0, 2]]]), torch.tensor([[[0.0, 1], [2, 1], [1, 3]]])
three_queries = torch.cat([this_query, -this_query, 2 * this_query], dim=1)  # (batch 2, target 3, size 4)
with check.exercise("dot_scores") as rng:
    check.close(dot_scores(napkin_query, napkin_states), [[[2, 4, 7]]], rule="the napkin: 2, 4 and 7")
    check.close(dot_scores(this_query, these_states), [[[3, -1, 2]], [[1, 2, 3]]],
                rule="each query is scored against the states of its own sentence")
    check.close(dot_scores(three_queries, these_states),
                [[[3, -1, 2], [-3, 1, -2], [6, -2, 4]], [[1, 2, 3], [-1, -2, -3], [2, 4, 6]]],
                rule="three queries, three states: a row for each query")
    ### BEGIN HIDDEN TESTS
    for b, t, n, d in ((1, 1, 1, 1), (3, 2, 5, 4), (2, 5, 3, 6)):
        left, right = rng.normal(size=(b, t, d)), rng.normal(size=(b, n, d))
        truth = [[[float(np.dot(left[i, j], right[i, k])) for k in range(n)] for j in range(t)] for i in range(b)]
        check.close(dot_scores(torch.tensor(left).float(), torch.tensor(right).float()), truth,
                    rule="agrees with a slow loop", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 2 Scores in large networks
#
# Dot products have a weakness, and it shows in large networks. Suppose that a network has just been set up: all entries of its
# queries and states are random numbers around 0, about as often above as below, and most of them between -1 and 1. Some scores
# come out positive, some negative. How far numbers scatter around 0 is their **spread** (the standard deviation); that of the
# entries is 1.
#
# **Predict.** From vectors of size 16 to vectors of size 1024, 64 times as large: by what factor does the spread of the scores
# grow? And what happens to the largest weight among 20 words?

# %%
my_factor = None
my_guess_for_the_largest_weight = None  # "grows", "shrinks" or "stays"

# %%
torch.manual_seed(0)
sizes = [4, 16, 64, 256, 1024]
spread = []
for size in sizes:
    some_scores = torch.randn(500, 1, size) @ torch.randn(500, size, 20)  # 500 queries, 20 words each
    spread.append(float(some_scores.std()))
    print(f"size {size}")
    for name, these in {"as they are": some_scores, "divided by the root": some_scores / math.sqrt(size)}.items():
        some_weights = these.softmax(dim=-1)
        heaviest = float(some_weights.max(dim=-1).values.mean())
        push = float((some_weights - some_weights**2).max(dim=-1).values.median())  # lesson 2: w - w * w
        print(f"   {name:20} spread {float(these.std()):6.2f}, heaviest weight {heaviest:.2f}, largest derivative {push:.5f}")
print("your guesses:", my_factor, my_guess_for_the_largest_weight, "  the factor:", round(spread[-1] / spread[1], 2))

# %% [markdown]
# The spread grows by 8, which is $\sqrt{64}$. (In the picture below both axes grow by factors, so that a root is a straight line: each 4 times in size goes with 2 times in spread.) Not by 64, because in a sum of random terms some are negative and take back what others
# brought. The exact law is about **variance**, the square of the spread: variances of independent terms add up. Each entry
# has variance 1 here, so each product of two has variance 1 too; a dot product is a sum of $d$ such products, so its variance is $d$, and its spread $\sqrt{d}$.
#
# At size 1024 the scores differ by dozens, one word of twenty takes nearly everything *before anything has been learned*, and, as
# you saw in lesson 2, a softmax that is so sure passes hardly any signal back. See the last number: the largest derivative is, among the 20 words of a query, the
# largest $w - w \cdot w$, the slope of a word's weight against its own score; the middle one of the 500 queries is printed. The cure is a temperature of $\sqrt{d}$. Divide the scores by it, and spread, heaviest
# weight and derivative are about the same *at every size*. Look at size 16, though: there the plain scores have the larger derivative. Too
# flat costs as well, if far less; a spread of 1 is a safe start, not the best of all. This is the **scaled dot product** of Vaswani
# and colleagues (2017), who wrote that they suspected just this: large products push the softmax to where its gradient is tiny. You
# have now measured it.

# %%
plots.lines(
    sizes,
    {"dot product": spread, "divided by the root of d": [value / math.sqrt(size) for value, size in zip(spread, sizes)]},
    x_label="size of the vectors, d",
    y_label="spread of the scores",
    title="Dot products spread with the root of d",
    log_x=True,
    log_y=True,
    ticks={size: str(size) for size in sizes},
)

# %% [markdown]
# ### Exercise 2: `scaled_dot_scores(query, states)`  ●○○  3 minutes
#
# The same, divided by the square root of the size of the vectors (not of the batch, nor of the sentence).
#
# - shapes as before
#
# Example: the query `[[[1, 2, 0, 0]]]` and the states `[[[0, 1, 0, 0], [2, 1, 0, 0]]]` give `[[[1, 2]]]`: the dot products
# are 2 and 4, and the root of the size 4 is 2.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which axis of `query` tells the size?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Call `dot_scores`, and divide by the root of `query.shape[-1]`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `dot_scores(...) / math.sqrt(...)`
#
# </details>


# %% exercise="scaled_dot_scores"
def scaled_dot_scores(query: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
    """Dot products divided by the root of the vectors' size (Vaswani 2017, arXiv:1706.03762)."""
    ### BEGIN SOLUTION
    return dot_scores(query, states) / math.sqrt(query.shape[-1])
    ### END SOLUTION


# %% test="scaled_dot_scores" points=1
text_query, text_states = torch.tensor([[[1.0, 2, 0, 0]]]), torch.tensor([[[0.0, 1, 0, 0], [2, 1, 0, 0]]])
three_queries = torch.cat([this_query, -this_query, 2 * this_query], dim=1)  # (batch 2, target 3, size 4)
short_query, short_states = this_query[:1, :, :3].clone(), these_states[:1, :, :3].clone()  # size 3: products 3, 0, 3
with check.exercise("scaled_dot_scores") as rng:
    check.close(scaled_dot_scores(text_query, text_states), [[[1, 2]]], rule="the example: 2 and 4, divided by 2")
    check.close(scaled_dot_scores(this_query, these_states), [[[1.5, -0.5, 1]], [[0.5, 1, 1.5]]],
                rule="two sentences: dot products, divided by the root of 4")
    check.close(scaled_dot_scores(three_queries, these_states),
                [[[1.5, -0.5, 1], [-1.5, 0.5, -1], [3, -1, 2]], [[0.5, 1, 1.5], [-0.5, -1, -1.5], [1, 2, 3]]],
                rule="three queries: a row for each")
    check.close(scaled_dot_scores(short_query, short_states), [[[1.7321, 0, 1.7321]]],
                rule="vectors of size 3: divided by the root of 3, which is 1.7321")
    ### BEGIN HIDDEN TESTS
    for b, t, n, d in ((3, 2, 5, 7), (2, 5, 3, 64), (1, 2, 3, 1)):
        left, right = rng.normal(size=(b, t, d)), rng.normal(size=(b, n, d))
        truth = [[[float(np.dot(left[i, j], right[i, k])) / d**0.5 for k in range(n)] for j in range(t)] for i in range(b)]
        check.close(scaled_dot_scores(torch.tensor(left).float(), torch.tensor(right).float()), truth,
                    rule="agrees with a slow loop", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 When query and states speak different languages
#
# Dot products assume that query and state use their numbers in the same way: that entry 1 means *animal-like* for both. Why
# should it, when one comes from the network that writes French (the *decoder* of lesson 5) and the other from the encoder that reads
# English, and perhaps not even with the same number of entries? Put a **matrix of parameters** between them, to be learned, that translates the one into the
# other's terms:
#
# $$\text{score} = q^\top W s$$
#
# This is the **bilinear** score (Luong and colleagues, 2015, call it *general*). The rows of $W$ belong to the query, its columns to
# the states. On a napkin, with $q = (1, 2)$: first take $q W$, the query in the language of the states. Each row of $W$ counts as often
# as the query's number for it says: once the first row, twice the second. Then take dot products.
#
# | $W$ | $qW$ | $s$ | score |
# |---|---|---|---|
# | rows (1, -1) and (0, 2) | 1 · (1, -1) + 2 · (0, 2) = (1, 3) | (1, 0) | 1 |
# | | | (2, 1) | 2 + 3 = 5 |
#
# If the query had size 2 and the states size 4, $W$ would have 2 rows and 4 columns, and $qW$ would have size 4, like a state.
#
# $W$ is to be **trained**, so from here on everything must stay in PyTorch from the first line to the last: what leaves it on the way
# (`.numpy()`, `.tolist()`, `.detach()`, `torch.no_grad()`) gives the right numbers, and no gradient ever reaches $W$ again. That goes for
# your `dot_scores`, too, where you call it.

# %% [markdown]
# ### Exercise 3: `bilinear_scores(query, states, matrix)`  ●○○  4 minutes
#
# - `query`: shape `(batch, target, query_size)`; `states`: shape `(batch, source, state_size)`
# - `matrix`: shape `(query_size, state_size)`
# - returns: scores, shape `(batch, target, source)`
#
# - a gradient must find its way back to all three
#
# Example: the query `[[[1, 2]]]`, the matrix `[[1, -1], [0, 2]]` and the states `[[[1, 0], [2, 1]]]` of the napkin give `[[[1, 5]]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First bring the query to the size of the states. What is left to do then, you have already.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `query @ matrix` has shape `(batch, target, state_size)`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `dot_scores` of `query @ matrix` and the states.
#
# </details>


# %% exercise="bilinear_scores"
def bilinear_scores(query: torch.Tensor, states: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    """q W s for every pair (Luong's "general", 2015, arXiv:1508.04025); matrix (query_size, state_size)."""
    ### BEGIN SOLUTION
    return dot_scores(query @ matrix, states)
    ### END SOLUTION


# %% test="bilinear_scores" points=2
napkin_query, napkin_states = torch.tensor([[[1.0, 2]]]), torch.tensor([[[1.0, 0], [2, 1]]])
napkin_matrix = torch.tensor([[1.0, -1], [0, 2]])
square = torch.tensor([[0.0, 1, 0, 0], [0, 0, 2, 0], [0, 0, 0, 1], [1, 0, 0, 0]])
pairs = torch.tensor([[[1.0, 2], [2, 3]], [[0, 1], [1, 2]]])  # (batch 2, target 2, query_size 2)
oblong = torch.tensor([[1.0, 0, 0, 2], [0, 1, -1, 0]])  # (query_size 2, state_size 4)
probe = [[[1, 2, 0], [0, 0, 0]], [[-1, 0, 3], [0, 0, 0]]]
with check.exercise("bilinear_scores") as rng:
    check.close(bilinear_scores(napkin_query, napkin_states, napkin_matrix), [[[1, 5]]], rule="the napkin: 1 and 5")
    check.close(bilinear_scores(this_query, these_states, square), [[[-1, 4, 2]], [[3, 2, 3]]],
                rule="two sentences: a query of size 4, states of size 4")
    check.close(bilinear_scores(pairs, these_states, oblong), [[[-1, 6, 3], [-1, 10, 6]], [[0, 0, -1], [4, 0, 1]]],
                rule="two queries each, of size 2, and states of size 4")
    pulled = check.gradient(bilinear_scores, pairs, these_states, oblong, probe=probe).inputs
    check.close(pulled[2], [[1, 4, 1, 2], [-3, 8, 5, 9]], rule="training reaches the matrix")
    ### BEGIN HIDDEN TESTS
    for b, t, n, d, e in ((3, 2, 5, 7, 4), (1, 4, 3, 2, 2)):
        left, right, between = rng.normal(size=(b, t, d)), rng.normal(size=(b, n, e)), rng.normal(size=(d, e))
        truth = [[[float(left[i, j] @ between @ right[i, k]) for k in range(n)] for j in range(t)] for i in range(b)]
        parts = [torch.tensor(part).float() for part in (left, right, between)]
        check.close(bilinear_scores(*parts), truth, rule="agrees with a slow loop", tolerance=1e-5)
        pulled = check.gradient(bilinear_scores, *parts, probe=np.ones((b, t, n))).inputs
        check.close(pulled[0], np.tile((right @ between.T).sum(axis=1, keepdims=True), (1, t, 1)),
                    rule="training reaches the query too", tolerance=1e-4)
        check.close(pulled[1], np.tile((left @ between).sum(axis=1, keepdims=True), (1, n, 1)),
                    rule="training reaches the states too", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 A small network that compares
#
# The first attention in translation (Bahdanau, Cho and Bengio, on arXiv in 2014, published in 2015) did not multiply query and
# state. It **added** them, inside a small network with one *hidden layer*, a vector of numbers between what goes in and what comes out. (It was not the first of all: in 2013 Alex Graves let a
# network that writes by hand slide a soft window along the letters it had to write. That window moved by the network's own state
# alone. What was new was to *compare* with each word.)
#
# $$\text{score} = v^\top \tanh(W_q\, q + W_s\, s)$$
#
# Both are brought to a common size by a matrix each, added, and sent through $\tanh$, which bends every number into the
# range from -1 to 1; then a vector $v$ makes one number of it. Why the bend? Without it, $v^\top(W_q q + W_s s)$ falls
# apart into *something about the query* plus *something about the state*. The first part is the same for every word, so
# softmax (which knows only differences) throws it away, and **what is left does not depend on the query at all**: every
# question gets the same answer. The $\tanh$ is what makes the two meet.
#
# In code we multiply from the right, so the matrices have shapes `(query_size, hidden)` and `(state_size, hidden)`. What
# takes thought is the pairing: every query with every state. PyTorch stretches an axis of length 1 to fit
# (*broadcasting*), and `unsqueeze(i)` puts in an axis of length 1 at place `i`:
#
# ```python
# a = torch.zeros(2, 3, 7).unsqueeze(2)   # (batch, target, 1, hidden)
# b = torch.zeros(2, 5, 7).unsqueeze(1)   # (batch, 1, source, hidden)
# (a + b).shape                           # (2, 3, 5, 7): (batch, target, source, hidden)
# ```

# %% [markdown]
# ### Exercise 4: `additive_scores(query, states, query_matrix, state_matrix, vector)`  ●●○  8 minutes
#
# - `query`: shape `(batch, target, query_size)`; `states`: shape `(batch, source, state_size)`
# - `query_matrix`: `(query_size, hidden)`; `state_matrix`: `(state_size, hidden)`; `vector`: `(hidden,)`
# - returns: scores, shape `(batch, target, source)`; a gradient must find its way back to all five, the translator of lesson 6
#   will be trained with this score
#
# Example, all sizes 1: a query of 2, states 0 and -3, both matrices `[[1]]`, vector `[10]`: the sums are 2 and -1, so the
# scores are $10 \tanh 2 = 9.64$ and $10 \tanh(-1) = -7.62$.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Give each of the two its missing axis before you add. Which one lacks the source axis?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `query @ query_matrix` is `(batch, target, hidden)`: put in a source axis. `states @ state_matrix` is
# `(batch, source, hidden)`: put in a target axis. Add, bend, and multiply with the vector, which removes the last axis.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `(query @ query_matrix).unsqueeze(2)` plus the same for the states with `unsqueeze(1)`; then `torch.tanh(...) @ vector`.
#
# </details>


# %% exercise="additive_scores"
def additive_scores(
    query: torch.Tensor,
    states: torch.Tensor,
    query_matrix: torch.Tensor,
    state_matrix: torch.Tensor,
    vector: torch.Tensor,
) -> torch.Tensor:
    """v tanh(Wq q + Ws s) for every pair (Bahdanau 2015, arXiv:1409.0473): (batch, target, source)."""
    ### BEGIN SOLUTION
    from_query = (query @ query_matrix).unsqueeze(2)  # (batch, target, 1, hidden)
    from_states = (states @ state_matrix).unsqueeze(1)  # (batch, 1, source, hidden)
    return torch.tanh(from_query + from_states) @ vector
    ### END SOLUTION


# %% test="additive_scores" points=2
one_query, two_states = torch.tensor([[[2.0]]]), torch.tensor([[[0.0], [-3]]])
ones, ten = torch.tensor([[1.0]]), torch.tensor([10.0])
short = torch.tensor([[[1.0, 2]], [[0, 1]]])  # (batch 2, target 1, query_size 2)
for_query = torch.tensor([[1.0, 0, 0.5], [0, 1, -0.5]])  # (query_size 2, hidden 3)
for_states = torch.tensor([[0.5, 0, 0], [0, 0.5, 0], [0, 0, 1], [-0.5, 0, 0]])  # (state_size 4, hidden 3)
v, probe = torch.tensor([1.0, -1, 2]), [[[1, 2, 0]], [[-1, 0, 3]]]
three = torch.cat([short, -short, short + 1], dim=1)  # (batch 2, target 3, query_size 2)
with check.exercise("additive_scores") as rng:
    check.close(additive_scores(one_query, two_states, ones, ones, ten), [[[9.6403, -7.6159]]],
                rule="the example: 9.64 and -7.62")
    check.close(additive_scores(short, these_states, for_query, for_states, v),
                [[[0.8654, -1.4572, 0.6992]], [[-1.2237, 0.0191, -0.7425]]], rule="two sentences, hidden size 3")
    check.close(additive_scores(three, these_states, for_query, for_states, v),
                [[[0.8654, -1.4572, 0.6992], [2.3122, 0.7807, 1.9539], [0.9158, -1.0184, 0.8901]],
                 [[-1.2237, 0.0191, -0.7425], [2.1479, 2.2724, 1.6667], [-0.9831, 0.6992, -0.5019]]],
                rule="three queries, three states: every pair has its score")
    pulled = check.gradient(additive_scores, short, these_states, for_query, for_states, v, probe=probe).inputs
    check.close(pulled[2], [[1.7536, -0.0904, 4.7187], [3.2629, -1.0207, 12.5832]],
                rule="training reaches the query's matrix")
    check.close(pulled[3][:2], [[-1.9343, 2.0292, -6.2916], [3.1458, -0.0395, 6.2916]],
                rule="training reaches the states' matrix")
    check.close(pulled[4], [-1.3482, 4.4773, 1.3864], rule="training reaches the vector")
    ### BEGIN HIDDEN TESTS
    for b, t, n, d, e, h in ((3, 2, 5, 4, 6, 7), (1, 4, 1, 2, 3, 1)):
        left, right = rng.normal(size=(b, t, d)), rng.normal(size=(b, n, e))
        wq, ws, vector = rng.normal(size=(d, h)), rng.normal(size=(e, h)), rng.normal(size=h)
        bent = np.tanh((left @ wq)[:, :, None] + (right @ ws)[:, None])
        parts = [torch.tensor(part).float() for part in (left, right, wq, ws, vector)]
        check.close(additive_scores(*parts), bent @ vector, rule="agrees with numpy", tolerance=1e-5)
        pulled = check.gradient(additive_scores, *parts, probe=np.ones((b, t, n))).inputs
        slope = (1 - bent**2) * vector
        check.close(pulled[0], slope.sum(axis=2) @ wq.T, rule="training reaches the query", tolerance=1e-4)
        check.close(pulled[1], slope.sum(axis=1) @ ws.T, rule="training reaches the states", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 From scores to context
#
# The four differ only in the score. All that follows is the same: mask, softmax, weighted sum, as in lessons 2 and 3, now
# once per query. So we write it once and hand the scoring function in, as one hands over a number. Any function will do that
# takes a query and states and returns scores. Here is a fifth, for nothing but the checks:

# %% setup="fifth_score"
def by_sums(query, states):
    """The query's last number times the sum of the state's numbers: (batch, target, source)."""
    return query[:, :, -1:] * states.sum(dim=2).unsqueeze(1)


# %%
print("dot_scores:", dot_scores(this_query, these_states).tolist())
print("by_sums:   ", by_sums(this_query, these_states).tolist())

# %% [markdown]
# ### Exercise 5: `attend(query, states, mask, score)`  ●●○  8 minutes
#
# - `query`: shape `(batch, target, query_size)`; `states`: shape `(batch, source, state_size)`
# - `mask`: shape `(batch, source)`, True for a real word; each sentence has at least one
# - `score`: a function of `(query, states)` that returns `(batch, target, source)`
# - returns: **two** things, `context` of shape `(batch, target, state_size)` and `weights` of shape
#   `(batch, target, source)`; padding has weight exactly 0, whatever the scores, and large scores do no harm; a gradient must
#   find its way back through both
#
# Example: with `dot_scores`, the query `[[[1, 0]]]`, the states `[[[1, 0], [0, 1], [5, 5]]]` and the mask `[[T, T, F]]`, the scores
# are 1, 0 and 5; the weights `[[[0.731, 0.269, 0]]]`; the context `[[[0.731, 0.269]]]`.
#
# Useful: `scores.masked_fill(condition, value)` puts `value` wherever the condition is True, and stretches an axis of
# length 1; `~mask` turns True and False round; PyTorch's `softmax(dim=-1)` already subtracts the largest score.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The mask has no target axis, the scores do. Where must an axis of length 1 go in?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Scores; minus infinity where the mask, as `(batch, 1, source)`, is False; softmax along the last axis; and then
# `weights @ states`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)`; then the weights; then
# `return weights @ states, weights`.
#
# </details>


# %% exercise="attend"
def attend(query, states, mask, score):
    """Context (batch, target, state_size) and weights (batch, target, source) of each query."""
    ### BEGIN SOLUTION
    scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)
    weights = scores.softmax(dim=-1)
    return weights @ states, weights
    ### END SOLUTION


# %% test="attend" points=2
text_query, text_states = torch.tensor([[[1.0, 0]]]), torch.tensor([[[1.0, 0], [0, 1], [5, 5]]])
text_mask = torch.tensor([[True, True, False]])
large_query = 200 * this_query

with check.exercise("attend") as rng:
    _, weights = attend(text_query, text_states, text_mask, dot_scores)
    check.close(weights, [[[0.7311, 0.2689, 0]]], rule="weights of the example: 0.731, 0.269, 0")
    _, weights = attend(this_query, these_states, this_mask, dot_scores)  # the scores are 3, -1, 2 and 1, 2, 3
    check.close(weights, [[[0.9820, 0.0180, 0]], [[0.0900, 0.2447, 0.6652]]],
                rule="weights of two sentences: a softmax over the real words")
    _, weights = attend(this_query, these_states, this_mask, by_sums)  # -2, -3, -4 and 3, 2, 2
    check.close(weights, [[[0.7311, 0.2689, 0]], [[0.5761, 0.2119, 0.2119]]],
                rule="the same, with another scoring function")
    _, weights = attend(large_query, these_states, this_mask, by_sums)  # -400, -600, -800 and 600, 400, 400
    check.close(weights, [[[1, 0, 0]], [[1, 0, 0]]], rule="large scores do no harm")
    ### BEGIN HIDDEN TESTS
    for size in (1000, 5000):
        _, weights = attend(size * this_query, these_states, this_mask, by_sums)
        check.close(weights, [[[1, 0, 0]], [[1, 0, 0]]], rule="nor do larger ones", tolerance=1e-6)
    for b, t, n, d in ((3, 2, 5, 4), (1, 4, 3, 6)):
        left, right = torch.tensor(rng.normal(size=(b, t, d))).float(), torch.tensor(rng.normal(size=(b, n, d))).float()
        keep = torch.tensor(rng.random((b, n)) < 0.6)
        keep[:, 0] = True
        for factor in (0.5, -2):
            _, weights = attend(left, right, keep, lambda query, states: factor * torch.einsum("bte,bse->bts", query, states))
            raw = factor * torch.einsum("bte,bse->bts", left, right)
            truth = torch.where(keep[:, None], raw, -torch.inf).softmax(dim=2)
            check.close(weights, truth, rule="random scores", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% test="attend" what="context" points=1
text_query, text_states = torch.tensor([[[1.0, 0]]]), torch.tensor([[[1.0, 0], [0, 1], [5, 5]]])
text_mask = torch.tensor([[True, True, False]])
asked_twice = torch.cat([this_query, 0 * this_query], dim=1)  # (batch 2, target 2, size 4)
short = torch.tensor([[[5.0, -1]], [[2, 1]]])  # (batch 2, target 1, query_size 2)
first = this_query[:1].clone(), these_states[:1].clone(), this_mask[:1].clone()
with check.exercise("attend") as rng:
    context, _ = attend(text_query, text_states, text_mask, dot_scores)
    check.close(context, [[[0.7311, 0.2689]]], rule="context of the example: 0.731, 0.269")
    context, _ = attend(asked_twice, these_states, this_mask, dot_scores)  # the second query scores 0 everywhere
    check.close(context[0], [[0.9820, 0.0360, 0.9820, 0.0180], [0.5, 1, 0.5, 0.5]],
                rule="first sentence, two queries: weight times state, added up")
    check.close(context[1], [[-0.4852, 0.2447, 0.9100, 1.4205], [0.3333, 0.3333, 0.6667, 1]],
                rule="second sentence, two queries: weight times state, added up")
    context, _ = attend(short, these_states, this_mask, by_sums)  # weights 0.73, 0.27, 0 and 0.58, 0.21, 0.21
    check.close(context, [[[0.7311, 0.5379, 0.7311, 0.2689]], [[0.9403, 0.2119, 0.4239, 1.0000]]],
                rule="a query of size 2, states of size 4: a context of size 4")
    pulled = check.gradient(attend, *first, by_sums, probe=[[[1, 2, 0, -1]]], output=0).inputs
    check.close(pulled[0], [[[0, 0, 0, 0.3932]]], rule="training reaches the query through the context")
    pulled = check.gradient(attend, *first, by_sums, probe=[[[1, 2, 3]]], output=1).inputs
    check.close(pulled[0], [[[0, 0, 0, 0.1966]]], rule="training reaches the query through the weights")
    ### BEGIN HIDDEN TESTS
    pulled = check.gradient(attend, *first, by_sums, probe=[[[1, 2, 0, -1]]], output=0).inputs
    slopes = [[[1.1243, 1.8553, 0.3932, -0.3378], [-0.1243, 0.1447, -0.3932, -0.6622], [0, 0, 0, 0]]]
    check.close(pulled[1], slopes, rule="training reaches the states, compared and mixed")
    for b, t, n, d in ((3, 2, 5, 7), (2, 5, 3, 4), (1, 1, 1, 2)):
        left, right = torch.tensor(rng.normal(size=(b, t, d))).float(), torch.tensor(rng.normal(size=(b, n, d))).float()
        keep = torch.tensor(rng.random((b, n)) < 0.6)
        keep[:, 0] = True
        for score, factor in ((scaled_dot_scores, 1 / d**0.5), (lambda a, b: -3 * torch.einsum("bte,bse->bts", a, b), -3)):
            truth = torch.nn.functional.scaled_dot_product_attention(
                left, right, right, attn_mask=keep[:, None, :], scale=factor
            )
            context, weights = attend(left, right, keep, score)
            check.close(context, truth, rule="agrees with PyTorch's own attention", tolerance=1e-5)
            check.close(np.sum(np.asarray(weights), axis=-1), np.ones((b, t)),
                        rule="every row of weights adds up to 1", tolerance=1e-5)
            check.close(np.asarray(weights) * ~np.asarray(keep)[:, None, :], np.zeros((b, t, n)),
                        rule="padding weighs nothing", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# PyTorch has this as one function, `scaled_dot_product_attention`, and your `attend` agrees with it on any numbers. But that function
# wants the states twice. Why?
#
# A state has two tasks in `attend`: it is **compared** with the query, and it is **mixed** into the context. Nothing says that the
# same vector must do both. In a look-up, say in a telephone book, one compares with the name and takes home the number. So there are
# names for the two parts: what is compared is the **key**, what is mixed is the **value**, and PyTorch's function takes
# `(query, key, value)`. So far the state has been both.

# %%
torch.manual_seed(1)
some_query, some_states = torch.randn(2, 3, 8), torch.randn(2, 5, 8)
some_mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
yours, _ = attend(some_query, some_states, some_mask, scaled_dot_scores)
theirs = torch.nn.functional.scaled_dot_product_attention(
    some_query, some_states, some_states, attn_mask=some_mask.unsqueeze(1)
)
print("largest difference to PyTorch:", float((yours - theirs).abs().max()))

# %% [markdown]
# How does one get keys that are not the states? By a matrix: $k = W_k\, s$, and likewise the query, $W_q\, x$, from whatever the asking
# network has at hand. Then dot products, as ever. That is how the Transformer does it, and you have its score already: two matrices,
# one for each side, are **one bilinear score** whose matrix is the product of the two. With keys of size 3, that matrix has a rank of
# at most 3, however large the states are: fewer numbers to learn, and only three directions to compare in.

# %%
torch.manual_seed(2)
to_query, to_key = torch.randn(8, 3), torch.randn(8, 3)  # from size 8 to keys of size 3
by_keys = dot_scores(some_query @ to_query, some_states @ to_key)
between = to_query @ to_key.T  # (query_size 8, state_size 8)
by_one_matrix = bilinear_scores(some_query, some_states, between)
print("numbers in the two matrices:", to_query.numel() + to_key.numel(), "  in the one:", between.numel())
print("rank of the one:", int(torch.linalg.matrix_rank(between)))
print("largest score:", float(by_keys.abs().max()), "  largest difference:", float((by_keys - by_one_matrix).abs().max()))

# %% [markdown]
# Now the picture. Two questions, the words of lesson 1, four scores. The bilinear score gets a matrix that swaps the
# two entries of a query, and the additive one gets random parameters.
#
# **Predict.** Where will "what is it?" look in the panel "bilinear, swapping"? And what can one expect of random parameters?

# %%
my_guess = [None, None]

# %%
torch.manual_seed(3)
swap = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
drawn = torch.randn(2, 4), torch.randn(2, 4), torch.randn(4)
everything_real = torch.ones(1, 5, dtype=torch.bool)
four = {
    "dot": dot_scores,
    "scaled dot": scaled_dot_scores,
    "bilinear, swapping": lambda q, s: bilinear_scores(q, s, swap),
    "additive, untrained": lambda q, s: additive_scores(q, s, *drawn),
}
panels = {name: attend(query, states, everything_real, score)[1][0] for name, score in four.items()}
print("your guess:", my_guess)
plots.heat_maps(
    panels, words, questions, title="The same words, the same questions, four ways to compare", axes_named=("words", "questions")
)

# %% [markdown]
# Dot and scaled dot look for what the question says; the scaled one is a little milder, as its temperature is higher.
# The swapping matrix *exchanges the questions*: asked "what is it?", it looks where "which kind?" should look. That is what
# a learned matrix can do: turn a query into what the states understand. And the additive score, untrained, means nothing
# yet, whatever it happens to look at (another number in `torch.manual_seed(3)`, another picture). Neither would the others on vectors that a network has just drawn at random. **The parameters of the scorer are
# what training teaches; the weights are its output.**

# %% [markdown]
# ## 6 Two ends of one scale
#
# Attention lives between two things you know. If all scores are equal, the weights are uniform, and the context is the
# plain **mean** of the states: no matter who asks, the same summary. If one score is far above all others, its state is
# returned almost untouched: a **look-up**, as in a dictionary, by the best-fitting key. Turn the temperature
# (a query divided by it gives scores divided by it):

# %%
plain_mean, best = states[0].mean(dim=0), states[0, 4]
for temperature in (100, 3, 1, 0.3, 0.03):
    context, weights = attend(query / temperature, states, everything_real, dot_scores)
    asked = context[0, 1]  # "which kind?"
    print(
        f"temperature {temperature:6}: distance to the mean {float((asked - plain_mean).norm()):.2f},"
        f" to the state of 'Labrador' {float((asked - best).norm()):.2f}"
    )

# %% [markdown]
# Hot, it is a mean; cold, a look-up. What is new about attention is all that lies between, and that the network can learn
# how sharp to be, because the weights change smoothly with the scores.

# %% [markdown]
# ## 7 A fake, and a test of your own
#
# For years, PyTorch's own tutorial on translation with attention, which many people learnt from, computed its weights **from the
# decoder's last word and state alone**. The encoder's states were multiplied by these weights, but had no say in them: a network that
# guesses *where* to look from what it has just said, without looking. A reader asked about it in May 2017 (issue 87 of
# `pytorch/tutorials`), others in 2020 and 2022 (issues 1098 and 2121), and in June 2023 it was replaced by the additive score of
# section 4 (pull request 2452).
#
# To guess is not forbidden. Luong and colleagues (2015) tried such weights on purpose, among others, and called them *location*; the
# window of Graves was of that kind, too. But who then draws the weights as a heat map, and says *this is what the network looked at*, is mistaken.
#
# How would you notice? Not from shapes: they are right. Not from rows that add up to 1: they do. Here are three attention
# functions, and one of them is such a fake. (You may well see which from the code. In a large program, you would not.)

# %% setup="workshop"
def made(score, context=1, masked=True):
    """An attention function with these scores: a suspect. (The two switches spoil it, for the checks.)"""

    def attention(query, states, mask):
        hidden = ~mask.unsqueeze(1) & masked
        weights = score(query, states).to(states.dtype).masked_fill(hidden, -torch.inf).softmax(dim=-1)
        return context * (weights @ states), weights

    return attention


def places(states):
    """0, 1, 2, ... for the words of a sentence: (source,)."""
    return torch.arange(states.shape[1])


# %%
suspect_a = made(scaled_dot_scores)
suspect_b = made(lambda query, states: -((places(states) - query.sum(dim=-1, keepdim=True)) ** 2))
suspect_c = made(lambda query, states: dot_scores(query, torch.tanh(states) * states.norm(dim=-1, keepdim=True)))

# %% [markdown]
# ### Exercise 6: `ignores_the_states(attention)`  ●●●  15 minutes
#
# Write a test. Given any attention function, say whether its **weights ignore the encoder states**: `True` for a fake, `False`
# for an honest one. It will be tried on several attentions that you have not seen, honest and fake.
#
# - `attention`: a function of `(query, states, mask)` that returns `(context, weights)`, with shapes as above; it works for any
#   batch, target and source, with queries and states of size 4
# - returns: `True` or `False`
#
# **Honest** means only this: *if all words of a sentence are replaced by others, some weight changes.* (It may be blind to a
# single one of them.) An honest attention may also like one end of the sentence, or forget to ask the query; a fake may follow the query, the places, or nothing at all. You decide which queries and
# states to try, and the verdict must come out the same every time. Draw your numbers with `torch.randn`: among handy ones, an
# honest attention can look like a fake by chance.
#
# A mask of nothing but real words is `torch.ones(2, 5, dtype=torch.bool)`. And numbers that should be equal may differ by rounding in the last digit:
# compare with `torch.allclose(a, b)`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Call it twice, with one thing changed. Which thing must stay the same, which must change, and which of the two results do you
# compare?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# The same random query, the same mask, two different random sets of states. If the *weights* come out the same both times, nobody looked at the states. The contexts cannot tell you: they are made of the states in any case. And ask only
# *whether* a weight changed. Whether the weights wandered along with the words is another question: equal weights do that, and see nothing.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `query, states = torch.randn(2, 3, 4), torch.randn(2, 5, 4)`, a mask of all True of shape `(2, 5)`; then
# `_, first = attention(query, states, mask)`, the same with another `torch.randn(2, 5, 4)` in place of `states`, and `torch.allclose(first, second)`.
#
# </details>


# %% exercise="ignores_the_states"
def ignores_the_states(attention) -> bool:
    """Whether the weights of attention(query, states, mask) are the same for any states."""
    ### BEGIN SOLUTION
    query, mask = torch.randn(2, 3, 4), torch.ones(2, 5, dtype=torch.bool)
    _, first = attention(query, torch.randn(2, 5, 4), mask)
    _, second = attention(query, torch.randn(2, 5, 4), mask)
    return torch.allclose(first, second, atol=1e-5)
    ### END SOLUTION


# %% test="ignores_the_states" points=3
with check.exercise("ignores_the_states") as rng:
    def verdicts(*scores):
        return [ignores_the_states(made(score)) for score in scores]

    honest, fake = (lambda q, s: q @ s.mT), (lambda q, s: q[:, :, :1] * places(s) / len(places(s)))
    check.equal(verdicts(honest, fake), [False, True],
                rule="dot products are honest; places guessed from the query are fake")
    check.equal(verdicts(lambda q, s: 0 * q @ s.mT, lambda q, s: 0 * q @ s.mT - places(s)), [True, True],
                rule="equal weights are fake, and so is a fixed liking for the first words")
    check.equal(verdicts(lambda q, s: 0.02 * q @ s.mT, lambda q, s: q @ s.mT + places(s)), [False, False],
                rule="nearly equal weights, and a liking for the last words, are honest if they follow the states")
    by_direction = verdicts(lambda q, s: q @ (s / s.norm(dim=2, keepdim=True)).mT)
    by_states = verdicts(lambda q, s: s.sum(dim=2)[:, None] + 0 * q[:, :, :1])
    check.equal(by_direction + by_states, [False, False],
                rule="honest: only the states' directions count, or only the states and not the query")
    check.equal([ignores_the_states(made(score, context=0)) for score in (honest, fake)], [False, True],
                rule="the verdict is about the weights, even where every context is 0")
    check.equal(verdicts(lambda q, s: s.sum(dim=2)[:, None] * places(s) + 0 * q[:, :, :1]), [False],
                rule="honest: states that count the more, the later they stand")
    check.equal(ignores_the_states(made(honest, masked=False)), False, rule="honest, if careless: it forgets the mask")
    nine = [lambda q, s: q[:, :, :1] * places(s) + torch.tanh(s[:, :1, :1])] * 9
    check.equal(all(verdicts(*nine)), True, rule="one number added to every word's score changes no weight: fake")
    check.equal(verdicts(*[honest, fake] * 15), [False, True] * 15, rule="the same verdicts every time: no luck")
    ### BEGIN HIDDEN TESTS
    matrices = [torch.tensor(rng.normal(size=(4, 4)), dtype=torch.float32) for _ in range(3)]
    honest_ones = [
        lambda q, s: q @ s.mT,
        lambda q, s: q @ matrices[0].to(q) @ s.mT / 2,
        lambda q, s: torch.tanh((q @ matrices[1].to(q))[:, :, None] + (s @ matrices[2].to(q))[:, None]).sum(-1),
        lambda q, s: 0.1 * torch.tanh(q) @ torch.tanh(s).mT,  # nearly uniform
        lambda q, s: q @ s.mT + places(s),  # with a liking for the end
        lambda q, s: s.sum(dim=-1)[:, None] + 0 * q[:, :, :1],  # looks at the states, not at the query
        lambda q, s: q @ torch.nn.functional.normalize(s, dim=-1).mT,
    ]
    fakes = [
        lambda q, s: torch.zeros(q.shape[0], q.shape[1], s.shape[1]),  # uniform: mean pooling
        lambda q, s: -places(s).float().expand(q.shape[0], q.shape[1], -1),
        lambda q, s: (q @ matrices[0].to(q))[..., :1] * torch.sin(places(s).float()),
        lambda q, s: torch.cos(q.sum(dim=-1, keepdim=True) + places(s)),
    ]
    everything = [(False, score) for score in honest_ones] + [(True, score) for score in fakes]
    asked = [everything[i] for i in (*rng.permutation(11), *rng.integers(11, size=8))]
    for fake, score in asked:
        check.equal(ignores_the_states(made(score)), fake, rule="honest attentions and fakes you have not seen")
    ### END HIDDEN TESTS

# %%
for name, suspect in {"a": suspect_a, "b": suspect_b, "c": suspect_c}.items():
    print("suspect", name, "ignores the states:", ignores_the_states(suspect))

# %% [markdown]
# ## 8 What does each one cost in parameters?
#
# Dot and scaled dot have none at all. The bilinear score has its matrix, the additive one two matrices and a vector. With a query of size 3,
# states of size 4 and a hidden layer of 5: bilinear $3 \cdot 4 = 12$, additive $3 \cdot 5 + 4 \cdot 5 + 5 = 40$. (`hidden_size` matters to
# the additive score only.) The next cell is the check's: it lets the check go on where your function raises an error.

# %% setup="outcome"
def outcome(function, *given):
    """What comes back from function(*given), or the words "ValueError" if it raises one."""
    try:
        return function(*given)
    except ValueError:
        return "ValueError"


# %% [markdown]
# ### Exercise 7: `parameter_count(kind, query_size, state_size, hidden_size)`  ●○○  4 minutes
#
# - `kind`: `"dot"`, `"scaled dot"`, `"bilinear"` or `"additive"`; any other raises `ValueError`
# - dot and scaled dot need queries and states of the same size: otherwise raise `ValueError`
# - returns: how many numbers training has to find, a whole number (no bias terms: the formulas above have none)
#
# | `kind` | `query_size` | `state_size` | `hidden_size` | result |
# |---|---|---|---|---|
# | `"bilinear"` | 3 | 4 | 5 | 12 |
# | `"additive"` | 3 | 4 | 5 | 40 |
# | `"scaled dot"` | 6 | 6 | 5 | 0 |
# | `"scaled dot"` | 4 | 3 | 5 | `ValueError` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# For each formula, list what is learned, and its shape.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# A matrix of shape (a, b) has a times b numbers. The query and the states are not parameters: the network computes them.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Additive: `query_size * hidden_size + state_size * hidden_size + hidden_size`.
#
# </details>


# %% exercise="parameter_count"
def parameter_count(kind: str, query_size: int, state_size: int, hidden_size: int) -> int:
    """How many trainable numbers a scoring function has."""
    ### BEGIN SOLUTION
    if kind in ("dot", "scaled dot"):
        if query_size != state_size:
            raise ValueError(f"{kind} needs equal sizes, got {query_size} and {state_size}")
        return 0
    if kind == "bilinear":
        return query_size * state_size
    if kind == "additive":
        return (query_size + state_size + 1) * hidden_size
    raise ValueError(f"unknown kind of score: {kind!r}")
    ### END SOLUTION


# %% test="parameter_count" points=1
with check.exercise("parameter_count") as rng:
    check.equal(outcome(parameter_count, "bilinear", 3, 4, 5), 12, rule="bilinear, the example: 12")
    check.equal(outcome(parameter_count, "additive", 3, 4, 5), 40, rule="additive, the example: 40")
    check.equal(outcome(parameter_count, "dot", 6, 6, 5), 0, rule="a dot product has nothing to learn")
    check.equal(outcome(parameter_count, "scaled dot", 6, 6, 5), 0, rule="nor has a scaled one")
    check.equal(outcome(parameter_count, "bilinear", 6, 6, 5), 36, rule="bilinear, with equal sizes: 36")
    check.equal(outcome(parameter_count, "additive", 6, 6, 5), 65, rule="additive, with equal sizes: 65")
    check.raises(ValueError, lambda: parameter_count("dot", 3, 4, 5), rule="dot products of unequal sizes are refused")
    check.raises(ValueError, lambda: parameter_count("scaled dot", 4, 3, 5), rule="scaled ones too")
    check.raises(ValueError, lambda: parameter_count("cosine", 3, 3, 5), rule="an unknown kind is refused")
    ### BEGIN HIDDEN TESTS
    products, layers = ["dot", "scaled dot"], ["additive", "bilinear"]
    for case in rng.permutation(["equal", "unequal", "unknown", *layers, *layers]):
        q_size, s_size, h_size = (int(size) for size in rng.permutation(np.arange(1, 40))[:3])  # all differ
        product = str(rng.choice(products))
        if case == "additive":
            sizes = ((q_size, h_size), (s_size, h_size), (h_size, 1))
            many = sum(torch.nn.Linear(*size, bias=False).weight.numel() for size in sizes)
            check.equal(outcome(parameter_count, "additive", q_size, s_size, h_size), many, rule="additive: as many as PyTorch's layers have")
        elif case == "bilinear":
            many = torch.nn.Linear(q_size, s_size, bias=False).weight.numel()
            check.equal(outcome(parameter_count, "bilinear", q_size, s_size, h_size), many, rule="bilinear: as many as PyTorch's layer has")
        elif case == "equal":
            check.equal(outcome(parameter_count, product, q_size, q_size, h_size), 0, rule="products of equal sizes have nothing to learn")
        elif case == "unequal":
            check.raises(ValueError, lambda: parameter_count(product, q_size, s_size, h_size), rule="unequal sizes, other numbers")
        else:
            name = "".join(rng.choice(list("abc"), size=rng.integers(3)))
            check.raises(ValueError, lambda: parameter_count(name, q_size, q_size, h_size), rule="an unknown kind is refused, an empty one too")
    ### END HIDDEN TESTS

# %% [markdown]
# Which one should you take? A first answer, to be tested in lesson 8: **scaled dot** if query and states come from layers that can learn to
# agree (it is the fastest, one matrix product); **bilinear** if their sizes differ; **additive**, perhaps, if the model is small. We will use the additive score for the translator of lesson 6, as its inventors did.

# %% [markdown]
# ## 9 What can go wrong
#
# **A loop hidden in the middle.** Written with three nested loops, `dot_scores` is easy to read, and hopeless: Python runs them one pair
# at a time. **Predict** how many times slower, for a batch of 8 sentences of 20 words, with vectors of size 64.

# %%
my_guess = None  # how many times slower

# %%
import time

big_query, big_states = torch.randn(8, 20, 64), torch.randn(8, 20, 64)


def slow_dot_scores(query, states):
    scores = torch.zeros(query.shape[0], query.shape[1], states.shape[1])
    for b in range(query.shape[0]):
        for t in range(query.shape[1]):
            for s in range(states.shape[1]):
                scores[b, t, s] = (query[b, t] * states[b, s]).sum()
    return scores


def seconds_of(function, times):
    start = time.perf_counter()
    for _ in range(times):
        result = function(big_query, big_states)
    return (time.perf_counter() - start) / times, result


slow, from_loops = seconds_of(slow_dot_scores, 1)
fast, at_once = seconds_of(dot_scores, 50)
print("your guess:", my_guess, "  measured:", round(slow / fast), "times slower")
print("largest difference of the results:", float((from_loops - at_once).abs().max()))

# %% [markdown]
# **Softmax along the wrong axis, and nobody complains.** Over the target axis, the weights still lie between 0 and 1, the shapes are right, and no
# error is raised. But now the *questions* compete for each word, and each question gets as much attention as it can
# grab, where it should have 1:

# %%
scores = dot_scores(query, states)
print("over the words    : each question's weights add up to", scores.softmax(dim=2).sum(dim=2)[0].tolist())
print("over the questions: each question's weights add up to", scores.softmax(dim=1).sum(dim=2)[0].tolist())

# %% [markdown]
# **Without the bend, no question.** Here is the claim of section 4, running: drop the tanh from the additive score, and both questions get
# the same weights, up to rounding.

# %%
flat = ((query @ drawn[0]).unsqueeze(2) + (states @ drawn[1]).unsqueeze(1)) @ drawn[2]
plots.heat_map(flat.softmax(dim=-1)[0], words, questions, title="No tanh: every question gets the same answer", axes_named=("words", "questions"))

# %% [markdown]
# ## In short
#
# 1. **scores** `(batch, target, source)`: one per query and state. Softmax along the source. **context** = weights times states.
# 2. **dot** $q \cdot s$; **scaled dot** $q \cdot s / \sqrt{d}$, because dot products spread with $\sqrt{d}$; **bilinear** $q^\top W s$;
#    **additive** $v^\top \tanh(W_q q + W_s s)$.
# 3. The scorer's **parameters** are trained; the **weights** are computed anew for each query and sentence. What is compared is the
#    **key**, what is mixed is the **value**; here a state is both.
# 4. Equal scores make a mean, one far above the rest makes a look-up.
# 5. Attention whose weights ignore the states is a **fake**: change the states and see whether the weights move.
#
# *To read next.* D. Bahdanau, K. Cho, Y. Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015,
# arXiv:1409.0473. M.-T. Luong, H. Pham, C. D. Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015,
# arXiv:1508.04025. A. Vaswani and others, "Attention Is All You Need", 2017, arXiv:1706.03762. A. Graves, "Generating Sequences With
# Recurrent Neural Networks", 2013, arXiv:1308.0850 (the soft window is in section 5).
#
# Next: *05 Encoder-decoder*. Before attention cures it: how far does a translator get that must carry the whole sentence in one vector?
