# The notebook is there, under another name.
#
# status: either
# %% damage
file_name = "00_numbers (1).ipynb"
