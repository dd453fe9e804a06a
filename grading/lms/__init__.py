"""The plugins for `nbgrader export --exporter=grading.lms.NAME`.

Both take the CSV that the platform has exported (`--NAME.merge=FILE`), put the marks into it, and
write the whole under the name given with `--to`, ready to be imported there.
"""

from grading.lms.canvas import CanvasExporter
from grading.lms.moodle import MoodleExporter

__all__ = ["CanvasExporter", "MoodleExporter"]
