"""What the bureau keeps beside the plan: registry, waivers, what came by mail, and where these files lie."""
