# Own settings turn warnings into errors, and numpy's too; no right answer warns.
#
# %% before="average"
import warnings

warnings.simplefilter("error")
np.seterr(all="raise", under="ignore")
