# %% [markdown]
# # 08 What it buys, what it costs, how to configure it
#
# *Attention works. What does it cost, where else does it work, and which of its settings matter?*
#
# You have built attention, trained it and read what it looks at. This lesson answers the questions that come when you want to *use* it: how the
# cost grows with length, how to look at less, how to copy a word that nobody taught the model, whether the same few lines read a picture, and which of
# the settings (score, size, direction, dropout) to turn first. Each answer is a number that you compute here; what attention *buys*, against the same model without it, is a row of the table in section 6.
#
# Two sittings of about 65 minutes, with a break after section 4; for some four minutes of them the computer trains (more on a slow one). The picture below shows a row of digits, once for each digit, and in orange
# the parts that one would look at to read it. *We* marked these parts, the more ink the darker: the course drew the digits and knows where they are. In section 5 a model that is never told will find such places by itself.

# %% setup="imports"
import os
import time

import numpy as np
import torch
from torch import nn

from helpers import check, corpus, digits, overlays, plots, text, training

torch.set_num_threads(1)  # the models here are small: one core serves them best

# %%
first_look = digits.draw(1, seed=8)
row, column = np.indices((3, 20))  # of the patches: 8 pixels high, 4 wide
ink = first_look.pictures[0].reshape(3, 8, 20, 4).sum(axis=(1, 3))  # (rows, columns)
wished = []  # for each digit, the patches that touch it, by the ink in them
for top, bottom, left, right in first_look.boxes[0, : len(first_look.digits[0])]:
    touches = (column * 4 < right) & (column * 4 + 4 > left) & (row * 8 < bottom) & (row * 8 + 8 > top)
    wished.append(touches * ink / (touches * ink).sum())
overlays.looks(first_look.pictures[0], np.array(wished), first_look.digits[0], title="Where one would look to read each digit")

# %% [markdown]
# And this is the attention of the whole lesson. You have written nearly every line of it in lesson 4 (new: `mix`, how weights and states become a context, which section 4 exchanges; and a mask that may have a target axis); here the four scores stand in one module, chosen by name. A translator and a reader of pictures will both use it, unchanged.


# %% setup="attention"
class Attention(nn.Module):
    """Context and weights; kind is "dot", "scaled dot", "bilinear" or "additive"."""

    def __init__(self, kind: str, query_size: int, state_size: int, hidden_size: int = 64):
        super().__init__()
        self.kind, self.mix = kind, torch.matmul
        if kind == "bilinear":
            self.match = nn.Linear(state_size, query_size, bias=False)
        if kind == "additive":
            self.from_query = nn.Linear(query_size, hidden_size, bias=False)
            self.from_states = nn.Linear(state_size, hidden_size, bias=False)
            self.to_score = nn.Linear(hidden_size, 1, bias=False)

    def scores(self, query, states):
        if self.kind == "additive":
            both = self.from_query(query).unsqueeze(2) + self.from_states(states).unsqueeze(1)  # (batch, target, source, hidden)
            return self.to_score(torch.tanh(both)).squeeze(-1)
        keys = self.match(states) if self.kind == "bilinear" else states
        scores = query @ keys.transpose(1, 2)  # (batch, target, source)
        return scores / query.shape[-1] ** 0.5 if self.kind == "scaled dot" else scores

    def forward(self, query, states, mask):
        mask = mask.unsqueeze(1) if mask.dim() == 2 else mask
        weights = self.scores(query, states).masked_fill(~mask, -torch.inf).softmax(dim=-1)
        return self.mix(weights, states), weights


# %% [markdown]
# ## 1 What it costs
#
# Computers spend their time on products and memory, so count these. The unit is one **multiply-add**: multiply two numbers and add the result to a sum. A dot product of two vectors of size 4 takes four of them.
#
# On a napkin: three French words look at two English ones, with vectors of size 4 and dot scores. There are $3 \cdot 2 = 6$ pairs. **Scoring**: each pair needs a dot product, $6 \cdot 4 = 24$ multiply-adds. **Mixing**: for each pair, a state of
# 4 numbers is multiplied with its weight and added to the context, again $24$. And the **table of weights** has to be kept: $6$ numbers.
#
# ### Exercise 1: `attention_cost(source, target, size)`  ●○○  5 minutes
#
# Count for one sentence, with dot scores and without division (softmax, which costs a few steps for each pair, is left out).
#
# - `source`, `target`: numbers of words; `size`: of queries and states
# - returns: a dictionary of three whole numbers: `"scoring"` and `"mixing"`, the multiply-adds of each, and `"weights"`, how many numbers the table of weights holds. These three entries and no others
#
# Example: `attention_cost(2, 3, 4)` is `{"scoring": 24, "mixing": 24, "weights": 6}`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# How many pairs of a query and a state are there? What is done for each?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Every query meets every state: the two lengths are multiplied. Scoring and mixing both touch each of the `size` numbers of a state once for each pair; a weight is one number.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# First `pairs = ...`; then a dictionary in which two of the values are pairs times size.
#
# </details>


# %% exercise="attention_cost"
def attention_cost(source: int, target: int, size: int) -> dict[str, int]:
    """Multiply-adds of scoring and mixing, and the numbers in the table of weights."""
    ### BEGIN SOLUTION
    pairs = source * target
    return {"scoring": pairs * size, "mixing": pairs * size, "weights": pairs}
    ### END SOLUTION


# %% test="attention_cost" points=1
with check.exercise("attention_cost") as rng:
    napkin = attention_cost(2, 3, 4)
    check.equal(napkin, {"scoring": 24, "mixing": 24, "weights": 6}, rule="the napkin: 2 states, 3 queries, size 4")
    check.equal(attention_cost(5, 3, 7), {"scoring": 105, "mixing": 105, "weights": 15},
                rule="5 states, 3 queries, size 7")
    check.equal(attention_cost(1, 6, 2), {"scoring": 12, "mixing": 12, "weights": 6},
                rule="1 state, 6 queries, size 2")
    counts = napkin.values() if isinstance(napkin, dict) else []
    check.equal(any(isinstance(count, float) for count in counts), False, rule="whole numbers: 24, not 24.0")
    ### BEGIN HIDDEN TESTS
    for _ in range(4):
        n, m, d = rng.integers(2, 40, size=3).tolist()
        pairs = (torch.zeros(m, d) @ torch.zeros(d, n)).numel()
        check.equal(attention_cost(n, m, d), {"scoring": pairs * d, "mixing": pairs * d, "weights": pairs}, rule="any lengths and size")
    ### END HIDDEN TESTS

# %% [markdown]
# Make the sentence twice as long, and its translation too: **four times** the cost. That is the price of attention. How bad is it? Compare it with the rest of the model. A step of a GRU of size $d$ multiplies six matrices of $d$ by $d$
# (lesson 5: three parts, one matrix each for the word and for the state), $6 d^2$ multiply-adds for each word read and each word written.
#
# **Predict.** With vectors of size 128 and equal lengths: from how many words on does attention cost more than the two GRUs?

# %%
my_guess = None

# %%
for length in (10, 30, 100, 300, 1000, 3000):
    cost = attention_cost(length, length, 128)
    recurrent = 6 * 128**2 * (length + length)
    print(f"{length:5} words: attention {cost['scoring'] + cost['mixing']:14,}  GRUs {recurrent:14,}  table of weights {cost['weights'] * 4 / 1e6:8.3f} MB")
print("your guess:", my_guess, "  equal at", 6 * 128, "words: 2 n n d = 12 n d d where n = 6 d")

# %% [markdown]
# **For sentences, attention is nearly free; for books, it is most of what you pay.** A page of text lies in between. (The output layer, which costs the same for every word written, is left out of this comparison.) The memory grows in the same way, with one table for every sentence of the batch.
#
# Counting is not measuring. A clock tells whether the prediction holds. On axes where each step is a *factor* (log axes), a cost that grows like $n^2$ is a straight line of slope 2: twice the length, four times the time. Beside attention, two things that should have slope 1: a GRU, and attention that looks
# at 16 words to each side only (the next section; how `attend_nearby` cuts the windows out you need not read). The clock counts the time that the processor spends on *this* program, and each time is the shortest of several runs, because whatever else your computer does can only make a run slower.


# %%
def attend(query, states):
    return (query @ states.transpose(1, 2)).softmax(dim=-1) @ states


def attend_nearby(query, states, window=16):
    nearby = nn.functional.pad(states, (0, 0, window, window)).unfold(1, 2 * window + 1, 1)  # (batch, target, size, 33): a cut-out for each query
    return (nearby @ (query.unsqueeze(2) @ nearby).softmax(dim=-1).transpose(2, 3)).squeeze(-1)  # (for timing only: it gives weight to its padding)


clock = time.perf_counter if os.name == "nt" else time.process_time  # on Windows the second one is too coarse


def shortest(function, *arguments, runs=7):
    seconds = []
    for _ in range(2 if training.short_run() else runs):
        start = clock()
        function(*arguments)
        seconds.append(clock() - start)
    return min(seconds)


