"""How often what happens in the simulated practice: every share, delay and date that is our choice, in one place.

Only the totals of plans and people are the practice sheet's. Everything here is made up so that the demo looks like
a programme at work; nothing here is a finding.
"""

from datetime import date

# The window of the sheet's figures, and how long surveys go on after it.
PERIOD_BEGINS, PERIOD_ENDS = date(2017, 9, 1), date(2019, 3, 31)
SURVEYS_END = date(2020, 3, 31)
REVIEWS_FROM = date(2018, 7, 1)
"""The sheet recommends a procurement review before the committee (May 2019), and tells of none: this day is ours."""
LOCAL_MEETINGS_FROM = date(2018, 9, 1)
"""The sheet tells that meetings of 15 to 20 plans gave way to local ones of 4 or 5, not when: this day is ours."""
LARGE_MEETING, LOCAL_MEETING = 17, 4.5

# The practice: shares of those who could.
VULNERABLE = 0.10
FOLLOW_UP_LATE, FOLLOW_UP_MISSED = 0.15, 0.06
COUNSELLED, COUNSELLING_FAILED = 0.94, 0.04
IDEA_IS_TRADE = 0.48
ORIENTED = 0.86
SESSION_POSTPONED = 0.03
TRAINED_WITHOUT_PLAN = 0.30
DAYS_ATTENDED = {5: 0.86, 4: 0.10, 3: 0.03, 2: 0.01}
"""Of people without a plan afterwards; holders were there on 4 or 5 days."""
LATE_REGISTRANTS = 0.05
"""Of trainees: they come on the second day."""
SESSION_SEATS = 25
REVIEW_VERDICTS = {"conforming": 0.52, "conforming_corrected": 0.32, "returned": 0.16}
AMENDED = 0.20
"""Of validated plans: validated with an amendment, and drafted again as version 2 or 3."""
INSTALLED = 0.85
PARTIAL_HAND_OVER, INCIDENT = 0.2, 0.15
SURVEY_REACHED = 0.88
SATISFACTION_SAMPLE, SUSTAINABILITY_SAMPLE = 0.35, 0.18

# The mess of real life.
NO_CARD = 0.04
"""Of returnees: never got a card, or lost it; forms write their names."""
CODE_TYPED = 0.05
"""Of scans: the code does not scan and is typed."""
REGISTERED_TWICE = 0.04
"""Of returnees: registered again at another desk, with another spelling, another flight number and without the card."""
MISSPELT = 0.03
"""Of registrations, and of every name written for somebody without a card."""
LATE_TABLET = 0.03
"""Of all forms: sent days after they were filled, in the demo after the first run."""
LATE_DAYS = (3, 40)
CORRECTED = 0.02
"""Of registrations and counselling sessions: opened again and sent as an edit some days later."""
SENT_TWICE = 0.01
"""Of registrations, counselling sessions and plans: filled in again by hand; the office deletes the second one."""
SET_ASIDE = ("version", "version", "number")
"""Documents of somebody's script: two of a form version nobody deployed, one with a text in a number. Three in all."""
