"""The texts of the app in the browser in Chinese, by key; `english_app` has the same keys and fields."""

TEXTS: dict[str, str] = {
    "app.about": (
        "**{title}**，{residents:,} 名居民，虚构，逐周展示。**Step** 前进一周（*Render Interval* 可设为多周）；"
        "**▶** 连续运行；**Reset** 按旁边的种子和设置重新开始。"
        "前 {warm_up} 周为预热期，沿用原来的出资办法；第 0 周项目期开始。"
    ),
    "app.now": "第 {week} 周开始时：项目期内建成 {completed} 个，在用 {in_use} 个，平均信任 {trust}。",
    "app.now.done": "运行结束：共 {weeks} 周。按 Reset 重新开始。",
    "app.seed": "种子（整数）",
    "app.mechanism": "机制（谁出钱，何时出）",
    "app.lender_share": "有人垫资的项目所占比例",
    "app.unit": "显示哪个单元的居民",
    "app.week": "周（0：项目期开始）",
    "app.units.title": "第 {week} 周开始时的各单元",
    "app.units.key": "大小：户数；连线：单元之间的联系",
    "app.units.label": "单元 {unit}\n在用 {count}",
    "app.units.colour": "对组织者的平均信任",
    "app.residents.title": "单元 {unit} 的居民，第 {week} 周开始时",
    "app.residents.key": "一簇：一栋楼；连线：居民之间的联系；橙圈：至今参与过",
    "app.residents.colour": "对组织者的信任",
    "app.things.title": "建成了什么",
    "app.things.completed": "建成（项目期内产生的诉求）",
    "app.things.in_use": "目前在用（含以前建成的）",
    "app.things.axis": "项目数",
    "app.shares.title": "信任与解决的诉求",
    "app.shares.trust": "居民的平均信任",
    "app.shares.settled": "已解决诉求所占比例",
    "app.shares.axis": "0 至 1",
}
