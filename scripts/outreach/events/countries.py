"""Countries by code and English name, with a place in their middle for a hollow marker on a map.

Codes are those of ISO 3166-1. The places are rough, to half a degree or so: they say "somewhere in", no more.
"""

from __future__ import annotations

from functools import cache

from outreach.events.event import fold

TABLE = """
AD Andorra 42.5 1.5;AE United Arab Emirates 24 54;AF Afghanistan 33.9 66
AG Antigua and Barbuda 17.1 -61.8;AI Anguilla 18.2 -63.1;AL Albania 41 20;AM Armenia 40.2 45
AO Angola -12.3 17.5;AR Argentina -35 -65;AS American Samoa -14.3 -170.7;AT Austria 47.6 14.1
AU Australia -25.5 134.5;AW Aruba 12.5 -70;AZ Azerbaijan 40.3 47.5;BA Bosnia and Herzegovina 44.2 17.8
BB Barbados 13.2 -59.6;BD Bangladesh 23.9 90.2;BE Belgium 50.6 4.7;BF Burkina Faso 12.3 -1.7
BG Bulgaria 42.8 25.2;BH Bahrain 26 50.5;BI Burundi -3.4 29.9;BJ Benin 9.6 2.3;BM Bermuda 32.3 -64.8
BN Brunei 4.5 114.7;BO Bolivia -16.7 -64.7;BR Brazil -10.8 -53.1;BS Bahamas 24.3 -76.6
BT Bhutan 27.4 90.4;BW Botswana -22.2 23.8;BY Belarus 53.5 28;BZ Belize 17.2 -88.7;CA Canada 60 -98
CD Democratic Republic of the Congo -2.9 23.6;CF Central African Republic 6.6 20.5
CG Republic of the Congo -0.8 15.2;CH Switzerland 46.8 8.2;CI Ivory Coast 7.6 -5.6
CK Cook Islands -21.2 -159.8;CL Chile -35.7 -71.3;CM Cameroon 5.7 12.7;CN China 36.6 103.8
CO Colombia 3.9 -73.1;CR Costa Rica 10 -84.2;CU Cuba 21.6 -79;CV Cape Verde 16 -24;CW Curaçao 12.2 -69
CY Cyprus 35 33.2;CZ Czechia 49.7 15.3;DE Germany 51.1 10.4;DJ Djibouti 11.7 42.6;DK Denmark 56 10
DM Dominica 15.4 -61.4;DO Dominican Republic 18.9 -70.5;DZ Algeria 28.2 2.6;EC Ecuador -1.4 -78.8
EE Estonia 58.7 25.5;EG Egypt 26.5 29.9;EH Western Sahara 24.2 -13;ER Eritrea 15.4 38.8
ES Spain 40.2 -3.7;ET Ethiopia 8.6 39.6;FI Finland 64.5 26.3;FJ Fiji -17.8 178
FK Falkland Islands -51.7 -59;FM Micronesia 6.9 158.2;FO Faroe Islands 62 -7;FR France 46.6 2.5
GA Gabon -0.6 11.8;GB United Kingdom 54 -2.5;GD Grenada 12.1 -61.7;GE Georgia 42.2 43.5
GF French Guiana 3.9 -53.2;GG Guernsey 49.5 -2.6;GH Ghana 8 -1.2;GI Gibraltar 36.1 -5.4
GL Greenland 74.7 -41.3;GM Gambia 13.5 -15.4;GN Guinea 10.4 -10.9;GP Guadeloupe 16.2 -61.5
GQ Equatorial Guinea 1.7 10.3;GR Greece 39.1 22.9;GT Guatemala 15.7 -90.4;GU Guam 13.4 144.8
GW Guinea-Bissau 12 -15;GY Guyana 4.8 -59;HK Hong Kong 22.4 114.1;HN Honduras 14.8 -86.6
HR Croatia 45.1 16.4;HT Haiti 18.9 -72.7;HU Hungary 47.2 19.4;ID Indonesia -2.2 117.2
IE Ireland 53.2 -8.1;IL Israel 31.5 35;IM Isle of Man 54.2 -4.5;IN India 22.9 79.6;IQ Iraq 33 43.7
IR Iran 32.6 54.3;IS Iceland 65 -18.6;IT Italy 42.8 12.1;JE Jersey 49.2 -2.1;JM Jamaica 18.2 -77.3
JO Jordan 31.2 36.8;JP Japan 37.6 138;KE Kenya 0.6 37.8;KG Kyrgyzstan 41.5 74.5;KH Cambodia 12.7 104.9
KI Kiribati 1.4 173;KM Comoros -11.9 43.7;KN Saint Kitts and Nevis 17.3 -62.7;KP North Korea 40.2 127.2
KR South Korea 36.4 127.8;KW Kuwait 29.3 47.6;KY Cayman Islands 19.4 -81;KZ Kazakhstan 48.2 67.3
LA Laos 18.5 103.7;LB Lebanon 33.9 35.9;LC Saint Lucia 13.9 -61;LI Liechtenstein 47.1 9.5
LK Sri Lanka 7.6 80.7;LR Liberia 6.5 -9.3;LS Lesotho -29.6 28.2;LT Lithuania 55.3 23.9
LU Luxembourg 49.8 6.1;LV Latvia 56.9 24.9;LY Libya 27 18;MA Morocco 31.9 -6.3;MC Monaco 43.7 7.4
MD Moldova 47.2 28.5;ME Montenegro 42.8 19.2;MG Madagascar -19.4 46.7;MH Marshall Islands 7.1 171.1
MK North Macedonia 41.6 21.7;ML Mali 17.3 -3.5;MM Myanmar 21.2 96.5;MN Mongolia 46.8 103
MO Macau 22.2 113.6;MP Northern Mariana Islands 15.2 145.7;MQ Martinique 14.6 -61
MR Mauritania 20.3 -10.3;MS Montserrat 16.7 -62.2;MT Malta 35.9 14.4;MU Mauritius -20.3 57.6
MV Maldives 3.7 73.5;MW Malawi -13.2 34.3;MX Mexico 23.9 -102.5;MY Malaysia 3.8 109.7
MZ Mozambique -17.3 35.5;NA Namibia -22.1 17.2;NC New Caledonia -21.3 165.7;NE Niger 17.4 9.4
NG Nigeria 9.6 8.1;NI Nicaragua 12.8 -85;NL Netherlands 52.2 5.6;NO Norway 64.5 14;NP Nepal 28.2 83.9
NR Nauru -0.5 166.9;NU Niue -19 -169.9;NZ New Zealand -41.8 171.5;OM Oman 20.6 56.1;PA Panama 8.5 -80.1
PE Peru -9.2 -74.4;PF French Polynesia -17.7 -149.4;PG Papua New Guinea -6.5 145.2
PH Philippines 11.8 122.9;PK Pakistan 29.9 69.3;PL Poland 52.1 19.4
PM Saint Pierre and Miquelon 46.9 -56.3;PR Puerto Rico 18.2 -66.5;PS Palestine 31.9 35.2
PT Portugal 39.6 -8.5;PW Palau 7.3 134.4;PY Paraguay -23.2 -58.4;QA Qatar 25.3 51.2;RE Réunion -21.1 55.5
RO Romania 45.9 25;RS Serbia 44.2 20.8;RU Russia 62 97;RW Rwanda -2 29.9;SA Saudi Arabia 24.1 44.5
SB Solomon Islands -8.9 159.6;SC Seychelles -4.7 55.5;SD Sudan 16 29.9;SE Sweden 62.8 16.7
SG Singapore 1.4 103.8;SI Slovenia 46.1 14.8;SK Slovakia 48.7 19.5;SL Sierra Leone 8.6 -11.8
SM San Marino 43.9 12.5;SN Senegal 14.4 -14.5;SO Somalia 4.8 45.7;SR Suriname 4.1 -55.9
SS South Sudan 7.3 30.2;ST São Tomé and Príncipe 0.4 6.7;SV El Salvador 13.7 -88.9
SX Sint Maarten 18 -63.1;SY Syria 35 38.5;SZ Eswatini -26.6 31.5;TC Turks and Caicos Islands 21.8 -71.9
TD Chad 15.3 18.6;TG Togo 8.5 1;TH Thailand 15.1 101;TJ Tajikistan 38.5 71;TK Tokelau -9.2 -171.8
TL Timor-Leste -8.8 125.8;TM Turkmenistan 39.1 59.4;TN Tunisia 34.1 9.6;TO Tonga -21.2 -175.2
TR Turkey 39.1 35.2;TT Trinidad and Tobago 10.5 -61.3;TV Tuvalu -8.5 179.2;TW Taiwan 23.8 121
TZ Tanzania -6.3 34.8;UA Ukraine 49 31.4;UG Uganda 1.3 32.4;US United States 39.8 -98.6
UY Uruguay -32.8 -56;UZ Uzbekistan 41.8 63.1;VA Vatican City 41.9 12.5
VC Saint Vincent and the Grenadines 13.2 -61.2;VE Venezuela 7.1 -66.2
VG British Virgin Islands 18.4 -64.6;VI United States Virgin Islands 18 -64.8;VN Vietnam 16.6 106.3
VU Vanuatu -16.2 167.7;WS Samoa -13.8 -172;XK Kosovo 42.6 20.9;YE Yemen 15.9 47.6;YT Mayotte -12.8 45.1
ZA South Africa -29 25.1;ZM Zambia -13.5 27.8;ZW Zimbabwe -19 29.9
"""
OTHER_NAMES = {
    'uk': 'GB', 'usa': 'US', 'united states of america': 'US', 'england': 'GB', 'scotland': 'GB',
    'wales': 'GB', 'northern ireland': 'GB', 'holland': 'NL', 'the netherlands': 'NL',
    'czech republic': 'CZ', 'cote d ivoire': 'CI', 'russian federation': 'RU', 'turkiye': 'TR',
    'korea': 'KR', 'republic of korea': 'KR', 'drc': 'CD', 'uae': 'AE', 'dr congo': 'CD', 'congo': 'CG',
    'democratic republic of congo': 'CD', 'swaziland': 'SZ', 'burma': 'MM', 'macedonia': 'MK',
    'east timor': 'TL', 'viet nam': 'VN', 'republic of ireland': 'IE', 'the gambia': 'GM',
    'the bahamas': 'BS', 'the philippines': 'PH', 'state of palestine': 'PS', 'cabo verde': 'CV',
}  # fmt: skip


@cache
def _countries() -> dict[str, tuple[str, tuple[float, float]]]:
    found = {}
    for row in TABLE.replace('\n', ';').split(';'):
        if row:
            named, latitude, longitude = row.rsplit(' ', 2)
            found[named[:2]] = (named[3:], (float(latitude), float(longitude)))
    return found


@cache
def _codes() -> dict[str, str]:
    return {fold(name): code for code, (name, _) in _countries().items()} | OTHER_NAMES


def code_of(text: str) -> str:
    """Return the code of a country by its code or its English name; '' where it is none."""
    word = text.strip()
    if word.upper() in _countries() and len(word) == 2:
        return word.upper()
    return _codes().get(fold(word), '')


def country(text: str) -> str:
    """Return the code of a country, else the words that stand for it."""
    return code_of(text) or text.strip()


def english(code: str) -> str:
    """Return the English name of a country; what is no code as it is."""
    return _countries()[code][0] if code in _countries() else code


def centre(code: str) -> tuple[float, float] | None:
    """Return a place in the middle of a country (latitude, longitude); None for what is no code."""
    return _countries()[code][1] if code in _countries() else None
