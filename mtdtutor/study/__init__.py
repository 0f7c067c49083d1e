"""When to review what: memory, scheduler, queue and session. Pure: no clock, no database."""
