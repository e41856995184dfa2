"""Order and proof: the log to which every entry is added, and from which nothing is taken.

What it is for: a list of leaves that only grows, sealed by signed checkpoints (C2SP tlog-tiles), with the sealed bodies
and the slots that open them beside it; proofs that strangers check without us.

What it must not know: what an entry is about. A leaf is opaque to the log; a body's fields are names and values; who
may say what is the law's business (`record`). It holds no table, page or setting; where things lie is passed in.

 * `leaf`, `body`: the two halves of an entry; the published one and the sealed one.
 * `merkle`, `tiles`, `edge`: the tree, as pure functions over values.
 * `note`, `vkey`, `cosignature`, `checkpoint`, `policy`, `proof`: C2SP's formats, read strictly.
 * `segments`, `slots`, `guard`: what lies on the disk beside the tiles.
 * `writer`, `reader`, `anchors`: the one who seals, the ones who read, and what strangers have seen.
"""
