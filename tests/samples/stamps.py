"""Time stamps as MediaWiki writes them in many languages."""

from __future__ import annotations

# as MediaWiki writes 14 February 2026, 19:22, with a name of the month where it writes one
WRITTEN = [
    ('19:22, 14 February 2026 (UTC)', ''),
    ('19:22, 14. Feb. 2026 (CET)', 'Feb.'),
    ('19h22min de 14 de fevereiro de 2026 (UTC)', 'fevereiro'),
    ('14 février 2026 à 19:22 (UTC)', 'février'),
    ('14 februari 2026 kl. 19.22 (CET)', 'februari'),
    ('guovvamánnu 14 b. 2026 dii. 19.22 (UTC)', 'guovvamánnu'),
    ('2026年2月14日 (六) 19:22 (UTC)', ''),
    ('2026 nièng 2 nguŏk 14 hô̤ (B6) 19:22 (UTC)', ''),
    ('二〇二六年二月一四日 （六） 一九時二二分 (UTC)', ''),
    ('14. 2. 2026, 19:22 (UTC)', ''),
    ('19:22, ngày 14 tháng 2 năm 2026 (UTC)', ''),
    ('2026. február 14., 19:22 (CET)', 'február'),
    ('19:22, 14 กุมภาพันธ์ 2569 (UTC)', 'กุมภาพันธ์'),
    ('‏۱۴ فوریهٔ ۲۰۲۶، ساعت ۱۹:۲۲ (UTC)', 'فوریهٔ'),
    ('١٩:٢٢، ١٤ فبراير ٢٠٢٦ (ت ع م)', 'فبراير'),
    ('१९:२२, १४ फेब्रुअरी २०२६ (नेपालको प्रमाणिक समय)', 'फेब्रुअरी'),
    ('19:22, 14 فيبروري 2026 ( يو.ٽي.سي)', 'فيبروري'),
    ('19:22, 14 Şıbate 2026 ([[UTC]])', 'Şıbate'),
    ('19:22, 14. Feb. 2026 (<i lang="en">UTC</i>)', 'Feb.'),
    ('19:22, 2026 s. fevralniñ 14 (UTC)', 'fevralniñ'),
    ('19:22, 14 Feb 2026 (GMT+2)', ''),
]
