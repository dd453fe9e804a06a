# Answers begin with lines that work on the author's computer alone: windows, widgets, a package.
#
# says: were passed over: import not_installed_here as ni
# %% answer="average"
%matplotlib tk
import not_installed_here as ni
ni.set_theme()

def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)


# %% answer="search"
%matplotlib widget
import os
os.chdir("/home/me/course")

def search(is_hit, numbers):
    for place, number in enumerate(numbers):
        if is_hit(number):
            return place
