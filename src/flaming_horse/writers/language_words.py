"""What betrays a language in writing: its commonest small words, its script, letters of its own."""

from __future__ import annotations

from collections.abc import Mapping

SCRIPTS: Mapping[str, str] = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi",
    "BENGALI": "bn", "TAMIL": "ta", "THAI": "th", "HANGUL": "ko", "HIRAGANA": "ja",
    "KATAKANA": "ja", "CJK": "zh",
}  # fmt: skip
"""The language that is meant by a script, by the first word of its letters' Unicode names.

Where a script has several languages it is the one with most readers, unless OWN_LETTERS says more.
"""
OWN_LETTERS: Mapping[str, Mapping[str, str]] = {
    "CYRILLIC": {"uk": "іїєґ", "bg": "ъ"},
    "ARABIC": {"fa": "پچژگکی"},
}
"""Letters that another language of the script has and the usual one has not, or hardly ever."""
LETTERS_OF_A_WORD: Mapping[str, float] = {
    "CJK": 1.7, "HIRAGANA": 2.5, "KATAKANA": 4.0, "HANGUL": 2.7, "THAI": 4.0,
}  # fmt: skip
"""How many letters of a script that has no blanks, or short words, are as much as one word."""
LETTERS_OF_ANY_WORD = 5.0

SMALL_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to is that it for as with are this be on by you from at or an have not "
        "can which if your but we its will when all their has was more these they use then than "
        "one how what into only each our were been there them do does so just any also where i "
        "in a no",
        "de": "der die das und ist den von zu mit sich des auf für nicht ein eine einen einem "
        "einer eines im dem sie es wird als auch an werden aus er hat dass wie bei oder um sind "
        "noch nach nur zur zum über wenn kann haben diese dieser dieses man wir ich ihr durch so "
        "wurde mehr unter vor bis vom sein kein keine sehr hier dann in alle ohne gibt war",
        "es": "el la de que y en los del se las por un una con no su para es al lo como más o pero "
        "sus le ha me si sin sobre este esta ya entre cuando todo ser son dos también fue había "
        "era muy hasta desde está puede cada a qué tiene estos estas nos donde así hay",
        "fr": "le la les de des du et est un une en que qui dans pour au aux sur pas par plus ce "
        "il elle ne se avec son sa ses cette ces sont vous nous ou mais comme être on leur tout "
        "peut fait si deux aussi même sans d'un d'une c'est n'est qu'il où lorsque votre à très "
        "l'on entre vos chaque a",
        "it": "il di che e la per un in non una del con si è le dei da della i al come più sono lo "
        "gli nel alla anche dalla questo questa ma se o delle ha ci su degli quando essere può "
        "suo sua loro tra dell'acqua ogni nella dal ai tutti due a cui",
        "pt": "de que e o a do da em um para com não uma os no se na por mais as dos como mas ao "
        "ele das à seu sua ou quando muito nos já eu também só pelo pela até isso ela entre era "
        "depois sem mesmo aos ter seus são você está pode cada foi há é esta este",
        "nl": "de het een van en in is dat op te zijn met voor niet aan er die om ook als bij door "
        "naar maar ze hij wordt of uit dan nog worden over deze dit kan tot we wat je heeft hebben "
        "moet meer geen al onder tegen veel alle waar hoe twee zich wel u uw",
        "pl": "w i z na nie się do to jest że o jak po co ale za od przez są dla tego który która "
        "które tym lub oraz być może czy jego ich bardzo już tylko ma jej tak przy gdy można "
        "także każdy ten ta te więc a jako",
        "cs": "a v se na je že to s z do o i ve k pro za by jako ale po si od které který která "
        "jsou nebo při není tak být více jeho jen už ze jsme může podle když také každý pak mezi "
        "bude má ne tento této",
        "sv": "och i att det som en på är av för med den till inte om ett han men var de så sig "
        "från har vi kan eller när man nu där än vara skall bara också efter upp då ut alla sin "
        "mycket detta dessa deras varje under blir",
        "da": "og i at det er en til på af for den med der de ikke som et han har om men var ved "
        "fra eller kan så sig skal når hvor jeg vi være også efter bliver op over havde ud nu "
        "disse denne dette hver meget alle af",
        "nb": "og i det på er som en for av til med at den har de ikke om et var men seg fra så "
        "han kan eller ved vi når der skal også være etter bare opp over blir ut nå hver mye alle "
        "denne dette disse hvor mot",
        "fi": "ja on ei se että hän oli joka kun mutta ovat sen myös niin kuin tai jos ole voi "
        "jotka sitä mitä vain nyt jonka ne siitä siinä sekä kaikki yli vielä hyvin kanssa mukaan "
        "tämä tämän jossa voidaan olla",
        "hu": "a az és hogy nem is egy ez meg de volt csak ha mint el már van azt ki fel még vagy "
        "kell minden lehet ezt amely amikor után mert alatt között nagyon ezek azok két ami",
        "ro": "și în de la cu pe nu a că din o este un pentru să mai care ce se sau dar ca sunt "
        "prin ai al le după fost până această acest fi poate sa cele când ale fiecare între lui",
        "tr": "ve bir bu da de için ile olarak olan çok daha gibi ne en var kadar sonra ama her "
        "olduğu ya değil bunu veya ise iki o ancak şu mi hem içinde göre ki",
        "vi": "và của là có cho các được trong không với một những này để khi từ đã về người như "
        "ra đến cũng vào nhiều nó hay sẽ hoặc bạn thì lại tại bằng sau trên theo mà phải",
        "id": "yang dan di dengan untuk dari ini itu pada adalah dalam tidak akan ke atau sebagai "
        "oleh juga dapat ada bisa karena telah anda lebih seperti saat setiap sudah jika kami "
        "mereka tersebut tetapi banyak kita saya sebuah",
        "hr": "je i u se na da za su od s ne što o a kao sa iz koji koje ili ali koja to po bi "
        "nije samo sve može već te biti ima ako kada do još pri između bez svaki prema",
        "ca": "de la i el que a en les els un per del amb no una es al és més com dels o són però "
        "aquest aquesta seva seu ha també entre quan ser si hi pot va molt sobre tot fins cada "
        "les ens on dos",
    }.items()
}
"""Some sixty of the commonest words of each language, most of them of one to four letters."""
