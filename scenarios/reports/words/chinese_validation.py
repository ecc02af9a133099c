"""Texts about validation, in Chinese; `dizao.scenarios.reports.words.english_validation` has the same keys."""

TEXTS = {
    "validation.page": "观察到的与模型所说的",
    "validation.lead": "同一套决策规则对照三类证据：人们在已发表实验中的行为（个人）、单个项目中的出资与建成"
    "情况（场所）、对整个城区的已知情况（系统）。模型旁边列有它必须胜过的简单基准。未达到的与达到的一样列出。",
    "validation.count": "{level}：{all} 项中达到 {met} 项。",
    "validation.read": "\u2713 达到，\u2717 未达到：数值是否落在观察到的范围内（案例：观察值是否落在模型的范围内，是否"
    "类结果是否在更可能的一侧）。拟合：“是”指该项进入了似然函数；“先验”指它确定或限定了一个数值；“否”指它是检验"
    "。自利：无人理会他人出资。类型：类型固定、从不学习的人。硬币：要么全给要么不给，频率与平均出资相同。补助占"
    "成本：外来资金所占比例，当作成功的概率。",
    "validation.level.laboratory": "个人：实验室",
    "validation.level.cases": "场所：有记录的项目",
    "validation.level.district": "系统：一个城区",
    "validation.note.laboratory": "已发表的实验，按城区中的出资规则进行。模型的范围是一项新研究的范围：其截距"
    "的偏离与两项已知研究相当。",
    "validation.note.cases": "新闻报道，多为成功事例：可以检验规模，不能检验成功率。模型的范围包含 200 次重复"
    "中的 95%，未知之处每次都从范围中抽取。",
    "validation.note.district": "已知甚少，而且在选定诉求率和到会基数时这两个数都已在眼前，因此算不上检验：取"
    "武昌四分之一的单元、三个世界，申请数乘以四；范围是各世界的范围。",
    "validation.range": "{low} 至 {high}",
    "validation.above": "至少 {low}",
    "validation.subsidy": "补助占成本",
    "validation.district.head": "城区：已知情况、模型与两个基准",
    "target.applications": "122 周内的申请数，568 个单元",
    "target.turnout": "每次会议到会人数",
}
