"""Rows of digits: repeatable, varied, inside their boxes, and nowhere to be expected."""

import numpy as np
import pytest

from helpers import digits


@pytest.fixture(scope="module")
def rows():
    return digits.draw(400, seed=3)


def test_the_same_seed_draws_the_same_and_another_seed_does_not():
    one, again, other = digits.draw(20, seed=5), digits.draw(20, seed=5), digits.draw(20, seed=6)
    assert np.array_equal(one.pictures, again.pictures) and one.digits == again.digits
    assert np.array_equal(one.boxes, again.boxes, equal_nan=True)
    assert not np.array_equal(one.pictures, other.pictures)


def test_pictures_are_grey_and_rows_have_three_to_five_digits(rows):
    assert rows.pictures.shape == (400, digits.HEIGHT, digits.WIDTH) and len(rows) == 400
    assert rows.pictures.dtype == np.float32
    assert rows.pictures.min() >= 0 and rows.pictures.max() <= 1
    assert {len(line) for line in rows.digits} == {3, 4, 5}
    assert set("".join(rows.digits)) == set("0123456789")
    assert set(rows.styles) == set(digits.STYLES)


def test_every_digit_has_a_box_inside_the_picture_and_to_the_right_of_the_one_before(rows):
    for line, boxes in zip(rows.digits, rows.boxes, strict=True):
        there = boxes[: len(line)]
        assert np.isnan(boxes[len(line) :]).all()
        top, bottom, left, right = there.T
        assert (top >= 0).all() and (bottom <= digits.HEIGHT).all()
        assert (left >= 0).all() and (right <= digits.WIDTH).all()
        assert (top < bottom).all() and (left < right).all()
        assert (left[1:] > right[:-1]).all()


def test_the_ink_is_in_the_boxes(rows):
    for picture, boxes in zip(rows.pictures, rows.boxes, strict=True):
        outside = np.ones(picture.shape, dtype=bool)
        for top, bottom, left, right in boxes[~np.isnan(boxes[:, 0])]:
            place = np.s_[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))]
            assert picture[place].max() > 0.5
            outside[place] = False
        assert picture[outside].mean() < 0.1


def test_the_place_of_a_digit_does_not_follow_from_its_number(rows):
    for number in range(digits.FEWEST):
        left = rows.boxes[:, number, 2]
        assert left.std() > 6 and np.ptp(left) > 25


def test_digits_of_one_style_differ_from_each_other():
    ends = digits._ENDS.reshape(len(digits.STYLES), 10, -1)
    for style in ends:
        for a in range(10):
            for b in range(a):
                assert np.abs(style[a] - style[b]).max() > 0.2, (a, b)


def test_an_impossible_count_is_refused():
    with pytest.raises(ValueError, match="count must be 1 or more, got 0"):
        digits.draw(0, seed=1)
