"""The demo province: real agencies and procedures, invented people, five months of dossiers made by the real actions."""

from namkhong.config.demo.accounts import DemoAccount, accounts
from namkhong.config.demo.loading import load, loaded

__all__ = ["DemoAccount", "accounts", "load", "loaded"]
