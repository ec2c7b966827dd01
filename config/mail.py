"""Where mails go when no mail server is named."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


class Nowhere(BaseEmailBackend):
    """Sends nothing, and says so in the server's log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            logger.warning("EMAIL_URL is not set, so this mail was not sent: %s", mail.subject)
        return 0
