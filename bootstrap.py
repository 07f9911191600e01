"""The first thing a newcomer runs. Any Python 3 can read this file: one that is too old gets one clear sentence."""

import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))


def refusal(version):  # type: ignore[no-untyped-def] # an old Python must be able to read this
    """What to tell a Python that is too old; empty for one that will do."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return (
        f"Năm Không cần Python 3.11 trở lên; máy đang dùng Python {version[0]}.{version[1]}. "
        "Xin cài Python mới hơn rồi chạy, ví dụ: make run PYTHON=python3.11\n"
    )


def main():  # type: ignore[no-untyped-def]
    """Check the version, then hand over to the real thing."""
    sentence = refusal(sys.version_info)
    if sentence:
        getattr(sys.stderr, "buffer", sys.stderr).write(sentence.encode("utf-8"))
        return 1
    sys.path.insert(0, os.path.join(ROOT, "src"))
    sys.dont_write_bytecode = True
    from namkhong.config import newcomer

    return newcomer.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
