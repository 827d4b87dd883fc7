"""Papers for a meeting: dossiers, the annex to an agenda, and what changed; as page, DOCX, XLSX."""
