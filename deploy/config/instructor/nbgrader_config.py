"""nbgrader's settings for the instructor: the course folder, and what that folder says itself."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader puts get_config here before it runs this file)

COURSE = Path.home() / "where-to-look"
load_subconfig("nbgrader_config.py", path=str(COURSE))  # noqa: F821
c.CourseDirectory.root = str(COURSE)
