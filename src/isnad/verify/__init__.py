"""Reports every way in which files fail; raises nothing, repairs nothing, loads no Django.

What it is for: anyone who holds a copy of ``vault/`` and ``ledger/`` learns, without keys and without us, whether every
byte is accounted for. What it must not know: how those files came to be. It shares no code with the rooms that write
them (only the words), so that one mistake cannot be made on both sides.

* `findings`: what was found, where, why; a finding counts as bad, a notice does not.
* `files`: a folder as a list of files, each to be claimed by a check; what nobody claims is unknown.
* `notes`, `chain`: signed notes, the policy, and the checkpoints as one unbroken row.
* `tree`, `strays`, `bodies`, `stamps`: what the checkpoints cover, and what a crash may have left beside it.
* `ledger`, `vault`: the two folders; `keyless`: both together.
"""
