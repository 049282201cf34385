# You keep the wording, Ines the money; other people are asked.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | you | - | amara, mateo | tomasz, ruth
first_slice    | you | - | amara | tomasz
acceptance     | you | - | team | callum
order          | you | - | amara | ines
wording        | you | - | marisol | tomasz
brief          | you | - | amara | ines
date           | you | ines | amara, tomasz | callum
budget         | ines | - | farid | amara
price          | ines | - | you, mateo | tomasz
schema         | team | - | amara, you | priya
library        | team | - | mateo | -
estimate       | team | - | - | you
interface_spec | amara | - | hana | -
neighbour_data | sofia | - | you | amara
release        | you | jun | amara | callum
route_freeze   | ruth | - | dee | you
"""
