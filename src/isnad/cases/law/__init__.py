"""The law as data, and its evaluation: which country's courts can hear a case, on a date, and why.

Knows the words alone: no archive, no database, no Django. ``facts`` and ``reader`` are the common format of the facts;
``sanctions`` reads it too. The texts of law stand in ``*.yaml`` beside this file, one a country.
"""
