# %% [markdown]
# # 01 Word importance
#
# *Which words of "The dog is a Labrador." would you keep, if you could keep two?*
#
# Most people keep "dog" and "Labrador". You did that without thinking; this lesson does it with
# numbers. You will rate the words, turn your ratings into **weights**, and use the weights to
# boil the sentence down to a single point, a **summary**, drawn as an arrow that swings as you
# change your mind. Then you will ask the sentence two different questions, and watch different
# words become important.
#
# About 90 minutes; the end of section 3 is a good place for a break. Nothing but numpy. Everything
# later in the course, up to the translator of lesson 6, is these steps again, with the ratings made
# by a network instead of by you.

# %% setup="imports"
import numpy as np

from helpers import check, plots, sliders

words = ["The", "dog", "is", "a", "Labrador"]
vectors = np.array([  # (words, 2): how animal-like, how specific
    [0.08, 0.22],  # The
    [0.95, 0.40],  # dog
    [0.15, 0.03],  # is
    [0.02, 0.12],  # a
    [0.85, 0.95],  # Labrador
])

# %% [markdown]
# This is where you are going: five words as points on a plane, bigger discs for words that count
# more, and an arrow for what the sentence boils down to. Here every word counts the same, and the
# arrow ends in the middle of nowhere in particular. Your weights will do better.

# %%
plots.meaning(words, vectors, [0.2] * 5, vectors.mean(axis=0), title="Every word counts the same")

# %% [markdown]
# ## 1 Rate the words
#
# A computer needs words as numbers. Here each word gets two: how *animal-like* it is, and how
# *specific*. "Labrador" is high in both; "dog" is a little more animal-like still, but much less
# specific; "is" is neither. We chose these ten numbers by hand; two for each word are few enough to draw. In lesson 3
# a network chooses them, a few dozen for each word.
#
# **Predict.** Give every word a rating from 0 (could go) to 10 (must stay), as you feel it. There
# is no right answer; we will come back to yours.

# %%
my_ratings = [0, 0, 0, 0, 0]  # The, dog, is, a, Labrador: change these

# %% [markdown]
# How do ratings become something to calculate with? We turn them into **shares of a whole**: divide
# each by their sum. These shares are called **weights**. They are never negative, and they add up to 1.
#
# Take three words and ratings you can do on a napkin:
#
# | word | rating | weight |
# |---|---|---|
# | The | 1 | 1 / 8 = 0.125 |
# | dog | 4 | 4 / 8 = 0.5 |
# | barks | 3 | 3 / 8 = 0.375 |
# | *sum* | *8* | *1* |
#
# **Predict.** If all three ratings are doubled, to 2, 8 and 6, what happens to the weight of
# "dog"? Write `"grows"`, `"shrinks"` or `"stays"`, run the cell, and then the one after it.

# %%
my_guess = None

# %%
print("your guess:", my_guess)
print("weights of 1, 4, 3:", np.array([1, 4, 3]) / 8)
print("weights of 2, 8, 6:", np.array([2, 8, 6]) / 16)

# %% [markdown]
# Nothing moved: dividing by the sum throws the scale away and keeps the proportions. Somebody who
# rates from 0 to 100 and somebody who rates from 0 to 10 can mean the same.
#
# Some numpy, in case it is new to you; it is all you need for the first exercise:
#
# ```python
# ratings = np.asarray([1, 4, 3], dtype=float)  # a list becomes an array, and one can calculate:
# ratings / 8                                   # every entry at once: [0.125, 0.5, 0.375]
# ratings.sum(), len(ratings)                   # 8.0 and 3
# (ratings < 0).any()                           # False: "is any entry negative?"
# np.full(4, 0.25)                              # [0.25, 0.25, 0.25, 0.25]
# ```
#
# The **shape** of an array says how many entries it has in each direction: `ratings.shape` is `(3,)`,
# three in a row; `vectors.shape` is `(5, 2)`, five rows of two. A direction is called an **axis**:
# axis 0 runs down the rows, here the words, axis 1 along each row. In the texts we write
# `(words, size)` in place of `(5, 2)`: one row per word, `size` numbers in each.

