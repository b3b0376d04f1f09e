"""
Starts MiniStack 1.5.33 with a lock that it lacks; what else it does otherwise than AWS stands in `workarounds.ts`.

Each new process of a function gets credentials from its own thread, which looks through everyone's meanwhile. When several functions
are first called at the same moment, one may fail by that with "dictionary changed size during iteration", and then every process of
that function is ended, whatever it was doing.
"""

import sys
import threading

from ministack.app import main
from ministack.services import sts

register_session = sts.register_session
one_at_a_time = threading.Lock()


def register_session_alone(*session):
    with one_at_a_time:
        register_session(*session)


sts.register_session = register_session_alone
sys.exit(main())
