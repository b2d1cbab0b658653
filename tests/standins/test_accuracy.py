import pytest

from local.sample.accuracy import word_accuracy


@pytest.mark.parametrize(
    ("said", "heard", "accuracy"),
    [
        ("one two three four", "one two three four", 1.0),
        ("One, two. Three: four!", "one two three four", 1.0),
        ("one two three four", "one too three four", 0.75),
        ("one two three four", "one three four", 0.75),
        ("one two three four", "one two two three four", 0.75),
        ("one two three four", "", 0.0),
        ("one", "a b c d", 0.0),
        ("", "", 1.0),
        ("", "noise", 0.0),
        ("영상이 저장됩니다", "영상이 저장됐습니다", 0.5),
    ],
)
def test_accuracy_is_the_share_of_words_that_needed_no_edit(said: str, heard: str, accuracy: float) -> None:
    assert word_accuracy(said, heard) == accuracy
