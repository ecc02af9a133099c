"""Systems of the field switched on and off by name."""

from pathlib import Path

import pytest

from dizao.model.systems.registry import SYSTEMS
from dizao.scenarios import load
from dizao.scenarios.commands.main import execute
from dizao.scenarios.loading.errors import ScenarioError
from dizao.scenarios.loading.switched import switchable
from dizao.scenarios.studies.systems import load_variants

pytestmark = pytest.mark.small


@pytest.mark.parametrize("name", switchable())
def test_on_and_off_are_the_ends_of_the_systems_own_scenario(name: str) -> None:
    section = next(one.section for one in SYSTEMS if one.name == name)
    _, variants = load_variants(switchable()[name])
    for switch, variant in (("on", list(variants)[-1]), ("off", next(iter(variants)))):
        switched = load("taoyuan", [f"systems.{name}={switch}"]).settings()
        assert getattr(switched, section) == getattr(variants[variant].settings(), section)


def test_what_is_said_of_the_section_goes_before_and_is_known() -> None:
    found = load("taoyuan", ["systems.party_chain=on", "chain.pass_on=0.9"])
    chain = found.settings().chain
    assert (chain.pass_on, chain.households) == (0.9, 1.0)
    assert "chain.pass_on" in found.knowledge.known
    assert "chain.households" not in found.knowledge.known
    assert load("taoyuan").settings().chain.households == 0.0


def test_a_file_switches_and_who_extends_it_switches_back(tmp_path: Path) -> None:
    county, other = tmp_path / "county.toml", tmp_path / "other.toml"
    county.write_text('extends = "taoyuan"\n[systems]\nparty_chain = "on"\n[chain]\nstreets = 0.5\n', encoding="utf-8")
    other.write_text('extends = "county.toml"\n[systems]\nparty_chain = "off"\n', encoding="utf-8")
    assert load(county).settings().chain[:2] == (0.5, 1.0)
    assert load(other).settings().chain[:5] == (0.0,) * 5


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("systems.chain=on", "systems.chain: must be a system that can be switched (roll_out, "),
        ("systems.partners=on", "systems.partners: must be a system that can be switched (roll_out, "),
        ("systems.party_chain=yes", 'systems.party_chain: must be "on" or "off", got "yes"'),
        ("systems.party_chain=true", 'systems.party_chain: must be "on" or "off", got true'),
        ("systems=3", "systems: must be a table, got 3"),
    ],
)
def test_what_is_wrong_is_one_line(setting: str, said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        load("taoyuan", [setting])
    assert str(error.value).startswith(f"--set: {said}")


def test_a_switched_scenario_is_shown_with_its_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["show", "taoyuan", "--set", "systems.party_chain=on"]) == 0
    again = tmp_path / "again" / "taoyuan.toml"
    again.parent.mkdir()
    again.write_text(capsys.readouterr().out, encoding="utf-8")
    assert load(again).settings() == load("taoyuan", ["systems.party_chain=on"]).settings()


def test_a_workbook_switches_systems_and_goes_back_to_a_file(tmp_path: Path) -> None:
    county = tmp_path / "county.toml"
    county.write_text(
        'extends = "taoyuan"\ntitle = "One community"\ntitle_zh = "一个社区"\n[systems]\nparty_chain = "on"\n',
        encoding="utf-8",
    )
    book, again = tmp_path / "county.xlsx", tmp_path / "again.toml"
    assert execute(["template", str(book), "--from", str(county), "--lang", "zh"]) == 0
    assert execute(["template", str(again), "--from", str(book)]) == 0
    assert 'party_chain = "on"' in again.read_text(encoding="utf-8")
    assert load(book).settings() == load(county).settings() == load(again).settings()._replace(name="county")
