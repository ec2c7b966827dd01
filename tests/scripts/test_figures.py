"""What `make bench` measured, as it is told."""

from xml.etree import ElementTree

from scripts.bench.figures import Figure, Part, picture, table

SLOW = Figure("a brief", 0.09, "ms CPU", 0.015, "nginx, the same bytes", 3)
FAST = Figure("a feed", 0.03, "ms CPU", 0.015, "nginx, the same bytes", 3)


def test_a_missed_goal_is_said_beside_its_ratio() -> None:
    told = table([Part("From the cache", [SLOW, FAST])]).splitlines()
    assert (
        told[-2]
        == "| a brief | 0.0900 ms CPU | 0.0150 ms CPU, nginx, the same bytes | 6 × | at most 3 × (missed) |"
    )
    assert told[-1].endswith("| 2 × | at most 3 × |")


def test_a_rate_must_reach_its_goal() -> None:
    assert not Figure("brought in", 499, "briefs/s", goal=500, at_least=True).met
    assert Figure("brought in", 500, "briefs/s", goal=500, at_least=True).met


def test_the_picture_draws_what_has_a_goal_and_marks_what_missed_it() -> None:
    drawn = ElementTree.fromstring(  # noqa: S314 - our own picture
        picture([Part("From <the> cache", [SLOW, FAST, Figure("more", 1, "ms")])], "Measured")
    )
    bars = [each.get("class") for each in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert bars == ["over", "bar"]
