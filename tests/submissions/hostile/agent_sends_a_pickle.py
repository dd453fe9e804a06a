# Answers with a pickle that would run a command wherever it is unpickled, and with an array of
# objects, which numpy would unpickle.
#
# points: average 0, softmax 0
# %% answer="average"
import os
import pickle


class Planted:
    def __reduce__(self):
        return os.system, ("touch " + COURSE_FOLDER + "/planted",)


def average(numbers):
    return pickle.dumps(Planted())


# %% answer="softmax"
def softmax(scores):
    return np.array([Planted()], dtype=object)
