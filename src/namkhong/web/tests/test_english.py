"""The finder itself: a test that finds nothing must be able to find something."""

from __future__ import annotations

import pytest

from namkhong.web.tests.english import english_in


@pytest.mark.parametrize(
    "html",
    [
        "<p>Error: chưa ghi tên</p>",
        '<nav aria-label="Main"></nav>',
        '<input type="text" value="Undefined">',
        '<input placeholder="Search">',
        "<button>Next</button>",
        "<title>Page – Năm Không</title>",
    ],
)
def test_english_is_found(html: str) -> None:
    assert english_in(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Đã gửi hồ sơ, chờ cơ quan tiếp nhận</p>",
        '<a class="next page" href="/search">Tìm</a>',
        '<button lang="en">Change to English</button>',
        "<script>const error = 1</script><style>.menu{}</style>",
        '<input type="hidden" name="next" value="/page/">',
        "<p>Mời các họ tên: An, To, On, Thơ</p>",
    ],
)
def test_vietnamese_markup_and_marked_english_pass(html: str) -> None:
    assert english_in(html) == set()
