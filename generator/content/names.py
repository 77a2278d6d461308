"""How companies, documents and changes may be named in addresses."""

import re

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
CHANGE_SLUG = re.compile(r"\d{4}-\d\d-\d\d(?:T\d{4})?\Z")
