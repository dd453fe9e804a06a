# %% [markdown]
# # 09 Self-attention and the Transformer
#
# *What if there were nothing but attention?*
#
# In lesson 6 the decoder learned to look back, and the curve that had dived at ten words stayed up. But both readers and the writer were still GRUs, which go through a sentence word by word: step forty waits for step thirty-nine.
# Vaswani and colleagues (2017) took them out. **Every word asks all the others, all at once**, and nothing else carries anything from one word to another. That is the Transformer, the model under nearly all language technology of today.
#
# You will build it from what you have: the scaled dot product of lesson 4, the masks of lesson 2, the training of lesson 6. Then you take it apart again, piece by piece, and measure what each piece was for. One of the models you will train has by far the lowest loss of all, and is useless. And you will have pictures like these: one sentence, looking at itself. In the first, nearly every word looks at the one before it; in the second, most look at one further on.
#
# Two sittings of 80 to 90 minutes: sections 1 to 4 build the parts, sections 5 to 10 put them together. Three models are trained on the way, which takes about a minute and a half in all. An exercise must leave the tensors it is given as they are; the checks look.

# %% setup="imports"
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from helpers import check, corpus, panels, plots, text, training

torch.set_num_threads(1)  # the models here are small: one core serves them best


def fill(module):
    """Give every parameter of a module fixed numbers between -0.9 and 0.9, so that results can be compared."""
    module.load_state_dict({
        name: 0.9 * torch.sin(2.3 * torch.arange(value.numel()) + len(name)).reshape(value.shape)
        for name, value in module.state_dict().items()
    })
    return module


def plain(module):
    """Make every matrix of a module hand its numbers on unchanged: for sums by hand."""
    numbers = {}
    for name, value in module.state_dict().items():  # a layer norm's weight is a vector of ones
        numbers[name] = torch.eye(*value.shape) if value.dim() == 2 else torch.full(value.shape, float("weight" in name))
    module.load_state_dict(numbers)
    return module


# %%
promised = {  # two of its eight heads, typed in from a run of ours; you will draw your own
    "one head": [
        [0.49, 0.28, 0.00, 0.00, 0.23, 0.00], [0.99, 0.01, 0.00, 0.00, 0.00, 0.00], [0.01, 0.85, 0.03, 0.01, 0.10, 0.00],
        [0.00, 0.41, 0.35, 0.22, 0.02, 0.00], [0.00, 0.00, 0.00, 1.00, 0.00, 0.00], [0.00, 0.00, 0.00, 0.01, 0.98, 0.00],
    ],
    "another": [
        [0.03, 0.03, 0.73, 0.19, 0.02, 0.00], [0.01, 0.01, 0.91, 0.06, 0.00, 0.00], [0.00, 0.02, 0.02, 0.84, 0.13, 0.00],
        [0.00, 0.01, 0.00, 0.03, 0.02, 0.93], [0.00, 0.00, 0.00, 0.01, 0.01, 0.98], [0.03, 0.09, 0.01, 0.14, 0.28, 0.45],
    ],
}
six = list(corpus.THE_SENTENCE.source)
plots.heat_maps(promised, six, six, title="Who looks at whom, in a trained encoder", axes_named=("is looked at", "looks"))

# %% [markdown]
# ## 1 Query, key, value
#
# Lesson 4 ended with one set of `states` that did two jobs. A query was compared with them, to get the scores; and they were mixed, to get the context. Why should the same numbers serve for both? What a library card says (by which a book is *found*) is not what the book says (which you take *home*).
# So give each job a matrix of its own:
#
# | name | made of | it says | in lessons 1 to 8 |
# |---|---|---|---|
# | **query** | the word that looks, times `w_query` | what I am looking for | query |
# | **key** | the word that is looked at, times `w_key` | what I can be found by | state, when compared |
# | **value** | the word that is looked at, times `w_value` | what I hand over | state, when mixed |
#
# The score of word $i$ looking at word $j$ is the scaled dot product of lesson 4, $q_i \cdot k_j / \sqrt{d}$, where $d$ is the size of a query, which is also the size of a key. Write it out, with $s$ for the words' states as rows:
#
# $$q_i \cdot k_j = (s_i W_q) \cdot (s_j W_k) = s_i \, (W_q W_k^\top) \, s_j^\top$$
#
# That is lesson 4's *bilinear* score, and its matrix comes as a product of two. If queries are small, say 16 numbers for states of 64, the product is a matrix of *low rank*: it can compare states in 16 ways only, and has half as many parameters ($2 \cdot 64 \cdot 16$ in place of $64 \cdot 64$).
#
# And **self**-attention? Until now, French looked at English. Now the words of one sentence look at each other: queries, keys and values are all made of the same states. What comes out for a word is a mixture of what the words it looked at hand over, so "Labrador" can learn from "dog" that it is an animal.
#
# On a napkin: three words, dog (1, 0), is (0, 1), Labrador (1, 1). The matrices, all made up:
#
# $$W_q = \begin{pmatrix} 2 & 0 & 0 & 0 \\ 0 & 4 & 0 & 0 \end{pmatrix} \quad W_k = \begin{pmatrix} 0 & 1 & 0 & 0 \\ 1 & 0 & 0 & 0 \end{pmatrix} \quad W_v = \begin{pmatrix} 10 \\ 20 \end{pmatrix}$$
#
# | | query | key | value |
# |---|---|---|---|
# | dog | (2, 0, 0, 0) | (0, 1, 0, 0) | 10 |
# | is | (0, 4, 0, 0) | (1, 0, 0, 0) | 20 |
# | Labrador | (2, 4, 0, 0) | (1, 1, 0, 0) | 30 |
#
# Labrador's scores: $4 / 2 = 2$ for dog, $2 / 2 = 1$ for is, $6 / 2 = 3$ for itself; the root of the size 4 is 2. Softmax of (2, 1, 3) is (0.245, 0.090, 0.665), and its context $0.245 \cdot 10 + 0.090 \cdot 20 + 0.665 \cdot 30 = 24.2$. A word may look at itself, too.

# %% [markdown]
# ### Two masks
#
# Who may look at whom? Two things can be forbidden:
#
# - **Padding** is looked at by nobody: that is the `mask` you know, `(batch, words)`, True for a real word. It closes whole *columns* of the scores.
# - **The future.** A decoder that learns to say the next word must not see it. Word $i$ may look at words 0 to $i$, itself included, and not further. This is the **causal** mask; it closes the *upper right triangle* of the scores.
#
# A score gets through if *both* allow it. For the napkin's words under a causal mask: dog sees itself alone, and its weights are (1, 0, 0). For "is", the scores of dog and of itself are 2 and 0: weights (0.881, 0.119, 0). Labrador, the last one, sees all.
#
# ### Exercise 1: `self_attention(states, w_query, w_key, w_value, mask, causal)`  ●●○  12 minutes
#
# - `states`: `(batch, words, size)`; `w_query`, `w_key`: `(size, head)`; `w_value`: `(size, value)`
# - `mask`: `(batch, words)`, True for a real word. Padding may stand behind a sentence or in front of it; every sentence has a real word
# - `causal`: True or False. If True, no word sees a later one
# - returns **two** things: `context` `(batch, words, value)` and `weights` `(batch, words, words)`: row $i$ holds the weights with which word $i$ looks
#
# What padding itself sees (its own rows) does not matter. Example: the napkin above, whose last row of weights is (0.245, 0.090, 0.665), and its context 24.2.
#
# Useful: `torch.ones(3, 3, dtype=torch.bool).tril()` is True on the diagonal and below it; `a & b` is True where both are.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three products make query, key and value. After that it is `attend` of lesson 4, with the scaled dot product.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Scores `(batch, words, words)`: the query times the transposed key, divided by the root of the query's last size. The mask needs an axis for the words that look, `mask.unsqueeze(1)`; the triangle fits as it is. Minus infinity where it is not allowed, softmax along the last axis, times the *value*.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])`; `allowed = mask.unsqueeze(1)`; if `causal`: `allowed = allowed & torch.ones(n, n, dtype=torch.bool).tril()`; then `scores.masked_fill(~allowed, -torch.inf).softmax(dim=-1)`.
#
# </details>


# %% exercise="self_attention"
def self_attention(states, w_query, w_key, w_value, mask, causal=False):
    """Context (batch, words, value) and weights (batch, words, words): every word asks every word."""
    ### BEGIN SOLUTION
    query, key, value = states @ w_query, states @ w_key, states @ w_value
    scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])  # (batch, words, words)
    allowed = mask.unsqueeze(1)
    if causal:
        allowed = allowed & torch.ones(scores.shape[1:], dtype=torch.bool).tril()
    weights = scores.masked_fill(~allowed, -torch.inf).softmax(dim=-1)
    return weights @ value, weights
    ### END SOLUTION


# %% setup="three_words"
def three_words():
    """The napkin: states (1, 3, 2), w_query (2, 4), w_key (2, 4), w_value (2, 1), made anew at each call."""
    states = torch.tensor([[[1.0, 0], [0, 1], [1, 1]]])
    w_query, w_key = torch.tensor([[2.0, 0, 0, 0], [0, 4, 0, 0]]), torch.tensor([[0, 1.0, 0, 0], [1, 0, 0, 0]])
    return states, w_query, w_key, torch.tensor([[10.0], [20]])


# %% test="self_attention" points=2
all_real = torch.ones(2, 3, dtype=torch.bool)
with check.exercise("self_attention") as rng:
    given = three_words()
    context, weights = self_attention(*given, all_real[:1], False)
    wanted = [[[0.1554, 0.4223, 0.4223], [0.4683, 0.0634, 0.4683], [0.2447, 0.09, 0.6652]]]
    check.close(weights, wanted, rule="weights: dog, is and Labrador look at each other, as on the napkin")
    check.close(context, [[[22.6689], [20], [24.2052]]], rule="context: weight times value, added up")
    for before, after in zip(three_words(), given):
        check.close(after, before, rule="what it was given stays as it was")
    states, w_query, w_key, w_value = three_words()
    two, w_wider = torch.cat([states, 0.5 - states], dim=0), torch.cat([w_value, w_value - 9], dim=1)
    context, weights = self_attention(two, w_query, w_key, w_wider, all_real)
    wanted = [[0.1402, 0.6285, 0.2312], [0.5465, 0.122, 0.3315], [0.3072, 0.1863, 0.5065]]
    check.close(weights[1], wanted, rule="a batch of two: the second sentence has weights of its own")
    check.close(context[0, 2], [24.2051, 9.218], rule="values of size 2: the context has size 2")
    ### BEGIN HIDDEN TESTS
    for b, n, d, h, v in ((2, 5, 4, 3, 6), (3, 2, 7, 5, 1), (1, 1, 2, 2, 3)):
        s, q, k, w = (torch.tensor(rng.normal(size=shape)).float() for shape in ((b, n, d), (d, h), (d, h), (d, v)))
        wanted = nn.functional.scaled_dot_product_attention(s @ q, s @ k, s @ w)
        context, weights = self_attention(s, q, k, w, torch.ones(b, n, dtype=torch.bool))
        check.close(context, wanted, rule="random sentences: PyTorch's scaled_dot_product_attention")
        check.close(weights.sum(dim=-1), torch.ones(b, n), rule="random sentences: each row adds up to 1")
    ### END HIDDEN TESTS

