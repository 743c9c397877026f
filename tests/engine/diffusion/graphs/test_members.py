"""What a file says of members: read as any mapping is, whatever the order of its rows, and checked row by row."""

from pathlib import Path

import numpy as np
import pytest

from kolony_engine.diffusion import DiffusionError, SeedQuery, build_graph, select_seeds
from kolony_engine.diffusion.graphs.members import Members


def members(source: list, target: list) -> Members:
    return Members(build_graph(np.array(source), np.array(target)), lambda aside: None)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_said_is_read_as_a_mapping_is(tmp_path):
    fees = written(tmp_path / "fees.csv", "id,cost\n3,2.5\n1,4\n99,1\n1,4\n")
    said = members([1, 2], [3, 3]).values(fees, "cost")
    assert (dict(said), len(said), said[3], said.get(2), said.get("3")) == ({1: 4.0, 3: 2.5}, 2, 2.5, None, None)


def test_groups_are_those_of_people_the_graph_knows(tmp_path):
    file = written(tmp_path / "groups.csv", "member,group\nbo,south\nada,007\nzoe,nowhere\ncy,south\n")
    said = members(["ada", "bo"], ["cy", "cy"]).groups(file)
    assert (dict(said), sorted(said.names)) == ({"ada": "007", "bo": "south", "cy": "south"}, ["007", "south"])


def test_a_fee_that_somebody_has_twice_is_named_by_its_row(tmp_path):
    fees = written(tmp_path / "fees.csv", "id,cost\n2,1\n1,4\n2,1\n1,5\n2,3\n")
    with pytest.raises(DiffusionError) as refused:
        members([1, 2], [3, 3]).values(fees, "cost")
    assert (refused.value.code, refused.value.values["row"], refused.value.values["member"]) == ("E-DIFF-109", 4, "1")


def test_a_question_from_a_file_and_one_from_a_dict_are_answered_alike(tmp_path):
    known = members([1, 1, 2, 3, 3, 3], [2, 3, 4, 5, 6, 7])
    fees = known.values(written(tmp_path / "fees.csv", "id,cost\n3,2\n1,4\n2,1\n"), "cost")
    weights = known.weights(written(tmp_path / "targets.csv", "id,weight\n5,1\n6,0.5\n4,1\n"))
    groups = known.groups(written(tmp_path / "groups.csv", "id,group\n3,a\n1,b\n2,b\n"))
    asked = {"budget": 3.0, "at_most": {"a": 1, "b": 1}, "seed": 4}
    from_files = select_seeds(known.graph, SeedQuery(costs=fees, targets=weights, groups=groups, **asked))
    plain = {"costs": dict(fees), "targets": dict(weights), "groups": dict(groups)}
    from_dicts = select_seeds(known.graph, SeedQuery(**plain, **asked))
    assert (from_files.seeds, from_files.gains) == (from_dicts.seeds, from_dicts.gains)
