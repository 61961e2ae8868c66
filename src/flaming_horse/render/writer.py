"""Where Manim's frames go: a stand-in for its file writer and its renderer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.section import DefaultSectionType, Section

if TYPE_CHECKING:
    from flaming_horse.render.encoder import ClipEncoder


class ClipWriter:
    """Takes what Manim's renderer hands to its SceneFileWriter, and encodes it as one stream.

    There are no partial movies, no cache and no sections; sound is the film's matter, so sounds
    that a scene adds are left out.
    """

    def __init__(self, settings: Any, encoder: ClipEncoder | None) -> None:
        self.output_spec = settings.plan.output
        self.output_plan = settings.plan
        self.encoder = encoder
        self.sections: list[Section] = []
        self.subcaptions: list[Any] = []
        self.next_section("autocreated", DefaultSectionType.NORMAL, skip_animations=False)

    def next_section(self, name: str, type_: str, skip_animations: bool) -> None:
        self.sections.append(Section(type_, None, name, skip_animations))

    def is_already_cached(self, hash_invocation: str) -> bool:
        return False

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        pass

    def begin_animation(self, allow_write: bool = False, **_: Any) -> None:
        pass

    def end_animation(self, allow_write: bool = False) -> None:
        pass

    def add_sound(self, *_: Any, **__: Any) -> None:
        pass

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        if self.encoder is not None:
            self.encoder.write(pixels, repeat)

    def save_image(self, pixels: Any) -> None:
        """Called for a scene that plays nothing: its clip is one frame long."""
        self.write_frame(pixels)

    def finish(self) -> None:
        pass

    def abort_encode_jobs(self, *, reraise_encoder_failures: bool = False) -> None:
        pass


class ClipRenderer(CairoRenderer):
    """Manim's cairo renderer, drawing into `encoder`; without one nothing is drawn at all."""

    def __init__(self, encoder: ClipEncoder | None, **kwargs: Any) -> None:
        if encoder is None:
            kwargs["skip_animations"] = True
        writer: Any = partial(ClipWriter, encoder=encoder)  # Manim calls it with its settings
        super().__init__(file_writer_class=writer, **kwargs)
        self._draws = encoder is not None

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        if self._draws:
            super().update_frame(*args, **kwargs)

    def save_static_frame_data(self, *args: Any, **kwargs: Any) -> Any:
        return super().save_static_frame_data(*args, **kwargs) if self._draws else None
