"""What a case is made of in one replicate: ranges are drawn, what the file leaves out comes from its setting."""

from typing import Any

from dizao.model.documented_cases.record import Documented, Event, Patron, Source
from dizao.model.mechanisms.parts import Allocation, Incentive, Mechanism, Payment, Protection
from dizao.model.parameters import FEN_PER_YUAN, MINUTES_PER_HOUR, Calendar, Category
from dizao.model.settings import Settings
from dizao.model.world.pins import PinnedProject
from dizao.model.world.projects import present_years
from dizao.scenarios.loading.case_file import Case, names_of
from dizao.scenarios.loading.case_names import source_name
from dizao.scenarios.loading.case_ranges import Drawing
from dizao.scenarios.loading.case_schema import MOST_USE, REPAID, WATERFALL

CATEGORY = "documented"
HOURS_OF_A_DAY = 8
"""A person-day (工日)."""

YES = {
    "art278_half": 0.5,
    "art278_three_quarters": 0.75,
    "property_law_two_thirds": 2 / 3,
    "village_70": 0.5,
    "unanimous": 1.0,
}
"""Share of yes among votes cast that a rule of consent wants."""

AMPLE = 10.0
"""The county's purse, in costs of the project: what limits its sources is said with them."""

COLLECTING_WEEKS = 1
"""Pledges are called in the week after a campaign has closed."""

ENOUGH_MINUTES = 100_000.0
"""The county's office decides on a single project as soon as it is asked."""


def settings_of(case: Case, seed: int) -> Settings:
    """Return what one replicate of a case is made of.

    Parameters
    ----------
    case
        As it was loaded.
    seed
        Seed of the replicate: the same seed draws the same numbers out of ranges.

    Returns
    -------
    Numbers of a run of one place (two units where it has partners) with the one project pinned in week 0.
    """
    return _Replicate(case, seed).settings()


