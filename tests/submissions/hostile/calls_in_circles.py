# Answers every question with a question to the test's function, without end.
#
# points: search 0
# %% answer="search"
def search(is_hit, numbers):
    while True:
        is_hit(numbers[0])
