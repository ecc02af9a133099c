"""What a run is judged by: every outcome with its unit and definition (ODD 4, docs/outputs.md)."""

from dizao.model.core.definitions import Outcome
from dizao.model.systems.registry import SYSTEMS

LAST_BEFORE_SYSTEMS = "kept_up"
"""The outcome after which those of systems of the field stand."""

_BASE: dict[str, Outcome] = {
    "net_present_value_yuan": Outcome(
        "yuan",
        "Net present value",
        "净现值",
        "higher",
        True,
        "projects_npv_yuan and hearing_npv_yuan: every benefit, yuan and hour of whole lives, discounted to week 0",
    ),
    "projects_npv_yuan": Outcome(
        "yuan",
        "Net present value of projects",
        "项目净现值",
        "higher",
        True,
        "of projects whose need arose in the window: benefit until the end of life, less all money paid and not "
        "returned by anybody (public money times welfare.cost_of_public_funds) and hours of labour, supervision, "
        "upkeep, deciding and inspecting at their wages, each discounted from its week",
    ),
    "hearing_npv_yuan": Outcome(
        "yuan",
        "Net present value of hearing",
        "听取诉求净现值",
        "higher",
        True,
        "of what all mechanisms share: worth of matters settled from week 0, less hours of meetings, visits and "
        "offices' other work at their wages, each discounted from its week",
    ),
    "weighted_npv_yuan": Outcome(
        "yuan",
        "Net present value, weighted by income",
        "收入加权净现值",
        "higher",
        False,
        "net_present_value_yuan, with what a household gains or pays counted times (mean income / mean of its income "
        "fifth) to the power welfare.inequality_aversion",
    ),
    "whole_life_benefit_yuan": Outcome(
        "yuan",
        "Benefit over whole lives",
        "全寿命效益",
        "higher",
        True,
        "benefit of projects of the window until the end of life, discounted to week 0",
    ),
    "public_present_yuan": Outcome(
        "yuan",
        "Public money, present value",
        "公共资金现值",
        "",
        False,
        "public money not returned, discounted",
    ),
    "life_years": Outcome(
        "years",
        "Years in use",
        "使用年限",
        "higher",
        False,
        "mean years from completion to the end of life, of the completed projects",
    ),
    "net_benefit_yuan": Outcome(
        "yuan",
        "Net benefit to the end",
        "截至期末净效益",
        "higher",
        False,
        "as far as the follow-up period reaches, money and hours not discounted: benefit_yuan and transfers_yuan minus "
        "public_yuan, residents_yuan, organizations_yuan, labour, officials', members' and volunteers' time at their "
        "wages, and loans and wages lost; money that was spent and lost is in these sums once",
    ),
    "benefit_yuan": Outcome(
        "yuan",
        "Benefit delivered",
        "已实现效益",
        "higher",
        False,
        "value to households times condition, week by week to the end of the follow-up period, discounted to programme "
        "week 0; of settled matters the value until they are expected to come back",
    ),
    "public_yuan": Outcome("yuan", "Public money", "公共资金", "", True, "public money paid and not returned"),
    "residents_yuan": Outcome(
        "yuan", "Residents' money", "居民出资", "", True, "contributions and advances paid and not returned"
    ),
    "organizations_yuan": Outcome(
        "yuan",
        "Organizations' money",
        "共建单位出资",
        "",
        False,
        "sponsors' contributions not returned; loans, collectives' advances and builders' credit not repaid",
    ),
    "transfers_yuan": Outcome(
        "yuan",
        "Points and bonuses",
        "积分与奖金",
        "",
        False,
        "worth of points and refund bonuses that givers got: money that has changed hands and is nobody's loss",
    ),
    "labour_hours": Outcome(
        "hours", "Residents' labour", "居民投工", "", False, "hours of construction, supervision and upkeep"
    ),
    "meeting_hours": Outcome(
        "hours",
        "Residents' hours in meetings",
        "居民议事时间",
        "",
        False,
        "hours spent at meetings, and on talks of councils' members",
    ),
    "organizing_hours": Outcome(
        "hours",
        "Hours of telling members",
        "组织传达时间",
        "",
        False,
        "residents' hours of telling members what is open",
    ),
    "official_hours": Outcome(
        "hours",
        "Officials' hours",
        "工作人员工时",
        "lower",
        False,
        "triage, settling, mediating, looking for needs, answering, deciding, inspecting, visits, the data pool",
    ),
    "member_hours": Outcome(
        "hours",
        "Members' hours",
        "党员工时",
        "",
        False,
        "party members' hours: visits, calls at doors, watching works, telling and passing on in the chain",
    ),
    "volunteer_hours": Outcome(
        "hours", "Volunteers' hours", "志愿者工时", "", False, "visits of volunteer teams, in hours of all who go"
    ),
    "lost_yuan": Outcome(
        "yuan",
        "Money lost",
        "损失资金",
        "lower",
        True,
        "sunk cost of abandoned projects, and claims on refused work, whoever bore it",
    ),
    "needs": Outcome(
        "needs", "Needs that arose", "产生的诉求", "", False, "potential needs of the programme window, voiced or not"
    ),
    "voiced": Outcome(
        "needs", "Needs voiced", "提出的诉求", "higher", False, "needs of the window that somebody voiced"
    ),
    "settled_share": Outcome(
        "share",
        "Share of needs settled",
        "诉求解决率",
        "higher",
        True,
        "needs of the window whose matter was settled, whose project came into use, or which something in use serves "
        "already, of all that arose",
    ),
    "settled_per_official_hour": Outcome(
        "needs",
        "Needs settled per thousand official hours",
        "每千个工作人员工时解决的诉求",
        "higher",
        False,
        "needs counted in settled_share, over the hours that offices of communities, streets and the county are paid "
        "for in the programme window, formalities and idle hours included",
    ),
    "settled_in_half_year_share": Outcome(
        "share",
        "Settled within half a year",
        "半年内解决率",
        "higher",
        False,
        "needs of the window whose matter was settled or whose project came into use within 26 weeks of arising, of "
        "all that arose",
    ),
    "weeks_to_settle": Outcome(
        "weeks", "Weeks to settle", "解决用时", "lower", False, "mean weeks from arising to settled, of the settled"
    ),
    "proposals": Outcome("projects", "Proposals", "项目提案", "", False, "project needs that were put to the vote"),
    "consents": Outcome(
        "projects", "Consents", "表决通过", "", False, "proposals that the category's legal rule passed"
    ),
    "applications": Outcome(
        "projects", "Applications", "申报", "", False, "consented proposals that applied for public money"
    ),
    "funded": Outcome(
        "projects", "Funded", "筹资成功", "higher", False, "projects whose pledges and offers covered the cost"
    ),
    "completed": Outcome("projects", "Completed", "建成项目", "higher", True, "projects whose works were finished"),
    "functioning_after_12_months": Outcome(
        "projects",
        "Functioning after 12 months",
        "建成12个月后正常使用",
        "higher",
        True,
        "completed projects still in use 52 weeks after completion",
    ),
    "public_yuan_per_functioning": Outcome(
        "yuan per project",
        "Public money per functioning project",
        "每个正常使用项目的公共资金",
        "lower",
        True,
        "public_yuan over functioning_after_12_months; missing if none is functioning",
    ),
    "leverage": Outcome(
        "ratio",
        "Leverage",
        "撬动比",
        "higher",
        False,
        "residents' and organizations' money per yuan of public money; missing if none",
    ),
    "unspent_yuan": Outcome(
        "yuan", "Budget unspent", "未用预算", "", False, "appropriations of the window not spent by the end of the run"
    ),
    "attended": Outcome(
        "people",
        "People who attended",
        "参加议事人数",
        "higher",
        False,
        "residents who came to a meeting in the window or follow-up period",
    ),
    "attended_young": Outcome(
        "share",
        "Came to a meeting, aged 18 to 40",
        "18 至 40 岁参会比例",
        "higher",
        False,
        "adults of that age who came to a meeting in the window or follow-up period",
    ),
    "attended_middle": Outcome(
        "share",
        "Came to a meeting, aged 41 to 60",
        "41 至 60 岁参会比例",
        "higher",
        False,
        "adults of that age who came to a meeting in the window or follow-up period",
    ),
    "attended_older": Outcome(
        "share",
        "Came to a meeting, aged 61 and over",
        "61 岁及以上参会比例",
        "higher",
        False,
        "adults of that age who came to a meeting in the window or follow-up period",
    ),
    "turnout": Outcome(
        "people",
        "People at a meeting",
        "每次到会人数",
        "",
        False,
        "mean over the meetings of the window and the follow-up period",
    ),
    "matters_settled": Outcome(
        "needs",
        "Matters settled",
        "解决的小事",
        "higher",
        False,
        "matters of the window that were settled, by whomever",
    ),
    "fatigue": Outcome(
        "share", "Fatigue", "疲劳", "lower", False, "mean fatigue of adults over the weeks of the window"
    ),
    "gave_money": Outcome(
        "households", "Households that gave money", "出资户数", "", True, "households that paid a contribution"
    ),
    "contribution_per_asked_yuan": Outcome(
        "yuan",
        "Contribution per household asked",
        "被动员户户均出资",
        "",
        True,
        "contributions paid and not returned, per household that some campaign of the window asked",
    ),
    "contribution_per_household_yuan": Outcome(
        "yuan",
        "Contribution per household",
        "全体住户户均出资",
        "",
        False,
        "contributions paid and not returned, per household of all",
    ),
    "never_asked_share": Outcome(
        "share",
        "Households never asked",
        "从未被动员户占比",
        "",
        True,
        "households that no campaign asked",
    ),
    "gave_labour": Outcome(
        "people", "People who gave labour", "投工人数", "", False, "residents who worked on a project"
    ),
    "supervised": Outcome("people", "People who supervised", "监督人数", "", False, "residents who supervised works"),
    "kept_up": Outcome(
        "households", "Households that kept up", "管护户数", "", False, "households that lent a hand in upkeep"
    ),
    "units_served_share": Outcome(
        "share", "Units served", "受益单元占比", "higher", False, "units in which a project of the window was completed"
    ),
    "households_served_share": Outcome(
        "share",
        "Households served",
        "受益户占比",
        "higher",
        True,
        "households with a positive benefit from a project of the window",
    ),
    "gini_units": Outcome(
        "ratio",
        "Gini over units",
        "单元间基尼系数",
        "lower",
        True,
        "Gini of benefit over whole lives per household, over units, cut at 0",
    ),
    "gini_income": Outcome(
        "ratio",
        "Gini over income groups",
        "收入组间基尼系数",
        "lower",
        False,
        "Gini of benefit over whole lives per household, over income fifths, cut at 0",
    ),
    "gini_age": Outcome(
        "ratio",
        "Gini over ages",
        "年龄组间基尼系数",
        "lower",
        False,
        "Gini of benefit over whole lives per household, over three age bands of the deciding adult, cut at 0",
    ),
    "score": Outcome(
        "points", "Score by residents", "居民评分", "higher", False, "mean score of completed projects, 0 to 100"
    ),
    "trust": Outcome("share", "Trust", "信任", "higher", False, "mean trust of adults at the end"),
    "efficacy": Outcome("share", "Efficacy", "效能感", "higher", False, "mean efficacy of adults at the end"),
    "belief": Outcome(
        "share",
        "Belief that others give",
        "对他人出资的预期",
        "higher",
        False,
        "mean running belief of deciding adults at the end",
    ),
    "reciprocity": Outcome(
        "ratio", "Reciprocity", "互惠倾向", "higher", False, "mean rho of deciding adults at the end"
    ),
}


def _all() -> dict[str, Outcome]:
    """Return the base's outcomes with those of systems in their place."""
    found: dict[str, Outcome] = {}
    for name, outcome in _BASE.items():
        found[name] = outcome
        if name == LAST_BEFORE_SYSTEMS:
            found |= {own: one for system in SYSTEMS for own, one in system.outcomes.items()}
    return found


OUTCOMES: dict[str, Outcome] = _all()
"""All outcomes by name, in the order in which tables show them; docs/outputs.md is checked against them."""
