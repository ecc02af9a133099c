"""Texts about calibration, in Chinese; `dizao.scenarios.reports.words.english_calibration` has the same keys."""

TEXTS = {
    "calibrate.written": "已写入 {path}",
    "needs.head": "诉求发生率：各类别共用一个倍数，依据为全区申报多于 {applications} 项",
    "needs.factor": "倍数",
    "needs.applications": "申报数",
    "needs.range": "90% 的区",
    "needs.number": "另一参数",
    "needs.at": "取值范围两端",
    "needs.compatible": "现有发生率（倍数 1）与该计数相符；该计数只是下限，因此保持不变。",
    "needs.incompatible": "现有发生率（倍数 1）与该计数不符：过低。",
    "needs.bounds": (
        "相符的倍数：{lowest} 及以上。倍数为 {at} 时均值达到该计数（{replicates} 个世界的 95% 区间：{low} 至 {high}）。"
        "该计数不给出上限；发生率的取值范围止于 {end}。"
    ),
    "needs.open": (
        "无法识别：各类别各自的发生率，以及其他使诉求更多或更少走到申报的因素。第二张表列出其中一些（倍数为 1）。"
    ),
    "places.head": "已建成项目的报道对未知参数说明了什么",
    "places.number": "参数",
    "places.prior": "先验",
    "places.possible": "可能，90%",
    "places.value": "均值",
    "places.quantiles": "90%",
    "places.contraction": "收窄",
    "places.explained": "可复原",
    "places.covered": "覆盖",
    "places.default": "默认值",
    "places.case": "案例与数值",
    "places.observed": "观察值",
    "places.before": "先验：中位数 [90%]",
    "places.after": "后验：中位数 [90%]",
    "places.search": (
        "{particles} 个粒子，有效 {effective} 个；允许距离由 {first} 降至 {last}。"
        "先验中有 {never} 的点使某个案例在 {tries} 次尝试中始终建不成，这些点不计入。"
    ),
    "places.moved": "被报道移动的参数（方差至少缩小 30%）：{names}。",
    "places.unmoved": "报道未移动其中任何参数：后验与先验几乎相同。",
    "places.outside": "现有默认值在 90% 区间之外：{names}。",
    "places.key": (
        "可能：每个案例都能建成之处。收窄：其方差减少的部分。"
        "可复原：用已知参数生成数据时被解释的部分（0 或以下为无法识别）。"
        "覆盖：此时 90% 区间包含真值的频率。"
    ),
}
