"""The texts of the app in the browser in English, by key; `chinese_app` has the same keys and fields."""

TEXTS: dict[str, str] = {
    "app.about": (
        "**{title}** and {residents:,} residents, invented, week by week. **Step** lives one week (more where *Render "
        "Interval* says so), **▶** goes on until you stop it, **Reset** begins anew with the seed and the settings "
        "beside it. "
        "The first {warm_up} weeks are a warm-up under the former way of paying; the programme starts in week 0."
    ),
    "app.now": (
        "At the start of week {week}: {completed} projects completed in the programme, {in_use} things in use, "
        "mean trust {trust}."
    ),
    "app.now.done": "The run is over: {weeks} weeks were lived. Reset begins anew.",
    "app.seed": "Seed (a whole number)",
    "app.mechanism": "Mechanism (who pays, and when)",
    "app.lender_share": "Share of projects with a lender",
    "app.unit": "Unit whose residents are shown",
    "app.week": "week (0: the programme starts)",
    "app.units.title": "Units at the start of week {week}",
    "app.units.key": "size: households; lines: ties between units",
    "app.units.label": "unit {unit}\n{count} in use",
    "app.units.colour": "mean trust in who organises",
    "app.residents.title": "Residents of unit {unit} at the start of week {week}",
    "app.residents.key": "clusters: buildings; lines: ties; orange ring: has taken part so far",
    "app.residents.colour": "trust in who organises",
    "app.things.title": "What has been built",
    "app.things.completed": "completed, of the needs of the programme",
    "app.things.in_use": "in use now, older things included",
    "app.things.axis": "projects",
    "app.shares.title": "Trust, and needs that were settled",
    "app.shares.trust": "mean trust of residents",
    "app.shares.settled": "share of needs settled",
    "app.shares.axis": "0 to 1",
}
