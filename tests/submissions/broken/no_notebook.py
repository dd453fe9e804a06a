# The folder holds no notebook.
#
# status: refused
# %% damage
file_name, text = "answers.txt", "see my e-mail"
