"""What is asked: the questionnaire, its rules, its forms, and the one gate for answers."""
