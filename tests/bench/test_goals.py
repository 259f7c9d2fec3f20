from bench.push.goals import judge
from bench.push.memory import Memory


def figures(ours_ms, *, streams=10_000, faults=0):
    def rounds(value):
        return [{"last_ms": value, "span_ms": value}] * 3

    steady = {"p99_ms": 300, "lost": faults, "duplicates": 0, "reordered": 0}
    return {
        "fan_out": [
            {
                "streams": streams,
                "singles": {"wireroom": rounds(ours_ms), "floor": rounds(100)},
                "bursts": {"wireroom": rounds(900)},
                "idle": {"wireroom": Memory(1500, 0)},
            }
        ],
        "sustained": {"wireroom": steady},
    }


def met(goals):
    return {goal.what: goal.met for goal in goals}


def test_a_goal_is_met_up_to_its_limit_and_not_beyond():
    assert met(judge(figures(114)))["last of 10,000 streams, to the floor"] is True
    assert met(judge(figures(116)))["last of 10,000 streams, to the floor"] is False


def test_one_lost_item_fails_the_steady_rate_however_fast_the_rest_was():
    assert met(judge(figures(100)))["50 items a second for 10 s"] is True
    assert met(judge(figures(100, faults=1)))["50 items a second for 10 s"] is False


def test_what_was_not_measured_is_neither_met_nor_missed():
    found = met(judge(figures(100)))

    assert found["last of 10,000 streams, to nchan"] is None
    assert found["memory per stalled stream"] is None
    assert found["10,000 reconnects with Last-Event-ID"] is None


def test_a_smaller_run_makes_no_claim_about_10_000_streams():
    assert judge(figures(100, streams=1000)) == []
