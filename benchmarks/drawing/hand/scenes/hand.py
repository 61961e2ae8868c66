"""Scenes in which everything moves: dots, the camera, a solid."""

from typing import Any

from manim import (
    BLUE,
    PI,
    TAU,
    YELLOW,
    Cube,
    Dot,
    MovingCameraScene,
    Square,
    ThreeDScene,
    VGroup,
    np,
)

from flaming_horse.stage import NarratedScene

DOTS = 300
DOT_COLOUR = BLUE


class Dots(NarratedScene):
    scene_id = "dots"

    def construct(self) -> None:
        dots = VGroup(*(Dot(radius=0.05, color=DOT_COLOUR) for _ in range(DOTS)))

        def turn(group: Any, dt: float = 0.0) -> None:
            del dt
            for number, dot in enumerate(group):
                angle = number * 2.4 + self.clock * (0.2 + 0.002 * number)
                radius = 3.4 * np.sqrt((number + 1) / DOTS)
                dot.move_to((1.8 * radius * np.cos(angle), radius * np.sin(angle), 0))

        turn(dots)
        dots.add_updater(turn)
        self.add(dots)
        with self.voiceover(text=self.takes.line("dots.1").text):
            pass


class Closer(NarratedScene, MovingCameraScene):
    scene_id = "closer"

    def construct(self) -> None:
        squares = VGroup(*(Square(0.8) for _ in range(60))).arrange_in_grid(6, 10)
        squares[33].set_fill(YELLOW, 0.8)
        self.add(squares)
        frame = self.camera.frame
        frame.save_state()
        with self.voiceover(text=self.takes.line("closer.1").text) as voice:
            self.play(frame.animate.scale(0.4).move_to(squares[33]), run_time=voice.duration / 2)
            self.play(frame.animate.restore(), run_time=voice.get_remaining_duration())


class Solid(NarratedScene, ThreeDScene):
    scene_id = "solid"

    def construct(self) -> None:
        self.set_camera_orientation(phi=PI / 3, theta=-PI / 4)
        cube = Cube(2.5, fill_color=BLUE)
        self.add(cube)
        with self.voiceover(text=self.takes.line("solid.1").text) as voice:
            self.play(cube.animate.rotate(TAU / 4), run_time=voice.duration)