# %% test="self_attention" what="masks" points=2
states, w_query, w_key, w_value = three_words()
two = states.repeat(2, 1, 1)  # the napkin twice: all real, and with its last word made padding
behind = torch.tensor([[True, True, True], [True, True, False]])
front = torch.tensor([[False, True, True], [True, True, True]])
with check.exercise("self_attention") as rng:
    _, weights = self_attention(two, w_query, w_key, w_value, behind, True)
    wanted = [[1, 0, 0], [0.8808, 0.1192, 0], [0.2447, 0.09, 0.6652]]
    check.close(weights[0], wanted, rule="causal: no word sees a later one, each sees itself")
    context, weights = self_attention(two, w_query, w_key, w_value, behind, False)
    wanted = [[0.2689, 0.7311, 0], [0.8808, 0.1192, 0]]
    check.close(weights[1, :2], wanted, rule="padding behind: real words look at real words only")
    check.close(context[1, :2], [[17.3106], [11.1920]], rule="and padding adds nothing to their context")
    _, weights = self_attention(two, w_query, w_key, w_value, front, True)
    wanted = [[0, 1, 0], [0, 0.1192, 0.8808]]
    check.close(weights[0, 1:], wanted, rule="causal, with padding in front: both masks at once")
    six = torch.cat([states, states], dim=1)  # the napkin said twice, in one sentence
    _, weights = self_attention(six, -4 * w_query, w_key, w_value, torch.ones(1, 6, dtype=torch.bool), True)
    wanted = [[0.018, 0.9817, 0.0003, 0, 0, 0], [0.491, 0.009, 0.009, 0.491, 0, 0]]
    check.close(weights[0, 2:4], wanted, rule="causal, six words, very low scores: what is closed gets nothing")
    ### BEGIN HIDDEN TESTS
    for b, n, causal in ((3, 5, True), (3, 5, False), (2, 7, True)):
        s, q, k, w = (torch.tensor(rng.normal(size=shape)).float() for shape in ((b, n, 4), (4, 3), (4, 3), (4, 2)))
        real = torch.tensor(rng.random(size=(b, n)) < 0.6)
        real[:, n // 2] = True
        allowed = real[:, None] & (torch.ones(n, n, dtype=torch.bool).tril() if causal else True)
        wanted = nn.functional.scaled_dot_product_attention(s @ q, s @ k, s @ w, attn_mask=allowed)
        context, _ = self_attention(s, q, k, w, real, causal)
        check.close(context[real], wanted[real], rule="random masks: PyTorch's scaled_dot_product_attention")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 2 Which word comes first?
#
# Before we go on: something is missing. "The dog sees Anna" and "Anna sees the dog" have the same words.
#
# **Predict.** Shuffle the words of a sentence. What happens to the context of each word: does it change, and how?

# %%
my_guess = None  # "it changes", or "each word keeps its context, which moves along"

# %%
torch.manual_seed(0)
words, w_q, w_k, w_v = torch.randn(1, 5, 8), torch.randn(8, 4), torch.randn(8, 4), torch.randn(8, 6)
order = torch.tensor([3, 0, 4, 1, 2])
real = torch.ones(1, 5, dtype=torch.bool)
context, _ = self_attention(words, w_q, w_k, w_v, real)
shuffled, _ = self_attention(words[:, order], w_q, w_k, w_v, real)
print("your guess:", my_guess)
print("largest difference after putting the words back:", float((shuffled - context[:, order]).abs().max()))

# %% [markdown]
# Each word keeps its context to the last digit but one. Self-attention sees a *bag* of words: nowhere in the sum does it say which word came first. A GRU knew, since it read them one after another. We must tell it.
#
# The first Transformers **added** to each word's vector another one that depends on its place: learned ones, or sine waves (below we compare the latter with what comes next). Most of today's do something else, and you will write it: they **turn** the vector (*rotary position embedding*, RoPE; Su and colleagues, 2021).
#
# Think of two numbers as the hand of a clock. Word 0's hand stays where it is. Word 1's is turned by one step, word 2's by two, word 17's by seventeen. Queries and keys are both turned like this. Then the angle *between* the query of word 9 and the key of word 7 has changed by two steps; and between word 109 and word 107 by two steps as well.
# A dot product knows lengths and the angle between, so **the score depends on the distance of two words, and not on where they stand**. "The word before me" means the same anywhere in the sentence.
#
# A vector of size $d$ has $d / 2$ hands. Hand $i$ consists of numbers $i$ and $i + d/2$ (the first half holds all the $x$, the second all the $y$), and each has a speed of its own, from fast to nearly still:
#
# $$\text{speed}_i = 10000^{-i / (d/2)}, \qquad \text{angle} = \text{place} \cdot \text{speed}_i, \qquad (x, y) \to (x \cos a - y \sin a, \;\; x \sin a + y \cos a)$$
#
# On a napkin, size 4: two hands, with speeds $10000^0 = 1$ and $10000^{-1/2} = 0.01$. The vector (1, 2, 0, 0) has the hands (1, 0) and (2, 0). At place 1 the first is turned by the angle 1, to $(\cos 1, \sin 1) = (0.540, 0.841)$, the second by 0.01, to $(2 \cos 0.01, 2 \sin 0.01) = (2.000, 0.020)$.
# In the order of the vector, first halves first: (0.540, 2.000, 0.841, 0.020).

# %% [markdown]
# ### Exercise 2: `rotate(vectors, places)`  ●●○  10 minutes
#
# - `vectors`: `(..., words, size)`, with any axes in front and an even size
# - `places`: `(words,)`, the place of each word: whole numbers from 0 that need not be 0, 1, 2, ... (in section 9 we turn word 17 alone)
# - returns: the turned vectors, in the shape of `vectors`
#
# Example: (1, 2, 0, 0) at place 1 becomes (0.540, 2.000, 0.841, 0.020).
#
# <details><summary>Hint 1: a nudge</summary>
#
# Make a table of angles first, a row for each word and a column for each hand. Then the formula, for all hands at once.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `places.unsqueeze(-1) * speeds` has shape `(words, size / 2)`. `vectors[..., :half]` are all the $x$, `vectors[..., half:]` all the $y$, of shape `(..., words, size / 2)`: the angles fit to their last two axes.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `half = vectors.shape[-1] // 2`; `speeds = 10_000.0 ** (-torch.arange(half) / half)`; `cos, sin = angles.cos(), angles.sin()`; then `torch.cat([x * cos - y * sin, x * sin + y * cos], dim=-1)`.
#
# </details>


# %% exercise="rotate"
def rotate(vectors: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Turn vectors (..., words, size) by their places (words,): RoPE (Su and others 2021, arXiv:2104.09864)."""
    ### BEGIN SOLUTION
    half = vectors.shape[-1] // 2
    speeds = 10_000.0 ** (-torch.arange(half) / half)
    angles = places.unsqueeze(-1) * speeds  # (words, half)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)
    ### END SOLUTION


# %% test="rotate" points=2
with check.exercise("rotate") as rng:
    one = torch.tensor([[1.0, 2, 0, 0]])
    wanted = [[0.5403, 1.9999, 0.8415, 0.02]]
    check.close(rotate(one, torch.tensor([1])), wanted, rule="the napkin: (1, 2, 0, 0) at place 1")
    check.close(one, [[1, 2, 0, 0]], rule="the vectors it was given stay as they were")
    check.close(rotate(torch.tensor([[3.0, 5]]), torch.tensor([0])), [[3, 5]], rule="at place 0 nothing is turned")
    three = torch.tensor([[1.0, 0], [0, 1], [2, 1]])
    wanted = [[-0.4161, 0.9093], [0.9589, 0.2837], [-0.7171, 2.118]]
    check.close(rotate(three, torch.tensor([2, 5, 14])), wanted, rule="three words, each turned by its own place")
    stack = torch.stack([three, -three]).reshape(2, 1, 3, 2)
    wanted = torch.tensor([wanted, (-np.array(wanted)).tolist()]).reshape(2, 1, 3, 2)
    check.close(rotate(stack, torch.tensor([2, 5, 14])), wanted, rule="axes in front (batch, heads) change nothing")
    query, key = torch.tensor([[1.0, 2, 3, 4, 5, 6]]), torch.tensor([[2.0, -1, 1, 3, 1, -2]])
    scores = []
    for i, j in ((3, 1), (9, 7), (109, 107)):
        turned = rotate(query, torch.tensor([i])), rotate(key, torch.tensor([j]))
        scores.append((turned[0] @ turned[1].T).item())
    check.close(scores, [-15.7882] * 3, rule="two words apart: the same score wherever they stand", tolerance=1e-3)
    ### BEGIN HIDDEN TESTS
    for shape in ((2, 3, 5, 8), (4, 6), (1, 2, 1, 2)):
        some, places = torch.tensor(rng.normal(size=shape)).float(), torch.tensor(rng.integers(300, size=shape[-2]))
        half = shape[-1] // 2
        angles = places[:, None].double() / 10_000 ** (torch.arange(half).double() / half)
        hands = torch.complex(some[..., :half].double(), some[..., half:].double()) * torch.exp(1j * angles)
        wanted = torch.cat([hands.real, hands.imag], dim=-1)  # turning is a product of complex numbers
        check.close(rotate(some, places), wanted, rule="random vectors, turned as complex numbers are")
    ### END HIDDEN TESTS

# %% [markdown]
# What does it look like? One query and one key, the same for every word, so that whatever differs is due to the places. The query stands at place 0, then at place 10, and the key up to nine words further on.
# Beside it are **sinusoids**, as in the first Transformer: a vector of sines and cosines of the place, *added* to every word before queries and keys are made.


# %%
def sinusoids(places, size):
    """Sines and cosines of the places at many speeds (Vaswani and others 2017): (words, size)."""
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(size // 2) / (size // 2))
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


torch.manual_seed(4)
query, key = torch.randn(1, 16), torch.randn(1, 16)
curves = {}
for start in (0, 10):
    places = torch.arange(start, start + 10)
    turned = rotate(query, places[:1]) @ rotate(key.expand(10, 16), places).T
    added = (query + sinusoids(places[:1], 16)) @ (key + sinusoids(places, 16)).T
    curves[f"turned, from place {start}"] = (turned / 4)[0].tolist()
    curves[f"added, from place {start}"] = (added / 4)[0].tolist()
plots.lines(
    range(10), dict(sorted(curves.items())),
    x_label="how many words further on the key stands", y_label="score", title="Turned: one curve, wherever the query stands. Added: two",
)

# %% [markdown]
# The two curves of turned vectors lie on each other. Those of added ones do not: the product of two sums has mixed terms, word times place, and a model must learn to live with them. (The part place times place *does* depend on the distance alone; that is why sines were chosen.) Values are not turned: what a word hands over has nothing to do with where it stands.

# %% [markdown]
# ## 3 Several looks at once
#
# A verb may want to know its subject *and* its object. One softmax can look mainly at one of them, or at the mean of both. So attention is done several times side by side, each **head** with its own small query, key and value. In code nobody makes many small matrices: one large product is cut into pieces.
#
# With vectors of size 4 and two heads, the first head gets numbers 0 and 1 of every word, the second numbers 2 and 3:
#
# | | whole | head 0 | head 1 |
# |---|---|---|---|
# | first word | (1, 2, 3, 4) | (1, 2) | (3, 4) |
# | second word | (5, 6, 7, 8) | (5, 6) | (7, 8) |
#
# The heads become an axis of their own, in front of the words, `(batch, heads, words, size / heads)`, so that everything after it (the product, the softmax) treats them like sentences of a batch.
#
# ### Exercise 3: `split_heads(vectors, heads)`  ●●○  5 minutes
#
# - `vectors`: `(batch, words, size)`, with a size that `heads` divides
# - returns: `(batch, heads, words, size / heads)`
#
# Example: `[[[1, 2, 3, 4], [5, 6, 7, 8]]]` with 2 heads gives `[[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]]`.
#
# Take care: a `reshape` to the wanted shape alone runs without complaint and mixes up words and heads. It fills the new shape with the numbers in the order in which they lie in memory.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two steps: cut the last axis into two axes; then bring one of them to the front.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Cutting the last axis in two leaves the order in memory as it is, so `reshape` may do it: `(batch, words, heads, size / heads)`. Then words and heads change places: `transpose`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `vectors.reshape(batch, words, heads, size // heads).transpose(1, 2)`.
#
# </details>


# %% exercise="split_heads"
def split_heads(vectors: torch.Tensor, heads: int) -> torch.Tensor:
    """(batch, words, size) -> (batch, heads, words, size / heads)."""
    ### BEGIN SOLUTION
    batch, words, size = vectors.shape
    return vectors.reshape(batch, words, heads, size // heads).transpose(1, 2)
    ### END SOLUTION


# %% test="split_heads" points=1
with check.exercise("split_heads") as rng:
    two_words = torch.tensor([[[1.0, 2, 3, 4], [5, 6, 7, 8]]])
    wanted = [[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]]
    check.close(split_heads(two_words, 2), wanted, rule="two words, two heads: the table in the text")
    check.close(two_words, [[[1, 2, 3, 4], [5, 6, 7, 8]]], rule="what it was given stays as it was")
    many = torch.arange(48.0).reshape(2, 2, 12)  # batch 2, words 2, size 12
    pieces = split_heads(many, 4)
    check.shape(pieces, (2, 4, 2, 3), rule="four heads of twelve numbers: (batch, heads, words, size / heads)")
    check.close(pieces[1, 2], [[30, 31, 32], [42, 43, 44]], rule="sentence 1, head 2: its numbers of each word")
    check.close(split_heads(many, 1)[:, 0], many.tolist(), rule="one head has everything")
    ### BEGIN HIDDEN TESTS
    for b, n, h, d in ((2, 5, 3, 4), (1, 1, 2, 3), (4, 2, 1, 5), (3, 4, 6, 1)):
        some = torch.tensor(rng.normal(size=(b, n, h * d))).float()
        wanted = torch.stack([some[:, :, i * d : (i + 1) * d] for i in range(h)], dim=1)
        check.close(split_heads(some, h), wanted, rule="random vectors, cut one head at a time")
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 4: `merge_heads(pieces)`  ●○○  4 minutes
#
# And back: after each head has looked, a word's pieces are laid side by side again, head 0 first.
#
# - `pieces`: `(batch, heads, words, size / heads)`
# - returns: `(batch, words, size)`
#
# Example: `[[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]]` gives `[[[1, 2, 3, 4], [5, 6, 7, 8]]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The steps of exercise 3, the other way round and in the other order.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# First words and heads change places again. Then the last two axes are made one.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `pieces.transpose(1, 2)`, then `.flatten(2)`, which makes one axis of all from axis 2 on.
#
# </details>


# %% exercise="merge_heads"
def merge_heads(pieces: torch.Tensor) -> torch.Tensor:
    """(batch, heads, words, size / heads) -> (batch, words, size)."""
    ### BEGIN SOLUTION
    return pieces.transpose(1, 2).flatten(2)
    ### END SOLUTION


# %% test="merge_heads" points=1
with check.exercise("merge_heads") as rng:
    two_heads = torch.tensor([[[[1.0, 2], [5, 6]], [[3, 4], [7, 8]]]])
    wanted = [[[1, 2, 3, 4], [5, 6, 7, 8]]]
    check.close(merge_heads(two_heads), wanted, rule="two heads, two words: back to the table's first column")
    check.close(two_heads, [[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]], rule="what it was given stays as it was")
    many = torch.arange(48.0).reshape(2, 4, 3, 2)  # batch 2, heads 4, words 3, two numbers each
    whole = merge_heads(many)
    check.shape(whole, (2, 3, 8), rule="four heads of two numbers: (batch, words, size)")
    check.close(whole[1, 2], [28, 29, 34, 35, 40, 41, 46, 47], rule="a word's pieces side by side, head 0 first")
    ### BEGIN HIDDEN TESTS
    for b, n, h, d in ((2, 5, 3, 4), (1, 1, 2, 3), (4, 2, 1, 5), (3, 4, 6, 1)):
        some = torch.tensor(rng.normal(size=(b, h, n, d))).float()
        check.close(merge_heads(some), torch.cat(list(some.unbind(1)), dim=-1), rule="random pieces, laid side by side")
    ### END HIDDEN TESTS

# %% [markdown]
# Now a whole attention layer. It has four matrices: for queries, keys and values, each as large as the states (the heads are cut out of the result), and one more, `output`, which lets what the heads found be mixed. `nn.Linear` is a matrix with a bias: `self.query(states)`.
#
# The layer is written for two kinds of attention at once. **Self-attention**: the words that ask and the words that are asked are the same. **Cross-attention**: French words ask English ones. Hence two arguments, `asking` and `states`.
#
# And one mask for everything, `allowed`, `(batch, target, source)`: True where the asking word may look. An axis of length 1 stretches. This is all it takes (given; you wrote the same inside of exercise 1):


# %% setup="allowed"
def may_look(mask):
    """A mask (batch, source) for every asking word alike: (batch, 1, source)."""
    return mask.unsqueeze(1)


def no_peeking(words):
    """The causal mask for so many words: (1, words, words)."""
    return torch.ones(1, words, words, dtype=torch.bool).tril()


# %% [markdown]
# ### Exercise 5: `MultiHeadAttention`  ●●●  18 minutes
#
# Write `forward`. The layers are declared.
#
# - `asking`: `(batch, target, size)`; `states`: `(batch, source, size)`; `allowed`: `(batch, target, source)`, or with an axis of length 1 in place of batch or target
# - returns **two** things: `found` `(batch, target, size)` and `weights` `(batch, heads, target, source)`
# - if `self.rotary`, turn the *heads* of query and key by their places 0, 1, 2, ..., after splitting; never the values
# - scale by the root of the *head's* size, for that is how long the vectors are whose dot product is taken
#
# Example, without rotation: size 2, two heads, all matrices handing their numbers on unchanged (and no biases). So head 0 sees first numbers only, head 1 second ones. The asking word is (1, 2), the states are (0, 1) and (1, 0). Head 0: scores 0 and 1, weights (0.269, 0.731), it finds $0.731 \cdot 1$. Head 1: scores 2 and 0, weights (0.881, 0.119), it finds $0.881 \cdot 1$.
# Merged: (0.731, 0.881).
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three linear layers and three splits; exercise 2 where it is asked for; scores, mask, softmax, weighted sum as ever; merge; the last linear layer.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# All of it happens on four axes, `(batch, heads, words, head size)`. `key.transpose(2, 3)` turns the last two round. `allowed` lacks the axis of heads: `unsqueeze(1)`. Query and key may have different numbers of words, so each gets places of its own, `torch.arange(query.shape[2])` and `torch.arange(key.shape[2])`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `query = split_heads(self.query(asking), self.heads)`, likewise key and value from `states`; `scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])`; `weights = scores.masked_fill(~allowed.unsqueeze(1), -torch.inf).softmax(dim=-1)`; `self.output(merge_heads(weights @ value))`.
#
# </details>


# %% exercise="MultiHeadAttention"
class MultiHeadAttention(nn.Module):
    """Several scaled dot product attentions side by side (Vaswani and others 2017, arXiv:1706.03762)."""

    def __init__(self, size: int, heads: int, rotary: bool = False):
        super().__init__()
        self.heads, self.rotary = heads, rotary
        self.query, self.key = nn.Linear(size, size), nn.Linear(size, size)
        self.value, self.output = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, asking, states, allowed):
        """Found (batch, target, size) and weights (batch, heads, target, source)."""
        ### BEGIN SOLUTION
        query = split_heads(self.query(asking), self.heads)
        key, value = split_heads(self.key(states), self.heads), split_heads(self.value(states), self.heads)
        if self.rotary:
            query, key = rotate(query, torch.arange(query.shape[2])), rotate(key, torch.arange(key.shape[2]))
        scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])  # (batch, heads, target, source)
        weights = scores.masked_fill(~allowed.unsqueeze(1), -torch.inf).softmax(dim=-1)
        return self.output(merge_heads(weights @ value)), weights
        ### END SOLUTION


# %% setup="sentences"
def two_sentences():
    """Asking words (2, 3, 4), states (2, 5, 4), and who may look at whom (2, 3, 5), made anew at each call."""
    asking = torch.sin(1.7 * torch.arange(24.0)).reshape(2, 3, 4)
    states = 1.5 * torch.cos(2.9 * torch.arange(40.0)).reshape(2, 5, 4)
    allowed = torch.tensor([[[True] * 5] * 3, [[True] * 3 + [False] * 2, [True] * 4 + [False], [False] + [True] * 4]])
    return asking, states, allowed


# %% test="MultiHeadAttention" points=2
with check.exercise("MultiHeadAttention") as rng:
    attention = plain(MultiHeadAttention(2, 2))
    open_to_all = torch.ones(1, 1, 2, dtype=torch.bool)
    found, weights = attention(torch.tensor([[[1.0, 2]]]), torch.tensor([[[0.0, 1], [1, 0]]]), open_to_all)
    wanted = [[[[0.2689, 0.7311]], [[0.8808, 0.1192]]]]
    check.close(weights, wanted, rule="weights: two heads, each with its own number, as in the text")
    check.close(found, [[[0.7311, 0.8808]]], rule="found: what the heads found, side by side")
    attention = fill(MultiHeadAttention(4, 2))
    given = two_sentences()
    found, weights = attention(*given)
    check.shape(weights, (2, 2, 3, 5), rule="weights: (batch, heads, target, source)")
    wanted = [[0.3305, 0.3513, 0.3182, 0, 0], [0.1109, 0.0415, 0.1012, 0.7464, 0], [0, 0.0022, 0.0078, 0.1271, 0.8629]]
    check.close(weights[1, 1], wanted, rule="real matrices, heads of size 2: weights where a word may look, else 0")
    wanted = [[-1.6326, 1.2591, -0.4502, -0.3214], [-4.7752, 5.1229, -4.841, 4.3753]]
    check.close(found[1, 1:], wanted, rule="found: merged, then through the output layer")
    _, weights = attention(given[0], given[1].flip(1), given[2][1:, :1])
    wanted = [[0.8351, 0.0713, 0.0936, 0, 0], [0.7644, 0.1051, 0.1305, 0, 0], [0.5403, 0.2163, 0.2434, 0, 0]]
    check.close(weights[0, 0], wanted, rule="allowed (1, 1, source): the same for all sentences and asking words")
    for before, after in zip(two_sentences(), given):
        check.close(after.float(), before.float(), rule="what it was given stays as it was")
    ### BEGIN HIDDEN TESTS
    for b, t, s, d, h in ((2, 3, 5, 6, 3), (1, 4, 2, 8, 2), (3, 1, 4, 4, 4)):
        ours = MultiHeadAttention(d, h)
        theirs = nn.MultiheadAttention(d, h, batch_first=True)
        drawn = {k: torch.tensor(rng.normal(scale=0.7, size=v.shape)).float() for k, v in ours.state_dict().items()}
        ours.load_state_dict(drawn)
        theirs.load_state_dict({
            "in_proj_weight": torch.cat([drawn[f"{name}.weight"] for name in ("query", "key", "value")]),
            "in_proj_bias": torch.cat([drawn[f"{name}.bias"] for name in ("query", "key", "value")]),
            "out_proj.weight": drawn["output.weight"], "out_proj.bias": drawn["output.bias"],
        })
        asking, states = (torch.tensor(rng.normal(size=(b, n, d))).float() for n in (t, s))
        allowed = torch.tensor(rng.random(size=(b, t, s)) < 0.7)
        allowed[:, :, 0] = True
        wanted = theirs(asking, states, states, attn_mask=~allowed.repeat_interleave(h, dim=0), average_attn_weights=False)
        found, weights = ours(asking, states, allowed)
        check.close(weights, wanted[1].detach(), rule="random layers: the weights of nn.MultiheadAttention, per head")
        check.close(found, wanted[0].detach(), rule="random layers: what nn.MultiheadAttention finds", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% test="MultiHeadAttention" what="rotary" points=2
with check.exercise("MultiHeadAttention") as rng:
    attention = plain(MultiHeadAttention(2, 1, rotary=True))
    open_to_all = torch.ones(1, 1, 2, dtype=torch.bool)
    found, weights = attention(torch.tensor([[[2.0, 0]]]), torch.tensor([[[1.0, 0], [0, 1]]]), open_to_all)
    wanted = [[[[0.9311, 0.0689]]]]  # the key (0, 1) is turned to (-0.84, 0.54): scores 1.41 and -1.19
    check.close(weights, wanted, rule="rotary: query and key are turned by their places, from 0 on")
    check.close(found, [[[0.9311, 0.0689]]], rule="rotary: the values are not turned")
    attention = fill(MultiHeadAttention(4, 2, rotary=True))
    found, weights = attention(*two_sentences())
    wanted = [[0.281, 0.428, 0.291, 0, 0], [0.1965, 0.0765, 0.417, 0.31, 0], [0, 0.0496, 0.0827, 0.7796, 0.0881]]
    check.close(weights[1, 1], wanted, rule="rotary, two heads: each head's vectors are turned, after splitting")
    wanted = [[-0.0357, -1.0296, 2.415, -3.6191], [-0.6323, 0.1325, 0.7459, -1.5269], [-1.944, 1.8472, -1.2855, 0.719]]
    check.close(found[1], wanted, rule="rotary: what is found")
    pulled = check.gradient(attention, *two_sentences(), probe=1 + found.detach(), output=0).parameters
    untouched = [name for name, slope in pulled.items() if name != "key.bias" and not slope.any()]
    check.equal(untouched, [], rule="every parameter can learn: none is cut off by detach(), data or no_grad()")
    ### BEGIN HIDDEN TESTS
    for b, n, d, h in ((2, 5, 8, 2), (1, 3, 4, 1)):
        layer = MultiHeadAttention(d, h, rotary=True)
        drawn = {k: torch.tensor(rng.normal(scale=0.7, size=v.shape)).float() for k, v in layer.state_dict().items()}
        layer.load_state_dict(drawn)
        words = torch.tensor(rng.normal(size=(b, n, d))).float()
        _, weights = layer(words, words, no_peeking(n))
        half, made = d // h // 2, {k: words @ drawn[f"{k}.weight"].T + drawn[f"{k}.bias"] for k in ("query", "key")}
        turns = torch.polar(torch.ones(n, half), torch.arange(n)[:, None] / 10_000 ** (torch.arange(half) / half))
        for head in range(h):  # a slow loop, with complex numbers for the turning
            q, k = (made[name][:, :, head * 2 * half : (head + 1) * 2 * half] for name in ("query", "key"))
            q, k = (torch.complex(part[..., :half], part[..., half:]) * turns for part in (q, k))
            scores = (q @ k.conj().transpose(1, 2)).real / (2 * half) ** 0.5
            wanted = scores.masked_fill(~no_peeking(n), -torch.inf).softmax(dim=-1)
            check.close(weights[:, head], wanted, rule="random rotary layers, one head at a time", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 The block
#
# Attention moves things between words. It does not *think* about them: what comes out is a weighted sum. So every Transformer **block** has two halves:
#
# 1. **Look**: multi-head attention, between words.
# 2. **Think**: a small network with one hidden layer, the same for every word, each word for itself: widen to four times the size, throw away what is negative (`relu`), narrow again.
#
# Two habits make it possible to stack many of them. Each half **adds** its result to what was there, in place of putting it in its stead. This sum is called the *residual*; along it the error finds its way back through any number of layers, undiminished, as it did through the context in lesson 6. And before each half a *copy* of every word's numbers is brought to mean 0 and spread 1, so that what the half is given has the same size on every floor:
# **layer norm** (Ba, Kiros and Hinton 2016), three lines by hand:

# %%
torch.manual_seed(0)
words = 3 * torch.randn(2, 5, 4) + 1
centred = words - words.mean(dim=-1, keepdim=True)
spread = (centred**2).mean(dim=-1, keepdim=True).sqrt()
by_hand = centred / spread
print("largest difference to nn.LayerNorm:", float((by_hand - nn.LayerNorm(4)(words)).abs().max().detach()))

# %% [markdown]
# (`nn.LayerNorm` adds 0.00001 inside the root, so that equal numbers do no harm, and has a factor and a shift for each number, to be learned. They begin as 1 and 0.)
#
# The norm stands *before* each half, and what is added to is the sum as it was, un-normed: $x + \text{look}(\text{norm}(x))$, then $x + \text{think}(\text{norm}(x))$. This is the **pre-norm** order. The first Transformers had it behind, $\text{norm}(x + \text{look}(x))$, and needed much more care in training (Xiong and colleagues 2020).
#
# On a napkin, one word alone: (3, 1). Its mean is 2, its spread 1: normed, (1, -1). It can only look at itself, so with matrices that change nothing it finds (1, -1). Added: (4, 0). Normed again, (1, -1); relu makes (1, 0) of it. Added: (5, 0).

# %% [markdown]
# ### Exercise 6: `TransformerBlock`  ●●○  12 minutes
#
# Write `look` and `think`; `forward` is given.
#
# - `look(states, allowed)`: `(batch, words, size)` and `(batch, words, words)` give new states `(batch, words, size)`
# - `think(states)`: `(batch, words, size)` gives new states of the same shape
# - both: norm first, then the half itself, then `self.dropout` on its result, then add
#
# `self.dropout` is a layer: in training it sets some numbers to 0, afterwards it does nothing. Call it, and that is taken care of. (`self.attention` returns two things, and the weights are not needed here.)
#
# Example: the napkin. `look` makes (4, 0) of (3, 1), and `think` makes (5, 0) of (4, 0).
#
# <details><summary>Hint 1: a nudge</summary>
#
# Each is a line or two. What goes into the attention as `asking`, and what as `states`?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# In self-attention both are the same: the normed states. The sum begins with the states as they came, not with the normed ones. For `think`: `self.widen`, `torch.relu`, `self.narrow`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# With `x = self.look_norm(states)`, what the attention finds is `self.attention(x, x, allowed)[0]`; it goes through `self.dropout` and is added to `states`. The small network: `self.narrow(torch.relu(self.widen(...)))`.
#
# </details>


# %% exercise="TransformerBlock"
class TransformerBlock(nn.Module):
    """Look at the other words, then think about what was found; pre-norm (Xiong and others 2020, arXiv:2002.04745)."""

    def __init__(self, size: int, heads: int, hidden: int, rotary: bool = False, dropout: float = 0.0):
        super().__init__()
        self.look_norm, self.attention = nn.LayerNorm(size), MultiHeadAttention(size, heads, rotary)
        self.think_norm, self.widen, self.narrow = nn.LayerNorm(size), nn.Linear(size, hidden), nn.Linear(hidden, size)
        self.dropout = nn.Dropout(dropout)

    def look(self, states, allowed):
        """New states (batch, words, size): each word adds what it found at the others."""
        ### BEGIN SOLUTION
        normed = self.look_norm(states)
        found, _ = self.attention(normed, normed, allowed)
        return states + self.dropout(found)
        ### END SOLUTION

    def think(self, states):
        """New states (batch, words, size): each word adds what the small network makes of it."""
        ### BEGIN SOLUTION
        return states + self.dropout(self.narrow(torch.relu(self.widen(self.think_norm(states)))))
        ### END SOLUTION

    def forward(self, states, allowed):
        """(batch, words, size) -> (batch, words, size)."""
        return self.think(self.look(states, allowed))


# %% test="TransformerBlock" points=2
with check.exercise("TransformerBlock") as rng:
    block = plain(TransformerBlock(2, 1, 2))
    alone = torch.tensor([[[3.0, 1]]])
    check.close(block.look(alone, no_peeking(1)), [[[4, 0]]], rule="look: (3, 1) becomes (4, 0), as on the napkin")
    check.close(block.think(torch.tensor([[[4.0, 0]]])), [[[5, 0]]], rule="think: (4, 0) becomes (5, 0)")
    check.close(alone, [[[3, 1]]], rule="the states they were given stay as they were")
    block = fill(TransformerBlock(4, 2, 6))
    _, states, _ = two_sentences()
    wanted = [[0.8187, -1.6528, 1.8632, -1.723], [1.7656, -2.3015, 2.1738, -1.6748], [1.6125, -1.7476, 1.2495, -0.4317]]
    check.close(block.look(states, no_peeking(5))[1, :3], wanted, rule="look: real matrices, five words, no peeking")
    padded = torch.tensor([[False, False, True, True, True], [False, True, True, True, False]])
    wanted = [[1.2638, -1.5438, 1.1984, -0.5308], [1.3071, -1.2567, 0.5979, 0.3479]]
    check.close(block.look(states, may_look(padded))[1, 1:3], wanted, rule="look: padding, and no causal mask")
    wanted = [[0.7123, -0.6494, 1.4465, -2.4922], [0.6216, -0.5825, 0.7196, -1.3598]]
    check.close(block.think(states)[1, 1:3], wanted, rule="think: real matrices, five words, each for itself")
    pulled = check.gradient(block, states, no_peeking(5), probe=1 + 0 * states)
    untouched = [name for name, slope in pulled.parameters.items() if name != "attention.key.bias" and not slope.any()]
    check.equal(untouched, [], rule="every parameter can learn: none is cut off by detach(), data or no_grad()")
    wanted = [1.9714, 1.0538, 0.4083, 0.5664]
    check.close(pulled.inputs[0][1, 0], wanted, rule="the error finds its way back to the states, through both sums")
    check.close(states, two_sentences()[1], rule="what it was given stays as it was")
    ### BEGIN HIDDEN TESTS
    for b, n, d, h, wide in ((2, 5, 6, 3, 7), (1, 3, 8, 2, 4)):
        ours = TransformerBlock(d, h, wide)
        theirs = nn.TransformerEncoderLayer(d, h, wide, dropout=0.0, batch_first=True, norm_first=True)
        drawn = {k: torch.tensor(rng.normal(scale=0.7, size=v.shape)).float() for k, v in ours.state_dict().items()}
        ours.load_state_dict(drawn)
        inside, named = [f"attention.{name}" for name in ("query", "key", "value")], {
            "look_norm": "norm1", "think_norm": "norm2", "widen": "linear1", "narrow": "linear2",
            "attention.output": "self_attn.out_proj",
        }
        theirs.load_state_dict(
            {f"{new}.{kind}": drawn[f"{old}.{kind}"] for old, new in named.items() for kind in ("weight", "bias")}
            | {f"self_attn.in_proj_{kind}": torch.cat([drawn[f"{i}.{kind}"] for i in inside]) for kind in ("weight", "bias")}
        )
        words = torch.tensor(rng.normal(size=(b, n, d))).float()
        wanted = theirs(words, src_mask=~no_peeking(n)[0]).detach()
        check.close(ours(words, no_peeking(n)), wanted, rule="random blocks: nn.TransformerEncoderLayer, norm first", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% test="TransformerBlock" what="dropout" points=1
with check.exercise("TransformerBlock") as rng:
    block = fill(TransformerBlock(4, 2, 6, dropout=1.0))  # drops everything
    wanted, states = two_sentences()[1], two_sentences()[1]
    check.close(block.look(states, no_peeking(5)), wanted, rule="look, in training: all that was found is dropped")
    check.close(block.think(states), wanted, rule="think, in training: all that it made is dropped")
    block, alone = plain(TransformerBlock(2, 1, 2, dropout=1.0)), torch.tensor([[[3.0, 1]]])
    block.eval()
    check.close(block.look(alone, no_peeking(1)), [[[4, 0]]], rule="look, after training: nothing is dropped")
    check.close(block.think(torch.tensor([[[4.0, 0]]])), [[[5, 0]]], rule="think, after training: nothing is dropped")
    block = fill(TransformerBlock(4, 2, 6, dropout=0.5))
    def added():
        return torch.stack([block.look(states, no_peeking(5)), block.think(states)]) - states
    in_training = added()
    block.eval()
    shares = set((in_training / added()).round(decimals=2).flatten().tolist())
    check.equal(sorted(shares), [0, 2], rule="dropout 0.5: what is added is dropped or doubled, number by number")
    ### BEGIN HIDDEN TESTS
    block = plain(TransformerBlock(2, 1, 2, dropout=0.6))
    block.eval()
    for a, b in rng.uniform(-3, 3, size=(4, 2)):
        word = torch.tensor([[[a, a + 1 + abs(b)]]]).float()  # two numbers, normed: (-1, 1)
        looked = word + torch.tensor([-1.0, 1.0])
        check.close(block.look(word, no_peeking(1)), looked, rule="random words, after training: look", tolerance=1e-3)
        thought = word + torch.tensor([0.0, 1.0])
        check.close(block.think(word), thought, rule="random words, after training: think", tolerance=1e-3)
    ### END HIDDEN TESTS

# %% [markdown]
# This is a good place for a break. All parts are there.

# %% [markdown]
# ## 5 The whole machine
#
# A translator has two stacks of blocks. The **encoder**'s words look at each other, without a causal mask: the English sentence is all there. The **decoder**'s words look at each other *with* one, then at the English words (cross-attention, as in lesson 6), then think. (French words before English ones: a decoder block has three halves, so to speak.)
#
# What goes in are embeddings and nothing else; positions come in where queries and keys are turned, in the self-attention of every block. (Not in the cross-attention: the places of a French word and of an English one are not on one clock. An English word's state has its neighbours mixed in by then, which is how two equal words can be told apart.) Scores for the next word are dot products with the French embeddings themselves, so the table that reads French also writes it (*tied* embeddings, Press and Wolf 2017). You need not read this cell line by line. Look for your own parts in it.


# %% setup="Transformer"
class DecoderBlock(TransformerBlock):
    """A block whose words look at each other, then at the other language, then think."""

    def __init__(self, size, heads, hidden, rotary=False, dropout=0.0):
        super().__init__(size, heads, hidden, rotary, dropout)
        self.cross_norm, self.cross = nn.LayerNorm(size), MultiHeadAttention(size, heads)

    def forward(self, words, earlier, states, real):
        """New words (batch, target, size), and where they looked in the source: (batch, heads, target, source)."""
        words = self.look(words, earlier)
        found, weights = self.cross(self.cross_norm(words), states, real)
        return self.think(words + self.dropout(found)), weights


class Transformer(nn.Module):
    """Encoder and decoder of self-attention blocks; `rotary` and `causal` can be switched off to see what they are for."""

    def __init__(self, english_words, french_words, size=64, heads=4, layers=2, rotary=True, causal=True):
        super().__init__()
        self.size, self.heads, self.rotary, self.causal = size, heads, rotary, causal
        self.read, self.speak = nn.Embedding(english_words, size), nn.Embedding(french_words, size)
        for table in (self.read, self.speak):
            nn.init.normal_(table.weight, std=size**-0.5)
        self.encoder = nn.ModuleList(TransformerBlock(size, heads, 4 * size, rotary) for _ in range(layers))
        self.decoder = nn.ModuleList(DecoderBlock(size, heads, 4 * size, rotary) for _ in range(layers))
        self.read_norm, self.speak_norm = nn.LayerNorm(size), nn.LayerNorm(size)
        self.bias = nn.Parameter(torch.zeros(french_words))

    def encode(self, source, mask):
        """Ids (batch, source) -> states (batch, source, size)."""
        states = self.read(source) * self.size**0.5  # small numbers suit the output, larger ones the input
        for block in self.encoder:
            states = block(states, may_look(mask))
        return self.read_norm(states)

    def decode(self, inputs, states, mask):
        """Logits (batch, target, vocabulary), and for each block the weights (batch, heads, target, source)."""
        count = inputs.shape[1]
        earlier = no_peeking(count) if self.causal else torch.ones(1, count, count, dtype=torch.bool)
        words, looks = self.speak(inputs) * self.size**0.5, []
        for block in self.decoder:
            words, weights = block(words, earlier, states, may_look(mask))
            looks.append(weights)
        return self.logits(words), looks

    def logits(self, words):
        """From the last block's words (batch, target, size) to a number for each French word."""
        return self.speak_norm(words) @ self.speak.weight.T + self.bias

    def forward(self, source, mask, inputs):
        """Teacher forcing, the whole target at once: as `decode`."""
        return self.decode(inputs, self.encode(source, mask), mask)


# %% [markdown]
# The sentences are those of lessons 5 and 6, to the letter: the same 24,000 to learn from, the same 500 to be tested on.

# %%
LENGTHS = {(3, 8): 0.3, (9, 16): 0.3, (17, 28): 0.25, (29, 45): 0.15}  # how much of the corpus is how long
COUNTS = (400, 4, 100) if training.short_run() else (24_000, 200, 500)  # few while nbgrader marks the notebook: it trains nothing then
data = corpus.splits(*COUNTS, seed=5, lengths=LENGTHS)
english = text.Vocabulary.build([pair.source for pair in data.train])
french = text.Vocabulary.build([pair.target for pair in data.train])
sources = [english.encode(pair.source) for pair in data.train]
targets = [french.encode(pair.target, start=True, end=True) for pair in data.train]


def passes(number):
    return text.batches(sources, targets, size=32, seed=number)


# %% [markdown]
# Loss, greedy translation and exact match are those of lesson 6. (`translate` computes everything anew for each word it says. Section 9 will mend that.)

# %% setup="translate"
GROUPS = {"3 to 12 words": (3, 12), "13 to 24": (13, 24), "25 to 45": (25, 45)}
RANGES = [(3, 6), (7, 9), (10, 12), (13, 18), (19, 24), (25, 32), (33, 45)]  # as in lessons 5 and 6
LONGEST = 10 if training.short_run() else 60  # no translation has more words than this


def translation_loss(model, batch):
    """The mean surprise over the real French words of a batch, as in lesson 6."""
    source, mask, target = map(torch.tensor, (batch.source, batch.source_mask, batch.target))
    logits, _ = model(source, mask, target[:, :-1])
    return nn.functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=0)  # 0 is padding


def translate(model, english, french, pairs, longest=LONGEST):
    """The French words the model says to each pair's English sentence, greedily."""
    answers = [None] * len(pairs)
    for batch in text.batches([english.encode(pair.source) for pair in pairs], size=100):
        mask, said = torch.tensor(batch.source_mask), torch.full((len(batch.index), 1), french.ids[text.START])
        with torch.no_grad():
            states = model.encode(torch.tensor(batch.source), mask)
            for _ in range(longest):
                logits, _ = model.decode(said, states, mask)
                said = torch.cat([said, logits[:, -1:].argmax(dim=-1)], dim=1)  # the last place says the next word
                if (said == french.ids[text.END]).any(dim=1).all():
                    break
        for place, ids in zip(batch.index, said[:, 1:]):
            answers[place] = french.decode(ids)  # up to the end sign
    return answers


def exact(answers, pairs, ranges):
    """The share of pairs translated exactly, for each range of English lengths."""
    right = np.array([tuple(words) == pair.target for words, pair in zip(answers, pairs)])
    length = np.array([len(pair.source) for pair in pairs])
    chosen = [(length >= low) & (length <= high) for low, high in ranges]
    return [float(right[fits].mean()) if fits.any() else 0.0 for fits in chosen]


def lesson_6_curve():
    """The shares measured in lesson 6 if its file lies near, else those of one run of ours."""
    for path in (Path("with_attention.json"), Path("../06_encoder_decoder_attention/with_attention.json")):
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["accuracy"][0] < 0.3:  # from a training that was cut short
                continue
            return kept["accuracy"], f"your lesson 6, {kept['seconds']:.0f} s"
    return [0.98] * 3 + [0.86] * 2 + [0.77] * 2, "lesson 6 (our run, 45 s)"  # measured in three groups of lengths


# %% [markdown]
# Some things in the recipe are new. In its first steps an untrained Transformer is easily thrown off by large ones, so the learning rate **warms up**: over the first tenth of the training it rises from 0, and then falls evenly to 0 again. `training.warm_up(0.1)` is that schedule. The rest: batches of 32 in place of 64, a learning rate twice that of lesson 6, and `betas`, over how many steps Adam averages; take them as given.
#
# **Predict.** Lesson 6's translator had 324,015 parameters and a state of size 128. This one has 271,343 and size 64, and trains for a minute or a little more, as lesson 6's did. What share of the sentences of 25 to 32 words will it get exactly right? (Lesson 6: about 0.8.)

# %%
my_guess = None

# %%
STEPS, SECONDS = 2400, 85  # whichever is over first; on a quiet machine 2,400 steps take little more than a minute
RECIPE = {"learning_rate": 8e-3, "schedule": training.warm_up(0.1), "betas": (0.9, 0.98)}

model = training.seeded(0, Transformer, len(english), len(french))
history = training.fit(model, passes, translation_loss, steps=STEPS, seconds=SECONDS, name="Transformer", **RECIPE)
print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {history.steps} steps in {history.seconds:.0f} s; loss {history.losses[0]:.2f} -> {np.mean(history.losses[-20:]):.3f}")
if history.steps < 0.8 * STEPS and not training.short_run():
    print("Your machine is slow or busy, and the pictures below will show it: set SECONDS to", round(SECONDS * STEPS / history.steps), "and run this cell again.")

# %%
answers = translate(model, english, french, data.test)
ours = exact(answers, data.test, RANGES)
before, name_of_before = lesson_6_curve()
print("your guess:", my_guess)
for (low, high), old, new in zip(RANGES, before, ours):
    print(f"{low:2} to {high:2} words: {old:4.0%} in lesson 6, {new:4.0%} now")
plots.lines(
    [(low + high) / 2 for low, high in RANGES], {name_of_before: before, f"Transformer, {history.seconds:.0f} s": ours},
    x_label="words in the English sentence", y_label="share translated exactly", title="Nothing but attention, on the same sentences", range_y=(0, 1),
)

# %% [markdown]
# No recurrent network anywhere, and it translates about as well as the one of lesson 6; on most machines a little better. Be careful with the "better", though. **Two things changed at once**: the architecture, and the recipe (small batches, warm-up, a rate that falls to 0). So we trained lesson 6's GRU with the new recipe too, all of them on the same busy machine:
#
# | three runs each, 90 s of processor time on one core | up to 12 words | 13 to 24 | 25 and more | in all |
# |---|---|---|---|---|
# | lesson 6's decoder, lesson 6's recipe | 98 to 100 % | 91 to 98 % | 80 to 88 % | 91 to 96 % |
# | lesson 6's decoder, the new recipe | 99 to 100 % | 94 to 97 % | 88 to 94 % | 96 to 97 % |
# | the Transformer, the new recipe | 100 % | 96 to 99 % | 84 to 94 % | 95 to 98 % |
#
# With its recipe the GRU is as good. And look how far three runs lie apart, at 25 words and more: one run each would have proved anything. (And the machine was busy: the run with the most steps, 2,600 of them, is the one with 94 %.)
#
# So do not say that Transformers beat GRUs; not on such sentences, and not at this size. What they buy is another thing, and section 10 asks you for it.

# %% [markdown]
# ## 6 Who looks at whom
#
# Two kinds of looking can be drawn: English words at English words, in the encoder, and French words at English ones, in the decoder's cross-attention. Each has four heads in each of two blocks.
#
# **Predict.** Each French word's translation stands somewhere in the English sentence. In which of the decoder's two blocks will the looks agree with it: in the first, in the second, or in both?

# %%
my_guess = None  # "first", "second" or "both"


# %%
def watch(model, pair):
    """Weights for one pair, given the right French words: of the encoder's second block, and of both decoder blocks."""
    source, inputs = torch.tensor([english.encode(pair.source)]), torch.tensor([french.encode(pair.target, start=True)])
    real = torch.ones_like(source).bool()
    with torch.no_grad():
        first, second = model.encoder
        normed = second.look_norm(first(model.read(source) * model.size**0.5, may_look(real)))
        _, among_english = second.attention(normed, normed, may_look(real))
        _, looks = model(source, real, inputs)
    return among_english[0], [weights[0, :, :-1] for weights in looks]  # without the row that says the end sign


six, seven = list(corpus.THE_SENTENCE.source), list(corpus.THE_SENTENCE.target)
among_english, looks = watch(model, corpus.THE_SENTENCE)
plots.heat_maps(
    {f"head {i}": weights for i, weights in enumerate(among_english)}, six, six,
    title="Encoder, second block: which English word looks at which", axes_named=("is looked at", "looks"),
)

# %% [markdown]
# Nobody told the heads to share the work, yet they differ. In the run of ours that you saw at the beginning one head looked at the word before, one at a word further on, and the others spread out. Which head does what is another matter in every run, and what any one of them is *for* is harder to say than it looks; lesson 7's cautions hold here too.
#
# Now the decoder's second block, head by head, and after it the mean of its heads with the gold links.

# %%
plots.heat_maps(
    {f"head {i}": weights for i, weights in enumerate(looks[1])}, six, seven,
    title="Decoder, second block: which English word each French word looks at", axes_named=("English", "French"),
)

# %%
plots.heat_map(
    looks[1].mean(dim=0), six, seven, links=corpus.THE_SENTENCE.sure, possible=corpus.THE_SENTENCE.possible,
    title="Mean of the second block's heads; squares: where a translator would look", axes_named=("English", "French"),
)

# %% [markdown]
# Look at the rows of *le* and *un*: in our run two heads look at the article, and two at the *noun* behind it. By the gold links that is a mistake. Yet whether it is *le* or *la* nobody can tell from "the": the noun decides. Most of the alignment errors we found in such models are of this kind.
#
# As in lesson 7, one picture proves nothing. The alignment error rate over many sentences: each French word is linked with the English word it looks at most, and 0 is perfect.


# %%
def error_rate(weights, pairs):
    """Alignment error, pooled over pairs (lesson 7), from weights (target, source) for each pair."""
    good, links = 0, 0
    for rows, pair in zip(weights, pairs):
        linked = {(place, t) for t, place in enumerate(np.asarray(rows).argmax(axis=1).tolist())}
        good += len(linked & pair.sure) + len(linked & pair.possible)
        links += len(linked) + len(pair.sure)
    return 1 - good / links


def diagonal(pair):
    """Weights of one who looks equally far along."""
    rows, columns = len(pair.target), len(pair.source)
    return np.eye(columns)[((np.arange(rows) + 0.5) * columns / rows).astype(int)]


some = data.test[: 5 if training.short_run() else 200]
seen = [watch(model, pair)[1] for pair in some]  # for each pair and block: (heads, target, source)
by_head = [[error_rate([blocks[b][head] for blocks in seen], some) for head in range(4)] for b in range(2)]
by_mean = [error_rate([blocks[b].mean(dim=0) for blocks in seen], some) for b in range(2)]
rates = {
    "1st block\nbest head": min(by_head[0]),
    "1st block\nmean": by_mean[0],
    "2nd block\nbest head": min(by_head[1]),
    "2nd block\nmean": by_mean[1],
    "lesson 7\n(our run)": 0.05,
    "diagonal\nguess": error_rate([diagonal(pair) for pair in some], some),
}
print("your guess:", my_guess)
for block, row in enumerate(by_head):
    print(f"block {block}, error of each head:", "  ".join(f"{rate:.2f}" for rate in row))
plots.bars(list(rates), list(rates.values()), label="alignment error rate", title="Where do they look? (0 is perfect)", top=1)

# %% [markdown]
# Nobody asked for it, and yet the second block's mean comes near lesson 7's translator, which had shorter sentences to align. (In our runs it was 0.05 to 0.14, the smaller the longer the training; the first block's 0.2 to 0.5, at times worse than the diagonal guess.) It makes sense: a French word in the first block has hardly begun to find out what is to be said next. And the *mean* of the heads is mostly better than any of them alone, as they make different mistakes. If somebody shows you "the attention" of a Transformer, ask: of which block, and of which head?

# %% [markdown]
# ## 7 A decoder that peeks
#
# In training the decoder is shown the whole French sentence at once, and only the causal mask keeps each word from seeing the next one, which it is to say. Take the mask away, and train as before.
#
# **Predict** (`causal=False`, 250 steps): will the training loss be higher or lower than the 0.02 or so that the honest one reached? And what share of unseen sentences will it translate exactly?

# %%
my_guess_for_the_loss = None  # "higher" or "lower"
my_guess_for_the_share = None

# %%
peeking = training.seeded(0, Transformer, len(english), len(french), causal=False)
peeking_history = training.fit(peeking, passes, translation_loss, steps=250, seconds=20, name="no causal mask", **RECIPE)
a_few = data.test[:100]
peeking_answers = translate(peeking, english, french, a_few)
print("your guesses:", my_guess_for_the_loss, my_guess_for_the_share)
print(f"loss after {peeking_history.steps} steps: {np.mean(peeking_history.losses[-20:]):.4f}   exact: {np.mean([tuple(a) == p.target for a, p in zip(peeking_answers, a_few)]):.0%}")
print("asked:", a_few[0].english)
print("said: ", " ".join(peeking_answers[0][:14]) or "(nothing at all)")

# %% [markdown]
# After about a tenth of the steps, a lower loss than the honest model's, and a useless model. (Let it run for 750 steps, and the loss is 0.0000.) It has learned to *copy*: the word to be said at place 4 stands at place 5, in plain view. When it must speak for itself there is nothing to the right to copy, and it has never looked at the English.
#
# Nothing crashed. All shapes are right. The loss curve is what everybody dreams of. In a large program the slip is one missing line, a transposed triangle, or an input that was not shifted. How would you notice? Write a test, as you did for the fake of lesson 4.

# %% [markdown]
# ### Exercise 7: `peeks(decoder)`  ●●●  14 minutes
#
# Given any decoder, say whether it sees the future. It will be tried on several that you have not seen, honest and peeking.
#
# - `decoder`: a function from ids `(batch, words)`, whole numbers from 0 to 9, of any shape, to outputs `(batch, words, 5)`
# - returns: `True` if the output at some place depends on a *later* word, otherwise `False`. (That it depends on the word at its own place is right: that is the word said last, which it is fed.)
#
# Some decoders peek only one word ahead, some only far ahead, some in one place only, some very little, and some notice only whether a certain word comes later. So try many rows of words, long ones (twelve words, say), and every place. Keep the length of the rows the same while you compare: a decoder may know how long they are.
# And numbers that should be equal may differ by rounding in the last digit: compare with `torch.allclose(a, b, atol=1e-5)`.
#
# Example: `lambda ids: table[ids]`, which looks up five numbers for each word, is honest. `lambda ids: table[ids].flip(1)`, which then turns the row round, peeks.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What must not change when only later words change?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Draw rows of random ids, keep the outputs. For each place, replace everything behind it by other random ids and ask again. The outputs up to this place, itself included, must be the same as before.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `ids = torch.randint(10, (50, 12))`, `before = decoder(ids)`; for each `place` in `range(11)`: `other = ids.clone()`, `other[:, place + 1 :] = torch.randint(10, ...)`, and compare `decoder(other)[:, : place + 1]` with `before[:, : place + 1]`.
#
# </details>


# %% exercise="peeks"
def peeks(decoder) -> bool:
    """Whether some output of decoder(ids) depends on a later word."""
    ### BEGIN SOLUTION
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(ids.shape[1] - 1):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, other[:, place + 1 :].shape)
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=1e-5):
            return True
    return False
    ### END SOLUTION


