"""What pyproject.toml can't say: the templates beside the package are part of it when it is installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["generator", "generator.*"]), "generator._templates"],
    package_dir={"generator._templates": "templates"},
    package_data={"generator._templates": ["**/*"]},
    exclude_package_data={"generator._templates": ["__pycache__/*"]},
    include_package_data=False,
)
