"""List the packages: the folders at the top level become dizao.agents, dizao.model and dizao.scenarios."""

from setuptools import find_packages, setup

setup(packages=["dizao." + name for name in find_packages(include=["agents*", "model*", "scenarios*"])])