# %% [markdown]
# ### Exercise 1: `importance_to_weights(ratings)`  ●○○  6 minutes
#
# Turn ratings into weights: divide each by the sum. Two cases need a decision, and these are
# ours. If **all ratings are 0**, nothing tells the words apart, so all get **equal weights**. A
# **negative rating** has no meaning as a share: raise a `ValueError` that says so.
#
# - `ratings`: a list or an array of numbers, one per word, shape `(words,)`
# - returns: an array of weights, shape `(words,)`
#
# | `ratings` | result |
# |---|---|
# | `[1, 4, 3]` | `[0.125, 0.5, 0.375]` |
# | `[0, 0, 0, 0]` | `[0.25, 0.25, 0.25, 0.25]` |
# | `[1, -1]` | `ValueError` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# There are three cases. Which one must be looked for before anything is divided?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Make an array; if any entry is below 0, raise; take the sum; if the sum is 0, give every word
# one over the number of words; otherwise divide.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `raise ValueError("a rating is negative")` stops the function with an error.
# `np.full(n, 1 / n)` is an array of `n` entries that are all `1 / n`.
#
# </details>


# %% exercise="importance_to_weights"
def importance_to_weights(ratings: np.ndarray) -> np.ndarray:
    """Turn ratings (words,) into weights (words,) that are never negative and sum to 1.

    All-zero ratings give equal weights; a negative rating raises ValueError.
    """
    ### BEGIN SOLUTION
    ratings = np.asarray(ratings, dtype=float)
    if (ratings < 0).any():
        raise ValueError(f"ratings must not be negative, got {ratings}")
    total = ratings.sum()
    if total == 0:
        return np.full(len(ratings), 1 / len(ratings))
    return ratings / total
    ### END SOLUTION