# %% setup="decoders"
def table_of_words():
    """Five made-up numbers for each of ten words: (10, 5)."""
    return torch.sin(1.3 * torch.arange(50.0) ** 1.5).reshape(10, 5)


def mean_so_far(vectors):
    """The mean of each word and all before it: (batch, words, size), an honest thing to look at."""
    return vectors.cumsum(dim=1) / torch.arange(1, vectors.shape[1] + 1).unsqueeze(1)


# %% test="peeks" points=2
with check.exercise("peeks") as rng:
    table = table_of_words()
    def before(ids):  # says of each word what the table says of the one before it
        return torch.cat([0 * table[ids[:, :1]], table[ids[:, :-1]]], dim=1)
    verdicts = [peeks(lambda ids: table[ids]), peeks(lambda ids: table[ids].flip(1))]
    verdicts += [peeks(before), peeks(lambda ids: 0 * table[ids])]
    rule = "honest: a table, the word before, always 0; not honest: a row turned round"
    check.equal(verdicts, [False, True, False, False], rule=rule)
    means = [peeks(lambda ids: mean_so_far(table[ids])), peeks(lambda ids: table[ids] + table[ids].mean(1, True))]
    check.equal(means, [False, True], rule="the mean of the words so far is honest, that of the whole row peeks")
    def ahead(n):  # says of each word what the table says of the word n places further on, if there is one
        return lambda ids: torch.cat([table[ids[:, n:]], 0 * table[ids[:, :n]]], dim=1)
    check.equal([peeks(ahead(n)) for n in (1, 2, 8)], [True] * 3, rule="one word ahead, or two, or eight: all peek")
    little = peeks(lambda ids: 5 + table[ids] + 0.0005 * table[ids].mean(dim=1, keepdim=True))
    louder = peeks(lambda ids: table[ids] * (1 + ids[:, -1:]).unsqueeze(2))
    check.equal([little, louder], [True, True], rule="both peek: very little of all is added; all grows with the last")
    long = peeks(lambda ids: table[ids] + ids.shape[1])
    check.equal(long, False, rule="honest: knowing how long the row is")
    def rounded(ids):
        return (table[ids] + 9 * table[ids].sum(1, True)) - 9 * table[ids].sum(1, True)
    check.equal([peeks(rounded) for _ in range(5)], [False] * 5, rule="honest: what differs by rounding alone")
    ### BEGIN HIDDEN TESTS
    matrix, word = torch.tensor(rng.normal(size=(5, 5))).float(), int(rng.integers(10))
    def looking(allowed_of):  # self-attention under a mask
        def decoder(ids):
            vectors, n = table[ids], ids.shape[1]
            scores = (vectors @ matrix @ vectors.transpose(1, 2)).masked_fill(~allowed_of(n), -torch.inf)
            return scores.softmax(dim=-1) @ vectors
        return decoder
    everything = [
        (False, looking(lambda n: torch.ones(n, n, dtype=torch.bool).tril())),
        (False, before),
        (False, lambda ids: table[ids] * torch.arange(ids.shape[1]).unsqueeze(1)),
        (True, looking(lambda n: torch.ones(n, n, dtype=torch.bool))),
        (True, looking(lambda n: torch.ones(n, n, dtype=torch.bool).triu())),
        (True, looking(lambda n: torch.ones(n, n, dtype=torch.bool).tril(1))),
        (True, lambda ids: table[ids] + (ids == word).flip(1).cumsum(1).flip(1).gt(0).unsqueeze(2)),
        (True, lambda ids: table[ids] + 0.1 * table[ids].amax(dim=1, keepdim=True)),
        (True, lambda ids: table[ids] + table[ids[:, -1:]] * (torch.arange(ids.shape[1]) == 0).unsqueeze(1)),
        (True, lambda ids: mean_so_far(table[ids].flip(1)).flip(1)),
    ]
    for i in (*rng.permutation(10), *rng.integers(10, size=6)):  # in any order
        wanted, decoder = everything[i]
        check.equal(peeks(decoder), wanted, rule="decoders you have not seen")
    ### END HIDDEN TESTS


