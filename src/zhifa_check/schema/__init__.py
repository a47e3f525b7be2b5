"""JSON Schema of submissions, plan, registry and waivers, for editors."""
