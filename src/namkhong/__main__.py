"""``python -m namkhong`` is the ``namkhong`` command."""

import sys

from namkhong.config.cli import main

sys.exit(main())
