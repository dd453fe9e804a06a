# One answer mixes tabs and spaces.
#
# points: search 0
# %% answer="search"
def search(is_hit, numbers):
	for place, number in enumerate(numbers):
        if is_hit(number):
	        return place
