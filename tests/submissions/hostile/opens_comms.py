# Floods the grader with widget messages, for targets that are and are not there.
#
# points: average 0
# %% answer="average"
from comm import create_comm


def average(numbers):
    for number in range(200):
        line = create_comm(target_name="jupyter.widget", data={"state": {"x": "y" * 1000}, "buffer_paths": [["x"]]})
        line.send({"method": "update", "state": {"_model_name": "../../x"}}, buffers=[b"0" * 1000])
    return 3