# %% test="peeks" what="seldom" points=1
with check.exercise("peeks") as rng:
    table = table_of_words()
    def more(ids, place, told):  # the table, and at one place alone something more
        return table[ids] + told.unsqueeze(1) * (torch.arange(ids.shape[1]) == place % ids.shape[1]).unsqueeze(1)
    def at(place, other):  # at this place, what the table says of the word at the other
        return peeks(lambda ids: more(ids, place, table[ids[:, other % ids.shape[1]]]))
    rule = "peeking at one place only is peeking; the last place may know the third word"
    check.equal([at(0, 1), at(2, -1), at(-2, -1), at(-1, 2)], [True, True, True, False], rule=rule)
    def certain(word):  # at the last place but four, whether the last word is a certain one
        return peeks(lambda ids: more(ids, -5, (ids[:, -1:] == word).float()))
    rule = "noticing only whether the last word is 0, or 1, ..., or 9: all of them peek"
    check.equal([certain(word) for word in range(10)], [True] * 10, rule=rule)
    three = peeks(lambda ids: more(ids, -5, (ids[:, -1:] == (ids[:, :1] + 3) % 10).float()))
    check.equal(three, True, rule="noticing only whether the last word is three more than the first is peeking")
    fourth = peeks(lambda ids: table[ids] + table[ids[:, -1:]] * torch.tensor([0, 0, 0, 1, 0]))
    check.equal(fourth, True, rule="peeking in one of the five numbers only is peeking")
    ### BEGIN HIDDEN TESTS
    for honest in rng.permutation([True] * 4 + [False] * 6):
        place, apart, number = rng.integers(2, 6), rng.integers(2, 9), torch.eye(5)[rng.integers(5)]
        other = 1 if honest else -1
        def noticing(ids, place=place, apart=apart, number=number, other=other):
            n = ids.shape[1]  # it notices whether another word is so far from the first one
            seen = (ids[:, other % n] - ids[:, 0]) % 10 == apart
            return more(ids, min(place, n - 1), seen.unsqueeze(1) * number)
        check.equal(peeks(noticing), not honest, rule="one place, one distance, one number: others you have not seen")
    ### END HIDDEN TESTS

