"""The order in which one page is read: by its text layer or by its picture."""