# %% test="importance_to_weights" points=1
three, one_zero = np.array([1, 4, 3]), np.array([0, 2, 5])  # whole numbers are ratings too
with check.exercise("importance_to_weights") as rng:
    check.close(importance_to_weights(three), [0.125, 0.5, 0.375], rule="1, 4, 3 are divided by 8")
    check.close(importance_to_weights([5, 3, 2]), [0.5, 0.3, 0.2], rule="a plain list does as well: 5, 3, 2")
    check.close(importance_to_weights(one_zero), [0, 2 / 7, 5 / 7], tolerance=1e-6,
                rule="one rating of 0 is a rating like any other: 0, 2, 5")
    ### BEGIN HIDDEN TESTS
    for count in (1, 2, 7, 12):
        ratings = rng.integers(0, 10, size=count) + (np.arange(count) == 0)
        truth = ratings / ratings.sum()
        check.close(importance_to_weights(ratings), truth, rule="proportions for any ratings", tolerance=1e-6)
        sevenths = (ratings / 7).tolist()
        check.close(importance_to_weights(sevenths), truth, rule="ratings need not be whole numbers", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% test="importance_to_weights" what="special" points=1
all_zero = np.zeros(3)
with check.exercise("importance_to_weights") as rng:
    check.close(importance_to_weights([0, 0, 0, 0]), [0.25] * 4, rule="all-zero ratings: equal weights for four")
    check.close(importance_to_weights(all_zero), [1 / 3] * 3, tolerance=1e-6,
                rule="all-zero ratings: equal weights for three")
    check.raises(ValueError, lambda: importance_to_weights([5, -1]), rule="a negative rating raises ValueError: 5, -1")
    check.raises(ValueError, lambda: importance_to_weights([1, -1]), rule="also where the ratings add up to 0: 1, -1")
    check.raises(ValueError, lambda: importance_to_weights([-2, -6]), rule="also where all are negative: -2, -6")
    ### BEGIN HIDDEN TESTS
    for kind in rng.permutation(["zeros", "zeros", "some", "some", "all", "sum"]):
        ratings = rng.integers(1, 10, size=rng.integers(2, 12))
        signs = np.where(np.arange(len(ratings)) == rng.integers(len(ratings)), -1, 1)
        if kind == "zeros":
            truth = np.full(len(ratings), 1 / len(ratings))
            check.close(importance_to_weights(0 * ratings), truth, rule="all-zero ratings, any length", tolerance=1e-6)
        elif kind == "some":
            check.raises(ValueError, lambda: importance_to_weights(ratings * signs), rule="negative among others")
        elif kind == "all":
            check.raises(ValueError, lambda: importance_to_weights(-ratings), rule="all negative")
        else:
            balanced = rng.permutation(np.concatenate([ratings, -ratings]))
            check.raises(ValueError, lambda: importance_to_weights(balanced), rule="negative that sums to zero")
    ### END HIDDEN TESTS

# %% [markdown]
# Now your own ratings. If they are still five zeros, this is what "nothing tells the words apart"
# looks like; go back and rate.

# %%
plots.bars(words, importance_to_weights(my_ratings), title="Your weights")

# %% [markdown]
# ## 2 From weights to a summary
#
# Each word is a point on the plane: its vector. The weights say how much each point counts. The
# **weighted summary** multiplies every word's vector by the word's weight and adds them all up:
#
# $$\text{summary} = \sum_i \text{weight}_i \cdot \text{vector}_i$$
#
# With three words and two numbers each:
#
# | word | weight | vector | weight times vector |
# |---|---|---|---|
# | The | 0.2 | (1, 2) | (0.2, 0.4) |
# | dog | 0.5 | (3, 0) | (1.5, 0.0) |
# | barks | 0.3 | (0, 5) | (0.0, 1.5) |
# | *sum* | *1* | | *(1.7, 1.9)* |
#
# The summary is a point too, with as many numbers as each word has. It lies somewhere *between*
# the words: each word pulls it, and a heavy word pulls harder. This sum is at the heart of every
# attention mechanism in this course, where its result is called the *context*. (There are variants
# that pick a single word by chance instead; lesson 8 meets one.)

# %% [markdown]
# ### Exercise 2: `weighted_summary(weights, vectors)`  ●○○  5 minutes
#
# Boil a sentence down to one vector: the sum of weight times vector. The weights already add up
# to 1, so nothing is divided any more.
#
# - `weights`: an array of shape `(words,)`
# - `vectors`: an array of shape `(words, size)`, one row per word; `size` is 2 here and more later
# - returns: the summary, shape `(size,)`
#
# Example: `weights = [0.2, 0.5, 0.3]` and `vectors = [[1, 2], [3, 0], [0, 5]]` give `[1.7, 1.9]`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# In the table, each row is one word. Along which direction are the numbers added?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# A loop over the words is fine: start from `np.zeros(size)`, add `weight * vector` each time. Shorter:
# vector times matrix is this very sum, and numpy writes it `@`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.asarray(weights) @ np.asarray(...)`: shape `(words,)` times shape `(words, size)` leaves
# shape `(size,)`.
#
# </details>


# %% exercise="weighted_summary"
def weighted_summary(weights: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """The sum of weight times vector: weights (words,), vectors (words, size) -> (size,)."""
    ### BEGIN SOLUTION
    return np.asarray(weights) @ np.asarray(vectors)
    ### END SOLUTION


# %% test="weighted_summary" points=2
share, points = np.array([0.2, 0.5, 0.3]), np.array([[1, 2], [3, 0], [0, 5]])  # (words,), (words, size)
one_word, three_numbers = np.array([0.0, 1.0]), np.array([[3.0, 4, 5], [6, 7, 8]])
thirds, fractions = np.array([2 / 3, 1 / 3]), np.array([[1, 0.5, 0.1], [0, 0.25, 0.7]])
with check.exercise("weighted_summary") as rng:
    check.close(weighted_summary(share, points), [1.7, 1.9], rule="the example of the table")
    check.close(weighted_summary(one_word, three_numbers), [6, 7, 8],
                rule="all the weight on one word gives that word's vector")
    check.close(weighted_summary(thirds, fractions), [2 / 3, 5 / 12, 0.3], tolerance=1e-6,
                rule="any numbers, to the last digit: 2/3 and 1/3")
    ### BEGIN HIDDEN TESTS
    for count, size in ((1, 2), (4, 3), (6, 5), (5, 1)):
        weights = rng.dirichlet(np.ones(count))
        rows = rng.normal(size=(count, size))
        slow = np.einsum("w,ws->s", weights, rows)
        check.close(weighted_summary(weights, rows), slow, rule="random words, any size", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# Here is the sentence as points, with the ratings 1, 6, 1, 1, 7, and the summary as an arrow. The
# bigger the disc, the heavier the word. The slider turns the rating of "Labrador" from 0 to 20:
# watch the arrow swing. (If you see no slider, you see the picture for a rating of 7.)


# %%
def draw_rating(rating: float) -> plots.Picture:
    """The sentence on the plane when 'Labrador' has this rating and the others keep theirs."""
    weights = np.asarray(importance_to_weights([1, 6, 1, 1, rating]))
    summary = weighted_summary(weights, vectors)
    return plots.meaning(words, vectors, weights, summary, title=f"Labrador rated {rating:g}")


sliders.slider(draw_rating, "rating of Labrador", range(21), start=7)

# %% [markdown]
# Two things to notice. The tip of the arrow never leaves the area between the words: a weighted summary is
# always a compromise. And however high "Labrador" is rated, **every other word keeps a share**, so
# the arrow never quite arrives. Attention turns words down; it does not cut them out. (A rating of
# exactly 0 does cut a word out. From lesson 2 on, weights come from a function that leaves every
# word something, unless one hides a word from it on purpose, or the something is too small for a
# computer to write down.)
#
# And your own ratings?

# %%
my_weights = np.asarray(importance_to_weights(my_ratings))
plots.meaning(words, vectors, my_weights, weighted_summary(my_weights, vectors), title="Your ratings")

# %% [markdown]
# ## 3 Is a heavy word an important word?
#
# You *said* how important each word is. One can also *measure* it: leave the word out and see how
# far the summary moves. If nothing much happens, the word can hardly have mattered.
#
# Leaving a word out means its rating and its vector are gone, **and the remaining ratings are
# turned into weights anew**, so that they add up to 1 again. With ratings 1, 1, 1 and
# vectors (0, 0), (3, 0), (0, 6):
#
# - all three words: weights 1/3 each, summary (1, 2);
# - without the first: weights 1/2 each, summary (1.5, 3). It moved by (0.5, 1). How far is that? As
#   the crow flies (Pythagoras): $\sqrt{0.5^2 + 1^2} = 1.118$;
# - without the second: summary (0, 3), moved by (-1, 1): 1.414;
# - without the third: summary (1.5, 0), moved by (0.5, -2): 2.062.
#
# **Predict.** Suppose "dog" is rated 7 and "Labrador" 6, the rest 1. Which of the two moves the
# summary more when it is left out? Here is the plane: where does the arrow end, and how far from
# there is each word? Look, write `"dog"` or `"Labrador"` into the cell below the picture, and go on.

# %%
ratings = [1, 7, 1, 1, 6]
weights = np.asarray(importance_to_weights(ratings))
plots.meaning(words, vectors, weights, weighted_summary(weights, vectors), title="Rated 1, 7, 1, 1, 6")

# %%
my_guess = None  # "dog" or "Labrador"

# %% [markdown]
# ### Exercise 3: `leave_one_out(ratings, vectors)`  ●●○  10 minutes
#
# For each word: how far does the summary move when the word is left out and the rest re-weighted?
# Use the two functions you already have.
#
# - `ratings`: shape `(words,)`; `vectors`: shape `(words, size)`; at least two words
# - returns: one distance per word, shape `(words,)`, never negative
#
# Example: `ratings = [1, 1, 1]`, `vectors = [[0, 0], [3, 0], [0, 6]]` give
# `[1.118, 1.414, 2.062]`.
#
# Useful: `np.delete(ratings, i)` is the array without entry `i`; for the rows of a matrix it is
# `np.delete(vectors, i, axis=0)`. The length of an arrow `d` is `np.linalg.norm(d)`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What do you need to know about the whole sentence before the loop starts?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# First the summary of all words. Then, for each `i`: ratings and vectors without `i`, new weights
# from those ratings, a new summary, and the length of the difference to the first one.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Inside the loop over `i`:
# `weights = importance_to_weights(np.delete(ratings, i))`, then
# `np.linalg.norm(full - weighted_summary(weights, ...))`, collected in a list.
#
# </details>


# %% exercise="leave_one_out"
def leave_one_out(ratings: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """How far the summary moves without each word: (words,), (words, size) -> (words,)."""
    ### BEGIN SOLUTION
    full = weighted_summary(importance_to_weights(ratings), vectors)
    distances = []
    for i in range(len(ratings)):
        weights = importance_to_weights(np.delete(ratings, i))
        without = weighted_summary(weights, np.delete(vectors, i, axis=0))
        distances.append(np.linalg.norm(full - without))
    return np.array(distances)
    ### END SOLUTION


# %% test="leave_one_out" points=3
alike, corners = np.array([1.0, 1, 1]), np.array([[0.0, 0], [3, 0], [0, 6]])  # (words,), (words, size)
rated, in_space = np.array([2.0, 1, 5, 2]), np.array([[1.0, 0, 0], [0, 2, 0], [1, 1, 3], [4, 0, 1]])
silent, beside = np.array([3.0, 0, 1]), np.array([[1.0, 2], [9, 9], [5, 2]])
alone, others = np.array([4.0, 0, 0]), np.array([[1.0, 0], [0, 3], [2, 1]])
with check.exercise("leave_one_out") as rng:
    check.close(leave_one_out(alike, corners), np.sqrt([1.25, 2, 4.25]), rule="the example: 1, 1, 1", tolerance=1e-6)
    check.close(leave_one_out(rated, in_space), [0.4763, 0.2904, 1.4248, 0.6722],
                rule="unequal ratings, and vectors of three numbers")
    check.close(leave_one_out(silent, beside), [3, 0, 1], rule="a word rated 0 can go without a trace")
    check.close(leave_one_out(alone, others), [2, 0, 0], rule="when all the rest is rated 0, the rest is equal")
    check.close(leave_one_out([3, 1], [[0, 0], [4, 0]]), [3, 1], rule="two words, as plain lists")
    ### BEGIN HIDDEN TESTS
    for count, size in ((2, 3), (4, 2), (6, 5)):
        some = rng.integers(1, 10, size=count).astype(float)
        spots = rng.normal(size=(count, size))
        part = some / some.sum()
        # leaving word i out moves the summary by w/(1-w) times its distance to the word
        truth = part / (1 - part) * np.linalg.norm(spots - part @ spots, axis=1)
        check.close(leave_one_out(some, spots), truth, rule="random sentences", tolerance=1e-6)
    ### END HIDDEN TESTS

# %%
moved = leave_one_out(ratings, vectors)
print("your guess:", my_guess)
plots.bars(words, [weights, moved], names=["weight", "distance moved without it"], label="",
           title="Weight, and effect (ratings 1, 7, 1, 1, 6)")

# %% [markdown]
# Compare blue with blue and orange with orange: a weight and a distance are measured in different units.
# "dog" is the heavier word, 0.44 against 0.38, yet "Labrador" moves the summary more. The plane says
# why: the arrow ends nearer to "dog" than to "Labrador", and a word that lies near the compromise moves
# it less when it goes. There is even an exact law, for every weight $w$ below 1. A word that is left out
# moves the summary by
#
# $$\frac{w}{1 - w} \cdot \text{its distance from the summary}$$
#
# Let us see whether it gives both bars:

# %%
summary = weighted_summary(weights, vectors)
for word in ("dog", "Labrador"):
    i = words.index(word)
    away = np.linalg.norm(vectors[i] - summary)
    law = weights[i] / (1 - weights[i]) * away
    print(f"{word:9} weight {weights[i]:.2f}   distance {away:.2f}   by the law {law:.2f}   measured {moved[i]:.2f}")

# %% [markdown]
# A **weight** says how much of a word goes into the mixture. How much the result *depends* on the
# word is another question: here the law answers it, behind a network it has to be measured. Keep this
# in mind: in lesson 7 you will ask it of a trained translator, where many people read weights as
# explanations.

# %% [markdown]
# ## 4 Important for what?
#
# So far each word had *one* rating. But importance depends on what you want to know. Ask the
# sentence **"what is it?"**, or ask it **"which kind?"**: you would look for the answer in different
# places.
#
# A question can be a vector too: the direction on the plane in which one looks for the answer.
# "What is it?" looks along *animal-like*, so it is `[1, 0]`; "which kind?" looks along *specific*,
# so it is `[0, 1]`. A word's rating is then how far it lies in that direction: multiply the
# word's vector with the question, number by number, and add (the **dot product**). For "The", whose
# vector is (0.08, 0.22), that makes $0.08 \cdot 1 + 0.22 \cdot 0 = 0.08$ under the first question and
# $0.08 \cdot 0 + 0.22 \cdot 1 = 0.22$ under the second. (numpy writes this `vectors @ question`, for
# all words at once.)
#
# ### Exercise 4: `predictions`  ●○○  4 minutes
#
# Before any picture is drawn: which word do you think gets the most weight under each question, and
# which word's weight grows by the largest amount from the first question to the second? Put each of
# the three words in place of `None`, in quotes and exactly as it stands in `words`, and delete the
# line with `raise`. The vectors are in the first cell of this lesson. Then run on, see, and come back to mend what
# surprised you: it is the last version that counts. (The check is folded away, so that it gives
# nothing away; run it as it is.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Under "what is it?" the ratings are the first column of `vectors`, under "which kind?" the second.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# For the third, you need both weights of each word: divide each column by its sum.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# The columns add up to 2.05 and 1.72. "dog" has 0.95 / 2.05 = 0.46 under the first question and
# 0.40 / 1.72 = 0.23 under the second: it loses. Do the same for the others.
#
# </details>

# %% exercise="predictions"
heaviest_for_what_is_it = None
heaviest_for_which_kind = None
gains_most = None  # by amount, from "what is it?" to "which kind?"
### BEGIN SOLUTION
heaviest_for_what_is_it = "dog"
heaviest_for_which_kind = "Labrador"
gains_most = "Labrador"
### END SOLUTION

# %% test="predictions" points=1 folded=true prediction=true
with check.exercise("predictions"):
    check.answered(heaviest_for_what_is_it, heaviest_for_which_kind, gains_most)
    for guess in (heaviest_for_what_is_it, heaviest_for_which_kind, gains_most):
        check.one_of(guess, ["The", "dog", "is", "a", "Labrador"])
    check.equal(heaviest_for_what_is_it, "dog", rule="the heaviest word under 'what is it?'")
    check.equal(heaviest_for_which_kind, "Labrador", rule="the heaviest word under 'which kind?'")
    check.equal(gains_most, "Labrador", rule="the word whose weight grows most")

# %% [markdown]
# And now the picture: the same five words, weighed for two questions.

# %%
questions = {"what is it?": np.array([1.0, 0.0]), "which kind?": np.array([0.0, 1.0])}
answers = {name: np.asarray(importance_to_weights(vectors @ question)) for name, question in questions.items()}
plots.bars(words, list(answers.values()), names=list(answers), title="One sentence, two questions")

# %% [markdown]
# And the summaries, on the plane. (The colours are new: here blue are the words; the legend names the arrows.)

# %%
arrows = {name: weighted_summary(weights, vectors) for name, weights in answers.items()}
plots.meaning(words, vectors, None, arrows, title="Two questions, two summaries")

# %% [markdown]
# "dog" goes from 0.46 to 0.23 and "Labrador" from 0.41 to 0.55, and the arrow swings. It does not swing
# far: under "what is it?" the two are nearly level. Shares of a sum are a blunt tool, for whoever is a
# little ahead gets only a little more. The next lesson sharpens it.

# %% [markdown]
# This is attention in miniature. A **query** (the question) is compared with every word; the
# comparison gives a rating; ratings become weights; weights make a summary that answers *this*
# query. Nothing about the words has changed between the two questions, only what is asked of them.
# In lesson 4 the query becomes a vector that a network computes; in lesson 6 the translator asks a
# new question for each word it writes.

# %% [markdown]
# ## 5 How many words count?
#
# Weights of 0.5, 0.25, 0.25 and 0: how many words is that? Not four, for the last has nothing. Three
# have something, but one of them has half. A fair answer lies between 1 (a single word has it all)
# and the number of words (all share alike), and there is a standard one, from information theory.
#
# A word with a share of 1/4 looks like one of four equals, one with 1/2 like one of two: a share of
# $w$ speaks of $1/w$ words. To get one number out of this, take the average of what the words say,
# each with its own weight as its say. The plain average will not do: in $\sum_i w_i \cdot 1/w_i$ every
# term is 1, so it counts the words that have anything at all, three in our example. Average the *logarithms* instead, and undo the logarithm at the end:
# that is a geometric mean, in which a crumb that "speaks of a hundred words" cannot shout down the
# rest. The average of the logarithms has a name, the **entropy** of the weights (Shannon 1948):
#
# $$H = \sum_i w_i \ln \frac{1}{w_i} = -\sum_i w_i \ln w_i$$
#
# with the natural logarithm, and **$0 \ln 0$ counted as 0**: a word without weight has no say.
# And $e^{H}$ is the **effective number of words**. (Elsewhere you may meet it as *perplexity*, or, among
# ecologists, as the Hill number of order 1.) Three examples:
#
# - weights 0.5, 0.25, 0.25, 0: $H = 0.5 \cdot 0.693 + 0.25 \cdot 1.386 + 0.25 \cdot 1.386 + 0 = 1.040$,
#   and $e^{1.040} = 2.83$ words;
# - four equal weights: $H = \ln 4$, and $e^{\ln 4} = 4$ words;
# - all on one word: $H = 0$, and $e^0 = 1$ word.


# %% [markdown]
# ### Exercise 5: `effective_words(weights)`  ●●○  10 minutes
#
# Say how many words count, as e to the entropy. We will use it to see how sharply a model looks:
# 1.2 means it stares at one word, 9.5 of 10 means it looks everywhere.
#
# - `weights`: an array or a plain list, shape `(words,)`, not negative, sum 1; zeros are allowed
# - returns: one number between 1 and the number of words
#
# | `weights` | result |
# |---|---|
# | `[0.5, 0.25, 0.25, 0]` | `2.828` |
# | `[0.25, 0.25, 0.25, 0.25]` | `4.0` |
# | `[0, 1, 0]` | `1.0` |
#
# Useful: `np.log` is the natural logarithm of every entry, `np.exp` is e to the power of, and `ratings[ratings > 3]` keeps only the entries above 3.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What does `np.log(0)` give, and what is 0 times that? Try it in a cell of your own.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Words without weight add nothing to the sum, so leave them out of it: an array can be indexed
# with a condition.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# With `weights = np.asarray(weights)`, `some = weights[weights > 0]` keeps the words with a share; the
# entropy is `-(some * np.log(some)).sum()`; and `np.exp` is e to the power of.
#
# </details>


# %% exercise="effective_words"
def effective_words(weights: np.ndarray) -> float:
    """The effective number of words, e to the entropy of the weights (words,)."""
    ### BEGIN SOLUTION
    weights = np.asarray(weights, dtype=float)
    some = weights[weights > 0]
    return float(np.exp(-(some * np.log(some)).sum()))
    ### END SOLUTION


# %% test="effective_words" points=2
halves, fifths, one_only = np.array([0.5, 0.25, 0.25, 0]), np.full(5, 0.2), np.array([0.0, 1, 0])
uneven = np.array([0.7, 0, 0.2, 0.07, 0.03])
with check.exercise("effective_words") as rng:
    check.close(effective_words(halves), 2**1.5, rule="half, a quarter, a quarter, nothing: 2.83 words", tolerance=1e-6)
    check.close(effective_words(fifths), 5, rule="five equal weights are five words", tolerance=1e-6)
    check.close(effective_words(one_only), 1, rule="all the weight on one word is one word", tolerance=1e-6)
    check.close(effective_words(uneven), 2.3700, rule="0.7, 0, 0.2, 0.07, 0.03 are 2.37 words")
    check.close(effective_words([0.5, 0.5]), 2, rule="a plain list does as well: 0.5, 0.5", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.stats import entropy

    for count in (1, 3, 8):
        weights = rng.dirichlet(np.ones(count))
        padded, truth = np.concatenate([weights, np.zeros(2)]), np.exp(entropy(weights))
        check.close(effective_words(weights.copy()), truth, rule="random weights", tolerance=1e-6)
        check.close(effective_words(padded), truth, rule="words without weight add nothing", tolerance=1e-6)
        check.close(effective_words(padded.tolist()), truth, rule="a plain list does as well", tolerance=1e-6)
    ### END HIDDEN TESTS

# %%
for name, these in [("ours", [1, 6, 1, 1, 7]), ("all alike", [5, 5, 5, 5, 5]), ("yours", my_ratings)]:
    print(f"{name:10} ratings {these}: {effective_words(importance_to_weights(these)):.2f} words")

# %% [markdown]
# Our ratings give 3.5 words, more than you may have expected of "dog, Labrador and three crumbs": each
# crumb is small, but a share of 1/16 still speaks of sixteen words. Small weights add up. That is worth
# remembering when a picture of attention looks as if only two words counted.

# %% [markdown]
# ## 6 What can go wrong
#
# **The order is lost.** A weighted sum does not know which word came first. Here are two sentences
# that a postman would not confuse:

# %%
toy = {"the": (0.1, 0.2), "dog": (0.95, 0.4), "bites": (0.4, 0.3), "postman": (0.3, 0.7)}
rated = {"the": 1, "dog": 6, "bites": 5, "postman": 6}
for text in ("the dog bites the postman", "the postman bites the dog"):
    weights = np.asarray(importance_to_weights([rated[word] for word in text.split()]))
    print(f"{text}:", np.round(weighted_summary(weights, np.array([toy[word] for word in text.split()])), 4))

# %% [markdown]
# The same summary. In lesson 3 the vectors will come from a network that has read the words in
# order, so that "dog" at the beginning and "dog" at the end are no longer the same vector.
#
# **A word's importance is not a property of the word.** Search engines long dropped the most common
# English words, so-called stop words, before anything else, and lists of them are still in wide use.
# All the words of the most famous line in English stand on such lists:

# %%
stop_words = {"a", "be", "is", "not", "or", "the", "to"}
line = "to be or not to be".split()
print(np.round(importance_to_weights([0 if word in stop_words else 1 for word in line]), 3))

# %% [markdown]
# Every word was rated 0, so all came out alike: the list had thrown away everything Hamlet said. A
# fixed rating per word cannot be right for all sentences. That is why lesson 3 lets a model rate the
# words anew in each sentence.

# %% [markdown] task="what_importance_misses" points=3
# ### Exercise 6: what does importance miss?  ●●○  8 minutes, marked by hand
#
# Take the sentence **"Not every dog is a Labrador."** and everything you have built in this lesson:
# a rating per word, weights, a weighted sum. In five to eight sentences: what does this sentence
# say, which part of that can a weighted summary not carry, however well the words are rated, and
# why not? Give one pair of sentences that mean different things and get the same summary, and say
# what a better method would have to look at. Write in the cell below this one.
#
# <details><summary>Learning alone? Three questions to mark yourself, and a sample answer: open it when yours is written</summary>
#
# One point each: Do you say what "not" and "every" do to the meaning? Do you explain why *no* rating
# of these words could help, with a pair of sentences as proof? Do you say what the numbers of a word, or
# its importance, would have to depend on?
#
# *A sample.* The sentence says that some dogs are no Labradors. Its small words carry that: leave out
# "not" and it claims the opposite, although "not" alone means little and would hardly be rated high. A
# weighted summary adds a bit of the vector of "not" to the mixture, whatever "not" stands before; a
# higher rating only adds more of it. But "not" says something *about* "every dog is a Labrador", and a
# sum has no about. Nor has it an order: "Not every dog is a Labrador." is true and "Not every Labrador is
# a dog." is false, and they have the same words, so the same summary. A better method would
# have to give a word numbers that depend on its neighbours, by reading the sentence in order.
#
# </details>
#
# === BEGIN MARK SCHEME ===
#
# - 1 point: sees that "not" and "every" turn the meaning (some dogs are no Labradors; without them the
#   sentence claims the opposite), although taken alone they mean little and tend to be rated low.
# - 1 point: explains why a weighted sum cannot carry it: each word adds its own vector whatever its
#   neighbours are; negation and quantity act ON other words (scope), and the sum has no order. A
#   higher rating for "not" only adds more of the vector of "not". A correct pair of sentences with
#   equal summaries belongs here, for example "Not every dog is a Labrador." and "Not every Labrador
#   is a dog.", or "The dog bites the postman." and its reverse.
# - 1 point: says what is needed: vectors that depend on the neighbouring words and their order (a
#   network that reads the sentence), or importance that depends on the question or the context; or
#   that importance is not meaning.
#
# Half points for a claim without its reason. Good language is not marked.
#
# === END MARK SCHEME ===

# %% [markdown]
# *Write your answer here: double-click, type, then Shift + Enter.*

# %% [markdown]
# ## In short
#
# 1. **Weights** are ratings divided by their sum: never negative, sum 1. Only proportions matter.
# 2. The **summary** is $\sum_i w_i v_i$, a compromise between the words; every word with a rating
#    keeps a share.
# 3. **Weight is not effect**: leave a word out and measure.
# 4. $e^{H}$, with $H = -\sum_i w_i \ln w_i$, says **how many words count**.
# 5. A **query** decides what is important: same words, other question, other weights.
#
# *To read next.* C. E. Shannon, "A Mathematical Theory of Communication", Bell System Technical
# Journal 27, 1948 (entropy). D. Bahdanau, K. Cho, Y. Bengio, "Neural Machine Translation by Jointly
# Learning to Align and Translate", 2015, arXiv:1409.0473 (the weighted sum inside a translator).
#
# Next: *02 Softmax*. What if a score is negative, or enormous, or a word is missing?
