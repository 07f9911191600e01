"""Who may do what, in which state, in which unit: read out of the policies themselves, for an auditor."""
