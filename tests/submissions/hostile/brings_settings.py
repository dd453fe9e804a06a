# Hands in settings for nbgrader, which the formgrader's pages can be made to run as the instructor.
# It cannot be graded until somebody has taken the file away.
#
# status: refused
# says: nbgrader_config.py
# %% file="nbgrader_config.py"
c = get_config()
c.Autograde.autograde_preprocessors = []
