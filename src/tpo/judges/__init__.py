"""Judges run an artefact and return observations: numbers and events, no words, no marks."""
