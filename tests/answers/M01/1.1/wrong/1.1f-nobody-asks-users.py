# No one who hears recipients is asked.
# expect: 1.1f
# first: The change shipped, and contacts rose by 9 %.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | you | - | ruth | tomasz
first_slice    | you | - | amara | tomasz
acceptance     | you | - | team | callum
order          | you | - | amara | ines
wording        | you | - | - | tomasz
brief          | you | - | amara | ines
date           | you | ines | amara, tomasz | callum
budget         | farid | ines | you | amara
price          | farid | - | you | tomasz
schema         | amara | - | priya | team
library        | team | - | mateo | -
estimate       | team | - | - | you
interface_spec | amara | - | hana | -
neighbour_data | sofia | - | you | amara
release        | jun | - | amara | callum
route_freeze   | ruth | - | dee | you
"""
