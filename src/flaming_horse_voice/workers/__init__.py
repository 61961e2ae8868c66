"""Voices in processes of their own: what is said to them, and how they live and die.

A worker is a script started as `[python, script.py]`, an engine in the one server, `standalone/`.
Each may have an interpreter of its own: `mlx_tts_service.py` and `qwen_tts_service.py` import
nothing of this package.
"""
