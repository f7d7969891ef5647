"""Makes the shipped Word templates: one module a document, on a kit and a look they share."""
