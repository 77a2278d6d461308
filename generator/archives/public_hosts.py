"""The public hosts that archives are asked at, where a run names no others."""

WAYBACK_HOST = "https://web.archive.org"
RAW_HOST = "https://raw.githubusercontent.com"
API_HOST = "https://api.github.com"
