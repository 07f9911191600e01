"""Who stands in every table of promises, in its order: key → who she is, in Vietnamese."""

from __future__ import annotations

from typing import Final

WHO: Final[dict[str, str]] = {
    "visitor": "Khách chưa đăng nhập",
    "program": "Hệ thống kết nối (API), không có trang nào",
    "lan": "Chị Lan, người nộp hồ sơ",
    "neighbour": "Anh Inh, hàng xóm",
    "helper": "Cán bộ Trung tâm tỉnh nộp giúp chị Lan",
    "counter": "Một cửa xã",
    "specialist": "Công chức tư pháp của xã",
    "head": "Trưởng phòng của Sở",
    "chief": "Chánh Văn phòng xã",
    "clerk": "Văn thư xã",
    "accountant": "Kế toán xã",
    "leader": "Lãnh đạo xã",
    "director": "Giám đốc Trung tâm của xã",
    "elsewhere": "Một cửa xã bên",
    "controller": "Kiểm soát thủ tục, Văn phòng UBND tỉnh",
    "commune_admin": "Quản trị xã bên, đã nâng quyền",
    "admin": "Quản trị tỉnh, chưa nâng quyền",
    "elevated": "Quản trị tỉnh, đã nâng quyền",
}
# The same in one or two words, for the heads of columns.
SHORT: Final[dict[str, str]] = {
    "visitor": "khách",
    "program": "API",
    "lan": "Lan",
    "neighbour": "Inh",
    "helper": "TT tỉnh",
    "counter": "một cửa",
    "specialist": "công chức",
    "head": "trưởng phòng Sở",
    "chief": "Chánh VP",
    "clerk": "văn thư",
    "accountant": "kế toán",
    "leader": "lãnh đạo",
    "director": "GĐ TT xã",
    "elsewhere": "một cửa xã bên",
    "controller": "KSTTHC",
    "commune_admin": "quản trị xã bên",
    "admin": "quản trị tỉnh",
    "elevated": "quản trị tỉnh, nâng quyền",
}
