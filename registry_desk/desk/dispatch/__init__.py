"""The dispatch: what goes out today and how; what came back."""
