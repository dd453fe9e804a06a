# %% [markdown]
# # 02 Softmax
#
# *Scores can be negative, huge or missing. How do they become shares?*
#
# In lesson 1 you rated the words yourself, and nobody gives a negative rating to a word. A network
# does. It compares a query with each word and returns a **score**: any number at all, above or
# below zero, small or enormous. This lesson builds the function that turns any scores into weights,
# **softmax**, and makes it safe: against numbers too large for the computer, against words that are
# not there, and, with a knob called *temperature*, against being too sure or too unsure.
#
# About 90 minutes, numpy only; section 5 can wait for a second sitting. By the end of section 3 you will
# have drawn this picture with functions of your own, a row for each setting of the knob.

# %% setup="imports"
import numpy as np

from helpers import check, plots, sliders

words = ["The", "dog", "is", "a", "Labrador"]
scores = np.array([-1.0, 2.0, -0.5, -2.0, 3.0])  # one score per word, any sign

# %%
promised = [  # (temperatures, words): typed in here; you will compute it
    [0, 0, 0, 0, 1.00],
    [0, 0.119, 0.001, 0, 0.88],
    [0.013, 0.258, 0.021, 0.0047, 0.703],
    [0.106, 0.289, 0.126, 0.076, 0.403],
    [0.1997, 0.2003, 0.1998, 0.1995, 0.2005],
]
names = ["temperature 0.1", "0.5", "1", "3", "1000"]
plots.heat_map(promised, words, names, title="The same five scores, five temperatures")

# %% [markdown]
# ## 1 Why not divide by the sum?
#
# It worked in lesson 1. **Predict** what dividing by the sum gives for these three lists of scores.
# Are the results shares: never negative, and 1 in total? Write `True` or `False` for each.

# %%
my_guess = [None, None, None]  # for 3, 1, 0    for 3, 1, -2    for 2, 1, -3

# %%
print("your guess:", my_guess)
with np.errstate(all="ignore"):
    for tried in ([3, 1, 0], [3, 1, -2], [2, 1, -3]):
        print(tried, "divided by", np.sum(tried), "gives", np.array(tried) / np.sum(tried))

# %% [markdown]
# Only the first. With a negative score, one "share" is 1.5 and another -1; and where the scores add
# up to 0, everything explodes. What we want from a function that makes weights out of scores:
#
# 1. every weight is above 0, whatever the score: a word whose weight were 0 would be gone, and, as
#    section 5 shows, nothing could ever bring it back;
# 2. the weights of a sentence add up to 1;
# 3. a higher score gets a higher weight;
# 4. only *differences* between scores count: if all words score 10 more, nothing has changed.
#
# The exponential function does it. $e^{s}$ is positive for every $s$, grows with $s$, and turns
# "10 more" into "times $e^{10}$", which cancels when we divide by the sum. No other kind of function
# would: by rule 4 one more point of score multiplies the weight by the same factor wherever one starts, and
# that is what only exponentials do. (Another base than $e$ is a matter of scale, the knob of section 3.)
#
# $$\text{weight}_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$$
#
# This is **softmax**. On a napkin, with $e^0 = 1$, $e^1 = 2.718$ and $e^2 = 7.389$:
#
# | word | score | $e^{score}$ | weight |
# |---|---|---|---|
# | is | 0 | 1 | 1 / 11.107 = 0.090 |
# | a | 1 | 2.718 | 2.718 / 11.107 = 0.245 |
# | dog | 2 | 7.389 | 7.389 / 11.107 = 0.665 |
# | *sum* | | *11.107* | *1* |
#
# A score that is higher by 1 gets $e$ times, about 2.7 times, the weight. A score that is lower by 10
# gets a weight 22,000 times smaller, but **never exactly 0**: softmax turns words down, it does not
# remove them. (On paper. The smallest number a computer can write here is about $5 \cdot 10^{-324}$, and
# what is smaller is rounded to 0.)
# The one exception is a score of minus infinity, written `-np.inf`, for which $e^{-\infty}$ is 0. We will
# use it on purpose in section 4.

# %% [markdown]
# ## 2 The formula, to the letter
#
# **Predict.** The scores 1000 and 1001 differ by 1, so by rule 4 they should give the weights of 0
# and 1, which are 0.269 and 0.731. Will numpy find that, if we follow the formula to the letter, or will
# something else come out? Write down what.

# %%
my_guess = None  # anything you like, in quotes

# %%
print("your guess:", my_guess)
with np.errstate(all="ignore"):
    large = np.exp(np.array([1000.0, 1001.0]))
    print("e to the 1000 and 1001:", large, "  divided by their sum:", large / large.sum())