# %% [markdown]
# And now your own two:


# %%
def decoder_of(suspect):
    """What a trained decoder says to French ids (batch, words) while it is asked for The Sentence."""
    asked = torch.tensor([english.encode(corpus.THE_SENTENCE.source)])
    real = torch.ones_like(asked).bool()

    def decoder(ids):
        states = suspect.encode(asked, real)
        return suspect.decode(ids, states.expand(len(ids), -1, -1), real.expand(len(ids), -1))[0]

    return decoder


with torch.no_grad():
    print("with the causal mask, it peeks:", peeks(decoder_of(model)), "   without:", peeks(decoder_of(peeking)))

# %% [markdown]
# ## 8 Take the positions away
#
# Section 2 showed that self-attention sees a bag of words. How bad is that? The decoder's causal mask still gives something away: the word that sees three others must be the fourth.
#
# **Predict** the share translated exactly without positions (`rotary=False`, 500 steps), for short sentences (up to 12 words) and for long ones (25 and more). (With them: the curve of section 5.)

# %%
my_guess = [None, None]

# %%
bag = training.seeded(0, Transformer, len(english), len(french), rotary=False)
bag_history = training.fit(bag, passes, translation_loss, steps=500, seconds=30, name="no positions", **RECIPE)
fewer = data.test[:200]
scores = {
    f"with everything, {history.steps} steps": exact(answers, data.test, GROUPS.values()),
    f"no positions, {bag_history.steps} steps": exact(translate(bag, english, french, fewer), fewer, GROUPS.values()),
    f"no causal mask, {peeking_history.steps} steps": exact(peeking_answers, a_few, GROUPS.values()),
}
print("your guess:", my_guess)
losses = dict(zip(scores, (history.losses, bag_history.losses, peeking_history.losses)))
panels.losses_and_scores(losses, scores, list(GROUPS), title="Training loss, and what the models can do")

