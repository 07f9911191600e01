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


class NoWindow(Invalid):
    """Nobody calls without saying where to."""

    def __init__(self) -> None:
        sentence = _("Xin ghi ông/bà ngồi quầy số mấy, từ 1 đến 99.")
        super().__init__(sentence, fields={"quay": sentence})


class NotAtThisCounter(Forbidden):
    """She does not work at the counter of this Centre."""

    def __init__(self) -> None:
        super().__init__(_("Ông/Bà không làm việc ở quầy của nơi này."))


class NoSuchTicket(Unseen):
    """Not there, not of today, or of another Centre."""

    def __init__(self) -> None:
        super().__init__(_("Không có số này trong hôm nay. Xin lấy số mới."))


class TicketMoved(Conflict):
    """Another window was faster, or the person is being served."""

    def __init__(self, label: str) -> None:
        super().__init__(_("Số %s đang ở quầy khác hoặc đã xong. Xin xem lại hàng chờ.") % label)


class StillServing(Conflict):
    """One person at a window at a time."""

    def __init__(self, label: str) -> None:
        super().__init__(_("Quầy của ông/bà đang có số %s. Xin xong số ấy rồi gọi lại số khác.") % label)


class KioskClosed(Unseen):
    """The page for taking a number is of another day, or of nobody."""

    def __init__(self) -> None:
        super().__init__(_("Trang lấy số này không còn dùng được. Xin nhờ cán bộ ở quầy mở trang của hôm nay."))


class QueueClosed(Conflict):
    """Today nobody serves there any more."""

    def __init__(self) -> None:
        super().__init__(_("Hôm nay nơi này đã hết giờ tiếp dân hoặc nghỉ. Xin lấy số vào ngày làm việc khác."))


class NoSuchCentre(Invalid):
    """No counter stands there."""

    def __init__(self) -> None:
        sentence = _("Xin chọn nơi ông/bà sẽ đến làm thủ tục.")
        super().__init__(sentence, fields={"noi": sentence})


class QueueFull(Conflict):
    """More numbers in a day than any counter serves."""

    def __init__(self) -> None:
        super().__init__(_("Hôm nay nơi này đã phát hết số. Xin đến quầy hỏi cán bộ hoặc lấy số vào ngày khác."))


class NobodyTakes(Invalid):
    """The unit or the official cannot have this work."""

    def __init__(self) -> None:
        sentence = _("Xin chọn nơi nhận: đơn vị khác, hoặc người đang giữ đúng vị trí ấy.")
        super().__init__(sentence, fields={"den": sentence})


class NothingHeldThere(Invalid):
    """The unit or the post holds nothing."""

    def __init__(self) -> None:
        sentence = _("Ở đây không có hồ sơ nào, nên không có gì để bàn giao.")
        super().__init__(sentence, fields={"tu": sentence})