# %% [markdown]
# $e^{1000}$ has 435 digits; the computer's numbers stop at 309 and say `inf`. Infinity divided by
# infinity is `nan`, *not a number*, and from there it spreads to everything it touches. A model in
# training that suddenly reports nothing but `nan` has often met this line.
#
# Rule 4 is the cure. Since adding the same number to all scores changes nothing, **subtract the
# largest score from all of them first**. Then the largest is 0, the others are below, and $e$ to the
# power of them lies between 0 and 1. Nothing can overflow.
#
# With several sentences at once, scores are a table of shape `(sentences, words)`, and each row has to
# become weights of its own, with a sum of 1. numpy computes along one axis if told so, and `axis=-1` is the last one,
# here the words:
#
# ```python
# table = np.array([[1.0, 2.0, 3.0], [0.0, 2.0, 1.0]])   # shape (2, 3): 2 sentences, 3 words
# table.max(axis=-1)                                     # [3, 2], shape (2,): the axis is gone
# table.max(axis=-1, keepdims=True)                      # [[3], [2]], shape (2, 1): it fits the table
# table - table.max(axis=-1, keepdims=True)              # each row minus its own largest score
# ```

# %% [markdown]
# ### Exercise 1: `softmax(scores)`  ●●○  12 minutes
#
# Turn scores into weights along the last axis, safely. It will be called with one sentence, with a
# table of sentences, and later with three axes; written with `axis=-1` it is the same three lines.
#
# - `scores`: an array (the table shows arrays as lists) of shape `(..., words)`: any number of axes, the last holds the words; `-np.inf` is
#   allowed, as long as each row has at least one finite score
# - returns: weights, the same shape; each row along the last axis adds up to 1. The array `scores` itself
#   stays as it was: others may still need it
#
# | `scores` | result |
# |---|---|
# | `[0, 1, 2]` | `[0.0900, 0.2447, 0.6652]` |
# | `[[1, 2, 3], [0, 2, 1]]` | `[[0.0900, 0.2447, 0.6652], [0.0900, 0.6652, 0.2447]]` |
# | `[1000, 1001]` | `[0.2689, 0.7311]` |
# | `[0, -inf, 0]` | `[0.5, 0, 0.5]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# There are three steps: something is subtracted, something is raised, something is divided by. Two of
# them need the axis.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Make a float array. Subtract each row's largest score from the row. Take `np.exp`. Divide each row by
# its own sum. Keep the axis each time, so that the shapes fit.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `scores = np.asarray(scores, dtype=float)`, then
# `shifted = scores - scores.max(axis=-1, keepdims=True)`, then `powers = np.exp(shifted)`; the last
# line divides `powers` by its sum with the same `axis` and `keepdims`.
#
# </details>


