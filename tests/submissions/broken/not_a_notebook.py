# The file is JSON, and no notebook.
#
# status: refused
# %% damage
text = '{"nbformat": 4, "cells": "none", "metadata": []}'
