"""What people do with their own account, and administrators with their company's."""
