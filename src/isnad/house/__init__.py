"""The house: the only room that knows which plugs are in.

It wakes Django for one data folder, opens the keys, picks the store, and lays the desk at which every other room sits.
"""