size, lengths = 192, [64, 128] if training.short_run() else [64, 128, 256, 512, 1024, 2048, 4096]
network, measured = nn.GRU(size, size, batch_first=True), {"attention": [], "attention, 16 words each side": [], "GRU": []}
with torch.no_grad():
    for length in lengths:
        query, states = torch.randn(1, length, size) / size**0.5, torch.randn(1, length, size)  # moderate scores: processors are slow at weights below 1e-38
        for name, function, arguments in (("attention", attend, (query, states)), ("attention, 16 words each side", attend_nearby, (query, states)), ("GRU", network, (states,))):
            measured[name].append(shortest(function, *arguments))
for (name, seconds), predicted in zip(measured.items(), (2, 1, 1)):
    print(f"{name:31} slope predicted {predicted}, measured {np.polyfit(np.log(lengths[-5:]), np.log(seconds[-5:]), 1)[0]:.2f}")  # of the line through the five longest
counted = np.array([sum(attention_cost(n, n, size)[part] for part in ("scoring", "mixing")) for n in lengths])
milliseconds = {name: 1000 * np.array(seconds) for name, seconds in measured.items()}
milliseconds["predicted for attention"] = counted / counted[-1] * milliseconds["attention"][-1]  # made to meet at the longest
plots.lines(lengths, milliseconds, x_label="words on either side", y_label="milliseconds", title="What a longer text costs", log_x=True, log_y=True, ticks={n: str(n) for n in lengths})

# %% [markdown]
# Attention climbs about twice as steeply as the other two. (Its slope may come out a little above 2: the table of weights of a long text no longer fits into the small fast memory beside the processor, and has to be fetched from further away. The other two come out a little below 1: on short texts, what each call costs in any case weighs more.)
#
# Now look at where the lines *cross*. In the table above, attention met *two* GRUs, at 6 times the size. Here it meets *one*, of size 192: by counting, at $2 n^2 d = 6 n d^2$, so at $n = 3 d = 576$ words. Measured, it happens a good deal later. A GRU has to take its steps one after the other, while attention does all its pairs at once, which processors do much
# faster, multiply-add for multiply-add. (That trade is the subject of lesson 9.) And the window is *slower* than full attention on short texts: cutting out 33 states for every query is work too, and on a text of 64 words it leaves out hardly half. It pays from some five hundred to a thousand words on.

# %% [markdown]
# ## 2 Look nearby only
#
# If the cost lies in the pairs, look at fewer of them. A translation often follows its source: word 5 of the French comes from around word 5 of the English. Luong and colleagues (2015) let the target word at place $t$ look at a **window** around source place $t$. They called it *local attention*, and this
# form of it *monotonic*, because the window only ever moves forward.
#
# What if the French is longer than the English? Place $t$ may then lie behind the last English word. One could spread the places $t$ evenly over the English sentence, but while translating nobody knows yet how long the French will be. Our rule: the centre is place $t$, **but never beyond the last source word**.
#
# ### Exercise 2: `local_mask(target, source, window)`  ●●○  8 minutes
#
# - `target`, `source`: numbers of words; `window`: how many words on *each side* of the centre may be looked at
# - returns: a tensor of True and False (no list of lists), shape `(target, source)`, True where target place $t$ may look at source place $s$; places count from 0
#
# Example: `local_mask(4, 3, 1)`. The centres of the four rows are 0, 1, 2 and, since there is no place 3, again 2:
#
# | | s = 0 | s = 1 | s = 2 |
# |---|---|---|---|
# | t = 0 | True | True | False |
# | t = 1 | True | True | True |
# | t = 2 | False | True | True |
# | t = 3 | False | True | True |
#
# <details><summary>Hint 1: a nudge</summary>
#
# For each target place, which source place is the centre? And how far is each source place from it?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `torch.arange(target).clamp(max=...)` are the centres. A column of centres minus a row of source places is a table of distances.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `distance = (centres.unsqueeze(1) - torch.arange(source)).abs()` has the shape `(target, source)`. Which comparison makes it True and False?
#
# </details>


# %% exercise="local_mask"
def local_mask(target: int, source: int, window: int) -> torch.Tensor:
    """Which source places each target place may look at: (target, source), True for may."""
    ### BEGIN SOLUTION
    centres = torch.arange(target).clamp(max=source - 1)
    return (centres.unsqueeze(1) - torch.arange(source)).abs() <= window
    ### END SOLUTION


# %% test="local_mask" points=2
T, F = True, False
with check.exercise("local_mask") as rng:
    mask = local_mask(4, 3, 1)
    check.equal(mask, [[T, T, F], [T, T, T], [F, T, T], [F, T, T]], rule="the table above: 4 by 3, window 1")
    check.equal(local_mask(6, 4, 1), [[T, T, F, F], [T, T, T, F], [F, T, T, T], *[[F, F, T, T]] * 3],
                rule="target 6, source 4, window 1")
    check.equal(local_mask(2, 6, 2), [[T, T, T, F, F, F], [T, T, T, T, F, F]], rule="target 2, source 6, window 2")
    check.equal(local_mask(3, 3, 0), [[T, F, F], [F, T, F], [F, F, T]], rule="a window of 0: the centre alone")
    check.equal(local_mask(7, 4, 2), [[T, T, T, F], [T, T, T, T], [T, T, T, T], *[[F, T, T, T]] * 4],
                rule="target 7, source 4, window 2")
    check.equal(isinstance(mask, list), False, rule="a tensor comes back")
    ### BEGIN HIDDEN TESTS
    for _ in range(5):
        m, n, w = rng.integers(1, 9, size=3).tolist()
        slow = [[abs(min(t, n - 1) - s) <= w for s in range(n)] for t in range(m)]
        check.equal(local_mask(m, n, w), slow, rule="any lengths and window: agrees with a slow loop")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 3 A small translator to try things on
#
# Sections 3 and 4 need a trained model. This is the translator of lesson 6 in the variant that decodes the *whole target at once* (Luong's: the context does not feed back into the GRU), on sentences of up to 12 words. Most of the next three cells you know from there. New are three things, and `drop`, lesson 7's dropout: what the model may look at is a function, `look`, so that it can be exchanged; its mask
# has a target axis, `(batch, target, source)`, since each target place has its own window (`Attention` takes both kinds); and the four names in the corpus, Anna, Emma, Paul and Victor, are **left out of both vocabularies**. For this model they are all *unknown*, in training too.

# %%
PEOPLE = ("Anna", "Emma", "Paul", "Victor")
few = training.short_run()  # while nbgrader grades, as little as possible
data = corpus.splits(train=500 if few else 8_000, dev=10, test=60 if few else 600, seed=8, max_length=12, lengths={(3, 7): 0.5, (8, 12): 0.5})


def vocabulary(sentences):
    return text.Vocabulary.build([[word for word in sentence if word not in PEOPLE] for sentence in sentences])


english = vocabulary([pair.source for pair in data.train])
french = vocabulary([pair.target for pair in data.train])
BEGIN, STOP, UNKNOWN = 1, 2, 3  # ids of the vocabulary's special words; 0 is padding
print(len(english), "English words,", len(french), "French words;  Anna is id", english.encode(["Anna"])[0], "=", english.words[UNKNOWN])


# %%
def every_word(mask, target):
    """Each of `target` queries may look at every real word: (batch, target, source)."""
    return mask.unsqueeze(1).expand(-1, target, -1)


def nearby(window):
    """The same for windows: each sentence has its own length, and so its own local mask."""
    def look(mask, target):
        allowed = torch.zeros(len(mask), target, mask.shape[1], dtype=torch.bool)
        for table, length in zip(allowed, mask.sum(dim=1).tolist()):
            table[:, :length] = torch.as_tensor(local_mask(target, length, window))
        return allowed
    return look


def backwards(x, mask):
    """Turn each sentence (batch, source, size) around, its padding left where it is."""
    length, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    order = torch.where(mask, length - 1 - place, place)
    return x.gather(1, order.unsqueeze(-1).expand_as(x))


