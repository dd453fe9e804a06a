# %% [markdown]
# # 07 Reading the alignments
#
# *Does it look where a translator would?*
#
# In lesson 6 the heat maps looked convincing: a dark path from English to French, bending where the word order bends. But a picture convinces too easily. In this lesson you **measure** it. Where would a
# translator look, and how often does the model look there? Does it need to look there at all: what if we force it to look elsewhere? Do the words with the most weight have the most effect? And could
# quite other weights have led to the same French?
#
# The answers point in different directions, and a written question asks what you make of them. The lesson takes about three and a half hours, in **two sittings**: sections 1 to 3, and 4 to 8. (Section 7, beam search, stands by itself and can be a third.)
# One model is trained on the way, for a minute. At the end you will be able to look at pictures such as this one and say what they prove.

# %% setup="imports"
import numpy as np
import torch
from scipy.stats import spearmanr
from torch import nn

from helpers import check, corpus, metrics, plots, text, training

torch.set_num_threads(1)  # the models here are small: one core serves them best

# %%
promised = [[0.97, 0, 0, 0], [0.01, 0.21, 0.77, 0.01], [0.02, 0.93, 0.04, 0.01], [0, 0, 0.04, 0.96]]  # typed in here; you will compute such tables
plots.heat_map(
    promised, ["the", "black", "dog", "sleeps"], ["le", "chien", "noir", "dort"], links=[(0, 0), (2, 1), (1, 2), (3, 3)],
    axes_named=("English", "French"), title="Squares: where a translator would look",
)

# %% [markdown]
# ## 1 A model to read
#
# First a translator. It is the second one of lesson 6, which handles the whole French sentence at once (Luong and others 2015): a bidirectional encoder, a decoder GRU, and after each French word its state is the **query**, scored against
# all English states with the bilinear score of lesson 4. Two things are new. `dropout` sets a tenth of the numbers before the output layer to 0 at each training step, others each time, so that the model does not lean on any single one; when it translates, nothing is dropped. (The rest you have written in lesson 6, and need not read line by line.) And the attribute `change`: if it holds a function, the weights go through that function before they are used: one place
# at which we can put other weights in, later.
#
# Sentences are of 3 to 24 words, so that a minute of training is plenty.

# %%
LENGTHS = {(3, 8): 0.35, (9, 14): 0.4, (15, 24): 0.25}  # how much of the corpus is how long
data = corpus.splits(train=1_000 if training.short_run() else 12_000, dev=100, test=300, seed=7, lengths=LENGTHS)
english = text.Vocabulary.build([pair.source for pair in data.train])
french = text.Vocabulary.build([pair.target for pair in data.train])


class Translator(nn.Module):
    """Bidirectional encoder, bilinear attention, the whole target at once; `change` swaps the weights."""

    def __init__(self, size: int = 128):
        super().__init__()
        self.read, self.speak = nn.Embedding(len(english), 64), nn.Embedding(len(french), 64)
        self.forwards, self.backwards = nn.GRU(64, size // 2, batch_first=True), nn.GRU(64, size // 2, batch_first=True)
        self.bridge = nn.Linear(size, size)
        self.decoder = nn.GRU(64, size, batch_first=True)
        self.match = nn.Linear(size, size, bias=False)  # the matrix of the bilinear score
        self.mix, self.output = nn.Linear(2 * size, size), nn.Linear(size, len(french))
        self.dropout = nn.Dropout(0.1)
        self.change = None  # a function (weights, mask) -> other weights

    def encode(self, source, mask):
        """States (batch, source, size) of ids (batch, source), and the decoder's first state (batch, size)."""
        count = mask.sum(dim=1, keepdim=True)
        place = torch.arange(source.shape[1]).expand_as(source)
        turned = torch.where(mask, count - 1 - place, place).unsqueeze(-1)  # the real words back to front, as in lesson 6
        words = self.read(source)
        there, _ = self.forwards(words)
        back, _ = self.backwards(words.gather(1, turned.expand_as(words)))
        back = back.gather(1, turned.expand_as(back))
        ends = torch.cat([there[torch.arange(len(there)), count[:, 0] - 1], back[:, 0]], dim=-1)
        return torch.cat([there, back], dim=-1), torch.tanh(self.bridge(ends))

    def look(self, query, states, mask):
        """Context (batch, target, size) and weights (batch, target, source)."""
        scores = query @ self.match(states).transpose(1, 2)
        weights = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
        if self.change is not None:
            weights = self.change(weights, mask)
        return weights @ states, weights

    def answer(self, query, context):
        """Logits (batch, target, vocabulary) from what asked and what was found."""
        return self.output(self.dropout(torch.tanh(self.mix(torch.cat([query, context], dim=-1)))))

    def forward(self, source, mask, inputs):
        """Teacher forcing: logits and weights for all places of the target at once."""
        states, first = self.encode(source, mask)
        query, _ = self.decoder(self.speak(inputs), first.unsqueeze(0))
        context, weights = self.look(query, states, mask)
        return self.answer(query, context), weights

    def step(self, words, memory):
        """One word (batch,) further: logits (batch, vocabulary), and the memory (states, mask, decoder state)."""
        states, mask, state = memory
        query, after = self.decoder(self.speak(words).unsqueeze(1), state.unsqueeze(0))
        context, _ = self.look(query, states, mask)
        return self.answer(query, context).squeeze(1), (states, mask, after.squeeze(0))


# %% [markdown]
# In training, three English words in a hundred are replaced by *unknown*. That is needed for section 4, where we hide words on purpose: the model should have met such sentences before.

# %%
SECONDS = 60
sources = [english.encode(pair.source) for pair in data.train]
targets = [french.encode(pair.target, start=True, end=True) for pair in data.train]


def translation_loss(model, batch):
    source, mask, target = torch.tensor(batch.source), torch.tensor(batch.source_mask), torch.tensor(batch.target)
    source = torch.where(torch.rand(source.shape) < 0.03, english.ids[text.UNKNOWN], source)
    logits, _ = model(source, mask, target[:, :-1])
    return nn.functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=0)  # 0 is padding


model = training.seeded(0, Translator)
history = training.fit(
    model, lambda number: text.batches(sources, targets, size=64, seed=number), translation_loss,
    seconds=SECONDS, learning_rate=4e-3, name="translator with attention",
)
print(f"{history.steps} steps in {history.seconds:.0f} s; loss {history.losses[0]:.2f} -> {np.mean(history.losses[-20:]):.2f}")
if history.steps < 500 and not training.short_run():
    print("Your machine is slow or busy: set SECONDS to", round(SECONDS * 800 / history.steps), "and run this cell once more.")

# %% [markdown]
# (The lesson is about a model that has learned its task. If the exact match below is under 60 %, give it more `SECONDS`.)
#
# How well does it translate? `translate` is the greedy decoding of lesson 5. **Exact match** is the share of unseen sentences that come out right to the last word.

# %%
unseen = data.test[:20] if training.short_run() else data.test
RANGES = [(3, 8), (9, 14), (15, 24)]


def translate(pairs, longest=40):
    """The French words the model says for each pair's English sentence, greedily."""
    said = [[] for _ in pairs]
    with torch.no_grad():
        for batch in text.batches([english.encode(pair.source) for pair in pairs], size=100):
            mask = torch.tensor(batch.source_mask)
            states, first = model.encode(torch.tensor(batch.source), mask)
            words, memory, spoken = torch.full((len(mask),), french.ids[text.START]), (states, mask, first), []
            for _ in range(longest):
                logits, memory = model.step(words, memory)
                words = logits.argmax(dim=-1)
                spoken.append(words)
            for place, row in zip(batch.index, torch.stack(spoken, dim=1)):
                said[place] = french.decode(row)  # up to the end sign
    return said


def exact(translations, pairs, low=0, high=99):
    """The share of pairs with English sentences of low to high words that were translated exactly."""
    hits = [list(pair.target) == said for said, pair in zip(translations, pairs) if low <= len(pair.source) <= high]
    return float(np.mean(hits)) if hits else float("nan")


greedy = translate(unseen)
print(f"exact match: {exact(greedy, unseen):.0%}")
for low, high in RANGES:
    print(f"   {low} to {high} words: {exact(greedy, unseen, low, high):.0%}")

# %% [markdown]
# Now the weights. We want to compare them with the right translation, so the model is given the right French words, as in training, and says at each place what it expects next. Take care with the rows: **row `t` holds the
# weights with which word `t` of the translation is *about to be said*.** At row 0 the decoder has been fed the start sign and looks for the first word. (Section 8 shows what happens to somebody who is off by one.)
#
# The last row, with which the end sign is said, is cut off: the end of a sentence stands for no word.


# %%
def weights_for(pair):
    """The weights (target, source) with which each word of the right translation is about to be said."""
    source, inputs = torch.tensor([english.encode(pair.source)]), torch.tensor([french.encode(pair.target, start=True)])
    with torch.no_grad():
        _, weights = model(source, torch.ones_like(source).bool(), inputs)  # inputs: <s> and all words
    return weights[0, :-1]  # rows: the first word to the last; the end sign's row is gone


def crossings(pair):
    """How many pairs of links cross: the French words come in the other order than the English ones."""
    return sum(s > other and t < later for s, t in pair.sure for other, later in pair.sure)


nice = [pair for pair in data.test if 7 <= len(pair.source) <= 11 and pair.possible > pair.sure and "?" not in pair.source]
example = max(nice, key=crossings)
print(example.english, "  ", example.french)
plots.heat_map(
    weights_for(example), example.source, example.target, links=example.sure, possible=example.possible,
    axes_named=("English", "French"), title="Squares: where a translator would look (dashed: might)",
)

