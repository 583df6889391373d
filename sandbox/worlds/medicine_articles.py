"""The articles of the world "medicine": 24 under WikiProject Medicine's banner, 6 beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

OWN_TITLES = ('enwiki', 'svwiki', 'eswiki', 'arwiki', 'hewiki', 'dewiki', 'frwiki', 'jawiki', 'plwiki')
OTHER_WIKIPEDIAS = (
    'ptwiki', 'itwiki', 'nlwiki', 'ruwiki', 'ukwiki', 'cswiki', 'dawiki', 'nowiki', 'fiwiki',
    'huwiki', 'elwiki', 'trwiki', 'fawiki', 'thwiki', 'bnwiki', 'kowiki', 'zhwiki', 'idwiki',
    'viwiki', 'rowiki', 'eowiki',
)  # fmt: skip
WIKIPEDIAS = OWN_TITLES + OTHER_WIKIPEDIAS

# title in each of OWN_TITLES (Wikipedias further down use the English one), number of Wikipedias
TOPIC = """\
Asthma|Astma|Asma|ربو|אסתמה|Asthma bronchiale|Asthme|気管支喘息|Astma oskrzelowa|30
Tuberculosis|Tuberkulos|Tuberculosis|سل|שחפת|Tuberkulose|Tuberculose|結核|Gruźlica|24
Malaria|Malaria|Malaria|ملاريا|מלריה|Malaria|Paludisme|マラリア|Malaria|22
Measles|Mässling|Sarampión|حصبة|חצבת|Masern|Rougeole|麻疹|Odra|20
Cholera|Kolera|Cólera|كوليرا|כולרה|Cholera|Choléra|コレラ|Cholera|18
Diabetes|Diabetes|Diabetes mellitus|سكري|סוכרת|Diabetes mellitus|Diabète sucré|糖尿病|Cukrzyca|16
Vaccine|Vaccin|Vacuna|لقاح|חיסון|Impfstoff|Vaccin|ワクチン|Szczepionka|16
Penicillin|Penicillin|Penicilina|بنسلين|פניצילין|Penicillin|Pénicilline|ペニシリン|Penicylina|14
Stroke|Stroke|Accidente cerebrovascular|سكتة دماغية|שבץ מוחי|Schlaganfall|AVC|脳卒中|Udar mózgu|14
Anemia|Anemi|Anemia|فقر الدم|אנמיה|Anämie|Anémie|貧血|Niedokrwistość|12
Epilepsy|Epilepsi|Epilepsia|صرع|אפילפסיה|Epilepsie|Épilepsie|てんかん|Padaczka|12
Migraine|Migrän|Migraña|شقيقة|מיגרנה|Migräne|Migraine|片頭痛|Migrena|12
Pneumonia|Lunginflammation|Neumonía|التهاب الرئة|דלקת ריאות|Pneumonie|Pneumonie|肺炎|Zapalenie płuc|11
Hypertension|Hypertoni|Hipertensión|ارتفاع ضغط الدم|יתר לחץ דם|Hypertonie|Hypertension|高血圧|Nadciśnienie|11
Rabies|Rabies|Rabia|داء الكلب|כלבת|Tollwut|Rage|狂犬病|Wścieklizna|10
Tetanus|Stelkramp|Tétanos|كزاز|טטנוס|Tetanus|Tétanos|破傷風|Tężec|10
Leprosy|Lepra|Lepra|جذام|צרעת|Lepra|Lèpre|ハンセン病|Trąd|10
Polio|Polio|Poliomielitis|شلل الأطفال|פוליו|Poliomyelitis|Poliomyélite|ポリオ|Polio|10
Scurvy|Skörbjugg|Escorbuto|إسقربوط|צפדינה|Skorbut|Scorbut|壊血病|Szkorbut|9
Insulin|Insulin|Insulina|إنسولين|אינסולין|Insulin|Insuline|インスリン|Insulina|9
Aspirin|Acetylsalicylsyra|Aspirina|أسبرين|אספירין|Acetylsalicylsäure|Aspirine|アスピリン|Aspiryna|9
Anesthesia|Anestesi|Anestesia|تخدير|הרדמה|Anästhesie|Anesthésie|麻酔|Znieczulenie|8
First aid|Livräddning|Auxilios|إسعافات أولية|עזרה ראשונה|Erste Hilfe|Secourisme|応急処置|Pierwsza pomoc|8
Hygiene|Hygien|Higiene|نظافة|היגיינה|Hygiene|Hygiène|衛生|Higiena|3
"""

OUTSIDE = """\
Lighthouse|Fyr|Faro|منارة|מגדלור|Leuchtturm|Phare|灯台|Latarnia morska|9
Comet|Komet|Cometa|مذنب|כוכב שביט|Komet|Comète|彗星|Kometa|9
Origami|Origami|Origami|أوريغامي|אוריגמי|Origami|Origami|折り紙|Origami|5
Tango|Tango|Tango|تانغو|טנגו|Tango|Tango|タンゴ|Tango|5
Glacier|Glaciär|Glaciar|مثلجة|קרחון|Gletscher|Glacier|氷河|Lodowiec|4
Chess|Schack|Ajedrez|شطرنج|שחמט|Schach|Échecs|チェス|Szachy|1
"""

# Talk pages whose banner is not a plain {{WikiProject Medicine}}.
BANNERS = {
    'Rabies': '{{WPMED|class=C|importance=mid}}',
    'Aspirin': '{{WikiProject banner shell|class=B|1=\n{{WikiProject Medicine|importance=high}}\n}}',
}
BANNER = '{{WikiProject Medicine|class=B|importance=high}}'


@dataclass(frozen=True)
class Article:
    """An article: its item and its title on each Wikipedia that has it."""

    item: str
    titles: Mapping[str, str]
    banner: str | None

    @property
    def english(self) -> str:
        """Title on English Wikipedia, which has every article."""
        return self.titles['enwiki']


def articles() -> list[Article]:
    """Return the 24 articles of the topic, then the 6 outside it."""
    rows = [*TOPIC.splitlines(), *OUTSIDE.splitlines()]
    banners = [BANNER] * len(TOPIC.splitlines()) + [None] * len(OUTSIDE.splitlines())
    return [
        _article(f'Q{number}', row, banner)
        for number, (row, banner) in enumerate(zip(rows, banners, strict=True), 100)
    ]


def _article(item: str, row: str, banner: str | None) -> Article:
    *own, count = row.split('|')
    titles = dict(zip(OWN_TITLES, own, strict=True))
    titles |= dict.fromkeys(OTHER_WIKIPEDIAS, own[0])
    wikis = WIKIPEDIAS[: int(count)]
    return Article(item, {wiki: titles[wiki] for wiki in wikis}, banner and BANNERS.get(own[0], banner))
