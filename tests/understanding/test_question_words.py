"""What people say around a question to a referent, in their own words."""

from __future__ import annotations

import pytest

from engagebot.understanding.question_words import asks, finished, only_thanks, question, unneeded


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("j'ai une question : comment on déclare une buvette ?", "Comment on déclare une buvette ?"),
        ("Bonjour, j'ai une petite question : où est la clé ?", "Où est la clé ?"),
        ("jai une question comment on fait un recu fiscal", "Comment on fait un recu fiscal"),
        ("salut tout le monde ! qui connaît un bon luthier ?", "Qui connaît un bon luthier ?"),
        ("je voudrais savoir à qui envoyer les notes de frais", "Je voudrais savoir à qui envoyer les notes de frais"),
        ("question : faut-il une assurance ?", "Faut-il une assurance ?"),
        (
            "j'ai une question sur la compta : on garde les tickets combien de temps ?",
            "Sur la compta : on garde les tickets combien de temps ?",
        ),
        ("Est-ce que je peux poser une question ? Comment ouvrir le local ?", "Comment ouvrir le local ?"),
        ("je voudrais poser une question : on peut venir avec un chien ?", "On peut venir avec un chien ?"),
        ("comment on répare un guidon ? merci d'avance !", "Comment on répare un guidon ?"),
        ("ma question est : qui paie l'essence", "Qui paie l'essence"),
        ("Excusez-moi de vous déranger, quel est le code du portail", "Quel est le code du portail"),
        ("bonjour\nj'ai une question\nle four marche comment ?", "Le four marche comment ?"),
        ("la chaudière fait du bruit, que faire ?", "La chaudière fait du bruit, que faire ?"),
        ("Adresse ?", "Adresse ?"),
        ("une question sur les tickets, on les garde ?", "Sur les tickets, on les garde ?"),
        ("question compta : qui signe les chèques ?", "Compta : qui signe les chèques ?"),
        ("j'ai une question pour un référent : qui signe ?", "Qui signe ?"),
        ("j'ai une question pour savoir si on peut filmer", "Pour savoir si on peut filmer"),
        ("demande de subvention : qui la signe ?", "Demande de subvention : qui la signe ?"),
        ("Bon de commande : où le trouver ?", "Bon de commande : où le trouver ?"),
        ("excuse-moi comment on allume le four", "Comment on allume le four"),
        ("dis-moi comment on fait", "Dis-moi comment on fait"),
        (
            "j'ai pas besoin de reçu, juste savoir comment on paie",
            "J'ai pas besoin de reçu, juste savoir comment on paie",
        ),
        ("merci de me dire quand ouvre le local", "Merci de me dire quand ouvre le local"),
        ("I have a question: how do we declare donations?", "How do we declare donations?"),
        ("hi, quick question, who pays for petrol?", "Who pays for petrol?"),
        ("hello everyone, does the hall have a ramp?", "Does the hall have a ramp?"),
        ("i'd like to know where to send expense claims", "I'd like to know where to send expense claims"),
        ("Can I ask a question? How long do we keep receipts?", "How long do we keep receipts?"),
        ("another question: what about the year before?", "What about the year before?"),
        ("i have a question about compost: can citrus go in?", "About compost: can citrus go in?"),
        ("how do i fix a saddle? thanks a lot", "How do i fix a saddle?"),
        ("j'ai une question", None),
        ("J'aurais une petite question svp", None),
        ("jai une kestion", None),
        ("une question", None),
        ("une question sur le compost", None),
        ("qui peut m'aider ?", None),
        ("quelqu'un peut m'aider ?", None),
        ("je peux poser une question ?", None),
        ("bonjour j'ai une question", None),
        ("j'ai besoin d'aide", None),
        ("besoin d'un renseignement", None),
        ("demander à quelqu'un", None),
        ("bonjour", None),
        ("merci !", None),
        ("laisse tomber, j'ai trouvé", None),
        ("i have a question", None),
        ("hi, i've got a quick question", None),
        ("a question about bikes", None),
        ("can anyone help me?", None),
        ("who can help?", None),
        ("can i ask something?", None),
        ("i need some advice", None),
        ("ask somebody", None),
        ("compost", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_the_question_itself_is_kept_in_their_words(text: str, asked: str | None) -> None:
    assert question(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "merci !",
        "super merci",
        "merci beaucoup",
        "merci bcp",
        "Merci Bruno",
        "merci beaucoup Zoé !",
        "un grand merci à toi",
        "mersi",
        "merci pour ta réponse",
        "merci je vais essayer",
        "super, merci Jean-Pierre",
        "thanks for the quick answer",
        "merci, c'est très clair",
        "ok c'est clair merci",
        "parfait, merci pour tout",
        "génial, ça m'aide beaucoup",
        "ok",
        "d'accord, c'est noté",
        "j'ai compris merci",
        "je vous remercie beaucoup",
        "👍",
        "👍 merci",
        "🙏🙏",
        "thanks",
        "thanks a lot",
        "thank you so much!",
        "many thanks",
        "thx",
        "great, thanks for your help",
        "perfect, that helps",
        "ok got it, thank you",
        "thank you Bruno",
        "cheers, that's clear now",
        "very helpful, thanks",
        "much appreciated",
    ],
)
def test_thanks_alone_ask_nothing(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "merci, et pour l'année d'avant ?",
        "merci mais ça ne marche pas",
        "merci, j'ai encore une question",
        "merci, faut-il aussi prévenir la mairie",
        "ok et sinon on fait comment pour les dons",
        "non merci",
        "oui",
        "yes",
        "merci comment on fait",
        "comment on déclare un don",
        "merci de me dire quand",
        "j'ai 20 minutes",
        "thanks, and what about last year",
        "thanks but it doesn't work",
        "ok, who signs it",
        "thank you, is it also true for gifts?",
        "no thanks",
        "one more question",
        "",
    ],
)
def test_who_says_more_than_thanks_is_heard(text: str) -> None:
    assert not only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "c'est tout",
        "C'est tout !",
        "cest tout",
        "c tout",
        "voilà",
        "voila c'est tout",
        "fini",
        "j'ai fini",
        "terminé",
        "c'est bon",
        "rien d'autre",
        "non c'est tout, merci",
        "je crois que c'est tout",
        "i think that's all",
        "tu peux envoyer",
        "envoie",
        "that's all",
        "thats it",
        "done",
        "I'm done",
        "finished",
        "nothing else",
        "no, that's all thanks",
        "send it",
        "that is all",
        "all done",
    ],
)
def test_the_end_of_an_answer_is_heard(text: str) -> None:
    assert finished(text)


