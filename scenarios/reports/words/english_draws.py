"""The texts of a ranking under uncertainty in English, by key; `chinese_draws` has the same keys and fields."""

TEXTS: dict[str, str] = {
    # values of drawn numbers
    "value.share": "{value}%",
    "value.times": "{value} times what is assumed",
    "value.scale": "{value} on its scale from {low} to {high}",
    "value.yuan": "{value}",
    "value.yuan a year": "{value} a year",
    "value.yuan an hour": "{value} yuan an hour",
    "value.ratio": "{value}",
    "value.log-ratio": "{value}",
    "value.households": "{value} households",
    "value.square metres": "{value} square metres",
    "value.weeks": "{value} weeks",
    "value.minutes": "{value} minutes",
    "value.minutes a week": "{value} minutes a week",
    "value.hours": "{value} hours",
    "value.ties": "{value} ties",
    "value.clans": "{value} clans",
    "value.tries": "{value} tries",
    "value.attempts": "{value} times",
    "value.people": "{value} people",
    "value.needs": "{value} needs",
    "value.meetings": "{value} meetings",
    "value.points": "{value} points",
    # conditions
    "condition.below": "\u201c{name}\u201d is below {high}",
    "condition.above": "\u201c{name}\u201d is above {low}",
    "condition.between": "\u201c{name}\u201d is between {low} and {high}",
    # the headline
    "draws.headline.unless": "In the model {a} beats {b} in net benefit unless {conditions}: there {b} is ahead in "
    "{density}% of the runs that tell them apart. {counts}",
    "draws.headline.mostly": "In the model {a} beats {b} in net benefit more often than not; where it does not hangs "
    "most on {few}, but no condition on few numbers was found under which {b} is mostly ahead. {counts}",
    "draws.headline.plain": "In the model {a} beats {b} in net benefit more often than not; where it does not hangs "
    "most on {few}. {counts}",
    "draws.headline.always": "In the model {a} beats {b} in net benefit wherever anything tells them apart. {counts}",
    "draws.headline.open": "Whether {a} or {b} leaves more net benefit cannot be told; it hangs most on {few}. "
    "{counts}",
    "draws.headline.open_unless": "Whether {a} or {b} leaves more net benefit cannot be told; {b} is ahead, in "
    "{density}% of the runs that tell them apart, where {conditions}. {counts}",
    "draws.headline.equal": "Nothing tells {a} and {b} apart in any draw. {counts}",
    "draws.headline.unsaid": "In the model {a} beats {b} in net benefit more often than not. {counts}",
    "draws.headline.open_unsaid": "Whether {a} or {b} leaves more net benefit cannot be told. {counts}",
    "draws.counts": "Over {draws} draws of {numbers} numbers that are assumed (grade {c}) or estimated in the "
    "laboratory (grade {b_grade}), {a} is ahead in {wins}, {b} in {losses}, and {equal} tell nothing; of those that "
    "do, {a} is ahead in {share}% (95% interval {low}% to {high}%).",
    "draws.few": "{x} and {y}",
    # on screen
    "draws.table.head": "{count} mechanisms in net benefit over {draws} draws, {worlds} each; regret in {unit}",
    "draws.worlds.one": "one world",
    "draws.worlds.many": "{count} worlds",
    "draws.table.mechanism": "",
    "draws.table.best": "best in",
    "draws.table.mean_regret": "mean regret",
    "draws.table.regret_90": "in 9 of 10 below",
    "draws.table.largest_regret": "largest",
    "draws.table.dominated": "dominated by",
    "draws.table.share": "{share}% ({low} to {high})",
    "draws.table.notes": "Best in: share of the {told} draws that tell mechanisms apart, with Wilson's 95% interval; "
    "who is equally good shares a draw. Regret: what the best of a draw has more. Dominated: another is at least as "
    "good in every draw, in net benefit and in public money.",
    "draws.thirds.head": "How often {a} beats {b}, by where a number lies in its range",
    "draws.thirds.number": "nobody knows",
    "draws.thirds.low": "lowest third",
    "draws.thirds.middle": "middle",
    "draws.thirds.high": "highest third",
    "draws.thirds.share": "{share}% (of {n})",
    "draws.thirds.none": "-",
    "draws.thirds.notes": "Grade {c}. Of the independent runs that tell the two apart. Of {n} runs a share is known to "
    "about {room} points either way.",
    "draws.decide": "What decides whether {a} or {b}: of the variance of their difference {listed} (total Sobol "
    "indices with 95% bootstrap intervals; they need not add up to 100%).",
    "draws.decide.one": "{name} has {share}% ({low} to {high})",
    "draws.decide.nothing": "What decides whether {a} or {b}: nothing could be told, their difference never varies.",
    "draws.map": "The map over {x} and {y} names the winner of {accuracy}% of runs left out of it; always naming the "
    "more frequent one gets {usual}%.",
    "draws.map.useless": "The map over {x} and {y} predicts no better than always naming the more frequent winner "
    "({accuracy}% of runs left out, against {usual}%): it is not to be read.",
    "draws.bands": "Three different bands of the net benefit of {mechanism}, never to be mixed. Monte Carlo error of "
    "its mean over {worlds} worlds, at the scenario's own numbers: {mean} [{mc_low}, {mc_high}]. Spread of outcomes "
    "over these worlds: {spread_low} to {spread_high}. Uncertainty of the numbers, over draws: {par_low} to "
    "{par_high}.",
    "flip.no_extra": "The conditions of the sentence need an extra: {command}.",
    "flip.no_box": "Box search (PRIM) found no few conditions under which {b} is ahead in most of the runs left out.",
    "flip.never": "One of the two is ahead in every run that tells them apart.",
    "flip.box": "The box holds {share}% of the runs that tell the two apart and {coverage}% of the wins of {b}, "
    "measured on runs left out when it was sought (PRIM).",
    # figures
    "best.title": "Which mechanism is best when the numbers that nobody knows are drawn?",
    "best.subtitle": "Scenario {scenario}. {draws} draws of {numbers} numbers (grades {c} and {b_grade}), {worlds} "
    "each.\nNet benefit by the end; {told} draws tell mechanisms apart.",
    "best.share": "best in (% of these draws)",
    "best.regret": "regret over all draws ({unit})",
    "best.key": "Left: share with Wilson's 95% interval. Right: mean (mark), 90th percentile (line) and largest "
    "(tick) of what the best has more.",
    "best.dominated": "dominated by {other}",
    "decisive.title": "Which few numbers decide whether {a} or {b}?",
    "decisive.subtitle": "Scenario {scenario}. Paired difference in net benefit, its outermost 10% drawn in.\n"
    "Above: the few that matter most, and all the others together. Below: all, screened; the largest are shown.",
    "decisive.screen": "mean elementary effect ({unit})",
    "decisive.total": "share of the variance (%)",
    "decisive.first": "alone",
    "decisive.with": "with what it acts together with",
    "decisive.key": "Morris screening and Sobol indices, 95% bootstrap intervals. Grade {c}: assumed, unless it says "
    "otherwise.",
    "decisive.nothing": "their difference never varies",
    "decisive.not_yet": "not run",
    "flip.title": "Where do {a} and {b} change places?",
    "flip.subtitle": "Scenario {scenario}. Chance that {a} leaves more net benefit, over the two numbers that matter "
    "most; all the others drawn.\nRuns: {runs} that tell them apart. Both numbers are grade {c} (assumed) unless it "
    "says otherwise.",
    "flip.colour": "chance that {a} is ahead (%)",
    "flip.key": "Dots: runs, filled where {a} is ahead. Thick line: even chances. Diamond: the scenario's own "
    "numbers.\nThe map names {accuracy}% of left-out winners, the usual answer {usual}%. ",
    "flip.key.box": "Dashed: the box in which {b} is ahead.",
    "flip.key.useless": "It predicts no better than that: do not read it.",
    "flip.axis": "{name} ({unit})",
    "flip.axis.plain": "{name}",
    "flip.nothing": "too few runs tell the two apart",
    "axis.unit.share": "%",
    "axis.unit.times": "times what is assumed",
    "axis.unit.scale": "log-odds",
}
