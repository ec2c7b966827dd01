"""The brief's form at the desk: its fields and parts, what it says before it is saved, and how two people's meet."""
