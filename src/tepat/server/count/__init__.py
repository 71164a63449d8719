"""What was voted and counted, as phones tell it and as the desk types it. Never official."""
