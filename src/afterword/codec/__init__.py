"""The journal as JSON text, strictly read: what the store and the exchange of files share."""
