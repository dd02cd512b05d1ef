"""The use cases: each verb takes ports, runs one transaction and returns domain objects."""
