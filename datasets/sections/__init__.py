"""One module for each generated file: ``make(root, made)`` returns its bytes.

``root`` is the datasets folder, ``made`` the files made so far (path → bytes).
"""
