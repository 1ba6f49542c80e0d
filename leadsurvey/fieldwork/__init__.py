"""The life of a round, a module for each step: opened, people invited, answers entered, closed, told, erased."""