# %% [markdown]
# The left panel alone would rank the three models the wrong way round. And look at the one without positions: it fails least on *short* sentences. With five words there is mostly one way to put them into a sentence, and the decoder guesses it. With thirty there are many, and it is lost.
# (It had fewer steps than the first, to save your time. Given more, it does better on the short ones, and on the long ones it stays at nothing: in our run after 826 steps, 82 % up to 12 words, 15 % at 13 to 24, and none beyond.)
#
# ### Longer than anything seen
#
# Turned vectors know distances, so should they not work at *any* length? We trained four Transformers and lesson 6's GRU on sentences of up to 16 words only, and tested them on sentences of 17 to 20. (Five trainings would take you as many minutes: these numbers are typed in from a run of ours. *ALiBi*, Press and colleagues 2021, makes scores smaller with distance; *learned* is a table with a vector for each place.)

# %%
beyond = {"GRU": 0.51, "turned": 0.46, "ALiBi": 0.37, "sinusoids": 0.12, "learned": 0.07}  # typed in
plots.bars(list(beyond), list(beyond.values()), label="share translated exactly", title="Trained on up to 16 words, tested on 17 to 20", top=1)

# %% [markdown]
# The kinds differ a great deal. A table of learned places has nothing to say about place 18: its vector was never trained. Sines are known everywhere, but what the model makes of them was not learned there. Those that know distances do best, and the GRU, which counts nothing, a little better still. But look at the scale as well: sentences of 13 to 24 words are an easy matter for a model that has *seen* some of them, and from 25 words on all five are near nothing. **Nobody goes far beyond what they have seen.**

