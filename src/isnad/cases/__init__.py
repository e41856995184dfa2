"""The courts: where a case can be heard, what it lacks, and its file.

What the room is for: the law of thirteen countries as data, a case with its elements, its proceedings and its file.
What it must not know: the treasury (``sanctions``), measures before a legislature (``campaign``), any page or command
of another room; and in ``law/`` anything but the words, since the law is asked with no archive, no database and no
Django. It prepares a lawyer's work and is not advice; it says so wherever it answers.
"""
