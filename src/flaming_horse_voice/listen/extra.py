"""The packages that listening needs are an extra: not everybody's voice has to be listened to."""

INSTALL = (
    "install the extra `listen`: pip install 'flaming-horse[listen]',"
    " in a checkout: .venv/bin/python -m pip install -e '.[listen]'"
)
