# You decide the schema and the estimate.
# expect: 1.1d
# first: You decide “How changes are stored in the database”.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | you | - | ruth, callum | tomasz
first_slice    | you | - | amara | tomasz
acceptance     | you | - | team | callum
order          | you | - | amara | ines
wording        | mateo | - | callum | tomasz
brief          | you | - | amara | ines
date           | you | ines | amara, tomasz | callum
budget         | farid | ines | you | amara
price          | farid | - | you, callum | tomasz
schema         | you | - | priya | team
library        | team | - | mateo | -
estimate       | you | - | team | amara
interface_spec | amara | - | hana | -
neighbour_data | sofia | - | you | amara
release        | jun | - | amara | callum
route_freeze   | ruth | - | dee | you
"""
