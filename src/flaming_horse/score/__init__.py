"""A scene as data, and the rules it keeps: what enters, leaves, waits and changes, at which words.

Nothing here is spoken or drawn. Whoever follows a scene, to draw it, to write its module or to say
what is wrong with it, follows it here.
"""
