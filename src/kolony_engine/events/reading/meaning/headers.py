"""Which column of a file means which column of the contract: a proposal from words people use, in two languages.

Headers are compared without case, width and punctuation: "User ID", "user_id" and "ＵＳＥＲ－ＩＤ" are the same.
The proposal is only that: whoever loads the file sees it and may change it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kolony_engine.events.errors import EngineError

CONSTANT = "="
"""A header that begins so is no header but a value for every row: `{"=buy": "verb"}`."""

NEEDED = ("ts", "verb")

_WORDS: dict[str, str] = {
    "event_id": "event id, eventid, event uuid, uuid, id, 事件id, 事件编号, 流水号, 编号, 序号, 记录id",
    "ts": (
        "ts, timestamp, time, event time, datetime, date time, created at, createdat, creation date, created, "
        "create time, occurred at, event date, date, day, 时间, 时间戳, 发生时间, 事件时间, 创建时间, 操作时间, "
        "发布时间, 发表时间, 评论时间, 下单时间, 支付时间, 行为时间, 日期, 创建日期, 发布日期"
    ),
    "day_only": "day only, 仅日期",
    "actor_id": (
        "actor id, actor, actor user id, user id, userid, uid, from user id, from user, from id, member id, member, "
        "author id, author, sender id, sender, customer id, buyer id, user, username, 用户id, 用户编号, 用户, 会员id, "
        "会员编号, 会员, 作者id, 作者, 操作人, 操作人id, 发起人, 发起人id, 行为人, 买家id, 买家, 用户名, 发帖人, 回帖人"
    ),
    "verb": (
        "verb, event type, event name, event, action, action type, activity, activity type, behavior, behaviour, "
        "operation, type, 行为, 行为类型, 动作, 动作类型, 事件, 事件类型, 事件名, 操作, 操作类型, 类型"
    ),
    "object_id": (
        "object id, object, post id, item id, content id, comment id, reply id, answer id, product id, sku, order id, "
        "对象id, 对象, 帖子id, 内容id, 评论id, 回复id, 回答id, 商品id, 商品编号, 作品id, 笔记id, 订单id, 订单号"
    ),
    "target_user_id": (
        "target user id, target user, target id, target, to user id, to user, to id, receiver id, receiver, "
        "recipient id, recipient, owner user id, owner id, owner, post author id, 目标用户id, 目标用户, 目标id, 目标, "
        "接收人, 接收人id, 接收者, 对方id, 对方用户id, 被操作人, 帖主, 楼主, 楼主id, 作者用户id, 对象作者id"
    ),
    "topic_id": (
        "topic id, thread id, question id, topic, thread, discussion id, category id, category, 主题id, 话题id, 话题, "
        "主题, 问题id, 版块, 板块, 分类"
    ),
    "value": (
        "value, amount, count, quantity, qty, num, number, points, price, total, "
        "数值, 值, 数量, 次数, 金额, 订单金额, 支付金额, 分值, 点赞数"
    ),
    "channel": "channel, platform, source, medium, 渠道, 平台, 来源",
    "currency": "currency, currency code, 币种, 货币",
    "tags": "tags, tag, labels, keywords, 标签, 关键词",
    "title": "title, subject, headline, topic title, 标题, 题目, 帖子标题",
    "text": "text, body, content, message, raw, post raw, 正文, 内容, 文本, 评论内容, 帖子内容, 回复内容",
    "url": "url, link, permalink, href, 链接, 网址, 地址",
}

COLUMNS: tuple[str, ...] = tuple(_WORDS)
"""The contract's columns a file may be mapped to: those of the events and those of the words."""

MEMBER_NAME = "name"
"""The column that makes a file one of members."""

_MEMBER_WORDS: dict[str, str] = {
    "actor_id": f"{_WORDS['actor_id']}, id, 编号",
    MEMBER_NAME: (
        "display name, displayname, nickname, nick name, nick, user name, username, screen name, full name, real name, "
        "member name, 昵称, 用户昵称, 姓名, 名字, 名称, 用户名, 会员名, 显示名"
    ),
    "joined_at": (
        "joined, join date, join time, registered at, registered, registration date, register time, signup date, "
        "sign up date, signed up at, member since, created at, creation date, created, "
        "注册时间, 注册日期, 加入时间, 加入日期, 入群时间, 创建时间"
    ),
}

