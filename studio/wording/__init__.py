"""One clear sentence for each error: what went wrong, where, and what to do about it."""

from studio.wording.accounts import USEAPI_WARNING, VERDICTS
from studio.wording.at_terminal import at_terminal
from studio.wording.sentences import all_templates, sentence, verdict

__all__ = ["USEAPI_WARNING", "VERDICTS", "all_templates", "at_terminal", "sentence", "verdict"]
