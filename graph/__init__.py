"""The store, its releases and its killable readers. Knows nothing of documents or HTTP."""
