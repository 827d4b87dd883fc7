"""What things are: vocabulary, identifiers, records and errors. Imports nothing of the project."""