# %% [markdown]
# ## 9 Speaking faster: a cache
#
# In training all French words are computed at once. Not so when it speaks: word by word, and `translate` above computes *everything* anew for each of them: for word 40, queries, keys and values of the 39 before it, most of which it has computed many times already.
#
# It need not. With a causal mask an earlier word never sees the later ones, so **nothing about it changes when a word is added**: not its state, not its key, not its value. We keep keys and values, in a **cache**, and for each new word compute one query, one key and one value. (Old queries are not needed: those words have looked.)
#
# **Predict.** For a sentence of 40 words, how many keys are computed in one head, anew each time, and how many with a cache? And how many times as fast will it be?

# %%
my_guess = [None, None, None]  # keys anew, keys with a cache, times as fast

# %% [markdown]
# ### Exercise 8: `CachedAttention`  ●●●  15 minutes
#
# It is your `MultiHeadAttention` with one more method. Write `step`.
#
# - `new`: `(batch, 1, size)`, the newest word of each sentence
# - `cache`: None for the first word; else a pair `(keys, values)`, both `(batch, heads, words so far, head size)`; keys are kept *as turned*, so that nobody turns them again
# - returns **two** things: `found` `(batch, 1, size)`, and the new cache, a pair that is one word longer. The old cache must stay as it was: beam search continues one beginning in several ways
# - the new word looks at all words so far *and at itself*; its place is the number of words so far. No mask is needed. (Why not?)
# - turn only if `self.rotary`
#
# Example, without rotation: size 2, one head, matrices that hand their numbers on unchanged. The first word, (1, 0), sees only itself and finds (1, 0). The second, (0, 2): its scores are 0 and $4 / \sqrt{2} = 2.83$, the weights 0.056 and 0.944, and it finds $0.056 \cdot (1, 0) + 0.944 \cdot (0, 2) = (0.056, 1.888)$.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The first lines of your `forward`, for a sentence of one word. What is different about its place, and where do the other keys come from?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Query, key, value of `new`, split. The place is 0 without a cache, else `cache[0].shape[2]`: `rotate(key, torch.tensor([place]))`, and the query likewise. Then put the old keys in front of the new one with `torch.cat` along the axis of words, `dim=2`; the values too. Scores, softmax, sum, merge, output.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if cache is not None: key, value = torch.cat([cache[0], key], dim=2), torch.cat([cache[1], value], dim=2)`; `weights = (query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])).softmax(dim=-1)`; `return self.output(merge_heads(weights @ value)), (key, value)`.
#
# </details>


# %% exercise="CachedAttention"
class CachedAttention(MultiHeadAttention):
    """Causal self-attention, one word at a time, that keeps keys and values."""

    def step(self, new, cache):
        """Found (batch, 1, size), and the cache (keys, values), each (batch, heads, words, head size)."""
        ### BEGIN SOLUTION
        query, key, value = (split_heads(layer(new), self.heads) for layer in (self.query, self.key, self.value))
        if self.rotary:
            place = torch.tensor([0 if cache is None else cache[0].shape[2]])
            query, key = rotate(query, place), rotate(key, place)
        if cache is not None:
            key, value = torch.cat([cache[0], key], dim=2), torch.cat([cache[1], value], dim=2)
        weights = (query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])).softmax(dim=-1)
        return self.output(merge_heads(weights @ value)), (key, value)
        ### END SOLUTION


# %% test="CachedAttention" points=2
with check.exercise("CachedAttention") as rng:
    attention = plain(CachedAttention(2, 1))
    found, cache = attention.step(torch.tensor([[[1.0, 0]]]), None)
    check.close(found, [[[1, 0]]], rule="the first word, (1, 0), sees itself alone")
    found, after = attention.step(torch.tensor([[[0.0, 2]]]), cache)
    check.close(found, [[[0.0558, 1.8884]]], rule="the second word, (0, 2), looks at the first and at itself")
    check.shape(after[0], (1, 1, 2, 2), rule="keys: (batch, heads, words so far, head size)")
    check.close(after[1], [[[[1, 0], [0, 2]]]], rule="values: the first word's, then the second's")
    check.close(cache[0], [[[[1, 0]]]], rule="the old cache stays as it was")
    other, _ = attention.step(torch.tensor([[[3.0, 0]]]), cache)
    check.close(other, [[[2.9717, 0]]], rule="the same beginning goes on with (3, 0) in place of (0, 2)")
    found, _ = attention.step(torch.tensor([[[1.0, 1]]]), after)
    check.close(found, [[[0.5989, 1.2033]]], rule="(1, 1) looks at itself and at (1, 0) and (0, 2), not at (3, 0)")
    _, states, _ = two_sentences()
    attention = fill(CachedAttention(4, 2))
    found, cache = attention.step(states[:, :1], None)
    wanted = [[[1.1526, -2.4955, 4.0847, -5.4085]], [[-2.0834, 1.2764, -0.0333, -1.1516]]]
    check.close(found, wanted, rule="two heads, two sentences: what the first word finds")
    for word in range(1, 4):
        found, cache = attention.step(states[:, word : word + 1], cache)
    wanted = [[[1.1526, -2.4953, 4.0843, -5.408]], [[0.1695, -1.1721, 2.4876, -3.6181]]]
    check.close(found, wanted, rule="two heads, two sentences, four words: what the fourth finds")
    wanted = [[2.5507, -2.435], [3.012, -3.2905], [1.6414, -1.9014], [-0.3775, 0.5328]]
    check.close(cache[0][1, 0], wanted, rule="the keys of sentence 1, head 0")
    ### BEGIN HIDDEN TESTS
    for b, n, d, h in ((2, 5, 6, 3), (1, 7, 4, 2)):
        ours = CachedAttention(d, h)
        theirs = nn.MultiheadAttention(d, h, batch_first=True)
        drawn = {k: torch.tensor(rng.normal(scale=0.7, size=v.shape)).float() for k, v in ours.state_dict().items()}
        ours.load_state_dict(drawn)
        parts = {kind: torch.cat([drawn[f"{i}.{kind}"] for i in ("query", "key", "value")]) for kind in ("weight", "bias")}
        theirs.load_state_dict({
            "in_proj_weight": parts["weight"], "in_proj_bias": parts["bias"],
            "out_proj.weight": drawn["output.weight"], "out_proj.bias": drawn["output.bias"],
        })
        words, cache = torch.tensor(rng.normal(size=(b, n, d))).float(), None
        wanted, _ = theirs(words, words, words, attn_mask=~no_peeking(n)[0])
        for i in range(n):
            found, cache = ours.step(words[:, i : i + 1], cache)
            check.close(found, wanted[:, i : i + 1].detach(), rule="random words: as nn.MultiheadAttention, all at once", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% test="CachedAttention" what="rotary" points=2
with check.exercise("CachedAttention") as rng:
    attention = plain(CachedAttention(2, 1, rotary=True))
    _, first = attention.step(torch.tensor([[[1.0, 0]]]), None)
    cache = first
    for word in ([0.0, 1], [2.0, 0]):
        found, cache = attention.step(torch.tensor([[word]]), cache)
    wanted = [[[[1, 0], [-0.8415, 0.5403], [-0.8323, 1.8186]]]]
    check.close(cache[0], wanted, rule="rotary: each key is turned once, by its own place 0, 1, 2")
    check.close(cache[1], [[[[1, 0], [0, 1], [2, 0]]]], rule="rotary: values are not turned")
    check.close(found, [[[1.6566, 0.1583]]], rule="rotary: what the third word finds")
    _, other = attention.step(torch.tensor([[[0.0, 3]]]), first)
    check.close(other[0], [[[[1, 0], [-2.5244, 1.6209]]]], rule="rotary: another second word stands at place 1 as well")
    _, states, _ = two_sentences()
    attention = fill(CachedAttention(4, 2, rotary=True))
    cache = None
    for word in range(5):
        found, cache = attention.step(states[:, word : word + 1], cache)
    wanted = [[[-3.8435, 3.9878, -3.5595, 3.012]], [[-1.1469, 0.7994, -0.0398, -0.662]]]
    check.close(found, wanted, rule="rotary, two heads, two sentences: what the fifth word finds")
    check.close(states, two_sentences()[1], rule="the words it was given stay as they were")
    ### BEGIN HIDDEN TESTS
    for b, n, d, h in ((2, 6, 8, 2), (1, 4, 4, 1)):
        layer = CachedAttention(d, h, rotary=True)
        half = d // h // 2
        drawn = {k: torch.tensor(rng.normal(scale=0.7, size=v.shape)).float() for k, v in layer.state_dict().items()}
        layer.load_state_dict(drawn)
        words, cache = torch.tensor(rng.normal(size=(b, n, d))).float(), None
        made = {k: words @ drawn[f"{k}.weight"].T + drawn[f"{k}.bias"] for k in ("query", "key", "value")}
        turns = torch.polar(torch.ones(n, half), torch.arange(n)[:, None] / 10_000 ** (torch.arange(half) / half))
        heads = []
        for i in range(h):  # a slow loop over heads, all words at once, with complex numbers for the turning
            q, k, v = (made[name][:, :, 2 * half * i : 2 * half * (i + 1)] for name in ("query", "key", "value"))
            q, k = (torch.complex(part[..., :half], part[..., half:]) * turns for part in (q, k))
            scores = (q @ k.conj().transpose(1, 2)).real / (2 * half) ** 0.5
            heads.append(scores.masked_fill(~no_peeking(n), -torch.inf).softmax(dim=-1) @ v)
        wanted = torch.cat(heads, dim=-1) @ drawn["output.weight"].T + drawn["output.bias"]
        for i in range(n):
            found, cache = layer.step(words[:, i : i + 1], cache)
            check.close(found, wanted[:, i : i + 1], rule="random rotary layers: as all at once", tolerance=1e-4)
    ### END HIDDEN TESTS

# %% [markdown]
# Now a decoder that uses it. The English words never change while it speaks, so their keys and values are computed once a sentence as well (lesson 6 did that with `prepared`).


# %% setup="quick"
class QuickDecoder:
    """A trained Transformer's decoder, one word at a time, with caches; for the English states (batch, source, size)."""

    def __init__(self, model, states, mask, kind=CachedAttention):
        self.model, self.allowed = model, may_look(mask).unsqueeze(1)  # allowed: (batch, 1, 1, source)
        self.own, self.english, self.caches = [], [], [None for _ in model.decoder]
        for block in model.decoder:
            cached = kind(model.size, model.heads, block.attention.rotary)
            cached.load_state_dict(block.attention.state_dict())
            self.own.append(cached)
            self.english.append([split_heads(layer(states), model.heads) for layer in (block.cross.key, block.cross.value)])

    def step(self, words):
        """The logits (batch, vocabulary) after the newest words (batch,)."""
        new = self.model.speak(words).unsqueeze(1) * self.model.size**0.5
        for i, block in enumerate(self.model.decoder):
            found, self.caches[i] = self.own[i].step(block.look_norm(new), self.caches[i])
            new = new + found
            query, (key, value) = split_heads(block.cross.query(block.cross_norm(new)), self.model.heads), self.english[i]
            scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])
            weights = scores.masked_fill(~self.allowed, -torch.inf).softmax(dim=-1)
            new = block.think(new + block.cross.output(merge_heads(weights @ value)))
        return self.model.logits(new)[:, 0]


