"""Obligations and the verdict on each: a pure function of plan, registry, facts, waivers and as-of date."""
