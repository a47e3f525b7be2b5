"""What comes in: values, registry, submissions; pydantic models on the way in, plain facts after that."""
