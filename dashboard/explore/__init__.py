"""Any metric by up to two dimensions: a question in the address, its answer as chart, table, SQL and file."""

from dashboard.explore.answer import answer_parts
from dashboard.explore.asking import PATH
from dashboard.explore.form import chips, question_form
from dashboard.explore.reading import read_explored
from dashboard.explore.routes import add_routes
from dashboard.explore.values import Explored

__all__ = ["PATH", "Explored", "add_routes", "answer_parts", "chips", "question_form", "read_explored"]
