# Hands in settings that Jupyter would load from a folder that an address names.
#
# status: refused
# says: jupyter_config.py
# %% file="jupyter_config.py"
c = get_config()
