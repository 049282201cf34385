"""`python -m tpo` is the command `tpo`."""

import sys

from tpo.cli import main

sys.exit(main())
