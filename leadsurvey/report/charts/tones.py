"""Colours of ordered answers: brown to one side, petrol to the other, light between, told apart in greyscale too.

Colours are known by their lightness L* (CIELAB, CIE 1976, for the white of sRGB): neighbours differ by 15 or more.
"""

from leadsurvey.report.marks import INK

_BROWN = ("#241400", "#543005", "#8C510A", "#BF812D", "#DFC27D", "#F6E8C3", "#F8F4EA")
_PETROL = ("#001A1F", "#0B3B46", "#0B4F5C", "#2F7C88", "#79B4BB", "#C9E3E4", "#F0F5F5")
_STEPS = {1: 32, 2: 31, 3: 24, 4: 19, 5: 16}  # of L*, by how many options a side has
_EVEN_STEPS = {1: 17, 2: 30, 3: 22, 4: 16, 5: 16}  # there the sides meet: the lower one starts a step of 17 darker
_LIGHTEST, _EVEN_LIGHTEST = 96.0, 88.0


def tones(options: int) -> list[str]:
    """A colour for each of 2 to 11 options in order, such as `#8C510A`."""
    side = options // 2
    if options % 2:
        low = [_LIGHTEST - _STEPS[side] * away for away in range(side, 0, -1)]
        return [*(_tone(_BROWN, each) for each in low), _tone(_PETROL, _LIGHTEST), *_reversed(_PETROL, low)]
    step = _EVEN_STEPS[side]
    low = [_EVEN_LIGHTEST - 17 - step * away for away in range(side - 1, -1, -1)]
    return [*(_tone(_BROWN, each) for each in low), *_reversed(_PETROL, [each + 17 for each in low])]


def on(tone: str) -> str:
    """White or ink, whichever is read better on a colour."""
    return "#FFFFFF" if lightness(tone) < 53 else INK


def lightness(colour: str) -> float:
    """L* of a colour, from 0 for black to 100 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return float(116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance)


def _reversed(hue: tuple[str, ...], low: list[float]) -> list[str]:
    return [_tone(hue, each) for each in reversed(low)]


def _tone(hue: tuple[str, ...], wanted: float) -> str:
    """The colour of a hue that has this L*, found by halving."""
    low, high = 0.0, len(hue) - 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if lightness(_between(hue, middle)) < wanted else (low, middle)
    return _between(hue, high)


def _between(hue: tuple[str, ...], place: float) -> str:
    """The colour at a place along a hue, mixed of the two around it."""
    at = min(int(place), len(hue) - 2)
    pair = [[int(colour[start : start + 2], 16) for start in (1, 3, 5)] for colour in hue[at : at + 2]]
    return "#" + "".join(f"{round(a + (b - a) * (place - at)):02X}" for a, b in zip(*pair, strict=True))
