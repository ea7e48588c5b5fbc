"""Paper to records: reads ITA reports and knows no database, web or command line."""
