"""Answers in parts → files of scores, here or on Dask."""
