# The cells' metadata are of an earlier nbgrader, without a version.
#
# %% damage
for cell in notebook["cells"]:
    if "nbgrader" in cell["metadata"]:
        del cell["metadata"]["nbgrader"]["schema_version"]
