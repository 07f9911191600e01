"""What can go wrong at the desk, told to the official."""

from __future__ import annotations

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.services.desks.types import MOST, MOST_FILTERS


class NoWorkOnDossiers(Forbidden):
    """Her post does not work on dossiers."""

    def __init__(self) -> None:
        super().__init__(_("Vị trí công tác của ông/bà không giải quyết hồ sơ."))


class NothingTicked(Invalid):
    """No dossier was chosen."""

    def __init__(self) -> None:
        sentence = _("Xin chọn ít nhất một hồ sơ trong danh sách rồi làm lại.")
        super().__init__(sentence, fields={"ho-so": sentence})


class TooManyTicked(Invalid):
    """More than one batch may hold."""

    def __init__(self) -> None:
        sentence = _("Mỗi lần làm hàng loạt tối đa %d hồ sơ. Xin lọc hẹp lại rồi làm từng phần.") % MOST
        super().__init__(sentence, fields={"ho-so": sentence})


class WrongDeed(Invalid):
    """Nothing that can be done to many dossiers."""

    def __init__(self) -> None:
        sentence = _("Xin chọn việc cần làm với các hồ sơ đã chọn.")
        super().__init__(sentence, fields={"viec": sentence})


class NobodyChosen(Invalid):
    """Nobody to whom these dossiers can be given."""

    def __init__(self) -> None:
        sentence = _("Xin chọn cán bộ nhận việc trong danh sách.")
        super().__init__(sentence, fields={"giao-cho": sentence})


class NothingHeld(Invalid):
    """The official holds nothing by name."""

    def __init__(self) -> None:
        sentence = _("Cán bộ này không có hồ sơ nào được giao đích danh, nên không có gì để bàn giao.")
        super().__init__(sentence, fields={"tu": sentence})


class NoSuchBatch(Unseen):
    """Not there, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy lượt làm hàng loạt này. Xin mở từ danh sách việc hàng loạt của ông/bà."))


class NoSuchExport(Unseen):
    """Not there, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy tệp xuất này. Xin mở lại danh sách rồi xuất tệp mới."))


class NoSuchFilter(Unseen):
    """Not there, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy bộ lọc này. Có thể ông/bà đã bỏ nó rồi."))


class TooManyFilters(Conflict):
    """The list of saved filters is full."""

    def __init__(self) -> None:
        super().__init__(_("Đã có %d bộ lọc. Xin bỏ bớt bộ lọc không dùng rồi lưu lại.") % MOST_FILTERS)
