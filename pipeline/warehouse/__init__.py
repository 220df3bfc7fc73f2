"""What the forms become in the database: answers tables that grow, COPY loads, labels, views, what is set aside."""
