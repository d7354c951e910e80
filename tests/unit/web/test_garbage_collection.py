"""How rarely a server looks for garbage, and that it leaves the interpreter as it was."""

import gc

from app.web.ops.garbage import THRESHOLDS, infrequent_collections


def test_a_server_collects_rarely_and_leaves_the_usual_thresholds_behind() -> None:
    usual = gc.get_threshold()

    with infrequent_collections():
        within, frozen = gc.get_threshold(), gc.get_freeze_count()

    assert within == THRESHOLDS > usual
    assert frozen > 0
    assert gc.get_threshold() == usual
    gc.unfreeze()
