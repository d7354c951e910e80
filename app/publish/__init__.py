"""Makes every derived table from the observations and publishes a generation."""
