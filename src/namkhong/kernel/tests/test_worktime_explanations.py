"""What the officer reads aloud, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from namkhong.kernel.tests.calendars import PROVINCE, at, parse_limit
from namkhong.kernel.worktime import Clock, DayException, DayKind, StartReason, reckon


def told(received: str, limit: str, reason: StartReason = StartReason.RECEIVED) -> list[str]:
    return reckon(parse_limit(limit), at(received), PROVINCE, reason).explain()


def test_five_working_days_from_the_eve_of_a_holiday() -> None:
    assert told("2026-04-29 16:59", "5 working_day") == [
        "Hồ sơ nhận lúc 16 giờ 59, thứ Tư 29/4/2026.",
        "Thời hạn 5 ngày làm việc, tính từ ngày làm việc tiếp theo.",
        "Ngày 30/4 nghỉ lễ Chiến thắng, 1/5 nghỉ lễ Quốc tế Lao động, 2/5 và 3/5 nghỉ cuối tuần: không tính.",
        "Ngày làm việc thứ 1 là thứ Hai 4/5/2026.",
        "Ngày làm việc thứ 5 là thứ Sáu 8/5/2026.",
        "Hẹn trả 17 giờ 30, thứ Sáu 8/5/2026.",
    ]


def test_eight_working_hours_over_a_holiday() -> None:
    assert told("2026-04-29 16:59", "8 working_hour") == [
        "Hồ sơ nhận lúc 16 giờ 59, thứ Tư 29/4/2026.",
        "Thời hạn 8 giờ làm việc, tính liền theo giờ làm việc.",
        "Thứ Tư 29/4/2026, từ 16 giờ 59 đến 17 giờ 30: được 31 phút.",
        "Ngày 30/4 nghỉ lễ Chiến thắng, 1/5 nghỉ lễ Quốc tế Lao động, 2/5 và 3/5 nghỉ cuối tuần: không tính.",
        "Thứ Hai 4/5/2026, từ 7 giờ 30 đến 11 giờ 30 và 13 giờ 30 đến 16 giờ 59: được 7 giờ 29 phút.",
        "Hẹn trả 16 giờ 59, thứ Hai 4/5/2026.",
    ]


def test_a_long_count_by_the_hour_says_whole_days_together() -> None:
    assert told("2026-04-29 16:59", "5 working_day hour_exact")[-4:] == [
        "Ngày 30/4 nghỉ lễ Chiến thắng, 1/5 nghỉ lễ Quốc tế Lao động, 2/5 và 3/5 nghỉ cuối tuần: không tính.",
        "Từ thứ Hai 4/5/2026 đến thứ Năm 7/5/2026 có 4 ngày làm việc: được 32 giờ.",
        "Thứ Sáu 8/5/2026, từ 7 giờ 30 đến 11 giờ 30 và 13 giờ 30 đến 16 giờ 59: được 7 giờ 29 phút.",
        "Hẹn trả 16 giờ 59, thứ Sáu 8/5/2026.",
    ]


def test_ten_calendar_days_that_end_on_a_saturday() -> None:
    assert told("2026-04-29 16:59", "10 day") == [
        "Hồ sơ nhận lúc 16 giờ 59, thứ Tư 29/4/2026.",
        "Thời hạn 10 ngày, kể cả ngày nghỉ, tính từ ngày tiếp theo.",
        "Ngày thứ 10 là thứ Bảy 9/5/2026.",
        "Các ngày 9/5 và 10/5 nghỉ cuối tuần: không tính.",
        "Ngày cuối cùng là ngày nghỉ, nên thời hạn kết thúc vào ngày làm việc tiếp theo, thứ Hai 11/5/2026"
        " (Điều 148 Bộ luật Dân sự).",
        "Hẹn trả 17 giờ 30, thứ Hai 11/5/2026.",
    ]


def test_after_the_cut_off_before_a_holiday() -> None:
    assert told("2026-04-29 15:01", "same_day 15:00") == [
        "Hồ sơ nhận lúc 15 giờ 01, thứ Tư 29/4/2026.",
        "Ngày 30/4 nghỉ lễ Chiến thắng, 1/5 nghỉ lễ Quốc tế Lao động, 2/5 và 3/5 nghỉ cuối tuần: không tính.",
        "Vì nhận sau 15 giờ, hồ sơ được tính như nhận lúc 7 giờ 30, thứ Hai 4/5/2026.",
        "Hồ sơ nhận đến 15 giờ thì giải quyết ngay trong ngày; sau 15 giờ thì ngày làm việc tiếp theo.",
        "Hẹn trả 17 giờ 30, thứ Hai 4/5/2026.",
    ]


def test_tet_is_one_run_in_one_sentence() -> None:
    assert told("2026-02-13 17:31", "1 working_day") == [
        "Hồ sơ nhận lúc 17 giờ 31, thứ Sáu 13/2/2026.",
        "Ngày 14/2 và 15/2 nghỉ cuối tuần, 16/2 đến 20/2 nghỉ Tết Nguyên đán, 21/2 và 22/2 nghỉ cuối tuần: không tính.",
        "Vì nhận sau giờ làm việc (hết giờ lúc 17 giờ 30), hồ sơ được tính như nhận lúc 7 giờ 30, thứ Hai 23/2/2026.",
        "Thời hạn 1 ngày làm việc, tính từ ngày làm việc tiếp theo.",
        "Ngày làm việc thứ 1 là thứ Ba 24/2/2026.",
        "Hẹn trả 17 giờ 30, thứ Ba 24/2/2026.",
    ]


def test_a_make_up_saturday_is_said_to_count() -> None:
    assert told("2026-08-20 10:00", "3 working_day")[3:6] == [
        "Thứ Bảy 22/8/2026 làm bù thay cho ngày 31/8: có tính.",
        "Ngày 23/8 nghỉ cuối tuần: không tính.",
        "Ngày làm việc thứ 3 là thứ Hai 24/8/2026.",
    ]


def test_a_swapped_day_off_says_when_it_is_made_up_for() -> None:
    assert (
        "Ngày 29/8 và 30/8 nghỉ cuối tuần, 31/8 nghỉ hoán đổi, làm bù ngày 22/8/2026, 1/9 và 2/9 nghỉ lễ Quốc khánh:"
        " không tính." in told("2026-08-28 10:00", "1 working_day")
    )


def test_many_weekends_are_counted_not_listed() -> None:
    assert "Từ 9/5 đến 21/6 có 14 ngày nghỉ cuối tuần: không tính." in told("2026-04-29 16:59", "40 working_day")


def test_days_of_another_year_carry_their_year() -> None:
    assert "Ngày 1/1/2027 nghỉ Tết Dương lịch, 2/1/2027 và 3/1/2027 nghỉ cuối tuần: không tính." in told(
        "2026-12-28 12:00", "5 working_day"
    )


def test_half_a_day_is_said_to_count() -> None:
    calendar = replace(
        PROVINCE, exceptions=(*PROVINCE.exceptions, DayException(date(2026, 3, 6), DayKind.MORNING_ONLY))
    )
    assert (
        "Thứ Sáu 6/3/2026 chỉ làm việc buổi sáng: vẫn tính là một ngày làm việc."
        in reckon(parse_limit("3 working_day"), at("2026-03-04 10:00"), calendar).explain()
    )


def test_received_during_lunch_and_before_opening_by_the_hour() -> None:
    assert told("2026-05-04 12:00", "2 working_hour")[1] == (
        "Vì nhận trong giờ nghỉ giữa hai buổi, hồ sơ được tính như nhận lúc 13 giờ 30, thứ Hai 4/5/2026."
    )
    assert told("2026-05-04 06:00", "2 working_hour")[1] == (
        "Vì nhận trước giờ làm việc, hồ sơ được tính như nhận lúc 7 giờ 30, thứ Hai 4/5/2026."
    )


def test_a_dossier_filed_elsewhere_counts_from_the_competent_agency() -> None:
    assert told("2026-05-04 09:05", "1 working_day", StartReason.RECEIVED_ELSEWHERE)[0] == (
        "Hồ sơ nộp tại nơi khác trong tỉnh; thời hạn tính từ lúc cơ quan có thẩm quyền nhận được:"
        " 9 giờ 05, thứ Hai 4/5/2026."
    )


def test_the_story_of_a_supplement_that_restarts_the_clock() -> None:
    clock = Clock.start(parse_limit("5 working_day"), at("2026-05-04 08:00")).stop(
        at("2026-05-05 09:12"), "chờ bổ sung hồ sơ"
    )
    assert clock.explain(PROVINCE)[-1] == "Thời hạn tạm dừng từ 9 giờ 12, thứ Ba 5/5/2026: chờ bổ sung hồ sơ."
    assert clock.restart(at("2026-05-09 10:00")).explain(PROVINCE)[-9:] == [
        "Thời hạn tạm dừng từ 9 giờ 12, thứ Ba 5/5/2026: chờ bổ sung hồ sơ.",
        "Hồ sơ được bổ sung đầy đủ lúc 10 giờ, thứ Bảy 9/5/2026; thời hạn tính lại từ đầu.",
        "Các ngày 9/5 và 10/5 nghỉ cuối tuần: không tính.",
        "Vì nhận vào ngày nghỉ, hồ sơ được tính như nhận lúc 7 giờ 30, thứ Hai 11/5/2026.",
        "Thời hạn 5 ngày làm việc, tính từ ngày làm việc tiếp theo.",
        "Ngày làm việc thứ 1 là thứ Ba 12/5/2026.",
        "Các ngày 16/5 và 17/5 nghỉ cuối tuần: không tính.",
        "Ngày làm việc thứ 5 là thứ Hai 18/5/2026.",
        "Hẹn trả 17 giờ 30, thứ Hai 18/5/2026.",
    ]


def test_the_story_of_a_resumed_pause_an_extension_and_the_end() -> None:
    clock = (
        Clock.start(parse_limit("5 working_day"), at("2026-05-04 08:00"))
        .stop(at("2026-05-05 09:12"), "chờ nộp tiền")
        .resume(at("2026-05-07 08:00"))
        .extend(at("2026-05-11 08:00"), "cần xác minh thực địa", by=parse_limit("3 working_day"))
        .close(at("2026-05-13 08:00"))
    )
    assert clock.explain(PROVINCE)[-6:] == [
        "Thời hạn tạm dừng từ 9 giờ 12, thứ Ba 5/5/2026: chờ nộp tiền.",
        "Thời hạn chạy tiếp từ 8 giờ, thứ Năm 7/5/2026; đã dừng 2 ngày làm việc, hạn lùi đúng bấy nhiêu.",
        "Hẹn trả 17 giờ 30, thứ Tư 13/5/2026.",
        "Gia hạn thêm 3 ngày làm việc, ghi lúc 8 giờ, thứ Hai 11/5/2026: cần xác minh thực địa.",
        "Hẹn trả 17 giờ 30, thứ Hai 18/5/2026.",
        "Kết thúc lúc 8 giờ, thứ Tư 13/5/2026; hẹn trả 17 giờ 30, thứ Hai 18/5/2026.",
    ]


def test_the_page_about_the_clock_shows_what_it_says() -> None:
    page = Path(__file__).resolve().parents[4] / "docs" / "explanation" / "legal-clock.md"
    shown = "\n".join(f"    {sentence}" for sentence in told("2026-04-29 16:59", "5 working_day"))
    assert shown in page.read_text(encoding="utf-8")