# %% [markdown]
# ## 2 Where would a translator look?
#
# (Of all short sentences this is the one with the most crossings, a hard one: a row or two may miss their square.)
#
# The squares are **gold links**. A **link** joins an English word with the French word that says the same. In the kennel corpus they are exact, because the grammar that makes both sentences knows which words it made together; for real
# text, people draw them by hand. There are two kinds (Och and Ney 2003):
#
# - **sure** links (full squares): *dog* and *chien*; nobody would object to them;
# - **possible** links (dashed squares): defensible, not demanded. In *the dog is sleeping*, *le chien dort*, the word *is* has no partner. It helps *sleeping*, so a link from *is* to *dort* is possible.
#
# All sure links count as possible too. And a link is written as a pair, **(place in the English sentence, place in the French sentence)**, counting from 0: *dog*, *chien* is `(1, 1)`.
#
# The model has weights, not links. To compare, its weights must become links.
#
# ### Exercise 1: `hard_alignment(weights)`  ●○○  5 minutes
#
# Link each French word with the English word it looks at most.
#
# - `weights`: a tensor of shape `(target, source)`, one row per French word, real words only (if two words of a row are equally heavy, take either)
# - returns: a **set** of pairs `(source, target)` of plain whole numbers. Note the order: as in the gold links, English first
#
# Example: the weights `[[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]]` give `{(0, 0), (2, 1)}`: French word 0 looks at English word 0, French word 1 at English word 2.
#
# <details><summary>Hint 1: a nudge</summary>
#
# One link for each row. What are its two numbers?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# The place of the heaviest weight of each row (`argmax` along the last axis) is the English word, the number of the row is the French one. (`.tolist()` turns a tensor into plain numbers: a set tells tensors apart even if they hold the same number.)
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# With `best = weights.argmax(dim=-1).tolist()`, walk through `enumerate(best)`, which gives `(t, s)`, and collect the pairs the other way round.
#
# </details>


# %% exercise="hard_alignment"
def hard_alignment(weights: torch.Tensor) -> set[tuple[int, int]]:
    """Links (source, target): for each row of weights (target, source), its heaviest word."""
    ### BEGIN SOLUTION
    return {(s, t) for t, s in enumerate(weights.argmax(dim=-1).tolist())}
    ### END SOLUTION


# %% [markdown]
# Sets have no order. For the check, `listed` puts the links of a set in order:

# %% setup="listed"
def listed(links):
    """A set of links as a sorted list of pairs; of another collection, what it is."""
    if isinstance(links, (list, tuple, dict)):
        return [f"a {type(links).__name__}, not a set", *links]
    if not isinstance(links, (set, frozenset)) or not all(np.ndim(link) == 1 for link in links):
        return links
    return sorted([round(float(place), 4) for place in link] for link in links)


# %% test="hard_alignment" points=1
two_rows = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]])  # 2 French words, 3 English ones
four_rows = torch.tensor([  # 4 French words, 5 English ones
    [0.05, 0.55, 0.25, 0.1, 0.05],
    [0.05, 0.05, 0.06, 0.04, 0.8],
    [0.24, 0.48, 0.14, 0.08, 0.06],
    [0.1, 0.12, 0.46, 0.21, 0.11],
])
gold = {(1, 0), (0, 1), (1, 2), (2, 2)}
with check.exercise("hard_alignment") as rng:
    check.equal(listed(hard_alignment(two_rows)), [[0, 0], [2, 1]], rule="the example: two French words, two links")
    links = hard_alignment(four_rows)
    check.equal(listed(links), [[1, 0], [1, 2], [2, 3], [4, 1]],
                rule="four French words: each is linked with the English word it looks at most")
    check.equal(listed(links & gold), [[1, 0], [1, 2]],
                rule="two of these links are found again in a set of gold links")
    ### BEGIN HIDDEN TESTS
    for t, s in ((1, 1), (5, 3), (2, 6)):
        table = rng.random((t, s))
        truth = sorted([int(np.argsort(row)[-1]), i] for i, row in enumerate(table))
        check.equal(listed(hard_alignment(torch.tensor(table))), truth, rule="random weights")
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 2: `alignment_error_rate(predicted, sure, possible)`  ●●○  10 minutes
#
# How far are the predicted links $A$ from the sure links $S$ and the possible links $P$? The **alignment error rate** (Och and Ney 2003) is
#
# $$1 - \frac{|A \cap S| + |A \cap P|}{|A| + |S|}$$
#
# where $|\cdot|$ counts links and $\cap$ is what two sets have in common. Read it like this: of the predicted links, those which are at least possible are fine; of the sure links, those that were found are fine; add both up, and divide by how many there were. 0 is perfect: every
# sure link found, and no link that is not possible. 1 is hopeless.
#
# On a napkin: *the dog is sleeping*, *le chien dort*. Sure: (0, 0), (1, 1), (3, 2). Possible: these three and (2, 2). Say the model's links are (0, 0), (1, 1), (2, 2): for *dort* it looked at *is*. Then $|A \cap S| = 2$, $|A \cap P| = 3$, and the
# rate is $1 - (2 + 3) / (3 + 3) = 1/6$. It is charged for the sure link it missed, not for the possible one it has.
#
# Over many sentences the rate is **pooled**: count over all sentences first, then divide once. (The mean of each sentence's rate would be another number, in which a link in a short sentence counts more than one in a long sentence.)
#
# - `predicted`, `sure`, `possible`: lists of sets, one set of links per sentence; `possible` contains `sure`. A set may be empty (a sentence without sure links, say), but somewhere there is a sure link
# - returns: one number
#
# Useful: `a & b` is what two sets have in common, `len(a)` how many.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which four counts do you need, each over all sentences?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# One loop over the three lists together, with a counter for what is above the line and one for what is below. Divide once, after the loop.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# For each `a, s, p` of the `zip`: add `len(a & s) + len(a & p)` to the one counter, and the number of links of `a` and of `s` to the other.
#
# </details>


# %% exercise="alignment_error_rate"
def alignment_error_rate(predicted, sure, possible) -> float:
    """Och and Ney's error rate, pooled over sentences: each argument has one set of links per sentence."""
    ### BEGIN SOLUTION
    right = total = 0
    for links, certain, allowed in zip(predicted, sure, possible):
        right += len(links & certain) + len(links & allowed)
        total += len(links) + len(certain)
    return 1 - right / total
    ### END SOLUTION


