"""The texts of the report in English, by key; `chinese_report` has the same keys and fields."""

TEXTS: dict[str, str] = {
    # figures of the report: means over worlds
    "steps.title": "How far do needs get?",
    "steps.subtitle": "Scenario {scenario}, {replicates} replicates. Needs for a project that arose in the programme.",
    "steps.key": "Bars and numbers: means over replicates; dark lines: their 95% intervals. Black strokes: {baseline}.",
    "payers.title": "Who pays, and who lays the money out until public money comes?",
    "payers.subtitle": "Scenario {scenario}, means of {replicates} replicates. Projects whose need arose in the "
    "programme.",
    "payers.key": "Paid: given and not returned. Hatched: laid out, and not repaid by the end.",
    "payers.unpaid": "{name}, not repaid",
    "waits.title": "How long does it take from a need to a finished project?",
    "waits.subtitle": "Scenario {scenario}, {replicates} replicates. Projects completed within so many weeks of "
    "their need.",
    "waits.key": "Line: mean over replicates; band: its 95% interval. Grey line: {baseline}.",
    "waits.x": "weeks from need to completion",
    "waits.y": "projects",
    "activity.subtitle": "Scenario {scenario}, {replicates} replicates. Mean of a week, over {weeks} weeks; kinds "
    "are counted apart.",
    "activity.key": "Line: mean over replicates; band: its 95% interval. White: the programme. Grey: before and "
    "after it.",
    # the page
    "page.title": "{title}: which rule of support?",
    "page.contents": "contents",
    "page.about": "Scenario {scenario}: {units} units, {residents:,} residents. {mechanisms} mechanisms in the same "
    "{replicates} worlds, followed for {programme_weeks} weeks of programme and {follow_up_weeks} weeks after "
    "it. An invented model, no forecast.",
    "page.about.draws": "What nobody knows was drawn {draws} times.",
    "page.section.answer": "The answer",
    "page.section.mechanisms": "Mechanisms and outcomes",
    "page.section.figures": "What happens on the way",
    "page.section.ranking": "When the ranking changes",
    "page.section.made": "How it was made",
    "page.section.unknown": "What is not known",
    "page.section.glossary": "Glossary",
    "page.section.drawn": "Numbers that were drawn",
    "page.swipe": "Wider than this screen: swipe.",
    "page.to": "to",
    "page.mechanism": "mechanism",
    "page.outcome": "outcome",
    "page.number": "number",
    "page.own": "The scenario's own rules.",
    "page.grade": "Evidence grade {grade}: {known}.",
    "page.answer.random_draw.one": "One world: no interval.",
    "page.answer.random_draw.many": "In brackets: 95% intervals over {replicates} worlds (Monte Carlo error only: random draws, not "
    "wrong assumptions).",
    "page.answer.draws": "In brackets: the 95% interval over draws of what nobody knows (parameter uncertainty).",
    "page.answer.default": "Net benefit, at the default numbers only: with {mechanism} instead of {baseline}, "
    "{changes}{others}; whether that order holds for other numbers was not computed.",
    "page.answer.services": "What residents get: with {mechanism} instead of {baseline}, {changes}.",
    "page.answer.money": "What it costs: with {mechanism} instead of {baseline}, {changes}.",
    "topic.public_yuan": "public money",
    "page.mechanisms.lead": "A mechanism is a rule by which public money supports a project of neighbours. All are "
    "compared in the same worlds: the same people, needs and random draws.",
    "page.mechanisms.title": "The mechanisms, each in a line",
    "page.mechanisms.rule": "what it is",
    "page.mechanisms.grade": "grade",
    "page.outcomes.title": "Mechanisms by outcomes, part {number} of {all}",
    "page.outcomes.note": "Means over worlds. Below each: the paired difference to {baseline} with its 95% interval "
    "(Monte Carlo error), which holds for all mechanisms at once. Bold: the interval leaves out 0; green is "
    "better, red is worse. Grey: cannot be told apart.",
    "page.definitions": "How the outcomes are measured",
    "page.defined.net_benefit_yuan": "Benefit delivered, minus all money paid by anybody and all hours at a wage.",
    "page.defined.benefit_yuan": "What projects and settled matters are worth to households, week by week until the "
    "end, discounted.",
    "page.defined.public_yuan": "Public money paid and not returned.",
    "page.defined.residents_yuan": "What households gave and advanced and did not get back.",
    "page.defined.lost_yuan": "Money eaten by abandoned sites, and claims on refused work, whoever bore it.",
    "page.defined.settled_share": "Share of the needs of the programme that were settled or got a project into use.",
    "page.defined.completed": "Projects for needs of the programme that were finished.",
    "page.defined.functioning_after_12_months": "Of these, in use a year after completion.",
    "page.defined.public_yuan_per_functioning": "Public money for each project functioning after 12 months.",
    "page.defined.gave_money": "Households that paid a contribution.",
    "page.defined.households_served_share": "Share of all households that gained from a completed project.",
    "page.defined.gini_units": "Inequality of benefit per household between units: 0 is equal, 1 is all in one unit.",
    "page.steps.title": "From needs to projects in use: means and 95% intervals",
    "page.steps.note": "Needs for a project that arose in the programme. Intervals are the Monte Carlo error of each "
    "mean on its own.",
    "page.payers.title": "Who paid in the end: means and 95% intervals",
    "page.payers.note": "Lenders and builders pay what they laid out and never got back. Monte Carlo error of each "
    "mean on its own.",
    "page.carriers.title": "Who laid money out until public money came: means and 95% intervals",
    "page.carriers.note": "First what the reward repaid, then what it did not. Monte Carlo error of each mean on its "
    "own.",
    "page.waits.title": "Projects completed within so many weeks of their need: means and 95% intervals",
    "page.waits.note": "All needs for a project of the programme are counted from, also those that never got one. "
    "Monte Carlo error of each mean on its own.",
    "page.waits.within": "within {weeks:.0f} weeks",
    "page.waits.ever": "by the end",
    "page.taking_part.title": "How many take part in all: means and 95% intervals",
    "page.taking_part.note": "Each is counted once, however often. Monte Carlo error of each mean on its own.",
    "page.activity.few": "The figure shows a few mechanisms: the baseline, the reward, and those with most net "
    "benefit. All are in the table.",
    "page.losers.title": "Units that lose and gain against {baseline}",
    "page.losers.note": "Mean number of units in a world that are worse or better off by a fen at least; in brackets "
    "the 95% interval, for all mechanisms at once.",
    "page.losers.losing": "units worse off",
    "page.losers.gaining": "units better off",
    "page.losers.households": "households in units worse off",
    "page.groups.title": "Who wins, who loses, by {by}: change in net benefit per household",
    "page.groups.note": "Against {baseline}; by {by}. Benefit less money given and advanced; 95% intervals for all "
    "mechanisms at once. Public money and hours are not in it.",
    "page.ranking.without": "It was not computed whether the ranking holds for other numbers than the default ones. "
    "This takes draws of what nobody knows; the command is:",
    "page.ranking.lead": "{draws} draws of all that is assumed, the same for all mechanisms. The order at the "
    "default numbers is one of them and no answer.",
    "page.best.title": "How often each mechanism is best, and what choosing it may cost",
    "page.best.note": "Over {draws} draws (worlds in each: {replicates}), by net benefit; in brackets 95% intervals "
    "of the share (parameter uncertainty). Regret: net benefit missed against the best one of the same draw.",
    "page.best.share": "best in",
    "page.best.mean_regret": "mean regret",
    "page.best.regret_90": "regret, nine in ten below",
    "page.best.largest_regret": "largest regret",
    "page.best.dominated_by": "never better than",
    "page.best.nobody": "nobody",
    "page.decisive.title": "Which numbers decide between {one} and {other}",
    "page.decisive.note": "Share of the variance of the difference in net benefit that a number explains alone, and "
    "with all that it does together with others ({one} against {other}); 95% intervals (parameter uncertainty).",
    "page.decisive.first": "alone",
    "page.decisive.total": "with others",
    "page.conditions.title": "How often {one} beats {other}, by what nobody knows",
    "page.conditions.note": "{one} against {other}: share of draws, with the number in the lowest, middle and "
    "highest third of its range; 95% intervals (parameter uncertainty). Below: the values of the third.",
    "page.conditions.1": "lowest third",
    "page.conditions.2": "middle third",
    "page.conditions.3": "highest third",
    "page.drawn.title": "The {count} numbers that were drawn",
    "page.drawn.note": "All {count} are drawn at once, between their lowest and highest plausible value.",
    "page.drawn.low": "lowest",
    "page.drawn.high": "highest",
    "page.drawn.default": "default",
    "page.drawn.grade": "grade",
    "page.drawn.unit": "unit",
    "page.bands.three": "Three bands that are not the same",
    "page.bands.lead": "Monte Carlo error: how far the mean may be off because only so many worlds were run; more "
    "worlds make it smaller. Parameter uncertainty: how far the mean moves when numbers that nobody knows take "
    "other plausible values; more worlds do not make it smaller. Spread: how far single worlds differ at random; "
    "a real street is one world.",
    "page.bands.title": "Net benefit: the three bands apart",
    "page.bands.note": "First column: mean and 95% interval of the mean. Second: the middle 95% of draws. Third: the "
    "middle 95% of single worlds at the default numbers.",
    "page.bands.monte_carlo": "mean, Monte Carlo error",
    "page.bands.parameters": "parameter uncertainty",
    "page.bands.spread": "spread over worlds",
    "page.bands.without": "not computed",
    "page.made.scenario": "Scenario:",
    "page.made.place": "Place: {units} units and {residents:,} residents, made up by these numbers anew in each world.",
    "page.made.weeks": "Time: {programme_weeks} weeks of programme, whose needs count, and {follow_up_weeks} weeks in "
    "which they are followed.",
    "page.made.replicates": "Worlds: {replicates} of {asked} asked for, seeds {seed} to {last_seed}; each is shared "
    "by all mechanisms, so that differences are paired.",
    "page.made.equal": "The same for all mechanisms: {equal}.",
    "page.equal.budget": "the county's budget",
    "page.equal.spend": "mean public spending",
    "page.made.versions": "Versions:",
    "page.differences.title": "Numbers that are not the default",
    "page.differences.none": "None: all numbers have their defaults.",
    "page.differences.key": "key",
    "page.differences.value": "here",
    "page.differences.default": "default",
    "page.differences.new": "new",
    "page.precision.title": "Monte Carlo error of the headline outcomes",
    "page.precision.note": "Widest half of an interval among the mechanisms, as a share of the larger mean; and the "
    "worlds that would bring all within the wanted share.",
    "page.precision.width": "widest half-interval",
    "page.precision.needed": "worlds needed",
    "page.again.command": "The command that makes this page again",
    "page.again.code": "The same in Python",
    "page.unknown.study": "Whether a reward after acceptance does better than money up front where people lack cash: "
    "no controlled study of it was found. What the mechanisms do in the model is assumed (grade C), but for a "
    "few parts that were tested in a laboratory.",
    "page.unknown.graded": "Most numbers of the model: {assumed} of its {all} parameters are assumed (grade C), each "
    "with a plausible range.",
    "page.unknown.lender": "How often somebody lends against a promised reward; here for a share of {lender} of the "
    "projects.",
    "page.unknown.place": "Your place: the people, needs, ties and budgets here are made up by proportions, not "
    "counted in a real street.",
    "page.unknown.horizon": "What comes later: things last for years and are counted for {follow_up} weeks after the "
    "programme only, which makes every net benefit look small.",
    "page.unknown.random_draw": "How wrong the assumptions are: intervals over {replicates} worlds say how much random draws there "
    "is, and nothing about that.",
    "page.unknown.forecast": "What will happen in a real street: the model helps to think through conditions and is "
    "no forecast.",
    "page.term.replicate": "World, replicate",
    "page.gloss.replicate": "One made-up place with its people, needs and random draws. All mechanisms live through the same "
    "world.",
    "page.term.baseline": "Baseline",
    "page.gloss.baseline": "The mechanism that all others are compared with.",
    "page.term.paired": "Paired difference",
    "page.gloss.paired": "The outcome under a mechanism minus that under the baseline in the same world; its mean "
    "over worlds.",
    "page.term.interval": "95% interval",
    "page.gloss.interval": "A range that holds the true value in 95 of 100 such comparisons, as far as random draws goes.",
    "page.term.monte_carlo": "Monte Carlo error",
    "page.gloss.monte_carlo": "What is uncertain because only so many worlds were run.",
    "page.term.parameters": "Parameter uncertainty",
    "page.gloss.parameters": "What is uncertain because nobody knows some numbers.",
    "page.term.spread": "Spread",
    "page.gloss.spread": "How far single worlds differ.",
    "page.term.draw": "Draw",
    "page.gloss.draw": "One choice of plausible values for all numbers that nobody knows.",
    "page.term.regret": "Regret",
    "page.gloss.regret": "What one misses by having chosen a mechanism where another would have been best.",
    "page.term.grade": "Grade of evidence",
    "page.gloss.grade": "{A}: observed in the field; {B}: observed in the laboratory; {C}: assumed.",
    "page.term.net_benefit": "Net benefit",
    "page.gloss.net_benefit": "What everybody gets minus what everybody puts in, money and hours together.",
    "page.term.benefit": "Benefit delivered",
    "page.gloss.benefit": "The value to households of what was built or settled, as long as it works, up to the end.",
    "page.term.public": "Public money",
    "page.gloss.public": "What the county pays.",
    "page.term.need": "Need",
    "page.gloss.need": "Something that residents lack or that troubles them; it may or may not be voiced.",
    "page.term.matter": "Matter",
    "page.gloss.matter": "A need that is settled by coordination and not by building.",
    "page.term.unit": "Unit",
    "page.gloss.unit": "A governance unit of some hundred households: the smallest place in which neighbours decide "
    "together.",
    "page.term.served": "Household served",
    "page.gloss.served": "A household that gains from at least one completed project.",
    "page.term.functioning": "In use a year on",
    "page.gloss.functioning": "Still working 52 weeks after completion.",
    "page.term.laid_out": "Laying out",
    "page.gloss.laid_out": "Paying first and waiting for public money to pay it back.",
    "page.term.lender": "Lender",
    "page.gloss.lender": "A firm, a village or a neighbour that lends against a promised reward.",
    "page.term.acceptance": "Acceptance",
    "page.gloss.acceptance": "The inspection of finished works on which a reward hangs.",
    "page.term.windows": "Programme and follow-up period",
    "page.gloss.windows": "The weeks whose needs count, and the weeks after them in which these are followed.",
    "page.term.gini": "Gini",
    "page.gloss.gini": "A measure of inequality from 0 (equal) to 1 (all in one place).",
    "page.term.provision": "Provision point",
    "page.gloss.provision": "The sum that must come together before a project begins; else contributions go back.",
}
