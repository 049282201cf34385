# You and Amara share the first part.
# expect: 1.1b
# first: Two people own “Which part of Second Perch is built first”.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | you | - | ruth, callum | tomasz
first_slice    | you, amara | - | amara | tomasz
acceptance     | you | - | team | callum
order          | you | - | amara | ines
wording        | mateo | - | callum | tomasz
brief          | you | - | amara | ines
date           | you | ines | amara, tomasz | callum
budget         | farid | ines | you | amara
price          | farid | - | you, callum | tomasz
schema         | amara | - | priya | team
library        | team | - | mateo | -
estimate       | team | - | - | you
interface_spec | amara | - | hana | -
neighbour_data | sofia | - | you | amara
release        | jun | - | amara | callum
route_freeze   | ruth | - | dee | you
"""
