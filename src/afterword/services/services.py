"""Owns the bundle of all services that the screen and the command line are given."""

from msgspec import Struct

from afterword.domain.policy import Policy
from afterword.ports import Clock
from afterword.services.advice import AdviceService
from afterword.services.checking import CheckingService
from afterword.services.findings import FindingService
from afterword.services.handover import HandoverService
from afterword.services.intake import IntakeService
from afterword.services.interviews import InterviewService
from afterword.services.overview import OverviewService
from afterword.services.practice import CompetencyService, ExampleService, PointerService
from afterword.services.preparation import PreparationService
from afterword.services.reflections import ReflectionService
from afterword.services.requests import RequestService
from afterword.services.sending import SendingService
from afterword.services.undoable_store import UndoableStore


class Services(Struct, frozen=True, kw_only=True):
    """Every verb of the program, wired to one journal. `ledger` undoes, redoes and tells of changes by others."""

    store: UndoableStore
    clock: Clock
    policy: Policy
    interviews: InterviewService
    reflections: ReflectionService
    requests: RequestService
    findings: FindingService
    examples: ExampleService
    pointers: PointerService
    competencies: CompetencyService
    overview: OverviewService
    preparation: PreparationService
    advice: AdviceService
    handover: HandoverService
    sending: SendingService
    checking: CheckingService
    intake: IntakeService
