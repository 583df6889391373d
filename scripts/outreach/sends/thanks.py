"""Telling thanks, which need no answer, from what somebody has to answer, in the languages of many wikis.

People thank in the language of their wiki or in English, often by an edit of the section without a
signature, or with a template. A list of words decides, and in doubt it is an answer: who reads mere
thanks loses a moment, but a question taken for thanks is never answered.
"""

from __future__ import annotations

import re
import unicodedata

from outreach.signatures import unsigned

# one line for each group of languages, those of the largest wikis first
THANKS = """
thanks, thank you, thank u, thx, ty, many thanks, cheers, much appreciated
danke, dankeschön, danke schön, danke sehr, vielen dank, besten dank, herzlichen dank, lieben dank
merci, merci beaucoup, un grand merci, gracias, muchas gracias, mil gracias, obrigado, obrigada
muito obrigado, muito obrigada, grazie, grazie mille, molte grazie, gràcies, moltes gràcies, grazas
moitas grazas, eskerrik asko, mulțumesc, gratias, dankon
dank, dank je, dank u, dank je wel, dank u wel, dankjewel, bedankt, hartelijk dank, hartelijk bedankt
tack, tackar, stort tack, tak, mange tak, takk, tusen takk, mange takk, kiitos, kiitoksia, aitäh, tänan
paldies, ačiū
спасибо, большое спасибо, благодарю, дякую, щиро дякую, дзякуй, дзякую, благодаря, благодарам, хвала
dziękuję, dzięki, děkuji, děkuju, díky, ďakujem, vďaka, hvala, hvala lepa, hvala lijepa
谢谢, 謝謝, 谢谢您, 謝謝您, 多谢, 多謝, 感谢, 感謝, ありがとう, ありがとうございます, ありがとうございました
감사합니다, 고맙습니다
شكرا, شكرا جزيلا, شكرا لك, شكرا لكم, متشکرم, ممنون, سپاس, با تشکر, مرسی, خیلی ممنون, شکریہ, תודה, תודה רבה
köszönöm, köszönöm szépen, köszi, teşekkürler, teşekkür ederim, sağ ol, təşəkkür edirəm, ευχαριστώ
ευχαριστώ πολύ, շնորհակալություն, მადლობა, faleminderit
धन्यवाद, शुक्रिया, बहुत धन्यवाद, ধন্যবাদ, অনেক ধন্যবাদ, நன்றி, ధన్యవాదాలు, നന്ദി, ਧੰਨਵਾਦ
ขอบคุณ, ขอบคุณครับ, ขอบคุณค่ะ, cảm ơn, cảm ơn bạn, cám ơn, terima kasih, makasih, asante, asante sana, 👍, 🙏, ❤
"""
# what is said with thanks and is no thanks alone
ADDED = """
so much, very much, a lot, again, all, everyone, you all, for the message, for your message, for the info
for the information, for the invitation, for the invite, for the reminder, for the update, for the note
for sharing, for this, for letting me know, for telling me, for informing me, for inviting me
für die nachricht, für die information, für die info, für die einladung, für den hinweis
pour le message, pour l'invitation, pour l'info, pour l'information, por el mensaje, por la invitación
por la información, por el aviso, pela mensagem, pelo convite, pela informação, per il messaggio
per l'invito, voor het bericht, voor de uitnodiging, så mycket, så meget, så mye, för meddelandet
för informationen, för inbjudan, bardzo, za wiadomość, za zaproszenie, за сообщение, за приглашение
"""

TAG = re.compile(r'</?[a-zA-Z][^<>]*>')
TEMPLATE = re.compile(r'\{\{([^{}|]*)(?:\|[^{}]*)?\}\}')
SMILEY = re.compile(r'[:;=]-?[)DP](?!\w)|<3(?!\w)')
QUESTION = re.compile('[?？؟¿]')


def _plain(text: str) -> str:
    """Return a text without capitals and accents, which many people leave out."""
    apart = unicodedata.normalize('NFKD', text.replace('’', "'")).casefold()
    return ''.join(char for char in apart if unicodedata.category(char) != 'Mn')


def _any_of(phrases: str) -> re.Pattern[str]:
    words = [re.escape(_plain(one.strip())) for one in re.split(r'[,\n]', phrases) if one.strip()]
    longest_first = '|'.join(sorted(words, key=lambda one: (-len(one), one)))
    return re.compile(rf'(?<!\w)(?:{longest_first})(?!\w)')


SAID, SAID_WITH = _any_of(THANKS), _any_of(ADDED)


def only_thanks(text: str) -> bool:
    """Return whether a piece of a talk page, signed or not, says thanks and nothing else."""
    if QUESTION.search(text):
        return False
    bare = TEMPLATE.sub(r' \1 ', TAG.sub('', unsigned(text)))
    left, count = SAID.subn(' ', _plain(SMILEY.sub(' ', bare)))
    return bool(count) and not re.search(r'\w', SAID_WITH.sub(' ', left))
