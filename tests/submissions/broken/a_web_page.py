# The file is the page on which the notebook could have been downloaded.
#
# status: refused
# %% damage
text = "<!DOCTYPE html>\n<html><title>Sign in</title></html>\n"
