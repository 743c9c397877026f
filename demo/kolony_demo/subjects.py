"""What the members talk about: sixteen subjects, each with its own words, in Chinese and in English."""

from dataclasses import dataclass

CHINESE, ENGLISH = 0, 1
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Subject:
    key: str
    names: tuple[str, str]
    terms: tuple[tuple[str, ...], tuple[str, ...]]


def _subject(key: str, zh: str, en: str, zh_terms: str, en_terms: str) -> Subject:
    return Subject(key, (zh, en), (tuple(zh_terms.split()), tuple(t.strip() for t in en_terms.split(","))))


SUBJECTS = (
    _subject(
        "reading",
        "慢读",
        "slow reading",
        "页边批注 重读一遍 序言 难懂的第三章 借来的书 读书卡片 朗读 脚注 长句子 书脊的折痕 诗的断行 共读小组",
        "margin notes, the second reading, the preface, the hard third chapter, a borrowed copy, index cards, "
        "reading aloud, footnotes, long sentences, a cracked spine, line breaks, the reading circle",
    ),
    _subject(
        "asking",
        "提问",
        "asking better",
        "第一个问题 反问 好问题的样子 沉默的三秒 追问 不敢举手 问题清单 假问题 前提 举例子 答非所问 提问日记",
        "the first question, the counter-question, a well-shaped question, three seconds of silence, the follow-up, "
        "an unraised hand, a list of questions, the false question, hidden premises, one good example, "
        "an answer beside the point, a question diary",
    ),
    _subject(
        "maths",
        "生活里的数学",
        "everyday maths",
        "鸽巢原理 质数 无理数 反证法 切蛋糕问题 概率直觉 莫比乌斯带 归纳法 黄金分割 排队问题 图论 对称",
        "the pigeonhole principle, prime numbers, irrational numbers, proof by contradiction, fair cake cutting, "
        "gut-feel probability, the Moebius strip, induction, the golden ratio, queueing, graph colouring, symmetry",
    ),
    _subject(
        "stars",
        "看星星",
        "stargazing",
        "月掩星 双筒望远镜 光污染 木星的卫星 星图 暗适应 流星雨 手绘月面 变星 极轴校准 黄道光 阴天",
        "a lunar occultation, a pair of binoculars, light pollution, the moons of Jupiter, paper star charts, "
        "dark adaptation, a meteor shower, moon sketches, variable stars, polar alignment, zodiacal light, "
        "a cloudy night",
    ),
    _subject(
        "kitchen",
        "厨房里的化学",
        "kitchen chemistry",
        "酸面团 美拉德反应 乳化 盐水比例 焦糖 发酵温度 蛋白霜 慢炖 泡菜 茶的萃取 油温 糖的玻璃化",
        "a sourdough starter, the browning reaction, emulsions, brine strength, caramel, proofing temperature, "
        "meringue, slow braising, pickles, tea extraction, oil temperature, sugar glass",
    ),
    _subject(
        "moss",
        "苔藓与小植物",
        "moss and small plants",
        "墙缝里的苔藓 孢子 微距镜头 阳台湿度 地衣 蕨叶 雨后的墙 标本纸 放大镜 根系 种子袋 落叶层",
        "wall moss, spores, a macro lens, balcony humidity, lichen, fern fronds, a wall after rain, pressing paper, "
        "a hand lens, root maps, seed packets, leaf litter",
    ),
    _subject(
        "maps",
        "旧地图",
        "old maps",
        "河道改线 城门 比例尺 地名的来历 航海图 废弃车站 等高线 街巷编号 手绘地图 界碑 渡口 测绘日志",
        "a moved river, the city gates, scale bars, place names, harbour charts, closed stations, contour lines, "
        "alley numbers, hand-drawn maps, boundary stones, the ferry landing, a surveyor's log",
    ),
    _subject(
        "wood",
        "木工角",
        "the wood bench",
        "燕尾榫 手刨 桐油 木纹方向 废料小凳 磨凿子 画线刀 胶合 榫眼 台钳 砂纸目数 樟木边角料",
        "dovetails, a hand plane, tung oil, grain direction, a stool from scraps, chisel sharpening, a marking knife, "
        "glue-ups, mortises, the bench vise, sandpaper grits, camphor offcuts",
    ),
    _subject(
        "code",
        "自学写程序",
        "self-taught code",
        "第一个脚本 报错信息 变量名 版本管理 正则表达式 递归 单元测试 命令行 小工具 读别人的代码 重构 计数器",
        "a first script, error messages, variable names, version control, regular expressions, recursion, unit tests, "
        "the command line, tiny tools, reading strangers' code, refactoring, an off-by-one",
    ),
    _subject(
        "data",
        "日常数据",
        "everyday data",
        "家庭账本 平均数的陷阱 样本太小 折线图 体重曲线 天气记录 相关与因果 问卷 缺失值 直方图 对照组 四舍五入",
        "the household ledger, the trap of averages, tiny samples, line charts, a weight curve, a rain diary, "
        "cause and correlation, questionnaires, missing values, histograms, a control group, rounding",
    ),
    _subject(
        "parents",
        "陪孩子学",
        "learning with children",
        "睡前提问 错题本 拼图 十分钟专注 家庭实验 写字的手 乘法表 讲故事 零用钱 看云 纸飞机 说不出口的难题",
        "bedtime questions, the mistake notebook, jigsaw evenings, ten minutes of focus, home experiments, "
        "handwriting, times tables, story time, pocket money, cloud watching, paper planes, the problem nobody names",
    ),
    _subject(
        "ports",
        "港口与生意小史",
        "small histories of trade",
        "凌晨的鱼市 算盘 船期 信用票据 度量衡 码头工 行会 汇率 盐路 仓库账 灯塔费 当铺",
        "the dawn fish market, the abacus, sailing dates, letters of credit, weights and measures, dock crews, guilds, "
        "exchange rates, the salt road, warehouse books, lighthouse dues, the pawnshop",
    ),
    _subject(
        "tongues",
        "学语言",
        "learning languages",
        "影子跟读 词根 假朋友 听写 口音 量词 手抄生词 双语对照 第一次打电话 绕口令 敬语 梦里的外语",
        "shadowing, word roots, false friends, dictation, accents, measure words, hand-copied words, "
        "facing-page translation, a first phone call, tongue twisters, honorifics, dreaming in a new language",
    ),
    _subject(
        "notes",
        "做笔记",
        "note-taking",
        "康奈尔笔记法 卡片盒 日期戳 双向链接 手账 图解 一句话总结 旧笔记本 索引页 活页夹 涂鸦 备份",
        "the two-column page, the slip box, date stamps, back links, the pocket journal, sketch notes, "
        "one-line summaries, old notebooks, an index page, ring binders, doodles, backups",
    ),
    _subject(
        "music",
        "听懂音乐",
        "hearing music",
        "和声进行 节拍器 旧磁带 变奏 视唱 口琴 录音底噪 复调 民歌采风 休止符 调音 合唱团",
        "chord progressions, the metronome, old tapes, variations, sight singing, the harmonica, tape hiss, "
        "counterpoint, field recordings, rests, tuning by ear, the choir",
    ),
    _subject(
        "sleep",
        "睡眠与节律",
        "sleep and rhythm",
        "午睡 晨光 咖啡时间 夜班 睡眠日记 蓝光 起床困难 散步 梦境记录 周末补觉 闹钟 换季",
        "naps, morning light, coffee hours, night shifts, a sleep diary, blue light, hard mornings, evening walks, "
        "a dream log, weekend catch-up, the alarm clock, the change of seasons",
    ),
)
