"""One module per command of ``namkhong``: ``SUMMARY``, ``arguments(parser)`` and ``run(options) -> exit code``.

A module is imported only when its command is asked for, and imports Django only when it runs.
"""
