"""What pyproject.toml can't say: a wheel carries the generator and its templates inside the package `smallprint`.

The source folders are `generator/` and `templates/`. Installed at the top they would meet any other package of these
names, so a wheel has them below `smallprint/_bundled/`, which the command puts first on the path.
"""

from setuptools import find_packages, setup

BUNDLED = "smallprint._bundled"
rooms = find_packages(include=["generator", "generator.*"])

setup(
    packages=["smallprint", *(f"{BUNDLED}.{room}" for room in rooms), f"{BUNDLED}.templates"],
    package_dir={
        "smallprint": "smallprint",
        **{f"{BUNDLED}.{room}": room.replace(".", "/") for room in rooms},
        f"{BUNDLED}.templates": "templates",
    },
    package_data={
        "smallprint": ["py.typed"],
        f"{BUNDLED}.generator": ["py.typed", "starter/**/*", "starter/**/.*"],
        f"{BUNDLED}.templates": ["**/*"],
    },
    exclude_package_data={f"{BUNDLED}.templates": ["__pycache__/*"]},
    include_package_data=False,
)
