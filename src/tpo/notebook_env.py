"""The environment variables that pass between a grader and the kernels it starts."""

HANDOVER = "TPO_HANDOVER"
"""Set in a grading kernel: ``grade`` hands the artefact over as data and judges nothing."""

SECRET = "TPO_GRADING_SECRET"
"""The instructor's secret for hidden scenarios; never passed on to a kernel."""

UNSANDBOXED = "TPO_UNSANDBOXED"
"""Set to 1 by an instructor who lets submissions run with the instructor's own rights."""
