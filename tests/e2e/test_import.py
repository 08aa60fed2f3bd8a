"""An organiser sends a list of tasks from their phone; it is open for everybody, and can be taken back."""
from __future__ import annotations

from tests.e2e.conftest import Place
from tests.e2e.test_tasks import answered, hears, house

LIST = "titre;durée;description\nTrier les graines;20 min;Dans l'abri\nArroser;5 min;\n"


async def test_a_list_that_an_organiser_sends_is_open_after_a_yes_and_gone_after_an_undo(place: Place) -> None:
    """In an encrypted room; the bot is killed before the yes."""
    here = await house(place, ["Ada"])
    olga, ada = here.people.values()
    for person in (olga, ada):
        await person.invite(here.me)
        await hears(person, "Bonjour")
    await hears(ada, "Les listes de tâches viennent", after=await ada.attach("liste.csv", LIST.encode()))
    wrong = await olga.attach("liste.csv", LIST.replace("5 min", "peu").encode())
    await hears(olga, "Ligne 3 : « peu » n’est pas une durée", after=wrong)
    await hears(olga, "2 tâches", "• Trier les graines (20 minutes)", "Oui ou non",
                after=await olga.attach("liste.csv", LIST.encode("cp1252")))
    await answered(ada, "la liste des tâches", "Il n’y a rien pour le moment")
    await here.bot.kill()
    await here.bot.start()
    await answered(olga, "oui", "Elles sont toutes sur la liste")
    await here.reads("À faire", "• Trier les graines (20 minutes)", "• Arroser (5 minutes)")
    await answered(ada, "la liste des tâches", "Trier les graines (20 minutes)", "Arroser (5 minutes)")
    await answered(olga, "annuler", "C’est annulé")
    await answered(olga, "la liste des tâches", "Il n’y a rien pour le moment")
    assert {h.encrypted for h in olga.heard()} == {True}
