# %% [markdown]
# # 05 Encoder-decoder
#
# *How far does one vector carry a sentence?*
#
# In 2014 a new kind of translator appeared (Sutskever, Vinyals and Le; Cho and others): one network reads the English sentence and squeezes it
# into **one vector**, another unfolds that vector into French, word by word. It was astonishing that this worked at all, and there was one weakness, which
# you are going to measure: the vector always has the same size, and sentences do not. Nothing in this lesson is attention. It builds everything around it,
# so that in lesson 6 a single change can be seen for what it is.
#
# About 110 minutes; section 4 is a good place for a break. At the end you will have trained a translator for a minute and drawn a curve that falls:
# how often a sentence comes out right, against how long it is.

# %% setup="imports"
import json

import numpy as np
import torch
from torch import nn

from helpers import check, corpus, plots, text, training

torch.set_num_threads(1)  # the models here are small: one core serves them best

# %% [markdown]
# ## 1 Pairs of sentences
#
# The kennel corpus again, this time with its French side. Lengths from 3 to 45 words (marks such as "." and "," count as words), so that there is something to measure; "The dog is a Labrador." is
# not among them.

# %%
LENGTHS = {(3, 8): 0.3, (9, 16): 0.3, (17, 28): 0.25, (29, 45): 0.15}  # how much of the corpus is how long
COUNTS = (400, 4, 150) if training.short_run() else (24_000, 200, 500)  # few while a teacher's program marks the notebook: it trains nothing then
data = corpus.splits(*COUNTS, seed=5, lengths=LENGTHS)
for pair in data.dev[:4]:
    print(pair.english, "\n   ", pair.french)

# %% [markdown]
# A network sees ids. Each side has a vocabulary of its own, and each begins with four entries that are not words: padding (id 0), the **start** of a sentence (1), its **end**
# (2), and *unknown* (3). The start is what the decoder is given before it has said anything; the end is how it says that it is done.

# %%
english = text.Vocabulary.build([pair.source for pair in data.train])
french = text.Vocabulary.build([pair.target for pair in data.train])
print(len(english), "English words,", len(french), "French words")
print(french.encode(("le", "chien", "dort", "."), start=True, end=True))

# %% [markdown]
# ### Exercise 1: `pad_batch(sequences)`  ●○○  8 minutes
#
# Sentences of different lengths have to go into one rectangular tensor: fill the short ones up with 0, and keep a mask that knows what is real. As everywhere in this course,
# **True is a real word.** What is real follows from the lengths of the lists, not from the ids: an id that stands in a list is a real word, even if it is 0. (Our two vocabularies give 0 to no word. But your function should not rely on it: whoever numbers words from 0 has a real word there.)
#
# - `sequences`: a list of lists of ids, none of them empty; the lists stay as they are
# - returns: `ids`, a tensor of whole numbers (`dtype=torch.long`), and `mask`, a tensor of True and False (`dtype=torch.bool`), both of shape `(batch, longest)`, also for a batch of one sentence
#
# Example: `[[4, 0], [5, 6, 7, 9], [8]]` becomes
#
# | ids | mask |
# |---|---|
# | `[4, 0, 0, 0]` | `[True, True, False, False]` |
# | `[5, 6, 7, 9]` | `[True, True, True, True]` |
# | `[8, 0, 0, 0]` | `[True, False, False, False]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two tensors of the right shape, full of 0 and of False. What is then filled in for each sentence?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `torch.zeros(batch, longest, dtype=torch.long)`; then, for row `i` of length `n`, the places `[i, :n]`, once in `ids` and once in `mask`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# In the loop: `ids[i, : len(sequence)] = torch.tensor(sequence)` and `mask[i, : len(sequence)] = True`.
#
# </details>