class Translator(nn.Module):
    """An encoder-decoder with attention; the context does not feed back (Luong 2015)."""

    def __init__(self, kind="bilinear", size=64, directions=2, dropout=0.0, look=every_word, mix=torch.matmul):
        super().__init__()
        self.look = look
        self.read, self.speak = nn.Embedding(len(english), 64), nn.Embedding(len(french), 64)
        self.encoders = nn.ModuleList(nn.GRU(64, size // directions, batch_first=True) for _ in range(directions))
        self.bridge = nn.Linear(size, size)
        self.decoder = nn.GRU(64, size, batch_first=True)
        self.attention = Attention(kind, size, size)
        self.attention.mix = mix  # how weights and states become contexts
        self.join, self.drop, self.output = nn.Linear(2 * size, size), nn.Dropout(dropout), nn.Linear(size, len(french))

    def encode(self, source, mask):
        """The states (batch, source, size) and the decoder's first state (batch, size)."""
        words, last = self.read(source), mask.sum(dim=1) - 1
        forward = self.encoders[0](words)[0]
        states, ends = forward, forward[torch.arange(len(last)), last]
        if len(self.encoders) == 2:
            backward = backwards(self.encoders[1](backwards(words, mask))[0], mask)
            states, ends = torch.cat([forward, backward], dim=-1), torch.cat([ends, backward[:, 0]], dim=-1)
        return states, torch.tanh(self.bridge(ends))

    def decode(self, words, first, states, allowed):
        """Logits (batch, target, vocabulary), the last state and the weights, for words (batch, target)."""
        query, last = self.decoder(self.speak(words), first.unsqueeze(0).contiguous())
        context, weights = self.attention(query, states, allowed)
        return self.output(self.drop(torch.tanh(self.join(torch.cat([query, context], dim=-1))))), last.squeeze(0), weights

    def forward(self, source, mask, inputs):
        states, first = self.encode(source, mask)
        return self.decode(inputs, first, states, self.look(mask, inputs.shape[1]))[0]


def translation_loss(model, batch):
    source, mask, target, real = (torch.tensor(part) for part in (batch.source, batch.source_mask, batch.target, batch.target_mask))
    return nn.functional.cross_entropy(model(source, mask, target[:, :-1])[real[:, 1:]], target[:, 1:][real[:, 1:]])


def batches_of(pairs, size=64):
    sources, targets = [english.encode(pair.source) for pair in pairs], [french.encode(pair.target, start=True, end=True) for pair in pairs]
    return lambda number: text.batches(sources, targets, size=size, seed=number)


model = training.seeded(0, Translator, size=128, dropout=0.1)
history = training.fit(model, batches_of(data.train), translation_loss, steps=600, seconds=60, learning_rate=6e-3, name="translator")
print(f"{history.steps} steps in {history.seconds:.0f} s; loss {np.mean(history.losses[:5]):.2f} -> {np.mean(history.losses[-20:]):.2f}")


# %%
def translate(model, sentences, longest=24):
    """For each English sentence the French ids said, without the end, and their weights (words, source)."""
    said, looked = [None] * len(sentences), [None] * len(sentences)
    with torch.no_grad():
        for batch in text.batches([english.encode(sentence) for sentence in sentences], size=150):
            mask = torch.tensor(batch.source_mask)
            states, state = model.encode(torch.tensor(batch.source), mask)
            allowed, words, ids, rows = model.look(mask, longest), torch.full((len(mask), 1), BEGIN), [], []
            for place in range(longest):
                logits, state, weights = model.decode(words, state, states, allowed[:, place : place + 1])
                words = logits.argmax(dim=-1)
                ids.append(words)
                rows.append(weights)
                if (torch.cat(ids, dim=1) == STOP).any(dim=1).all():
                    break
            for i, line, table in zip(batch.index, torch.cat(ids, dim=1).tolist(), torch.cat(rows, dim=1)):
                said[i] = line[: line.index(STOP)] if STOP in line else line
                looked[i] = table[: len(said[i]), : len(sentences[i])]
    return said, looked


def exact(model, pairs):
    said, _ = translate(model, [pair.source for pair in pairs])
    return float(np.mean([ids == french.encode(pair.target) for ids, pair in zip(said, pairs)]))


print(f"unseen sentences translated exactly: {exact(model, data.test):.0%} (a name counts as right if the model says unknown in its place)")

# %% [markdown]
# (On a slow or busy computer training stops after a minute. If it took fewer than about 250 steps, raise `seconds` and run the cell again.)
#
# Now the windows. The model was trained without them; put them in afterwards and see what a narrow view costs.
#
# **Predict:** what share of the sentences is still right with a window of 1 word to each side? And how wide must the window be before nothing is lost?

# %%
my_share, my_window = None, None

# %%
WINDOWS = [0, 1, 2, 3, 5, 8]
full, kept, needed = exact(model, data.test), [], []
for window in WINDOWS:
    model.look = nearby(window)
    kept.append(exact(model, data.test))
    needed.append(np.mean([local_mask(len(p.target), len(p.source), window).float().mean() for p in data.test]))
    print(f"window {window}: {needed[-1]:4.0%} of all pairs needed, {kept[-1]:4.0%} translated exactly (every word in view: {full:.0%})")
model.look = every_word
print("your guesses:", my_share, my_window)
plots.lines(WINDOWS, {"translated exactly": kept, "the same, without a window": [full] * len(WINDOWS), "share of pairs needed": needed}, x_label="window, words on each side", y_label="share", title="What a window keeps")

# %%
def translations(pairs):
    return [" ".join(french.decode(ids)) for ids in translate(model, [pair.source for pair in pairs])[0]]


middling = [pair for pair in data.test if 6 <= len(pair.source) <= 8 and len(pair.target) <= 8]
gold = [" ".join(french.decode(french.encode(pair.target))) for pair in middling]
with_all = translations(middling)
model.look = nearby(1)
with_one = translations(middling)
chosen = next((i for i in range(len(gold)) if with_all[i] == gold[i] != with_one[i]), 0)  # right, until its view is narrowed
example, panels, in_view = middling[chosen], {}, {}
print("every word:        ", with_all[chosen], "\none word each side:", with_one[chosen])
for name, look in {"every word": every_word, "one word each side": nearby(1)}.items():
    with torch.no_grad():
        mask = torch.ones(1, len(example.source), dtype=torch.bool)
        states, first = model.encode(torch.tensor([english.encode(example.source)]), mask)
        in_view[name] = look(mask, len(example.target))[0].numpy()
        panels[name] = model.decode(torch.tensor([french.encode(example.target, start=True)[:-1]]), first, states, look(mask, len(example.target)))[2][0].numpy()
model.look = every_word
plots.heat_maps(panels, example.source, example.target, title="What a window shuts out, in grey (weights while the right French is fed in)", axes_named=("English", "French"), masks=in_view)

# %% [markdown]
# The grey cells are outside the window: their weights are exactly zero, and what is inside shares the whole. Where the French word has its source nearby, little changes; where word order or length has carried it further away, the model has to guess. (If a row is split even with every word in view, ask what the French word depends on: whether *my* becomes *ma* or *mon* is decided by the noun behind it.) This
# corpus flatters windows: its French follows the English nearly word by word. A model that is *trained* with its window adapts to it: one row of the table in section 6 tells how well.
#
# **Our mask computes every score and throws most away**: it shows what a window costs in quality, and saves nothing. To save time one must not compute them, as `attend_nearby` did in section 1, and that pays on long texts only.
#
# (Note what `nearby` does with padding: each sentence gets the mask of its *own* length. With the length of the padded batch in its place, the window of a short sentence would wander into the padding, all its scores would be minus infinity, and softmax would give `nan`.)

# %% [markdown]
# ## 4 Take one, and copy
#
# Why mix at all? If the heaviest word has nearly all the weight, take its state and be done. That is the simplest form of **hard attention**. (The name is from Xu and colleagues (2015, arXiv:1502.03044), who did not take the heaviest: they *drew* a place at random, with the weights as probabilities.)
#
# ### Exercise 3: `hard_attention(weights, states)`  ●●○  6 minutes
#
# For each query, the state that weighs most, *as it is*.
#
# - `weights`: shape `(batch, target, source)`; `states`: shape `(batch, source, size)`
# - returns: contexts, shape `(batch, target, size)`
#
# Example: the weights `[[[0.2, 0.5, 0.3]]]` and the states `[[[1, 2], [3, 4], [5, 6]]]` give `[[[3, 4]]]`. If several weigh most, take any *one* of them: with the weights `[[[0.4, 0.2, 0.4]]]`, `[[[1, 2]]]` and `[[[5, 6]]]` are both right.
#
# Stay in PyTorch: a network is to use it, and training has to reach the states that were taken. (The weights are only compared, so nothing of it reaches *them*. What follows from that comes after the exercise.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which place is the heaviest, for each query? And how do you pick rows of `states` by their places?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `weights.argmax(dim=-1)` has the shape `(batch, target)`. Either turn it into weights that are 1 at that place and 0 elsewhere (`nn.functional.one_hot`) and mix as always, or index the states with it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `nn.functional.one_hot(place, states.shape[1])` is a table of whole numbers; `.to(states.dtype)` makes it fit for `@`.
#
# </details>


# %% exercise="hard_attention"
def hard_attention(weights: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
    """The heaviest state for each query: (batch, target, source), (batch, source, size) -> (batch, target, size)."""
    ### BEGIN SOLUTION
    heaviest = nn.functional.one_hot(weights.argmax(dim=-1), states.shape[1])  # (batch, target, source)
    return heaviest.to(states.dtype) @ states
    ### END SOLUTION


# %% test="hard_attention" points=2
three_weights, three_states = torch.tensor([[[0.2, 0.5, 0.3]]]), torch.tensor([[[1.0, 2], [3, 4], [5, 6]]])
tied = torch.tensor([[[0.4, 0.2, 0.4]]])  # batch 1, target 1, source 3
hard_states = torch.tensor([[[1.0, 2], [3, 5], [4, 9], [8, 7]], [[2, 6], [9, 3], [5, 1], [7, 4]]])  # (2, 4, 2)
hard_weights = torch.tensor([  # batch 2, target 3, source 4
    [[0.1, 0.5, 0.25, 0.15], [0.4, 0.3, 0.2, 0.1], [0.2, 0.05, 0.45, 0.3]],
    [[0.25, 0.1, 0.45, 0.2], [0.25, 0.45, 0.2, 0.1], [0.4, 0.35, 0.15, 0.1]]])
probe = torch.arange(1.0, 13).reshape(2, 3, 2)  # how strongly training pulls at each number of the contexts
with check.exercise("hard_attention") as rng:
    check.close(hard_attention(three_weights, three_states), [[[3, 4]]], rule="the example: the state that weighs 0.5")
    check.close(hard_attention(hard_weights, hard_states), [[[3, 5], [1, 2], [4, 9]], [[5, 1], [9, 3], [2, 6]]],
                rule="two sentences, three queries each: every query gets its heaviest state")
    either = torch.as_tensor(hard_attention(tied, three_states)).flatten().tolist()
    check.holds(lambda state: state in ([1, 2], [5, 6]), [either], rule="0.4, 0.2, 0.4: one of the heaviest two")
    pull = check.gradient(hard_attention, hard_weights, hard_states, probe=probe).inputs
    check.close(pull[1], [[[3, 4], [1, 2], [5, 6], [0, 0]], [[11, 12], [9, 10], [7, 8], [0, 0]]],
                rule="training reaches each state that was taken")
    check.close(pull[0], np.zeros((2, 3, 4)), rule="the weights feel nothing")
    ### BEGIN HIDDEN TESTS
    for b, m, n, d in ((1, 1, 2, 3), (3, 2, 5, 4)):
        w, s = torch.tensor(rng.dirichlet(np.ones(n), size=(b, m))).float(), torch.tensor(rng.normal(size=(b, n, d))).float()
        slow = [[s[i, int(np.argmax(w[i, t].numpy()))].tolist() for t in range(m)] for i in range(b)]
        check.close(hard_attention(w, s), slow, rule="random weights: agrees with a slow loop", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# **Predict.** Put it into the trained translator in place of the weighted sum, without any training. Does the share of exact translations fall to near 0, fall somewhat, or stay?

# %%
my_guess = None  # "falls to near 0", "falls somewhat" or "stays"

# %%
batch = next(batches_of(data.train)(0))
for name, mix in {"soft": torch.matmul, "hard": hard_attention}.items():
    model.attention.mix = mix  # how weights and states become contexts: torch.matmul is the weighted sum
    model.zero_grad()
    translation_loss(model, batch).backward()
    scorer = model.attention.match.weight.grad
    arrives = "no gradient arrives" if scorer is None or not scorer.any() else f"a gradient of length {scorer.norm():.3f} arrives"
    print(f"{name}: {exact(model, data.test):.0%} exact;  at the scorer's matrix, {arrives}")
model.attention.mix = torch.matmul
model.zero_grad()
print("your guess:", my_guess)

# %% [markdown]
# A trained model is so sure of most words that little is lost. What is **gained**: one can say exactly which word was used. (Scoring costs the same; mixing can be one copy in place of a sum, if the state is picked by its place, and not by a product with zeros and a one.) What is **lost**: look at the second line. Nothing reaches the scorer. The choice of the heaviest is a staircase: nudge a weight a
# little and the same word is taken, so nothing changes, until suddenly another word is. There is no slope to walk down. So a scorer cannot learn from a hard choice by gradient alone. Here the dice of Xu and colleagues come in: a model that *tries* places at random can be rewarded for those that turned out well (*reinforcement learning*). That works, and is a noisier way to learn. Most stay soft in training, and may go hard afterwards.

# %% [markdown]
# ### Pointing and copying
#
# The translator says *unknown* for every name. But look at what it has while it says so: weights over the English sentence. If they point at the name, **copy it from there**. Nothing has to be known about the word except its place. Jean and colleagues (2015, arXiv:1412.2007) treated the unknown words of their translator so: the heaviest source word was looked up in a dictionary, or
# copied if it was not there. Luong and colleagues (2015b, arXiv:1410.8206) had done it without attention: their model learned to say *where* an unknown word comes from, which a separate aligning program had to mark in the training data. (Pointing as the whole answer is from Vinyals and colleagues 2015; a summariser that decides at each word whether to say or to copy from See and colleagues 2017.)
#
# One detail needs care: a word may stand in the sentence **twice**. Its weights then belong together. "The dog sees the cat": if "the" weighs 0.3 at its first place and 0.25 at its second, the *word* "the" has 0.55, and would win against a "cat" of 0.35, which is heavier than either.
#
# ### Exercise 4: `copy_distribution(weights, source_ids, vocabulary_size)`  ●●○  10 minutes
#
# Turn weights over *places* into a distribution over *words*.
#
# - `weights`: shape `(batch, target, source)`; `source_ids`: the ids of the source words, shape `(batch, source)`
# - returns: a tensor of shape `(batch, target, vocabulary_size)`: for each query, the weight of every word of the vocabulary, added up over all places where it stands; 0 for words that are not in the sentence
#
# Example: the weights `[[[0.3, 0.1, 0.25, 0.35]]]` over the ids `[[4, 2, 4, 0]]`, with a vocabulary of 6, give `[[[0.35, 0, 0.1, 0, 0.55, 0]]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Begin with zeros for every word. What is added where, for each source place?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `out.scatter_add(2, index, weights)` adds each weight to `out` at the word that `index` names, along axis 2; the index must have the shape of the weights. (For a single sentence, `out[:, ids] += weights` adds only one of several weights for the same word.) Or: a table `(batch, source, vocabulary)` with a 1 where a place holds a word turns the task into a matrix product.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `index = source_ids.unsqueeze(1).expand_as(weights)`, and zeros of the shape `(*weights.shape[:2], vocabulary_size)`.
#
# </details>


# %% exercise="copy_distribution"
def copy_distribution(weights: torch.Tensor, source_ids: torch.Tensor, vocabulary_size: int) -> torch.Tensor:
    """Weights over places (batch, target, source) as weights over words (batch, target, vocabulary)."""
    ### BEGIN SOLUTION
    index = source_ids.unsqueeze(1).expand_as(weights)  # (batch, target, source)
    return torch.zeros(*weights.shape[:2], vocabulary_size).to(weights).scatter_add(2, index, weights)
    ### END SOLUTION


# %% test="copy_distribution" points=2
four_weights, four_ids = torch.tensor([[[0.3, 0.1, 0.25, 0.35]]]), torch.tensor([[4, 2, 4, 0]])
copy_ids = torch.tensor([[4, 2, 4, 0], [1, 5, 5, 3]])  # batch 2, source 4
copy_weights = torch.tensor([  # batch 2, target 3, source 4
    [[0.3, 0.1, 0.25, 0.35], [0.2, 0.4, 0.1, 0.3], [0.05, 0.15, 0.6, 0.2]],
    [[0.1, 0.2, 0.3, 0.4], [0.45, 0.05, 0.15, 0.35], [0.25, 0.3, 0.4, 0.05]]])
with check.exercise("copy_distribution") as rng:
    shares = copy_distribution(four_weights, four_ids, 6)
    check.close(shares, [[[0.35, 0, 0.1, 0, 0.55, 0]]], rule="the example: word 4 gets 0.3 and 0.25")
    check.close(copy_distribution(copy_weights, copy_ids, 6),
                [[[0.35, 0, 0.1, 0, 0.55, 0], [0.3, 0, 0.4, 0, 0.3, 0], [0.2, 0, 0.15, 0, 0.65, 0]],
                 [[0, 0.1, 0, 0.4, 0, 0.5], [0, 0.45, 0, 0.35, 0, 0.2], [0, 0.25, 0, 0.05, 0, 0.7]]],
                rule="two sentences, three queries each")
    check.close(copy_distribution(four_weights, four_ids, 9), [[[0.35, 0, 0.1, 0, 0.55, 0, 0, 0, 0]]],
                rule="a vocabulary of 9 words: 9 columns")
    check.equal(isinstance(shares, list), False, rule="a tensor comes back")
    ### BEGIN HIDDEN TESTS
    for b, m, n, v in ((1, 2, 6, 3), (3, 2, 5, 8)):
        w, ids = rng.dirichlet(np.ones(n), size=(b, m)), rng.integers(0, v, size=(b, n))
        slow = [[np.bincount(ids[i], weights=w[i, t], minlength=v) for t in range(m)] for i in range(b)]
        check.close(copy_distribution(torch.tensor(w).float(), torch.tensor(ids), v), slow, rule="random weights and ids: agrees with numpy's bincount", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# Now at work. In the test sentences with people, give them names that occur nowhere in the corpus. Each unknown word of a sentence gets an id of its own behind the vocabulary, so that it can be pointed at; where the model says *unknown*, the heaviest word is copied in its place.

# %%
NEW_NAMES = {"Anna": "Aminata", "Emma": "Ottilie", "Paul": "Kwame", "Victor": "Bogdan"}
people = [pair for pair in data.test if any(name in pair.source for name in PEOPLE)]
renamed = [[NEW_NAMES.get(word, word) for word in pair.source] for pair in people]
wanted = [[NEW_NAMES.get(word, word) for word in pair.target] for pair in people]


def with_copies(ids, weights, sentence):
    """The French words of the ids said; each unknown one is replaced by the heaviest English word."""
    own = [word for word in dict.fromkeys(sentence) if word not in english]  # the unknown ones, each once
    candidates = list(english.words) + own
    source_ids = torch.tensor([[candidates.index(word) for word in sentence]])
    copied = torch.as_tensor(copy_distribution(weights.unsqueeze(0), source_ids, len(candidates)))[0].argmax(dim=-1)
    return [candidates[copied[place]] if word == UNKNOWN else french.words[word] for place, word in enumerate(ids)]


said, looked = translate(model, renamed)
filled = [with_copies(ids, weights, sentence) if ids else [] for ids, weights, sentence in zip(said, looked, renamed)]
names = [[word for word in line if word in NEW_NAMES.values()] for line in wanted]
two = [i for i in range(len(people)) if len(names[i]) > 1]
moved = [i for i in range(len(people)) if any(renamed[i].index(name) != wanted[i].index(name) for name in names[i])]
whole = [i for i in range(len(people)) if filled[i] == wanted[i]] or list(range(len(people)))  # examples that came out right as a whole
for i in [i for i in whole if i in two][:1] + [i for i in whole if i in moved and i not in two][:2]:
    print(" ".join(renamed[i]), "\n   before:", " ".join(french.words[word] for word in said[i]), "\n   copied:", " ".join(filled[i]))
    for place in [place for place, word in enumerate(said[i]) if word == UNKNOWN][-1:]:
        print("   weights for the last unknown:", "  ".join(f"{word} {weight:.2f}" for word, weight in zip(renamed[i], looked[i][place])))
ways = {"left as it is": [], "the word at the same place": [], "the k-th unknown English word for the k-th": [], "the heaviest word": []}
for ids, line, sentence in zip(said, filled, renamed):
    places, unknown = [place for place, word in enumerate(ids) if word == UNKNOWN], [word for word in sentence if word not in english]
    for way, words in zip(ways, (["<unk>"] * len(places), [sentence[min(place, len(sentence) - 1)] for place in places], [unknown[min(k, len(unknown) - 1)] for k in range(len(places))], [line[place] for place in places])):
        ways[way].append(words)
print(f"{len(people)} sentences with names the model has never seen, {len(two)} with two, {len(moved)} with one that moves. All names right, in order, if the unknown word is ...")
for way, lines in ways.items():
    print(f"   {way:43} {np.mean([a == b for a, b in zip(names, lines)]):4.0%}")
print(f"whole sentences exactly right, with the heaviest word: {np.mean([a == b for a, b in zip(wanted, filled)]):.0%}")


def full_forms(line):
    return [{"d'": "de", "qu'": "que"}.get(word, word) for word in line]


print("wrong in nothing but d' or de, qu' or que:", sum(a != b and full_forms(a) == full_forms(b) for a, b in zip(wanted, filled)), "of", sum(a != b for a, b in zip(wanted, filled)), "wrong ones")

# %% [markdown]
# The model has never met Aminata or Kwame, in either language, and mostly writes them in the right places. (We show examples that came out right as a whole; a name can also be copied rightly into a wrong translation, see the last but one line.) The second way fails whenever a name moves. The third, counting, does better here than pointing: names are the only unknown words, all of them are wanted, and they keep their order from this English to this French.
# The weights chose among *all* words of the sentence. (What copying cannot know is whether an unknown name begins with a vowel: *d'Aminata*, but *de Kwame*. The last line counts the sentences that fail at nothing else.)
#
# **Where counting fails.** Take unknown words that are *not* all wanted. Below are notes such as "hello Kwame , Bogdan is out and please call Ottilie". Whom shall one call? Every name is unknown, and which is the right one depends on the words around it. A small model, a GRU in both directions and your course's attention with a single query, is trained on half of the
# 108 kinds of note and answers the other half. It learns to *point*; `copy_distribution` turns the pointing into a name. **Predict:** how often is the first unknown word the right one? And a name chosen blindly?

# %%
my_first, my_blind = None, None

# %%
YES, NO = ["please call A", "call A today", "ring A"], ["not B", "B is out", "never B"]
notes = [f"{hello} {one} {joint} {other}".split() for hello in ("", "X says :", "hello X ,") for joint in (",", "and") for yes in YES for no in NO for one, other in ((yes, no), (no, yes))]
known = ["<pad>", "<unk>", *sorted({word for note in notes for word in note} - set("ABX"))]


class Pointer(nn.Module):
    """Points at one word of each note: weights (batch, source)."""

    def __init__(self):
        super().__init__()
        self.read, self.encoder = nn.Embedding(len(known), 32), nn.GRU(32, 32, batch_first=True, bidirectional=True)
        self.question, self.attention = nn.Parameter(torch.zeros(1, 1, 64)), Attention("additive", 64, 64)

    def forward(self, ids):
        states, _ = self.encoder(self.read(ids))
        return self.attention(self.question.expand(len(ids), -1, -1), states, ids != 0)[1].squeeze(1)


def as_ids(some_notes):
    """Ids (notes, source), every name the same unknown word; 0 is padding."""
    ids = torch.zeros(len(some_notes), max(map(len, some_notes)), dtype=torch.long)
    for line, note in zip(ids, some_notes):
        line[: len(note)] = torch.tensor([known.index(word) if word in known else 1 for word in note])
    return ids


def pointing_loss(pointer, batch):
    ids, place = batch
    return -pointer(ids)[torch.arange(len(ids)), place].log().mean()


mixed = np.random.default_rng(8).permutation(len(notes))
to_learn, to_answer = [notes[i] for i in mixed[::2]], [notes[i] for i in mixed[1::2]]
pointer = training.seeded(0, Pointer)
training.fit(pointer, lambda number: [(as_ids(to_learn), torch.tensor([note.index("A") for note in to_learn]))], pointing_loss, steps=150, learning_rate=1e-2, name="pointer")
called = {"A": "Ottilie", "B": "Bogdan", "X": "Kwame"}
candidates = known + list(called.values())
spoken = [[called.get(word, word) for word in note] for note in to_answer]
with torch.no_grad():
    pointed = [candidates[torch.as_tensor(copy_distribution(pointer(as_ids([note])).unsqueeze(1), torch.tensor([[candidates.index(word) for word in note]]), len(candidates)))[0, 0].argmax()] for note in spoken]
names_there = [[word for word in note if word in called.values()] for note in spoken]
print(" ".join(spoken[0]), " ->", pointed[0])
print(f"{len(spoken)} unseen kinds of note. The right name: pointing {np.mean([word == called['A'] for word in pointed]):.0%},  the first unknown word {np.mean([line[0] == called['A'] for line in names_there]):.0%},  one of the names, blindly {np.mean([1 / len(line) for line in names_there]):.0%}")
print("your guesses:", my_first, my_blind)

# %% [markdown]
# Counting cannot know whom a note means, the last unknown word would be right about half of the time, and a larger vocabulary would not help either: the next name is not in it. A state knows what stands beside its word, so a query can ask for *the name after "call"*.
#
# See and colleagues (2017) let the model choose at every word: it computes a number $p$ between 0 and 1 and says $p$ times its own distribution plus $(1 - p)$ times the copy distribution. Since that is smooth, it can be trained. Your function is the second half of it.

# %% [markdown]
# ## 5 The same module, on a picture
#
# Nothing in attention knows that the states come from words. Any encoder will do that makes a *row of states*. For pictures, that is a **convolution**: a small window slides over the picture, and at every stop the same trained parameters turn the pixels in the window into a few numbers, its *channels*. A dot product with each of several
# patterns, if you like: "how much of a slanted stroke is here?"
#
# If the window moves two pixels at a time, the result is a grid half as high and half as wide. Three convolutions, of which the last halves the height alone, turn a picture of 24 by 80 pixels into a grid of 3 by 20 **patches** with 64 channels each, of shape `(batch, channels, rows, columns)`.
#
# Two steps are left: the grid has to become a row of states, and each state should know **where** it comes from. A model that reads from left to right must be able to ask for *the next one on the right*.
#
# ### Exercise 5: `image_states(features)`  ●●○  8 minutes
#
# Flatten the grid, row by row as one reads, and say where each state was.
#
# - `features`: shape `(batch, channels, rows, columns)`
# - returns: `states`, shape `(batch, rows · columns, channels)`, and `places`, whole numbers of shape `(rows · columns, 2)`: the row and the column of each state
#
# Example: one picture, two channels, 2 rows and 3 columns.
#
# | `features[0, 0]` | `features[0, 1]` | `states[0]` | `places` |
# |---|---|---|---|
# | `[[1, 2, 3], [4, 5, 6]]` | `[[10, 20, 30], [40, 50, 60]]` | `[[1, 10], [2, 20], [3, 30], [4, 40], [5, 50], [6, 60]]` | `[[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]` |
#
# State 4, `[5, 50]`, holds `features[0, :, 1, 1]`: all channels of row 1, column 1.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which axis has to come last before two others can be joined? (A reshape alone never moves an axis: it only deals the numbers out anew.)
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Join rows and columns (`flatten(2)` joins all axes from 2 on), then let channels and places change places. For the places: two nested loops, or `torch.cartesian_prod` of two `arange`s.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `features.flatten(2)` has the shape `(batch, channels, rows · columns)`; one `transpose` is left. `torch.cartesian_prod(torch.arange(2), torch.arange(3))` is the example above.
#
# </details>


# %% exercise="image_states"
def image_states(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """A grid (batch, channels, rows, columns) as states (batch, places, channels) and places (places, 2)."""
    ### BEGIN SOLUTION
    rows, columns = features.shape[2:]
    places = torch.cartesian_prod(torch.arange(rows), torch.arange(columns))
    return features.flatten(2).transpose(1, 2), places
    ### END SOLUTION


# %% test="image_states" points=2
six = torch.tensor([[[[1.0, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]])  # batch 1, channels 2, rows 2, columns 3
steps = [1000 * torch.arange(5.0), 100 * torch.arange(3.0), 10 * torch.arange(2.0), torch.arange(4.0)]
grid = sum(torch.meshgrid(*steps, indexing="ij"))  # (5, 3, 2, 4): 1213 is picture 1, channel 2, row 1, column 3
with check.exercise("image_states") as rng:
    answer = image_states(six)
    check.close(answer[0], [[[1, 10], [2, 20], [3, 30], [4, 40], [5, 50], [6, 60]]], rule="the example: six states")
    check.equal(answer[1], [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]], rule="the example: where each stood")
    made, where = image_states(grid)
    check.shape(made, (5, 8, 3), rule="5 pictures, 8 places, 3 channels: states of shape (5, 8, 3)")
    check.close(made[1], [[1000, 1100, 1200], [1001, 1101, 1201], [1002, 1102, 1202], [1003, 1103, 1203],
                          [1010, 1110, 1210], [1011, 1111, 1211], [1012, 1112, 1212], [1013, 1113, 1213]],
                rule="picture 1: each state has the channels of its place")
    check.equal(where, [[0, 0], [0, 1], [0, 2], [0, 3], [1, 0], [1, 1], [1, 2], [1, 3]], rule="the places of 2 by 4")
    check.equal(torch.as_tensor(where).is_floating_point(), False, rule="places are whole numbers")
    pull = check.gradient(lambda features: image_states(features)[0], grid, probe=torch.ones(5, 8, 3)).inputs[0]
    check.close(pull, np.ones((5, 3, 2, 4)), rule="training can go on from the states to the picture")
    ### BEGIN HIDDEN TESTS
    b, c, r, k = 2, 4, 3, 5
    random_grid = torch.tensor(rng.normal(size=(b, c, r, k))).float()
    made, where = image_states(random_grid)
    slow = [[random_grid[i, :, row, column].tolist() for row in range(r) for column in range(k)] for i in range(b)]
    check.close(made, slow, rule="a random grid: agrees with a slow loop", tolerance=1e-6)
    check.equal(where, [[row, column] for row in range(r) for column in range(k)], rule="places of another grid")
    ### END HIDDEN TESTS

# %% [markdown]
# The reader. Encoder: three convolutions, then `image_states`, then a learned vector for each row and each column is added, so that a state says what is there *and* where. Attention: the module of this lesson, with the additive score. Decoder: a GRU that says digits until it says *end*; unlike in section 3 its context **feeds back** into the GRU (as in
# Bahdanau's model), so that it remembers where it has just looked. It knows neither how many digits there are nor where they stand.
#
# Between the convolutions stand two small things: `BatchNorm2d` brings the numbers of each channel into a common range, which helps training along, and `ReLU` replaces negative numbers by 0.
#
# A patch is 4 pixels wide and 8 high, but its state sees more: 12 pixels across, three times as wide as itself and about a digit's width, and nearly the full height. So trust the *column* it looks at, not the row. The narrow view is deliberate: if a patch saw several digits, attention could rest *beside* the digit that it reads.

# %%
START, END = 10, 11  # ids behind the ten digits
ROWS, COLUMNS = 3, 20  # patches


class Reader(nn.Module):
    """Reads a row of digits from a picture, one after the other."""

    def __init__(self, size: int = 64, channels: int = 64):
        super().__init__()
        self.see = nn.Sequential(
            nn.Conv2d(1, 16, 6, stride=2, padding=2), nn.BatchNorm2d(16), nn.ReLU(),  # (batch, 16, 12, 40)
            nn.Conv2d(16, 32, 4, stride=2, padding=1), nn.BatchNorm2d(32), nn.ReLU(),  # (batch, 32, 6, 20)
            nn.Conv2d(32, channels, (4, 1), stride=(2, 1), padding=(1, 0)), nn.BatchNorm2d(channels),  # (batch, channels, 3, 20)
        )
        self.row, self.column = nn.Embedding(ROWS, channels), nn.Embedding(COLUMNS, channels)
        nn.init.normal_(self.row.weight, std=0.3)
        nn.init.normal_(self.column.weight, std=0.3)
        self.attention = Attention("additive", size, channels)
        self.speak = nn.Embedding(12, 16)
        self.cell = nn.GRUCell(16 + channels, size)
        self.join, self.output = nn.Linear(size + channels, 96), nn.Linear(96, 12)

    def encode(self, pictures):
        """States (batch, patches, channels) and the decoder's first state (batch, size)."""
        states, places = image_states(self.see(pictures.unsqueeze(1) - 0.2))
        places = torch.as_tensor(places).long()
        return torch.tanh(states + self.row(places[:, 0]) + self.column(places[:, 1])), torch.zeros(len(pictures), self.cell.hidden_size)

    def step(self, said, state, states):
        everywhere = torch.ones(states.shape[:2], dtype=torch.bool)  # no padding in a picture
        context, weights = self.attention(state.unsqueeze(1), states, everywhere)
        context = context.squeeze(1)
        state = self.cell(torch.cat([self.speak(said), context], dim=-1), state)
        return self.output(torch.relu(self.join(torch.cat([state, context], dim=-1)))), state, weights.squeeze(1)

    def forward(self, pictures, inputs):
        states, state = self.encode(pictures)
        logits = []
        for place in range(inputs.shape[1]):
            out, state, _ = self.step(inputs[:, place], state, states)
            logits.append(out)
        return torch.stack(logits, dim=1)


def as_tensors(rows):
    """Pictures, targets from start to end, and the mask of what is real."""
    sequences = [[START, *map(int, line), END] for line in rows.digits]
    target = torch.full((len(rows), digits.MOST + 2), END)
    for row, sequence in zip(target, sequences):
        row[: len(sequence)] = torch.tensor(sequence)
    length = torch.tensor([len(sequence) for sequence in sequences])
    return torch.tensor(rows.pictures), target, torch.arange(digits.MOST + 2) < length.unsqueeze(1)


def reading_loss(model, batch):
    pictures, target, real = batch
    return nn.functional.cross_entropy(model(pictures, target[:, :-1])[real[:, 1:]], target[:, 1:][real[:, 1:]])


COUNT = 64 if training.short_run() else 8_000
shown, unseen = digits.draw(COUNT, seed=1), digits.draw(max(COUNT // 8, 32), seed=2)
rows_to_read = as_tensors(shown)


def picture_batches(number):
    order = torch.randperm(len(shown), generator=torch.Generator().manual_seed(number))
    for part in order.split(32):
        yield tuple(tensor[part] for tensor in rows_to_read)


reader = training.seeded(0, Reader)
reading = training.fit(reader, picture_batches, reading_loss, steps=1500, seconds=120, learning_rate=6e-3, name="reader")
smooth = reading.smooth_losses(50)
print(f"{reading.steps} steps in {reading.seconds:.0f} s")
if reading.steps < 1000 and not training.short_run():
    print("Your machine is slow or busy: set seconds to", round(120 * 1500 / reading.steps), "in the line with training.fit, and run this cell once more.")
plots.lines(50 * np.arange(len(smooth)), {"loss": smooth}, x_label="step", y_label="loss", title="Learning to read digits")

# %% [markdown]
# (On a slow or busy computer training stops after two minutes; the cell then says how many seconds it needs.) Look at the curve: for the first two or three hundred steps it falls slowly. The model learns how long rows are, and guesses the digits (one of ten: a surprise of $\ln 10 = 2.3$; with the easier *end* in the mean, about 2). Then attention finds the digits, and the rest follows quickly. Now the rows it has never seen. A row counts as read only if every digit and the end are right. And does it look where it reads? We drew the pictures, so we know where every
# digit lies. Two measures: does the heaviest patch *touch* the box around the digit, and does the *middle* of the patch lie within the digit's left and right end? Beside each stands what a patch chosen blindly would reach.


# %%
def read(model, pictures):
    """What is said at each of six steps (batch, steps), and the weights (batch, steps, rows, columns)."""
    with torch.no_grad():
        states, state = model.encode(pictures)
        words, said, looked = torch.full((len(pictures),), START), [], []
        for _ in range(digits.MOST + 1):
            logits, state, weights = model.step(words, state, states)
            words = logits.argmax(dim=-1)
            said.append(words)
            looked.append(weights)
    return torch.stack(said, dim=1).tolist(), torch.stack(looked, dim=1).unflatten(-1, (ROWS, COLUMNS)).numpy()


def as_text(ids):
    return "".join(map(str, ids[: ids.index(END)] if END in ids else ids))


said, looked = read(reader, torch.tensor(unseen.pictures))
right = [as_text(ids) == line for ids, line in zip(said, unseen.digits)]
touching, inside, share, blind = [], [], [], []
high, wide = digits.HEIGHT / ROWS, digits.WIDTH / COLUMNS  # of a patch, in pixels
row, column = np.indices((ROWS, COLUMNS))
for i, line in enumerate(unseen.digits):
    for step in range(len(line)):
        top, bottom, left, end = unseen.boxes[i, step]
        touches = (column * wide < end) & ((column + 1) * wide > left) & (row * high < bottom) & ((row + 1) * high > top)
        within = (left <= (column + 0.5) * wide) & ((column + 0.5) * wide <= end)
        heaviest = np.unravel_index(looked[i, step].argmax(), touches.shape)
        touching.append(touches[heaviest])
        inside.append(within[heaviest])
        share.append((looked[i, step][touches].sum(), looked[i, step].max()))
        blind.append((touches.mean(), within.mean()))
print(f"{len(right)} unseen rows: {np.mean(right):.1%} read exactly")
by_chance = np.mean(blind, axis=0)
print(f"heaviest patch touches the digit it reads: {np.mean(touching):.1%} (blindly {by_chance[0]:.1%});  its middle lies between the digit's ends: {np.mean(inside):.1%} (blindly {by_chance[1]:.1%})")
print(f"all patches that touch the digit have {np.mean(share, axis=0)[0]:.0%} of the weight between them, the heaviest patch alone {np.mean(share, axis=0)[1]:.0%}")

# %%
best = next((i for i, line in enumerate(unseen.digits) if right[i] and len(line) == 4), 0)
steps = len(unseen.digits[best])
overlays.looks(unseen.pictures[best], looked[best, :steps], unseen.digits[best], title=f"A row of {unseen.digits[best]}: where it looks for each digit" if right[best] else "No row was read exactly: it needs more training")

# %%
wrong = next((i for i in range(len(right)) if not right[i]), 0)
line = as_text(said[wrong]) or "0"
overlays.looks(unseen.pictures[wrong], looked[wrong, : len(line)], line, title=f"A row it gets wrong: {unseen.digits[wrong]} read as {line}")

# %% [markdown]
# Attention spreads over several patches of a digit: even the heaviest has a modest share. Nobody told it where the digits are, nor that one reads from left to right. It had pictures and the digits in order, and found the rest, because looking at the right place makes the next digit less surprising. In a row it gets wrong, the heat map helps to say *why*: did it look in the wrong place, or look right and misread?
#
# The module is the one that translated sentences a section ago. This is how attention came to be used everywhere:
#
# | task | the states are | a query asks for | who |
# |---|---|---|---|
# | translation | words read by a GRU in both directions | the source of the next word | Bahdanau, Cho and Bengio 2015, arXiv:1409.0473; at Google's scale: Wu and others 2016, arXiv:1609.08144 |
# | captioning | patches of a photograph | what to name next | Xu and others 2015, arXiv:1502.03044 |
# | speech | short stretches of sound | the sound of the next letter | Chan and others 2016, arXiv:1508.01211 |
# | summarising, with copying | words of an article | what to say, or to copy, next | See, Liu and Manning 2017, arXiv:1704.04368 |
# | classification | words of a sentence, then sentences of a text | what matters for the topic (lesson 3) | Yang and others 2016, NAACL |
# | pointing | anything in a row, such as cities on a map | the next one in the answer | Vinyals, Fortunato and Jaitly 2015, arXiv:1506.03134 |

# %% [markdown]
# ## 6 How to configure it
#
# Score, size, one direction or two, dropout, window: five settings. (*Dropout 0.3* sets three in ten of the numbers before the output layer to 0 at each training step, as in lesson 7. The learning rate comes before them all; here it is held fixed.) Advice is easily found and seldom measured. So measure: change **one setting at a time** from a common start, train briefly, and put the results in a table. Each configuration is trained **twice**, from two seeds, because two runs
# that differ in nothing but chance do not give the same result. (Twenty short trainings: two or three minutes on a quiet computer, many more on a busy one; `SEEDS = (0,)` halves it, but leaves no noise to compare with.) A difference that chance alone can make is no difference.
#
# One row says what attention *buys*. In "no attention" the context is the plain mean of the states, the same for every French word: all is there, but nothing is chosen.
#
# **Predict:** which one setting will change the result most?

# %%
my_guess = None  # "score", "size", "direction", "dropout" or "window"; and how many points does attention buy?

# %%
def average(weights, states):
    """The mean of the states that may be looked at (they are the ones with a weight)."""
    seen = (weights > 0).to(states)
    return seen / seen.sum(dim=-1, keepdim=True) @ states


STEPS = 260  # more steps take longer and say more: 2500 are about nine minutes
SEEDS = (0, 1)
short = [pair for pair in data.train if len(pair.source) <= 7]
short_test = [pair for pair in data.test if len(pair.source) <= 7]
CONFIGURATIONS = {  # name -> what differs from a bilinear score, size 64, two directions, no dropout, no window; "one way" reads forwards only
    "start": {}, "no attention": {"mix": average}, "dot": {"kind": "dot"}, "scaled dot": {"kind": "scaled dot"}, "additive": {"kind": "additive"},
    "size 32": {"size": 32}, "size 128": {"size": 128}, "one way": {"directions": 1}, "dropout 0.3": {"dropout": 0.3}, "window 2": {"look": nearby(2)},
}
table = {}
for name, changes in CONFIGURATIONS.items():
    scores, seconds = [], []
    for seed in SEEDS:
        tried = training.seeded(seed, Translator, **changes)
        begin = clock()
        training.fit(tried, batches_of(short, size=32), translation_loss, steps=STEPS, learning_rate=1e-2, seed=seed, name=name)
        seconds.append(clock() - begin)  # of the processor, as in section 1, so that what else the computer does counts less
        scores.append(exact(tried, short_test))
    table[name] = (scores, min(seconds))
    print(f"{name:14} exact {'  '.join(f'{score:4.0%}' for score in scores)}   seconds {min(seconds):4.1f}   parameters {sum(p.numel() for p in tried.parameters()):7,}")
print("your guess:", my_guess)

# %%
plots.bars(list(table), np.array([scores for scores, _ in table.values()]).T, names=[f"seed {seed}" for seed in SEEDS], label="translated exactly", levels={"mean of start": float(np.mean(table["start"][0]))}, title=f"One setting changed at a time, {STEPS} steps of training")

# %% [markdown]
# How does one read such a table? Not by picking the highest number: that is often the luckiest run. A rule that respects chance: find the configuration with the **highest mean**; how far its own runs lie apart (largest minus smallest) is a rough measure of the **noise**; every configuration whose mean is at least *best mean minus noise* is *as good, as far as one can tell*; of
# these take the **fastest**.
#
# ### Exercise 6: `best_configuration(table)`  ●●○  8 minutes
#
# - `table`: a dictionary from a name to a pair `(scores, seconds)`: a list with the score of each run (higher is better), and the training time
# - returns: the name that the rule chooses
#
# Example: with `{"large": ([0.80, 0.90], 9.0), "small": ([0.78, 0.80], 3.0), "tiny": ([0.50, 0.52], 1.0)}` the highest mean is 0.85, of *large*, and the noise is 0.10. *small*, with a mean of 0.79, is as good as far as one can tell, *tiny* is not. The faster of the two is `"small"`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which three numbers do you need before you can choose: the mean of each, the best of them, and what else?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# First a dictionary of means. Then the name of the best, `max(means, key=means.get)`, and the noise of *its* scores. Then the names that are good enough, and the one of them with the fewest seconds.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `good = [name for name in table if means[name] >= means[best] - noise]`, and `min(good, key=...)` with a function that looks up the seconds.
#
# </details>


# %% exercise="best_configuration"
def best_configuration(table: dict[str, tuple[list[float], float]]) -> str:
    """The fastest configuration that is as good as the best, as far as the noise lets one tell."""
    ### BEGIN SOLUTION
    means = {name: sum(scores) / len(scores) for name, (scores, _) in table.items()}
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    good = [name for name in table if means[name] >= means[best] - noise]
    return min(good, key=lambda name: table[name][1])
    ### END SOLUTION


# %% test="best_configuration" points=2
example = {"large": ([0.80, 0.90], 9.0), "small": ([0.78, 0.80], 3.0), "tiny": ([0.50, 0.52], 1.0)}
eight = {"one": ([0.99, 0.57], 7.0), "two": ([0.86, 0.80], 9.0), "three": ([0.80, 0.82], 5.0),
         "four": ([0.76, 0.80], 4.0), "five": ([0.69, 0.71], 3.0), "six": ([0.88, 0.40], 2.0),
         "seven": ([0.60, 0.64], 1.0), "eight": ([0.81, 0.79], 12.0)}
three_runs = {"a": ([0.72, 0.78, 0.60], 9.0), "b": ([0.66, 0.64, 0.65], 6.0), "c": ([0.62, 0.63, 0.64], 5.0),
              "d": ([0.60, 0.61, 0.605], 4.8), "e": ([0.59, 0.60, 0.604], 4.5), "f": ([0.58, 0.60, 0.59], 4.0),
              "g": ([0.53, 0.52, 0.54], 3.0), "h": ([0.51, 0.40, 0.44], 2.0)}
limit = {"a": ([1.0, 0.5], 2.0), "b": ([0.5, 0.0], 1.0), "c": ([0.5, 0.5], 3.0)}
steady = {"a": ([0.5, 0.5, 0.5], 1.0), "b": ([0.7, 0.7, 0.7], 3.0), "c": ([0.6, 0.6, 0.6], 2.0),
          "d": ([0, 0.8, 0.8], 0.5)}
itself = {"a": ([0.88, 0.90], 1.5), "b": ([0.86, 0.89], 2.0), "c": ([0.30, 0.70], 1.0)}
with check.exercise("best_configuration") as rng:
    check.equal(best_configuration(example), "small", rule="the example: large, small and tiny")
    check.equal(best_configuration(eight), "four", rule="best mean 0.83, noise 0.06: from 0.77 on, the fastest")
    check.equal(best_configuration(three_runs), "g", rule="best mean 0.70, noise 0.18: from 0.52 on, the fastest")
    check.equal(best_configuration(limit), "b", rule="best mean 0.75, noise 0.5: 0.25 is just good enough")
    check.equal(best_configuration(steady), "b", rule="best mean 0.7, no noise: only the best is good enough")
    check.equal(best_configuration(itself), "a", rule="best mean 0.89, noise 0.02: of two, the best is the faster")
    ### BEGIN HIDDEN TESTS
    for _ in range(8):
        many = {f"n{i}": (rng.random(3).round(3).tolist(), float(rng.random())) for i in range(6)}
        runs = np.array([scores for scores, _ in many.values()])
        top = runs.mean(axis=1).argmax()
        allowed = runs.mean(axis=1) >= runs.mean(axis=1)[top] - np.ptp(runs[top])
        times = np.where(allowed, [seconds for _, seconds in many.values()], np.inf)
        check.equal(best_configuration(many), f"n{times.argmin()}", rule="random tables")
    ### END HIDDEN TESTS

# %% [markdown]
# Now let the rule decide, and give it the noise that matters. All settings were trained on the same batches and judged by the same sentences, so a lucky choice of these helps every row alike. Look therefore not at the scores but at the **lead** of one setting over another, seed by seed: what they share drops out of the difference. How far apart these leads lie is the noise.
#
# So each setting meets *start* in a duel. The better of the two enters with its leads, the other with zeros, both with their seconds, and **your function chooses**: the better one if its lead is larger than the noise, else the faster. Then go down the table, and let the winner of each duel meet the next row.
#
# **Predict:** which of the nine changes does the rule take, and which setting is left at the end?

# %%
my_guess = None

# %%
def duel(one, other):
    """Which of two settings the rule of Exercise 6 takes, judged by the better one's leads."""
    leads = np.subtract(table[one][0], table[other][0])
    if leads.mean() < 0:
        one, other, leads = other, one, -leads
    return best_configuration({one: (leads.tolist(), table[one][1]), other: ([0.0] * len(leads), table[other][1])})


left = "start"
for name, (scores, seconds) in table.items():
    leads = np.subtract(scores, table["start"][0])
    if name != "start":
        sure = "better" if leads.mean() > np.ptp(leads) else "worse" if -leads.mean() > np.ptp(leads) else "no telling"
        print(f"{name:14} {leads.mean():+5.0%} against start, noise {np.ptp(leads):4.0%}: {sure:10}  {seconds / table['start'][1]:.1f} times the seconds   taken: {duel('start', name)}")
        left = duel(left, name)
print("left at the end:", left, "  your guess:", my_guess)
print(f"what attention buys: {100 * (np.mean(table['start'][0]) - np.mean(table['no attention'][0])):.0f} sentences more of 100")

# %% [markdown]
# One noise, one rule: where the table says *no telling*, the seconds decided, and they are measured too (on a busy computer the same work differs by a fifth or more). So the one left at the end need not be the one with the longest lead: where two leads over a rival lie far apart, the rule calls it noise and takes the faster. And two seeds measure noise roughly. Two leads that happen to agree make a small difference look sure; before you build on a lead of a few points, put a third and a fourth number into `SEEDS`.
#
# ### A page of advice
#
# Read each line against your table, and distrust those that yours does not show. In brackets: the difference from *start*, in points, in the run that we kept.
#
# - **Have attention** (*no attention*: −21 points). Sentences of up to seven words are short; lesson 6 showed how the gap widens with length.
# - **If you may change one thing, change the size** (*size 32*: −29, *size 128*: +19). Too small is costly when training is short; twice the size costs less than twice the time. Stop when the next doubling gains less than the noise.
# - **If the whole source is there, read it in both directions** (*one way*: −21, no better than without attention at all). A state should know what comes after its word: to look at one that does not helps little. (The total size is the same: each direction has half.) One direction is for sources whose end is not there yet, as in live speech.
# - **Try another score when the size is settled** (*dot*: −2, *scaled dot*: +6, *additive*: +9). Your table may call one better; compare the points with those between the sizes. In longer training the lead of *additive* did not last. Take *dot* or *scaled dot* where query and states have the same size, *scaled* if it is large (lesson 4); *bilinear* where the sizes differ;
#   *additive* where source and query are of different kinds, as in section 5, and the source is not long: it has a hidden layer to compute for every pair.
# - **If training is short or data plentiful, use little dropout** (*dropout 0.3*: −5). It earns its place when training loss goes on falling and the score on unseen sentences does not.
# - **If sources have thousands of places, look at a window**, train with it (*window 2*: −2), and do not compute the scores outside it: a mask alone saves nothing.
# - **If names, numbers or rare words matter, copy** (section 4). If you have to show which source was used, go hard *after* training.
# - **If a difference is smaller than the one between two seeds, it is none.** Take the cheaper.
#
# This table comes from short training on a small task: it favours what learns *fast*. Put `STEPS = 2500`, go for a coffee, and read it again. (When we trained about that long, size 32 had nearly drawn level, dropout, size 128 and the additive score made no difference that we could tell, and the encoder that reads one way had stayed behind.)

# %% [markdown]
# ## 7 What can go wrong
#
# **A window in a padded batch.** Here is the failure that section 3 warned of. Two sentences, of 6 and of 3 words, in one batch; the windows are made for the padded length. **Predict** which weights of the second sentence come out.

# %%
my_guess = None

# %%
padded = torch.tensor([[True] * 6, [True] * 3 + [False] * 3])
some = torch.randn(2, 6, 4)
careless = padded.unsqueeze(1) & torch.as_tensor(local_mask(6, 6, 1))
_, weights = Attention("dot", 4, 4)(some, some, careless)
print("weights of the short sentence, last three rows:\n", weights[1, 3:])
print("with each sentence's own length, any nan:", bool(Attention("dot", 4, 4)(some, some, nearby(1)(padded, 6))[1].isnan().any()))

# %% [markdown]
# From the fifth row on, every score in reach is minus infinity, and 0 divided by 0 is not a number. One such row is enough: the loss or its gradient is `nan`. At the latest one step later the parameters and the loss are, and `training.fit` stops with an error. The cure is a mask that always leaves somebody to look at.
#
# **Reading one run for a result.** How often would the *worse* of two settings win, if each were run only once? Take the pairs of rows whose means differ by no more than their runs do, and let each run of one meet each run of the other:

# %%
runs, upsets = {name: scores for name, (scores, _) in table.items()}, {}
for worse in runs:
    for better in runs:
        if 0 < np.mean(runs[better]) - np.mean(runs[worse]) <= max(np.ptp(runs[better]), np.ptp(runs[worse])):
            upsets[worse, better] = np.mean([a > b for a in runs[worse] for b in runs[better]])
for (worse, better), won in upsets.items():
    print(f"   {worse} (mean {np.mean(runs[worse]):.1%}) beats {better} (mean {np.mean(runs[better]):.1%}) in {won:.0%} of their single runs")
print(f"{len(upsets)} close pairs, {len(SEEDS) ** 2} meetings each (so a share can only be a multiple of {1 / len(SEEDS) ** 2:.0%}); on average the worse one wins {np.mean(list(upsets.values()) or [0]):.0%} of the time")

# %% [markdown]
# Half would be a coin, nought a safe judgement. Between close rows a single run is far from safe, and it does not even tell you that they are close.

# %% [markdown]
# ## In short
#
# 1. **Cost**: target times source pairs, each `size` multiply-adds to score and as many to mix, and one weight to keep. Slope 2 in the length. Cheap for sentences (below about 6 times the size), dear for books; a **window** makes it slope 1, if what lies outside is not computed.
# 2. **Hard attention** takes one state, here the heaviest: nearly as good after training, but no gradient reaches the scorer.
# 3. **Copying**: add up the weights of each source word, and an unknown name can be written without being known.
# 4. **Any encoder that makes a row of states will do**: words, patches, sound. Give the states their places.
# 5. **Configure by measuring**: one change at a time, more than one seed, the cheapest of those that are as good.
#
# *To read next.* M.-T. Luong, H. Pham, C. D. Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015, arXiv:1508.04025 (local attention). M.-T. Luong and others, "Addressing the Rare Word Problem in Neural Machine Translation", 2015, arXiv:1410.8206 (2015b above). S. Jean and others, "On Using Very Large Target Vocabulary for Neural Machine Translation", 2015, arXiv:1412.2007. K. Xu and others, "Show, Attend and Tell", 2015, arXiv:1502.03044
# (soft and hard, on pictures). A. See, P. J. Liu, C. D. Manning, "Get To The Point", 2017, arXiv:1704.04368. O. Vinyals, M. Fortunato, N. Jaitly, "Pointer Networks", 2015, arXiv:1506.03134. Z. Yang and others, "Hierarchical Attention Networks for Document Classification", NAACL 2016. W. Chan and others, "Listen, Attend and Spell", 2016, arXiv:1508.01211.
# D. Britz and others, "Massive Exploration of Neural Machine Translation Architectures", 2017, arXiv:1703.03906: the same kind of table, with 250,000 hours of computing behind it.
#
# Next: *09 Self-attention and the Transformer*. What if the words of one sentence look at each other, and the GRU goes?
