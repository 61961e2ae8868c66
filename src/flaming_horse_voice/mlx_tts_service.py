"""The predecessor's place of the MLX worker, kept for `FLAMING_HORSE_MLX_SERVICE_SCRIPT`.

It runs in another Python, where nothing of this package can be imported.
"""

import runpy
from pathlib import Path

if __name__ == "__main__":
    worker = Path(__file__).resolve().parent / "workers" / "mlx_tts_service.py"
    runpy.run_path(str(worker), run_name="__main__")