# %%
def seconds_to_say(count, cached):
    """Processor time to say `count` words to 100 sentences at once, and the logits of the last ones."""
    with torch.no_grad():
        states = model.encode(batch_ids, batch_mask)
        start = time.process_time()
        quick = QuickDecoder(model, states, batch_mask) if cached else None
        for word in range(count):
            said = forced[:, : word + 1]  # the words are given, so that both say the same number
            logits = quick.step(said[:, -1]) if cached else model.decode(said, states, batch_mask)[0][:, -1]
    return time.process_time() - start, logits


longest_pairs = sorted(data.test, key=lambda pair: len(pair.source))[-100:]
[batch] = text.batches([english.encode(pair.source) for pair in longest_pairs], size=100)
batch_ids, batch_mask = torch.tensor(batch.source), torch.tensor(batch.source_mask)
lengths = [2, 4, 8] if training.short_run() else [5, 10, 20, 40]
forced = torch.tensor(np.random.default_rng(0).integers(4, len(french), size=(len(batch.index), lengths[-1])))
ratios, apart = [], 0.0
for count in lengths:
    slow, fast = (min((seconds_to_say(count, cached) for _ in range(2)), key=lambda result: result[0]) for cached in (False, True))
    ratios.append(slow[0] / fast[0])
    apart = max(apart, float((slow[1] - fast[1]).abs().max()))
print("your guess:", my_guess)
print(f"{lengths[-1]} words: {lengths[-1] * (lengths[-1] + 1) // 2} keys anew, {lengths[-1]} with a cache; {ratios[-1]:.1f} times as fast; logits differ by at most {apart:.5f}")
counted = [(count + 1) / 2 for count in lengths]
plots.lines(
    lengths, {"keys and values, counted": counted, "time, measured": ratios},
    x_label="French words said", y_label="how many times less", title="What a cache saves, for 100 sentences at once",
)

# %% [markdown]
# Counted, it saves $(n + 1) / 2$ times the keys and values: $1 + 2 + \dots + n$ in place of $n$. Measured, it saves less, since each new word still looks at all the others, and a step of one word has a fixed cost that does not shrink. What does it cost? Memory: for each word, in each block, a key and a value, here $2 \cdot 2 \cdot 64 = 256$ numbers. For a model of today, with dozens of blocks and a hundred thousand words, the cache is larger than many a computer's memory, and much work goes into making it smaller.

# %% [markdown]
# ## 10 What did it buy, and what did it give up?
#
# A last table, counted. $n$ is the number of words, $d$ the size of their vectors:
#
# | | GRU layer | self-attention layer |
# |---|---|---|
# | steps that must wait for each other, in training | $n$ | 1 |
# | ... and when speaking | $n$ | $n$ |
# | layers between the first word and the last, for the error on its way back | $n$ | 1 |
# | multiply-adds of the matrices (for each word: two for each of a GRU's three parts, or four) | $\approx 6 n d^2$ | $4 n d^2$ |
# | multiply-adds between pairs of words (scores, and the weighted sum) | none | $2 n^2 d$ |
# | numbers kept of the past, while it speaks | $d$ | $2 n d$ |
# | knows which word came first | yes | only if told |
#
# With $d = 64$, the products between pairs of words, $2 n^2 d$, overtake the matrices, $4 n d^2$, at $n = 2 d = 128$ words. Our sentences have 45 at most: here the square in $n^2$ does not hurt at all. For a text of 100,000 words it is all there is.

# %% [markdown] task="what_it_bought" points=4
# ### Exercise 9: what did the Transformer buy, and what did it give up?  ●●●  20 minutes, marked by hand
#
# A friend has read that "attention is all you need" and wants to throw the GRU out of three programs: (a) a translator that is trained on millions of sentences with many processors at once; (b) a hearing aid that must react to a sound stream of many hours, word by word, with little memory; (c) a translator for a rare language, with 24,000 sentences and one processor, like ours.
#
# In ten to fourteen sentences: what does the Transformer buy, what does it give up, and what would you advise in each of the three cases? Use at least three measurements or counts of this lesson, with your own numbers, and say of at least one of them what it does *not* show. Write in the cell below this one.
#
# <details><summary>Learning alone? Mark yourself with four questions</summary>
#
# One point each: Do you say what is bought, and distinguish training from speaking? Do you say what is given up, with a count? Is your advice different for the three programs, for reasons from the table? Do you use three numbers, and say of one what it cannot show (architecture or recipe, one seed, one size, short made-up sentences)?
#
# </details>
#
# === BEGIN MARK SCHEME ===
#
# - 1 point: bought. All words of a sentence are computed at once in training (no step waits for another), so it makes use of many processors; and between any two words there is one step, so errors and information travel undiminished. Speaking stays word by word: the cache only spares repetition. "It is more accurate" alone earns nothing.
# - 1 point: given up. Work that grows with the square of the length; a cache that grows with each word, where a GRU keeps one vector; order must be put in from outside (no positions: near 0 on long sentences) and does not carry beyond trained lengths by itself; sensitive to its recipe (warm-up, norm). Two of these, one with a count or a measurement.
# - 1 point: advice. (a) Transformer, because of the parallel training; (b) GRU, or attention limited to a window (lesson 8), because the stream is endless and memory small; (c) either: at this size and time they are close and most of the difference was recipe, so try both for equal time, more than one seed. Other advice is fine if its reasons are in the table.
# - 1 point: at least three numbers of one's own, and for one of them what it does not show: the comparison with lesson 6 mixes architecture and recipe; a loss near 0 shows nothing (the peeking decoder); alignment error does not show how the model decides (lesson 7); one seed, one size, generated sentences of at most 45 words.
#
# Half points for a claim without its number or reason. Good language is not marked.
#
# === END MARK SCHEME ===

# %% [markdown]
# *Write your answer here: double-click, type, then Shift + Enter.*

# %% [markdown]
# ## 11 What can go wrong
#
# **A loss that is too good.** Section 7. If a language model's loss falls far below everybody else's, look for the leak before you celebrate. And measure what it says when it speaks for itself.
#
# **A cache with the wrong place.** In `step` it is easy to write "place 0", since `new` has one word. Nothing crashes, and in training nothing shows, as training uses no cache. Then no word is turned at all, and every key seems to stand where the query stands:


# %%
class AlwaysPlaceZero(CachedAttention):
    """Turns every new word as if it were the first."""

    def step(self, new, cache):
        made = [split_heads(layer(new), self.heads) for layer in (self.query, self.key, self.value)]
        kept = [part if cache is None else torch.cat([old, part], dim=2) for old, part in zip(cache or [None] * 2, made[1:])]
        weights = (made[0] @ kept[0].transpose(2, 3) / math.sqrt(made[0].shape[-1])).softmax(dim=-1)
        return self.output(merge_heads(weights @ kept[1])), tuple(kept)


def translate_quickly(pairs, kind, longest=LONGEST):
    """As `translate`, with caches of this kind."""
    said = [None] * len(pairs)
    for batch in text.batches([english.encode(pair.source) for pair in pairs], size=100):
        mask = torch.tensor(batch.source_mask)
        with torch.no_grad():
            quick = QuickDecoder(model, model.encode(torch.tensor(batch.source), mask), mask, kind)
            ids = [torch.full((len(mask),), french.ids[text.START])]
            for _ in range(longest):
                ids.append(quick.step(ids[-1]).argmax(dim=-1))
        for place, row in zip(batch.index, torch.stack(ids[1:], dim=1)):
            said[place] = french.decode(row)
    return said


fewer = data.test[: 10 if training.short_run() else 200]
for kind in (CachedAttention, AlwaysPlaceZero):
    shares = exact(translate_quickly(fewer, kind), fewer, GROUPS.values())
    print(f"{kind.__name__:16}", ", ".join(f"{name}: {share:.0%}" for name, share in zip(GROUPS, shares)))

# %% [markdown]
# The model is the same, to the last parameter, and most short sentences still come out right; the longer ones are gone. A test that compares the cache with computing all anew, as in exercise 8, finds this in a second; a look at a few short translations may not.
#
# **"The" attention.** Section 6: of eight heads in two blocks, some align well and some hardly better than the diagonal guess. Whoever shows one head's heat map has chosen it.

# %% [markdown]
# ## In short
#
# 1. **Query, key, value**: each made of the states by a matrix of its own. Weights: softmax of $q \cdot k / \sqrt{d}$, with $d$ the head's size; context: weight times value. **Self-attention** takes all three from one sentence.
# 2. **Heads** split the numbers, look side by side, and are merged. A **block** is $x + \text{look}(\text{norm}(x))$, then $x + \text{think}(\text{norm}(x))$.
# 3. Attention sees a bag of words: **positions** must be put in. Turned queries and keys make scores depend on the distance alone.
# 4. The **causal mask** keeps the future out. Without it, a perfect loss and a useless model.
# 5. It buys training all at once and a short way between any two words; it pays with the square of the length, and with a **cache** that grows as it speaks.
#
# *To read next.* A. Vaswani and others, "Attention Is All You Need", 2017, arXiv:1706.03762. J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer Normalization", 2016, arXiv:1607.06450. R. Xiong and others, "On Layer Normalization in the Transformer Architecture", 2020, arXiv:2002.04745. J. Su and others, "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021, arXiv:2104.09864. O. Press, N. A. Smith, M. Lewis, "Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation", 2021, arXiv:2108.12409. O. Press, L. Wolf, "Using the Output Embedding to Improve Language Models", 2017, arXiv:1608.05859.
#
# What is still missing are sentences that people wrote.