class _Replicate:
    """One replicate of a case, on its way from a file to settings."""

    def __init__(self, case: Case, seed: int) -> None:
        self.base, self.place, self.project, self.draw = case.base, case.place, case.project, Drawing(seed)
        self.households = self.draw.whole("place.households", case.place["households"])
        self.cost = self._of_project("cost_yuan", 0.0)
        self.floors = self._number_of_floors()
        self.partner = self._partner()
        self.sources = tuple(self._source(i, one) for i, one in enumerate(case.project["source"]))
        self.land = self._land()

    def _of_place(self, name: str, silent: float) -> float:
        return self.draw.number(f"place.{name}", self.place[name], silent)

    def _of_project(self, name: str, silent: float) -> float:
        return self.draw.number(f"project.{name}", self.project[name], silent)

    def _weeks(self, name: str, silent: int) -> int:
        return self.draw.whole(f"project.{name}", self.project[name], silent)

    def settings(self) -> Settings:
        works = self._works()
        base = self.base._replace(
            place=self._place(), works=works, categories={CATEGORY: self._category()}, mechanism=self._mechanism()
        )
        base = base._replace(
            calendar=self._calendar(base),
            network=base.network._replace(kin_ties=self._kin_ties()),
            budget=base.budget._replace(yuan_per_year=AMPLE * self.cost),
            offices=base.offices._replace(county_minutes_per_unit=ENOUGH_MINUTES),
            people=base.people._replace(
                trust_start=self._trust(),
                efficacy_start=self._of_place("efficacy", base.people.efficacy_start),
            ),
            scale=1.0, left_out=(), ties=(), pinned_organizations=(), pinned_projects=(self._pin(),),
        )  # fmt: skip
        partners = base.partners._replace(talk_meetings=0, mediation_tries=0, **self.partner.get("rules", {}))
        return base.with_section("partners", partners)._replace(documented=self._documented(base))

    # the place --------------------------------------------------------------------------------------------------

    def _number_of_floors(self) -> int:
        listed = self.project["value_yuan_by_floor"] or self.project["ask_yuan_by_floor"] or [0]
        return int(self.place["floors"] or len(listed))

    def _building(self) -> float:
        """Return the households of a building at most: its floors' flats, where the file does not say it itself."""
        flats = self.draw.whole("place.flats_per_floor", self.place["flats_per_floor"])
        silent = self.floors * flats if flats else self.base.place.building_households
        silent = self.households if self.floors > 1 and not flats else silent
        return float(self.draw.whole("place.building_households", self.place["building_households"], int(silent)))

    def _place(self) -> Any:
        usual = self.base.place
        total = self.households + self.partner.get("households", 0)
        residents = max(total, round(total * usual.residents / usual.households))
        members = self._of_place("members_share", usual.party_members / usual.residents) * residents
        living = self._of_place("owners_share", usual.owner_share)
        absent = self._of_place("absent_owners_share", 0.0)
        units = 2 if self.partner else 1
        return usual._replace(
            streets=1, communities=units, units=units, households=total, residents=residents, stations=0,
            party_members=min(round(members), int(residents * (1.0 - usual.children_share))),
            building_households=self._building(),
            owner_share=living * (1.0 - absent),
            income_yuan_per_head=self._of_place("income_yuan_per_head", usual.income_yuan_per_head),
            income_spread=self._of_place("income_dispersion", usual.income_spread),
            savings_weeks=self._savings_weeks() / usual.spare_money_share,
        )  # fmt: skip

    def _savings_weeks(self) -> float:
        """Return the weeks of income that a household holds at most for such a thing; spare money fills them."""
        unknown = [self.base.cases.least_savings_weeks, self.base.cases.most_savings_weeks]
        return self._of_place("savings_weeks", self.draw.number("place.savings_unknown", unknown))

    def _kin_ties(self) -> float:
        most = self.base.cases.full_kinship_ties
        return most * self._of_place("kinship", self.base.network.kin_ties / most)

    def _partner(self) -> dict[str, Any]:
        """Return who else uses the thing, several put together as one; empty where there is nobody."""
        found = [self._user(i, one) for i, one in enumerate(self.place["partner"])]
        if not found:
            return {}
        households, uses = sum(one["households"] for one in found), sum(one["use"] for one in found)
        use, known = min(MOST_USE, uses), sum(one["use"] * one["known"] for one in found) / uses
        parts = [one["pays"] for one in found if one["pays"] is not None and one["pays"] < 1.0]
        return {
            "households": households, "use": use, "known": known > 0.0,
            "trust": sum(one["households"] * one["trust"] for one in found) / households,
            "from_the_start": all(one["pays"] is not None for one in found),
            "rules": {"aware_share": known, "paid_use": sum(parts) / use if parts else 1.0},
        }  # fmt: skip

    def _user(self, i: int, one: dict[str, Any]) -> dict[str, Any]:
        """Return one of those who use it too; what it pays is None unless it is asked from the start."""
        key, read = f"place.partner.{i}", self.draw
        number = read.whole(f"{key}.households", one["households"])
        return {
            "households": number,
            "use": read.number(f"{key}.share_of_use", one["share_of_use"], number / (number + self.households)),
            "known": read.chance(f"{key}.use_known", one["use_known"], self.base.partners.aware_share),
            "trust": read.number(f"{key}.trust", one["trust"], self._trust()),
            "pays": read.chance(f"{key}.pays", one["pays"], 0.0) if one["pays"] else None,
        }

    def _trust(self) -> float:
        return self._of_place("trust", self.base.people.trust_start)

    # the project ------------------------------------------------------------------------------------------------

    def _land(self) -> float:
        land = self.project["land_in_kind"]
        return 0.0 if isinstance(land, bool) else self._of_project("land_in_kind", 0.0)

    def _usual_category(self) -> Category:
        """Return the category of the catalogue that bears the project's name, or one without a character."""
        silent = Category(
            "", "", "project", 0.0, "unit", "unit", consent="village_70" if self._rural else "art278_half"
        )
        return self.base.categories.get(self.project["category"], silent)

    @property
    def _rural(self) -> bool:
        return bool(self.place["setting"] == "rural")

    def _category(self) -> Category:
        usual = self._usual_category()
        free = self.project["ask"] == "free"
        return usual._replace(
            kind="project", rate=0.0, scope="unit", level="unit", cost_yuan=self.cost - self.land, value_yuan=0.0,
            labour_share=self._labour_share(), loser_share=0.0,
            value_spread=self._of_project("value_spread", usual.value_spread),
            build_weeks=self._weeks("build_weeks", usual.build_weeks),
            consent=self.project["consent"] or usual.consent,
            ask="free" if free else "share",
        )  # fmt: skip

    def _labour_share(self) -> float:
        usual, days = self._usual_category().labour_share, self._of_project("labour_persondays", 0.0)
        worth = days * HOURS_OF_A_DAY * self.base.works.labour_wage
        silent = min(1.0, worth / self.cost) if days else usual
        return min(1.0, self._of_project("labour_replaces_share", silent) * self.cost / (self.cost - self.land))

    def _values(self) -> tuple[float, ...]:
        """Return what the thing is worth to a household in all, yuan: for each floor, or one for all."""
        if self.project["value_yuan_by_floor"] is not None:
            return self.draw.floors("project.value_yuan_by_floor", self.project["value_yuan_by_floor"])
        unknown = [self.base.cases.least_worth, self.base.cases.most_worth]
        silent = self.draw.number("project.worth", unknown) * self.cost / self.households
        return (self._of_project("value_yuan_per_household", silent),)

    def _pin(self) -> PinnedProject:
        values = [abs(value) for value in self._values()]
        years = present_years(self._usual_category().life_years, self.base.works.discount_rate)
        partner = {}
        if self.partner:
            reason = "unvoiced" if self.partner["known"] else "unknown"
            partner = {"partner": 2, "partner_use": self.partner["use"], "partner_reason": reason}
        value = sum(values) / len(values) / years
        return PinnedProject(CATEGORY, 0, 1, cost_yuan=self.cost - self.land, value_yuan=value, **partner)

    def _works(self) -> Any:
        usual, prefinance = self.base.works, self.project["prefinance"]
        works = usual._replace(
            meeting_minimum=1, sponsor_probability=0.0,
            campaign_weeks=self._weeks("campaign_weeks", usual.campaign_weeks),
            proposal_attempts=self._weeks("attempts", usual.proposal_attempts),
            redesign_floor=self._of_project("smallest_part", usual.redesign_floor),
            labour_wage=self._wage(),
        )  # fmt: skip
        if prefinance is None:
            return works
        limit = self.draw.number("project.prefinance.limit_yuan", prefinance["limit_yuan"], self.cost)
        return works._replace(lender_share=1.0, lender_limit_yuan=limit, lender_rate=0.0)

    def _wage(self) -> float:
        """Return what an hour of residents' labour replaces: by the file, where it says both days and share."""
        days, share = self.project["labour_persondays"], self.project["labour_replaces_share"]
        hours = self._of_project("labour_persondays", 0.0) * HOURS_OF_A_DAY
        if days is None or share is None or hours == 0.0:
            return self.base.works.labour_wage
        return max(1.0 / MINUTES_PER_HOUR, self._of_project("labour_replaces_share", 0.0) * self.cost / hours)

    def _calendar(self, base: Settings) -> Calendar:
        """Return how long it is followed: as the file says, but long enough to go straight through."""
        works, events = base.works, self.project["event"]
        talks = max(0, self._weeks("meetings", 1) - 1) * works.meeting_every_weeks
        votes = works.proposal_attempts * (works.vote_weeks + works.meeting_every_weeks)
        last = max((self.draw.whole(f"project.event.{i}.week", e["week"]) for i, e in enumerate(events)), default=0)
        build = base.categories[CATEGORY].build_weeks
        straight = max(talks, last) + votes + 2 * works.campaign_weeks + COLLECTING_WEEKS + build
        weeks = max(straight, self._weeks("weeks", base.cases.follow_weeks))
        return Calendar(backlog_weeks=0, warm_up_weeks=0, programme_weeks=weeks, follow_up_weeks=works.patience_weeks)

    # its course and its money -----------------------------------------------------------------------------------

    def _documented(self, base: Settings) -> Documented:
        values = self._values()
        mean = sum(abs(value) for value in values) / len(values)
        trust, partner = base.people.trust_start, self.partner
        prefinance = self.project["prefinance"]
        waits = self.draw.whole("project.prefinance.weeks", prefinance["weeks"]) if prefinance else 0
        return Documented(
            meetings=max(1, self._weeks("meetings", 1)),
            unit_households=(self.households, *([partner["households"]] if partner else [])),
            unit_trust=(trust, partner["trust"]) if partner else (),
            floors=self.floors,
            worth=tuple(value / mean for value in values) if mean > 0.0 else (),
            asks_fen=self._asks(),
            land_fen=round(self.land * FEN_PER_YUAN),
            lender_weeks=waits,
            patrons=tuple(self._patron(i, one) for i, one in enumerate(self.place["patron"])),
            sources=self.sources,
            events=self._events(),
        )

    def _asks(self) -> tuple[int, ...]:
        if self.project["ask"] in ("benefit", "free"):
            return ()
        by_floor, each = self.project["ask_yuan_by_floor"], self.project["ask_yuan"]
        if by_floor is not None:
            asks = self.draw.floors("project.ask_yuan_by_floor", by_floor)
            return tuple(round(yuan * FEN_PER_YUAN) for yuan in asks)
        return () if each is None else (round(self._of_project("ask_yuan", 0.0) * FEN_PER_YUAN),)

    def _patron(self, i: int, patron: dict[str, Any]) -> Patron:
        key, read = f"place.patron.{i}", self.draw
        yuan = read.number(f"{key}.yuan", patron["yuan"])
        return Patron(read.whole(f"{key}.number", patron["number"], 1), round(yuan * FEN_PER_YUAN))

    def _source(self, i: int, source: dict[str, Any]) -> Source:
        key, read = f"project.source.{i}", self.draw
        yuan = read.number(f"{key}.yuan", source["yuan"])
        yuan += read.number(f"{key}.share", source["share"]) * self.cost
        yuan += read.number(f"{key}.per_unit", source["per_unit"]) * self._units()
        falls = self.base.cases.unsecured_falls
        needs = source["needs_consent"]
        consent = YES.get(needs, 0.0) if isinstance(needs, str) else read.chance(f"{key}.needs_consent", needs, 0.0)
        return Source(
            source_name(i, source),
            round(yuan * FEN_PER_YUAN),
            source["timing"],
            read.chance(f"{key}.secured", source["secured"], 1.0, 1.0 - falls),
            read.number(f"{key}.needs_resident_share", source["needs_resident_share"]),
            YES["art278_half"] if needs is True else consent,
            self._repaid_to(source),
        )

    def _units(self) -> int:
        """Return how many things are built: as the file says, else one for each building with floors, else one."""
        buildings = -(-self.households // max(1, int(self._building()))) if self.floors > 1 else 1
        return self.draw.whole("project.units", self.project["units"], buildings)

    def _repaid_to(self, source: dict[str, Any]) -> tuple[str, ...]:
        lender = (self.project["prefinance"] or {}).get("lender")
        return tuple("lender" if name == lender else REPAID[name] for name in names_of(source["repaid_to"]))

    def _events(self) -> tuple[Event, ...]:
        read, found = self.draw, []
        if self.partner and self.partner["from_the_start"]:
            found.append(Event(0, "bring_in_partner"))
        for i, event in enumerate(self.project["event"]):
            key = f"project.event.{i}"
            fen = round(read.number(f"{key}.yuan", event["yuan"]) * FEN_PER_YUAN)
            found.append(Event(read.whole(f"{key}.week", event["week"]), event["kind"], fen, event["by"]))
        return tuple(sorted(found, key=lambda one: one.week))

    def _mechanism(self) -> Mechanism:
        later = any(source.timing != "start" for source in self.sources)
        named = [name for source in self.sources if source.timing == "acceptance" for name in source.repaid_to]
        order = tuple(dict.fromkeys([*named, *Payment().waterfall]))
        payment = Payment(timing="acceptance" if later else "upfront" if self.sources else "none",
                          waterfall=_ended(order))  # fmt: skip
        protection = self._part("protection", Protection)
        return Mechanism(Allocation(), payment, protection, self._part("incentive", Incentive))

    def _part(self, name: str, part: Any) -> Any:
        """Return a part of the mechanism with what the file says of it."""
        given = self.project[name] or {}
        values = {
            key: value if isinstance(value, str) else self.draw.number(f"project.{name}.{key}", value)
            for key, value in given.items()
            if value is not None
        }
        return part(**values)


def _ended(order: tuple[str, ...]) -> Any:
    """Return an order of payment that ends with a fund, which takes the rest."""
    funds = [name for name in order if name in WATERFALL[-2:]]
    return tuple(name for name in order if name not in funds) + tuple(funds[:1])
