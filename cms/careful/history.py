"""What this app's own entries of the audit log say."""

from cms.intake.history import Told

ACTIONS = {
    "careful.kept": Told("Keep", "Kept what stood here before the first change that is remembered"),
}
