"""Bytes in, quads out: reads policy documents. Knows nothing of queries or HTTP."""
