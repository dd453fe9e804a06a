"""An execute step without kernels, for tests of what goes on around it: quick, and unsafe."""

from contextlib import redirect_stdout
from io import StringIO

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor


class InProcess(NbGraderPreprocessor):
    """Runs every cell in the grader's own process."""

    def preprocess(self, nb, resources):
        names = {}
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.execution_count = 1
                try:
                    with redirect_stdout(StringIO()):
                        exec(cell.source, names)
                except Exception as error:
                    name = type(error).__name__
                    cell.outputs = [new_output("error", ename=name, evalue=str(error))]
        return nb, resources
