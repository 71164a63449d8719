"""How sure a plan is: judged over scenarios, priced, and shown as a curve."""
