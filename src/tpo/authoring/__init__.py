"""From the text in ``authoring/`` to everything that is generated from it."""
