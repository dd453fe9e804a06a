"""Many submissions at once: run by processes of this machine, or of a Dask cluster.

nbgrader grades one submission after the other, and writes one gradebook. That stays as it is, and
keeps the marks safe. But to run a notebook takes no gradebook: while nbgrader is at one submission,
`ahead` has those that come next run by a `cluster`, each in an `executor`.
"""
