# Raises, prints and displays half letters, which no file can hold as they are.
#
# points: average 0
# %% answer="average"
def average(numbers):
    raise ValueError("half a dog: \ud83d")


# %% after="test_average"
from IPython.display import display

display({"text/plain": "\ud83d", "text/html": "<b>\ud83d</b>"}, raw=True)

# %% after="test_average"
print("half a dog: \ud83d")

# %% after="softmax"
raise RuntimeError("\ud83d \x00 \uffff")