# %% exercise="pad_batch"
def pad_batch(sequences: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (batch, longest), filled up with 0, and mask (batch, longest), True for a real word."""
    ### BEGIN SOLUTION
    longest = max(len(sequence) for sequence in sequences)
    ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    mask = torch.zeros(len(sequences), longest, dtype=torch.bool)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = torch.tensor(sequence)
        mask[i, : len(sequence)] = True
    return ids, mask
    ### END SOLUTION


# %% test="pad_batch" points=1
sentences = [[4, 0], [5, 6, 7, 9], [8]]
with check.exercise("pad_batch") as rng:
    ids, mask = pad_batch(sentences)
    check.equal(ids, [[4, 0, 0, 0], [5, 6, 7, 9], [8, 0, 0, 0]], rule="ids: the example")
    check.equal(mask, [[True, True, False, False], [True] * 4, [True, False, False, False]],
                rule="mask: True for each real word of the example")
    kinds = [str(getattr(part, "dtype", type(part).__name__)) for part in (ids, mask)]
    check.equal(kinds, ["torch.int64", "torch.bool"], rule="two tensors, of torch.long and of torch.bool")
    check.equal(pad_batch(sentences[2:])[0], [[8]], rule="one sentence alone is a batch too")
    ### BEGIN HIDDEN TESTS
    for count in (1, 4, 6):
        rows = [rng.integers(0, 50, size=n).tolist() for n in rng.integers(1, 9, size=count)]
        ids, mask = pad_batch(rows)
        check.equal(ids, torch.nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True), rule="random batches: ids")
        longest = max(map(len, rows))
        check.equal(mask, [[place < len(row) for place in range(longest)] for row in rows], rule="random batches: mask")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 2 A network that remembers
#
# A **recurrent network** reads a sentence word by word and keeps a vector of what it has read so far, its **state**. At each word it makes a new state of the word's embedding and
# the old state, always with the same parameters. The simplest one forgets quickly: each step writes over everything. The **GRU** (gated recurrent unit, Cho and others 2014)
# learns *how much* to keep, with two **gates**: vectors of numbers between 0 (closed) and 1 (open), one for each number of the state.
#
# With the input $x$ and the old state $h$:
#
# $$\begin{aligned}
# r &= \sigma(W_r x + b_r + U_r h + c_r) && \text{reset gate: how much of the past enters the proposal} \\
# z &= \sigma(W_z x + b_z + U_z h + c_z) && \text{update gate: how much of the old state stays} \\
# n &= \tanh\!\big(W_n x + b_n + r \cdot (U_n h + c_n)\big) && \text{the proposal for a new state} \\
# h' &= (1 - z) \cdot n + z \cdot h && \text{a mixture of proposal and past}
# \end{aligned}$$
#
# $\sigma$ (sigmoid) squeezes any number into the range from 0 to 1; the dot multiplies number by number. Read the last line: where $z$ is 1, the state stays as it was; where $z$ is 0, it is replaced. So a
# GRU can carry a fact unchanged over many words, if training teaches it to keep a gate open. (This $z$ is the gate that lesson 3 started nearly shut, with a bias of -2.)
#
# (In the paper, $r$ is applied to $h$ before the product; PyTorch, and so we, apply it after.)
#
# **A worked example**, with vectors of one number: the input is $x = 2$, the old state $h = -0.5$.
#
# | | $W x + b$ | $U h + c$ | together | |
# |---|---|---|---|---|
# | reset | $0.5 \cdot 2 - 0.5 = 0.5$ | $2 \cdot (-0.5) + 0.5 = -0.5$ | $0.5 - 0.5 = 0$ | $r = \sigma(0) = 0.5$ |
# | update | $0.5 \cdot 2 + 0.2 = 1.2$ | $-1 \cdot (-0.5) - 0.6 = -0.1$ | $1.2 - 0.1 = 1.1$ | $z = \sigma(1.1) = 0.7503$ |
# | new | $1 \cdot 2 - 0.5 = 1.5$ | $-2 \cdot (-0.5) - 2 = -1$ | $1.5 + 0.5 \cdot (-1) = 1$ | $n = \tanh(1) = 0.7616$ |
#
# The new state is $(1 - 0.7503) \cdot 0.7616 + 0.7503 \cdot (-0.5) = 0.1902 - 0.3751 = -0.1849$: three quarters of the past, and a quarter of the proposal.

# %% [markdown]
# ### Exercise 2: `gru_step(x, state, parameters)`  ●●○  15 minutes
#
# One step of a GRU, by hand. PyTorch keeps the parameters of the three parts stacked, in the order **reset, update, new**, and so do we:
#
# - `x`: shape `(batch, input)`; `state`: shape `(batch, hidden)`
# - `parameters`: a dictionary with `weight_ih` of shape `(3 · hidden, input)` (input to hidden: the three $W$), `weight_hh` of shape `(3 · hidden, hidden)` (hidden to hidden: the three $U$), `bias_ih` (the three $b$) and `bias_hh` (the three $c$) of shape `(3 · hidden,)`
# - returns: the new state, a single tensor of shape `(batch, hidden)`; the old one stays as it is
#
# In the example above, `weight_ih` would be `[[0.5], [0.5], [1]]` and `bias_ih` `[-0.5, 0.2, -0.5]`; `weight_hh` and `bias_hh` are the second column's numbers.
#
# Useful: `x @ weight.T + bias` is the product; `product.chunk(3, dim=1)` cuts a tensor of shape `(batch, 3 · hidden)` into its three parts; `torch.sigmoid`, `torch.tanh`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two products, one from `x` and one from `state`, each cut into three. Which two of the three parts are simply added?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Reset and update are the sigmoid of the sums of their parts. In the proposal, the part from the state is multiplied with the reset gate *before* it is added.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `xr, xz, xn = (...).chunk(3, dim=1)` and `hr, hz, hn = (...).chunk(3, dim=1)`; then `r`, `z`, `n = torch.tanh(xn + r * hn)`, and the mixture.
#
# </details>


# %% exercise="gru_step"
def gru_step(x: torch.Tensor, state: torch.Tensor, parameters: dict[str, torch.Tensor]) -> torch.Tensor:
    """The state (batch, hidden) after reading x (batch, input), as nn.GRUCell computes it."""
    ### BEGIN SOLUTION
    xr, xz, xn = (x @ parameters["weight_ih"].T + parameters["bias_ih"]).chunk(3, dim=1)
    hr, hz, hn = (state @ parameters["weight_hh"].T + parameters["bias_hh"]).chunk(3, dim=1)
    reset = torch.sigmoid(xr + hr)
    update = torch.sigmoid(xz + hz)
    proposal = torch.tanh(xn + reset * hn)
    return (1 - update) * proposal + update * state
    ### END SOLUTION


# %% test="gru_step" points=3
one_x, one_state = torch.tensor([[2.0]]), torch.tensor([[-0.5]])  # the worked example: vectors of one number
one = {
    "weight_ih": torch.tensor([[0.5], [0.5], [1]]), "weight_hh": torch.tensor([[2.0], [-1], [-2]]),
    "bias_ih": torch.tensor([-0.5, 0.2, -0.5]), "bias_hh": torch.tensor([0.5, -0.6, -2]),
}
x = torch.tensor([[1.0, 0, -1], [0.5, 2, 0]])  # batch 2, input 3
state = torch.tensor([[0.2, -0.4], [0.6, 0.1]])  # batch 2, hidden 2
several = {
    "weight_ih": torch.tensor([[0.5, -0.2, 0.1], [0.3, 0.8, -0.5], [-0.6, 0.4, 0.2],
                               [0.1, -0.3, 0.7], [0.9, 0.2, -0.4], [-0.2, 0.5, 0.6]]),
    "weight_hh": torch.tensor([[0.4, -0.1], [0.2, 0.3], [-0.5, 0.6], [0.7, -0.2], [0.8, 0.1], [-0.3, 0.9]]),
    "bias_ih": torch.tensor([0.1, -0.1, 0.2, 0, 0.05, -0.2]),
    "bias_hh": torch.tensor([0, 0.2, -0.1, 0.3, 0.4, -0.5]),
}
with check.exercise("gru_step") as rng:
    check.close(gru_step(one_x, one_state, one), [[-0.1849]], rule="the worked example: one number becomes -0.1849")
    check.close(gru_step(x, state, several), [[0.7422, -0.6742], [0.7159, 0.1363]],
                rule="a batch of two, three numbers in, a state of two: as PyTorch's GRUCell")
    once, again = gru_step(x, state, several), gru_step(x, state, several)
    check.equal(str(once) == str(again), True, rule="the same numbers in give the same state")
    ### BEGIN HIDDEN TESTS
    for b, d, h in ((1, 1, 1), (4, 3, 5), (3, 6, 2)):
        cell = nn.GRUCell(d, h)
        given = {name: torch.tensor(rng.normal(size=tuple(value.shape)).astype(np.float32)) for name, value in cell.state_dict().items()}
        cell.load_state_dict(given)
        word, before = (torch.tensor(rng.normal(size=size).astype(np.float32)) for size in ((b, d), (b, h)))
        after = cell(word, before)
        check.close(gru_step(word, before, given), after, rule="random parameters, any size", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# **Encoder**: a GRU, here PyTorch's `nn.GRU`, that runs this step over the English sentence. Its state after the last real word is all that goes on: the **sentence vector**. **Decoder**: another GRU, whose first
# state is that vector. It is given the start sign, makes a state, and from the state one number per French word (the logits); the highest is the word it says. That word goes in next, and so on,
# until it says *end*.

# %% [markdown]
# ## 3 Teacher forcing, and a loss that ignores padding
#
# How is a decoder trained? If it says a wrong second word, what should count as right for the third? **Teacher forcing** avoids the question: in training, whatever it says, it is always given the *right*
# word as the next input. So each French sentence is used twice, shifted by one:
#
# | | | | | | |
# |---|---|---|---|---|---|
# | the sentence | `<s>` | le | chien | dort | `</s>` |
# | input | `<s>` | le | chien | dort | |
# | expected | le | chien | dort | `</s>` | |
#
# At each place the decoder sees a word and has to say the *next* one. Forget the shift, and it only has to repeat what it is given: it will be perfect after seconds, and useless.
#
# ### Exercise 3: `shift_targets(target)`  ●○○  4 minutes
#
# - `target`: ids of shape `(batch, length)`, each row from the start sign to the end sign, then padding; it stays as it is
# - returns: `inputs` and `expected`, both tensors of whole numbers of shape `(batch, length - 1)`, also for a batch of one sentence
#
# | `target` | `inputs` | `expected` |
# |---|---|---|
# | `[1, 7, 8, 9, 2]` | `[1, 7, 8, 9]` | `[7, 8, 9, 2]` |
# | `[1, 6, 2, 0, 0]` | `[1, 6, 2, 0]` | `[6, 2, 0, 0]` |
#
# In the shorter row the end sign stays among the inputs, before the padding: what it leads to is padding, and the loss leaves that out.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which column does the input not need, and which one is never expected?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# The input is everything but the last column, the expected words are everything but the first.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `target[:, 1:]` is all columns from the second on.
#
# </details>


# %% exercise="shift_targets"
def shift_targets(target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Decoder inputs and expected words, (batch, length - 1) each, of targets (batch, length)."""
    ### BEGIN SOLUTION
    return target[:, :-1], target[:, 1:]
    ### END SOLUTION


# %% test="shift_targets" points=1
rows = torch.tensor([[1, 7, 8, 9, 2], [1, 6, 2, 0, 0]])
with check.exercise("shift_targets") as rng:
    inputs, expected = shift_targets(rows)
    check.equal(inputs, [[1, 7, 8, 9], [1, 6, 2, 0]], rule="inputs: the example")
    check.equal(expected, [[7, 8, 9, 2], [6, 2, 0, 0]], rule="expected: the word after each input")
    kinds = [str(getattr(part, "dtype", type(part).__name__)) for part in (inputs, expected)]
    check.equal(kinds, ["torch.int64"] * 2, rule="both are tensors of whole numbers, as the target is")
    inputs, expected = shift_targets(rows[:1])
    check.equal([inputs, expected], [[[1, 7, 8, 9]], [[7, 8, 9, 2]]], rule="one sentence alone is a batch too")
    ### BEGIN HIDDEN TESTS
    for size in ((4, 7), (1, 3), (5, 2)):
        many = torch.tensor(rng.integers(0, 50, size=size))
        inputs, expected = shift_targets(many)
        check.equal([inputs, expected], [many.numpy()[:, :-1], many.numpy()[:, 1:]], rule="random targets")
    ### END HIDDEN TESTS

# %% [markdown]
# The loss at one place is how *surprised* the decoder is by the right word: minus the logarithm of the probability it gave to it (softmax of the logits); its usual name is *cross-entropy*. A decoder that knows nothing gives each of $V$ words $1/V$, and its
# surprise is $\ln V$: with 300 words, 5.7. That is a number worth remembering: **before training, the loss should be near the logarithm of the vocabulary.** If it is not, something is wrong already.
#
# And padding? It must not count. A model that is praised for predicting padding learns to predict padding. The id of a word does not say whether it is real; the mask does.
#
# **A worked example.** Four places, the last of them padding. The decoder gives the three right words the probabilities 1/2, 1/4 and 1/8. The surprises are $\ln 2 = 0.6931$, $\ln 4 = 1.3863$ and
# $\ln 8 = 2.0794$, and the loss is their mean, $4.1589 / 3 = 1.3863$. What was said at the fourth place has no part in it.
#
# ### Exercise 4: `sequence_loss(logits, target, mask)`  ●●○  8 minutes
#
# The mean surprise over all real words of the batch: every real word counts the same, in whichever sentence it stands.
#
# - `logits`: `(batch, length, vocabulary)`; `target`: `(batch, length)`, the expected words; `mask`: `(batch, length)`, True for a real word; all three stay as they are
# - returns: one number, as a tensor without axes that gradients can flow through: training goes on from it
#
# Useful: `logits.log_softmax(dim=-1)`; `nn.functional.cross_entropy(table, words)` is the mean surprise of a table `(places, vocabulary)` over `words` `(places,)`; `logits[mask]` picks the real places and has
# the shape `(places, vocabulary)`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is left of `logits` and of `target` when only the real places are kept?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Index both with the mask; then every place that is left counts the same.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `nn.functional.cross_entropy` of `logits[mask]` and the same of the target.
#
# </details>


# %% exercise="sequence_loss"
def sequence_loss(logits: torch.Tensor, target: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over the real words of a batch, a single number."""
    ### BEGIN SOLUTION
    return nn.functional.cross_entropy(logits[mask], target[mask])
    ### END SOLUTION


# %% test="sequence_loss" points=2
odds = torch.tensor([[[3.0, 2, 1], [5, 1, 2]], [[1, 1, 6], [4, 1, 2]]])  # batch 2, length 2, vocabulary 3
few_logits, few_words = odds.log(), torch.tensor([[0, 2], [1, 0]])  # softmax gives 3 : 2 : 1 and so on
few_mask = torch.tensor([[True, True], [True, False]])
more_logits = torch.tensor([[[0.0, 3, 0], [1, 0, 2], [5, 0, 0]],  # batch 2, length 3, vocabulary 3
                            [[2, 0, 1], [0, 1, 0], [1, 1, 0]]])
more_words, more_mask = torch.tensor([[1, 2, 1], [0, 1, 2]]), torch.tensor([[True, False, False], [True] * 3])
knows_nothing = torch.zeros(2, 3, 300)
with check.exercise("sequence_loss") as rng:
    check.close(sequence_loss(few_logits, few_words, few_mask), 1.3863,
                rule="the worked example: 1/2, 1/4, 1/8 and padding")
    check.close(sequence_loss(more_logits, more_words, more_mask), 0.7290, rule="four real words and padding")
    check.close(sequence_loss(knows_nothing, more_words, more_mask), 5.7038,
                rule="who knows nothing of 300 words is surprised by ln 300 = 5.70")
    change = check.gradient(lambda logits: sequence_loss(logits, more_words, more_mask), more_logits, probe=1.0)
    check.equal(np.abs(change.inputs[0]).max(axis=-1) > 1e-6, more_mask,
                rule="training can go on from it: real words pull at their logits, padding does not")
    ### BEGIN HIDDEN TESTS
    for b, n, v in ((1, 2, 4), (3, 5, 7)):
        table, words = torch.tensor(rng.normal(size=(b, n, v))), torch.tensor(rng.integers(0, v, size=(b, n)))
        keep = torch.arange(n) < torch.tensor(rng.integers(1, n + 1, size=(b, 1)))
        marked = torch.where(keep, words, -100)
        check.close(sequence_loss(table, words, keep), nn.functional.cross_entropy(table.transpose(1, 2), marked), rule="agrees with PyTorch's own way of ignoring places", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# ## 4 The translator
#
# Here it is, in full, in about twenty lines. `nn.Embedding` is the table of lesson 3, `nn.Linear` is `x @ weight.T + bias`. `nn.GRU` runs your `gru_step` along the sentence and returns two things: all states, and the
# last one. It keeps that last state with an extra axis in front, `(1, batch, size)`, because GRUs can be stacked; hence `unsqueeze(0)` and `squeeze(0)`. (`contiguous()` only tidies the memory.) Batches come from
# `text.batches`, which pads as your `pad_batch` does, and puts sentences of like length together. Note the line with `last` (indexing with two lists of places, `states[[0, 1], [3, 5]]`, picks pair by pair: row 0 at place 3, row 1 at place 5): since sentences are padded, the state we want is not the one in the last column, but the one at the last *real* word.


# %%
class Translator(nn.Module):
    """An encoder-decoder without attention: the sentence passes through one vector."""

    def __init__(self, size: int = 128):
        super().__init__()
        self.read = nn.Embedding(len(english), 64)
        self.encoder = nn.GRU(64, size, batch_first=True)
        self.speak = nn.Embedding(len(french), 64)
        self.decoder = nn.GRU(64, size, batch_first=True)
        self.output = nn.Linear(size, len(french))

    def encode(self, source, mask):
        """The sentence vector (batch, size) of ids (batch, source)."""
        states, _ = self.encoder(self.read(source))  # (batch, source, size)
        last = mask.sum(dim=1) - 1  # (batch,): the place of each last real word
        return states[torch.arange(len(states)), last]

    def step(self, words, state):
        """One decoder step: words (batch,), state (batch, size) -> logits (batch, vocabulary), new state."""
        out, state = self.decoder(self.speak(words).unsqueeze(1), state.unsqueeze(0).contiguous())
        return self.output(out.squeeze(1)), state.squeeze(0)

    def forward(self, source, mask, inputs):
        """Teacher forcing: logits (batch, target, vocabulary) for all places at once."""
        first = self.encode(source, mask).unsqueeze(0)  # (1, batch, size)
        states, _ = self.decoder(self.speak(inputs), first)
        return self.output(states)


model = training.seeded(0, Translator)
sources = [english.encode(pair.source) for pair in data.train]
targets = [french.encode(pair.target, start=True, end=True) for pair in data.train]
first_batch = next(text.batches(sources, targets, size=64))
print("source", first_batch.source.shape, " target", first_batch.target.shape)

# %% [markdown]
# One line of the next cells may surprise: the mask loses its first column too. It says which words are real, and so it goes with the words that are *expected*: in a row `le chien </s>` behind `<s>`, three places count.
#
# **Predict** the loss of the untrained model, as a number. (You know how many French words there are.)

# %%
my_guess = None


# %%
def translation_loss(model, batch):
    """The sequence loss of a batch from text.batches, with teacher forcing."""
    source, mask = torch.tensor(batch.source), torch.tensor(batch.source_mask)
    inputs, expected = shift_targets(torch.tensor(batch.target))
    real = torch.tensor(batch.target_mask)[:, 1:]  # which of the expected words are real
    return sequence_loss(model(source, mask, inputs), expected, real)


print("your guess:", my_guess)
print("loss before training:", round(translation_loss(model, first_batch).item(), 2), "  ln", len(french), "=", round(np.log(len(french)), 2))

# %% [markdown]
# ### Exercise 5: `greedy_decode(step, state, start, end, longest)`  ●●●  15 minutes
#
# To translate, the decoder must go on by itself: say the most likely word, feed it back, repeat. That is *greedy* decoding. Sentences of a batch end at different times. A sentence that has said *end* is finished: whatever the decoder says for it
# afterwards is not part of the translation.
#
# - `step(words, state)` returns `logits` `(batch, vocabulary)` and the new state; `words` are the ids said last, a tensor of whole numbers of shape `(batch,)`, in every step
# - `state`: the first state, of which the first axis is the batch (it may be a batch of one)
# - `start`, `end`: the ids of these two signs, whichever they are; `longest`: no sentence may have more words than this, start and end not counted
# - returns: a list with one list of ids per sentence, **without** start and end: plain whole numbers, no tensors. Who says *end* at once has an empty list
#
# With `longest` 5:
#
# | most likely, step by step | result |
# |---|---|
# | 5, 6, *end*, 9, 9 | `[5, 6]` |
# | 7, *end*, 8, 8, 8 | `[7]` |
# | 4, 10, 4, 6, 3, and no end yet | `[4, 10, 4, 6, 3]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# What must be remembered for each sentence besides its words? And when is everybody finished?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# A loop of at most `longest` turns: call `step`, take `argmax` along the vocabulary; for each sentence that is not finished, either note that it is (the word is `end`) or append the word. Feed *all* words back,
# so that the batch keeps its shape; stop when all are finished.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Before the loop: `words = torch.full((len(state),), start)`, `said = [[] for _ in state]`, `done = [False] * len(state)`. In it: `logits, state = step(words, state)`, `words = logits.argmax(dim=-1)`, and a loop over
# `enumerate(words.tolist())`.
#
# </details>


# %% [markdown]
# For the check there is a stand-in for the decoder, `follows`, that says what a script tells it to, a row for each sentence, as long as it hears the word it has just said; if it hears another, it says 11, and if it is
# given no tensor, 12. You need not read it.

# %% setup="script" folded=true
def follows(script, start):
    """A step that says what the script says, as long as it hears what it has just said."""
    script = torch.tensor(script)

    def step(words, state):  # the state (batch, 2): a row of the script, and a place in it
        rows, places = state.unbind(dim=1)
        after = torch.stack([rows, places + 1], dim=1)
        if not isinstance(words, torch.Tensor):
            return torch.eye(13)[torch.full_like(rows, 12)], after
        before = torch.where(places > 0, script[rows, places - 1], start)
        heard, wanted = torch.stack([words, before])  # one word for each sentence: both (batch,)
        torch.eye(13)[heard]  # as in an embedding: whole numbers only
        return torch.eye(13)[torch.where(heard == wanted, script[rows, places], 11)], after

    return step


# %% exercise="greedy_decode"
def greedy_decode(step, state, start: int, end: int, longest: int) -> list[list[int]]:
    """The most likely words, one at a time, of each sentence up to its own end."""
    ### BEGIN SOLUTION
    words = torch.full((len(state),), start)
    said: list[list[int]] = [[] for _ in range(len(state))]
    done = [False] * len(state)
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            done[i] = done[i] or word == end
            if not done[i]:
                said[i].append(word)
        if all(done):
            break
    return said
    ### END SOLUTION


# %% test="greedy_decode" points=3
# in this script, 2 is the end
three = follows([[5, 6, 2, 9, 9, 9, 9, 9], [7, 2, 8, 8, 8, 8, 8, 8], [4, 10, 4, 6, 3, 8, 5, 2]], start=1)
other = follows([[6, 2, 2, 2, 2], [2, 5, 6, 6, 2], [3, 1, 4, 6, 7]], start=9)  # here 6 is the end
begin = torch.tensor([[0, 0], [1, 0], [2, 0]])  # the first state: which row of the script, and which place in it
with check.exercise("greedy_decode") as rng:
    said = greedy_decode(three, begin, 1, 2, 5)
    check.equal(said, [[5, 6], [7], [4, 10, 4, 6, 3]],
                rule="the example: each stops at its own end, none is longer than 5")
    check.equal(greedy_decode(other, begin, 9, 6, 5), [[], [2, 5], [3, 1, 4]],
                rule="start is 9 and end is 6: the first sentence ends before it has a word")
    check.equal(greedy_decode(three, begin[2:], 1, 2, 4), [[4, 10, 4, 6]], rule="one sentence alone is a batch too")
    check.equal(any(isinstance(word, torch.Tensor) for row in said for word in row), False,
                rule="plain whole numbers: no tensor among the words")
    ### BEGIN HIDDEN TESTS
    check.equal(greedy_decode(three, begin[[2, 0]], 1, 2, 1), [[4], [5]], rule="at most one word")
    for _ in range(3):
        start, end = rng.permutation(11)[:2].tolist()
        table = rng.integers(0, 11, size=(4, 9)).tolist()
        truth = [row[:6][: row[:6].index(end)] if end in row[:6] else row[:6] for row in table]
        order = rng.permutation(4).tolist()
        first = torch.tensor([[row, 0] for row in order])
        check.equal(greedy_decode(follows(table, start), first, start, end, 6), [truth[row] for row in order], rule="random scripts")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 Train it, and measure how far it gets
#
# One minute of training. The bar shows the loss, which begins near the number you have just seen; in the picture each dot is the mean of 20 steps, so it starts lower.
#
# **On a slow machine.** Look at the number of steps. The machine this was written on makes between 1,000 and 2,500 of them in a minute. What is said below was also true after 800. If yours made fewer, set `SECONDS` to what the cell
# prints and run it once more: training goes on from where it stopped, and the steps of both runs count together. (Its curve may rise a little at first, as the steps are large again.)

# %%
SECONDS = 60


def passes(number):
    return text.batches(sources, targets, size=64, seed=number)


history = training.fit(model, passes, translation_loss, seconds=SECONDS, learning_rate=4e-3, seed=0, name="encoder-decoder")
print(f"{history.steps} steps in {history.seconds:.0f} s; loss {history.losses[0]:.2f} -> {np.mean(history.losses[-20:]):.2f}")
if history.steps < 800 and not training.short_run():
    print("Your machine is slow or busy: set SECONDS to", round(SECONDS * 800 / history.steps), "and run this cell once more.")
smooth = history.smooth_losses(20)
plots.lines(20 * np.arange(len(smooth)), {"loss": smooth}, x_label="step", y_label="loss", title="Training")


# %%
def translate(model, pairs, longest=60):
    """The French tokens a model says for each pair's English sentence."""
    said = [[] for _ in pairs]
    with torch.no_grad():
        for batch in text.batches([english.encode(pair.source) for pair in pairs], size=100):
            state = model.encode(torch.tensor(batch.source), torch.tensor(batch.source_mask))
            ids = greedy_decode(model.step, state, french.ids[text.START], french.ids[text.END], longest)
            for place, row in zip(batch.index, ids):
                said[place] = french.decode(row)
    return said


translations = translate(model, data.test)
by_length = sorted(range(len(data.test)), key=lambda i: len(data.test[i].source))
for i in (by_length[20], by_length[len(by_length) // 2], by_length[-5]):
    print("English  ", data.test[i].english)
    print("right    ", data.test[i].french)
    print("the model", text.detokenise(translations[i], "french") if translations[i] else "(nothing)")
    print()

# %% [markdown]
# The short one may well be right. In the middle one, look at its end. And read the long one: perhaps the first words are right, then it tells another story, in phrases it has often seen, sometimes the same one
# twice. It sounds like French, and most of the English sentence is not in it.
#
# ### Exercise 6: `exact_match_by_length(translations, references, lengths, ranges)`  ●●○  8 minutes
#
# Put a number on what you have read. A translation is right if it equals the reference word for word, capitals and marks included; what share is right, for short, middling and long sentences?
#
# (So strict a measure is fair here for one reason: the kennel has exactly one French sentence for each English one. Of a real sentence there are many good translations, and lesson 7 counts in another way.)
#
# - `translations`, `references`: lists of sentences, each a list or a tuple of words (they stay as they are); `lengths`: the number of English words of each
# - `ranges`: a list of pairs `(shortest, longest)`, both included
# - returns: a list with one number per range, the share of exact matches from 0 to 1, not rounded; `None` (without quotes) where no sentence is that long
#
# Example: translations `[["a"], ["b"], ["c", "d"]]`, references `[("a",), ("x",), ("c", "d")]`, lengths `[3, 4, 9]`, ranges `[(3, 5), (6, 8), (9, 12)]` give `[0.5, None, 1.0]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# For each range: which sentences belong to it, and which of them are right?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# First a list of True and False, one per sentence. Then, for each range, those of them whose length fits; their mean, or `None` if there are none. A list is never equal to a tuple: turn both into the same kind.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `right = [list(a) == list(b) for a, b in zip(...)]`; then `fitting = [r for r, n in zip(right, lengths) if low <= n <= high]` for each `(low, high)`.
#
# </details>


# %% exercise="exact_match_by_length"
def exact_match_by_length(translations, references, lengths, ranges):
    """The share of translations equal to their reference in each range of lengths, or None."""
    ### BEGIN SOLUTION
    right = [list(a) == list(b) for a, b in zip(translations, references)]
    shares = []
    for low, high in ranges:
        fitting = [r for r, n in zip(right, lengths) if low <= n <= high]
        shares.append(sum(fitting) / len(fitting) if fitting else None)
    return shares
    ### END SOLUTION


# %% test="exact_match_by_length" points=2
one_said, one_right = [["a"], ["b"], ["c", "d"]], [("a",), ("x",), ("c", "d")]
said = ["le chien", "il pleut", "il pleut", "oui non", "il dort", "il mange",
        "par tout", "quelque fois", "elle dort", "Le chat", "un os", "une porte"]
right = ["le chien", "il chante", "il pleut", "non oui", "il court", "il mange bien",
         "partout", "quelquefois", "elle dort bien", "le chat", "un os", "une porte"]
said_words, right_words = [tuple(line.split()) for line in said], [line.split() for line in right]
lengths, five = [3, 4, 8, 6, 5, 7, 11, 12, 13, 14, 18, 20], [(3, 4), (5, 8), (9, 10), (11, 14), (15, 20)]
with check.exercise("exact_match_by_length") as rng:
    check.equal(exact_match_by_length(one_said, one_right, [3, 4, 9], [(3, 5), (6, 8), (9, 12)]), [0.5, None, 1.0],
                rule="the example")
    check.equal(exact_match_by_length(said_words, right_words, lengths, five), [0.5, 0.25, None, 0, 1],
                rule="five ranges: a half, a quarter, no sentence, none right, all right")
    ### BEGIN HIDDEN TESTS
    for _ in range(3):
        n = rng.integers(1, 30, size=40)
        hits = rng.random(40) < 0.5
        result = exact_match_by_length([["x", "y"] if hit else ["x"] for hit in hits], [("x", "y")] * 40, n.tolist(), [(1, 10), (11, 29), (40, 50)])
        check.close(result[:2], [hits[n <= 10].mean(), hits[n >= 11].mean()], rule="random sentences", tolerance=1e-6)
        check.equal(result[2], None, rule="no sentence of that length")
    ### END HIDDEN TESTS

# %% [markdown]
# **Predict** the share of exact matches for sentences of up to 6 words, of 10 to 12, and of 25 and more.

# %%
my_guess = [None, None, None]

# %%
RANGES = [(3, 6), (7, 9), (10, 12), (13, 18), (19, 24), (25, 32), (33, 45)]
accuracy = exact_match_by_length(
    translations, [pair.target for pair in data.test], [len(pair.source) for pair in data.test], RANGES
)
for (low, high), share in zip(RANGES, accuracy):
    print(f"{low:2} to {high:2} words: {share:.0%} exact")
print("your guess:", my_guess)
plots.lines(
    [(low + high) / 2 for low, high in RANGES], {"one vector, no attention": accuracy},
    x_label="words in the English sentence", y_label="share translated exactly", title="How far one vector carries a sentence",
    range_y=(0, 1),
)

# %% [markdown]
# You have measured the **bottleneck**. The curve falls and does not come back. Cho and others showed it on real sentences in 2014 (arXiv:1409.1259). Sutskever and others found a trick that helped: feed the English words in
# backwards. Then the first English words stand close to the first French ones, and training finds the connection more easily. (Two things to try when you have the time: train for 120 seconds, or make the vector larger with
# `Translator(size=256)`. Does the fall move, or does it go away?)
#
# ### Another suspect
#
# Is it the vector, though? Teacher forcing has a weakness of its own. In training the decoder always heard the right words. Now it hears its own, and after the first slip it stands where it has never been trained to stand.
# That is called **exposure bias** (the name comes from Ranzato and others, 2016, arXiv:1511.06732; a year earlier Bengio and others, arXiv:1506.03099, let the decoder hear its own words now and then in training).
#
# It can be tested. Take the trained model, feed it the right words all the way, as in training, and count at how many places the next word is right. If slips of its own were all there is to it, this share would not fall
# with the length. **Predict:** does it?

# %%
my_guess = None  # "it falls too" or "it stays"


# %%
def right_words(model, pair, said):
    """The share of French words, the end among them, that are right: fed the right words, and left alone."""
    source = torch.tensor([english.encode(pair.source)])  # (1, words)
    inputs, expected = shift_targets(torch.tensor([french.encode(pair.target, start=True, end=True)]))
    with torch.no_grad():
        fed = model(source, torch.ones_like(source, dtype=torch.bool), inputs).argmax(dim=-1)
    alone = zip([*said, text.END], [*pair.target, text.END])
    return (fed == expected).float().mean().item(), sum(a == b for a, b in alone) / expected.shape[1]


both = np.array([right_words(model, pair, words) for pair, words in zip(data.test, translations)])  # (sentences, 2)
counted = np.array([len(pair.source) for pair in data.test])
print("your guess:", my_guess)
for low, high in ((3, 9), (10, 24), (25, 45)):
    fed, alone = both[(low <= counted) & (counted <= high)].mean(axis=0)
    print(f"{low:2} to {high} words: fed the right words, {fed:.0%} of the next words are right; left alone, {alone:.0%}")

# %% [markdown]
# It falls too. Left alone the model loses more, and a part of that is exposure bias (another part only looks like it: after one missing word, everything stands one place off). But the first column knows no slips, and it falls
# all the same: what those words were to be is not in the vector. The proof comes in lesson 6, where a model is trained with the same teacher forcing, and keeps its long sentences.
#
# Lesson 6 will draw its curve on the axes of yours. So that it can do so, keep the curve (if it lies near 0 from the start, train longer first; without the file lesson 6 draws a curve of ours):

# %%
if accuracy[0] and accuracy[0] > 0.3 and not training.short_run():
    with open("bottleneck.json", "w", encoding="utf-8") as file:
        json.dump({"ranges": RANGES, "accuracy": accuracy, "seconds": SECONDS}, file)

# %% [markdown]
# ## 6 Where is it lost?
#
# A second way to see the same. Replace one word of a long English sentence by some other word: how far does the sentence vector move? If it stays where it is, the vector does not know which word stood there.
#
# Look at both ends of the sentence, and at two models: the trained one, and the one that training began with. **Predict:** which words move the vector most, before training and after? The first, the last, both ends, or all alike?

# %%
my_guess = [None, None]  # before, after: "first", "last", "both ends" or "all alike"


# %%
untrained = training.seeded(0, Translator)  # the very parameters that training began with
long_pairs = [pair for pair in data.test if len(pair.source) >= 25][:60]


def effect_of_each_word(model, pair, rng):
    """How far the sentence vector moves, as a part of its length, if a word is replaced: (words,)."""
    ids = torch.tensor(english.encode(pair.source))
    places = torch.arange(len(ids))
    changed = ids.repeat(len(ids), 1)  # (words, words): in row i, word i is another one
    changed[places, places] = torch.tensor(rng.integers(len(text.SPECIALS), len(english), size=len(ids)))
    sentences = torch.cat([ids[None], changed])
    with torch.no_grad():
        vectors = model.encode(sentences, torch.ones_like(sentences, dtype=torch.bool))
    return ((vectors[1:] - vectors[0]).norm(dim=1) / vectors[0].norm()).numpy()


def both_ends(rows):
    """The mean over sentences for their first twelve and their last twelve words: (24,)."""
    return np.mean([np.concatenate([row[:12], row[-12:]]) for row in rows], axis=0)


def moved(model):
    rng = np.random.default_rng(0)
    return both_ends([effect_of_each_word(model, pair, rng) for pair in long_pairs])


moves = {"before training": moved(untrained), "after training": moved(model)}
print("your guess:", my_guess)
for name, ends in moves.items():
    print(f"{name:15}  first word {ends[0]:.2f}   twelfth {ends[11]:.2f}   last but eleven {ends[12]:.2f}   last but one {ends[22]:.2f}   last {ends[23]:.2f}")
PLACES = {1: "first", 4: "4th", 8: "8th", 12: "12th", 13: "", 17: "last but 7", 21: "last but 3", 24: "last"}
ENDS = {"x_label": "the first twelve words, then the last twelve", "marks": {"the middle is left out": 12.5}, "ticks": PLACES}
plots.lines(range(1, 25), moves, y_label="move of the sentence vector", title="Which words are in the vector?", **ENDS)

# %% [markdown]
# **Before training** the vector knows the last words only. Each step of the GRU writes over about four tenths of what is there, and a word that came ten steps before the end has left next to nothing behind.
#
# **After training** it is the other way round, but for the very last place, the full stop (or "?" or "!"): the vector has just read it, and a sentence that ends in some other word is one it has never met. The first words move it
# a long way, and from about the tenth on hardly anything does. So training did teach the GRU to carry words over thirty steps. It carries the ones that the decoder has to say first. So a long translation begins well and
# then makes something up.
#
# Is it that the others are too far away to be learnt? In training every word is told how to change by the gradient of the loss: how strongly does the loss pull at each English word?

# %%
def pull_on_each_word(model, pair):
    """The length of the loss's gradient at each English word of a sentence: (words,)."""
    words = model.read(torch.tensor([english.encode(pair.source)])).detach().requires_grad_()  # (1, words, 64)
    inputs, expected = shift_targets(torch.tensor([french.encode(pair.target, start=True, end=True)]))
    states, _ = model.encoder(words)
    said, _ = model.decoder(model.speak(inputs), states[:, -1].unsqueeze(0).contiguous())
    loss = sequence_loss(model.output(said), expected, torch.ones_like(expected, dtype=torch.bool))
    (gradient,) = torch.autograd.grad(loss, words)
    return gradient[0].norm(dim=-1).numpy()


pulls = {name: both_ends([pull_on_each_word(which, pair) for pair in long_pairs]) for name, which in (("before training", untrained), ("after training", model))}
for name, ends in pulls.items():
    print(f"{name:15}  first word {ends[0]:.1e}   last word {ends[-1]:.1e}   the strongest is {ends.max() / ends.min():,.0f} times the weakest")
plots.lines(range(1, 25), pulls, y_label="pull of the loss", title="How strongly the loss pulls at each English word", log_y=True, **ENDS)

# %% [markdown]
# Before training the pull loses about four tenths of its strength with every step back, and hardly anything reaches the first words: the **vanishing gradient**. (Lesson 6 looks at this state of affairs once more.) But a minute
# of training has mended that. The gates have learned to keep what matters, and the factor between the strongest and the weakest pull has shrunk from hundreds of thousands to ten or so (more after a short training). **And the model still fails.** So distance alone is no longer what
# keeps the middle of the sentence out: its words are within reach of training, and have found no place among 128 numbers. That it is *room* that is short fits all you have seen, but is not proved by it; a larger vector would be
# the experiment.
#
# **Look at what the encoder has on the way.** It makes a state after every word, and the state right after a word has just read it. They are all there, in `states`, one row per word. We threw all rows away but the
# last. What if the decoder could look at all of them, and choose?

# %% [markdown]
# ## 7 What can go wrong
#
# **A loss that is too good.** Train the same model without the shift, asked to say the word it is given. Two hundred steps:

# %%
def loss_without_shift(model, batch):
    source, mask = torch.tensor(batch.source), torch.tensor(batch.source_mask)
    target, real = torch.tensor(batch.target), torch.tensor(batch.target_mask)
    return sequence_loss(model(source, mask, target), target, real)


parrot = training.seeded(0, Translator)
short = training.fit(parrot, passes, loss_without_shift, steps=200, learning_rate=4e-3, name="parrot")
print("loss of the parrot after", short.steps, "steps:", round(short.losses[-1], 3))
source = torch.tensor([english.encode(data.test[0].source)])  # one sentence
with torch.no_grad():
    vector = parrot.encode(source, torch.ones_like(source, dtype=torch.bool))
    print("the ids it says:", greedy_decode(parrot.step, vector, french.ids[text.START], french.ids[text.END], 8)[0])
print("as words:", translate(parrot, data.test[:1], longest=8)[0])

# %% [markdown]
# A loss near 0 in seconds, and a translator that says nothing: it repeats the start sign that it is given (id 1), and `decode` drops it, since it is no word. When a result is too good, look for the place where the answer leaks in.
#
# **Padding that counts.** Look at one batch of long and short sentences together: how much of it is padding?

# %%
mixed = pad_batch(targets[:64])[1]
alike = first_batch.target_mask
print(f"64 sentences at random: {1 - mixed.float().mean().item():.0%} padding; 64 of like length: {1 - alike.mean():.0%} padding")

# %% [markdown]
# In a random batch, more than half of all places are padding. A loss that counts them is mostly about padding, falls quickly, and tells nothing. Batches of sentences of like length, as `text.batches` makes them, waste less work as well.

# %% [markdown]
# ## In short
#
# 1. **Encoder**: a GRU reads; its last state is the **sentence vector**. **Decoder**: a GRU unfolds it, word by word, until it says *end*.
# 2. **Teacher forcing**: input without the last word, expected without the first; it hides the decoder's own slips. **Loss**: mean surprise over real words; near $\ln V$ before training.
# 3. **Greedy decoding**: say the most likely word, feed it back; each sentence stops at its own end.
# 4. **The bottleneck**: one vector, however long the sentence. Exact matches fall with length, and you have the curve.
# 5. The states of all words are there. Throwing all but one away is the mistake that attention mends.
#
# *To read next.* I. Sutskever, O. Vinyals, Q. V. Le, "Sequence to Sequence Learning with Neural Networks", 2014, arXiv:1409.3215. K. Cho and others, "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation", 2014, arXiv:1406.1078, and "On the
# Properties of Neural Machine Translation: Encoder-Decoder Approaches", 2014, arXiv:1409.1259 (the fall with length). M. Ranzato and others, "Sequence Level Training with Recurrent Neural Networks", 2016, arXiv:1511.06732, and
# S. Bengio and others, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks", 2015, arXiv:1506.03099 (exposure bias).
#
# Next: *06 Encoder-decoder with attention*. Let the decoder look back.
