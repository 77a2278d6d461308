"""The pages around the changes: home, companies, documents, topics, stories, matrix."""
