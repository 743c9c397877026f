"""Verbs as exports name them, to the vocabulary: other spellings, other tenses, Chinese. Unknown ones stay."""

import unicodedata

from kolony_engine.events.contract import VERBS

_OTHER_NAMES = {
    "question": "ask, asked, 提问, 发起提问",
    "answer": "answered, 回答, 解答",
    "topic": "new topic, new_topic, create topic, create_topic, thread, 发帖, 主题, 发主题, 新主题, 发布",
    "reply": "replied, 回复, 回帖, 跟帖",
    "comment": "commented, 评论",
    "mention": "mentioned, 提及, 艾特, @",
    "quote": "quoted, 引用",
    "accepted": "accept, solution, solved, 采纳, 最佳答案",
    "upvote": "up_vote, up vote, upvoted, vote_up, 赞同, 顶",
    "downvote": "down_vote, down vote, downvoted, vote_down, 反对, 踩",
    "favorite": "favourite, favorited, bookmark, bookmarked, 收藏",
    "likes_total": "likes, likes total, total_likes, 点赞数, 获赞数",
    "like": "liked, 点赞, 赞, 喜欢",
    "badge": "badge_awarded, 徽章, 勋章",
    "share": "shared, repost, reposted, retweet, forward, 分享, 转发",
    "follow": "followed, 关注",
    "unfollow": "unfollowed, 取消关注, 取关",
    "view": "viewed, page_view, pageview, read, click, 浏览, 阅读, 查看, 点击",
    "buy": "bought, purchase, purchased, order, pay, paid, 购买, 下单, 支付, 成交",
    "refund": "refunded, 退款, 退货",
    "invite": "invited, 邀请",
    "join": "joined, sign_up, signup, register, registered, 加入, 注册, 入群",
    "report": "reported, flag, flagged, 举报",
    "removed": "taken_down, taken down, hidden, 下架, 屏蔽, 隐藏",
}

_NAMES = {other: name for name, others in _OTHER_NAMES.items() for other in others.split(", ")}


def verb_of(text: str) -> str:
    """The verb a text means, in the vocabulary's spelling; an unknown one only loses its case and outer blanks.

    >>> verb_of(" 点赞 "), verb_of("UpVote"), verb_of("waved")
    ('like', 'upvote', 'waved')
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in VERBS:
        return plain
    return _NAMES.get(plain) or _NAMES.get(plain.replace("-", "_").replace(" ", "_"), plain)
