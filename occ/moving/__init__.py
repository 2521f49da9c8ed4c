"""Take an installation elsewhere: to another database, or through a backup to another machine."""
