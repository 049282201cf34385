# Talks about breakers and back-off; nobody loses anything.
# expect: 6.5a
# first: Ines pays for failed bookings, not for breakers.
brief = """
What happened: Retries without a retry budget and without jitter saturated the queue. No circuit breaker
was configured and timeouts were nested.

What it cost: Thread pools were exhausted and the queue overflowed.

Option 1, more head-room: Double the thread pool, about €4 k, by August, needed once a year.

Option 2, say no early: Bounded queue with rejection, €9 k by August, needed once a year.

Option 3, finish later: Asynchronous verification, €26 k by September, once a year.

What can still go wrong: Misconfigured breaker thresholds.

I ask you to: Approve option 3 by Monday 8 June.
"""
