"""Short films to test with, whose frames tell where they belong."""

from __future__ import annotations

from pathlib import Path

from tests.audio.media_files import converted, wave
from tests.ui.beds.shelf import tone

STEP = 6
"""How much brighter each frame is than the one before."""


def numbered(folder: Path, frames: int = 40, rate: int = 10) -> Path:
    """A film each of whose frames is STEP brighter than the one before."""
    picture = (
        f"color=c=black:s=64x48:r={rate}:d={frames / rate},geq=lum='16+N*{STEP}':cb=128:cr=128"
    )
    return _film(folder / "numbered.mp4", picture, "-g", "25", seconds=frames / rate)


def uneven(folder: Path) -> Path:
    """A film of three stills that begin at 0, 2 and 2.5 seconds and end at 4; no steady rate."""
    shots = "color=c=black:s=64x48:r=10:d=4,geq=lum='16+N*5':cb=128:cr=128,"
    pick = "select='eq(n,0)+eq(n,20)+eq(n,25)+eq(n,39)'"
    return _film(folder / "uneven.mkv", shots + pick, "-fps_mode", "vfr", seconds=4.0)


def with_cuts(folder: Path) -> Path:
    """A film of three shots that is cut at 1.0 and 2.4 seconds."""
    shots = "testsrc=s=64x48:r=25:d=1,format=yuv420p[a];color=c=white:s=64x48:r=25:d=1.4[b];"
    shots += "color=c=navy:s=64x48:r=25:d=1[c];[a][b][c]concat=n=3"
    return _film(folder / "cuts.mp4", shots, seconds=3.4)


def of_unknown_codec(folder: Path) -> Path:
    """A film with sound whose picture nothing decodes: it says XYZW of itself."""
    data = numbered(folder).read_bytes()
    path = folder / "unknown.mp4"
    path.write_bytes(data.replace(b"avc1", b"XYZW").replace(b"avcC", b"xyzC"))
    return path


def _film(path: Path, picture: str, *arguments: str, seconds: float) -> Path:
    sound = wave(path.with_suffix(".wav"), tone(seconds))
    before = ("-f", "lavfi", "-i", picture)
    codec = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "4", "-pix_fmt", "yuv420p")
    return converted(sound, path, *codec, "-c:a", "aac", *arguments, before=before)
