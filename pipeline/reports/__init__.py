"""What leaves the program for people: typed files, tables and pages."""
