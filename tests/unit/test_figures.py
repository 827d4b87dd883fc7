"""The chart of figures: positions of intervals on the axes."""

from service.figures import HEIGHT, WIDTH, Figure, draw


def figure(year: int | None, low: float | None, high: float | None) -> Figure:
    """A figure with these ends; the rest does not matter to a chart."""
    return Figure("urn:f", "a", "A", "p", "P", year, low, high, "", "", True, False, 0, 1)


def test_one_figure_makes_no_chart() -> None:
    """A single value has nothing to be compared with."""
    assert None is draw([figure(2040, 5.0, 5.0)])


def test_larger_value_stands_higher() -> None:
    """The axis of values points upwards."""
    chart = draw([figure(2030, 10.0, 10.0), figure(2040, 20.0, 20.0)])

    assert chart is not None
    assert chart.bars[0].top > chart.bars[1].top


def test_open_end_reaches_the_edge() -> None:
    """'At least' has no upper end and is marked as such."""
    chart = draw([figure(2030, 10.0, None), figure(2030, 20.0, 20.0)])

    assert chart is not None
    assert [(True, False), (False, False)] == [(bar.up, bar.down) for bar in chart.bars]


def test_everything_stays_inside() -> None:
    """Negative, zero and equal values all lie inside the picture."""
    chart = draw([figure(2030, -5.0, -5.0), figure(2030, 0.0, 0.0), figure(2031, 7.5, 9.0)])

    assert chart is not None
    assert all(0 < bar.x < WIDTH and 0 < bar.top <= bar.bottom < HEIGHT for bar in chart.bars)
