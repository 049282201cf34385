# Sales decides what is built; you are informed.
# expect: 1.1c
# first: That is relay mode: 5 decisions on scope pass through you.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | tomasz | - | amara | you, tomasz, ines, callum
first_slice    | tomasz | - | amara | you, tomasz, ines, callum
acceptance     | tomasz | - | amara | you, tomasz, ines, callum
order          | tomasz | - | amara | you, tomasz, ines, callum
wording        | tomasz | - | callum | you
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
