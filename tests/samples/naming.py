"""How people name somebody on a wiki page: forms that can be read, and forms that cannot."""

from __future__ import annotations

# `{}` is the name; every one of these is read by `tests.samples.wikis.RESOLVER`
READ = (
    '[[User:{}]]', '[[user talk:{}|talk]]', '[[:de:Benutzerin:{}]]', '[[w:sv:Användare:{}]]', '{{{{u|{}}}}}',
    '{{{{ping|{}}}}}', '{{{{user link|{}}}}}', '{{{{User-multi|user={}}}}}', '{{{{noping|{}|Zoe}}}}',
    'https://sv.wikipedia.org/wiki/Användare:{}', '[https://de.m.wikipedia.org/wiki/BD:{} x]',
    '//zh.wikipedia.org/zh-tw/User:{}', '[[Special:Contributions/{}]]', '[[User：{}]]',
    '[[User:{}/sub#x|[x] y]]', '[[:pl:Dyskusja_wikipedysty:{}]]', '[[:fa:کاربر:{}|x]]',
    '[[User:{}|<b>x</b>]]',
)  # fmt: skip
# those of them that may stand before a time stamp as a signature
SIGNATURES = tuple(form for form in READ if 'Zoe' not in form)
# those name nobody for sure: what they stand in is told
UNREAD = ('[[Benutzer:{}]]', '@{}', "''{}''", '[[mailto:{}]]', '{{{{Nobody knows|{}}}}}')
STRUCK = (
    '<s>[[User:{}]]</s>',
    '{{{{strike|[[User:{}]]}}}}',
    '<span style="text-decoration:line-through">[[User:{}]]</span>',
)