# %% exercise="softmax"
def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores (..., words) into weights (..., words); each row sums to 1, nothing overflows."""
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% test="softmax" points=1
napkin = np.array([0, 1, 2])  # one sentence; scores may be whole numbers
either_sign = np.array([-1.0, 0.5, -2.0, 3.0])
with check.exercise("softmax") as rng:
    check.close(softmax(napkin), [0.0900, 0.2447, 0.6652], rule="the napkin example: 0, 1, 2")
    check.close(softmax(either_sign), [0.0166, 0.0742, 0.0061, 0.9032], rule="scores of either sign: -1, 0.5, -2, 3")
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in (1, 4, 9):
        sentence = 3 * rng.normal(size=size)
        check.close(softmax(sentence), scipy_softmax(sentence), rule="random scores of one sentence", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% test="softmax" what="table" points=1
table = np.array([[1.0, 2, 3], [0, 2, 1]])  # (sentences, words)
counts = np.arange(1.0, 25).reshape(2, 3, 4)  # three axes: the last one holds the words
with check.exercise("softmax") as rng:
    check.close(softmax(table), [[0.0900, 0.2447, 0.6652], [0.0900, 0.6652, 0.2447]],
                rule="a table: each row is a softmax over its own words")
    shares = counts / counts.sum(axis=-1, keepdims=True)  # e to the power of a logarithm is the count again
    check.close(softmax(np.log(counts)), shares, tolerance=1e-6,
                rule="with three axes, too, the last one holds the words")
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((3, 4), (1, 5), (2, 3, 5), (2, 1, 3, 4)):
        many = 3 * rng.normal(size=size)
        check.close(softmax(many), scipy_softmax(many, axis=-1), rule="random scores, two to four axes", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% test="softmax" what="safe" points=1
huge = np.array([[1000.0, 1001], [-1000, -1002]])  # (sentences, words)
far_apart = np.array([[0.0, 2000], [2000, 0]])
one_hidden = np.array([0, -np.inf, 0])
with check.exercise("softmax") as rng:
    check.close(softmax(huge), [[0.2689, 0.7311], [0.8808, 0.1192]], rule="huge scores of either sign do no harm")
    check.close(softmax(far_apart), [[0, 1], [1, 0]], rule="scores far apart in one row do no harm")
    check.close(softmax(one_hidden), [0.5, 0, 0.5], rule="a score of minus infinity gets weight 0", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((4,), (2, 3, 5)):
        moved = 3 * rng.normal(size=size) + 700
        check.close(softmax(moved), scipy_softmax(moved, axis=-1), rule="the same number added to all changes nothing")
    apart = np.array([[800.0, 801, 799], [-800, -801, -799], [0, 1, 2]])
    check.close(softmax(apart), scipy_softmax(apart, axis=-1), rule="rows far apart do not disturb each other", tolerance=1e-6)
    hidden_scores = np.array([[-np.inf, 900.0], [3.0, -np.inf]])
    check.close(softmax(hidden_scores), [[0, 1], [1, 0]], rule="minus infinity beside huge scores", tolerance=1e-6)
    ### END HIDDEN TESTS

# %%
plots.bars(words, softmax(scores), title=f"Scores {scores.tolist()} as weights")

# %% [markdown]
# Compare the bars with the scores in the title. "is" has -0.5 and still keeps 2 % of the whole; "The" and
# "a" are there too, thin as hairs. And a lead of 1, from "dog" to "Labrador", is a factor of 2.7.

# %% [markdown]
# ## 3 A knob: temperature
#
# How sure should the model be? Divide all scores by a number $T$ before the softmax:
#
# $$\text{weights} = \text{softmax}(\text{scores} / T)$$
#
# $T$ is called **temperature**, after the formula's first use, in the physics of gases (Boltzmann). There
# a score is minus an energy, so the highest score is the lowest energy; what cold and heat do to a gas,
# $T$ does to the weights. Which way is that? Guess first.
#
# ### Exercise 2: `predictions`  ●○○  4 minutes
#
# Commit yourself before you build it. Take the scores 0, 1, 2 with the weights 0.09, 0.24, 0.67. What
# happens to the weights? Put `"sharper"`, `"flatter"` or `"same"` in place of the first three `None`, a
# number in place of the last ($e$ is 2.718), and delete the line with `raise`. The four rules of section 1
# are enough to answer; run on, and mend what surprised you. (The check is folded away, so that it
# gives nothing away.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# What happens to the *differences* between the scores?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Rule 4: only differences count. Write down the differences between neighbours before and after. Larger
# differences mean sharper weights.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# For the number: two scores that differ by d have weights in the ratio $e^d$. Before doubling, words 3 and
# 2 differ by 1: the ratio is 2.718. And after?
#
# </details>

# %% exercise="predictions"
add_ten_to_all = None  # "sharper", "flatter" or "same"
double_all = None
divide_all_by_three = None
ratio_after_doubling = None  # the third word's weight divided by the second's, to one decimal
### BEGIN SOLUTION
add_ten_to_all = "same"
double_all = "sharper"
divide_all_by_three = "flatter"
ratio_after_doubling = 7.4
### END SOLUTION

# %% test="predictions" points=2 folded=true prediction=true
with check.exercise("predictions"):
    check.answered(add_ten_to_all, double_all, divide_all_by_three, ratio_after_doubling)
    for answer in (add_ten_to_all, double_all, divide_all_by_three):
        check.one_of(answer, ["sharper", "flatter", "same"])
    check.equal(add_ten_to_all, "same", rule="adding 10 to all scores")
    check.equal(double_all, "sharper", rule="doubling all scores")
    check.equal(divide_all_by_three, "flatter", rule="dividing all scores by three")
    check.close(ratio_after_doubling, 7.4, rule="the ratio after doubling, to one decimal", tolerance=0.005)

# %% [markdown]
# - $T$ below 1 stretches the differences: sharper, towards *one word takes all*, as in the cold everything
#   sits in the lowest state;
# - $T = 1$ changes nothing;
# - $T$ above 1 shrinks the differences: flatter, towards *all equal*, as in the heat everything is everywhere.

# %% [markdown]
# ### Exercise 3: `softmax_with_temperature(scores, temperature)`  ●○○  5 minutes
#
# Softmax with the knob. Use your `softmax`. A temperature of 0 would divide by zero, and a negative one
# would turn the order upside down, so for both raise a `ValueError` that says what came.
#
# - `scores`: an array of shape `(..., words)`, or a plain list; `temperature`: one number above 0
# - returns: weights, the same shape as the scores
#
# | `scores` | `temperature` | result |
# |---|---|---|
# | `[1, 2, 4]` | `2` | `[0.1402, 0.2312, 0.6285]` |
# | `[1, 2, 4]` | `0.5` | `[0.0024, 0.0179, 0.9796]` |
# | `[1, 2, 4]` | `0` | `ValueError` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# Where in the formula does $T$ stand: inside the exponential, or outside?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# First the check for 0 and below, then divide the scores, then call `softmax` on what you get.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if temperature <= 0: raise ValueError(...)`, then one line: softmax of
# `np.asarray(scores, dtype=float) / temperature`.
#
# </details>


# %% exercise="softmax_with_temperature"
def softmax_with_temperature(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax of scores / temperature along the last axis; ValueError unless temperature > 0."""
    ### BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    return softmax(np.asarray(scores, dtype=float) / temperature)
    ### END SOLUTION


