# Rewrites the lesson's last cell into a number too large to be sent.
#
# %% damage
notebook["cells"][-1]["source"] = 'check.progress({"average": ' + "9" * 4000 + '})'
