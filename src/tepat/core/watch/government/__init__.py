"""The government's Desk: stages, contacts, announcements, turnout, questions, daily report."""
