"""What a list is compared with: the sortings an operator could do in a spreadsheet, and the best published blend."""

import numpy as np

from kolony_engine.measures import Signals
from kolony_engine.measures.members.graph import pagerank
from kolony_engine.measures.past.flows import Flows

BASELINES: dict[str, str] = {
    "activity": "Contributions and comments, all time.",
    "recognition_365d": "Recognition received in the last 365 days.",
    "recognition_all": "Recognition received, all time.",
    "pagerank": "PageRank in the graph of who addresses whom.",
    "blend": "Mean of log(1 + x) / max over recognition all time, recognition 365 days, and love x reach: acts halved "
    "every 90 days times log(1 + people addressed).",
}


def baselines(seen: Signals, flows: Flows) -> dict[str, np.ndarray]:
    """The score of each baseline for every member, at the date of `seen`."""
    known = flows.before(seen.ask.day)
    values, members = seen.values, len(seen.actor_ids)
    addressed = np.bincount(known.giver, minlength=known.size)[:members]
    love_reach = values["activity_90"] * np.log1p(addressed)
    return {
        "activity": values["activity"],
        "recognition_365d": values["recognition_365"],
        "recognition_all": values["recognition"],
        "pagerank": pagerank(known.giver, known.receiver, known.times, known.size)[:members],
        "blend": np.mean(
            [_log_max(column) for column in (values["recognition"], values["recognition_365"], love_reach)], axis=0
        ),
    }


def _log_max(values: np.ndarray) -> np.ndarray:
    logs = np.log1p(np.maximum(values, 0.0))
    top = logs.max() if logs.size else 0.0
    return logs / top if top > 0 else logs
