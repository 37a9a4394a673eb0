"""An edition as open data: tables with their words, a data package, points."""
