"""The site: what an archive shows people in a browser, in Arabic and English, with and without scripts.

 * A door: it translates, it never decides. What may be seen is asked of ``access.gate``, and of nothing else.
 * Every query stands in ``finding.py`` and passes the gate there; pages ask ``finding`` and no table.
 * "Not there" and "not yours" are one answer.
 * Words before pixels: a picture is 24 × 18 pixels until somebody asks for that one, and asking is an entry.
 * No original is ever sent, no address holds more than an entry's number, nothing is fetched from elsewhere.

Must not know keys, files of the ledger other than through proofs, or sources.
"""
