"""From approved answers to what a ministry decides by: scores, scenarios, editions."""
