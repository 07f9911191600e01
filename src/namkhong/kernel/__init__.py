"""Kernel: values and pure rules that every room shares.

Owns the words actor, clock, working time, code, text key, money, event, page, problem.
Never imports Django, never reads or writes anything outside its arguments.
"""
