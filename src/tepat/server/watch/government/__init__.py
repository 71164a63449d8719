"""The room Desk: stages, interventions, contacts, announcements, turnout, questions, report."""
