# You own all sixteen.
# expect: 1.1a
# first: The queue in front of you reached 7.2 days.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | you | - | ruth, callum | tomasz
first_slice    | you | - | amara | tomasz
acceptance     | you | - | team | callum
order          | you | - | amara | ines
wording        | you | - | callum | tomasz
brief          | you | - | amara | ines
date           | you | - | amara, tomasz | callum
budget         | you | - | - | amara
price          | you | - | callum | tomasz
schema         | you | - | priya | team
library        | you | - | mateo | -
estimate       | you | - | - | you
interface_spec | you | - | hana | -
neighbour_data | you | - | - | amara
release        | you | - | amara | callum
route_freeze   | you | - | dee | you
"""
