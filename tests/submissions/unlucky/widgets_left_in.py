# A slider was used; its state was saved in the notebook.
#
# %% after="average"
import ipywidgets

ipywidgets.interact(lambda n: n * 2, n=(0, 10))


# %% damage
notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"version_major": 2, "version_minor": 0, "state": {"abc": {"model_name": "IntSliderModel", "model_module": "@jupyter-widgets/controls", "model_module_version": "2.0.0", "state": {"max": 10}}}}}