# %% test="softmax_with_temperature" points=2
warm = np.array([1.0, 2, 4])  # one sentence
both_ways = np.array([[1.0, 2, 4], [4, 2, 1]])  # (sentences, words)
cool = np.array([-1.0, -2, -4])
counts = np.arange(1.0, 25).reshape(2, 3, 4)  # three axes: the last one holds the words
with check.exercise("softmax_with_temperature") as rng:
    check.close(softmax_with_temperature(warm, 2), [0.1402, 0.2312, 0.6285], rule="2 flattens the weights of 1, 2, 4")
    check.close(softmax_with_temperature(both_ways, 0.5), [[0.0024, 0.0179, 0.9796], [0.9796, 0.0179, 0.0024]],
                rule="0.5 sharpens each row of a table")
    check.close(softmax_with_temperature(cool, 2), [0.5465, 0.3315, 0.1220], rule="scores below zero: -1, -2, -4")
    check.close(softmax_with_temperature(3 * np.log(counts), 3), counts / counts.sum(axis=-1, keepdims=True),
                rule="with three axes, too, the last one holds the words", tolerance=1e-6)
    check.close(softmax_with_temperature([1, 2, 4], 2), [0.1402, 0.2312, 0.6285], rule="a plain list of scores will do")
    check.close(softmax_with_temperature(np.array([1000.0, 1001]), 0.01), [0, 1], rule="cold and huge at once")
    check.raises(ValueError, lambda: softmax_with_temperature(warm, 0), rule="a temperature of 0 raises ValueError")
    check.raises(ValueError, lambda: softmax_with_temperature(warm, -2.0), says="-2",
                 rule="so does -2, and the error says that it was -2")
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for temperature in (0.05, 0.7, 1, 3.0, 1000):
        many = rng.normal(size=(2, 3, 4))
        truth = scipy_softmax(many / temperature, axis=-1)
        check.close(softmax_with_temperature(many, temperature), truth, rule="random scores and temperatures", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# Turn the knob. (Without a slider you see a row for each of five temperatures.)

# %%
sliders.temperature_slider(words, scores, softmax_with_temperature)

# %% [markdown]
# The picture from the top was typed in. Are its numbers right? Compute them:

# %%
mine = [softmax_with_temperature(scores, value) for value in (0.1, 0.5, 1, 3, 1000)]  # (temperatures, words)
print("largest difference from the numbers typed in above:", np.abs(np.array(mine) - promised).max().round(4))
plots.heat_map(mine, words, names, title="The same five scores, five temperatures")

# %% [markdown]
# They were rounded, no more, and this is the picture from the top. Now every temperature between, for three of the words:

# %%
temperatures = np.geomspace(0.1, 100, 31)
turned = np.stack([softmax_with_temperature(scores, value) for value in temperatures])  # (settings, words)
plots.lines(
    temperatures,
    {"Labrador (score 3)": turned[:, 4], "dog (score 2)": turned[:, 1], "a (score -2)": turned[:, 3]},
    x_label="temperature",
    y_label="weight",
    title="From one word takes all to all equal",
    log_x=True,
)

# %% [markdown]
# The middle curve is the interesting one: "dog" has almost nothing in the cold, where the best word takes
# all, most at a temperature near 2, and its fair fifth in the heat. Where should a model be? It can learn that
# itself, as you will see: scaling the scores *is* a temperature. In lesson 4 you will meet one that is built
# into most attention of today.

# %% [markdown]
# ## 4 Words that are not there
#
# Sentences differ in length, tables do not. To compute with many sentences at once, the short ones are
# filled up with **padding**, and a **mask** of the same shape says what is real. In this whole course:
# **True means a real word, False means padding.** (Some libraries have it the other way round. Check
# before you trust.)
#
# | | | | | |
# |---|---|---|---|---|
# | sentence 1 | The | dog | barks | *padding* |
# | mask | True | True | True | False |
# | sentence 2 | It | barks | *padding* | *padding* |
# | mask | True | True | False | False |
#
# The padding has scores too, whatever the network happened to compute there. Three ideas to keep its
# hands off the weights; here they are on sentence 1, with the scores 2, 1, 0 and, at the padding, 3:

# %%
row, real = np.array([2.0, 1.0, 0.0, 3.0]), np.array([True, True, True, False])
after = softmax(row) * real
print("no mask                   ", np.round(softmax(row), 3))
print("scores times the mask     ", np.round(softmax(row * real), 3))
print("softmax, then times mask  ", np.round(after, 3), "sum", round(after.sum(), 3))

# %% [markdown]
# *Scores times the mask* gives the padding a score of 0, and a score of 0 is a score like any other:
# $e^0 = 1$. *Softmax, then times the mask* has no padding left, but the padding had already taken
# its part, and the rest does not add up to 1. Could one divide once more, by what is left? Often. But a
# padding score of 2000 leaves exactly 0 for the real words, and a row without a real word leaves 0 to divide by.
#
# What works is to take the padding out **before** the exponential: give it a score of minus infinity. Since
# $e^{-\infty} = 0$, it adds nothing to the sum and gets a weight of exactly 0.
#
# One trap is left. If a row is *all* padding, every score is minus infinity, there is nothing to share out,
# and softmax makes `nan` of it. Such rows do occur (a table filled up with empty sentences), and one `nan`
# poisons every sum it enters. Our rule: **a row with no real word gives all zeros.** You may meet code that uses a
# large negative number such as -1e9 in place of minus infinity. That cures the `nan`; but such a row then
# gets weights, as if there were words in it: equal shares, or, where the number is added to the scores and the
# computer keeps enough digits, their plain softmax.

# %% [markdown]
# ### Exercise 4: `masked_softmax(scores, mask)`  ●●○  12 minutes
#
# Softmax over the real words only. The scores at the padding are leftovers: they may be anything, also far
# larger than the others, and must have no influence at all.
#
# - `scores`: an array of shape `(..., words)`; `mask`: the same shape, `True` for a real word
# - returns: weights, the same shape; 0 at the padding; each row with a real word adds up to 1; a row without
#   one is all zeros. Again, `scores` stays as it was
#
# | `scores` | `mask` | result |
# |---|---|---|
# | `[2, 1, 0, 3]` | `[T, T, T, F]` | `[0.6652, 0.2447, 0.0900, 0]` |
# | `[1, 0, 2, 1]` | `[T, T, F, F]` | `[0.7311, 0.2689, 0, 0]` |
# | `[5, 6, 7, 8]` | `[F, F, F, F]` | `[0, 0, 0, 0]` |
#
# (In the table, `T` is short for `True` and `F` for `False`; it has nothing to do with temperature.)
#
# Useful: `np.where(mask, a, b)` takes `a` where the mask is True and `b` elsewhere; `mask.any(axis=-1,
# keepdims=True)` says for each row whether it has a real word.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Your `softmax` already knows what to do with minus infinity, unless a row has nothing else. What harmless
# thing could you give it for such a row?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Scores where the mask is True, minus infinity elsewhere. For rows without a real word use any finite score
# instead, 0 say, so that softmax runs through. Then set every weight at the padding to 0.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `hidden = np.where(mask, scores, -np.inf)`, then
# `safe = np.where(mask.any(axis=-1, keepdims=True), hidden, 0.0)`; and at the end one more `np.where` on
# `softmax(safe)`.
#
# </details>


# %% exercise="masked_softmax"
def masked_softmax(scores: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Softmax over real words (mask True) along the last axis; padding and empty rows get 0."""
    ### BEGIN SOLUTION
    hidden = np.where(mask, scores, -np.inf)
    some_word = np.any(mask, axis=-1, keepdims=True)
    return np.where(mask, softmax(np.where(some_word, hidden, 0.0)), 0.0)
    ### END SOLUTION


# %% test="masked_softmax" points=2
scores_2 = np.array([[2.0, 1, 0, 3], [1, 0, 2, 1]])  # (sentences, words)
mask_2 = np.array([[True, True, True, False], [True, True, False, False]])
alone = np.array([3.0, 1, 2, 5])
counts = np.arange(1.0, 25).reshape(2, 3, 4)  # three axes
real = np.arange(24).reshape(2, 3, 4) % 5 != 0  # padding here and there
with check.exercise("masked_softmax") as rng:
    check.close(masked_softmax(scores_2, mask_2), [[0.6652, 0.2447, 0.0900, 0], [0.7311, 0.2689, 0, 0]],
                rule="real words share everything, padding gets nothing")
    check.close(masked_softmax(alone, alone < 4), [0.6652, 0.0900, 0.2447, 0],
                rule="one sentence alone: 3, 1, 2, with 5 at the padding")
    left = np.where(real, counts, 0)  # e to the power of a logarithm is the count again
    check.close(masked_softmax(np.log(counts), real), left / left.sum(axis=-1, keepdims=True),
                rule="three axes, and padding at any place", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((5,), (3, 5), (2, 3, 4)):
        many, keep = rng.normal(size=size), rng.random(size) < 0.6
        keep[..., 0] = True
        truth = scipy_softmax(np.where(keep, many, -np.inf), axis=-1)
        check.close(masked_softmax(many, keep), truth, rule="random scores and masks", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% test="masked_softmax" what="extremes" points=1
rows = np.array([[5.0, 6, 7], [1, 1, 9]])  # (sentences, words)
rows_real = np.array([[False, False, False], [True, True, False]])
high, low = np.array([0.0, 0, 2000]), np.array([-3000.0, -3000, 0])
with check.exercise("masked_softmax") as rng:
    check.close(masked_softmax(rows, rows_real), [[0, 0, 0], [0.5, 0.5, 0]],
                rule="a row with no real word is all zeros")
    check.close(masked_softmax(rows[0], rows_real[0]), [0, 0, 0], rule="so is a sentence with no real word")
    check.close(masked_softmax(high, rows_real[1]), [0.5, 0.5, 0],
                rule="an enormous score at the padding has no influence")
    check.close(masked_softmax(low, rows_real[1]), [0.5, 0.5, 0],
                rule="real scores far below the padding's share everything")
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((5,), (3, 5), (2, 3, 4)):
        many, keep = rng.normal(size=size), rng.random(size) < 0.6
        keep[..., 0] = True
        truth = scipy_softmax(np.where(keep, many, -np.inf), axis=-1)
        wild = np.where(keep, many, 1e4 * rng.normal(size=size))
        check.close(masked_softmax(wild, keep), truth, rule="whatever the padding holds", tolerance=1e-6)
        check.close(masked_softmax(many + 900, keep), truth, rule="huge scores with a mask")
    check.close(masked_softmax(np.full((2, 3), 7.0), np.zeros((2, 3), dtype=bool)), np.zeros((2, 3)), rule="nothing but empty rows")
    ### END HIDDEN TESTS

# %% [markdown]
# Your function at work, on three sentences of different lengths in one table. The scores at the padding are
# leftovers, one of them the highest of all. Without the mask (left) the padding takes what it likes; with it
# (right), each sentence shares among its own words. Grey is padding.

# %%
sentences = [["The", "dog", "barks", "again"], ["It", "barks", "", ""], ["Woof", "", "", ""]]
leftover = np.array([[1.0, 2, 3, 1], [0, 1, 4, 2], [1, 0, 2, 3]])  # (sentences, words)
is_word = np.array([[word != "" for word in sentence] for sentence in sentences])
rows = [" ".join(word for word in sentence if word) for sentence in sentences]
plots.heat_maps(
    {"no mask": softmax(leftover), "masked": masked_softmax(leftover, is_word)},
    ["word 1", "word 2", "word 3", "word 4"], rows, masks={"masked": is_word},
    title="Three sentences in one table",
)

# %% [markdown]
# ## 5 What does one score do to all the weights?
#
# In lesson 3 a network learns its scores: after each sentence, training asks *"if this score had been a
# little higher, what would have changed?"*. Since the weights add up to 1, nobody gains without somebody
# losing. How much, exactly? Push a score and look.
#
# **Predict.** The weights are 0.5, 0.3, 0.2. The first score goes up by 0.01. The second and third weights both
# fall. Which one falls by more, the larger or the smaller?

# %%
my_guess = None  # "larger" or "smaller"

# %%
start = np.log([0.5, 0.3, 0.2])  # scores whose softmax is exactly these weights
print("your guess:", my_guess)
change = (np.asarray(softmax(start + [0.01, 0, 0])) - softmax(start)) / 0.01
print("change of each weight, divided by the 0.01:", change.round(3))

# %% [markdown]
# Divided by the small push, the first weight gains 0.25, the second loses 0.15, the third 0.10: together 0.
# Such a quotient is a **derivative**: it says how fast a weight changes as a score begins to move. Those
# who have more, lose more, in proportion. Calculus gives the exact numbers. Read the left side as *"how fast
# weight i changes with score j"*:
#
# $$\frac{\partial w_i}{\partial s_i} = w_i - w_i w_i \qquad\qquad \frac{\partial w_i}{\partial s_j} = -\,w_i w_j \quad (i \ne j)$$
#
# <details><summary>Where this comes from, in four lines</summary>
#
# Write $w_i = e^{s_i} / Z$ with $Z = \sum_k e^{s_k}$. The derivative of $e^{s_i}$ by $s_j$ is $e^{s_i}$ if
# $i = j$ and 0 otherwise; the derivative of $Z$ by $s_j$ is $e^{s_j}$.
#
# By the rule for quotients, for $i = j$: $(e^{s_i} Z - e^{s_i} e^{s_i}) / Z^2 = w_i - w_i w_i$;
#
# and for $i \ne j$: $(0 \cdot Z - e^{s_i} e^{s_j}) / Z^2 = -w_i w_j$.
#
# </details>
#
# So $0.5 - 0.5 \cdot 0.5 = 0.25$, then $-0.5 \cdot 0.3 = -0.15$ and $-0.5 \cdot 0.2 = -0.10$, as measured. All of
# them in one table, with a row for each weight and a column for each score, are the **Jacobian** of softmax:
#
# $$J = \operatorname{diag}(w) - w\,w^\top$$
#
# $\operatorname{diag}(w)$ is the square table with the weights on the diagonal and zeros elsewhere, and
# $w\,w^\top$ (the *outer product*) the one that holds $w_i w_j$ in row $i$, column $j$. (In numpy that is
# `np.outer(w, w)`; `w @ w` would be a single number, and `w * w` a single row.) For our three weights:
#
# $$\begin{pmatrix} 0.5 & 0 & 0 \\ 0 & 0.3 & 0 \\ 0 & 0 & 0.2 \end{pmatrix} -
# \begin{pmatrix} 0.25 & 0.15 & 0.10 \\ 0.15 & 0.09 & 0.06 \\ 0.10 & 0.06 & 0.04 \end{pmatrix} =
# \begin{pmatrix} 0.25 & -0.15 & -0.10 \\ -0.15 & 0.21 & -0.06 \\ -0.10 & -0.06 & 0.16 \end{pmatrix}$$

# %% [markdown]
# ### Exercise 5: `softmax_jacobian(weights)`  ●●○  6 minutes
#
# Build this table from the weights. That the scores are not needed is one of the pleasant facts about softmax.
#
# - `weights`: the result of a softmax, shape `(words,)`
# - returns: shape `(words, words)`; row i, column j holds how weight i changes per unit of score j
#
# Example: `[0.5, 0.3, 0.2]` gives the last matrix above.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two tables and a minus sign. numpy has a function for each table.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `np.diag` puts an array on a diagonal; `np.outer(a, b)` holds the product of each entry of `a` with each entry
# of `b`. Two nested loops over the formula with the two cases do as well.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# One line: the diagonal table of the weights, minus the outer product of the weights with themselves.
#
# </details>


# %% exercise="softmax_jacobian"
def softmax_jacobian(weights: np.ndarray) -> np.ndarray:
    """How each weight (row) changes per unit of each score (column): (words,) -> (words, words)."""
    ### BEGIN SOLUTION
    return np.diag(weights) - np.outer(weights, weights)
    ### END SOLUTION


# %% test="softmax_jacobian" points=2
three, four = np.array([0.5, 0.3, 0.2]), np.array([0.412, 0.271, 0.203, 0.114])  # weights
with check.exercise("softmax_jacobian") as rng:
    check.close(softmax_jacobian(three), [[0.25, -0.15, -0.10], [-0.15, 0.21, -0.06], [-0.10, -0.06, 0.16]],
                rule="the worked example: 0.5, 0.3, 0.2")
    check.jacobian(softmax_jacobian(four), lambda s: np.exp(s) / np.exp(s).sum(), np.log(four),
                   rule="four words: agrees with nudging each score", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for count in (1, 2, 4, 7):
        point = rng.normal(size=count)
        check.jacobian(softmax_jacobian(scipy_softmax(point)), scipy_softmax, point, rule="agrees with nudging each score", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# A formula is a claim; measure it. Nudge each of the five scores of our sentence up and down a little, see how
# far each weight moves, and compare with your table. This check is called *finite differences*, and it has saved
# many a researcher from publishing nonsense.

# %%
step = 1e-5
measured = np.zeros((5, 5))
for j, nudge in enumerate(step * np.eye(5)):  # nudge one score at a time
    measured[:, j] = (np.asarray(softmax(scores + nudge)) - softmax(scores - nudge)) / (2 * step)
computed = softmax_jacobian(softmax(scores))
print("largest difference between formula and measurement:", f"{np.abs(computed - measured).max():.1e}")

# %% [markdown]
# One consequence matters for everything that follows. Make the model surer of itself, by multiplying all
# scores, and look at the largest number in the table: the most that any weight can still be moved.

# %%
for factor in (0.5, 1, 3, 10):
    weights = softmax(factor * scores)
    print(f"scores times {factor:4}: heaviest weight {np.max(weights):.4f}, largest entry {np.max(softmax_jacobian(weights)):.5f}")

# %% [markdown]
# The surer the softmax, the less a change of any of its inputs does to the weights: with a weight of nearly 1 or
# nearly 0, the entry $w_i - w_i w_i$ is nearly 0. (With a weight of exactly 0 its whole row and column are 0,
# and no score could move it any more: that was rule 1. The table is about the scores *after* the factor. For whoever
# makes the scores before it, the factor multiplies: small factors pass little on as well. Lesson 4 weighs both.)
# And training works by changing scores. It measures how wrong an answer is (that number is called the *loss*;
# more in lesson 3), and asks of each score: how would the loss change with it? The answer is the *signal* that
# comes back to the score. It has to pass through this table, so **attention that is very sure of itself passes
# hardly any signal back**; where it is sure too early, it is slow to learn better.
#
# One must not take that too far. A network that names one of several topics *ends* in a softmax, too, and there
# the loss is made to fit: the signal at a score is the weight it got minus the weight it should have had (1 for
# the right topic, 0 for the others). That is *large* where the model is sure and wrong.

# %% [markdown]
# ## 6 What can go wrong
#
# **Overflow is nearer than it seems.** To save memory, many models compute with 16 bits a number. In the older
# of the two common forms, `float16`, the largest number is 65,504, and it does not take a score of 1000 to get
# past it:

# %%
with np.errstate(over="ignore"):
    for score in (10, 11, 12):
        print("e to the", score, "in half precision:", np.exp(np.float16(score)))

# %% [markdown]
# A score of 12 is nothing unusual. (The usual 16 bits of today, `bfloat16`, reach as far as 32 bits do, about
# $3 \cdot 10^{38}$, which a score of 89 passes.) Every serious softmax subtracts the largest score first; now
# you know why.
#
# **Softmax cannot say "none of these".** The weights add up to 1, even where nothing fits. Here is a query
# that has nothing to do with any word, and one that fits one word a little and the rest not at all:

# %%
print("all scores -50:      ", np.round(softmax(np.full(5, -50.0)), 3))
print("one at -48, rest -50:", np.round(softmax(np.array([-50, -48, -50, -50, -50.0])), 3))

# %% [markdown]
# A miserable score of -48 wins two thirds of all attention, because it is the best there is. Large language models
# found their own way out: with nothing to look at, they park their attention on the first word (or piece of a
# word) of the text, whatever it is. Xiao and colleagues (2023) noticed when they cut the first words from the memory of such
# models and the text fell apart; they called them *attention sinks*.
#
# **A mask the wrong way round** raises no error. It gives weights that add up to 1, all of them on padding; the
# model trains, and is merely bad. The check of exercise 4 recognises it (try it: write `~mask`); in lesson 6
# we will measure what it costs.

# %% [markdown]
# ## In short
#
# 1. **softmax**: $w_i = e^{s_i} / \sum_j e^{s_j}$, along the words. Positive, sums to 1, and only the differences
#    of scores count. Never exactly 0 for a finite score.
# 2. **Subtract the largest score of each row** first, or large scores become `nan`.
# 3. **Temperature** $T$: softmax of $s / T$. Cold is sharp, hot is flat.
# 4. **Mask**: True is a real word. Padding gets a score of $-\infty$ *before* the exponential; an empty row gives zeros.
# 5. **Jacobian**: $\operatorname{diag}(w) - w\,w^\top$. Nobody gains without somebody losing, and weights that are
#    sure of themselves hardly move.
#
# *To read next.* J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs", 1990 (the
# name softmax). G. Xiao, Y. Tian, B. Chen, S. Han, M. Lewis, "Efficient Streaming Language Models with Attention
# Sinks", 2023, arXiv:2309.17453.
#
# Next: *03 Learned importance*. Nobody will rate a million sentences. Can a model learn which words matter?
