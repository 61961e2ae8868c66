"""Lines in German and Spanish: numbers in words, and nothing in English."""

# ruff: noqa: RUF001 - the signs that look like others are the very ones that are meant

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.runs import Run
from flaming_horse_voice.text import LANGUAGES, speech_text, spoken_words
from flaming_horse_voice.text.languages import german, spanish


def say(text, language):
    return speech_text([Run(text)], {}, language).speech


@pytest.mark.parametrize(
    ("value", "german_words", "spanish_words"),
    [
        (0, "null", "cero"),
        (1, "eins", "uno"),
        (16, "sechzehn", "dieciséis"),
        (21, "einundzwanzig", "veintiuno"),
        (31, "einunddreißig", "treinta y uno"),
        (100, "einhundert", "cien"),
        (101, "einhunderteins", "ciento uno"),
        (555, "fünfhundertfünfundfünfzig", "quinientos cincuenta y cinco"),
        (1024, "eintausendvierundzwanzig", "mil veinticuatro"),
        (21_000, "einundzwanzigtausend", "veintiún mil"),
        (101_000, "einhunderteintausend", "ciento un mil"),
        (1_000_000, "eine Million", "un millón"),
        (21_000_000, "einundzwanzig Millionen", "veintiún millones"),
        (2_500_000, "zwei Millionen fünfhunderttausend", "dos millones quinientos mil"),
        (-5, "minus fünf", "menos cinco"),
    ],
)
def test_cardinals(value, german_words, spanish_words):
    assert german.cardinal(value) == german_words
    assert spanish.cardinal(value) == spanish_words


@pytest.mark.parametrize(
    ("value", "german_words", "spanish_words"),
    [
        (1, "erste", "primero"),
        (3, "dritte", "tercero"),
        (7, "siebte", "séptimo"),
        (13, "dreizehnte", "decimotercero"),
        (21, "einundzwanzigste", "vigésimo primero"),
        (101, "einhunderterste", "ciento uno"),
    ],
)
def test_ordinals(value, german_words, spanish_words):
    assert german.ordinal(value) == german_words
    assert spanish.ordinal(value) == spanish_words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Im Jahr 1914 begann es.", "Im Jahr neunzehnhundertvierzehn begann es."),
        (
            "Von 1914–1918.",
            "Von neunzehnhundertvierzehn bis neunzehnhundertachtzehn.",
        ),
        ("3,14", "drei Komma eins vier"),
        ("1.000.000 Euro", "eine Million Euro"),
        ("1 km und 21 km", "ein Kilometer und einundzwanzig Kilometer"),
        ("1 Sekunde, 1 Buch", "eine Sekunde, ein Buch"),
        ("3,50 €", "drei Euro fünfzig Cent"),
        ("Am 3. Mai 2026", "Am dritten Mai zweitausendsechsundzwanzig"),
        ("Der 24.11.2026", "Der vierundzwanzigste November zweitausendsechsundzwanzig"),
        ("Die 3. Regel, es sind 3.", "Die dritte Regel, es sind drei."),
        ("um 15:30 Uhr", "um fünfzehn Uhr dreißig"),
        ("5 % bei 20 °C", "fünf Prozent bei zwanzig Grad Celsius"),
        ("90 km/h, 5–10 kg", "neunzig Kilometer pro Stunde, fünf bis zehn Kilogramm"),
        ("Die CPU, die NASA, die E-Mail", "Die ze pe u, die NASA, die E-Mail"),
        ("x = y + α", "ix gleich ypsilon plus alpha"),
        ("die x-Achse, H2O, v1.2", "die ix Achse, ha zwei o, eins Punkt zwei"),
        ("z. B. -5", "zum Beispiel minus fünf"),
    ],
)
def test_german(written, spoken):
    assert say(written, "de-AT") == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("En 1914.", "En mil novecientos catorce."),
        ("3,14", "tres coma uno cuatro"),
        ("1.000.000", "un millón"),
        ("1 km y 21 km", "un kilómetro y veintiún kilómetros"),
        ("200 libras, 21 casas, 1 libro", "doscientas libras, veintiuna casas, un libro"),
        ("3,50 €", "tres euros con cincuenta céntimos"),
        ("El 24/11/2026", "El veinticuatro de noviembre de dos mil veintiséis"),
        ("a las 15:30", "a las quince y treinta"),
        ("5 % y 90 km/h", "cinco por ciento y noventa kilómetros por hora"),
        ("El 3.º, la 2ª, el 1er piso", "El tercero, la segunda, el primer piso"),
        ("La CPU y la NASA, a y b", "La ce pe u y la NASA, a y be"),
        ("¿x = y + α?", "equis igual a y más alfa?"),
        ("de 5–10 kg", "de cinco a diez kilogramos"),
    ],
)
def test_spanish(written, spoken):
    assert say(written, "es") == spoken


@pytest.mark.parametrize("language", ["de", "es"])
def test_formulas_and_unknown_signs_are_refused_not_read_in_english(language):
    with pytest.raises(WrongInput, match="formulas are not read") as failure:
        speech_text([Run("x^2", "math")], {}, language)
    assert "say=" in failure.value.remedy
    with pytest.raises(WrongInput, match="'∫'"):
        say("∫ x", language)
    said = speech_text([Run("x^2", "math", say="equis")], {"∫": "integral"}, language)
    assert said.speech == "equis"
    assert speech_text([Run("∫ x")], {"∫": "Integral"}, language).speech[:8] == "Integral"


@given(st.text(max_size=60), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_is_read_or_refused(text, language):
    try:
        line = speech_text([Run(text)], {}, language)
    except WrongInput:
        return
    assert spoken_words(line.speech) == tuple(word.spoken for word in line.words)
    assert not any(sign.isdecimal() and sign.isascii() for sign in line.speech)
