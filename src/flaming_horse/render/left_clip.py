"""What a scene of somebody else's has left, looked at before anything believes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse.model.clip import Clip
from flaming_horse.render.worker import ClipRequest
from flaming_horse_voice.json_files import read_json

_LONGEST_DESCRIPTION = 4 << 20
"""Bytes. A scene of an hour with a cue each second takes 1 MB."""


def look(_inputs: Path, outputs: Path, params: Mapping[str, Any]) -> None:
    """Raise ValueError or Unreadable unless `outputs` holds what `render_clip` leaves for `params`.

    That is a description of the right form and size, and without `dry_run` a clip that is one
    stream of H.264 in an MP4, with as many frames as the description says.
    """
    request = ClipRequest.from_params(params)
    clip = read_json(outputs / "clip.json", Clip.from_json, limit=_LONGEST_DESCRIPTION)
    said = (clip.width, clip.height, clip.fps)
    asked = (request.width, request.height, request.fps)
    if said != asked:
        raise ValueError(f"clip.json is of {said}, and {asked} was asked for")
    if not request.dry_run:
        _look_at_pictures(outputs / "clip.mp4", clip)


def _look_at_pictures(path: Path, clip: Clip) -> None:
    import av
    from av.error import FFmpegError

    try:
        # By its name FFmpeg would take it for whatever it looks like: a list of other files, too.
        with av.open(str(path), format="mp4") as opened:
            kinds = [(stream.type, stream.codec_context.name) for stream in opened.streams]
            if kinds != [("video", "h264")]:
                raise ValueError("clip.mp4 is not one stream of H.264")
            video = opened.streams.video[0]
            if (video.width, video.height) != (clip.width, clip.height):
                raise ValueError(f"clip.mp4 is of {video.width} by {video.height}")
            packets = [packet for packet in opened.demux(video) if packet.dts is not None]
            if len(packets) != clip.frames or any(packet.pts is None for packet in packets):
                raise ValueError(f"clip.mp4 has {len(packets)} frames, not {clip.frames}")
    except (OSError, FFmpegError) as error:
        raise ValueError(f"clip.mp4 cannot be read: {error}") from None