MEMBER_COLUMNS: tuple[str, ...] = tuple(_MEMBER_WORDS)
"""The columns a file that says who is who may be mapped to."""


def folded(header: str) -> str:
    """A header without case, width, accents of punctuation: `"User_ID "` and `"ｕｓｅｒ－ｉｄ"` become `"user id"`.

    >>> folded("  User_ID ")
    'user id'
    """
    text = unicodedata.normalize("NFKC", header).casefold().strip("\ufeff \t\r\n\"'")
    text = re.sub(r"[\s_\-./:()\[\]#]+", " ", text).strip()
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\w])", "", text)


def _meanings(vocabulary: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    return {
        folded(word): (rank, column)
        for column, words in vocabulary.items()
        for rank, word in enumerate([column, *words.split(", ")])
    }


_MEANING = _meanings(_WORDS)
_MEMBER_MEANING = _meanings(_MEMBER_WORDS)


def proposed(headers: Iterable[str]) -> dict[str, str]:
    """Header to contract column, for the headers whose meaning is known; the likelier header wins a column.

    >>> proposed(["时间", "用户ID", "行为", "whatever"])
    {'时间': 'ts', '用户ID': 'actor_id', '行为': 'verb'}
    """
    return _likeliest(headers, _MEANING)


def proposed_members(headers: Iterable[str]) -> dict[str, str]:
    """Header to a member's column for a file that says who is who; nothing if it does not, or tells of acts too.

    >>> proposed_members(["id", "昵称", "注册时间"])
    {'id': 'actor_id', '昵称': 'name', '注册时间': 'joined_at'}
    >>> proposed_members(["user_id", "nickname", "post_id"])
    {}
    """
    order = list(headers)
    if set(proposed(order).values()) & {"verb", "object_id", "target_user_id", "topic_id"}:
        return {}
    found = _likeliest(order, _MEMBER_MEANING)
    return found if {"actor_id", MEMBER_NAME} <= set(found.values()) else {}


def completed(given: Mapping[str, str], headers: Iterable[str]) -> dict[str, str]:
    """A person's mapping; where it names no header, the proposal for the columns it does not fill with constants.

    >>> completed({"=buy": "verb"}, ["when", "time", "type"])
    {'time': 'ts', '=buy': 'verb'}
    """
    if any(not header.startswith(CONSTANT) for header in given):
        return dict(given)
    taken = set(given.values())
    rest = {header: column for header, column in proposed(headers).items() if column not in taken}
    return {**rest, **given}


def _likeliest(headers: Iterable[str], meaning: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    order = list(headers)
    for header in order:
        rank, column = meaning.get(folded(header), (0, ""))
        if column and (column not in best or rank < best[column][0]):
            best[column] = (rank, header)
    chosen = {header: column for column, (_, header) in best.items()}
    return {header: chosen[header] for header in dict.fromkeys(order) if header in chosen}


def checked(
    mapping: Mapping[str, str], headers: Iterable[str], file: str, columns: tuple[str, ...] = COLUMNS
) -> dict[str, str]:
    """A person's mapping, if it fits this file.

    Refuses with E-READ-111 (no such header), E-READ-112 (no such contract column) and E-READ-113 (two headers for one
    column).
    """
    known = set(headers)
    taken: dict[str, str] = {}
    for header, column in mapping.items():
        if column not in columns:
            raise EngineError("E-READ-112", column=column, columns=columns)
        if not header.startswith(CONSTANT) and header not in known:
            raise EngineError("E-READ-111", file=file, header=header, headers=sorted(known))
        if column in taken:
            raise EngineError("E-READ-113", column=column, headers=[taken[column], header])
        taken[column] = header
    return dict(mapping)


def missing(mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The needed columns that no header is mapped to."""
    return tuple(column for column in NEEDED if column not in mapping.values())
