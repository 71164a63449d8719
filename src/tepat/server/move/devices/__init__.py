"""Devices of officers: assignment and letter, enrolment, revocation, and the keys they bring."""
