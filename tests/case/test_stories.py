import pytest

from tpo import case
from tpo.case.files import data_root


def test_sixty_stories_in_order():
    stories = case.past_stories()
    assert len(stories) == 60
    assert stories[0].story_id == "DC-101"
    assert all(story.rework_days >= 0 and story.waited_days >= 0 for story in stories)


@pytest.mark.parametrize(("old", "new"), [("true", "perhaps"), ("DC-101,", ""), (".", "x")])
def test_a_damaged_line_is_named(tmp_path, old, new):
    text = (data_root() / "past_stories.csv").read_text("utf-8").splitlines()
    text[1] = text[1].replace(old, new)
    (tmp_path / "past_stories.csv").write_text("\n".join(text), "utf-8")
    with pytest.raises(case.CaseFileError, match=r"past_stories.csv line 2 is not a story"):
        case.past_stories(tmp_path)
