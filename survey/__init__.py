"""Who answers: the register, rounds, responses, review, accounts, and the web application."""