# %% test="alignment_error_rate" points=2
sleeping = [{(0, 0), (1, 1), (2, 2)}], [{(0, 0), (1, 1), (3, 2)}], [{(0, 0), (1, 1), (3, 2), (2, 2)}]
predicted = [{(1, 0), (1, 3), (2, 0), (3, 0), (3, 3)}, {(1, 0), (1, 1), (2, 2)}]
sure = [{(0, 1), (1, 2), (1, 3)}, {(0, 0), (2, 1)}]
possible = [{(0, 1), (1, 2), (1, 3), (0, 0), (3, 0), (0, 2)}, {(0, 0), (2, 1), (1, 0)}]
some_empty = (
    [{(0, 0), (1, 1)}, set(), {(1, 0)}],  # predicted: none in the second sentence
    [{(0, 0), (1, 1)}, {(0, 0), (2, 1)}, set()],  # sure: none in the third
    [{(0, 0), (1, 1)}, {(0, 0), (2, 1)}, {(2, 2)}],
)
with check.exercise("alignment_error_rate") as rng:
    check.close(alignment_error_rate(*sleeping), 0.1667, rule="the napkin: one sentence, 1/6")
    check.close(alignment_error_rate(predicted, sure, possible), 0.6923,
                rule="two sentences, 8 predicted links and 5 sure ones: counted together, divided once")
    check.close(alignment_error_rate(*some_empty), 0.4286,
                rule="a sentence without predicted links, or without sure ones, is counted like the others")
    ### BEGIN HIDDEN TESTS
    for _ in range(5):
        tables = rng.random((3, 4, 6, 5))  # three sentences, four draws
        a, s = tables[:, 0] < 0.3, tables[:, 1] < 0.2
        p = s | (tables[:, 2] < 0.2)
        sets = [[{(int(i), int(j)) for i, j in np.argwhere(table)} for table in many] for many in (a, s, p)]
        truth = 1 - ((a & s).sum() + (a & p).sum()) / (a.sum() + s.sum())
        check.close(alignment_error_rate(*sets), truth, rule="random tables of links", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# A number needs other numbers beside it. Three guesses that have learned nothing:
#
# - **diagonal**: each French word looks at the English word equally far along: halfway through the French, halfway through the English. Since both languages tell things in much the same order, this is not a stupid guess;
# - **same place**: French word $t$ looks at English word $t$, or at the last;
# - **uniform weights**: every English word gets the same weight, so none is the heaviest, and we link with any of them at random.
#
# **Predict** the error rate of the model, and of the diagonal guess.

# %%
my_guess_for_the_model = None
my_guess_for_the_diagonal = None


# %%
def diagonal(pair):
    n, m = len(pair.source), len(pair.target)
    return {(int((t + 0.5) * n / m), t) for t in range(m)}


def same_place(pair):
    return {(min(t, len(pair.source) - 1), t) for t in range(len(pair.target))}


def any_of_them(pair):
    return {(int(chance.integers(len(pair.source))), t) for t in range(len(pair.target))}


def error_rate(links):
    return alignment_error_rate(links, [pair.sure for pair in unseen], [pair.possible for pair in unseen])


chance = np.random.default_rng(0)
model_links = [hard_alignment(weights_for(pair)) for pair in unseen]
rates = {
    "the model": error_rate(model_links),
    "diagonal guess": error_rate([diagonal(pair) for pair in unseen]),
    "same place": error_rate([same_place(pair) for pair in unseen]),
    "uniform": float(np.mean([error_rate([any_of_them(pair) for pair in unseen]) for _ in range(20)])),  # 20 draws
}
for name, rate in rates.items():
    print(f"{name:16} {rate:.3f}")
print("your guesses:", my_guess_for_the_model, my_guess_for_the_diagonal)
plots.bars(list(rates), list(rates.values()), label="error rate", title="Does it look where a translator would?", top=1)

# %% [markdown]
# It does, mostly, and nobody has ever shown it a link: it was trained to say the next French word, nothing else. **Alignment fell out of translation.**
#
# Where does it look elsewhere? Here are the commonest links that are not even possible, with the word a translator would look at.

# %%
from collections import Counter

strays = Counter()
for pair, links in zip(unseen, model_links):
    for s, t in links - pair.possible:
        gold = " or ".join(pair.source[i] for i, j in sorted(pair.possible) if j == t)
        strays[f"for {pair.target[t]!r} it looks at {pair.source[s]!r}; a translator at {gold!r}"] += 1
print(f"{sum(strays.values())} of {sum(map(len, model_links))} links are not even possible")
for line, times in strays.most_common(8):
    print(f"{times:3} times  {line}")
articles = Counter()
for pair, links in zip(unseen, model_links):
    for s, t in links:
        if pair.target[t] in ("le", "la"):
            allowed = (s, t) in pair.possible
            articles[repr(pair.source[s]) if allowed else f"{pair.source[s]!r} (another than it should)"] += 1
print("for 'le' and 'la' it looks at", ", ".join(f"{what}: {times} times" for what, times in articles.most_common(4)))

# %% [markdown]
# Many of these are not foolish (your list may have others than ours). To choose between *que* and *qu'* one has to know how the **next** word begins. *Is not* becomes *n'est pas*: a model that is about to say *est* after *n'* may find at *not* what it needs. And *every day* is *tous les jours*, three words which mean the same together, and only together. *Some meat* is *de la viande*: where English says *some*, or nothing at all, French says *de* and an article (grammars call it the partitive), and what the model still needs for *la* is the gender of *viande*.
#
# The last line counts the little words *le* and *la*, in which *the*, *'s* (*Paul's dog*, *le chien de Paul*) and others may be said. To choose between them one must know the gender of the noun; yet if your run is like ours, the model mostly looks at *the*, not at the noun, and gets the gender right all the same. How? Keep the question for section 4.
#
# The weights show what the model wants to know in order to *say the next word*. A translator's links show what *means* the same. These are two questions, and they have mostly, not always, the same answer. Ghader and Monz (2017) found this on real text: attention comes close to
# alignments for nouns, and less so for verbs, where it takes in other words that bear on the translation.

# %% [markdown]
# ## 3 What if it had to look elsewhere?
#
# The model looks in good places. Does it *need* to? Keep every parameter as it is, and swap the weights, at test time, for others: uniform ones, and its own ones dealt out again at random. If the translations stay as good, the looking was for show.
#
# ### Exercise 3: `uniform_weights(weights, mask)`  ●○○  5 minutes
#
# The same weight for every real word, and none for padding.
#
# - `weights`: shape `(batch, target, source)`; `mask`: shape `(batch, source)`, True for a real word; each sentence has one at least
# - returns: new weights, a tensor of shape `(batch, target, source)`; the old ones stay as they are
#
# Example: with the mask `[[T, T, F]]` and one French word, the result is `[[[0.5, 0.5, 0]]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What share does one of $n$ real words get? The weights themselves tell you only a shape.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# The mask as numbers, divided by how many are True, is one row per sentence; each French word needs a copy.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `mask.float() / mask.sum(dim=1, keepdim=True)` has the shape `(batch, source)`; `.unsqueeze(1)` puts the target axis in, `.expand_as(weights)` fills it.
#
# </details>


# %% exercise="uniform_weights"
def uniform_weights(weights: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Equal weights (batch, target, source) over the real words of each sentence."""
    ### BEGIN SOLUTION
    share = mask / mask.sum(dim=1, keepdim=True)  # (batch, source)
    return share.unsqueeze(1).expand_as(weights)
    ### END SOLUTION


# %% test="uniform_weights" points=1
one_row, two_of_three = torch.tensor([[[0.9, 0.1, 0.0]]]), torch.tensor([[True, True, False]])
given = torch.tensor([  # batch 3, target 2, source 5; a real word may have weight 0
    [[0.2, 0.3, 0.5, 0.0, 0.0], [0.7, 0.3, 0.0, 0.0, 0.0]],
    [[0.9, 0.1, 0.0, 0.0, 0.0], [0.6, 0.4, 0.0, 0.0, 0.0]],
    [[0.1, 0.0, 0.3, 0.4, 0.2], [0.2, 0.1, 0.1, 0.3, 0.3]],
])
real = torch.arange(5) < torch.tensor([[3], [2], [5]])  # 3, 2 and 5 real words
with check.exercise("uniform_weights") as rng:
    check.close(uniform_weights(one_row, two_of_three), [[[0.5, 0.5, 0]]],
                rule="the example: two real words and padding")
    made = uniform_weights(given, real)
    check.close(made, [[[1/3, 1/3, 1/3, 0, 0]] * 2, [[0.5, 0.5, 0, 0, 0]] * 2, [[0.2] * 5] * 2],
                rule="three sentences: equal weights for the real words of each, none for padding")
    check.equal(torch.is_tensor(made), True, rule="a tensor comes back")
    ### BEGIN HIDDEN TESTS
    for b, t, n in ((1, 1, 1), (4, 2, 6), (2, 5, 3), (3, 4, 4)):
        counts = rng.integers(1, n + 1, size=b)
        truth = [[[1 / k if j < k else 0 for j in range(n)] for _ in range(t)] for k in counts]
        mask = torch.arange(n) < torch.tensor(counts)[:, None]
        check.close(uniform_weights(torch.tensor(rng.random((b, t, n))).float(), mask), truth, rule="other shapes")
    ### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 4: `shuffled_weights(weights, mask)`  ●●○  12 minutes
#
# Uniform weights are blurred, and the model has never met blurred contexts. A fairer swap deals the model's own weights out again: each row keeps its own numbers, in a **random order among the real words**. (In this model most rows have nearly all their weight on one word; the share is printed below. Shuffled, such a row means: *look at one random word*.)
#
# - shapes as before; padding is always at the end of a sentence
# - returns: new weights, a tensor of shape `(batch, target, source)`: each row shuffled in an order of its own, padding still without weight; the old ones stay as they are. A real word may have weight 0, and takes part all the same
#
# Example: `[[[0.7, 0.2, 0.1, 0]]]` with the mask `[[T, T, T, F]]` may become `[[[0.1, 0.7, 0.2, 0]]]`; all six orders are (about) equally likely.
#
# Useful: `torch.rand(shape)` draws numbers between 0 and 1; `keys.argsort(dim=-1)` tells for each row in which order its keys would be sorted; `weights.gather(-1, order)` picks from each row in that order.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Give every place of every row a random number, and sort by it. What becomes of padding?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Random keys for all places; where the mask is False, a key larger than every random one, so that padding stays behind. Sort each row's weights by its keys.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `keys = torch.rand(weights.shape).masked_fill(..., 2.0)`, with the inverted mask and a target axis in it; then `argsort` and `gather`.
#
# </details>


# %% exercise="shuffled_weights"
def shuffled_weights(weights: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The same weights (batch, target, source), each row in a random order among its real words."""
    ### BEGIN SOLUTION
    behind = (~mask).unsqueeze(1)  # (batch, 1, source)
    keys = torch.rand(weights.shape).masked_fill(behind, 2.0)
    return weights.gather(-1, keys.argsort(dim=-1))
    ### END SOLUTION


# %% test="shuffled_weights" points=2
example = torch.tensor([0.7, 0.2, 0.1, 0.0]).repeat(1200, 1)
two_kinds = torch.tensor([[0.2, 0.3, 0.0, 0.5], [0.5, 0.0, 0.1, 0.4]]).repeat(600, 1)  # a real word may have weight 0
given = torch.stack([example, two_kinds])  # batch 2, target 1200, source 4
real = torch.tensor([[True, True, True, False], [True, True, True, True]])
many, many_real = example.unsqueeze(1), real[:1].repeat(1200, 1)  # batch 1200, target 1

def how_often(rows):  # each of the six orders of 0.7, 0.2, 0.1: shares, the smallest first
    orders = (72.1, 71.2, 27.1, 21.7, 17.2, 12.7)
    return np.sort([np.mean(np.isclose(rows @ [100, 10, 1, 0], order, atol=0.01)) for order in orders])


with check.exercise("shuffled_weights") as rng:
    dealt = np.asarray(shuffled_weights(given, real))
    check.close(np.sort(dealt, axis=-1).mean(axis=1), [[0, 0.1, 0.2, 0.7], [0, 0.15, 0.35, 0.5]], tolerance=0.01,
                rule="each row keeps its own numbers, in whatever order: the smallest, the next, ... on average")
    check.equal([len(np.unique(rows.round(4), axis=0)) for rows in dealt], [6, 48],
                rule="0.7, 0.2, 0.1 and padding: six orders come up; two kinds of four real words: 2 times 24")
    check.close(how_often(dealt[0]), [1/6] * 6, rule="all six orders come equally often", tolerance=0.06)
    check.close(dealt.mean(axis=1), [[1/3, 1/3, 1/3, 0], [1/4] * 4], tolerance=0.04,
                rule="on average each real word of a sentence gets the same, padding nothing")
    dealt_once = np.asarray(shuffled_weights(many, many_real))[:, 0]
    check.close(how_often(dealt_once), [1/6] * 6, rule="so they do over 1200 sentences of one row", tolerance=0.06)
    calls = [np.asarray(given), *(np.asarray(shuffled_weights(given, real)) for _ in range(12))]
    different = {rows.astype("float32").round(4).tobytes() for rows in calls}
    check.equal(len(different), 13, rule="each call draws anew: twelve calls, twelve orders")
    ### BEGIN HIDDEN TESTS
    check.equal(torch.is_tensor(shuffled_weights(given, real)), True, rule="a tensor comes back")
    for b, t, n in ((3, 2, 5), (1, 4, 1), (2, 3, 6)):
        counts = rng.integers(1, n + 1, size=b)
        mask = np.arange(n) < counts[:, None]
        table = np.where(mask[:, None], rng.random((b, t, n)), 0)
        found = np.asarray(shuffled_weights(torch.tensor(table), torch.tensor(mask)))
        check.close(np.sort(found, axis=-1), np.sort(table, axis=-1), rule="every row keeps its own weights", tolerance=1e-6)
        check.close(np.where(mask[:, None], 0, found), np.zeros((b, t, n)), rule="padding gets no weight", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# **Predict** the share of exact translations with uniform weights, and with shuffled ones. (With its own weights you know it: it is printed above.)

# %%
my_guess = [None, None]  # uniform, shuffled

# %%
torch.manual_seed(0)
swapped = {"its own weights": greedy}
for name, change in {"uniform": uniform_weights, "shuffled": shuffled_weights}.items():
    model.change = change
    try:
        swapped[name] = translate(unseen)
    finally:
        model.change = None  # its own weights again, whatever happened
print("your guesses:", my_guess)
for name, translations in swapped.items():
    print(f"{name:16} exact {exact(translations, unseen):.0%}")
print(f"rows with more than 0.99 of their weight on one word: {np.mean([float(row.max()) > 0.99 for pair in unseen for row in weights_for(pair)]):.0%}")
fall = {name: [exact(translations, unseen, low, high) for low, high in RANGES] for name, translations in swapped.items()}
plots.lines(
    [np.mean(low_high) for low_high in RANGES], fall,
    x_label="words in the English sentence", y_label="share translated exactly", title="The same parameters, other weights",
)

# %%
shortest_first = sorted(range(len(unseen)), key=lambda i: len(unseen[i].source))
i = shortest_first[len(unseen) // 2]
print("English          ", unseen[i].english)
for name, translations in swapped.items():
    print(f"{name:17}", text.detokenise(translations[i], "french") if translations[i] else "(nothing)")

# %% [markdown]
# With uniform weights hardly a sentence survives, and the ones which do are short. With shuffled weights, next to none. So the looking is not for show: **the output depends on the weights, and this model cannot translate without them.** That is one sense in which attention matters.
# A sceptic will answer that we broke a machine by putting in parts it was never trained with. A fairer test trains *another* model with frozen uniform weights; Wiegreffe and Pinter (2019) argue for exactly that.
#
# ### And a classifier?
#
# In lesson 3 a network read a sentence and said what it is about, with one row of weights for the whole sentence; and the plain mean of all states did the task nearly as well. So try the same swap there. The cell trains such a classifier for some seconds, on the topics of our English sentences (you need not read it closely: a GRU
# in both directions, a score for each state, a softmax, one output layer), and puts **your** two functions in the place of its weights.
#
# **Predict** how many of its decisions are still right with uniform weights, and with shuffled ones.

# %%
my_guess = [None, None]  # uniform, shuffled

# %%
topics = sorted({pair.topic for pair in data.train})


class Classifier(nn.Module):
    """What a sentence is about: scores for the topics (batch, topics), and weights (batch, 1, source)."""

    def __init__(self, size: int = 32):
        super().__init__()
        self.read = nn.Embedding(len(english), size)
        self.encoder = nn.GRU(size, size, batch_first=True, bidirectional=True)
        self.importance, self.output = nn.Linear(2 * size, 1, bias=False), nn.Linear(2 * size, len(topics))
        self.change = None

    def forward(self, source, mask):
        states, _ = self.encoder(self.read(source))
        scores = self.importance(states).transpose(1, 2)  # (batch, 1, source)
        weights = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
        if self.change is not None:
            weights = self.change(weights, mask)
        return self.output((weights @ states).squeeze(1)), weights


def topics_of(pairs, index):
    return torch.tensor([topics.index(pairs[i].topic) for i in index])


def topic_loss(model, batch):
    logits, _ = model(torch.tensor(batch.source), torch.tensor(batch.source_mask))
    return nn.functional.cross_entropy(logits, topics_of(data.train, batch.index))


classifier = training.seeded(0, Classifier)
training.fit(classifier, lambda number: text.batches(sources, size=64, seed=number), topic_loss, steps=300, learning_rate=4e-3, name="classifier")

torch.manual_seed(0)
decided = {}
for name, change in {"its own weights": None, "uniform": uniform_weights, "shuffled": shuffled_weights}.items():
    classifier.change = change
    right = []
    with torch.no_grad():
        for batch in text.batches([english.encode(pair.source) for pair in unseen], size=100):
            logits, weights = classifier(torch.tensor(batch.source), torch.tensor(batch.source_mask))
            right += (logits.argmax(dim=-1) == topics_of(unseen, batch.index)).tolist()
    classifier.change = None
    decided[name] = float(np.mean(right))
commonest = Counter(pair.topic for pair in unseen).most_common(1)[0][1] / len(unseen)
print("your guesses:", my_guess)
print(f"chance: {1 / len(topics):.0%} (always the commonest topic: {commonest:.0%})")
for name, share in decided.items():
    print(f"{name:16} right {share:.0%}   (the translator's exact matches: {exact(swapped[name], unseen):.0%})")

# %% [markdown]
# The classifier keeps most of its decisions, far above chance, where the translator keeps next to nothing. One row of weights serves the whole sentence, and many of its states, by their own word or by what they have read around it, can tell what it is about: it matters less which of them are looked at. A translator has to find another place for each word. **Whether the weights matter depends on the task**; section 5 comes back to it.
#
# Here the first sitting ends.

# %% [markdown]
# ## 4 Weight and effect
#
# A finer question. Of all English words, does the one with the most **weight** also have the most **effect**? In lesson 1 you left words out and measured how far the summary moved. Here we hide an English word (replace it by *unknown*), and measure how far the *output* moves: the probabilities of
# all French words, at each place of the translation.
#
# How far apart are two sets of probabilities? We take half the sum of their differences, each without its sign (the *total variation distance*): 0 if they are the same, 1 if they have nothing in common. On a napkin: (0.7, 0.2, 0.1) and (0.1, 0.8, 0.1) differ by 0.6, 0.6 and 0; half of 1.2 is **0.6**. That
# is how much probability has to be moved to make one into the other. It is given:

# %% setup="distance"
def distance(p, q):
    """Total variation distance along the last axis: how much has to be moved from one place to another."""
    return 0.5 * (p - q).abs().sum(dim=-1)


# %% [markdown]
# ### Exercise 5: `leave_one_out(predict, ids, unknown)`  ●●○  10 minutes
#
# The effect of each English word on each French one.
#
# - `predict(ids)`: takes a list of English ids (a list, not a tensor); returns probabilities, shape `(target, vocabulary)`: for each place of the translation, how likely every French word is
# - `ids`: the English sentence, a list; `unknown`: the id that stands for a hidden word
# - returns: a tensor of shape `(target, source)`; entry `(t, s)` is the distance between the probabilities at place `t` before and after English word `s` alone was hidden. The list `ids` stays as it is
#
# Example: two English words with the ids 5 and 6, and 9 for a hidden word; one French place, three French words.
#
# | `predict` of | probabilities | distance from the first line |
# |---|---|---|
# | `[5, 6]` | (0.7, 0.2, 0.1) | |
# | `[9, 6]` | (0.1, 0.8, 0.1) | 0.6, as on the napkin above |
# | `[5, 9]` | (0.6, 0.2, 0.2) | half of 0.1 + 0 + 0.1, which is 0.1 |
#
# So the result is `[[0.6, 0.1]]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# One prediction with the whole sentence, and one more for each English word. Which sentence does each of them get?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# For place `s`, a **new** list: the ids before it, *unknown*, the ids after it. `distance` of the two predictions has the shape `(target,)`: a column of the result.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `hidden = ids[:s] + [unknown] + ids[s + 1 :]` in a loop over `range(len(ids))`; collect the columns in a list, and `torch.stack(columns, dim=1)`.
#
# </details>


# %% [markdown]
# For the check, two stand-ins for the model: the one of the example (for sentences it does not know, it says (0.4, 0.3, 0.3)), and one with two French places and four French words, whose made-up probabilities depend on which ids it gets and where.

# %% setup="stand_in"
def example_predict(ids):
    """The example's probabilities (target 1, vocabulary 3) for a list of ids."""
    known = {(5, 6): [0.7, 0.2, 0.1], (9, 6): [0.1, 0.8, 0.1], (5, 9): [0.6, 0.2, 0.2]}
    words = [] + ids  # as the model's own predict, it takes nothing but a list
    return torch.tensor([known.get(tuple(words), [0.4, 0.3, 0.3])])


def stand_in(ids):
    """Made-up probabilities (target 2, vocabulary 4) for a list of ids, each from 0 to 3."""
    table = torch.tensor([
        [0.3, 1.1, -0.4, 0.5, 0.9, -0.2, 0.1, -0.6],
        [-0.7, 0.2, 1.3, -0.3, 0.4, 1.2, -0.9, 0.3],
        [1.4, -0.6, 0.2, 1.2, -1.1, 0.3, 0.8, 0.6],
        [0.2, 0.1, 0.6, -0.8, 0.7, -1.3, 1.0, 0.4],
    ])
    scores = sum(table[number] / (place + 1) for place, number in enumerate([] + ids))  # earlier words count more
    return scores.view(2, 4).softmax(dim=-1)


# %% exercise="leave_one_out"
def leave_one_out(predict, ids: list[int], unknown: int) -> torch.Tensor:
    """The effect (target, source) of hiding each source word on the output at each place."""
    ### BEGIN SOLUTION
    whole = predict(ids)  # (target, vocabulary)
    columns = []
    for s in range(len(ids)):
        without = predict(ids[:s] + [unknown] + ids[s + 1 :])
        columns.append(distance(without, whole))  # (target,)
    return torch.stack(columns, dim=1)
    ### END SOLUTION


# %% test="leave_one_out" points=2
two_ids, ids, hidden_already = [5, 6], [2, 1, 2, 1], [3, 1]
with check.exercise("leave_one_out") as rng:
    check.close(leave_one_out(example_predict, two_ids, 9), [[0.6, 0.1]],
                rule="the example: one French place, two English words")
    effects = leave_one_out(stand_in, ids, 3)
    check.close(effects, [[0.4479, 0.1741, 0.1624, 0.0844], [0.3346, 0.3162, 0.1333, 0.1843]],
                rule="row: a French place; column: the English word that was hidden")
    check.equal(torch.is_tensor(effects), True, rule="a tensor comes back")
    check.close(np.asarray(leave_one_out(stand_in, hidden_already, 3))[:, 0], [0, 0],
                rule="hiding what is unknown already has no effect")
    ### BEGIN HIDDEN TESTS
    for n in (1, 3, 6):
        some = rng.integers(0, 4, size=n).tolist()
        whole = np.asarray(stand_in(some))  # (target 2, vocabulary 4)
        without = [np.asarray(stand_in([0 if j == s else k for j, k in enumerate(some)])) for s in range(n)]
        truth = [[0.5 * float(np.abs(whole[t] - without[s][t]).sum()) for s in range(n)] for t in range(2)]
        check.close(leave_one_out(stand_in, some, 0), truth, rule="random sentences", tolerance=1e-5)
    ### END HIDDEN TESTS

# %% [markdown]
# Weights and effects of one sentence, side by side:


# %%
def predictions(pair):
    """A function from English ids to the probabilities at each place of the right translation."""
    inputs = torch.tensor([french.encode(pair.target, start=True)])

    def predict(ids):
        source = torch.tensor([ids])
        with torch.no_grad():
            logits, _ = model(source, torch.ones_like(source).bool(), inputs)
        return logits[0, :-1].softmax(dim=-1)

    return predict


def effects_for(pair):
    return leave_one_out(predictions(pair), english.encode(pair.source), english.ids[text.UNKNOWN])


short_example = next(pair for pair in unseen if len(pair.source) == 7)
looked, depends = weights_for(short_example), effects_for(short_example)
t, s = divmod(int(torch.where(looked < 0.01, depends, 0).argmax()), len(short_example.source))
print(f"the largest effect of a word with hardly any weight: hiding {short_example.source[s]!r} moves {short_example.target[t]!r} by {depends[t, s]:.2f}")
plots.heat_maps(
    {"weights": looked, "effects": depends},
    short_example.source, short_example.target, title="Where it looks, and what it depends on", label="weight, or effect",
    axes_named=("English", "French"),
)

# %% [markdown]
# Alike, and not the same: what is dark on the left is mostly dark on the right, but not as dark everywhere, and some words matter that are hardly looked at (the strongest case is printed above the picture). To put a number on it, compare the two *orders*: rank the English words by weight, rank them by effect, and ask how well the ranks agree. **Spearman's rank correlation** is 1 if the order is the same, 0 if there is no connection, -1 if
# one is the reverse of the other. On a napkin: weights (0.7, 0.2, 0.1) have the ranks 3, 2, 1; effects (0.5, 0.1, 0.3) have 3, 1, 2; the correlation is 0.5. It is in scipy: `spearmanr(a, b).statistic`.
#
# **Predict** two numbers for unseen sentences: the mean rank correlation over all French words, and how often the word with the most weight is the one with the most effect.

# %%
my_guess = [None, None]  # rank correlation, and a share

# %%
print("the napkin:", round(float(spearmanr([0.7, 0.2, 0.1], [0.5, 0.1, 0.3]).statistic), 2))
correlations, agree, by_luck, all_weights, all_effects = [], [], [], [], []
for pair in unseen[: 6 if training.short_run() else 80]:
    weights, effects = weights_for(pair).numpy(), effects_for(pair).numpy()
    all_weights.append(weights.ravel())
    all_effects.append(effects.ravel())
    for w, e in zip(weights, effects):
        agree.append(w.argmax() == e.argmax())
        by_luck.append(1 / len(w))  # what a word picked at random would get
        if np.ptp(w) > 0 and np.ptp(e) > 0:  # where all are equal there is no order
            correlations.append(spearmanr(w, e).statistic)
all_weights, all_effects = np.concatenate(all_weights), np.concatenate(all_effects)
print("your guesses:", my_guess)
print(f"{len(correlations)} French words: mean rank correlation {np.mean(correlations):.2f} (chance: 0); for one in ten it is below {np.percentile(correlations, 10):.2f}")
print(f"the word with the most weight has the most effect {np.mean(agree):.0%} of the time (chance: {np.mean(by_luck):.0%})")

# %%
GROUPS = {"below 0.01": (0, 0.01), "0.01 to 0.5": (0.01, 0.5), "above 0.5": (0.5, 1.01)}
mean_effect, counts = [], []
for name, (low, top) in GROUPS.items():
    inside = all_effects[(all_weights >= low) & (all_weights < top)]
    mean_effect.append(float(inside.mean()) if len(inside) else 0.0)
    counts.append(len(inside))
    print(f"weight {name:12} {len(inside):5} pairs of words, mean effect {mean_effect[-1]:.2f}")
heavy = all_effects[all_weights > 0.5]  # the effects of words with a large weight
no_effect = float(np.mean(heavy < 0.1)) if len(heavy) else 0.0
print(f"{len(heavy)} weights above 0.5; of these words, {no_effect:.0%} have an effect below 0.1")
strong = all_weights[all_effects > 0.5]  # the weights of words with a large effect
no_weight = float(np.mean(strong < 0.01)) if len(strong) else 0.0
print(f"{len(strong)} effects above 0.5; of these words, {no_weight:.0%} have a weight below 0.01")
plots.bars([f"{name}\n({n:,} pairs)" for name, n in zip(GROUPS, counts)], mean_effect, label="mean effect", title="Effect of a word, by the weight it has", top=1)

# %% [markdown]
# Much weight, much effect, **on average**; the first share below the table counts the exceptions, words that are looked at although the French word hardly changes when they are hidden. The other way round there are exceptions too: **words with hardly any weight can have a large effect.** How does it get to the output, if not through their own weight?
#
# Two experiments. First, instead of hiding the word, take away only its weight: its score becomes minus infinity, as if it were padding, and softmax shares everything among the others. A word without weight has none to lose, so little should happen; the words with much weight *and* much effect stand beside it for contrast.
# Second, hide the word, but let only one part of what the encoder makes of the sentence change: the state at that word, the states of its two neighbours, all states but its own, or the decoder's first state. Which part carries the effect?
#
# The next two cells are long, and you need not read them: what they print is what counts.


# %%
def through(pair, s):
    """How far the output moves, (target,), by what is done to English word s."""
    ids, inputs = english.encode(pair.source), torch.tensor([french.encode(pair.target, start=True)])
    hidden = ids[:s] + [english.ids[text.UNKNOWN]] + ids[s + 1 :]
    away = (torch.arange(len(ids)) - s).abs().unsqueeze(-1)  # (source, 1): how far from word s
    everybody = torch.ones(1, len(ids)).bool()
    with torch.no_grad():
        (states, first), (changed, other_first) = (model.encode(torch.tensor([row]), everybody) for row in (ids, hidden))

        def output(states, first, mask=everybody):
            query, _ = model.decoder(model.speak(inputs), first.unsqueeze(0))
            return model.answer(query, model.look(query, states, mask)[0])[0, :-1].softmax(dim=-1)

        outputs = {
            "the word hidden": output(changed, other_first),  # all of it, as in exercise 5
            "only its weight taken away": output(states, first, mask=away.T > 0),  # a mask without word s
            "hidden in its own state": output(torch.where(away == 0, changed, states), first),
            "hidden in its neighbours' states": output(torch.where(away == 1, changed, states), first),
            "hidden in all states but its own": output(torch.where(away > 0, changed, states), first),
            "hidden in the decoder's first state": output(states, other_first),
        }
        return {name: distance(other, output(states, first)) for name, other in outputs.items()}


# %%
KINDS = {"hardly any weight": (0, 0.01), "much weight": (0.5, 1.01)}  # of those with an effect above 0.5
moved_by = {kind: {} for kind in KINDS}
examples, beside, beside_by_chance = Counter(), [], []
for pair in unseen[: 2 if training.short_run() else 40]:
    weights, effects = weights_for(pair), effects_for(pair)
    looked_at = weights.argmax(dim=-1)  # (target,): the heaviest word of each row
    for s in range(len(pair.source)):
        neighbour = (looked_at - s).abs() == 1
        beside_by_chance += neighbour[weights[:, s] < 0.01].tolist()
        moves = through(pair, s)
        for kind, (low, top) in KINDS.items():
            chosen = (weights[:, s] >= low) & (weights[:, s] < top) & (effects[:, s] > 0.5)
            for name, far in moves.items():
                moved_by[kind].setdefault(name, []).extend(far[chosen].tolist())
        for t in torch.nonzero((weights[:, s] < 0.01) & (effects[:, s] > 0.5))[:, 0].tolist():
            beside.append(bool(neighbour[t]))
            examples[f"hiding {pair.source[s]!r} changes {pair.target[t]!r}, which looks at {pair.source[int(looked_at[t])]!r}"] += 1
carried = {kind: {name: float(np.mean(far)) if far else 0.0 for name, far in moves.items()} for kind, moves in moved_by.items()}
counts = {kind: len(moves["the word hidden"]) for kind, moves in moved_by.items()}
print("how far the output moves, on average, for pairs with an effect above 0.5:")
print(" " * 38 + "".join(f"{kind + f' ({counts[kind]} pairs)':>30}" for kind in KINDS))
for name in carried["much weight"]:
    print(f"   {name:35}" + "".join(f"{carried[kind][name]:30.2f}" for kind in KINDS))
if beside:
    print(f"of those with hardly any weight, {np.mean(beside):.0%} stand next to the word that is looked at (of all words with hardly any weight: {np.mean(beside_by_chance):.0%}). The commonest:")
for line, times in examples.most_common(5):
    print(f"{times:3} times  {line}")

# %% [markdown]
# Read the two columns against each other. Where a word has **much** weight, taking only its weight away moves the output nearly as far as hiding it, and hiding it in its own state does all the harm: there the weight does tell what the output depends on. Where it has **hardly any**, taking the weight away does nothing, and the effect goes another way. The encoder is bidirectional, so the state *at* a word also
# holds what was read before and after it. If your run is like ours, the word's own state and the decoder's first state carry little, and most comes through the states of **other** words, its two neighbours first of all.
#
# Here is the answer to the question of section 2: the state at *the* has read the noun that follows, and the gender with it. **A weight is a weight on a state, and a state is not a word.**
#
# (The rank correlation is by no means small, and it has a harmless reason not to be larger: most words have next to no weight and next to no effect, and it counts their order as much as that of the few which matter.)

# %% [markdown]
# ## 5 Other weights, the same output
#
# If weights explain an output, then quite different weights should lead to another output. Should they?
#
# Take a napkin with three states of **one** number each: 0, 1 and 2. The weights (0.5, 0, 0.5) give the context $0.5 \cdot 0 + 0.5 \cdot 2 = 1$. The weights (0, 1, 0) give the context 1, too. The one heat map says "never at the middle word", the other "at nothing else", and the rest of the network cannot
# tell them apart. As soon as a sentence has at least two words more than a state has numbers, this must happen to all weights that leave no word out: three words for states of one number. Our states have 128 numbers, and no sentence has more than 24 words: other weights do make another context here.
#
# But does another context make another *output*? We need not guess. For one French word, move a share of the weight onto some other English word, see how far the output moves, and look for the weights that are **furthest away with the output nearly unchanged**.
#
# ### Exercise 6: `furthest_weights(weights, output, limit)`  ●●●  15 minutes
#
# - `weights`: shape `(source,)`, the weights of one French word, adding up to 1
# - `output(weights)`: the probabilities of all French words, shape `(vocabulary,)`, if these weights were used
# - `limit`: how far the output may move, as `distance` measures it (that far is still allowed)
# - returns: weights, shape `(source,)`: of all candidates whose output stays within the limit, the one at the largest `distance` from `weights`; if there is none, `weights`
#
# The candidates: for each English word `s` and each share `a` of 0.1, 0.2, ..., 1, all weights are turned down to `1 - a` of what they were, and the share `a` is given to word `s` on top.
#
# (Two candidates may be equally far: take either. `weights` stays as it is.)
#
# Example of a candidate: from (0.6, 0.3, 0.1), moving 0.5 onto the last word gives (0.3, 0.15, 0.55), at distance 0.45.
#
# Example of a result: the napkin above. From (0.5, 0, 0.5), every share that goes to the middle word leaves the context at 1, and so the output as it was; any share that goes to the first or the last word moves it. With a small limit the answer is (0, 1, 0), at distance 1.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two loops, one over words and one over shares. Two distances: one decides whether a candidate is allowed, the other which is best.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Start with `best = weights`. A candidate replaces it if its output is within the limit *and* it is further from `weights` than `best` is. Always build candidates from the original weights.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `candidate = (1 - share) * weights`, then `candidate[s] += share`. Shares: `for step in range(1, 11)`, with `share = step / 10`.
#
# </details>


# %% [markdown]
# For the check, two stand-ins for the rest of the network: that of the napkin, and one with three English words and four French ones.

# %% setup="rest_of_the_network"
def napkin_output(weights):
    """Probabilities of two French words: c / 2 and 1 - c / 2, for a context c of the states 0, 1 and 2."""
    context = weights @ torch.tensor([0.0, 1.0, 2.0])
    return torch.stack([context / 2, 1 - context / 2])


def rest_of_the_network(weights):
    """Made-up probabilities of four French words for weights over three English ones."""
    states = torch.tensor([[1.4, -0.9, -1.2, 0.0], [0.6, -0.1, 0.0, -0.9], [-0.1, 1.0, 0.7, -1.0]])
    return (weights @ states).softmax(dim=-1)


# %% exercise="furthest_weights"
def furthest_weights(weights: torch.Tensor, output, limit: float) -> torch.Tensor:
    """The weights (source,) furthest from those given whose output stays within the limit."""
    ### BEGIN SOLUTION
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            candidate = (1 - step / 10) * weights
            candidate[s] += step / 10
            allowed = distance(output(candidate), before) <= limit
            if allowed and distance(candidate, weights) > distance(best, weights):
                best = candidate
    return best
    ### END SOLUTION


# %% test="furthest_weights" points=3
ends, given = torch.tensor([0.5, 0, 0.5]), torch.tensor([0.1, 0.3, 0.6])
first_heavy, pull = torch.tensor([0.7, 0, 0.3]), torch.tensor([0.056, 0.18, -0.13])
last_light, last_heavy = torch.tensor([0.3, 0.6, 0.1]), torch.tensor([0.3, 0.1, 0.6])


def pulled(weights):  # each word pulls the output its own way
    return 0.5 + (weights @ pull) * torch.tensor([1.0, -1.0])


def comes_back(weights):  # moves away as the middle word gains, and comes back
    return 0.5 + 0.4 * torch.sin(6.2832 * weights[1]) * torch.tensor([1.0, -1.0])


with check.exercise("furthest_weights") as rng:
    check.close(furthest_weights(ends, napkin_output, 0.01), [0, 1, 0], rule="the napkin: all of it to the middle")
    check.close(furthest_weights(given, rest_of_the_network, 0.15), [0.02, 0.86, 0.12],
                rule="the candidate furthest away whose output moves by 0.15 at most")
    check.close(furthest_weights(first_heavy, pulled, 0.1), [0.35, 0.5, 0.15], rule="furthest as distance measures it")
    check.close(furthest_weights(last_light, lambda weights: torch.tensor([0.5, 0.5]), 0.0), [0, 0, 1],
                rule="an output that never moves, limit 0: all of it to the lightest word")
    check.close(furthest_weights(last_heavy, comes_back, 0.25), [0, 1, 0],
                rule="an output that moves away and comes back")
    check.close(furthest_weights(given, rest_of_the_network, 0.001), [0.1, 0.3, 0.6],
                rule="no candidate within the limit: the weights themselves")
    ### BEGIN HIDDEN TESTS
    check.equal(torch.is_tensor(furthest_weights(given, rest_of_the_network, 0.15)), True, rule="a tensor comes back")
    for n in (2, 3, 5):
        start, matrix = torch.tensor(rng.dirichlet(np.ones(n))).float(), torch.tensor(rng.normal(size=(n, 4))).float()
        found = np.asarray(furthest_weights(start, lambda w, matrix=matrix: (w @ matrix).softmax(dim=-1), 0.15))
        w0, m = start.double().numpy(), matrix.double().numpy()

        def probabilities(w, m=m):
            powers = np.exp(w @ m)
            return powers / powers.sum()

        tried = [(1 - k / 10) * w0 + k / 10 * np.eye(n)[s] for s in range(n) for k in range(1, 11)]
        fit = [np.abs(w - w0).sum() / 2 for w in tried if np.abs(probabilities(w) - probabilities(w0)).sum() / 2 <= 0.15]
        check.close(np.abs(found - w0).sum() / 2, max(fit, default=0), rule="random states: as far as a slow loop in numpy gets")
        check.equal(bool(np.abs(probabilities(found) - probabilities(w0)).sum() / 2 <= 0.1501), True, rule="and within the limit")
    ### END HIDDEN TESTS

# %% [markdown]
# Now for the model. The limit is strict: no more than 0.01 of all probability may move, so the model expects the same words and is as sure of them. The context of one French word does not feed into the next one here, so each word can be taken by itself. ("How much can be moved" is the `distance` of the weights, not the share `a`: a word that had 0.1 already and is given a share of 0.5 gains 0.45.) **Predict:** for half of all French words, how much of the
# weight can be moved elsewhere?

# %%
my_guess = None  # between 0 and 1

# %% [markdown]
# (You need not read this cell: it calls your function for each French word of some sentences, which takes a moment, and counts.)


# %%
def freedom(pair, limit=0.01):
    """A row per French word: how far its weights can move; whether another word is then the heaviest, whether
    that is a neighbour, and how often it would be by chance; whether uniform weights would do; how sure it is."""
    source, inputs = torch.tensor([english.encode(pair.source)]), torch.tensor([french.encode(pair.target, start=True)])
    rows = []
    with torch.no_grad():
        states, first = model.encode(source, torch.ones_like(source).bool())
        query, _ = model.decoder(model.speak(inputs), first.unsqueeze(0))
        _, weights = model.look(query, states, torch.ones_like(source).bool())
        for q, w in zip(query[0, :-1], weights[0, :-1]):
            def output(other, q=q):
                return model.answer(q, other @ states[0]).softmax(dim=-1)

            other = furthest_weights(w, output, limit)
            step = abs(int(other.argmax()) - int(w.argmax()))
            neighbours = (int(w.argmax()) > 0) + (int(w.argmax()) < len(w) - 1)
            needless = bool(distance(output(torch.full_like(w, 1 / len(w))), output(w)) <= limit)
            rows.append((float(distance(other, w)), step > 0, step == 1, neighbours / (len(w) - 1), needless, float(output(w).max())))
    return rows


moved, swaps, to_neighbour, by_chance, needless, sure_of_it = np.array([row for pair in unseen[: 2 if training.short_run() else 25] for row in freedom(pair)]).T
moved = np.round(moved, 2)  # 0.2 may come out as 0.19999
print("your guess:", my_guess)
print(f"{len(moved)} French words; for half of them, {np.median(moved):.2f} of the weight or more can be moved, and the output moves by 0.01 at most")
print(f"nothing at all can be moved: {np.mean(moved == 0):.0%} of the words; another word can become the heaviest: {np.mean(swaps):.0%}; even uniform weights would do: {np.mean(needless):.0%}")
certain = sure_of_it > np.median(sure_of_it)
for name, group in {"the surer half of the words": certain, "the less sure half": ~certain}.items():
    print(f"   {name} (probability {sure_of_it[group].mean():.3f} on average): {moved[group].mean():.2f} can be moved")
if swaps.any():
    print(f"   where another word becomes the heaviest, it is a neighbour of the old one {to_neighbour[swaps > 0].mean():.0%} of the time (chance: {by_chance[swaps > 0].mean():.0%})")
shares = np.bincount(np.digitize(moved, [0.2, 0.4, 0.6, 0.8]), minlength=5) / len(moved)
plots.bars(["0 to 0.2", "0.2 to 0.4", "0.4 to 0.6", "0.6 to 0.8", "0.8 to 1"], shares, label="share of the French words", title="How much of the weight can be moved, with the same output")

# %% [markdown]
# Other weights would often have done. Mind what the numbers say, though: while less than half is moved, the heat map mostly shows the same heaviest word, only paler; *quite* other weights are those of the words counted under "another word can become the heaviest". (And ours was a coarse search, onto one word at a time: there may be weights further away still.)
#
# Why is there so much room? Two lines test two guesses. Is it because the model is so sure of its word that it can afford to lose half of the evidence? Then the first group should have more room than the second. Is it because the neighbour's state, which has read the same words, does as well? Then the new heaviest word should be a neighbour far more often than by chance. What do your numbers say?
#
# ### What others found
#
# Jain and Wallace (2019) put the questions of sections 3, 4 and 5 to recurrent networks that *classify*: reviews and news, pairs of sentences, questions about a text. They found weak rank correlations, weaker than ours; weights dealt out again at random that often left the decision where it was, the opposite of our translator and the like of our
# classifier; and, by a better search than yours, very different weights with the same output. They concluded: *attention is not explanation*. They tried no model that writes a sentence, and say so.
#
# Wiegreffe and Pinter (2019) answered: that other weights *exist* for one sentence at a time does not say that a model could have *learned* to use them, everywhere and consistently; and an explanation need not be the only one.
#
# Vashishth and others (2019, arXiv:1909.11218) asked when the one holds and when the other, and found that it depends on the task. Where one row of weights serves a single text, as in most classifiers, it works like a gate on states which have all read each other, and other weights do little harm. Where every output word has to find its part of another sequence, as in translation, they do.
#
# And Moradi, Kambhatla and Sarkar (2019, arXiv:1910.00139) went on with translators, from German to English: with tampered weights theirs still said 68 % of the function words (*of*, *the*) that it had said before, but only 21 % of the content words. A heat map may tell more about *dog* than about *of*.
#
# You have now seen evidence for either side in models of your own.

# %% [markdown]
# ## 6 When may attention be called an explanation?
#
# Here is what you have:

# %%
light, heavy = carried.values()
neighbours = light["hidden in its neighbours' states"]
print("section 2  error rates: " + ", ".join(f"{name} {rate:.2f}" for name, rate in rates.items()))
print("section 3  exact match: " + ", ".join(f"{name} {exact(translations, unseen):.0%}" for name, translations in swapped.items()))
print("           a classifier's decisions: " + ", ".join(f"{name} {share:.0%}" for name, share in decided.items()) + f" (chance {1 / len(topics):.0%})")
print(f"section 4  mean rank correlation {np.mean(correlations):.2f}; most weight is most effect: {np.mean(agree):.0%} (chance {np.mean(by_luck):.0%})")
print(f"           much weight, hardly any effect: {no_effect:.0%}; much effect, hardly any weight: {no_weight:.0%}")
print(f"           taking only the weight away moves the output by {heavy['only its weight taken away']:.2f} where it was large, by {light['only its weight taken away']:.2f} where there was none")
print(f"           a word with an effect and no weight: through its neighbours' states {neighbours:.2f}, through its own {light['hidden in its own state']:.2f}")
print(f"section 5  moved for half of the words: {np.median(moved):.2f}; another word can become the heaviest: {np.mean(swaps):.0%}")

# %% [markdown]
# Two words help to keep apart what is often mixed up (Jacovi and Goldberg 2020): an explanation is **plausible** if it looks right to people, and **faithful** if it is how the model really came to its output. Which measurements speak of the one, which of the other?
#
# And ask what an explanation is *for*. Whoever wants word links, or looks for a translator's faults, can hold the map against the sentence and see whether it helps. Whoever was refused a loan cannot: a map that merely looks right may hide what decided. Now write.

# %% [markdown] task="is_it_an_explanation" points=4
# ### Exercise 7: may attention be called an explanation?  ●●●  20 minutes, marked by hand
#
# Somebody at work shows you the heat map from the top of this lesson (*the black dog sleeps*) and says: "You see, the model said *chien* **because** of *dog*." In eight to twelve sentences: what does the map show for certain, and what not? Which measurements of this lesson speak for that *because*, which against it? (Give at least two on each side, with your own numbers.) What would you
# demand to see before you call the weights of a model an explanation, and would your answer be the same for a translator and for a classifier that decides on a loan? (For a classifier you have the swap of section 3.) Write in the cell below this one.
#
# <details><summary>Learning alone? Mark yourself with four questions</summary>
#
# One point each: Do you say what a weight is a weight *on*, and why that is not the word itself? Do you give evidence for, with numbers? Evidence against, with numbers, and what it does not prove? Do you name a test that could fail, and say what the explanation is *for*?
#
# </details>
#
# <details><summary>A sample of a good answer, to be compared with yours when you have written it</summary>
#
# "The map shows for certain with which shares the encoder's states went into the context for *chien*: most of it was the state **at** *dog*. It does not show that the word *dog* decided, because that state has read *the* and *black* as well, and because the decoder also has its own state, with the French said so far. For the *because* speaks that the heaviest
# words have an error rate of (my number), where a diagonal guess has (my number); that exact match falls from (...) to (...) when the weights are dealt out anew; and that the word with the most weight is the one whose hiding changes most in (...) of the cases, while chance would give (...). Against it speaks that some words have an effect above a half and
# a weight below 0.01, namely (...) of those with such an effect, and that it comes through the states of their neighbours; and that for half of the words (...) of the weight could be moved with the same output. But this last finding looks at one word at a time: nobody has shown that a model could be trained to use those other weights. Before I say *because*, I would hide *dog*, and
# then every other word, and demand that *chien* changes for *dog* alone; if it changed as much for another word, the sentence would be refuted. For a translator whose maps help me to find its faults a plausible map will do. For a loan it will not: there one row of weights serves the whole text, my classifier of section 3 decided nearly the same with any weights, and somebody who is refused is owed
# what did decide, so I would ask for a test of faithfulness such as the hiding, for each refusal."
#
# (Yours may come to the other verdict: what counts is a number for each claim, and a test that could fail.)
#
# </details>
#
# === BEGIN MARK SCHEME ===
#
# - 1 point: what the map shows. Weights are the shares with which encoder STATES enter the context of one output word; a bidirectional state has read its
#   neighbours, so weight on the state at "dog" is not weight on the word "dog". The map says nothing of the other ways to the output (the decoder's own state, which has the French so far).
# - 1 point: evidence for, at least two with numbers: low alignment error against gold and far below the diagonal guess (agreement with people: plausibility);
#   collapse of exact match under uniform or shuffled weights (the output depends on them); heaviest word is mostly the one with the largest leave-one-out effect; taking
#   only its weight away moves the output nearly as far as hiding the word.
# - 1 point: evidence against, at least two with numbers: rank correlation well below 1; large effects from words with hardly any weight; much weight can be moved with
#   the output unchanged (Jain and Wallace); links that are not alignments yet useful (que/qu', Ghader and Monz). For the full point also a limit of that evidence: other
#   weights for one word at a time are not a model that learned them (Wiegreffe and Pinter); hiding words makes unusual sentences; the swap of section 3 uses weights the model was never trained with.
# - 1 point: a criterion of one's own that could fail (for instance: effects of hiding words must agree with weights; a model with frozen uniform weights must be worse;
#   results stable over training seeds), and the distinction between plausible (looks right to people) and faithful (is how the model did it), tied to the use: for alignments or
#   finding faults a plausible map will do; where a person is owed a reason, faithfulness must be shown. That the classifier of section 3 hardly minds other weights belongs here or above.
#
# Half points for a claim without its number or reason. Either verdict can get full marks. Good language is not marked.
#
# === END MARK SCHEME ===

# %% [markdown]
# *Write your answer here: double-click, type, then Shift + Enter.*

# %% [markdown]
# ## 7 Looking further ahead: beam search
#
# One part of a translator is still missing. So far ours spoke greedily: at each step the likeliest word, never looking back. What if the likeliest first word leads to a dead end?
#
# A napkin, with words *le*, *un*, and the end sign. First word: *le* 0.5, *un* 0.4, the end 0.08 (what is missing to 1 goes to other words). After *le* the model is undecided, and says the end with probability 0.38. After *un* it says it with 0.88. Greedy says *le* and gets a sentence of probability $0.5 \cdot 0.38 = 0.19$. The sentence *un*, worse at first, has $0.4 \cdot 0.88 = 0.352$. The logarithms say the same: $-0.916 - 0.128 = -1.044$ for *un*, $-0.693 - 0.968 = -1.661$ for *le*.
#
# **Beam search** keeps the `width` best beginnings (*hypotheses*) in place of one. Each turn:
#
# 1. extend every unfinished hypothesis by every word; the score of an extension is the **sum of the logarithms** of all its probabilities (logarithms, since products of many small numbers would become 0);
# 2. of all extensions of all hypotheses together, keep the `width` best;
# 3. those of them which end with the end sign are **finished**: put them aside, they are not extended any more. The others go into the next turn.
#
# After `longest` turns, or when none is left unfinished, the best of *all* that are at hand wins, finished ones and those that were cut off at `longest`. Every word makes a sum of logarithms smaller, so long sentences are at a disadvantage; systems often divide by the length, to be fair to them. We do **not**: the score stays the logarithm of the sentence's probability, and we know exactly what
# the search is looking for.
#
# ### Exercise 8: `beam_search(step, state, start, end, longest, width)`  ●●●  25 minutes
#
# - `step(word, state)`: one hypothesis at a time. Given the word said last and the state before it, it returns the logarithms of the probabilities of all words, a tensor of shape `(vocabulary,)`, and the new state. The state is the model's own business: keep it, and hand it back
# - `state`: the first state; `start`, `end`: ids; `longest`: how many turns at most; `width`: how many extensions are kept in each turn
# - returns: a pair: the list of ids **without** start and end, and its score, one number (the end sign's logarithm included, where it was said)
#
# Example: the napkin with `width` 2 gives *un* alone, `[4]` (4 is the id of *un* in the check), with the score -1.044. With `width` 1 it gives *le*, with -1.661. If there are fewer extensions than `width`, all of them are kept.
#
# With width 1 this is greedy decoding; wide enough, it looks at all sentences there are.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What must be kept for each hypothesis, so that it can be extended in the next turn? Three things.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Triples `(score, words, state)`, beginning with one of score 0. In each turn, collect all extensions of all unfinished triples in one list, sort it by score, cut it to `width`, and part it into finished and unfinished ones. The word said last is the last of `words`, or `start`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# For each triple: `logs, after = step(...)`, then for `word, log in enumerate(logs.tolist())` the triple `(score + log, words + [word], after)`. Sort with `key=lambda triple: -triple[0]`: the best come first, and the states, which cannot be compared, stay out of it.
#
# </details>


# %% [markdown]
# For the check, three stand-ins: the napkin (1 is the start, 2 the end, 3 *le*, 4 *un*), the same with other numbers (4 is the start, 0 the end, 3 *le*, 1 *un*), and a decoder whose made-up probabilities depend on everything it has been fed.

# %% setup="tiny_decoders"
napkin = torch.tensor([  # row: the word said last; column: the probability of the next
    [0.2, 0.2, 0.2, 0.2, 0.2],
    [0.01, 0.01, 0.08, 0.5, 0.4],
    [0.2, 0.2, 0.2, 0.2, 0.2],
    [0.01, 0.01, 0.38, 0.3, 0.3],
    [0.01, 0.01, 0.88, 0.05, 0.05],
])


def napkin_step(word, state):
    """Log-probabilities of five words, by the word said last alone."""
    return napkin[word].log(), state


def renumbered_step(word, state):
    """The napkin with other ids."""
    old = [2, 4, 0, 3, 1]  # what each id is called in the napkin
    return napkin[old[word]][old].log(), state


def tiny_step(word, state):
    """Made-up log-probabilities of five words; the state is the tuple of all words fed so far."""
    fed = (*state, word)
    place = 49 + sum((i + 1) * (w + 1) * (w + 2) for i, w in enumerate(fed))
    k = torch.arange(5.0, dtype=torch.float64)
    scores = torch.where(k < 2, -9.0, 1.6 * torch.sin(0.7 * place * (k + 1) + k))
    return scores.log_softmax(dim=-1), fed


# %% exercise="beam_search"
def beam_search(step, state, start: int, end: int, longest: int, width: int) -> tuple[list[int], float]:
    """The best sentence found with `width` hypotheses, without start and end, and its log-probability."""
    ### BEGIN SOLUTION
    unfinished, finished = [(0.0, [], state)], []
    for _ in range(longest):
        longer = []
        for score, words, before in unfinished:
            logs, after = step(words[-1] if words else start, before)
            longer += [(score + log, [*words, word], after) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda triple: -triple[0])[:width]
        finished += [triple for triple in kept if triple[1][-1] == end]
        unfinished = [triple for triple in kept if triple[1][-1] != end]
    score, words, _ = max(finished + unfinished, key=lambda triple: triple[0])
    return [word for word in words if word != end], score
    ### END SOLUTION


# %% test="beam_search" points=4
cases = [((), 4, 1), ((), 4, 2), ((), 4, 3), ((60,), 6, 3), ((12,), 6, 2), ((80,), 4, 3), ((4,), 6, 2), ((36,), 6, 3)]
rare = torch.tensor([-20.0, -20, -900, -9.9, -20])  # logarithms: the likeliest word has a probability of 0.00005
with check.exercise("beam_search") as rng:
    result = beam_search(napkin_step, None, 1, 2, 3, 2)
    check.equal([np.ndim(part) for part in result], [1, 0], rule="a pair: the list of words, then the score")
    check.equal(result[0], [4], rule="the napkin, width 2: the second-best beginning wins")
    check.close(result[1], -1.0441, rule="its score is the logarithm of 0.4 times 0.88")
    check.equal(beam_search(renumbered_step, None, 4, 0, 3, 2)[0], [1], rule="the same, start 4 and end 0")
    check.equal(beam_search(napkin_step, None, 1, 2, 1, 2)[0], [3], rule="longest 1: what was cut off may win")
    found = [beam_search(tiny_step, first, 1, 2, longest, width)[0] for first, longest, width in cases]
    check.equal(found, [[4, 4], [4, 4], [4], [4, 3], [], [], [4, 3, 4, 3, 3, 4], [3, 4, 3]],
                rule="eight searches, of widths 1, 2 and 3, in a decoder that remembers")
    check.equal(beam_search(tiny_step, (), 1, 2, 3, 2)[0], [4, 3, 4],
                rule="longest 3: finished ones and those cut off compete")
    check.equal(beam_search(napkin_step, None, 1, 2, 2, 99)[0], [4], rule="a width beyond all there are")
    check.close(beam_search(lambda word, state: (rare, state), None, 1, 2, 100, 1)[1], -990, tolerance=1e-3,
                rule="a hundred rare words: 100 times -9.9, though their product is too small for the computer")
    ### BEGIN HIDDEN TESTS
    import itertools

    def exhaustive(step, state, longest):  # every sentence there is
        found = []
        for n in range(longest + 1):
            for words in itertools.product([0, 1, 3, 4], repeat=n):
                total, now, last = 0.0, state, 1
                for word in (*words, 2)[:longest]:
                    logs, now = step(last, now)
                    total, last = total + float(logs[word]), word
                found.append((total, list(words)))
        return max(found)

    for length in rng.permutation(4):
        prefix = tuple(int(word) for word in rng.integers(3, 90, size=length + 1))  # any numbers: a state is the decoder's
        total, words = exhaustive(tiny_step, prefix, 4)
        found = beam_search(tiny_step, prefix, 1, 2, 4, 700)
        check.equal(found[0], words, rule="wide enough, it finds the best of all sentences")
        check.close(found[1], total, rule="and its score")
        said, now = [], prefix
        for _ in range(4):
            logs, now = tiny_step(said[-1] if said else 1, now)
            said.append(int(np.argmax(logs)))
            if said[-1] == 2:
                break
        greedily = [word for word in said if word != 2]
        check.equal(beam_search(tiny_step, prefix, 1, 2, 4, 1)[0], greedily, rule="with width 1 it is greedy")
    ### END HIDDEN TESTS

# %% [markdown]
# ### Is it worth it?
#
# Exact match is a harsh judge: one wrong article, and a sentence of twenty words counts nothing. The usual measure is **BLEU** (Papineni and others 2002). It counts how many single words, pairs, triples and quadruples of neighbouring words of the translations also occur in the references (a word that is said twice counts twice only if the reference has it twice), and takes a mean of the four shares (the geometric one). A
# penalty for translations that are too short keeps a system from saying only what it is sure of. It runs from 0 to 100, is counted over the whole test set, not sentence by sentence, and is computed with the program *sacrebleu*, so that two people who report BLEU mean the same (Post 2018).
#
# We search twice: with the model as it is, and with your uniform weights in it, which makes it a bad translator that is sure of nothing.
#
# **Predict**, for each of the two, by how much a beam of width 4 raises BLEU over greedy decoding.

# %%
my_guess = [None, None]  # with its own weights, with uniform ones

# %% [markdown]
# (It takes half a minute: your search runs step by step, sentence by sentence.)

# %%
some = unseen[: 3 if training.short_run() else 60]
references = [pair.french for pair in some]


def one_step(word, memory):
    logits, memory = model.step(torch.tensor([word]), memory)
    return logits[0].log_softmax(dim=-1), memory


def search(pair, width, longest=30):
    ids = torch.tensor([english.encode(pair.source)])
    mask = torch.ones_like(ids).bool()
    with torch.no_grad():
        states, first = model.encode(ids, mask)
        words, score = beam_search(one_step, (states, mask, first), french.ids[text.START], french.ids[text.END], longest, width)
    return text.detokenise(french.decode(words), "french") if words else "", float(score)


print("your guesses:", my_guess)
searched = {}
for name, change in {"its own weights": None, "uniform weights": uniform_weights}.items():
    model.change = change
    try:
        searched[name] = {width: [search(pair, width) for pair in some] for width in (1, 4)}
    finally:
        model.change = None
    for width, results in searched[name].items():
        said = [sentence for sentence, _ in results]
        hits = np.mean([sentence == right for sentence, right in zip(said, references)])
        print(f"{name}, width {width}: exact {hits:4.0%}   BLEU {metrics.bleu(said, references):5.1f}   mean log-probability {np.mean([score for _, score in results]):6.2f}")
    different = sum(a != b for (a, _), (b, _) in zip(searched[name][1], searched[name][4]))
    print(f"   {different} of {len(some)} translations differ")
for pair, (a, score), (b, other) in zip(some, *searched["uniform weights"].values()):
    if a != b and len(pair.source) <= 8:
        print(f"right   {pair.french}\ngreedy  {a}   log-probability {score:.2f}\nbeam    {b}   log-probability {other:.2f}")
        break

# %% [markdown]
# With its own weights the beam changes next to nothing if your model is well trained (90 % exact or so; trained more briefly, it is less sure, and more of its translations differ): it is so sure of its words that the likeliest word at each step mostly leads to the likeliest sentence. With uniform weights it is undecided at every step, and the search has a lot to find: most translations differ, and the beam's are several times as probable (2 more in the logarithm is a factor of $e^2$, about 7).
# And BLEU? In three runs of ours it changed by +0.1, +1.5 and -3.2: now up, now down, and always that of a bad translator. The beam found what the *model* holds likely, and the model is wrong: **searching better is not modelling better.**
#
# On real text, where there is more to be undecided about, a small beam usually helps a little, and a much *wider* one makes things worse (Koehn and Knowles 2017), since for many models the most probable sentence of all is too short, or even empty (Stahlberg and Byrne 2019).

# %% [markdown]
# ## 8 What can go wrong
#
# **Off by one.** The decoder is fed a word and says the next. Somebody who labels each row with the word that was *fed in*, and not with the one about to be said, gets a heat map that still looks like a path, one row too high or low. The number knows:

# %%
too_late = [{(s, t + 1) for s, t in links} for links in model_links]
too_early = [{(s, t - 1) for s, t in links} for links in model_links]
print(f"each row with the word about to be said: {error_rate(model_links):.2f}   with the word fed in, links one too early: {error_rate(too_early):.2f}")
print(f"the other way, links one too late: {error_rate(too_late):.2f}   uniform: {rates['uniform']:.2f}")

# %% [markdown]
# As bad as chance, or worse: each French word has been given its neighbour's partner, which is nearly always a wrong one, while chance is lucky now and then. If your error rate is near that of uniform weights and your heat maps look lovely, count the rows.
#
# **The picture you would show.** Every paper shows a heat map; somebody chose it. Here is the worst of our unseen sentences of 8 to 12 words, by its own error rate, with all that is needed to recompute it:

# %%
candidates = [i for i, pair in enumerate(unseen) if 8 <= len(pair.source) <= 12]
own_rate = {i: alignment_error_rate([model_links[i]], [unseen[i].sure], [unseen[i].possible]) for i in candidates}
worst = max(own_rate, key=own_rate.get)
print(f"{np.mean([rate == 0 for rate in own_rate.values()]):.0%} of these sentences have no error at all; the worst has {own_rate[worst]:.2f}")
plots.heat_map(
    weights_for(unseen[worst]), unseen[worst].source, unseen[worst].target, links=unseen[worst].sure, possible=unseen[worst].possible,
    axes_named=("English", "French"), title=f"The worst of {len(candidates)}: error rate {own_rate[worst]:.2f}",
)

# %% [markdown]
# From a perfect picture you could not tell that this one exists, nor from this one how many are perfect. One picture proves nothing, in either direction. That is what rates over a test set are for.
#
# **A rate without its neighbours.** An error rate of 0.3 sounds like a model that gets most of it. It is what the *diagonal guess* gets here, because English and French tell things in the same order; for English and Japanese the same guess would be hopeless. Always ask what somebody who has learned nothing would get.

# %% [markdown]
# ## In short
#
# 1. **Hard alignment**: each target word with the source word of most weight. **Alignment error rate**: $1 - (|A \cap S| + |A \cap P|) / (|A| + |S|)$, pooled over sentences, beside a diagonal guess.
# 2. Swap the weights and the translator collapses: the output **depends** on them. A classifier hardly notices: it depends on the task.
# 3. **On average**, much weight means much effect; but little weight does not mean little effect: a weight is on a **state**, and states hold their neighbours.
# 4. For many words a good part of the weight can be moved with the output unchanged: the weights are **not the only ones** that would do. Plausible is not yet faithful.
# 5. **Beam search** keeps several hypotheses and finds more probable sentences; exact match and **BLEU** say whether they are better. They need not be.
#
# *To read next.* F. J. Och, H. Ney, "A Systematic Comparison of Various Statistical Alignment Models", Computational Linguistics 29, 2003. H. Ghader, C. Monz, "What does Attention in Neural Machine Translation Pay Attention to?", 2017, arXiv:1710.03348. S. Jain, B. C. Wallace, "Attention is not Explanation", 2019, arXiv:1902.10186. S.
# Wiegreffe, Y. Pinter, "Attention is not not Explanation", 2019, arXiv:1908.04626. S. Vashishth and others, "Attention Interpretability Across NLP Tasks", 2019, arXiv:1909.11218. P. Moradi, N. Kambhatla, A. Sarkar, "Interrogating the Explanatory Power of Attention in Neural Machine Translation", 2019, arXiv:1910.00139. A. Jacovi, Y. Goldberg, "Towards Faithfully Interpretable NLP Systems: How Should We Define and Evaluate Faithfulness?", 2020, arXiv:2004.03685. K. Papineni and others, "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002, ACL. M. Post, "A Call for Clarity in Reporting BLEU Scores", 2018, arXiv:1804.08771. P. Koehn, R. Knowles, "Six Challenges for Neural Machine Translation", 2017, arXiv:1706.03872. F. Stahlberg, B. Byrne, "On NMT Search Errors and Model Errors: Cat Got Your Tongue?", 2019, arXiv:1908.10090.
#
# Next: *08 What it buys, what it costs, how to configure it*.
