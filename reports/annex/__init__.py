"""The Excel and Word annexes, a module for each sheet or group of sheets."""
