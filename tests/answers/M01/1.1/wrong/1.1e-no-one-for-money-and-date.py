# We are agile: nobody owns money and date.
# expect: 1.1e
# first: Farid and Ines asked about money and date, and nobody answered.
decision_map = """
decision       | accountable | stage_gate | consulted | informed
cut_off        | you | - | ruth, callum | tomasz
first_slice    | you | - | amara | tomasz
acceptance     | you | - | team | callum
order          | you | - | amara | ines
wording        | mateo | - | callum | tomasz
brief          | you | - | amara | ines
date           | - | - | amara, tomasz | callum
budget         | - | - | you | amara
price          | farid | - | you, callum | tomasz
schema         | amara | - | priya | team
library        | team | - | mateo | -
estimate       | team | - | - | you
interface_spec | amara | - | hana | -
neighbour_data | sofia | - | you | amara
release        | jun | - | amara | callum
route_freeze   | ruth | - | dee | you
"""