@pytest.mark.parametrize(
    "text",
    [
        "c'est tout ?",
        "c'est tout à fait possible jusqu'en mars",
        "voilà le lien du formulaire",
        "il faut que ce soit fini avant mars",
        "tu peux envoyer les tickets à Zoé",
        "non",
        "when it is done, send the receipt to the treasurer",
        "that's all they ask for in the form",
        "je réponds",
        "",
    ],
)
def test_an_answer_that_goes_on_is_not_its_end(text: str) -> None:
    assert not finished(text)


@pytest.mark.parametrize(
    "text",
    [
        "je n'ai plus besoin de réponse",
        "jai plus besoin de reponse",
        "plus besoin, merci",
        "j'ai trouvé",
        "jai trouvé merci",
        "c'est bon j'ai trouvé la réponse",
        "laisse tomber ma question",
        "laissez tomber",
        "oublie ma question",
        "annule ma question",
        "ma question est réglée",
        "c'est réglé",
        "on m'a répondu, c'est bon",
        "ma question n'est plus d'actualité",
        "j'ai trouvé tout seul, oublie",
        "inutile de me répondre",
        "never mind, I found it",
        "nevermind",
        "i no longer need an answer",
        "i don't need an answer any more",
        "forget my question",
        "i found the answer myself",
        "I've figured it out",
        "no need any more",
        "it's sorted",
        "drop my question",
    ],
)
def test_a_question_that_needs_no_answer_any_more_is_heard(text: str) -> None:
    assert unneeded(text)


@pytest.mark.parametrize(
    "text",
    [
        "où en est ma question ?",
        "je n'ai pas besoin de reçu",
        "j'ai trouvé ça bien",
        "on m'a répondu ?",
        "mes questions",
        "j'ai trouvé un portefeuille au local",
        "je n'ai pas trouvé la réponse",
        "ce n'est pas réglé",
        "j'ai besoin d'une réponse",
        "n'oublie pas ma question",
        "has anyone answered my question?",
        "my questions",
        "i found a purse after the party",
        "i haven't found it",
        "it isn't solved",
        "don't forget my question",
        "i need an answer",
    ],
)
def test_a_question_that_still_needs_an_answer_is_kept(text: str) -> None:
    assert not unneeded(text)


@pytest.mark.parametrize(
    "text",
    [
        "comment on répare une roue de vélo ?",
        "bonjour, où sont les clés du local",
        "on mange quoi samedi ?",
        "est-ce qu'il faut apporter son casque",
        "how do you mend a wheel",
        "is there a bus home?",
        "who has the keys",
    ],
)
def test_a_question_shows_by_its_form_that_it_is_one(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text", ["quoi ?", "hein ?", "what?", "???", "", "raconte une blague", "tell me a joke", "j'ai une question", "oui"]
)
def test_what_asks_nobody_anything_is_no_question(text: str) -> None:
    assert not asks(text)
