"""Pages where the company is set up and looked after."""
