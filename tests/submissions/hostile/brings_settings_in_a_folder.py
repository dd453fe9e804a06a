# Hands in a folder of settings, as Jupyter's server reads all of it.
#
# status: refused
# says: jupyter_server_config.d
# %% damage
(folder / "jupyter_server_config.d").mkdir()
(folder / "jupyter_server_config.d" / "a.json").write_text("{}")
