"""What is said when a job of a text model ends early."""

from __future__ import annotations

from collections.abc import Mapping

from studio.errors import WritingProblem

WRITING: Mapping[WritingProblem, str] = {
    WritingProblem.NO_WRITER: "Nobody is there to write{why}. Add an account of MiniMax, or of any "
    "chat service (a model on this machine, such as Ollama, needs no key), under Accounts or with "
    "`understudy accounts add`.",
    WritingProblem.UNKNOWN_WRITER: "No account that writes is called this{why}. Choose another.",
    WritingProblem.NO_WORDS: "There is nothing to work on{why}. Give some text first.",
    WritingProblem.LIMIT: "The limit of this job is reached{why}. What came so far is kept; raise "
    "the limit and go on.",
    WritingProblem.NO_PRICE: "Nobody knows what this model costs{why}, so a limit in money cannot "
    "be kept. Limit the tokens instead.",
    WritingProblem.DECLINED: "The model declined{why}. Change the words it objects to, or choose "
    "another model.",
    WritingProblem.NO_RECORDS: "The model answered, but not in a form that can be used{why}. Try "
    "again, or choose another model.",
    WritingProblem.TOO_LONG: "This is too long{why}. Shorten it, or do it in parts.",
    WritingProblem.OTHER_WORDS: "The words do not match their source{why}. Nothing was changed; "
    "try again.",
    WritingProblem.BAD_BRIEF: "The brief cannot be used{why}. Correct this and try again.",
}
