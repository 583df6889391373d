"""Columns of tables and files that name people: which one does, which one gives their wiki, and which wiki.

A column of user names goes before one of names; who stands in a column of other people is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outreach.accountlinks import Resolver
from outreach.linktargets import addresses
from outreach.names import decode_entities
from outreach.visibletext import MARKUP

# what people write above a column of user names, and of names, in the languages of large wikis
USER_WORDS = (
    'user ?names?', 'users?', 'user ?ids?', 'accounts?', 'signatures?', 'signed', 'sign',
    'benutzer(?:in|innen)?', 'benutzernamen?', 'benutzer-?konto', 'konto', 'unterschrift', 'användare',
    'användarnamn', 'brukere?', 'brukernavn', 'brugere?', 'brugernavn', 'käyttäjä', 'käyttäjätunnus',
    'gebruikers?', 'gebruikersnaam', 'utilisat(?:eur|rice)s?', "nom d[’']utilisat(?:eur|rice)",
    'usuari[oa]s?', 'nombre de usuari[oa]', 'usuári[oa]s?', 'nome de usuário', 'utent[ei]',
    'nome utente', "nom d[’']usuari", 'użytkowni(?:k|czka|cy)', 'nazwa użytkownika',
    'uživatel(?:é|ské jméno)?', 'felhasználó(?:név|k)?', 'utilizator', 'nume de utilizator',
    'kullanıcı(?: adı|lar)?', 'участни(?:к|ца|ки)', 'имя участника', 'користувач(?:ка|і)?',
    'корисни[кц](?:а|ци)?', 'корисничко име', 'korisni[kc](?:a|i)?', 'korisničko ime', 'χρήστης',
    'όνομα χρήστη', 'משתמש(?:ת|ים)?', 'שם משתמש', '(?:اسم ال)?مستخدمة?', 'المستخدم', 'نام کاربری',
    'کاربر', 'सदस्य(?:नाम)?', 'ব্যবহারকারী(?:র নাম)?', 'ชื่อผู้ใช้', 'ผู้ใช้', 'pengguna',
    'nama pengguna', 'người dùng', 'tên người dùng', '用户名?', '用戶名?', '使用者名稱?', '利用者名?',
    '사용자(?: ?이름)?', 'მომხმარებელ?ი?', 'uzanto', 'salutnomo',
)  # fmt: skip
NAME_WORDS = (
    'names?', 'participants?', 'attendees?', 'members?', 'people', 'persons?', 'who',
    'teilnehmer(?:in|innen)?', 'namn', 'deltagare', 'navn', 'deltakere?', 'nimi', 'osallistuja', 'naam',
    'deelnemers?', 'nom', 'nombres?', 'participantes?', 'nomes?', 'nom[ei]', 'partecipanti',
    'uczestni(?:k|cy)', 'jméno', 'účastníci', 'név', 'résztvevők?', 'nume', 'participanți',
    'katılımcı(?:lar)?', 'имя', 'участвующие', "ім[’']я", 'учасники', 'име', 'учесници', 'ime',
    'učesnici', 'όνομα', 'συμμετέχοντες', 'שם', 'משתתפים', 'الاسم', 'المشاركون', 'نام',
    'شرکت\u200cکنندگان', 'नाम', 'নাম', 'ชื่อ', 'ผู้เข้าร่วม', 'nama', 'peserta', 'tên', '姓名', '名前',
    '参加者', '参与者', '이름', 'სახელი',
)  # fmt: skip
WIKI_WORDS = (
    'wikis?', 'home ?wiki', 'projects?', 'site', 'wikipedia', 'db ?names?', 'heimwiki', 'projekt',
    'hemwiki', 'proyecto', 'projet', 'projeto', 'progetto', 'вики', 'проект', 'вікі', 'ויקי', 'ويكي',
    'مشروع', 'ویکی', 'پروژه', 'วิกิ', '维基', '維基', 'ウィキ', '위키', 'ვიკი', 'vikio?',
)  # fmt: skip
# letters of scripts with marks between them do not all count as letters of words
BEGIN, END = r'(?<!\w)(?:', r')(?!\w)'
USERS = re.compile(f'{BEGIN}{"|".join(USER_WORDS)}{END}', re.IGNORECASE)
NAMES = re.compile(f'{BEGIN}{"|".join(NAME_WORDS)}{END}', re.IGNORECASE)
WIKIS = re.compile(f'{BEGIN}{"|".join(WIKI_WORDS)}{END}', re.IGNORECASE)
OTHER_NAMES = re.compile(
    r'\b(?:real|full|first|last|given|family|event|project|group|team|vorname|nachname|familienname|'
    r'prénom|nom de famille|apellidos?|sobrenome|apelido|cognome|förnamn|efternamn|fornavn|etternavn|'
    r'efternavn|voornaam|achternaam|etunimi|sukunimi|imię|nazwisko|příjmení|keresztnév|vezetéknév|'
    r'prenume|soyadı?|имя и фамилия|фамилия|отчество|прізвище|презиме|prezime)\b',
    re.IGNORECASE,
)
# beside one of these, a column of names holds names that are no accounts'
SURNAMES = re.compile(
    r'\b(?:last|family|nachname|familienname|nom de famille|apellidos?|sobrenome|apelido|cognome|efternamn|'
    r'etternavn|efternavn|achternaam|sukunimi|nazwisko|příjmení|vezetéknév|soyadı?|фамилия|прізвище|'
    r'презиме|prezime)\b',
    re.IGNORECASE,
)
# somebody who has to do with the person of the row, and is another one
OTHER_PEOPLE = re.compile(
    r'\b(?:invited|invit\w*|by|mentors?|coach\w*|contacts?|hosts?|organi[sz]\w*|referr\w*|refer|added|'
    r'review\w*|partners?|buddy|approv\w*|with|comments?|notes?|remarks?|train\w*|tutors?|facilitat\w*|'
    r'speakers?|lead\w*|manag\w*|betreu\w*|eingeladen|invité\w*|invitad\w*|mentor[ae]?s?|наставник\w*)\b',
    re.IGNORECASE,
)
NO_NAMES = re.compile(f'{OTHER_NAMES.pattern}|{OTHER_PEOPLE.pattern}', re.IGNORECASE)
ROLES = re.compile(r'\broles?\b', re.IGNORECASE)
# what tells columns of one kind apart: `User 1`, `User 2`
NUMBERS = re.compile(r'[\W\d_]+')
CODE = re.compile(r'[a-z]{2,}(?:-[a-z]+){0,3}')
HOST = re.compile(r'[a-z0-9-]+(?:\.[a-z0-9-]+){1,5}')


@dataclass(frozen=True)
class Columns:
    """The columns of a table by number; None for one that the header does not tell.

    `people` are all columns that are called as the better one of users and names, apart from numbers, and
    `wikis` those that are called as that of the wiki: tables stand side by side, or a row has several people.
    """

    users: int | None = None
    names: int | None = None
    wiki: int | None = None
    roles: int | None = None
    others: frozenset[int] = frozenset()
    people: tuple[int, ...] = ()
    wikis: tuple[int, ...] = ()

    @property
    def of_people(self) -> tuple[int, ...]:
        """The columns that name the person of a row, the better one first."""
        return tuple(one for one in (self.users, self.names) if one is not None)

    def wiki_of(self, column: int) -> int | None:
        """Return the column that gives the wiki of the people in a column."""
        if column in self.people and len(self.people) == len(self.wikis):
            return self.wikis[self.people.index(column)]
        return self.wiki


def columns_of(labels: Mapping[int, str]) -> Columns:
    """Return which column is which, by the words above them (`user_name` as well as `User name`)."""
    labels = {at: label.replace('_', ' ') for at, label in labels.items()}

    def first(pattern: re.Pattern[str], *, but: re.Pattern[str] | None = None) -> int | None:
        return next(
            (
                at
                for at in sorted(labels)
                if pattern.search(labels[at]) and not (but and but.search(labels[at]))
            ),
            None,
        )

    others = frozenset(at for at, label in labels.items() if OTHER_PEOPLE.search(label))
    wiki = first(WIKIS, but=USERS)
    surnames = any(SURNAMES.search(label) for label in labels.values())
    users = first(USERS, but=OTHER_PEOPLE)
    names = None if surnames else first(NAMES, but=NO_NAMES)
    wiki = None if wiki is not None and NAMES.search(labels[wiki]) else wiki

    def alike(column: int | None) -> tuple[int, ...]:
        called = '' if column is None else NUMBERS.sub(' ', labels[column]).strip().lower()
        return tuple(
            at for at in sorted(labels) if called and NUMBERS.sub(' ', labels[at]).strip().lower() == called
        )

    people = alike(names if users is None else users)
    return Columns(users, names, wiki, first(ROLES), others, people, alike(wiki))


def is_label(text: str) -> bool:
    """Whether a cell is one of the words that stand above a column of people."""
    text = text.replace('_', ' ')
    return bool(USERS.fullmatch(text) or NAMES.fullmatch(text))


def plain(text: str) -> str:
    """Return the words of a cell without markup."""
    return ' '.join(MARKUP.sub(' ', decode_entities(text)).split())


def wiki_named(text: str, resolver: Resolver) -> str:
    """Return the host of the wiki that a cell or a column names: by its host, an address, a link, a database
    name or a prefix of this wiki; '' where it names none.
    """
    # a link to a page of this wiki says nothing about where somebody is at home, an address does
    addressed = any(addresses(text))
    for host, _ in resolver.places(text):
        if addressed or host != resolver.home_host:
            return host
    word = plain(text).lower().strip('[]:. ')
    if HOST.fullmatch(word):
        return resolver.host_of(word)
    if word in resolver.farm:
        return resolver.farm[word]
    namespaces = resolver.look(resolver.home_host)
    host = namespaces.interwiki.get(word, '') if namespaces and CODE.fullmatch(word) else ''
    return host if host and resolver.knows(host) else ''
