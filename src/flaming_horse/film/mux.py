"""Put the streams of a film into one MP4. Pictures are copied, never encoded again."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

from flaming_horse.errors import FilmFailed
from flaming_horse.film.captions import Caption
from flaming_horse.film.chapters import for_mp4
from flaming_horse.film.plan import FilmPlan
from flaming_horse.model.timeline import Timeline
from flaming_horse_voice.files import replacing

_LANGUAGES = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "it": "ita", "ja": "jpn",
    "ko": "kor", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sv": "swe", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho",
}  # fmt: skip
"""ISO 639-1, as people write it, to ISO 639-2, as MP4 stores it."""

SUBTITLE_BASE = Fraction(1, 1000)


def mux_film(
    path: Path,
    *,
    plan: FilmPlan,
    timeline: Timeline,
    clips: Sequence[Path],
    sound: Path,
    shown: Sequence[Caption],
) -> None:
    """Write the film to `path`; it appears there only when it is whole.

    Raises FilmFailed when clips were encoded differently.
    """
    import av

    with replacing(path) as beside:
        opened: Any = av.open(str(beside), "w", format="mp4", options={"movflags": "+faststart"})
        with opened as film:
            _describe(film, plan, timeline)
            streams = _streams(film, plan, clips[0], sound, with_captions=bool(shown))
            for _, _, packet in merge(
                _pictures(streams[0], clips, timeline),
                _sounds(streams[1], sound),
                _texts(streams[2], shown),
                key=lambda entry: entry[:2],
            ):
                film.mux_one(packet)


def _describe(film: Any, plan: FilmPlan, timeline: Timeline) -> None:
    film.metadata["title"] = plan.title
    film.metadata["comment"] = plan.disclosure
    if plan.summary:
        film.metadata["description"] = plan.summary
        film.metadata["synopsis"] = plan.summary
    film.set_chapters(for_mp4(timeline))


def _streams(
    film: Any, plan: FilmPlan, clip: Path, sound: Path, *, with_captions: bool
) -> tuple[Any, Any, Any]:
    """The film's streams for pictures, sound and captions (None when there are no captions)."""
    language = _LANGUAGES.get(plan.language.split("-")[0].lower(), "und")
    with _opened(clip) as pictures, _opened(sound) as voice:
        video = film.add_stream_from_template(pictures.streams.video[0])
        video.time_base = pictures.streams.video[0].time_base
        audio = film.add_stream_from_template(voice.streams.audio[0])
    video.metadata["language"] = audio.metadata["language"] = language
    if not with_captions:
        return video, audio, None
    text = film.add_mux_stream("mov_text")
    text.time_base = SUBTITLE_BASE
    text.metadata["language"] = language
    return video, audio, text


def _pictures(
    stream: Any, clips: Sequence[Path], timeline: Timeline
) -> Generator[tuple[float, int, Any]]:
    """The clips' packets, each clip moved by the whole frames before it."""
    parameters: bytes | None = None
    for path, chapter in zip(clips, timeline.chapters, strict=True):
        opened: Any = _opened(path)
        with opened as clip:
            source = clip.streams.video[0]
            extradata = bytes(source.codec_context.extradata or b"")
            if parameters not in {None, extradata}:
                raise FilmFailed(
                    f"the clip of scene {chapter.scene!r} was encoded with other settings",
                    remedy="Draw all scenes again.",
                )
            parameters = extradata
            written = 0
            for packet in clip.demux(source):
                if packet.dts is None:
                    continue
                moved = Fraction(chapter.start_frame, timeline.fps) / packet.time_base
                packet.dts += int(moved)
                packet.pts += int(moved)
                packet.stream = stream
                written += 1
                yield float(packet.dts * packet.time_base), 0, packet
            if written != chapter.end_frame - chapter.start_frame:
                raise FilmFailed(
                    f"the clip of scene {chapter.scene!r} has {written} frames, not "
                    f"{chapter.end_frame - chapter.start_frame}",
                    remedy="Draw the scene again.",
                )


def _opened(path: Path) -> Any:
    """A file read as an MP4, whatever it looks like: lists of other files are formats, too."""
    import av

    return av.open(str(path), format="mp4")


def _sounds(stream: Any, path: Path) -> Generator[tuple[float, int, Any]]:
    with _opened(path) as sound:
        for packet in sound.demux(sound.streams.audio[0]):
            if packet.dts is None:
                continue
            packet.stream = stream
            yield float(packet.dts * packet.time_base), 1, packet


def _texts(stream: Any, shown: Sequence[Caption]) -> Generator[tuple[float, int, Any]]:
    """One sample a caption: its length in two bytes, then UTF-8 (3GPP TS 26.245)."""
    from av.packet import Packet

    for caption in shown:
        text = caption.text.encode()
        packet: Any = Packet(len(text).to_bytes(2, "big") + text)
        packet.stream = stream
        packet.time_base = SUBTITLE_BASE
        packet.pts = packet.dts = caption.start
        packet.duration = caption.end - caption.start
        yield caption.start / 1000, 2, packet
