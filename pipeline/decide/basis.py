"""What choosing a process rests on: its result, and the class of the denial."""

from dataclasses import dataclass

from pipeline.law import Law, Process
from pipeline.models.decision import Because, Situation
from pipeline.models.words import CLINICAL_CATEGORIES, DenialClass


@dataclass(frozen=True, slots=True)
class Route:
    """The process chosen, others that may apply, and what stopped or guided the choice.

    `process` is None when a missing fact decides the route; then `others` are the candidates. The deadlines of
    `also` must be kept too, because they may turn out to be the ones that count.
    """

    process: Process | None
    others: tuple[tuple[Process, str], ...] = ()
    also: tuple[Process, ...] = ()
    missing: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()

    @property
    def candidates(self) -> tuple[Process, ...]:
        """Every process that may apply, the chosen one first."""
        first = (self.process,) if self.process else ()
        return first + tuple(process for process, _ in self.others)


def get(law: Law, process_id: str, situation: Situation) -> Process:
    """The process in force on the letter's date."""
    return law.process(process_id, situation.letter_date)


def plan_rule(process: Process) -> Because:
    """Whom the process serves, as the reason for choosing it."""
    return Because(rule=f"route.{process.id}", text=process.plans, cite="; ".join(process.legal_basis[:2]))


def denial_class(situation: Situation) -> DenialClass | None:
    """The class told, else the one the category implies, else None."""
    if situation.denial_class or situation.category is None:
        return situation.denial_class
    clinical = situation.category in CLINICAL_CATEGORIES
    return DenialClass.CLINICAL if clinical else DenialClass.ADMINISTRATIVE
