"""nbgrader's settings for every member of the class."""

from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader puts get_config here before it runs this file)

c.CourseDirectory.course_id = "where-to-look"
# This file is CLASS_FOLDER/config/everyone/nbgrader_config.py.
c.Exchange.root = str(Path(__file__).resolve().parents[2] / "exchange")
