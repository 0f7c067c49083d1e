"""The learner's database: tables, migrations, queries by area, backup and check."""
