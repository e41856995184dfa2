"""What is asserted, and why: claims, their reviews, the entities they add up to, and the chain beneath each.

A claim is never edited: it is superseded or withdrawn, and both stay. What it is worth now is asked, never stored.
The room knows the data model of FollowTheMoney and ours, as data; it knows no family, court, list or page.
"""
