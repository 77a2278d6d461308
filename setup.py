"""What pyproject.toml can't say: the comparison is compiled where there is a C++17 compiler, and left out where there is none."""

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext


class BuildCore(build_ext):
    """The compiler's own way of asking for C++17."""

    def build_extension(self, ext: Extension) -> None:
        windows = self.compiler.compiler_type == "msvc"
        ext.extra_compile_args = ["/std:c++17", "/O2", "/utf-8"] if windows else ["-std=c++17", "-O2", "-g0"]
        super().build_extension(ext)


setup(
    packages=[*find_packages(include=["generator", "generator.*"]), "generator._templates"],
    package_dir={"generator._templates": "templates"},
    package_data={"generator._templates": ["**/*"]},
    include_package_data=False,
    ext_modules=[
        Extension(
            "generator.redline._core",
            ["generator/redline/core/module.cpp"],
            depends=[
                f"generator/redline/core/{name}.hpp"
                for name in (
                    "align",
                    "base",
                    "compare",
                    "gaps",
                    "lcs",
                    "paint",
                    "tidy",
                    "tokens",
                    "vocabulary",
                    "words",
                )
            ],
            language="c++",
            optional=True,
        )
    ],
    cmdclass={"build_ext": BuildCore},
)
