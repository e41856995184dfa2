"""Who may: people, how they sign in, what they were granted, and when a second person is needed.

Knows no item, claim or case; rooms ask it before they act.
"""
