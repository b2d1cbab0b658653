from __future__ import annotations

from unicodedata import normalize

import pytest

from worker.tasks.catalog.content import Content, read_content

TABLE = [
    ("1_test_video", 1, "test_video", "Test Video"),
    ("123_my_awesome_movie", 123, "my_awesome_movie", "My Awesome Movie"),
    ("42_my-movie-title", 42, "my-movie-title", "My Movie Title"),
    ("42_a__b--c", 42, "a__b--c", "A B C"),
    ("7_HDR_demo", 7, "HDR_demo", "Hdr Demo"),
    ("7_한글_제목", 7, "한글_제목", "한글 제목"),
    # As macOS writes it; the title has to fit a column of 255 characters.
    ("7_" + normalize("NFD", "한글 제목"), 7, normalize("NFD", "한글 제목"), "한글 제목"),
    ("7_" + "\u0390 " * 100, 7, "\u0390 " * 100, ("\u0399\u0308\u0301 " * 100)[:255]),
    ("007_bond", 7, "bond", "Bond"),
    ("42_", 42, "42", "42"),
    ("2147483647_last", 2147483647, "last", "Last"),
    # No number before the first underscore: the whole name is the slug.
    ("my_movie", None, "my_movie", "My Movie"),
    ("movie", None, "movie", "Movie"),
    ("42", None, "42", "42"),
    ("42-movie", None, "42-movie", "42 Movie"),
    ("v2_movie", None, "v2_movie", "V2 Movie"),
    ("_movie", None, "_movie", "Movie"),
    ("__", None, "__", "__"),
    # Numbers that no row can have.
    ("0_zero", None, "0_zero", "0 Zero"),
    ("2147483648_too_large", None, "2147483648_too_large", "2147483648 Too Large"),
    ("20261121093000_clip", None, "20261121093000_clip", "20261121093000 Clip"),
    ("٤٢_digits", None, "٤٢_digits", "٤٢ Digits"),
]


@pytest.mark.parametrize(("name", "content_id", "slug", "title"), TABLE)
def test_a_name_is_read_as_the_table_says(name: str, content_id: int | None, slug: str, title: str) -> None:
    content = read_content(name)

    assert (content.content_id, content.slug, content.title) == (content_id, slug, title)


def test_the_rest_of_a_content_is_made_of_its_slug() -> None:
    content = Content(1, "test_video")

    assert (content.description, content.age_rating) == ("Uploaded video: test_video", "ALL")
