"""The predecessor's names, projects and recordings: what of them still works, and how.

It was a set of shell scripts of the same name. Its file formats are read here, and none of its
code is run.
"""
