"""E-mail by SMTP: plain text, one constant Message-ID for each delivery so that a repeated one is recognised."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from namkhong.foundation.notifications.channels.base import Parcel, Refused, SendFailed
from namkhong.foundation.notifications.conf import NotifyConf
from namkhong.kernel.text import one_line

_TIMEOUT = 15


@dataclass(frozen=True, slots=True)
class Email:
    """The province's mail server."""

    conf: NotifyConf

    def _letter(self, parcel: Parcel) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        domain = parseaddr(self.conf.email_from)[1].rpartition("@")[2] or "localhost"
        letter["Message-ID"] = f"<{parcel.id}@{domain}>"
        letter["From"] = self.conf.email_from
        letter["To"] = one_line(parcel.email)
        letter["Subject"] = one_line(parcel.title)
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n\n".join(part for part in (parcel.text, parcel.link) if part) + "\n", cte="base64")
        return letter

    def send(self, parcel: Parcel) -> str:
        """Hand the letter to the server."""
        try:
            validate_email(parcel.email)
            letter = self._letter(parcel)
        except (ValidationError, ValueError, UnicodeError) as error:
            raise Refused(_("Địa chỉ thư điện tử không đúng.")) from error
        try:
            with smtplib.SMTP(self.conf.email_host, self.conf.email_port, timeout=_TIMEOUT) as server:
                if self.conf.email_tls:
                    server.starttls()
                if self.conf.email_user:
                    server.login(self.conf.email_user, self.conf.email_password)
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code = max((code for code, _said in error.recipients.values()), default=550)
            if code >= 500:
                raise Refused(_("Máy chủ thư không nhận địa chỉ này (mã %d).") % code) from error
            raise SendFailed(_("Máy chủ thư tạm thời không nhận địa chỉ này (mã %d).") % code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(_("Máy chủ thư không gửi được tới địa chỉ có dấu.")) from error
        except smtplib.SMTPAuthenticationError as error:
            raise SendFailed(_("Máy chủ thư không chấp nhận tài khoản gửi. Xin kiểm tra cấu hình.")) from error
        except smtplib.SMTPResponseException as error:
            kind = Refused if 500 <= error.smtp_code < 600 else SendFailed
            raise kind(_("Máy chủ thư từ chối thư (mã %d).") % error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(_("Máy chủ thư không trả lời.")) from error
        return str(letter["Message-ID"])
