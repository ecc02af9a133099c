"""Texts about validation, in English; `dizao.scenarios.reports.words.chinese_validation` has the same keys."""

TEXTS = {
    "validation.page": "What was observed, and what the model says",
    "validation.lead": "The same rules of decision are held against three kinds of evidence: what people do "
    "in published games (person), what was given and built in single projects (place), and what is known of a "
    "whole district (system). Beside the model stand simple baselines that it has to beat. What fails is shown "
    "like the rest.",
    "validation.count": "{level}: {met} of {all} met.",
    "validation.read": "\u2713 met, \u2717 missed: whether the value lies in the observed range (of a case: whether "
    "what was observed lies in the model's range, or a yes or no on the likelier side). Fitted: yes, the "
    "target was in a likelihood; prior, it set or bounded one number; no, it is a test. Selfish: nobody looks "
    "at what others give. Types: people of fixed types who never learn. Coin: all or nothing, as often as "
    "people gave on average. Subsidy / cost: the part that outside money pays, taken for the chance of success.",
    "validation.level.laboratory": "Person: laboratory",
    "validation.level.cases": "Place: documented projects",
    "validation.level.district": "System: a district",
    "validation.note.laboratory": "Published games, played by the district's rule of giving. The model's "
    "range is that of a new study: its intercept lies as far off as those of two known studies do.",
    "validation.note.cases": "Press reports, mostly of successes: sizes can be tested, rates of success "
    "cannot. The model's range holds 95% of 200 replicates in which all that is not known is drawn from a "
    "range.",
    "validation.note.district": "Little is known, and both numbers were in view when the rate of needs and "
    "the base of attendance were chosen, so that this tests nothing: a quarter of Wuchang's units in three "
    "worlds, applications times four; the range is that of the worlds.",
    "validation.range": "{low} to {high}",
    "validation.above": "at least {low}",
    "validation.subsidy": "subsidy / cost",
    "validation.district.head": "District: what is known, the model and two baselines",
    "target.applications": "Applications in 122 weeks, 568 units",
    "target.turnout": "People at a meeting",
}
