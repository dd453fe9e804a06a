# Magics and shell lines in answer cells, as one leaves them after measuring.
#
# %% answer="average"
%load_ext autoreload
%autoreload 2
!echo measuring

def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)

%time average([1, 2, 3])


# %% answer="search"
%%time
def search(is_hit, numbers):
    for place, number in enumerate(numbers):
        if is_hit(number):
            return place
