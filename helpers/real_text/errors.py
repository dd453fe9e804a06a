"""What can go wrong with real text. Each error's text is one or two sentences for the learner."""


class RealTextError(Exception):
    """Real text could not be had; the lesson goes on with sentences of the course's own."""


class NotFound(RealTextError):
    """The data is on this computer nowhere, and could not be downloaded."""


class DownloadFailed(RealTextError):
    """The download ended before the file was whole and sound."""


class Unusable(RealTextError):
    """There is a file, but not one that the lesson can use."""
